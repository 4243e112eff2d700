//! Gathers what bears on a missing child from the assessment of the whole case.

use super::{
    AskRow, CountRow, Decides, EpisodeRow, KindRow, MissingReport, NotStarted, OpenRow, RecordedRow, State, StepRow,
    ThresholdRow, TimesRow,
};
use crate::calendar::{Moment, london};
use crate::domain::assess::Assessment;
use crate::domain::condition::{EventIndex, RuleIndex};
use crate::domain::interview;
use crate::domain::missing;
use crate::domain::missing_check::{self as check, Count};
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::{Body, Protocol, Rule, Starts, Urgency};
use crate::report::assessment::{AssessmentReport, EscalationRow, RouteRow};

/// An absence with the child's whereabouts known.
const UNAUTHORISED: &str = "unauthorised_absence_started";

impl MissingReport {
    /// Lays out a case. `recorded` is what was just recorded: event, time, and what needs saying of it.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn new(
        assessment: &Assessment<'_>,
        case: Option<String>,
        recorded: Vec<(EventIndex, Moment, Option<String>)>,
        verbose: bool,
    ) -> Result<Self, Problem> {
        let protocol = assessment.protocol();
        let situation = &assessment.situation;
        let vocabulary = &protocol.vocabulary;
        let related = check::related(protocol);
        let bears = |id: &str| protocol.find_rule(id).is_some_and(|rule| related[usize::from(rule.0)]);
        let whole = AssessmentReport::new(assessment, case)?;
        let open = missing::open(&situation.episodes);
        let state = match open {
            Some(episode) if episode.located.is_some() => State::LocatedNotConfirmed,
            Some(_) => State::Missing,
            None if check::said_to_be_missing(situation) => State::TimeNotRecorded,
            None => State::NotMissing,
        };
        let recorded = recorded.into_iter().map(|(event, at, note)| {
            let definition = vocabulary.event_definition(event);
            RecordedRow { event: definition.id.clone(), at, title: definition.title.clone(), note }
        });
        let unauthorised = vocabulary.event(UNAUTHORISED);
        Ok(Self {
            schema: "yjs.missing/1",
            now: whole.now,
            case: whole.case,
            recorded: recorded.collect(),
            state,
            open: open.map(|episode| OpenRow {
                lost: episode.lost,
                located: episode.located,
                hours: (situation.now - episode.lost.earliest()).num_hours(),
                days: missing::days(episode.lost, situation.now),
                clock_change: london::clock_change_between(episode.lost.earliest(), situation.now),
            }),
            thresholds: thresholds(assessment),
            episodes: situation
                .episodes
                .iter()
                .map(|episode| EpisodeRow { lost: episode.lost, located: episode.located, ended: episode.ended })
                .collect(),
            in_a_month: in_a_month(assessment),
            unauthorised_absences: situation
                .events
                .iter()
                .filter(|event| Some(event.kind) == unauthorised)
                .map(|event| event.when)
                .collect(),
            steps: steps(protocol, whole.escalations, whole.routes, &bears),
            deadlines: whole.deadlines.into_iter().filter(|row| row.rule.certain() && bears(&row.rule.rule)).collect(),
            not_started: not_started(assessment, &related),
            duties: whole.duties.into_iter().filter(|row| row.rule.certain() && bears(&row.rule.rule)).collect(),
            kinds: kinds(assessment, &related),
            silent: whole.silent.into_iter().filter(|row| silence_bears(protocol, &row.topic, &related)).collect(),
            ask: if open.is_some() { ask(assessment, &related) } else { Vec::new() },
            protocol: whole.protocol,
            instant: situation.now,
            verbose,
            counts_episodes: !check::times(assessment).is_empty(),
        })
    }
}

fn thresholds(assessment: &Assessment<'_>) -> Vec<ThresholdRow> {
    let now = assessment.situation.now;
    let row = |threshold: check::Threshold| {
        let rule = assessment.protocol().rule(threshold.rule);
        ThresholdRow {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            title: rule.title.clone(),
            days: threshold.days,
            at: Moment::Instant(threshold.at),
            reached: threshold.at <= now,
        }
    };
    check::thresholds(assessment).into_iter().map(row).collect()
}

fn in_a_month(assessment: &Assessment<'_>) -> Vec<TimesRow> {
    let situation = &assessment.situation;
    let counts = check::counts(situation);
    let row = |times: check::Times<'_>| {
        let rule = assessment.protocol().rule(times.rule);
        let reading = |count: &Count<'_>| CountRow {
            reading: count.reading.id.clone(),
            title: count.reading.title.clone(),
            governs: count.governs,
            met: times.met.iter().any(|met| met.id == count.reading.id),
            count: count.number(),
            episodes: count
                .places
                .clone()
                .into_iter()
                .flatten()
                .filter_map(|place| situation.episodes.get(place))
                .map(|episode| episode.lost)
                .collect(),
        };
        TimesRow {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            title: rule.title.clone(),
            times: times.number,
            applies: applies(assessment.truth(times.rule)),
            since: times.since,
            one_more_by: times.one_more_by,
            readings: counts.iter().map(reading).collect(),
        }
    };
    check::times(assessment).into_iter().map(row).collect()
}

/// Escalations, then routes, by rank; what is done goes last. What would save a life is never left out.
fn steps(
    protocol: &Protocol,
    escalations: Vec<EscalationRow>,
    routes: Vec<RouteRow>,
    bears: &dyn Fn(&str) -> bool,
) -> Vec<StepRow> {
    let who = |id: &str| match protocol.find_rule(id).map(|rule| &protocol.rule(rule).body) {
        Some(Body::Escalation(escalation)) => escalation.who.clone(),
        _ => String::new(),
    };
    let wanted = |certain: bool, rank: u8, id: &str| certain && (rank == 1 || bears(id));
    let mut steps: Vec<StepRow> = Vec::new();
    for row in escalations.into_iter().filter(|row| wanted(row.rule.certain(), row.rank, &row.rule.rule)) {
        steps.push(StepRow {
            kind: "escalation",
            rank: row.rank,
            who: who(&row.rule.rule),
            action: row.action,
            to: row.tell,
            to_names: row.tell_names,
            contact: row.contact,
            attach: row.attach,
            attach_names: row.attach_names,
            since: row.since,
            readings_met: row.reading_words,
            done: row.done,
            rule: row.rule,
        });
    }
    for row in routes.into_iter().filter(|row| wanted(row.rule.certain(), row.rank, &row.rule.rule)) {
        steps.push(StepRow {
            kind: "route",
            rank: row.rank,
            who: row.who,
            action: row.action,
            to: row.to,
            to_names: row.to_names,
            contact: row.contact,
            attach: row.attach,
            attach_names: row.attach_names,
            since: None,
            readings_met: Vec::new(),
            done: None,
            rule: row.rule,
        });
    }
    steps.sort_by_key(|step| (step.done.is_some(), step.rank, step.kind == "route"));
    steps
}

fn not_started(assessment: &Assessment<'_>, related: &[bool]) -> Vec<NotStarted> {
    let vocabulary = &assessment.protocol().vocabulary;
    let rules = assessment.protocol().rules.iter().zip(related).filter(|(_, related)| **related);
    rules
        .filter_map(|(rule, _)| match &rule.body {
            Body::Clock(clock) => check::lacks_its_start(assessment, rule, clock).map(|truth| (rule, clock, truth)),
            _ => None,
        })
        .map(|(rule, clock, truth)| {
            let kinds: &[EventIndex] = match &clock.starts {
                Starts::Event(kinds) | Starts::FirstEvent(kinds) | Starts::LaterOf(kinds) => kinds,
                Starts::Birthday(_) => &[],
            };
            let events = kinds.iter().map(|kind| vocabulary.event_definition(*kind));
            NotStarted {
                rule: rule.id.clone(),
                clause: rule.clause.clone(),
                title: rule.title.clone(),
                applies: applies(truth),
                starts_with: events.clone().map(|event| event.id.clone()).collect(),
                starts_words: events.map(|event| event.title.clone()).collect(),
            }
        })
        .collect()
}

fn kinds(assessment: &Assessment<'_>, related: &[bool]) -> Vec<KindRow> {
    let protocol = assessment.protocol();
    let vocabulary = &protocol.vocabulary;
    let row = |(place, rule): (usize, &Rule)| {
        let (Body::Decision { outcome, .. }, Some(when)) = (&rule.body, &rule.when) else { return None };
        let truth = assessment.truth(RuleIndex(u16::try_from(place).ok()?));
        let unknown = if truth == Truth::Unknown { assessment.working(when).unknown } else { Vec::new() };
        let facts = unknown.iter().map(|fact| vocabulary.fact_definition(*fact));
        Some(KindRow {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            title: rule.title.clone(),
            outcome: outcome.clone(),
            applies: applies(truth),
            unknown: facts.clone().map(|fact| fact.id.clone()).collect(),
            questions: facts.map(|fact| fact.question.clone()).collect(),
        })
    };
    protocol.rules.iter().enumerate().filter(|(place, _)| related[*place]).filter_map(row).collect()
}

fn silence_bears(protocol: &Protocol, topic: &str, related: &[bool]) -> bool {
    let silence = protocol.silences.iter().find(|silence| silence.topic == topic);
    silence.and_then(|silence| silence.when.as_ref()).is_some_and(|when| check::bears(protocol, when, related))
}

/// Questions that decide rules about a missing child, and those that decide an emergency, which come before all else.
fn ask(assessment: &Assessment<'_>, related: &[bool]) -> Vec<AskRow> {
    let protocol = assessment.protocol();
    let vocabulary = &protocol.vocabulary;
    let first = |rule: &Rule| {
        let urgency = match &rule.body {
            Body::Escalation(escalation) => Some(escalation.urgency),
            Body::Route(route) => Some(route.urgency),
            _ => None,
        };
        urgency == Some(Urgency::Emergency)
    };
    let acts = |rule: &Rule| !matches!(rule.body, Body::Level(_) | Body::Indicator { .. } | Body::Consent { .. });
    let open: Vec<(&Rule, Vec<_>)> = assessment
        .open_rules()
        .filter(|(index, rule, truth)| {
            *truth == Truth::Unknown && acts(rule) && (related[usize::from(index.0)] || first(rule))
        })
        .filter_map(|(_, rule, _)| Some((rule, assessment.working(rule.when.as_ref()?).unknown)))
        .collect();
    let mut rows = Vec::new();
    for question in interview::questions(assessment) {
        let definition = vocabulary.fact_definition(question.fact);
        let asked_first = definition.ask_first == Some(1);
        let decides: Vec<Decides> = open
            .iter()
            .filter(|(rule, unknown)| unknown.contains(&question.fact) && (asked_first || !first(rule)))
            .map(|(rule, _)| Decides { rule: rule.id.clone(), clause: rule.clause.clone(), title: rule.title.clone() })
            .collect();
        if !decides.is_empty() {
            rows.push(AskRow { fact: definition.id.clone(), question: definition.question.clone(), decides });
        }
    }
    rows
}

fn applies(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::Unknown => "unknown",
        Truth::No => "no",
    }
}
