//! The daily briefing on one page: the morning's list, the work of the coming weeks, birthdays that matter, and each case
//! along time. The contract `yjs.brief/1`.

use super::deadlines::DeadlinesReport;
use super::timeline::TimelineReport;
use super::words::{count, list};
use crate::calendar::{Moment, london};
use crate::domain::agenda::Agenda;
use crate::domain::derive::{age, birthday};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many weeks of work are counted.
pub const WEEKS: u64 = 4;

/// The ages at which much changes for a child, and so are looked ahead to.
const AGES: [u32; 2] = [16, 18];

/// How far ahead birthdays are looked for, in days.
const SOON: u64 = 92;

/// The answer of `yjs brief`.
#[derive(Debug, Serialize)]
pub struct BriefReport<'a> {
    schema: &'static str,
    now: String,
    worker: Option<String>,
    morning: DeadlinesReport<'a>,
    workload: Vec<WorkerRow>,
    birthdays: Vec<BirthdayRow>,
    /// Open cases with no date of birth on record.
    born_unknown: usize,
    timelines: Vec<TimelineReport>,
    #[serde(skip)]
    instant: DateTime<Utc>,
    #[serde(skip)]
    weeks: Vec<NaiveDate>,
}

/// What falls due for one worker, by week.
#[derive(Debug, Serialize)]
struct WorkerRow {
    worker: Option<String>,
    overdue: usize,
    weeks: Vec<usize>,
}

/// A child who turns an age at which much changes.
#[derive(Debug, Clone, Serialize)]
pub struct BirthdayRow {
    case: String,
    worker: Option<String>,
    turns: u32,
    /// The month: the day itself would give the date of birth.
    month: String,
    #[serde(skip)]
    on: NaiveDate,
}

impl BirthdayRow {
    /// The birthday of a child that lies near enough, if there is one.
    pub fn of(case: &str, worker: Option<&str>, born: NaiveDate, today: NaiveDate) -> Option<Self> {
        let last = today.checked_add_days(Days::new(SOON))?;
        let turns = AGES.into_iter().find(|years| *years == age(born, today) + 1 || birthday(born, *years) == today)?;
        let on = birthday(born, turns);
        let row = Self {
            case: case.to_owned(),
            worker: worker.map(str::to_owned),
            turns,
            month: on.format("%Y-%m").to_string(),
            on,
        };
        (today..=last).contains(&on).then_some(row)
    }
}

impl<'a> BriefReport<'a> {
    /// Lays out the briefing. `coming` has what is owed within [`WEEKS`].
    pub fn new(
        morning: DeadlinesReport<'a>,
        coming: &Agenda,
        worker: Option<String>,
        mut birthdays: Vec<BirthdayRow>,
        born_unknown: usize,
        mut timelines: Vec<TimelineReport>,
        now: DateTime<Utc>,
    ) -> Self {
        let weeks = weeks(london::date_of(now));
        birthdays.sort_by(|one, other| (one.on, &one.case).cmp(&(other.on, &other.case)));
        timelines.sort_by(|one, other| one.case().cmp(&other.case()));
        Self {
            schema: "yjs.brief/1",
            now: london::rfc3339(now),
            workload: workload(coming, &weeks),
            worker,
            morning,
            birthdays,
            born_unknown,
            timelines,
            instant: now,
            weeks,
        }
    }

    /// Returns true when something is overdue, or is a breach by the checks.
    pub fn is_adverse(&self) -> bool {
        self.morning.overdue()
    }

    fn add_workload(&self, page: &mut Page) {
        page.title("Deadlines by week");
        let mut columns = vec![Column::new("Worker", "worker"), Column::new("Overdue", "overdue").right()];
        columns.extend(self.weeks.iter().enumerate().map(|(place, first)| {
            let title =
                if place == 0 { "This week".to_owned() } else { format!("From {}", london::short_date(*first)) };
            Column::new(title, format!("week_{}", place + 1)).right()
        }));
        let mut table = Table::new(columns, "No deadline falls within these weeks.");
        for row in &self.workload {
            let worker = row.worker.as_deref().map_or(Line::new().warn("unassigned"), Line::from);
            let number = |number: usize| if number == 0 { "–".to_owned() } else { number.to_string() };
            let cells =
                std::iter::once(row.overdue).chain(row.weeks.iter().copied()).map(|all| Cell::from(number(all)));
            table.row(std::iter::once(Cell::from(worker)).chain(cells));
        }
        page.table(table);
    }

    fn add_birthdays(&self, page: &mut Page) {
        page.title(format!("Turning {}", list(&AGES.map(|years| years.to_string())).replace(" and ", " or ")));
        if self.birthdays.is_empty() {
            page.paragraph(format!("By the dates of birth on record, no child does within {}.", count(SOON, "day")));
        }
        page.bullets(self.birthdays.iter().map(|row| {
            let worker = row.worker.as_ref().map(|worker| format!(" ({worker})")).unwrap_or_default();
            let month = row.on.format("%B %Y");
            Line::new().strong(row.case.as_str()).plain(format!("{worker} turns {} in {month}", row.turns))
        }));
        if self.born_unknown > 0 {
            let cases = count(self.born_unknown as u64, "open case");
            let has = if self.born_unknown == 1 { "has" } else { "have" };
            page.paragraph(Line::new().warn(format!("{cases} {has} no date of birth on record.")));
        }
    }
}

/// The first day of each week: today, and then Mondays.
fn weeks(today: NaiveDate) -> Vec<NaiveDate> {
    let monday = |week: u64| today.week(chrono::Weekday::Mon).first_day().checked_add_days(Days::new(week * 7));
    std::iter::once(today).chain((1..WEEKS).filter_map(monday)).collect()
}

fn workload(agenda: &Agenda, weeks: &[NaiveDate]) -> Vec<WorkerRow> {
    let mut rows: BTreeMap<Option<String>, WorkerRow> = BTreeMap::new();
    let end = weeks.last().and_then(|last| last.checked_add_days(Days::new(7)));
    for case in agenda.cases() {
        let worker = case.worker.as_deref().map(str::to_owned);
        for owed in case.deadlines.iter().filter(|owed| owed.certain && owed.standing.status.live()) {
            let Some(due) = owed.standing.due.map(Moment::date) else { continue };
            let row = rows.entry(worker.clone()).or_insert_with(|| WorkerRow {
                worker: worker.clone(),
                overdue: 0,
                weeks: vec![0; weeks.len()],
            });
            if owed.standing.status == crate::domain::deadline::Status::Overdue {
                row.overdue += 1;
            } else if let Some(week) = weeks.iter().rposition(|first| *first <= due).or(Some(0))
                && end.is_none_or(|end| due < end)
            {
                row.weeks[week] += 1;
            }
        }
    }
    rows.into_values().collect()
}

impl Report for BriefReport<'_> {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let whose = self.worker.as_ref().map(|worker| format!(", {worker}")).unwrap_or_default();
        page.title(format!("Briefing{whose}, {}", london::short(self.instant)));
        page.append(self.morning.page());
        self.add_workload(&mut page);
        self.add_birthdays(&mut page);
        if !self.timelines.is_empty() {
            page.title("Each case along time");
            page.paragraph(
                "The broken line is now. Red is late or not done, amber is due or near, green is done in time; grey is what happened, or is not near yet.",
            );
        }
        for timeline in &self.timelines {
            page.heading(timeline.case().unwrap_or_default().to_owned());
            page.chart(timeline.picture().clone());
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::{BirthdayRow, weeks};
    use chrono::NaiveDate;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn birthdays_are_looked_ahead_to_from_the_day_itself_to_three_months() {
        let row = |born: &str, today: &str| BirthdayRow::of("YJ-1", None, date(born), date(today)).map(|row| row.turns);
        assert_eq!(row("2010-06-10", "2026-06-10"), Some(16));
        assert_eq!(row("2010-06-09", "2026-06-10"), None);
        assert_eq!(row("2010-09-10", "2026-06-10"), Some(16));
        assert_eq!(row("2010-09-11", "2026-06-10"), None);
        assert_eq!(row("2008-07-01", "2026-06-10"), Some(18));
        assert_eq!(row("2009-07-01", "2026-06-10"), None);
    }

    #[test]
    fn the_first_week_begins_today_and_the_others_on_mondays() {
        let weeks = weeks(date("2026-06-10"));
        assert_eq!(weeks, ["2026-06-10", "2026-06-15", "2026-06-22", "2026-06-29"].map(date));
    }
}
