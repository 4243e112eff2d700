//! What is kept of a conversation while it goes on, and what is written of it when it ends.

use super::Talk;
use super::record::{self, Conversation};
use super::wording::Wording;
use crate::calendar::london;
use crate::domain::case::Case;
use crate::problem::Problem;

impl Talk<'_> {
    /// Keeps the draft. Not being able to is said once; the conversation is worth more than its copy.
    pub(super) fn keep(&mut self) {
        let conversation = self.conversation();
        self.draft.keep(&conversation, self.context);
    }

    pub(super) fn conversation(&self) -> Conversation {
        let wording = Wording { protocol: self.protocol };
        let steps = self.interview.entries().iter();
        let base = self.interview.base().clone();
        Conversation {
            schema: record::SCHEMA.into(),
            protocol: self.protocol.id.clone(),
            reference: self.plan.reference.clone(),
            now: london::rfc3339(self.context.now),
            by: self.context.known_worker().ok().flatten().unwrap_or_default(),
            case: Some(base).filter(|base| *base != Case::default()),
            answers: steps.map(|entry| record::step(self.protocol, entry, wording.title(&entry.screen))).collect(),
            logged: self.logged.clone(),
            judgement: self.judgement.clone(),
            details: self.details.clone(),
            standing: None,
            options: self.options(),
        }
    }

    fn options(&self) -> record::Options {
        record::Options {
            record: self.plan.record.clone(),
            save: self.plan.save.clone(),
            protocols: self.context.global.protocols.clone(),
            explain: self.plan.explain,
        }
    }

    pub(super) fn write_record(&self) -> Result<(), Problem> {
        let Some(path) = &self.plan.record else { return Ok(()) };
        let conversation = Conversation { options: record::Options::default(), ..self.conversation() };
        let text = serde_json::to_string_pretty(&conversation)
            .map_err(|error| Problem::input(format!("the conversation cannot be written: {error}")))?;
        crate::store::write_private(path, &format!("{text}\n"))?;
        self.context.note(format!("Questions and answers written to {}.", path.display()));
        Ok(())
    }
}
