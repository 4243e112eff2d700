//! The schemas describe the data that is built in and the cases that the program reads, and refuse slips.
#![allow(clippy::disallowed_methods, reason = "a test reads the files it is about")]

use serde_json::{Value, json};
use yjs::protocol::{embedded, schema};

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn validator(name: &str) -> jsonschema::Validator {
    let schema = read(&schema::bundled(name).expect("there is such a schema"));
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{name} is no schema: {error}"));
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name} stands by itself: {error}"))
}

fn assert_valid(name: &str, value: &Value, what: &str) {
    let validator = validator(name);
    let faults: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).take(5).collect();
    assert!(faults.is_empty(), "{what} does not match {name}:\n{}", faults.join("\n"));
}

#[test]
fn every_built_in_file_matches_its_schema() {
    assert_valid("vocabulary", &read(embedded::VOCABULARY), "the common vocabulary");
    for id in embedded::ids() {
        assert_valid("tests", &read(embedded::trials(id).expect("it has tests")), &format!("{id}/tests.json"));
        let source = embedded::source(id).expect("it is built in");
        for (file, text) in &source.files {
            assert_valid(file.trim_end_matches(".json"), &read(text), &format!("{id}/{file}"));
        }
    }
}

#[test]
fn every_built_in_format_matches_its_schema_and_is_built_in() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let built_in = std::fs::read_to_string(root.join("src/input/format/library.rs")).expect("it is text");
    let mut count = 0;
    for entry in std::fs::read_dir(root.join("data/formats")).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let text = std::fs::read_to_string(&path).expect("it is text");
        assert_valid("format", &read(&text), &path.display().to_string());
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(built_in.contains(&format!("\"{name}\"")), "{name} is built in");
        count += 1;
    }
    assert!(count > 10, "{count} formats");
    for slip in [json!({"id": "x"}), json!({"id": "x", "title": "X", "tabels": []}), json!({"id": "X!", "title": "X"})]
    {
        assert!(!validator("format").is_valid(&slip), "{slip}");
    }
}

#[test]
fn every_file_of_a_new_protocol_and_of_the_third_one_matches_its_schema() {
    for (file, text) in yjs::protocol::template::files("east_moor") {
        if let Some(name) = file.strip_suffix(".json").filter(|name| !name.contains('/')) {
            assert_valid(name, &read(&text), &file);
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/valid/northmere");
    for folder in [root.clone(), root.join("editions/2024")] {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&path).expect("it is text");
                assert_valid(&name, &read(&text), &path.display().to_string());
                assert!(text.contains("data/schema/"), "{} names its schema", path.display());
            }
        }
    }
}

#[test]
fn a_case_of_every_form_matches() {
    let case = json!({
        "ref": "YJ-0042", "protocol": "camden", "born": "2010-09-14", "initials": "AB", "worker": "jm",
        "facts": {"known_to_social_care": "open", "cse": true, "attendance_percent": 84},
        "events": [
            {"kind": "opened_to_yjs", "on": "2026-03-02"},
            {"kind": "referred_by_telephone", "at": "2026-03-03T16:30:00+00:00", "to": "mash", "by": "jm", "note": "x"}
        ]
    });
    assert_valid("case", &case, "the whole case");
    assert_valid("case", &json!({"ref": "A"}), "the least case");
}

#[test]
fn slips_are_refused() {
    let rule = |extra: Value| {
        let mut rule = json!({"id": "a-1", "clause": "1", "title": "T", "text": "T.", "who": "W", "do": "D.",
            "when": {"fact": "cse", "is": true}, "urgency": "prompt", "to": ["mash"]});
        rule.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        json!({"rules": [rule]})
    };
    let routes = validator("routes");
    assert!(routes.is_valid(&rule(json!({}))));
    for slip in [
        json!({"urgency": "soon"}),
        json!({"by": ["phone"]}),
        json!({"to": []}),
        json!({"titel": "T"}),
        json!({"when": {"fact": "cse", "equals": true}}),
        json!({"when": {"all": []}}),
        json!({"title": "x".repeat(65)}),
    ] {
        assert!(!routes.is_valid(&rule(slip.clone())), "{slip} should be refused");
    }
    let tests = validator("tests");
    let trial = |expect: Value| json!({"cases": [{"id": "a", "facts": {"cse": true}, "expect": expect}]});
    assert!(tests.is_valid(&trial(json!({"a-1": "yes", "level": 2, "silent": ["nrm"]}))));
    for slip in [json!({}), json!({"a-1": "perhaps"}), json!({"a-1": {"due": "2026-03-02"}}), json!({"a-1": true})] {
        assert!(!tests.is_valid(&trial(slip.clone())), "{slip} should be refused");
    }
    assert!(
        tests.is_valid(&trial(
            json!({"level": null, "a-1": {"applies": "yes", "opens": "2026-03-02", "status": "due"}})
        ))
    );
    let cases = validator("case");
    for slip in [
        json!({"ref": "a/b"}),
        json!({"ref": "A", "name": "x"}),
        json!({"ref": "A", "events": [{"kind": "located"}]}),
        json!({"ref": "A", "events": [{"kind": "located", "on": "2026-03-02", "at": "2026-03-02T10:00"}]}),
    ] {
        assert!(!cases.is_valid(&slip), "{slip} should be refused");
    }
}

#[test]
fn what_shows_a_rule_as_done_and_what_dates_it_is_described() {
    let whole = |name: &str, extra: Value| {
        let mut rule = json!({"id": "a-1", "clause": "1", "title": "T", "text": "T.", "who": "W", "do": "D.",
            "when": {"fact": "cse", "is": true}});
        let own = match name {
            "routes" | "escalations" => json!({"urgency": "prompt", "to": ["mash"]}),
            "clocks" => json!({"starts": {"event": ["x"]}, "within": "0d"}),
            _ => json!({}),
        };
        for part in [own, extra] {
            rule.as_object_mut().expect("an object").extend(part.as_object().expect("an object").clone());
        }
        json!({"rules": [rule]})
    };
    let holds = json!({"fact": "cse", "is": true});
    for name in ["routes", "duties", "escalations"] {
        let validator = validator(name);
        for good in [
            json!({"done_by": ["x", {"event": "x", "to": ["mash", null]}, holds]}),
            json!({"subject": holds, "stays": true, "outlives_closing": true, "not_shared_with": ["a-2"]}),
            json!({"since": "loss"}),
            json!({"attach": [{"id": "e_caf", "unless": holds}, {"id": "x", "when": {"level": 2, "so_far": true}}]}),
        ] {
            assert!(validator.is_valid(&whole(name, good.clone())), "{name}: {good}");
        }
        for slip in [
            json!({"done_by": "x"}),
            json!({"done_by": [{"event": "x", "to": []}]}),
            json!({"subject": "cse"}),
            json!({"since": "lost"}),
            json!({"attach": [{"id": "e_caf"}]}),
            json!({"counts_to": ["mash"]}),
            json!({"when": {"level": 2, "so_far": false}}),
        ] {
            assert!(!validator.is_valid(&whole(name, slip.clone())), "{name}: {slip} should be refused");
        }
    }
    let clocks = validator("clocks");
    assert!(
        clocks.is_valid(&whole("clocks", json!({"no_limit": "until_first", "counts_to": [null], "since": "loss"})))
    );
    for slip in [json!({"no_limit": "never"}), json!({"done_by": ["x"]}), json!({"since": {"missing_days": 3}})] {
        assert!(!clocks.is_valid(&whole("clocks", slip.clone())), "clocks: {slip} should be refused");
    }
}

#[test]
fn a_printed_schema_needs_no_other_file() {
    for (name, title) in schema::all() {
        assert!(!title.is_empty());
        let text = schema::bundled(name).expect("there is such a schema");
        assert!(!text.contains("shared.json"), "{name} refers to another file");
        validator(name);
    }
}
