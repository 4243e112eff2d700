//! The built-in protocols' own tests: every case comes out as expected, every rule and branch is reached, and changes to
//! the rules are noticed. `cargo test --test protocol_tests -- --nocapture` prints the counts.

#![allow(clippy::print_stdout, reason = "a test prints its counts")]

use std::borrow::Cow;
use yjs::domain::trial::{Bench, Coverage, Mutation};
use yjs::domain::truth::Truth;
use yjs::protocol::load::{Source, load};
use yjs::protocol::trials::{self, Trial};
use yjs::protocol::{Protocol, embedded};

/// Of the changes that can alter an answer, at least so many in a hundred are noticed.
const LEAST_NOTICED: f64 = 95.0;

/// A built-in protocol with its tests, one of its files changed first.
fn changed(id: &str, file: &str, change: impl Fn(&str) -> String) -> (Protocol, Vec<Trial>) {
    let mut source = embedded::source(id).expect("it is built in");
    source.files.push((trials::FILE.into(), Cow::Borrowed(embedded::trials(id).expect("it has tests"))));
    for (name, text) in &mut source.files {
        if name == file {
            let new = change(text);
            assert_ne!(new, *text, "nothing was changed in {file}");
            *text = Cow::Owned(new);
        }
    }
    read(&source)
}

fn read(source: &Source) -> (Protocol, Vec<Trial>) {
    let protocol = load(embedded::VOCABULARY, source).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let cases = trials::load(&protocol, source).unwrap_or_else(|faults| panic!("{faults:#?}"));
    (protocol, cases.expect("there is a tests.json"))
}

fn built_in(id: &str) -> (Protocol, Bench) {
    let (protocol, cases) = changed(id, "", str::to_owned);
    let bench = Bench::new(&protocol, cases).expect("cases that can be");
    (protocol, bench)
}

#[test]
fn every_case_comes_out_as_expected() {
    for id in embedded::ids() {
        let (protocol, bench) = built_in(id);
        let differences = bench.run(&protocol).expect("dates on the calendar");
        let said: Vec<String> = differences
            .iter()
            .map(|one| format!("{}: {} expected {}, got {}", bench.trial(one.case).id, one.what, one.expected, one.got))
            .collect();
        assert!(said.is_empty(), "{id}:\n{}", said.join("\n"));
    }
}

#[test]
fn every_rule_and_every_branch_is_reached() {
    for id in embedded::ids() {
        let (protocol, bench) = built_in(id);
        let coverage = Coverage::new(&protocol, &bench, None);
        println!(
            "{id}: {} cases; rules {} of {}; branches {} of {}",
            bench.count(),
            coverage.rules_reached,
            coverage.rules,
            coverage.branches_reached,
            coverage.branches
        );
        assert!(coverage.rules > 100 && coverage.branches > 1000, "{id}: {coverage:?}");
        let missed: Vec<&str> = coverage.rules_missed.iter().map(|rule| protocol.rule(*rule).id.as_str()).collect();
        assert!(missed.is_empty(), "{id}: no case shows that these apply: {missed:?}");
        assert!(coverage.branches_missed.is_empty(), "{id}: {:#?}", coverage.branches_missed);
        assert_eq!((coverage.rules_reached, coverage.branches_reached), (coverage.rules, coverage.branches));
    }
}

#[test]
fn changes_to_the_rules_are_noticed() {
    for id in embedded::ids() {
        let (protocol, bench) = built_in(id);
        let mutation = Mutation::new(&protocol, &bench, None);
        println!(
            "{id}: {} of {} changes noticed; {} provably change no answer; {:.1} % of the others",
            mutation.noticed,
            mutation.tried,
            mutation.equivalent.len(),
            mutation.score()
        );
        assert_eq!(mutation.tried, mutation.noticed + mutation.equivalent.len() + mutation.unnoticed.len());
        assert!(mutation.equivalent.iter().all(|change| change.why.is_some()));
        assert!(mutation.equivalent.len() * 20 < mutation.tried, "{id}: too many are said to change nothing");
        assert!(mutation.score() >= LEAST_NOTICED, "{id}: {:#?}", mutation.unnoticed);
    }
}

#[test]
fn a_misprint_in_a_rule_makes_a_case_fail() {
    for (file, from, to, what) in [
        ("clocks.json", "\"within\": \"48h\"", "\"within\": \"48wd\"", "due"),
        ("clocks.json", "\"later_of\"", "\"event\"", "status"),
        ("routes.json", "\"to\": [\"daily_discussion\"]", "\"to\": [\"mash\"]", "to"),
        ("levels.json", "\"at_least\": 2", "\"at_least\": 3", "applies"),
        ("directory.json", "020 7974 3317", "020 7974 3371", "contacts"),
    ] {
        let (protocol, cases) = changed("camden", file, |text| text.replace(from, to));
        let bench = Bench::new(&protocol, cases).expect("cases that can be");
        let differences = bench.run(&protocol).expect("dates on the calendar");
        assert!(differences.iter().any(|one| one.what == what), "{from} to {to}: {differences:#?}");
    }
}

#[test]
fn what_no_case_expects_is_not_reached_and_not_noticed() {
    const RULE: &str = "camden-3-lac-priority";
    let (protocol, mut cases) = changed("camden", "", str::to_owned);
    let rule = protocol.find_rule(RULE).expect("the rule");
    for case in &mut cases {
        case.rules.retain(|(named, _)| *named != rule);
    }
    let bench = Bench::new(&protocol, cases).expect("cases that can be");
    let coverage = Coverage::new(&protocol, &bench, Some(rule));
    assert_eq!((coverage.rules, coverage.rules_reached, coverage.branches_reached), (1, 0, 0));
    let missed: Vec<Truth> = coverage.branches_missed.iter().map(|missed| missed.truth).collect();
    assert_eq!(missed, [Truth::Yes, Truth::No, Truth::Unknown]);
    let mutation = Mutation::new(&protocol, &bench, Some(rule));
    assert_eq!((mutation.tried, mutation.noticed, mutation.unnoticed.len()), (1, 0, 1));
    assert_eq!(mutation.unnoticed[0].of, RULE);
}

#[test]
fn a_change_that_alters_no_answer_is_told_from_one_that_nothing_notices() {
    let when = |when: &str| {
        let files = [
            ("protocol.json", r#"{"id": "x", "name": "X", "edition": "1", "source": "S", "social_care": "SC"}"#.into()),
            (
                "duties.json",
                format!(
                    r#"{{"rules": [{{"id": "x-1", "clause": "1", "title": "T", "text": "T.", "who": "W", "do": "D.", "when": {when}}}]}}"#
                ),
            ),
            ("tests.json", r#"{"now": "2026-06-10", "cases": []}"#.to_owned()),
        ];
        let files = files.into_iter().map(|(name, text): (&str, String)| (name.to_owned(), Cow::Owned(text))).collect();
        let (protocol, cases) = read(&Source { name: "x".into(), files, ..Source::default() });
        Mutation::new(&protocol, &Bench::new(&protocol, cases).expect("no cases"), None)
    };
    let idle = |when: &Mutation| when.equivalent.iter().map(|change| change.path.clone()).collect::<Vec<_>>();
    // Who has been missing three days is missing now.
    let implied = when(r#"{"all": [{"fact": "missing_now", "is": true}, {"fact": "missing_days", "at_least": 3}]}"#);
    assert_eq!(idle(&implied), ["when.all[0]"], "{implied:#?}");
    assert_eq!(implied.noticed, 0);
    // Two facts of their own: neither says what the other does.
    let apart = when(r#"{"all": [{"fact": "cse", "is": true}, {"fact": "cce", "is": true}]}"#);
    assert!(apart.equivalent.is_empty(), "{apart:#?}");
    assert_eq!(apart.unnoticed.len(), apart.tried);
}
