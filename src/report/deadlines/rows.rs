//! The rows of the morning list: what each says, and in which order they come.

use crate::calendar::{Amount, BankHolidays, Moment, span};
use crate::domain::agenda::{Agenda, CaseAgenda, Owed, Tell, ToDo};
use crate::domain::condition::RuleIndex;
use crate::domain::deadline::{self, EarlierStart, Others, Start as Started, Status};
use crate::domain::fact::FactIndex;
use crate::domain::missing_check::Threshold;
use crate::protocol::checks::Severity;
use crate::protocol::vocabulary::{FactDefinition, Vocabulary};
use crate::protocol::{Body, Clock, Rule};
use crate::report::assessment::rank;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// What every row says of its case and its rule.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Key<'a> {
    pub(super) case: &'a str,
    pub(super) worker: Option<&'a str>,
    pub(super) protocol: &'a str,
    pub(super) rule: &'a str,
    pub(super) clause: &'a str,
    pub(super) title: &'a str,
    #[serde(skip)]
    pub(super) order: u16,
}

#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    #[serde(flatten)]
    pub(super) key: Key<'a>,
    pub(super) applies: &'static str,
    pub(super) unknown: Unknown<'a>,
    pub(super) owner: &'a str,
    #[serde(rename = "do")]
    pub(super) action: &'a str,
    pub(super) start: Option<Start<'a>>,
    /// For a window, its first day.
    pub(super) opens: Option<NaiveDate>,
    pub(super) due: Option<Moment>,
    pub(super) act_by: Option<NaiveDate>,
    /// The edition that was in force when the clock started.
    pub(super) edition: Cow<'a, str>,
    pub(super) status: Status,
    pub(super) days_left: Option<i64>,
    pub(super) met_on: Option<Moment>,
    pub(super) provisional: bool,
    pub(super) other_readings: OtherDates<'a>,
    #[serde(skip)]
    pub(super) start_words: Option<&'a str>,
    /// Whether the rule is one of another time than now.
    #[serde(skip)]
    pub(super) other_era: bool,
    #[serde(skip)]
    pub(super) within: Option<Amount>,
}

/// The facts that would settle whether a deadline runs.
#[derive(Debug)]
pub(super) struct Unknown<'a> {
    facts: &'a [FactIndex],
    vocabulary: &'a Vocabulary,
}

impl<'a> Unknown<'a> {
    fn definitions(&self) -> impl Iterator<Item = &'a FactDefinition> {
        self.facts.iter().map(|fact| self.vocabulary.fact_definition(*fact))
    }

    pub(super) fn questions(&self) -> Vec<&'a str> {
        self.definitions().map(|fact| fact.question.as_str()).collect()
    }
}

impl Serialize for Unknown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.definitions().map(|fact| &fact.id))
    }
}

/// The other dates that could be meant. They are put into words only where they are shown: most lists leave them out.
#[derive(Debug)]
pub(super) struct OtherDates<'a> {
    rule: &'a Rule,
    others: Option<&'a Others>,
    vocabulary: &'a Vocabulary,
}

impl<'a> OtherDates<'a> {
    pub(super) fn each(&self) -> impl Iterator<Item = OtherDate<'a>> {
        let readings = self.rule.other_readings.iter().map(|other| Cow::Borrowed(other.text.as_str()));
        let readings = readings.zip(self.others.into_iter().flat_map(|others| others.readings.iter().copied()));
        let words = |start: &EarlierStart| (Cow::Owned(start.words(self.vocabulary)), Some(start.due));
        let earlier = self.others.into_iter().flat_map(|others| &others.earlier);
        readings.chain(earlier.map(words)).map(|(reading, due)| OtherDate { reading, due })
    }
}

impl Serialize for OtherDates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.each())
    }
}

/// Another date that could be meant.
#[derive(Debug, Serialize)]
pub(super) struct OtherDate<'a> {
    pub(super) reading: Cow<'a, str>,
    pub(super) due: Option<Moment>,
}

/// What a deadline runs from.
#[derive(Debug, Serialize)]
pub(super) struct Start<'a> {
    pub(super) event: &'a str,
    pub(super) at: Moment,
}

/// Something to do that has no deadline of its own.
#[derive(Debug, Serialize)]
pub(super) struct ToDoRow<'a> {
    #[serde(flatten)]
    pub(super) key: Key<'a>,
    /// The code of the check that finds it.
    pub(super) code: &'a str,
    pub(super) severity: Severity,
    pub(super) message: &'a str,
    #[serde(rename = "do")]
    pub(super) action: Option<&'a str>,
    pub(super) since: Option<Moment>,
    /// It heads the list, for text.
    #[serde(skip)]
    pub(super) is_first: bool,
}

/// What is to be done, in the order in which it is listed. As with deadlines, a row is put together where it is shown.
#[derive(Debug)]
pub(super) struct ToDoList<'a>(Vec<(&'a CaseAgenda, &'a ToDo, RuleIndex)>);

impl<'a> ToDoList<'a> {
    /// Everything that a rule asks for: what comes first, then by how much it matters.
    pub(super) fn of(agenda: &'a Agenda) -> Self {
        let each = agenda.cases().flat_map(|case| case.to_do.iter().map(move |to_do| (case, to_do)));
        let mut each: Vec<_> = each.filter_map(|(case, to_do)| Some((case, to_do, to_do.rule?))).collect();
        // Mostly they come in the order of the references, then of the protocol's own files, and ties keep it.
        each.sort_by_key(|(case, _, rule)| (&*case.reference, *rule));
        each.sort_by_key(|(_, to_do, _)| (!to_do.is_first, to_do.severity));
        Self(each)
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &'a ToDo> + '_ {
        self.0.iter().map(|(_, to_do, _)| *to_do)
    }

    /// Keeps what comes first.
    pub(super) fn keep_first(&mut self) {
        self.0.retain(|(_, to_do, _)| to_do.is_first);
    }

    /// How many there are, and how many of them come first.
    pub(super) fn len(&self) -> (usize, usize) {
        (self.0.len(), self.0.partition_point(|(_, to_do, _)| to_do.is_first))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = ToDoRow<'a>> + '_ {
        self.part(0..self.0.len())
    }

    /// The rows at some places.
    pub(super) fn part(&self, places: Range<usize>) -> impl Iterator<Item = ToDoRow<'a>> + '_ {
        self.0[places].iter().map(|(case, to_do, rule)| ToDoRow {
            key: key(case, case.protocol.rule(*rule), rule.0),
            code: &to_do.code,
            severity: to_do.severity,
            message: &to_do.message,
            action: to_do.remedy.as_deref(),
            since: to_do.since,
            is_first: to_do.is_first,
        })
    }
}

impl Serialize for ToDoList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows())
    }
}

#[derive(Debug, Serialize)]
pub(super) struct TellRow<'a> {
    #[serde(flatten)]
    pub(super) key: Key<'a>,
    pub(super) rank: u8,
    pub(super) who: &'a str,
    #[serde(rename = "do")]
    pub(super) action: &'a str,
    pub(super) tell: &'a [Arc<str>],
    pub(super) since: Option<Moment>,
    /// Reached and not recorded as done: `yjs check` calls it a breach.
    pub(super) severity: Option<Severity>,
    /// The child has been back for so long that it comes after what is current.
    #[serde(skip)]
    pub(super) is_old: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct AheadRow<'a> {
    #[serde(flatten)]
    pub(super) key: Key<'a>,
    pub(super) missing_days: u32,
    pub(super) at: Moment,
    pub(super) who: &'a str,
}

impl<'a> Key<'a> {
    pub(super) fn last(&self) -> (&'a str, u16) {
        (self.case, self.order)
    }
}

pub(super) fn key<'a>(case: &'a CaseAgenda, rule: &'a Rule, order: u16) -> Key<'a> {
    Key {
        case: &case.reference,
        worker: case.worker.as_deref(),
        protocol: &case.protocol.id,
        rule: &rule.id,
        clause: &rule.clause,
        title: &rule.title,
        order,
    }
}

/// The last working day before a due date that is none, and whether the date is provisional.
pub(super) fn margin(case: &CaseAgenda, owed: &Owed) -> (Option<NaiveDate>, bool) {
    let protocol = owed.protocol(&case.protocol);
    let reckoned = clock(protocol.rule(owed.rule)).zip(owed.standing.start).zip(owed.standing.due);
    reckoned.map_or((None, false), |((clock, start), due)| {
        span::margin(clock.within, start.at, due, BankHolidays::published())
    })
}

/// The first day of a window.
fn opens(case: &CaseAgenda, owed: &Owed) -> Option<NaiveDate> {
    let clock = clock(owed.protocol(&case.protocol).rule(owed.rule))?;
    deadline::opens(clock, owed.standing.start?.at).ok().flatten().map(Moment::date)
}

/// Whether a window is open, and what it is for is not due yet.
pub(super) fn is_in_window(case: &CaseAgenda, owed: &Owed, today: NaiveDate) -> bool {
    owed.standing.status == Status::Upcoming && opens(case, owed).is_some_and(|opens| opens <= today)
}

fn clock(rule: &Rule) -> Option<&Clock> {
    match &rule.body {
        Body::Clock(clock) => Some(clock),
        _ => None,
    }
}

pub(super) fn row<'a>(case: &'a CaseAgenda, owed: &'a Owed, today: NaiveDate) -> Row<'a> {
    let protocol = owed.protocol(&case.protocol);
    let vocabulary = &protocol.vocabulary;
    let rule = protocol.rule(owed.rule);
    let clock = clock(rule);
    let standing = &owed.standing;
    let due = standing.due;
    let (act_by, provisional) = margin(case, owed);
    let event = |start: &Started| start.event.map(|event| vocabulary.event_definition(event));
    Row {
        key: key(case, rule, owed.rule.0),
        applies: if owed.certain { "yes" } else { "unknown" },
        unknown: Unknown { facts: &owed.ask, vocabulary },
        owner: clock.map_or("", |clock| &clock.owner),
        action: clock.map_or("", |clock| &clock.action),
        start: standing
            .start
            .as_ref()
            .map(|start| Start { event: event(start).map_or("birthday", |event| &event.id), at: start.at }),
        opens: opens(case, owed),
        due,
        act_by,
        edition: protocol.edition_of(rule),
        status: standing.status,
        days_left: due.filter(|_| standing.status != Status::Due).map(|due| (due.date() - today).num_days()),
        met_on: standing.met.map(|met| met.when),
        provisional,
        other_readings: OtherDates { rule, others: owed.others.as_deref(), vocabulary },
        start_words: standing.start.as_ref().map(|start| event(start).map_or("the birthday", |event| &event.title)),
        other_era: owed.era.is_some(),
        within: clock.map(|clock| clock.within),
    }
}

pub(super) fn tell_row<'a>(case: &'a CaseAgenda, tell: &'a Tell) -> TellRow<'a> {
    let rule = case.protocol.rule(tell.rule);
    let escalation = match &rule.body {
        Body::Escalation(escalation) => Some(escalation),
        _ => None,
    };
    TellRow {
        key: key(case, rule, tell.rule.0),
        rank: escalation.map_or(0, |escalation| rank(escalation.urgency)),
        who: escalation.map_or("", |escalation| &escalation.who),
        action: escalation.map_or("", |escalation| &escalation.action),
        tell: &tell.teams,
        since: tell.since,
        severity: tell.is_adverse.then_some(Severity::Breach),
        is_old: tell.is_old,
    }
}

pub(super) fn ahead_row<'a>(case: &'a CaseAgenda, threshold: &Threshold) -> AheadRow<'a> {
    let rule = case.protocol.rule(threshold.rule);
    let who = match &rule.body {
        Body::Escalation(escalation) => &escalation.who,
        _ => "",
    };
    AheadRow {
        key: key(case, rule, threshold.rule.0),
        missing_days: threshold.days,
        at: Moment::Instant(threshold.at),
        who,
    }
}
