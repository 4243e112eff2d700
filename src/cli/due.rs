//! `yjs due`: date arithmetic with its working.

use super::context::Context;
use crate::calendar::{Amount, BankHolidays, Moment, Tense, Unit, add};
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::report::due::DueReport;
use clap::Args;

/// Work out a date, and show every day that is not counted
///
/// Hours are hours that pass. Working days are Monday to Friday, except bank holidays in England and Wales, counted from
/// the day after. Days, weeks, months and years are calendar time, and may end at a weekend.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs due 10wd --from 2026-12-22\n  yjs due 48h --from 2026-10-24T10:00\n  yjs due 10 working days from last friday\n  yjs due 6mo --from today"
)]
pub(super) struct DueArgs {
    /// How long: 48 hours, 10 working days, 4 weeks, 6 months; or 48h, 10d, 10wd (working days), 4w, 6mo, 1y
    #[arg(value_name = "AMOUNT", required = true)]
    amount: Vec<String>,
    /// The date or time to count from, as you would write it: 27/11/2026, last friday; this day is day 0 and does not count
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    from: Option<String>,
}

pub(super) fn run(args: &DueArgs, context: &Context) -> anyhow::Result<Exit> {
    let usage = |problem: Problem| Problem { kind: Kind::Usage, ..problem };
    // `10 working days from last friday`, as it is said.
    let said = args.amount.join(" ");
    let (amount, from) = match said.split_once(" from ") {
        Some((amount, from)) if args.from.is_none() => (amount, from),
        Some(_) => return Err(Problem::usage("the day to count from is given twice").field("--from").into()),
        None => (said.as_str(), args.from.as_deref().unwrap_or("now")),
    };
    let amount: Amount = Amount::typed(amount).map_err(|problem| {
        let hint = "write the amount, `from`, and the day: `yjs due 10 working days from last friday`";
        usage(if args.amount.len() > 2 { problem.hint(hint) } else { problem })
    })?;
    let from = context.when(from, Tense::Any).map_err(|problem| problem.field("--from"))?;
    let anchor = if amount.unit == Unit::Hours { Moment::Instant(from.earliest()) } else { from };
    // Hours need no list of holidays: it is not even read.
    let holidays = if amount.unit == Unit::Hours { BankHolidays::none() } else { BankHolidays::published() };
    let reckoning = add(amount, anchor, holidays).map_err(usage)?;
    context.show(&DueReport::new(amount, from, reckoning))?;
    Ok(Exit::Answered)
}
