//! Gathers what bears on a missing child from the assessment of the whole case.

use super::{
    AskRow, CountRow, Decides, EpisodeRow, IfMissing, KindRow, MissingReport, NotStarted, OpenRow, RecordedRow, State,
    StepRow, ThresholdRow, TimesRow,
};
use crate::calendar::{Moment, london};
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex, RuleIndex};
use crate::domain::fact::FactIndex;
use crate::domain::missing;
use crate::domain::missing_check::{self as check, Count};
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::{Body, Protocol, Rule, Starts, Urgency};
use crate::report::assessment::{AssessmentReport, EscalationRow, RouteRow, RuleRow};
use crate::report::sections;

/// An absence with the child's whereabouts known.
const UNAUTHORISED: &str = "unauthorised_absence_started";

use chrono::{DateTime, Utc};

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
        let level_line = sections::level_line(&whole);
        let open = missing::open(&situation.episodes);
        let state = match open {
            Some(episode) if episode.ended.is_some() => State::LocatedNotConfirmed,
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
                hours: (until(episode, situation.now) - episode.lost.earliest()).num_hours(),
                days: missing::days(episode.lost, until(episode, situation.now)),
                police_days: missing::opened(&situation.episodes)
                    .map_or(0, |opened| missing::days(opened.lost, situation.now)),
                clock_change: london::clock_change_between(episode.lost.earliest(), until(episode, situation.now)),
            }),
            thresholds: thresholds(assessment),
            episodes: situation
                .episodes
                .iter()
                .map(|episode| EpisodeRow {
                    lost: episode.lost,
                    located: episode.located,
                    ended: episode.ended,
                    confirmed: episode.confirmed,
                })
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
            not_started: not_started(assessment, related),
            duties: whole.duties.into_iter().filter(|row| row.rule.certain() && bears(&row.rule.rule)).collect(),
            if_missing: if state == State::TimeNotRecorded { if_missing(assessment, related) } else { Vec::new() },
            kinds: kinds(assessment, related, state),
            silent: whole.silent.into_iter().filter(|row| silence_bears(protocol, &row.topic, related)).collect(),
            ask: if open.is_some() { ask(assessment, related) } else { Vec::new() },
            protocol: whole.protocol,
            instant: situation.now,
            verbose,
            level_line,
            shown: None,
            never_located: missing::never_located(&situation.episodes),
            counts_episodes: !check::times(assessment).is_empty(),
        })
    }
}

impl MissingReport {
    /// The same with what is laid out of it for people.
    ///
    /// # Errors
    /// As [`MissingReport::new`].
    pub fn in_words(mut self, assessment: &Assessment<'_>) -> Result<Self, Problem> {
        let protocol = assessment.protocol();
        let related = check::related(protocol);
        let bears = |id: &str| protocol.find_rule(id).is_some_and(|rule| related[usize::from(rule.0)]);
        let settled = |id: &str| self.steps.iter().any(|step| step.rule.rule == id && step.is_settled());
        let keep = |rule: &RuleRow, rank: u8| (rank == 1 || bears(&rule.rule)) && !settled(&rule.rule);
        let mut shown = AssessmentReport::new(assessment, self.case.clone())?;
        (shown.verbose, shown.names_who) = (self.verbose, true);
        shown.escalations.retain(|row| keep(&row.rule, row.rank));
        // This page is about the episodes: what was reached long ago and not done stands with what is new.
        shown.escalations.iter_mut().for_each(|row| row.is_old = false);
        shown.routes.retain(|row| keep(&row.rule, row.rank));
        shown.duties.retain(|row| row.rule.certain() && bears(&row.rule.rule));
        self.shown = Some(shown);
        Ok(self)
    }
}

/// The time to which a loss is counted: it never runs through a time at which the child was located.
fn until(episode: &missing::Episode, now: DateTime<Utc>) -> DateTime<Utc> {
    episode.ended.map_or(now, |ended| ended.earliest().max(episode.lost.earliest()).min(now))
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
    let row = |times: check::Times| {
        let rule = assessment.protocol().rule(times.rule);
        let reading = |count: &Count<'_>| CountRow {
            reading: count.reading.id.clone(),
            title: count.reading.title.clone(),
            governs: count.governs,
            met: count.number() >= times.number,
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
            occasion_done: None,
            perhaps_done: row.perhaps_done,
            rule: row.rule,
        });
    }
    let escalated: Vec<(String, Option<Moment>)> =
        steps.iter().map(|step| (step.rule.rule.clone(), step.done)).collect();
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
            done: row.done.as_ref().and_then(|done| done.at),
            occasion_done: occasion_done(protocol, &row.rule.rule, &escalated),
            perhaps_done: row.perhaps_done,
            rule: row.rule,
        });
    }
    steps.sort_by_key(|step| (step.done.or(step.occasion_done).is_some(), step.rank, step.kind == "route"));
    steps
}

/// When every escalation that calls for a route has been acted on: the latest of those times.
fn occasion_done(protocol: &Protocol, route: &str, escalated: &[(String, Option<Moment>)]) -> Option<Moment> {
    let when = protocol.find_rule(route).and_then(|rule| protocol.rule(rule).when.as_ref())?;
    let mut done: Vec<Option<Moment>> = Vec::new();
    when.visit(&mut |part| {
        if let Condition::Rule(rule) = part {
            let id = &protocol.rule(*rule).id;
            done.extend(escalated.iter().filter(|(escalation, _)| escalation == id).map(|(_, done)| *done));
        }
    });
    let all: Option<Vec<Moment>> = done.into_iter().collect();
    all?.into_iter().max_by_key(|moment| moment.earliest())
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

/// What would have to be done if the child is missing, though no time is recorded.
fn if_missing(assessment: &Assessment<'_>, related: &[bool]) -> Vec<IfMissing> {
    let rules = assessment.protocol().rules.iter().zip(related).filter(|(_, related)| **related);
    let row = |rule: &Rule| {
        let (who, action) = match &rule.body {
            Body::Duty { who, action, .. } => (who, action),
            Body::Escalation(escalation) => (&escalation.who, &escalation.action),
            Body::Route(route) => (&route.who, &route.action),
            _ => return None,
        };
        (check::if_missing(assessment, rule) == Truth::Yes).then(|| IfMissing {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            who: who.clone(),
            action: action.clone(),
        })
    };
    rules.filter_map(|(rule, _)| row(rule)).collect()
}

fn kinds(assessment: &Assessment<'_>, related: &[bool], state: State) -> Vec<KindRow> {
    let protocol = assessment.protocol();
    let vocabulary = &protocol.vocabulary;
    let row = |(place, rule): (usize, &Rule)| {
        let (Body::Decision { outcome, .. }, Some(when)) = (&rule.body, &rule.when) else { return None };
        let mut truth = assessment.truth(RuleIndex(u16::try_from(place).ok()?));
        // Without a time on record, what rests on the child being missing is not known: it is not a no.
        if state == State::TimeNotRecorded && truth == Truth::No && check::if_missing(assessment, rule) != Truth::No {
            truth = Truth::Unknown;
        }
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

/// Questions that decide what is done for a missing child: those that decide an emergency first, then by what they
/// decide. What only decides the word for the absence is asked beside that word.
fn ask(assessment: &Assessment<'_>, related: &[bool]) -> Vec<AskRow> {
    let vocabulary = &assessment.protocol().vocabulary;
    let mut open: Vec<(&Rule, Vec<FactIndex>)> = Vec::new();
    for (index, rule, truth) in assessment.open_rules() {
        let place = usize::from(index.0);
        if let Some(when) =
            rule.when.as_ref().filter(|_| truth == Truth::Unknown && (related[place] || emergency(rule)))
        {
            open.push((rule, assessment.working(when).unknown));
        }
    }
    for (rule, _) in assessment.protocol().rules.iter().zip(related).filter(|(_, related)| **related) {
        if let Body::Clock(clock) = &rule.body
            && check::lacks_its_start(assessment, rule, clock) == Some(Truth::Unknown)
        {
            open.push((rule, check::unknown_of_start(assessment, rule, clock)));
        }
    }
    open.retain(|(rule, _)| weight(rule).is_some());
    let mut asked: Vec<(FactIndex, u8)> = Vec::new();
    for (rule, unknown) in &open {
        for fact in unknown {
            // An emergency is asked about only where the question itself comes before all others.
            if emergency(rule) && vocabulary.fact_definition(*fact).ask_first != Some(1) {
                continue;
            }
            let weight = weight(rule).unwrap_or(u8::MAX);
            match asked.iter_mut().find(|(held, _)| held == fact) {
                Some((_, least)) => *least = (*least).min(weight),
                None => asked.push((*fact, weight)),
            }
        }
    }
    asked.sort_by_key(|(fact, weight)| (*weight, *fact));
    let row = |(fact, _): (FactIndex, u8)| {
        let definition = vocabulary.fact_definition(fact);
        let decides = open.iter().filter(|(_, unknown)| unknown.contains(&fact)).map(|(rule, _)| Decides {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            title: rule.title.clone(),
        });
        AskRow { fact: definition.id.clone(), question: definition.question.clone(), decides: decides.collect() }
    };
    asked.into_iter().map(row).collect()
}

fn emergency(rule: &Rule) -> bool {
    match &rule.body {
        Body::Escalation(escalation) => escalation.urgency == Urgency::Emergency,
        Body::Route(route) => route.urgency == Urgency::Emergency,
        _ => false,
    }
}

/// What comes first among questions; none for rules that ask nobody to do anything.
fn weight(rule: &Rule) -> Option<u8> {
    match &rule.body {
        _ if emergency(rule) => Some(0),
        Body::Escalation(_) | Body::Clock(_) => Some(1),
        Body::Route(_) => Some(2),
        Body::Duty { .. } => Some(3),
        _ => None,
    }
}

fn applies(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::Unknown => "unknown",
        Truth::No => "no",
    }
}
