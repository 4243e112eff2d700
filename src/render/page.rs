//! What a report says, described once. Renderers differ only in the marks they put around it.

use super::chart::Chart;
pub use super::line::{Line, Span, Tone};
use super::sanitize::Text;
use super::sheet::Part;

/// Which side a column's text keeps to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// One column of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// What people read above it.
    pub title: Text,
    /// What scripts read: the header in CSV.
    pub key: Text,
    /// Which side its text keeps to.
    pub align: Align,
    /// Whether its text may be wrapped to make the table fit.
    pub flexible: bool,
}

impl Column {
    /// A column of words that is not wrapped.
    pub fn new(title: impl Into<Text>, key: impl Into<Text>) -> Self {
        Self { title: title.into(), key: key.into(), ..Self::default() }
    }

    /// Lets the column's text wrap.
    #[must_use]
    pub fn flexible(mut self) -> Self {
        self.flexible = true;
        self
    }

    /// Keeps the column's text to the right, for numbers.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }
}

/// One value of a table: what people read, and what scripts read when that differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What people read.
    pub line: Line,
    /// What CSV holds, when it is not the words of `line`: `2026-03-02` for "today".
    pub value: Option<Text>,
}

impl Cell {
    /// A cell with nothing to say.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Gives scripts a value of their own.
    #[must_use]
    pub fn with_value(mut self, value: impl Into<Text>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// What scripts read.
    pub fn raw(&self) -> String {
        self.value.as_ref().map_or_else(|| self.line.text(), Text::as_str).to_owned()
    }
}

impl<T: Into<Line>> From<T> for Cell {
    fn from(line: T) -> Self {
        Self { line: line.into(), value: None }
    }
}

/// Rows of values under named columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows. A short row ends in empty cells; cells past the last column are not shown.
    pub rows: Vec<Vec<Cell>>,
    /// What the table shows, said above it.
    pub caption: Option<Text>,
    /// The sentence that stands for a table without rows.
    pub empty: Text,
    /// For a part of a longer table, what it has to know of all of it.
    pub(super) part: Option<Part>,
}

impl Table {
    /// A table without rows, and the sentence to show while it has none.
    pub fn new(columns: impl IntoIterator<Item = Column>, empty: impl Into<Text>) -> Self {
        Self { columns: columns.into_iter().collect(), empty: empty.into(), ..Self::default() }
    }

    /// Says above the table what it shows.
    #[must_use]
    pub fn with_caption(mut self, caption: impl Into<Text>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> &mut Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// The cells of a row that have something to say, each with its column.
    pub(super) fn filled<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (&'a Column, &'a Cell)> {
        self.columns.iter().zip(row).filter(|(_, cell)| !cell.line.is_empty())
    }
}

/// One part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What the page is about.
    Title(Line),
    /// What the blocks up to the next heading are about.
    Heading(Line),
    /// Sentences.
    Paragraph(Line),
    /// Points in no order.
    Bullets(Vec<Line>),
    /// Points under points: how deep each stands, 0 first.
    Outline(Vec<(usize, Line)>),
    /// Points in the order they are to be done.
    Steps(Vec<Line>),
    /// Things to do, each with its particulars below it; numbered when they are in order.
    Actions {
        /// Whether their order matters.
        numbered: bool,
        /// What to do.
        actions: Vec<Action>,
    },
    /// Names with their values.
    Fields(Vec<(Text, Line)>),
    /// Rows under columns.
    Table(Table),
    /// A line of a file as it stands, and the place in it, in letters from its beginning.
    Excerpt(Text, usize),
    /// Lanes along an axis of time.
    Chart(Chart),
    /// A pause between blocks that would otherwise stand together.
    Gap,
}

/// Something to do: a sentence, and particulars such as whom to ring.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Action {
    /// What to do.
    pub head: Line,
    /// Particulars: a name and its value, each on a line of its own.
    pub fields: Vec<(Text, Line)>,
}

impl Action {
    /// Something to do, with no particulars yet.
    pub fn new(head: impl Into<Line>) -> Self {
        Self { head: head.into(), fields: Vec::new() }
    }

    /// Adds a particular; an empty one adds nothing.
    #[must_use]
    pub fn field(mut self, label: impl Into<Text>, value: impl Into<Line>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.fields.push((label.into(), value));
        }
        self
    }
}

/// What a report says, top to bottom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The blocks in order.
    pub blocks: Vec<Block>,
}

impl Page {
    /// A page with nothing on it yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a title.
    pub fn title(&mut self, line: impl Into<Line>) -> &mut Self {
        self.push(Block::Title(line.into()))
    }

    /// Adds a heading.
    pub fn heading(&mut self, line: impl Into<Line>) -> &mut Self {
        self.push(Block::Heading(line.into()))
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, line: impl Into<Line>) -> &mut Self {
        self.push(Block::Paragraph(line.into()))
    }

    /// Adds points; none at all adds nothing.
    pub fn bullets<L: Into<Line>>(&mut self, points: impl IntoIterator<Item = L>) -> &mut Self {
        let points: Vec<Line> = points.into_iter().map(Into::into).collect();
        if points.is_empty() { self } else { self.push(Block::Bullets(points)) }
    }

    /// Adds points under points; none at all adds nothing.
    pub fn outline(&mut self, points: impl IntoIterator<Item = (usize, Line)>) -> &mut Self {
        let points: Vec<(usize, Line)> = points.into_iter().collect();
        if points.is_empty() { self } else { self.push(Block::Outline(points)) }
    }

    /// Adds numbered points; none at all adds nothing.
    pub fn steps<L: Into<Line>>(&mut self, points: impl IntoIterator<Item = L>) -> &mut Self {
        let points: Vec<Line> = points.into_iter().map(Into::into).collect();
        if points.is_empty() { self } else { self.push(Block::Steps(points)) }
    }

    /// Adds things to do; none at all adds nothing.
    pub fn actions(&mut self, numbered: bool, actions: impl IntoIterator<Item = Action>) -> &mut Self {
        let actions: Vec<Action> = actions.into_iter().collect();
        if actions.is_empty() { self } else { self.push(Block::Actions { numbered, actions }) }
    }

    /// Adds a name with its value, together with the one before when that is a field too.
    pub fn field(&mut self, label: impl Into<Text>, value: impl Into<Line>) -> &mut Self {
        let field = (label.into(), value.into());
        if let Some(Block::Fields(fields)) = self.blocks.last_mut() {
            fields.push(field);
            return self;
        }
        self.push(Block::Fields(vec![field]))
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) -> &mut Self {
        self.push(Block::Table(table))
    }

    /// Adds a line of a file with a mark under the letter at `place`, counted from 0.
    pub fn excerpt(&mut self, line: impl Into<Text>, place: usize) -> &mut Self {
        self.push(Block::Excerpt(line.into(), place))
    }

    /// Adds a chart.
    pub fn chart(&mut self, chart: Chart) -> &mut Self {
        self.push(Block::Chart(chart))
    }

    /// Adds a pause.
    pub fn gap(&mut self) -> &mut Self {
        self.push(Block::Gap)
    }

    /// Adds another page's blocks below.
    pub fn append(&mut self, page: Page) -> &mut Self {
        self.blocks.extend(page.blocks);
        self
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Cell, Line, Page, Table, Tone};

    #[test]
    fn a_line_keeps_its_tones_and_its_words() {
        let line = Line::from("Due ").alarm("overdue").faint(" (clause)");
        assert_eq!(line.text(), "Due overdue (clause)");
        assert_eq!(line.spans().nth(1).map(|span| (span.text, span.tone)), Some(("overdue", Tone::Alarm)));
        assert!(Line::from("a").then("b").text() == "ab" && Line::from(" ").is_empty());
    }

    #[test]
    fn fields_in_a_row_make_one_block_and_empty_lists_make_none() {
        let mut page = Page::new();
        page.field("Case", "A").field("Due", "B").bullets(Vec::<Line>::new()).steps(["one"]).field("Next", "C");
        let sizes: Vec<_> =
            page.blocks.iter().map(|block| if let Block::Fields(fields) = block { fields.len() } else { 0 }).collect();
        assert_eq!(sizes, [2, 0, 1]);
    }

    #[test]
    fn a_cell_gives_scripts_its_own_value_or_its_words() {
        assert_eq!(Cell::from("today").with_value("2026-03-02").raw(), "2026-03-02");
        assert_eq!(Cell::from(Line::from("a").strong("b")).raw(), "ab");
        assert_eq!(Table::new([], "None.").empty.as_str(), "None.");
    }
}
