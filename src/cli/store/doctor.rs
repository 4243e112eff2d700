//! `yjs store doctor`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::care::DoctorReport;
use clap::Args;

/// Say on one screen whether all is well with the store
///
/// Format, chain, lock, who may read it, copies that sync tools made, backups, room on the disk. Changes nothing.
/// Exits 2 when something is wrong.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {}

pub(super) fn run(_args: &DoctorArgs, context: &Context) -> anyhow::Result<Exit> {
    let health = context.folder_store()?.doctor(context.real_time())?;
    let ok = health.ok;
    context.show(&DoctorReport::new(health))?;
    Ok(if ok { Exit::Answered } else { Exit::Partly })
}
