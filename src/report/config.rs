//! The user's settings: the contracts `yjs.config/1` and `yjs.setting/1`.

use crate::render::{Cell, Column, Page, Report, Table};
use serde::Serialize;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An option on the command line.
    Option,
    /// The environment, by this variable.
    Environment(&'static str),
    /// This file.
    File(String),
    /// It is not set.
    Nowhere,
}

impl Origin {
    fn words(&self) -> String {
        match self {
            Self::Option => "the command line".into(),
            Self::Environment(variable) => format!("the variable {variable}"),
            Self::File(path) => path.clone(),
            Self::Nowhere => "not set".into(),
        }
    }

    fn id(&self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Environment(_) => "environment",
            Self::File(_) => "file",
            Self::Nowhere => "not_set",
        }
    }
}

/// One setting.
#[derive(Debug, Serialize)]
pub struct SettingRow {
    key: &'static str,
    value: Option<String>,
    from: &'static str,
    #[serde(skip)]
    origin: Origin,
}

impl SettingRow {
    /// Of a key.
    pub fn new(key: &'static str, value: Option<String>, origin: Origin) -> Self {
        Self { key, value, from: origin.id(), origin }
    }

    /// Its value, when it is set.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

/// Every setting.
#[derive(Debug, Serialize)]
pub struct SettingsReport {
    schema: &'static str,
    file: Option<String>,
    settings: Vec<SettingRow>,
}

impl SettingsReport {
    /// Of the settings, and the file that keeps them.
    pub fn new(file: Option<String>, settings: Vec<SettingRow>) -> Self {
        Self { schema: "yjs.config/1", file, settings }
    }

    fn rows(&self) -> Table {
        let columns = [
            Column::new("Setting", "key"),
            Column::new("Value", "value").flexible(),
            Column::new("From", "from").flexible(),
        ];
        let mut table = Table::new(columns, "There are no settings.");
        for row in &self.settings {
            table.row([
                Cell::from(row.key),
                row.value.clone().unwrap_or_default().into(),
                Cell::from(row.origin.words()).with_value(row.from),
            ]);
        }
        table
    }
}

impl Report for SettingsReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.table(self.rows());
        if let Some(file) = &self.file {
            page.paragraph(format!("Kept in {file}."));
        }
        page
    }

    fn table(&self) -> Option<Table> {
        Some(self.rows())
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.settings.iter().map(|row| serde_json::to_value(row).ok()).collect()
    }
}

/// One setting's value, for a script.
#[derive(Debug, Serialize)]
pub struct ValueReport {
    schema: &'static str,
    #[serde(flatten)]
    row: SettingRow,
}

impl ValueReport {
    /// Of a setting.
    pub fn new(row: SettingRow) -> Self {
        Self { schema: "yjs.setting/1", row }
    }
}

impl Report for ValueReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(self.row.value.clone().unwrap_or_default());
        page
    }
}

/// A setting that was changed.
#[derive(Debug, Serialize)]
pub struct ChangedReport {
    schema: &'static str,
    key: &'static str,
    was: Option<String>,
    value: Option<String>,
    file: String,
}

impl ChangedReport {
    /// Of a key in a file.
    pub fn new(key: &'static str, was: Option<String>, value: Option<String>, file: String) -> Self {
        Self { schema: "yjs.setting/1", key, was, value, file }
    }
}

impl Report for ChangedReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let was = self.was.as_ref().filter(|was| Some(*was) != self.value.as_ref());
        let was = was.map(|was| format!(" (it was {was})")).unwrap_or_default();
        page.paragraph(match &self.value {
            Some(value) => format!("`{}` is now {value}{was}.", self.key),
            None => format!("`{}` is no longer set{was}.", self.key),
        });
        page
    }
}

/// Where the settings are kept.
#[derive(Debug, Serialize)]
pub struct FileReport {
    schema: &'static str,
    file: String,
    exists: bool,
}

impl FileReport {
    /// Of a file.
    pub fn new(file: String, exists: bool) -> Self {
        Self { schema: "yjs.config/1", file, exists }
    }
}

impl Report for FileReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(self.file.as_str());
        if !self.exists {
            page.paragraph("There is no file yet; the first `yjs config set` makes one.");
        }
        page
    }
}
