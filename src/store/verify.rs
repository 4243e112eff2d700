//! Checks a store line by line, over the cases and the history. The chain of hashes shows a line that was changed,
//! removed, moved or inserted after it was saved; the lock file witnesses the very last one.

use super::chain::{Chain, Link, Origin};
use super::check_reference;
use super::format::{Head, hash, ranges};
use super::meter::{Meter, length};
use serde::Serialize;
use std::collections::HashSet;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The line is not JSON of the right shape, or its reference is not allowed.
    Shape,
    /// The numbers of the lines do not run on.
    Sequence,
    /// A line is not as it was when the next one was saved.
    Chain,
    /// A folder or file is open to other users.
    Mode,
    /// The last line is not whole.
    TornTail,
    /// A file that a sync tool or an editor put beside the store's own: changes may have gone there.
    Copy,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check found it.
    pub check: Check,
    /// The file that `line` counts in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'static str>,
    /// 1-based line.
    pub line: Option<usize>,
    /// The number of the change, when it is known.
    pub change: Option<u64>,
    /// The case whose line it is, when that much can be read.
    pub case: Option<String>,
    /// What is wrong, without a full stop.
    pub what: String,
    /// What to do, when there is something simple.
    pub hint: Option<String>,
}

/// The outcome of checking a whole store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Nothing was found. Lines that were set aside before do not count against it, nor changes known to be lost.
    pub ok: bool,
    /// Whole lines checked, archived ones included.
    pub lines: usize,
    /// Of these, superseded lines in the history.
    pub archived: usize,
    /// Cases that those lines are about.
    pub cases: usize,
    /// What is wrong, in the order of the lines; findings without a line come last.
    pub findings: Vec<Finding>,
    /// Torn or damaged lines that were set aside earlier: file names in the folder `quarantine`.
    pub set_aside: Vec<String>,
    /// Changes that an earlier repair could not bring back.
    pub lost: Vec<u64>,
    /// The last line: its number and hash. Kept elsewhere, it shows later that nothing up to it was taken back.
    #[serde(serialize_with = "as_text", skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
    /// A head that was kept elsewhere, and is a line of this store.
    #[serde(serialize_with = "as_text", skip_serializing_if = "Option::is_none")]
    pub against: Option<Head>,
}

fn as_text<S: serde::Serializer>(head: &Option<Head>, to: S) -> Result<S::Ok, S::Error> {
    head.as_ref().map(ToString::to_string).serialize(to)
}

impl Verification {
    /// Of a store that is not there yet.
    pub(crate) fn sound() -> Self {
        Self { ok: true, ..Self::default() }
    }

    /// Adds what is wrong with the folder rather than a line.
    pub(crate) fn add(&mut self, check: Check, what: String, hint: String) {
        self.ok = false;
        let hint = Some(hint);
        self.findings.push(Finding { check, file: None, line: None, change: None, case: None, what, hint });
    }
}

/// What is checked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Subject<'a> {
    pub(crate) cases: &'a [u8],
    pub(crate) history: &'a [u8],
    /// The last line that was saved, as far as is known.
    pub(crate) head: Option<&'a Head>,
    /// Changes that format 1 knew to be lost.
    pub(crate) lost: &'a [u64],
}

impl Subject<'_> {
    /// The bytes that checking it goes through.
    pub(crate) fn bytes(&self) -> u64 {
        2 * (length(self.cases) + length(self.history))
    }
}

/// Checks the bytes of a cases file and its history.
pub(crate) fn lines(subject: Subject<'_>, meter: &Meter) -> Verification {
    let saved = subject.head.map_or(0, |head| head.seq);
    let chain = Chain::of(subject.cases, subject.history, meter).without_unfinished(saved);
    let marks = chain.links.iter().filter_map(|link| link.known.as_ref().ok()?.mark.as_ref());
    let mut lost: Vec<(u64, u64)> = marks.flat_map(|mark| mark.lost.iter().copied()).collect();
    lost.extend(ranges(subject.lost.iter().copied()));
    lost.sort_unstable();
    lost.dedup();
    let mut walk = Walk { lost, ..Walk::default() };
    walk.order(&chain);
    for link in &chain.links {
        walk.step(link);
        meter.add(length(link.text) + 1);
    }
    if let Some(head) = subject.head {
        walk.head(&chain, head);
    }
    for (origin, line, _) in &chain.torn {
        let hint = "The next change sets it aside in the folder quarantine and goes on";
        let hint = if *origin == Origin::Cases { hint } else { REPAIR };
        walk.report(Check::TornTail, (*origin, *line), None, None, "the last line is not whole", hint);
    }
    let Walk { mut findings, cases, lost, .. } = walk;
    findings.sort_by_key(|finding| (finding.file != Some(HISTORY), finding.line));
    Verification {
        ok: findings.is_empty(),
        lines: chain.links.len(),
        archived: chain.links.iter().filter(|link| link.origin == Origin::History).count(),
        cases: cases.len(),
        findings,
        set_aside: Vec::new(),
        lost: lost.into_iter().flat_map(|(first, last)| (first..=last).take(MOST_NAMED)).collect(),
        against: None,
        head: chain.links.last().map(|link| Head { seq: link.seq, hash: hash(Some(link.text)) }),
    }
}

/// The names of the files, for findings.
const CASES: &str = super::local::CASES;
const HISTORY: &str = super::local::HISTORY;

const REPAIR: &str = "Run `yjs store repair --dry-run` to see what can be brought back";

/// So many numbers of one gap are named.
const MOST_NAMED: usize = 10_000;

#[derive(Default)]
struct Walk<'a> {
    before: Option<&'a Link<'a>>,
    cases: HashSet<&'a str>,
    findings: Vec<Finding>,
    lost: Vec<(u64, u64)>,
}

impl<'a> Walk<'a> {
    fn report(
        &mut self,
        check: Check,
        (origin, line): (Origin, usize),
        change: Option<u64>,
        case: Option<String>,
        what: impl Into<String>,
        hint: &str,
    ) {
        let file = Some(if origin == Origin::Cases { CASES } else { HISTORY });
        let hint = Some(hint.to_owned());
        self.findings.push(Finding { check, file, line: Some(line), change, case, what: what.into(), hint });
    }

    fn about(&mut self, link: &Link<'_>, check: Check, what: impl Into<String>) {
        let place = (link.origin, link.line);
        self.report(check, place, Some(link.seq), link.reference.clone(), what, REPAIR);
    }

    /// Within each file, numbers only rise.
    fn order(&mut self, chain: &Chain<'a>) {
        for origin in [Origin::History, Origin::Cases] {
            let mut links: Vec<&Link<'_>> = chain.links.iter().filter(|link| link.origin == origin).collect();
            links.sort_by_key(|link| link.line);
            for pair in links.windows(2) {
                if pair[1].seq <= pair[0].seq && pair[1].known.is_ok() {
                    let what = format!("change {} comes after change {}", pair[1].seq, pair[0].seq);
                    self.about(pair[1], Check::Sequence, what);
                }
            }
        }
    }

    fn step(&mut self, link: &'a Link<'a>) {
        match &link.known {
            Ok(known) => {
                if known.mark.is_none() {
                    self.cases.insert(&known.reference);
                    if let Err(problem) = check_reference(&known.reference) {
                        self.about(link, Check::Shape, problem.what);
                    }
                }
                if known.nonce.len() != 16 || !known.nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    self.about(link, Check::Shape, "nonce is not 16 hex digits");
                }
            }
            Err((column, what)) => self.about(link, Check::Shape, format!("column {column}: {what}")),
        }
        let (seq_before, text_before) = self.before.map_or((0, None), |before| (before.seq, Some(before.text)));
        match link.seq.checked_sub(seq_before) {
            Some(1) => self.check(link, text_before),
            // The same number twice: within one file it was said above.
            Some(0) => {
                if self.before.is_some_and(|before| before.origin != link.origin) {
                    self.about(link, Check::Sequence, format!("change {} is there twice", link.seq));
                }
            }
            _ => {
                let missing: Vec<u64> = self.missing(seq_before + 1, link.seq);
                if !missing.is_empty() {
                    self.about(link, Check::Sequence, format!("{} before this one", are_missing(&missing)));
                } else if link.known.as_ref().is_ok_and(|known| known.mark.is_some()) {
                    self.check(link, text_before);
                }
            }
        }
        self.before = Some(link);
    }

    /// Numbers from `first` to just below `end` that are not known to be lost.
    fn missing(&self, first: u64, end: u64) -> Vec<u64> {
        // A number gone wrong may be enormous; what is named is the start and the end.
        let lost = |seq: &u64| self.lost.iter().any(|(first, last)| (*first..=*last).contains(seq));
        match end - first {
            gap if gap <= 10_000 => (first..end).filter(|seq| !lost(seq)).collect(),
            _ if lost(&first) && lost(&(end - 1)) => Vec::new(),
            _ => vec![first, end - 1],
        }
    }

    /// `link` follows directly on the line before, and its hash tells what that line was.
    fn check(&mut self, link: &Link<'_>, text_before: Option<&[u8]>) {
        let Ok(known) = &link.known else { return };
        if known.prev == hash(text_before) {
            return;
        }
        match self.before {
            // Damage that was reported already.
            Some(before) if before.known.is_err() => {}
            Some(before) => {
                let what = format!("this line is not as it was when change {} was saved", link.seq);
                self.about(before, Check::Chain, what);
            }
            None => self.about(link, Check::Chain, "a line before this one is missing"),
        }
    }

    fn head(&mut self, chain: &Chain<'a>, head: &Head) {
        let last = chain.links.last().map_or(0, |link| link.seq);
        if head.seq > last {
            let missing = self.missing(last + 1, head.seq + 1);
            if !missing.is_empty() {
                let lines = chain.links.iter().filter(|link| link.origin == Origin::Cases).count();
                let what = format!("{} from the end", are_missing(&missing));
                self.report(Check::Sequence, (Origin::Cases, lines + 1), Some(last + 1), None, what, REPAIR);
            }
        } else if let Some(link) = chain.links.iter().rfind(|link| link.seq == head.seq)
            && link.known.is_ok()
            && hash(Some(link.text)) != head.hash
            && !self.findings.iter().any(|finding| finding.change == Some(link.seq))
        {
            self.about(link, Check::Chain, "this line is not as it was saved");
        }
    }
}

/// `change 4 is missing`, `changes 4 to 9 are missing`.
fn are_missing(numbers: &[u64]) -> String {
    match numbers {
        [one] => format!("change {one} is missing"),
        [first, .., last] => format!("changes {first} to {last} are missing"),
        [] => String::new(),
    }
}
