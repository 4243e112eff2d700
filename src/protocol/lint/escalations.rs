//! Escalations dated by another threshold than the one that they rest on.

use super::{Found, Lint, Subject};
use crate::domain::condition::{Condition, Test};
use crate::protocol::Body;
use crate::protocol::diagnostic::Severity;
use crate::protocol::since::Since;
use crate::protocol::spans::Segment;
use crate::protocol::vocabulary::Derive;

pub(super) const OTHER_SINCE: Lint = Lint {
    code: "since-differs",
    severity: Severity::Warning,
    about: "An escalation applies at one threshold and is dated by another, so the moment it shows is not when it was reached.",
    remedy: "Give `since` the number that the condition tests.",
    of_whole: false,
    find: other_since,
};

fn other_since(subject: &Subject<'_>, found: &mut Found<'_>) {
    let protocol = subject.protocol;
    for rule in &protocol.rules {
        if !matches!(rule.body, Body::Escalation(_)) {
            continue;
        }
        let (Some(since), Some(when)) = (rule.since, &rule.when) else { continue };
        let (since, key) = match since {
            Since::MissingDays(days) => (days, "missing_days"),
            Since::MissingEpisodes(count) => (count, "missing_episodes"),
            Since::Loss => continue,
        };
        let counted = |derive: &Derive| match derive {
            Derive::MissingDays => key == "missing_days",
            Derive::MissingEpisodes { .. } => key == "missing_episodes",
            _ => false,
        };
        let mut tested: Vec<f64> = Vec::new();
        when.visit(&mut |part| {
            if let Condition::Fact(fact, Test::AtLeast(number)) = part
                && protocol.vocabulary.fact_definition(*fact).derive.as_ref().is_some_and(counted)
            {
                tested.push(*number);
            }
        });
        // A condition that counts by way of another rule is not followed: that rule may hold for other reasons too.
        if !tested.is_empty() && !tested.contains(&f64::from(since)) {
            let numbers: Vec<String> = tested.iter().map(f64::to_string).collect();
            let message = format!("`{}` applies at {} and is dated by {since}", rule.id, numbers.join(" and "));
            found.add_at("escalations.json", &rule.id, &[Segment::Key("since"), Segment::Key(key)], message);
        }
    }
}
