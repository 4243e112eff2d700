//! Where a concern goes: the contract `yjs.route/1`.

use super::assessment::{
    AssessmentReport, ConsentRow, DutyRow, EscalationRow, LevelReport, ProtocolName, RouteRow, SilenceRow,
};
use super::sections;
use crate::protocol::Rule;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;

/// The answer of `yjs route`.
#[derive(Debug, Serialize)]
pub struct RouteReport {
    schema: &'static str,
    protocol: ProtocolName,
    now: String,
    concerns: Vec<String>,
    level: LevelReport,
    routes: Vec<RouteRow>,
    escalations: Vec<EscalationRow>,
    consent: Vec<ConsentRow>,
    duties: Vec<DutyRow>,
    silent: Vec<SilenceRow>,
    ask_next: Vec<String>,
    #[serde(skip)]
    page: Page,
}

impl RouteReport {
    /// The part of an assessment that says where to send it. `relevant` names the rules that rest on what was given;
    /// `untested` is the first question to ask when no rule tests a concern; `if_missing` are the rules that count from the
    /// loss of whereabouts.
    pub fn new(
        mut report: AssessmentReport,
        concerns: Vec<(String, String)>,
        relevant: &[String],
        untested: Option<String>,
        if_missing: &[&Rule],
    ) -> Self {
        let keep =
            |rule: &super::assessment::RuleRow| rule.certain() || rule.is_subject || relevant.contains(&rule.rule);
        report.routes.retain(|row| keep(&row.rule));
        report.escalations.retain(|row| keep(&row.rule));
        report.consent.retain(|row| keep(&row.rule));
        report.duties.retain(|row| keep(&row.rule));
        report.decisions.clear();
        report.deadlines.clear();
        let page = page(&report, &concerns, untested, if_missing);
        Self {
            schema: "yjs.route/1",
            protocol: report.protocol,
            now: report.now,
            concerns: concerns.into_iter().map(|(id, _)| id).collect(),
            level: report.level,
            routes: report.routes,
            escalations: report.escalations,
            consent: report.consent,
            duties: report.duties,
            silent: report.silent,
            ask_next: report.ask_next,
            page,
        }
    }
}

fn page(
    report: &AssessmentReport,
    concerns: &[(String, String)],
    untested: Option<String>,
    if_missing: &[&Rule],
) -> Page {
    let mut page = Page::new();
    let titles: Vec<String> = concerns.iter().map(|(_, title)| title.clone()).collect();
    sections::head(&mut page, report, &sections::list(&titles));
    if !report.routes.iter().any(|row| row.rule.certain()) {
        page.paragraph(Line::new().warn("No route is certain on what was given."));
    }
    if let Some(question) = untested {
        page.paragraph(Line::from("No rule of this protocol tests that concern. Ask first: ").strong(question));
    }
    if !if_missing.is_empty() {
        page.paragraph(
            Line::new()
                .strong("If the child is missing now: ")
                .plain("record when with `yjs missing report REF --at WHEN`. These count from then:"),
        );
        page.bullets(
            if_missing.iter().map(|rule| Line::from(format!("{} ", rule.title)).faint(format!("[{}]", rule.clause))),
        );
    }
    sections::answer(&mut page, report);
    if report.verbose {
        sections::level_reasons(&mut page, report);
        sections::open_questions(&mut page, report);
    }
    page
}

impl Report for RouteReport {
    fn page(&self) -> Page {
        self.page.clone()
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Rank", "rank").right(),
            Column::new("Applies", "applies"),
            Column::new("To", "to").flexible(),
            Column::new("By", "by"),
            Column::new("Contact", "contact").flexible(),
            Column::new("Attach", "attach").flexible(),
            Column::new("Clause", "clause"),
            Column::new("Rule", "rule"),
        ];
        let mut table = Table::new(columns, "No route.");
        for row in &self.routes {
            let contacts: Vec<String> = row.contact.iter().map(|contact| contact.value.clone()).collect();
            table.row([
                Cell::from(row.rank.to_string()),
                Cell::from(row.rule.applies),
                Cell::from(row.to_names.join("; ")),
                Cell::from(row.by.join("; ")),
                Cell::from(contacts.join("; ")),
                Cell::from(row.attach.join("; ")),
                Cell::from(row.rule.clause.clone()),
                Cell::from(row.rule.rule.clone()),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.routes.iter().map(|row| serde_json::to_value(row).ok()).collect()
    }
}
