//! Random cases of the built-in protocols: facts by random picks, so that a shrunk case stays a case, and events.

use super::{at, protocols};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::Index;
use std::fmt;
use std::sync::LazyLock;
use yjs::domain::case::{Case, Event, FactValue};
use yjs::domain::fact::FactIndex;
use yjs::domain::situation::Situation;
use yjs::protocol::Protocol;
use yjs::protocol::vocabulary::{FactDefinition, FactKind};

static PROTOCOLS: LazyLock<Vec<Protocol>> = LazyLock::new(protocols);

/// Numbers around every threshold that a rule may hold.
const NUMBERS: [f64; 19] =
    [0.0, 1.0, 2.0, 3.0, 5.0, 9.0, 10.0, 11.0, 12.0, 13.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0, 89.5, 90.0, 97.0];

/// The present of random cases: the middle of a working day.
pub(crate) fn now() -> DateTime<Utc> {
    at("2026-06-10T10:00:00+01:00")
}

/// A protocol, and what is known.
#[derive(Clone)]
pub(crate) struct Known {
    protocol: usize,
    picks: Vec<(Index, Index)>,
    born: Option<i64>,
}

/// What is known of a child: fewer facts than `most`.
pub(crate) fn known(most: usize) -> impl Strategy<Value = Known> {
    let picks = prop::collection::vec(any::<(Index, Index)>(), 0..most);
    (0..PROTOCOLS.len(), picks, prop::option::of(0_i64..8000)).prop_map(|(protocol, picks, born)| Known {
        protocol,
        picks,
        born,
    })
}

/// The facts that a practitioner may give.
pub(crate) fn givable(protocol: &Protocol) -> Vec<(FactIndex, &FactDefinition)> {
    protocol
        .vocabulary
        .facts
        .iter()
        .enumerate()
        .filter(|(_, fact)| !fact.case_field && (fact.derive.is_none() || fact.given.is_some()))
        .map(|(place, fact)| (FactIndex(u16::try_from(place).expect("a small vocabulary")), fact))
        .collect()
}

/// A value that a fact may have.
pub(crate) fn value(fact: &FactDefinition, pick: &Index) -> FactValue {
    match fact.kind {
        FactKind::Flag => FactValue::Flag(pick.index(2) == 0),
        FactKind::Number => {
            FactValue::Number(pick.get(&NUMBERS).clamp(fact.min.unwrap_or(0.0), fact.max.unwrap_or(f64::MAX)))
        }
        FactKind::Choice => FactValue::Text(pick.get(&fact.choices).clone()),
        FactKind::Date => FactValue::Text("2026-03-02".into()),
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.protocol().id, serde_json::to_string(&self.case()).unwrap_or_default())
    }
}

impl Known {
    pub(crate) fn protocol(&self) -> &'static Protocol {
        &PROTOCOLS[self.protocol]
    }

    /// The case, without events.
    pub(crate) fn case(&self) -> Case {
        let facts = givable(self.protocol());
        let mut case = Case { reference: "YJ-1".into(), ..Case::default() };
        for (which, what) in &self.picks {
            let (_, fact) = which.get(&facts);
            case.facts.set(&fact.id, Some(value(fact, what)));
        }
        case.born = self.born.map(|days| (now().date_naive() - TimeDelta::days(days)).to_string());
        case
    }

    /// The case with these events, but for those that cannot have happened after the others.
    pub(crate) fn case_after(&self, deeds: &[Deed]) -> Case {
        let protocol = self.protocol();
        let mut case = Case { protocol: Some(protocol.id.clone()), ..self.case() };
        let mut deeds: Vec<&Deed> = deeds.iter().collect();
        deeds.sort_by_key(|deed| std::cmp::Reverse((deed.days, deed.hour.map(|hour| 24 - hour))));
        for deed in deeds {
            case.events.push(deed.event(protocol));
            if Situation::new(protocol, &case, now()).is_err() {
                case.events.pop();
            }
        }
        case
    }
}

/// Something that happened, so many days ago.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    kind: Index,
    days: i64,
    hour: Option<i64>,
    team: Option<Index>,
}

/// Mostly of the last weeks, in which most deadlines run.
pub(crate) fn deed() -> impl Strategy<Value = Deed> {
    let days = prop_oneof![4 => 0_i64..25, 2 => 25_i64..200, 1 => 200_i64..700];
    let hour = prop::option::of(0_i64..24);
    (any::<Index>(), days, hour, prop::option::of(any::<Index>())).prop_map(|(kind, days, hour, team)| Deed {
        kind,
        days,
        hour,
        team,
    })
}

impl Deed {
    fn event(&self, protocol: &Protocol) -> Event {
        let day = now().date_naive() - TimeDelta::days(self.days);
        Event {
            kind: self.kind.get(&protocol.vocabulary.events).id.clone(),
            on: self.hour.is_none().then(|| day.to_string()),
            at: self.hour.map(|hour| format!("{day}T{hour:02}:30:00")),
            to: self.team.as_ref().map(|team| team.get(&protocol.teams).id.clone()),
            ..Event::default()
        }
    }
}

/// How many facts the larger vocabulary has.
pub(crate) fn most_facts() -> usize {
    PROTOCOLS.iter().map(|protocol| protocol.vocabulary.facts.len()).max().unwrap_or_default()
}

/// A date, or a date and time.
pub(crate) type When = (Option<String>, Option<String>);

/// A date or a time as anybody may write it, possible or not.
pub(crate) fn moment() -> impl Strategy<Value = When> {
    let date =
        (2005_i32..2032, 1_u32..14, 1_u32..33).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let recent = (-5_i64..800).prop_map(|days| (now().date_naive() - TimeDelta::days(days)).to_string());
    let time = (0_u32..25, 0_u32..61, prop::sample::select(vec!["", "Z", "+01:00", "+00:00", "-11:30"]))
        .prop_map(|(hour, minute, offset)| format!("T{hour:02}:{minute:02}:00{offset}"));
    let day = prop_oneof![4 => recent, 1 => date];
    (day, prop::option::of(time)).prop_map(|(day, time)| match time {
        Some(time) => (None, Some(day + &time)),
        None => (Some(day), None),
    })
}

/// Events of any kind at those times.
pub(crate) fn events(protocol: &Protocol, given: &[(Index, When)]) -> Vec<Event> {
    given
        .iter()
        .map(|(which, (on, at))| Event {
            kind: which.get(&protocol.vocabulary.events).id.clone(),
            on: on.clone(),
            at: at.clone(),
            ..Event::default()
        })
        .collect()
}
