//! `yjs case waive`.

use super::{change, note};
use crate::calendar::{Moment, Tense, london};
use crate::cli::context::Context;
use crate::domain::case::{Case, Waiver};
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;
use crate::report::changes::{ChangesReport, WaivedReport};
use chrono::NaiveDate;
use clap::Args;

/// Set a `yjs check` finding aside until a given date, with a reason
///
/// The finding is not counted until that day is over; every check says how many are set aside, and why. The deadline or
/// duty itself stays as it is. A second waiver of one code replaces the first. Several cases are waived together or not at
/// all.
///
/// Give --reason without a value to be asked for it, - to read it from standard input, or @ to write it in your editor: a
/// reason on the command line stays in the shell's history, where others may read it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    yjs case waive YJ-0042 search-not-made --until 2026-06-30 --reason\n  \
    yjs case waive YJ-0042 YJ-0043 search-not-made --until 2026-06-30 --reason - < reason.txt\n  \
    yjs case waive YJ-0042 camden-7.2-planning-meeting-10wd --until 2026-06-19 --reason @\n  \
    yjs case waive YJ-0042 search-not-made --withdraw")]
pub(super) struct WaiveArgs {
    /// The cases, then the code of the finding or the id of its rule
    #[arg(value_names = ["REF", "CODE"], num_args = 2.., required = true)]
    names: Vec<String>,
    /// The last day on which it is set aside
    #[arg(long, value_name = "DATE", required_unless_present = "withdraw")]
    until: Option<String>,
    /// Why; no names. Better without a value, or - or @
    #[arg(long, value_name = "TEXT", required_unless_present = "withdraw", num_args = 0..=1, default_missing_value = "")]
    reason: Option<String>,
    /// Let it count again from now on
    #[arg(long, conflicts_with_all = ["until", "reason"])]
    withdraw: bool,
}

pub(super) fn run(args: &WaiveArgs, context: &Context) -> anyhow::Result<Exit> {
    let Some((code, references)) = args.names.split_last() else {
        return Err(Problem::usage("which case, and which finding?").into());
    };
    let waiver = waiver(args, code, context)?;
    let (what, done) = match &waiver {
        Some((_, until)) => {
            let until = london::short_date(*until);
            (format!("waived {code}"), format!("{code}, until the end of {until}"))
        }
        None => (format!("withdrew the waiver of {code}"), code.clone()),
    };
    let verb = if waiver.is_some() { "Set aside" } else { "Counts again" };
    let headline = format!("{verb} in {}: {done}", references.join(", "));
    let edit =
        |case: &mut Case, protocol: &Protocol| waive(case, protocol, code, waiver.as_ref().map(|(held, _)| held));
    let remark = waiver.as_ref().map(|(waiver, _)| {
        format!(
            "Reason: {}. `yjs check` goes on to show it, apart from what counts.",
            waiver.reason.trim_end_matches('.')
        )
    });
    if let [reference] = references {
        let changed = change::change(context, reference, &what, edit)?;
        let before = changed.before.as_ref();
        let report = ChangesReport::new(&changed.protocol, headline, before, &changed.after, context.global.verbose);
        context.show(&report.remark(remark))?;
        return Ok(Exit::Answered);
    }
    change::change_all(context, references, &what, edit)?;
    context.show(&WaivedReport::new(headline, remark, references.to_vec(), code.clone(), args.until.clone()))?;
    Ok(Exit::Answered)
}

/// Sets a finding aside in one case, or lets it count again.
fn waive(case: &mut Case, protocol: &Protocol, code: &str, waiver: Option<&Waiver>) -> Result<(), Problem> {
    known(protocol, code)?;
    let before = case.waivers.len();
    case.waivers.retain(|held| held.code != code);
    match waiver {
        Some(waiver) => case.waivers.push(waiver.clone()),
        None if case.waivers.len() == before => return Err(none_to_withdraw(case, code)),
        None => {}
    }
    Ok(())
}

fn waiver(args: &WaiveArgs, code: &str, context: &Context) -> Result<Option<(Waiver, NaiveDate)>, Problem> {
    let (Some(until), Some(reason)) = (&args.until, &args.reason) else { return Ok(None) };
    let until = match context.when(until, Tense::Any).map_err(|problem| problem.field("--until"))? {
        Moment::Date(date) => date,
        Moment::Instant(_) => {
            let hint = "it holds to the end of a day: give a date such as 2026-06-30";
            return Err(Problem::usage(format!("`{until}` has a time")).field("--until").hint(hint));
        }
    };
    if until < london::date_of(context.now) {
        let hint = "a waiver looks ahead: give today or a later day";
        return Err(Problem::usage(format!("{until} is past")).field("--until").hint(hint));
    }
    let reason = note::reason(reason, context)?;
    let waiver = Waiver {
        code: code.to_owned(),
        until: until.to_string(),
        reason,
        by: Some(context.worker()?),
        at: Some(london::rfc3339(context.now)),
    };
    Ok(Some((waiver, until)))
}

/// Refuses a code that no check has and an id that no rule has: such a waiver would put nothing aside.
fn known(protocol: &Protocol, code: &str) -> Result<(), Problem> {
    let codes = || protocol.checks.iter().map(|check| check.code.as_str());
    if codes().any(|held| held == code) || protocol.find_rule(code).is_some() {
        return Ok(());
    }
    let problem = Problem::usage(format!("no check of {} has the code `{code}`", protocol.id)).field("CODE");
    let names = codes().chain(protocol.rules.iter().map(|rule| rule.id.as_str()));
    Err(match nearest(code, names) {
        Some(near) => problem.hint(format!("did you mean `{near}`? `yjs check` shows the codes of what it finds")),
        None => problem.hint("`yjs check --format jsonl` shows the code of each finding"),
    })
}

fn none_to_withdraw(case: &Case, code: &str) -> Problem {
    let held: Vec<&str> = case.waivers.iter().map(|waiver| waiver.code.as_str()).collect();
    let problem = Problem::usage(format!("`{code}` is not set aside in {}", case.reference));
    if held.is_empty() {
        return problem.hint("nothing is set aside in this case");
    }
    problem.hint(format!("these are set aside: {}", held.join(", ")))
}
