//! One run of the checks: cases taken one by one, what was found put where it is wanted, and what was counted.

use super::CheckArgs;
use super::baseline::Baseline;
use super::files::{FileCases, HELD, References};
use super::judge::{Judge, Judged};
use super::wanted::Wanted;
use super::watch::Watch;
use crate::calendar::london;
use crate::cli::context::Context;
use crate::cli::pipeline::in_order;
use crate::exit::Exit;
use crate::input::ask::Ask;
use crate::input::foreign::{read_joined, read_one};
use crate::input::format::library::Formats;
use crate::input::source::name_of;
use crate::interrupt;
use crate::problem::{Place, Problem};
use crate::protocol::checks::{Checks, Fault, Severity};
use crate::render::output::Written;
use crate::render::stream::Stream;
use crate::render::{Format, Terminal};
use crate::report::check::{CheckReport, FindingRow, Tally, WaivedRow, grouped, sentence};
use crate::report::check_summary::Summary;
use crate::store::CurrentLine;
use std::collections::BTreeMap;
use std::io::{IsTerminal, StdoutLock};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How many stored cases are checked at one go.
const BATCH: usize = 64;

/// Where findings go: straight out, or kept until all are known.
enum Sink {
    Lines(Stream<StdoutLock<'static>>),
    Rows(Stream<StdoutLock<'static>>),
    Kept(Vec<FindingRow>),
    Counted(Summary),
}

pub(super) struct Run<'a> {
    args: &'a CheckArgs,
    /// How files are to be read.
    ask: Ask,
    pub(super) context: &'a Context,
    checks: &'a Checks,
    sink: Sink,
    tally: Tally,
    /// What each code among the findings means.
    codes: BTreeMap<String, String>,
    wanted: &'a Wanted,
    baseline: Baseline,
    waived: Vec<WaivedRow>,
    watch: Watch,
    /// Whether something could not be read that the baseline does not have.
    unanswered: bool,
    closed: bool,
    failed: Option<Problem>,
}

/// Where a case stands, and whose it is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct At<'f> {
    pub(super) file: &'f str,
    pub(super) line: Option<usize>,
    pub(super) case: Option<&'f str>,
    pub(super) worker: Option<&'f str>,
    pub(super) protocol: Option<&'f str>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        args: &'a CheckArgs,
        context: &'a Context,
        checks: &'a Checks,
        wanted: &'a Wanted,
    ) -> Result<Self, Problem> {
        if context.format().is_apart() {
            // Said before anything is read.
            context.show(&CheckReport::new(context.now, Tally::default(), Vec::new(), Vec::new(), BTreeMap::new()))?;
        }
        let baseline = args.baseline.as_deref().map(Baseline::read).transpose()?.unwrap_or_default();
        let sink = match context.format() {
            _ if args.summary => Sink::Counted(Summary::default()),
            Format::Jsonl => Sink::Lines(Stream::stdout()),
            Format::Csv => {
                let mut rows = Stream::stdout();
                rows.row(FindingRow::KEYS)?;
                Sink::Rows(rows)
            }
            _ => Sink::Kept(Vec::new()),
        };
        Ok(Self {
            args,
            ask: args.reading.ask(context)?,
            context,
            checks,
            sink,
            tally: Tally::default(),
            codes: BTreeMap::new(),
            wanted,
            baseline,
            waived: Vec::new(),
            watch: Watch::new(&args.files, context),
            unanswered: false,
            closed: false,
            failed: None,
        })
    }

    pub(super) fn store(&mut self, judge: &Judge<'_>) -> Result<(), Problem> {
        let store = self.context.store()?;
        let warnings = store.with_current(&mut |lines| {
            let mut batches = lines.chunks(BATCH);
            let work = |batch: &[CurrentLine<'_>]| -> Vec<(Judged, String)> {
                let judged = |line: &CurrentLine<'_>| Some((judge.stored(line)?, line.file.to_owned()));
                batch.iter().filter_map(judged).collect()
            };
            in_order(
                || batches.next().filter(|_| !interrupt::asked()),
                work,
                |batch| {
                    for (judged, file) in batch {
                        self.absorb(&file, judged);
                        if self.is_stopped() {
                            return ControlFlow::Break(());
                        }
                    }
                    ControlFlow::Continue(())
                },
            );
        })?;
        for warning in &warnings {
            let file = warning.place.file.as_deref().unwrap_or_default();
            let place = Place { field: None, ..warning.place.clone() };
            let problem = Problem { place, ..warning.clone() };
            let faults = vec![(Fault::Line, problem)];
            self.absorb(file, Judged { line: warning.place.line, unread: true, faults, ..Judged::default() });
        }
        self.failed.take().map_or(Ok(()), Err)
    }

    /// How files are to be read.
    pub(super) fn ask(&self) -> &Ask {
        &self.ask
    }

    /// Checks the cases of a file, or of the files of one return together.
    pub(super) fn files(&mut self, paths: &[String], judge: &Judge<'a>, formats: &Formats) -> Result<(), Problem> {
        let [path, ..] = paths else { return Ok(()) };
        if self.is_over() {
            return Ok(());
        }
        let (form, bytes, ask) = (self.args.input, Arc::clone(&self.watch.bytes), self.ask.clone());
        let (file, seen) = (name_of(path), References::default());
        let mut taker = FileCases { run: self, judge, file, seen, waiting: Vec::new() };
        let read = match paths.len() {
            1 => read_one(path, form, &ask, formats, &bytes, &mut taker),
            _ => read_joined(paths, &ask, formats, &bytes, &mut taker).map(Some),
        };
        // Whether more are wanted no longer matters.
        let _ = taker.flush();
        if taker.seen.past && matches!(read, Ok(None)) {
            let last = grouped(HELD);
            self.context.note(format!("Each reference of {} was compared with the {last} before it.", name_of(path)));
        }
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        if let Ok(Some(told)) = &read {
            self.watch.clear();
            self.context.tell_reading(told);
        }
        if let Err(problem) = read {
            let path = problem.place.file.as_deref().unwrap_or(path);
            self.tally.unread_files += 1;
            self.say(&problem);
            let at = At { file: name_of(path), line: problem.place.line, ..At::default() };
            // People have just read it on standard error; scripts read the findings.
            match self.is_scripted() {
                true => self.unanswered |= !self.fault(at, Fault::File, &problem),
                false => {
                    self.tally.count(Severity::Data);
                    self.unanswered = true;
                }
            }
        }
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Whether nothing more is to be done: nobody reads on, something failed, or Ctrl-C was pressed.
    pub(super) fn is_over(&self) -> bool {
        self.is_stopped() || interrupt::asked()
    }

    /// Whether nothing more can be written: nobody reads on, or something failed.
    pub(super) fn is_stopped(&self) -> bool {
        self.closed || self.failed.is_some()
    }

    /// Counts a case as met with.
    fn count(&mut self, at: At<'_>) {
        self.tally.cases += 1;
        self.watch.case();
        if let Sink::Counted(summary) = &mut self.sink {
            summary.case(at.worker, at.protocol);
        }
    }

    fn say(&mut self, problem: &Problem) {
        self.watch.clear();
        let terminal = Terminal::read(|name| std::env::var(name).ok());
        let style = terminal.detect(self.context.global.color, std::io::stderr().is_terminal());
        crate::cli::complain(&anyhow::Error::from(problem.clone()), &style);
    }

    /// Counts a case, and reports what was found of it.
    pub(super) fn absorb(&mut self, file: &str, judged: Judged) {
        let Judged { line, case, worker, protocol, unread, faults, findings, waived, undated } = judged;
        let at = At { file, line, case: case.as_deref(), worker: worker.as_deref(), protocol: protocol.as_deref() };
        self.count(at);
        self.tally.unread_cases += usize::from(unread);
        for (fault, problem) in &faults {
            let known = self.fault(at, *fault, problem);
            self.unanswered |= unread && !known;
        }
        self.tally.undated += undated;
        self.tally.waived += waived.len();
        self.waived.extend(waived);
        for row in findings {
            self.put(at, row);
        }
    }

    /// Reports a fault in the data; true when an earlier check had found it.
    pub(super) fn fault(&mut self, at: At<'_>, fault: Fault, problem: &Problem) -> bool {
        let checks = self.checks;
        let Some(check) = checks.of_fault(fault) else { return false };
        let place = Place { file: None, line: None, ..problem.place.clone() };
        let message = Problem { place, ..problem.clone() }.to_string();
        let row = FindingRow {
            case: at.case.map(str::to_owned),
            file: Some(at.file.to_owned()).filter(|file| !file.is_empty()),
            line: at.line,
            rule: None,
            code: check.code.clone(),
            clause: None,
            severity: check.severity,
            message,
            remedy: problem.hint.as_deref().map(sentence).or_else(|| check.remedy.clone()),
            due: None,
        };
        if !self.wanted.takes(&row.code, row.severity) {
            return self.baseline.has(&row);
        }
        self.put(at, row)
    }

    /// Keeps what a code means, for an answer that shows it. A protocol may say it in words of its own.
    fn explain(&mut self, code: &str, protocol: Option<&str>) {
        if self.codes.contains_key(code) {
            return;
        }
        let protocol = protocol.and_then(|id| self.context.protocol(id).ok());
        let own = protocol.iter().flat_map(|protocol| &protocol.checks);
        let check = own.chain(&self.checks.checks).find(|check| check.code == code);
        self.codes.extend(check.map(|check| (code.to_owned(), check.explanation.clone())));
    }

    /// Reports a finding; true when an earlier check had found it, and it is left out.
    fn put(&mut self, at: At<'_>, row: FindingRow) -> bool {
        if self.baseline.has(&row) {
            self.tally.known += 1;
            return true;
        }
        self.tally.count(row.severity);
        if matches!(self.sink, Sink::Kept(_)) {
            self.explain(&row.code, at.protocol);
        }
        let written = match &mut self.sink {
            Sink::Kept(rows) => {
                rows.push(row);
                return false;
            }
            Sink::Counted(summary) => {
                summary.finding(&row.code, row.rule.as_deref(), row.severity, (at.worker, at.protocol));
                return false;
            }
            Sink::Lines(stream) => stream.json(&row),
            Sink::Rows(stream) => stream.row(row.cells().iter().map(String::as_str)),
        };
        match written {
            Ok(written) => self.closed = written == Written::Closed,
            Err(problem) => self.failed = Some(problem),
        }
        false
    }

    /// Whether a program is to read the answer.
    fn is_scripted(&self) -> bool {
        matches!(self.context.format(), Format::Jsonl | Format::Csv | Format::Json)
    }

    pub(super) fn finish(mut self) -> anyhow::Result<Exit> {
        self.watch.clear();
        let scripted = self.is_scripted();
        let (context, tally) = (self.context, self.tally);
        let listed = matches!(self.sink, Sink::Lines(_) | Sink::Rows(_));
        let closed = match self.sink {
            // Nothing of any file could be read, and why has been said.
            Sink::Kept(_) if tally.cases == 0 && tally.unread_files > 0 && !scripted => false,
            Sink::Kept(rows) => {
                let report = CheckReport::new(context.now, tally, rows, self.waived.clone(), self.codes);
                context.show(&report.narrowed(self.wanted.is_narrow()))?;
                false
            }
            Sink::Counted(summary) => {
                context.show(&summary.report(london::rfc3339(context.now), tally, self.waived.clone()))?;
                false
            }
            Sink::Lines(stream) | Sink::Rows(stream) => stream.finish()? == Written::Closed,
        };
        if closed {
            return Ok(Exit::Answered);
        }
        if interrupt::asked() {
            context.note("Stopped by Ctrl-C. This is what was done before then.");
        }
        context.note(tally.sentence());
        if listed {
            note_waived(&self.waived, context);
        }
        if let Some(worker) = self.args.worker.as_ref().filter(|_| tally.cases == 0) {
            context.note(format!("No case has the worker `{worker}`."));
        } else if let Some(since) = self.args.changed_since.filter(|_| tally.cases == 0) {
            context.note(format!("No case changed after change {since}."));
        } else if tally.cases == 0 && self.args.files.is_empty() {
            context.note("The store has no cases: `yjs case add` adds one, `yjs check FILE` checks a file.");
        }
        Ok(if interrupt::asked() { Exit::Interrupted } else { exit(&tally, self.unanswered, self.args.strict) })
    }
}

/// How a check ends: what could not be read outranks what was found.
pub(super) fn exit(tally: &Tally, unanswered: bool, strict: bool) -> Exit {
    match () {
        () if tally.data > 0 || unanswered => Exit::Partly,
        () if tally.breaches > 0 || (strict && tally.due + tally.advice > 0) => Exit::Finding,
        () => Exit::Answered,
    }
}

/// What is put aside is never silent, also where the answer has room for findings only.
fn note_waived(waived: &[WaivedRow], context: &Context) {
    for row in waived.iter().take(NAMED) {
        context.note(format!("Set aside: {}", row.words()));
    }
    if let Some(more) = waived.len().checked_sub(NAMED).filter(|more| *more > 0) {
        context.note(format!("Set aside: {more} more; --summary lists them all."));
    }
}

/// How many findings that are put aside are named on standard error.
const NAMED: usize = 10;
