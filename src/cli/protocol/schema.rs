//! `yjs protocol schema`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::schema;
use crate::render::{Format, output};
use crate::report::protocol::SchemasReport;
use clap::Args;

/// Print the JSON Schema of a protocol's file or of a case
///
/// Without a name, lists the schemas. Point your editor at a schema to check the file as you write.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs protocol schema\n  yjs protocol schema routes > routes.schema.json")]
pub(super) struct SchemaArgs {
    /// The file's name without .json, or case
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(args: &SchemaArgs, context: &Context) -> anyhow::Result<Exit> {
    let Some(name) = &args.name else {
        context.show(&SchemasReport::new(schema::all()))?;
        return Ok(Exit::Answered);
    };
    let name = name.strip_suffix(".json").unwrap_or(name);
    let Some(bundled) = schema::bundled(name) else {
        let known: Vec<&str> = schema::all().map(|(name, _)| name).collect();
        let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        let problem = Problem::usage(format!("no schema is called `{name}`"));
        return Err(problem.hint(format!("{}the schemas are: {}", near.unwrap_or_default(), known.join(", "))).into());
    };
    // A schema is JSON whatever is asked for, so that it can be put in a file as it is.
    if !matches!(context.format(), Format::Table | Format::Plain | Format::Json) {
        return Err(Problem::usage(format!("a schema has no {}", context.format()))
            .hint("leave out --format: it is JSON")
            .into());
    }
    output::to_stdout(&format!("{bundled}\n"), &context.style)?;
    Ok(Exit::Answered)
}
