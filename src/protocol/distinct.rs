//! What stands twice in a protocol's files: levels, teams and forms of one name, and rules defined twice for one date.

use super::load::{At, Loader, Raw, RawFile};
use super::period::Period;
use super::raw;
use super::read::Places;
use std::collections::HashMap;

impl Loader<'_> {
    /// Levels, teams, forms and systems that are declared twice.
    pub(super) fn declared_once(
        &mut self,
        levels: &raw::Levels<'_>,
        level_places: &Places,
        directory: &raw::Directory<'_>,
        directory_places: &Places,
    ) {
        let numbers: Vec<String> = levels.levels.iter().map(|level| level.level.to_string()).collect();
        let teams = directory.teams.iter().map(|team| team.id.clone()).collect();
        let forms = directory.forms.iter().map(|form| form.id.clone()).collect();
        let systems = directory.systems.iter().map(|system| system.id.clone()).collect();
        let lists: [(&str, &Places, &str, &str, Vec<String>); 4] = [
            ("levels.json", level_places, "levels", "level", numbers),
            ("directory.json", directory_places, "teams", "id", teams),
            ("directory.json", directory_places, "forms", "id", forms),
            ("directory.json", directory_places, "systems", "id", systems),
        ];
        for (file, places, list, key, ids) in lists {
            for (read, id) in ids.iter().enumerate().filter(|(read, id)| ids[..*read].contains(id)) {
                let (top, place) = (At::top(file).named(id), places.of(list, read));
                let hint = Some("give each its own name, or put both into one".to_owned());
                let message = format!("`{id}` is declared twice");
                self.fault(top.key(list).item(place).key(key), "duplicate-id", message, hint);
            }
        }
    }

    /// Rules that are defined twice for one date, and rows that are covered by a rule and defined beside it.
    pub(super) fn defined_once(&mut self, files: &[RawFile<'_>]) {
        let rules = files.iter().flat_map(|(.., rules)| rules).map(|raw| &raw.rule);
        let names = rules.flat_map(|rule| std::iter::once(&rule.id).chain(rule.covers.iter().map(|of| &of.id)));
        let mut names: Vec<&str> = names.map(String::as_str).collect();
        names.sort_unstable();
        // Nearly always: then there is nothing to compare.
        if names.windows(2).all(|two| two[0] != two[1]) {
            return;
        }
        let mut versions: HashMap<&str, Vec<Period>> = HashMap::new();
        let mut covered: HashMap<&str, Vec<Period>> = HashMap::new();
        for (file, _, rules) in files {
            for Raw { place, period, rule } in rules {
                let top = At::top(file).named(&rule.id);
                let (list, id) = (top.key("rules"), rule.id.as_str());
                let here = list.item(*place);
                let held = versions.get(id).into_iter().chain(covered.get(id)).flatten();
                if let Some(other) = held.into_iter().find(|other| other.overlaps(period)) {
                    let undated = other.is_open() && period.is_open();
                    let (code, message, hint) = match undated {
                        true => ("duplicate-id", format!("`{id}` is defined twice"), "give each rule its own id"),
                        false => (
                            "overlapping-versions",
                            format!(
                                "two versions of `{id}` are in force at once: {} and {}",
                                other.words(),
                                period.words()
                            ),
                            "end the earlier one on the day before the later one begins",
                        ),
                    };
                    self.fault(here.key("id"), code, message, Some(hint.into()));
                }
                versions.entry(id).or_default().push(*period);
                for (row, of) in rule.covers.iter().enumerate() {
                    let held = versions.get(of.id.as_str()).into_iter().chain(covered.get(of.id.as_str())).flatten();
                    if held.into_iter().any(|other| other.overlaps(period)) {
                        let message = format!("`{}` is defined twice", of.id);
                        let hint = Some("let one rule only cover it".into());
                        self.fault(here.key("covers").item(row).key("id"), "duplicate-id", message, hint);
                    }
                    covered.entry(&of.id).or_default().push(*period);
                }
            }
        }
    }
}
