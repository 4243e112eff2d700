//! Text that runs on, each stretch of it in a tone.

use super::sanitize::Text;

/// What a stretch of text means. A tone adds emphasis only: the words themselves must say what it says (write
/// "overdue", not a date in red), because colour is lost on paper, in a file and to many readers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary text.
    #[default]
    Plain,
    /// What to read first.
    Strong,
    /// Overdue, or an emergency.
    Alarm,
    /// Due today, or unknown.
    Warn,
    /// Met.
    Good,
    /// Clauses and working.
    Faint,
}

/// A stretch of text in one tone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: Text,
    /// Their emphasis.
    pub tone: Tone,
}

/// Text that runs on: a sentence, a name, a value. Renderers wrap it as they need to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(Spans);

/// A list of a large caseload has a hundred thousand lines, nearly all of one stretch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Spans {
    #[default]
    None,
    One([Span; 1]),
    Many(Vec<Span>),
}

impl Spans {
    fn push(&mut self, span: Span) {
        *self = match std::mem::take(self) {
            Self::None => Self::One([span]),
            Self::One([first]) => Self::Many(vec![first, span]),
            Self::Many(mut spans) => {
                spans.push(span);
                Self::Many(spans)
            }
        }
    }
}

impl Line {
    /// A line with nothing in it yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The stretches in order.
    pub fn spans(&self) -> &[Span] {
        match &self.0 {
            Spans::None => &[],
            Spans::One(one) => one,
            Spans::Many(many) => many,
        }
    }

    /// The words without their tones.
    pub fn text(&self) -> String {
        self.spans().iter().map(|span| span.text.as_str()).collect()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.spans().iter().all(|span| span.text.trim().is_empty())
    }

    /// Adds text in a tone chosen by the caller. No space is put between: write it.
    #[must_use]
    pub fn toned(mut self, tone: Tone, text: impl Into<Text>) -> Self {
        self.0.push(Span { text: text.into(), tone });
        self
    }

    /// Adds ordinary text.
    #[must_use]
    pub fn plain(self, text: impl Into<Text>) -> Self {
        self.toned(Tone::Plain, text)
    }

    /// Adds text to read first.
    #[must_use]
    pub fn strong(self, text: impl Into<Text>) -> Self {
        self.toned(Tone::Strong, text)
    }

    /// Adds text that tells of something overdue or an emergency.
    #[must_use]
    pub fn alarm(self, text: impl Into<Text>) -> Self {
        self.toned(Tone::Alarm, text)
    }

    /// Adds text that tells of something due today or unknown.
    #[must_use]
    pub fn warn(self, text: impl Into<Text>) -> Self {
        self.toned(Tone::Warn, text)
    }

    /// Adds text that tells of something met.
    #[must_use]
    pub fn good(self, text: impl Into<Text>) -> Self {
        self.toned(Tone::Good, text)
    }

    /// Adds a clause or working.
    #[must_use]
    pub fn faint(self, text: impl Into<Text>) -> Self {
        self.toned(Tone::Faint, text)
    }

    /// Adds another line's text to the end of this one.
    #[must_use]
    pub fn then(mut self, more: impl Into<Line>) -> Self {
        match more.into().0 {
            Spans::None => {}
            Spans::One([span]) => self.0.push(span),
            Spans::Many(spans) => spans.into_iter().for_each(|span| self.0.push(span)),
        }
        self
    }
}

impl<T: Into<Text>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::new().plain(text)
    }
}
