//! Which rules, and which branches of their conditions, the cases reach. A case reaches a branch only where it expects
//! something of what hangs on it: passing by is not testing.

use super::bench::{Bench, Prepared};
use super::places::{self, Place, Role};
use super::reach::{Reach, Truths};
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, RuleIndex};
use crate::domain::truth::Truth;
use crate::protocol::trials::Expected;
use crate::protocol::{Protocol, Rule};

/// What the cases reach, and what they do not.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Rules that say when they apply.
    pub rules: usize,
    /// Those that some case expects to apply, and that do.
    pub rules_reached: usize,
    /// Rules that no case expects to apply, in file order.
    pub rules_missed: Vec<RuleIndex>,
    /// Rules that always hold, or print contacts: they have no condition to test.
    pub without_condition: usize,
    /// Branches that can be reached: yes, no and unknown of each part of each condition.
    pub branches: usize,
    /// Those that some case reaches.
    pub branches_reached: usize,
    /// The others, in file order.
    pub branches_missed: Vec<Missed>,
}

/// A branch that no case reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The rule's id, or the silence's topic.
    pub of: String,
    /// The way there: `when.all[2].not`.
    pub path: String,
    /// The part of the condition, as the file writes it.
    pub part: String,
    /// What it never comes to.
    pub truth: Truth,
}

/// A part of a condition, with what the cases made of it.
struct Node<'a> {
    path: String,
    condition: &'a Condition,
    role: Role,
    seen: Truths,
}

impl Coverage {
    /// Of every rule and silence, or of one rule.
    pub fn new(protocol: &Protocol, bench: &Bench, only: Option<RuleIndex>) -> Self {
        Self::of(protocol, bench, |index, _| only.is_none_or(|only| only == index), only.is_none())
    }

    /// Of the rules that `wanted` accepts, and of the silences when they are asked for.
    pub fn of(protocol: &Protocol, bench: &Bench, wanted: impl Fn(RuleIndex, &Rule) -> bool, silences: bool) -> Self {
        let mut coverage = Self::default();
        let assessments: Vec<Assessment<'_>> =
            bench.prepared.iter().map(|prepared| prepared.assess(protocol)).collect();
        let reach = Reach::new(protocol);
        for (index, rule) in protocol.rules.iter().enumerate() {
            let index = RuleIndex(u16::try_from(index).unwrap_or(u16::MAX));
            if !wanted(index, rule) {
                continue;
            }
            if rule.when.is_none() {
                coverage.without_condition += 1;
                continue;
            }
            let mut nodes = nodes(&places::of_rule(rule));
            let mut applied = false;
            for (prepared, assessment) in bench.prepared.iter().zip(&assessments) {
                for (_, expected) in prepared.trial.rules.iter().filter(|(named, _)| *named == index) {
                    applied |= expected.applies == Truth::Yes && assessment.truth(index) == Truth::Yes;
                    observe(&mut nodes, assessment, expected);
                }
            }
            coverage.rules += 1;
            match applied {
                true => coverage.rules_reached += 1,
                false => coverage.rules_missed.push(index),
            }
            coverage.count(protocol, &reach, &rule.id, &nodes);
        }
        if silences {
            coverage.silences(protocol, &reach, bench, &assessments);
        }
        coverage
    }

    fn silences(&mut self, protocol: &Protocol, reach: &Reach<'_>, bench: &Bench, assessments: &[Assessment<'_>]) {
        for (place, silence) in protocol.silences.iter().enumerate() {
            let Some(when) = &silence.when else { continue };
            let mut nodes = nodes(&[Place { path: "when".into(), role: Role::When, condition: when }]);
            let named = |prepared: &Prepared| prepared.names_silence(place);
            for (_, assessment) in bench.prepared.iter().zip(assessments).filter(|(prepared, _)| named(prepared)) {
                for node in &mut nodes {
                    node.seen.add(assessment.holds(node.condition));
                }
            }
            self.count(protocol, reach, &silence.topic, &nodes);
        }
    }

    fn count(&mut self, protocol: &Protocol, reach: &Reach<'_>, of: &str, nodes: &[Node<'_>]) {
        for node in nodes {
            for truth in reach.of(node.condition).each() {
                self.branches += 1;
                if node.seen.has(truth) {
                    self.branches_reached += 1;
                } else {
                    self.branches_missed.push(Missed {
                        of: of.to_owned(),
                        path: node.path.clone(),
                        part: places::written(protocol, node.condition),
                        truth,
                    });
                }
            }
        }
    }
}

fn nodes<'a>(places: &[Place<'a>]) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    for place in places {
        places::parts(place.condition, &place.path, &mut |path, condition| {
            nodes.push(Node { path: path.to_owned(), condition, role: place.role, seen: Truths::default() });
        });
    }
    nodes
}

fn observe(nodes: &mut [Node<'_>], assessment: &Assessment<'_>, expected: &Expected) {
    for node in nodes {
        let looked_at = match node.role {
            Role::When => true,
            Role::To => expected.to.is_some(),
            Role::Attach => expected.attach.is_some(),
            Role::PointFor => expected.points_for.is_some(),
            Role::PointAgainst => expected.points_against.is_some(),
        };
        if looked_at {
            node.seen.add(assessment.holds(node.condition));
        }
    }
}
