//! What a check of one case comes to. Nothing is counted or written here, so that many cases can be checked at once.

use super::CheckArgs;
use super::wanted::{Verdict, Wanted};
use crate::cli::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::check;
use crate::domain::situation::Situation;
use crate::domain::view::CaseView;
use crate::input::found::{Found, column_of};
use crate::input::joined::contradiction;
use crate::input::lines::RawLine;
use crate::input::own_table;
use crate::input::source::found;
use crate::input::text::unmarked;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::checks::Fault;
use crate::report::check::{FindingRow, WaivedRow};
use crate::store::{CurrentLine, check_reference};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// What a check of one case came to, ready to be counted and written.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// The line on which the case begins.
    pub(super) line: Option<usize>,
    /// Its reference, when that much could be read.
    pub(super) case: Option<String>,
    pub(super) worker: Option<String>,
    /// The protocol that it was checked under.
    pub(super) protocol: Option<String>,
    /// Whether it could not be read, and so was not checked.
    pub(super) unread: bool,
    pub(super) faults: Vec<(Fault, Problem)>,
    pub(super) findings: Vec<FindingRow>,
    pub(super) waived: Vec<WaivedRow>,
    /// How many findings without a date were left out.
    pub(super) undated: usize,
}

/// Checks cases, each by itself.
pub(super) struct Judge<'a> {
    args: &'a CheckArgs,
    context: &'a Context,
    wanted: &'a Wanted,
    /// The protocol of a stored case that names none, once it has been looked for.
    fallback: OnceLock<Result<Arc<Protocol>, Problem>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(args: &'a CheckArgs, context: &'a Context, wanted: &'a Wanted) -> Self {
        Self { args, context, wanted, fallback: OnceLock::new() }
    }

    /// A line of JSON Lines; none when it is blank or another worker's.
    pub(super) fn line(&self, file: &str, line: &RawLine) -> Option<Judged> {
        let bytes = line.bytes.as_deref();
        if bytes.is_some_and(|bytes| bytes.iter().all(u8::is_ascii_whitespace)) {
            return None;
        }
        let judged = bytes.and_then(|bytes| {
            let view = CaseView::read(unmarked(bytes))?;
            check_reference(&view.reference).ok()?;
            let protocol = view.protocol.as_deref().or(self.context.global.protocol.as_deref())?;
            let protocol = self.context.protocol(protocol).ok()?;
            self.view(file, line.number, &view, &protocol)
        });
        // What is amiss with it is said from a reading that keeps the places of things.
        judged.unwrap_or_else(|| self.found(file, found(line.number, 0, bytes)))
    }

    /// A line of the store; none when it is another worker's, or not changed since what was asked for.
    pub(super) fn stored(&self, line: &CurrentLine<'_>) -> Option<Judged> {
        if self.args.changed_since.is_some_and(|since| line.version <= since) {
            return None;
        }
        let judged = CaseView::read(line.json).and_then(|view| {
            let protocol = self.protocol_stored(view.protocol.as_deref()).ok()?;
            self.view(line.file, line.line, &view, &protocol)
        });
        judged.unwrap_or_else(|| {
            let judged = Judged { line: Some(line.line), case: Some(line.reference.to_owned()), ..Judged::default() };
            match line.parse() {
                Ok(case) if !self.is_wanted(case.worker.as_deref()) => None,
                Ok(case) => {
                    let protocol = self.protocol_stored(case.protocol.as_deref());
                    Some(self.under(line.file, judged, &case, protocol, |field| field.to_owned()))
                }
                Err(problem) => Some(faulty(judged, vec![problem], |field| field.to_owned())),
            }
        })
    }

    /// A case of any form, or what stands in its place.
    pub(super) fn found(&self, file: &str, found: Found) -> Option<Judged> {
        let judged = Judged { line: Some(found.line), case: found.reference, ..Judged::default() };
        let mut case = match found.case {
            Ok(case) if !self.is_wanted(case.worker.as_deref()) => return None,
            Ok(case) => case,
            Err(problem) => {
                let contradiction = contradiction(&problem);
                let mut judged = faulty(judged, vec![problem], |field| field.to_owned());
                judged.faults = contradiction.map_or(judged.faults, |problem| vec![(Fault::DuplicateRef, problem)]);
                return Some(judged);
            }
        };
        let protocol = self.protocol(&case);
        let (Ok(known), true) = (&protocol, found.row) else {
            return Some(self.under(file, judged, &case, protocol, |field| field.to_owned()));
        };
        let mut wrong = own_table::typed(known, &mut case);
        let unsure = own_table::ordered(known, &mut case);
        let named = |field: &str| column_of(found.columns.as_deref(), &case, field);
        if wrong.is_empty() {
            let mut judged = self.under(file, judged, &case, protocol, named);
            judged.faults.extend(unsure.into_iter().map(|problem| (Fault::Order, problem)));
            return Some(judged);
        }
        wrong.extend(check::faults(known, &case, self.context.now));
        let judged = Judged { worker: case.worker.clone(), protocol: Some(known.id.clone()), ..judged };
        Some(faulty(judged, wrong, named))
    }

    /// A case read without copying. The outer none: something is amiss with it. The inner: it is another worker's.
    fn view(&self, file: &str, line: usize, case: &CaseView<'_>, protocol: &Protocol) -> Option<Option<Judged>> {
        if !self.is_wanted(case.worker.as_deref()) {
            return Some(None);
        }
        let mut judged = Judged {
            line: Some(line),
            case: Some(case.reference.clone().into_owned()),
            worker: case.worker.as_deref().map(str::to_owned),
            protocol: Some(protocol.id.clone()),
            ..Judged::default()
        };
        let situation = Situation::of_view(protocol, case, self.context.now).ok()?;
        self.findings(file, situation, &mut judged).ok()?;
        Some(Some(judged))
    }

    /// A case under its protocol. `named` gives the name that the user knows a field by.
    fn under(
        &self,
        file: &str,
        mut judged: Judged,
        case: &Case,
        protocol: Result<Arc<Protocol>, Problem>,
        named: impl Fn(&str) -> String,
    ) -> Judged {
        judged.worker.clone_from(&case.worker);
        judged.protocol.clone_from(&case.protocol);
        let protocol = match protocol {
            Ok(protocol) => protocol,
            Err(problem) => return faulty(judged, vec![problem], named),
        };
        judged.protocol = Some(protocol.id.clone());
        let now = self.context.now;
        let situation = Situation::new(&protocol, case, now);
        match situation.and_then(|situation| self.findings(file, situation, &mut judged)) {
            Ok(()) => judged,
            Err(first) => {
                let all = check::faults(&protocol, case, now);
                faulty(judged, if all.is_empty() { vec![first] } else { all }, named)
            }
        }
    }

    fn findings(&self, file: &str, situation: Situation<'_>, judged: &mut Judged) -> Result<(), Problem> {
        let plan = &situation.protocol.checked;
        let assessment = Assessment::planned(situation, plan);
        let found = check::findings(&assessment)?;
        judged.faults.extend(assessment.unanswered().into_iter().map(|problem| (Fault::Protocol, problem)));
        for finding in found {
            match self.wanted.verdict(&finding) {
                Verdict::Unwanted => continue,
                Verdict::Undated => {
                    judged.undated += 1;
                    continue;
                }
                Verdict::Wanted => {}
            }
            let (rule, code) = (finding.rule, finding.check.code.clone());
            match finding.waived {
                Some(waived) => judged.waived.push(WaivedRow {
                    case: judged.case.clone().unwrap_or_default(),
                    code,
                    rule: rule.map(|rule| rule.id.clone()),
                    until: waived.until.to_string(),
                    reason: waived.reason,
                }),
                None => judged.findings.push(FindingRow {
                    case: judged.case.clone(),
                    file: Some(file.to_owned()),
                    line: judged.line,
                    rule: rule.map(|rule| rule.id.clone()),
                    code,
                    clause: rule.map(|rule| rule.clause.clone()),
                    severity: finding.severity,
                    message: finding.message.into_owned(),
                    remedy: finding.remedy.map(Cow::into_owned),
                    due: finding.due,
                }),
            }
        }
        Ok(())
    }

    fn is_wanted(&self, own: Option<&str>) -> bool {
        self.args.worker.as_ref().is_none_or(|worker| own.unwrap_or_default().eq_ignore_ascii_case(worker))
    }

    fn protocol(&self, case: &Case) -> Result<Arc<Protocol>, Problem> {
        match case.protocol.as_ref().or(self.context.global.protocol.as_ref()) {
            Some(id) => self.context.protocol(id),
            None => Err(self.unnamed(Problem::input("it names no protocol"))),
        }
    }

    fn protocol_stored(&self, own: Option<&str>) -> Result<Arc<Protocol>, Problem> {
        match own {
            Some(own) => self.context.protocol(own),
            None => self
                .fallback
                .get_or_init(|| self.context.own_protocol())
                .clone()
                .map_err(|problem| self.unnamed(Problem { what: "it names no protocol".into(), ..problem })),
        }
    }

    fn unnamed(&self, problem: Problem) -> Problem {
        let known = self.context.protocol_ids().unwrap_or_default();
        let hint = format!("give the case a protocol, or add --protocol with one of: {}", known.join(", "));
        Problem { hint: Some(hint), ..problem }.field("protocol")
    }
}

/// A case that was not checked, for what is wrong with it.
fn faulty(judged: Judged, problems: Vec<Problem>, named: impl Fn(&str) -> String) -> Judged {
    let fault = |mut problem: Problem| {
        let fault = fault_of(problem.place.field.as_deref());
        problem.place.field = problem.place.field.map(|field| named(&field));
        (fault, problem)
    };
    Judged { unread: true, faults: problems.into_iter().map(fault).collect(), ..judged }
}

/// Which part of a case a field belongs to.
fn fault_of(field: Option<&str>) -> Fault {
    let Some(field) = field else { return Fault::Line };
    match field.split(['.', '[']).next().unwrap_or_default() {
        "ref" => Fault::Ref,
        "protocol" => Fault::Protocol,
        "born" => Fault::Born,
        "facts" => Fault::Fact,
        "events" => Fault::Event,
        _ => Fault::Field,
    }
}
