//! Everything that can be looked up: each name is explained in each format, each rule is found by its own title, and the
//! protocol shown whole keeps its contract.

use serde_json::Value;
use std::collections::BTreeSet;
use yjs::protocol::load::load;
use yjs::protocol::search::Index;
use yjs::protocol::{Protocol, embedded};
use yjs::render::{Format, Style, render};
use yjs::report::explain::ExplainReport;
use yjs::report::protocol::ShowReport;

fn protocols() -> Vec<Protocol> {
    let load = |id| load(embedded::VOCABULARY, &embedded::source(id).expect("it is built in")).expect("it loads");
    embedded::ids().map(load).collect()
}

#[test]
fn every_name_is_explained_and_fits_the_width() {
    let held = protocols();
    let protocols: Vec<&Protocol> = held.iter().collect();
    let style = Style::default();
    for name in ExplainReport::names(&protocols) {
        let report = ExplainReport::find(name, &protocols).unwrap_or_else(|| panic!("`{name}` is not explained"));
        let text = render(&report, Format::Table, &style).expect("it is shown");
        assert!(text.contains(name), "`{name}` is not named in its explanation:\n{text}");
        for line in text.lines() {
            let one_word = !line.trim_start_matches(['\u{2022}', '\u{25e6}', ' ']).contains(' ');
            assert!(one_word || line.chars().count() <= style.width, "`{name}`: {line}");
        }
        for format in [Format::Plain, Format::Md, Format::Json] {
            assert!(!render(&report, format, &style).expect("it is shown").trim().is_empty());
        }
    }
}

#[test]
fn every_rule_is_found_by_its_title_and_by_its_id() {
    let held = protocols();
    for protocol in &held {
        let index = Index::new(&[protocol]);
        for rule in &protocol.rules {
            for asked in [&rule.title, &rule.id] {
                let hits = index.search(asked);
                let place = hits.entries.iter().position(|entry| entry.id == rule.id);
                assert!(place.is_some_and(|place| place < 20), "`{asked}` finds {} at {place:?}", rule.id);
            }
        }
    }
}

#[test]
fn a_covered_row_comes_after_its_rule() {
    let held = protocols();
    for protocol in &held {
        let index = Index::new(&[protocol]);
        for rule in &protocol.rules {
            for row in &rule.covers {
                let hits = index.search(&row.title);
                let place = |id: &str| hits.entries.iter().position(|entry| entry.id == id);
                assert!(place(&row.id).is_some(), "{} is not found by its title", row.id);
                assert!(
                    place(&rule.id).is_none_or(|own| Some(own) < place(&row.id)),
                    "{} stands before {}",
                    row.id,
                    rule.id
                );
            }
        }
    }
}

#[test]
fn links_go_both_ways() {
    let held = protocols();
    let protocols: Vec<&Protocol> = held.iter().collect();
    let entry = |id: &str| -> Value {
        let report = ExplainReport::find(id, &protocols).expect("it is explained");
        serde_json::to_value(&report).expect("it has a form in JSON")["entries"][0].clone()
    };
    let ids = |value: &Value| -> BTreeSet<String> {
        let links = value.as_array().expect("a list");
        links.iter().map(|link| link["rule"].as_str().expect("an id").to_owned()).collect()
    };
    let mut links = 0;
    for rule in held.iter().flat_map(|protocol| &protocol.rules) {
        for other in ids(&entry(&rule.id)["rests_on"]) {
            assert!(ids(&entry(&other)["used_by"]).contains(&rule.id), "{other} does not know {}", rule.id);
            links += 1;
        }
    }
    assert!(links > 20, "only {links} links");
}

#[test]
fn a_protocol_shown_whole_keeps_its_contract() {
    let mut ids = BTreeSet::new();
    for protocol in protocols() {
        let shown = serde_json::to_value(ShowReport::new(&protocol, false)).expect("it has a form in JSON");
        assert_eq!(shown["schema"], "yjs.protocol/1");
        assert_eq!(shown["id"], protocol.id.as_str());
        for rule in shown["rules"].as_array().expect("a list") {
            for key in ["rule", "kind", "clause", "title"] {
                assert!(rule[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {rule}");
            }
            let covers = rule["covers"].as_array().expect("a list");
            for id in std::iter::once(&rule["rule"]).chain(covers) {
                assert!(ids.insert(id.as_str().expect("an id").to_owned()), "{id} is there twice");
            }
        }
        for team in shown["directory"].as_array().expect("a list") {
            assert!(team["id"].is_string() && team["title"].is_string() && team["contacts"].is_array(), "{team}");
        }
    }
    // Every row of the two texts, each once.
    assert_eq!(ids.len(), 571);
}
