//! `yjs case move`.

use super::change;
use crate::cli::context::Context;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::report::changes::ChangesReport;
use clap::Args;
use std::cell::RefCell;

/// Move a case to another protocol, when a child moves to another borough
///
/// Facts and events stay. A team that the other protocol does not have is kept in the note of its event, and a fact that
/// it does not know is left out; both are named. The history keeps the case as it was.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yjs case move YJ-0042 --protocol tower_hamlets")]
pub(super) struct MoveArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
}

pub(super) fn run(args: &MoveArgs, context: &Context) -> anyhow::Result<Exit> {
    let Some(asked) = context.global.protocol.clone() else {
        return Err(Problem::usage("to which protocol?").hint("add --protocol with the new one").into());
    };
    let to = context.protocol(&asked)?;
    let remarks = RefCell::new(Vec::new());
    let what = format!("moved to {asked}");
    let changed = change::change(context, &args.reference, &what, |case, from| {
        if from.id == to.id {
            return Err(Problem::usage(format!("{} is under {} already", case.reference, to.id)).field("--protocol"));
        }
        *remarks.borrow_mut() = moved(case, from, &to)?;
        Ok(())
    })?;
    let headline = format!("Moved: {} is now under {}", args.reference, changed.protocol.name);
    let before = changed.before.as_ref();
    let report = ChangesReport::new(&changed.protocol, headline, before, &changed.after, context.global.verbose);
    let remarks = remarks.take();
    context.show(&report.remark((!remarks.is_empty()).then(|| remarks.join(" "))))?;
    Ok(Exit::Answered)
}

/// Moves a case, and returns what became of what the other protocol does not know.
fn moved(case: &mut Case, from: &Protocol, to: &Protocol) -> Result<Vec<String>, Problem> {
    case.protocol = Some(to.id.clone());
    let (mut teams, mut facts) = (Vec::new(), Vec::new());
    for event in &mut case.events {
        if to.vocabulary.event(&event.kind).is_none() {
            return Err(Problem::input(format!("{} has no event `{}`, which the case has", to.id, event.kind))
                .hint(format!("`yjs case withdraw {} {}` takes it back", case.reference, event.kind)));
        }
        let Some(team) = event.to.take_if(|team| to.team(team).is_none()) else { continue };
        let kept = format!("to {team} ({})", from.id);
        event.note = Some(match event.note.take() {
            Some(note) => format!("{note}; {kept}"),
            None => kept,
        });
        if !teams.contains(&team) {
            teams.push(team);
        }
    }
    case.facts.0.retain(|(id, value)| {
        let known = to.vocabulary.fact(id).is_some();
        if !known {
            facts.push(format!("{id} ({value})"));
        }
        known
    });
    let mut remarks = Vec::new();
    if !teams.is_empty() {
        remarks.push(format!("{} has no team {}: the events keep it in their notes.", to.name, teams.join(", ")));
    }
    if !facts.is_empty() {
        remarks.push(format!("{} does not know {}: left out.", to.name, facts.join(", ")));
    }
    Ok(remarks)
}
