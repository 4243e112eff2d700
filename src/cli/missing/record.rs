//! `yjs missing report|located|confirm`: each records one step of an episode, then shows what to do.

use super::check::{event, missing_events, show};
use crate::calendar::{Moment, Tense};
use crate::cli::context::Context;
use crate::cli::deadlines::of_case;
use crate::cli::input::text_of;
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::condition::EventIndex;
use crate::domain::missing;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::report::due::long;
use crate::store::Change;
use clap::Args;
use std::io::Read;

/// The most bytes of a note.
const LONGEST_NOTE: u64 = 16 * 1024;

/// Record that a child went missing
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    what: What,
}

/// Record that a child was located; the episode stays open until well-being is confirmed
#[derive(Debug, Args)]
pub(super) struct LocatedArgs {
    #[command(flatten)]
    what: What,
    /// Also record that well-being was confirmed at that time, so the episode ends
    #[arg(long)]
    well: bool,
}

/// Record that a located child's well-being was confirmed, so the episode ends
#[derive(Debug, Args)]
pub(super) struct ConfirmArgs {
    #[command(flatten)]
    what: What,
}

#[derive(Debug, Args)]
struct What {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// When it happened
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    at: String,
    /// Take a note from standard input; the only value is -
    #[arg(long, value_name = "-", allow_hyphen_values = true)]
    note: Option<String>,
}

/// One step of an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Lost,
    Located { well: bool },
    Confirmed,
}

pub(super) fn report(args: &ReportArgs, context: &Context) -> anyhow::Result<Exit> {
    record(&args.what, Step::Lost, context)
}

pub(super) fn located(args: &LocatedArgs, context: &Context) -> anyhow::Result<Exit> {
    record(&args.what, Step::Located { well: args.well }, context)
}

pub(super) fn confirm(args: &ConfirmArgs, context: &Context) -> anyhow::Result<Exit> {
    record(&args.what, Step::Confirmed, context)
}

fn record(what: &What, step: Step, context: &Context) -> anyhow::Result<Exit> {
    let when = context.when(&what.at, Tense::Past).map_err(|problem| problem.field("--at"))?;
    let note = note(what.note.as_deref(), context)?;
    // Read once for a helpful answer to a wrong reference, and for the protocol; what counts is read again under the lock.
    let protocol = context.protocol_of(&context.stored(&what.reference)?.case)?;
    let (lost, located, confirmed) = missing_events(&protocol)?;
    let kinds = match step {
        Step::Lost => vec![lost],
        Step::Located { well: false } => vec![located],
        Step::Located { well: true } => vec![located, confirmed],
        Step::Confirmed => vec![confirmed],
    };
    let ids: Vec<&str> = kinds.iter().map(|kind| protocol.vocabulary.event_definition(*kind).id.as_str()).collect();
    let change = Change::new(format!("logged {}", ids.join(" and ")), context.stamp()?);
    let mut said = None;
    let saved = context.store()?.update(&what.reference, change, &mut |held| {
        let held = held.ok_or_else(|| Problem::store(format!("the store has no case `{}`", what.reference)))?;
        let (case, words) = added(&protocol, held, step, &kinds, when, note.as_deref(), context)?;
        said = words;
        Ok(case)
    })?;
    context.warn_all(&saved.warnings);
    let situation = Situation::new(&protocol, &saved.case, context.now)?;
    let last = kinds.len() - 1;
    let recorded =
        kinds.iter().enumerate().map(|(place, kind)| (*kind, when, said.take_if(|_| place == last))).collect();
    show(context, &Assessment::new(situation), &saved.case, recorded)
}

/// The case with the step added, and what needs saying of it.
fn added(
    protocol: &Protocol,
    held: &Case,
    step: Step,
    kinds: &[EventIndex],
    when: Moment,
    note: Option<&str>,
    context: &Context,
) -> Result<(Case, Option<String>), Problem> {
    let before = Situation::new(protocol, held, context.now).map_err(|problem| of_case(problem, &held.reference))?;
    if before.events.iter().any(|event| event.kind == kinds[0] && event.when == when) {
        let title = &protocol.vocabulary.event_definition(kinds[0]).title;
        return Err(Problem::usage(format!("“{title}” at {} is recorded already", long(when))).field("--at"));
    }
    let mut case = held.clone();
    for kind in kinds {
        // The note is written once, with the first.
        let note = note.filter(|_| *kind == kinds[0]).map(str::to_owned);
        case.events.push(event(protocol, *kind, when, note));
    }
    let after = Situation::new(protocol, &case, context.now).map_err(|problem| at(problem, held))?;
    let changed = before.episodes != after.episodes;
    let last = after.episodes.iter().find(|episode| episode.ended == Some(when));
    match step {
        Step::Lost => Ok((case, part_of_another(&before, &after, when))),
        Step::Located { .. } | Step::Confirmed if !changed => Err(none_open(held)),
        Step::Confirmed if last.is_some_and(|episode| episode.located.is_none()) => {
            Err(Problem::usage("the child is not recorded as located by then, so this would not end the episode")
                .field("--at")
                .hint(format!(
                    "an episode ends when the child is located and well: `yjs missing located {} --at WHEN --well`",
                    held.reference
                )))
        }
        Step::Located { well: false } => Ok((
            case,
            Some(format!(
                "The episode stays open until well-being is confirmed: `yjs missing confirm {} --at WHEN`.",
                held.reference
            )),
        )),
        Step::Located { well: true } | Step::Confirmed => Ok((case, Some("The episode has ended.".into()))),
    }
}

/// Says that a loss is part of an earlier episode, when it starts no new one.
fn part_of_another(before: &Situation<'_>, after: &Situation<'_>, when: Moment) -> Option<String> {
    if after.episodes.len() > before.episodes.len() {
        return None;
    }
    let holds = |episode: &&missing::Episode| episode.lost.earliest() <= when.earliest();
    let episode = after.episodes.iter().rev().find(holds)?;
    Some(if episode.lost == when {
        "The episode recorded after it now starts at this time.".to_owned()
    } else {
        let since = long(episode.lost);
        format!("It is part of the episode that began on {since}, which has not ended, so it does not start a new one.")
    })
}

/// The case was sound before, so the fault lies in the time given.
fn at(mut problem: Problem, held: &Case) -> Problem {
    problem.place.field = Some("--at".into());
    problem.kind = Kind::Usage;
    if problem.hint.as_deref().is_some_and(|hint| hint.contains("record `")) {
        problem.hint = Some(format!(
            "first record when the child went missing: `yjs missing report {} --at WHEN`",
            held.reference
        ));
    }
    problem
}

fn none_open(held: &Case) -> Problem {
    Problem::usage("no missing episode is open at that time").field("--at").hint(format!(
        "`yjs missing check {0}` shows the episodes; `yjs missing report {0} --at WHEN` begins one",
        held.reference
    ))
}

/// A note is never an argument: the shell would keep it.
fn note(given: Option<&str>, context: &Context) -> Result<Option<String>, Problem> {
    match given {
        None => return Ok(None),
        Some("-") => {}
        Some(_) => {
            return Err(Problem::usage("a note cannot be given on the command line, because the shell would keep it")
                .field("--note")
                .hint("write `--note -` and give the note on standard input"));
        }
    }
    if context.may_ask() {
        context.note("Type the note, then Ctrl-D on a line of its own. No names.");
    }
    let wrong = |what: String| Problem::usage(what).file("standard input").field("--note");
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LONGEST_NOTE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| wrong(format!("it cannot be read: {error}")))?;
    if bytes.len() as u64 > LONGEST_NOTE {
        return Err(wrong(format!("the note is longer than {LONGEST_NOTE} bytes")));
    }
    let text = text_of(&bytes).map_err(|problem| problem.file("standard input"))?.trim();
    if text.is_empty() {
        return Err(wrong("the note is empty".into()).hint("leave out --note if there is no note"));
    }
    Ok(Some(text.to_owned()))
}
