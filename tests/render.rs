//! Reports as they are shown: one page in each format, at several widths, with ordinary and with hostile text.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_oneof, proptest};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;
use yjs::render::{
    Block, Cell, Column, Format, Line, Page, Report, Style, Table, csv, json, markdown, page::Align, plain, render,
    terminal,
};

const WIDTHS: [usize; 5] = [40, 60, 80, 120, 200];
const NUMBERS: [&str; 3] = ["020 0000 0001", "+44 (0)20 0000 0002", "0000 000 0003"];

/// What one of our own answers could look like.
fn usual_page() -> Page {
    let columns = [
        Column::new("Case", "case"),
        Column::new("Due", "due"),
        Column::new("What is to be done", "what").flexible(),
        Column::new("Days left", "days_left").right(),
        Column::new("Clause", "clause"),
    ];
    let mut table = Table::new(columns, "Nothing is due.").with_caption("Deadlines of the next seven days");
    for (case, number) in ["YJ-0001", "YJ-0002", "YJ-0003"].iter().zip(NUMBERS) {
        let what =
            Line::from("Refer in writing within 48 hours of the call, then ring ").strong(number).plain(" to check");
        table.row([
            Cell::from(*case),
            Cell::from(Line::new().alarm("overdue").plain(", Mon 2 March")).with_value("2026-03-02"),
            Cell::from(what),
            Cell::from("-3"),
            Cell::from(Line::new().faint("6.2")),
        ]);
    }
    let mut page = Page::new();
    page.title(Line::from("Child sexual exploitation: ").alarm("refer today"));
    page.paragraph(
        "Level 1 so far; 2, 3 and 4 are not ruled out \u{2013} the answers below would settle it, most decisive first.",
    );
    page.heading("Do now").steps(NUMBERS.map(|number| {
        Line::from("Telephone the front door of the children\u{2019}s services on ")
            .strong(number)
            .plain(", at any hour")
    }));
    page.heading("Why")
        .bullets(["It was recorded", "Whether the child is known to social care is unknown, and decides"]);
    page.field("Team", "Multi-agency safeguarding hub")
        .field("Out of hours, at weekends and on bank holidays", NUMBERS[1])
        .field("Email", "a-long-address-of-a-team@a-long-name-of-a-borough.test")
        .field("Clause", Line::new().faint("6.2, 6.3"));
    page.heading("Deadlines").table(table).gap().table(Table::new([], "No cases."));
    page
}

/// The same text in every place that a page has for text.
fn page_of(text: &str) -> Page {
    let mut table =
        Table::new([Column::new(text, text).flexible(), Column::new("b", "b").right()], text).with_caption(text);
    table.row([Cell::from(text).with_value(text), Cell::from(Line::new().strong(text).faint(text))]);
    let mut page = Page::new();
    page.title(text).heading(Line::new().alarm(text)).paragraph(Line::new().warn(text).good(text));
    page.bullets([text, text]).steps([text]).field(text, text).table(table).table(Table::new([], text));
    page
}

struct Shown(Page);

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.blocks.iter().map(|block| format!("{block:?}")))
    }
}

impl Report for Shown {
    fn page(&self) -> Page {
        self.0.clone()
    }

    fn table(&self) -> Option<Table> {
        self.0.blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            _ => None,
        })
    }
}

fn styles() -> impl Iterator<Item = Style> {
    WIDTHS.into_iter().flat_map(|width| {
        [(false, false), (false, true), (true, true)].map(|(color, unicode)| Style { width, color, unicode })
    })
}

fn without_colour(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}[") {
        out.push_str(&rest[..start]);
        let end = rest[start..].find('m').expect("a colour code ends in m");
        rest = &rest[start + end + 1..];
    }
    out + rest
}

/// Every format that is text, for one page.
fn every_text(page: &Page) -> Vec<(String, String)> {
    let mut texts: Vec<_> =
        styles().map(|style| (format!("{style:?}"), without_colour(&terminal::render(page, &style)))).collect();
    texts.push(("plain".into(), plain::render(page)));
    texts.push(("md".into(), markdown::render(page)));
    for block in &page.blocks {
        if let Block::Table(table) = block {
            texts.push(("csv".into(), csv::render(table).expect("a table has a form in CSV")));
        }
    }
    texts
}

fn acts(letter: char) -> bool {
    let direction =
        matches!(letter, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let invisible = matches!(letter, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}');
    (letter.is_control() && letter != '\n') || direction || invisible
}

#[test]
fn no_line_is_wider_than_the_terminal_and_none_ends_in_a_space() {
    for style in styles() {
        for line in without_colour(&terminal::render(&usual_page(), &style)).lines() {
            let one_word = !line.trim_start().contains(' ');
            assert!(line.width() <= style.width || one_word, "{style:?}: {line:?}");
            assert_eq!(line, line.trim_end(), "{style:?}");
        }
    }
}

#[test]
fn telephone_numbers_stay_on_one_line_in_every_text() {
    for (name, text) in every_text(&usual_page()) {
        for number in NUMBERS {
            // Once in the steps and once in the table; a CSV has only the table.
            let least = if name == "csv" { 0 } else { 2 };
            assert!(text.matches(number).count() >= least, "{name}: {number} is broken in\n{text}");
        }
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    for style in styles().filter(|style| style.color) {
        let coloured = terminal::render(&usual_page(), &style);
        assert!(coloured.contains("\u{1b}[1m"), "{style:?}");
        assert_eq!(without_colour(&coloured), terminal::render(&usual_page(), &Style { color: false, ..style }));
    }
}

#[test]
fn a_table_too_wide_for_the_terminal_becomes_one_block_a_row() {
    let wide = terminal::render(&usual_page(), &Style { width: 120, ..Style::default() });
    assert!(wide.contains("Case     Due"), "{wide}");
    let narrow = terminal::render(&usual_page(), &Style { width: 60, ..Style::default() });
    assert!(narrow.contains("Case:") && narrow.contains("Days left:"), "{narrow}");
}

#[test]
fn a_terminal_without_unicode_gets_ascii_marks() {
    let text = terminal::render(&usual_page(), &Style { unicode: false, width: 120, ..Style::default() });
    assert!(text.is_ascii(), "{text}");
    assert!(plain::render(&usual_page()).is_ascii());
}

#[test]
fn every_word_of_the_page_is_in_every_rendering_of_it() {
    for (name, text) in every_text(&usual_page()).into_iter().filter(|(name, _)| name != "csv") {
        let text = text.replace('\\', "");
        for word in
            ["front", "exploitation:", "settle", "unknown,", "6.3", "overdue", "YJ-0003", "a-long-name-of", "No cases."]
        {
            assert!(text.contains(word), "{name} lacks {word}:\n{text}");
        }
    }
}

#[test]
fn hostile_text_reaches_no_output_from_any_block() {
    let hostile = "a\u{1b}[31mb\u{1b}]0;t\u{7}c\u{9b}2Jd\u{202e}e\u{2067}f\u{7f}g\r\nh\u{8}i\u{2028}j\u{200b}k\tl";
    let page = page_of(hostile);
    for (name, text) in every_text(&page) {
        assert!(!text.chars().any(acts), "{name}: {text:?}");
        assert!(
            name == "csv" || text.contains(['\u{fffd}', '?']),
            "{name} hides that something was taken out: {text:?}"
        );
    }
    let text = json::pretty(&hostile).expect("text has a form in JSON");
    assert!(!text.chars().any(acts), "{text:?}");
    assert_eq!(serde_json::from_str::<String>(&text).expect("it is JSON"), hostile);
}

#[test]
fn a_format_that_a_report_lacks_is_refused_with_those_it_has() {
    let list = Shown(usual_page());
    let rows = render(&list, Format::Csv, &Style::default()).expect("a list has CSV");
    assert!(rows.starts_with("case,due,what,days_left,clause\nYJ-0001,2026-03-02,"), "{rows}");
    let problem = render(&list, Format::Jsonl, &Style::default()).expect_err("it has no lines");
    assert_eq!(problem.what, "this command has no jsonl");
    assert_eq!(problem.hint.as_deref(), Some("choose one of table, plain, json, csv, md, html"));
    assert!(render(&Shown(Page::new()), Format::Csv, &Style::default()).is_err());
    assert!(render(&list, Format::Ics, &Style::default()).is_err());
    assert!(render(&list, Format::Svg, &Style::default()).is_err());
}

#[test]
fn an_empty_page_is_one_line_break_and_a_ragged_table_does_no_harm() {
    let mut table = Table::new([Column { align: Align::Right, ..Column::new("A", "a") }, Column::new("B", "b")], "");
    table.row([]).row(["1".into(), "2".into(), "3".into()]);
    let mut page = Page::new();
    for (name, text) in every_text(&page) {
        assert_eq!(text, "\n", "{name}");
    }
    page.table(table).table(Table::default());
    for (name, text) in every_text(&page) {
        assert!(!text.contains('3'), "{name}: {text}");
    }
}

/// Any characters at all, the ones that act on a terminal often among them. (Any `String` has no controls.)
fn any_characters() -> impl Strategy<Value = String> {
    let acting = (0..0xA0_u8).prop_map(char::from);
    let turning = (0x2000_u32..0x2070).prop_map(|code| char::from_u32(code).unwrap_or('x'));
    vec(prop_oneof![any::<char>(), acting, turning, Just('\u{1b}')], 0..30).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn no_text_puts_a_control_character_in_any_output(text in any_characters()) {
        for (name, shown) in every_text(&page_of(&text)) {
            prop_assert!(!shown.chars().any(acts), "{}: {:?}", name, shown);
        }
    }

    #[test]
    fn any_words_stay_within_the_width(text in "([a-z0-9\u{e9}\u{8b66}|*-]{1,12} ){0,30}") {
        for style in styles() {
            for line in without_colour(&terminal::render(&page_of(&text), &style)).lines() {
                prop_assert!(line.width() <= style.width, "{:?}: {:?}", style, line);
            }
        }
    }

    #[test]
    fn any_text_stays_within_the_width_unless_one_word_is_wider(text in "(\\PC{1,9} ){0,12}") {
        for style in styles() {
            for line in without_colour(&terminal::render(&page_of(&text), &style)).lines() {
                let words = line.split_whitespace().count();
                prop_assert!(line.width() <= style.width || words == 1, "{:?}: {:?}", style, line);
            }
        }
    }

    #[test]
    fn no_spreadsheet_cell_starts_a_formula(text in "[ =+@\t\r\u{ff1d}-]{1,3}[a-z(]{1,5}") {
        let mut table = Table::new([Column::new("A", "a")], "");
        table.row([Cell::from(text.as_str())]);
        let shown = csv::render(&table).expect("a table has a form in CSV");
        let cell = shown.lines().nth(1).expect("one row").trim_start_matches(['"', ' ']);
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\u{ff1d}']), "{:?}", shown);
    }

    #[test]
    fn no_text_makes_markdown_of_its_own(text in "[a-z<>|*_`#&~\\[\\]() .0-9+=-]{1,40}") {
        let mut page = Page::new();
        page.paragraph(text.as_str());
        let shown = markdown::render(&page);
        let mut before = ' ';
        for letter in shown.chars() {
            let escaped = before == '\\';
            prop_assert!(escaped || !"<>|*_`#&~[]".contains(letter), "{:?} in {:?}", letter, shown);
            before = if escaped { ' ' } else { letter };
        }
        prop_assert!(!shown.starts_with(['-', '+', '=']), "{:?}", shown);
    }
}
