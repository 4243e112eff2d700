//! The formats: those built in, and those of the user's own, which come first.

use super::lint;
use super::raw::{Format, Table};
use crate::problem::{Problem, nearest};

macro_rules! built_in {
    ($($id:literal),* $(,)?) => {
        [$(($id, include_str!(concat!("../../../data/formats/", $id, ".json")))),*]
    };
}

/// The built-in formats, as JSON text.
pub(crate) const BUILT_IN: [(&str, &str); 14] = built_in!(
    "yjs",
    "ssda903",
    "ssda903-missing",
    "ssda903-header",
    "ssda903-episodes",
    "ssda903-reviews",
    "ssda903-oc2",
    "annex-a",
    "ssds",
    "ssds-person",
    "ssds-missing",
    "ssds-involvements",
    "ssds-looked-after",
    "cin-census",
);

/// A format, and where it is from.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) format: Format,
    /// The file; `None` when it is built in.
    pub(crate) file: Option<String>,
}

/// Every format that can be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Formats {
    pub(crate) all: Vec<Known>,
    /// Why a file of the user's own is not among them.
    pub(crate) left_out: Vec<Problem>,
}

impl Formats {
    /// Returns the built-in formats and those of these files, each a name and its text.
    ///
    /// # Errors
    /// When a built-in one cannot be read, which a test rules out.
    pub(crate) fn new(own: &[(String, String)]) -> Result<Self, Problem> {
        let mut formats = Self::default();
        for (file, text) in own {
            match lint::read(file, text) {
                Ok(format) => formats.all.push(Known { format, file: Some(file.clone()) }),
                Err(problem) => formats.left_out.push(problem),
            }
        }
        for (id, text) in BUILT_IN {
            let format = lint::read(&format!("{id}.json"), text)?;
            if formats.all.iter().all(|known| known.format.id != format.id) {
                formats.all.push(Known { format, file: None });
            }
        }
        Ok(formats)
    }

    /// Returns a format by its name.
    ///
    /// # Errors
    /// When there is none of that name; the nearest is suggested.
    pub(crate) fn get(&self, id: &str) -> Result<&Known, Problem> {
        if let Some(known) = self.all.iter().find(|known| known.format.id == id) {
            return Ok(known);
        }
        let broken = self
            .left_out
            .iter()
            .find(|problem| problem.place.file.as_deref().is_some_and(|file| file.ends_with(&format!("{id}.json"))));
        if let Some(problem) = broken {
            return Err(problem.clone());
        }
        let problem = Problem::usage(format!("no format is called `{id}`")).field("--as");
        Err(match nearest(id, self.all.iter().map(|known| known.format.id.as_str())) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("`yjs formats list` shows them"),
        })
    }

    /// Returns the tables of a format, those of its parts too, each with the name of the format that has it.
    ///
    /// # Errors
    /// When a part is no format.
    pub(crate) fn tables(&self, id: &str) -> Result<Vec<(&str, &Table)>, Problem> {
        let format = &self.get(id)?.format;
        let mut tables: Vec<(&str, &Table)> = format.tables.iter().map(|table| (format.id.as_str(), table)).collect();
        for part in &format.parts {
            let part = &self.get(part)?.format;
            tables.extend(part.tables.iter().map(|table| (part.id.as_str(), table)));
        }
        Ok(tables)
    }

    /// Returns every table of every format.
    pub(crate) fn every_table(&self) -> Vec<(&str, &Table)> {
        let of = |known: &'_ Known| known.format.tables.len();
        debug_assert!(self.all.iter().map(of).sum::<usize>() > 0);
        self.all
            .iter()
            .flat_map(|known| known.format.tables.iter().map(|table| (known.format.id.as_str(), table)))
            .collect()
    }

    /// Returns the format that has all of these as parts.
    pub(crate) fn whole(&self, parts: &[&str]) -> Option<&str> {
        let has_all = |known: &&Known| parts.iter().all(|part| known.format.parts.iter().any(|own| own == part));
        self.all.iter().find(has_all).map(|known| known.format.id.as_str())
    }
}
