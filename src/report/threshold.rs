//! The level of need alone: the contract `yjs.threshold/1`.

use super::assessment::{AssessmentReport, LevelReport, ProtocolName, SilenceRow};
use super::sections;
use crate::calendar::london;
use crate::protocol::Protocol;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// The answer of `yjs threshold`.
pub struct ThresholdReport {
    assessment: AssessmentReport,
    /// What each open question asks, in words.
    open: Vec<(u8, Vec<(String, String)>)>,
    meaning: String,
}

impl ThresholdReport {
    /// The level part of an assessment.
    pub fn new(assessment: AssessmentReport, protocol: &Protocol) -> Self {
        let question = |id: &String| {
            let fact = protocol.vocabulary.fact(id).map(|index| protocol.vocabulary.fact_definition(index));
            (id.clone(), fact.map(|fact| fact.question.clone()).unwrap_or_default())
        };
        let open = assessment.level.could_be.iter().rev().map(|open| {
            let mut facts: Vec<String> = open.unknown.clone();
            facts.sort_by_key(|fact| assessment.ask_next.iter().position(|asked| asked == fact));
            (open.level, facts.iter().map(question).collect())
        });
        let open = open.collect();
        let level = protocol.levels.iter().find(|level| Some(level.level) == assessment.level.level);
        Self { open, meaning: level.map(|level| level.text.clone()).unwrap_or_default(), assessment }
    }
}

impl Serialize for ThresholdReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ThresholdReport", 7)?;
        out.serialize_field("schema", "yjs.threshold/1")?;
        out.serialize_field::<ProtocolName>("protocol", &self.assessment.protocol)?;
        out.serialize_field("case", &self.assessment.case)?;
        out.serialize_field("now", &self.assessment.now)?;
        out.serialize_field::<LevelReport>("level", &self.assessment.level)?;
        out.serialize_field::<Vec<SilenceRow>>("silent", &self.assessment.silent)?;
        out.serialize_field("ask_next", &self.assessment.ask_next)?;
        out.end()
    }
}

impl Report for ThresholdReport {
    fn page(&self) -> Page {
        let report = &self.assessment;
        let mut page = Page::new();
        page.title(sections::level_line(report));
        let case = report.case.as_ref().map(|case| format!("{case}, ")).unwrap_or_default();
        page.paragraph(Line::new().faint(format!("{case}{}, {}", report.protocol.name, london::short(report.instant))));
        if !self.meaning.is_empty() {
            page.paragraph(format!("{}.", self.meaning));
        }
        sections::level_reasons(&mut page, report);
        let shown = if report.verbose { usize::MAX } else { 6 };
        for (level, facts) in &self.open {
            page.heading(format!("What could still make it level {level}"));
            page.bullets(
                facts
                    .iter()
                    .take(shown)
                    .map(|(fact, question)| Line::from(question.clone()).plain(" ").faint(format!("({fact})"))),
            );
            if facts.len() > shown {
                page.paragraph(Line::new().faint(format!("… and {} more; -v shows them all.", facts.len() - shown)));
            }
        }
        sections::silences(&mut page, report);
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Level", "level").right(),
            Column::new("Rule", "rule"),
            Column::new("Title", "title").flexible(),
            Column::new("Clause", "clause"),
            Column::new("Because", "because").flexible(),
        ];
        let mut table = Table::new(columns, "Nothing given so far raises the level.");
        for row in &self.assessment.level.rows {
            let level = self.assessment.level.level.map(|level| level.to_string()).unwrap_or_default();
            table.row([
                Cell::from(level),
                Cell::from(row.rule.clone()),
                Cell::from(row.title.clone()),
                Cell::from(row.clause.clone()),
                Cell::from(sections::because(row)),
            ]);
        }
        Some(table)
    }
}
