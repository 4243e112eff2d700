//! Levels of need that no rule leads to or that stand out of order, and indicators that nothing counts.

use super::{Found, Lint, Subject};
use crate::domain::condition::{Condition, RuleIndex};
use crate::protocol::diagnostic::Severity;
use crate::protocol::spans::Segment;
use crate::protocol::uses::{How, Target};
use crate::protocol::{Body, Protocol};

pub(super) const UNREACHED_LEVEL: Lint = Lint {
    code: "unreached-level",
    severity: Severity::Warning,
    about: "No rule leads to a level above the lowest, so no child could ever be found to be there.",
    remedy: "Add the rules that lead to it, or take the level out.",
    of_whole: true,
    find: unreached,
};

pub(super) const LEVEL_ORDER: Lint = Lint {
    code: "level-order",
    severity: Severity::Warning,
    about: "The levels do not stand lowest first, each a step above the one before, so one of them has the wrong number or the wrong place.",
    remedy: "Number the levels one after another, and put the lowest first.",
    of_whole: false,
    find: out_of_order,
};

pub(super) const NOT_COUNTED: Lint = Lint {
    code: "not-counted",
    severity: Severity::Warning,
    about: "An indicator says that it counts toward a rule whose condition does not rest on it, so it changes nothing.",
    remedy: "List it in the condition of that rule, or take `counts_toward` out.",
    of_whole: false,
    find: not_counted,
};

fn out_of_order(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (place, pair) in subject.protocol.levels.windows(2).enumerate() {
        let (before, level) = (pair[0].level, pair[1].level);
        // The same number twice is an error of its own.
        if level != before && level != before.saturating_add(1) {
            let way = [Segment::Key("levels"), Segment::Item(place + 1), Segment::Key("level")];
            found.add_from_top("levels.json", &way, format!("level {level} follows level {before}"));
        }
    }
}

fn not_counted(subject: &Subject<'_>, found: &mut Found<'_>) {
    let protocol = subject.protocol;
    for (place, rule) in protocol.rules.iter().enumerate() {
        let Body::Indicator { counts_toward: Some(counting), .. } = &rule.body else { continue };
        // What a condition with an error names may have been left out of it.
        let faulty = subject.faulty.contains(&protocol.rule(*counting).id);
        if !faulty && !rests_on(protocol, *counting, place, &mut Vec::new()) {
            let message = format!("`{}` does not rest on `{}`", protocol.rule(*counting).id, rule.id);
            found.add_at("levels.json", &rule.id, &[Segment::Key("counts_toward")], message);
        }
    }
}

/// Whether a rule's condition names another, itself or by way of the rules that it names.
fn rests_on(protocol: &Protocol, rule: RuleIndex, wanted: usize, seen: &mut Vec<RuleIndex>) -> bool {
    if seen.contains(&rule) {
        return false;
    }
    seen.push(rule);
    let mut named = Vec::new();
    if let Some(when) = &protocol.rule(rule).when {
        when.visit(&mut |part| {
            if let Condition::Rule(rule) = part {
                named.push(*rule);
            }
        });
    }
    named.into_iter().any(|rule| usize::from(rule.0) == wanted || rests_on(protocol, rule, wanted, seen))
}

pub(super) const NO_LEVELS: Lint = Lint {
    code: "no-levels",
    severity: Severity::Info,
    about: "The protocol declares no levels of need, so `threshold` can say nothing of it.",
    remedy: "Declare them in levels.json if the text has them.",
    of_whole: true,
    find: none,
};

fn unreached(subject: &Subject<'_>, found: &mut Found<'_>) {
    let floor = subject.protocol.floor();
    for (place, level) in subject.protocol.levels.iter().enumerate().filter(|(_, level)| Some(level.level) != floor) {
        let target = Target::Level(level.level);
        if !subject.uses.iter().any(|used| used.target == target && used.how == How::Establishes) {
            let way = [Segment::Key("levels"), Segment::Item(place), Segment::Key("level")];
            let message = format!("no rule leads to level {} ({})", level.level, level.name);
            found.add_from_top("levels.json", &way, message);
        }
    }
}

fn none(subject: &Subject<'_>, found: &mut Found<'_>) {
    if subject.protocol.levels.is_empty() {
        found.add("levels.json", "", "the protocol has no levels of need".into());
    }
}
