//! Which findings are asked for: by code, severity and date.

use crate::calendar::{Moment, Tense};
use crate::cli::context::Context;
use crate::domain::check::Finding;
use crate::problem::{Problem, nearest};
use crate::protocol::checks::{CHECKS, Checks, Severity};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

/// Severities as they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SeverityName {
    Breach,
    Due,
    Advice,
    Data,
}

impl SeverityName {
    fn severity(self) -> Severity {
        match self {
            Self::Breach => Severity::Breach,
            Self::Due => Severity::Due,
            Self::Advice => Severity::Advice,
            Self::Data => Severity::Data,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct WantedArgs {
    /// Show only findings whose codes are, or start with, these
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave out findings whose codes are, or start with, these
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Show only findings of these severities
    #[arg(long, value_name = "SEVERITIES", value_delimiter = ',')]
    severity: Vec<SeverityName>,
    /// Show only findings dated on this day or later; those without a date are counted and left out
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
}

/// What is asked for, read.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    select: Vec<String>,
    ignore: Vec<String>,
    severities: Vec<Severity>,
    since: Option<NaiveDate>,
}

/// What becomes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Wanted,
    Unwanted,
    /// It has no date, and only findings since a date are asked for.
    Undated,
}

impl Wanted {
    /// Reads the options.
    ///
    /// # Errors
    /// When a code is that of no check, or a date is none.
    pub(super) fn new(args: &WantedArgs, context: &Context) -> Result<Self, Problem> {
        let since = args.since.as_deref().map(|text| context.when(text, Tense::Past).map(Moment::date)).transpose();
        let wanted = Self {
            select: args.select.iter().map(|code| code.trim().to_owned()).collect(),
            ignore: args.ignore.iter().map(|code| code.trim().to_owned()).collect(),
            severities: args.severity.iter().map(|name| name.severity()).collect(),
            since: since.map_err(|problem| problem.field("--since"))?,
        };
        for (option, codes) in [("--select", &wanted.select), ("--ignore", &wanted.ignore)] {
            known(codes, context).map_err(|problem| problem.field(option))?;
        }
        Ok(wanted)
    }

    /// Whether some findings are not asked for.
    pub(super) fn is_narrow(&self) -> bool {
        self.since.is_some()
            || [&self.select, &self.ignore].iter().any(|codes| !codes.is_empty())
            || !self.severities.is_empty()
    }

    /// Whether a check is asked for, whatever it finds.
    pub(super) fn takes(&self, code: &str, severity: Severity) -> bool {
        let begins = |codes: &[String]| codes.iter().any(|held| code.starts_with(held.as_str()));
        (self.select.is_empty() || begins(&self.select))
            && !begins(&self.ignore)
            && (self.severities.is_empty() || self.severities.contains(&severity))
    }

    /// What becomes of a finding.
    pub(super) fn verdict(&self, finding: &Finding<'_>) -> Verdict {
        if !self.takes(&finding.check.code, finding.severity) {
            return Verdict::Unwanted;
        }
        match (self.since, finding.due.or(finding.since).map(Moment::date)) {
            (Some(_), None) => Verdict::Undated,
            (Some(since), Some(date)) if date < since => Verdict::Unwanted,
            _ => Verdict::Wanted,
        }
    }
}

/// Refuses a code with which no code of any check begins: a slip would otherwise hide everything, or nothing.
fn known(asked: &[String], context: &Context) -> Result<(), Problem> {
    if asked.is_empty() {
        return Ok(());
    }
    let mut codes: Vec<String> = Checks::from_json(CHECKS)?.checks.into_iter().map(|check| check.code).collect();
    for id in context.protocol_ids()? {
        codes.extend(context.protocol(&id)?.checks.iter().map(|check| check.code.clone()));
    }
    for code in asked {
        if code.is_empty() || !codes.iter().any(|held| held.starts_with(code.as_str())) {
            let problem = Problem::usage(format!("no check has the code `{code}`"));
            return Err(match nearest(code, codes.iter().map(String::as_str)) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint("`yjs check --format jsonl` shows the code of each finding"),
            });
        }
    }
    Ok(())
}
