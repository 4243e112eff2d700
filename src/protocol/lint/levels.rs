//! Levels of need that no rule leads to.

use super::{Found, Lint, Subject};
use crate::protocol::diagnostic::Severity;
use crate::protocol::spans::Segment;
use crate::protocol::uses::{How, Target};

pub(super) const UNREACHED_LEVEL: Lint = Lint {
    code: "unreached-level",
    severity: Severity::Warning,
    about: "No rule leads to a level above the lowest, so no child could ever be found to be there.",
    remedy: "Add the rules that lead to it, or take the level out.",
    of_whole: true,
    find: unreached,
};

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
