//! Backups: one file that holds a whole store. Its first line says what it is; the lines of history and cases follow in
//! the order in which they were saved, byte for byte, so that the chain in them still proves itself.

use super::chain::{Chain, joined};
use super::files;
use super::format::{self, FORMAT, Head, Manifest};
use super::known::{Copied, disk_of};
use super::local::{BACKUPS, LocalStore};
use super::meter::{Meter, length};
use super::reading::Files;
use super::verify::{Check, Verification};
use crate::calendar::london;
use crate::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The form of a backup of a store of the present format; formats 0 and 1 had the first.
const SCHEMA: &str = "yjs.backup/2";
const SCHEMA_1: &str = "yjs.backup/1";

/// How many daily generations are kept: two working weeks and the weekends, so that damage noticed after a fortnight's
/// leave can still be undone.
pub(super) const GENERATIONS: usize = 14;

/// The first line of a backup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    schema: String,
    pub(super) made_at: DateTime<Utc>,
    format: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default_protocol: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lost: Vec<u64>,
    /// The last line, so that the file also shows whether the store still has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) head: Option<String>,
    pub(super) lines: usize,
    /// Of all bytes after this line.
    sha256: String,
}

/// A backup that was read and found whole.
#[derive(Debug)]
pub(super) struct Backup {
    pub(super) made_at: DateTime<Utc>,
    /// What `store.json` said.
    pub(super) manifest: Manifest,
    /// Every line in the order in which it was saved.
    pub(super) lines: Vec<u8>,
    pub(super) verification: Verification,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// Where it is.
    pub path: PathBuf,
    /// Lines in it, superseded ones included.
    pub lines: usize,
    /// Cases in it.
    pub cases: usize,
    /// Its length.
    pub bytes: usize,
    /// The last line in it.
    pub head: Option<String>,
    /// It stands on the disk that the store is on, which takes both along when it fails.
    pub same_disk: bool,
    /// The last copy on another disk that is known of, this one included.
    pub elsewhere: Option<DateTime<Utc>>,
}

/// One file of the folder `backups`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// When it was made; none when its first line cannot be read.
    pub made_at: Option<DateTime<Utc>>,
}

/// A moment as a part of a file name, in London time.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    london::local(at).time.format("%Y-%m-%dT%H%M%S").to_string()
}

/// A backup with these lines as they are, checked by nobody.
pub(super) fn raw(
    manifest: &Manifest,
    lines: &[u8],
    at: DateTime<Utc>,
    head: Option<&Head>,
) -> Result<Vec<u8>, Problem> {
    let header = Header {
        schema: if manifest.format < 2 { SCHEMA_1 } else { SCHEMA }.to_owned(),
        made_at: at,
        format: manifest.format,
        id: manifest.id.clone(),
        head: head.map(ToString::to_string),
        default_protocol: manifest.default_protocol.clone(),
        lost: manifest.lost.clone(),
        lines: lines.iter().filter(|byte| **byte == b'\n').count(),
        sha256: format::hash(Some(lines)),
    };
    let mut bytes = serde_json::to_vec(&header).map_err(|error| Problem::store(error.to_string()))?;
    bytes.push(b'\n');
    bytes.extend(lines);
    Ok(bytes)
}

/// The header of a backup and the bytes after it.
pub(super) fn parts<'a>(bytes: &'a [u8], name: &str) -> Result<(Header, &'a [u8]), Problem> {
    let refused = |what: &str| {
        Problem::store(what.to_owned()).file(name).at(1, None).hint("Name a file that `yjs store backup` made")
    };
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(|| refused("this is no backup of a store"))?;
    let (line, body) = (&bytes[..end], &bytes[end + 1..]);
    #[derive(Deserialize)]
    struct Told {
        schema: String,
        format: u64,
    }
    let told: Told = serde_json::from_slice(line).map_err(|_| refused("this is no backup of a store"))?;
    if ![SCHEMA, SCHEMA_1].contains(&told.schema.as_str()) || told.format > FORMAT {
        let what = format!("this backup was made by a newer yjs ({}, format {})", told.schema, told.format);
        return Err(Problem::store(what).file(name).hint("Upgrade yjs"));
    }
    let header = format::parse(line).map_err(|fault| fault.in_line(name, 1))?;
    Ok((header, body))
}

impl Header {
    /// What `store.json` said.
    pub(super) fn manifest(&self) -> Manifest {
        let (id, default_protocol, lost) = (self.id.clone(), self.default_protocol.clone(), self.lost.clone());
        Manifest { id, default_protocol, lost, ..Manifest::of(self.format) }
    }
}

impl Backup {
    /// Reads a backup and checks all of it.
    ///
    /// # Errors
    /// When it is none, was made by a newer yjs, is not whole, or its chain does not hold.
    pub(super) fn read(bytes: &[u8], name: &str, meter: &Meter) -> Result<Self, Problem> {
        let damaged = |what: String| {
            Problem::store(format!("this backup is damaged: {what}")).file(name).hint("Use another backup")
        };
        let (header, body) = parts(bytes, name)?;
        let lines = body.iter().filter(|byte| **byte == b'\n').count();
        if lines != header.lines {
            return Err(damaged(format!("it has {lines} lines where it should have {}", header.lines)));
        }
        if format::hash(Some(body)) != header.sha256 {
            return Err(damaged("its lines are not as they were written".to_owned()));
        }
        let lines = super::upgrade::to_chain(header.format, body.to_vec(), name)?;
        let subject = super::verify::Subject { cases: &lines, lost: &header.lost, ..Default::default() };
        let verification = super::verify::lines(subject, meter);
        if let Some(finding) = verification.findings.iter().find(|finding| finding.check != Check::TornTail) {
            let line = finding.line.map_or(1, |line| line + 1);
            return Err(damaged(finding.what.clone()).at(line, None));
        }
        Ok(Self { made_at: header.made_at, manifest: header.manifest(), lines, verification })
    }
}

impl Files {
    /// The bytes that backing it up goes through: those of [`Self::sound_lines`], and the backup that is written.
    pub(super) fn bytes_to_back_up(&self) -> u64 {
        4 * self.bytes()
    }

    /// Every line in the order in which it was saved, when all of them are sound. A torn end is left out.
    pub(super) fn sound_lines(&self, meter: &Meter) -> Result<(Vec<u8>, Verification), Problem> {
        let verification = self.verify(meter);
        if let Some(finding) = verification.findings.iter().find(|finding| finding.check != Check::TornTail) {
            let problem = Problem::store(format!("the store is not sound: {}", finding.what))
                .file(finding.file.unwrap_or_default())
                .hint("Run `yjs store verify`, then `yjs store repair --dry-run`; a backup of it would not be sound");
            return Err(match finding.line {
                Some(line) => problem.at(line, None),
                None => problem,
            });
        }
        let saved = self.head.as_ref().map_or(0, |head| head.seq);
        let chain = Chain::of(&self.cases, &self.history, meter).without_unfinished(saved);
        Ok((joined(chain.links.iter().map(|link| link.text)), verification))
    }
}

impl LocalStore {
    /// Writes a backup to the file `to`, or to a new one in the store's folder `backups`, and reads it again.
    ///
    /// # Errors
    /// When there is no store, it is not sound, or the file cannot be written; when a file that is no backup stands at
    /// `to`.
    pub fn backup(&self, to: Option<&Path>, at: DateTime<Utc>) -> Result<BackedUp, Problem> {
        let Some(to) = to else {
            self.refuse_none()?;
            let (_lock, _) = self.take_over(at)?;
            return self.back_up(&format!("asked-{}", moment(at)), at);
        };
        let files = self.everything()?.ok_or_else(|| self.no_store())?;
        let _work = self.meter.work(files.bytes_to_back_up());
        let (lines, verification) = files.sound_lines(&self.meter)?;
        let bytes = raw(&files.manifest, &lines, at, verification.head.as_ref())?;
        let shown = to.display().to_string();
        if let Some(held) = files::read_given(to)?
            && parts(&held, &shown).is_err()
        {
            return Err(Problem::store("there is a file already that is no backup; it was left as it is")
                .file(shown)
                .hint("Choose another name"));
        }
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = to.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
            Problem::usage("this is no name of a file").file(shown.as_str()).hint("Give a file, such as yjs.jsonl")
        })?;
        files::write_whole(folder, name, &bytes)?;
        read_back(to, &bytes)?;
        self.meter.add(length(&bytes));
        let same_disk = disk_of(folder) == disk_of(&self.folder);
        let head = verification.head.as_ref().map(ToString::to_string);
        if let Some(head) = head.clone().filter(|_| !same_disk) {
            let to = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
            self.note_seen(Some(Copied { at, to, head }));
        }
        let elsewhere = if same_disk { self.copied().map(|copied| copied.at) } else { Some(at) };
        let Verification { lines, cases, .. } = verification;
        Ok(BackedUp { path: to.to_owned(), lines, cases, bytes: bytes.len(), head, same_disk, elsewhere })
    }

    /// Backs up into the store's own folder. The caller holds the lock.
    pub(super) fn back_up(&self, name: &str, at: DateTime<Utc>) -> Result<BackedUp, Problem> {
        let files = self.everything()?.ok_or_else(|| self.no_store())?;
        let _work = self.meter.work(files.bytes_to_back_up());
        let (lines, verification) = files.sound_lines(&self.meter)?;
        let bytes = raw(&files.manifest, &lines, at, verification.head.as_ref())?;
        let path = self.folder.join(BACKUPS).join(self.keep(name, &bytes)?);
        let Verification { lines, cases, head, .. } = verification;
        let (head, elsewhere) = (head.map(|head| head.to_string()), self.copied().map(|copied| copied.at));
        Ok(BackedUp { path, lines, cases, bytes: bytes.len(), head, same_disk: true, elsewhere })
    }

    /// Writes `bytes` into the folder of backups under a name that is free, reads them again, and returns the name.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) -> Result<String, Problem> {
        let folder = self.folder.join(BACKUPS);
        files::private_folder(&folder)?;
        let mut free = format!("{name}.jsonl");
        let mut count = 1;
        while !files::is_new(&folder.join(&free))? {
            count += 1;
            free = format!("{name}-{count}.jsonl");
        }
        files::write_whole(&folder, &free, bytes)?;
        read_back(&folder.join(&free), bytes)?;
        self.meter.add(length(bytes));
        Ok(free)
    }

    /// The backups in the store's own folder, newest first.
    pub fn backups(&self) -> Vec<Kept> {
        let folder = self.folder.join(BACKUPS);
        let mut kept: Vec<Kept> = files::names_in(&folder)
            .into_iter()
            .filter(|name| !name.starts_with(files::UNFINISHED))
            .map(|name| {
                let header = files::first_line(&folder.join(&name));
                Kept { made_at: header.and_then(|line| Some(parts(&line, &name).ok()?.0.made_at)), name }
            })
            .collect();
        kept.sort_by(|left, right| right.made_at.cmp(&left.made_at).then_with(|| right.name.cmp(&left.name)));
        kept
    }

    /// Makes the generation of the London day of `at` unless it is there, and removes the oldest beyond the limit.
    pub(super) fn generation(&self, at: DateTime<Utc>) -> Result<(), Problem> {
        let today = london::date_of(at).to_string();
        if !files::is_new(&self.generation_of(&today))? {
            return Ok(());
        }
        let (_lock, _) = self.take_over(at)?;
        if !files::is_new(&self.generation_of(&today))? {
            return Ok(());
        }
        self.back_up(&today, at)?;
        let days: Vec<String> = files::names_in(&self.folder.join(BACKUPS)).into_iter().filter(|n| is_day(n)).collect();
        for name in days.iter().rev().skip(GENERATIONS).filter(|name| **name != format!("{today}.jsonl")) {
            files::remove(&self.folder.join(BACKUPS).join(name))?;
        }
        Ok(())
    }

    fn generation_of(&self, day: &str) -> PathBuf {
        self.folder.join(BACKUPS).join(format!("{day}.jsonl"))
    }

    pub(super) fn no_store(&self) -> Problem {
        Problem::store("there is no store here yet")
            .file(self.folder.display().to_string())
            .hint("Check `--store`; `yjs case add` makes a store with its first case")
    }

    pub(super) fn refuse_none(&self) -> Result<(), Problem> {
        self.manifest()?.map(drop).ok_or_else(|| self.no_store())
    }
}

/// Whether this is the name of a daily generation.
fn is_day(name: &str) -> bool {
    name.strip_suffix(".jsonl").is_some_and(|day| day.parse::<NaiveDate>().is_ok())
}

fn read_back(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    match files::read_given(path)? {
        Some(read) if read == bytes => Ok(()),
        _ => Err(Problem::store("what was written cannot be read again as it was")
            .file(path.display().to_string())
            .hint("Check the disk, and back up to another one")),
    }
}
