//! From what the domain asks to the words on the screen. The questions are the vocabulary's; only what frames them is
//! written here.

use crate::cli::prompt::{Mark, Question, Row};
use crate::domain::case::FactValue;
use crate::domain::condition::RuleIndex;
use crate::domain::fact::FactIndex;
use crate::domain::interview::{Answer, Entry, Group, Item, Offer, Screen, Several, Time};
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{FactDefinition, FactKind};
use crate::render::{Line, Page};
use crate::report::sections::words;

/// How many rules help names.
const SHOWN: usize = 6;

/// A screen in words.
pub(super) struct Wording<'a> {
    pub(super) protocol: &'a Protocol,
}

impl Wording<'_> {
    /// What a screen asks, in one sentence.
    pub(super) fn title(&self, screen: &Screen) -> String {
        let vocabulary = &self.protocol.vocabulary;
        match screen {
            Screen::Fact(fact) => vocabulary.fact_definition(*fact).question.clone(),
            Screen::Event(event) => format!("{}: when did that happen?", vocabulary.event_definition(*event).title),
            Screen::Several(several) => match several.group {
                Group::Urgent(_) if several.rows.len() == 2 => "Is either of these happening now?".into(),
                Group::Urgent(_) => "Are any of these happening now?".into(),
                Group::Scope => "What brings you here?".into(),
                Group::Level(level) => {
                    let name = self.protocol.level_name(level).unwrap_or_default();
                    format!("Which of these apply? They can point to level {level} ({name}).")
                }
                Group::Topic(topic) => {
                    format!("{}: which of these apply?", vocabulary.topic_definition(topic).title)
                }
                Group::Rule(rule) => format!("{}: which of these apply?", self.protocol.rule(rule).title),
            },
        }
    }

    /// A screen as it is asked: its place in the conversation, the question, its answers, and help.
    pub(super) fn question(&self, offer: &Offer, status: &str, before: Option<&Answer>) -> Question {
        let screen = &offer.screen;
        let mut above = Page::new();
        above.paragraph(Line::new().faint(status));
        above.paragraph(Line::new().strong(self.title(screen)));
        // A question that stands alone says what hangs on it; rows under a heading are plain from the heading.
        if let (Screen::Fact(_), Some(rule), false) = (screen, offer.rules.first(), offer.by_order) {
            let rule = self.protocol.rule(*rule);
            above.paragraph(Line::new().faint(format!("Why we ask: {} [{}].", rule.title, rule.clause)));
        }
        let mut question = Question { above, help: self.help(offer), in_conversation: true, ..Question::default() };
        match screen {
            Screen::Fact(fact) => {
                let definition = self.protocol.vocabulary.fact_definition(*fact);
                if let Some(help) = &definition.help {
                    question.above.paragraph(Line::new().faint(help.as_str()));
                }
                if matches!(definition.kind, FactKind::Number | FactKind::Date) {
                    question.above.paragraph(Line::new().faint(hint(definition)));
                }
                question.rows = value_rows(definition, before);
            }
            Screen::Event(_) => {
                question.above.paragraph(Line::new().faint(
                    "Give a date or time: 2026-03-02, 2026-03-02T16:30, yesterday 16:30 or -3d. If it happened more \
                     than once, separate the dates with a semicolon. Without a date it cannot be recorded.",
                ));
            }
            Screen::Several(several) => {
                question.by_words = several.group == Group::Scope;
                if question.by_words {
                    question
                        .above
                        .paragraph(Line::new().faint("Choose everything that applies; the questions follow from it."));
                }
                question.many = true;
                question.none = none(several).into();
                question.rows = several.rows.iter().map(|item| self.row(*item, before)).collect();
            }
        }
        question
    }

    fn row(&self, item: Item, before: Option<&Answer>) -> Row {
        let vocabulary = &self.protocol.vocabulary;
        let mark = match before {
            Some(Answer::Rows { yes, .. }) if yes.contains(&item) => Mark::Yes,
            Some(Answer::Rows { no, .. }) if no.contains(&item) => Mark::No,
            _ => Mark::Open,
        };
        let keywords = match item {
            Item::Topic(topic) => self.keywords(topic),
            Item::Fact(fact) => self.searched(fact),
            Item::Event(event) => vocabulary.event_definition(event).synonyms.join(" "),
        };
        let help = match item {
            Item::Fact(fact) => {
                let definition = vocabulary.fact_definition(fact);
                let help = definition.help.clone().unwrap_or_default();
                format!("{} {help}", definition.question).trim().to_owned()
            }
            Item::Event(_) => "If it happened, you will be asked when.".into(),
            Item::Topic(_) => String::new(),
        };
        Row { label: self.label(item), keywords, help, mark, ..Row::default() }
    }

    /// What a topic is about, so that a search finds it by its parts.
    fn keywords(&self, topic: crate::protocol::vocabulary::TopicIndex) -> String {
        let vocabulary = &self.protocol.vocabulary;
        let facts = (0..).map(FactIndex).take(vocabulary.facts.len());
        let facts = facts.filter(|fact| vocabulary.fact_definition(*fact).topic == Some(topic));
        let events = vocabulary.events.iter().filter(|event| event.topic == Some(topic));
        let events = events.map(|event| format!("{} {}", event.title, event.synonyms.join(" ")));
        facts.map(|fact| self.searched(fact)).chain(events).collect::<Vec<_>>().join(" ")
    }

    /// What a fact is found by, beside its label: its question, and what people call it.
    fn searched(&self, fact: FactIndex) -> String {
        let vocabulary = &self.protocol.vocabulary;
        let definition = vocabulary.fact_definition(fact);
        let concerns = vocabulary.concerns.iter().filter(|concern| concern.fact == fact);
        let synonyms = definition.synonyms.iter().chain(concerns.flat_map(|concern| &concern.synonyms));
        let words: Vec<&str> = std::iter::once(&definition.question).chain(synonyms).map(String::as_str).collect();
        words.join(" ")
    }

    /// A row's words.
    pub(super) fn label(&self, item: Item) -> String {
        let vocabulary = &self.protocol.vocabulary;
        match item {
            Item::Fact(fact) => {
                let definition = vocabulary.fact_definition(fact);
                definition.label.clone().unwrap_or_else(|| definition.question.clone())
            }
            Item::Event(event) => format!("{} (you will be asked when)", vocabulary.event_definition(event).title),
            Item::Topic(topic) => vocabulary.topic_definition(topic).title.clone(),
        }
    }

    /// What help says: what the question means, and which clauses ask.
    fn help(&self, offer: &Offer) -> Page {
        let mut page = Page::new();
        if let Screen::Fact(fact) = &offer.screen {
            let definition = self.protocol.vocabulary.fact_definition(*fact);
            match (&definition.help, &definition.how) {
                (Some(help), _) | (None, Some(help)) => {
                    page.paragraph(help.as_str());
                }
                (None, None) => {
                    page.paragraph("The protocol does not explain the term further.");
                }
            }
        }
        page.paragraph("You can always answer \"don't know\": it is kept as not known, never as no.");
        if !offer.rules.is_empty() {
            page.paragraph("We ask because of:");
            page.bullets(offer.rules.iter().take(SHOWN).map(|rule| self.rule(*rule)));
            if offer.rules.len() > SHOWN {
                page.paragraph(format!("and {} more.", offer.rules.len() - SHOWN));
            }
        }
        page
    }

    fn rule(&self, rule: RuleIndex) -> Line {
        let rule = self.protocol.rule(rule);
        Line::from(rule.title.as_str()).plain(" ").faint(format!("[{}]", rule.clause))
    }

    /// A value of what a screen asks for, in words.
    pub(super) fn value(&self, screen: &Screen, value: &FactValue) -> String {
        match screen {
            Screen::Fact(fact) => self.protocol.vocabulary.fact_definition(*fact).in_words(value),
            _ => words(&value.to_string()),
        }
    }

    /// A question that was answered, with its number and the answer.
    pub(super) fn entry(&self, place: usize, entry: &Entry) -> Line {
        let line = Line::new().faint(format!("{}. {} ", place + 1, self.title(&entry.screen)));
        line.strong(self.answer(&entry.screen, &entry.answer))
    }

    /// An answer in words, for the list of what was said.
    pub(super) fn answer(&self, screen: &Screen, answer: &Answer) -> String {
        match answer {
            Answer::NotKnown => "don't know".into(),
            Answer::Value(value) => self.value(screen, value),
            Answer::When(times) => {
                let times: Vec<&str> = times
                    .iter()
                    .map(|time| match time {
                        Time::On(text) | Time::At(text) => text.as_str(),
                    })
                    .collect();
                times.join("; ")
            }
            Answer::Rows { yes, no } if yes.is_empty() && no.is_empty() => "don't know".into(),
            Answer::Rows { yes, no } => {
                let labels = |items: &[Item]| items.iter().map(|item| self.label(*item)).collect::<Vec<_>>().join("; ");
                match (yes.as_slice(), no.as_slice()) {
                    ([], no) if no.len() > 3 => format!("none of the {} listed", no.len()),
                    (yes, []) => labels(yes),
                    ([], no) => format!("not: {}", labels(no)),
                    (yes, no) if no.len() > 3 => format!("{}; not: {} others", labels(yes), no.len()),
                    (yes, no) => format!("{}; not: {}", labels(yes), labels(no)),
                }
            }
        }
    }
}

/// What the row for all the others says.
fn none(several: &Several) -> &'static str {
    match several.group {
        Group::Scope | Group::Urgent(_) => "None of these",
        _ => "None of the others",
    }
}

fn hint(definition: &FactDefinition) -> String {
    let unit = definition.unit.as_ref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let mut expects = definition.expects();
    if let Some(first) = expects.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{expects}{unit}.")
}

/// The answers to one flag or choice; "don't know" is the last.
fn value_rows(definition: &FactDefinition, before: Option<&Answer>) -> Vec<Row> {
    let row = |label: &str, key: Option<char>| Row { label: label.into(), key, ..Row::default() };
    let mut rows = match definition.kind {
        FactKind::Flag => vec![row("Yes", Some('y')), row("No", Some('n'))],
        FactKind::Choice => definition.choice_words.iter().map(|words| row(words, None)).collect(),
        FactKind::Number | FactKind::Date => return Vec::new(),
    };
    rows.push(row("Don't know", Some('d')));
    let place = match before {
        Some(Answer::Value(value)) => value_place(definition, &value.to_string()),
        Some(Answer::NotKnown) => Some(rows.len() - 1),
        _ => None,
    };
    if let Some(row) = place.and_then(|place| rows.get_mut(place)) {
        row.mark = Mark::Yes;
    }
    rows
}

fn value_place(definition: &FactDefinition, value: &str) -> Option<usize> {
    match definition.kind {
        FactKind::Flag => Some(usize::from(value != "yes")),
        _ => definition.choices.iter().position(|choice| choice == value),
    }
}

/// The fact's value behind a row of [`Wording::question`]; `None` for "don't know".
pub(super) fn value_at(protocol: &Protocol, fact: FactIndex, place: usize) -> Option<FactValue> {
    let definition = protocol.vocabulary.fact_definition(fact);
    match definition.kind {
        FactKind::Flag => [FactValue::Flag(true), FactValue::Flag(false)].get(place).cloned(),
        _ => definition.choices.get(place).cloned().map(FactValue::Text),
    }
}
