//! A protocol's own tests: the contract `yjs.protocol-test/1`.

use super::test_page;
use crate::domain::trial::{Bench, Change, Coverage, Difference, Missed, Mutation};
use crate::protocol::Protocol;
use crate::render::{Page, Report};
use serde::Serialize;

/// The answer of `yjs protocol test`.
#[derive(Debug, Serialize)]
pub struct TestReport {
    schema: &'static str,
    /// Each protocol tested.
    pub protocols: Vec<Tested>,
    #[serde(skip)]
    whole: bool,
}

/// One protocol's tests.
#[derive(Debug, Serialize)]
pub struct Tested {
    /// Its id.
    pub protocol: String,
    /// How many cases were run.
    pub cases: usize,
    /// How many came out otherwise than expected.
    pub failed: usize,
    /// In what.
    pub differences: Vec<DifferenceRow>,
    /// What the cases reach.
    pub coverage: CoverageRow,
    /// Which changes they notice, when that was asked.
    pub mutation: Option<MutationRow>,
    /// Whether it has tests at all.
    #[serde(skip)]
    pub has_file: bool,
}

/// Something that came out otherwise.
#[derive(Debug, Serialize)]
pub struct DifferenceRow {
    /// The case.
    pub case: String,
    /// What the case shows.
    pub title: String,
    /// The rule; none for the level and the silences.
    pub rule: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// What differs.
    pub what: &'static str,
    /// What was expected.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// The facts and events that this rests on.
    pub because: Vec<String>,
}

/// What the cases reach.
#[derive(Debug, Serialize)]
pub struct CoverageRow {
    /// Rules that say when they apply.
    pub rules: usize,
    /// Those that some case shows to apply.
    pub rules_reached: usize,
    /// The others.
    pub rules_missed: Vec<String>,
    /// Rules without a condition.
    pub without_condition: usize,
    /// Branches that can be reached.
    pub branches: usize,
    /// Those reached.
    pub branches_reached: usize,
    /// The others.
    pub branches_missed: Vec<MissedRow>,
}

/// A branch that no case reaches.
#[derive(Debug, Serialize)]
pub struct MissedRow {
    /// The rule, or the silence.
    pub of: String,
    /// The way to the part of its condition.
    pub path: String,
    /// That part.
    pub part: String,
    /// What it never comes to.
    pub never: &'static str,
}

/// What changing the rules showed.
#[derive(Debug, Serialize)]
pub struct MutationRow {
    /// How many changes were tried.
    pub tried: usize,
    /// How many were noticed.
    pub noticed: usize,
    /// Noticed, of those that can change an answer, in percent with one decimal, rounded down.
    pub score: f64,
    /// Those that change no answer, and why.
    pub equivalent: Vec<ChangeRow>,
    /// Those that nothing noticed.
    pub unnoticed: Vec<ChangeRow>,
}

/// One change.
#[derive(Debug, Serialize)]
pub struct ChangeRow {
    /// The rule, silence or team.
    pub of: String,
    /// The field, and the way to the part of it.
    pub path: String,
    /// As it stands.
    pub from: String,
    /// As changed.
    pub to: String,
    /// Why no answer changes, where that is proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

impl TestReport {
    /// A report of nothing yet. Text shows every row when it is `whole`.
    pub fn new(whole: bool) -> Self {
        Self { schema: "yjs.protocol-test/1", protocols: Vec::new(), whole }
    }

    /// Adds a protocol.
    pub fn add(&mut self, tested: Tested) {
        self.protocols.push(tested);
    }

    /// Whether some case came out otherwise than expected.
    pub fn fails(&self) -> bool {
        self.protocols.iter().any(|tested| tested.failed > 0)
    }
}

impl Tested {
    /// Lays out what the tests of one protocol showed.
    pub fn new(
        protocol: &Protocol,
        bench: &Bench,
        differences: &[Difference],
        coverage: &Coverage,
        mutation: Option<Mutation>,
        has_file: bool,
    ) -> Self {
        let mut failed: Vec<usize> = differences.iter().map(|difference| difference.case).collect();
        failed.dedup();
        Self {
            protocol: protocol.id.clone(),
            cases: bench.count(),
            failed: failed.len(),
            differences: differences.iter().map(|difference| difference_row(protocol, bench, difference)).collect(),
            coverage: coverage_row(protocol, coverage),
            mutation: mutation.map(mutation_row),
            has_file,
        }
    }
}

fn difference_row(protocol: &Protocol, bench: &Bench, difference: &Difference) -> DifferenceRow {
    let trial = bench.trial(difference.case);
    let rule = difference.rule.map(|rule| protocol.rule(rule));
    let assessment = bench.assess(protocol, difference.case);
    let working = rule.and_then(|rule| rule.when.as_ref()).map(|when| assessment.working(when)).unwrap_or_default();
    let vocabulary = &protocol.vocabulary;
    let facts = working.facts.iter().map(|(fact, value)| {
        let definition = vocabulary.fact_definition(*fact);
        format!("{} = {}", definition.id, definition.write(*value))
    });
    let events =
        working.events.iter().map(|(event, when)| format!("{} {when}", vocabulary.event_definition(*event).id));
    let unknown = working.unknown.iter().map(|fact| format!("{} is not known", vocabulary.fact_definition(*fact).id));
    DifferenceRow {
        case: trial.id.clone(),
        title: trial.title.clone(),
        rule: rule.map(|rule| rule.id.clone()),
        clause: rule.map(|rule| rule.clause.clone()),
        what: difference.what,
        expected: difference.expected.clone(),
        got: difference.got.clone(),
        because: facts.chain(events).chain(unknown).collect(),
    }
}

fn coverage_row(protocol: &Protocol, coverage: &Coverage) -> CoverageRow {
    let missed = |missed: &Missed| MissedRow {
        of: missed.of.clone(),
        path: missed.path.clone(),
        part: missed.part.clone(),
        never: missed.truth.word(),
    };
    CoverageRow {
        rules: coverage.rules,
        rules_reached: coverage.rules_reached,
        rules_missed: coverage.rules_missed.iter().map(|rule| protocol.rule(*rule).id.clone()).collect(),
        without_condition: coverage.without_condition,
        branches: coverage.branches,
        branches_reached: coverage.branches_reached,
        branches_missed: coverage.branches_missed.iter().map(missed).collect(),
    }
}

fn mutation_row(mutation: Mutation) -> MutationRow {
    let row = |change: Change| ChangeRow {
        of: change.of,
        path: change.path,
        from: change.from,
        to: change.to,
        why: change.why,
    };
    MutationRow {
        tried: mutation.tried,
        noticed: mutation.noticed,
        score: (mutation.score() * 10.0).floor() / 10.0,
        equivalent: mutation.equivalent.into_iter().map(row).collect(),
        unnoticed: mutation.unnoticed.into_iter().map(row).collect(),
    }
}

impl Report for TestReport {
    fn page(&self) -> Page {
        test_page::page(&self.protocols, self.whole)
    }
}
