//! A third protocol that changes no Rust: it answers in every command, and each way of spoiling it is caught in its place.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program in a folder of its own and reads the example protocols"
)]

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use yjs::protocol::codes::codes;
use yjs::protocol::load::Source;
use yjs::protocol::{embedded, lint};

const ID: &str = "northmere";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules").join(name)
}

fn valid() -> Source {
    let root = folder("valid").join(ID);
    let mut files: Vec<(String, String)> = Vec::new();
    for within in ["", "editions/2024/"] {
        for entry in std::fs::read_dir(root.join(within)).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&path).expect("it is text").replace("\r\n", "\n");
                files.push((format!("{within}{name}"), text));
            }
        }
    }
    files.sort();
    let files = files.into_iter().map(|(name, text)| (name, text.into())).collect();
    Source { name: ID.into(), id: Some(ID.into()), files, ..Source::default() }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invalid {
    fault: String,
    edits: Vec<Edit>,
    caught: Caught,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    replace: Option<String>,
    with: Option<String>,
    write: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Caught {
    code: String,
    severity: String,
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    marks: Option<String>,
    #[serde(default)]
    follows: Vec<String>,
}

fn spoil(source: &mut Source, edit: &Edit) {
    if let Some(text) = &edit.write {
        source.files.retain(|(name, _)| *name != edit.file);
        source.files.push((edit.file.clone(), text.clone().into()));
        return;
    }
    let (replace, with) = (edit.replace.as_deref().expect("what to replace"), edit.with.as_deref().expect("by what"));
    let file = source.files.iter_mut().find(|(name, _)| *name == edit.file).expect("the file is there");
    assert_eq!(file.1.matches(replace).count(), 1, "{replace:?} stands once in {}", edit.file);
    file.1 = file.1.replace(replace, with).into();
}

/// What stands at a line and column.
fn at(text: &str, line: usize, column: usize) -> String {
    let rest: Vec<&str> = text.split('\n').skip(line - 1).collect();
    rest.join("\n").chars().skip(column - 1).collect()
}

#[test]
fn the_valid_protocol_has_no_fault() {
    let (protocol, faults) = lint::check(embedded::VOCABULARY, &valid());
    assert!(faults.is_empty(), "{faults:#?}");
    let protocol = protocol.expect("it loads");
    assert!(protocol.source.contains("Fictional"), "a fictional borough says so");
}

#[test]
fn every_fault_is_caught_with_its_own_code_in_its_own_place() {
    let mut seen = 0;
    let mut used: Vec<String> = Vec::new();
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder("invalid")).expect("the folder").map(|entry| entry.expect("a file").path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("it is text");
        let invalid: Invalid = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(invalid.fault.ends_with('.'), "{name} says what is wrong in a sentence");
        let mut source = valid();
        for edit in &invalid.edits {
            spoil(&mut source, edit);
        }
        let (_, faults) = lint::check(embedded::VOCABULARY, &source);
        let Caught { code, severity, file, line, column, marks, follows } = &invalid.caught;
        let found = faults
            .iter()
            .find(|fault| fault.code == code && (fault.line, fault.column) == (*line, *column) && fault.file == *file)
            .unwrap_or_else(|| panic!("{name}: {code} is not at {file} {line:?} {column:?}: {faults:#?}"));
        assert_eq!(found.severity.word(), severity, "{name}");
        assert!(found.hint.as_ref().is_some_and(|hint| !hint.is_empty()), "{name} says what to do");
        if let (Some(marks), Some(line), Some(column)) = (marks, line, column) {
            let text = source.text(file).expect("the file is there");
            assert!(at(text, *line, *column).starts_with(marks), "{name}: {:?}", at(text, *line, *column));
        }
        let mut others: Vec<&str> = faults.iter().filter(|fault| *fault != found).map(|fault| fault.code).collect();
        others.sort_unstable();
        others.dedup();
        assert_eq!(others, follows.iter().map(String::as_str).collect::<Vec<_>>(), "{name}: {faults:#?}");
        assert!(codes().any(|known| known.code == code), "{name}: `yjs explain {code}` knows it");
        used.push(code.clone());
        seen += 1;
    }
    used.sort();
    used.dedup();
    assert!(seen >= 80, "{seen} faults");
    assert!(used.len() >= 50, "{} codes: {used:?}", used.len());
}

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn yjs(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_yjs"))
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("YJS_CONFIG", self.folder.path().join("config"))
            .env("YJS_STORE", self.folder.path().join("store"))
            .env("YJS_PROTOCOLS", folder("valid"))
            .env("YJS_NOW", "2026-06-10T10:00:00+01:00")
            .env("YJS_CLOCK", "now")
            .env("LOGNAME", "jm")
            .env("COLUMNS", "200")
            .env("NO_COLOR", "1")
            .output()
            .expect("yjs runs")
    }

    fn says(&self, args: &[&str], wanted: &[&str]) {
        let output = self.yjs(args);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{args:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        for word in wanted {
            assert!(text.contains(word), "{args:?} does not say {word:?}:\n{text}");
        }
    }
}

#[test]
fn it_answers_in_every_command() {
    let world = World::new();
    world.says(&["case", "add", "NM-1", "-p", ID, "--born", "2011-01-01", "--fact", "child_protection"], &["NM-1"]);
    world.says(&["case", "log", "NM-1", "referred_by_telephone", "--at", "2026-06-09"], &[]);
    world.says(&["case", "show", "NM-1"], &["Level 3"]);
    world.says(&["case", "list"], &["NM-1", ID]);
    world.says(&["case", "set", "NM-1", "--fact", "nights_away=5"], &[]);
    world.says(&["threshold", "NM-1"], &["Level 3", "Statutory"]);
    world.says(&["triage", "NM-1", "--no-input"], &["Northmere"]);
    world.says(&["next", "NM-1"], &[]);
    world.says(&["route", "child_protection", "-p", ID], &["01632 960100", "4.1"]);
    world.says(&["deadlines"], &["write within two working days", "NM-1"]);
    world.says(&["missing", "report", "NM-1", "--at", "2026-06-10T08:00"], &[]);
    world.says(&["missing", "list"], &["NM-1"]);
    world.says(&["missing", "check", "NM-1"], &["Northmere"]);
    world.says(&["explain", "northmere-5.1-written-2wd"], &["2 working days"]);
    world.says(&["explain", "nights_away"], &["nights"]);
    world.says(&["find", "harbour", "mentor"], &["northmere-3.2-mentor"]);
    world.says(&["contacts", "front_door", "-p", ID], &["01632 960100"]);
    world.says(&["protocol", "list"], &["Northmere", "2024 (from 1 January 2024 until 31 March 2026)", "--protocols"]);
    world.says(&["protocol", "show", ID], &["Read here", "harbour_office", "No next step is printed"]);
    world.says(&["protocol", "show", ID, "--html"], &["<!DOCTYPE html>", "Fictional", "northmere-4.1-front-door"]);
    world.says(&["protocol", "show", ID, "--format", "json"], &["\"yjs.protocol/1\""]);
    world.says(&["protocol", "check", ID, "--strict"], &["Clean"]);
    world.says(&["protocol", "test", ID], &["Passed", "15 of 15", "84 of 84"]);
    world.says(&["protocol", "graph", ID], &["flowchart LR", "Level 3: Statutory", "-->"]);
    world.says(&["protocol", "graph", ID, "--language", "dot"], &["digraph", "rankdir=LR"]);
    world.says(&["store", "verify"], &[]);
    let check = world.yjs(&["check"]);
    assert!(matches!(check.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&check.stderr));
}

#[test]
fn a_clock_runs_by_the_edition_that_was_in_force_when_it_started() {
    let world = World::new();
    // Started under the edition of 2024, which gave five working days; asked under that of 2026, which gives two.
    world.says(&["case", "add", "NM-2", "-p", ID], &[]);
    world.says(&["case", "log", "NM-2", "referred_by_telephone", "--at", "2026-03-30"], &[]);
    let row = |args: &[&str]| {
        let output = world.yjs(args);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        json["deadlines"][0].clone()
    };
    let deadline = row(&["deadlines", "--all", "--format", "json"]);
    assert_eq!((&deadline["due"], &deadline["edition"]), (&"2026-04-08".into(), &"2024".into()), "{deadline:#}");
    world.says(&["deadlines", "--all"], &["by edition \"2024\", in force when it started"]);
    // Two working days from 28 August, though by September the rule says one.
    world.says(&["case", "add", "NM-3", "-p", ID], &[]);
    let at = |args: &[&str], now: &str| world.yjs(&[args, &["--now", now]].concat());
    assert!(at(&["case", "log", "NM-3", "referred_by_telephone", "--at", "2026-08-31"], "2026-09-02").status.success());
    let late = at(&["deadlines", "NM-3", "--all", "--format", "json"], "2026-09-02");
    let late: serde_json::Value = serde_json::from_slice(&late.stdout).expect("JSON");
    let late = &late["deadlines"][0];
    assert_eq!(late["due"], "2026-09-02", "{late:#}");
    assert!(late["edition"].as_str().is_some_and(|edition| edition.contains("until 31 August 2026")), "{late:#}");
}

#[test]
fn without_an_edition_in_force_there_is_no_answer() {
    let world = World::new();
    let none = world.yjs(&["threshold", "-p", ID, "--fact", "child_protection", "--now", "2023-12-31T12:00"]);
    let said = String::from_utf8_lossy(&none.stderr).into_owned();
    assert_eq!(none.status.code(), Some(2), "{said}");
    assert!(said.contains("no edition of northmere is in force") && said.contains("2024"), "{said}");
    // A clock that started before any edition.
    world.says(&["case", "add", "NM-4", "-p", ID], &[]);
    world.says(&["case", "log", "NM-4", "referred_by_telephone", "--at", "2023-06-01"], &["Cannot be answered"]);
    world.says(&["check", "--under", ID], &["now: no answer: not in force when it started"]);
    for command in [["deadlines", "NM-4"].as_slice(), &["check"]] {
        let none = world.yjs(command);
        let said = String::from_utf8_lossy(&[none.stdout, none.stderr].concat()).into_owned();
        assert_eq!(none.status.code(), Some(2), "{said}");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("when no edition of northmere was in force"), "{said}");
        assert!(!said.contains("2 working days"), "the nearest edition is not taken: {said}");
    }
    let answer = world.yjs(&["deadlines", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&answer.stdout).expect("JSON");
    assert_eq!(
        (&json["deadlines"], &json["unanswered"][0]["case"]),
        (&serde_json::json!([]), &"NM-4".into()),
        "{json:#}"
    );
    // What can be answered still is, and the clock is an error.
    world.says(&["case", "set", "NM-4", "--fact", "child_protection"], &[]);
    let now = "2026-06-10T10:00:00+01:00";
    let talk =
        serde_json::json!({"schema": "yjs.conversation/1", "protocol": ID, "now": now, "by": "jm", "answers": []});
    std::fs::write(world.folder.path().join("talk.json"), talk.to_string()).expect("written");
    let replayed = ["triage", "NM-4", "--answers", "talk.json", "--no-input"];
    for command in [["case", "show", "NM-4"].as_slice(), &["triage", "NM-4", "--no-input"], &replayed] {
        let shown = world.yjs(command);
        let (answer, said) = (String::from_utf8_lossy(&shown.stdout), String::from_utf8_lossy(&shown.stderr));
        assert_eq!(shown.status.code(), Some(2), "{answer}{said}");
        assert!(answer.contains("Level 3") && answer.contains("none is taken in its place"), "{answer}");
        assert!(!answer.contains("No deadline runs"), "{answer}");
        assert!(said.starts_with("error: the clock of northmere-5.1-written-2wd"), "{said}");
    }
    world.says(&["case", "list"], &["no answer: no edition then"]);
    // The level rests on no clock, so it is answered.
    world.says(&["threshold", "NM-4"], &["Level 3"]);
    // A clock of the edition in force is no error.
    world.says(&["case", "log", "NM-4", "referred_by_telephone", "--at", "2026-06-09"], &[]);
    world.says(&["case", "show", "NM-4"], &["Thu 11 Jun"]);
}

#[test]
fn an_edition_is_known_by_its_name_too() {
    let world = World::new();
    world.says(
        &["protocol", "diff", "northmere@2024", "northmere@2026"],
        &["was 5 working days", "is now 2 working days", "northmere-3.2-mentor"],
    );
    world.says(&["protocol", "show", "northmere@2024"], &["within five working days"]);
    world.says(&["check", "--under", "northmere@2024"], &[]);
    let none = world.yjs(&["protocol", "diff", "northmere@2025", "northmere"]);
    let said = String::from_utf8_lossy(&none.stderr).into_owned();
    assert_eq!(none.status.code(), Some(2), "{said}");
    assert!(said.contains("neither a date nor an edition") && said.contains("\"2024\", \"2026\""), "{said}");
}

#[test]
fn a_schema_that_is_not_there_is_said_of_a_folder() {
    let world = World::new();
    world.says(&["protocol", "new", "east_moor", "--protocols", "mine"], &["protocol-data.md"]);
    world.says(&["protocol", "check", "mine/east_moor", "--strict"], &["Clean"]);
    let file = world.folder.path().join("mine/east_moor/levels.json");
    let text = std::fs::read_to_string(&file).expect("it is laid out");
    std::fs::write(&file, text.replace("schema/levels.json", "schemas/levels.json")).expect("it can be written");
    let found = world.yjs(&["protocol", "check", "mine/east_moor", "--strict", "--format", "jsonl"]);
    assert_eq!(found.status.code(), Some(2));
    let fault: serde_json::Value = serde_json::from_slice(&found.stdout).expect("one fault");
    let place = (&fault["code"], &fault["file"], &fault["line"], &fault["column"]);
    assert_eq!(place, (&"schema-not-found".into(), &"levels.json".into(), &2.into(), &14.into()), "{fault:#}");
}

#[test]
fn what_changed_is_said_in_words_and_for_which_cases() {
    let world = World::new();
    world.says(
        &["protocol", "diff", "northmere@2026-03-31", "northmere@2026-04-01"],
        &["was 5 working days", "is now 2 working days", "northmere-3.2-mentor"],
    );
    world.says(&["protocol", "diff", ID, "northmere@2026-06-10"], &["Nothing changed."]);
    world.says(&["case", "add", "NM-5", "-p", ID, "--fact", "nights_away=6"], &[]);
    world.says(
        &[
            "case",
            "add",
            "NM-6",
            "-p",
            ID,
            "--fact",
            "nights_away=0",
            "--fact",
            "ferry_crossing_alone=no",
            "--fact",
            "imminent_risk=no",
        ],
        &[],
    );
    world.says(
        &["check", "--under", "northmere@2026-03-31"],
        &["The answer to 1 of 2 cases would change", "NM-5", "Offer a harbour mentor", "then: nothing"],
    );
    world.says(&["check", "--under", ID], &["The answer to none of 2 cases would change."]);
}

#[test]
fn what_says_that_a_child_is_missing_is_compared_too() {
    let world = World::new();
    world.says(&["protocol", "new", "east_moor", "--protocols", "mine"], &["laid out"]);
    world.says(&["protocol", "new", "west_moor", "--protocols", "mine"], &["laid out"]);
    let file = world.folder.path().join("mine/west_moor/vocabulary.json");
    let text = std::fs::read_to_string(&file).expect("it is laid out");
    let own = r#"{"missing": {"lost": "went_missing", "located": "located", "confirmed": "wellbeing_confirmed",
        "said_by": [{"fact": "police_status", "is": "missing"}]},"#;
    std::fs::write(&file, text.replacen('{', own, 1)).expect("it can be written");
    world.says(
        &["protocol", "diff", "east_moor", "west_moor", "--protocols", "mine"],
        &["How a child is known to be missing", "reported_missing_to_police is yes; police_status is missing"],
    );
}

#[test]
fn a_folder_of_ones_own_comes_before_that_of_the_option_and_both_before_what_is_built_in() {
    let world = World::new();
    let own = world.folder.path().join("config/protocols");
    world.says(&["protocol", "new", "east_moor", "--protocols", "mine"], &["east_moor is laid out", "WRITING.md"]);
    let again = world.yjs(&["protocol", "new", "east_moor", "--protocols", "mine"]);
    assert_eq!(again.status.code(), Some(2));
    world.says(&["threshold", "-p", "east_moor", "--protocols", "mine", "--fact", "child_protection"], &["Level 3"]);
    // The same id in the user's own folder wins.
    std::fs::create_dir_all(&own).expect("it can be made");
    std::fs::rename(world.folder.path().join("mine/east_moor"), own.join("east_moor")).expect("it can be moved");
    world.says(&["protocol", "new", "east_moor", "--protocols", "mine"], &["laid out"]);
    world.says(
        &["protocol", "list", "--protocols", "mine"],
        &["your own folder", "hidden by the one above: --protocols"],
    );
    // Whoever named the other folder is told that it is not the one that answers.
    let answer = world.yjs(&["threshold", "-p", "east_moor", "--protocols", "mine", "--fact", "child_protection"]);
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(answer.status.success() && said.starts_with("warning: east_moor is in your own folder"), "{said}");
    assert_eq!(said.matches("warning").count(), 1, "{said}");
    let diff = world.yjs(&["protocol", "diff", "east_moor", "east_moor", "--protocols", "mine"]);
    assert_eq!(String::from_utf8_lossy(&diff.stderr).matches("warning").count(), 1);
    let own_alone = world.yjs(&["threshold", "-p", "east_moor", "--fact", "child_protection"]);
    assert!(own_alone.stderr.is_empty(), "{}", String::from_utf8_lossy(&own_alone.stderr));
    for name in ["camden", "East Moor", "../up", ""] {
        assert_eq!(world.yjs(&["protocol", "new", name]).status.code(), Some(2), "{name}");
    }
}
