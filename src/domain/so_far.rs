//! The level established so far in the place of the level: what applies if nothing higher does.

use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex, World};
use crate::domain::fact::FactSheet;
use crate::domain::level_set::LevelSet;
use crate::domain::truth::Truth;
use crate::protocol::Rule;

/// The assessment, with the level so far for the level. That a higher one is not ruled out must not keep back what goes
/// with this one.
pub(super) struct SoFar<'t, 'a>(pub(super) &'t Assessment<'a>);

impl World for SoFar<'_, '_> {
    fn facts(&self) -> &FactSheet {
        self.0.facts()
    }

    fn happened(&self, event: EventIndex) -> bool {
        self.0.happened(event)
    }

    fn happened_to(&self, event: EventIndex, teams: &[Option<TeamIndex>]) -> bool {
        self.0.happened_to(event, teams)
    }

    fn applies(&self, rule: RuleIndex) -> Truth {
        self.0.truth(rule)
    }

    fn level_among(&self, named: LevelSet) -> Truth {
        self.0.level().level.map_or(Truth::Unknown, |so_far| Truth::from(named.has(so_far)))
    }

    fn level_so_far(&self) -> Option<u8> {
        self.0.level_so_far()
    }
}

impl Assessment<'_> {
    /// Returns true for a rule that goes with the level so far and waits only for the higher ones to be ruled out, and for
    /// what is no concern of its own, such as who refers.
    pub fn goes_with_level_so_far(&self, rule: &Rule) -> bool {
        let Some(when) = &rule.when else { return false };
        let open = !self.level().could_be.is_empty();
        let above_floor = open && self.level().level.is_some_and(|level| Some(level) > self.level().floor);
        above_floor && self.rests_on_level(when) && self.can_so_far(when, true)
    }

    fn rests_on_level(&self, condition: &Condition) -> bool {
        let mut found = false;
        condition.visit(&mut |part| {
            found |= match part {
                Condition::Level(_) => true,
                Condition::Rule(rule) if self.truth(*rule) == Truth::Unknown => {
                    self.protocol().rule(*rule).when.as_ref().is_some_and(|when| self.rests_on_level(when))
                }
                _ => false,
            };
        });
        found
    }

    /// Returns true when a condition comes to what is wanted with the level so far, whatever the facts given in nearly every
    /// case are.
    fn can_so_far(&self, condition: &Condition, wanted: bool) -> bool {
        match condition {
            Condition::All(parts) if wanted => parts.iter().all(|part| self.can_so_far(part, true)),
            Condition::All(parts) => parts.iter().any(|part| self.can_so_far(part, false)),
            Condition::Any(parts) if wanted => parts.iter().any(|part| self.can_so_far(part, true)),
            Condition::Any(parts) => parts.iter().all(|part| self.can_so_far(part, false)),
            Condition::Not(part) => self.can_so_far(part, !wanted),
            Condition::Rule(rule) => match (self.truth(*rule), &self.protocol().rule(*rule).when) {
                (Truth::Unknown, Some(when)) => self.can_so_far(when, wanted),
                (truth, _) => truth == Truth::from(wanted),
            },
            Condition::Fact(fact, _) if self.situation.facts.get(*fact).is_none() => {
                self.protocol().vocabulary.fact_definition(*fact).background
            }
            other => other.evaluate(&SoFar(self)) == Truth::from(wanted),
        }
    }
}
