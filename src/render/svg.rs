//! Charts as pictures that need nothing else: no script, no font, no other file. All text is escaped. In a page they take
//! its colours; alone they bring their own.

use super::chart::{Chart, END, Lane, Mark};
use super::html::escaped;
use super::line::{Line, Tone};
use std::fmt::Write as _;

const WIDTH: u32 = 680;
const EDGE: u32 = 8;
const HEAD: u32 = 24;
const LANE: u32 = 44;
/// Room for a label of the axis.
const LABEL: u32 = 84;

/// How a chart is coloured, in light and in dark. Plain colours: many programs that show pictures know no variables.
pub(super) const STYLE: &str = "svg.chart{font:13px system-ui,sans-serif;fill:#111}\
svg.chart .axis,svg.chart .faint{fill:#555}svg.chart .rule{stroke:#bbb}svg.chart .now{stroke:#555;stroke-dasharray:3 3}\
svg.chart .plain{fill:#555}svg.chart .alarm{fill:#b00020}svg.chart .warn{fill:#8a5200}svg.chart .good{fill:#00693e}\
@media (prefers-color-scheme:dark){svg.chart{fill:#eee}svg.chart .axis,svg.chart .faint{fill:#aaa}\
svg.chart .rule{stroke:#555}svg.chart .now{stroke:#aaa}svg.chart .plain{fill:#aaa}svg.chart .alarm{fill:#ff8a80}\
svg.chart .warn{fill:#ffc36b}svg.chart .good{fill:#6fd6a0}}\
@media print{svg.chart{fill:#111}svg.chart .axis,svg.chart .faint,svg.chart .plain{fill:#555}\
svg.chart .alarm{fill:#b00020}svg.chart .warn{fill:#8a5200}svg.chart .good{fill:#00693e}}";

/// The chart as a file of its own.
pub fn render(chart: &Chart) -> String {
    let style = format!(
        "<style>{STYLE}svg.chart{{background:#fff}}@media (prefers-color-scheme:dark){{svg.chart{{background:#111}}}}</style>"
    );
    draw(chart, "xmlns=\"http://www.w3.org/2000/svg\" ", &style)
}

/// The chart as a part of a page whose style has [`STYLE`].
pub(super) fn inline(chart: &Chart) -> String {
    draw(chart, "", "")
}

fn draw(chart: &Chart, namespace: &str, style: &str) -> String {
    let height = HEAD + LANE * u32::try_from(chart.lanes.len()).unwrap_or(0) + EDGE;
    let title = escaped(&chart.title);
    let mut out = format!(
        "<svg {namespace}class=\"chart\" role=\"img\" aria-label=\"{title}\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\">\n<title>{title}</title>\n{style}\n"
    );
    // Writing to a string cannot fail.
    let mut free = 0;
    for (at, label) in &chart.ticks {
        let (x, bottom) = (across(*at), height - EDGE);
        let _ = writeln!(out, "<line class=\"rule\" x1=\"{x}\" y1=\"{HEAD}\" x2=\"{x}\" y2=\"{bottom}\"/>");
        let is_last = x > WIDTH - LABEL;
        let begins = if is_last { x - LABEL } else { x };
        if begins < free {
            continue;
        }
        free = begins + LABEL;
        let anchor = if is_last { "end" } else { "start" };
        let _ =
            writeln!(out, "<text class=\"axis\" x=\"{x}\" y=\"16\" text-anchor=\"{anchor}\">{}</text>", escaped(label));
    }
    if let Some(at) = chart.now {
        let (x, bottom) = (across(at), height - EDGE);
        let _ = writeln!(out, "<line class=\"now\" x1=\"{x}\" y1=\"{HEAD}\" x2=\"{x}\" y2=\"{bottom}\"/>");
    }
    for (place, lane) in (0..).zip(&chart.lanes) {
        row(&mut out, lane, HEAD + LANE * place);
    }
    out.push_str("</svg>\n");
    out
}

fn row(out: &mut String, lane: &Lane, top: u32) {
    let (words, middle) = (top + 16, top + 31);
    let _ = writeln!(out, "<text xml:space=\"preserve\" x=\"{EDGE}\" y=\"{words}\">{}</text>", spans(&lane.words()));
    for mark in &lane.marks {
        let _ = match *mark {
            Mark::Point { at, tone } => {
                writeln!(out, "<circle class=\"{}\" cx=\"{}\" cy=\"{middle}\" r=\"5\"/>", class(tone), across(at))
            }
            Mark::Span { from, to, tone, is_open } => {
                let (from, to, top) = (across(from), across(to), middle - 4);
                // What goes on ends in an open side.
                let dash = if is_open { " fill-opacity=\".35\"" } else { "" };
                let width = (to - from).max(3);
                writeln!(
                    out,
                    "<rect class=\"{}\" x=\"{from}\" y=\"{top}\" width=\"{width}\" height=\"8\" rx=\"2\"{dash}/>",
                    class(tone)
                )
            }
        };
    }
}

fn spans(line: &Line) -> String {
    line.spans()
        .map(|span| match span.tone {
            Tone::Plain => escaped(span.text),
            Tone::Strong => format!("<tspan font-weight=\"bold\">{}</tspan>", escaped(span.text)),
            tone => format!("<tspan class=\"{}\">{}</tspan>", class(tone), escaped(span.text)),
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
