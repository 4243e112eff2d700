//! Brings a damaged store back as far as the rest proves it: the best copy of each change that a hash proves, from the
//! store's lines, its history and all backups. What cannot be proved is set aside and listed, and a line of the chain says
//! so; nothing is made up. Where two lines follow on the same one, the user chooses, and neither is lost.

use super::chain::Origin;
use super::format::{self, Manifest, Record, ranges};
use super::local::{BACKUPS, CASES, HISTORY, LOCK, LocalStore, MANIFEST, QUARANTINE};
use super::meter::length;
use super::next;
use super::survey::{Found, Line, Raw, Sources, Survey};
use super::{Change, Stamp, check_reference, files, staged, upgrade};
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a repair did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// Nothing was wrong, so nothing was changed.
    pub sound: bool,
    /// Changes that are there more than once: nothing is changed until one line of each is chosen.
    pub forks: Vec<ForkFound>,
    /// Changes brought back.
    pub recovered: Vec<Recovered>,
    /// Lines that are damaged, or were not chosen, kept in the quarantine.
    pub set_aside: Vec<SetAside>,
    /// Changes that could not be brought back.
    pub lost: Vec<Lost>,
    /// Cases that stand as they did before a change that was lost; a new change says so in each.
    pub stepped_back: Vec<String>,
    /// Cases that stand as a line has them that was not chosen, as the chosen ones are not about them.
    pub carried_over: Vec<String>,
    /// Files and folders that were open to other users.
    pub closed: Vec<String>,
    /// What was found about `store.json`, when it had to be made anew.
    pub manifest: Option<String>,
    /// Lines stood out of order, or twice, or with something around them.
    pub reordered: bool,
    /// Lines that hold after the repair.
    pub lines: usize,
}

/// A change that is there more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForkFound {
    /// Its number.
    pub change: u64,
    /// The lines there are.
    pub branches: Vec<Branch>,
}

/// One of the lines of a number, and those that follow on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// The start of its hash: what to give to choose it.
    pub choice: String,
    /// When its first change was saved.
    pub saved_at: Option<DateTime<Utc>>,
    /// By whom.
    pub saved_by: String,
    /// What that change was.
    pub what: String,
    /// The cases that its changes are about.
    pub cases: Vec<String>,
    /// How many changes it has.
    pub changes: usize,
}

/// A change brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recovered {
    /// Its number.
    pub change: u64,
    /// The case it is about; empty for a mark of the store itself.
    pub case: String,
    /// Where it was found.
    pub from: String,
}

/// A damaged line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// The file it was in.
    pub file: &'static str,
    /// 1-based.
    pub line: usize,
    /// Its name in the quarantine.
    pub name: String,
}

/// A change that could not be brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Its number.
    pub change: u64,
    /// The case it was about, when that much can be read.
    pub case: Option<String>,
}

/// So many characters of a hash are shown to choose by.
const CHOICE: usize = 12;

impl LocalStore {
    /// Repairs the store, or with `dry_run` says what a repair would do. `chosen` are the starts of the hashes of lines
    /// to go on with, where there are several of one number.
    ///
    /// # Errors
    /// When there is no store, it is newer than this yjs, nothing of it is left to go by, or it is busy or cannot be
    /// written to; then nothing was changed.
    pub fn repair(&self, stamp: &Stamp, chosen: &[String], dry_run: bool) -> Result<Repaired, Problem> {
        if !files::is_folder(&self.folder)? {
            self.refuse_gone()?;
            return Err(self.no_store());
        }
        let open = self.open_to_others();
        let closed: Vec<String> = open.iter().map(|(path, _)| path.display().to_string()).collect();
        if dry_run && open.iter().any(|(_, mode)| mode & 0o022 != 0) {
            // What others may have written to is not read before it is closed to them.
            return Ok(Repaired { closed, ..Repaired::default() });
        }
        for (path, _) in if dry_run { Vec::new() } else { open } {
            files::set_private(&path, if path.is_dir() { 0o700 } else { 0o600 })?;
        }
        self.refuse_newer()?;
        let lock = if dry_run { None } else { Some(self.lock(stamp.at)?) };
        let (sources, manifest, said) = self.all_there_is()?;
        let writes = if dry_run { 0 } else { 2 * (length(&sources.cases) + length(&sources.history)) };
        let _work = self.meter.work(sources.bytes() + writes);
        let survey = Survey::watched(&sources, &self.meter);
        if survey.proven.is_empty() && (sources.used || sources.head.is_some() || !survey.raws.is_empty()) {
            return Err(Problem::store("nothing is left here that the backups could be checked against")
                .file(self.folder.display().to_string())
                .hint("`yjs store doctor` lists the backups; `yjs store restore FILE` puts the store back to one"));
        }
        let mut plan = Plan::of(&survey, chosen)?;
        plan.repaired.closed = closed;
        plan.repaired.manifest = said;
        let nothing = plan.repaired.manifest.is_none() && survey.is_proved();
        plan.repaired.sound = nothing && plan.repaired.closed.is_empty();
        let Some(mut lock) = lock.filter(|_| !nothing && plan.repaired.forks.is_empty()) else {
            return Ok(plan.repaired);
        };

        let quarantine = self.folder.join(QUARANTINE);
        for ((_, _, text), SetAside { name, .. }) in plan.aside.iter().zip(&plan.repaired.set_aside) {
            files::private_folder(&quarantine)?;
            files::write_whole(&quarantine, name, text)?;
        }
        if plan.repaired.manifest.is_some() {
            self.keep_files(&format!("before-repair-{}", super::backup::moment(stamp.at)))?;
        }
        let head = lock.head().cloned();
        lock.forget_head(&self.folder.join(LOCK), stamp.at)?;
        let lines = plan.lines(&survey, stamp)?;
        let lines: Vec<(&str, &[u8])> = lines.iter().map(|(name, text)| (name.as_str(), &text[..])).collect();
        let lost = ranges(survey.lost.iter().copied().chain(plan.lost()).collect::<BTreeSet<_>>());
        let put = self.put(&manifest, &lines, lost, (Change::new("repaired", stamp.clone()), None));
        let end = put.inspect_err(|_| lock.set_head(head))?;
        self.note_end(lock, end);
        Ok(plan.repaired)
    }

    /// All there is to go by, what `store.json` says or should say, and what was found about it.
    fn all_there_is(&self) -> Result<(Sources, Manifest, Option<String>), Problem> {
        let note = super::lock::Note::read(&self.folder.join(LOCK));
        let raw = |name: &str| Ok::<_, Problem>(staged::read(&self.folder, name)?.unwrap_or_default());
        let (old, cases, history) = (staged::read(&self.folder, MANIFEST)?, raw(CASES)?, raw(HISTORY)?);
        let backups = self.bodies()?;
        if old.is_none() && cases.is_empty() && history.is_empty() && note.as_ref().is_none_or(|it| it.head.is_none()) {
            self.refuse_gone()?;
            return Err(self.no_store());
        }
        let (manifest, said) = self.manifest_or_made(old.as_deref())?;
        let unnoted = note.as_ref().is_none_or(|note| note.head.is_none() && !note.open);
        let note = note.unwrap_or_default();
        let sources = Sources {
            cases: upgrade::to_chain(manifest.format, cases, &self.name())?,
            history,
            backups,
            head: note.head.filter(|_| manifest.format > 0),
            whose: self.whose().unwrap_or_default(),
            unnoted: unnoted && manifest.format == format::FORMAT,
            used: self.was_used(),
            lost: manifest.lost.clone(),
        };
        Ok((sources, manifest, said))
    }

    /// What `store.json` says or, when it is gone or damaged, what a backup says it did.
    fn manifest_or_made(&self, bytes: Option<&[u8]>) -> Result<(Manifest, Option<String>), Problem> {
        if let Some(Ok(manifest)) = bytes.map(|bytes| Manifest::parse(bytes, MANIFEST)) {
            return Ok((manifest, None));
        }
        for kept in self.backups() {
            let Some(bytes) = files::read(&self.folder.join(BACKUPS).join(&kept.name))? else { continue };
            if let Ok((header, _)) = super::backup::parts(&bytes, &kept.name) {
                return Ok((header.manifest(), Some(format!("made anew as {BACKUPS}/{} has it", kept.name))));
            }
        }
        Err(Problem::store("store.json cannot be read, and no backup says what stood in it")
            .file(self.folder.join(MANIFEST).display().to_string())
            .hint("If the store was made by this yjs, write {\"format\":2} into it and repair again"))
    }
}

/// What is to be done.
struct Plan<'s> {
    repaired: Repaired,
    /// Raw lines to be set aside, as those of the answer.
    aside: Vec<(Origin, usize, &'s [u8])>,
    /// What holds, by number, once a line was chosen of each.
    held: BTreeMap<u64, usize>,
    /// The last line of each case that only lines which were not chosen have.
    carried: Vec<usize>,
}

impl<'s> Plan<'s> {
    fn of(survey: &'s Survey<'_>, chosen: &[String]) -> Result<Self, Problem> {
        let mut held = survey.proven.clone();
        let mut forks = Vec::new();
        let mut dropped: Vec<usize> = Vec::new();
        for fork in &survey.forks {
            let hash = |branch: &Vec<usize>| &survey.lines[branch[0]].hash;
            let is_chosen = |branch: &&Vec<usize>| {
                chosen.iter().any(|choice| choice.len() >= 4 && hash(branch).starts_with(&choice.to_ascii_lowercase()))
            };
            let picked: Vec<&Vec<usize>> = fork.branches.iter().filter(is_chosen).collect();
            let [picked] = picked[..] else {
                let branches = fork.branches.iter().map(|branch| described(survey, branch)).collect();
                forks.push(ForkFound { change: fork.change, branches });
                continue;
            };
            let above: Vec<u64> = held.range(fork.change..).map(|(seq, _)| *seq).collect();
            for seq in above {
                dropped.extend(held.remove(&seq));
            }
            for branch in &fork.branches {
                dropped.extend(branch.iter().filter(|place| !picked.contains(*place)));
            }
            held.extend(picked.iter().map(|place| (survey.lines[*place].seq, *place)));
            dropped.retain(|place| !picked.contains(place));
        }
        if let Some(wrong) = chosen.iter().find(|choice| {
            let mut firsts = survey.forks.iter().flat_map(|fork| fork.branches.iter().map(|branch| branch[0]));
            !firsts.any(|place| survey.lines[place].hash.starts_with(&choice.to_ascii_lowercase()))
        }) {
            return Err(Problem::usage(format!("no line to choose begins with {wrong}"))
                .field("--choose")
                .hint("`yjs store repair --dry-run` shows the lines there are to choose from"));
        }
        let carried = carried(survey, &held, &dropped);
        let mut plan = Self { repaired: Repaired { forks, ..Repaired::default() }, aside: Vec::new(), held, carried };
        plan.describe(survey);
        Ok(plan)
    }

    fn describe(&mut self, survey: &'s Survey<'_>) {
        let held = |place: &usize| self.held.get(&survey.lines[*place].seq) == Some(place);
        let here: BTreeSet<usize> = (0..survey.lines.len())
            .filter(held)
            .filter_map(|place| match survey.lines[place].found {
                Found::Here(raw) => Some(raw),
                _ => None,
            })
            .collect();
        let copies = |raw: usize| {
            let texts = super::readings::lines_in(survey.raws[raw].text);
            let is_held = |text: &&[u8]| self.held.values().any(|place| *survey.lines[*place].text == **text);
            !texts.is_empty() && texts.iter().all(is_held)
        };
        let strays = survey.strays();
        for raw in (0..survey.raws.len()).filter(|raw| !here.contains(raw)) {
            if copies(raw) {
                self.repaired.reordered = true;
                continue;
            }
            let Raw { origin, line, text, .. } = survey.raws[raw];
            self.aside.push((origin, line, text));
        }
        self.repaired.set_aside =
            self.aside.iter().map(|(origin, line, text)| set_aside(*origin, *line, text)).collect();
        self.repaired.reordered |= strays.iter().any(|raw| copies(*raw)) || survey.is_out_of_order();
        self.repaired.lines = self.held.len();
        for (seq, place) in &self.held {
            let line = &survey.lines[*place];
            if !matches!(line.found, Found::Here(_)) {
                let (name, at) = survey.place(line);
                let from =
                    if at > 0 { format!("{name}, line {at}, with one bit put right") } else { name.into_owned() };
                self.repaired.recovered.push(Recovered { change: *seq, case: line.reference.clone(), from });
            }
        }
        let damaged = |seq: u64| {
            let headers = strays.iter().filter_map(|raw| super::header::scan(survey.raws[*raw].text));
            let about = headers.filter(|header| header.seq == seq && !header.is_mark()).map(|header| header.reference);
            about.map(str::to_owned).find(|name| check_reference(name).is_ok()).or_else(|| survey.whose(seq))
        };
        let missing = survey.missing.iter().copied();
        let missing =
            missing.filter(|seq| !self.held.contains_key(seq)).chain(gaps(survey, &self.held)).collect::<BTreeSet<_>>();
        self.repaired.lost = missing.into_iter().map(|change| Lost { change, case: damaged(change) }).collect();
        let last = self.last_lines(survey);
        let stepped = self.repaired.lost.iter().filter_map(|lost| {
            let case = lost.case.as_ref()?;
            last.get(case.as_str()).filter(|place| survey.lines[**place].seq < lost.change).map(|_| case.clone())
        });
        self.repaired.stepped_back = stepped.collect::<BTreeSet<_>>().into_iter().collect();
        self.repaired.carried_over = self.carried.iter().map(|place| survey.lines[*place].reference.clone()).collect();
    }

    fn lost(&self) -> impl Iterator<Item = u64> {
        self.repaired.lost.iter().map(|lost| lost.change)
    }

    fn last_lines<'a>(&self, survey: &'a Survey<'_>) -> BTreeMap<&'a str, usize> {
        let cases = self.held.values().filter(|place| survey.lines[**place].mark.is_none());
        cases.map(|place| (survey.lines[*place].reference.as_str(), *place)).collect()
    }

    /// The lines of the store as it will be: what holds, what is carried over from lines that were not chosen, and for each
    /// case whose last change was lost a change that says so.
    fn lines(&self, survey: &Survey<'_>, stamp: &Stamp) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let text = |line: &Line<'_>| (line.reference.clone(), line.text.to_vec());
        let mut lines: Vec<(String, Vec<u8>)> = self.held.values().map(|place| text(&survey.lines[*place])).collect();
        let last = self.last_lines(survey);
        let mut again: Vec<(usize, String, String)> = Vec::new();
        for place in &self.carried {
            let line = &survey.lines[*place];
            let warning = format!("carried over from a line of change {} that was not chosen", line.seq);
            again.push((*place, "carried over".to_owned(), warning));
        }
        for reference in &self.repaired.stepped_back {
            let changes = self.repaired.lost.iter().filter(|lost| lost.case.as_ref() == Some(reference));
            let numbers: Vec<String> = changes.map(|lost| lost.change.to_string()).collect();
            let warning =
                format!("change {} was damaged and is lost; the case stands as before it", numbers.join(", "));
            if let Some(place) = last.get(reference.as_str()) {
                again.push((*place, "repaired".to_owned(), warning));
            }
        }
        // Lost numbers are not given out again.
        let first =
            lines.last().and_then(|(_, text)| format::seq(text)).unwrap_or(0).max(self.lost().max().unwrap_or(0));
        for (seq, (place, change, warning)) in (first..).zip(again) {
            let line = &survey.lines[place];
            let (file, at) = survey.place(line);
            let record: Record = format::parse(&line.text).map_err(|fault| fault.in_line(&file, at))?;
            let change = Change::new(change, stamp.clone());
            let bytes = next::again((seq, lines.last().map(|(_, text)| &text[..])), change, &record.case, warning)?;
            lines.push((record.case.reference, bytes));
        }
        Ok(lines)
    }
}

/// Numbers between lines that hold which no line has: those of lines that were taken out with the ones they followed.
fn gaps(survey: &Survey<'_>, held: &BTreeMap<u64, usize>) -> Vec<u64> {
    let mut gaps = Vec::new();
    let mut before = 0;
    for seq in held.keys() {
        gaps.extend((before + 1..*seq).filter(|seq| !survey.lost.contains(seq)).take(100_000));
        before = *seq;
    }
    gaps
}

/// The last line of each case that the lines which were not chosen are about, and none of those that hold since.
fn carried(survey: &Survey<'_>, held: &BTreeMap<u64, usize>, dropped: &[usize]) -> Vec<usize> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let first = dropped.iter().map(|place| survey.lines[*place].seq).min().unwrap_or(u64::MAX);
    for place in dropped.iter().filter(|place| survey.lines[**place].mark.is_none()) {
        let line = &survey.lines[*place];
        let kept = last.entry(&line.reference).or_insert(*place);
        if survey.lines[*kept].seq < line.seq {
            *kept = *place;
        }
    }
    let touched: BTreeSet<&str> =
        held.range(first..).map(|(_, place)| survey.lines[*place].reference.as_str()).collect();
    last.into_iter().filter(|(reference, _)| !touched.contains(reference)).map(|(_, place)| place).collect()
}

fn described(survey: &Survey<'_>, branch: &[usize]) -> Branch {
    let first = &survey.lines[branch[0]];
    let record = format::parse::<Record>(&first.text).ok();
    let cases: BTreeSet<String> = branch.iter().map(|place| survey.lines[*place].reference.clone()).collect();
    Branch {
        choice: first.hash[..CHOICE].to_owned(),
        saved_at: record.as_ref().map(|record| record.saved_at),
        saved_by: record.as_ref().map(|record| record.saved_by.clone()).unwrap_or_default(),
        what: record.map(|record| record.change).unwrap_or_default(),
        cases: cases.into_iter().filter(|name| !name.is_empty()).collect(),
        changes: branch.len(),
    }
}

fn set_aside(origin: Origin, line: usize, text: &[u8]) -> SetAside {
    let (file, stem) = if origin == Origin::Cases { (CASES, "line") } else { (HISTORY, "history-line") };
    SetAside { file, line, name: format!("{stem}-{line}-{}", &format::hash(Some(text))[..16]) }
}
