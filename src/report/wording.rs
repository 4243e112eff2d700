//! Conditions in plain words: the question that settles each test, its answer, and the name to record it by.

use crate::domain::condition::{Condition, EventIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{FactDefinition, FactKind};
use crate::render::{Line, Page};
use serde::Serialize;

/// A condition in words: a sentence, or a lead such as "All of:" with parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The sentence, or the lead.
    pub text: String,
    /// The name of the fact, event or rule that is tested, to be used with other commands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The parts, in the order of the data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<Words>,
}

const ALL: &str = "All of:";
const ANY: &str = "Any of:";

/// A condition in words.
pub fn condition(protocol: &Protocol, condition: &Condition) -> Words {
    said(protocol, condition, true)
}

/// A fact in the middle of a sentence.
pub fn fact_label(definition: &FactDefinition) -> String {
    lower_first(&definition.label.clone().unwrap_or_else(|| definition.id.replace('_', " ")))
}

/// A condition in the middle of a sentence, without its tests of one fact.
pub fn condition_besides(protocol: &Protocol, condition: &Condition, fact: FactIndex) -> String {
    let parts = match condition {
        Condition::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let about = |part: &&Condition| {
        let mut others = false;
        part.visit(&mut |part| match part {
            Condition::Fact(tested, _) => others |= *tested != fact,
            Condition::Event(_) | Condition::EventTo(..) | Condition::Level(_) | Condition::LevelSoFar(_) => {
                others = true
            }
            Condition::Rule(_) => others = true,
            _ => {}
        });
        others
    };
    let words: Vec<String> = parts.iter().filter(about).map(|part| in_sentence(protocol, part)).collect();
    words.join(" and ")
}

/// One test in the middle of a sentence.
pub fn in_sentence(protocol: &Protocol, condition: &Condition) -> String {
    let join = |parts: &[Condition], word: &str| {
        parts.iter().map(|part| in_sentence(protocol, part)).collect::<Vec<_>>().join(word)
    };
    match condition {
        Condition::All(parts) => join(parts, " and "),
        Condition::Any(parts) | Condition::AtLeast(_, parts) => join(parts, " or "),
        Condition::Not(part) => format!("not ({})", in_sentence(protocol, part)),
        Condition::Fact(fact, test) => {
            let definition = protocol.vocabulary.fact_definition(*fact);
            let label = fact_label(definition);
            let word = |value: &Value| definition.write(*value).to_string().replace('_', " ");
            match test {
                Test::Is(Value::Flag(true)) => label,
                Test::Is(value) => format!("{label} is {}", word(value)),
                Test::In(values) => {
                    format!("{label} is {}", values.iter().map(word).collect::<Vec<_>>().join(" or "))
                }
                Test::Below(limit) => format!("{label} is below {limit}"),
                Test::AtLeast(limit) => format!("{label} is {limit} or more"),
            }
        }
        other => lower_first(&said(protocol, other, true).text),
    }
}

/// Adds a condition to a page: its lead as a sentence, its parts as points.
pub fn add(page: &mut Page, words: &Words) {
    if words.of.is_empty() {
        page.outline(outline(words));
        return;
    }
    page.paragraph(words.text.as_str());
    page.outline(words.of.iter().flat_map(outline));
}

/// The points of an outline, each with how deep it stands.
pub fn outline(words: &Words) -> Vec<(usize, Line)> {
    let mut points = Vec::new();
    add_points(words, 0, &mut points);
    points
}

fn add_points(words: &Words, depth: usize, points: &mut Vec<(usize, Line)>) {
    let id = words.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
    points.push((depth, Line::from(words.text.as_str()).faint(id)));
    for part in &words.of {
        add_points(part, depth + 1, points);
    }
}

/// `wanted` is no under a `not`: the words then say the opposite. What is unknown stays unknown either way.
fn said(protocol: &Protocol, condition: &Condition, wanted: bool) -> Words {
    let vocabulary = &protocol.vocabulary;
    // An "any of" within an "any of" is one list to a reader; so is "all of" within "all of".
    let group = |lead: String, parts: &[Condition], wanted: bool| {
        let mut of: Vec<Words> = Vec::with_capacity(parts.len());
        for part in parts {
            let words = said(protocol, part, wanted);
            if words.text == lead && (lead == ALL || lead == ANY) {
                of.extend(words.of);
            } else {
                of.push(words);
            }
        }
        Words { text: lead, id: None, of }
    };
    let named = |text: String, id: &str| Words { text, id: Some(id.to_owned()), of: Vec::new() };
    match condition {
        Condition::All(parts) | Condition::Any(parts) if parts.len() == 1 => said(protocol, &parts[0], wanted),
        Condition::All(parts) => group(if wanted { ALL } else { "Not all of:" }.into(), parts, true),
        Condition::Any(parts) => group(if wanted { ANY } else { "None of:" }.into(), parts, true),
        Condition::AtLeast(needed, parts) if wanted => group(format!("At least {needed} of:"), parts, true),
        Condition::AtLeast(needed, parts) => group(format!("Fewer than {needed} of:"), parts, true),
        Condition::Not(part) => said(protocol, part, !wanted),
        Condition::Fact(fact, test) => {
            let definition = vocabulary.fact_definition(*fact);
            named(format!("{} {}", definition.question, answer(definition, test, wanted)), &definition.id)
        }
        Condition::Event(event) => {
            let definition = vocabulary.event_definition(*event);
            let lead = if wanted { "Recorded" } else { "Not recorded" };
            named(format!("{lead}: {}", lower_first(&definition.title)), &definition.id)
        }
        Condition::Rule(index) => {
            let rule = protocol.rule(*index);
            let lead = if wanted { "This rule applies" } else { "This rule does not apply" };
            named(format!("{lead}: {} [{}]", rule.title, rule.clause), &rule.id)
        }
        Condition::EventTo(event, teams) => {
            let definition = vocabulary.event_definition(*event);
            let lead = if wanted { "Recorded" } else { "Not recorded" };
            let mut to: Vec<&str> = teams
                .iter()
                .flatten()
                .filter_map(|team| protocol.teams.get(usize::from(team.0)))
                .map(|team| team.title.as_str())
                .collect();
            if teams.contains(&None) {
                to.push("no team recorded");
            }
            named(format!("{lead}: {} to {}", lower_first(&definition.title), to.join(" or ")), &definition.id)
        }
        Condition::Level(level) | Condition::LevelSoFar(level) => {
            let name = protocol.level_name(*level).map(|name| format!(", {}", lower_first(name))).unwrap_or_default();
            let lead = if wanted { "The level of need is" } else { "The level of need is not" };
            Words { text: format!("{lead} {level}{name}"), id: None, of: Vec::new() }
        }
    }
}

/// What the answer to the fact's question must be.
fn answer(fact: &FactDefinition, test: &Test, wanted: bool) -> String {
    match (test, wanted) {
        (Test::Is(Value::Flag(flag)), _) => if *flag == wanted { "Yes" } else { "No" }.into(),
        (Test::Is(value), true) => upper_first(&value_words(fact, *value)),
        (Test::Is(value), false) => format!("Anything but {}", value_words(fact, *value)),
        (Test::In(values), _) => {
            let list = either(values.iter().map(|value| value_words(fact, *value)));
            if wanted { upper_first(&list) } else { format!("Anything but {list}") }
        }
        (Test::Below(limit), true) | (Test::AtLeast(limit), false) => format!("Below {}", number(fact, *limit)),
        (Test::AtLeast(limit), true) | (Test::Below(limit), false) => format!("{} or more", number(fact, *limit)),
    }
}

/// A fact's value in words; a choice as it is recorded.
pub fn value_words(fact: &FactDefinition, value: Value) -> String {
    match value {
        Value::Flag(true) => "yes".into(),
        Value::Flag(false) => "no".into(),
        Value::Number(value) => number(fact, value),
        Value::Choice(_) => format!("\u{2018}{}\u{2019}", fact.write(value)),
        Value::Date(date) => crate::calendar::london::long_date(date),
    }
}

fn number(fact: &FactDefinition, value: f64) -> String {
    match fact.unit.as_deref() {
        Some("percent") => format!("{value}%"),
        Some(unit) if value == 1.0 => format!("{value} {}", unit.trim_end_matches('s')),
        Some(unit) => format!("{value} {unit}"),
        None => value.to_string(),
    }
}

/// What kind of answer a fact takes.
pub fn answer_words(fact: &FactDefinition) -> String {
    match fact.kind {
        FactKind::Flag => "yes or no".into(),
        FactKind::Number => fact.unit.as_ref().map_or_else(|| "a number".into(), |unit| format!("a number of {unit}")),
        FactKind::Choice => format!("one of {}", fact.choices.join(", ")),
        FactKind::Date => "a date".into(),
    }
}

/// What a kind of rule is called in running text.
pub fn kind_words(kind: &'static str) -> &'static str {
    match kind {
        "clock" => "deadline",
        "covered" => "part of another rule",
        kind => kind,
    }
}

/// The titles of events, joined with "or", each with its name.
pub fn events(protocol: &Protocol, events: &[EventIndex], joint: &str) -> String {
    let titles: Vec<String> = events
        .iter()
        .map(|event| {
            let definition = protocol.vocabulary.event_definition(*event);
            format!("{} ({})", lower_first(&definition.title), definition.id)
        })
        .collect();
    titles.join(&format!(" {joint} "))
}

/// A fact's question with its name.
pub fn question(protocol: &Protocol, fact: FactIndex) -> String {
    let definition = protocol.vocabulary.fact_definition(fact);
    format!("{} ({})", definition.question, definition.id)
}

/// `a, b or c`.
pub fn either(words: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = words.collect();
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} or {last}", words.join(", ")),
        None => String::new(),
    }
}

/// The first letter made small, unless the word is an abbreviation or part of a name.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let named = text.split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_uppercase));
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !named && (second.is_lowercase() || second == ' ') => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The first letter made a capital.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Words, condition, either, lower_first};
    use crate::domain::condition::{Condition, Test};
    use crate::domain::fact::Value;
    use crate::protocol::{Protocol, embedded, load::load};

    fn camden() -> Protocol {
        load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap()
    }

    fn fact(protocol: &Protocol, id: &str, test: Test) -> Condition {
        Condition::Fact(protocol.vocabulary.fact(id).unwrap(), test)
    }

    fn text(words: &Words) -> &str {
        &words.text
    }

    #[test]
    fn a_test_is_its_question_with_the_answer() {
        let camden = camden();
        let yes = fact(&camden, "open_to_both", Test::Is(Value::Flag(true)));
        assert_eq!(text(&condition(&camden, &yes)), "Is the child open to both services? Yes");
        let no = Condition::Not(Box::new(yes));
        assert_eq!(text(&condition(&camden, &no)), "Is the child open to both services? No");
        let age = fact(&camden, "age", Test::AtLeast(10.0));
        assert_eq!(text(&condition(&camden, &age)), "How old is the child? 10 years or more");
        let young = Condition::Not(Box::new(age));
        assert_eq!(text(&condition(&camden, &young)), "How old is the child? Below 10 years");
    }

    #[test]
    fn not_turns_a_group_and_leaves_its_parts() {
        let camden = camden();
        let cse = fact(&camden, "cse", Test::Is(Value::Flag(true)));
        let both = Condition::Not(Box::new(Condition::Any(vec![cse.clone(), cse])));
        let words = condition(&camden, &both);
        assert_eq!(words.text, "None of:");
        assert!(words.of.iter().all(|part| part.text.ends_with("Yes") && part.id.as_deref() == Some("cse")));
    }

    #[test]
    fn any_within_any_is_one_list() {
        let camden = camden();
        let cse = || fact(&camden, "cse", Test::Is(Value::Flag(true)));
        let inner = Condition::Any(vec![cse(), cse()]);
        let words = condition(&camden, &Condition::Any(vec![cse(), inner.clone()]));
        assert_eq!((words.text.as_str(), words.of.len()), ("Any of:", 3));
        let words = condition(&camden, &Condition::All(vec![cse(), inner]));
        assert_eq!((words.text.as_str(), words.of.len()), ("All of:", 2));
    }

    #[test]
    fn lists_and_first_letters() {
        assert_eq!(either(["a", "b", "c"].map(str::to_owned).into_iter()), "a, b or c");
        assert_eq!(either(["a"].map(str::to_owned).into_iter()), "a");
        for (title, small) in [
            ("Plan started", "plan started"),
            ("LADO contacted", "LADO contacted"),
            ("Divisional Director notified", "Divisional Director notified"),
        ] {
            assert_eq!(lower_first(title), small);
        }
    }
}
