//! One question to its answer.

use super::Talk;
use super::record::{self, Conversation};
use super::wording::{Wording, value_at};
use crate::calendar::{Moment, Tense, london};
use crate::cli::arguments::typed as typed_value;
use crate::cli::prompt::{Mark, Picked, Prompter, Typed, Wish};
use crate::domain::interview::{Answer, Entry, Offer, Screen, Time};
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::FactKind;

impl Talk<'_> {
    /// Asks one screen, again or for the first time. The answer may come with a wish: what was ticked before "enough"
    /// counts. What is ticked is kept at once.
    pub(super) fn ask(
        &mut self,
        prompter: &Prompter<'_>,
        offer: &Offer,
        status: &str,
        before: Option<&Answer>,
        again: bool,
    ) -> Result<(Option<Answer>, Option<Wish>), Problem> {
        let wording = Wording { protocol: self.protocol };
        let mut question = wording.question(offer, status, before);
        question.emergency = self.may_declare();
        match &offer.screen {
            Screen::Several(several) => {
                let rows = |marks: &[Mark], wanted: Mark| {
                    let rows = several.rows.iter().zip(marks);
                    rows.filter(|(_, mark)| **mark == wanted).map(|(row, _)| *row).collect::<Vec<_>>()
                };
                let answer = |marks: &[Mark]| Answer::Rows { yes: rows(marks, Mark::Yes), no: rows(marks, Mark::No) };
                let so_far = self.conversation();
                let (draft, context, protocol) = (&mut self.draft, self.context, self.protocol);
                let keep = &mut |marks: &[Mark]| {
                    if again {
                        return;
                    }
                    let entry = Entry { screen: offer.screen.clone(), answer: answer(marks) };
                    let standing = Some(record::step(protocol, &entry, wording.title(&offer.screen)));
                    draft.keep(&Conversation { standing, ..so_far.clone() }, context);
                };
                Ok(match prompter.choose_keeping(&question, keep)? {
                    Picked::Many(marks) => (Some(answer(&marks)), None),
                    Picked::Wish(wish, marks) if marks.iter().any(|mark| *mark != Mark::Open) && !again => {
                        (Some(answer(&marks)), Some(wish))
                    }
                    Picked::Wish(wish, _) => (None, Some(wish)),
                    Picked::One(_) => (None, None),
                })
            }
            Screen::Fact(fact) if !question.rows.is_empty() => Ok(match prompter.choose(&question)? {
                Picked::One(place) => {
                    let value = value_at(self.protocol, *fact, place);
                    (Some(value.map_or(Answer::NotKnown, Answer::Value)), None)
                }
                Picked::Wish(wish, _) => (None, Some(wish)),
                Picked::Many(_) => (None, None),
            }),
            Screen::Fact(fact) => {
                let definition = self.protocol.vocabulary.fact_definition(*fact);
                let check = |text: &str| typed_value(definition, text, self.context).map(drop);
                let before = before.map(|answer| wording.answer(&offer.screen, answer)).filter(|_| typed(before));
                Ok(match prompter.line(&question, before.as_deref(), check)? {
                    Typed::Wish(wish) => (None, Some(wish)),
                    Typed::Text(text) if text.is_empty() => (Some(Answer::NotKnown), None),
                    Typed::Text(text) => (Some(Answer::Value(typed_value(definition, &text, self.context)?)), None),
                })
            }
            Screen::Event(_) => {
                let check = |text: &str| self.times(text).map(drop);
                let before = before.map(|answer| wording.answer(&offer.screen, answer)).filter(|_| typed(before));
                Ok(match prompter.line(&question, before.as_deref(), check)? {
                    Typed::Wish(wish) => (None, Some(wish)),
                    Typed::Text(text) if text.is_empty() => (Some(Answer::NotKnown), None),
                    Typed::Text(text) => (Some(Answer::When(self.times(&text)?)), None),
                })
            }
        }
    }

    /// Times as typed, several separated by `;`, as a case writes them.
    fn times(&self, text: &str) -> Result<Vec<Time>, Problem> {
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(|part| match self.context.when(part, Tense::Past)? {
                moment if moment.earliest() > self.context.now => {
                    Err(Problem::input(format!("{moment} lies in the future")).hint("record what has happened"))
                }
                Moment::Date(date) => Ok(Time::On(date.to_string())),
                Moment::Instant(instant) => Ok(Time::At(london::rfc3339(instant))),
            })
            .collect()
    }
}

/// Whether the answer to a screen is typed.
pub(super) fn is_typed(screen: &Screen, protocol: &Protocol) -> bool {
    match screen {
        Screen::Fact(fact) => {
            matches!(protocol.vocabulary.fact_definition(*fact).kind, FactKind::Number | FactKind::Date)
        }
        Screen::Event(_) => true,
        Screen::Several(_) => false,
    }
}

/// Whether an answer was typed, not chosen.
pub(super) fn typed(answer: Option<&Answer>) -> bool {
    matches!(answer, Some(Answer::Value(_) | Answer::When(_)))
}
