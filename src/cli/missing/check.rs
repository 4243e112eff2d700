//! `yjs missing check`: what to do in one missing episode.

use crate::calendar::{Moment, Tense};
use crate::cli::arguments::add_facts;
use crate::cli::context::Context;
use crate::cli::input::case_from;
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, Event, FactValue};
use crate::domain::condition::EventIndex;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::report::missing::MissingReport;
use clap::Args;

/// The facts that the options stand for.
const HIGH_RISK: &str = "missing_high_risk";
const OUT_OF_BOROUGH: &str = "placed_out_of_borough";

/// Show how long a child has been missing, what has been reached, and what to do now
///
/// Works for a stored case, a case in a file, or a child without a case who went missing at --since. Saves nothing. With
/// --exit-code, exits 1 if someone must be told now or a deadline is overdue.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs missing check YJ-0042\n  \
    yjs missing check --protocol tower_hamlets --since 2026-06-01T18:00 --high-risk\n  yjs missing check --from case.json")]
pub(super) struct CheckArgs {
    /// A stored case
    #[arg(value_name = "REF", conflicts_with_all = ["since", "from"])]
    reference: Option<String>,
    /// When the child went missing, for a child without a case
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true, conflicts_with = "from")]
    since: Option<String>,
    /// A file with one case as JSON, or - for standard input
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// The child is thought to be at high risk
    #[arg(long)]
    high_risk: bool,
    /// The local authority has placed the child outside the borough
    #[arg(long, conflicts_with = "in_borough")]
    out_of_borough: bool,
    /// The child is not placed outside the borough
    #[arg(long)]
    in_borough: bool,
    /// A fact for this answer only: F, F=V or F=? (not known)
    #[arg(long = "fact", short = 'f', value_name = "F=V")]
    facts: Vec<String>,
}

pub(super) fn run(args: &CheckArgs, context: &Context) -> anyhow::Result<Exit> {
    let (mut case, since) = match (&args.reference, &args.since, &args.from) {
        (Some(reference), ..) => (context.stored(reference)?.case, None),
        (None, Some(since), _) => {
            let when = context.when(since, Tense::Past).map_err(|problem| problem.field("--since"))?;
            (Case::default(), Some(when))
        }
        (None, None, Some(file)) => (case_from(file)?, None),
        (None, None, None) => {
            return Err(Problem::usage("which child?")
                .hint("give the REF of a stored case, --since WHEN for a child without one, or --from FILE")
                .into());
        }
    };
    let protocol = context.protocol_of(&case)?;
    if let Some(when) = since {
        let lost = missing_events(&protocol)?.0;
        case.events.push(event(&protocol, lost, when, None));
    }
    for (given, fact, value) in [
        (args.high_risk, HIGH_RISK, true),
        (args.out_of_borough, OUT_OF_BOROUGH, true),
        (args.in_borough, OUT_OF_BOROUGH, false),
    ] {
        if given {
            case.facts.set(fact, Some(FactValue::Flag(value)));
        }
    }
    add_facts(&protocol, &mut case.facts, &args.facts, context).map_err(|mut problem| {
        problem.place.field = Some("--fact".into());
        problem
    })?;
    let bound = Situation::new(&protocol, &case, context.now).map_err(|mut problem| {
        match (&args.from, &args.since) {
            (Some(file), _) => problem = problem.file(if file == "-" { "standard input" } else { file }),
            (_, Some(_)) => problem.place.field = Some("--since".into()),
            _ => problem = crate::cli::deadlines::of_case(problem, &case.reference),
        }
        problem
    })?;
    show(context, &Assessment::new(bound), &case, Vec::new())
}

/// Prints what an assessment says of a missing child.
pub(super) fn show(
    context: &Context,
    assessment: &Assessment<'_>,
    case: &Case,
    recorded: Vec<(EventIndex, Moment, Option<String>)>,
) -> anyhow::Result<Exit> {
    let reference = Some(case.reference.clone()).filter(|reference| !reference.is_empty());
    let report = MissingReport::new(assessment, reference, recorded, context.global.verbose)?.in_words(assessment)?;
    context.show(&report)?;
    Ok(if context.global.exit_code && report.adverse() { Exit::Finding } else { Exit::Answered })
}

/// The events of an episode: lost, located, confirmed.
pub(super) fn missing_events(protocol: &Protocol) -> Result<(EventIndex, EventIndex, EventIndex), Problem> {
    let names = protocol.vocabulary.missing.ok_or_else(|| {
        Problem::input(format!("the vocabulary of {} does not say which events make a missing episode", protocol.id))
    })?;
    Ok((names.lost, names.located, names.confirmed))
}

/// An event as a case writes it.
pub(super) fn event(protocol: &Protocol, kind: EventIndex, when: Moment, note: Option<String>) -> Event {
    let (on, at) = match when {
        Moment::Date(_) => (Some(when.to_string()), None),
        Moment::Instant(_) => (None, Some(when.to_string())),
    };
    Event { kind: protocol.vocabulary.event_definition(kind).id.clone(), on, at, note, ..Event::default() }
}
