//! The binary killed, at every system call and at any moment: what was acknowledged stays, nothing is half there.

use super::calls::{Call, can_trace, inject, trace};
use super::place::{Place, Ran, finish, normalised};
use super::random::Random;
use super::scenario::{Scenario, all};
use super::{choose, long, say};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};
use yjs::domain::case::{Case, Event, FactValue};

/// The cases and the files of a store.
struct State {
    cases: BTreeMap<String, Case>,
    files: BTreeMap<String, Vec<u8>>,
}

impl State {
    fn of(scenario: &Scenario, place: &Place) -> Result<Self, String> {
        let files = place.files().into_iter().map(|(name, bytes)| (normalised_name(&name), normalised(&bytes)));
        let cases = if scenario.damaged { place.readable_cases() } else { place.cases()? };
        Ok(Self { cases, files: files.collect() })
    }
}

fn normalised_name(name: &str) -> String {
    if is_leftover(name) { name.to_owned() } else { String::from_utf8(normalised(name.as_bytes())).unwrap() }
}

fn is_leftover(name: &str) -> bool {
    name.split('/').any(|part| [".new-", ".prepared", ".committed"].iter().any(|start| part.starts_with(start)))
}

#[test]
fn a_kill_at_any_system_call_leaves_each_file_as_it_was_or_as_it_becomes() {
    if !can_trace("kills at each call") {
        return;
    }
    let every = choose(29, 1);
    let (mut kills, mut before_count, mut after_count, mut leftovers) = (0, 0, 0, 0);
    for (offset, scenario) in all().iter().enumerate() {
        let before = State::of(scenario, &scenario.place()).unwrap();
        let whole = scenario.place();
        let (ran, calls) = trace(scenario, &whole, &[]);
        assert_eq!(ran.code, Some(0), "{}: {}", scenario.name, ran.err);
        let after = State::of(scenario, &whole).unwrap();
        assert!(before.cases != after.cases || before.files != after.files, "{}", scenario.name);
        // Before the store is first looked at, one kill is as another.
        let first = if long() { 0 } else { calls.iter().position(|call| call.is_on(&whole)).unwrap_or(0) };
        let wanted =
            |at: usize, call: &Call| at >= first && (at + offset).is_multiple_of(every) && call.name != "execve";
        for (_, call) in calls.iter().enumerate().filter(|(at, call)| wanted(*at, call)) {
            let place = scenario.place();
            let (ran, hit) = inject(scenario, &place, call, "signal=KILL");
            let hit = hit.map(|call| call.line).unwrap_or_default();
            kills += usize::from(ran.code.is_none());
            let state =
                State::of(scenario, &place).unwrap_or_else(|why| panic!("{}: {hit}: unreadable: {why}", scenario.name));
            let is_after = agrees(scenario, &hit, &ran, &state, &before, &after);
            leftovers += state.files.keys().filter(|name| is_leftover(name)).count();
            if is_after {
                after_count += 1
            } else {
                before_count += 1
            }
            next_run_is_sound(scenario, &hit, &place, &state, &after);
        }
    }
    say(&format!(
        "kills at each call: {kills} kills in {} commands; 0 unreadable, 0 acknowledged changes lost; \
         {before_count} as before, {after_count} as after, {leftovers} leftovers, all cleared by the next run",
        all().len()
    ));
    assert!(kills > 100 && before_count > 50 && after_count > 10);
}

/// Whether the state is the one after; panics when it is neither.
fn agrees(scenario: &Scenario, hit: &str, ran: &Ran, state: &State, before: &State, after: &State) -> bool {
    let what = format!("{}, killed at {hit}", scenario.name);
    let all_after = || after.files.iter().all(|(name, bytes)| state.files.get(name) == Some(bytes));
    let is_after = state.cases == after.cases && (before.cases != after.cases || all_after());
    assert!(is_after || state.cases == before.cases, "{what}: neither before nor after");
    assert!(is_after || (ran.code != Some(0) && ran.out.is_empty()), "{what}: acknowledged, and lost");
    for (name, bytes) in &state.files {
        let whole = before.files.get(name) == Some(bytes) || after.files.get(name) == Some(bytes);
        // A file that there was not may have been made and not yet written to.
        let made = bytes.is_empty() && !before.files.contains_key(name) && after.files.contains_key(name);
        let cut = name == "cases.jsonl" && is_between(bytes, before, after);
        assert!(whole || made || cut || is_leftover(name), "{what}: {name} is neither as before nor as after");
    }
    for name in before.files.keys() {
        assert!(state.files.contains_key(name) || !after.files.contains_key(name), "{what}: {name} is gone");
    }
    is_after
}

/// A command that does two things one after the other leaves the file, between them, with the first of them done: a torn
/// end cut off and no line added, an older format brought up to date and no line added, a line added and not compacted.
fn is_between(bytes: &[u8], before: &State, after: &State) -> bool {
    let starts = |whole: &[u8], start: &[u8]| whole.starts_with(start);
    let file = |state: &State| state.files.get("cases.jsonl").cloned().unwrap_or_default();
    bytes.ends_with(b"\n") && (starts(&file(after), bytes) || starts(bytes, &file(before)))
}

/// The next command works, clears up, and finds the store sound.
fn next_run_is_sound(scenario: &Scenario, hit: &str, place: &Place, state: &State, after: &State) {
    let what = format!("{}, after a kill at {hit}", scenario.name);
    let mut expected = &state.cases;
    if scenario.damaged || scenario.elsewhere {
        // What was to be mended refuses other changes until it is.
        let ran = scenario.run(place, &[]);
        assert_eq!(ran.code, Some(0), "{what}: {}", ran.err);
        expected = &after.cases;
    }
    let ran = place.run(&["case", "add", "NEXT", "-p", "camden"]);
    assert_eq!(ran.code, Some(0), "{what}: {}", ran.err);
    let left: Vec<String> = place.files().into_keys().filter(|name| is_leftover(name)).collect();
    assert_eq!(left, [""; 0], "{what}");
    let mut cases = place.cases().unwrap();
    assert!(cases.remove("NEXT").is_some(), "{what}");
    assert!(cases == *expected, "{what}: the next run changed other cases");
    let verification = place.verify();
    assert!(verification.ok, "{what}: {verification:?}");
}

/// What a random command does, to the store and to what the test expects of it.
struct Step {
    args: Vec<String>,
    input: Option<String>,
    expected: Vec<Case>,
}

fn step(random: &mut Random, number: usize, cases: &BTreeMap<String, Case>) -> Step {
    let words = |line: String| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let percent = u32::try_from(number % 101).unwrap();
    let with = |case: &Case| {
        let mut case = case.clone();
        case.facts.set("attendance_percent", Some(FactValue::Number(percent.into())));
        case
    };
    let new = |reference: String| Case { reference, protocol: Some("camden".into()), ..Case::default() };
    let held = cases.values().nth(random.below(cases.len().max(1)));
    match (random.below(4), held) {
        (1, Some(held)) => Step {
            args: words(format!("case set {} --fact attendance_percent={percent}", held.reference)),
            input: None,
            expected: vec![with(held)],
        },
        (2, Some(held)) => {
            let mut case = held.clone();
            case.events.push(Event {
                kind: "joint_supervision_held".into(),
                on: Some("2026-03-09".into()),
                by: Some(format!("k{number}")),
                ..Event::default()
            });
            let line = format!("case log {} joint_supervision_held --on 2026-03-09 --by k{number}", held.reference);
            Step { args: words(line), input: None, expected: vec![case] }
        }
        (3, Some(held)) => {
            let expected = vec![with(held), with(&new(format!("K-{number}a"))), with(&new(format!("K-{number}b")))];
            let lines = expected.iter().map(|case| serde_json::to_string(case).unwrap() + "\n");
            Step { args: words("store import - --replace".into()), input: Some(lines.collect()), expected }
        }
        _ => {
            let case = with(&new(format!("K-{number}")));
            let line = format!("case add {} -p camden --fact attendance_percent={percent}", case.reference);
            Step { args: words(line), input: None, expected: vec![case] }
        }
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let place = Place::new();
    let mut random = Random::new(4);
    let started = Instant::now();
    for number in 0..5 {
        place.must(&["case", "add", &format!("T-{number}"), "-p", "camden"]);
    }
    let usual = started.elapsed() / 5;
    let mut cases = place.cases().unwrap();
    let wanted = choose(60, 1000);
    let (mut kills, mut acknowledged, mut kept, mut number) = (0, 0, 0, 0);
    while kills < wanted {
        number += 1;
        let step = step(&mut random, number, &cases);
        let mut next = cases.clone();
        next.extend(step.expected.iter().map(|case| (case.reference.clone(), case.clone())));
        let moment = usual.mul_f64(f64::from(u32::try_from(random.below(1300)).unwrap()) / 1000.0);
        let ran = killed(&place, &step, moment);
        let held = place.cases().unwrap_or_else(|why| panic!("kill {kills}: unreadable: {why}"));
        let saved = held == next;
        assert!(saved || held == cases, "kill {kills} of {:?}: neither before nor after", step.args);
        match ran.code {
            None => {
                kills += 1;
                kept += usize::from(saved);
                assert!(saved || ran.out.is_empty(), "kill {kills} of {:?}: printed, and lost", step.args);
            }
            Some(0) => acknowledged += 1,
            Some(_) => panic!("{:?}: {}", step.args, ran.err),
        }
        assert!(saved || ran.code.is_none(), "{:?}: acknowledged, and lost", step.args);
        let mut findings = place.verify().findings;
        findings.retain(|finding| finding.check != yjs::store::Check::TornTail);
        assert_eq!(findings, [], "kill {kills} of {:?}", step.args);
        cases = held;
    }
    place.must(&["case", "add", "LAST", "-p", "camden"]);
    place.must(&["store", "verify"]);
    let left: Vec<String> = place.files().into_keys().filter(|name| is_leftover(name)).collect();
    assert_eq!(left, [""; 0]);
    say(&format!(
        "kills at random moments: {kills} kills in {number} commands; {kept} of the killed had saved already, \
         {acknowledged} commands were acknowledged; 0 unreadable, 0 acknowledged changes lost"
    ));
}

fn killed(place: &Place, step: &Step, moment: Duration) -> Ran {
    if let Some(input) = &step.input {
        // The input is a file here, so that the time until it is given does not count.
        std::fs::write(place.beside("input"), input).unwrap();
    }
    let mut command = place.command(&step.args);
    if step.input.is_some() {
        command.stdin(Stdio::from(std::fs::File::open(place.beside("input")).unwrap()));
    }
    let mut child = command.spawn().unwrap();
    std::thread::sleep(moment);
    child.kill().unwrap();
    child.wait_with_output().unwrap().into()
}

#[test]
fn a_killed_writers_lock_does_not_block() {
    let place = Place::stocked();
    let lock = std::fs::File::open(place.file(".lock")).unwrap();
    lock.lock().unwrap();
    let mut waiting = place.command(&["case", "set", "YJ-2", "--fact", "attendance_percent=5"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(60));
    waiting.kill().unwrap();
    waiting.wait().unwrap();
    drop(lock);
    let ran = finish(place.command(&["case", "set", "YJ-2", "--fact", "attendance_percent=6"]), None);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}
