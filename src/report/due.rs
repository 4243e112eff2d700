//! A date worked out: the contract `yjs.due/1`.

use crate::calendar::{Amount, BankHolidays, Moment, Reckoning, Skipped, Unit, london};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use chrono::NaiveDate;
use serde::Serialize;

/// The answer of `yjs due`.
#[derive(Debug, Serialize)]
pub struct DueReport {
    schema: &'static str,
    due: Moment,
    act_by: Option<NaiveDate>,
    working: Working,
    provisional: bool,
    #[serde(skip)]
    words: String,
    #[serde(skip)]
    from: Moment,
}

#[derive(Debug, Serialize)]
struct Working {
    amount: u32,
    unit: &'static str,
    day_zero: Moment,
    day_one: Option<NaiveDate>,
    skipped: Vec<Skipped>,
    clock_change: Option<String>,
}

impl DueReport {
    /// Lays out a reckoning.
    pub fn new(amount: Amount, from: Moment, reckoning: Reckoning) -> Self {
        Self {
            schema: "yjs.due/1",
            due: reckoning.due,
            act_by: reckoning.act_by,
            working: Working {
                amount: amount.number,
                unit: amount.unit.word(),
                day_zero: reckoning.day_zero,
                day_one: reckoning.day_one,
                skipped: reckoning.skipped,
                clock_change: reckoning.clock_change,
            },
            provisional: reckoning.provisional,
            words: amount.words(),
            from,
        }
    }
}

/// A date or instant in words.
pub fn long(moment: Moment) -> String {
    match moment {
        Moment::Date(date) => london::long_date(date),
        Moment::Instant(instant) => london::short(instant),
    }
}

/// A date or instant, short.
pub fn short(moment: Moment) -> String {
    match moment {
        Moment::Date(date) => london::short_date(date),
        Moment::Instant(instant) => london::short(instant),
    }
}

/// What a provisional date means, in a list of dates.
pub fn provisional_note() -> String {
    let (_, last) = BankHolidays::published().covered();
    format!(
        "Provisional: bank holidays are published to {} only; later ones follow the usual rules.",
        london::short_date(last)
    )
}

/// What a provisional date means, where the days from `first` to `last` were looked at.
fn provisional_because(first: NaiveDate, last: NaiveDate) -> String {
    let (published_from, published_to) = BankHolidays::published().covered();
    if first >= published_from || last < first {
        return provisional_note();
    }
    let before = format!(
        "Provisional: bank holidays were not published before {}; earlier ones follow the usual rules.",
        london::short_date(published_from)
    );
    if last > published_to { format!("{before} {}", provisional_note()) } else { before }
}

impl Report for DueReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let end = if matches!(self.due, Moment::Date(_)) { " (to the end of the day)" } else { "" };
        page.title(Line::from("Due ").strong(long(self.due)).plain(end));
        page.field("Counted", format!("{} from {}", self.words, long(self.from)));
        if self.working.unit == Unit::Hours.word() && matches!(self.from, Moment::Date(_)) {
            page.field("Start", "no time was given, so the hours run from 00:00, the earliest it can be");
        }
        if let Some(act_by) = self.act_by {
            let line = Line::new().strong(london::long_date(act_by)).plain(", the last working day before it");
            page.field("Act by", line);
        }
        if let Some(day_one) = self.working.day_one {
            page.field("Day one", london::long_date(day_one));
        }
        if let Some(change) = &self.working.clock_change {
            page.field("Clocks", format!("{change}; the hours that pass are counted, not the clock face"));
        }
        if self.provisional {
            page.paragraph(Line::new().warn(provisional_because(self.from.date(), self.due.date())));
        }
        if let Some(own) = BankHolidays::published().own_list().filter(|_| self.working.unit != Unit::Hours.word()) {
            page.field("Bank holidays", format!("the published list and your own, {}", own.name()));
        }
        if !self.working.skipped.is_empty() {
            page.table(self.skipped());
        }
        page
    }

    fn table(&self) -> Option<Table> {
        Some(self.skipped())
    }
}

impl DueReport {
    fn skipped(&self) -> Table {
        let columns = [Column::new("Not counted", "date"), Column::new("Why", "why").flexible()];
        let mut table = Table::new(columns, "No day is passed over.");
        for skipped in &self.working.skipped {
            table.row([
                Cell::from(london::short_date(skipped.date)).with_value(skipped.date.to_string()),
                Cell::from(skipped.why.clone()),
            ]);
        }
        table
    }
}
