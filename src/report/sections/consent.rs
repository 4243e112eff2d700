//! Consent in words.

use super::{clause, labelled, question_of};
use crate::protocol::Need;
use crate::render::{Line, Page};
use crate::report::assessment::{AssessmentReport, ConsentRow};

/// How many questions may decide a row for it to be worth saying.
const FEW: usize = 3;

/// What to do about consent, one line. That it is not needed never comes first while a safeguarding concern is not known.
pub fn consent(page: &mut Page, report: &AssessmentReport) {
    let sure = |row: &&ConsentRow| row.rule.certain();
    let mut certain: Vec<&ConsentRow> = report.consent.iter().filter(sure).collect();
    certain.sort_by_key(|row| match row.need {
        Need::DoNotSeek => 0,
        Need::Seek => 1,
        Need::NotNeeded => 2,
    });
    let safe = report.safety_known;
    if let Some(first) = certain.first() {
        let mut line = Line::new();
        if first.need == Need::NotNeeded && !safe {
            line = line.warn(format!("{} ", report.safety_question.clone().unwrap_or_default()));
            line = line.plain("Until that is known, ask for consent unless asking would put the child at risk. ");
        }
        for (place, row) in certain.iter().enumerate() {
            line = line.plain(if place == 0 { "" } else { " " });
            line = one(line, row, safe);
        }
        labelled(page, "Consent", line);
        return;
    }
    if let Some(row) = likely(report) {
        let line = Line::from(match row.need {
            Need::Seek => "seek it, unless the answer to one of these is yes: ",
            Need::NotNeeded => "not needed if the answer is yes: ",
            Need::DoNotSeek => "do not seek it if the answer is yes: ",
        });
        let asks: Vec<String> = row.rule.unknown.iter().map(|fact| question_of(fact, report)).collect();
        labelled(page, "Consent", clause(line.warn(asks.join(" ")), &row.rule.clause));
    } else {
        labelled(
            page,
            "Consent",
            match &report.recorded_consent {
                // A refusal must not be read as an end to what has to be done for the child's safety.
                Some(recorded) => Line::from(format!("recorded as {recorded}. The steps above stand with that known.")),
                None => Line::from("no rule about it applies on what is known."),
            },
        );
    }
}

fn one(line: Line, row: &ConsentRow, safe: bool) -> Line {
    let need = match row.need {
        Need::Seek => "Seek consent.",
        Need::NotNeeded if safe => "Consent is not needed.",
        Need::NotNeeded => "",
        Need::DoNotSeek => "Do not seek consent.",
    };
    let line = if need.is_empty() { line } else { line.strong(need).plain(" ") };
    clause(line.plain(row.why.clone()), &row.rule.clause)
}

/// The row that a few questions decide.
fn likely(report: &AssessmentReport) -> Option<&ConsentRow> {
    let near = |row: &&ConsentRow| {
        !row.rule.certain() && !row.rule.goes_with_level && row.rule.unknown.len() <= FEW && row.rule.speaks
    };
    let mut rows: Vec<&ConsentRow> = report.consent.iter().filter(near).collect();
    rows.sort_by_key(|row| row.need != Need::Seek);
    rows.first().copied()
}
