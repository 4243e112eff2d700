//! Pages as Markdown. All text is escaped, so that data can make neither markup nor HTML.

use super::page::{Align, Block, Line, Page, Table, Tone};
use std::fmt::Write as _;

/// Writes the page as `CommonMark` with tables. The text ends in one line break.
pub fn render(page: &Page) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut last_mark = "";
    // A document of chapters has one title; its chapters stand a step below, and their headings another.
    let chapters = page.blocks.iter().filter(|block| matches!(block, Block::Title(_))).count() > 1;
    let mut titled = false;
    for block in &page.blocks {
        let mark = list_mark(block, last_mark);
        let text = match block {
            Block::Title(line) => {
                let mark = if std::mem::replace(&mut titled, true) { "## " } else { "# " };
                marked(mark, &escaped(line.text()))
            }
            Block::Heading(line) => marked(if chapters { "### " } else { "## " }, &escaped(line.text())),
            Block::Paragraph(line) => inline(line),
            Block::Bullets(points) => list(points.iter().map(|point| marked(mark, &inline(point)))),
            Block::Outline(points) => list(points.iter().map(|(depth, point)| {
                let text = marked(mark, &inline(point));
                if text.is_empty() { text } else { format!("{}{text}", "  ".repeat(*depth)) }
            })),
            Block::Steps(points) => {
                list((1..).zip(points).map(|(number, point)| marked(&format!("{number}{mark}"), &inline(point))))
            }
            Block::Actions { numbered, actions } => list((1..).zip(actions).map(|(number, action)| {
                let lead = if *numbered { format!("{number}{mark}") } else { mark.to_owned() };
                let below = " ".repeat(lead.len());
                let fields = action.fields.iter().map(|(label, value)| {
                    let label = Line::new().strong(format!("{}:", label.trim_end().trim_end_matches(':')));
                    format!("\n{below}- {}", inline(&label.plain(" ").then(value.clone())))
                });
                marked(&lead, &inline(&action.head)) + &fields.collect::<String>()
            })),
            Block::Fields(fields) => list(fields.iter().map(|(label, value)| {
                let label = Line::new().strong(format!("{}:", label.trim_end().trim_end_matches(':')));
                marked(mark, &inline(&label.plain(" ").then(value.clone())))
            })),
            Block::Table(table) => rows(table),
            Block::Excerpt(line, place) => excerpt(line, *place),
            Block::Chart(chart) => list(chart.lanes.iter().map(|lane| marked(mark, &inline(&lane.words())))),
            Block::Gap => continue,
        };
        if !text.is_empty() {
            blocks.push(text);
            last_mark = mark;
        }
    }
    blocks.join("\n\n") + "\n"
}

/// Two lists in a row are one list to Markdown, unless their marks differ.
fn list_mark(block: &Block, last: &str) -> &'static str {
    match (block, last) {
        (
            Block::Bullets(_)
            | Block::Outline(_)
            | Block::Chart(_)
            | Block::Fields(_)
            | Block::Actions { numbered: false, .. },
            "- ",
        ) => "* ",
        (Block::Bullets(_) | Block::Outline(_) | Block::Fields(_) | Block::Actions { numbered: false, .. }, _) => "- ",
        (Block::Steps(_) | Block::Actions { .. }, ". ") => ") ",
        (Block::Steps(_) | Block::Actions { .. }, _) => ". ",
        _ => "",
    }
}

fn list(points: impl Iterator<Item = String>) -> String {
    points.filter(|point| !point.is_empty()).collect::<Vec<_>>().join("\n")
}

/// As code, in which nothing is markup.
fn excerpt(line: &str, place: usize) -> String {
    let indent = line.chars().take_while(|letter| letter.is_whitespace()).count().min(place);
    let text: String = line.trim_end().chars().skip(indent).collect();
    format!("    {text}\n    {}^", " ".repeat(place - indent))
}

fn marked(mark: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{mark}{text}") }
}

fn rows(table: &Table) -> String {
    let caption = table.caption.as_ref().map(|caption| escaped(caption)).filter(|caption| !caption.is_empty());
    let lead = caption.map(|caption| caption + "\n\n").unwrap_or_default();
    if table.rows.is_empty() {
        return (lead + &escaped(&table.empty)).trim_end().to_owned();
    }
    let mut out = lead;
    let titles = table.columns.iter().map(|column| escaped(&column.title));
    write_row(&mut out, titles);
    write_row(
        &mut out,
        table.columns.iter().map(|column| match column.align {
            Align::Left => "---".to_owned(),
            Align::Right => "---:".to_owned(),
        }),
    );
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|place| row.get(place).map(|cell| emphasised(&cell.line)));
        write_row(&mut out, cells.map(Option::unwrap_or_default));
    }
    out.truncate(out.trim_end().len());
    out
}

fn write_row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        // Writing to a string cannot fail.
        let _ = write!(out, " {cell} |");
    }
    out.push('\n');
}

/// Text with its emphasis, where a block or a point starts.
fn inline(line: &Line) -> String {
    start_escaped(&emphasised(line))
}

/// Text with its emphasis. Stretches that look alike are put together first, since `**a****b**` is not emphasis.
fn emphasised(line: &Line) -> String {
    let mut stretches: Vec<(bool, String)> = Vec::new();
    for span in line.spans() {
        let bold = matches!(span.tone, Tone::Strong | Tone::Alarm | Tone::Warn);
        match stretches.last_mut() {
            Some((same, text)) if *same == bold => text.push_str(span.text),
            _ => stretches.push((bold, span.text.to_string())),
        }
    }
    let mut out = String::new();
    for (bold, text) in stretches {
        let words = text.trim();
        if words.is_empty() || !bold {
            out.push_str(&marks_escaped(&text));
            continue;
        }
        // Emphasis may not begin or end with a space.
        let (before, after) = (text.len() - text.trim_start().len(), text.trim_end().len());
        let _ = write!(out, "{}**{}**{}", &text[..before], marks_escaped(words), &text[after..]);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    start_escaped(&marks_escaped(&text.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Escapes what means something anywhere in a line.
fn marks_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// Escapes what means something only where a block starts: list marks, numbers of a list, rules and underlines.
fn start_escaped(text: &str) -> String {
    if text.starts_with(['-', '+', '=', ':']) {
        return format!("\\{text}");
    }
    let (digits, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    let is_list_number =
        !digits.is_empty() && rest.starts_with(['.', ')']) && rest[1..].chars().next().is_none_or(char::is_whitespace);
    if is_list_number { format!("{digits}\\{rest}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::render::page::{Cell, Column, Line, Page, Table};

    fn paragraph(line: impl Into<Line>) -> String {
        let mut page = Page::new();
        page.paragraph(line);
        render(&page)
    }

    #[test]
    fn chapters_stand_below_the_one_title_and_their_headings_below_them() {
        let mut page = Page::new();
        page.title("Whole").title("Chapter").heading("Rule");
        assert_eq!(render(&page), "# Whole\n\n## Chapter\n\n### Rule\n");
        let mut page = Page::new();
        page.title("Whole").heading("Part");
        assert_eq!(render(&page), "# Whole\n\n## Part\n");
    }

    #[test]
    fn data_cannot_make_markup() {
        for (text, expected) in [
            ("a|b", "a\\|b\n"),
            ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`\n"),
            ("<script>", "\\<script\\>\n"),
            ("![x](y)", "!\\[x\\](y)\n"),
            ("# no", "\\# no\n"),
            ("1. no", "1\\. no\n"),
            ("12) no", "12\\) no\n"),
            ("- no", "\\- no\n"),
            ("---", "\\---\n"),
            ("&lt;", "\\&lt;\n"),
            ("a\n# b", "a \\# b\n"),
            ("    code", "code\n"),
            ("C:\\x", "C:\\\\x\n"),
            ("3.", "3\\.\n"),
            ("2.5 days", "2.5 days\n"),
        ] {
            assert_eq!(paragraph(text), expected, "{text:?}");
        }
    }

    #[test]
    fn emphasis_is_joined_and_hugs_its_words() {
        assert_eq!(paragraph(Line::from("is").alarm(" over").strong("due ").faint("now")), "is **overdue** now\n");
        assert_eq!(paragraph(Line::new().strong("- x")), "**- x**\n");
    }

    #[test]
    fn two_lists_in_a_row_stay_two() {
        let mut page = Page::new();
        page.bullets(["a"]).gap().field("Due", "b").bullets(["c"]).steps(["d"]).steps(["e"]);
        assert_eq!(render(&page), "- a\n\n* **Due:** b\n\n- c\n\n1. d\n\n1) e\n");
    }

    #[test]
    fn points_under_points_are_indented() {
        let mut page = Page::new();
        page.outline([(0, "All of:".into()), (1, "a_b".into()), (2, "c".into())]);
        assert_eq!(render(&page), "- All of:\n  - a\\_b\n    - c\n");
    }

    #[test]
    fn tables_lists_and_fields() {
        let mut table = Table::new([Column::new("Case", "c"), Column::new("Days", "d").right()], "None.");
        table.row([Cell::from("a|b"), Cell::from("-3")]).row([]);
        let mut page = Page::new();
        page.title("T_1").steps(["one", "two"]).field("Due", "today").gap().table(table);
        let expected = "# T\\_1\n\n1. one\n2. two\n\n- **Due:** today\n\n\
                        | Case | Days |\n| --- | ---: |\n| a\\|b | -3 |\n|  |  |\n";
        assert_eq!(render(&page), expected);
    }
}
