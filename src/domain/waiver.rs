//! Findings of `yjs check` that a practitioner puts aside for a time, with the reason. They stay in sight.

use crate::calendar::parse_date;
use crate::domain::case::Waiver;
use crate::problem::Problem;
use chrono::NaiveDate;

/// A waiver, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// The code of a check, or the id of a rule.
    pub code: String,
    /// The last day on which it holds.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Reads the waivers of a case.
///
/// # Errors
/// When a date is none, or a code or reason is empty.
pub fn read(held: &[Waiver]) -> Result<Vec<Waived>, Problem> {
    let one = |(place, waiver): (usize, &Waiver)| {
        let field = |part: &str| format!("waivers[{place}].{part}");
        let until = parse_date(&waiver.until).map_err(|problem| problem.field(field("until")))?;
        for (part, text) in [("code", &waiver.code), ("reason", &waiver.reason)] {
            if text.trim().is_empty() {
                let hint = "a waiver has a code, an end and a reason; `yjs case waive` writes one";
                return Err(Problem::input(format!("a waiver without a {part}")).field(field(part)).hint(hint));
            }
        }
        Ok(Waived { code: waiver.code.clone(), until, reason: waiver.reason.clone() })
    };
    held.iter().enumerate().map(one).collect()
}

/// The waiver that holds today for a finding, by its code or by its rule; the one that holds longest.
pub fn of<'a>(waivers: &'a [Waived], code: &str, rule: Option<&str>, today: NaiveDate) -> Option<&'a Waived> {
    let names = |waiver: &&Waived| waiver.code == code || rule.is_some_and(|rule| waiver.code == rule);
    waivers.iter().filter(names).filter(|waiver| today <= waiver.until).max_by_key(|waiver| waiver.until)
}

#[cfg(test)]
mod tests {
    use super::{Waived, of, read};
    use crate::domain::case::Waiver;
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a day")
    }

    #[test]
    fn a_waiver_holds_to_the_end_of_its_last_day_for_its_code_or_rule() {
        let waived = |code: &str, until: u32| Waived { code: code.into(), until: day(until), reason: "R".into() };
        let held = [waived("a", 10), waived("a", 12), waived("rule-1", 11)];
        assert_eq!(of(&held, "a", None, day(11)), Some(&held[1]));
        assert_eq!(of(&held, "a", None, day(12)), Some(&held[1]));
        assert_eq!(of(&held, "a", None, day(13)), None);
        assert_eq!(of(&held, "b", Some("rule-1"), day(11)), Some(&held[2]));
        assert_eq!(of(&held, "b", Some("rule-2"), day(11)), None);
    }

    #[test]
    fn a_waiver_needs_a_day_and_a_reason() {
        let waiver = |until: &str, reason: &str| Waiver {
            code: "a".into(),
            until: until.into(),
            reason: reason.into(),
            ..Waiver::default()
        };
        assert!(read(&[waiver("2026-06-10", "R")]).is_ok());
        let said = |waiver| read(&[waiver]).expect_err("refused").to_string();
        assert!(said(waiver("soon", "R")).contains("waivers[0].until"));
        assert!(said(waiver("2026-06-10", " ")).contains("without a reason"));
    }
}
