//! A protocol through time: its editions, and within each the dates on which a rule changes. What does not change within
//! an era is one [`Protocol`].

use super::Protocol;
use super::diagnostic::{Diagnostic, Severity};
use super::load::{Source, load_in_spite, load_on};
use super::source::EDITIONS;
use super::spans::Segment;
use crate::calendar::london;
use crate::problem::Problem;
use chrono::NaiveDate;

/// One edition, and the protocol it makes in each of its eras, the last first.
#[derive(Debug)]
pub struct Edition {
    /// Its own files, with the words that all editions share.
    pub source: Source,
    /// The protocol in each era.
    pub eras: Vec<Protocol>,
}

/// Every edition of a protocol, and everything that stops it from being used.
#[derive(Debug, Default)]
pub struct History {
    /// The folder's own edition first.
    pub editions: Vec<Edition>,
    /// Errors in any of them, and between them.
    pub faults: Vec<Diagnostic>,
}

/// Reads every edition and every era.
pub fn read(common: &str, source: &Source) -> History {
    let mut history = History::default();
    for source in source.editions() {
        let (last, mut faults) = load_in_spite(common, &source, None);
        let mut eras: Vec<Protocol> = last.into_iter().collect();
        for date in earlier_dates(eras.first()) {
            let (era, more) = load_in_spite(common, &source, Some(date));
            faults.extend(more.into_iter().filter(|fault| !faults.contains(fault)).collect::<Vec<_>>());
            eras.extend(era);
        }
        history.faults.extend(faults);
        history.editions.push(Edition { source, eras });
    }
    history.between();
    for (file, _) in
        source.files.iter().filter(|(file, _)| file.starts_with(EDITIONS) && file.ends_with("/vocabulary.json"))
    {
        history.faults.push(Diagnostic {
            code: "words-in-edition",
            severity: Severity::Error,
            file: file.clone(),
            line: Some(1),
            column: Some(1),
            rule: None,
            message: "an edition has words of its own, which are not read".into(),
            hint: Some("put them into vocabulary.json beside protocol.json: all editions share it".into()),
        });
    }
    history
}

/// A date in each era but the last, from the last to the first.
fn earlier_dates(last: Option<&Protocol>) -> Vec<NaiveDate> {
    let Some(protocol) = last else { return Vec::new() };
    let changes = protocol.changes.iter().rev();
    changes.filter_map(|day| day.pred_opt()).filter(|day| protocol.in_force.contains(*day)).collect()
}

impl History {
    /// The protocol in each era with its other eras beside it, and the files of the edition that it is of.
    pub fn eras(self) -> Vec<(Protocol, Source)> {
        let sources = |edition: &Edition| vec![edition.source.clone(); edition.eras.len()];
        let sources: Vec<Source> = self.editions.iter().flat_map(sources).collect();
        let eras: Vec<Protocol> = self.editions.into_iter().flat_map(|edition| edition.eras).collect();
        let with_others = |(place, source): (usize, Source)| {
            let others = eras.iter().enumerate().filter(|(other, _)| *other != place);
            let others = others.map(|(_, era)| era.clone()).collect();
            (Protocol { others, ..eras[place].clone() }, source)
        };
        sources.into_iter().enumerate().map(with_others).collect()
    }

    /// Faults that no edition shows by itself.
    fn between(&mut self) {
        let mut found = Vec::new();
        for (place, edition) in self.editions.iter().enumerate() {
            let Some(own) = edition.eras.first() else { continue };
            // A date that could not be read is reported as such; what it overlaps with is not known.
            let dated = |edition: &Edition| {
                let file = edition.source.named("protocol.json");
                !self.faults.iter().any(|fault| fault.code == "bad-date" && fault.file == file && fault.rule.is_none())
            };
            for (other, other_dated) in
                self.editions[..place].iter().filter_map(|other| Some((other.eras.first()?, dated(other))))
            {
                let mut add = |code, key, message, hint: &str| {
                    let (line, column) = edition.source.at("protocol.json", &[Segment::Key(key)]).unzip();
                    let (severity, file) = (Severity::Error, edition.source.named("protocol.json"));
                    let hint = Some(hint.to_owned());
                    found.push(Diagnostic { code, severity, file, line, column, rule: None, message, hint });
                };
                if own.id != other.id {
                    let message = format!("the id is `{}`, and another edition here is of `{}`", own.id, other.id);
                    add("folder-name", "id", message, "editions of one protocol have one id");
                }
                if other_dated && dated(edition) && own.in_force.overlaps(&other.in_force) {
                    let (one, two) = (own.in_force.words(), other.in_force.words());
                    let message = format!("two editions are in force at once: this one {one}, another {two}");
                    let hint = "give each edition the dates on which it alone is in force";
                    add("overlapping-editions", "in_force", message, hint);
                }
            }
        }
        self.faults.extend(found);
    }
}

/// The protocol as it is in force on a date, with its other eras beside it.
///
/// # Errors
/// When something in it is faulty, and when no edition is in force on that date: then none is taken in its place.
pub fn in_force(common: &str, source: &Source, on: NaiveDate) -> Result<Protocol, Problem> {
    if !source.has_editions() {
        let protocol = load_on(common, source, Some(on)).map_err(|faults| faulty(source, &faults))?;
        if protocol.changes.is_empty() && protocol.era.contains(on) {
            return Ok(protocol);
        }
    }
    let mut eras = all(common, source)?;
    let Some(place) = eras.iter().position(|era| era.era.contains(on)) else {
        return Err(not_in_force(&eras, on));
    };
    let mut protocol = eras.remove(place);
    protocol.others = eras;
    Ok(protocol)
}

/// The protocol in every era, the earliest first.
///
/// # Errors
/// When something in it is faulty.
pub fn all(common: &str, source: &Source) -> Result<Vec<Protocol>, Problem> {
    let History { editions, faults } = read(common, source);
    if !faults.is_empty() {
        return Err(faulty(source, &faults));
    }
    let mut eras: Vec<Protocol> = editions.into_iter().flat_map(|edition| edition.eras).collect();
    eras.sort_by_key(|protocol| protocol.era.from);
    Ok(eras)
}

fn faulty(source: &Source, faults: &[Diagnostic]) -> Problem {
    let Some(first) = faults.first() else { return Problem::input("the protocol is faulty") };
    let mut problem = first.problem();
    problem.place.file = Some(format!("{}/{}", source.name, first.file));
    let all = format!("`yjs protocol check {}` shows every fault", source.name);
    problem.hint = Some(problem.hint.map_or_else(|| all.clone(), |hint| format!("{hint}; {all}")));
    problem
}

/// The problem of a date for which no edition is in force.
pub fn not_in_force(eras: &[Protocol], on: NaiveDate) -> Problem {
    let id = eras.first().map(|protocol| protocol.id.as_str()).unwrap_or_default();
    let mut held: Vec<String> = Vec::new();
    for era in eras {
        let words = format!("\"{}\" {}", era.edition, era.in_force.words());
        if !held.contains(&words) {
            held.push(words);
        }
    }
    Problem::input(format!("no edition of {id} is in force on {}", london::long_date(on)))
        .hint(format!("the editions are: {}; none is taken in place of another", held.join(", ")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{all, in_force, read};
    use crate::protocol::embedded;
    use crate::protocol::load::Source;
    use chrono::NaiveDate;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn head(edition: &str, period: &str) -> String {
        format!(
            r#"{{"id": "x", "name": "X", "edition": "{edition}", "source": "-", "social_care": "-", "in_force": {period}}}"#
        )
    }

    fn clock(within: &str, period: &str) -> String {
        format!(
            r#"{{"id": "x-1", "clause": "1", "title": "T", "text": "T", "when": {{"fact": "cse", "is": true}}, "who": "W",
            "do": "D", "starts": {{"event": ["opened_to_yjs"]}}, "within": "{within}", "stops": [], "in_force": {period}}}"#
        )
    }

    fn source(files: &[(&str, String)]) -> Source {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into())).collect();
        Source { name: "x".into(), files, ..Source::default() }
    }

    #[test]
    fn a_rule_that_changes_makes_two_eras_of_one_edition() {
        let rules = format!(
            r#"{{"rules": [{}, {}]}}"#,
            clock("5d", r#"{"until": "2026-03-31"}"#),
            clock("10d", r#"{"from": "2026-04-01"}"#)
        );
        let source = source(&[("protocol.json", head("one", r#"{"from": "2026-01-01"}"#)), ("clocks.json", rules)]);
        let eras = all(embedded::VOCABULARY, &source).unwrap();
        let periods: Vec<String> = eras.iter().map(|era| era.era.words()).collect();
        assert_eq!(periods, ["from 1 January 2026 until 31 March 2026", "from 1 April 2026"]);
        let now = in_force(embedded::VOCABULARY, &source, date("2026-03-31")).unwrap();
        assert_eq!((now.era.words(), now.others.len()), (periods[0].clone(), 1));
        let problem = in_force(embedded::VOCABULARY, &source, date("2025-12-31")).unwrap_err();
        assert!(problem.what.contains("no edition of x is in force on Wednesday 31 December 2025"), "{problem:?}");
    }

    #[test]
    fn a_gap_between_editions_is_a_gap_and_an_overlap_a_fault() {
        let files = |until: &str| {
            source(&[
                ("protocol.json", head("two", r#"{"from": "2026-04-01"}"#)),
                ("editions/1/protocol.json", head("one", &format!(r#"{{"until": "{until}"}}"#))),
            ])
        };
        let gap = files("2026-03-01");
        assert_eq!(in_force(embedded::VOCABULARY, &gap, date("2026-03-01")).unwrap().edition, "one");
        assert_eq!(in_force(embedded::VOCABULARY, &gap, date("2026-04-01")).unwrap().edition, "two");
        assert!(in_force(embedded::VOCABULARY, &gap, date("2026-03-02")).is_err());
        let faults = read(embedded::VOCABULARY, &files("2026-04-01")).faults;
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["overlapping-editions"]);
        assert_eq!(faults[0].file, "editions/1/protocol.json");
    }
}
