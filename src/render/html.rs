//! Pages as one HTML document that needs nothing else: no script, no picture, no other file. All text is escaped, so
//! that data can make no markup. It prints on paper as it shows on a screen.

use super::page::{Align, Block, Line, Page, Table, Tone};
use super::sanitize::Text;
use super::svg;
use std::fmt::Write as _;

const STYLE: &str = ":root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff;overflow-wrap:break-word}\
h1,h2{font-size:1.5rem;margin:2.5rem 0 .5rem;border-bottom:2px solid}h1{font-size:1.9rem}h3{font-size:1.15rem;margin:1.5rem 0 .3rem}\
li,dd,li strong,dd strong{overflow-wrap:anywhere}code,.ref{white-space:nowrap}code{font-size:.9em}\
.faint{color:#555;font-weight:normal}dl{margin:.3rem 0}dt{font-weight:bold}dd{margin:0 0 .3rem 1.5rem}\
.wide{overflow-x:auto}figure{margin:0}svg.chart{min-width:680px;max-width:100%;height:auto}summary{color:#555}\
table{border-collapse:collapse}th,td{border:1px solid #777;padding:.2rem .5rem;text-align:left;vertical-align:top}\
td.right,th.right{text-align:right}tbody th{font-weight:normal}nav ul{columns:2}\
:focus-visible{outline:3px solid #1a5fb4;outline-offset:2px}@media (max-width:40rem){nav ul{columns:1}}\
@media (prefers-color-scheme:dark){body{color:#eee;background:#111}.faint,summary{color:#aaa}a{color:#8ab4f8}\
:focus-visible{outline-color:#8ab4f8}}\
@media print{:root{color-scheme:light}body{color:#111;background:#fff;margin:0;max-width:none}.faint{color:#555}h1{margin-top:0}\
nav,details{display:none}.wide{overflow:visible}table{font-size:.85em}h2,h3{break-after:avoid}\
h3,dl,li,tr,table,figure{break-inside:avoid}}@page{size:A4;margin:15mm}";

/// Writes the page as a document in English. Titles after the first make a table of contents.
pub fn render(page: &Page) -> String {
    let titles: Vec<String> = page.blocks.iter().filter_map(title).map(|line| escaped(line.text())).collect();
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    let head = titles.first().map(String::as_str).unwrap_or("yjs");
    // Writing to a string cannot fail.
    let _ = write!(out, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{head}</title>\n");
    let _ = write!(
        out,
        "<style>{STYLE}{}</style>\n</head>\n<body>\n<main>\n",
        if has_chart(page) { svg::STYLE } else { "" }
    );
    let (mut chapter, mut heading) = (0, head.to_owned());
    if titles.is_empty() {
        out.push_str("<h1>yjs</h1>\n");
    }
    for block in &page.blocks {
        if let Block::Title(line) | Block::Heading(line) = block {
            heading = escaped(line.text());
        }
        if let Some(line) = title(block) {
            let step = if chapter == 0 { "h1" } else { "h2" };
            let _ = writeln!(out, "<{step} id=\"c{chapter}\">{}</{step}>", inline(line));
            if chapter == 0 && titles.len() > 1 {
                let link = |(place, title): (usize, &String)| format!("<li><a href=\"#c{place}\">{title}</a></li>");
                let links: String = titles.iter().enumerate().skip(1).map(link).collect();
                let _ = writeln!(out, "<nav aria-label=\"Contents\"><ul>{links}</ul></nav>");
            }
            chapter += 1;
            continue;
        }
        // Below a chapter a heading stands a step lower than it, so that a screen reader can go from one to the next.
        match block {
            Block::Heading(line) if chapter > 1 => {
                let _ = writeln!(out, "<h3>{}</h3>", inline(line));
            }
            _ => out.push_str(&one(block, &heading)),
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn has_chart(page: &Page) -> bool {
    page.blocks.iter().any(|block| matches!(block, Block::Chart(_)))
}

fn title(block: &Block) -> Option<&Line> {
    if let Block::Title(line) = block { Some(line) } else { None }
}

fn one(block: &Block, heading: &str) -> String {
    match block {
        Block::Title(_) | Block::Gap => String::new(),
        Block::Heading(line) => format!("<h2>{}</h2>\n", inline(line)),
        Block::Paragraph(line) => format!("<p>{}</p>\n", inline(line)),
        Block::Bullets(points) => list("ul", points.iter().map(inline)),
        Block::Outline(points) => outline(points),
        Block::Steps(points) => list("ol", points.iter().map(inline)),
        Block::Actions { numbered, actions } => list(
            if *numbered { "ol" } else { "ul" },
            actions.iter().map(|action| format!("{}\n{}", inline(&action.head), fields(&action.fields))),
        ),
        Block::Fields(held) => fields(held),
        Block::Table(table) => rows(table, heading),
        Block::Chart(chart) => {
            let lanes = list("ul", chart.lanes.iter().map(|lane| inline(&lane.words())));
            let (label, picture) = (escaped(&chart.title), svg::inline(chart));
            let wide =
                format!("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">{picture}</div>");
            format!("<figure>{wide}<details><summary>The same in words</summary>\n{lanes}</details></figure>\n")
        }
        Block::Excerpt(line, place) => format!("<pre>{}\n{}^</pre>\n", escaped(line), " ".repeat(*place)),
    }
}

fn list(kind: &str, points: impl Iterator<Item = String>) -> String {
    let points: String = points.map(|point| format!("<li>{point}</li>\n")).collect();
    format!("<{kind}>\n{points}</{kind}>\n")
}

fn outline(points: &[(usize, Line)]) -> String {
    let mut out = String::new();
    let mut open = 0;
    for (depth, line) in points {
        while open > depth + 1 {
            out.push_str("</li></ul>\n");
            open -= 1;
        }
        if open == depth + 1 {
            out.push_str("</li>\n");
        }
        while open < depth + 1 {
            out.push_str("<ul>");
            open += 1;
        }
        let _ = write!(out, "<li>{}", inline(line));
    }
    out + &"</li></ul>\n".repeat(open)
}

fn fields(fields: &[(Text, Line)]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let each = fields.iter().map(|(label, value)| {
        let label = escaped(label.trim_end().trim_end_matches(':'));
        format!("<dt>{label}</dt><dd>{}</dd>\n", inline(value))
    });
    format!("<dl>\n{}</dl>\n", each.collect::<String>())
}

fn rows(table: &Table, heading: &str) -> String {
    let caption = table.caption.as_ref().map(|caption| format!("<caption>{}</caption>\n", escaped(caption)));
    if table.rows.is_empty() {
        return format!("<p>{}</p>\n", escaped(&table.empty));
    }
    let right = |column: &super::page::Column| if column.align == Align::Right { " class=\"right\"" } else { "" };
    let head =
        |column: &super::page::Column| format!("<th scope=\"col\"{}>{}</th>", right(column), escaped(&column.title));
    let heads: String = table.columns.iter().map(head).collect();
    let row = |row: &Vec<super::page::Cell>| {
        let cell = |(place, column): (usize, &super::page::Column)| {
            let text = row.get(place).map(|cell| inline(&cell.line)).unwrap_or_default();
            // The first cell says whose row it is; a short reference is not broken at its hyphen.
            let is_short = |cell: &super::page::Cell| cell.line.text().chars().count() <= SHORT;
            match (place, row.first().is_some_and(is_short)) {
                (0, true) => format!("<th scope=\"row\" class=\"ref\">{text}</th>"),
                (0, false) => format!("<th scope=\"row\">{text}</th>"),
                _ => format!("<td{}>{text}</td>", right(column)),
            }
        };
        let cells: String = table.columns.iter().enumerate().map(cell).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let body: String = table.rows.iter().map(row).collect();
    // A wide table is moved by itself, by keys as well, and not the page with it.
    let caption = caption.unwrap_or_default();
    let table = format!("<table>\n{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody></table>");
    format!("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{heading}\">{table}</div>\n")
}

/// Cells of a first column up to so many letters are not broken.
const SHORT: usize = 16;

fn inline(line: &Line) -> String {
    line.spans()
        .map(|span| match span.tone {
            Tone::Strong | Tone::Alarm | Tone::Warn => format!("<strong>{}</strong>", with_code(span.text)),
            Tone::Faint => format!("<span class=\"faint\">{}</span>", with_code(span.text)),
            Tone::Plain | Tone::Good => with_code(span.text),
        })
        .collect()
}

/// The text with what stands in backticks as code.
fn with_code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(text);
    }
    let part = |(place, part): (usize, &&str)| match place % 2 {
        0 => escaped(part),
        _ => format!("<code>{}</code>", escaped(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::render::page::{Cell, Column, Line, Page, Table};

    #[test]
    fn data_cannot_make_markup() {
        let mut page = Page::new();
        page.title("<b>A & B</b>").paragraph(Line::new().strong("\"x\"").plain(" <script>")).field("<i>", "'y'");
        let html = render(&page);
        assert!(html.contains("<title>&lt;b&gt;A &amp; B&lt;/b&gt;</title>"), "{html}");
        assert!(html.contains("<p><strong>&quot;x&quot;</strong> &lt;script&gt;</p>"), "{html}");
        assert!(html.contains("<dt>&lt;i&gt;</dt><dd>&#39;y&#39;</dd>"), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn points_under_points_are_lists_in_lists_and_every_list_is_closed() {
        let mut page = Page::new();
        page.outline([(0, "a".into()), (1, "b".into()), (2, "c".into()), (0, "d".into())]);
        let mut table = Table::new([Column::new("Days", "d").right()], "None.");
        table.row([Cell::from("3")]).row([]);
        page.table(table);
        let html = render(&page);
        assert!(html.contains("<ul><li>a<ul><li>b<ul><li>c</li></ul>\n</li></ul>\n</li>\n<li>d</li></ul>"), "{html}");
        assert_eq!(html.matches("<li>").count(), html.matches("</li>").count());
        assert!(html.contains("<th scope=\"row\" class=\"ref\">3</th>"), "{html}");
    }

    #[test]
    fn titles_after_the_first_make_the_contents() {
        let mut page = Page::new();
        page.title("Whole").title("One").title("Two");
        let html = render(&page);
        assert!(html.contains("<a href=\"#c1\">One</a>") && html.contains("<h2 id=\"c2\">Two</h2>"), "{html}");
    }
}
