//! `yjs completions`: what a shell needs to complete the command line.

use super::context::Context;
use crate::exit::Exit;
use crate::render::output;
use clap::Args;
use clap_complete::Shell;

/// Print completions for a shell
///
/// The same text is in the folder `completions` of the source code.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs completions bash > ~/.local/share/bash-completion/completions/yjs\n  \
    yjs completions zsh > ~/.zfunc/_yjs\n  yjs completions fish > ~/.config/fish/completions/yjs.fish\n  \
    yjs completions powershell >> $PROFILE")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut command = super::parse::whole();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    output::to_stdout(&String::from_utf8_lossy(&script), &context.style)?;
    Ok(Exit::Answered)
}
