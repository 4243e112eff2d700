//! Questions in lines: nothing is drawn twice, answers are typed as numbers.

use super::selection::find;
use super::{Mark, Picked, Prompter, Question, Wish};
use crate::interrupt::StandardInput;
use crate::problem::Problem;
use crate::render::choices::{Choice, list};
use crate::render::{Line, Page, output};
use std::io::{BufRead, BufReader};

/// Asks to choose by number.
pub(super) fn choose(
    prompter: &Prompter<'_>,
    question: &Question,
    keep: &mut dyn FnMut(&[Mark]),
) -> Result<Picked, Problem> {
    prompter.gap();
    prompter.say(&question.above);
    let mut marks: Vec<Mark> = question.rows.iter().map(|row| row.mark).collect();
    let mut found = show(prompter, question, &marks, "");
    say(prompter, &keys(question));
    loop {
        let typed = line(prompter)?;
        let text = typed.to_lowercase();
        match text.as_str() {
            "b" | "back" if question.in_conversation => return Ok(Picked::Wish(Wish::Back, marks)),
            "e" | "enough" | "finish" if question.in_conversation => return Ok(Picked::Wish(Wish::Enough, marks)),
            "!" | "emergency" if question.emergency => return Ok(Picked::Wish(Wish::Emergency, marks)),
            "?" | "help" => {
                prompter.say(&question.help);
                for (number, row) in (1..).zip(&question.rows) {
                    if !row.help.is_empty() {
                        say(prompter, &format!("{number}. {}: {}", row.label, row.help));
                    }
                }
                continue;
            }
            "list" | "/" => {
                found = show(prompter, question, &marks, "");
                continue;
            }
            _ => {}
        }
        if let Some(words) = text.strip_prefix("find ").or_else(|| text.strip_prefix('/')) {
            found = show(prompter, question, &marks, words.trim());
            continue;
        }
        if !question.many {
            match read_one(question, &text) {
                Some(place) => return Ok(Picked::One(place)),
                None => prompter.complain(&format!("`{typed}` is not an answer here. {}", keys(question))),
            }
            continue;
        }
        // What a search has left out is not answered for.
        let searched = found < question.rows.len();
        match read_many(question, &text, &marks, searched) {
            Ok(read) => {
                keep(&read);
                marks = read;
                return Ok(Picked::Many(marks));
            }
            Err(problem) => prompter.complain(&problem),
        }
    }
}

/// Shows the rows in which the words are found, with their numbers in the whole list; how many they are.
fn show(prompter: &Prompter<'_>, question: &Question, marks: &[Mark], words: &str) -> usize {
    let style = prompter.style();
    let found = find(&question.rows, words);
    let rows: Vec<Choice> = found
        .iter()
        .map(|place| {
            let (row, number) = (&question.rows[*place], place + 1);
            let mark = match marks[*place] {
                Mark::Open => format!("{number}."),
                Mark::Yes if !question.many => format!("{number}. (now)"),
                Mark::Yes => format!("{number}. (yes)"),
                Mark::No => format!("{number}. (no)"),
            };
            let label = Line::from(row.label.as_str()).faint(row.aside.as_str());
            Choice { mark, label, current: false }
        })
        .collect();
    if rows.is_empty() {
        say(prompter, &format!("Nothing matches `{words}`. Type list to see every row again."));
    }
    output::to_stderr(&list(&rows, &style), &style);
    found.len()
}

fn say(prompter: &Prompter<'_>, text: &str) {
    let mut page = Page::new();
    page.paragraph(text);
    prompter.say(&page);
}

fn keys(question: &Question) -> String {
    let mut more = String::new();
    if question.in_conversation {
        more.push_str(", b to change an answer, e to finish now");
    }
    if question.emergency {
        more.push_str(", ! for an emergency");
    }
    if question.many {
        format!(
            "Type the numbers of those that apply, such as 1 3. Put - before one that does not apply, such as -2, and ? \
             before one to leave as not known, such as ?2. Type none for \"{}\". Enter alone if you don't know. Type find \
             and a word to search, list to see every row again, ? for help{more}.",
            question.none
        )
    } else {
        let empty = match not_known(question) {
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
    // Enter alone is never a yes: it takes the row for "don't know", where there is one.
    let empty = || not_known(question).filter(|_| text.is_empty());
    by_number.filter(|place| *place < question.rows.len()).or_else(by_key).or_else(by_label).or_else(empty)
}

/// The row for "don't know", where there is one.
fn not_known(question: &Question) -> Option<usize> {
    question.rows.iter().position(|row| row.key == Some('d'))
}

fn read_many(question: &Question, text: &str, marks: &[Mark], searched: bool) -> Result<Vec<Mark>, String> {
    let mut read: Vec<Mark> = marks.to_vec();
    let mut none = false;
    for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        if word == "none" && searched {
            return Err("\"none\" would answer for rows that the search has left out. Type list to see every row, \
                        then none."
                .into());
        }
        if word == "none" {
            none = true;
            continue;
        }
        let (mark, number) = match (word.strip_prefix('-'), word.strip_prefix('?')) {
            (Some(number), _) => (Mark::No, number),
            (_, Some(number)) => (Mark::Open, number),
            _ => (Mark::Yes, word),
        };
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.and_then(|place| read.get_mut(place)) {
            Some(held) => *held = mark,
            None => return Err(format!("`{word}` is not one of 1 to {}. {}", question.rows.len(), keys(question))),
        }
    }
    if none {
        read.iter_mut().filter(|mark| **mark == Mark::Open).for_each(|mark| *mark = Mark::No);
    }
    Ok(read)
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
