//! Files as other systems write them, through the real program: what is read of each form, what is refused, what an import
//! did, and what goes back out. Every file is written here, with nobody's data in it.
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "a test runs the program on its own files")]

#[path = "exports/books.rs"]
mod books;
#[path = "exports/formats.rs"]
mod formats;
#[path = "exports/importing.rs"]
mod importing;
#[path = "exports/other_forms.rs"]
mod other_forms;
#[path = "exports/refused.rs"]
mod refused;
#[path = "exports/returns.rs"]
mod returns;
#[path = "exports/workbooks.rs"]
mod workbooks;

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder of files, and the program that runs in it.
struct Desk {
    folder: TempDir,
}

/// What the program did.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder") }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path().join(name), bytes).expect("a file");
        self
    }

    /// Runs the program, wide enough for a line to stay one, on a day in April 2018.
    fn run(&self, arguments: &str) -> Ran {
        let words = words(arguments);
        let ran = Command::new(env!("CARGO_BIN_EXE_yjs"))
            .args(&words)
            .env_clear()
            .current_dir(self.path())
            .env("YJS_STORE", "store")
            .env("YJS_CONFIG", "config")
            .env("YJS_WORKER", "jm")
            .env("YJS_CLOCK", "now")
            .env("YJS_NOW", "2018-04-01T09:00")
            .env("COLUMNS", "4000")
            .stdin(Stdio::null())
            .output()
            .expect("yjs runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran { code: ran.status.code().expect("it ended by itself"), out: text(&ran.stdout), err: text(&ran.stderr) }
    }

    /// The JSON that the program prints.
    fn json(&self, arguments: &str) -> Value {
        let ran = self.run(&format!("{arguments} --format json"));
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", ran.out, ran.err))
    }

    /// Imports files, and gives back the stored cases by reference.
    fn imported(&self, arguments: &str) -> Vec<Value> {
        let ran = self.run(&format!("store import {arguments}"));
        assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
        self.cases()
    }

    fn cases(&self) -> Vec<Value> {
        let out = self.run("store export").out;
        let mut cases: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
        cases.sort_by_key(|case| case["ref"].as_str().unwrap_or_default().to_owned());
        cases
    }
}

/// Words, those in double quotation marks kept together.
fn words(arguments: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in arguments.split('"').enumerate() {
        match place % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// The kinds of a case's events, each with its date or time.
fn events(case: &Value) -> Vec<String> {
    let events = case["events"].as_array().cloned().unwrap_or_default();
    let when = |event: &Value| event["on"].as_str().or(event["at"].as_str()).unwrap_or_default().to_owned();
    events.iter().map(|event| format!("{} {}", event["kind"].as_str().unwrap_or_default(), when(event))).collect()
}

const MISSING: &str = "CHILD,DOB,MISSING,MIS_START,MIS_END\n\
    101,12/03/2008,M,20/11/2017,04/12/17\n\
    101,12/03/2008,A,02/11/2017,22/12/2017\n\
    102,01/02/2006,M,29-Dec-2017,\n\
    101,12/03/2008,M,02/01/2018,03/01/2018\n";

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n\
    101,2,12/03/2008,WBRI,A1,,\n102,1,01/02/2006,WBRI,A2,,\n103,1,09/09/2009,WBRI,A3,,\n";

const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n\
    101,15/02/2016,S,V2,N1,U4,14/08/2017,X1\n\
    101,14/08/2017,L,C2,N1,U4,,\n\
    103,01/06/2015,S,J1,N1,U4,15/02/2018,E41\n";
