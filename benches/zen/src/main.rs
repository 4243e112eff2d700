//! The same rules by zen-engine, as a decision table compiled beforehand. Arguments: the table, cases one a line, and how
//! often to go over them. Prints one line of JSON, as `benches/rules.rs` does.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, Variable};

/// The floor of the levels, where no row raises it.
const FLOOR: u64 = 1;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [table, cases, rounds] = arguments.as_slice() else { panic!("give a table, a file of cases, a number") };
    let rounds: usize = rounds.parse().expect("a number");
    let table = std::fs::read_to_string(table).expect("a table");
    let content: DecisionContent = serde_json::from_str(&table).expect("a table");
    let mut decision = DecisionEngine::default().create_decision(content.into()).expect("a sound table");
    decision.compile();
    let cases = std::fs::read_to_string(cases).expect("cases");
    let facts: Vec<Variable> = cases
        .lines()
        .map(|line| {
            let case: serde_json::Value = serde_json::from_str(line).expect("a case");
            case["facts"].clone().into()
        })
        .collect();

    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let (hits, levels) = runtime.block_on(sum(&decision, &facts));
    let start = Instant::now();
    runtime.block_on(async {
        for _ in 0..rounds {
            for facts in &facts {
                black_box(decision.evaluate(black_box(facts).clone()).await.expect("an answer").result);
            }
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    let evaluations = rounds * facts.len();
    println!(r#"{{"evaluations":{evaluations},"seconds":{seconds},"hits":{hits},"levels":{levels}}}"#);
}

/// How many rules applied and what the levels add up to, to be compared; outside the time measured.
async fn sum(decision: &Decision, facts: &[Variable]) -> (usize, u64) {
    let (mut hits, mut levels) = (0, 0);
    for facts in facts {
        let rows = decision.evaluate(facts.clone()).await.expect("an answer").result.to_value();
        let rows = rows.as_array().expect("rows");
        let rules: BTreeSet<&str> = rows.iter().filter_map(|row| row["rule"].as_str()).collect();
        hits += rules.len();
        levels += rows.iter().filter_map(|row| row["level"].as_u64()).max().unwrap_or(FLOOR).max(FLOOR);
    }
    (hits, levels)
}
