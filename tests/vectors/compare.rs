//! What a vector expects beside what was answered: each thing that differs, in words.

use super::{Faults, LIVE, SECTIONS};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use yjs::calendar::parse_instant_or_local;

pub(super) fn compare_due(expect: &Json, answer: &Json) -> Vec<String> {
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

pub(super) fn compare_assessment(expect: &Json, answer: &Json) -> Faults {
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
            "duties" => {
                let found = rows(answer, "duties", "yes");
                let mut faults = absent(&value["must"], &rule_ids(&found), "is missing");
                faults.extend(without_contacts(value, &found));
                faults
            }
            "done" => compare_done(value, answer),
            "not_read" => {
                let rows = list(answer, "silent").iter();
                absent(value, &rows.map(|row| text(row, "fact").to_owned()).collect(), "is passed over in silence")
            }
            "ask_first" => {
                let asked = strings(answer.get("ask_next")).take(4).collect();
                absent(value, &asked, "is not among the first questions")
            }
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
    faults.extend(without_contacts(expect, found));
    let shown = squeeze(&found.iter().map(|row| contacts(row, None)).collect::<String>());
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

/// Contacts that must be shown and are not.
fn without_contacts(expect: &Json, found: &[&Json]) -> Vec<String> {
    let shown = squeeze(&found.iter().map(|row| contacts(row, None)).collect::<String>());
    let missing = strings(expect.get("contact")).filter(|contact| !shown.contains(&squeeze(contact)));
    missing.map(|contact| format!("contact `{contact}` is not shown")).collect()
}

/// By rule that applies: the time of the event that shows it as done, or null for not done.
fn compare_done(expect: &Json, answer: &Json) -> Vec<String> {
    let mut faults = Vec::new();
    for (rule, wanted) in expect.as_object().into_iter().flatten() {
        let sections = ["routes", "escalations", "duties"].iter();
        let Some(row) = sections.flat_map(|section| rows(answer, section, "yes")).find(|row| text(row, "rule") == rule)
        else {
            faults.push(format!("{rule} does not apply"));
            continue;
        };
        let same =
            if wanted.is_null() { row["done"].is_null() } else { same_time(text(expect, rule), row["done"].get("at")) };
        if !same {
            faults.push(format!("{rule}: done {wanted}, got {}", row["done"]));
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
        // What is due now without a printed limit may have no date.
        let meant = |place: &usize| match want.get("due") {
            Some(_) => same_time(text(want, "due"), found[*place].get("due")),
            None => found[*place]["due"].is_null() && found[*place].get("status") == want.get("status"),
        };
        let hits: Vec<usize> = mine.iter().copied().filter(meant).collect();
        let Some(hit) = hits.first().map(|place| found[*place]) else {
            let got: Vec<String> =
                mine.iter().map(|place| format!("{} {}", found[*place]["due"], found[*place]["status"])).collect();
            faults.push(format!("{rule}: due {}, got {got:?}", want["due"]));
            continue;
        };
        used.extend(hits);
        if let Some(opens) = want.get("opens")
            && !same_time(text(want, "opens"), hit.get("opens"))
        {
            faults.push(format!("{rule}: opens {opens}, got {}", hit["opens"]));
        }
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

pub(super) fn text<'a>(row: &'a Json, key: &str) -> &'a str {
    row.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn list<'a>(row: &'a Json, key: &str) -> &'a [Json] {
    row.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn strings(value: Option<&Json>) -> impl Iterator<Item = String> {
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
