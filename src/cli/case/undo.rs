//! `yjs case undo`.

use super::history::records;
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::assessment::AssessmentReport;
use crate::report::history::UndoReport;
use crate::store::Undo;
use clap::Args;

/// Take back the last change of a case, by a new change
///
/// The case stands as before its last change. Nothing is deleted: history shows the change and its undoing, and undoing
/// again brings the change back. With --import the last import is taken back from every case that it changed; a case that
/// it added keeps its reference and nothing else.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case undo YJ-0042\n  yjs case undo --import")]
pub(super) struct UndoArgs {
    /// The case
    #[arg(value_name = "REF", required_unless_present = "import")]
    reference: Option<String>,
    /// Take back the last import as a whole
    #[arg(long, conflicts_with = "reference")]
    import: bool,
}

pub(super) fn run(args: &UndoArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[])?;
    let Some(reference) = &args.reference else { return super::undo_import::run(context) };
    let undo = Undo::of(reference, records(reference, context)?)?;
    // A state that was saved once is brought back even if today's rules cannot assess it; then that is said.
    let assessed = context
        .protocol_of(&undo.to.case)
        .and_then(|protocol| AssessmentReport::of_case(&protocol, &undo.to.case, context.now));
    let version = undo.save(context.store()?.as_ref(), context.stamp()?)?;
    if let Err(problem) = &assessed {
        context.warn_all(std::slice::from_ref(problem));
    }
    context.show(&UndoReport::new(reference, &undo, version, assessed.ok().as_ref()))?;
    Ok(Exit::Answered)
}
