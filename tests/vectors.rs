//! Worked vectors: a case at a time, and what the protocol says of it. Each file of `tests/vectors/` is a list.
//!
//! What is expected was worked out from the rules and by a second calculation, never copied from an answer. Of what a
//! vector speaks, everything is compared; of the rest nothing. See CONTRIBUTING.md for the fields.
#![allow(clippy::disallowed_methods, reason = "a test reads its own files")]

mod support;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use support::{at, case, protocol};
use yjs::calendar::{Amount, BankHolidays, Moment, Unit, add, parse_instant_or_local, parse_when};
use yjs::domain::case::Case;
use yjs::problem::Problem;
use yjs::protocol::Protocol;
use yjs::report::assessment::AssessmentReport;
use yjs::report::due::DueReport;
use yjs::store::check_reference;

/// Statuses of a deadline that is still running.
const LIVE: [&str; 3] = ["overdue", "due_today", "upcoming"];
/// Sections of an answer whose rows apply or may apply.
const SECTIONS: [&str; 5] = ["decisions", "routes", "consent", "escalations", "duties"];

#[test]
fn every_vector_holds() {
    let protocols: BTreeMap<String, Protocol> =
        ["camden", "tower_hamlets"].into_iter().map(|id| (id.to_owned(), protocol(id))).collect();
    let mut faults = String::new();
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (file, vector) in vectors() {
        let result = compare(&protocols, &vector);
        for (section, differences) in result {
            let count = tally.entry(section.clone()).or_default();
            if differences.is_empty() {
                count.0 += 1
            } else {
                count.1 += 1
            }
            for difference in differences {
                let _ = writeln!(
                    faults,
                    "{file} {} {section}: {difference}\n    ({}; {})",
                    text(&vector, "id"),
                    text(&vector, "title"),
                    text(&vector, "why")
                );
            }
        }
    }
    let tally: String = tally.iter().fold(String::new(), |mut lines, (section, (passed, failed))| {
        let _ = writeln!(lines, "{section:<12}{passed:>5} passed{failed:>5} failed");
        lines
    });
    assert!(faults.is_empty(), "\n{faults}\n{tally}");
}

#[test]
fn every_vector_is_named_once_and_explained() {
    let mut ids = BTreeSet::new();
    let mut contents = BTreeSet::new();
    let all = vectors();
    assert!(all.len() >= 250, "only {} vectors were found", all.len());
    for (file, vector) in all {
        for key in ["id", "protocol", "clause", "title", "now", "why"] {
            assert!(!text(&vector, key).is_empty(), "{file}: a vector without {key}: {vector}");
        }
        assert!(ids.insert(text(&vector, "id").to_owned()), "{file}: {} comes twice", text(&vector, "id"));
        let parts: Vec<Json> = ["protocol", "now", "case", "command_args", "text", "expect"]
            .iter()
            .map(|key| vector.get(key).cloned().unwrap_or_default())
            .collect();
        assert!(contents.insert(Json::Array(parts).to_string()), "{file}: {} repeats another", text(&vector, "id"));
    }
}

/// Every kind of rule, and every rule that carries one of these kinds, is expected to apply in some vector and not to
/// apply in another.
#[test]
fn every_rule_is_tried_both_ways() {
    let protocols = [protocol("camden"), protocol("tower_hamlets")];
    let mut applied = BTreeSet::new();
    let mut held_back = BTreeSet::new();
    for (_, vector) in vectors() {
        let Some(expect) = vector.get("expect") else { continue };
        held_back.extend(strings(expect.get("not")));
        applied.extend(strings(expect.get("signs")));
        applied.extend(strings(expect.get("level_rules")));
        for (section, key) in [
            ("decisions", ""),
            ("consent", ""),
            ("deadlines", ""),
            ("routes", "must"),
            ("escalations", "must"),
            ("duties", "must"),
        ] {
            let Some(rows) = expect.get(section) else { continue };
            let rows = if key.is_empty() { Some(rows) } else { rows.get(key) };
            for row in rows.and_then(Json::as_array).into_iter().flatten() {
                let id = row.as_str().or_else(|| row.get("rule").and_then(Json::as_str)).unwrap_or_default();
                applied.insert(id.to_owned());
            }
        }
    }
    let ruled: BTreeSet<String> = protocols
        .iter()
        .flat_map(|protocol| &protocol.rules)
        .filter(|rule| rule.when.is_some())
        .map(|rule| rule.id.clone())
        .collect();
    let missing: Vec<&String> = ruled.difference(&applied).collect();
    assert!(missing.is_empty(), "no vector expects these to apply: {missing:?}");
    let missing: Vec<&String> = ruled.difference(&held_back).collect();
    assert!(missing.is_empty(), "no vector expects these not to apply: {missing:?}");
}

fn vectors() -> Vec<(String, Json)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("tests/vectors")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let mut vectors = Vec::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let list: Vec<Json> = serde_json::from_slice(&std::fs::read(&path).expect("a file"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        vectors.extend(list.into_iter().map(|vector| (name.clone(), vector)));
    }
    vectors
}

type Faults = BTreeMap<String, Vec<String>>;

fn compare(protocols: &BTreeMap<String, Protocol>, vector: &Json) -> Faults {
    let expect = &vector["expect"];
    let answer = answer(protocols, vector);
    let mut faults = Faults::new();
    if text(vector, "type") == "invalid" {
        let found = match answer {
            Ok(_) => vec!["it was accepted".to_owned()],
            Err(problem) => {
                let said = format!("{problem} {}", problem.hint.clone().unwrap_or_default()).to_lowercase();
                strings(expect.get("mentions"))
                    .filter(|word| !said.contains(&word.to_lowercase()))
                    .map(|word| format!("`{word}` is not mentioned in `{said}`"))
                    .collect()
            }
        };
        faults.insert("invalid".into(), found);
        return faults;
    }
    match answer {
        Err(problem) => faults.insert("run".into(), vec![format!("{problem}; {:?}", problem.hint)]),
        Ok(answer) if text(vector, "type") == "due" => faults.insert("due".into(), compare_due(expect, &answer)),
        Ok(answer) => return compare_assessment(expect, &answer),
    };
    faults
}

fn answer(protocols: &BTreeMap<String, Protocol>, vector: &Json) -> Result<Json, Problem> {
    let now = at(text(vector, "now"));
    if let Some(arguments) = vector.get("command_args") {
        return due(arguments[0].as_str().unwrap_or_default(), arguments[2].as_str().unwrap_or_default(), now);
    }
    let case: Case = match vector.get("text").and_then(Json::as_str) {
        // Input that only breaks as text: a key twice, a field that is none.
        Some(text) => serde_json::from_str(text).map_err(|error| Problem::input(error.to_string()))?,
        None => case(&vector["case"]),
    };
    check_reference(&case.reference)?;
    let protocol = &protocols[text(vector, "protocol")];
    let report = AssessmentReport::of_case(protocol, &case, now)?;
    Ok(serde_json::to_value(&report).expect("an assessment is JSON"))
}

fn due(amount: &str, from: &str, now: DateTime<Utc>) -> Result<Json, Problem> {
    let amount: Amount = amount.parse()?;
    let from = parse_when(from, now)?;
    let anchor = if amount.unit == Unit::Hours { Moment::Instant(from.earliest()) } else { from };
    let reckoning = add(amount, anchor, BankHolidays::published())?;
    Ok(serde_json::to_value(DueReport::new(amount, from, reckoning)).expect("a date is JSON"))
}

fn compare_due(expect: &Json, answer: &Json) -> Vec<String> {
    let mut faults = Vec::new();
    if !same_time(text(expect, "due"), answer.get("due")) {
        faults.push(format!("due {}, got {}", expect["due"], answer["due"]));
    }
    for key in ["act_by", "provisional"] {
        if let Some(wanted) = expect.get(key)
            && answer.get(key) != Some(wanted)
        {
            faults.push(format!("{key} {wanted}, got {}", answer[key]));
        }
    }
    if let Some(skipped) = expect.get("skipped") {
        let wanted: BTreeSet<String> = strings(Some(skipped)).collect();
        let got: BTreeSet<String> =
            list(&answer["working"], "skipped").iter().map(|row| text(row, "date").to_owned()).collect();
        if wanted != got {
            faults.push(format!("skipped {wanted:?}, got {got:?}"));
        }
    }
    faults
}

fn compare_assessment(expect: &Json, answer: &Json) -> Faults {
    let mut faults = Faults::new();
    let level = &answer["level"];
    for (key, value) in expect.as_object().into_iter().flatten() {
        let found = match key.as_str() {
            "level" => differs(value, &level["level"]),
            "could_be" => {
                let got: Vec<Json> = list(level, "could_be").iter().map(|row| row["level"].clone()).collect();
                differs(value, &Json::Array(got))
            }
            "level_rules" => absent(value, &ids(list(level, "rules")), "does not establish the level"),
            "signs" => absent(value, &ids(list(level, "signs")), "is not among the signs"),
            "other_levels" => {
                let got: Vec<Json> = list(level, "other_readings").iter().map(|row| row["level"].clone()).collect();
                differs(value, &Json::Array(got))
            }
            "decisions" => pairs(value, &rows(answer, "decisions", "yes"), "outcome"),
            "consent" => pairs(value, &rows(answer, "consent", "yes"), "need"),
            "routes" => compare_routes(value, &rows(answer, "routes", "yes")),
            "attach" => {
                let got = ["routes", "escalations", "duties"].iter().flat_map(|section| rows(answer, section, "yes"));
                absent(value, &got.flat_map(|row| strings(row.get("attach"))).collect(), "is not attached")
            }
            "deadlines" => compare_deadlines(value, &rows(answer, "deadlines", "yes")),
            "no_deadline" => {
                let got = list(answer, "deadlines").iter().map(|row| text(row, "rule").to_owned()).collect();
                present(value, &got, "is listed, though it has ended")
            }
            "escalations" => compare_escalations(value, &rows(answer, "escalations", "yes")),
            "duties" => absent(&value["must"], &rule_ids(&rows(answer, "duties", "yes")), "is missing"),
            "not" => present(value, &applying(answer), "must not apply"),
            "unknown" => {
                let open = SECTIONS
                    .iter()
                    .chain(&["deadlines"])
                    .flat_map(|section| rows(answer, section, "unknown"))
                    .collect();
                absent(value, &rule_ids(&open), "should be listed as unknown")
            }
            "settled_by" => compare_unknown_facts(value, answer),
            "silent" => {
                let got = list(answer, "silent").iter().map(|row| text(row, "topic").to_owned()).collect();
                absent(value, &got, "is not said")
            }
            "not_silent" => {
                let got = list(answer, "silent").iter().map(|row| text(row, "topic").to_owned()).collect();
                present(value, &got, "is said, though it does not matter")
            }
            "facts" => compare_facts(value, &answer["derived"]),
            other => vec![format!("nothing compares `{other}`")],
        };
        faults.insert(key.clone(), found);
    }
    faults
}

fn compare_routes(expect: &Json, found: &[&Json]) -> Vec<String> {
    let mut faults = only(expect, &rule_ids(&found.to_vec()));
    let teams: BTreeSet<String> = found.iter().flat_map(|row| strings(row.get("to"))).collect();
    faults.extend(absent(&expect["to"], &teams, "is not a destination"));
    faults.extend(present(&expect["not_to"], &teams, "must not be a destination"));
    let shown = squeeze(&found.iter().map(|row| contacts(row, None)).collect::<String>());
    for contact in strings(expect.get("contact")) {
        if !shown.contains(&squeeze(&contact)) {
            faults.push(format!("contact `{contact}` is not shown"));
        }
    }
    for contact in strings(expect.get("hidden")) {
        if shown.contains(&squeeze(&contact)) {
            faults.push(format!("contact `{contact}` does not serve now, but is shown"));
        }
    }
    for team in strings(expect.get("no_contact")) {
        let printed: String = found.iter().map(|row| contacts(row, Some(&team))).collect();
        if printed.contains('@') || printed.chars().filter(char::is_ascii_digit).count() > 2 {
            faults.push(format!("`{printed}` is shown for {team}, for which nothing is printed"));
        }
    }
    faults
}

/// The contacts of a row, of one team or of all, with abbreviated lines such as 3317/4094 written out.
fn contacts(row: &Json, team: Option<&str>) -> String {
    let mut shown = String::new();
    for contact in list(row, "contact") {
        if team.is_some_and(|team| text(contact, "team") != team) {
            continue;
        }
        let value = text(contact, "value");
        let _ = write!(shown, "{value} ");
        let mut parts = value.split('/').map(str::trim);
        let first: String = squeeze(parts.next().unwrap_or_default());
        for tail in parts.filter(|tail| tail.bytes().all(|byte| byte.is_ascii_digit()) && tail.len() < first.len()) {
            let _ = write!(shown, "{}{tail} ", &first[..first.len() - tail.len()]);
        }
    }
    shown
}

fn compare_deadlines(expect: &Json, found: &[&Json]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for want in expect.as_array().into_iter().flatten() {
        let rule = text(want, "rule");
        let mine: Vec<usize> = (0..found.len()).filter(|place| text(found[*place], "rule") == rule).collect();
        if text(want, "status") == "waiting" {
            if mine.is_empty() || mine.iter().any(|place| text(found[*place], "status") != "waiting") {
                faults.push(format!("{rule}: should be waiting"));
            }
            used.extend(mine);
            continue;
        }
        let hits: Vec<usize> =
            mine.iter().copied().filter(|place| same_time(text(want, "due"), found[*place].get("due"))).collect();
        let Some(hit) = hits.first().map(|place| found[*place]) else {
            let got: Vec<String> =
                mine.iter().map(|place| format!("{} {}", found[*place]["due"], found[*place]["status"])).collect();
            faults.push(format!("{rule}: due {}, got {got:?}", want["due"]));
            continue;
        };
        used.extend(hits);
        for key in ["status", "act_by", "days_left", "provisional"] {
            if let Some(wanted) = want.get(key)
                && hit.get(key) != Some(wanted)
            {
                faults.push(format!("{rule}: {key} {wanted}, got {}", hit[key]));
            }
        }
        let others: Vec<&Json> = list(hit, "other_readings").iter().map(|row| &row["due"]).collect();
        for other in strings(want.get("other_dates")) {
            if !others.iter().any(|due| same_time(&other, Some(due))) {
                faults.push(format!("{rule}: {other} is not among the other readings {others:?}"));
            }
        }
    }
    for (place, row) in found.iter().enumerate() {
        if !used.contains(&place) && LIVE.contains(&text(row, "status")) {
            faults.push(format!("not expected: {} due {} {}", row["rule"], row["due"], row["status"]));
        }
    }
    faults
}

fn compare_escalations(expect: &Json, found: &[&Json]) -> Vec<String> {
    let mut faults = only(expect, &rule_ids(&found.to_vec()));
    let by_rule = |rule: &str| found.iter().find(|row| text(row, "rule") == rule);
    let entries = |key: &str| expect.get(key).and_then(Json::as_object).cloned().unwrap_or_default();
    for key in ["since", "done"] {
        for (rule, wanted) in entries(key) {
            let got = by_rule(&rule).and_then(|row| row.get(key)).cloned().unwrap_or_default();
            if !(wanted.is_null() && got.is_null()
                || wanted.as_str().is_some_and(|wanted| same_time(wanted, Some(&got))))
            {
                faults.push(format!("{rule}: {key} {wanted}, got {got}"));
            }
        }
    }
    for (key, field) in [("readings", "readings_met"), ("tell", "tell")] {
        for (rule, wanted) in entries(key) {
            let got: BTreeSet<String> = by_rule(&rule).into_iter().flat_map(|row| strings(row.get(field))).collect();
            let wanted: BTreeSet<String> = strings(Some(&wanted)).collect();
            if got != wanted {
                faults.push(format!("{rule}: {key} {wanted:?}, got {got:?}"));
            }
        }
    }
    faults
}

/// For each rule that is not settled, facts that must be among those that would settle it.
fn compare_unknown_facts(expect: &Json, answer: &Json) -> Vec<String> {
    let mut faults = Vec::new();
    for (rule, facts) in expect.as_object().into_iter().flatten() {
        let row =
            SECTIONS.iter().flat_map(|section| rows(answer, section, "unknown")).find(|row| text(row, "rule") == rule);
        let got: BTreeSet<String> = row.into_iter().flat_map(|row| strings(row.get("unknown"))).collect();
        faults.extend(absent(facts, &got, &format!("is not said to settle {rule}, which lists {got:?}")));
    }
    faults
}

fn compare_facts(expect: &Json, derived: &Json) -> Vec<String> {
    let empty = Map::new();
    let wanted = expect.as_object().unwrap_or(&empty);
    wanted
        .iter()
        .filter(|(name, value)| derived.get(name.as_str()).unwrap_or(&Json::Null) != *value)
        .map(|(name, value)| format!("{name} {value}, got {}", derived[name]))
        .collect()
}

// ------------------------------------------------------------------------------------------------ small readings

fn text<'a>(row: &'a Json, key: &str) -> &'a str {
    row.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn list<'a>(row: &'a Json, key: &str) -> &'a [Json] {
    row.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn strings(value: Option<&Json>) -> impl Iterator<Item = String> {
    let items = value.and_then(Json::as_array).cloned().unwrap_or_default();
    items.into_iter().filter_map(|item| item.as_str().map(str::to_owned))
}

fn rows<'a>(answer: &'a Json, section: &str, applies: &str) -> Vec<&'a Json> {
    list(answer, section).iter().filter(|row| text(row, "applies") == applies).collect()
}

fn ids(rows: &[Json]) -> BTreeSet<String> {
    rows.iter().filter_map(Json::as_str).map(str::to_owned).collect()
}

fn rule_ids(rows: &Vec<&Json>) -> BTreeSet<String> {
    rows.iter().map(|row| text(row, "rule").to_owned()).collect()
}

fn applying(answer: &Json) -> BTreeSet<String> {
    let mut found = ids(list(&answer["level"], "rules"));
    found.extend(ids(list(&answer["level"], "signs")));
    for section in SECTIONS {
        found.extend(rule_ids(&rows(answer, section, "yes")));
    }
    let running = rows(answer, "deadlines", "yes").into_iter().filter(|row| text(row, "status") != "waiting").collect();
    found.extend(rule_ids(&running));
    found
}

fn differs(wanted: &Json, got: &Json) -> Vec<String> {
    if wanted == got { Vec::new() } else { vec![format!("expected {wanted}, got {got}")] }
}

fn absent(wanted: &Json, got: &BTreeSet<String>, what: &str) -> Vec<String> {
    strings(Some(wanted)).filter(|id| !got.contains(id)).map(|id| format!("{id} {what}")).collect()
}

fn present(unwanted: &Json, got: &BTreeSet<String>, what: &str) -> Vec<String> {
    strings(Some(unwanted)).filter(|id| got.contains(id)).map(|id| format!("{id} {what}")).collect()
}

/// `must` and `may` together are all that may be there.
fn only(expect: &Json, got: &BTreeSet<String>) -> Vec<String> {
    let allowed: BTreeSet<String> = strings(expect.get("must")).chain(strings(expect.get("may"))).collect();
    let mut faults = absent(&expect["must"], got, "is missing");
    if expect.get("must").is_some() {
        faults.extend(got.difference(&allowed).map(|id| format!("{id} is not expected")));
    }
    faults
}

fn pairs(expect: &Json, found: &[&Json], key: &str) -> Vec<String> {
    let got: BTreeSet<(&str, &str)> = found.iter().map(|row| (text(row, "rule"), text(row, key))).collect();
    let wanted = expect.as_array().into_iter().flatten();
    wanted
        .filter(|row| !got.contains(&(text(row, "rule"), text(row, key))))
        .map(|row| format!("no {} with {key} {}", row["rule"], row[key]))
        .collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_lowercase()
}

/// A date is not an instant; two instants are the same whatever their offsets.
fn same_time(wanted: &str, got: Option<&Json>) -> bool {
    let Some(got) = got.and_then(Json::as_str) else { return false };
    if wanted.contains('T') && got.contains('T') {
        return parse_instant_or_local(wanted).ok() == parse_instant_or_local(got).ok();
    }
    wanted == got && wanted.parse::<NaiveDate>().is_ok()
}
