//! A change of one stored case: read, changed, checked and saved in one step, so that no other command comes between.

use super::vet;
use crate::calendar::{Moment, london};
use crate::cli::called::named;
use crate::cli::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, Event};
use crate::domain::recorded;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::names::NameKind;
use crate::render::Format;
use crate::report::assessment::AssessmentReport;
use crate::store::{Change, Existing};
use std::sync::Arc;

/// A change that was saved, and what the case came to before and after it.
pub(super) struct Changed {
    /// As saved.
    pub(super) case: Case,
    /// What governs it.
    pub(super) protocol: Arc<Protocol>,
    /// Before; none when there was none, or it could not be assessed.
    pub(super) before: Option<AssessmentReport>,
    /// After.
    pub(super) after: AssessmentReport,
}

/// Changes the stored case `reference` by `edit` and saves it, unless the result is not as it must be.
pub(super) fn change(
    context: &Context,
    reference: &str,
    what: &str,
    edit: impl Fn(&mut Case, &Protocol) -> Result<(), Problem>,
) -> Result<Changed, Problem> {
    // Looked up first only for a helpful refusal; what counts is read again under the lock.
    context.stored(reference)?;
    save(context, reference, what, |now| {
        let stored = now.ok_or_else(|| Problem::store(format!("the store has no case `{reference}`")))?;
        let protocol = own_protocol(context, stored)?;
        let before = assess(&protocol, stored, context).ok();
        let mut case = stored.clone();
        edit(&mut case, &protocol)?;
        Ok((case.clone(), context.protocol_of(&case)?, before))
    })
}

/// Changes several stored cases by `edit` and saves all of them, or none.
pub(super) fn change_all(
    context: &Context,
    references: &[String],
    what: &str,
    edit: impl Fn(&mut Case, &Protocol) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut cases = Vec::with_capacity(references.len());
    let mut version = 0;
    for reference in references {
        let stored = context.stored(reference)?;
        version = version.max(stored.version);
        let protocol = own_protocol(context, &stored.case)?;
        let mut case = stored.case.clone();
        let checked = edit(&mut case, &protocol).and_then(|()| vet(&protocol, &case, context.now).map(drop));
        checked.map_err(|problem| problem.file(format!("case {reference}")))?;
        recorded::note(Some(&stored.case), &mut case);
        cases.push(case);
    }
    let change = Change::new(what, context.stamp()?);
    let saved = context.store()?.append_all(change, &cases, Existing::ReplaceUnchangedSince(version))?;
    context.warn_all(&saved.warnings);
    Ok(())
}

/// What governs a case before a change. `--protocol` has no say where the case has a protocol of its own: should the two
/// differ after the change, the change is refused.
fn own_protocol(context: &Context, case: &Case) -> Result<Arc<Protocol>, Problem> {
    match &case.protocol {
        Some(own) => context.protocol(own),
        None => context.protocol_of(case),
    }
}

/// Adds a case that the store does not have yet.
pub(super) fn add(context: &Context, case: &Case, protocol: &Arc<Protocol>) -> Result<Changed, Problem> {
    save(context, &case.reference, "added", |now| match now {
        None => Ok((case.clone(), Arc::clone(protocol), None)),
        Some(_) => Err(Problem::store(format!("the store has a case `{}` already", case.reference))
            .hint(format!("`yjs case show {0}` shows it, `yjs case set {0}` changes it", case.reference))),
    })
}

type Edited = (Case, Arc<Protocol>, Option<AssessmentReport>);

fn save(
    context: &Context,
    reference: &str,
    what: &str,
    edit: impl Fn(Option<&Case>) -> Result<Edited, Problem>,
) -> Result<Changed, Problem> {
    context.refuse_formats(&[Format::Csv, Format::Jsonl])?;
    let store = context.store()?;
    let mut changed = None;
    let saved = store.update(reference, Change::new(what, context.stamp()?), &mut |now| {
        let (mut case, protocol, before) = edit(now)?;
        recorded::note(now, &mut case);
        let situation = vet(&protocol, &case, context.now)?;
        let after = AssessmentReport::new(&Assessment::new(situation), Some(case.reference.clone()))?;
        changed = Some(Changed { case: case.clone(), protocol, before, after });
        Ok(case)
    })?;
    context.warn_all(&saved.warnings);
    changed.ok_or_else(|| Problem::store("the change was not made"))
}

fn assess(protocol: &Protocol, case: &Case, context: &Context) -> Result<AssessmentReport, Problem> {
    let situation = Situation::new(protocol, case, context.now)?;
    AssessmentReport::new(&Assessment::new(situation), Some(case.reference.clone()))
}

/// Checks a case with a new event at its end; what is wrong with that event is put down to the argument that gave it.
///
/// # Errors
/// As [`vet`].
pub(super) fn vet_last(protocol: &Protocol, case: &Case, context: &Context) -> Result<(), Problem> {
    vet(protocol, case, context.now).map(drop).map_err(|mut problem| {
        let last = format!("events[{}]", case.events.len().saturating_sub(1));
        let argument = match problem.place.field.as_ref().and_then(|field| field.strip_prefix(&last)) {
            None => return problem,
            Some(".to") => "--to",
            Some(".by") => "--by",
            Some(".kind") => "EVENT",
            Some(_) => "--at",
        };
        problem.place.field = Some(argument.to_owned());
        problem
    })
}

/// An event of `kind`, by any name for it, on a date when no time is known. `field` is where it was given.
///
/// # Errors
/// When the protocol has no such event.
pub(super) fn event(protocol: &Protocol, kind: &str, when: Moment, field: &str) -> Result<Event, Problem> {
    let event = Event { kind: named(protocol, NameKind::Event, kind, field)?, ..Event::default() };
    Ok(match when {
        Moment::Date(date) => Event { on: Some(date.to_string()), ..event },
        Moment::Instant(instant) => Event { at: Some(london::rfc3339(instant)), ..event },
    })
}
