//! `yjs case waive`.

use super::change;
use crate::calendar::{Moment, london, parse_when};
use crate::cli::context::Context;
use crate::domain::case::{Case, Waiver};
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;
use crate::report::changes::ChangesReport;
use chrono::NaiveDate;
use clap::Args;

/// Put a finding of `yjs check` aside until a day, with the reason
///
/// The finding is not counted until the day is over; every check says how many are put aside, with their reasons. The
/// deadline or duty itself stays as it is. A second waiver of one code takes the place of the first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    yjs case waive YJ-0042 search-not-made --until 2026-06-30 --reason \"MOSAIC down; searched by telephone\"\n  \
    yjs case waive YJ-0042 camden-7.2-planning-meeting-10wd --until 2026-06-19 --reason \"Chair agreed 18 June\"\n  \
    yjs case waive YJ-0042 search-not-made --withdraw")]
pub(super) struct WaiveArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// The code of the finding, or the id of its rule
    #[arg(value_name = "CODE")]
    code: String,
    /// The last day on which it is put aside
    #[arg(long, value_name = "DATE", required_unless_present = "withdraw")]
    until: Option<String>,
    /// Why; no names
    #[arg(long, value_name = "TEXT", required_unless_present = "withdraw")]
    reason: Option<String>,
    /// Let it count again from now on
    #[arg(long, conflicts_with_all = ["until", "reason"])]
    withdraw: bool,
}

pub(super) fn run(args: &WaiveArgs, context: &Context) -> anyhow::Result<Exit> {
    let waiver = waiver(args, context)?;
    let code = args.code.as_str();
    let (what, headline) = match &waiver {
        Some((_, until)) => {
            let until = london::short_date(*until);
            (format!("waived {code}"), format!("Put aside in {}: {code}, until the end of {until}", args.reference))
        }
        None => (format!("withdrew the waiver of {code}"), format!("Counts again in {}: {code}", args.reference)),
    };
    let changed = change::change(context, &args.reference, &what, |case, protocol| {
        known(protocol, code)?;
        let before = case.waivers.len();
        case.waivers.retain(|held| held.code != code);
        match &waiver {
            Some((waiver, _)) => case.waivers.push(waiver.clone()),
            None if case.waivers.len() == before => return Err(none_to_withdraw(case, code)),
            None => {}
        }
        Ok(())
    })?;
    let before = changed.before.as_ref();
    let report = ChangesReport::new(&changed.protocol, headline, before, &changed.after, context.global.verbose);
    let remark = waiver.map(|(waiver, _)| {
        format!(
            "Reason: {}. `yjs check` goes on to show it, apart from what counts.",
            waiver.reason.trim_end_matches('.')
        )
    });
    context.show(&report.remark(remark))?;
    Ok(Exit::Answered)
}

fn waiver(args: &WaiveArgs, context: &Context) -> Result<Option<(Waiver, NaiveDate)>, Problem> {
    let (Some(until), Some(reason)) = (&args.until, &args.reason) else { return Ok(None) };
    let until = match parse_when(until, context.now).map_err(|problem| problem.field("--until"))? {
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
    if reason.trim().is_empty() {
        return Err(Problem::usage("the reason is empty").field("--reason").hint("say why, in a line; no names"));
    }
    let waiver = Waiver {
        code: args.code.clone(),
        until: until.to_string(),
        reason: reason.trim().to_owned(),
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
    let problem = Problem::usage(format!("`{code}` is not put aside in {}", case.reference));
    if held.is_empty() {
        return problem.hint("nothing is put aside in this case");
    }
    problem.hint(format!("put aside are: {}", held.join(", ")))
}
