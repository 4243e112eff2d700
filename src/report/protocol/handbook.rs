//! One protocol whole, to be read from beginning to end: every rule with its clause, how it is read, and every silence.

use super::list::{KINDS, plural};
use crate::protocol::{Kind, Protocol, Rule};
use crate::render::{Line, Page};
use crate::report::contacts::TeamRow;
use crate::report::explain::{digest, sentence};
use crate::report::wording::{self, upper_first};

/// The handbook of a protocol.
pub(super) fn page(protocol: &Protocol) -> Page {
    let mut page = Page::new();
    page.title(Line::from(protocol.name.as_str()).faint(format!(" ({})", protocol.id)));
    page.field("Edition", protocol.edition.as_str());
    page.field("In force", protocol.era.words());
    page.field("Source", protocol.source.as_str());
    page.field("Social care", format!("is called {}", protocol.social_care));
    page.gap();
    page.paragraph(
        "The clause stands in square brackets. \"Read here\" says how an unclear passage was understood, \"Could be read\" how \
         else it could be. What the text leaves out stands at the end. The text itself is what binds.",
    );
    if !protocol.levels.is_empty() {
        page.title("Levels of need");
        page.bullets(protocol.levels.iter().map(|level| {
            Line::new().strong(format!("{} {}", level.level, level.name)).plain(format!(": {}", level.text))
        }));
    }
    for kind in KINDS {
        let rules: Vec<&Rule> = protocol.rules.iter().filter(|rule| rule.kind == kind).collect();
        if rules.is_empty() {
            continue;
        }
        page.title(upper_first(chapter(kind)));
        for rule in rules {
            add_rule(&mut page, protocol, rule);
        }
    }
    if !protocol.teams.is_empty() {
        page.title("Teams and contacts, as printed");
        for team in &protocol.teams {
            page.heading(Line::from(team.title.as_str()).faint(format!(" ({})", team.id)));
            TeamRow::new(team).add_fields(&mut page);
        }
    }
    for (title, forms) in [("Forms", &protocol.forms), ("Record systems", &protocol.systems)] {
        if !forms.is_empty() {
            page.title(title);
            page.bullets(forms.iter().map(|form| {
                let note = form.note.as_ref().map(|note| format!(". {note}")).unwrap_or_default();
                Line::new().strong(form.title.as_str()).plain(note).faint(format!(" ({})", form.id))
            }));
        }
    }
    page.title("What it leaves out");
    if protocol.silences.is_empty() {
        page.paragraph("No silence is recorded.");
    }
    page.bullets(protocol.silences.iter().map(|silence| {
        let when = match &silence.when {
            Some(when) => format!(" It matters when: {}.", sentence(&wording::condition(protocol, when))),
            None => " Said of a concern that no rule tests.".to_owned(),
        };
        Line::new().strong(silence.text.as_str()).plain(when).faint(format!(" ({})", silence.topic))
    }));
    page
}

fn add_rule(page: &mut Page, protocol: &Protocol, rule: &Rule) {
    page.heading(Line::from(rule.title.as_str()).faint(format!(" [{}]", rule.clause)));
    page.paragraph(rule.text.as_str());
    for (label, value) in digest(protocol, rule) {
        page.field(label, value);
    }
    for row in &rule.covers {
        page.field("Covers", format!("{} [{}]: {}", row.title, row.clause, row.text));
    }
    page.field("Rule", Line::new().faint(rule.id.as_str()));
}

fn chapter(kind: Kind) -> &'static str {
    match kind {
        Kind::Level => "what leads to a level",
        Kind::Directory => "entries of the directory",
        other => plural(other),
    }
}
