//! Answering by search is answering by scrolling, and no row is answered for that was not on the screen.

use super::{Mark, Outcome, Picked, Question, Row, Selection, find};
use dialoguer::console::Key;
use proptest::prelude::*;

fn question(labels: &[String]) -> Question {
    let rows = labels.iter().map(|label| Row { label: label.clone(), ..Row::default() }).collect();
    Question { rows, many: true, in_conversation: true, ..Question::default() }
}

/// Sends a key after drawing `height` rows around the current one, as the screen does.
fn press(selection: &mut Selection<'_>, key: &Key, height: usize) -> Option<Vec<Mark>> {
    let shown = selection.shown();
    let here = shown.iter().position(|place| *place == selection.current()).unwrap_or(0);
    let first = here.saturating_sub(height - 1);
    selection.saw(first..(first + height).min(shown.len()));
    match selection.key(key) {
        Outcome::Done(Picked::Many(marks)) => Some(marks),
        _ => None,
    }
}

fn enter(selection: &mut Selection<'_>, height: usize) -> Vec<Mark> {
    let given = press(selection, &Key::Enter, height);
    given.or_else(|| press(selection, &Key::Enter, height)).expect("the second Enter goes on")
}

/// Labels of which several share words, as real ones do.
fn labels() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["remand", "court", "risk", "harm", "at", "police", "station", "bail", "home"]);
    let label = prop::collection::vec(word, 1..4);
    prop::collection::vec(label, 2..30).prop_map(|labels| {
        labels.iter().enumerate().map(|(place, words)| format!("{} {place}x", words.join(" "))).collect()
    })
}

proptest! {
    #[test]
    fn answering_by_search_equals_answering_by_scrolling(
        labels in labels(),
        ticks in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), any::<bool>()), 0..6),
        height in 1_usize..20,
    ) {
        let question = question(&labels);
        let mut by_scrolling = Selection::new(&question);
        let mut by_search = Selection::new(&question);
        for (index, yes, word_by_word) in &ticks {
            let place = index.index(labels.len());
            let mark = Key::Char(if *yes { ' ' } else { 'n' });
            while by_scrolling.current() != place {
                press(&mut by_scrolling, &Key::ArrowDown, height);
            }
            press(&mut by_scrolling, &mark, height);
            press(&mut by_search, &Key::Char('/'), height);
            let typed = if *word_by_word { labels[place].clone() } else { format!("{place}x") };
            for letter in typed.chars() {
                press(&mut by_search, &Key::Char(letter), height);
            }
            press(&mut by_search, &Key::Enter, height);
            while by_search.current() != place {
                press(&mut by_search, &Key::ArrowDown, height);
            }
            press(&mut by_search, &mark, height);
        }
        prop_assert_eq!(enter(&mut by_scrolling, height), enter(&mut by_search, height));
    }

    #[test]
    fn nothing_is_answered_for_a_row_that_was_not_on_the_screen(
        labels in labels(),
        keys in prop::collection::vec(
            prop::sample::select(vec![
                Key::ArrowUp, Key::ArrowDown, Key::PageDown, Key::PageUp, Key::End, Key::Home, Key::Escape,
                Key::Char(' '), Key::Char('n'), Key::Char('/'), Key::Char('r'), Key::Char('h'), Key::Char('?'),
            ]),
            0..40,
        ),
        height in 1_usize..12,
    ) {
        let question = question(&labels);
        let mut selection = Selection::new(&question);
        let mut on_screen = vec![false; labels.len()];
        for key in &keys {
            let shown = selection.shown();
            let here = shown.iter().position(|place| *place == selection.current()).unwrap_or(0);
            let first = here.saturating_sub(height - 1);
            for place in shown.iter().skip(first).take(height).filter(|place| **place < labels.len()) {
                on_screen[*place] = true;
            }
            prop_assert!(!selection.searching() || !shown.contains(&labels.len()), "no \"none\" row in a search");
            press(&mut selection, key, height);
        }
        for (place, mark) in selection.settled().iter().enumerate() {
            prop_assert!(*mark == Mark::Open || on_screen[place], "row {} was answered unseen", place);
        }
    }
}

#[test]
fn a_visible_label_comes_before_hidden_words() {
    let row = |label: &str, keywords: &str| Row { label: label.into(), keywords: keywords.into(), ..Row::default() };
    let rows = [
        row("Court, bail or a court order", "Is the child in court for a matter that could lead to remand?"),
        row("Likely to be unremanded", ""),
        row("Remand or custody", ""),
        row("Somewhere to live", ""),
    ];
    assert_eq!(find(&rows, "remand"), [2, 1, 0]);
    assert_eq!(find(&rows, "REMAND custody"), [2]);
    assert_eq!(find(&rows, "  "), [0, 1, 2, 3]);
    assert_eq!(find(&rows, "nothing like it"), [0_usize; 0]);
}

#[test]
fn space_chooses_where_one_answer_is_wanted() {
    let row = |label: &str, key| Row { label: label.into(), key: Some(key), ..Row::default() };
    let rows = vec![row("Yes", 'y'), row("No", 'n'), row("Don't know", 'd')];
    let question = Question { rows, in_conversation: true, ..Question::default() };
    let mut selection = Selection::new(&question);
    assert!(matches!(selection.key(&Key::Char(' ')), Outcome::Done(Picked::One(2))), "it begins at don't know");
    let mut selection = Selection::new(&question);
    selection.key(&Key::ArrowUp);
    assert!(matches!(selection.key(&Key::Char(' ')), Outcome::Done(Picked::One(1))));
}

#[test]
fn enter_right_after_a_search_does_not_go_on_without_an_answer() {
    let labels: Vec<String> = ["Remand or custody", "Somewhere to live"].map(str::to_owned).into();
    let question = question(&labels);
    let mut selection = Selection::new(&question);
    for key in [Key::Char('/'), Key::Char('r'), Key::Char('e'), Key::Enter] {
        selection.key(&key);
    }
    assert!(matches!(selection.key(&Key::Enter), Outcome::Open));
    assert!(selection.notice().is_some_and(|notice| notice.contains("Nothing is ticked yet")));
    selection.key(&Key::Char(' '));
    assert!(matches!(selection.key(&Key::Enter), Outcome::Done(Picked::Many(marks)) if marks[0] == Mark::Yes));
}
