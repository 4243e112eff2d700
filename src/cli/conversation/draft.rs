//! The draft of a conversation: kept on every answer, continued by `--resume`, removed when saved or discarded.

use super::record::{Conversation, SCHEMA};
use crate::cli::context::Context;
use crate::cli::input;
use crate::problem::Problem;
use crate::store::Drafts;

/// Where a conversation is kept while it goes on.
pub(super) struct Draft {
    /// None for the sample, of which nothing is kept.
    drafts: Option<Drafts>,
    name: String,
    kept: bool,
    refused: bool,
}

impl Draft {
    /// A draft of this name, or of one made up from the time.
    pub(super) fn new(context: &Context, name: Option<String>) -> Result<Self, Problem> {
        let made_up = || {
            let mut random = [0_u8; 4];
            // Without randomness the time alone must do.
            let _ = getrandom::fill(&mut random);
            let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("new-{}-{random}", context.now.format("%Y%m%d-%H%M%S"))
        };
        let drafts = if context.global.sample { None } else { Some(Drafts::new(context.store_folder()?)) };
        let kept = match (&drafts, &name) {
            (Some(drafts), Some(name)) => drafts.all()?.iter().any(|(held, _)| held == name),
            _ => false,
        };
        Ok(Self { drafts, name: name.unwrap_or_else(made_up), kept, refused: false })
    }

    /// Keeps the conversation as it stands. A refusal is said once.
    pub(super) fn keep(&mut self, conversation: &Conversation, context: &Context) {
        let Some(drafts) = self.drafts.as_ref().filter(|_| !self.refused) else { return };
        let text = serde_json::to_string(conversation)
            .map_err(|error| Problem::store(format!("the draft cannot be written: {error}")));
        match text.and_then(|text| drafts.keep(&self.name, &text)) {
            Ok(()) => self.kept = true,
            Err(problem) => {
                self.refused = true;
                context.warn_all(&[problem]);
            }
        }
    }

    /// Whether there is something to go on from.
    pub(super) fn is_kept(&self) -> bool {
        self.kept && !self.refused
    }

    /// Removes the draft.
    pub(super) fn remove(&mut self) -> Result<(), Problem> {
        self.kept = false;
        self.drafts.as_ref().map_or(Ok(()), |drafts| drafts.remove(&self.name))
    }
}

/// The draft to go on from: that of `reference`, else the only one, else the latest.
///
/// # Errors
/// When there is none, or it cannot be read.
pub(in crate::cli) fn find(context: &Context, reference: Option<&str>) -> Result<(String, Conversation), Problem> {
    let mut drafts = Drafts::new(context.store_folder()?).all()?;
    if let Some(reference) = reference {
        drafts.retain(|(name, _)| name == reference);
    }
    let mut read: Vec<(String, Conversation)> = drafts
        .into_iter()
        .map(|(name, text)| conversation(&text, &name).map(|held| (name, held)))
        .collect::<Result<_, _>>()?;
    read.sort_by(|left, right| left.1.now.cmp(&right.1.now));
    let others = read.len().saturating_sub(1);
    let Some((name, latest)) = read.pop() else {
        let of = reference.map(|reference| format!(" about {reference}")).unwrap_or_default();
        return Err(Problem::store(format!("there is no unfinished conversation{of}"))
            .hint("`yjs triage` begins one; what is saved or discarded leaves no draft"));
    };
    if others > 0 {
        let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
        context.note(format!("Going on with the latest, {name}. Also unfinished: {}.", names.join(", ")));
    }
    Ok((name, latest))
}

/// A conversation from a file.
///
/// # Errors
/// When it cannot be read, or is no conversation.
pub(in crate::cli) fn read(path: &str) -> Result<Conversation, Problem> {
    let text = input::file(path)?;
    conversation(&text, path)
}

fn conversation(text: &str, name: &str) -> Result<Conversation, Problem> {
    let held: Conversation = input::json(text).map_err(|problem| {
        Problem { hint: None, ..problem }.file(name).hint("a file that `yjs triage --record FILE` wrote shows the form")
    })?;
    if held.schema == SCHEMA {
        return Ok(held);
    }
    Err(Problem::input(format!("the schema is `{}`, not `{SCHEMA}`", held.schema)).file(name).field("schema"))
}
