//! Thirty-seven kinds of fault, each found on its line among ten thousand.

use super::*;

/// A line on which something is wrong, and the code that says what.
struct Fault {
    bytes: Vec<u8>,
    code: &'static str,
    /// The line of a CSV file that is named for it, when not its own.
    at: Option<u64>,
}

fn fault(text: impl Into<Vec<u8>>, code: &'static str) -> Fault {
    Fault { bytes: text.into(), code, at: None }
}

/// Thirty-seven kinds of fault as lines of JSON Lines: fourteen of the line, fifteen of what is in it, eight of the work.
fn json_faults() -> Vec<Fault> {
    let camden = |reference: &str, rest: &str| format!(r#"{{"ref":"{reference}","protocol":"camden",{rest}}}"#);
    let events = |reference: &str, events: &str| camden(reference, &format!(r#""events":[{events}]"#));
    let referred = r#""events":[{"kind":"referred_in_writing","on":"2026-06-01"}]"#;
    vec![
        fault("?", "line-unreadable"),
        fault(r#"{"ref":"F-2","protocol":"camden""#, "line-unreadable"),
        fault(b"{\"ref\":\"F-3\",\"worker\":\"\xff\"}".to_vec(), "line-unreadable"),
        fault(format!(r#"{{"ref":"F-4","worker":"{}"}}"#, "x".repeat(1024 * 1024)), "line-unreadable"),
        fault("[1]", "line-unreadable"),
        fault("null", "line-unreadable"),
        fault(camden("F-7", r#""name":"x""#), "bad-field"),
        fault(camden("F-8", r#""worker":"a","worker":"b""#), "bad-field"),
        fault(camden("F-9", r#""worker":7"#), "bad-field"),
        fault(r#"{"protocol":"camden"}"#, "bad-ref"),
        fault(r#"{"ref":"F 11","protocol":"camden"}"#, "bad-ref"),
        fault(SOUND.replace("SOUND", "YJ-1"), "duplicate-ref"),
        fault(r#"{"ref":"F-13","protocol":"camdn"}"#, "no-protocol"),
        fault(r#"{"ref":"F-14"}"#, "no-protocol"),
        fault(camden("F-15", r#""born":"14/09/2010""#), "bad-born"),
        fault(camden("F-16", r#""born":"2027-01-01""#), "bad-born"),
        fault(camden("F-17", r#""facts":{"yung_carer":true}"#), "bad-fact"),
        fault(camden("F-18", r#""facts":{"cse":"perhaps"}"#), "bad-fact"),
        fault(camden("F-19", r#""facts":{"attendance_percent":184}"#), "bad-fact"),
        fault(camden("F-20", r#""facts":{"missing_days":3}"#), "bad-fact"),
        fault(camden("F-21", r#""facts":{"cse":true,"cse":false}"#), "bad-fact"),
        fault(events("F-22", r#"{"kind":"wnt_missing","on":"2026-06-01"}"#), "bad-event"),
        fault(events("F-23", r#"{"kind":"went_missing"}"#), "bad-event"),
        fault(events("F-24", r#"{"kind":"went_missing","on":"2026-06-01","at":"2026-06-01T10:00"}"#), "bad-event"),
        fault(events("F-25", r#"{"kind":"went_missing","on":"2026-06-11"}"#), "bad-event"),
        fault(events("F-26", r#"{"kind":"remanded","at":"2026-03-29T01:30"}"#), "bad-event"),
        fault(camden("F-27", r#""born":"2010-09-14","events":[{"kind":"remanded","on":"2010-09-13"}]"#), "bad-event"),
        fault(events("F-28", r#"{"kind":"located","on":"2026-06-01"}"#), "bad-event"),
        fault(
            events("F-29", r#"{"kind":"plan_reviewed","on":"2026-05-01"},{"kind":"plan_started","on":"2026-06-01"}"#),
            "event-out-of-order",
        ),
        fault(camden("F-30", r#""born":"1946-01-01""#), "age-cannot-be"),
        fault(missed("F-31"), "deadline-missed-written-referral"),
        fault(camden("F-32", r#""facts":{"child_protection":true}"#), "level-4-no-referral"),
        fault(camden("F-33", &format!(r#""facts":{{"child_protection":true}},{referred}"#)), "search-not-made"),
        fault(
            camden("F-34", &format!(r#""facts":{{"cse":true,"cse_risk_assessment_done":false}},{referred}"#)),
            "referral-no-cse-assessment",
        ),
        fault(
            camden("F-35", r#""facts":{"open_to_both":true,"closure_proposed":true,"team_managers_consulted":false}"#),
            "closing-no-consultation",
        ),
        fault(
            r#"{"ref":"F-36","protocol":"tower_hamlets","facts":{"cse":true,"cse_screening_tool_done":false}}"#,
            "no-cse-screening-tool",
        ),
        fault(
            r#"{"ref":"F-37","protocol":"tower_hamlets","events":[{"kind":"went_missing","at":"2026-06-01T10:00"}]}"#,
            "escalation-open-three-days",
        ),
    ]
}

const HEADING: &str = "ref,protocol,born,known_to_social_care,child_protection,cse,attendance_percent,missing_days,\
    open_to_both,closure_proposed,team_managers_consulted,cse_risk_assessment_done,open_to_social_care,,\
    event:referred_by_telephone:mash,event:referred_in_writing:mash,event:went_missing,event:located,event:plan_started,\
    event:plan_reviewed,event:remanded,yung_carer,event:wnt_missing";

/// A row with these cells, by the name of their column.
fn csv_cells(cells: &[(&str, &str)]) -> String {
    let cell = |name: &str| cells.iter().find(|(held, _)| *held == name).map_or("", |(_, cell)| *cell);
    HEADING.split(',').map(|name| cell(name.trim())).collect::<Vec<_>>().join(",")
}

/// Thirty-seven kinds of fault as rows of CSV. Two are named with the heading, on line 1.
fn csv_faults() -> Vec<Fault> {
    let camden = |reference: &'static str, cells: &[(&'static str, &'static str)]| {
        csv_cells(&[&[("ref", reference), ("protocol", "camden")], cells].concat())
    };
    let one = |reference, column, cell| camden(reference, &[(column, cell)]);
    let at = |fault: Fault, line| Fault { at: Some(line), ..fault };
    vec![
        fault("?", "line-unreadable"),
        fault("F-2,camden", "line-unreadable"),
        fault([b"F-3,\xff".to_vec(), csv_cells(&[])[1..].into()].concat(), "line-unreadable"),
        fault("x".repeat(2 * 1024 * 1024), "line-unreadable"),
        fault(one("F-5", "born", "2010-09-14") + ",more", "line-unreadable"),
        fault(one("F-6", "born", "\"2010-09-14"), "line-unreadable"),
        fault(one("F-7", "", "x"), "line-unreadable"),
        fault(one("F-8", "born", "\"2010-09-14\"x"), "bad-born"),
        fault(csv_cells(&[("protocol", "camden")]), "bad-ref"),
        fault(csv_cells(&[("ref", "F 10"), ("protocol", "camden")]), "bad-ref"),
        // A row that agrees with an earlier one of its reference is joined to it; this one does not.
        fault(csv_cells(&[("ref", "YJ-1"), ("protocol", "camden"), ("known_to_social_care", "open")]), "duplicate-ref"),
        fault(csv_cells(&[("ref", "F-12"), ("protocol", "camdn")]), "no-protocol"),
        fault(csv_cells(&[("ref", "F-13")]), "no-protocol"),
        fault(one("F-14", "born", "14/09/2010"), "bad-born"),
        fault(one("F-15", "born", "2027-01-01"), "bad-born"),
        fault(one("F-16", "born", "2010-02-29"), "bad-born"),
        at(fault(sound_row("F-17"), "unknown-column"), 1),
        fault(one("F-18", "cse", "perhaps"), "bad-fact"),
        fault(one("F-19", "attendance_percent", "184"), "bad-fact"),
        fault(one("F-20", "missing_days", "3"), "bad-fact"),
        fault(one("F-21", "attendance_percent", "lots"), "bad-fact"),
        at(fault(sound_row("F-22"), "unknown-column"), 1),
        fault(one("F-23", "event:went_missing", "soon"), "bad-event"),
        fault(one("F-24", "event:went_missing", "2026-06-01;2026-06-31"), "bad-event"),
        fault(one("F-25", "event:went_missing", "2026-06-11"), "bad-event"),
        fault(one("F-26", "event:remanded", "2026-03-29 01:30"), "bad-event"),
        fault(camden("F-27", &[("born", "2010-09-14"), ("event:remanded", "2010-09-13")]), "bad-event"),
        fault(one("F-28", "event:located", "2026-06-01"), "bad-event"),
        fault(
            camden("F-29", &[("event:plan_reviewed", "2026-05-01"), ("event:plan_started", "2026-06-01")]),
            "event-out-of-order",
        ),
        fault(one("F-30", "born", "1946-01-01"), "age-cannot-be"),
        fault(
            camden(
                "F-31",
                &[
                    ("known_to_social_care", "closed"),
                    ("child_protection", "yes"),
                    ("event:referred_by_telephone:mash", "2026-06-01 09:00"),
                ],
            ),
            "deadline-missed-written-referral",
        ),
        fault(one("F-32", "child_protection", "yes"), "level-4-no-referral"),
        fault(
            camden("F-33", &[("child_protection", "yes"), ("event:referred_in_writing:mash", "2026-06-01")]),
            "search-not-made",
        ),
        fault(
            camden(
                "F-34",
                &[("cse", "yes"), ("cse_risk_assessment_done", "no"), ("event:referred_in_writing:mash", "2026-06-01")],
            ),
            "referral-no-cse-assessment",
        ),
        fault(
            camden("F-35", &[("open_to_both", "yes"), ("closure_proposed", "yes"), ("team_managers_consulted", "no")]),
            "closing-no-consultation",
        ),
        fault(one("F-36", "open_to_both", "yes"), "joint-no-supervision"),
        fault(
            csv_cells(&[("ref", "F-37"), ("protocol", "tower_hamlets"), ("event:went_missing", "2026-06-01 10:00")]),
            "escalation-open-three-days",
        ),
    ]
}

fn sound_row(reference: &str) -> String {
    csv_cells(&[
        ("ref", reference),
        ("protocol", "camden"),
        ("known_to_social_care", "closed"),
        ("child_protection", "yes"),
        ("event:referred_in_writing:mash", "2026-06-01"),
    ])
}

/// Lines on which nothing is wrong, but for the faults, each on two lines that a seed picks. Gives the text, and the code
/// that each faulty line must show.
fn mixed(
    lines: u64,
    heading: Option<&str>,
    sound: impl Fn(&str) -> String,
    faults: &[Fault],
) -> (Vec<u8>, Vec<(u64, &'static str)>) {
    let (mut seed, mut taken) = (0x9e37_79b9_7f4a_7c15_u64, std::collections::BTreeMap::new());
    for which in (0..faults.len()).chain(0..faults.len()) {
        loop {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Line 1 has the reference that a fault uses again.
            let line = 3 + (seed >> 33) % (lines - 3);
            if let std::collections::btree_map::Entry::Vacant(place) = taken.entry(line) {
                place.insert(which);
                break;
            }
        }
    }
    let (mut text, mut expected, mut seen) = (Vec::new(), Vec::new(), vec![false; faults.len()]);
    let first = u64::from(heading.is_some());
    text.extend(heading.map(|heading| format!("{heading}\n")).unwrap_or_default().bytes());
    for line in 1..=lines {
        match taken.get(&line) {
            // The second of a kind has a reference of its own, so that only the kind itself is wrong.
            Some(which) => {
                let Fault { bytes, code, at } = &faults[*which];
                let own = format!("F-{}", which + 1);
                let again = std::mem::replace(&mut seen[*which], true);
                text.extend(match std::str::from_utf8(bytes) {
                    Ok(held) if again => held.replacen(&own, &format!("{own}b"), 1).into_bytes(),
                    _ => bytes.clone(),
                });
                expected.push((at.unwrap_or(line + first), *code));
            }
            None => text.extend(sound(&format!("YJ-{line}")).bytes()),
        }
        text.push(b'\n');
    }
    (text, expected)
}

/// Each fault is found on its line, and nothing on any other.
fn assert_found(output: &Output, expected: &[(u64, &str)], cases: &str) {
    let found = places(&findings(output));
    for (line, code) in expected {
        let here: Vec<&str> = found.iter().filter(|row| row.1 == *line).map(|row| row.0.as_str()).collect();
        assert!(here.contains(code), "{code} on line {line}, where there is {here:?}, {}", summary(output));
    }
    let astray: Vec<_> = found.iter().filter(|row| !expected.iter().any(|(line, _)| *line == row.1)).collect();
    assert!(astray.is_empty(), "{astray:?}");
    assert!(found.is_sorted_by_key(|row| row.1), "in the order of the lines");
    assert!(summary(output).starts_with(cases), "{}", summary(output));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn each_of_thirty_seven_kinds_of_fault_is_found_on_its_line_among_ten_thousand() {
    let faults = json_faults();
    assert_eq!(faults.len(), 37);
    let (text, expected) = mixed(10_000, None, |reference| SOUND.replace("SOUND", reference), &faults);
    let plain = checked(&text, &["--format", "jsonl"]);
    assert_found(&plain, &expected, "10,000 cases: ");
    let packed = ruzstd::encoding::compress_to_vec(text.as_slice(), ruzstd::encoding::CompressionLevel::Fastest);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&text).expect("packed");
    for packed in [packed, gzip.finish().expect("packed")] {
        assert!(packed.len() < text.len() / 4);
        let output = checked(&packed, &["--format", "jsonl"]);
        assert!(output.stdout == plain.stdout, "packed or not, the same is found");
        assert_eq!((summary(&output), output.status.code()), (summary(&plain), Some(2)));
    }
    let rows = checked(&text, &["--format", "csv"]);
    assert_eq!(read_back(&rows.stdout), as_text(&findings(&plain)));
}

#[test]
fn each_of_thirty_seven_kinds_of_fault_is_found_in_csv_too() {
    let faults = csv_faults();
    assert_eq!(faults.len(), 37);
    let (text, expected) = mixed(10_000, Some(HEADING), sound_row, &faults);
    let output = checked(&text, &["--format", "jsonl"]);
    assert_found(&output, &expected, "10,000 cases: ");
    let columns = places(&findings(&output)).iter().filter(|row| row.0 == "unknown-column").count();
    assert_eq!(columns, 2, "a fact and an event");
}
