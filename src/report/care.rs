//! Backups, repair and health of the store: `yjs.backup_made/1`, `yjs.restore/1`, `yjs.repair/1`, `yjs.doctor/1`.

use super::history::in_few_words;
use crate::calendar::london;
use crate::domain::difference::{Difference, between};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::store::{BackedUp, CaseChange, ForkFound, Health, Repaired, Restored, State};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// How many rows of a list are shown before the rest is counted.
const SHOWN: usize = 12;

/// `1 case`, `2 cases`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Points, the first few of them.
fn some_bullets(page: &mut Page, points: Vec<Line>) {
    let more = points.len().saturating_sub(SHOWN);
    page.bullets(points.into_iter().take(SHOWN));
    if more > 0 {
        page.paragraph(Line::new().faint(format!("… and {more} more; --format json lists them all.")));
    }
}

/// A backup that was made.
#[derive(Debug, Serialize)]
pub struct BackupReport {
    schema: &'static str,
    #[serde(flatten)]
    made: BackedUp,
    /// What to do about copies on other disks, when something is to be done.
    reminder: Option<String>,
}

/// A copy on another disk that is older than this is worth a word.
const A_WEEK: i64 = 7;

impl BackupReport {
    /// Of a backup that was made at this time.
    pub fn new(made: BackedUp, at: DateTime<Utc>) -> Self {
        let how = "make one with `yjs store backup --to FILE`, on a disk that is not in this machine";
        let reminder = match made.elsewhere.map(|then| (then, at.signed_duration_since(then).num_days())) {
            None => Some(format!("No copy off this machine is known of: {how}.")),
            Some((then, days)) if days > A_WEEK => {
                Some(format!("The last copy off this machine is from {}, {days} days ago: {how}.", london::short(then)))
            }
            Some(_) => None,
        };
        Self { schema: "yjs.backup_made/1", made, reminder }
    }
}

impl Report for BackupReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(Line::new().good("Backed up").plain(", and read again to be sure"));
        page.field("File", self.made.path.display().to_string());
        let (cases, lines) = (counted(self.made.cases, "case"), counted(self.made.lines, "change"));
        page.field("Holds", format!("{cases}, {lines}, {} bytes", self.made.bytes));
        if let Some(head) = &self.made.head {
            page.field("Head", head.as_str());
        }
        page.paragraph("It holds children's data and is open to you only; keep it as you keep the store.");
        if let Some(reminder) = &self.reminder {
            page.paragraph(Line::new().warn(reminder.as_str()));
        }
        page
    }
}

/// A restore, or what one would do.
#[derive(Debug, Serialize)]
pub struct RestoreReport {
    schema: &'static str,
    dry_run: bool,
    made_at: DateTime<Utc>,
    lines: usize,
    cases: usize,
    changes: Vec<CaseRow>,
    kept: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CaseRow {
    case: String,
    /// `added`, `removed` or `changed`.
    change: &'static str,
    fields: Vec<Difference>,
}

impl RestoreReport {
    /// Of a restore that was done, or with `dry_run` only thought through.
    pub fn new(restored: Restored, dry_run: bool) -> Self {
        let Restored { made_at, lines, cases, changes, kept } = restored;
        let changes = changes.into_iter().map(CaseRow::of).collect();
        Self { schema: "yjs.restore/1", dry_run, made_at, lines, cases, changes, kept }
    }
}

impl CaseRow {
    fn of(change: CaseChange) -> Self {
        let CaseChange { reference, before, after } = change;
        let (change, fields) = match (before, after) {
            (Some(before), Some(after)) => ("changed", between(&before, &after)),
            (None, Some(_)) => ("added", Vec::new()),
            _ => ("removed", Vec::new()),
        };
        Self { case: reference, change, fields }
    }

    fn line(&self, dry_run: bool) -> Line {
        let (comes, goes) = if dry_run { ("would come back", "would go") } else { ("came back", "went") };
        let line = Line::new().strong(self.case.clone());
        match self.change {
            "added" => line.plain(format!(": {comes}")),
            "removed" => line.plain(format!(": {goes}; the backup has no such case")),
            _ => line.plain(format!(": {}", in_few_words(&self.fields))),
        }
    }
}

impl Report for RestoreReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let made = london::short(self.made_at);
        page.title(if self.dry_run {
            Line::from(format!("Nothing was changed. The backup of {made} is sound"))
        } else {
            Line::new().good("Restored").plain(format!(" as of {made}"))
        });
        page.field("Holds", format!("{}, {}", counted(self.cases, "case"), counted(self.lines, "change")));
        if !self.kept.is_empty() {
            page.field("The store before", format!("kept in {}", self.kept.join(", ")));
        }
        if self.changes.is_empty() {
            page.paragraph("Every case stands as in the backup.");
        } else {
            let heading = if self.dry_run { "What would change" } else { "What changed" };
            page.heading(format!("{heading}: {}", counted(self.changes.len(), "case")));
            some_bullets(&mut page, self.changes.iter().map(|row| row.line(self.dry_run)).collect());
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let columns =
            [Column::new("Case", "case"), Column::new("Change", "change"), Column::new("Fields", "fields").flexible()];
        let mut table = Table::new(columns, "Nothing changes.");
        for row in &self.changes {
            let fields: Vec<&str> = row.fields.iter().map(|one| one.field.as_str()).collect();
            table.row([row.case.clone().into(), row.change.into(), Cell::from(fields.join(", "))]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.changes.iter().map(|row| serde_json::to_value(row).ok()).collect()
    }
}

/// A repair, or what one would do.
#[derive(Debug, Serialize)]
pub struct RepairReport {
    schema: &'static str,
    dry_run: bool,
    #[serde(flatten)]
    repaired: Repaired,
}

impl RepairReport {
    /// Of a repair that was done, or with `dry_run` only thought through.
    pub fn new(repaired: Repaired, dry_run: bool) -> Self {
        Self { schema: "yjs.repair/1", dry_run, repaired }
    }
}

impl Report for RepairReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let held = &self.repaired;
        if held.sound {
            page.title(Line::new().good("The store is sound; there is nothing to repair"));
            return page;
        }
        if !held.forks.is_empty() {
            forks(&mut page, &held.forks);
            return page;
        }
        page.title(match (self.dry_run, held.lost.is_empty()) {
            (true, true) => Line::from("Nothing was changed. Everything can be brought back"),
            (true, false) => Line::from("Nothing was changed. Not everything can be brought back"),
            (false, true) => Line::new().good("Repaired: everything was brought back"),
            (false, false) => Line::new().warn("Repaired, but not everything could be brought back"),
        });
        page.field(if self.dry_run { "Would hold" } else { "Holds now" }, counted(held.lines, "change"));
        if let Some(said) = &held.manifest {
            page.field("store.json", said.as_str());
        }
        if !held.lost.is_empty() {
            page.heading("What is lost");
            let lost = held.lost.iter().map(|lost| match &lost.case {
                Some(case) => Line::new().warn(format!("change {}", lost.change)).plain(format!(" of case {case}")),
                None => Line::new()
                    .warn(format!("change {}", lost.change))
                    .plain("; which case it was cannot be told, so some case may stand as it did before it"),
            });
            some_bullets(&mut page, lost.collect());
            if !held.stepped_back.is_empty() {
                let what = if self.dry_run { "would stand" } else { "stand" };
                page.paragraph(format!(
                    "These cases {what} as before what was lost, and their history says so: {}.",
                    held.stepped_back.join(", ")
                ));
            }
            page.paragraph("A backup kept elsewhere may hold it: `yjs store restore FILE --dry-run` shows.");
        }
        if !held.carried_over.is_empty() {
            page.paragraph(format!(
                "Carried over from the lines that were not chosen, as the chosen ones say nothing of these cases: {}.",
                held.carried_over.join(", ")
            ));
        }
        if !held.recovered.is_empty() {
            page.heading("What was brought back");
            let back = held.recovered.iter().map(|one| {
                Line::from(format!("change {} of case {}, ", one.change, one.case)).faint(format!("from {}", one.from))
            });
            some_bullets(&mut page, back.collect());
        }
        if held.reordered {
            let what = if self.dry_run { "would be put" } else { "were put" };
            page.paragraph(format!("Lines that stood out of order, or twice, {what} in order."));
        }
        if !held.set_aside.is_empty() {
            page.heading("Damaged or not chosen, and kept in the folder quarantine");
            let aside = held
                .set_aside
                .iter()
                .map(|one| Line::from(format!("{}, line {}: ", one.file, one.line)).faint(one.name.clone()));
            some_bullets(&mut page, aside.collect());
        }
        if !held.closed.is_empty() {
            page.heading("Closed to other users");
            some_bullets(&mut page, held.closed.iter().map(|path| Line::from(path.clone())).collect());
        }
        page
    }
}

/// The lines among which the user has to choose.
fn forks(page: &mut Page, forks: &[ForkFound]) {
    page.title(Line::new().warn("Nothing was changed: you have to choose"));
    page.paragraph(
        "Two writers went on from the same change without seeing each other, as when two copies of a store are put together. \
         Both are kept. Cases that only the lines you do not choose are about are carried over; where both are about one \
         case, it will stand as in the line you choose, and the other is kept in the folder quarantine.",
    );
    for fork in forks {
        page.heading(format!("Change {} is there {} times", fork.change, fork.branches.len()));
        page.bullets(fork.branches.iter().map(|branch| {
            let when = branch.saved_at.map(london::short).unwrap_or_default();
            let more = match branch.changes {
                1 => String::new(),
                changes => format!(", and {} after it", counted(changes - 1, "change")),
            };
            Line::new().strong(format!("--choose {}", branch.choice)).plain(format!(
                ": {} of {} by {}, {when}{more}",
                branch.what,
                branch.cases.join(", "),
                branch.saved_by
            ))
        }));
    }
    page.paragraph("Then: `yjs store repair` with one --choose for each.");
}

/// How the store is.
#[derive(Debug, Serialize)]
pub struct DoctorReport {
    schema: &'static str,
    #[serde(flatten)]
    health: Health,
}

impl DoctorReport {
    /// Of a look at everything.
    pub fn new(health: Health) -> Self {
        Self { schema: "yjs.doctor/1", health }
    }
}

impl Report for DoctorReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let wrong = self.health.signs.iter().filter(|sign| sign.state == State::Bad).count();
        page.title(match wrong {
            0 => Line::new().good("All is well with the store"),
            1 => Line::new().alarm("Something is wrong with the store"),
            wrong => Line::new().alarm(format!("{wrong} things are wrong with the store")),
        });
        page.field("Folder", self.health.path.as_str());
        for sign in &self.health.signs {
            let line = match sign.state {
                State::Good => Line::from(sign.what.clone()),
                State::Note => Line::new().plain("note: ").plain(sign.what.clone()),
                State::Bad => Line::new().alarm("wrong: ").plain(sign.what.clone()),
            };
            let line = match &sign.hint {
                Some(hint) => line.plain(". ").strong(hint.clone()),
                None => line,
            };
            page.field(sign.topic, line);
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Topic", "topic"),
            Column::new("State", "state"),
            Column::new("What", "what").flexible(),
            Column::new("What to do", "hint").flexible(),
        ];
        let mut table = Table::new(columns, "Nothing was looked at.");
        for sign in &self.health.signs {
            let state = match sign.state {
                State::Good => "good",
                State::Note => "note",
                State::Bad => "bad",
            };
            table.row([
                sign.topic.into(),
                state.into(),
                Cell::from(sign.what.clone()),
                sign.hint.clone().unwrap_or_default().into(),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.health.signs.iter().map(|sign| serde_json::to_value(sign).ok()).collect()
    }
}
