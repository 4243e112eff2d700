//! Pages for a screen reader: no boxes, no colour, no alignment. One line a paragraph, so that the reader's own line
//! keys move by sentence and row; every value is said with its label; punctuation is plain ASCII.

use super::page::{Block, Line, Page, Table};
use super::sanitize::plain_marks;

/// Writes the page in lines of any length. The text ends in one line break.
pub fn render(page: &Page) -> String {
    let mut out = String::new();
    for block in &page.blocks {
        match block {
            Block::Title(line) => {
                blank(&mut out);
                write_line(&mut out, "", &words(line));
                blank(&mut out);
            }
            Block::Heading(line) => {
                blank(&mut out);
                let text = words(line);
                let end = if text.ends_with([':', '.', '?', '!']) { "" } else { ":" };
                write_line(&mut out, "", &format!("{text}{end}"));
            }
            Block::Paragraph(line) => write_line(&mut out, "", &words(line)),
            Block::Bullets(points) => points.iter().for_each(|point| write_line(&mut out, "- ", &words(point))),
            Block::Outline(points) => write_outline(&mut out, points),
            Block::Steps(points) => {
                for (number, point) in (1..).zip(points) {
                    write_line(&mut out, &format!("{number}. "), &words(point));
                }
            }
            Block::Actions { numbered, actions } => {
                for (number, action) in (1..).zip(actions) {
                    let mark = if *numbered { format!("{number}. ") } else { "- ".to_owned() };
                    write_line(&mut out, &mark, &words(&action.head));
                    for (label, value) in &action.fields {
                        write_line(&mut out, "", &said(label, value));
                    }
                }
            }
            Block::Fields(fields) => {
                for (label, value) in fields {
                    write_line(&mut out, "", &said(label, value));
                }
            }
            Block::Table(table) => write_table(&mut out, table),
            Block::Excerpt(line, _) => write_line(&mut out, "The line reads: ", &words(&Line::from(line.as_str()))),
            Block::Chart(chart) => {
                for lane in &chart.lanes {
                    write_line(&mut out, "", &words(&lane.words()));
                }
            }
            Block::Gap => blank(&mut out),
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

/// Numbers say how deep a point stands, since the reader does not hear an indent: `2.1`.
fn write_outline(out: &mut String, points: &[(usize, Line)]) {
    let mut numbers: Vec<usize> = Vec::new();
    for (depth, point) in points {
        numbers.resize(depth + 1, 0);
        numbers[*depth] += 1;
        let mark: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        write_line(out, &format!("{}. ", mark.join(".")), &words(point));
    }
}

fn write_table(out: &mut String, table: &Table) {
    if !out.ends_with(":\n") {
        blank(out);
    }
    if let Some(caption) = &table.caption {
        let text = words(&Line::from(caption.as_str()));
        write_line(out, "", &format!("{}:", text.trim_end_matches([':', '.'])));
    }
    if table.rows.is_empty() {
        write_line(out, "", &words(&Line::from(table.empty.as_str())));
    }
    for (number, row) in (1..).zip(&table.rows) {
        let values: Vec<String> = table.filled(row).map(|(column, cell)| said(&column.title, &cell.line)).collect();
        write_line(out, &format!("{number}. "), &values.join("; "));
    }
    blank(out);
}

fn said(label: &str, value: &Line) -> String {
    let label = words(&Line::from(label));
    format!("{}: {}", label.trim_end_matches(':'), words(value))
}

fn words(line: &Line) -> String {
    plain_marks(line.text()).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write_line(out: &mut String, mark: &str, text: &str) {
    if !text.is_empty() {
        out.push_str(mark);
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::render::page::{Cell, Column, Line, Page, Table};

    #[test]
    fn each_row_is_a_numbered_line_that_says_its_labels() {
        let mut table =
            Table::new([Column::new("Case", "c"), Column::new("Clause", "k"), Column::new("Due", "d")], "None.")
                .with_caption("Deadlines");
        table.row([Cell::from("YJ-1"), Cell::empty(), Cell::from(Line::new().alarm("overdue \u{2013} 3 days"))]);
        let mut page = Page::new();
        page.heading("Today").table(table);
        assert_eq!(render(&page), "Today:\nDeadlines:\n1. Case: YJ-1; Due: overdue - 3 days\n");
    }

    #[test]
    fn points_under_points_are_numbered_by_depth() {
        let mut page = Page::new();
        page.outline([(0, "All of:".into()), (1, "a".into()), (1, "b".into()), (0, "c".into()), (1, "d".into())]);
        assert_eq!(render(&page), "1. All of:\n1.1. a\n1.2. b\n2. c\n2.1. d\n");
    }

    #[test]
    fn a_paragraph_is_one_line_however_long() {
        let long = "word ".repeat(60);
        let mut page = Page::new();
        page.title("Title").paragraph(long.as_str()).field("Due:", "today").table(Table::new([], "Nothing is due."));
        assert_eq!(render(&page), format!("Title\n\n{}\nDue: today\n\nNothing is due.\n", long.trim_end()));
    }
}
