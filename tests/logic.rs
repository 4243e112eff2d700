//! What must hold of every condition, every rule and every case, tried on random ones.
//!
//! Knowing more may turn "not known" into yes or no, and never a yes into a no or a no into a yes, nor take away an
//! emergency number that still applies. What is said to settle a rule settles it. Whatever a case holds, there is an answer
//! or a problem in words, and never a panic.

#[path = "logic/conditions.rs"]
mod conditions;
mod support;

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use serde_json::Value as Json;
use support::at;
use support::known::{events, givable, known, moment, most_facts, now, value};
use yjs::domain::assess::Assessment;
use yjs::domain::case::Case;
use yjs::domain::condition::{Condition, RuleIndex};
use yjs::domain::fact::FactIndex;
use yjs::domain::situation::Situation;
use yjs::domain::truth::Truth;
use yjs::protocol::vocabulary::Given;
use yjs::protocol::{Body, Choice, Protocol, Urgency};
use yjs::report::assessment::AssessmentReport;

/// So many tries, the same on every machine and every day.
fn tries(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(571), failure_persistence: None, ..ProptestConfig::default() }
}

/// None when the case cannot be: an age that the date of birth rules out. Nothing else that is picked is impossible.
fn assess(protocol: &'static Protocol, case: &Case) -> Option<Assessment<'static>> {
    let situation = Situation::new(protocol, case, now());
    if let Err(problem) = &situation {
        assert_eq!(problem.place.field.as_deref(), Some("facts.age_at_sexual_activity"), "{problem}");
    }
    situation.ok().map(Assessment::new)
}

fn truths<'a>(assessment: &'a Assessment<'_>) -> impl Iterator<Item = (&'a str, Truth)> {
    let rules = assessment.protocol().rules.iter().enumerate().filter(|(_, rule)| rule.when.is_some());
    rules.map(|(place, rule)| (rule.id.as_str(), assessment.truth(RuleIndex(u16::try_from(place).expect("few rules")))))
}

/// Whether everything known before is known still, with the same value.
fn extends(before: &Assessment<'_>, after: &Assessment<'_>) -> bool {
    let count = u16::try_from(before.protocol().vocabulary.facts.len()).expect("a small vocabulary");
    (0..count).map(FactIndex).all(|fact| {
        let held = before.situation.facts.get(fact);
        held.is_none() || held == after.situation.facts.get(fact)
    })
}

/// Whether a rule rests on the level so far, itself or by way of another.
fn rests_on_level_so_far(protocol: &Protocol, rule: RuleIndex) -> bool {
    let mut found = false;
    let mut others = Vec::new();
    protocol.rule(rule).when.iter().for_each(|when| {
        when.visit(&mut |part| match part {
            Condition::LevelSoFar(_) => found = true,
            Condition::Rule(other) => others.push(*other),
            _ => {}
        });
    });
    found || others.into_iter().any(|other| rests_on_level_so_far(protocol, other))
}

/// The section and the teams of a row that says to call now.
fn calls_now(body: &Body) -> Option<(&'static str, &[Choice])> {
    let (section, urgency, to) = match body {
        Body::Route(route) => ("routes", route.urgency, &route.to),
        Body::Escalation(escalation) => ("escalations", escalation.urgency, &escalation.tell),
        _ => return None,
    };
    matches!(urgency, Urgency::Emergency | Urgency::Immediate).then_some((section, to.as_slice()))
}

/// Whether text shows a row that says to call now: it applies, or it may and its subject is yes.
fn is_on_screen(assessment: &Assessment<'_>, rule: RuleIndex) -> bool {
    let subject = || assessment.protocol().rule(rule).subject.as_ref();
    match assessment.truth(rule) {
        Truth::Yes => true,
        Truth::Unknown => subject().is_some_and(|subject| assessment.holds(subject) == Truth::Yes),
        Truth::No => false,
    }
}

/// The contacts of a row, each with its team.
fn numbers(answer: &Json, section: &str, rule: &str) -> Vec<(String, String)> {
    let rows = answer[section].as_array().expect("rows").iter().filter(|row| row["rule"] == rule);
    let contacts = rows.flat_map(|row| row["contact"].as_array().expect("contacts"));
    let text = |contact: &Json, key: &str| contact[key].as_str().unwrap_or_default().to_owned();
    contacts.map(|contact| (text(contact, "team"), text(contact, "value"))).collect()
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn knowing_one_fact_more_never_turns_an_answer_round(known in known(40), which: Index, what: Index) {
        let protocol = known.protocol();
        let case = known.case();
        let facts = givable(protocol);
        let (_, fact) = which.get(&facts);
        // A given value that wins over one worked out replaces knowledge; it does not add to it.
        prop_assume!(fact.given != Some(Given::Wins) && case.facts.get(&fact.id).is_none());
        let mut more = case.clone();
        more.facts.set(&fact.id, Some(value(fact, &what)));
        let (Some(before), Some(after)) = (assess(protocol, &case), assess(protocol, &more)) else { return Ok(()) };
        prop_assume!(extends(&before, &after));
        for ((rule, was), (_, is)) in truths(&before).zip(truths(&after)) {
            // What goes with the level so far changes with it.
            let so_far = rests_on_level_so_far(protocol, protocol.find_rule(rule).expect("a rule"));
            prop_assert!(so_far || was == Truth::Unknown || was == is, "{rule} was {was:?} and is {is:?} once {} is known", fact.id);
        }
        // A grave fact takes back the lowest level where a sign alone gave it: then no level is decided.
        let (was, is) = (before.level().level, after.level().level);
        let taken_back = was == before.level().floor && is.is_none() && !after.level().could_be.is_empty();
        prop_assert!(is >= was || taken_back, "the level fell from {was:?} to {is:?} once {} is known", fact.id);
        let could_be = |assessment: &Assessment<'_>| -> Vec<u8> {
            assessment.level().could_be.iter().map(|(level, _)| *level).collect()
        };
        for level in could_be(&after) {
            prop_assert!(could_be(&before).contains(&level), "level {level} was ruled out and is open again");
        }
        if let Some(level) = is.filter(|_| is != was && is != after.level().floor) {
            prop_assert!(could_be(&before).contains(&level), "level {level} was ruled out and is established");
        }
    }

    /// A number to call now stays in the answer until a fact rules its row out, or the team it belongs to.
    #[test]
    fn knowing_more_never_removes_an_emergency_number_that_still_applies(known in known(40), which: Index, what: Index) {
        let protocol = known.protocol();
        let case = known.case();
        let facts = givable(protocol);
        let (_, fact) = which.get(&facts);
        prop_assume!(fact.given != Some(Given::Wins) && case.facts.get(&fact.id).is_none());
        let mut more = case.clone();
        more.facts.set(&fact.id, Some(value(fact, &what)));
        let (Some(before), Some(after)) = (assess(protocol, &case), assess(protocol, &more)) else { return Ok(()) };
        prop_assume!(extends(&before, &after));
        let [old, new] = [&case, &more].map(|case| {
            let report = AssessmentReport::of_case(protocol, case, now()).expect("an answer");
            serde_json::to_value(&report).expect("JSON")
        });
        for (index, rule) in (0..).map(RuleIndex).zip(&protocol.rules) {
            let Some((section, to)) = calls_now(&rule.body) else { continue };
            if !is_on_screen(&before, index) || after.truth(index) == Truth::No {
                continue;
            }
            prop_assert!(is_on_screen(&after, index), "{} is gone once {} is known", rule.id, fact.id);
            let stays = |team: &str| to.iter().any(|choice| choice.id == team && after.meant(choice) != Truth::No);
            let kept = numbers(&new, section, &rule.id);
            for (team, number) in numbers(&old, section, &rule.id) {
                let there = kept.iter().any(|(_, other)| *other == number);
                prop_assert!(!stays(&team) || there, "{}: {number} is gone once {} is known", rule.id, fact.id);
            }
        }
    }

    #[test]
    fn the_date_of_birth_never_turns_an_answer_round(known in known(40), days in 0_i64..8000) {
        let case = Case { born: None, ..known.case() };
        let born = Some((now().date_naive() - TimeDelta::days(days)).to_string());
        let more = Case { born, ..case.clone() };
        let each = (assess(known.protocol(), &case), assess(known.protocol(), &more));
        let (Some(before), Some(after)) = each else { return Ok(()) };
        for ((rule, was), (_, is)) in truths(&before).zip(truths(&after)) {
            prop_assert!(was == Truth::Unknown || was == is, "{rule} was {was:?} and is {is:?} at {days} days old");
        }
    }

    #[test]
    fn what_is_said_to_settle_a_rule_settles_it(known in known(60), values in prop::collection::vec(any::<Index>(), most_facts())) {
        let protocol = known.protocol();
        let case = known.case();
        let Some(before) = assess(protocol, &case) else { return Ok(()) };
        let open: Vec<(RuleIndex, _)> = before
            .open_rules()
            .filter(|(.., truth)| *truth == Truth::Unknown)
            .map(|(index, rule, _)| (index, before.working(rule.when.as_ref().expect("a condition")).unknown))
            .collect();
        for (index, unknown) in open {
            let id = &protocol.rule(index).id;
            prop_assert!(!unknown.is_empty(), "{id} is not known, and nothing is said to settle it");
            let mut more = case.clone();
            let mut settable = true;
            for fact in unknown {
                let definition = protocol.vocabulary.fact_definition(fact);
                prop_assert_eq!(before.situation.facts.get(fact), None, "{} is known already", &definition.id);
                if definition.case_field {
                    more.born = Some("2011-02-03".into());
                } else if definition.derive.is_some() && definition.given.is_none() {
                    settable = false;
                } else {
                    more.facts.set(&definition.id, Some(value(definition, &values[usize::from(fact.0)])));
                }
            }
            if let Some(after) = assess(protocol, &more).filter(|_| settable) {
                prop_assert_ne!(after.truth(index), Truth::Unknown, "{} is not settled", id);
            }
        }
    }

    #[test]
    fn every_row_that_is_not_settled_names_a_question(known in known(60)) {
        prop_assume!(assess(known.protocol(), &known.case()).is_some());
        let report = AssessmentReport::of_case(known.protocol(), &known.case(), now()).expect("an answer");
        let answer = serde_json::to_value(&report).expect("JSON");
        for section in ["decisions", "routes", "consent", "deadlines", "escalations", "duties"] {
            for row in answer[section].as_array().expect("rows") {
                let unknown = row["unknown"].as_array().expect("a list");
                prop_assert_eq!(row["applies"] == "unknown", !unknown.is_empty(), "{}", row);
            }
        }
        let asked = answer["ask_next"].as_array().expect("a list");
        let open = answer["duties"].as_array().into_iter().flatten().any(|row| row["applies"] == "unknown");
        prop_assert!(!open || !asked.is_empty(), "something is not settled, and nothing is asked");
    }
}

// ----------------------------------------------------------------------------- random cases with events, dates and slips

proptest! {
    #![proptest_config(tries(600))]

    #[test]
    fn whatever_happened_there_is_an_answer_or_a_problem(
        known in known(30),
        given in prop::collection::vec((any::<Index>(), moment()), 0..12),
        minutes in 0_i64..6_000_000,
    ) {
        let protocol = known.protocol();
        let case = Case { events: events(protocol, &given), ..known.case() };
        let now = at("2020-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
        match AssessmentReport::of_case(protocol, &case, now) {
            Ok(report) => {
                let answer: Json = serde_json::to_value(&report).expect("JSON");
                for row in answer["deadlines"].as_array().expect("rows") {
                    let dated = !row["due"].is_null();
                    prop_assert_eq!(dated, row["status"] != "waiting", "{}", row);
                    prop_assert_eq!(dated, !row["start"].is_null(), "{}", row);
                }
            }
            Err(problem) => prop_assert!(!problem.what.is_empty() && problem.place.field.is_some(), "{problem:?}"),
        }
    }

    /// What was recorded is what counts, not the order in which different days were written down.
    #[test]
    fn the_order_of_different_days_does_not_matter(
        known in known(10),
        given in prop::collection::btree_map(1_i64..500, any::<Index>(), 0..10),
        by in any::<u64>(),
    ) {
        let protocol = known.protocol();
        let dated: Vec<_> = given
            .into_iter()
            .map(|(days, which)| (which, (Some((now().date_naive() - TimeDelta::days(days)).to_string()), None)))
            .collect();
        let straight = Case { events: events(protocol, &dated), born: None, ..known.case() };
        let mut turned = straight.clone();
        let places = turned.events.len();
        for place in 0..places {
            turned.events.swap(place, usize::try_from(by.rotate_left(place as u32) % places as u64).expect("few"));
        }
        let answer = |case: &Case| {
            AssessmentReport::of_case(protocol, case, now()).map(|report| serde_json::to_value(&report).expect("JSON")).ok()
        };
        // An end written below its own start must not be dated before it, so the order can decide what is refused.
        if let (Some(straight), Some(turned)) = (answer(&straight), answer(&turned)) {
            prop_assert!(straight == turned, "{straight}\n{turned}");
        }
    }
}

/// A name such as `not_sought` is for programs.
#[test]
fn every_choice_of_the_vocabulary_has_words_of_its_own() {
    for protocol in support::protocols() {
        for fact in protocol.vocabulary.facts.iter().filter(|fact| !fact.choices.is_empty()) {
            assert_eq!(fact.choices.len(), fact.choice_words.len(), "{}", fact.id);
            for (choice, words) in fact.choices.iter().zip(&fact.choice_words) {
                let starts = words.chars().next().is_some_and(char::is_uppercase);
                assert!(starts && words != choice, "{}: `{choice}` is shown as `{words}`", fact.id);
            }
        }
    }
}
