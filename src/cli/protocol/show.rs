//! `yjs protocol show`.

use super::dated;
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{html, output};
use crate::report::protocol::ShowReport;
use clap::Args;

/// Print a whole protocol as a handbook: every rule with its clause and its readings, the directory, every silence
///
/// Shows contacts as printed, even if your own contacts.json has others.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs protocol show camden --brief\n  yjs protocol show camden --format md > camden.md\n  \
    yjs protocol show camden --html > camden.html\n  yjs protocol show east_moor@2026-08-31\n  \
    yjs protocol show tower_hamlets --format json"
)]
pub(super) struct ShowArgs {
    /// The protocol's id or folder, with @DATE for the rules of that day or @EDITION
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Show only titles and clauses
    #[arg(long)]
    brief: bool,
    /// Print one HTML page that needs no other file
    #[arg(long, conflicts_with_all = ["brief", "format"])]
    html: bool,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> anyhow::Result<Exit> {
    let id = args.id.as_ref().or(context.global.protocol.as_ref());
    let Some(id) = id else {
        let known = context.protocol_ids()?;
        return Err(Problem::usage("which protocol?").hint(format!("name one of: {}", known.join(", "))).into());
    };
    let protocol = dated(id, context)?;
    let report = ShowReport::new(&protocol, args.brief);
    if args.html {
        output::to_stdout(&html::render(&crate::render::Report::page(&report)), &context.style)?;
    } else {
        context.show(&report)?;
    }
    Ok(Exit::Answered)
}
