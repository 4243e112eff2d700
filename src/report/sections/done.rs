//! What is done, with time and by whom.

use super::step::done_words;
use super::{clause, todo};
use crate::render::{Line, Page};
use crate::report::assessment::{AssessmentReport, DoneRow, RuleRow};

/// What the record shows as done. What one call or form did is one line.
pub fn done(page: &mut Page, report: &AssessmentReport) {
    let routes = report.routes.iter().filter_map(|row| Some((&row.rule, row.done.as_ref()?)));
    let told = report.escalations.iter().filter_map(|row| Some((&row.rule, row.done_row.as_ref()?)));
    let duties = report.duties.iter().filter_map(|row| Some((&row.rule, row.done.as_ref()?)));
    let mut by: Vec<(&DoneRow, Vec<&RuleRow>)> = Vec::new();
    for (rule, done) in told.chain(routes).chain(duties).filter(|(rule, _)| rule.certain()) {
        match by.iter_mut().find(|(held, _)| *held == done) {
            Some((_, rules)) => rules.push(rule),
            None => by.push((done, vec![rule])),
        }
    }
    for (done, rules) in by {
        let mut clauses: Vec<&str> = Vec::new();
        for rule in &rules {
            if !clauses.contains(&rule.clause.as_str()) {
                clauses.push(&rule.clause);
            }
        }
        let titles: Vec<&str> = rules.iter().map(|rule| rule.title.as_str()).collect();
        let titles = if report.verbose || titles.len() == 1 { titles.join("; ") } else { titles[0].to_owned() };
        let line = Line::new().good("Done: ").plain(format!("{}. {titles}.", done_words(done)));
        page.paragraph(clause(line, &clauses.join(", ")));
    }
    if let Some(line) = todo::old(report) {
        page.paragraph(line);
    }
}
