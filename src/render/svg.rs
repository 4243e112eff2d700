//! Charts as pictures that need nothing else: no script, no font, no other file. All text is escaped. In a page they take
//! its colours; alone they bring their own.

use super::chart::{Chart, END, Lane, Mark};
use super::html::escaped;
use super::line::Tone;
use super::wrap::{Row, wrap};
use std::fmt::Write as _;

const WIDTH: u32 = 680;
const EDGE: u32 = 8;
const HEAD: u32 = 24;
const LINE: u32 = 16;
const BAR: u32 = 28;
/// How many letters a line has room for, in a wide font too.
const LETTERS: usize = 84;
/// Room for a label of the axis.
const LABEL: u32 = 84;

/// How a chart is coloured, in light and in dark. Plain colours: many programs that show pictures know no variables.
pub(super) const STYLE: &str = "svg.chart{font:13px system-ui,sans-serif;fill:#111}\
svg.chart text{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}svg.chart circle{stroke:#fff;stroke-width:1.5}\
svg.chart .axis,svg.chart .faint{fill:#555}svg.chart .rule{stroke:#bbb}svg.chart .now{stroke:#111;stroke-width:1.5;stroke-dasharray:4 3}\
svg.chart .plain{fill:#555}svg.chart .alarm{fill:#b00020}svg.chart .warn{fill:#8a5200}svg.chart .good{fill:#00693e}\
@media screen and (prefers-color-scheme:dark){svg.chart{fill:#eee}svg.chart text,svg.chart circle{stroke:#111}\
svg.chart .axis,svg.chart .faint{fill:#aaa}svg.chart .rule{stroke:#555}svg.chart .now{stroke:#eee}svg.chart .plain{fill:#aaa}\
svg.chart .alarm{fill:#ff8a80}svg.chart .warn{fill:#ffc36b}svg.chart .good{fill:#6fd6a0}}";

/// The chart as a file of its own.
pub fn render(chart: &Chart) -> String {
    let style = format!(
        "<style>{STYLE}svg.chart{{background:#fff}}@media screen and (prefers-color-scheme:dark){{svg.chart{{background:#111}}}}</style>"
    );
    draw(chart, "xmlns=\"http://www.w3.org/2000/svg\" ", &style)
}

/// The chart as a part of a page whose style has [`STYLE`].
pub(super) fn inline(chart: &Chart) -> String {
    draw(chart, "", "")
}

fn draw(chart: &Chart, namespace: &str, style: &str) -> String {
    let lanes: Vec<(&Lane, Vec<Row>)> =
        chart.lanes.iter().map(|lane| (lane, wrap(&lane.words(), true, LETTERS))).collect();
    let height = HEAD + EDGE + lanes.iter().map(|(_, words)| lane_height(words)).sum::<u32>();
    let title = escaped(&chart.title);
    let described: Vec<String> = chart.lanes.iter().map(|lane| escaped(lane.words().text())).collect();
    let mut out = format!(
        "<svg {namespace}class=\"chart\" role=\"img\" aria-label=\"{title}\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\">\n<title>{title}</title>\n<desc>{}</desc>\n{style}\n",
        described.join(". ")
    );
    let now = chart.now.map(across);
    let line = |class: &str, x: u32| {
        format!("<line class=\"{class}\" x1=\"{x}\" y1=\"{HEAD}\" x2=\"{x}\" y2=\"{}\"/>\n", height - EDGE)
    };
    let mut free = 0;
    for (at, label) in &chart.ticks {
        let x = across(*at);
        let is_last = x > WIDTH - LABEL;
        let begins = if is_last { x - LABEL } else { x };
        if begins < free {
            continue;
        }
        free = begins + LABEL;
        // A line beside the present would hide that it is broken.
        if now.is_none_or(|now| now.abs_diff(x) > 4) {
            out.push_str(&line("rule", x));
        }
        let anchor = if is_last { "end" } else { "start" };
        // Writing to a string cannot fail.
        let _ =
            writeln!(out, "<text class=\"axis\" x=\"{x}\" y=\"16\" text-anchor=\"{anchor}\">{}</text>", escaped(label));
    }
    if let Some(now) = now {
        out.push_str(&line("now", now));
    }
    let mut top = HEAD;
    for (lane, words) in &lanes {
        row(&mut out, lane, words, top);
        top += lane_height(words);
    }
    out.push_str("</svg>\n");
    out
}

/// The words of a lane take as many lines as they need; the bar stands below them.
fn lane_height(words: &[Row]) -> u32 {
    LINE * u32::try_from(words.len()).unwrap_or(1) + BAR
}

fn row(out: &mut String, lane: &Lane, words: &[Row], top: u32) {
    for (place, words) in (1..).zip(words) {
        let down = top + LINE * place;
        let _ = writeln!(out, "<text xml:space=\"preserve\" x=\"{EDGE}\" y=\"{down}\">{}</text>", runs(words));
    }
    let middle = top + lane_height(words) - BAR + 14;
    for mark in &lane.marks {
        let _ = match *mark {
            // What lies beyond the picture points out of it.
            Mark::Point { at: 0, tone } => {
                writeln!(
                    out,
                    "<path class=\"{}\" d=\"M14 {} L3 {middle} L14 {} z\"/>",
                    class(tone),
                    middle - 5,
                    middle + 5
                )
            }
            Mark::Point { at, tone } if at >= END => {
                let (base, tip) = (WIDTH - 14, WIDTH - 3);
                writeln!(
                    out,
                    "<path class=\"{}\" d=\"M{base} {} L{tip} {middle} L{base} {} z\"/>",
                    class(tone),
                    middle - 5,
                    middle + 5
                )
            }
            Mark::Point { at, tone } => {
                writeln!(out, "<circle class=\"{}\" cx=\"{}\" cy=\"{middle}\" r=\"5\"/>", class(tone), across(at))
            }
            Mark::Span { from, to, tone, is_open } => {
                let (from, to, above) = (across(from), across(to), middle - 4);
                let width = (to - from).max(3);
                let class = class(tone);
                // What goes on ends in a point.
                let tip = match is_open {
                    true => format!(
                        "<path class=\"{class}\" d=\"M{to} {} L{} {middle} L{to} {} z\"/>",
                        middle - 7,
                        to + 10,
                        middle + 7
                    ),
                    false => String::new(),
                };
                writeln!(
                    out,
                    "<rect class=\"{class}\" x=\"{from}\" y=\"{above}\" width=\"{width}\" height=\"8\" rx=\"2\"/>{tip}"
                )
            }
        };
    }
}

fn runs(row: &Row) -> String {
    row.0
        .iter()
        .map(|run| match run.tone {
            Tone::Plain => escaped(&run.text),
            Tone::Strong => format!("<tspan font-weight=\"bold\">{}</tspan>", escaped(&run.text)),
            tone => format!("<tspan class=\"{}\">{}</tspan>", class(tone), escaped(&run.text)),
        })
        .collect()
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Alarm => "alarm",
        Tone::Warn => "warn",
        Tone::Good => "good",
        Tone::Faint => "faint",
        Tone::Plain | Tone::Strong => "plain",
    }
}

fn across(at: u32) -> u32 {
    EDGE + at.min(END) * (WIDTH - 2 * EDGE) / END
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::render::chart::{Chart, END, Lane, Mark};
    use crate::render::{Line, Tone};

    #[test]
    fn data_cannot_make_markup_and_nothing_is_fetched() {
        let marks = vec![Mark::Span { from: 0, to: END, tone: Tone::Alarm, is_open: true }];
        let lane = Lane { label: Line::from("</text><script>"), note: Line::new().alarm("\"late\""), marks };
        let chart = Chart { title: "<A>".into(), ticks: vec![(END, "1 May".into())], now: Some(0), lanes: vec![lane] };
        let svg = render(&chart);
        assert!(!svg.contains("<script") && svg.contains("&lt;/text&gt;&lt;script&gt;"), "{svg}");
        assert!(svg.contains("aria-label=\"&lt;A&gt;\"") && svg.contains("&quot;late&quot;"), "{svg}");
        assert!(!svg.contains("href") && !svg.contains("url("), "{svg}");
    }
}
