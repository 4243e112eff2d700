//! `yjs protocol show`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::protocol::ShowReport;
use clap::Args;

/// Show every rule of a protocol by kind, with its clause
///
/// Contacts are shown as printed, whatever your own contacts.json says.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs protocol show camden\n  yjs protocol show tower_hamlets --format json")]
pub(super) struct ShowArgs {
    /// The protocol, such as camden
    #[arg(value_name = "ID")]
    id: Option<String>,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> anyhow::Result<Exit> {
    let id = args.id.as_ref().or(context.global.protocol.as_ref());
    let Some(id) = id else {
        let known = context.protocol_ids()?;
        return Err(Problem::usage("which protocol?").hint(format!("name one of: {}", known.join(", "))).into());
    };
    let protocol = context.printed_protocol(id)?;
    context.show(&ShowReport::new(&protocol))?;
    Ok(Exit::Answered)
}
