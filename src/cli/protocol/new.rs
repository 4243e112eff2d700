//! `yjs protocol new`.

use crate::cli::context::Context;
use crate::cli::library::is_id;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::{embedded, template};
use crate::render::Format;
use crate::report::protocol::NewReport;
use clap::Args;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Make a new protocol: a folder with one worked rule of each kind, its tests, and a guide
///
/// Makes the folder in the --protocols folder or, without one, in your own folder, where every command finds it. Never
/// overwrites anything.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs protocol new east_moor\n  yjs protocol new east_moor --protocols ./protocols")]
pub(super) struct NewArgs {
    /// The protocol's id and its folder's name: lower-case letters, digits, - and _
    #[arg(value_name = "NAME")]
    name: String,
}

pub(super) fn run(args: &NewArgs, context: &Context) -> anyhow::Result<Exit> {
    let id = args.name.as_str();
    // Said before anything is written.
    context.refuse_formats(&[Format::Csv, Format::Jsonl])?;
    if !is_id(id) {
        let hint = "use lower-case letters and digits, with - and _ between, such as east_moor";
        return Err(Problem::usage(format!("`{id}` cannot be a protocol's name")).hint(hint).into());
    }
    if embedded::ids().any(|held| held == id) {
        let hint = "choose another name: a protocol with this name would hide the built-in one";
        return Err(Problem::usage(format!("`{id}` is built in")).hint(hint).into());
    }
    let Some(parent) = context.global.protocols.as_deref().or(context.own_protocols()) else {
        let hint = "name a folder for protocols with --protocols";
        return Err(Problem::usage("there is no folder for your own protocols").hint(hint).into());
    };
    let folder = parent.join(id);
    let files = template::files(id);
    write(&folder, &files)?;
    let given = context.global.protocols.as_ref().map(|given| given.display().to_string());
    let names = files.into_iter().map(|(name, _)| name).collect();
    context.show(&NewReport::new(id, &folder.display().to_string(), given.as_deref(), names))?;
    Ok(Exit::Answered)
}

fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Problem> {
    let name = folder.display().to_string();
    let failed = |error: std::io::Error| {
        Problem::input(format!("it cannot be written: {error}")).file(&name).hint("nothing that was there has changed")
    };
    if let Some(parent) = folder.parent() {
        DirBuilder::new().recursive(true).create(parent).map_err(failed)?;
    }
    DirBuilder::new().create(folder).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Problem::usage("it is there already")
            .file(&name)
            .hint("choose another name, or move that folder away; nothing was written"),
        _ => failed(error),
    })?;
    for (file, text) in files {
        let path = folder.join(file);
        if let Some(parent) = path.parent() {
            DirBuilder::new().recursive(true).create(parent).map_err(failed)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
    }
    Ok(())
}
