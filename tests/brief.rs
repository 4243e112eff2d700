//! The answer in brief: short enough for one screen, with nothing in it left out that has to be done.
#![allow(clippy::disallowed_methods, reason = "a test reads its own files")]
#![allow(clippy::print_stdout, reason = "the figures are for whoever runs the test")]

mod support;

use serde_json::Value as Json;
use std::collections::BTreeMap;
use support::{at, case, protocol};
use yjs::protocol::Protocol;
use yjs::render::{Format, Report, Style, render};
use yjs::report::assessment::AssessmentReport;

fn vectors() -> Vec<Json> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let files = std::fs::read_dir(folder).expect("the vectors").map(|file| file.expect("a file").path());
    let mut vectors: Vec<Json> = Vec::new();
    for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "json")) {
        let list: Vec<Json> = serde_json::from_str(&std::fs::read_to_string(file).expect("text")).expect("a list");
        vectors.extend(list.into_iter().filter(|one| one.get("type").is_none()));
    }
    vectors
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn drawn(report: &AssessmentReport, width: usize) -> String {
    render(report, Format::Table, &Style { width, ..Style::default() }).expect("text")
}

/// What must be found in a text, whatever its width.
fn wanted(report: &AssessmentReport) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    let routes = report.routes.iter().filter(|row| row.rule.certain() && row.done.is_none());
    for row in routes {
        wanted.extend(row.attach_names.iter().chain(&row.to_names).cloned());
        let reached = row.contact.iter().filter(|contact| !matches!(contact.kind, "address" | "fax" | "not_printed"));
        wanted.extend(reached.map(|contact| contact.value.clone()));
    }
    for row in report.escalations.iter().filter(|row| row.rule.certain() && row.done.is_none() && !row.is_old) {
        wanted.extend(row.attach_names.iter().chain(&row.tell_names).cloned());
    }
    for row in report.duties.iter().filter(|row| row.rule.certain() && row.done.is_none()) {
        if !row.attach.is_empty() || !row.contact.is_empty() {
            wanted.push(row.action.clone());
        }
    }
    wanted.extend(report.consent.iter().filter(|row| row.rule.certain()).map(|row| row.why.clone()));
    let unread = report.silent.iter().filter(|row| row.fact.is_some() && !row.first).count();
    wanted.extend(
        report
            .silent
            .iter()
            .filter(|row| !row.is_repeated && (row.fact.is_none() || row.first || unread == 1))
            .map(|row| row.text.clone()),
    );
    wanted.extend(report.level.other_readings.iter().map(|reading| reading.reading.clone()));
    wanted.extend(report.questions.first().map(|(_, question)| question.clone()));
    wanted.iter().map(|text| flat(text)).collect()
}

/// What must stand within the first 12 lines: the level, and the first thing to do.
fn first_screen(report: &AssessmentReport, brief: &str) -> Result<(), String> {
    let first: String = brief.lines().take(12).collect::<Vec<_>>().join(" ");
    let first = flat(&first);
    if !first.contains("Level") {
        return Err("no level".into());
    }
    let to_do = |rank: u8, certain: bool, done: bool| certain && !done && rank <= 2;
    let routes = report.routes.iter().map(|row| (to_do(row.rank, row.rule.certain(), row.done.is_some()), &row.action));
    let told =
        report.escalations.iter().map(|row| (to_do(row.rank, row.rule.certain(), row.done_row.is_some()), &row.action));
    let urgent: Vec<&String> = told.chain(routes).filter(|(wanted, _)| *wanted).map(|(_, action)| action).collect();
    let shown = |action: &&String| first.contains(&flat(action).chars().take(30).collect::<String>());
    if !urgent.is_empty() && !urgent.iter().any(shown) {
        return Err(format!("none of {urgent:?}"));
    }
    Ok(())
}

#[test]
fn it_fits_a_screen_and_hides_nothing_that_has_to_be_done() {
    let protocols: BTreeMap<&str, Protocol> = ["camden", "tower_hamlets"].map(|id| (id, protocol(id))).into();
    let mut sizes: Vec<usize> = Vec::new();
    for vector in vectors() {
        let known = case(&vector["case"]);
        let protocol = &protocols[known.protocol.as_deref().expect("a protocol")];
        let now = at(vector["now"].as_str().expect("a time"));
        let mut report = AssessmentReport::of_case(protocol, &known, now).expect("an answer");
        let brief = drawn(&report, 80);
        // Wide enough for no date and no title to be broken between two cells of a table.
        let wide = flat(&drawn(&report, 1000));
        let title = &vector["title"];
        for text in wanted(&report) {
            assert!(wide.contains(&text), "{title}: `{text}` is not in\n{brief}");
        }
        let running = report.deadlines.iter().filter(|row| row.rule.certain() && row.status.live());
        for row in running {
            let due = row.due.map(yjs::report::due::short).unwrap_or_default();
            assert!(wide.contains(&due) && wide.contains(&flat(&row.rule.title)), "{title}: {due} is not in\n{brief}");
        }
        if let Err(lacks) = first_screen(&report, &brief) {
            panic!("{title}: the first 12 lines have {lacks}\n{brief}");
        }
        sizes.push(brief.lines().count());
        report.verbose = true;
        let whole = flat(&drawn(&report, 1000));
        for row in report.duties.iter().filter(|row| row.rule.certain() && row.done.is_none()) {
            assert!(whole.contains(&flat(&row.action)), "{title}: the whole working has every duty");
        }
        for (_, question) in &report.questions {
            assert!(whole.contains(&flat(question)), "{title}: the whole working has every question");
        }
    }
    sizes.sort_unstable();
    let at_most = |share: usize| sizes[(sizes.len() - 1) * share / 100];
    let figures = (at_most(50), at_most(75), at_most(95), at_most(100));
    println!(
        "{} answers at 80 columns: half within {} lines, 75% {}, 95% {}, the longest {}",
        sizes.len(),
        figures.0,
        figures.1,
        figures.2,
        figures.3
    );
    assert!(figures.0 <= 24 && figures.2 <= 40, "{figures:?}");
}

#[test]
fn what_goes_to_one_team_with_the_same_forms_is_one_step_and_says_the_number_once() {
    let camden = protocol("camden");
    let known = case(&serde_json::json!({
        "ref": "YJ-1", "protocol": "camden",
        "facts": {"child_protection": true, "urgent": true, "referrer": "yjs", "out_of_hours": false}
    }));
    let report = AssessmentReport::of_case(&camden, &known, at("2026-06-10T10:00:00+01:00")).expect("an answer");
    let page = report.page();
    let text = flat(&drawn(&report, 100));
    assert!(!page.blocks.is_empty());
    assert_eq!(text.matches("lines").count(), 1, "what to know of the number is said once: {text}");
    let telephone = text.find("Telephone MASH now, or the Emergency Duty Team").expect("the first step");
    let clauses = text.find("[6.2, App 1]").expect("both clauses of the one step");
    let number = text.find("020 7974 3317").expect("the number");
    assert!(telephone < clauses && clauses < number, "{text}");
}

/// Where nothing says whether consent is needed, a refusal must not read as an end to what has to be done.
#[test]
fn a_recorded_refusal_is_said_and_ends_nothing() {
    let protocol = protocol("camden");
    let text = |consent: Option<&str>| {
        let mut given =
            serde_json::json!({"child_protection": true, "known_to_social_care": "closed", "referrer": "yjs"});
        if let Some(consent) = consent {
            given["consent"] = consent.into();
        }
        let case = case(&serde_json::json!({"ref": "", "facts": given}));
        flat(&drawn(
            &AssessmentReport::of_case(&protocol, &case, at("2026-06-10T10:00:00+01:00")).expect("an answer"),
            80,
        ))
    };
    let refused = text(Some("refused"));
    assert!(refused.contains("Consent: recorded as refused. The steps above stand"), "{refused}");
    assert!(refused.contains("[6.2, App 1]") && refused.contains("MASH"), "{refused}");
    assert!(!text(None).contains("recorded as"));
}
