//! `yjs config edit`.

use crate::cli::context::Context;
use crate::cli::editor;
use crate::cli::input;
use crate::cli::prompt::Prompter;
use crate::cli::settings::{Settings, file, no_folder};
use crate::cli::which_protocol::yes;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::Format;
use crate::report::config::FileReport;
use clap::Args;

/// Open the settings in your editor, and check them before they are saved
///
/// The editor is the one that VISUAL or EDITOR names.
#[derive(Debug, Args)]
pub(super) struct EditArgs {}

pub(super) fn run(_args: &EditArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[Format::Csv, Format::Jsonl])?;
    let path = file().ok_or_else(no_folder)?;
    if !context.may_ask() {
        return Err(Problem::usage("there is no terminal for an editor")
            .hint("`yjs config set KEY VALUE` sets one setting")
            .into());
    }
    // As it is, faults and all: this is where they are mended.
    let mut text = if path.exists() { input::file(&path.display().to_string())? } else { Settings::default().text() };
    loop {
        text = editor::edit(&text, ".json", context)?;
        match Settings::parse(&text) {
            Ok(settings) => {
                let path = settings.save()?;
                context.show(&FileReport::new(path.display().to_string(), true))?;
                return Ok(Exit::Answered);
            }
            Err(problem) => {
                let prompter = Prompter::new(context);
                prompter.refuse(&problem);
                if !yes(&prompter, "Edit it again?")? {
                    return Err(Problem { hint: None, ..problem }.hint("nothing was changed").into());
                }
            }
        }
    }
}
