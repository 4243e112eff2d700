//! Without drawing: a dumb terminal, a screen reader, no terminal at all.

use crate::talk::{Talk, drafts, run, saved};

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
        shown += &talk.sees("Question 3;");
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
fn ctrl_c_in_lines_says_that_the_answers_are_kept_and_how_to_go_on() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let dumb = [("TERM", "dumb")];
    let mut talk = Talk::with(folder.path(), &["-p", "camden"], &dumb);
    talk.sees("Answer: ");
    talk.press(&["\u{3}"]);
    talk.sees("Stopped; nothing was saved.");
    assert!(talk.ends().1.contains("130"));
    assert!(drafts(folder.path()).is_empty());
    let mut talk = Talk::with(folder.path(), &["-p", "camden"], &dumb);
    talk.sees("Answer: ");
    talk.types("1");
    talk.sees("Question 2;");
    talk.sees("Answer: ");
    // Half a line is not an answer.
    talk.press(&["1", "\u{3}"]);
    talk.sees("Your answers are kept: `yjs triage --resume`");
    let (_, status) = talk.ends();
    assert!(status.contains("130"), "{status}");
    let kept = drafts(folder.path());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].metadata().expect("a draft").permissions().mode() & 0o777, 0o600);
    let mut talk = Talk::with(folder.path(), &["--resume"], &dumb);
    talk.sees("1 answer was given before");
    talk.sees("Question 2;");
    talk.sees("Answer: ");
    talk.types("b");
    // Rows are numbered once, and a question is called by its own number.
    talk.sees("  1. Question 1: Is this an emergency");
    talk.sees("Answer: ");
    talk.types("");
    talk.sees("Question 2;");
    talk.sees("Answer: ");
    talk.types("e");
    talk.sees("What now?");
    talk.sees("Leave without saving");
    talk.sees("Answer: ");
    talk.types("leave without saving");
    talk.sees("Nothing was saved");
    talk.ends();
    assert!(drafts(folder.path()).is_empty());
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), &["triage", "--protocol", "camden"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("yjs triage --from FILE"), "{errors}");
}
