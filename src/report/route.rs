//! Where a concern goes: the contract `yjs.route/1`.

use super::assessment::{
    AssessmentReport, ConsentRow, DutyRow, EscalationRow, LevelReport, ProtocolName, RouteRow, SilenceRow,
};
use super::contacts::TeamRow;
use super::named::kind_word;
use super::sections;
use super::wording::lower_first;
use crate::calendar::london;
use crate::protocol::names::Name;
use crate::protocol::{Body, Rule};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;

/// The answer of `yjs route`.
#[derive(Debug, Serialize)]
pub struct RouteReport {
    schema: &'static str,
    protocol: ProtocolName,
    now: String,
    concerns: Vec<String>,
    /// What was asked for in words, and what each was read as.
    asked: Vec<AskedRow>,
    /// The rules that lead to a team or a form that was asked for.
    rules: Vec<NamedRule>,
    /// What no rule, fact or team of the protocol is about.
    not_covered: Vec<String>,
    level: LevelReport,
    routes: Vec<RouteRow>,
    escalations: Vec<EscalationRow>,
    consent: Vec<ConsentRow>,
    duties: Vec<DutyRow>,
    silent: Vec<SilenceRow>,
    ask_next: Vec<String>,
    #[serde(skip)]
    page: Page,
}

/// How many subjects the heading names.
const SUBJECTS: usize = 4;

/// What an answer is about: what was asked for, and what it was read as.
#[derive(Debug, Default)]
pub struct Subjects {
    /// Ids of the concerns.
    pub concerns: Vec<String>,
    /// Everything that was asked for.
    pub asked: Vec<AskedRow>,
    /// Of what the protocol does not cover, a sentence each.
    pub not_covered: Vec<String>,
    /// The rules that were asked for, or that lead to what was.
    pub rules: Vec<NamedRule>,
    /// Teams that were asked for.
    pub teams: Vec<TeamRow>,
    /// Questions about facts that were asked for and have no value.
    pub questions: Vec<String>,
}

/// A rule that leads to a team or a form, or that was asked for itself.
#[derive(Debug, Serialize)]
pub struct NamedRule {
    rule: String,
    clause: String,
    title: String,
    #[serde(rename = "do")]
    action: String,
}

impl NamedRule {
    /// Lays out a rule.
    pub fn new(rule: &Rule) -> Self {
        let action = match &rule.body {
            Body::Route(route) => &route.action,
            Body::Clock(clock) => &clock.action,
            Body::Escalation(escalation) => &escalation.action,
            Body::Duty { action, .. } => action,
            _ => &rule.text,
        };
        let (id, clause, title) = (rule.id.clone(), rule.clause.clone(), rule.title.clone());
        Self { rule: id, clause, title, action: action.clone() }
    }
}

/// Some words, and one thing that they mean.
#[derive(Debug, Serialize)]
pub struct AskedRow {
    words: String,
    kind: &'static str,
    id: String,
    title: String,
}

impl Subjects {
    /// Adds what some words mean.
    pub fn add(&mut self, words: &str, names: &[Name<'_>]) {
        self.asked.extend(names.iter().map(|name| AskedRow {
            words: words.to_owned(),
            kind: kind_word(name.kind),
            id: name.id.to_owned(),
            title: name.title.to_owned(),
        }));
    }

    /// Returns true when only teams, forms or rules were asked for, and nothing about the child.
    fn is_place(&self) -> bool {
        self.asked.iter().all(|asked| !matches!(asked.kind, "concern" | "fact"))
    }

    /// Adds the teams that were asked for, and what leads there: nothing is known of the child.
    fn add_place(&self, page: &mut Page, about: &str, report: &AssessmentReport) {
        let about = format!("{about}, {}, {}", report.protocol.short, london::short(report.instant));
        page.paragraph(Line::new().faint(about));
        self.add_rules(page);
        page.gap();
        page.paragraph(
            "For what applies now, say what it is about, such as `yjs route county lines`, or \
             `yjs route child protection --urgent`.",
        );
    }

    fn add_rules(&self, page: &mut Page) {
        for team in &self.teams {
            page.heading(Line::from(team.title.as_str()).faint(format!(" ({})", team.id)));
            team.add_fields(page);
        }
        if self.rules.is_empty() {
            if self.is_place() {
                page.paragraph("No rule of this protocol leads there.");
            }
            return;
        }
        page.heading(if self.teams.is_empty() { "Rules" } else { "What goes there" });
        page.bullets(self.rules.iter().map(|rule| {
            Line::from(format!("{}: {}", rule.title, rule.action)).faint(format!(" [{}] {}", rule.clause, rule.rule))
        }));
    }

    /// A sentence for words that mean several concerns.
    fn several(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for asked in self.asked.iter().filter(|asked| asked.kind == "concern") {
            let same = self.asked.iter().filter(|other| other.words == asked.words && other.kind == "concern");
            let titles: Vec<&str> = same.map(|other| other.title.as_str()).collect();
            let line =
                format!("\u{2018}{}\u{2019} can mean {}. This answer covers both.", asked.words, titles.join(" or "));
            if titles.len() > 1 && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }
}

impl RouteReport {
    /// The part of an assessment that says where to send it. `relevant` names the rules that rest on what was given;
    /// `untested` is the first question to ask when no rule tests a concern.
    pub fn new(
        mut report: AssessmentReport,
        subjects: Subjects,
        relevant: &[String],
        untested: Option<String>,
        if_missing: Option<IfMissing<'_>>,
    ) -> Self {
        let keep =
            |rule: &super::assessment::RuleRow| rule.certain() || rule.is_subject || relevant.contains(&rule.rule);
        report.routes.retain(|row| keep(&row.rule));
        report.escalations.retain(|row| keep(&row.rule));
        report.consent.retain(|row| keep(&row.rule));
        report.duties.retain(|row| keep(&row.rule));
        report.decisions.clear();
        report.deadlines.clear();
        let page = page(&report, &subjects, untested, if_missing.as_ref());
        Self {
            schema: "yjs.route/1",
            protocol: report.protocol,
            now: report.now,
            concerns: subjects.concerns,
            asked: subjects.asked,
            rules: subjects.rules,
            not_covered: subjects.not_covered,
            level: report.level,
            routes: report.routes,
            escalations: report.escalations,
            consent: report.consent,
            duties: report.duties,
            silent: report.silent,
            ask_next: report.ask_next,
            page,
        }
    }
}

/// What would be to do if the child had just been lost.
pub struct IfMissing<'p> {
    /// The case as it then would be, with the duties that bear on it alone.
    pub report: AssessmentReport,
    /// The rules that count from the loss of whereabouts.
    pub counted: Vec<&'p Rule>,
}

impl IfMissing<'_> {
    fn add(&self, page: &mut Page) {
        sections::emergencies(page, &self.report);
        page.gap();
        sections::duties(page, &self.report, "If the child is missing now");
        let mut line = Line::from("Record when: `yjs missing report REF --at WHEN`.");
        for (place, rule) in self.counted.iter().enumerate() {
            line = line.plain(if place == 0 { " From then on these count: " } else { "; " });
            line = line.plain(lower_first(&rule.title)).plain(" ").faint(format!("[{}]", rule.clause));
        }
        page.paragraph(if self.counted.is_empty() { line } else { line.plain(".") });
        page.gap();
    }
}

fn page(
    report: &AssessmentReport,
    subjects: &Subjects,
    untested: Option<String>,
    if_missing: Option<&IfMissing<'_>>,
) -> Page {
    let mut page = Page::new();
    for line in &subjects.not_covered {
        page.paragraph(Line::new().warn(line.clone()));
    }
    if subjects.asked.is_empty() {
        return page;
    }
    let mut titles: Vec<&str> = subjects.asked.iter().map(|asked| asked.title.as_str()).collect();
    titles.dedup();
    let more = titles.len().saturating_sub(SUBJECTS);
    titles.truncate(SUBJECTS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let about = format!("{}{more}", sections::list(&titles));
    if subjects.is_place() {
        subjects.add_place(&mut page, &about, report);
        return page;
    }
    sections::head(&mut page, report, &about);
    for line in subjects.several() {
        page.paragraph(line);
    }
    subjects.add_rules(&mut page);
    for question in &subjects.questions {
        page.paragraph(
            Line::from("It depends on the answer: ").strong(question.clone()).plain(" Give it with --fact."),
        );
    }
    let any = report.routes.iter().any(|row| row.rule.certain());
    if !any && subjects.teams.is_empty() && if_missing.is_none() {
        page.paragraph(Line::new().warn("No route is certain on what was given."));
    }
    if let Some(question) = untested {
        page.paragraph(Line::from("No rule of this protocol tests that concern. Ask first: ").strong(question));
    }
    if let Some(if_missing) = if_missing {
        if_missing.add(&mut page);
    }
    sections::answer(&mut page, report);
    if report.verbose {
        sections::level_reasons(&mut page, report);
        sections::open_questions(&mut page, report);
    }
    page
}

impl Report for RouteReport {
    fn page(&self) -> Page {
        self.page.clone()
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Rank", "rank").right(),
            Column::new("Applies", "applies"),
            Column::new("To", "to").flexible(),
            Column::new("By", "by"),
            Column::new("Contact", "contact").flexible(),
            Column::new("Attach", "attach").flexible(),
            Column::new("Clause", "clause"),
            Column::new("Rule", "rule"),
        ];
        let mut table = Table::new(columns, "No route.");
        for row in &self.routes {
            let contacts: Vec<String> = row.contact.iter().map(|contact| contact.value.clone()).collect();
            table.row([
                Cell::from(row.rank.to_string()),
                Cell::from(row.rule.applies),
                Cell::from(row.to_names.join("; ")),
                Cell::from(row.by.join("; ")),
                Cell::from(contacts.join("; ")),
                Cell::from(row.attach.join("; ")),
                Cell::from(row.rule.clause.clone()),
                Cell::from(row.rule.rule.clone()),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.routes.iter().map(|row| serde_json::to_value(row).ok()).collect()
    }
}
