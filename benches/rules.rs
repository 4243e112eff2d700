//! The rules alone: facts to the level of need, with every rule that applies and the facts that each rests on. Arguments:
//! a protocol, cases one a line, and how often to go over them. Prints one line of JSON, as `benches/zen` does.

use chrono::{DateTime, Utc};
use std::hint::black_box;
use yjs::domain::assess::Assessment;
use yjs::domain::case::Case;
use yjs::domain::condition::RuleIndex;
use yjs::domain::plan::Plan;
use yjs::domain::situation::Situation;
use yjs::domain::view::CaseView;
use yjs::protocol::{Body, Protocol, embedded, load::load};

/// What one pass comes to, to be compared with the other engine's.
#[derive(Default, PartialEq, Debug)]
struct Sum {
    hits: usize,
    levels: usize,
    facts: usize,
}

#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measuring stick, not the program: it reads a file and the clock"
)]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [id, path, rounds] = arguments.as_slice() else { panic!("give a protocol, a file of cases, a number") };
    let rounds: usize = rounds.parse().expect("a number");
    let protocol = load(embedded::VOCABULARY, &embedded::source(id).expect("built in")).expect("sound");
    let plan = plan_of_the_level(&protocol);
    let now = DateTime::parse_from_rfc3339("2026-06-10T09:00:00Z").expect("a time").to_utc();
    let text = std::fs::read_to_string(path).expect("readable");
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    let views: Vec<CaseView<'_>> = cases.iter().map(Case::view).collect();

    let sum = pass(&protocol, &plan, &views, now);
    let start = std::time::Instant::now();
    for _ in 0..rounds {
        black_box(pass(&protocol, &plan, black_box(&views), now));
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        r#"{{"evaluations":{},"seconds":{seconds},"rules":{},"hits":{},"levels":{},"facts":{}}}"#,
        rounds * views.len(),
        plan.wanted.len(),
        sum.hits,
        sum.levels,
        sum.facts
    );
}

/// Level rules and indicators, and what they rest on.
fn plan_of_the_level(protocol: &Protocol) -> Plan {
    let whole = &protocol.whole;
    let order: Vec<RuleIndex> = whole.before_level.iter().chain(&whole.after_level).copied().collect();
    let leveled = |rule: &yjs::protocol::Rule| matches!(rule.body, Body::Level(_) | Body::Indicator { .. });
    Plan::new(&protocol.rules, &order, whole.before_level.len(), leveled)
}

fn pass(protocol: &Protocol, plan: &Plan, views: &[CaseView<'_>], now: DateTime<Utc>) -> Sum {
    let mut sum = Sum::default();
    for view in views {
        let situation = Situation::of_view(protocol, view, now).expect("bound");
        let assessment = Assessment::planned(situation, plan);
        for (_, rule) in assessment.applying() {
            let working = rule.when.as_ref().map(|when| assessment.working(when)).unwrap_or_default();
            sum.hits += 1;
            sum.facts += black_box(working).facts.len();
        }
        sum.levels += usize::from(assessment.level().level.unwrap_or_default());
    }
    sum
}
