//! Everything that is wrong with a case that cannot be bound to its protocol.

use crate::calendar::parse_date;
use crate::domain::case::{Case, Facts};
use crate::domain::happening::event_faults;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::Protocol;
use chrono::{DateTime, Utc};

/// Everything that is wrong with a case, not only the first thing: each part is tried by itself. Empty when it binds.
pub fn faults(protocol: &Protocol, case: &Case, now: DateTime<Utc>) -> Vec<Problem> {
    let Err(first) = Situation::new(protocol, case, now) else { return Vec::new() };
    let alone = Case { reference: case.reference.clone(), ..Case::default() };
    let wrong = |part: Case| Situation::new(protocol, &part, now).err();
    let mut found: Vec<Problem> = Vec::new();
    let bad_born = wrong(Case { born: case.born.clone(), ..alone.clone() });
    let born = case.born.as_deref().filter(|_| bad_born.is_none()).and_then(|text| parse_date(text).ok());
    found.extend(bad_born);
    for fact in &case.facts.0 {
        found.extend(wrong(Case { facts: Facts(vec![fact.clone()]), ..alone.clone() }).map(|problem| {
            // A fact that is not known has no definition to name its own field.
            let vague = problem.place.field.as_deref() == Some("facts");
            let field = problem.place.field.clone().filter(|_| !vague);
            let place = crate::problem::Place { field, ..problem.place.clone() };
            Problem { place, ..problem }.field(format!("facts.{}", fact.0))
        }));
    }
    found.extend(event_faults(protocol, &case.view(), now, born));
    if found.is_empty() { vec![first] } else { found }
}
