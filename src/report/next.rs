//! What to find out next about a case, and why: the contract `yjs.next/1`.

use crate::domain::assess::Assessment;
use crate::domain::closing::closed_since;
use crate::domain::condition::RuleIndex;
use crate::domain::interview::{Item, Screen, offers_on_record};
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::{Body, Protocol, Rule};
use crate::render::{Action, Cell, Column, Line, Page, Report, Sheet, Table};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::sync::Arc;

/// How many questions, and how many reasons of each, are shown unless everything is asked for.
const SHOWN: usize = 5;

/// What to find out.
#[derive(Debug, Serialize)]
pub struct NextReport {
    schema: &'static str,
    /// The case; none when it is about the whole store.
    case: Option<String>,
    /// The questions, most decisive first.
    #[serde(rename = "rows", serialize_with = "as_rows")]
    questions: Vec<NextQuestion>,
    /// Whether everything is shown.
    #[serde(skip)]
    pub verbose: bool,
    #[serde(skip)]
    cases: usize,
}

/// A question about a case, without its words: a list may have one for each of a hundred thousand.
#[derive(Debug)]
pub struct NextQuestion {
    case: Box<str>,
    protocol: Arc<Protocol>,
    screen: Screen,
    rules: Box<[RuleIndex]>,
}

/// A question in words.
#[derive(Debug, Serialize)]
struct NextRow<'a> {
    /// The case.
    case: &'a str,
    /// In words.
    question: Cow<'a, str>,
    /// The facts and events that it asks about.
    asks: Vec<Asked<'a>>,
    /// The undecided rules that it can decide.
    decides: Vec<Decides<'a>>,
}

/// A fact or event.
#[derive(Debug, Serialize)]
struct Asked<'a> {
    /// Its fixed name.
    id: &'a str,
    /// Its words.
    label: &'a str,
}

/// An undecided rule.
#[derive(Debug, Serialize)]
struct Decides<'a> {
    /// Its id.
    rule: &'a str,
    /// Its clause.
    clause: &'a str,
    /// Its title.
    title: &'a str,
    /// The level that it would establish.
    level: Option<u8>,
}

impl NextQuestion {
    /// Everything worth finding out about a case, most decisive first.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn all(protocol: &Arc<Protocol>, case: &str, situation: Situation<'_>) -> Result<Vec<Self>, Problem> {
        Self::most(protocol, case, situation, usize::MAX)
    }

    /// The most decisive question about a case that is open; none when there is none.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn first(protocol: &Arc<Protocol>, case: &str, situation: Situation<'_>) -> Result<Option<Self>, Problem> {
        if closed_since(&situation).is_some() {
            return Ok(None);
        }
        Ok(Self::most(protocol, case, situation, 1)?.pop())
    }

    fn most(protocol: &Arc<Protocol>, case: &str, situation: Situation<'_>, most: usize) -> Result<Vec<Self>, Problem> {
        let offers = offers_on_record(&Assessment::new(situation), most)?.into_iter();
        let question = offers.map(|offer| Self {
            case: case.into(),
            protocol: Arc::clone(protocol),
            screen: offer.screen,
            rules: offer.rules.into(),
        });
        Ok(question.collect())
    }

    fn row(&self) -> NextRow<'_> {
        let protocol = &*self.protocol;
        let facts = self.screen.items().into_iter().filter(|item| matches!(item, Item::Fact(_)));
        let asks: Vec<Asked<'_>> = facts.map(|item| asked(protocol, item)).collect();
        let question = match &self.screen {
            Screen::Fact(fact) => protocol.vocabulary.fact_definition(*fact).question.as_str().into(),
            Screen::Event(event) => {
                format!("{}: when was that?", protocol.vocabulary.event_definition(*event).title).into()
            }
            Screen::Several(_) => {
                let labels: Vec<&str> = asks.iter().map(|asked| asked.label).collect();
                format!("Do any of these apply? {}", labels.join("; ")).into()
            }
        };
        let decides = self.rules.iter().map(|rule| decides(protocol.rule(*rule))).collect();
        NextRow { case: &self.case, question, asks, decides }
    }
}

fn asked(protocol: &Protocol, item: Item) -> Asked<'_> {
    let vocabulary = &protocol.vocabulary;
    match item {
        Item::Fact(fact) => {
            let definition = vocabulary.fact_definition(fact);
            Asked { id: &definition.id, label: definition.label.as_deref().unwrap_or(&definition.question) }
        }
        Item::Event(event) => {
            let definition = vocabulary.event_definition(event);
            Asked { id: &definition.id, label: &definition.title }
        }
        Item::Topic(topic) => {
            let definition = vocabulary.topic_definition(topic);
            Asked { id: &definition.id, label: &definition.title }
        }
    }
}

fn decides(rule: &Rule) -> Decides<'_> {
    let level = match &rule.body {
        Body::Level(level) => Some(*level),
        Body::Indicator { level, .. } => *level,
        _ => None,
    };
    Decides { rule: &rule.id, clause: &rule.clause, title: &rule.title, level }
}

fn as_rows<S: Serializer>(questions: &[NextQuestion], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(questions.iter().map(NextQuestion::row))
}

impl NextReport {
    /// About one case.
    pub fn of_case(reference: String, questions: Vec<NextQuestion>) -> Self {
        Self { schema: "yjs.next/1", case: Some(reference), questions, verbose: false, cases: 1 }
    }

    /// About each of so many cases.
    pub fn of_store(cases: usize, mut questions: Vec<NextQuestion>) -> Self {
        questions.sort_unstable_by(|one, other| one.case.cmp(&other.case));
        Self { schema: "yjs.next/1", case: None, questions, verbose: false, cases }
    }

    fn head(&self, row: &NextRow<'_>) -> Line {
        let mut line = Line::new();
        if self.case.is_none() {
            line = line.strong(row.case).plain(": ");
        }
        match row.asks.as_slice() {
            [only] => line
                .strong(if row.question.ends_with(only.label) { only.label } else { &*row.question })
                .plain(" ")
                .faint(format!("({})", only.id)),
            several if several.len() > SHOWN && !self.verbose => {
                let labels: Vec<&str> = several.iter().take(SHOWN - 1).map(|asked| asked.label).collect();
                let more = several.len() + 1 - SHOWN;
                line.strong("Do any of these apply? ").plain(format!("{}; and {more} more", labels.join("; ")))
            }
            _ => line.strong(&*row.question),
        }
    }

    fn action(&self, question: &NextQuestion) -> Action {
        let row = question.row();
        let mut action = Action::new(self.head(&row));
        let mut levels: Vec<u8> = row.decides.iter().filter_map(|rule| rule.level).collect();
        levels.sort_unstable();
        levels.dedup();
        if !levels.is_empty() {
            let names: Vec<String> = levels.iter().map(u8::to_string).collect();
            action = action.field("Could make it", format!("level {}", names.join(" or ")));
        }
        let shown = if self.verbose { usize::MAX } else { 3 };
        let others: Vec<&Decides<'_>> =
            row.decides.iter().filter(|rule| rule.level.is_none() || self.verbose).collect();
        for rule in others.iter().take(shown) {
            action = action.field("Decides", Line::from(rule.title).plain(" ").faint(format!("[{}]", rule.clause)));
        }
        if others.len() > shown {
            let more = super::words::count((others.len() - shown) as u64, "more rule");
            action = action.field("And", format!("{more}; -v for all"));
        }
        action
    }
}

impl NextReport {
    fn of_each_case(&self, page: &mut Sheet<'_>) {
        page.title("The most decisive question of each open case");
        if self.questions.is_empty() {
            page.paragraph(if self.cases == 0 {
                "There is no case in the store yet."
            } else {
                "No open case has a question left that could change its answer."
            });
            return;
        }
        page.things_to_do(self.questions.len(), |part| {
            self.questions[part].iter().map(|question| self.action(question)).collect()
        });
        page.gap();
        page.paragraph(Line::new().faint("`yjs next REF` lists every question of a case; `yjs triage REF` asks them."));
    }

    fn of_one_case(&self, case: &str, page: &mut Page) {
        page.title(format!("What to find out next about {case}"));
        if self.questions.is_empty() {
            page.paragraph("Nothing that is not known could change the answer on what is recorded.");
            return;
        }
        let shown = if self.verbose { usize::MAX } else { SHOWN };
        page.actions(true, self.questions.iter().take(shown).map(|question| self.action(question)));
        page.gap();
        if let Some(more) = self.questions.len().checked_sub(shown).filter(|more| *more > 0) {
            page.paragraph(Line::new().faint(format!("… and {more} more; -v shows them all.")));
        }
        page.paragraph(Line::new().faint(format!("`yjs triage {case}` asks them.")));
    }
}

impl Report for NextReport {
    fn page(&self) -> Page {
        Sheet::whole(|sheet| self.lay_out(sheet))
    }

    fn lay_out(&self, sheet: &mut Sheet<'_>) {
        match &self.case {
            None => self.of_each_case(sheet),
            Some(case) => self.of_one_case(case, sheet),
        }
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Case", "case"),
            Column::new("Question", "question").flexible(),
            Column::new("Asks", "asks").flexible(),
            Column::new("Decides", "decides").flexible(),
        ];
        let mut table = Table::new(columns, "Nothing to find out.");
        for question in &self.questions {
            let row = question.row();
            let join = |items: Vec<&str>| items.join(" ");
            table.row([
                Cell::from(row.case),
                Cell::from(&*row.question),
                Cell::from(join(row.asks.iter().map(|asked| asked.id).collect())),
                Cell::from(join(row.decides.iter().map(|rule| rule.rule).collect())),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        Some(self.questions.iter().map(|question| serde_json::to_value(question.row()).unwrap_or_default()).collect())
    }
}
