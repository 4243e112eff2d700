//! `yjs case draft`.

use crate::cli::called::named;
use crate::cli::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::protocol::names::NameKind;
use crate::report::draft::DraftReport;
use clap::Args;

/// Draft a referral from a case, to paste into a form or an email
///
/// Fills in what the case holds, says where it goes and why, and names what is missing. A protocol prints what goes with a
/// form, and not the form's own questions. Check every line before you send it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs case draft YJ-0042 e-caf --sample\n  yjs case draft YJ-0051 87a --sample --format md\n  \
    yjs case draft YJ-0051 mast --sample"
)]
pub(super) struct DraftArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// The form, or the team that it goes to, by any name for it
    #[arg(value_name = "FORM", num_args = 1.., required = true)]
    form: Vec<String>,
}

pub(super) fn run(args: &DraftArgs, context: &Context) -> anyhow::Result<Exit> {
    let case = context.stored(&args.reference)?.case;
    let protocol = context.protocol_of(&case)?;
    let words = args.form.join(" ");
    let (wanted, title) = match named(&protocol, NameKind::Form, &words, "FORM") {
        Ok(form) => {
            let title = protocol.form_title(&form).to_owned();
            (form, title)
        }
        Err(problem) => {
            let team = named(&protocol, NameKind::Team, &words, "FORM").map_err(|_| problem)?;
            let title = protocol.team(&team).map_or_else(|| team.clone(), |team| team.title.clone());
            (team, title)
        }
    };
    let place = format!("case {}", args.reference);
    let situation = Situation::new(&protocol, &case, context.now).map_err(|problem| problem.file(place))?;
    context.show(&DraftReport::new(&case, &Assessment::new(situation), &wanted, &title)?)?;
    Ok(Exit::Answered)
}
