//! Where protocols are looked for: the user's own folder for settings, then the folder that `--protocols` names, then
//! what is built in. The first that has one of the wanted name is taken.

use super::input::{text_of, unreadable};
use crate::problem::{Problem, nearest};
use crate::protocol::embedded;
use crate::protocol::load::Source;
use crate::protocol::names;
use crate::protocol::source::EDITIONS;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The most bytes that one file of a protocol may take: a guard against being handed the wrong folder.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// What makes a folder a protocol's.
const HEAD: &str = "protocol.json";

/// Where a protocol comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder under the user's own for settings.
    Own(PathBuf),
    /// A folder under the one that `--protocols` names.
    Given(PathBuf),
    /// Built in.
    Embedded,
}

impl Origin {
    /// In words, for a list.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Own(path) => format!("your own folder: {}", path.display()),
            Self::Given(path) => format!("--protocols: {}", path.display()),
            Self::Embedded => "built in".into(),
        }
    }

    /// Its folder, unless it is built in.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Own(path) | Self::Given(path) => Some(path),
            Self::Embedded => None,
        }
    }
}

/// The places where protocols are looked for.
#[derive(Debug, Default)]
pub(super) struct Library {
    own: Option<PathBuf>,
    given: Option<PathBuf>,
}

impl Library {
    /// Looks in the user's own folder and in the one given.
    pub(super) fn new(given: Option<PathBuf>) -> Self {
        let own = super::settings::folder().map(|folder| folder.join("protocols"));
        Self { own, given }
    }

    /// Refuses a folder that is given and is not there.
    fn check(&self) -> Result<(), Problem> {
        let Some(folder) = self.given.as_ref().filter(|folder| !folder.is_dir()) else { return Ok(()) };
        let what = if folder.exists() { "it is not a folder" } else { "there is no such folder" };
        let hint = "name the folder that holds a folder for each protocol";
        Err(Problem::usage(what).file(folder.display().to_string()).field("--protocols").hint(hint))
    }

    /// The folder of protocols that is the user's own, whether or not it is there.
    pub(super) fn own_folder(&self) -> Option<&Path> {
        self.own.as_deref()
    }

    /// Where each protocol is found, by id; the first place is the one that is used.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(super) fn all(&self) -> Result<Vec<(String, Vec<Origin>)>, Problem> {
        self.check()?;
        let mut found: Vec<(String, Vec<Origin>)> =
            embedded::ids().map(|id| (id.to_owned(), self.origins(id))).collect();
        for folder in [&self.own, &self.given].into_iter().flatten() {
            for id in protocols_in(folder)? {
                if !found.iter().any(|(held, _)| *held == id) {
                    let origins = self.origins(&id);
                    found.push((id, origins));
                }
            }
        }
        Ok(found)
    }

    /// The ids of every protocol: those built in, then the others by name.
    ///
    /// # Errors
    /// As [`Library::all`].
    pub(super) fn ids(&self) -> Result<Vec<String>, Problem> {
        Ok(self.all()?.into_iter().map(|(id, _)| id).collect())
    }

    /// The id of the protocol that people call this: its id, its name, its short name or a synonym, whatever the case and
    /// the hyphens. `None` when no protocol is called so, or more than one.
    pub(super) fn called(&self, typed: &str) -> Option<String> {
        if !self.origins(typed).is_empty() {
            return Some(typed.to_owned());
        }
        let mut called = self.ids().ok()?.into_iter().filter(|id| {
            let source = self.source(id).ok();
            let head = source.as_ref().and_then(names::of_protocol).unwrap_or_default();
            std::iter::once(id).chain(&head).any(|name| names::same(name, typed))
        });
        called.next().filter(|_| called.next().is_none())
    }

    /// Every place that has a protocol of this id, the one that is used first.
    pub(super) fn origins(&self, id: &str) -> Vec<Origin> {
        let within = |folder: &Option<PathBuf>| {
            let folder = folder.as_ref().filter(|_| is_id(id))?;
            // A folder that is itself a protocol may be given too.
            let itself = folder.file_name().is_some_and(|name| name == id) && folder.join(HEAD).is_file();
            Some(if itself { folder.clone() } else { folder.join(id) }).filter(|folder| folder.join(HEAD).is_file())
        };
        let own = within(&self.own).map(Origin::Own);
        let given = within(&self.given).map(Origin::Given);
        let embedded = embedded::ids().any(|held| held == id).then_some(Origin::Embedded);
        own.into_iter().chain(given).chain(embedded).collect()
    }

    /// The problem of a folder that was named on the command line and is not used, as the user's own has that protocol too.
    pub(super) fn hidden(&self, id: &str) -> Option<Problem> {
        let origins = self.origins(id);
        let [Origin::Own(own), Origin::Given(given), ..] = origins.as_slice() else { return None };
        let real = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        (real(own) != real(given)).then(|| {
            Problem::input(format!("{id} is in your own folder and in that of --protocols; your own is used")).hint(
                format!(
                    "used: {}; not used: {}; move one of them away, or give them different ids",
                    own.display(),
                    given.display()
                ),
            )
        })
    }

    /// The files of a protocol by id.
    ///
    /// # Errors
    /// When there is none of that id, or its folder cannot be read.
    pub(super) fn source(&self, id: &str) -> Result<Source, Problem> {
        self.check()?;
        let source = match self.origins(id).into_iter().next() {
            Some(Origin::Embedded) => embedded::source(id),
            Some(Origin::Own(folder) | Origin::Given(folder)) => {
                Some(Source { id: Some(id.to_owned()), ..read(&folder)? })
            }
            None => None,
        };
        match source {
            Some(source) => Ok(source),
            None => Err(self.unknown(id)?),
        }
    }

    /// The problem of an id that no place has.
    fn unknown(&self, id: &str) -> Result<Problem, Problem> {
        let known = self.ids()?;
        let near = nearest(id, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`? "));
        let hint = format!("{}the protocols are: {}", near.unwrap_or_default(), known.join(", "));
        Ok(Problem::usage(format!("no protocol is called `{id}`")).field("protocol").hint(hint))
    }
}

/// Whether a word can be the name of a protocol's folder, and nothing outside the folder of protocols.
pub(super) fn is_id(id: &str) -> bool {
    let mut letters = id.bytes();
    letters.next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
        && letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"_-".contains(&letter))
}

fn protocols_in(folder: &Path) -> Result<Vec<String>, Problem> {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    if folder.join(HEAD).is_file() {
        return Ok(named(folder).into_iter().collect());
    }
    let name = folder.display().to_string();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(&name, &error)),
    };
    let mut ids = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(&name, &error))?.path();
        if path.join(HEAD).is_file() {
            ids.extend(named(&path).filter(|id| is_id(id)));
        }
    }
    // The folder's own order is by chance.
    ids.sort();
    Ok(ids)
}

/// The files of a protocol's folder whose `$schema` names a file that is not there. What is fetched from elsewhere, by an
/// address, is not looked at.
pub(super) fn without_schema(source: &Source) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Head {
        #[serde(rename = "$schema")]
        schema: Option<String>,
    }
    let folder = Path::new(&source.name);
    let missing = |(file, text): &&(String, Cow<'static, str>)| {
        let head = serde_json::from_str::<Head>(text.trim_start_matches('\u{feff}')).ok();
        let Some(schema) = head.and_then(|head| head.schema).filter(|schema| !schema.contains("://")) else {
            return false;
        };
        folder.join(file).parent().is_some_and(|parent| !parent.join(schema).is_file())
    };
    source.files.iter().filter(missing).map(|(file, _)| file.clone()).collect()
}

/// Reads the JSON files of a protocol's folder, and those of its other editions.
///
/// # Errors
/// When it is no folder, holds no JSON file, or a file of it cannot be read as UTF-8 text.
pub(super) fn read(path: &Path) -> Result<Source, Problem> {
    let name = path.display().to_string();
    let mut files = json_files(path, "").map_err(|error| match error {
        Unread::Folder(error) => match error.kind() {
            std::io::ErrorKind::NotADirectory => Problem::input("it is a file, not a folder")
                .file(&name)
                .hint("name the folder that holds protocol.json"),
            std::io::ErrorKind::NotFound => Problem::input("there is no such folder")
                .file(&name)
                .hint("check the name, or leave it out to check the built-in protocols"),
            _ => unreadable(&name, &error),
        },
        Unread::File(problem) => problem,
    })?;
    let editions = path.join(EDITIONS);
    if editions.is_dir() {
        let entries = std::fs::read_dir(&editions).map_err(|error| unreadable(&name, &error))?;
        for entry in entries {
            let folder = entry.map_err(|error| unreadable(&name, &error))?.path();
            let Some(own) = folder.file_name().map(|own| own.to_string_lossy().into_owned()) else { continue };
            if folder.is_dir() && !own.starts_with('.') {
                let within = format!("{EDITIONS}{own}/");
                let more = json_files(&folder, &within).map_err(|error| match error {
                    Unread::Folder(error) => unreadable(&folder.display().to_string(), &error),
                    Unread::File(problem) => problem,
                })?;
                files.extend(more);
            }
        }
    }
    // The folder's own order is by chance.
    files.sort();
    if files.is_empty() {
        let problem = Problem::input("the folder holds no JSON file").file(&name);
        return Err(problem.hint("name the folder that holds protocol.json"));
    }
    Ok(Source { name, files, ..Source::default() })
}

enum Unread {
    Folder(std::io::Error),
    File(Problem),
}

fn json_files(path: &Path, within: &str) -> Result<Vec<(String, Cow<'static, str>)>, Unread> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(Unread::Folder)? {
        let entry = entry.map_err(Unread::Folder)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if !file.starts_with('.') && file.to_ascii_lowercase().ends_with(".json") {
            let text = text(&entry.path()).map_err(Unread::File)?;
            files.push((format!("{within}{file}"), Cow::Owned(text)));
        }
    }
    Ok(files)
}

fn text(path: &Path) -> Result<String, Problem> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&name, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Problem::input("it is larger than any protocol's file can be (16 MiB)")
            .file(&name)
            .hint("is it the right folder?"));
    }
    text_of(&bytes).map(str::to_owned).map_err(|problem| problem.file(&name))
}
