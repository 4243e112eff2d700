//! A case along time: what happened, when the child was missing, which clocks run and when they end. The contract
//! `yjs.timeline/1`.

use super::assessment::{AssessmentReport, DeadlineRow, EscalationRow, ProtocolName};
use super::due::short;
use super::words::{ahead, count, list};
use crate::calendar::{Moment, london};
use crate::domain::assess::Assessment;
use crate::domain::deadline::Status;
use crate::domain::missing_check;
use crate::problem::Problem;
use crate::render::chart::{END, Lane, Mark};
use crate::render::{Chart, Line, Page, Report, Tone};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::Serialize;

/// How far back and ahead a picture reaches, in days: what lies further off is named, and drawn at its edge.
const REACH: i64 = 366;

/// How many days of a lane are named; the rest are counted.
const NAMED: usize = 3;

/// The answer of `yjs case timeline`.
#[derive(Debug, Serialize)]
pub struct TimelineReport {
    schema: &'static str,
    case: Option<String>,
    protocol: ProtocolName,
    now: String,
    events: Vec<EventRow>,
    missing: Vec<MissingRow>,
    clocks: Vec<ClockRow>,
    /// Thresholds that were reached.
    reached: Vec<ReachedRow>,
    ahead: Vec<AheadRow>,
    #[serde(skip)]
    chart: Chart,
    #[serde(skip)]
    instant: DateTime<Utc>,
}

/// What happened, one kind of event.
#[derive(Debug, Serialize)]
struct EventRow {
    event: String,
    title: String,
    at: Vec<Moment>,
}

/// An episode.
#[derive(Debug, Serialize)]
struct MissingRow {
    lost: Moment,
    ended: Option<Moment>,
    confirmed: Option<Moment>,
}

/// A clock that runs, ran or has been met.
#[derive(Debug, Serialize)]
struct ClockRow {
    rule: String,
    clause: String,
    title: String,
    start: Moment,
    opens: Option<NaiveDate>,
    due: Moment,
    met: Option<Moment>,
    status: Status,
}

/// A threshold at which somebody is told.
#[derive(Debug, Serialize)]
struct ReachedRow {
    rule: String,
    clause: String,
    title: String,
    at: Moment,
    done: Option<Moment>,
}

/// Days missing that are reached next.
#[derive(Debug, Serialize)]
struct AheadRow {
    rule: String,
    clause: String,
    title: String,
    at: Moment,
}

impl TimelineReport {
    /// Lays out a case.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn new(assessment: &Assessment<'_>, case: Option<String>) -> Result<Self, Problem> {
        let report = AssessmentReport::new(assessment, case)?;
        let situation = &assessment.situation;
        let protocol = assessment.protocol();
        let mut events: Vec<EventRow> = Vec::new();
        for happened in &situation.events {
            let kind = protocol.vocabulary.event_definition(happened.kind);
            match events.iter_mut().find(|row| row.event == kind.id) {
                Some(row) => row.at.push(happened.when),
                None => {
                    events.push(EventRow { event: kind.id.clone(), title: kind.title.clone(), at: vec![happened.when] })
                }
            }
        }
        let missing = situation.episodes.iter();
        let missing = missing.map(|one| MissingRow { lost: one.lost, ended: one.ended, confirmed: one.confirmed });
        let ahead = missing_check::thresholds(assessment).into_iter().filter(|next| next.at > situation.now);
        let ahead = ahead.map(|next| {
            let rule = protocol.rule(next.rule);
            let (id, clause, title) = (rule.id.clone(), rule.clause.clone(), rule.title.clone());
            AheadRow { rule: id, clause, title, at: next.at.into() }
        });
        let mut timeline = Self {
            schema: "yjs.timeline/1",
            events,
            missing: missing.collect(),
            clocks: report.deadlines.into_iter().filter_map(clock_row).collect(),
            reached: report.escalations.into_iter().filter_map(reached_row).collect(),
            ahead: ahead.collect(),
            case: report.case,
            protocol: report.protocol,
            now: report.now,
            chart: Chart::default(),
            instant: situation.now,
        };
        timeline.chart = timeline.drawn();
        Ok(timeline)
    }

    /// Whether there is anything to draw.
    pub fn is_empty(&self) -> bool {
        self.chart.lanes.is_empty()
    }

    /// The case.
    pub fn case(&self) -> Option<&str> {
        self.case.as_deref()
    }

    /// The picture.
    pub fn picture(&self) -> &Chart {
        &self.chart
    }

    fn drawn(&self) -> Chart {
        let axis = Axis::of(self.moments(), self.instant);
        let mut lanes: Vec<Lane> = Vec::new();
        lanes.extend(self.missing.iter().map(|row| missing_lane(row, &axis)));
        lanes.extend(self.reached.iter().map(|row| reached_lane(row, &axis)));
        lanes.extend(self.ahead.iter().map(|row| Lane {
            label: Line::from(row.title.as_str()).faint(format!(" [{}]", row.clause)),
            note: Line::from(format!("{}, {}", short(row.at), ahead(row.at, self.instant))),
            marks: vec![Mark::Point { at: axis.place(row.at.earliest()), tone: Tone::Warn }],
        }));
        lanes.extend(self.clocks.iter().map(|row| clock_lane(row, &axis)));
        lanes.extend(self.events.iter().map(|row| event_lane(row, &axis)));
        let case = self.case.as_deref().unwrap_or("this child");
        Chart {
            title: format!("Timeline of {case}").into(),
            ticks: axis.ticks(),
            now: Some(axis.place(self.instant)),
            lanes,
        }
    }

    fn moments(&self) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        let events = self.events.iter().flat_map(|row| &row.at).copied();
        let missing = self.missing.iter().map(|row| row.lost);
        let clocks = self.clocks.iter().flat_map(|row| [row.start, row.due]);
        let points = self.ahead.iter().map(|row| row.at).chain(self.reached.iter().map(|row| row.at));
        events.chain(missing).chain(clocks).chain(points).map(Moment::earliest)
    }
}

fn clock_row(row: DeadlineRow) -> Option<ClockRow> {
    Some(ClockRow {
        start: row.start.as_ref()?.at,
        opens: row.opens,
        due: row.due.filter(|_| row.rule.certain())?,
        met: row.working.and_then(|working| working.met_on),
        status: row.status,
        rule: row.rule.rule,
        clause: row.rule.clause,
        title: row.rule.title,
    })
}

fn reached_row(row: EscalationRow) -> Option<ReachedRow> {
    let at = row.since.filter(|_| row.rule.certain())?;
    Some(ReachedRow { at, done: row.done, rule: row.rule.rule, clause: row.rule.clause, title: row.rule.title })
}

fn reached_lane(row: &ReachedRow, axis: &Axis) -> Lane {
    let note = Line::from(format!("reached {}: ", short(row.at)));
    let (tone, note) = match row.done {
        Some(done) => (Tone::Good, note.good(format!("done {}", short(done)))),
        None => (Tone::Alarm, note.alarm("not recorded as done")),
    };
    let points = [Some(row.at), row.done].into_iter().flatten();
    Lane {
        label: Line::new().strong(row.title.as_str()).faint(format!(" [{}]", row.clause)),
        note,
        marks: points.map(|at| Mark::Point { at: axis.place(at.earliest()), tone }).collect(),
    }
}

fn missing_lane(row: &MissingRow, axis: &Axis) -> Lane {
    let from = axis.place(row.lost.earliest());
    let (to, is_open, tone) = match row.ended {
        Some(ended) => (axis.place(ended.earliest()), false, Tone::Plain),
        None => (axis.place(axis.now), true, Tone::Alarm),
    };
    let note = match (row.ended, row.confirmed) {
        (None, _) => Line::from(format!("since {}, ", short(row.lost))).alarm("still missing"),
        (Some(ended), None) => {
            Line::from(format!("{} to {}; ", short(row.lost), short(ended))).warn("well-being not confirmed")
        }
        (Some(ended), Some(_)) => Line::from(format!("{} to {}", short(row.lost), short(ended))),
    };
    Lane {
        label: Line::new().strong("Missing"),
        note,
        marks: vec![Mark::Span { from, to: to.max(from), tone, is_open }],
    }
}

fn clock_lane(row: &ClockRow, axis: &Axis) -> Lane {
    let tone = match row.status {
        Status::Overdue | Status::MetLate => Tone::Alarm,
        Status::DueToday | Status::Due => Tone::Warn,
        Status::Met => Tone::Good,
        Status::Upcoming | Status::Waiting => Tone::Plain,
    };
    let begins = row.opens.map_or(row.start, Moment::Date);
    let due = axis.place(row.due.earliest());
    let mut marks = vec![Mark::Span { from: axis.place(begins.earliest()).min(due), to: due, tone, is_open: false }];
    let mut note = match row.opens {
        Some(opens) => Line::from(format!("from {} to {}: ", short(opens.into()), short(row.due))),
        None => Line::from(format!("due {}: ", short(row.due))),
    };
    note = note.toned(tone, row.status.words());
    if let Some(met) = row.met {
        marks.push(Mark::Point { at: axis.place(met.earliest()), tone });
        note = note.plain(format!(", {}", short(met)));
    }
    Lane { label: Line::new().strong(row.title.as_str()).faint(format!(" [{}]", row.clause)), note, marks }
}

fn event_lane(row: &EventRow, axis: &Axis) -> Lane {
    let named: Vec<String> = row.at.iter().rev().take(NAMED).map(|at| short(*at)).collect();
    let further = row.at.len().saturating_sub(NAMED);
    let more = if further > 0 { format!(", and {} before", count(further as u64, "time")) } else { String::new() };
    let marks = row.at.iter().map(|at| Mark::Point { at: axis.place(at.earliest()), tone: Tone::Plain }).collect();
    Lane { label: Line::from(row.title.as_str()), note: Line::from(format!("{}{more}", list(&named))), marks }
}

impl Report for TimelineReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let case = self.case.as_ref().map(|case| format!("{case}, ")).unwrap_or_default();
        page.title(format!("{case}{}, {}", self.protocol.short, london::short(self.instant)));
        if self.is_empty() {
            page.paragraph("Nothing is recorded yet, and no clock runs.");
        } else {
            page.chart(self.chart.clone());
        }
        page
    }

    fn chart(&self) -> Option<&Chart> {
        Some(&self.chart)
    }
}

/// From the first thing that is drawn to the last.
struct Axis {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl Axis {
    fn of(moments: impl Iterator<Item = DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        let reach = chrono::TimeDelta::days(REACH);
        let (least, most) = (now - reach, now + reach);
        let (mut from, mut to) = (now, now);
        for moment in moments {
            from = from.min(moment.max(least));
            to = to.max(moment.min(most));
        }
        // Room on both sides, and never nothing at all.
        let edge = ((to - from) / 20).max(chrono::TimeDelta::hours(12));
        Self { from: from - edge, to: to + edge, now }
    }

    fn place(&self, moment: DateTime<Utc>) -> u32 {
        let whole = (self.to - self.from).num_minutes().max(1);
        let part = (moment - self.from).num_minutes().clamp(0, whole);
        u32::try_from(part * i64::from(END) / whole).unwrap_or(END)
    }

    /// Days, Mondays or firsts of months, as many as can be told apart.
    fn ticks(&self) -> Vec<(u32, crate::render::Text)> {
        let (first, last) = (london::date_of(self.from), london::date_of(self.to));
        let length = (last - first).num_days();
        let is_tick = |day: NaiveDate| match length {
            0..=8 => true,
            9..=60 => day.weekday().num_days_from_monday() == 0,
            61..=240 => day.day() == 1,
            _ => day.day() == 1 && day.month0().is_multiple_of(3),
        };
        let days = std::iter::successors(Some(first), |day| day.checked_add_days(Days::new(1)));
        let days = days.take_while(|day| *day <= last).filter(|day| is_tick(*day));
        days.map(|day| (self.place(london::start_of_day(day)), london::day_and_month(day).into())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, END};
    use chrono::{TimeDelta, TimeZone, Utc};

    #[test]
    fn everything_is_drawn_on_the_axis_and_what_is_far_off_at_its_edge() {
        let now = Utc.with_ymd_and_hms(2026, 6, 10, 9, 0, 0).single().expect("a time");
        for days in [0, 1, 30, 200, 5000] {
            let moments = [now - TimeDelta::days(days), now, now + TimeDelta::days(days)];
            let axis = Axis::of(moments.into_iter(), now);
            assert!(axis.place(moments[0]) <= axis.place(now) && axis.place(now) <= axis.place(moments[2]));
            assert!(axis.place(moments[2]) <= END && axis.ticks().len() <= 10, "{days}: {:?}", axis.ticks());
        }
    }
}
