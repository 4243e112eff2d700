//! Questions in lines: nothing is drawn twice, answers are typed as numbers.

use super::{Mark, Picked, Prompter, Question, Wish};
use crate::cli::interrupt::StandardInput;
use crate::problem::Problem;
use crate::render::choices::{Choice, list};
use crate::render::{Line, Page, output};
use std::io::{BufRead, BufReader};

/// Asks to choose by number.
pub(super) fn choose(prompter: &Prompter<'_>, question: &Question) -> Result<Picked, Problem> {
    prompter.gap();
    prompter.say(&question.above);
    show(prompter, question, "");
    let mut marks: Vec<Mark> = question.rows.iter().map(|row| row.mark).collect();
    say(prompter, &keys(question));
    loop {
        let typed = line(prompter)?;
        let text = typed.to_lowercase();
        match text.as_str() {
            "b" | "back" if question.in_conversation => return Ok(Picked::Wish(Wish::Back, marks)),
            "e" | "enough" if question.in_conversation => return Ok(Picked::Wish(Wish::Enough, marks)),
            "?" | "help" => {
                prompter.say(&question.help);
                for (number, row) in (1..).zip(&question.rows) {
                    if !row.help.is_empty() {
                        say(prompter, &format!("{number}. {}: {}", row.label, row.help));
                    }
                }
                continue;
            }
            _ => {}
        }
        if let Some(words) = text.strip_prefix("find ").or_else(|| text.strip_prefix('/')) {
            show(prompter, question, words.trim());
            continue;
        }
        if question.many {
            match read_many(question, &text, &mut marks) {
                Ok(()) => return Ok(Picked::Many(marks)),
                Err(problem) => prompter.complain(&problem),
            }
        } else {
            match read_one(question, &text) {
                Some(place) => return Ok(Picked::One(place)),
                None => prompter.complain(&format!("`{typed}` is no answer here. {}", keys(question))),
            }
        }
    }
}

fn show(prompter: &Prompter<'_>, question: &Question, words: &str) {
    let style = prompter.style();
    let mut rows: Vec<Choice> = Vec::new();
    for (number, row) in (1..).zip(&question.rows) {
        let found = format!("{} {}", row.label, row.keywords).to_lowercase().contains(words);
        if found {
            let mark = match row.mark {
                Mark::Open => format!("{number}."),
                Mark::Yes if !question.many => format!("{number}. (now)"),
                Mark::Yes => format!("{number}. (yes)"),
                Mark::No => format!("{number}. (no)"),
            };
            rows.push(Choice { mark, label: Line::from(row.label.as_str()), current: false });
        }
    }
    if rows.is_empty() {
        say(prompter, &format!("No row has `{words}` in it."));
    }
    output::to_stderr(&list(&rows, &style), &style);
}

fn say(prompter: &Prompter<'_>, text: &str) {
    let mut page = Page::new();
    page.paragraph(text);
    prompter.say(&page);
}

fn keys(question: &Question) -> String {
    let more = if question.in_conversation { ", b to go back, e for enough" } else { "" };
    if question.many {
        format!(
            "Type the numbers of those that are so, such as 1 3; put - before one that is not, such as -2. Type none \
             for \"{}\". Enter alone if you don't know. Type find and a word to search, ? for help{more}.",
            question.none
        )
    } else {
        let empty = match nobody_knows(question) {
            Some(_) if question.in_conversation => " Enter alone if you don't know.",
            _ => "",
        };
        format!("Type a number and Enter, or ? for help{more}.{empty}")
    }
}

fn read_one(question: &Question, text: &str) -> Option<usize> {
    let by_number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let by_key = || question.rows.iter().position(|row| row.key.is_some_and(|key| text == key.to_string()));
    let by_label = || question.rows.iter().position(|row| row.label.to_lowercase() == text);
    // Enter alone is never a yes: it takes the row that says that nobody knows, where there is one.
    let empty = || nobody_knows(question).filter(|_| text.is_empty());
    by_number.filter(|place| *place < question.rows.len()).or_else(by_key).or_else(by_label).or_else(empty)
}

/// The row that says that nobody knows, where there is one.
fn nobody_knows(question: &Question) -> Option<usize> {
    question.rows.iter().position(|row| row.key == Some('d'))
}

fn read_many(question: &Question, text: &str, marks: &mut [Mark]) -> Result<(), String> {
    let mut read: Vec<Mark> = marks.to_vec();
    let mut none = false;
    for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        if word == "none" {
            none = true;
            continue;
        }
        let (mark, number) = word.strip_prefix('-').map_or((Mark::Yes, word), |number| (Mark::No, number));
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.and_then(|place| read.get_mut(place)) {
            Some(held) => *held = mark,
            None => return Err(format!("`{word}` is not one of 1 to {}. {}", question.rows.len(), keys(question))),
        }
    }
    if none {
        read.iter_mut().filter(|mark| **mark == Mark::Open).for_each(|mark| *mark = Mark::No);
    }
    marks.copy_from_slice(&read);
    Ok(())
}

/// Reads a line. The end of input is taken for a lost connection.
pub(super) fn line(prompter: &Prompter<'_>) -> Result<String, Problem> {
    let style = prompter.style();
    output::to_stderr("Answer: ", &style);
    let mut text = String::new();
    let mut held = prompter.input.borrow_mut();
    let input = match held.as_mut() {
        Some(input) => input,
        None => held.insert(BufReader::new(StandardInput::new().map_err(|error| prompter.ended(&error))?)),
    };
    let read = input.read_line(&mut text).map_err(|error| prompter.ended(&error))?;
    // What was typed before Ctrl-C was not sent off.
    if read == 0 || !text.ends_with('\n') {
        prompter.gap();
        return Err(Prompter::stopped());
    }
    Ok(text.trim().to_owned())
}
