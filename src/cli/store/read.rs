//! Cases of a file in any of the forms they are exchanged in: JSON Lines, a JSON array, CSV.

use crate::cli::cases_csv::read_csv;
use crate::cli::input::{json, text_of, unreadable};
use crate::domain::case::Case;
use crate::problem::Problem;
use std::fs::File;
use std::io::Read;

/// The most bytes of one case: a guard against a file that is something else.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The most bytes of a file: all its cases are held until the last one is found sound.
const MOST_FILE_BYTES: u64 = 1024 * 1024 * 1024;

const FORM: &str = "docs/case-file.md shows the form of a case";

/// Cases with the lines they begin on; what is no case is a problem that names its line.
pub(super) type Rows = Vec<(usize, Result<Case, Problem>)>;

/// Reads every case of a file, or of standard input for `-`.
///
/// # Errors
/// When the file itself cannot be read, or is empty.
pub(super) fn cases(path: &str) -> Result<Rows, Problem> {
    let mut bytes = Vec::new();
    let name = if path == "-" { "standard input" } else { path };
    let source: Box<dyn Read> = match path {
        "-" => Box::new(std::io::stdin().lock()),
        path => Box::new(File::open(path).map_err(|error| unreadable(path, &error))?),
    };
    source.take(MOST_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > MOST_FILE_BYTES {
        return Err(Problem::input("it is larger than 1 GiB").file(name).hint("split it"));
    }
    let start = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let rows = match start.trim_ascii_start().first() {
        None => {
            return Err(Problem::input("it is empty")
                .file(name)
                .hint("give JSON Lines, a JSON array of cases, or CSV"));
        }
        Some(b'[') => array(start).map_err(|problem| problem.file(name))?,
        Some(b'{') => lines(start),
        Some(_) => read_csv(start).collect(),
    };
    if rows.is_empty() {
        return Err(Problem::input("there is no case in it").file(name));
    }
    Ok(rows)
}

fn lines(bytes: &[u8]) -> Rows {
    // One case written over several lines is plainly meant; several of them would need a reader of another form.
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if !first.trim_ascii_end().ends_with(b"}")
        && let Ok(case) = text_of(bytes).and_then(json::<Case>)
    {
        return vec![(1, Ok(case))];
    }
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    lines.map(|(place, line)| (place + 1, case(line, place + 1, 1))).collect()
}

/// One case that begins at a line and column of its file.
fn case(bytes: &[u8], line: usize, column: usize) -> Result<Case, Problem> {
    if bytes.len() > MOST_BYTES {
        let what = "it is longer than any one case can be (4 MiB)";
        return Err(Problem::input(what).at(line, None).hint("is it the right file?"));
    }
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Problem::input("a case is a JSON object, `{…}`").at(line, Some(column)).hint(FORM));
    }
    text_of(bytes).and_then(json::<Case>).map_err(|mut problem| {
        let within = problem.place.line.unwrap_or(1).max(1);
        if within == 1 {
            problem.place.column = problem.place.column.map(|place| place + column - 1);
        }
        problem.place.line = Some(line + within - 1);
        problem
    })
}

/// The elements of a JSON array, each read by itself so that one fault does not hide the next.
fn array(bytes: &[u8]) -> Result<Rows, Problem> {
    let mut rows = Rows::new();
    let (mut line, mut line_start) = (1, 0);
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let mut element: Option<(usize, usize, usize)> = None;
    let mut closed = false;
    for (place, byte) in bytes.iter().copied().enumerate() {
        if byte == b'\n' {
            (line, line_start) = (line + 1, place + 1);
        }
        if in_text {
            (in_text, escaped) = (escaped || byte != b'"', !escaped && byte == b'\\');
            continue;
        }
        if closed && !byte.is_ascii_whitespace() {
            return Err(
                Problem::input("there is more after the end of the array").at(line, Some(place - line_start + 1))
            );
        }
        let ends = depth == 1 && matches!(byte, b',' | b']');
        if ends && let Some((start, line, column)) = element.take() {
            rows.push((line, case(bytes[start..place].trim_ascii_end(), line, column)));
        } else if depth == 1 && !ends && !byte.is_ascii_whitespace() && element.is_none() {
            element = Some((place, line, place - line_start + 1));
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        closed |= depth == 0 && byte == b']';
    }
    if depth > 0 || in_text {
        let what = "the array has no end";
        return Err(Problem::input(what).at(line, None).hint("is the file whole?"));
    }
    Ok(rows)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Rows, array, lines};

    fn told(rows: Rows) -> Vec<(usize, String)> {
        let words = |row: &Result<crate::domain::case::Case, crate::problem::Problem>| match row {
            Ok(case) => case.reference.clone(),
            Err(problem) => problem.place.to_string(),
        };
        rows.iter().map(|(line, row)| (*line, words(row))).collect()
    }

    fn at(line: usize, what: &str) -> (usize, String) {
        (line, what.to_owned())
    }

    #[test]
    fn an_array_is_read_element_by_element() {
        let text = "[ {\"ref\":\"A\"},\n  {\"ref\":\"B],\\\"\",\n   \"facts\": {\"cse\": true}}\n, 7, {\"ref\":1} ]\n";
        let told = told(array(text.as_bytes()).unwrap());
        assert_eq!(told[..2], [at(1, "A"), at(2, "B],\"")]);
        assert_eq!(told[2], at(4, "line 4, column 3"));
        assert_eq!(told[3].0, 4);
        assert!(told[3].1.ends_with("ref"), "{told:?}");
        assert!(array(b"[]").unwrap().is_empty());
    }

    #[test]
    fn an_array_without_an_end_or_with_more_after_it_is_refused() {
        for text in ["[{\"ref\":\"A\"}", "[{\"ref\":\"A", "[{\"ref\":\"A\"}] x"] {
            assert!(array(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn lines_are_cases_and_one_case_may_span_several() {
        assert_eq!(
            told(lines(b"{\"ref\":\"A\"}\n\n{\"ref\":}\r\n{\"ref\":\"C\"}")),
            [at(1, "A"), at(3, "line 3, column 8, ref"), at(4, "C")]
        );
        assert_eq!(told(lines(b"{\n \"ref\":\"A\"\n}\n")), [at(1, "A")]);
    }
}
