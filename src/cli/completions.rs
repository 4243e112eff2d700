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
/// With them the shell asks yjs itself, and so knows your cases, workers, rules, facts, events and teams. The same text is
/// in the folder `completions` of the source code.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs completions bash > ~/.local/share/bash-completion/completions/yjs\n  \
    yjs completions zsh > ~/.zfunc/_yjs\n  yjs completions fish > ~/.config/fish/completions/yjs.fish\n  \
    yjs completions powershell >> $PROFILE\n  source <(yjs completions bash)")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, context: &Context) -> anyhow::Result<Exit> {
    let shells = Shells::builtins();
    let completer = shells
        .completer(&args.shell.to_string())
        .ok_or_else(|| Problem::usage("this shell has no completions").field("SHELL"))?;
    let mut script = Vec::new();
    completer.write_registration(VARIABLE, "yjs", "yjs", "yjs", &mut script)?;
    output::to_stdout(&String::from_utf8_lossy(&script), &context.style)?;
    Ok(Exit::Answered)
}
