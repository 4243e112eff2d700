//! Missing episodes against the encoded protocols: what is said to come next is what then happens.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use yjs::calendar::london;
use yjs::domain::agenda::{Agenda, Scope};
use yjs::domain::assess::Assessment;
use yjs::domain::case::{Case, Event, FactValue};
use yjs::domain::missing_check::{counts, lacks_its_start, related, said_to_be_missing, thresholds, times};
use yjs::domain::situation::Situation;
use yjs::domain::truth::Truth;
use yjs::protocol::{Body, Protocol, embedded, load::load};

fn protocol(id: &str) -> Protocol {
    load(embedded::VOCABULARY, &embedded::source(id).expect("a protocol")).expect("no faults")
}

fn on(kind: &str, date: NaiveDate) -> Event {
    Event { kind: kind.into(), on: Some(date.to_string()), ..Event::default() }
}

fn at(kind: &str, instant: DateTime<Utc>) -> Event {
    Event { kind: kind.into(), at: Some(london::rfc3339(instant)), ..Event::default() }
}

fn case(events: Vec<Event>) -> Case {
    Case { reference: "T-1".into(), events, ..Case::default() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn noon(date: NaiveDate) -> DateTime<Utc> {
    date.and_hms_opt(12, 0, 0).expect("noon").and_utc()
}

/// An episode of one day.
fn episode(date: NaiveDate) -> [Event; 3] {
    [on("went_missing", date), on("located", date), on("wellbeing_confirmed", date)]
}

fn assess<'a>(protocol: &'a Protocol, case: &Case, now: DateTime<Utc>) -> Assessment<'a> {
    Assessment::new(Situation::new(protocol, case, now).expect("a sound case"))
}

#[test]
fn every_threshold_said_to_come_applies_from_that_very_second_and_not_before() {
    let protocol = protocol("tower_hamlets");
    // Around both changes of the clocks, and an ordinary week.
    for lost in ["2026-03-27T18:00:00Z", "2026-10-23T00:30:00Z", "2026-06-01T17:00:00Z"] {
        let lost: DateTime<Utc> = lost.parse().expect("an instant");
        let case = case(vec![at("went_missing", lost)]);
        let ahead = thresholds(&assess(&protocol, &case, lost));
        assert_eq!(ahead.len(), 2, "two numbers of days are printed");
        for threshold in ahead {
            let before = threshold.at - TimeDelta::seconds(1);
            assert_eq!(assess(&protocol, &case, before).truth(threshold.rule), Truth::No, "{lost}");
            assert_eq!(assess(&protocol, &case, threshold.at).truth(threshold.rule), Truth::Yes, "{lost}");
            assert!(threshold.at <= lost + TimeDelta::days(threshold.days.into()));
        }
    }
}

#[test]
fn one_more_episode_counts_up_to_the_date_said_and_not_after() {
    let protocol = protocol("tower_hamlets");
    let before: Vec<Event> = [day("2026-01-31"), day("2026-02-20")].into_iter().flat_map(episode).collect();
    let assessment = assess(&protocol, &case(before.clone()), noon(day("2026-02-21")));
    let times = times(&assessment);
    assert_eq!(times.len(), 1);
    let by = times[0].one_more_by.expect("one more would make up the number");
    for (date, wanted) in [(by, Truth::Yes), (by + Days::new(1), Truth::No)] {
        let mut events = before.clone();
        events.extend(episode(date));
        let then = assess(&protocol, &case(events), noon(date));
        assert_eq!(then.truth(times[0].rule), wanted, "{date}");
    }
}

#[test]
fn the_latest_of_the_largest_groups_counts_in_each_reading() {
    let protocol = protocol("tower_hamlets");
    let dates = ["2026-01-05", "2026-01-20", "2026-03-01", "2026-03-30", "2026-04-02"];
    let events = dates.into_iter().flat_map(|date| episode(day(date))).collect();
    let assessment = assess(&protocol, &case(events), noon(day("2026-04-03")));
    let found: Vec<_> = counts(&assessment.situation)
        .into_iter()
        .map(|count| (count.reading.id.clone(), count.governs, count.places))
        .collect();
    assert_eq!(
        found,
        [
            ("calendar_month".to_owned(), false, Some(2..=3)),
            ("rolling_month".to_owned(), false, Some(3..=4)),
            ("rolling_31_days".to_owned(), true, Some(3..=4)),
        ]
    );
}

#[test]
fn camden_has_no_number_to_reach_but_says_what_bears_on_a_missing_child() {
    let protocol = protocol("camden");
    let lost = noon(day("2026-01-05"));
    let assessment = assess(&protocol, &case(vec![at("went_missing", lost)]), lost + TimeDelta::days(40));
    assert!(thresholds(&assessment).is_empty() && times(&assessment).is_empty());
    let related = related(&protocol);
    let acts = protocol
        .rules
        .iter()
        .zip(related)
        .filter(|(rule, related)| **related && !matches!(rule.body, Body::Level(_) | Body::Indicator { .. }));
    let ids: Vec<&str> = acts.map(|(rule, _)| rule.id.as_str()).collect();
    assert_eq!(ids, ["camden-10.6-missing-protocol"]);
}

#[test]
fn the_weekly_clock_lacks_its_start_only_while_no_meeting_is_recorded() {
    let protocol = protocol("tower_hamlets");
    let rule = protocol.rule(protocol.find_rule("th-14-weekly").expect("the rule"));
    let Body::Clock(clock) = &rule.body else { panic!("a clock") };
    let lost = day("2026-01-05");
    let lacks = |facts: &[(&str, bool)], events: Vec<Event>| {
        let mut case = case(events);
        for (fact, value) in facts {
            case.facts.set(fact, Some(yjs::domain::case::FactValue::Flag(*value)));
        }
        lacks_its_start(&assess(&protocol, &case, noon(day("2026-01-09"))), rule, clock)
    };
    let missing = || vec![on("went_missing", lost)];
    let met = || vec![on("went_missing", lost), on("strategy_meeting_held", day("2026-01-08"))];
    assert_eq!(lacks(&[("missing_high_risk", true)], missing()), Some(Truth::Yes));
    assert_eq!(lacks(&[], missing()), Some(Truth::Unknown));
    assert_eq!(lacks(&[("missing_high_risk", false)], missing()), None);
    assert_eq!(lacks(&[("missing_high_risk", true)], met()), None);
    assert_eq!(lacks(&[("missing_high_risk", true)], Vec::new()), None);
}

/// Section 14 counts each loss of whereabouts, whether or not well-being was recorded in between.
#[test]
fn lost_again_before_well_being_is_confirmed_is_another_episode() {
    let protocol = protocol("tower_hamlets");
    let (first, back, again) = (day("2026-01-05"), day("2026-01-06"), day("2026-01-07"));
    let events = vec![on("went_missing", first), on("located", back), on("went_missing", again)];
    let assessment = assess(&protocol, &case(events), noon(again));
    let found: Vec<_> = assessment
        .situation
        .episodes
        .iter()
        .map(|episode| (episode.lost.date(), episode.located.map(|located| located.date())))
        .collect();
    assert_eq!(found, [(first, Some(back)), (again, None)]);
}

/// A protocol that names its own events keeps what else says that a child is missing, unless it says that too.
#[test]
fn a_child_said_to_be_missing_is_so_unless_the_protocol_says_otherwise() {
    let said = |more: &str, fact: &str, value: FactValue| {
        let own = format!(
            r#"{{"missing": {{"lost": "went_missing", "located": "located", "confirmed": "wellbeing_confirmed"{more}}}}}"#
        );
        let mut source = embedded::source("camden").expect("a protocol");
        source.files.push(("vocabulary.json".into(), own.into()));
        let protocol = load(embedded::VOCABULARY, &source).expect("no faults");
        let mut case = case(Vec::new());
        case.facts.set(fact, Some(value));
        let now = noon(day("2026-06-10"));
        said_to_be_missing(&Situation::new(&protocol, &case, now).expect("a sound case"))
    };
    let (told, police) = ("reported_missing_to_police", "police_status");
    assert!(said("", told, FactValue::Flag(true)));
    assert!(!said("", told, FactValue::Flag(false)));
    assert!(said("", police, FactValue::Text("missing".into())));
    assert!(!said("", "looked_after", FactValue::Flag(true)));
    assert!(!said(r#", "said_by": []"#, told, FactValue::Flag(true)));
    let own = r#", "said_by": [{"fact": "looked_after", "is": true}]"#;
    assert!(said(own, "looked_after", FactValue::Flag(true)));
    assert!(!said(own, told, FactValue::Flag(true)));
}

/// To close a case ends no absence: whether it was recorded or only said.
#[test]
fn a_closed_case_whose_child_is_missing_by_the_record_is_named() {
    let protocol = std::sync::Arc::new(protocol("tower_hamlets"));
    let (now, closed) = (noon(day("2026-06-10")), on("case_closed", day("2026-06-09")));
    let scope = Scope::new(now, "7d".parse().expect("a week"), false).expect("a date");
    let named = |events: Vec<Event>, reported: bool| {
        let mut case = case(events);
        case.facts.set("reported_missing_to_police", Some(FactValue::Flag(reported)));
        let mut agenda = Agenda::default();
        agenda.take(&protocol, &case.view(), now, &scope).expect("a sound case");
        assert_eq!((agenda.open, agenda.closed), (0, 1));
        agenda.closed_missing
    };
    assert_eq!(named(vec![closed.clone()], true), ["T-1"]);
    assert_eq!(named(vec![on("went_missing", day("2026-06-08")), closed.clone()], false), ["T-1"]);
    assert!(named(vec![closed.clone()], false).is_empty());
    assert!(named(episode(day("2026-06-08")).into_iter().chain([closed]).collect(), true).is_empty());
}
