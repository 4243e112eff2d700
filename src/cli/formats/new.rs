//! `yjs formats new`.

use crate::cli::context::Context;
use crate::cli::prompt::Prompter;
use crate::cli::reading::own_folder;
use crate::cli::which_protocol::yes;
use crate::exit::Exit;
use crate::input::ask::Ask;

use crate::input::format::propose::{self, Guess, Role, Sample};
use crate::input::format::raw::{Dates, Format};
use crate::input::format::values::same_name;
use crate::input::sampled::sample;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::Vocabulary;
use crate::render::Format as Form;
use crate::report::formats_made::NewReport;
use clap::Args;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Propose a format for a file, from the names of its columns and what is in them
///
/// Writes the format in your own folder of formats, where every command finds it, and never overwrites one. What is
/// unsure is asked at a terminal; elsewhere it is left out and named. Change the file by hand as you like: it is plain
/// JSON, and `yjs formats check` says what is wrong with it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs formats new weekly.csv --id weekly\n  \
    yjs formats new book.xlsx --sheet Missing --id missing-weekly --dates dmy\n  \
    yjs formats new weekly.csv --id weekly --columns \"event:located=Back on,cse=CSE flag\"")]
pub(super) struct NewArgs {
    /// The file: CSV or a workbook
    #[arg(value_name = "FILE")]
    file: String,
    /// The name of the format: lower-case letters, digits and -; otherwise that of the file
    #[arg(long, value_name = "NAME")]
    id: Option<String>,
    /// The order of dates, if they do not show it: dmy, iso or serial
    #[arg(long, value_name = "ORDER")]
    dates: Option<Dates>,
    /// The sheet of a workbook, if not the first
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The line of the heading, if it is not the first of the fullest lines
    #[arg(long, value_name = "LINE", value_parser = clap::value_parser!(u32).range(1..))]
    heading: Option<u32>,
    /// What columns hold, where that is not proposed: ref, born, worker, a fact or event:KIND, each with its column's name
    #[arg(long, value_name = "WHAT=COLUMN,…")]
    columns: Vec<String>,
    /// The file to write, instead of one in your own folder of formats
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &NewArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[Form::Csv, Form::Jsonl])?;
    let id = id(args)?;
    let columns = crate::cli::reading::columns(&args.columns)?;
    let ask = Ask { sheet: args.sheet.clone(), heading: args.heading.map(|line| line as usize), ..Ask::default() };
    let sampled = sample(&args.file, &ask)?;
    let vocabulary = vocabulary(context)?;
    let mut guesses = propose::guesses(&sampled.columns, &vocabulary.vocabulary)?;
    said(&mut guesses, &columns, &vocabulary.vocabulary)?;
    let unsure = settle(&mut guesses, &vocabulary.vocabulary, context)?;
    if !guesses.iter().any(|guess| guess.role == Role::Reference) {
        let names: Vec<&str> = guesses.iter().map(|guess| guess.column.as_str()).collect();
        return Err(Problem::input("no column looks like the child's reference")
            .file(&args.file)
            .at(sampled.heading, None)
            .hint(format!("say which it is, as in --columns \"ref=Child ID\"; the columns are {}", names.join(", ")))
            .into());
    }
    let dates = match args.dates.or_else(|| propose::order_of_dates(&sampled.columns)) {
        Some(dates) => Some(dates),
        None => ask_order(&sampled.columns, context)?,
    };
    let format = propose::format(&id, &guesses, &sampled.columns, sampled.heading, dates, &vocabulary.vocabulary);
    let path = match &args.output {
        Some(path) => path.clone(),
        None => own_folder()
            .ok_or_else(|| {
                Problem::usage("there is no folder for your own formats").hint("name the file with --output")
            })?
            .join(format!("{id}.json")),
    };
    write(&path, &format)?;
    let is_own = args.output.is_none();
    let report = NewReport::new(&format, &path.display().to_string(), is_own, &args.file, unsure, dates.is_none());
    context.show(&report.of_sheet(sampled.sheet))?;
    Ok(Exit::Answered)
}

fn id(args: &NewArgs) -> Result<String, Problem> {
    let stem = Path::new(&args.file).file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let usual: String = stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let id = args.id.clone().unwrap_or_else(|| usual.trim_matches('-').to_owned());
    let is_id =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_id {
        let hint = "give one of lower-case letters, digits and -: --id weekly-missing";
        return Err(Problem::usage(format!("`{id}` cannot be the name of a format")).field("--id").hint(hint));
    }
    if crate::input::format::library::BUILT_IN.iter().any(|(held, _)| *held == id) {
        let hint = "choose another name: a format with this name would hide the built-in one";
        return Err(Problem::usage(format!("`{id}` is built in")).field("--id").hint(hint));
    }
    Ok(id)
}

/// The words of a protocol: the one that is named, else the first.
fn vocabulary(context: &Context) -> Result<std::sync::Arc<Protocol>, Problem> {
    match &context.global.protocol {
        Some(id) => context.protocol(id),
        None => {
            let first = context.protocol_ids()?.into_iter().next();
            context.protocol(&first.ok_or_else(|| Problem::input("there is no protocol"))?)
        }
    }
}

/// Takes what the command line says of columns.
fn said(guesses: &mut [Guess], columns: &[(String, String)], vocabulary: &Vocabulary) -> Result<(), Problem> {
    for (what, column) in columns {
        let role = match what.as_str() {
            "ref" => Role::Reference,
            "born" => Role::Born,
            "worker" => Role::Worker,
            other => match other.strip_prefix("event:") {
                Some(kind) if vocabulary.event(kind).is_some() => Role::Event(kind.to_owned()),
                None if vocabulary.fact(other).is_some() => Role::Fact(other.to_owned()),
                _ => {
                    let problem = Problem::usage(format!("there is no fact or event `{other}`")).field("--columns");
                    return Err(problem.hint("`yjs find WORDS` finds facts and events; an event is written event:KIND"));
                }
            },
        };
        let names: Vec<String> = guesses.iter().map(|guess| guess.column.clone()).collect();
        for guess in guesses.iter_mut().filter(|guess| guess.role == role) {
            guess.role = Role::Nothing;
        }
        let found = guesses.iter_mut().find(|guess| same_name(&guess.column, column));
        let found = found.ok_or_else(|| {
            let problem = Problem::usage(format!("the file has no column `{column}`")).field("--columns");
            problem.hint(format!("its columns are {}", names.join(", ")))
        })?;
        (found.role, found.sure) = (role, true);
    }
    Ok(())
}

/// Asks about what is unsure; where nobody can be asked it is left out. Returns what was left out, with what it may be.
fn settle(guesses: &mut [Guess], vocabulary: &Vocabulary, context: &Context) -> Result<Vec<(String, String)>, Problem> {
    let mut left = Vec::new();
    for guess in guesses
        .iter_mut()
        .filter(|guess| !guess.sure && !matches!(guess.role, Role::Nothing | Role::Names | Role::ChildName))
    {
        let (what, words) = in_words(&guess.role, vocabulary);
        let keep = context.may_ask()
            && yes(&Prompter::new(context), &format!("Does the column “{}” hold {words}?", guess.column))?;
        if !keep {
            if !context.may_ask() {
                left.push((guess.column.clone(), what));
            }
            guess.role = Role::Nothing;
        }
    }
    Ok(left)
}

/// What a column may hold: as `--columns` takes it, and in words.
fn in_words(role: &Role, vocabulary: &Vocabulary) -> (String, String) {
    match role {
        Role::Reference => ("ref".into(), "the child's reference".into()),
        Role::Born => ("born".into(), "the date of birth".into()),
        Role::Worker => ("worker".into(), "the worker's code".into()),
        Role::Event(kind) => {
            let title = vocabulary.event(kind).map(|event| vocabulary.event_definition(event).title.clone());
            (format!("event:{kind}"), format!("the date of “{}”", title.unwrap_or_else(|| kind.clone())))
        }
        Role::Fact(id) => {
            let question = vocabulary.fact(id).map(|fact| vocabulary.fact_definition(fact).question.clone());
            (id.clone(), format!("the answer to “{}”", question.unwrap_or_else(|| id.clone())))
        }
        Role::Names | Role::ChildName | Role::Nothing => (String::new(), String::new()),
    }
}

/// Asks which order the dates are in, when they do not show it.
fn ask_order(samples: &[Sample], context: &Context) -> Result<Option<Dates>, Problem> {
    let Some(example) = propose::ambiguous(samples).filter(|_| context.may_ask()) else { return Ok(None) };
    let day_first = yes(&Prompter::new(context), &format!("Is the day first in dates such as {example}?"))?;
    Ok(day_first.then_some(Dates::Dmy))
}

fn write(path: &Path, format: &Format) -> Result<(), Problem> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| {
        Problem::input(format!("it cannot be written: {error}")).file(&name).hint("nothing that was there has changed")
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).create(folder).map_err(failed)?;
    }
    let text = serde_json::to_string_pretty(format).map_err(|error| Problem::input(error.to_string()))?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Problem::usage("it is there already")
            .file(&name)
            .hint("choose another name with --id, or move that file away; nothing was written"),
        _ => failed(error),
    })?;
    file.write_all((text + "\n").as_bytes()).map_err(failed)
}
