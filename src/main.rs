//! The `yjs` command: see the library.
use std::io::Read;
use yjs::protocol::{embedded, load};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let get = |n: &str| args.iter().position(|a| a == n).map(|p| args[p + 1].clone());
    let now = yjs::clock::now(get("--now").as_deref()).unwrap();
    if args[1] == "due" { return; }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let case: yjs::domain::case::Case = serde_json::from_str(&text).unwrap();
    let p = load::load(embedded::VOCABULARY, &embedded::source(&get("--protocol").unwrap()).unwrap()).unwrap();
    match yjs::report::assessment::AssessmentReport::of_case(&p, &case, now) {
        Ok(r) => println!("{}", serde_json::to_string_pretty(&r).unwrap()),
        Err(e) => { eprintln!("{e}"); std::process::exit(2) }
    }
}
