//! Facts: what they are, and what is known of them in one case.

use crate::domain::case::FactValue;
use crate::domain::condition::Test;
use crate::domain::truth::Truth;
use crate::problem::{Problem, nearest};
use crate::protocol::vocabulary::{FactDefinition, FactKind};
use chrono::NaiveDate;
use serde_json::Value as Json;

/// A fact's place in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactIndex(pub u16);

/// A known value. A choice is its place among the fact's choices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A number, in the fact's unit.
    Number(f64),
    /// A choice, by place.
    Choice(u16),
    /// A date.
    Date(NaiveDate),
}

/// What is known of the vocabulary's facts. Most are flags, and most are unknown in any one case, so a fact is one byte and
/// only other values are kept whole: a sheet is made for every case, and copied to suppose things.
#[derive(Debug, Clone)]
pub struct FactSheet {
    marks: Vec<Mark>,
    /// The values of facts that are no flags, each once: a handful.
    values: Vec<(FactIndex, Value)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    /// A flag, or anything that is not known.
    Flag(Truth),
    /// Among the values.
    Value,
}

/// Room for the values of nearly every case, so that they are seldom moved.
const VALUES: usize = 16;

impl FactSheet {
    /// Nothing known of `count` facts.
    pub fn new(count: usize) -> Self {
        Self { marks: vec![Mark::Flag(Truth::Unknown); count], values: Vec::with_capacity(VALUES) }
    }

    /// What is known of one fact; `None` is unknown.
    #[inline]
    pub fn get(&self, fact: FactIndex) -> Option<Value> {
        match self.marks[usize::from(fact.0)] {
            Mark::Flag(Truth::Unknown) => None,
            Mark::Flag(truth) => Some(Value::Flag(truth == Truth::Yes)),
            Mark::Value => self.values.iter().find(|(held, _)| *held == fact).map(|(_, value)| *value),
        }
    }

    /// Whether what is known of one fact passes a test. Nearly every test is of a flag, which needs no look at a value.
    #[inline]
    pub fn passes(&self, fact: FactIndex, test: &Test) -> Truth {
        match (self.marks[usize::from(fact.0)], test) {
            (Mark::Flag(truth), Test::Is(Value::Flag(true))) => truth,
            (Mark::Flag(truth), Test::Is(Value::Flag(false))) => !truth,
            _ => self.get(fact).map_or(Truth::Unknown, |value| Truth::from(test.on(value))),
        }
    }

    /// Makes one fact known, or unknown again.
    #[inline]
    pub fn set(&mut self, fact: FactIndex, value: Option<Value>) {
        let mark = &mut self.marks[usize::from(fact.0)];
        if *mark == Mark::Value {
            self.values.retain(|(held, _)| *held != fact);
        }
        *mark = match value {
            None => Mark::Flag(Truth::Unknown),
            Some(Value::Flag(flag)) => Mark::Flag(Truth::from(flag)),
            Some(value) => {
                self.values.push((fact, value));
                Mark::Value
            }
        };
    }
}

impl FactDefinition {
    /// Reads a value as a case writes it.
    ///
    /// # Errors
    /// When it is of another type, not among the choices, or outside the fact's limits.
    #[inline]
    pub fn read<T: AsRef<str>>(&self, given: &FactValue<T>) -> Result<Value, Problem> {
        match (self.kind, given) {
            (FactKind::Flag, FactValue::Flag(flag)) => Ok(Value::Flag(*flag)),
            _ => self.read_other(given),
        }
    }

    /// Apart from flags, which most facts are, so that no call is made for them.
    fn read_other<T: AsRef<str>>(&self, given: &FactValue<T>) -> Result<Value, Problem> {
        let wrong = |what: String| Problem::input(what).field(format!("facts.{}", self.id)).hint(self.expects());
        match (self.kind, given) {
            (FactKind::Number, FactValue::Number(number)) => {
                if self.min.is_some_and(|least| *number < least) || self.max.is_some_and(|most| *number > most) {
                    return Err(wrong(format!("`{}` cannot be {number}", self.id)));
                }
                Ok(Value::Number(*number))
            }
            (FactKind::Choice, FactValue::Text(text)) => {
                let text = text.as_ref();
                self.choice(text).map(Value::Choice).ok_or_else(|| {
                    let near = nearest(text, self.choices.iter().map(String::as_str));
                    let near = near.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default();
                    wrong(format!("`{}` cannot be `{text}`{near}", self.id))
                })
            }
            (FactKind::Date, FactValue::Text(text)) => crate::calendar::parse_date(text.as_ref())
                .map(Value::Date)
                .map_err(|problem| problem.field(format!("facts.{}", self.id))),
            _ => Err(wrong(format!("`{}` cannot be {given}", self.id))),
        }
    }

    /// Reads a value as a person types it: `yes`, `no`, a number, a choice, a date.
    ///
    /// # Errors
    /// As [`FactDefinition::read`].
    pub fn read_typed(&self, text: &str) -> Result<FactValue, Problem> {
        let value = match self.kind {
            FactKind::Flag => match text.to_ascii_lowercase().as_str() {
                "yes" | "y" | "true" => FactValue::Flag(true),
                "no" | "n" | "false" => FactValue::Flag(false),
                _ => FactValue::Text(text.to_owned()),
            },
            FactKind::Number => text
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map_or_else(|| FactValue::Text(text.to_owned()), FactValue::Number),
            FactKind::Choice => FactValue::Text(self.choice_called(text).unwrap_or(text).to_owned()),
            FactKind::Date => FactValue::Text(text.to_owned()),
        };
        self.read(&value).map(|_| value)
    }

    /// A value as a person reads it: a choice in its own words.
    pub fn in_words(&self, value: &FactValue) -> String {
        let value = value.to_string();
        if let (FactKind::Date, Ok(date)) = (self.kind, crate::calendar::parse_date(&value)) {
            return crate::calendar::london::day(date);
        }
        let place = self.choices.iter().position(|choice| *choice == value);
        place.and_then(|place| self.choice_words.get(place)).cloned().unwrap_or_else(|| value.replace('_', " "))
    }

    /// What a value must be, as a hint.
    pub fn expects(&self) -> String {
        match self.kind {
            FactKind::Flag => {
                "give true or false (yes or no on the command line); leave it out if it is not known".into()
            }
            FactKind::Number => match (self.min, self.max) {
                (Some(least), Some(most)) => format!("give a number from {least} to {most}"),
                (Some(least), None) => format!("give a number of at least {least}"),
                _ => "give a number".into(),
            },
            FactKind::Choice => format!("give one of: {}", self.choices.join(", ")),
            FactKind::Date => "give a date such as 2 March 2026 or 2/3/2026".into(),
        }
    }

    /// The place of a choice.
    pub fn choice(&self, text: &str) -> Option<u16> {
        self.choices.iter().position(|choice| choice == text).and_then(|place| u16::try_from(place).ok())
    }

    /// The choice that a person means: by its fixed name or its words, whatever the case.
    fn choice_called(&self, text: &str) -> Option<&str> {
        let plain = |text: &str| text.trim().replace(['_', '-'], " ").to_lowercase();
        let asked = plain(text);
        let words = |place: usize| self.choice_words.get(place).is_some_and(|words| plain(words) == asked);
        let found = (0..self.choices.len()).find(|place| plain(&self.choices[*place]) == asked || words(*place))?;
        self.choices.get(found).map(String::as_str)
    }

    /// A value as a case writes it.
    pub fn write(&self, value: Value) -> FactValue {
        match value {
            Value::Flag(flag) => FactValue::Flag(flag),
            Value::Number(number) => FactValue::Number(number),
            Value::Choice(place) => FactValue::Text(self.choices.get(usize::from(place)).cloned().unwrap_or_default()),
            Value::Date(date) => FactValue::Text(date.to_string()),
        }
    }

    /// A value as JSON; whole numbers without a point.
    pub fn json(&self, value: Value) -> Json {
        match self.write(value) {
            FactValue::Flag(flag) => Json::Bool(flag),
            FactValue::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Json::from(number as i64),
            FactValue::Number(number) => Json::from(number),
            FactValue::Text(text) => Json::String(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FactIndex, FactSheet, Value};

    #[test]
    fn what_was_said_last_is_what_is_known() {
        let (mut sheet, other, fact) = (FactSheet::new(2), FactIndex(0), FactIndex(1));
        sheet.set(other, Some(Value::Choice(7)));
        let said = [Value::Choice(1), Value::Choice(2), Value::Flag(true), Value::Number(3.0), Value::Number(4.0)];
        for value in said.map(Some).into_iter().chain([None, Some(Value::Choice(1))]) {
            sheet.set(fact, value);
            assert_eq!(sheet.get(fact), value);
            assert_eq!(sheet.get(other), Some(Value::Choice(7)));
        }
    }
}
