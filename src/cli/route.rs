//! `yjs route`: where a concern goes, how, with what, to which number.

use super::arguments::{add_facts, born};
use super::asked::{self, Asked};
use super::context::Context;
use crate::calendar::london;
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, Event, FactValue};
use crate::domain::fact::FactIndex;
use crate::domain::interview;
use crate::domain::missing_check::related;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::names::NameKind;
use crate::protocol::vocabulary::FactKind;
use crate::protocol::{Body, Choice, Protocol, Rule};
use crate::report::assessment::AssessmentReport;
use crate::report::contacts::TeamRow;
use crate::report::named::not_covered_line;
use crate::report::route::{IfMissing, NamedRule, RouteReport, Subjects};
use clap::{Args, ValueEnum};

/// Show where to send a concern: how, with which form, to which number
///
/// Say it in your own words: a concern, a fact, a team, a form or a rule. A word that is not known is never taken for another.
/// Without --known, shows both ways, with the search first. "Not known" is never treated as "no".
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs route cse --protocol camden --known closed\n  yjs route county lines -p th\n  yjs route child_protection -p tower_hamlets --urgent\n  yjs route gang_involvement cce -p camden --from social_care"
)]
pub(super) struct RouteArgs {
    /// What it is about, in your own words: cse, county lines, knife, runs away, lado, police cell
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
    let born = args.born.as_deref().map(|text| born(text, context)).transpose()?;
    let mut case = Case { born, ..Case::default() };
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
    let (concerns, age) = without_age(&args.concerns);
    if let Some(age) = age {
        context.note(format!("{age} was passed over: rules that depend on age need the date of birth, with --born."));
    }
    let asked = asked::read(&protocol, &concerns)?;
    let lead = Lead::of(&protocol, &asked, &mut case);
    add_facts(&protocol, &mut case.facts, &args.facts, context)?;
    let situation = Situation::new(&protocol, &case, context.now)?;
    let assessment = Assessment::new(situation);
    let mut report = AssessmentReport::new(&assessment, None)?;
    report.verbose = context.global.verbose;
    let mut relevant = relevant(&assessment, &protocol, &case, &lead.read);
    relevant.extend(lead.rules(&protocol));
    let first = interview::questions(&assessment)
        .first()
        .map(|question| protocol.vocabulary.fact_definition(question.fact).question.clone());
    let first = lead.untested.then_some(first).flatten();
    let missing = if_missing(&protocol, &lead.concerns, &case, context)?;
    context.show(&RouteReport::new(report, lead.subjects(&protocol, &asked), &relevant, first, missing))?;
    Ok(Exit::Answered)
}

/// The words without an age that stands behind them, as in "homeless at 17": by itself it would name a section of an act.
fn without_age(words: &[String]) -> (Vec<String>, Option<&str>) {
    let is_age = |word: &String| word.parse::<u8>().is_ok_and(|age| CHILD.contains(&age));
    let Some((last, before)) = words.split_last().filter(|(last, before)| is_age(last) && !before.is_empty()) else {
        return (words.to_vec(), None);
    };
    let before = match before.split_last() {
        Some((little, before)) if matches!(little.as_str(), "at" | "aged" | "age") && !before.is_empty() => before,
        Some((named, _)) if matches!(named.as_str(), "section" | "s" | "clause") => return (words.to_vec(), None),
        _ => before,
    };
    (before.to_vec(), Some(last))
}

/// The ages of children whom a youth justice service works with, and of those who leave care.
const CHILD: std::ops::RangeInclusive<u8> = 8..=25;

/// What the words of the command line lead to.
#[derive(Default)]
struct Lead {
    /// Ids of concerns.
    concerns: Vec<String>,
    /// Facts that are asked about and have no value yet.
    read: Vec<FactIndex>,
    /// Ids of teams.
    teams: Vec<String>,
    /// Ids of forms.
    forms: Vec<String>,
    /// Ids of rules.
    rules: Vec<String>,
    /// A concern that no rule of the protocol tests.
    untested: bool,
}

impl Lead {
    /// Takes what was asked for, and gives the case each concern and each fact of yes or no.
    fn of(protocol: &Protocol, asked: &[Asked<'_>], case: &mut Case) -> Self {
        let mut lead = Self::default();
        let vocabulary = &protocol.vocabulary;
        for name in asked.iter().flat_map(|asked| &asked.names) {
            let fact = match name.kind {
                NameKind::Concern => vocabulary.concern(name.id).map(|concern| concern.fact),
                NameKind::Fact => vocabulary.fact(name.id),
                _ => None,
            };
            match name.kind {
                NameKind::Team => lead.teams.push(name.id.to_owned()),
                NameKind::Form => lead.forms.push(name.id.to_owned()),
                NameKind::Rule => lead.rules.push(name.id.to_owned()),
                _ => {}
            }
            let Some(fact) = fact else { continue };
            let definition = vocabulary.fact_definition(fact);
            let given =
                definition.kind == FactKind::Flag && (definition.derive.is_none() || definition.given.is_some());
            if given {
                case.facts.set(&definition.id, Some(FactValue::Flag(true)));
                lead.untested |= protocol.readers[usize::from(fact.0)].is_empty();
            } else {
                lead.read.push(fact);
            }
            if name.kind == NameKind::Concern {
                lead.concerns.push(name.id.to_owned());
            }
        }
        lead
    }

    /// The rules that send a child to a team that was named, attach a form that was named, or were named themselves.
    fn rules(&self, protocol: &Protocol) -> Vec<String> {
        let among = |choices: &[Choice], ids: &[String]| choices.iter().any(|choice| ids.contains(&choice.id));
        let sends = |rule: &Rule| match &rule.body {
            Body::Route(route) => among(&route.to, &self.teams) || among(&route.attach, &self.forms),
            Body::Escalation(escalation) => {
                among(&escalation.tell, &self.teams) || among(&escalation.attach, &self.forms)
            }
            Body::Duty { to, attach, .. } => among(to, &self.teams) || among(attach, &self.forms),
            _ => false,
        };
        let rules = protocol.rules.iter().filter(|rule| self.rules.contains(&rule.id) || sends(rule));
        rules.map(|rule| rule.id.clone()).collect()
    }

    /// What the answer is about.
    fn subjects(&self, protocol: &Protocol, asked: &[Asked<'_>]) -> Subjects {
        let mut subjects = Subjects { concerns: self.concerns.clone(), ..Subjects::default() };
        for asked in asked {
            subjects.add(&asked.words, &asked.names);
            if let Some(not_covered) = asked.not_covered {
                subjects.not_covered.push(not_covered_line(not_covered, &[protocol]));
            }
        }
        let rules = self.rules(protocol);
        let rules = protocol.rules.iter().filter(|rule| rules.contains(&rule.id));
        subjects.rules = rules.map(NamedRule::new).collect();
        subjects.teams = self.teams.iter().filter_map(|id| protocol.team(id)).map(TeamRow::new).collect();
        let question = |fact: &FactIndex| protocol.vocabulary.fact_definition(*fact).question.clone();
        subjects.questions = self.read.iter().map(question).collect();
        subjects
    }
}

/// What would be to do if the child had just been lost, when a concern belongs with the loss of whereabouts: no route rests
/// on "goes missing" alone, and a duty worker must not hear that there is nothing.
///
/// # Errors
/// When a date runs off the calendar.
fn if_missing<'p>(
    protocol: &'p Protocol,
    concerns: &[String],
    case: &Case,
    context: &Context,
) -> Result<Option<IfMissing<'p>>, Problem> {
    let vocabulary = &protocol.vocabulary;
    let Some(names) = vocabulary.missing else { return Ok(None) };
    let lost = vocabulary.event_definition(names.lost);
    let is_of_topic = |id: &String| {
        let concern = vocabulary.concern(id).map(|concern| vocabulary.fact_definition(concern.fact));
        concern.is_some_and(|fact| fact.topic.is_some() && fact.topic == lost.topic)
    };
    if !concerns.iter().any(is_of_topic) {
        return Ok(None);
    }
    let at = Some(london::rfc3339(context.now));
    let mut case = case.clone();
    case.events.push(Event { kind: lost.id.clone(), at, ..Event::default() });
    let assessment = Assessment::new(Situation::new(protocol, &case, context.now)?);
    let mut report = AssessmentReport::new(&assessment, None)?;
    report.verbose = context.global.verbose;
    let related = related(protocol);
    let bears = |id: &str| protocol.find_rule(id).is_some_and(|rule| related[usize::from(rule.0)]);
    report.duties.retain(|row| bears(&row.rule.rule));
    let counted = |rule: &&Rule| matches!(rule.body, Body::Escalation(_)) && rule.since.is_some();
    Ok(Some(IfMissing { report, counted: protocol.rules.iter().filter(counted).collect() }))
}

/// The rules that rest on something given here, other than who refers: the rest are open for any child, and would bury
/// the answer.
fn relevant(assessment: &Assessment<'_>, protocol: &Protocol, case: &Case, read: &[FactIndex]) -> Vec<String> {
    let mut given: Vec<_> = case
        .facts
        .0
        .iter()
        .filter(|(id, _)| !matches!(id.as_str(), "referrer" | "known_to_social_care" | "urgent"))
        .filter_map(|(id, _)| protocol.vocabulary.fact(id))
        .collect();
    given.extend(read);
    assessment
        .open_rules()
        .filter(|(_, rule, _)| {
            let working = rule.when.as_ref().map(|when| assessment.working(when)).unwrap_or_default();
            working.facts.iter().any(|(fact, _)| given.contains(fact))
        })
        .map(|(_, rule, _)| rule.id.clone())
        .collect()
}
