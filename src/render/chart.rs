//! Lanes along an axis of time, such as a case's timeline. In text each lane has a line of words and a bar below it, at any
//! width; where nothing can be drawn, the words alone say it all.

use super::line::{Line, Tone};
use super::sanitize::Text;

/// The right end of an axis: places along it are counted from 0 to this.
pub const END: u32 = 10_000;

/// Lanes along an axis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: Text,
    /// Where the axis bears a label.
    pub ticks: Vec<(u32, Text)>,
    /// Where the present is.
    pub now: Option<u32>,
    /// The lanes, top to bottom.
    pub lanes: Vec<Lane>,
}

/// One lane of a chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lane {
    /// What is shown in it.
    pub label: Line,
    /// All that its marks say, in words.
    pub note: Line,
    /// What is drawn in it.
    pub marks: Vec<Mark>,
}

impl Lane {
    /// The lane in words.
    pub fn words(&self) -> Line {
        self.label.clone().plain(": ").then(self.note.clone())
    }
}

/// Something in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It happened then, or falls due then.
    Point {
        /// Where.
        at: u32,
        /// How urgent it is.
        tone: Tone,
    },
    /// It lasted so long.
    Span {
        /// From where.
        from: u32,
        /// To where.
        to: u32,
        /// How urgent it is.
        tone: Tone,
        /// Whether it goes on.
        is_open: bool,
    },
}

impl Chart {
    /// The axis as a line of text: each label where it belongs, as long as it does not run into the one before.
    pub(super) fn axis(&self, width: usize) -> String {
        let mut axis = String::new();
        for (at, label) in &self.ticks {
            let place = column(*at, width);
            let length = axis.chars().count();
            let fits = place + label.chars().count() <= width && (length == 0 || place > length);
            if fits {
                axis.extend(std::iter::repeat_n(' ', place - length));
                axis.push_str(label);
            }
        }
        axis
    }

    /// A lane's bar as text, with a tone for each letter.
    pub(super) fn bar(&self, lane: &Lane, width: usize, unicode: bool) -> Line {
        let mut letters: Vec<(char, Tone)> = vec![(' ', Tone::Plain); width];
        let [point, left, line, right, open, now] = if unicode {
            ['\u{25cf}', '\u{251c}', '\u{2500}', '\u{2524}', '\u{2192}', '\u{2506}']
        } else {
            ['o', '[', '-', ']', '>', '|']
        };
        if let Some(at) = self.now {
            letters[column(at, width)] = (now, Tone::Faint);
        }
        for mark in &lane.marks {
            match *mark {
                Mark::Point { at, tone } => letters[column(at, width)] = (point, tone),
                Mark::Span { from, to, tone, is_open } => {
                    let (first, last) = (column(from, width), column(to, width));
                    letters[first..=last].fill((line, tone));
                    letters[first].0 = left;
                    letters[last].0 = if is_open { open } else { right };
                }
            }
        }
        let end = letters.iter().rposition(|(letter, _)| *letter != ' ').map_or(0, |last| last + 1);
        letters[..end].iter().fold(Line::new(), |bar, (letter, tone)| bar.toned(*tone, &*letter.to_string()))
    }
}

/// The column of a line of text in which a place of the axis stands.
fn column(at: u32, width: usize) -> usize {
    let last = width.saturating_sub(1);
    usize::try_from(at.min(END)).unwrap_or(0) * last / usize::try_from(END).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::{Chart, END, Lane, Mark};
    use crate::render::Tone;

    fn chart() -> Chart {
        let marks = vec![
            Mark::Span { from: 0, to: END / 2, tone: Tone::Plain, is_open: false },
            Mark::Point { at: END, tone: Tone::Alarm },
        ];
        let lane = Lane { label: "Clock".into(), note: "overdue".into(), marks };
        Chart {
            ticks: vec![(0, "1 May".into()), (END / 2, "1 Jun".into())],
            lanes: vec![lane],
            now: None,
            ..Chart::default()
        }
    }

    #[test]
    fn a_lane_is_as_wide_as_it_is_told() {
        for width in [1, 2, 11, 60, 200] {
            let chart = chart();
            let bar = chart.bar(&chart.lanes[0], width, false).text().to_owned();
            assert!(bar.chars().count() == width && bar.ends_with('o'), "{width}: {bar}");
            assert!(chart.axis(width).chars().count() <= width);
        }
        let chart = chart();
        assert_eq!(chart.bar(&chart.lanes[0], 11, false).text(), "[----]    o");
        assert_eq!(chart.axis(30), "1 May         1 Jun");
    }
}
