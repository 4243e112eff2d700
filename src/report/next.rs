//! What to find out next about a case, and why: the contract `yjs.next/1`.

use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::closing::closed_since;
use crate::domain::interview::{Interview, Item, Offer, Screen};
use crate::domain::situation::Situation;
use crate::domain::view::CaseView;
use crate::problem::Problem;
use crate::protocol::{Body, Protocol, Rule};
use crate::render::{Action, Cell, Column, Line, Page, Report, Table};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value as Json;

/// How many questions, and how many reasons of each, are shown unless everything is asked for.
const SHOWN: usize = 5;

/// What to find out.
#[derive(Debug, Serialize)]
pub struct NextReport {
    schema: &'static str,
    /// The case; none when it is about the whole store.
    case: Option<String>,
    /// The questions, most decisive first.
    pub rows: Vec<NextRow>,
    /// Whether everything is shown.
    #[serde(skip)]
    pub verbose: bool,
    #[serde(skip)]
    cases: usize,
}

/// One question.
#[derive(Debug, Clone, Serialize)]
pub struct NextRow {
    /// The case.
    pub case: String,
    /// In words.
    pub question: String,
    /// The facts and events that it asks about.
    pub asks: Vec<Asked>,
    /// The undecided rules that it can decide.
    pub decides: Vec<Decides>,
}

/// A fact or event.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    /// Its fixed name.
    pub id: String,
    /// Its words.
    pub label: String,
}

/// An undecided rule.
#[derive(Debug, Clone, Serialize)]
pub struct Decides {
    /// Its id.
    pub rule: String,
    /// Its clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// The level that it would establish.
    pub level: Option<u8>,
}

impl NextRow {
    /// Everything worth finding out about a case, most decisive first.
    ///
    /// # Errors
    /// As [`Situation::new`].
    pub fn all(protocol: &Protocol, case: &Case, now: DateTime<Utc>) -> Result<Vec<Self>, Problem> {
        let assessment = Assessment::new(Situation::new(protocol, case, now)?);
        let offers = offers(&Interview::new(protocol, case.clone(), now), &assessment)?;
        Ok(offers.map(|offer| row(protocol, &case.reference, &offer)).collect())
    }

    /// The most decisive question about a case that is open; none when there is none.
    ///
    /// # Errors
    /// As [`Situation::new`].
    pub fn first(protocol: &Protocol, case: &CaseView<'_>, now: DateTime<Utc>) -> Result<Option<Self>, Problem> {
        let situation = Situation::of_view(protocol, case, now)?;
        if closed_since(&situation).is_some() {
            return Ok(None);
        }
        let interview = Interview::new(protocol, case.without_notes(), now);
        let mut offers = offers(&interview, &Assessment::new(situation))?;
        Ok(offers.next().map(|offer| row(protocol, &case.reference, &offer)))
    }
}

/// What to ask about a stored case, most decisive first.
fn offers(
    interview: &Interview<'_>,
    assessment: &Assessment<'_>,
) -> Result<impl Iterator<Item = Offer> + use<>, Problem> {
    let is_fact = |item: &Item| matches!(item, Item::Fact(_));
    // Not asked is whether something has happened: what is not recorded has not.
    let offers = interview.offers_on_record(assessment)?.into_iter();
    let offers = offers.filter(move |offer| offer.screen.items().iter().any(is_fact));
    // What is asked first of somebody on the telephone says little about which case to look into.
    let (early, decisive): (Vec<_>, Vec<_>) = offers.partition(|offer| offer.by_order);
    Ok(decisive.into_iter().chain(early))
}

fn row(protocol: &Protocol, case: &str, Offer { screen, rules, .. }: &Offer) -> NextRow {
    let facts = screen.items().into_iter().filter(|item| matches!(item, Item::Fact(_)));
    let asks: Vec<Asked> = facts.map(|item| asked(protocol, item)).collect();
    let question = match screen {
        Screen::Fact(fact) => protocol.vocabulary.fact_definition(*fact).question.clone(),
        Screen::Event(event) => format!("{}: when was that?", protocol.vocabulary.event_definition(*event).title),
        Screen::Several(_) => {
            let labels: Vec<String> = asks.iter().map(|asked| asked.label.clone()).collect();
            format!("Do any of these apply? {}", labels.join("; "))
        }
    };
    let decides = rules.iter().map(|rule| decides(protocol.rule(*rule))).collect();
    NextRow { case: case.to_owned(), question, asks, decides }
}

fn asked(protocol: &Protocol, item: Item) -> Asked {
    let vocabulary = &protocol.vocabulary;
    match item {
        Item::Fact(fact) => {
            let definition = vocabulary.fact_definition(fact);
            let label = definition.label.clone().unwrap_or_else(|| definition.question.clone());
            Asked { id: definition.id.clone(), label }
        }
        Item::Event(event) => {
            let definition = vocabulary.event_definition(event);
            Asked { id: definition.id.clone(), label: definition.title.clone() }
        }
        Item::Topic(topic) => {
            let definition = vocabulary.topic_definition(topic);
            Asked { id: definition.id.clone(), label: definition.title.clone() }
        }
    }
}

fn decides(rule: &Rule) -> Decides {
    let level = match &rule.body {
        Body::Level(level) => Some(*level),
        Body::Indicator { level, .. } => *level,
        _ => None,
    };
    Decides { rule: rule.id.clone(), clause: rule.clause.clone(), title: rule.title.clone(), level }
}

impl NextReport {
    /// About one case.
    pub fn of_case(reference: String, rows: Vec<NextRow>) -> Self {
        Self { schema: "yjs.next/1", case: Some(reference), rows, verbose: false, cases: 1 }
    }

    /// About each of so many cases.
    pub fn of_store(cases: usize, mut rows: Vec<NextRow>) -> Self {
        rows.sort_unstable_by(|one, other| one.case.cmp(&other.case));
        Self { schema: "yjs.next/1", case: None, rows, verbose: false, cases }
    }

    fn head(&self, row: &NextRow) -> Line {
        let mut line = Line::new();
        if self.case.is_none() {
            line = line.strong(row.case.as_str()).plain(": ");
        }
        match row.asks.as_slice() {
            [only] => line
                .strong(if row.question.ends_with(&only.label) { only.label.as_str() } else { row.question.as_str() })
                .plain(" ")
                .faint(format!("({})", only.id)),
            several if several.len() > SHOWN && !self.verbose => {
                let labels: Vec<&str> = several.iter().take(SHOWN - 1).map(|asked| asked.label.as_str()).collect();
                let more = several.len() + 1 - SHOWN;
                line.strong("Do any of these apply? ").plain(format!("{}; and {more} more", labels.join("; ")))
            }
            _ => line.strong(row.question.as_str()),
        }
    }

    fn action(&self, row: &NextRow) -> Action {
        let mut action = Action::new(self.head(row));
        let mut levels: Vec<u8> = row.decides.iter().filter_map(|rule| rule.level).collect();
        levels.sort_unstable();
        levels.dedup();
        if !levels.is_empty() {
            let names: Vec<String> = levels.iter().map(u8::to_string).collect();
            action = action.field("Could make it", format!("level {}", names.join(" or ")));
        }
        let shown = if self.verbose { usize::MAX } else { 3 };
        let others: Vec<&Decides> = row.decides.iter().filter(|rule| rule.level.is_none() || self.verbose).collect();
        for rule in others.iter().take(shown) {
            action =
                action.field("Decides", Line::from(rule.title.as_str()).plain(" ").faint(format!("[{}]", rule.clause)));
        }
        if others.len() > shown {
            let more = super::words::count((others.len() - shown) as u64, "more rule");
            action = action.field("And", format!("{more}; -v for all"));
        }
        action
    }
}

impl Report for NextReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let Some(case) = &self.case else {
            page.title("The most decisive question of each open case");
            if self.rows.is_empty() {
                let empty = if self.cases == 0 {
                    "There is no case in the store yet."
                } else {
                    "No open case has a question left that could change its answer."
                };
                page.paragraph(empty);
            }
            page.actions(false, self.rows.iter().map(|row| self.action(row)));
            if !self.rows.is_empty() {
                page.gap();
                page.paragraph(
                    Line::new().faint("`yjs next REF` lists every question of a case; `yjs triage REF` asks them."),
                );
            }
            return page;
        };
        page.title(format!("What to find out next about {case}"));
        if self.rows.is_empty() {
            page.paragraph("Nothing that is not known could change the answer on what is recorded.");
            return page;
        }
        let shown = if self.verbose { usize::MAX } else { SHOWN };
        page.actions(true, self.rows.iter().take(shown).map(|row| self.action(row)));
        page.gap();
        if self.rows.len() > shown {
            page.paragraph(Line::new().faint(format!("… and {} more; -v shows them all.", self.rows.len() - shown)));
        }
        page.paragraph(Line::new().faint(format!("`yjs triage {case}` asks them.")));
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Case", "case"),
            Column::new("Question", "question").flexible(),
            Column::new("Asks", "asks").flexible(),
            Column::new("Decides", "decides").flexible(),
        ];
        let mut table = Table::new(columns, "Nothing to find out.");
        for row in &self.rows {
            let join = |items: Vec<&str>| items.join(" ");
            table.row([
                Cell::from(row.case.as_str()),
                Cell::from(row.question.as_str()),
                Cell::from(join(row.asks.iter().map(|asked| asked.id.as_str()).collect())),
                Cell::from(join(row.decides.iter().map(|rule| rule.rule.as_str()).collect())),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        Some(self.rows.iter().map(|row| serde_json::to_value(row).unwrap_or_default()).collect())
    }
}
