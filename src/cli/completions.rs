//! `yjs completions`: what a shell needs to complete the command line.

use super::complete::VARIABLE;
use super::context::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::output;
use clap::Args;
use clap_complete::Shell;
use clap_complete::env::Shells;

/// Print completions for a shell
///
/// The same text is in the folder `completions` of the source code.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs completions bash > ~/.local/share/bash-completion/completions/yjs\n  \
    yjs completions zsh > ~/.zfunc/_yjs\n  yjs completions fish > ~/.config/fish/completions/yjs.fish\n  \
    yjs completions powershell >> $PROFILE\n  source <(yjs completions bash --dynamic)")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
    /// Print completions that ask yjs itself, and so know your cases, workers, rules, facts, events and teams
    #[arg(long)]
    dynamic: bool,
}

/// The script by which a shell asks yjs itself.
fn dynamic(shell: Shell) -> std::io::Result<Vec<u8>> {
    let shells = Shells::builtins();
    let mut script = Vec::new();
    match shells.completer(&shell.to_string()) {
        Some(completer) => completer.write_registration(VARIABLE, "yjs", "yjs", "yjs", &mut script)?,
        None => return Err(std::io::Error::other("this shell has none")),
    }
    Ok(script)
}

pub(super) fn run(args: &CompletionsArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut command = super::parse::whole();
    let name = command.get_name().to_owned();
    let script = if args.dynamic {
        dynamic(args.shell).map_err(|error| Problem::usage(error.to_string()).field("--dynamic"))?
    } else {
        let mut script = Vec::new();
        clap_complete::generate(args.shell, &mut command, name, &mut script);
        script
    };
    output::to_stdout(&String::from_utf8_lossy(&script), &context.style)?;
    Ok(Exit::Answered)
}
