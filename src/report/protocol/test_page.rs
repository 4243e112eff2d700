//! How a protocol's own tests read.

use super::test::{ChangeRow, CoverageRow, DifferenceRow, MutationRow, Tested};
use crate::render::{Line, Page};

/// The most rows of a list that text shows unless the whole is asked for.
const MOST: usize = 20;

pub(super) fn page(protocols: &[Tested], whole: bool) -> Page {
    let mut page = Page::new();
    for (place, tested) in protocols.iter().enumerate() {
        if place > 0 {
            page.gap();
        }
        add(&mut page, tested, if whole { usize::MAX } else { MOST });
    }
    page
}

fn add(page: &mut Page, tested: &Tested, most: usize) {
    let cases = count(tested.cases, "case");
    page.heading(format!("{}: {cases}", tested.protocol));
    if !tested.has_file {
        page.paragraph("There is no tests.json beside the rules, so nothing shows that they answer rightly.");
    } else if tested.cases == 0 {
        page.paragraph("No case expects anything here.");
    } else if tested.failed == 0 {
        page.paragraph(Line::new().good("Passed").plain(": every case comes out as expected."));
    } else {
        let failed = Line::new().alarm("Failed").plain(format!(
            ": {} of {} {} out otherwise than expected.",
            number(tested.failed),
            number(tested.cases),
            if tested.failed == 1 { "comes" } else { "come" }
        ));
        page.paragraph(failed);
    }
    let same = |left: &DifferenceRow, right: &DifferenceRow| (&left.case, &left.rule) == (&right.case, &right.rule);
    let shown = &tested.differences[..most.min(tested.differences.len())];
    shown.chunk_by(same).for_each(|rows| differences(page, rows));
    rest(page, tested.differences.len(), most);
    coverage(page, &tested.coverage, most);
    if let Some(mutation) = &tested.mutation {
        changes(page, mutation, tested.failed, most);
    }
}

/// In what one case differs on one rule.
fn differences(page: &mut Page, rows: &[DifferenceRow]) {
    let Some(row) = rows.first() else { return };
    page.gap();
    let title = if row.title.is_empty() { String::new() } else { format!(": {}", row.title) };
    page.paragraph(Line::new().strong(row.case.as_str()).plain(title));
    if let Some(rule) = &row.rule {
        let clause = row.clause.as_ref().map(|clause| format!(" [{clause}]")).unwrap_or_default();
        page.field("Rule", Line::new().plain(rule.as_str()).faint(clause));
    }
    for row in rows {
        page.field("Expected", format!("{}: {}", row.what, row.expected));
        page.field("Got", format!("{}: {}", row.what, row.got));
    }
    if !row.because.is_empty() {
        page.field("Because", row.because.join("; "));
    }
}

fn coverage(page: &mut Page, coverage: &CoverageRow, most: usize) {
    // Of an earlier edition nothing is asked for: its rules were tested when they were the current ones.
    if coverage.rules == 0 && coverage.branches == 0 {
        return;
    }
    page.gap();
    page.heading("What the cases reach");
    let others = match coverage.without_condition {
        0 => String::new(),
        1 => "; 1 more always holds or prints contacts".into(),
        others => format!("; {} more always hold or print contacts", number(others)),
    };
    page.field("Rules", format!("{}{others}", share(coverage.rules_reached, coverage.rules)));
    page.field("Branches", format!("{} that can be reached", share(coverage.branches_reached, coverage.branches)));
    if !coverage.rules_missed.is_empty() {
        page.gap();
        page.paragraph("No case shows that these rules apply:");
        page.bullets(coverage.rules_missed.iter().take(most).map(|rule| rule.as_str()));
        rest(page, coverage.rules_missed.len(), most);
    }
    if !coverage.branches_missed.is_empty() {
        page.gap();
        page.paragraph("No case reaches these branches:");
        let missed = coverage.branches_missed.iter().take(most);
        page.bullets(missed.map(|row| {
            Line::new()
                .strong(row.of.as_str())
                .plain(format!(" {} never comes to {}: ", row.path, row.never))
                .faint(row.part.as_str())
        }));
        rest(page, coverage.branches_missed.len(), most);
    }
}

fn changes(page: &mut Page, mutation: &MutationRow, failed: usize, most: usize) {
    page.gap();
    page.heading("What the cases notice when one thing is changed");
    let telling = mutation.tried - mutation.equivalent.len();
    match failed {
        0 => {}
        1 => drop(page.paragraph("The case that fails is left out here: it would seem to notice everything.")),
        _ => drop(page.paragraph("The cases that fail are left out here: they would seem to notice everything.")),
    }
    page.field("Noticed", format!("{} of {} changes", number(mutation.noticed), number(mutation.tried)));
    page.field("Score", format!("{:.1} % of the {} that can change an answer", mutation.score, number(telling)));
    if !mutation.unnoticed.is_empty() {
        page.gap();
        let line = Line::new()
            .warn("Not noticed")
            .plain(format!(": {}. Add a case that shows the difference.", count(mutation.unnoticed.len(), "change")));
        page.paragraph(line);
        page.bullets(mutation.unnoticed.iter().take(most).map(change));
        rest(page, mutation.unnoticed.len(), most);
    }
    if !mutation.equivalent.is_empty() {
        page.gap();
        page.paragraph(format!(
            "{} provably {} no answer, at most what it is shown to rest on, so no case could notice.",
            count(mutation.equivalent.len(), "change"),
            if mutation.equivalent.len() == 1 { "alters" } else { "alter" }
        ));
        page.bullets(mutation.equivalent.iter().take(most).map(change));
        rest(page, mutation.equivalent.len(), most);
    }
}

fn change(row: &ChangeRow) -> Line {
    let why = row.why.map(|why| format!(" ({why})")).unwrap_or_default();
    Line::new().strong(row.of.as_str()).plain(format!(" {}: {} to {}", row.path, row.from, row.to)).faint(why)
}

fn rest(page: &mut Page, count: usize, most: usize) {
    if count > most {
        page.paragraph(format!("and {} more (-v shows them)", number(count - most)));
    }
}

fn share(reached: usize, of: usize) -> String {
    format!("{} of {}", number(reached), number(of))
}

fn count(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{} {word}s", number(count)) }
}

/// With a comma before each three figures.
fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
