//! Why a table has no column `ref`: another kind of file, another separator, title lines above the heading, or another
//! name for the column.

use crate::problem::Problem;

/// How many columns are named.
const SHOWN: usize = 12;

/// What else separates columns, with its name.
const SEPARATORS: [(char, &str); 4] = [(',', "commas"), (';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")];

/// What to do about a separator.
const SAVE: &str = "save it as CSV with commas (in Excel: “CSV UTF-8 (Comma delimited)”)";

/// What is said of text that is no table.
pub(crate) const NO_TABLE: &str = "it has no column `ref`, and no line of it looks like the heading of a table";

/// Refuses text of two bytes a letter, by the mark that it begins with.
pub(crate) fn utf_16(head: &[u8]) -> Option<Problem> {
    let is_marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    is_marked.then(|| Problem::input("it is UTF-16 text, not UTF-8").hint("save it as UTF-8"))
}

/// The kind of a file that is no text, by its first bytes.
pub(crate) fn other_kind(head: &[u8]) -> Option<Problem> {
    let save = "open it and save the sheet with the cases as CSV (in Excel: “CSV UTF-8 (Comma delimited)”)";
    let (what, hint) = match head {
        [b'P', b'K', 3, 4, ..] => ("it is an Excel workbook, or another packed file, not CSV or JSON", save),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ("it is an old Excel workbook or Word document, not CSV or JSON", save),
        [b'%', b'P', b'D', b'F', ..] => {
            ("it is a PDF document, not CSV or JSON", "ask for the data as CSV: a PDF cannot be read")
        }
        [b'<', ..] => ("it is a web page or XML, not CSV or JSON", "ask for the data as CSV"),
        _ => return None,
    };
    Some(Problem::input(what).hint(hint))
}

/// Why the first lines of a file, each with its number, make no heading with a column `ref`.
pub(crate) fn without_reference(lines: &[(usize, String)]) -> Problem {
    let first = lines.first().map_or(1, |(number, _)| *number);
    let told = lines.first().and_then(|(_, text)| told_separator(text));
    let tries = || SEPARATORS.iter().flat_map(|separator| lines.iter().map(move |line| (separator, line)));
    let with_reference = tries().find(|((separator, _), (_, text))| cells(text, *separator).any(|cell| cell == "ref"));
    if let Some(((separator, name), (number, _))) = with_reference {
        let above = number - first;
        if *separator == ',' {
            let lines = if above == 1 { "1 line is".to_owned() } else { format!("{above} lines are") };
            return Problem::input(format!("{lines} above the heading, which is line {number}"))
                .field("ref")
                .at(first, None)
                .hint("delete the lines above the heading, so that it comes first");
        }
        let heading = if above == 0 { String::new() } else { format!("; the heading is line {number}") };
        let what = format!("its columns are separated by {name}, not by commas{heading}");
        return Problem::input(what).field("ref").at(first, None).hint(SAVE);
    }
    // The heading has the most cells of the first lines, by the separator that gives the most.
    let widest = tries().map(|(separator, line)| (cells(&line.1, separator.0).count(), separator, line));
    let Some((count, (separator, name), (number, text))) =
        widest.reduce(|best, other| if other.0 > best.0 { other } else { best }).filter(|(count, ..)| *count > 1)
    else {
        return Problem::input(NO_TABLE).field("ref").at(first, None).hint(
            "the first row must be column headings separated by commas, and one must be `ref`; docs/case-file.md shows it",
        );
    };
    let names: Vec<String> = cells(text, *separator).map(|cell| format!("`{cell}`")).collect();
    let more = count.saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let separated = match told.or((*separator != ',').then_some(*name)) {
        Some(name) => format!(", separated by {name}"),
        None => String::new(),
    };
    let what = format!(
        "no column is called `ref`; line {number} looks like the heading, with the columns {}{more}{separated}",
        names[..count.min(SHOWN)].join(", ")
    );
    let hint = match cells(text, *separator).find(|cell| is_near(cell)) {
        Some(near) => format!("is the column `{near}` meant? call it `ref`"),
        None => "call the column with your service's own reference `ref`, or make a format for the file: `yjs formats new FILE`".to_owned(),
    };
    let hint = if *separator == ',' { hint } else { format!("{hint}; and {SAVE}") };
    Problem::input(what).field("ref").at(*number, None).hint(hint)
}

/// `sep=;`, by which a spreadsheet says what separates its columns.
pub(crate) fn told_separator(text: &str) -> Option<&'static str> {
    let told = text.trim_start_matches(['"', '\u{feff}']).to_ascii_lowercase();
    let separator = told.strip_prefix("sep=")?.chars().next().unwrap_or('\t');
    SEPARATORS.iter().find(|(held, _)| *held == separator).map(|(_, name)| *name)
}

fn cells(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).map(|cell| cell.trim().trim_matches('"').trim())
}

/// Whether a name may stand for `ref`.
fn is_near(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| matches!(word, "ref" | "refs" | "reference" | "referenceno" | "refno"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{other_kind, without_reference};

    fn said(text: &str) -> String {
        let lines: Vec<(usize, String)> = (1..).zip(text.lines().map(str::to_owned)).collect();
        let problem = without_reference(&lines);
        format!("{problem} / {}", problem.hint.as_deref().unwrap_or_default())
    }

    #[test]
    fn the_separator_the_heading_and_the_columns_are_named() {
        assert!(said("ref;cse\nA;yes").contains("line 1, ref: its columns are separated by semicolons"));
        assert!(said("sep=;\nref;cse").contains("semicolons, not by commas; the heading is line 2"));
        assert!(said("ref\tcse").contains("separated by tabs"));
        let titles = said("Children open on 1 June,\nMade by the analyst,\nref,cse\nA,yes");
        assert!(titles.contains("line 1, ref: 2 lines are above the heading, which is line 3"), "{titles}");
        let other = said("CHILD,SEX,DOB\n1,2,2010-01-01");
        assert!(other.contains("columns `CHILD`, `SEX`, `DOB` / call the column with your service's own"), "{other}");
        assert!(said("Case Ref,Sex\n").contains("is the column `Case Ref` meant?"));
        assert!(said("CHILD;SEX\n").contains("separated by semicolons / call the column"));
        assert!(said("hello\nworld").contains("no line of it looks like the heading"));
    }

    #[test]
    fn a_file_that_is_no_text_is_named() {
        for (head, kind) in [
            (&b"PK\x03\x04rest"[..], "Excel workbook"),
            (b"\xd0\xcf\x11\xe0\xa1", "old Excel"),
            (b"%PDF-1.7", "PDF"),
            (b"<?xml", "XML"),
        ] {
            assert!(other_kind(head).unwrap().what.contains(kind), "{kind}");
        }
        assert_eq!(other_kind(b"ref,cse"), None);
    }
}
