//! What the morning list says before its rows: how many there are of each, and which cases were looked at.

use super::super::{DeadlinesReport, Totals};
use crate::domain::deadline::Status;
use crate::render::{Line, Page};
use crate::report::words::{count, list, near};

/// A child who is missing comes before any count, also where nothing has a date yet.
fn missing_now(report: &DeadlinesReport<'_>, page: &mut Page) {
    let away = report.away();
    if !away.is_empty() {
        let line = format!("Missing now: {}. ", list(&away));
        page.paragraph(Line::new().alarm(line).plain("`yjs missing list` says how long, and what is next."));
    }
    // A return of another system never says whether anybody saw that the child is well.
    if !report.unconfirmed.is_empty() && !report.left_out.of_files {
        let line = format!("Located, well-being not confirmed: {}.", list(report.unconfirmed));
        page.paragraph(Line::new().warn(line));
    }
}

pub(super) fn summary(report: &DeadlinesReport<'_>, page: &mut Page) {
    missing_now(report, page);
    let Totals { to_do_now: now, overdue, due_today: today, coming, no_limit: others } = report.totals;
    let windows = report.deadlines.windows().len();
    let coming = coming.saturating_sub(windows);
    let span = span(report);
    if report.left_out.unreadable == 0 && report.looked_at == 0 && now + others == 0 {
        return;
    }
    if now + others + overdue + today + coming + windows == 0 {
        page.paragraph(match (report.left_out.unreadable, report.unanswered.len()) {
            (0, 0) if report.missing.is_empty() => format!("Nothing is overdue, due today or due {span}."),
            (0, 0) => format!("No deadline is overdue, due today or due {span}."),
            (0, _) => format!("Of what can be answered, nothing is overdue, due today or due {span}."),
            _ => format!("In the cases that could be read, nothing is overdue, due today or due {span}."),
        });
        return;
    }
    let mut line = Line::new();
    for (number, words) in [(now, "to do now"), (overdue, "overdue")] {
        if number > 0 {
            line = line.alarm(format!("{number} {words}")).plain(", ");
        }
    }
    if today > 0 {
        line = line.warn(format!("{today} due today")).plain(", ");
    }
    if others > 0 {
        line = line.plain(format!("{others} with no limit printed, "));
    }
    if windows > 0 {
        line = line.plain(format!("{} open, ", count(windows as u64, "review window")));
    }
    let coming = if coming == 0 { "nothing".into() } else { coming.to_string() };
    page.paragraph(line.plain(format!("{coming} coming {span}.")));
    if !report.asked.only.is_empty() {
        let words = |status: &Status| if *status == Status::Overdue { "overdue" } else { "due today" };
        let only: Vec<&str> = report.asked.only.iter().map(words).collect();
        let line = format!("Listed here: what is to be done now, and what is {}.", only.join(" or "));
        page.paragraph(Line::new().faint(line));
    }
}

fn span(report: &DeadlinesReport<'_>) -> String {
    if report.asked.scope.all {
        return "later".into();
    }
    let until = near(report.until, report.today);
    format!("within {} (to {until})", report.asked.within.words())
}

pub(super) fn looked_at(report: &DeadlinesReport<'_>, page: &mut Page) {
    let left_out = &report.left_out;
    let mut text = match (&report.asked.case, report.looked_at) {
        (Some(case), 0) if left_out.closed > 0 => {
            format!("{case} is closed, so its deadlines no longer run; `yjs case reopen {case}` opens it again.")
        }
        (Some(_), _) => String::new(),
        (None, 0) => nothing(report),
        (None, number) => format!("{} looked at.", count(number as u64, "open case")),
    };
    let mut add = |sentence: String| {
        let gap = if text.is_empty() { "" } else { " " };
        text.push_str(gap);
        text.push_str(&sentence);
    };
    if report.later > 0 {
        let verb = if report.later == 1 { "lies" } else { "lie" };
        add(format!("{} more {verb} later: see --within or --all.", report.later));
    }
    if left_out.closed > 0 && report.asked.case.is_none() {
        add(format!("{} left out.", count(left_out.closed as u64, "closed case")));
    }
    if let (Some(protocol), true) = (&report.asked.protocol, left_out.other_protocol > 0) {
        let number = count(left_out.other_protocol as u64, "case");
        add(format!("{number} under another protocol than {protocol} left out."));
    }
    if left_out.other_worker > 0 && report.looked_at > 0 {
        add(format!("{} of other workers left out.", count(left_out.other_worker as u64, "case")));
    }
    if left_out.unassigned > 0 {
        let number = count(left_out.unassigned as u64, "case");
        add(format!("{number} with no worker left out: `yjs case list` shows them."));
    }
    if !text.is_empty() {
        page.paragraph(text);
    }
    if !report.unanswered.is_empty() {
        let number = count(report.unanswered.len() as u64, "clock");
        let cases: Vec<String> = report.unanswered.iter().map(|row| row.case.clone()).collect();
        let line = format!("No answer for {number}, started when no edition was in force: {}.", list(&cases));
        page.paragraph(Line::new().alarm(line));
    }
    if left_out.unreadable > 0 {
        let (number, place) = match left_out.of_files {
            true => (count(left_out.unreadable as u64, "row"), "files"),
            false => (count(left_out.unreadable as u64, "line"), "store"),
        };
        let line = format!("{number} of the {place} could not be read: what stands there is not in this list.");
        page.paragraph(Line::new().warn(line));
    }
    if !left_out.closed_missing.is_empty() {
        let cases = list(&left_out.closed_missing);
        let line = format!(
            "Closed with the child still missing by the record: {cases}. Check that the child is safe: `yjs missing list`."
        );
        page.paragraph(Line::new().warn(line));
    }
}

fn nothing(report: &DeadlinesReport<'_>) -> String {
    let left_out = &report.left_out;
    match &report.asked.worker {
        Some(worker) if left_out.other_worker + left_out.unassigned > 0 => {
            format!(
                "No open case has the worker {worker}; {} of other workers or of none.",
                count((left_out.other_worker + left_out.unassigned) as u64, "case")
            )
        }
        _ if report.asked.unassigned && left_out.other_worker > 0 => "Every open case has a worker.".into(),
        _ if left_out.closed
            + left_out.other_protocol
            + left_out.unreadable
            + left_out.unassigned
            + left_out.other_worker
            == 0 =>
        {
            "The store has no cases yet: `yjs case add` adds one, and `--sample` shows fictional ones.".into()
        }
        _ => "No open case was looked at.".into(),
    }
}
