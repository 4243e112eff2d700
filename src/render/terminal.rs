//! Pages for a terminal: quiet tables, hanging indents, and colour only when it was asked for. Stripped of its escape
//! codes, coloured output is the uncoloured output.

use super::chart::Chart;
use super::grid::layout;
use super::output::Style;
use super::page::{Action, Block, Line, Page, Table, Tone};
use super::sanitize::Text;
use super::sheet::Sheet;
use super::wrap::{Row, Run, lines, measure, shown, width, wrap};
use crate::parallel;
use anstyle::AnsiColor;

/// How far blocks stand in from their heading.
const INDENT: usize = 2;

/// Draws the page at the style's width. Lines have no trailing spaces; the text ends in one line break.
pub fn render(page: &Page, style: &Style) -> String {
    let mut writer = Writer::new(style);
    writer.page(page);
    writer.end()
}

/// Draws a page part by part while it is laid out, and gives each part of the text to `show`.
pub fn draw(style: &Style, lay_out: impl FnOnce(&mut Sheet<'_>), mut show: impl FnMut(&str)) {
    let mut writer = Writer::new(style);
    let mut take = |page: Page| {
        writer.page(&page);
        // The breaks at the end may have to go, or one more may have to come.
        let end = writer.out.trim_end_matches('\n').len();
        show(&writer.out[..end]);
        writer.out.drain(..end);
    };
    let mut sheet = Sheet::new(style.unicode, &mut take);
    lay_out(&mut sheet);
    sheet.show();
    show(&writer.end());
}

struct Writer<'a> {
    out: String,
    style: &'a Style,
    indent: usize,
    under_heading: bool,
}

impl<'a> Writer<'a> {
    fn new(style: &'a Style) -> Self {
        Self { out: String::new(), style, indent: 0, under_heading: false }
    }

    fn page(&mut self, page: &Page) {
        for block in &page.blocks {
            self.block(block);
            self.under_heading = matches!(block, Block::Heading(_));
        }
    }

    /// The text, which ends in one line break.
    fn end(mut self) -> String {
        let end = self.out.trim_end_matches('\n').len();
        self.out.truncate(end);
        self.out.push('\n');
        self.out
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(line) | Block::Heading(line) => self.heading(line, matches!(block, Block::Title(_))),
            Block::Paragraph(line) => self.text("", line),
            Block::Bullets(points) => {
                let mark = if self.style.unicode { "\u{2022} " } else { "- " };
                self.points(mark, points);
            }
            Block::Outline(points) => self.outline(points),
            Block::Steps(points) => {
                let digits = points.len().to_string().len();
                for (number, point) in (1..).zip(points) {
                    self.text(&format!("{number:>digits$}. "), point);
                }
            }
            Block::Actions { numbered, actions } => self.actions(*numbered, actions),
            Block::Fields(fields) => self.fields(fields),
            Block::Table(table) => self.table(table),
            Block::Excerpt(line, place) => self.excerpt(line, *place),
            Block::Chart(chart) => self.chart(chart),
            Block::Gap => {
                self.blank();
                self.indent = 0;
            }
        }
    }

    fn heading(&mut self, line: &Line, title: bool) {
        self.blank();
        self.indent = 0;
        let strong = line.spans().fold(Line::new(), |strong, span| {
            let tone = if span.tone == Tone::Plain { Tone::Strong } else { span.tone };
            strong.toned(tone, span.text)
        });
        self.text("", &strong);
        if title {
            self.blank();
        } else {
            self.indent = INDENT;
        }
    }

    /// The axis, then each lane: its words, and below them its bar.
    fn chart(&mut self, chart: &Chart) {
        let width = self.style.width.saturating_sub(self.indent);
        self.drawn(&Line::new().faint(chart.axis(width)));
        for lane in &chart.lanes {
            self.text("", &lane.words());
            self.drawn(&chart.bar(lane, width, self.style.unicode));
        }
    }

    /// A line as it stands, with its runs of spaces.
    fn drawn(&mut self, line: &Line) {
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.row(&Row(line.spans().map(|span| Run { text: span.text.to_owned(), tone: span.tone }).collect()));
        self.end_line();
    }

    /// There may be a hundred thousand of them, so every processor writes some.
    fn points(&mut self, mark: &str, points: &[Line]) {
        let writer = &*self;
        let pieces = parallel::parts(points.len(), |part| {
            let mut piece = Writer { out: String::new(), ..*writer };
            points[part].iter().for_each(|point| piece.text(mark, point));
            piece.out
        });
        pieces.iter().for_each(|piece| self.out.push_str(piece));
    }

    /// Wraps text behind a mark; later lines hang under the first word.
    fn text(&mut self, mark: &str, line: &Line) {
        let hang = self.indent + width(mark);
        let room = self.style.width.saturating_sub(hang);
        let (mut indent, mut lead) = (self.indent, mark);
        let mut begin = |out: &mut String| {
            out.extend(std::iter::repeat_n(' ', std::mem::replace(&mut indent, hang)));
            out.push_str(std::mem::take(&mut lead));
        };
        if !self.style.color {
            let text = shown(line, self.style.unicode);
            for place in lines(&*text, room) {
                begin(&mut self.out);
                self.out.push_str(&text[place]);
                self.end_line();
            }
            return;
        }
        for row in wrap(line, self.style.unicode, room) {
            begin(&mut self.out);
            self.row(&row);
            self.end_line();
        }
    }

    fn actions(&mut self, numbered: bool, actions: &[Action]) {
        let digits = actions.len().to_string().len();
        let bullet = if self.style.unicode { "\u{2022} " } else { "- " };
        for (number, action) in (1..).zip(actions) {
            let mark = if numbered { format!("{number:>digits$}. ") } else { bullet.to_owned() };
            self.text(&mark, &action.head);
            let hang = width(&mark);
            self.indent += hang;
            self.fields(&action.fields);
            self.indent -= hang;
        }
    }

    fn outline(&mut self, points: &[(usize, Line)]) {
        let indent = self.indent;
        for (depth, point) in points {
            let mark = match (self.style.unicode, depth % 2) {
                (true, 0) => "\u{2022} ",
                (true, _) => "\u{25e6} ",
                (false, 0) => "- ",
                (false, _) => "* ",
            };
            self.indent = indent + depth * INDENT;
            self.text(mark, point);
        }
        self.indent = indent;
    }

    /// The line without its indent, cut to the width around the place, and a caret below.
    fn excerpt(&mut self, line: &Text, place: usize) {
        let lead = " ".repeat(self.indent + INDENT);
        let room = self.style.width.saturating_sub(lead.len()).max(1);
        let line = if self.style.unicode { line.to_string() } else { super::sanitize::plain_marks(line).into_owned() };
        let letters: Vec<char> = line.trim_end().chars().collect();
        let place = place.min(letters.len());
        let indent = letters.iter().take_while(|letter| letter.is_whitespace()).count().min(place);
        let start = if place - indent < room { indent } else { place.saturating_sub(room / 2) };
        let before: String = letters[start..place].iter().collect();
        let shown: String = letters[start..].iter().take(room).collect();
        self.out.push_str(&format!("{lead}{}", shown.trim_end()));
        self.end_line();
        self.out.push_str(&format!("{lead}{}^", " ".repeat(width(&before))));
        self.end_line();
    }

    fn fields(&mut self, fields: &[(Text, Line)]) {
        let unicode = self.style.unicode;
        let labels: Vec<Line> = fields.iter().map(|(label, _)| label_line(label)).collect();
        let most = (self.style.width / 3).max(12);
        let sizes = labels.iter().map(|label| measure(label, unicode).1);
        let column = sizes.filter(|size| *size <= most).max().unwrap_or(0);
        for (label, (_, value)) in labels.iter().zip(fields) {
            let (size, widest) = (measure(label, unicode).1, measure(value, unicode).0);
            let beside = self.indent + column + 1 + widest <= self.style.width;
            if size <= column && (beside || widest == 0) {
                let text: String = wrap(label, unicode, usize::MAX).iter().map(Row::text).collect();
                if widest == 0 {
                    self.text("", label);
                } else {
                    self.text(&format!("{text}{:pad$}", "", pad = column - size + 1), value);
                }
            } else {
                self.text("", label);
                self.text(&" ".repeat(INDENT), value);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let (first, last) = table.part.as_ref().map_or((true, true), |part| (part.first, part.last));
        if first && !self.under_heading {
            self.blank();
        }
        if let Some(caption) = table.caption.as_ref().filter(|_| first) {
            self.text("", &Line::from(caption.as_str()));
        }
        let room = self.style.width.saturating_sub(self.indent);
        if table.rows.is_empty() {
            self.text("", &Line::from(table.empty.as_str()));
        } else if let Some(pieces) = layout(table, self.style.unicode, self.style.color, room, |lines| {
            let mut piece = Writer { out: String::new(), ..*self };
            for line in lines {
                piece.out.extend(std::iter::repeat_n(' ', self.indent));
                piece.grid_line(&line.text, &line.words);
                piece.end_line();
            }
            piece.out
        }) {
            pieces.iter().for_each(|piece| self.out.push_str(piece));
        } else {
            for row in &table.rows {
                let fields: Vec<_> =
                    table.filled(row).map(|(column, cell)| (column.title.clone(), cell.line.clone())).collect();
                self.fields(&fields);
                self.blank();
            }
        }
        if last {
            self.blank();
        }
    }

    /// Writes a laid-out line, its words coloured. The words stand in it in this order with only padding between.
    fn grid_line(&mut self, text: &str, words: &[Row]) {
        let mut rest = text;
        for row in words {
            let plain = row.text();
            let Some(start) = rest.find(&plain) else { continue };
            self.out.push_str(&rest[..start]);
            self.row(row);
            rest = &rest[start + plain.len()..];
        }
        self.out.push_str(rest);
    }

    fn row(&mut self, row: &Row) {
        for run in &row.0 {
            match paint(run.tone).filter(|_| self.style.color) {
                Some(paint) => {
                    self.out.push_str(&format!("{}{}{}", paint.render(), run.text, paint.render_reset()));
                }
                None => self.out.push_str(&run.text),
            }
        }
    }

    fn end_line(&mut self) {
        let end = self.out.trim_end_matches(' ').len();
        self.out.truncate(end);
        self.out.push('\n');
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

fn label_line(label: &Text) -> Line {
    Line::from(format!("{}:", label.trim_end().trim_end_matches(':')))
}

/// Colours that read on dark and on light backgrounds: yellow does not.
fn paint(tone: Tone) -> Option<anstyle::Style> {
    let style = anstyle::Style::new();
    match tone {
        Tone::Plain => None,
        Tone::Strong => Some(style.bold()),
        Tone::Alarm => Some(style.bold().fg_color(Some(AnsiColor::Red.into()))),
        Tone::Warn => Some(style.fg_color(Some(AnsiColor::Magenta.into()))),
        Tone::Good => Some(style.fg_color(Some(AnsiColor::Green.into()))),
        Tone::Faint => Some(style.dimmed()),
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::render::output::Style;
    use crate::render::page::{Line, Page, Table};

    const NARROW: Style = Style { width: 40, color: false, unicode: true };

    #[test]
    fn points_and_steps_hang_under_their_first_word() {
        let mut page = Page::new();
        page.heading("Do now").bullets(["Ring the duty team and say what was seen and when"]).steps(["Write", "Send"]);
        let expected =
            "Do now\n  \u{2022} Ring the duty team and say what was\n    seen and when\n  1. Write\n  2. Send\n";
        assert_eq!(render(&page, &NARROW), expected);
    }

    #[test]
    fn points_under_points_stand_further_in() {
        let mut page = Page::new();
        page.outline([(0, "All of:".into()), (1, "The child is looked after".into()), (0, "Or: urgent".into())]);
        let expected = "\u{2022} All of:\n  \u{25e6} The child is looked after\n\u{2022} Or: urgent\n";
        assert_eq!(render(&page, &NARROW), expected);
        let ascii = render(&page, &Style { unicode: false, ..NARROW });
        assert_eq!(ascii, "- All of:\n  * The child is looked after\n- Or: urgent\n");
    }

    #[test]
    fn an_excerpt_has_its_mark_under_the_place_however_long_the_line() {
        let mut page = Page::new();
        page.excerpt("      {\"fact\": \"agee\"}", 15);
        assert_eq!(render(&page, &NARROW), "  {\"fact\": \"agee\"}\n           ^\n");
        let mut page = Page::new();
        page.excerpt(format!("{}X{}", "a".repeat(90), "b".repeat(90)), 90);
        let text = render(&page, &NARROW);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0].find('X'), lines[1].find('^'));
        assert!(lines[0].len() <= 40);
    }

    #[test]
    fn fields_line_up_and_a_value_that_does_not_fit_goes_below() {
        let mut page = Page::new();
        page.field("Due", "today").field("Team:", "the front door").field("Form", "a-very-long-address@example.test");
        let expected = "Due:  today\nTeam: the front door\nForm: a-very-long-address@example.test\n";
        assert_eq!(render(&page, &NARROW), expected);
        let below = "Due:  today\nTeam: the front door\nForm:\n  a-very-long-address@example.test\n";
        assert_eq!(render(&page, &Style { width: 36, ..NARROW }), below);
    }

    #[test]
    fn colour_comes_only_when_asked_for() {
        let mut page = Page::new();
        page.paragraph(Line::from("It is ").alarm("overdue"));
        assert_eq!(render(&page, &NARROW), "It is overdue\n");
        assert_eq!(render(&page, &Style { color: true, ..NARROW }), "It is \u{1b}[1m\u{1b}[31moverdue\u{1b}[0m\n");
    }

    #[test]
    fn blank_lines_never_pile_up() {
        let mut page = Page::new();
        page.gap().title("T").gap().gap().heading("H").paragraph("p").gap().heading("I").table(Table::new([], "None."));
        assert_eq!(render(&page, &NARROW), "T\n\nH\n  p\n\nI\n  None.\n");
    }
}
