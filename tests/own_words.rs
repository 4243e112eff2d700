//! Own words: what a duty worker types reaches the right thing first, through the real binary. Each line of the tables is
//! one wording; a misspelt one is never taken for another.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program, and writes its files"
)]

use serde_json::Value as Json;
use std::process::{Command, Output};

/// Runs the real binary with a pinned clock, and no settings.
fn yjs(words: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command.args(words).env("YJS_NOW", "2026-11-27T10:00:00+00:00").env("YJS_CONFIG", folder.path());
    command.env_remove("YJS_PROTOCOL").env_remove("YJS_PROTOCOLS").env("NO_COLOR", "1").env("COLUMNS", "80");
    command.output().expect("it runs")
}

fn json(words: &[&str]) -> Json {
    let output = yjs(&[words, &["--format", "json"]].concat());
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{words:?}: {error}"))
}

/// The first thing that an answer is about.
fn first(words: &[&str]) -> Option<String> {
    let output = yjs(&[words, &["--format", "json"]].concat());
    if !output.status.success() {
        return None;
    }
    let answer: Json = serde_json::from_slice(&output.stdout).ok()?;
    let id = match words[0] {
        "route" => &answer["asked"][0]["id"],
        "find" => &answer["hits"][0]["id"],
        "contacts" => &answer["protocols"][0]["teams"][0]["id"],
        "explain" => {
            let entry = &answer["entries"][0];
            [&entry["id"], &entry["rule"], &entry["clause"], &entry["team"]["id"]]
                .into_iter()
                .find(|id| id.is_string())
                .unwrap_or(&Json::Null)
        }
        _ => &answer["protocol"]["id"],
    };
    id.as_str().map(str::to_owned)
}

/// What is typed, and what it must reach first.
const WORDINGS: [(&str, &str); 64] = [
    ("route county lines -p camden", "cce"),
    ("route County-Lines -p camden", "cce"),
    ("route lines county -p th", "cce"),
    ("route drug dealing -p camden", "cce"),
    ("route selling drugs -p th", "cce"),
    ("route sexual exploitation -p camden", "cse"),
    ("route runs away -p camden", "goes_missing"),
    ("route the boy ran off -p th", "goes_missing"),
    ("route absconded -p camden", "goes_missing"),
    ("route missing -p th", "goes_missing"),
    ("route knife -p camden", "serious_youth_violence"),
    ("route carrying a knife -p th", "serious_youth_violence"),
    ("route knives -p camden", "serious_youth_violence"),
    ("route stabbing -p camden", "serious_youth_violence"),
    ("route nudes -p camden", "cse"),
    ("route sexting -p th", "cse"),
    ("route self harm -p th", "self_harm"),
    ("route Self-Harming -p th", "self_harm"),
    ("route suicide -p th", "suicidal_thoughts"),
    ("route police cell -p camden", "held_overnight_in_police_station"),
    ("route pace bed -p camden", "held_overnight_in_police_station"),
    ("route hsb -p camden", "harmful_sexual_behaviour"),
    ("route HSB -p th", "harmful_sexual_behaviour"),
    ("route lado -p camden", "allegation_harmed_child"),
    ("route allegation against staff -p th", "allegation_harmed_child"),
    ("route Prevent -p camden", "radicalisation"),
    ("route radicalised -p th", "radicalisation"),
    ("route slavery -p camden", "modern_slavery"),
    ("route trafficking -p th", "modern_slavery"),
    ("route homeless -p camden", "at_risk_of_homelessness"),
    ("route kicked out -p camden", "needs_accommodation"),
    ("route early help -p th", "early_help_hub"),
    ("route early help -p camden", "youth_early_help"),
    ("route gang -p camden", "gang_involvement"),
    ("route gangs -p th", "gang_involvement"),
    ("route domestic violence -p th", "domestic_abuse"),
    ("route CAMHS -p th", "mental_health_concern"),
    ("route appropriate adult -p camden", "appropriate_adult_needed"),
    ("route remand -p camden", "remand_likely"),
    ("route neglected -p th", "neglect_concern"),
    ("route siblings -p camden", "sibling_safety_concern"),
    ("route fgm -p camden", "fgm_risk"),
    ("route mash -p camden", "mash"),
    ("route e-CAF -p camden", "e_caf"),
    ("route goes missing -p camden", "goes_missing"),
    ("find county lines", "cce"),
    ("find ran away", "goes_missing"),
    ("find strategy meetings", "strategy_meeting"),
    ("find self-harm", "self_harm"),
    ("find front door", "mash"),
    ("find pace bed", "held_overnight_in_police_station"),
    ("explain county lines", "cce"),
    ("explain 6.2", "6.2"),
    ("explain App 1", "App 1"),
    ("explain Strategy Meeting", "strategy_meeting_held"),
    ("explain MASH", "mash"),
    ("explain hsb", "harmful_sexual_behaviour"),
    ("contacts front door", "mash"),
    ("contacts Front-Door -p th", "mast"),
    ("contacts out of hours", "edt"),
    ("contacts social services -p camden", "social_care"),
    ("contacts camhs", "camhs_duty"),
    ("contacts lado -p th", "lado"),
    ("contacts youth offending team -p camden", "yjs"),
];

#[test]
fn wordings_reach_the_right_thing_first() {
    let missed: Vec<String> = WORDINGS
        .iter()
        .filter_map(|(typed, wanted)| {
            let words: Vec<&str> = typed.split(' ').collect();
            let reached = first(&words);
            (reached.as_deref() != Some(*wanted)).then(|| format!("{typed}: {reached:?}, not {wanted}"))
        })
        .collect();
    assert!(missed.is_empty(), "{} of {} missed:\n{}", missed.len(), WORDINGS.len(), missed.join("\n"));
}

#[test]
fn several_concerns_are_asked_for_at_once() {
    let answer = json(&["route", "county", "lines", "knife", "-p", "camden"]);
    assert_eq!(answer["concerns"], serde_json::json!(["cce", "serious_youth_violence"]));
    let both = json(&["route", "nudes", "-p", "camden"]);
    assert_eq!(both["concerns"], serde_json::json!(["cse", "harmful_sexual_behaviour"]));
    let text = String::from_utf8(yjs(&["route", "nudes", "-p", "camden"]).stdout).expect("text");
    assert!(text.contains("can mean Child sexual exploitation or Harmful sexual behaviour"), "{text}");
}

#[test]
fn a_misspelt_word_is_never_taken_for_another() {
    for (typed, named, never) in [
        ("route hbs -p camden", "harmful_sexual_behaviour", "`cse`"),
        ("route cxe -p camden", "`cce`", "`goes_missing`"),
        ("route conty lines -p camden", "`cce`", "`cse`"),
        ("route abscnded -p th", "`goes_missing`", "`cse`"),
        ("route zzzz -p camden", "try another word", "did you mean"),
        ("route county lines zzzz -p camden", "try another word", "did you mean"),
        ("route cse -p camdn", "camden", "tower_hamlets`?"),
        ("route cse -p camden --fact slef_harm", "self_harm", "`cse`"),
    ] {
        let words: Vec<&str> = typed.split(' ').collect();
        let output = yjs(&words);
        let said = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
        assert_eq!(output.status.code(), Some(2), "{typed}: {said}");
        assert!(output.stdout.is_empty() && said.contains(named) && !said.contains(never), "{typed}: {said}");
    }
    // Both that are equally near are named, as nobody can say which was meant.
    let said = String::from_utf8(yjs(&["route", "cxe", "-p", "camden"]).stderr).expect("text");
    assert!(said.contains("`cse`") && said.contains("`cce`"), "{said}");
}

#[test]
fn find_looks_for_the_nearest_word_and_says_so() {
    let answer = json(&["find", "stratgy", "meeting"]);
    assert_eq!(answer["instead"], "strategy meeting");
    assert_eq!(answer["hits"][0]["id"], "strategy_meeting");
    let text = String::from_utf8(yjs(&["find", "stratgy", "meeting"]).stdout).expect("text");
    assert!(text.contains("Nothing has \u{2018}stratgy meeting\u{2019}"), "{text}");
}

#[test]
fn what_no_protocol_has_is_said_with_the_nearest() {
    for words in [["route", "interpreter"], ["explain", "interpreters"], ["contacts", "sign language"]] {
        let output = yjs(&[&words[..], &["-p", "camden"]].concat());
        let said = String::from_utf8_lossy(&output.stdout).replace('\n', " ");
        assert!(output.status.success() && said.contains("no rule about this"), "{words:?}: {said}");
        assert!(said.contains("appropriate_adult_needed"), "{words:?}: {said}");
    }
}

#[test]
fn a_protocol_is_called_as_people_call_it() {
    for name in ["Tower Hamlets", "th", "TH", "tower-hamlets", "towerhamlets", "hamlets tower", "tower_hamlets"] {
        assert_eq!(json(&["route", "cse", "-p", name])["protocol"]["id"], "tower_hamlets", "{name}");
    }
    assert_eq!(json(&["route", "cse", "-p", "Camden"])["protocol"]["id"], "camden");
}

#[test]
fn the_set_protocol_is_looked_in_first_and_the_others_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let ids = |typed: &[&str], set: &str| -> Vec<String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
        command.args(typed).args(["--format", "json"]).env("YJS_CONFIG", folder.path()).env("YJS_PROTOCOL", set);
        let output = command.env("YJS_NOW", "2026-11-27T10:00:00+00:00").output().expect("it runs");
        let answer: Json = serde_json::from_slice(&output.stdout).expect("JSON");
        let held = answer["protocols"].as_array().expect("a list");
        held.iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(ids(&["contacts", "lado"], "tower_hamlets"), ["tower_hamlets", "camden"]);
    assert_eq!(ids(&["contacts", "lado"], "camden"), ["camden", "tower_hamlets"]);
    assert_eq!(ids(&["contacts", "lado", "-p", "camden"], "tower_hamlets"), ["camden"]);
}

#[test]
fn a_fact_may_be_given_in_words() {
    let answer = json(&["threshold", "-p", "camden", "--fact", "County lines"]);
    assert_eq!(answer["level"]["level"], 4, "{answer}");
}

#[test]
fn a_protocol_that_is_half_written_stops_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("protocols/hackney");
    std::fs::create_dir_all(&broken).expect("a folder");
    std::fs::write(broken.join("protocol.json"), "{\"id\": \"hackney\", \"name\": ").expect("a file");
    for typed in ["find county lines", "contacts lado", "explain 6.2", "protocol list"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
        command.args(typed.split(' ')).env("YJS_CONFIG", folder.path()).env_remove("YJS_PROTOCOL");
        let output = command.env("YJS_NOW", "2026-11-27T10:00:00+00:00").output().expect("it runs");
        let (said, warned) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{typed}: {warned}");
        assert!(said.to_lowercase().contains("camden"), "{typed}: {said}");
        assert!(warned.contains("warning") && warned.contains("hackney"), "{typed}: {warned}");
    }
    // Asked for by name, it is an error.
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command.args(["find", "lado", "-p", "hackney"]).env("YJS_CONFIG", folder.path());
    assert_eq!(command.output().expect("it runs").status.code(), Some(2));
}

/// Events, teams and choices are called what people call them; a misspelt word changes nothing.
#[test]
fn a_record_is_made_in_own_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
        command.args(words).env("YJS_NOW", "2026-11-27T10:00:00+00:00").env("YJS_CONFIG", folder.path());
        command.env("YJS_STORE", folder.path().join("store")).env("YJS_WORKER", "jm").env("YJS_CLOCK", "now");
        command.env_remove("YJS_PROTOCOL").env("NO_COLOR", "1").env("COLUMNS", "200");
        command.output().expect("it runs")
    };
    let told = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let added = run(&["case", "add", "YJ-1", "-p", "th", "--fact", "Sleeping rough=no", "--fact", "county lines"]);
    assert!(added.status.success(), "{}", told(&added));
    for words in [
        ["case", "log", "YJ-1", "went missing", "--at", "yesterday 9pm", "--by", "jm"],
        ["case", "log", "YJ-1", "Strategy meeting held", "--at", "9am", "--to", "exploitation service"],
    ] {
        let logged = run(&words);
        assert!(logged.status.success(), "{words:?}: {}", told(&logged));
    }
    let stored = run(&["case", "show", "YJ-1", "--format", "json"]);
    let stored: Json = serde_json::from_slice(&stored.stdout).expect("JSON");
    let events: Vec<_> =
        stored["case"]["events"].as_array().expect("events").iter().map(|event| &event["kind"]).collect();
    assert_eq!(events, ["went_missing", "strategy_meeting_held"]);
    assert_eq!(stored["case"]["events"][1]["to"], "exploitation_team");
    assert_eq!(stored["case"]["facts"]["cce"], true);
    let wrong = run(&["case", "log", "YJ-1", "went mising", "--at", "9am"]);
    assert!(wrong.status.code() == Some(2) && told(&wrong).contains("`went_missing`"), "{}", told(&wrong));
    let wrong = run(&["case", "log", "YJ-1", "located", "--at", "9am", "--to", "explotation service"]);
    assert!(wrong.status.code() == Some(2) && told(&wrong).contains("--to"), "{}", told(&wrong));
}
