//! `yjs config`: the user's settings.

mod edit;
mod get;
mod list;
mod path;
mod set;
mod unset;

use super::commands::commands;
use super::context::Context;
use super::settings::{Setting, file};
use crate::exit::Exit;
use crate::report::config::{Origin, SettingRow};
use clap::Args;
use std::ffi::OsString;

/// Keep settings: your protocol, worker code and other things that you would give each time
///
/// They are kept in one file. An option on the command line beats the environment, and the environment beats the file.
#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

commands! {
    enum ConfigCommand {
        List(list::ListArgs) "list" => list::run,
        Get(get::GetArgs) "get" => get::run,
        Set(set::SetArgs) "set" => set::run,
        Unset(unset::UnsetArgs) "unset" => unset::run,
        Path(path::PathArgs) "path" => path::run,
        Edit(edit::EditArgs) "edit" => edit::run,
    }
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    ConfigCommand::alone(words)
}

pub(super) fn run(args: &ConfigArgs, context: &Context) -> anyhow::Result<Exit> {
    args.command.run(context)
}

/// What counts for a key in this command, and where it comes from.
fn row(key: Setting, context: &Context) -> Result<SettingRow, crate::problem::Problem> {
    let given = context.given(key);
    let environment = key.in_environment();
    let held = context.settings()?.get(key).map(str::to_owned);
    let flag = given.filter(|given| environment.as_ref() != Some(given));
    let (value, origin) = match (flag, environment, held) {
        (Some(value), ..) => (Some(value), Origin::Option),
        (None, Some(value), _) => (Some(value), Origin::Environment(key.variable())),
        (None, None, Some(value)) => {
            (Some(value), Origin::File(file().map(|path| path.display().to_string()).unwrap_or_default()))
        }
        (None, None, None) => (None, Origin::Nowhere),
    };
    Ok(SettingRow::new(key.id(), value, origin))
}
