//! The user's settings: one file, in the user's own folder for settings. A flag beats the environment, and the environment
//! beats the file.

use super::input::{text_of, unreadable};
use crate::problem::{Problem, nearest};
use crate::render::Format;
use crate::store::write_private;
use clap::ValueEnum;
use directories::ProjectDirs;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const NAME: &str = "settings.json";

/// Forms of an answer that every command has, so that any of them can be the usual one.
const FORMATS: [Format; 4] = [Format::Table, Format::Plain, Format::Json, Format::Md];

/// How long a worker code is, from and to.
const WORKER: std::ops::RangeInclusive<usize> = 2..=8;

/// What can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// The protocol of a command and of a new case that name none
    Protocol,
    /// Your worker code, kept with each change that you save
    Worker,
    /// The team that you work in
    Team,
    /// The form of an answer
    Format,
    /// The folder of the case store
    Store,
    /// The file with the key that opens an encrypted store
    KeyFile,
}

impl Setting {
    /// Every key, in the order in which they are listed.
    pub const ALL: [Self; 6] = [Self::Protocol, Self::Worker, Self::Team, Self::Format, Self::Store, Self::KeyFile];

    /// Its name, as it is written.
    pub fn id(self) -> &'static str {
        match self {
            Self::Protocol => "protocol",
            Self::Worker => "worker",
            Self::Team => "team",
            Self::Format => "format",
            Self::Store => "store",
            Self::KeyFile => "key-file",
        }
    }

    /// Whether some command uses it. The others are kept for versions to come.
    pub fn has_effect(self) -> bool {
        !matches!(self, Self::Team | Self::KeyFile)
    }

    /// The environment variable that beats the file.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Protocol => "YJS_PROTOCOL",
            Self::Worker => "YJS_WORKER",
            Self::Team => "YJS_TEAM",
            Self::Format => "YJS_FORMAT",
            Self::Store => "YJS_STORE",
            Self::KeyFile => "YJS_KEY_FILE",
        }
    }

    /// The value in the environment; an empty one says nothing.
    pub fn in_environment(self) -> Option<String> {
        std::env::var(self.variable()).ok().filter(|value| !value.is_empty())
    }
}

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<Setting, String>);

impl Settings {
    /// Reads the file; nothing is set when there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn read() -> Result<Self, Problem> {
        let Some(path) = file() else { return Ok(Self::default()) };
        let name = path.display().to_string();
        match std::fs::read(&path) {
            Ok(bytes) => text_of(&bytes).and_then(Self::parse).map_err(|problem| problem.file(&name)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Self::default()),
            Err(error) => Err(unreadable(&name, &error)),
        }
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// When it is not a JSON object of known keys with text in each, or a value cannot be right.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let hint = "`yjs config set KEY VALUE` writes it; `yjs config edit` opens it";
        let held: BTreeMap<String, String> = serde_json::from_str(text).map_err(|error| {
            let what = format!("the settings cannot be read: {error}");
            Problem::input(what).at(error.line(), Some(error.column())).hint(hint)
        })?;
        let mut settings = Self::default();
        for (name, value) in held {
            let key = key(&name)?;
            settings.0.insert(key, checked(key, &value)?);
        }
        Ok(settings)
    }

    /// What the file has for a key.
    pub fn get(&self, key: Setting) -> Option<&str> {
        self.0.get(&key).map(String::as_str)
    }

    /// What counts for a key that no flag gives: the environment, else the file.
    pub fn value(&self, key: Setting) -> Option<String> {
        key.in_environment().or_else(|| self.get(key).map(str::to_owned))
    }

    /// Sets a key, or takes it out; true when that changed anything.
    pub fn set(&mut self, key: Setting, value: Option<String>) -> bool {
        match value {
            Some(value) => self.0.insert(key, value.clone()) != Some(value),
            None => self.0.remove(&key).is_some(),
        }
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let held: BTreeMap<&str, &str> = self.0.iter().map(|(key, value)| (key.id(), value.as_str())).collect();
        serde_json::to_string_pretty(&held).unwrap_or_default() + "\n"
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// When there is no folder for it, or it cannot be written.
    pub fn save(&self) -> Result<PathBuf, Problem> {
        let path = file().ok_or_else(no_folder)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| {
                Problem::input(format!("the folder for settings cannot be made: {error}"))
                    .file(folder.display().to_string())
            })?;
        }
        write_private(&path, &self.text())?;
        Ok(path)
    }
}

/// Sets one key in the file and leaves the others as they are.
///
/// # Errors
/// When the value cannot be right, or the file cannot be read or written.
pub(super) fn remember(key: Setting, value: &str) -> Result<PathBuf, Problem> {
    let mut settings = Settings::read()?;
    settings.set(key, Some(checked(key, value)?));
    settings.save()
}

/// The key of that name.
///
/// # Errors
/// When there is none.
pub(super) fn key(name: &str) -> Result<Setting, Problem> {
    let ids = || Setting::ALL.map(Setting::id);
    Setting::ALL.into_iter().find(|key| key.id() == name).ok_or_else(|| {
        let problem = Problem::usage(format!("there is no setting `{name}`"));
        match nearest(name, ids()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("the settings are: {}", ids().join(", "))),
        }
    })
}

/// A value as it is kept, where that can be told without a protocol.
///
/// # Errors
/// When it cannot be right.
pub(super) fn checked(key: Setting, value: &str) -> Result<String, Problem> {
    let wrong = |what: String, hint: String| Err(Problem::usage(what).field(key.id()).hint(hint));
    let value = value.trim();
    if value.is_empty() {
        let hint = format!("`yjs config unset {}` takes it out", key.id());
        return wrong("the value is empty".to_owned(), hint);
    }
    match key {
        Setting::Worker if !is_worker(value) => wrong(
            format!("`{value}` is not a worker code"),
            "give 2 to 8 lower-case letters and digits, such as jm; never a name".to_owned(),
        ),
        Setting::Format if !FORMATS.iter().any(|format| format.to_string() == value) => {
            let known = FORMATS.map(|format| format.to_string()).join(", ");
            wrong(format!("`{value}` cannot be the usual form of an answer"), format!("choose one of: {known}"))
        }
        Setting::Store | Setting::KeyFile => Ok(absolute(value)),
        _ => Ok(value.to_owned()),
    }
}

/// Whether a text is a worker code: 2 to 8 lower-case letters and digits, and not the word that says nobody is known.
pub(super) fn is_worker(text: &str) -> bool {
    text != "unknown"
        && WORKER.contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// A path that means the same from every folder. An address such as `postgres://…` is left as it is.
fn absolute(value: &str) -> String {
    if value.contains("://") {
        return value.to_owned();
    }
    std::path::absolute(Path::new(value)).map_or_else(|_| value.to_owned(), |path| path.display().to_string())
}

/// The user's folder for settings: the one that `YJS_CONFIG` names, else the user's own.
pub(super) fn folder() -> Option<PathBuf> {
    let chosen = std::env::var_os("YJS_CONFIG").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    chosen.or_else(|| ProjectDirs::from("", "", "yjs").map(|dirs| dirs.config_dir().to_path_buf()))
}

/// The file, whether or not it is there.
pub(super) fn file() -> Option<PathBuf> {
    folder().map(|folder| folder.join(NAME))
}

/// There is no place for settings.
pub(super) fn no_folder() -> Problem {
    Problem::usage("there is no home folder to keep settings in").hint("name a folder with YJS_CONFIG")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Setting, Settings, checked, is_worker};

    #[test]
    fn the_file_is_read_as_it_is_written() {
        let mut settings = Settings::default();
        assert!(
            settings.set(Setting::Protocol, Some("camden".into())) && settings.set(Setting::Worker, Some("jm".into()))
        );
        assert!(!settings.set(Setting::Worker, Some("jm".into())));
        assert_eq!(settings.text(), "{\n  \"protocol\": \"camden\",\n  \"worker\": \"jm\"\n}\n");
        assert_eq!(Settings::parse(&settings.text()).unwrap(), settings);
        assert!(settings.set(Setting::Worker, None) && !settings.set(Setting::Worker, None));
        assert_eq!(settings.get(Setting::Worker), None);
    }

    #[test]
    fn what_is_not_a_setting_is_refused() {
        let said = |text: &str| {
            let problem = Settings::parse(text).unwrap_err();
            format!("{problem} / {}", problem.hint.as_deref().unwrap_or_default())
        };
        assert!(said("{\"protocl\":\"camden\"}").contains("did you mean `protocol`"));
        assert!(said("{\"worker\":\"Jane M\"}").contains("not a worker code"));
        assert!(said("{\"worker\":3}").contains("line 1"));
        assert!(said("[]").contains("cannot be read"));
        assert!(checked(Setting::Format, "ics").unwrap_err().hint.unwrap().contains("table, plain, json, md"));
        assert!(checked(Setting::Store, "cases").unwrap().len() > "cases".len());
        assert_eq!(checked(Setting::Store, "postgres://team").unwrap(), "postgres://team");
    }

    #[test]
    fn a_worker_code_is_two_to_eight_small_letters_and_digits() {
        assert!(is_worker("jm") && is_worker("duty2") && is_worker("abcdefg8"));
        assert!(!is_worker("unknown"), "it would say that nobody knows who saved a change");
        assert!(!is_worker("j") && !is_worker("JM") && !is_worker("j.m") && !is_worker("abcdefghi") && !is_worker(""));
    }
}
