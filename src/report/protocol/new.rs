//! A protocol that was laid out: the contract `yjs.protocol-new/1`.

use crate::render::{Line, Page, Report};
use serde::Serialize;

/// The answer of `yjs protocol new`.
#[derive(Debug, Serialize)]
pub struct NewReport {
    schema: &'static str,
    id: String,
    folder: String,
    files: Vec<String>,
}

impl NewReport {
    /// What was written, and where.
    pub fn new(id: &str, folder: &str, files: Vec<String>) -> Self {
        Self { schema: "yjs.protocol-new/1", id: id.to_owned(), folder: folder.to_owned(), files }
    }
}

impl Report for NewReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let (schemas, own): (Vec<&String>, Vec<&String>) =
            self.files.iter().partition(|file| file.starts_with("schema/"));
        page.title(Line::from(format!("{} is laid out", self.id)));
        page.field("In", self.folder.as_str());
        let names: Vec<&str> = own.into_iter().map(String::as_str).collect();
        page.field("Files", names.join(", "));
        page.field("Schemas", format!("{} in schema/, which each file names, for your editor", schemas.len()));
        page.heading("Next");
        page.steps([
            "Read WRITING.md in the folder: it goes through each file, rule by rule.".to_owned(),
            "Put your own text in place of each worked rule, with its clause.".to_owned(),
            format!("`yjs protocol check {} --strict` names every fault and what to do.", self.id),
            format!("`yjs protocol test {}` runs the cases of tests.json and says what none reaches.", self.id),
            format!("`yjs threshold --protocol {} --fact child_protection` answers from it.", self.id),
        ]);
        page
    }
}
