//! Rows that say to call now: in text as in JSON.

use crate::support::known::{deed, known, now};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use yjs::domain::assess::Assessment;
use yjs::domain::condition::RuleIndex;
use yjs::domain::situation::Situation;
use yjs::domain::truth::Truth;
use yjs::protocol::{Body, Urgency};
use yjs::render::{Format, Style, render};
use yjs::report::assessment::AssessmentReport;

fn tries(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(13), failure_persistence: None, ..ProptestConfig::default() }
}

/// The section of the JSON in which a row that says to call now stands.
fn section(body: &Body) -> Option<&'static str> {
    let (section, urgency) = match body {
        Body::Route(route) => ("routes", route.urgency),
        Body::Escalation(escalation) => ("escalations", escalation.urgency),
        _ => return None,
    };
    matches!(urgency, Urgency::Emergency | Urgency::Immediate).then_some(section)
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn every_emergency_or_telephone_row_whose_subject_is_yes_is_in_the_text_with_its_number(
        known in known(25),
        deeds in prop::collection::vec(deed(), 0..6),
    ) {
        let protocol = known.protocol();
        let case = known.case_after(&deeds);
        // An age that the date of birth rules out cannot be.
        let Ok(situation) = Situation::new(protocol, &case, now()) else { return Ok(()) };
        let assessment = Assessment::new(situation);
        let report = AssessmentReport::of_case(protocol, &case, now()).expect("an answer");
        let answer = serde_json::to_value(&report).expect("JSON");
        // Wide enough for no number and no clause to be broken between two lines.
        let style = Style { width: 4000, ..Style::default() };
        let text = render(&report, Format::Table, &style).expect("text");
        for (index, rule) in (0..).map(RuleIndex).zip(&protocol.rules) {
            let Some(section) = section(&rule.body) else { continue };
            let is_subject = || rule.subject.as_ref().is_some_and(|subject| assessment.holds(subject) == Truth::Yes);
            let is_urgent = assessment.truth(index) == Truth::Yes || is_subject();
            for row in answer[section].as_array().expect("rows").iter().filter(|row| row["rule"] == *rule.id) {
                if !is_urgent || !row["done"].is_null() {
                    continue;
                }
                // What was reached long before the child came back is one counted line, by its title.
                if report.escalations.iter().any(|row| row.rule.rule == rule.id && row.is_old) {
                    prop_assert!(text.contains(&rule.title), "{} is not in\n{text}", rule.id);
                    continue;
                }
                let clause = [format!("[{}]", rule.clause), format!("{}, ", rule.clause), format!("{}]", rule.clause)];
                prop_assert!(clause.iter().any(|clause| text.contains(clause)), "{} is not in\n{text}", rule.id);
                for contact in row["contact"].as_array().expect("contacts") {
                    let number = contact["value"].as_str().expect("a number");
                    let calls = contact["kind"] == "telephone";
                    prop_assert!(!calls || text.contains(number), "{}: {number} is not in\n{text}", rule.id);
                }
            }
        }
    }
}
