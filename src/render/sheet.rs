//! A page that is shown while it is laid out, so that a long list is never held whole.

use super::grid::Sizes;
use super::page::{Action, Block, Cell, Line, Page, Table};
use crate::parallel;
use std::ops::{Deref, DerefMut, Range};

/// So many points or rows are laid out and shown together.
const TOGETHER: usize = 4096;

/// A page on its way out: what stands on it so far, and whoever takes each part of it in turn.
pub struct Sheet<'s> {
    page: Page,
    /// No list longer than this stands on it at once.
    together: usize,
    unicode: bool,
    take: &'s mut dyn FnMut(Page),
}

/// What a part of a table has to know of all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) sizes: Sizes,
    pub(super) first: bool,
    pub(super) last: bool,
}

impl<'s> Sheet<'s> {
    /// A sheet whose parts are given to `take`.
    pub(super) fn new(unicode: bool, take: &'s mut dyn FnMut(Page)) -> Self {
        Self { page: Page::new(), together: TOGETHER, unicode, take }
    }

    /// The whole page at once.
    pub fn whole(lay_out: impl FnOnce(&mut Sheet<'_>)) -> Page {
        let mut sheet = Sheet { page: Page::new(), together: usize::MAX, unicode: true, take: &mut |_| {} };
        lay_out(&mut sheet);
        sheet.page
    }

    /// Adds so many points; none at all adds nothing.
    pub fn points(&mut self, count: usize, make: impl Fn(Range<usize>) -> Vec<Line> + Sync) {
        self.each(count, make, |page, points| match page.blocks.last_mut() {
            // Points after points are one list.
            Some(Block::Bullets(held)) => held.extend(points),
            _ => {
                page.bullets(points);
            }
        });
    }

    /// Adds so many things to do in no order; none at all adds nothing.
    pub fn things_to_do(&mut self, count: usize, make: impl Fn(Range<usize>) -> Vec<Action> + Sync) {
        self.each(count, make, |page, actions| {
            page.actions(false, actions);
        });
    }

    /// Adds a table of so many rows. They are made twice where there are many: once to see how wide each column has to be.
    pub fn rows(&mut self, table: Table, count: usize, make: impl Fn(Range<usize>) -> Vec<Vec<Cell>> + Sync) {
        if count <= self.together {
            self.page.table(Table { rows: in_parts(count, make), ..table });
            return;
        }
        let unicode = self.unicode;
        let sizes = parallel::parts(count, |part| Sizes::of(&table.columns, &make(part), unicode));
        let sizes = sizes.into_iter().fold(Sizes::of(&table.columns, &[], unicode), Sizes::and);
        for (start, end) in parts(count, self.together) {
            let part = Some(Part { sizes: sizes.clone(), first: start == 0, last: end == count });
            let rows = in_parts(end - start, |part| make(start + part.start..start + part.end));
            self.page.table(Table { rows, part, ..table.clone() });
            self.show();
        }
    }

    fn each<T: Send>(
        &mut self,
        count: usize,
        make: impl Fn(Range<usize>) -> Vec<T> + Sync,
        mut add: impl FnMut(&mut Page, Vec<T>),
    ) {
        for (start, end) in parts(count, self.together) {
            add(&mut self.page, in_parts(end - start, |part| make(start + part.start..start + part.end)));
            if count > self.together {
                self.show();
            }
        }
    }

    /// Hands on what stands on the sheet.
    pub(super) fn show(&mut self) {
        (self.take)(std::mem::take(&mut self.page));
    }
}

/// A sheet is written on as a page is.
impl Deref for Sheet<'_> {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl DerefMut for Sheet<'_> {
    fn deref_mut(&mut self) -> &mut Page {
        &mut self.page
    }
}

fn parts(count: usize, together: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).step_by(together).map(move |start| (start, start.saturating_add(together).min(count)))
}

/// So many of a list, made on every processor.
fn in_parts<T: Send>(count: usize, make: impl Fn(Range<usize>) -> Vec<T> + Sync) -> Vec<T> {
    parallel::parts(count, make).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{Sheet, TOGETHER};
    use crate::render::page::{Action, Cell, Column, Line, Page, Table};
    use crate::render::{Style, terminal};

    /// Every kind of list, long and short, with what comes before and after.
    fn lay_out(sheet: &mut Sheet<'_>, count: usize) {
        let word = |number: usize| ["a", "some words more", "b"][number % 3].repeat(1 + number % 5);
        sheet.title("T").paragraph("p");
        sheet.heading("H");
        sheet.points(count, |part| part.map(|number| Line::from(word(number))).collect());
        sheet.heading("I");
        let columns = [Column::new("Number", "n").right(), Column::new("Words", "w").flexible()];
        let row = |number: usize| vec![Cell::from(number.to_string()), Cell::from(Line::new().alarm(word(number)))];
        sheet.rows(Table::new(columns, "None."), count, |part| part.map(row).collect());
        sheet.things_to_do(count, |part| part.map(|number| Action::new(word(number)).field("F", "v")).collect());
        sheet.paragraph("end");
    }

    #[test]
    fn a_page_shown_in_parts_reads_as_the_whole_page() {
        for (count, width, color) in [
            (0, 80, false),
            (5, 80, true),
            (TOGETHER, 80, false),
            (2 * TOGETHER + 70, 80, true),
            (TOGETHER + 1, 12, false),
        ] {
            let style = Style { width, color, unicode: true };
            let whole = Sheet::whole(|sheet| lay_out(sheet, count));
            let mut shown = String::new();
            let mut most = 0;
            terminal::draw(
                &style,
                |sheet| lay_out(sheet, count),
                |text| {
                    most = most.max(text.len());
                    shown.push_str(text);
                },
            );
            assert_eq!(shown, terminal::render(&whole, &style), "{count}");
            assert!(count <= TOGETHER || most < shown.len(), "all of it was held");
        }
    }

    #[test]
    fn nothing_shown_is_an_empty_line() {
        let mut shown = String::new();
        terminal::draw(&Style::default(), |_| {}, |text| shown.push_str(text));
        assert_eq!(shown, terminal::render(&Page::new(), &Style::default()));
    }
}
