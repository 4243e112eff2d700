//! Without drawing: a dumb terminal, a screen reader, no terminal at all.

use crate::talk::{Talk, drafts, run, saved};

impl Talk {
    /// Answers a question with these words in a line; returns what was shown until the answer is wanted.
    fn line(&mut self, words: &str, answer: &str) -> String {
        let mut shown = self.sees(words);
        shown += &self.sees("Answer: ");
        self.types(answer);
        shown
    }
}

#[test]
fn a_dumb_terminal_and_plain_format_ask_in_lines_and_draw_nothing_twice() {
    for (arguments, environment) in
        [(vec!["-p", "camden"], ("TERM", "dumb")), (vec!["-p", "camden", "--format", "plain"], ("COLUMNS", "60"))]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let mut talk = Talk::with(folder.path(), &arguments, &[environment]);
        let mut shown = talk.line("What brings you here?", "");
        shown += &talk.line("Is this an emergency", "?");
        shown += &talk.line("not known", "perhaps");
        shown += &talk.line("is not an answer here", "2");
        shown += &talk.line("level 4", "find harm");
        // A search hides rows: "none" would answer for them.
        shown += &talk.line("harm", "none");
        shown += &talk.line("would answer for rows that", "1 -3");
        shown += &talk.line("Question 4", "999");
        shown += &talk.sees("is not one of");
        let questions = shown.replace("Answer: ", "");
        talk.types("e");
        shown += &talk.line("Check your answers", "1");
        shown += &talk.line("What now?", "1");
        shown += &talk.line("Which reference?", "YJ-13");
        shown += &talk.line("Which worker", "jm");
        shown += &talk.line("initials", "");
        shown += &talk.line("date of birth", "");
        shown += &talk.line("What has been done already?", "none");
        shown += &talk.line("Check what will be saved to YJ-13", "1");
        shown += &talk.sees("Saved YJ-13");
        talk.ends();
        assert!(!shown.contains('\u{1b}'), "no escape codes: {shown:?}");
        let width = if environment.0 == "COLUMNS" { 60 } else { 80 };
        // What is typed is echoed on the prompt's own line; answers on standard output are `plain` and do not wrap.
        let wide: Vec<&str> = questions.lines().filter(|line| line.chars().count() > width).collect();
        assert!(wide.is_empty(), "{wide:#?}");
        let case = saved(folder.path(), "YJ-13");
        assert_eq!((&case["facts"]["child_protection"], &case["worker"]), (&true.into(), &"jm".into()), "{case}");
        let answered = case["facts"].as_object().expect("facts").len();
        assert_eq!(answered, 4, "emergency, two rows and who refers: {case}");
    }
}

#[test]
fn an_emergency_is_declared_in_a_line_and_a_mark_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::with(folder.path(), &["-p", "camden"], &[("TERM", "dumb")]);
    talk.line("What brings you here?", "!");
    talk.sees("Emergency recorded");
    talk.line("The questions can wait", "1");
    // What may be urgent comes first now.
    talk.line("level 4", "1 2");
    talk.line("Question 3", "b");
    talk.line("Which answer do you want to change?", "1");
    talk.line("Question 2, again", "?1 -2");
    talk.sees("not:");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn ctrl_c_in_lines_says_that_the_answers_are_kept_and_how_to_go_on() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let dumb = [("TERM", "dumb")];
    let mut talk = Talk::with(folder.path(), &["-p", "camden"], &dumb);
    talk.sees("Answer: ");
    talk.press(&["\u{3}"]);
    talk.sees("Stopped. Nothing was saved.");
    assert!(talk.ends().1.contains("130"));
    assert!(drafts(folder.path()).is_empty());
    let mut talk = Talk::with(folder.path(), &["-p", "camden"], &dumb);
    talk.line("What brings you here?", "");
    talk.line("Is this an emergency", "1");
    talk.sees("Question 3");
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
    talk.sees("Your answers so far:");
    talk.line("Question 3", "b");
    talk.line("Which answer do you want to change?", "g");
    talk.line("Question 3", "e");
    talk.line("Check your answers", "1");
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
