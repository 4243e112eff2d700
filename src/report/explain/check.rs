//! A code of `yjs check` explained: what it looks for, by which rule, and what to do.

use crate::calendar::Amount;
use crate::domain::condition::{EventIndex, RuleIndex};
use crate::protocol::Protocol;
use crate::protocol::checks::{Check, Finds, Gap, Severity};
use crate::render::{Line, Page};
use crate::report::wording::{self, Words};
use serde::Serialize;

/// A check explained, in one protocol where it is that protocol's own.
#[derive(Debug, Serialize)]
pub struct CheckEntry {
    code: String,
    /// The protocols that have it.
    protocols: Vec<String>,
    severity: Severity,
    title: String,
    explanation: String,
    remedy: Option<String>,
    /// In words, what it looks for.
    looks_for: &'static str,
    /// The rules that it rests on.
    rules: Vec<RuleName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unless: Option<Words>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    done_by: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<Words>,
    /// How much it matters when it is not known whether anything is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_known: Option<Severity>,
    #[serde(skip)]
    is_fault: bool,
}

/// A rule by its names.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct RuleName {
    rule: String,
    clause: String,
    title: String,
}

impl CheckEntry {
    /// What a code means in these protocols: one entry each where they differ.
    pub(super) fn find(protocols: &[&Protocol], code: &str) -> Vec<Self> {
        let mut entries: Vec<Self> = Vec::new();
        for protocol in protocols {
            let Some(check) = protocol.checks.iter().find(|check| check.code == code) else { continue };
            let own = Self::new(protocol, check);
            match entries.iter_mut().find(|entry| entry.says_what(&own)) {
                Some(entry) => entry.protocols.extend(own.protocols),
                None => entries.push(own),
            }
        }
        entries
    }

    /// The codes of every check.
    pub(super) fn codes<'a>(protocols: &[&'a Protocol]) -> impl Iterator<Item = &'a str> {
        let all: Vec<&Protocol> = protocols.to_vec();
        all.into_iter().flat_map(|protocol| &protocol.checks).map(|check| check.code.as_str())
    }

    fn says_what(&self, other: &Self) -> bool {
        (&self.code, &self.explanation, &self.rules) == (&other.code, &other.explanation, &other.rules)
    }

    fn new(protocol: &Protocol, check: &Check) -> Self {
        let gap = match &check.finds {
            Finds::Gap(gap) => Some(gap.as_ref()),
            _ => None,
        };
        let rules: Vec<RuleIndex> = check.rules.iter().copied().chain(gap.and_then(|gap| gap.cites)).collect();
        let words = |condition: Option<&_>| condition.map(|condition| wording::condition(protocol, condition));
        let events = |pick: fn(&Gap) -> &[EventIndex]| -> Vec<String> {
            let picked = gap.map(pick).unwrap_or_default().iter();
            picked.map(|event| protocol.vocabulary.event_definition(*event).id.clone()).collect()
        };
        Self {
            code: check.code.clone(),
            protocols: vec![protocol.id.clone()],
            severity: check.severity,
            title: check.title.clone(),
            explanation: check.explanation.clone(),
            remedy: check.remedy.clone(),
            looks_for: looks_for(&check.finds),
            rules: rules
                .into_iter()
                .map(|rule| protocol.rule(rule))
                .map(|rule| RuleName { rule: rule.id.clone(), clause: rule.clause.clone(), title: rule.title.clone() })
                .collect(),
            when: words(gap.and_then(|gap| gap.when.as_ref())),
            unless: words(gap.and_then(|gap| gap.unless.as_ref())),
            after: events(|gap| &gap.after),
            done_by: events(|gap| &gap.done_by),
            lead: gap.and_then(|gap| gap.lead).map(Amount::words),
            needs: words(gap.and_then(|gap| gap.needs.as_ref())),
            not_known: gap.and_then(|gap| gap.not_known.as_ref()).map(|said| said.severity),
            is_fault: matches!(check.finds, Finds::Fault(_)),
        }
    }

    pub(super) fn add_to(&self, page: &mut Page) {
        page.title(Line::from(self.title.as_str()).faint(format!(" ({})", self.code)));
        page.paragraph(self.explanation.as_str());
        page.gap();
        page.field("Check", Line::from(self.code.as_str()).faint(format!(" in {}", self.protocols.join(", "))));
        let unsure = self.not_known.filter(|severity| *severity != self.severity);
        let unsure = unsure.map_or(String::new(), |severity| format!("; {} when it is not known", severity.word()));
        page.field("Severity", format!("{}{unsure}", self.severity.word()));
        page.field("Looks for", self.looks_for);
        if let Some(remedy) = &self.remedy {
            page.field("Do", Line::new().strong(remedy.as_str()));
        }
        for rule in &self.rules {
            page.field("Rule", Line::from(rule.title.as_str()).faint(format!(" [{}] ", rule.clause)).plain(&rule.rule));
        }
        if !self.after.is_empty() {
            page.field("After", format!("the last of: {}", self.after.join(", ")));
        }
        if !self.done_by.is_empty() {
            let lead = self.lead.as_ref().map_or(String::new(), |lead| format!(" (also in the {lead} before)"));
            page.field("Shown by", format!("any of: {}{lead}", self.done_by.join(", ")));
        }
        let parts = [("When", &self.when), ("Unless", &self.unless), ("What shows that it was done", &self.needs)];
        for (heading, words) in parts {
            if let Some(words) = words {
                page.heading(heading);
                wording::add(page, words);
            }
        }
        page.heading("To put it aside");
        // What cannot be read has no case in which a waiver could stand.
        let waive = format!("yjs case waive REF {} --until DATE --reason TEXT", self.code);
        page.bullets((!self.is_fault).then(|| Line::from(waive)));
        page.bullets([Line::from(format!("yjs check --ignore {}", self.code))]);
    }
}

/// The codes of the checks that test a fact in one protocol.
pub(super) fn testing(protocol: &Protocol, fact: &str) -> Vec<String> {
    let Some(index) = protocol.vocabulary.fact(fact) else { return Vec::new() };
    let tests = |check: &&Check| check.facts().contains(&index);
    protocol.checks.iter().filter(tests).map(|check| check.code.clone()).collect()
}

fn looks_for(finds: &Finds) -> &'static str {
    match finds {
        Finds::PerhapsDone => "a referral is recorded that may have been about something else",
        Finds::AnsweredOtherwise => "a fact is taken otherwise than it was answered",
        Finds::OpenAtClosing => "a case was closed while something was still to be done",
        Finds::DeadlineOverdue => "a deadline that has passed with nothing recorded that meets it",
        Finds::EarlierStartOverdue => "a deadline from an earlier start that nothing recorded met in time",
        Finds::DeadlineDue { .. } => "a deadline that ends soon",
        Finds::DeadlineMetLate => "a deadline that was met after its end",
        Finds::EscalationOpen { dated: true } => {
            "a threshold reached, and nothing recorded since that shows who was told"
        }
        Finds::EscalationOpen { dated: false } => {
            "an escalation that applies, and nothing recorded that shows it was done"
        }
        Finds::LevelUndecided { .. } => "facts that are not known and could raise the level",
        Finds::OutOfOrder(_) => "an event dated before the one that it follows",
        Finds::EndWithoutStart => "an event that ends something whose start is not recorded",
        Finds::Gap(_) => "something the record should show, and does not",
        Finds::Fault(_) => "data that cannot be read, or cannot be right",
    }
}
