//! The words of findings: dates, how much later, lists.

use crate::calendar::{Moment, london};

/// Whether `done` is past `due`: an instant by the second, a date by the end of its day.
pub(super) fn after(done: Moment, due: Moment) -> bool {
    match (done, due) {
        (Moment::Instant(done), Moment::Instant(due)) => done > due,
        _ => done.date() > due.date(),
    }
}

/// How much later, in words: days, and hours on one and the same date.
pub(super) fn between(from: Moment, to: Moment) -> String {
    let count = |number: i64, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    match ((to.date() - from.date()).num_days(), from, to) {
        (1.., ..) => count((to.date() - from.date()).num_days(), "day"),
        (_, Moment::Instant(from), Moment::Instant(to)) if (to - from).num_hours() > 0 => {
            count((to - from).num_hours(), "hour")
        }
        _ => "less than an hour".to_owned(),
    }
}

/// A moment as it is said in a message.
pub(in crate::domain) fn words(moment: Moment) -> String {
    match moment {
        Moment::Date(date) => london::short_date(date),
        Moment::Instant(instant) => london::short(instant),
    }
}

pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{after, between, listed};
    use crate::calendar::Moment;

    fn at(text: &str) -> Moment {
        Moment::Instant(text.parse().expect("an instant"))
    }

    fn on(text: &str) -> Moment {
        Moment::Date(text.parse().expect("a date"))
    }

    #[test]
    fn how_much_later_is_said_in_days_then_hours() {
        assert_eq!(between(on("2026-06-08"), on("2026-06-10")), "2 days");
        assert_eq!(between(at("2026-06-09T22:00:00Z"), at("2026-06-09T23:30:00Z")), "1 day", "midnight in London");
        assert_eq!(between(at("2026-06-09T08:00:00Z"), at("2026-06-09T11:59:00Z")), "3 hours");
        assert_eq!(between(at("2026-06-09T08:00:00Z"), at("2026-06-09T08:00:01Z")), "less than an hour");
    }

    #[test]
    fn a_date_lasts_until_its_end() {
        assert!(!after(at("2026-06-10T22:59:59Z"), on("2026-06-10")));
        assert!(after(at("2026-06-10T23:00:00Z"), on("2026-06-10")), "midnight in London");
        assert!(!after(at("2026-06-10T09:00:00Z"), at("2026-06-10T09:00:00Z")));
        assert!(!after(on("2026-06-10"), at("2026-06-10T09:00:00Z")), "it may have been done before nine");
    }

    #[test]
    fn lists_end_in_and() {
        let words = |words: &[&str]| listed(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["2"]), "2");
        assert_eq!(words(&["2", "3", "4"]), "2, 3 and 4");
    }
}
