//! The cases of one file, as a check takes them.

use super::{At, Run};
use crate::cli::cases_rows;
use crate::cli::cases_source::{Found, Taker};
use crate::domain::case::Case;
use crate::domain::check;
use crate::domain::situation::{known_event, known_fact};
use crate::problem::{Place, Problem};
use crate::protocol::Protocol;
use crate::protocol::checks::Fault;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::sync::Arc;

/// The cases of one file.
pub(super) struct FileCases<'r, 'a> {
    pub(super) run: &'r mut Run<'a>,
    pub(super) file: &'r str,
    /// The line of each reference met with, by its hash: a file may hold a million.
    pub(super) seen: HashMap<u64, usize>,
}

impl FileCases<'_, '_> {
    fn protocol(&self, case: &Case) -> Result<Arc<Protocol>, Problem> {
        let known = || self.run.context.protocol_ids().unwrap_or_default().join(", ");
        match case.protocol.as_ref().or(self.run.context.global.protocol.as_ref()) {
            Some(id) => self.run.context.protocol(id),
            None => Err(Problem::input("it names no protocol")
                .field("protocol")
                .hint(format!("give the case a protocol, or add --protocol with one of: {}", known()))),
        }
    }

    fn check(&mut self, at: At<'_>, protocol: &Protocol, case: &mut Case, row: bool) {
        if !row {
            return self.run.judge(at, protocol, case, |field| field.to_owned());
        }
        let mut wrong = cases_rows::typed(protocol, case);
        let kept: &Case = case;
        if wrong.is_empty() {
            return self.run.judge(at, protocol, kept, |field| cases_rows::column_of(kept, field));
        }
        wrong.extend(check::faults(protocol, kept, self.run.context.now));
        self.run.faulty(at, &wrong, |field| cases_rows::column_of(kept, field));
    }
}

impl Taker for FileCases<'_, '_> {
    fn wants_column(&mut self, line: usize, name: &str) -> bool {
        let asked = self.run.context.global.protocol.as_deref();
        let mut unknown = None;
        let ids = self.run.context.protocol_ids().unwrap_or_default();
        for id in ids.iter().filter(|id| asked.is_none_or(|asked| asked == id.as_str())) {
            let Ok(protocol) = self.run.context.protocol(id) else { continue };
            let found = match name.strip_prefix("event:") {
                Some(kind) => known_event(&protocol, kind.trim()).map(drop),
                None => known_fact(&protocol, name).map(drop),
            };
            match found {
                Ok(()) => return true,
                Err(problem) => unknown = Some(problem),
            }
        }
        let problem = Problem { place: Place::default(), ..unknown.unwrap_or_else(|| Problem::input("not known")) };
        let at = At { file: self.file, line: Some(line), ..At::default() };
        self.run.fault(at, Fault::Column, &problem.field(format!("column `{name}`")));
        false
    }

    fn take(&mut self, found: Found) -> ControlFlow<()> {
        let at = At { file: self.file, line: Some(found.line), case: found.reference.as_deref(), ..At::default() };
        match found.case {
            Ok(mut case) => {
                if self.run.is_wanted(&case) {
                    // Nothing that is checked rests on the worker; the case is changed below.
                    let worker = case.worker.take();
                    let protocol = self.protocol(&case);
                    let id = protocol.as_ref().ok().map(|protocol| protocol.id.as_str());
                    let at = At { worker: worker.as_deref(), protocol: id, ..at };
                    self.run.count(at);
                    match self.seen.entry(hash(&case.reference)) {
                        Entry::Occupied(first) => {
                            let what = format!("`{}` is the reference of line {} too", case.reference, first.get());
                            self.run.fault(at, Fault::DuplicateRef, &Problem::input(what).field("ref"));
                        }
                        Entry::Vacant(place) => drop(place.insert(found.line)),
                    }
                    match &protocol {
                        Ok(protocol) => self.check(at, protocol, &mut case, found.row),
                        Err(problem) => {
                            self.run.faulty(at, std::slice::from_ref(problem), |field| field.to_owned());
                        }
                    }
                }
            }
            Err(problem) => self.run.unread(at, &problem),
        }
        if self.run.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn hash(reference: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    reference.hash(&mut hasher);
    hasher.finish()
}
