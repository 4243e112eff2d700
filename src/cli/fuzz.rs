//! The readers of cases from outside given inputs that nobody would write: they may refuse, and may not panic or hang.
//! A few in `cargo test`, a million by `just fuzz`.
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "how long a reader takes is what is tested")]

#[path = "../../tests/fuzz/mutate.rs"]
mod mutate;

use super::input::{json, text_of};
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::situation::Situation;
use crate::input::ask::Ask;
use crate::input::format::library::Formats;
use crate::input::{foreign, own_table, source};
use crate::protocol::{Protocol, embedded, load::load};
use crate::report::assessment::AssessmentReport;
use crate::store::check_reference;
use mutate::run;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

const SAMPLE: &str = include_str!("../../data/sample-cases.json");

const FULL: &str = r#"{"ref":"YJ-0042","protocol":"camden","born":"2010-09-14","initials":"AB","worker":"jm",
 "facts":{"known_to_social_care":"open","cse":true,"attendance_percent":84},
 "events":[{"kind":"opened_to_yjs","on":"2026-03-02"},{"kind":"went_missing","at":"2026-06-01T10:00:00+01:00"},
 {"kind":"referred_by_telephone","at":"2026-03-03T16:30:00+00:00","to":"mash","by":"jm","note":"two\nlines \ud83d\udcde"}]}"#;

fn protocols() -> Vec<Protocol> {
    embedded::ids().map(|id| load(embedded::VOCABULARY, &embedded::source(id).unwrap()).unwrap()).collect()
}

/// A case that can be read is bound and assessed too: what is read must not break what follows.
fn assessed(case: &Case, protocols: &[Protocol]) {
    let now = crate::calendar::parse_instant_or_local("2026-06-10T10:00").unwrap();
    for protocol in protocols.iter().filter(|protocol| case.protocol.as_ref().is_none_or(|id| *id == protocol.id)) {
        if let Ok(situation) = Situation::new(protocol, case, now) {
            drop(AssessmentReport::new(&Assessment::new(situation), None));
        }
    }
}

#[test]
fn the_case_reader_survives_any_text() {
    let protocols = protocols();
    let cases: Vec<serde_json::Value> = serde_json::from_str(SAMPLE).unwrap();
    let mut seeds: Vec<Vec<u8>> = cases.iter().map(|case| serde_json::to_vec(case).unwrap()).collect();
    seeds.push(FULL.into());
    run("case JSON", &seeds, |bytes, _| {
        let Ok(case) = text_of(bytes).and_then(json::<Case>) else { return false };
        assessed(&case, &protocols);
        let again = serde_json::to_string(&case).unwrap();
        if case.facts.0.iter().all(|(_, value)| !value.to_string().contains("inf")) {
            assert_eq!(json::<Case>(&again).unwrap(), case, "not the same when read again");
        }
        true
    });
}

/// Takes everything, and checks what each is said to be.
#[derive(Default)]
struct All {
    cases: usize,
    refused: usize,
}

impl source::Taker for All {
    fn wants_column(&mut self, _: usize, name: &str) -> bool {
        !name.contains('x')
    }

    fn take(&mut self, found: crate::input::found::Found) -> ControlFlow<()> {
        match found.case {
            Ok(case) => {
                check_reference(&case.reference).unwrap();
                self.cases += 1;
            }
            Err(problem) => {
                assert!(!problem.what.is_empty() && found.line >= 1, "{problem:?}");
                self.refused += 1;
            }
        }
        ControlFlow::Continue(())
    }
}

#[test]
fn the_reader_of_many_cases_survives_any_text() {
    let line = serde_json::to_string(&json::<Case>(FULL).unwrap()).unwrap();
    let seeds = [format!("{line}\n{line}\n"), format!("[{FULL},\n {line}]\n"), format!("{FULL}\n")];
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(String::into_bytes).collect();
    run("case JSON Lines and lists", &seeds, |bytes, random| {
        let mut all = All::default();
        // Given in small pieces at times, as a pipe does.
        let pieces = std::io::BufReader::with_capacity(1 + random.below(64), Cursor::new(bytes));
        drop(source::read_from(Box::new(pieces), "cases", None, &mut all));
        all.cases > 0
    });
}

const CSV: [&str; 3] = [
    "ref,protocol,born,cse,attendance_percent,event:opened_to_yjs\nYJ-1,camden,2010-09-14,yes,84,2026-03-02\n\
     YJ-2,camden,,no,,2026-03-02;2026-03-09 16:30\n",
    "\u{feff}worker,ref,\"initials\"\r\njm,YJ-1,\"A\"\"B\"\r\n\"two\nlines\",YJ-2,\r\n",
    "ref,cse\nYJ-1,'=1\n\nYJ-2,\"x,y\"\n,\n",
];

const FOREIGN: [(&str, &str); 4] = [
    (
        "ssda903-missing",
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n101,12/03/2008,M,20/11/2017,04/12/17\n102,,A,29-Dec-2017,\n",
    ),
    (
        "ssda903",
        "<EXPSSDA903><CHILD><HEADER><CHILDID>101</CHILDID><DOB>12/03/2008</DOB></HEADER><EPISODE><DECOM>15/02/2016</DECOM>\
         <RNE>S</RNE><LS>C2</LS><DEC/><REC>X1</REC></EPISODE><MISSING><MISSING>M</MISSING><MIS_START>20/11/2017</MIS_START>\
         </MISSING></CHILD><!-- &amp; --></EXPSSDA903>",
    ),
    (
        "ssds-missing",
        "[{\"miss_person_id\":\"P1\",\"miss_missing_episode_start_date\":\"2018-01-02T18:30:00\",\
         \"miss_missing_episode_type\":\"M\",\"miss_missing_episode_end_date\":null}]",
    ),
    ("ssda903-episodes", "title\n\nCHILD;DECOM;RNE;LS;DEC;REC\n1;15/02/2016;S;V2;14/08/2017;X1\n1;14/08/2017;L;C2;;\n"),
];

#[test]
fn the_readers_of_other_systems_survive_any_file() {
    let formats = Formats::new(&[]).unwrap();
    for (format, text) in FOREIGN {
        let ask = Ask { format: Some(format.to_owned()), this_year: 2026, ..Ask::default() };
        run(format, &[text.as_bytes().to_vec()], |bytes, _| {
            let mut all = All::default();
            drop(foreign::read_from(Cursor::new(bytes.to_vec()), &ask, &formats, &mut all));
            all.cases > 0
        });
    }
}

#[test]
fn the_csv_reader_survives_any_table() {
    let seeds: Vec<Vec<u8>> = CSV.iter().map(|text| text.as_bytes().to_vec()).collect();
    run("CSV", &seeds, |bytes, random| {
        let mut cases = 0;
        let Ok(rows) = own_table::read_csv(bytes.chain(&b""[..])) else { return false };
        for (line, case) in rows {
            assert!(line >= 1);
            cases += usize::from(case.is_ok());
        }
        let mut all = All::default();
        if random.below(8) == 0 {
            let source = Box::new(Cursor::new(bytes));
            drop(source::read_from(source, "cases", Some(source::InputKind::Csv), &mut all));
        }
        cases > 0
    });
}
