//! From what is worth asking to what is asked at once, in order.

use super::relevance::{self, Relevance, Tier};
use super::screen::{Group, Item, Screen, Several};
use super::state::Interview;
use super::weight::stands_at;
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, RuleIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::fact_set::FactSet;
use crate::domain::level::level_of;
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::Body;
use crate::protocol::vocabulary::{FactKind, TopicIndex};
use std::collections::BTreeSet;
use std::ops::Range;

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
pub(super) fn offers(interview: &Interview<'_>, assessment: &Assessment<'_>) -> Result<Vec<Offer>, Problem> {
    let asked = interview.asked();
    let topics = interview.topics(&interview.case());
    let chooser = Chooser::new(assessment, &asked, &topics)?;
    let mut offers: Vec<Offer> = Vec::new();
    for event in interview.undated() {
        offers.push(Offer { screen: Screen::Event(event), rules: Vec::new(), by_order: false });
    }
    let groups = chooser.groups();
    let scope_asked = interview.entries().iter().any(|entry| entry.screen.is_scope());
    let scope = if scope_asked { Vec::new() } else { chooser.scope() };
    // What is urgent by what was said already comes before what brings somebody here.
    let (first, later): (Vec<_>, Vec<_>) = groups.order.iter().partition(|ranked| ranked.tier == Tier::Urgent);
    offers.extend(first.into_iter().map(|ranked| chooser.offer(&groups, ranked)));
    if !scope.is_empty() {
        let screen = Screen::Several(Several { group: Group::Scope, rows: scope });
        offers.push(Offer { screen, rules: Vec::new(), by_order: true });
    }
    offers.extend(later.into_iter().map(|ranked| chooser.offer(&groups, ranked)));
    Ok(offers)
}

/// What to ask about a case as it is recorded, most decisive first, at most so many. Not asked is what brings somebody
/// here, which the case says itself, nor whether something has happened: what is not recorded has not.
///
/// # Errors
/// When a date runs off the calendar.
pub fn offers_on_record(assessment: &Assessment<'_>, most: usize) -> Result<Vec<Offer>, Problem> {
    let (asked, topics) = (BTreeSet::new(), topics_of(&assessment.situation));
    let chooser = Chooser::new(assessment, &asked, &topics)?;
    let groups = chooser.groups();
    let is_fact = |(_, _, item): &(Key, u8, Item)| matches!(item, Item::Fact(_));
    let asks = groups.order.iter().filter(|ranked| groups.rows[ranked.rows.clone()].iter().any(is_fact));
    // What is asked first of somebody on the telephone says little about which case to look into.
    let (early, decisive): (Vec<_>, Vec<_>) = asks.partition(|ranked| ranked.is_by_order());
    let ordered = decisive.into_iter().chain(early).take(most);
    Ok(ordered.map(|ranked| chooser.offer(&groups, ranked)).collect())
}

/// What a case is about, as far as its facts and events show it.
fn topics_of(situation: &Situation<'_>) -> BTreeSet<TopicIndex> {
    let vocabulary = &situation.protocol.vocabulary;
    let facts = situation.given.iter().filter(|(_, value)| *value != Value::Flag(false)).filter_map(|(fact, _)| {
        let definition = vocabulary.fact_definition(*fact);
        definition.topic.filter(|_| !definition.background)
    });
    facts.chain(situation.events.iter().filter_map(|event| vocabulary.event_definition(event.kind).topic)).collect()
}

struct Chooser<'s, 'a> {
    assessment: &'s Assessment<'a>,
    topics: &'s BTreeSet<TopicIndex>,
    relevance: Relevance<'s, 'a>,
    /// Facts that some undecided rule itself tests.
    undecided: FactSet,
    /// By the place of a fact: the highest level above the present one that it can help to establish by being so.
    levels: Vec<Option<u8>>,
}

/// What is asked together.
struct Groups {
    /// Each row under its key, those of one key together, each with its place among them.
    rows: Vec<(Key, u8, Item)>,
    /// The groups, in the order of asking.
    order: Vec<Ranked>,
}

/// A group with what decides its place among others.
struct Ranked {
    tier: Tier,
    weight: f64,
    key: Key,
    rows: Range<usize>,
}

impl Ranked {
    fn is_by_order(&self) -> bool {
        matches!(self.tier, Tier::First(_)) && !matches!(self.key, Key::Rows(Group::Level(_)))
    }
}

impl<'s, 'a> Chooser<'s, 'a> {
    fn new(
        assessment: &'s Assessment<'a>,
        asked: &'s BTreeSet<Item>,
        topics: &'s BTreeSet<TopicIndex>,
    ) -> Result<Self, Problem> {
        let relevance = Relevance::new(assessment, asked, topics)?;
        let reads = assessment.protocol().reads();
        let mut undecided = FactSet::default();
        let mut levels = vec![None; assessment.protocol().vocabulary.facts.len()];
        let stands_at = stands_at(assessment);
        for (index, rule, truth) in assessment.open_rules() {
            let place = usize::from(index.0);
            let mut add = |facts: &FactSet| {
                facts.list().iter().for_each(|fact| {
                    undecided.add(*fact);
                });
            };
            add(&reads.points[place]);
            if truth != Truth::Unknown {
                continue;
            }
            add(&reads.tested[place]);
            if let Some(level) = level_of(&rule.body).filter(|level| Some(*level) > stands_at) {
                for fact in reads.flags[place].list() {
                    let held = &mut levels[usize::from(fact.0)];
                    *held = (*held).max(Some(level));
                }
            }
        }
        Ok(Self { assessment, topics, relevance, undecided, levels })
    }

    /// What is asked together, in the order of asking.
    fn groups(&self) -> Groups {
        let top = self.assessment.protocol().levels.iter().map(|level| level.level).max();
        let mut rows: Vec<(Key, u8, Item)> =
            self.relevance.items().map(|item| (self.key(item), self.first(item), item)).collect();
        self.fill_topics(&mut rows);
        rows.sort_unstable();
        let mut order: Vec<Ranked> = Vec::new();
        for group in rows.chunk_by(|one, other| one.0 == other.0) {
            let start = order.last().map_or(0, |ranked| ranked.rows.end);
            let (key, worth) = (group[0].0, group.iter().filter_map(|(.., item)| self.relevance.worth(*item)));
            let mut tier = worth.clone().map(|worth| worth.tier).min().unwrap_or(Tier::Asked);
            if let Key::Rows(Group::Level(level)) = key
                && Some(level) == top
            {
                // The highest level before what the practitioner came for, whether or not the vocabulary says so.
                tier = tier.min(Tier::First(u8::MAX));
            }
            // What has just come up is asked about next, also where the protocol is silent on it.
            if let Key::Rows(Group::Topic(topic)) = key
                && self.asked_next().any(|(held, facts)| {
                    held == topic
                        && group.iter().any(|(.., row)| matches!(row, Item::Fact(fact) if facts.contains(fact)))
                })
            {
                tier = tier.min(Tier::Next);
            }
            // Of what is urgent, the question nearest to an answer comes first; else the one that decides most.
            let weight: f64 = if tier == Tier::Urgent {
                worth.map(|worth| worth.nearest).fold(0.0, f64::max)
            } else {
                worth.map(|worth| worth.weight).sum()
            };
            order.push(Ranked { tier, weight, key, rows: start..start + group.len() });
        }
        order.sort_by(|left, right| left.tier.cmp(&right.tier).then(right.weight.total_cmp(&left.weight)));
        Groups { rows, order }
    }

    fn offer(&self, groups: &Groups, ranked: &Ranked) -> Offer {
        let rows: Vec<Item> = groups.rows[ranked.rows.clone()].iter().map(|(.., item)| *item).collect();
        let rules = self.relevance.decided_by(&rows);
        Offer { screen: screen(ranked.key, rows), rules, by_order: ranked.is_by_order() }
    }

    fn asked_next(&self) -> impl Iterator<Item = (TopicIndex, &[FactIndex])> {
        relevance::asked_next(self.assessment, self.topics)
    }

    fn key(&self, item: Item) -> Key {
        let vocabulary = &self.assessment.protocol().vocabulary;
        match item {
            Item::Fact(fact) => {
                if self.relevance.worth(item).is_some_and(|worth| worth.tier == Tier::Next)
                    && let Some((topic, _)) = self.asked_next().find(|(_, facts)| facts.contains(&fact))
                    && vocabulary.fact_definition(fact).kind == FactKind::Flag
                {
                    return Key::Rows(Group::Topic(topic));
                }
                let definition = vocabulary.fact_definition(fact);
                if definition.kind != FactKind::Flag {
                    return Key::Alone(item);
                }
                if let Some(level) = self.levels[usize::from(fact.0)] {
                    return Key::Rows(Group::Level(level));
                }
                if let Some(place) = definition.ask_first {
                    return Key::Rows(Group::Urgent(place));
                }
                match (definition.topic, self.relevance.worth(item)) {
                    (Some(topic), _) => Key::Rows(Group::Topic(topic)),
                    (None, Some(worth)) => Key::Rows(Group::Rule(worth.rule)),
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
    fn fill_topics(&self, rows: &mut Vec<(Key, u8, Item)>) {
        let vocabulary = &self.assessment.protocol().vocabulary;
        // The topics about which a fact is asked.
        let mut asked = vec![false; vocabulary.topics.len()];
        for (key, _, item) in &*rows {
            if let (Key::Rows(Group::Topic(topic)), Item::Fact(_)) = (key, item) {
                asked[usize::from(topic.0)] = true;
            }
        }
        for (definition, fact) in vocabulary.facts.iter().zip((0..).map(FactIndex)) {
            let (Some(topic), FactKind::Flag) = (definition.topic, definition.kind) else { continue };
            let item = Item::Fact(fact);
            // A concern that no rule tests is still something to say: the answer then names the silence.
            let is_untested = || self.topics.contains(&topic) && self.relevance.untested().has(fact);
            let is_asked = &mut asked[usize::from(topic.0)];
            if definition.ask_first.is_none()
                && self.levels[usize::from(fact.0)].is_none()
                && self.relevance.worth(item).is_none()
                && ((*is_asked && self.undecided.has(fact)) || is_untested())
                && self.relevance.reach.is_open(fact)
            {
                *is_asked = true;
                rows.push((Key::Rows(Group::Topic(topic)), self.first(item), item));
            }
        }
    }

    /// What the practitioner may have come for, and has not been heard about yet: topics, and what belongs to none.
    fn scope(&self) -> Vec<Item> {
        let vocabulary = &self.assessment.protocol().vocabulary;
        let mut rows: Vec<Item> = Vec::new();
        let topics = (0..vocabulary.topics.len()).map(|place| TopicIndex(u16::try_from(place).unwrap_or(u16::MAX)));
        let open: Vec<TopicIndex> = topics.filter(|topic| !self.topics.contains(topic)).collect();
        // What the protocol says something about comes before concerns on which it is silent.
        rows.extend(open.iter().filter(|topic| self.leads_on(**topic)).map(|topic| Item::Topic(*topic)));
        let silent = open.iter().filter(|topic| !self.leads_on(**topic) && self.is_concern(**topic));
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
                && self.levels[usize::from(fact.0)].is_none()
                && !rows.contains(&item)
                && !self.relevance.said().has(fact)
                && self.relevance.reach.is_open(fact)
            {
                rows.push(item);
            }
        }
        rows
    }

    /// Whether ticking a topic leads to a question that some rule rests on.
    fn leads_on(&self, topic: TopicIndex) -> bool {
        let vocabulary = &self.assessment.protocol().vocabulary;
        let used = &self.assessment.protocol().reads().events;
        self.undecided.list().iter().any(|fact| self.is_open_in(*fact, topic))
            || used.iter().any(|(event, _)| vocabulary.event_definition(*event).topic == Some(topic))
    }

    fn is_concern(&self, topic: TopicIndex) -> bool {
        let concerns = &self.assessment.protocol().vocabulary.concerns;
        concerns.iter().any(|concern| self.is_open_in(concern.fact, topic))
    }

    fn is_open_in(&self, fact: FactIndex, topic: TopicIndex) -> bool {
        self.assessment.protocol().vocabulary.fact_definition(fact).topic == Some(topic)
            && self.relevance.reach.is_open(fact)
    }

    /// Where a row stands among others: asked first, then facts before events, then as the vocabulary has them.
    fn first(&self, item: Item) -> u8 {
        let place = match item {
            Item::Fact(fact) => self.assessment.protocol().vocabulary.fact_definition(fact).ask_first,
            Item::Event(_) | Item::Topic(_) => None,
        };
        place.unwrap_or(u8::MAX)
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
