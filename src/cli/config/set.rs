//! `yjs config set`.

use crate::cli::context::Context;
use crate::cli::settings::{Setting, Settings, checked, key};
use crate::domain::naming::known_team;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::Format;
use crate::report::config::ChangedReport;
use clap::Args;

/// Set one setting
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs config set protocol camden\n  yjs config set worker jm")]
pub(super) struct SetArgs {
    /// The setting: protocol, worker, team, format, store or key-file
    #[arg(value_name = "KEY")]
    key: String,
    /// Its value
    #[arg(value_name = "VALUE")]
    value: String,
}

pub(super) fn run(args: &SetArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[Format::Csv, Format::Jsonl])?;
    let key = key(&args.key)?;
    let mut value = checked(key, &args.value)?;
    if key == Setting::Protocol {
        value = context.protocol_called(&value).unwrap_or(value);
    }
    known(key, &value, context)?;
    // Read again, not as the command began: another may have written it since.
    let mut settings = Settings::read()?;
    let before = settings.get(key).map(str::to_owned);
    settings.set(key, Some(value.clone()));
    let path = settings.save()?;
    context.show(&ChangedReport::new(key.id(), before, Some(value), path.display().to_string()))?;
    if !key.has_effect() {
        context.note(format!("It is kept, and has no effect yet: no command of this version uses {}.", key.id()));
    }
    beaten(key, context);
    Ok(Exit::Answered)
}

/// Refuses a protocol or a team that there is not: the next command would fail, far from the mistake.
fn known(key: Setting, value: &str, context: &Context) -> Result<(), Problem> {
    match key {
        Setting::Protocol => context.protocol(value).map(drop),
        Setting::Team => {
            let mut unknown = None;
            for id in context.protocol_ids()? {
                match known_team(context.protocol(&id)?.as_ref(), value) {
                    Ok(()) => return Ok(()),
                    Err(problem) => unknown = Some(problem),
                }
            }
            unknown.map_or(Ok(()), |problem| {
                let what = format!("no protocol has a team called `{value}`");
                Err(Problem { what, ..problem }.field(key.id()).hint("`yjs contacts` lists the teams"))
            })
        }
        _ => Ok(()),
    }
}

/// Says that the environment has a value too, which counts before the one in the file.
pub(super) fn beaten(key: Setting, context: &Context) {
    if let Some(value) = key.in_environment() {
        context.note(format!("The variable {} is set to {value}, and counts before this.", key.variable()));
    }
}
