//! `yjs triage`: a guided assessment, or one from a file.

use super::Global;
use super::arguments::add_facts;
use super::context::Context;
use super::conversation::{self, Plan};
use super::input;
use crate::domain::case::{Case, Facts};
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::assessment::AssessmentReport;
use clap::Args;
use std::path::PathBuf;

/// Assess a case: level, route, deadlines and whom to tell
///
/// At a terminal this is a conversation. It asks only what can still change the answer, and you can always answer "don't
/// know". It keeps each answer as you give it. With --from it reads one case as JSON and asks nothing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs triage --protocol camden\n  yjs triage YJ-0042\n  yjs triage --resume\n  \
    yjs triage --from case.json --format json\n  yjs triage -p camden --answers talk.json --no-input --save YJ-0042")]
pub(super) struct TriageArgs {
    /// A stored case to start from
    #[arg(value_name = "REF", conflicts_with = "from")]
    reference: Option<String>,
    /// Read one case as JSON from a file, or from standard input with -
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// A fact: F for yes, F=VALUE, or F=? for not known
    #[arg(long = "fact", value_name = "F[=V]")]
    facts: Vec<String>,
    /// Continue a conversation that was not finished
    #[arg(long, conflicts_with_all = ["from", "facts", "answers"])]
    resume: bool,
    /// Replay the answers in a file that --record wrote
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    answers: Option<String>,
    /// Write the questions and answers to a file, as JSON
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Save to this case without asking
    #[arg(long, value_name = "REF", conflicts_with = "from")]
    save: Option<String>,
    /// Record your own level beside the one worked out
    #[arg(long, value_name = "LEVEL", requires = "reason", conflicts_with = "from")]
    judge: Option<u8>,
    /// The reason for --judge; without a value you are asked, - reads standard input, @ opens your editor. What you write
    /// on the command line stays in the shell's history
    #[arg(long, value_name = "TEXT", requires = "judge", num_args = 0..=1, default_missing_value = "")]
    reason: Option<String>,
    /// Show the whole working with the answer
    #[arg(long)]
    explain: bool,
}

impl TriageArgs {
    /// Whether it is a conversation, held now or replayed.
    fn talks(&self) -> bool {
        self.resume || self.answers.is_some() || self.record.is_some() || self.save.is_some() || self.judge.is_some()
    }
}

pub(super) fn run(args: &TriageArgs, context: &Context) -> anyhow::Result<Exit> {
    if args.resume {
        return resume(args, context);
    }
    let mut case = match (&args.from, &args.reference) {
        (Some(path), _) => input::case_from(path)?,
        (None, Some(reference)) => context.stored(reference)?.case,
        (None, None) => Case::default(),
    };
    let earlier = args.answers.as_deref().map(conversation::read).transpose()?;
    if let Some(earlier) = &earlier {
        if args.reference.is_none() {
            case = earlier.case().cloned().unwrap_or_default();
        }
        case.protocol.get_or_insert_with(|| earlier.protocol().to_owned());
    }
    let asks = args.from.is_none() && args.facts.is_empty() && context.may_ask();
    let protocol = conversation::governing(context, &case, asks)?;
    if earlier.is_some() && args.reference.is_none() {
        case.protocol = earlier.as_ref().and_then(|earlier| earlier.case()).and_then(|case| case.protocol.clone());
    }
    if asks || args.talks() {
        let mut given = Facts::default();
        add_facts(&protocol, &mut given, &args.facts, context)?;
        let plan = Plan {
            reference: args.reference.clone(),
            case,
            given,
            earlier,
            source: args.answers.clone(),
            record: args.record.clone(),
            save: args.save.clone(),
            judgement: judgement(args, context)?,
            explain: args.explain,
            ..Plan::default()
        };
        context.without_pager();
        return conversation::run(plan, &protocol, context);
    }
    if args.from.is_none() && args.facts.is_empty() && args.reference.is_none() {
        return Err(Problem::usage("there is no terminal to ask questions at")
            .hint("give a case: `yjs triage --from FILE`, or a stored one: `yjs triage REF`")
            .into());
    }
    add_facts(&protocol, &mut case.facts, &args.facts, context)?;
    let mut report = AssessmentReport::of_case(&protocol, &case, context.now)
        .map_err(|problem| problem.file(args.from.as_deref().map_or("the case", shown)))?;
    report.verbose = args.explain || context.global.verbose;
    context.show(&report)?;
    let unanswered = context.without_edition(&protocol, &case, context.now)?;
    Ok(unanswered.or(context.adverse(report.is_adverse())))
}

/// The level of the practitioner's own, with its reason.
fn judgement(args: &TriageArgs, context: &Context) -> Result<Option<(u8, String)>, Problem> {
    let reason = args.reason.as_deref().map(|given| super::case::reason(given, context)).transpose()?;
    Ok(args.judge.zip(reason))
}

/// Goes on from a draft, with the options that it began with.
fn resume(args: &TriageArgs, context: &Context) -> anyhow::Result<Exit> {
    let (name, earlier) = conversation::find(context, args.reference.as_deref())?;
    let options = earlier.options().clone();
    let plan = Plan {
        reference: earlier.reference().map(str::to_owned),
        case: earlier.case().cloned().unwrap_or_default(),
        draft: Some(name),
        record: args.record.clone().or(options.record),
        save: args.save.clone().or(options.save),
        judgement: judgement(args, context)?,
        explain: args.explain || options.explain,
        earlier: Some(earlier),
        ..Plan::default()
    };
    let id = plan.earlier.as_ref().map(|earlier| earlier.protocol().to_owned());
    if let (None, Some(folder)) = (&context.global.protocols, options.protocols) {
        let global = Global { protocols: Some(folder), ..context.global.clone() };
        let context = Context::new(global)?;
        let exit = conversation::run(plan, &*context.protocol_named(id.as_deref())?, &context);
        context.tidy();
        return exit;
    }
    conversation::run(plan, &*context.protocol_named(id.as_deref())?, context)
}

fn shown(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}
