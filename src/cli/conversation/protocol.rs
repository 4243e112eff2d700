//! Which protocol governs, asked where nothing says it.

use crate::cli::context::Context;
use crate::cli::prompt::{Picked, Prompter, Question, Row};
use crate::domain::case::Case;
use crate::problem::Problem;
use crate::protocol::Protocol;
use std::sync::Arc;

/// The protocol of a case, of `--protocol` or of the settings; asked for at a terminal where none of them names one.
///
/// # Errors
/// When none is named and nobody can be asked, or it cannot be loaded.
pub(in crate::cli) fn governing(context: &Context, case: &Case, asks: bool) -> Result<Arc<Protocol>, Problem> {
    if !asks || case.protocol.is_some() || context.names_protocol()? {
        return context.protocol_of(case);
    }
    let ids = context.protocol_ids()?;
    let prompter = Prompter::new(context);
    let mut question = Question::of("Which protocol do you work under?")
        .hint("Answers come from this protocol alone. `--protocol ID` saves the question.");
    question.help.paragraph("Choose the borough whose service is responsible for the child's case.");
    // One that cannot be loaded says why when it is chosen.
    question.rows = ids
        .iter()
        .map(|id| {
            let name = context.protocol(id).map_or_else(|_| id.clone(), |protocol| protocol.name.clone());
            Row { label: name, aside: format!(" ({id})"), keywords: id.clone(), ..Row::default() }
        })
        .collect();
    loop {
        if let Picked::One(place) = prompter.choose(&question)?
            && let Some(id) = ids.get(place)
        {
            return context.protocol(id);
        }
    }
}
