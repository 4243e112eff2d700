//! Facts, events, teams, forms, outcomes, silences and codes as pages.

use super::links::add_links;
use super::words::{CodeEntry, EventEntry, FactEntry, NamedEntry, SilenceEntry, TeamEntry, ThingEntry};
use crate::render::{Line, Page};
use crate::report::wording;

impl FactEntry {
    pub(super) fn add_to(&self, page: &mut Page) {
        page.title(Line::from(self.question.as_str()).faint(format!(" ({})", self.id)));
        page.field("Fact", Line::from(self.id.as_str()).plain(if self.derived { ", worked out" } else { "" }));
        page.field("Answer", self.takes.as_str());
        let optional = [("Means", self.help.as_deref()), ("Worked out", self.how.as_deref()), ("Given", self.given)];
        for (label, text) in optional {
            if let Some(text) = text {
                page.field(label, text);
            }
        }
        if !self.feeds.is_empty() {
            page.field("Settles too", self.feeds.join(", "));
        }
        if !self.settled_words.is_empty() {
            page.field("To settle it", self.settled_words.join("; "));
        }
        add_links(page, "Where it is used", &self.used_by, "No rule tests it.");
        add_silences(page, &self.silences);
        if !self.checks.is_empty() {
            page.paragraph(format!("Checks that test it: {}", self.checks.join(", ")));
        }
    }
}

impl EventEntry {
    pub(super) fn add_to(&self, page: &mut Page) {
        page.title(Line::from(self.title.as_str()).faint(format!(" ({})", self.id)));
        page.field("Event", self.id.as_str());
        if let Some(ends) = &self.ends {
            let needs = if self.needs_start { ", which must be recorded too" } else { "" };
            page.field("Ends", format!("{ends}{needs}"));
        }
        if !self.feeds.is_empty() {
            page.field("Settles", self.feeds.join(", "));
        }
        page.field("Record it", format!("yjs case log REF {} --at WHEN", self.id));
        add_links(page, "Where it is used", &self.used_by, "No rule mentions it.");
        add_silences(page, &self.silences);
    }
}

impl NamedEntry {
    pub(super) fn add_to(&self, what: &str, page: &mut Page) {
        page.title(Line::from(self.title.as_str()).faint(format!(" ({})", self.id)));
        page.field(what, self.id.as_str());
        for fact in &self.facts {
            let tested = if fact.tested { "" } else { ". No rule for it is printed" };
            page.field(format!("In {}", fact.protocol), format!("{} ({}){tested}", fact.question, fact.fact));
        }
        add_links(page, "Where it is used", &self.used_by, "No rule mentions it.");
    }
}

impl TeamEntry {
    pub(super) fn add_to(&self, page: &mut Page) {
        page.title(Line::from(self.team.title.as_str()).faint(format!(" [{}]", self.protocol)));
        page.field("Team", self.team.id.as_str());
        self.team.add_fields(page);
        add_links(page, "Where it is used", &self.used_by, "No rule sends anything there.");
    }
}

impl ThingEntry {
    pub(super) fn add_to(&self, what: &str, page: &mut Page) {
        page.title(Line::from(self.title.as_str()).faint(format!(" [{}]", self.protocol)));
        page.field(what, self.id.as_str());
        if let Some(note) = &self.note {
            page.field("Note", note.as_str());
        }
        add_links(page, "Where it is used", &self.used_by, "No rule mentions it.");
    }
}

impl SilenceEntry {
    pub(super) fn add_to(&self, page: &mut Page) {
        page.title(Line::from("What the protocol leaves out").faint(format!(" [{}]", self.protocol)));
        page.paragraph(Line::new().strong(self.text.as_str()));
        page.gap();
        page.field("Silence", self.topic.as_str());
        page.heading("When it is said");
        match &self.when {
            Some(when) => wording::add(page, when),
            None => {
                page.paragraph("When a concern is given that no rule of the protocol tests.");
            }
        }
    }
}

impl CodeEntry {
    pub(super) fn add_to(&self, page: &mut Page) {
        page.title(Line::from(self.code).faint(" (a code of `yjs protocol check`)"));
        page.paragraph(self.about);
        page.gap();
        page.field("Do", Line::new().strong(self.remedy));
        let weight = if self.lint {
            "a lint: the protocol can still be used"
        } else {
            "an error: the protocol cannot be used until it is mended"
        };
        page.field("Weight", weight);
    }
}

fn add_silences(page: &mut Page, silences: &[String]) {
    if !silences.is_empty() {
        page.paragraph(format!("Silences that depend on it: {}", silences.join(", ")));
    }
}
