//! The conversation, in a real pseudo-terminal. (Unix only: there the terminal is one.)
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test runs the program on its own files")]

use rexpect::session::{PtySession, spawn_command};
use serde_json::Value as Json;
use std::path::Path;
use std::process::{Command, Output};

const PATIENCE_MS: u64 = 20_000;
const DOWN: &str = "\u{1b}[B";
const UP: &str = "\u{1b}[A";

/// A conversation that is going on.
struct Talk {
    session: PtySession,
}

impl Talk {
    fn with(store: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = command(store);
        command.env("TERM", "xterm").env("COLUMNS", "80");
        for (name, value) in environment {
            if value.is_empty() {
                command.env_remove(name)
            } else {
                command.env(name, value)
            };
        }
        command.arg("triage").args(arguments);
        Self { session: spawn_command(command, Some(PATIENCE_MS)).expect("a pseudo-terminal") }
    }

    fn begin(store: &Path, arguments: &[&str]) -> Self {
        Self::with(store, arguments, &[])
    }

    /// Waits for words; returns what was shown before them.
    fn sees(&mut self, words: &str) -> String {
        self.session.exp_string(words).unwrap_or_else(|error| panic!("`{words}` was not shown: {error}"))
    }

    /// Waits until a question with these words is asked and its keys are shown.
    fn asks(&mut self, words: &str) {
        self.sees(words);
        self.sees("helps.");
    }

    fn press(&mut self, keys: &[&str]) {
        for key in keys {
            self.session.send(key).expect("a key");
            self.session.flush().expect("sent");
        }
    }

    fn types(&mut self, text: &str) {
        self.session.send_line(text).expect("a line");
    }

    /// Ticks the last row, none of the others.
    fn none(&mut self) {
        self.press(&[UP, " ", "\r"]);
    }

    fn chooses(&mut self, down: usize) {
        self.press(&vec![DOWN; down]);
        self.press(&["\r"]);
    }

    /// Answers whatever is asked until the answer is there: by `known`, else that it is not known. How many answers.
    fn answers(&mut self, known: &[(&str, &[&str])]) -> usize {
        let mut last = String::new();
        let mut count = 0;
        loop {
            let (_, place) = self.session.exp_regex("Question [0-9]+;|What now\\?").expect("something is asked");
            if place == "What now?" {
                return count;
            }
            let kinds = "Space ticks|Enter chooses|Answer \\(\\? help";
            let (asked, kind) = self.session.exp_regex(kinds).expect("a question");
            if place == last {
                // The same question, drawn again.
                continue;
            }
            last = place;
            count += 1;
            let asked = asked.split_whitespace().collect::<Vec<_>>().join(" ");
            let keys = known.iter().find(|(words, _)| asked.contains(words)).map(|(_, keys)| *keys);
            self.press(keys.unwrap_or(if kind == "Enter chooses" { &["d"] } else { &["\r"] }));
        }
    }

    /// Ends at the question what to do now, by the row with these words.
    fn then(&mut self, words: &str) {
        let rows = {
            self.sees("What now?");
            self.sees("Enter chooses")
        };
        let place = rows
            .lines()
            .filter(|line| line.starts_with("   ") || line.starts_with(">  "))
            .position(|line| line.contains(words));
        self.chooses(place.unwrap_or_else(|| panic!("no row says `{words}`: {rows}")));
    }

    fn ends(mut self) -> (String, String) {
        let rest = self.session.exp_eof().expect("the end");
        let status = self.session.process().wait().expect("ended");
        (rest, format!("{status:?}"))
    }
}

fn command(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command
        .env_clear()
        .env("HOME", store)
        .env("YJS_STORE", store.join("store"))
        .env("YJS_NOW", "2026-06-10T10:00:00+01:00")
        .env("YJS_USER", "jm")
        .env("LANG", "C")
        .env("PATH", std::env::var("PATH").unwrap_or_default())
        .env("NO_COLOR", "1");
    command
}

fn run(store: &Path, arguments: &[&str]) -> Output {
    command(store).args(arguments).stdin(std::process::Stdio::null()).output().expect("runs")
}

fn json(store: &Path, arguments: &[&str]) -> Json {
    let output = run(store, arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn saved(store: &Path, reference: &str) -> Json {
    json(store, &["case", "show", reference, "--format", "json"])["case"].clone()
}

fn drafts(store: &Path) -> Vec<std::path::PathBuf> {
    let found = std::fs::read_dir(store.join("store/drafts"));
    found.map(|files| files.map(|file| file.expect("a file").path()).collect()).unwrap_or_default()
}

#[test]
fn a_child_protection_emergency_reaches_the_number_in_two_answers_and_a_call_starts_its_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    talk.asks("Which of these are so?");
    talk.press(&[" ", "\r"]);
    let before = talk.sees("Act on this now");
    assert!(!before.contains("Question 3"), "told before the next question: {before}");
    talk.sees("020 7974 3317/4094/4446");
    talk.asks("What brings you here?");
    talk.press(&["e"]);
    talk.sees("Enough for now. Left open");
    talk.sees("Level 4");
    talk.then("Log what was done now");
    talk.sees("What has been done?");
    talk.sees("Referred by telephone");
    talk.sees("helps.");
    talk.press(&[" ", "\r"]);
    talk.sees("Enter alone for now");
    talk.types("");
    talk.sees("Recorded");
    talk.sees("Fri 12 Jun 2026, 10:00 BST");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-9");
    talk.sees("Saved YJ-9");
    talk.ends();
    let case = saved(folder.path(), "YJ-9");
    assert_eq!(case["facts"]["child_protection"], true);
    assert_eq!(case["facts"].as_object().expect("facts").len(), 2, "what was not answered is not stored: {case}");
    assert_eq!(case["events"][0]["kind"], "referred_by_telephone");
    assert_eq!(case["events"][0]["at"], "2026-06-10T10:00:00+01:00");
    assert!(drafts(folder.path()).is_empty(), "a saved conversation leaves no draft");
}

#[test]
fn a_plain_camden_triage_1_takes_at_most_ten_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    let none: &[&str] = &[UP, " ", "\r"];
    let answers = talk.answers(&[
        ("Is this an emergency", &["n"]),
        ("level 4", none),
        ("What brings you here?", &[" ", "\r"]),
        // Has offended; fully admitted; can be dealt with below a caution.
        ("An offence, and how", &[" ", DOWN, " ", DOWN, " ", "\r"]),
        ("How grave is the offence", &["\r"]),
        ("Which offence is this", &["1", "\r"]),
        ("date of birth", &["2012-01-21", "\r"]),
        ("level 3", none),
        ("How serious is the child's", &[DOWN, "\r"]),
        ("level 2", none),
    ]);
    assert!(answers <= 10, "{answers}");
    let draft = drafts(folder.path()).pop().expect("kept until it is saved or left");
    let draft = draft.to_str().expect("a name");
    let answer = json(folder.path(), &["triage", "--answers", draft, "--no-input", "--format", "json"]);
    assert_eq!(answer["level"]["level"], 1);
    assert_eq!(answer["level"]["could_be"], Json::Array(Vec::new()));
    let decisions = answer["decisions"].as_array().expect("decisions").iter();
    let outcomes: Vec<&Json> = decisions.filter(|row| row["applies"] == "yes").map(|row| &row["outcome"]).collect();
    assert_eq!(outcomes, ["yjs_eligible", "triage_1_candidate"]);
    talk.sees("Enter chooses");
    // Nothing was judged: back to what to do now.
    talk.press(&[DOWN, "\r"]);
    talk.sees("Which level is it");
    talk.press(&["d"]);
    talk.then("Leave without saving");
    talk.sees("Nothing was saved");
    talk.ends();
    assert!(!folder.path().join("store").exists(), "what was discarded leaves nothing");
}

#[test]
fn a_tower_hamlets_exploitation_concern_takes_at_most_twelve_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.asks("Is any of this so now?");
    talk.none();
    talk.asks("level 4");
    // Found by searching, then ticked.
    talk.press(&["/", "c", "o", "u", "n", "t", "y", "\r", " ", "\r"]);
    talk.sees("Act on this now");
    talk.sees("020 7364 5601 /5606");
    let answers = 2 + talk.answers(&[
        ("What brings you here?", &["\r"]),
        ("Consent, and sharing", &[UP, " ", "\r"]),
        ("Which service", &["\r"]),
    ]);
    assert!((4..=12).contains(&answers), "{answers}");
    talk.sees("Enter chooses");
    talk.press(&["\u{3}"]);
    let (_, status) = talk.ends();
    assert!(status.contains("130"), "{status}");
}

#[test]
fn do_not_know_is_kept_as_unknown_and_saves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["d"]);
    talk.sees("don't know");
    talk.asks("level 4");
    talk.press(&["\r"]);
    talk.asks("What brings you here?");
    talk.press(&["e"]);
    talk.sees("Left open, and kept as unknown");
    talk.sees("Level 1 so far");
    talk.sees("not ruled out");
    talk.sees("Nothing was learned");
    talk.ends();
    assert!(!folder.path().join("store").exists());
}

#[test]
fn help_says_what_a_term_means_and_which_clause_asks() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["?"]);
    talk.sees("kept as unknown, never as no");
    talk.sees("Assess before you refer [6]");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["?"]);
    talk.sees("Is the child thought to have");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn any_earlier_answer_can_be_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.none();
    talk.asks("What brings you here?");
    talk.press(&["b"]);
    talk.sees("Which answer do you want to change?");
    talk.sees("1. Is this an emergency");
    talk.sees("None: go on");
    talk.sees("helps.");
    // The latest answer stands first.
    talk.chooses(1);
    talk.sees("Question 1, again.");
    talk.sees("helps.");
    talk.press(&["y"]);
    talk.asks("Question 3;");
    talk.press(&["e"]);
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-10");
    talk.sees("Saved YJ-10");
    talk.ends();
    let case = saved(folder.path(), "YJ-10");
    assert_eq!(
        (&case["facts"]["emergency"], &case["facts"]["child_protection"]),
        (&Json::Bool(true), &Json::Bool(false))
    );
}

#[test]
fn a_judgement_is_kept_with_its_reason_and_shown_ever_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["e"]);
    talk.then("Record a level of your own");
    talk.asks("Which level is it in your judgement?");
    talk.chooses(2);
    talk.sees("Why?");
    talk.types("Pattern of concerns over a year");
    talk.sees("A practitioner's judgement");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-11");
    talk.sees("Saved YJ-11");
    talk.ends();
    let answer = json(folder.path(), &["triage", "YJ-11", "--format", "json", "--no-input"]);
    assert_eq!(answer["level"]["level"], 1, "the computed level stays");
    let own = &answer["level"]["overridden"];
    assert_eq!((&own["level"], &own["by"]), (&Json::from(3), &Json::from("jm")), "{own}");
    assert_eq!(own["reason"], "Pattern of concerns over a year");
    for arguments in [["case", "show", "YJ-11"], ["triage", "YJ-11", "--no-input"]] {
        let shown = String::from_utf8(run(folder.path(), &arguments).stdout).expect("text");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("Level 3 by judgement") && shown.contains("by the rules level 1"), "{shown}");
        assert!(shown.contains("Pattern of concerns over a year"), "{shown}");
    }
}

#[test]
fn ctrl_c_leaves_a_private_draft_that_resume_continues() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["\u{3}"]);
    talk.sees("Your answers are kept");
    let (_, status) = talk.ends();
    assert!(status.contains("130"), "{status}");
    let kept = drafts(folder.path());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].metadata().expect("a draft").permissions().mode() & 0o777, 0o600);
    let mut talk = Talk::begin(folder.path(), &["--resume"]);
    talk.sees("1 answer was given before");
    talk.asks("Question 2;");
    talk.press(&[" ", "\r"]);
    talk.asks("What brings you here?");
    talk.press(&["e"]);
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-12");
    talk.sees("Saved YJ-12");
    talk.ends();
    let case = saved(folder.path(), "YJ-12");
    assert_eq!(
        (&case["facts"]["emergency"], &case["facts"]["child_protection"]),
        (&Json::Bool(false), &Json::Bool(true))
    );
    assert!(drafts(folder.path()).is_empty());
    let again = run(folder.path(), &["triage", "--resume"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("no unfinished conversation"));
}

#[test]
fn a_closed_window_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    talk.asks("level 4");
    drop(talk);
    let text = std::fs::read_to_string(&drafts(folder.path())[0]).expect("a draft");
    let draft: Json = serde_json::from_str(&text).expect("JSON");
    assert_eq!(draft["answers"][0]["answer"], true, "{draft}");
}

#[test]
fn wrong_keys_do_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["q", "z", "\t", "\u{7f}", "9", "\u{1b}[5~", "\u{1b}[3~", "%"]);
    talk.press(&["n"]);
    talk.sees("else safe? no");
    talk.asks("level 4");
    talk.press(&["q", "\u{1b}[D", "5", "\r"]);
    talk.sees("(Child protection). don't");
    talk.asks("What brings you here?");
    talk.press(&[" ", "\r"]);
    talk.asks("An offence, and how to deal with it: which");
    talk.press(&["\r"]);
    talk.sees("Which offence is this");
    talk.types("many");
    talk.sees("Not taken");
    talk.types("0");
    talk.sees("Not taken");
    talk.types("?");
    talk.sees("It is asked because of");
    talk.types("2");
    talk.sees("Question 6;");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn a_resize_in_the_middle_of_a_question_is_drawn_anew_at_the_new_width() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut shell = Command::new("sh");
    let set = command(folder.path());
    shell.env_clear().envs(set.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("TERM", "xterm");
    shell.args(["-c", "tty; exec \"$0\" triage -p camden", env!("CARGO_BIN_EXE_yjs")]);
    let mut talk = Talk { session: spawn_command(shell, Some(PATIENCE_MS)).expect("a pseudo-terminal") };
    let terminal = talk.session.read_line().expect("its terminal").trim().to_owned();
    let resize = |columns: &str| {
        let done = Command::new("stty").arg("-F").arg(&terminal).args(["rows", "40", "cols", columns]).status();
        assert!(done.expect("stty").success());
    };
    talk.asks("Is this an emergency");
    resize("60");
    talk.press(&["n"]);
    talk.asks("level 4");
    resize("100");
    talk.press(&[DOWN]);
    let drawn = talk.sees("helps.");
    let long = "[   ] At imminent risk of violence, or of leaving the UK, following radicalisation";
    assert!(drawn.contains(long), "one line at 100 columns: {drawn}");
    resize("60");
    talk.press(&[UP]);
    let drawn = talk.sees("helps.");
    let lines = drawn.lines().map(|line| line.split('\u{1b}').next().unwrap_or_default());
    assert!(lines.clone().all(|line| line.chars().count() <= 60), "at most 60 columns: {drawn}");
    talk.press(&[" ", "\r"]);
    talk.sees("Act on this now");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn a_dumb_terminal_and_plain_format_ask_in_lines_and_draw_nothing_twice() {
    for (arguments, environment) in
        [(vec!["-p", "camden"], ("TERM", "dumb")), (vec!["-p", "camden", "--format", "plain"], ("COLUMNS", "60"))]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let mut talk = Talk::with(folder.path(), &arguments, &[environment]);
        let mut shown = talk.sees("Answer: ");
        talk.types("?");
        shown += &talk.sees("Answer: ");
        talk.types("perhaps");
        shown += &talk.sees("is no answer here");
        talk.types("2");
        shown += &talk.sees("Answer: ");
        talk.types("find harm");
        shown += &talk.sees("Answer: ");
        talk.types("1 -3");
        shown += &talk.sees("Act on this now");
        shown += &talk.sees("What brings you here?");
        shown += &talk.sees("Answer: ");
        talk.types("99");
        shown += &talk.sees("is not one of");
        talk.types("enough");
        shown += &talk.sees("What now?");
        shown += &talk.sees("Answer: ");
        talk.types("1");
        shown += &talk.sees("Under which reference?");
        talk.types("YJ-13");
        shown += &talk.sees("Saved YJ-13");
        talk.ends();
        assert!(!shown.contains('\u{1b}'), "no escape codes: {shown:?}");
        let width = if environment.0 == "COLUMNS" { 60 } else { 80 };
        // What is typed is echoed on the prompt's own line; answers on standard output are `plain` and do not wrap.
        let drawn = shown.split("What now?").next().unwrap_or_default();
        let questions = drawn.split("Level 4").next().unwrap_or_default().replace("Answer: ", "");
        let wide: Vec<&str> = questions.lines().filter(|line| line.chars().count() > width).collect();
        assert!(wide.is_empty(), "{wide:#?}");
        let case = saved(folder.path(), "YJ-13");
        assert_eq!(case["facts"]["child_protection"], true);
        assert_eq!(case["facts"]["imminent_extremist_violence_or_travel"], false);
    }
}

#[test]
fn going_missing_is_recorded_with_its_times() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.asks("Is any of this so now?");
    talk.press(&["\r"]);
    talk.asks("level 4");
    talk.press(&["\r"]);
    talk.asks("What brings you here?");
    talk.press(&["/", "m", "i", "s", "s", "i", "n", "g", " ", "n", "o", "w", "\r", " ", "\r"]);
    talk.asks("Going missing, or missing now: which");
    talk.press(&["/", "w", "h", "e", "r", "e", "a", "b", "o", "u", "t", "s", " ", "l", "\r", " ", "\r"]);
    talk.sees("Whereabouts lost: when was that?");
    talk.types("2026-06-12");
    talk.sees("Not taken");
    talk.types("2026-06-06T18:00");
    talk.asks("Question 6;");
    talk.press(&["e"]);
    talk.sees("Have a strategy meeting");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-14");
    talk.sees("Saved YJ-14");
    talk.ends();
    let case = saved(folder.path(), "YJ-14");
    assert_eq!(case["events"][0]["kind"], "went_missing");
    assert_eq!(case["events"][0]["at"], "2026-06-06T18:00:00+01:00");
}

#[test]
fn answers_are_added_to_a_case_that_is_in_the_store_already() {
    let folder = tempfile::tempdir().expect("a folder");
    let added = run(folder.path(), &["case", "add", "YJ-15", "-p", "camden", "--fact", "known_to_social_care=open"]);
    assert!(added.status.success());
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    talk.asks("level 4");
    talk.press(&["e"]);
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-15");
    talk.sees("Add these answers to it?");
    talk.sees("helps.");
    talk.press(&["y"]);
    talk.sees("Saved YJ-15");
    talk.ends();
    let case = saved(folder.path(), "YJ-15");
    assert_eq!(
        (&case["facts"]["emergency"], &case["facts"]["known_to_social_care"]),
        (&Json::Bool(true), &Json::from("open"))
    );
}

#[test]
fn a_conversation_is_written_down_and_replayed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("talk.json");
    let file = file.to_str().expect("a name");
    let mut talk = Talk::begin(folder.path(), &["-p", "camden", "--record", file]);
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&[" ", "\r"]);
    talk.asks("What brings you here?");
    talk.press(&["e"]);
    talk.sees("Questions and answers written to");
    talk.then("Leave without saving");
    talk.ends();
    let record: Json = serde_json::from_str(&std::fs::read_to_string(file).expect("a record")).expect("JSON");
    assert_eq!(record["schema"], "yjs.conversation/1");
    assert!(record["answers"][0]["question"].as_str().expect("words").starts_with("Is this an emergency"));
    assert_eq!(record["answers"][1]["yes"][0], "child_protection");
    let answer =
        json(folder.path(), &["triage", "--answers", file, "--no-input", "--format", "json", "--save", "YJ-16"]);
    assert_eq!(answer["level"]["level"], 4);
    assert_eq!(saved(folder.path(), "YJ-16")["facts"]["emergency"], false);
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), &["triage", "--protocol", "camden"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("yjs triage --from FILE"), "{errors}");
}

/// A third borough writes a folder of data; nobody changes a line of Rust.
#[test]
fn a_protocol_of_ones_own_is_talked_through_from_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let protocols = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/protocols");
    let mut talk = Talk::begin(folder.path(), &["--protocols", protocols, "--protocol", "little_borough"]);
    talk.sees("Little Borough");
    talk.asks("level 2 (Act now)");
    talk.press(&[" ", "\r"]);
    talk.sees("Act on this now");
    talk.sees("0300 555 0100");
    talk.sees("What brings you here?");
    talk.sees("> [   ] Lost on the river");
    talk.sees("helps.");
    talk.press(&[" ", "\r"]);
    talk.sees("How many boats are out?");
    talk.types("3");
    talk.asks("Lost on the river: which of these");
    talk.press(&[" ", "\r"]);
    talk.sees("Search begun: when was that?");
    talk.types("yesterday 16:30");
    talk.sees("Level 2: Act now");
    talk.sees("Report the search within a day");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("LB-1");
    talk.sees("Saved LB-1");
    talk.ends();
    let shown = json(folder.path(), &["triage", "LB-1", "--protocols", protocols, "--no-input", "--format", "json"]);
    assert_eq!(shown["level"]["level"], 2);
    assert_eq!(shown["deadlines"][0]["status"], "due_today");
    let next = json(folder.path(), &["next", "LB-1", "--protocols", protocols, "--format", "json"]);
    assert_eq!(next["schema"], "yjs.next/1");
}
