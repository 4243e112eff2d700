//! The sample makes sense whenever it is looked at.

use super::vet;
use crate::cli::input::sample_store;
use crate::domain::assess::Assessment;
use crate::domain::deadline::Status;
use crate::protocol::load::load;
use crate::protocol::{Protocol, embedded};
use crate::report::assessment::AssessmentReport;
use crate::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;

fn protocols() -> HashMap<String, Protocol> {
    let load =
        |id: &str| load(embedded::VOCABULARY, &embedded::source(id).expect("a protocol")).expect("a sound protocol");
    embedded::ids().map(|id| (id.to_owned(), load(id))).collect()
}

/// Each hour of an ordinary day, of both days on which the clocks change, of 29 February and of the turn of a year, and
/// one hour of every day for two years.
fn moments() -> Vec<DateTime<Utc>> {
    let start = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let days = ["2026-06-10", "2026-03-29", "2026-10-25", "2028-02-29", "2028-03-01", "2026-12-31", "2027-01-01"];
    let hours = days.iter().flat_map(|day| {
        let midnight = start(&format!("{day}T00:00:00Z"));
        (-1..=24).flat_map(move |hour| [0, 59].map(|minute| midnight + TimeDelta::minutes(60 * hour + minute)))
    });
    let daily = (0..730).map(|day| start("2027-02-01T00:30:00Z") + TimeDelta::hours(25 * day));
    hours.chain(daily).collect()
}

fn reports(now: DateTime<Utc>, protocols: &HashMap<String, Protocol>) -> Vec<AssessmentReport> {
    let cases = sample_store(now).expect("a sound sample").cases().expect("cases").cases;
    let report = |case: crate::domain::case::Case| {
        let protocol = &protocols[case.protocol.as_deref().expect("a protocol of its own")];
        let situation =
            vet(protocol, &case, now).unwrap_or_else(|problem| panic!("{now}, {}: {problem}", case.reference));
        AssessmentReport::new(&Assessment::new(situation), Some(case.reference)).expect("dates")
    };
    cases.into_iter().map(|stored| report(stored.case)).collect()
}

#[test]
fn the_sample_binds_at_any_time() {
    let protocols = protocols();
    for now in moments() {
        assert_eq!(reports(now, &protocols).len(), 10, "{now}");
    }
}

#[test]
fn the_sample_always_shows_every_standing() {
    let protocols = protocols();
    for now in moments().into_iter().step_by(7) {
        let reports = reports(now, &protocols);
        let of = |reference: &str| reports.iter().find(|one| one.case.as_deref() == Some(reference)).expect(reference);
        for status in
            [Status::Overdue, Status::DueToday, Status::Upcoming, Status::Met, Status::MetLate, Status::Waiting]
        {
            let mut rows = reports.iter().flat_map(|report| &report.deadlines);
            assert!(rows.any(|row| row.rule.certain() && row.status == status), "{now}: none is {}", status.words());
        }
        let live = |reference: &str| of(reference).deadlines.iter().any(|row| row.rule.certain() && row.status.live());
        for reference in ["YJ-0042", "YJ-0045", "YJ-0046", "YJ-0047", "YJ-0052"] {
            assert!(live(reference), "{now}: nothing runs in {reference}");
        }
        let missing = of("YJ-0051").escalations.iter().any(|row| row.since.is_some() && row.done.is_none());
        assert!(missing, "{now}: no escalation is reached");
        let triage =
            |row: &crate::report::assessment::DecisionRow| row.rule.certain() && row.outcome.starts_with("triage");
        assert!(of("YJ-0048").decisions.iter().any(triage), "{now}: no candidate for triage");
    }
}
