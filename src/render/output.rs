//! Where the answer goes: which format, how wide, whether coloured, and what a failed write means. The environment
//! is read in one place and passed on as values, so that the rest can be tested.

use super::sanitize::{MARK, is_hidden};
use super::{Report, terminal};
use crate::problem::{Kind, Problem};
use anstream::AutoStream;
use clap::ValueEnum;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// The forms an answer comes in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for a terminal
    #[default]
    Table,
    /// Text for a screen reader
    Plain,
    /// One JSON value
    Json,
    /// One JSON value a line
    Jsonl,
    /// A table for a spreadsheet or a script
    Csv,
    /// Markdown
    Md,
    /// A calendar
    Ics,
    /// One page for a browser, which needs no other file
    Html,
    /// A picture
    Svg,
}

impl Format {
    /// Whether only a command made for it has this format.
    pub fn is_apart(self) -> bool {
        matches!(self, Self::Ics | Self::Svg)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Table => "table",
            Self::Plain => "plain",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Md => "md",
            Self::Ics => "ics",
            Self::Html => "html",
            Self::Svg => "svg",
        })
    }
}

/// What `--color` asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWish {
    /// When a terminal shows it and nothing forbids it
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether tones are coloured.
    pub color: bool,
    /// Whether marks outside ASCII can be drawn.
    pub unicode: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: Terminal::USUAL_WIDTH, color: false, unicode: true }
    }
}

/// What the environment says about the terminal, as found: unset is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terminal {
    /// `COLUMNS`.
    pub columns: Option<String>,
    /// `NO_COLOR`: anything but an empty value forbids colour.
    pub no_color: Option<String>,
    /// `CLICOLOR`: `0` forbids colour.
    pub clicolor: Option<String>,
    /// `CLICOLOR_FORCE`: anything but an empty value or `0` asks for colour even in a pipe.
    pub clicolor_force: Option<String>,
    /// `TERM`.
    pub term: Option<String>,
    /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty.
    pub locale: Option<String>,
    /// Columns as measured.
    pub measured: Option<usize>,
}

impl Terminal {
    /// Columns when nothing says how many.
    pub const USUAL_WIDTH: usize = 80;

    /// Reads the environment through `lookup`, and measures the terminal.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(|name| lookup(name)).find(|it| !it.is_empty());
        Self {
            columns: lookup("COLUMNS"),
            no_color: lookup("NO_COLOR"),
            clicolor: lookup("CLICOLOR"),
            clicolor_force: lookup("CLICOLOR_FORCE"),
            term: lookup("TERM"),
            locale,
            measured: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
        }
    }

    /// How to draw: a wish said outright comes before the environment.
    pub fn detect(&self, color: ColorWish, is_terminal: bool) -> Style {
        let asked = self.columns.as_deref().and_then(|text| text.trim().parse().ok()).filter(|width| *width > 0);
        let width = asked.or(self.measured.filter(|width| *width > 0)).unwrap_or(Self::USUAL_WIDTH);
        let color = match color {
            ColorWish::Always => true,
            ColorWish::Never => false,
            ColorWish::Auto => self.wants_color(is_terminal),
        };
        Style { width: width.clamp(40, 200), color, unicode: self.draws_unicode() }
    }

    fn wants_color(&self, is_terminal: bool) -> bool {
        let said = |value: &Option<String>| value.as_deref().is_some_and(|value| !value.is_empty());
        if said(&self.no_color) {
            return false;
        }
        if said(&self.clicolor_force) && self.clicolor_force.as_deref() != Some("0") {
            return true;
        }
        is_terminal && !self.is_dumb() && self.clicolor.as_deref() != Some("0")
    }

    fn draws_unicode(&self) -> bool {
        let utf8 = |locale: &str| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        };
        // Windows says nothing about it in the environment, and its consoles take UTF-16.
        !self.is_dumb() && self.locale.as_deref().map_or(cfg!(windows), utf8)
    }

    fn is_dumb(&self) -> bool {
        self.term.as_deref() == Some("dumb")
    }
}

/// How a write that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// All of it was taken.
    All,
    /// The reader has gone, as `head` does. Not a failure, but more output is in vain.
    Closed,
}

/// Writes all of `text` and sees it off.
///
/// # Errors
/// When the output could not be taken, as on a full disk; a closed pipe is no error.
pub fn write_out(text: &str, mut to: impl Write) -> Result<Written, Problem> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => Ok(Written::All),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Written::Closed),
        Err(error) => Err(failed(&error)),
    }
}

/// The problem of an output that could not be taken.
pub(super) fn failed(error: &io::Error) -> Problem {
    Problem::new(Kind::Output, format!("the output could not be written: {error}"))
        .hint("make room or choose another place, then run the command again")
}

/// The text as a terminal is given it: without what could do harm there.
pub fn as_shown<'t>(text: &'t str, style: &Style) -> Cow<'t, str> {
    safe(text, style.color)
}

/// Writes the answer to standard output. Colour codes are translated for consoles that do not know them.
///
/// # Errors
/// As [`write_out`].
pub fn to_stdout(text: &str, style: &Style) -> Result<Written, Problem> {
    let stdout = io::stdout().lock();
    let text = if stdout.is_terminal() { safe(text, style.color) } else { Cow::Borrowed(text) };
    if style.color { write_out(&text, AutoStream::always(stdout)) } else { write_out(&text, stdout) }
}

/// Draws an answer on standard output while it is laid out: each part is written once it is drawn.
///
/// # Errors
/// As [`write_out`].
pub fn drawn_to_stdout(report: &impl Report, style: &Style) -> Result<Written, Problem> {
    let mut written = Ok(Written::All);
    terminal::draw(
        style,
        |sheet| report.lay_out(sheet),
        |text| {
            if written == Ok(Written::All) {
                written = to_stdout(text, style);
            }
        },
    );
    written
}

/// Clears the screen of the terminal on standard output, with what was scrolled off it.
///
/// # Errors
/// As [`write_out`].
pub fn clear_screen() -> Result<(), Problem> {
    write_out("\u{1b}[2J\u{1b}[3J\u{1b}[H", AutoStream::always(io::stdout().lock())).map(drop)
}

/// Writes messages to standard error. There is nowhere to report a failure, so it is let go.
pub fn to_stderr(text: &str, style: &Style) {
    let stderr = io::stderr().lock();
    let text = if stderr.is_terminal() { safe(text, style.color) } else { Cow::Borrowed(text) };
    let _ = if style.color { write_out(&text, AutoStream::always(stderr)) } else { write_out(&text, stderr) };
}

/// What a terminal may be given: whatever else it does, text only says something. Only colours are left in, when there
/// are to be any.
fn safe(text: &str, colors: bool) -> Cow<'_, str> {
    let plain = |letter: char| letter == '\n' || !is_hidden(letter);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = if colors { color_code(rest) } else { 0 };
        if length > 0 {
            safe.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        match letter {
            '\t' => safe.push_str("    "),
            letter if plain(letter) => safe.push(letter),
            _ => safe.push(MARK),
        }
        rest = &rest[letter.len_utf8()..];
    }
    Cow::Owned(safe)
}

/// The length of the code for a colour that `text` begins with; 0 when it begins with none.
fn color_code(text: &str) -> usize {
    let Some(code) = text.strip_prefix("\x1b[") else { return 0 };
    let digits = code.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    if code.as_bytes().get(digits) == Some(&b'm') { digits + 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{ColorWish, Format, MARK, Style, Terminal, Written, safe, write_out};
    use clap::ValueEnum;
    use std::io::{self, ErrorKind, Write};

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn usual() -> Terminal {
        Terminal { term: some("xterm"), locale: some("en_GB.UTF-8"), measured: Some(100), ..Terminal::default() }
    }

    #[test]
    fn a_terminal_gets_colour_and_a_pipe_does_not() {
        assert_eq!(usual().detect(ColorWish::Auto, true), Style { width: 100, color: true, unicode: true });
        assert!(!usual().detect(ColorWish::Auto, false).color);
    }

    #[test]
    fn colour_follows_the_wish_then_no_color_then_force_then_the_terminal() {
        let color = |terminal: &Terminal, wish, is_terminal| terminal.detect(wish, is_terminal).color;
        let forbidden = Terminal { no_color: some("1"), clicolor_force: some("1"), ..usual() };
        assert!(!color(&forbidden, ColorWish::Auto, true));
        assert!(color(&forbidden, ColorWish::Always, false));
        let forced = Terminal { no_color: some(""), clicolor_force: some("1"), ..usual() };
        assert!(color(&forced, ColorWish::Auto, false));
        assert!(!color(&forced, ColorWish::Never, true));
        assert!(!color(&Terminal { clicolor_force: some("0"), ..usual() }, ColorWish::Auto, false));
        assert!(!color(&Terminal { clicolor: some("0"), ..usual() }, ColorWish::Auto, true));
        assert!(!color(&Terminal { term: some("dumb"), ..usual() }, ColorWish::Auto, true));
    }

    #[test]
    fn columns_come_before_the_measure_and_both_are_kept_sane() {
        let width = |columns: Option<&str>, measured| {
            let terminal = Terminal { columns: columns.and_then(some), measured, ..usual() };
            terminal.detect(ColorWish::Auto, true).width
        };
        assert_eq!(width(Some("72"), Some(100)), 72);
        assert_eq!(width(Some("wide"), Some(100)), 100);
        assert_eq!(width(Some("0"), None), 80);
        assert_eq!(width(None, Some(0)), 80);
        assert_eq!((width(Some("5"), None), width(Some("5000"), None)), (40, 200));
    }

    #[test]
    fn marks_outside_ascii_need_a_utf_8_locale() {
        let unicode = |locale: Option<&str>| {
            Terminal { locale: locale.and_then(some), ..usual() }.detect(ColorWish::Auto, true).unicode
        };
        assert!(unicode(Some("en_GB.utf8")) && unicode(Some("C.UTF-8")));
        assert!(!unicode(Some("C")) && !unicode(Some("en_GB.ISO-8859-1")));
        assert_eq!(unicode(None), cfg!(windows));
        assert!(!Terminal { term: some("dumb"), ..usual() }.detect(ColorWish::Auto, true).unicode);
    }

    #[test]
    fn the_first_locale_that_is_not_empty_counts() {
        let lookup = |name: &str| match name {
            "LC_ALL" => some(""),
            "LC_CTYPE" => some("C"),
            "LANG" => some("en_GB.UTF-8"),
            _ => None,
        };
        assert_eq!(Terminal::read(lookup).locale, some("C"));
    }

    #[test]
    fn formats_print_the_name_they_are_asked_for_by() {
        for format in Format::value_variants() {
            assert_eq!(Format::from_str(&format.to_string(), false), Ok(*format));
        }
    }

    struct Refuses(ErrorKind);

    impl Write for Refuses {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    struct RefusesLate(Vec<u8>);

    impl Write for RefusesLate {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(ErrorKind::StorageFull.into())
        }
    }

    #[test]
    fn a_terminal_is_given_nothing_but_text_and_colours() {
        assert_eq!(safe("one\ntwo", true), "one\ntwo");
        assert_eq!(safe("\x1b[1;31mred\x1b[0m", true), "\x1b[1;31mred\x1b[0m");
        assert_eq!(safe("\x1b[31m", false), format!("{MARK}[31m"));
        for wicked in ["\x1b]0;title\x07", "\x1b[2J", "\u{9b}2J", "\x08", "\r", "\u{202e}"] {
            let safe = safe(wicked, true);
            assert!(!safe.chars().any(super::is_hidden), "{wicked:?}: {safe:?}");
        }
    }

    #[test]
    fn a_closed_pipe_is_success_and_a_full_disk_is_not() {
        let mut taken = Vec::new();
        assert_eq!(write_out("x\n", &mut taken), Ok(Written::All));
        assert_eq!(taken, b"x\n");
        assert_eq!(write_out("x", Refuses(ErrorKind::BrokenPipe)), Ok(Written::Closed));
        assert!(write_out("x", Refuses(ErrorKind::StorageFull)).is_err());
        assert!(write_out("x", RefusesLate(Vec::new())).is_err());
    }
}
