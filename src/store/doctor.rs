//! Whether all is well with a store, on one screen.

use super::backup::{Backup, GENERATIONS};
use super::format::FORMAT;
use super::local::{BACKUPS, CASES, HISTORY, LOCK, LocalStore, QUARANTINE};
use super::lock::{self, Note};
use super::verify::Check;
use super::{files, staged};
use crate::calendar::london;
use crate::problem::Problem;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use std::path::Path;

/// Less room than this, and a change, its backup and a compaction may not all fit any more.
const LEAST_ROOM: u64 = 100 * 1024 * 1024;

/// A backup is made with the first change of each day; were the newest this much older than the last change, the
/// backups would have stopped.
const STALE: TimeDelta = TimeDelta::hours(36);

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Good,
    /// Worth knowing; nothing is wrong.
    Note,
    /// Wrong.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// What was looked at.
    pub topic: &'static str,
    /// How it stands.
    pub state: State,
    /// In words, without a full stop.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
}

/// All that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Nothing is wrong.
    pub ok: bool,
    /// The folder.
    pub path: String,
    /// In a fixed order.
    pub signs: Vec<Sign>,
}

impl Health {
    fn add(&mut self, topic: &'static str, state: State, what: impl Into<String>, hint: Option<&str>) {
        self.ok &= state != State::Bad;
        self.signs.push(Sign { topic, state, what: what.into(), hint: hint.map(str::to_owned) });
    }
}

const LOOK: Option<&str> =
    Some("`yjs store verify` names each one; `yjs store repair --dry-run` shows what can be done");

impl LocalStore {
    /// Looks at everything that can go wrong with a store. Nothing is changed.
    ///
    /// # Errors
    /// When the folder itself cannot be looked at; what is wrong inside it is a sign.
    pub fn doctor(&self, now: DateTime<Utc>) -> Result<Health, Problem> {
        let mut health = Health { ok: true, path: self.folder.display().to_string(), signs: Vec::new() };
        if !files::is_folder(&self.folder)? {
            match self.manifest() {
                Ok(_) => {
                    let what = "there is none yet; the first case that is added makes one";
                    health.add("Store", State::Note, what, None);
                }
                Err(problem) => health.add("Store", State::Bad, problem.what, problem.hint.as_deref()),
            }
            return Ok(health);
        }
        match self.manifest() {
            Ok(Some(manifest)) if manifest.format == FORMAT => {
                health.add("Format", State::Good, format!("{FORMAT}, the present one"), None);
            }
            Ok(Some(manifest)) => {
                let what = format!("{}, an older one; the next change upgrades it and keeps a copy", manifest.format);
                health.add("Format", State::Note, what, None);
            }
            Ok(None) => health.add("Format", State::Note, "nothing is stored yet", None),
            Err(problem) => {
                health.add("Format", State::Bad, problem.to_string(), problem.hint.as_deref());
            }
        }
        self.look_at_lines(&mut health);
        self.look_at_lock(&mut health);
        self.look_at_access(&mut health);
        self.look_at_leftovers(&mut health);
        self.look_at_backups(&mut health, now);
        self.look_at_room(&mut health);
        Ok(health)
    }

    fn look_at_lines(&self, health: &mut Health) {
        let files = match self.everything() {
            Ok(Some(files)) => files,
            Ok(None) => return,
            Err(problem) => return health.add("Lines", State::Bad, problem.to_string(), problem.hint.as_deref()),
        };
        let held = files.verify(&self.meter);
        let (torn, wrong): (Vec<_>, Vec<_>) = held.findings.iter().partition(|one| one.check == Check::TornTail);
        let bytes = files::length(&self.folder.join(CASES)) + files::length(&self.folder.join(HISTORY));
        let what = format!("{} in {}, {}", counted(held.cases, "case"), counted(held.lines, "line"), size(bytes));
        health.add("Holds", State::Good, what, None);
        match wrong.first() {
            None => health.add("Chain", State::Good, "every line is as it was when it was saved", None),
            Some(first) => {
                let line = first.line.map(|line| format!(", line {line}")).unwrap_or_default();
                let place = format!("{}{line}", first.file.unwrap_or_default());
                let more = match wrong.len() - 1 {
                    0 => String::new(),
                    more => format!("; and {more} more"),
                };
                health.add("Chain", State::Bad, format!("{place}: {}{more}", first.what), LOOK);
            }
        }
        if !held.lost.is_empty() {
            let what = format!("{} that an earlier repair could not bring back", counted(held.lost.len(), "change"));
            health.add("Lost", State::Note, what, None);
        }
        if !torn.is_empty() {
            let what = "the last line is not whole; the next change sets it aside";
            health.add("Last line", State::Note, what, None);
        }
    }

    fn look_at_lock(&self, health: &mut Health) {
        let path = self.folder.join(LOCK);
        let holder = Note::read(&path).unwrap_or_default().holder;
        match (lock::is_held(&path), holder) {
            (true, Some(holder)) => health.add("Lock", State::Note, format!("held by another yjs ({holder})"), None),
            (true, None) => health.add("Lock", State::Note, "held by another yjs", None),
            (false, Some(holder)) => {
                let what = format!("free; {holder}, ended before it was done. The next change clears up after it");
                health.add("Lock", State::Note, what, None);
            }
            (false, None) => health.add("Lock", State::Good, "free", None),
        }
        if staged::is_unfinished(&self.folder) {
            let what = "a replacement of the store's files was stopped; the next change finishes or undoes it";
            health.add("Unfinished", State::Note, what, None);
        }
    }

    fn look_at_access(&self, health: &mut Health) {
        match &self.open_to_others()[..] {
            [] => health.add("Access", State::Good, "yours only", None),
            [(path, mode), rest @ ..] => {
                let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
                let what = format!("{}{more} can be used by others (mode {mode:o})", name(path));
                health.add("Access", State::Bad, what, Some("`yjs store repair` closes them"));
            }
        }
    }

    fn look_at_leftovers(&self, health: &mut Health) {
        match &self.copies()[..] {
            [] => health.add("Copies", State::Good, "no sync tool or editor left one", None),
            names => health.add(
                "Copies",
                State::Bad,
                format!("{}: made by a sync tool or an editor; changes may have gone there", names.join(", ")),
                Some("Compare each with the file itself, then move it away; keep the store out of synced folders"),
            ),
        }
        let left = self.unfinished().len();
        if left > 0 {
            let what = format!(
                "{} that a stopped command left half written; the next command removes them",
                counted(left, "file")
            );
            health.add("Left over", State::Note, what, None);
        }
        let aside = files::names_in(&self.folder.join(QUARANTINE)).len();
        if aside > 0 {
            let what = format!("{} in {QUARANTINE}, from earlier damage", counted(aside, "file"));
            health.add("Set aside", State::Note, what, None);
        }
    }

    fn look_at_backups(&self, health: &mut Health, now: DateTime<Utc>) {
        let kept = self.backups();
        let unread: Vec<&str> = kept.iter().filter(|one| one.made_at.is_none()).map(|one| one.name.as_str()).collect();
        if !unread.is_empty() {
            let what = format!("{} cannot be read", unread.join(", "));
            health.add("Backups", State::Bad, what, Some("Move it away; the next day's backup is made as usual"));
        }
        let saved = self.read(|index| index.last_saved_at()).ok().flatten();
        let Some((newest, made_at)) = kept.iter().find_map(|one| Some((one, one.made_at?))) else {
            if saved.is_some() {
                health.add("Backups", State::Note, "none yet; the next change makes one", None);
            }
            return;
        };
        let path = self.folder.join(BACKUPS).join(&newest.name);
        let checked = files::read(&path)
            .map(Option::unwrap_or_default)
            .and_then(|bytes| Backup::read(&bytes, &format!("{BACKUPS}/{}", newest.name), &self.meter).map(drop));
        if let Err(problem) = checked {
            health.add("Backups", State::Bad, problem.to_string(), Some("`yjs store backup` makes a new one"));
            return;
        }
        let age = now.signed_duration_since(made_at);
        let what = format!(
            "{} ({GENERATIONS} daily ones are kept); the newest, {}, is sound and from {}{}",
            kept.len(),
            newest.name,
            london::short(made_at),
            days(age)
        );
        match saved {
            Some(saved) if saved.signed_duration_since(made_at) > STALE => {
                let what = format!("{what}; changes of {} are in none", london::short(saved));
                health.add(
                    "Backups",
                    State::Bad,
                    what,
                    Some("`yjs store backup` makes one now, and says what hinders it"),
                );
            }
            _ => health.add("Backups", State::Good, what, None),
        }
    }

    fn look_at_room(&self, health: &mut Health) {
        match room(&self.folder) {
            Some(free) if free < LEAST_ROOM => {
                let what = format!("{} free on the disk", size(free));
                health.add(
                    "Room",
                    State::Bad,
                    what,
                    Some("Make room: a full disk refuses changes, though it loses none"),
                );
            }
            Some(free) => health.add("Room", State::Good, format!("{} free on the disk", size(free)), None),
            None => health.add("Room", State::Note, "the system does not say how much is free", None),
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn days(age: TimeDelta) -> String {
    match age.num_days() {
        ..1 => String::new(),
        1 => ", a day ago".to_owned(),
        days => format!(", {days} days ago"),
    }
}

fn counted(count: usize, what: &str) -> String {
    match (count, what.split_once(' ')) {
        (1, _) => format!("1 {what}"),
        (count, Some((noun, rest))) => format!("{count} {noun}s {rest}"),
        (count, None) => format!("{count} {what}s"),
    }
}

/// Bytes in words, cut down to three figures or so.
fn size(bytes: u64) -> String {
    const STEP: u64 = 1024;
    match bytes {
        0..STEP => format!("{bytes} bytes"),
        STEP..1_048_576 => format!("{} KiB", bytes / STEP),
        1_048_576..1_073_741_824 => format!("{} MiB", bytes / STEP / STEP),
        _ => format!("{} GiB", bytes / STEP / STEP / STEP),
    }
}

/// Bytes that the user may still write on the disk of `folder`.
#[cfg(unix)]
fn room(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

/// Not asked here.
#[cfg(not(unix))]
fn room(_: &Path) -> Option<u64> {
    None
}
