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

/// A stretch of a line in one tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span<'a> {
    /// The words.
    pub text: &'a str,
    /// Their emphasis.
    pub tone: Tone,
}

/// Text that runs on: a sentence, a name, a value. Renderers wrap it as they need to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: Text,
    tones: Tones,
}

/// A list of a large caseload has a hundred thousand lines, nearly all of one stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tones {
    One(Tone),
    /// Each with where its stretch ends.
    Each(Vec<(usize, Tone)>),
}

impl Default for Tones {
    fn default() -> Self {
        Self::Each(Vec::new())
    }
}

impl Line {
    /// A line with nothing in it yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The stretches in order.
    pub fn spans(&self) -> impl Iterator<Item = Span<'_>> {
        let (whole, each) = match &self.tones {
            Tones::One(tone) => (Some(Span { text: &self.text, tone: *tone }), [].as_slice()),
            Tones::Each(each) => (None, each.as_slice()),
        };
        let starts = std::iter::once(0).chain(each.iter().map(|(end, _)| *end));
        let stretch =
            |(start, (end, tone)): (usize, &(usize, Tone))| Span { text: &self.text[start..*end], tone: *tone };
        whole.into_iter().chain(starts.zip(each).map(stretch))
    }

    /// The tone of all of it, when there is one.
    pub(super) fn tone(&self) -> Option<Tone> {
        match &self.tones {
            Tones::One(tone) => Some(*tone),
            Tones::Each(_) => None,
        }
    }

    /// The words without their tones.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Adds text in a tone chosen by the caller. No space is put between: write it.
    #[must_use]
    pub fn toned(self, tone: Tone, text: impl Into<Text>) -> Self {
        self.then(Self { text: text.into(), tones: Tones::One(tone) })
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
        let more = more.into();
        let start = self.text.len();
        let mut each = match self.tones {
            Tones::Each(each) if each.is_empty() => return more,
            Tones::Each(each) => each,
            Tones::One(tone) => {
                let mut each = Vec::with_capacity(2);
                each.push((start, tone));
                each
            }
        };
        match more.tones {
            Tones::One(tone) => each.push((start + more.text.len(), tone)),
            Tones::Each(further) => each.extend(further.iter().map(|(end, tone)| (start + end, *tone))),
        }
        self.text.push(&more.text);
        Self { text: self.text, tones: Tones::Each(each) }
    }
}

impl<T: Into<Text>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::new().plain(text)
    }
}
