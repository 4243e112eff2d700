//! The vocabulary, compiled: the common words first, then the protocol's own.

use super::load::{At, Loader};
use super::names::NotCovered;
use super::raw;
use super::read::Places;
use super::vocabulary::{
    Closing, Concern, Conversation, Derive, EventDefinition, FactDefinition, FactKind, MissingEvents, Reading, Topic,
    TopicIndex, Vocabulary, Window,
};
use super::{Contact, Team};
use crate::domain::case::FactValue;
use crate::domain::condition::EventIndex;
use crate::domain::fact::{FactIndex, Value};
use crate::problem::nearest;

const FILE: &str = "vocabulary.json";

/// Compiles both vocabularies into one.
pub(super) fn compile(
    loader: &mut Loader<'_>,
    protocol: &str,
    common: &raw::Vocabulary<'_>,
    own: &raw::Vocabulary<'_>,
    places: &Places,
) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    // Only the protocol's own words have a place to show: the common ones are built in, and tested.
    let (common_facts, common_events, common_topics) = (common.facts.len(), common.events.len(), common.topics.len());
    let (common_concerns, common_readings) = (common.concerns.len(), common.readings.len());
    let own_place = |list: &str, place: usize, common: usize| places.of(list, place.saturating_sub(common));
    let top = At::top(FILE);
    let (fact_list, event_list, topic_list) = (top.key("facts"), top.key("events"), top.key("topics"));
    for (place, topic) in common.topics.iter().chain(&own.topics).enumerate() {
        if vocabulary.topic(&topic.id).is_some() {
            duplicate(loader, topic_list.item(own_place("topics", place, common_topics)), &topic.id);
        }
        vocabulary.topics.push(Topic { id: topic.id.owned(), title: topic.title.owned() });
    }
    let facts: Vec<&raw::Fact<'_>> = common.facts.iter().chain(&own.facts).collect();
    let events: Vec<&raw::Event<'_>> = common.events.iter().chain(&own.events).collect();
    vocabulary.facts.reserve(facts.len());
    for (place, fact) in facts.iter().enumerate() {
        let index = FactIndex(u16::try_from(place).unwrap_or(u16::MAX));
        if vocabulary.fact_index.insert(fact.id.as_ref().into(), index).is_some() {
            duplicate(loader, fact_list.item(own_place("facts", place, common_facts)), &fact.id);
        }
    }
    for (place, event) in events.iter().enumerate() {
        let index = EventIndex(u16::try_from(place).unwrap_or(u16::MAX));
        if vocabulary.event_index.insert(event.id.as_ref().into(), index).is_some() {
            duplicate(loader, event_list.item(own_place("events", place, common_events)), &event.id);
        }
    }
    vocabulary.events = events
        .into_iter()
        .enumerate()
        .map(|(place, event)| {
            let at = event_list.item(own_place("events", place, common_events)).named(&event.id);
            let ends = event.ends.as_ref().and_then(|id| find_event(loader, &vocabulary, at.key("ends"), id));
            let others = event.also_ends.iter().enumerate();
            let list = at.key("also_ends");
            let also_ends =
                others.filter_map(|(place, id)| find_event(loader, &vocabulary, list.item(place), id)).collect();
            let topic = event.topic.as_ref().and_then(|id| find_topic(loader, &vocabulary, at.key("topic"), id));
            let (id, title, by) = (event.id.owned(), event.title.owned(), owned(&event.by));
            let synonyms = owned(&event.synonyms);
            EventDefinition { id, title, synonyms, ends, also_ends, needs_start: event.needs_start, topic, by }
        })
        .collect();
    let some = |word: &Option<raw::Word<'_>>| word.as_ref().map(raw::Word::owned);
    for (place, fact) in facts.iter().enumerate() {
        let at = fact_list.item(own_place("facts", place, common_facts)).named(&fact.id);
        let topic = fact.topic.as_ref().and_then(|id| find_topic(loader, &vocabulary, at.key("topic"), id));
        if fact.kind == raw::FactKind::Choice && fact.choices.is_empty() {
            loader.fault(at.key("choices"), "no-values", format!("`{}` has no choices", &*fact.id), None);
        }
        for name in fact.choice_words.keys().filter(|name| !fact.choices.iter().any(|choice| **choice == **name)) {
            let message = format!("`{name}` is no choice of `{}`", &*fact.id);
            loader.fault(at.key("choice_words"), "impossible-value", message, None);
        }
        if let (Some(min), Some(max)) = (fact.min, fact.max)
            && min > max
        {
            let message = format!("`{}` is at least {min} and at most {max}", &*fact.id);
            loader.fault(at.key("min"), "no-values", message, None);
        }
        vocabulary.facts.push(FactDefinition {
            id: fact.id.owned(),
            kind: match fact.kind {
                raw::FactKind::Flag => FactKind::Flag,
                raw::FactKind::Number => FactKind::Number,
                raw::FactKind::Choice => FactKind::Choice,
                raw::FactKind::Date => FactKind::Date,
            },
            synonyms: owned(&fact.synonyms),
            question: fact.question.owned(),
            help: some(&fact.help),
            unit: some(&fact.unit),
            min: fact.min,
            max: fact.max,
            choices: owned(&fact.choices),
            choice_words: fact.choices.iter().map(|choice| choice_words(fact, choice)).collect(),
            case_field: fact.case_field,
            derive: None,
            given: fact.given,
            how: some(&fact.how),
            settled_by: Vec::new(),
            ask_first: fact.ask_first,
            label: some(&fact.label),
            topic,
            background: fact.background,
            grave: fact.grave,
        });
    }
    // Choices are needed before the methods that name a choice can be compiled.
    for (place, fact) in facts.iter().enumerate() {
        let at = fact_list.item(own_place("facts", place, common_facts)).named(&fact.id);
        let derive = fact.derive.clone().and_then(|method| derive(loader, &vocabulary, at.key("derive"), method));
        let list = at.key("settled_by");
        let settled = fact.settled_by.iter().enumerate();
        let settled_by =
            settled.filter_map(|(place, other)| find_fact(loader, &vocabulary, list.item(place), other)).collect();
        vocabulary.derived.extend(derive.is_some().then(|| FactIndex(u16::try_from(place).unwrap_or(u16::MAX))));
        vocabulary.facts[place].derive = derive;
        vocabulary.facts[place].settled_by = settled_by;
    }
    for (place, concern) in common.concerns.iter().chain(&own.concerns).enumerate() {
        let list = top.key("concerns");
        let at = list.item(own_place("concerns", place, common_concerns)).named(&concern.id);
        let fact = match &concern.fact {
            raw::ConcernFact::One(id) => Some(id.clone()),
            raw::ConcernFact::ByProtocol(by) => by.get(protocol).or_else(|| by.values().next()).cloned(),
        };
        if let Some(fact) = fact.and_then(|id| find_fact(loader, &vocabulary, at.key("fact"), &id)) {
            let (id, title, synonyms) = (concern.id.owned(), concern.title.owned(), owned(&concern.synonyms));
            vocabulary.concerns.push(Concern { id, title, synonyms, fact });
        }
    }
    let not_covered = common.not_covered.iter().chain(&own.not_covered).cloned();
    vocabulary.not_covered = not_covered
        .map(|raw::NotCovered { title, synonyms, nearest }| NotCovered { title, synonyms, nearest })
        .collect();
    let outcomes = common.outcomes.iter().chain(&own.outcomes);
    vocabulary.outcomes = outcomes.map(|one| (one.id.owned(), one.title.owned())).collect();
    for (place, reading) in common.readings.iter().chain(&own.readings).enumerate() {
        let list = top.key("readings");
        let at = list.item(own_place("readings", place, common_readings)).named(&reading.id);
        let window = match reading.window.as_ref() {
            "same_month" => Some(Window::SameMonth),
            text => loader.amount(at.key("window"), text).map(Window::Within),
        };
        if let Some(window) = window {
            vocabulary.readings.push(Reading { id: reading.id.owned(), title: reading.title.owned(), window });
        }
    }
    let missing = own.missing.as_ref().or(common.missing.as_ref());
    vocabulary.missing = missing.and_then(|named| missing_events(loader, &vocabulary, top.key("missing"), named));
    let old = [&own.missing, &common.missing].into_iter().flatten().find_map(|named| named.old_after_return);
    vocabulary.old_after_return = old;
    // A child who is said to be missing is shown so unless a protocol says otherwise itself.
    let said_by = [&own.missing, &common.missing].into_iter().flatten().find_map(|named| named.said_by.as_deref());
    let at = top.key("missing");
    let said = said_by.unwrap_or_default().iter().enumerate().filter_map(|(place, raw::FactIs { fact, is })| {
        fact_is(loader, &vocabulary, at.key("said_by").item(place), fact, Some(is))
    });
    vocabulary.said_missing = said.collect();
    let closing = own.closing.as_ref().or(common.closing.as_ref());
    let safety = own.safety.as_ref().or(common.safety.as_ref());
    vocabulary.safety = safety.and_then(|fact| find_fact(loader, &vocabulary, top.key("safety"), fact));
    vocabulary.plain_no = common.plain_no.iter().chain(&own.plain_no).cloned().collect();
    let answers = if own.referral_answered_by.is_empty() { common } else { own };
    let list = top.key("referral_answered_by");
    let answered = answers.referral_answered_by.iter().enumerate();
    vocabulary.referral_answered_by =
        answered.filter_map(|(place, id)| find_event(loader, &vocabulary, list.item(place), id)).collect();
    vocabulary.closing = closing.and_then(|named| closing_events(loader, &vocabulary, top.key("closing"), named));
    if let Some(named) = own.conversation.as_ref().or(common.conversation.as_ref()) {
        vocabulary.conversation = conversation(loader, &vocabulary, top.key("conversation"), named);
    }
    vocabulary
}

fn missing_events(
    loader: &mut Loader<'_>,
    vocabulary: &Vocabulary,
    at: At<'_>,
    named: &raw::MissingEvents,
) -> Option<MissingEvents> {
    let lost = find_event(loader, vocabulary, at.key("lost"), &named.lost);
    let located = find_event(loader, vocabulary, at.key("located"), &named.located);
    let confirmed = find_event(loader, vocabulary, at.key("confirmed"), &named.confirmed);
    Some(MissingEvents { lost: lost?, located: located?, confirmed: confirmed? })
}

fn closing_events(
    loader: &mut Loader<'_>,
    vocabulary: &Vocabulary,
    at: At<'_>,
    named: &raw::Closing,
) -> Option<Closing> {
    let opened = find_event(loader, vocabulary, at.key("opened"), &named.opened);
    let closed = find_event(loader, vocabulary, at.key("closed"), &named.closed);
    if opened.is_some() && opened == closed {
        let message = format!("`{}` cannot both open a case and close it", named.closed);
        let hint = Some("name the event that closes a case: every case would be taken for closed".to_owned());
        loader.fault(at.key("closed"), "impossible-value", message, hint);
    }
    let proposed = named.proposed.as_ref().and_then(|fact| {
        let found = find_fact(loader, vocabulary, at.key("proposed"), fact)?;
        let definition = vocabulary.fact_definition(found);
        if definition.kind != FactKind::Flag || definition.derive.is_some() || definition.case_field {
            let message = format!("`{fact}` is no fact that a case can be given as yes or no");
            loader.fault(at.key("proposed"), "impossible-value", message, Some("name a fact of type flag".to_owned()));
        }
        Some(found)
    });
    Some(Closing { opened: opened?, closed: closed?, proposed })
}

fn conversation(
    loader: &mut Loader<'_>,
    vocabulary: &Vocabulary,
    at: At<'_>,
    named: &raw::Conversation,
) -> Conversation {
    let emergency = named.emergency.as_ref().and_then(|id| {
        let fact = find_fact(loader, vocabulary, at.key("emergency"), id)?;
        let is_flag = vocabulary.fact_definition(fact).kind == FactKind::Flag;
        if !is_flag {
            let hint = Some("name a fact of type flag".to_owned());
            loader.fault(at.key("emergency"), "impossible-value", format!("`{id}` cannot be yes or no"), hint);
        }
        is_flag.then_some(fact)
    });
    let list = at.key("assumed");
    let assumed = named.assumed.iter().enumerate().filter_map(|(place, raw::FactIs { fact, is })| {
        let (fact, _) = fact_is(loader, vocabulary, list.item(place), fact, Some(is))?;
        Some((fact, is.clone()))
    });
    let assumed = assumed.collect();
    let at = at.key("ask_next");
    let mut ask_next = Vec::new();
    for (topic, facts) in &named.ask_next {
        let at = at.key(topic);
        let facts: Vec<FactIndex> = facts
            .iter()
            .enumerate()
            .filter_map(|(place, fact)| find_fact(loader, vocabulary, at.item(place), fact))
            .collect();
        ask_next.extend(find_topic(loader, vocabulary, at, topic).map(|topic| (topic, facts)));
    }
    Conversation { emergency, assumed, ask_next }
}

fn owned(words: &[raw::Word<'_>]) -> Vec<String> {
    words.iter().map(raw::Word::owned).collect()
}

fn duplicate(loader: &mut Loader<'_>, at: At<'_>, id: &str) {
    let hint = Some("give it a name that neither vocabulary has, or leave it out to use the common one".to_owned());
    loader.fault(at.named(id).key("id"), "duplicate-id", format!("`{id}` is declared twice"), hint);
}

fn find_fact(loader: &mut Loader<'_>, vocabulary: &Vocabulary, at: At<'_>, id: &str) -> Option<FactIndex> {
    let found = vocabulary.fact(id);
    if found.is_none() {
        let near = nearest(id, vocabulary.fact_index.keys().map(AsRef::as_ref));
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        loader.fault(at, "unknown-fact", format!("no fact is called `{id}`"), hint);
    }
    found
}

fn find_topic(loader: &mut Loader<'_>, vocabulary: &Vocabulary, at: At<'_>, id: &str) -> Option<TopicIndex> {
    let found = vocabulary.topic(id);
    if found.is_none() {
        let near = nearest(id, vocabulary.topics.iter().map(|topic| topic.id.as_str()));
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        loader.fault(at, "unknown-topic", format!("no topic is called `{id}`"), hint);
    }
    found
}

fn find_event(loader: &mut Loader<'_>, vocabulary: &Vocabulary, at: At<'_>, id: &str) -> Option<EventIndex> {
    let found = vocabulary.event(id);
    if found.is_none() {
        let near = nearest(id, vocabulary.event_index.keys().map(AsRef::as_ref));
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        loader.fault(at, "unknown-event", format!("no event is called `{id}`"), hint);
    }
    found
}

/// A fact and a value that it can have.
fn fact_is(
    loader: &mut Loader<'_>,
    vocabulary: &Vocabulary,
    at: At<'_>,
    fact: &str,
    wanted: Option<&FactValue>,
) -> Option<(FactIndex, Value)> {
    let fact = find_fact(loader, vocabulary, at.key("fact"), fact)?;
    let definition = vocabulary.fact_definition(fact);
    let value = wanted.and_then(|value| definition.read(value).ok());
    if value.is_none() {
        let message = format!("`{}` cannot have this value", definition.id);
        loader.fault(at.key("is"), "impossible-value", message, Some(definition.expects()));
    }
    Some((fact, value?))
}

fn derive(loader: &mut Loader<'_>, vocabulary: &Vocabulary, at: At<'_>, method: raw::Derive) -> Option<Derive> {
    Some(match method {
        raw::Derive::Age => Derive::Age,
        raw::Derive::OutOfHours { days, from, to } => {
            const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
            let minutes = |text: &str| -> Option<u32> {
                let (hours, minutes) = text.split_once(':')?;
                Some(hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?)
            };
            let (Some(from), Some(to)) = (minutes(&from), minutes(&to)) else {
                let hint = Some("give times such as 09:00".to_owned());
                let wrong = if minutes(&from).is_none() { ("from", from) } else { ("to", to) };
                loader.fault(at.key(wrong.0), "bad-hours", format!("`{}` is no time of day", wrong.1), hint);
                return None;
            };
            Derive::OutOfHours { days: DAYS.map(|day| days.iter().any(|named| named == day)), from, to }
        }
        raw::Derive::LatestOf { opens, closes, otherwise } => Derive::LatestOf {
            opens: find_event(loader, vocabulary, at.key("opens"), &opens)?,
            closes: find_event(loader, vocabulary, at.key("closes"), &closes)?,
            otherwise: match otherwise {
                None => None,
                Some(json) => {
                    let fact = json.get("fact").and_then(|fact| fact.as_str()).unwrap_or_default();
                    let wanted: Option<FactValue> =
                        json.get("is").and_then(|value| serde_json::from_value(value.clone()).ok());
                    Some(fact_is(loader, vocabulary, at.key("otherwise"), fact, wanted.as_ref())?)
                }
            },
        },
        raw::Derive::Both { of } => {
            let list = at.key("of");
            let each = of.iter().enumerate();
            Derive::Both(each.filter_map(|(place, id)| find_fact(loader, vocabulary, list.item(place), id)).collect())
        }
        raw::Derive::AgeWhileBelow { below } => Derive::AgeWhileBelow(f64::from(below)),
        raw::Derive::DaysInSpells { starts, ends, from_birthday } => Derive::DaysInSpells {
            starts: find_event(loader, vocabulary, at.key("starts"), &starts)?,
            ends: find_event(loader, vocabulary, at.key("ends"), &ends)?,
            from_birthday,
        },
        raw::Derive::MissingNow => Derive::MissingNow,
        raw::Derive::MissingDays => Derive::MissingDays,
        raw::Derive::MissingDaysPolice => Derive::MissingDaysPolice,
        raw::Derive::ClosedWhileBoth { opens, closes } => {
            let (open_list, close_list) = (at.key("opens"), at.key("closes"));
            let pairs = opens.iter().zip(&closes).enumerate();
            Derive::ClosedWhileBoth(
                pairs
                    .filter_map(|(place, (opens, closes))| {
                        let opens = find_event(loader, vocabulary, open_list.item(place), opens)?;
                        Some((opens, find_event(loader, vocabulary, close_list.item(place), closes)?))
                    })
                    .collect(),
            )
        }
        raw::Derive::MissingEpisodes { within_days } => Derive::MissingEpisodes(within_days),
        raw::Derive::DaysSinceLastMissing => Derive::DaysSinceLastMissing,
        raw::Derive::KnownUnlessMissing => Derive::KnownUnlessMissing,
        raw::Derive::WellbeingConfirmed => Derive::WellbeingConfirmed,
    })
}

/// A team as its directory declares it.
pub(super) fn team(raw: raw::Team) -> Team {
    let contacts = raw
        .contacts
        .into_iter()
        .map(|contact| Contact {
            kind: contact.kind,
            value: contact.value,
            clause: contact.clause,
            hours: contact.hours,
            serves: contact.serves,
            note: contact.note,
            emergency: contact.emergency,
            checked: None,
            checked_by: None,
            overridden: None,
        })
        .collect();
    Team { id: raw.id, title: raw.title, synonyms: raw.synonyms, note: raw.note, contacts }
}

/// What a person reads for a choice: its own words, or its name without underscores.
fn choice_words(fact: &raw::Fact<'_>, choice: &str) -> String {
    fact.choice_words.get(choice).cloned().unwrap_or_else(|| choice.replace('_', " "))
}
