//! The rows of the morning list: what each says, and in which order they come.

use crate::calendar::{Amount, BankHolidays, Moment, span};
use crate::domain::agenda::{CaseAgenda, Owed, Tell, ToDo};
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

impl Row<'_> {
    /// Whether its window is open and it is not due yet.
    pub(super) fn is_in_window(&self, today: NaiveDate) -> bool {
        self.status == Status::Upcoming && self.opens.is_some_and(|opens| opens <= today)
    }
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
    others: &'a Others,
    vocabulary: &'a Vocabulary,
}

impl<'a> OtherDates<'a> {
    pub(super) fn each(&self) -> impl Iterator<Item = OtherDate<'a>> {
        let readings = self.rule.other_readings.iter().map(|other| Cow::Borrowed(other.text.as_str()));
        let readings = readings.zip(self.others.readings.iter().copied());
        let words = |start: &EarlierStart| (Cow::Owned(start.words(self.vocabulary)), Some(start.due));
        readings.chain(self.others.earlier.iter().map(words)).map(|(reading, due)| OtherDate { reading, due })
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

pub(super) fn to_do_row<'a>(case: &'a CaseAgenda, to_do: &'a ToDo) -> Option<ToDoRow<'a>> {
    let index = to_do.rule?;
    Some(ToDoRow {
        key: key(case, case.protocol.rule(index), index.0),
        code: &to_do.code,
        severity: to_do.severity,
        message: &to_do.message,
        action: to_do.remedy.as_deref(),
        since: to_do.since,
        is_first: to_do.is_first,
    })
}

#[derive(Debug, Serialize)]
pub(super) struct TellRow<'a> {
    #[serde(flatten)]
    pub(super) key: Key<'a>,
    pub(super) rank: u8,
    pub(super) who: &'a str,
    #[serde(rename = "do")]
    pub(super) action: &'a str,
    pub(super) tell: &'a [String],
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
        opens: clock
            .zip(standing.start)
            .and_then(|(clock, start)| deadline::opens(clock, start.at).ok().flatten())
            .map(Moment::date),
        due,
        act_by,
        edition: protocol.edition_of(rule),
        status: standing.status,
        days_left: due.filter(|_| standing.status != Status::Due).map(|due| (due.date() - today).num_days()),
        met_on: standing.met.map(|met| met.when),
        provisional,
        other_readings: OtherDates { rule, others: &owed.others, vocabulary },
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
