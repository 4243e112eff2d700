//! One rule as a page: what it says and asks first, then why and how it is read, then what hangs on it.

use super::links::{Link, add_links};
use super::rule::{Chosen, Named, RuleEntry};
use crate::protocol::Need;
use crate::protocol::uses::How;
use crate::render::{Line, Page};
use crate::report::wording::{self, Words, upper_first};

impl RuleEntry {
    pub(super) fn add_to(&self, page: &mut Page) {
        if let Some(row) = &self.asked_for {
            page.title(Line::from(row.title.as_str()).faint(format!(" [{} {}]", self.protocol_id(), row.clause)));
            page.paragraph(row.text.as_str());
            page.gap();
            let lead = format!("{} is covered by {}, which follows.", row.id, self.rule);
            page.paragraph(lead);
        }
        page.title(Line::from(self.title.as_str()).faint(format!(" [{} {}]", self.protocol_id(), self.clause)));
        page.paragraph(self.text.as_str());
        page.gap();
        self.add_action(page);
        self.add_points(page);
        self.add_when(page);
        self.add_contacts(page);
        self.add_readings(page);
        self.add_covered(page);
        self.add_uses(page);
        self.add_source(page);
    }

    fn protocol_id(&self) -> &str {
        self.protocol.as_ref().map_or("", |protocol| &protocol.id)
    }

    fn add_action(&self, page: &mut Page) {
        let mut field = |label: &str, value: Option<Line>| {
            if let Some(value) = value {
                page.field(label, value);
            }
        };
        let plain = |text: &Option<String>| text.as_deref().map(Line::from);
        field("Do", self.action.as_ref().map(|action| Line::new().strong(action.as_str())));
        field("Who", plain(&self.who));
        field("Consent", self.need.map(|need| Line::new().strong(need_words(need))));
        field("Why", plain(&self.why));
        field("How soon", self.urgency.map(|urgency| Line::from(urgency_words(urgency))));
        field("Limit", plain(&self.within));
        field("Leads to", self.leads_to());
        field("To", chosen_line(&self.to));
        let by: Vec<String> = self.by.iter().map(|channel| channel.replace('_', " ")).collect();
        field("By", Some(by.join(", then ")).filter(|by| !by.is_empty()).map(Line::from));
        field("Search first", named_line(&self.search));
        field("Attach", chosen_line(&self.attach));
        field("Record on", named_line(&self.record));
        if let Some(clock) = &self.clock {
            field("Time limit", Some(Line::new().strong(clock.within.as_str())));
            field("Runs from", Some(Line::from(clock.starts.as_str())));
            let met = if clock.stops.is_empty() { "no event is named".to_owned() } else { clock.stops.clone() };
            field("Met by", Some(Line::from(met)));
            field("Ended by", Some(clock.ended_by.clone()).filter(|events| !events.is_empty()).map(Line::from));
            field("Repeats", clock.recurring.then(|| Line::from("yes, from each time it was done")));
        }
        field("Reached when", plain(&self.since));
        field("Done when", self.done_by.as_ref().map(|events| Line::from(format!("recorded: {events}"))));
    }

    fn leads_to(&self) -> Option<Line> {
        if let Some(level) = &self.level {
            let name = level.name.as_ref().map(|name| format!(", {}", wording::lower_first(name))).unwrap_or_default();
            return Some(Line::new().strong(format!("level {}{name}", level.level)));
        }
        if let Some(outcome) = &self.outcome {
            let line = Line::new().strong(outcome.title.as_str()).faint(format!(" ({})", outcome.id));
            return Some(line.plain("; people decide, on the points below"));
        }
        (self.kind == "indicator").then(|| "no level by itself: a sign that other rules rest on".into())
    }

    fn add_points(&self, page: &mut Page) {
        for (heading, points) in [("Points for", &self.points_for), ("Points against", &self.points_against)] {
            if points.is_empty() {
                continue;
            }
            page.heading(heading);
            let mut outline: Vec<(usize, Line)> = Vec::new();
            for point in points {
                let id = point.when.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
                outline.push((0, Line::from(point.text.as_str()).faint(id)));
                // One test says what the point says already.
                if !point.when.of.is_empty() {
                    outline.extend(wording::outline(&point.when).into_iter().map(|(depth, line)| (depth + 1, line)));
                }
            }
            page.outline(outline);
        }
    }

    fn add_when(&self, page: &mut Page) {
        page.heading("When it applies");
        match &self.when {
            Some(when) => wording::add(page, when),
            None => {
                page.paragraph("Always: it is shown when looked up, not in an assessment.");
            }
        }
        for chosen in self.to.iter().chain(&self.attach) {
            if let Some(when) = &chosen.when {
                page.paragraph(Line::new().strong(chosen.title.as_str()).plain(" only on this condition:"));
                wording::add(page, when);
            }
        }
    }

    fn add_contacts(&self, page: &mut Page) {
        if self.teams.is_empty() {
            return;
        }
        page.heading("Contacts, as printed");
        for team in &self.teams {
            page.paragraph(Line::new().strong(team.title.as_str()).faint(format!(" ({})", team.id)));
            team.add_fields(page);
        }
    }

    fn add_readings(&self, page: &mut Page) {
        if let Some(reading) = &self.reading {
            page.heading("How it is read here");
            page.paragraph(reading.as_str());
        }
        if !self.other_readings.is_empty() {
            page.heading("Other readings");
            page.bullets(self.other_readings.iter().map(|other| {
                let mut line = Line::from(other.reading.as_str());
                if let Some(within) = &other.within {
                    line = line.plain(format!(" (gives {within})"));
                }
                if let Some(level) = other.level {
                    line = line.plain(format!(" (gives level {level})"));
                }
                line
            }));
        }
        if let Some(note) = &self.note {
            page.heading("Note");
            page.paragraph(note.as_str());
        }
    }

    fn add_covered(&self, page: &mut Page) {
        let asked = self.asked_for.as_ref().map(|row| row.id.as_str());
        let others: Vec<_> = self.covers.iter().filter(|row| Some(row.id.as_str()) != asked).collect();
        if others.is_empty() {
            return;
        }
        page.heading(if asked.is_some() { "It also covers" } else { "It covers" });
        page.bullets(others.into_iter().map(|row| {
            let line = Line::new().strong(row.title.as_str()).faint(format!(" [{}] ", row.clause));
            line.plain(row.text.as_str()).faint(format!(" ({})", row.id))
        }));
    }

    fn add_uses(&self, page: &mut Page) {
        // The rules named by the condition stand there already.
        let elsewhere = |link: &&Link| link.role != [How::When.words()];
        let rests_on: Vec<Link> = self.rests_on.iter().filter(elsewhere).cloned().collect();
        if !rests_on.is_empty() {
            add_links(page, "What it rests on", &rests_on, "");
        }
        if !matches!(self.kind, "standing" | "directory") || !self.used_by.is_empty() {
            add_links(page, "Where it is used", &self.used_by, "No other rule rests on it.");
        }
        if !self.silences.is_empty() {
            page.paragraph(format!("Silences that depend on it: {}", self.silences.join(", ")));
        }
    }

    fn add_source(&self, page: &mut Page) {
        page.heading("Source");
        page.field(
            "Rule",
            Line::from(self.rule.as_str()).plain(format!(", {} {}", article(self.kind), self.kind_words())),
        );
        if let Some(protocol) = &self.protocol {
            page.field("Protocol", format!("{} ({})", protocol.name, protocol.edition));
        }
        let lines =
            self.lines.as_ref().map(|lines| format!(" ({} of the text)", line_words(lines))).unwrap_or_default();
        page.field("Clause", format!("{}{lines}", self.clause));
    }

    fn kind_words(&self) -> &str {
        match self.kind {
            "level" => "level rule",
            "clock" => "deadline",
            "consent" => "consent rule",
            "standing" => "standing rule",
            "directory" => "directory entry",
            kind => kind,
        }
    }
}

/// `line 12`, `lines 12-14`, from `L12` and `L12-14`.
fn line_words(lines: &str) -> String {
    let numbers = lines.replace('L', "");
    let plural = numbers.contains(['-', ',', '\u{2013}']);
    format!("{} {numbers}", if plural { "lines" } else { "line" })
}

fn article(kind: &str) -> &'static str {
    if kind.starts_with(['i', 'e']) { "an" } else { "a" }
}

fn chosen_line(chosen: &[Chosen]) -> Option<Line> {
    let names: Vec<String> = chosen
        .iter()
        .map(|one| {
            let on = one.when.as_ref().map(|when| format!(" {}", on_condition(when))).unwrap_or_default();
            format!("{} ({}){on}", one.title, one.id)
        })
        .collect();
    (!names.is_empty()).then(|| Line::from(names.join("; ")))
}

fn on_condition(_: &Words) -> &'static str {
    "on a condition, below"
}

fn named_line(named: &[Named]) -> Option<Line> {
    let names: Vec<String> = named.iter().map(|one| format!("{} ({})", one.title, one.id)).collect();
    (!names.is_empty()).then(|| Line::from(names.join(", ")))
}

pub(super) fn need_words(need: Need) -> &'static str {
    match need {
        Need::Seek => "seek it",
        Need::NotNeeded => "not needed",
        Need::DoNotSeek => "do not seek it",
    }
}

pub(super) fn urgency_words(urgency: &str) -> String {
    match urgency {
        "emergency" => "Emergency: call now".into(),
        "immediate" => "Immediate: by telephone, now".into(),
        "prompt" => "Prompt: today, or in good time".into(),
        other => format!("{}: through the usual forms, panels and records", upper_first(other)),
    }
}
