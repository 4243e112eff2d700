//! The shape of a format's file, `data/formats/<id>.json`; docs/formats.md explains each field.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// A form in which another system writes cases.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Format {
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<String>,
    /// Its fixed name, as `--as` takes it.
    pub(crate) id: String,
    /// What it is, in a few words.
    pub(crate) title: String,
    /// Where its form is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    /// Other formats whose files make up one return: they are joined by child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<String>,
    /// It is the table that `yjs` itself writes: columns are named by fields, facts and events.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) own: bool,
    /// Its tables: files, sheets, elements of XML or lists of JSON.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tables: Vec<Table>,
    /// Its tests: rows, and the case that they make.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tests: Vec<Test>,
}

/// One table of a format.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// What it is called: the name of its sheet, or of its list in JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// The columns that tell it from others.
    pub(crate) headings: Vec<String>,
    /// The line of the heading, where it is not the first that has these columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) heading: Option<usize>,
    /// Where its rows are in XML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) xml: Option<Xml>,
    /// Other names of a column, each with the name used here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) also_called: BTreeMap<String, String>,
    /// The order of day, month and year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dates: Option<Dates>,
    /// What stands for an empty cell, beside what every program writes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) empty: Vec<String>,
    /// The column of the child's reference.
    #[serde(rename = "ref")]
    pub(crate) reference: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) born: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) worker: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) facts: Vec<Fact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) events: Vec<Event>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) spells: Vec<Spell>,
    /// Values that a column of conditions may have and on which nothing depends.
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub(crate) other_values: Conditions,
    /// Columns of workers' names: never read, unless a file turns each into a code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) names: Vec<String>,
    /// Columns that nothing is read from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) passed_over: Vec<String>,
    /// Events that this form never has: that one is not there says nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) never_has: Vec<String>,
    /// What this form cannot say, as sentences; the reader shows each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) cannot_say: Vec<String>,
}

/// Columns, each with some of its values: all must fit.
pub(crate) type Conditions = BTreeMap<String, Vec<String>>;

/// Where the rows of a table are in XML.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Xml {
    /// The outermost element.
    pub(crate) root: String,
    /// The element of one child.
    pub(crate) child: String,
    /// The element of one row, within the child's.
    pub(crate) row: String,
    /// The elements whose values are those of each row of the child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) shared: Vec<String>,
}

/// The order in which a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Dates {
    /// Day first: 29/06/2022, 29-Jun-22
    Dmy,
    /// Year first: 2022-06-29
    Iso,
    /// Days since 1900, as a spreadsheet counts them: 44741
    Serial,
}

/// A column that holds a fact.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) column: String,
    pub(crate) fact: String,
    /// What each value of the column means; null is unknown. Without it, yes, no, a number or a choice as it stands.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) values: Map<String, Json>,
    /// The column counts something: more than 0 is yes, and 0 says nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) count: bool,
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub(crate) when: Conditions,
    /// It holds only while the spell of its row is open.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) while_open: bool,
}

/// A column that holds the date of an event.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    pub(crate) column: String,
    pub(crate) event: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub(crate) when: Conditions,
}

/// Two columns of dates between which something goes on. An empty end is open.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spell {
    pub(crate) from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) starts: Option<String>,
    pub(crate) to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ends: Option<String>,
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub(crate) when: Conditions,
    /// A row that begins when another ends goes on with it: together they are one spell.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) joins: bool,
    /// Values with which an end is not the end: another row goes on from there.
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub(crate) goes_on: Conditions,
    /// Facts that hold while a spell is open.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) open: Map<String, Json>,
    /// Facts that hold once the last spell is closed.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) closed: Map<String, Json>,
    /// The column of the worker of an open spell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) worker: Option<String>,
}

/// Rows of a table, and the case that they make.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Test {
    pub(crate) name: String,
    /// The name of the table, where the format has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) table: Option<String>,
    /// Each row by its columns.
    pub(crate) rows: Vec<BTreeMap<String, String>>,
    /// The case of the first row's child; without it, the first row must be refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case: Option<Json>,
    /// Words of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<String>,
}

impl Format {
    /// Whether cases can be written in it: one table whose rows are spells with a beginning, and nothing else.
    pub(crate) fn is_writable(&self) -> bool {
        let [table] = self.tables.as_slice() else { return false };
        let is_plain = |spell: &Spell| {
            spell.starts.is_some()
                && spell.ends.is_some()
                && !spell.joins
                && spell.when.values().all(|values| !values.is_empty())
        };
        !table.spells.is_empty()
            && table.facts.is_empty()
            && table.events.is_empty()
            && table.spells.iter().all(is_plain)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
