//! The level of need in words.

use super::{SHOWN, because, clause, labelled, list, more};
use crate::render::{Line, Page};
use crate::report::assessment::AssessmentReport;
use crate::report::due::short;

/// How many reasons, and how many signs, a short answer gives.
const REASONS: usize = 2;
const SIGNS: usize = 3;

/// The level in one line: what it is so far, and what is not ruled out.
pub fn level_line(report: &AssessmentReport) -> Line {
    let level = &report.level;
    let open: Vec<String> = level.could_be.iter().map(|open| open.level.to_string()).collect();
    let Some(number) = level.level else {
        let Some(lowest) = open.first() else { return Line::from("This protocol has no levels of need") };
        let line = Line::new().strong(format!("Level not decided: nothing so far reaches level {lowest}"));
        let line = line.plain("; ").warn(format!("{} open", list(&open)));
        return match &level.overridden {
            Some(own) => Line::new()
                .strong(format!("Level {} by judgement", own.level))
                .plain(format!(" ({}); ", own.by))
                .then(line),
            None => line,
        };
    };
    let name = level.name.clone().unwrap_or_default();
    if let Some(own) = &level.overridden {
        let so_far = if level.could_be.is_empty() { "" } else { " so far" };
        return Line::new()
            .strong(format!("Level {} by judgement", own.level))
            .plain(format!(" ({}); by the rules level {number}{so_far}: {name}", own.by));
    }
    if level.could_be.is_empty() {
        return Line::new().strong(format!("Level {number}: {name}"));
    }
    Line::new()
        .strong(format!("Level {number} so far: {name}"))
        .plain("; ")
        .warn(format!("{} not ruled out", list(&open)))
}

/// A practitioner's own level with its reason, before what the rules come to.
pub fn judgement(page: &mut Page, report: &AssessmentReport) {
    judgement_alone(page, report);
    if report.level.overridden.is_some() {
        page.paragraph(Line::new().faint("What follows is by the rules; the judgement changes none of it."));
    }
}

/// A practitioner's own level with its reason.
pub fn judgement_alone(page: &mut Page, report: &AssessmentReport) {
    let Some(own) = &report.level.overridden else { return };
    let at = crate::calendar::parse_instant_or_local(&own.at).map(|at| short(at.into())).unwrap_or_default();
    page.heading("A practitioner's judgement");
    let line = Line::new().strong(format!("Level {}", own.level)).plain(format!(", by {}, {at}. ", own.by));
    page.paragraph(line.plain(format!("Reason: {}", own.reason)));
    if !report.level.could_be.is_empty() {
        let open: Vec<String> = report.level.could_be.iter().map(|open| open.level.to_string()).collect();
        let are = if open.len() == 1 { ("level", "is") } else { ("levels", "are") };
        let text = format!("By the rules, {} {} {} not ruled out.", are.0, list(&open), are.1);
        page.paragraph(Line::new().warn(text));
    }
}

/// Why the level is what it is, the signs, and other readings.
pub fn level_reasons(page: &mut Page, report: &AssessmentReport) {
    let level = &report.level;
    let mut reasons: Vec<Line> = Vec::new();
    for row in &level.rows {
        let line = Line::new().strong(row.title.clone()).plain(format!(": {}", because(row)));
        reasons.push(clause(line, &row.clause));
        if let Some(reading) = row.reading.as_ref().filter(|_| report.verbose) {
            reasons.push(Line::from(format!("Read as: {reading}")));
        }
    }
    if reasons.is_empty() {
        reasons.push(Line::from("Nothing given so far raises it. That is not the same as nothing being wrong."));
    }
    page.heading("Why this level");
    page.bullets(reasons);
    other_readings(page, report);
    if !level.sign_rows.is_empty() {
        let shown = if report.verbose { usize::MAX } else { SHOWN };
        page.heading("Signs and grounds that apply");
        let rows = level.sign_rows.iter().take(shown);
        page.bullets(rows.map(|row| clause(Line::from(row.title.clone()), &row.clause)));
        more(page, level.sign_rows.len(), shown, "-v shows them all");
    }
}

/// Why the level is what it is, in a line or two: the reasons, other readings, and the signs.
pub(super) fn level_in_brief(page: &mut Page, report: &AssessmentReport) {
    let level = &report.level;
    let mut why = Line::new();
    for (place, row) in level.rows.iter().take(REASONS).enumerate() {
        why = clause(why.plain(if place == 0 { "" } else { "; " }).plain(row.title.clone()), &row.clause);
    }
    if level.rows.len() > REASONS {
        why = why.plain(format!("; and {} more", level.rows.len() - REASONS));
    }
    if !why.is_empty() {
        labelled(page, "Why this level", why.plain("."));
    }
    other_readings(page, report);
    let titles: Vec<&str> = level.sign_rows.iter().map(|row| row.title.as_str()).collect();
    if !titles.is_empty() && level.rows.is_empty() {
        let shown = titles.iter().take(SIGNS).copied().collect::<Vec<_>>().join("; ");
        let further = match titles.len() {
            all if all > SIGNS => format!("; and {} more", all - SIGNS),
            _ => String::new(),
        };
        labelled(page, "Signs", Line::from(format!("{shown}{further}.")));
    }
}

fn other_readings(page: &mut Page, report: &AssessmentReport) {
    for other in &report.level.other_readings {
        let line =
            Line::new().warn(format!("Another reading gives level {}: ", other.level)).plain(other.reading.clone());
        let rule = if report.verbose { format!(" ({})", other.rule) } else { String::new() };
        page.paragraph(line.faint(rule));
    }
}
