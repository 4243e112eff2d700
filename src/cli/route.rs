//! `yjs route`: where a concern goes, how, with what, to which number.

use super::arguments::add_facts;
use super::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, FactValue};
use crate::domain::interview;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::{Body, Protocol, Rule};
use crate::report::assessment::AssessmentReport;
use crate::report::route::RouteReport;
use clap::{Args, ValueEnum};

/// Show where to send a concern: how, with which form, to which number
///
/// Without --known, shows both ways, with the search first. "Not known" is never treated as "no".
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs route cse --protocol camden --known closed\n  yjs route child_protection -p tower_hamlets --urgent\n  yjs route gang_involvement cce -p camden --from social_care"
)]
pub(super) struct RouteArgs {
    /// Concerns, such as cse, cce, child_protection, goes_missing
    #[arg(value_name = "CONCERN", required = true)]
    concerns: Vec<String>,
    /// What the search of the social care record showed
    #[arg(long, value_name = "STATUS")]
    known: Option<Known>,
    /// The matter is urgent
    #[arg(long)]
    urgent: bool,
    /// The service making the referral
    #[arg(long, value_name = "SERVICE", default_value = "yjs")]
    from: Referrer,
    /// Another fact: F for yes, F=VALUE, or F=? for not known
    #[arg(long = "fact", value_name = "F[=V]")]
    facts: Vec<String>,
    /// The child's date of birth, for routes that depend on age
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
}

/// What a search of the social care record can show.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Known {
    /// An open case with an allocated worker
    Open,
    /// Known before, no open case
    Closed,
    /// Nothing found, or the search could not be completed
    #[value(name = "not_known")]
    Nothing,
}

/// Who can refer.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Referrer {
    /// The Youth Justice Service
    Yjs,
    /// Social care
    SocialCare,
    /// Early help
    EarlyHelp,
    /// The family
    Family,
    /// Anyone else
    Other,
}

pub(super) fn run(args: &RouteArgs, context: &Context) -> anyhow::Result<Exit> {
    let protocol = context.own_protocol()?;
    let mut case = Case { born: args.born.clone(), ..Case::default() };
    let word = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| {
        value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    };
    case.facts.set("referrer", Some(FactValue::Text(word(&|| args.from.to_possible_value()))));
    if let Some(known) = args.known {
        case.facts.set("known_to_social_care", Some(FactValue::Text(word(&|| known.to_possible_value()))));
    }
    if args.urgent {
        case.facts.set("urgent", Some(FactValue::Flag(true)));
    }
    let mut concerns = Vec::new();
    let mut untested = false;
    for id in &args.concerns {
        let concern = protocol.vocabulary.concern(id).ok_or_else(|| unknown_concern(&protocol, id))?;
        let fact = &protocol.vocabulary.fact_definition(concern.fact).id;
        case.facts.set(fact, Some(FactValue::Flag(true)));
        concerns.push((concern.id.clone(), concern.title.clone()));
        untested |= protocol.readers[usize::from(concern.fact.0)].is_empty();
    }
    add_facts(&protocol, &mut case.facts, &args.facts)?;
    let situation = Situation::new(&protocol, &case, context.now)?;
    let assessment = Assessment::new(situation);
    let mut report = AssessmentReport::new(&assessment, None)?;
    report.verbose = context.global.verbose;
    let relevant = relevant(&assessment, &protocol, &case);
    let first = interview::questions(&assessment)
        .first()
        .map(|question| protocol.vocabulary.fact_definition(question.fact).question.clone());
    let first = untested.then_some(first).flatten();
    context.show(&RouteReport::new(report, concerns, &relevant, first, &if_missing(&protocol, &args.concerns)))?;
    Ok(Exit::Answered)
}

/// What the protocol counts about a missing child, when a concern belongs with the loss of whereabouts: no route rests
/// on "goes missing" alone, and a duty worker must not hear that there is nothing.
fn if_missing<'p>(protocol: &'p Protocol, concerns: &[String]) -> Vec<&'p Rule> {
    let vocabulary = &protocol.vocabulary;
    let topic = vocabulary.missing.and_then(|names| vocabulary.event_definition(names.lost).topic);
    let of_topic = |id: &String| {
        let concern = vocabulary.concern(id)?;
        vocabulary.fact_definition(concern.fact).topic.filter(|own| Some(*own) == topic)
    };
    if !concerns.iter().any(|id| of_topic(id).is_some()) {
        return Vec::new();
    }
    let counted = |rule: &&Rule| matches!(rule.body, Body::Escalation(_)) && rule.since.is_some();
    protocol.rules.iter().filter(counted).collect()
}

/// The rules that rest on something given here, other than who refers: the rest are open for any child, and would bury
/// the answer.
fn relevant(assessment: &Assessment<'_>, protocol: &Protocol, case: &Case) -> Vec<String> {
    let given: Vec<_> = case
        .facts
        .0
        .iter()
        .filter(|(id, _)| !matches!(id.as_str(), "referrer" | "known_to_social_care" | "urgent"))
        .filter_map(|(id, _)| protocol.vocabulary.fact(id))
        .collect();
    assessment
        .open_rules()
        .filter(|(_, rule, _)| {
            let working = rule.when.as_ref().map(|when| assessment.working(when)).unwrap_or_default();
            working.facts.iter().any(|(fact, _)| given.contains(fact))
        })
        .map(|(_, rule, _)| rule.id.clone())
        .collect()
}

fn unknown_concern(protocol: &Protocol, id: &str) -> Problem {
    let ids: Vec<&str> = protocol.vocabulary.concerns.iter().map(|concern| concern.id.as_str()).collect();
    let near = nearest(id, ids.iter().copied()).map(|near| format!("did you mean `{near}`? "));
    let list = ids.join(", ");
    Problem::usage(format!("no concern is called `{id}`"))
        .field("CONCERN")
        .hint(format!("{}the concerns are: {list}", near.unwrap_or_default()))
}
