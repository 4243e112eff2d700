//! What the files of a store say at one moment, and how much of it is proved.

use super::backup::parts;
use super::format::{FORMAT, Head, Manifest};
use super::index::{Flaw, Index};
use super::local::{BACKUPS, CASES, HISTORY, LOCK, LocalStore};
use super::lock::Note;
use super::meter::{Meter, length};
use super::survey::{Sources, Survey};
use super::verify::{self, Check, Subject, Verification};
use super::whose::{self, WHOSE, Whose};
use super::{Store, files, staged, upgrade};
use crate::problem::Problem;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

/// The cases file at one moment.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) manifest: Option<Manifest>,
    pub(super) bytes: Vec<u8>,
    pub(super) head: Option<Head>,
    /// The lock file does not say which line was saved last, though it should.
    unnoted: bool,
    /// There was a line once, for all that the folder shows.
    used: bool,
}

impl Held {
    /// What the file says, when all of it is proved.
    pub(super) fn sound<'a>(&'a self, name: &'a str) -> Result<Index<'a>, Flaw> {
        let flaw = |what: &str| Err(Flaw { line: 1, what: what.to_owned() });
        if self.manifest.as_ref().is_some_and(|manifest| manifest.format != FORMAT) {
            return flaw("this is an older format");
        }
        let index = Index::of(&self.bytes, name, self.head.as_ref())?;
        match (&index.last, &index.torn) {
            (Some(_), _) if self.unnoted => flaw("the note of the last change is gone"),
            (None, None) if self.used => flaw("the cases are gone from here"),
            _ => Ok(index),
        }
    }
}

/// All that a store says, at one moment.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) manifest: Manifest,
    pub(super) cases: Vec<u8>,
    pub(super) history: Vec<u8>,
    pub(super) head: Option<Head>,
    pub(super) unnoted: bool,
}

impl Files {
    fn subject(&self) -> Subject<'_> {
        Subject { cases: &self.cases, history: &self.history, head: self.head.as_ref(), lost: &self.manifest.lost }
    }

    /// The bytes of all lines.
    pub(super) fn bytes(&self) -> u64 {
        length(&self.cases) + length(&self.history)
    }

    /// The bytes that checking it goes through.
    pub(super) fn bytes_to_check(&self) -> u64 {
        self.subject().bytes()
    }

    pub(super) fn verify(&self, meter: &Meter) -> Verification {
        let mut verification = verify::lines(self.subject(), meter);
        if self.unnoted && verification.lines > 0 {
            let what = format!(
                "{LOCK} does not say which change was saved last, so an end that was cut off would go unnoticed"
            );
            verification.add(Check::Chain, what, "Run `yjs store repair`".to_owned());
        }
        if verification.ok
            && self.manifest.format == FORMAT
            && let Err(flaw) = Index::of(&self.cases, CASES, self.head.as_ref())
        {
            let what = format!("{CASES}, line {}: {}", flaw.line, flaw.what);
            verification.add(Check::Chain, what, "Run `yjs store repair`".to_owned());
        }
        verification
    }
}

impl LocalStore {
    /// The cases file, and what is known of its end.
    pub(super) fn held(&self) -> Result<Held, Problem> {
        // The note first: it is written after the line, so a line read later is at least as far.
        let note = self.note();
        let manifest = self.manifest()?;
        let bytes = match &manifest {
            Some(_) => staged::read(&self.folder, CASES)?.unwrap_or_default(),
            None => Vec::new(),
        };
        let used = bytes.is_empty() && manifest.is_some() && self.was_used();
        let unnoted = note.as_ref().is_none_or(|note| note.head.is_none() && !note.open);
        let Note { head, .. } = note.unwrap_or_default();
        Ok(Held { manifest, bytes, head, unnoted, used })
    }

    /// What the index of references says; nothing when it is not there or cannot be read.
    pub(super) fn whose(&self) -> Result<BTreeMap<u64, Whose>, Problem> {
        Ok(whose::read(&staged::read(&self.folder, WHOSE).ok().flatten().unwrap_or_default()))
    }

    fn note(&self) -> Option<Note> {
        Note::read(&self.folder.join(LOCK))
    }

    /// Gives what the store says to `tell`: all of it when all is proved, else what still is, and what is not.
    pub(super) fn read<T>(&self, mut tell: impl FnMut(&Index<'_>) -> T) -> Result<T, Problem> {
        let name = self.name();
        let mut flaw = None;
        // Between the readings of two files the store may have been written anew.
        for _ in 0..2 {
            match self.held()?.sound(&name) {
                Ok(index) => return Ok(tell(&index)),
                Err(found) => flaw = Some(found),
            }
        }
        let (sources, format) = self.sources()?;
        let survey = Survey::of(&sources);
        let index = survey.index(&name, flaw.filter(|_| format == FORMAT).as_ref());
        if let Some(damage) = &index.damage {
            self.note_damage(&damage.faults);
        }
        Ok(tell(&index))
    }

    /// Remembers that what was answered rests on a store that is not as it was saved.
    pub(super) fn note_damage(&self, faults: &[Problem]) {
        *self.work.damaged.lock().unwrap_or_else(PoisonError::into_inner) = faults.to_vec();
    }

    /// What is wrong with the store, if it was read in this process and is not as it was saved.
    pub fn damage(&self) -> Vec<Problem> {
        self.work.damaged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether this process has saved a change.
    pub fn has_saved(&self) -> bool {
        self.work.acknowledged.load(Ordering::Relaxed)
    }

    /// All there is to prove the store from, and its format. Backups are read only when the rest does not do.
    pub(super) fn sources(&self) -> Result<(Sources, u64), Problem> {
        let mut sources = Sources::default();
        let mut format = FORMAT;
        for _ in 0..8 {
            let before = staged::mark(&self.folder, HISTORY);
            let held = self.held()?;
            let Some(manifest) = held.manifest else { return Ok((sources, format)) };
            format = manifest.format;
            let history = staged::read(&self.folder, HISTORY)?.unwrap_or_default();
            sources = Sources {
                cases: upgrade::to_chain(format, held.bytes, &self.name())?,
                history,
                backups: Vec::new(),
                head: held.head.filter(|_| format > 0),
                whose: self.whose()?,
                unnoted: held.unnoted && format == FORMAT,
                used: held.used,
                lost: manifest.lost,
            };
            if staged::mark(&self.folder, HISTORY) == before {
                break;
            }
        }
        if !Survey::of(&sources).is_proved() {
            sources.backups = self.bodies()?;
        }
        Ok((sources, format))
    }

    /// The lines of every backup whose first line can be read, newest first, with their names.
    pub(super) fn bodies(&self) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let mut bodies = Vec::new();
        for kept in self.backups() {
            let Some(bytes) = files::read(&self.folder.join(BACKUPS).join(&kept.name))? else { continue };
            if let Ok((header, body)) = parts(&bytes, &kept.name)
                && header.manifest().format > 0
            {
                bodies.push((format!("{BACKUPS}/{}", kept.name), body.to_vec()));
            }
        }
        Ok(bodies)
    }

    /// Cases and history as of one moment; none when there is no store yet.
    pub(super) fn everything(&self) -> Result<Option<Files>, Problem> {
        // Only a replacement of the whole set changes the history: read again until none came between.
        for _ in 0..8 {
            let before = staged::mark(&self.folder, HISTORY);
            let held = self.held()?;
            let Some(manifest) = held.manifest else { return Ok(None) };
            let history = staged::read(&self.folder, HISTORY)?.unwrap_or_default();
            if staged::mark(&self.folder, HISTORY) == before {
                let cases = upgrade::to_chain(manifest.format, held.bytes, &self.name())?;
                let head = held.head.or_else(|| held.used.then(|| Head { seq: 1, hash: String::new() }));
                let unnoted = held.unnoted && manifest.format == FORMAT;
                return Ok(Some(Files { manifest, cases, history, head, unnoted }));
            }
        }
        Err(Problem::store("the store keeps changing while it is read")
            .file(self.folder.display().to_string())
            .hint("Try again"))
    }

    /// As [`Store::verify`], and whether a line that was kept elsewhere is still one of the store's.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn verify_against(&self, kept: &Head) -> Result<Verification, Problem> {
        let mut verification = self.verify()?;
        let (sources, _) = self.sources()?;
        let work = self.meter.work(sources.bytes());
        let survey = Survey::watched(&sources, &self.meter);
        drop(work);
        match survey.proven.get(&kept.seq).map(|place| &survey.lines[*place]) {
            Some(line) if line.hash == kept.hash => verification.against = Some(kept.clone()),
            found => {
                let end = survey.proven.keys().next_back().copied().unwrap_or(0);
                let what = match found {
                    Some(_) => format!("change {} is another one than was kept: the store was written anew", kept.seq),
                    None if end < kept.seq => format!(
                        "the store ends at change {end}, but change {} was kept: it was put back to an earlier state",
                        kept.seq
                    ),
                    None => format!("change {}, which was kept, is not there", kept.seq),
                };
                let hint =
                    "Find out who restored or replaced the store; compare with the backup that the head came from";
                verification.add(Check::Chain, what, hint.to_owned());
            }
        }
        Ok(verification)
    }

    /// The head that a text is, or that the file of that name has: a backup, or a file with a head as its first line.
    ///
    /// # Errors
    /// When it is neither.
    pub fn kept_head(text: &str) -> Result<Head, Problem> {
        if let Ok(head) = text.parse() {
            return Ok(head);
        }
        let none = |what: &str| {
            Problem::usage(what.to_owned())
                .file(text)
                .hint("Give a head as `yjs store verify` prints it, or a backup that `yjs store backup --to` made")
        };
        let bytes =
            files::read_given(Path::new(text))?.ok_or_else(|| none("this is no head, and no such file is there"))?;
        if let Ok((header, body)) = parts(&bytes, text) {
            let head = header.head.as_deref().and_then(|head| head.parse().ok()).or_else(|| Head::of(body));
            return head.ok_or_else(|| none("this backup has no change in it"));
        }
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        String::from_utf8_lossy(first).parse().map_err(|()| none("there is no head in this file"))
    }
}
