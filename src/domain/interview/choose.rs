//! From what is worth asking to what is asked at once, in order.

use super::relevance::{self, Relevance, Tier, Worth};
use super::screen::{Group, Item, Screen, Several};
use super::state::Interview;
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::Body;
use crate::protocol::vocabulary::{FactKind, TopicIndex};
use std::collections::{BTreeMap, BTreeSet};

/// A screen worth showing, and what hangs on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What to ask.
    pub screen: Screen,
    /// The undecided rules that it can decide, the weightiest items' first.
    pub rules: Vec<RuleIndex>,
    /// Whether it comes early because the vocabulary says so, not because most hangs on it.
    pub by_order: bool,
}

/// What rows of one screen share, or the single item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Rows(Group),
    Alone(Item),
}

/// Everything still worth asking, in order; with what brings somebody here, where that is asked too.
///
/// # Errors
/// When a date runs off the calendar.
pub(super) fn offers(
    interview: &Interview<'_>,
    assessment: &Assessment<'_>,
    with_scope: bool,
) -> Result<Vec<Offer>, Problem> {
    let case = interview.case();
    let asked = interview.asked();
    let topics = interview.topics(&case);
    let worth = Relevance::new(assessment, &case, &asked, &topics)?.worth();
    let (undecided, untested) = tested(assessment);
    let mut chooser = Chooser { assessment, case: &case, asked: &asked, topics: &topics, worth, undecided, untested };
    let mut offers: Vec<Offer> = Vec::new();
    for event in interview.undated() {
        offers.push(Offer { screen: Screen::Event(event), rules: Vec::new(), by_order: false });
    }
    let grouped = chooser.grouped();
    let scope_asked = interview.entries().iter().any(|entry| entry.screen.is_scope());
    let scope = if scope_asked || !with_scope { Vec::new() } else { chooser.scope() };
    // What is urgent by what was said already comes before what brings somebody here.
    let (first, later): (Vec<_>, Vec<_>) = grouped.into_iter().partition(|(tier, _)| *tier == Tier::Urgent);
    offers.extend(first.into_iter().map(|(_, offer)| offer));
    if !scope.is_empty() {
        let screen = Screen::Several(Several { group: Group::Scope, rows: scope });
        offers.push(Offer { screen, rules: Vec::new(), by_order: true });
    }
    offers.extend(later.into_iter().map(|(_, offer)| offer));
    Ok(offers)
}

struct Chooser<'s, 'a> {
    assessment: &'s Assessment<'a>,
    case: &'s Case,
    asked: &'s BTreeSet<Item>,
    topics: &'s BTreeSet<TopicIndex>,
    worth: BTreeMap<Item, Worth>,
    /// Facts that some undecided rule itself tests.
    undecided: BTreeSet<FactIndex>,
    /// Facts behind concerns that no rule of the protocol tests.
    untested: BTreeSet<FactIndex>,
}

/// The facts that undecided rules test, and the concerns that no rule does.
fn tested(assessment: &Assessment<'_>) -> (BTreeSet<FactIndex>, BTreeSet<FactIndex>) {
    let (mut all, mut undecided) = (BTreeSet::new(), BTreeSet::new());
    for (place, rule) in assessment.protocol().rules.iter().enumerate() {
        let Some(when) = &rule.when else { continue };
        let truth = assessment.truth(RuleIndex(u16::try_from(place).unwrap_or(u16::MAX)));
        let open = truth == Truth::Unknown;
        if let Body::Decision { points_for, points_against, .. } = &rule.body
            && truth != Truth::No
        {
            for (point, _) in points_for.iter().chain(points_against) {
                point.visit(&mut |part| {
                    if let Condition::Fact(fact, _) = part {
                        undecided.insert(*fact);
                    }
                });
            }
        }
        when.visit(&mut |part| {
            if let Condition::Fact(fact, _) = part {
                all.insert(*fact);
                if open {
                    undecided.insert(*fact);
                }
            }
        });
    }
    let concerns = assessment.protocol().vocabulary.concerns.iter().map(|concern| concern.fact);
    (undecided, concerns.filter(|fact| !all.contains(fact)).collect())
}

impl Chooser<'_, '_> {
    /// Screens in the order of asking.
    fn grouped(&mut self) -> Vec<(Tier, Offer)> {
        let levels = relevance::level_flags(self.assessment);
        let top = self.assessment.protocol().levels.iter().map(|level| level.level).max();
        let mut groups: BTreeMap<Key, Vec<Item>> = BTreeMap::new();
        for item in self.worth.keys() {
            groups.entry(self.key(*item, &levels)).or_default().push(*item);
        }
        self.fill_topics(&mut groups, &levels);
        let mut screens: Vec<(Tier, f64, Offer)> = Vec::new();
        for (key, mut rows) in groups {
            rows.sort_by_key(|row| self.first(*row));
            let worth = |item: &Item| self.worth.get(item);
            let mut tier = rows.iter().filter_map(worth).map(|worth| worth.tier).min().unwrap_or(Tier::Asked);
            if let Key::Rows(Group::Level(level)) = key
                && Some(level) == top
            {
                // The highest level before what the practitioner came for, whether or not the vocabulary says so.
                tier = tier.min(Tier::First(u8::MAX));
            }
            // What has just come up is asked about next, also where the protocol is silent on it.
            if let Key::Rows(Group::Topic(topic)) = key
                && self.asked_next().any(|(held, facts)| {
                    held == topic && rows.iter().any(|row| matches!(row, Item::Fact(fact) if facts.contains(fact)))
                })
            {
                tier = tier.min(Tier::Next);
            }
            // Of what is urgent, the question nearest to an answer comes first; else the one that decides most.
            let weight: f64 = if tier == Tier::Urgent {
                rows.iter().filter_map(worth).map(|worth| worth.nearest).fold(0.0, f64::max)
            } else {
                rows.iter().filter_map(worth).map(|worth| worth.weight).sum()
            };
            let mut rules: Vec<RuleIndex> = Vec::new();
            for rule in rows.iter().filter_map(worth).flat_map(|worth| &worth.rules) {
                if !rules.contains(rule) {
                    rules.push(*rule);
                }
            }
            let by_order = matches!(tier, Tier::First(_)) && !matches!(key, Key::Rows(Group::Level(_)));
            screens.push((tier, weight, Offer { screen: screen(key, rows), rules, by_order }));
        }
        screens.sort_by(|left, right| left.0.cmp(&right.0).then(right.1.total_cmp(&left.1)));
        screens.into_iter().map(|(tier, _, offer)| (tier, offer)).collect()
    }

    fn asked_next(&self) -> impl Iterator<Item = (TopicIndex, &[FactIndex])> {
        relevance::asked_next(self.assessment, self.topics)
    }

    fn key(&self, item: Item, levels: &BTreeMap<FactIndex, u8>) -> Key {
        let vocabulary = &self.assessment.protocol().vocabulary;
        match item {
            Item::Fact(fact) => {
                if self.worth.get(&item).is_some_and(|worth| worth.tier == Tier::Next)
                    && let Some((topic, _)) = self.asked_next().find(|(_, facts)| facts.contains(&fact))
                    && vocabulary.fact_definition(fact).kind == FactKind::Flag
                {
                    return Key::Rows(Group::Topic(topic));
                }
                let definition = vocabulary.fact_definition(fact);
                if definition.kind != FactKind::Flag {
                    return Key::Alone(item);
                }
                if let Some(level) = levels.get(&fact) {
                    return Key::Rows(Group::Level(*level));
                }
                if let Some(place) = definition.ask_first {
                    return Key::Rows(Group::Urgent(place));
                }
                match (definition.topic, self.worth.get(&item).and_then(|worth| worth.rules.first())) {
                    (Some(topic), _) => Key::Rows(Group::Topic(topic)),
                    (None, Some(rule)) => Key::Rows(Group::Rule(*rule)),
                    (None, None) => Key::Alone(item),
                }
            }
            Item::Event(event) => vocabulary
                .event_definition(event)
                .topic
                .map_or(Key::Alone(item), |topic| Key::Rows(Group::Topic(topic))),
            Item::Topic(_) => Key::Rows(Group::Scope),
        }
    }

    /// Flags of a topic that is asked about anyway come along: a row costs less than a question later.
    fn fill_topics(&self, groups: &mut BTreeMap<Key, Vec<Item>>, levels: &BTreeMap<FactIndex, u8>) {
        let vocabulary = &self.assessment.protocol().vocabulary;
        for (place, definition) in vocabulary.facts.iter().enumerate() {
            let fact = FactIndex(u16::try_from(place).unwrap_or(u16::MAX));
            let (Some(topic), FactKind::Flag) = (definition.topic, definition.kind) else { continue };
            let item = Item::Fact(fact);
            if definition.ask_first.is_some()
                || levels.contains_key(&fact)
                || self.worth.contains_key(&item)
                || !relevance::is_open(self.assessment, self.asked, fact)
            {
                continue;
            }
            // A concern that no rule tests is still something to say: the answer then names the silence.
            if self.topics.contains(&topic) && self.untested.contains(&fact) {
                groups.entry(Key::Rows(Group::Topic(topic))).or_default().push(item);
            } else if let Some(rows) = groups.get_mut(&Key::Rows(Group::Topic(topic)))
                && rows.iter().any(|row| matches!(row, Item::Fact(_)))
                && self.undecided.contains(&fact)
            {
                rows.push(item);
            }
        }
    }

    /// What the practitioner may have come for, and has not been heard about yet: topics, and what belongs to none.
    fn scope(&self) -> Vec<Item> {
        let vocabulary = &self.assessment.protocol().vocabulary;
        let mut rows: Vec<Item> = Vec::new();
        let levels = relevance::level_flags(self.assessment);
        let used: BTreeSet<EventIndex> = relevance::events_used(self.assessment).into_keys().collect();
        let topics = (0..vocabulary.topics.len()).map(|place| TopicIndex(u16::try_from(place).unwrap_or(u16::MAX)));
        let open: Vec<TopicIndex> = topics.filter(|topic| !self.topics.contains(topic)).collect();
        // What the protocol says something about comes before concerns on which it is silent.
        rows.extend(open.iter().filter(|topic| self.leads_on(**topic, &used)).map(|topic| Item::Topic(*topic)));
        let silent = open.iter().filter(|topic| !self.leads_on(**topic, &used) && self.is_concern(**topic));
        rows.extend(silent.map(|topic| Item::Topic(*topic)));
        let mut facts: Vec<FactIndex> = vocabulary.concerns.iter().map(|concern| concern.fact).collect();
        for (_, rule, truth) in self.assessment.open_rules() {
            if truth == Truth::Unknown && !matches!(rule.body, Body::Level(_) | Body::Indicator { .. }) {
                facts.extend(rule.when.iter().flat_map(own_flags));
            }
        }
        for fact in facts {
            let definition = vocabulary.fact_definition(fact);
            let free = definition.topic.is_none() && definition.ask_first.is_none() && !definition.background;
            let item = Item::Fact(fact);
            if free
                && !levels.contains_key(&fact)
                && !rows.contains(&item)
                && self.case.facts.get(&definition.id).is_none()
                && relevance::is_open(self.assessment, self.asked, fact)
            {
                rows.push(item);
            }
        }
        rows
    }

    /// Whether ticking a topic leads to a question that some rule rests on.
    fn leads_on(&self, topic: TopicIndex, used: &BTreeSet<EventIndex>) -> bool {
        let vocabulary = &self.assessment.protocol().vocabulary;
        self.undecided.iter().any(|fact| self.is_open_in(*fact, topic))
            || used.iter().any(|event| vocabulary.event_definition(*event).topic == Some(topic))
    }

    fn is_concern(&self, topic: TopicIndex) -> bool {
        let concerns = &self.assessment.protocol().vocabulary.concerns;
        concerns.iter().any(|concern| self.is_open_in(concern.fact, topic))
    }

    fn is_open_in(&self, fact: FactIndex, topic: TopicIndex) -> bool {
        self.assessment.protocol().vocabulary.fact_definition(fact).topic == Some(topic)
            && relevance::is_open(self.assessment, self.asked, fact)
    }

    /// Where a row stands among others: asked first, then facts before events, then as the vocabulary has them.
    fn first(&self, item: Item) -> (u8, Item) {
        let place = match item {
            Item::Fact(fact) => self.assessment.protocol().vocabulary.fact_definition(fact).ask_first,
            Item::Event(_) | Item::Topic(_) => None,
        };
        (place.unwrap_or(u8::MAX), item)
    }
}

/// Flags that a condition itself asks to be so.
fn own_flags(condition: &Condition) -> Vec<FactIndex> {
    let mut flags = Vec::new();
    condition.visit(&mut |part| {
        if let Condition::Fact(fact, Test::Is(Value::Flag(true))) = part {
            flags.push(*fact);
        }
    });
    flags
}

/// One row is a question of its own; more are asked together.
fn screen(key: Key, rows: Vec<Item>) -> Screen {
    match (key, rows.as_slice()) {
        (_, [Item::Fact(fact)]) => Screen::Fact(*fact),
        (_, [Item::Event(event)]) => Screen::Event(*event),
        (Key::Rows(group), _) => Screen::Several(Several { group, rows }),
        (Key::Alone(_), _) => Screen::Several(Several { group: Group::Scope, rows }),
    }
}
