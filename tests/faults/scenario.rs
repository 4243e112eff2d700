//! The commands that write, each on a store that it has something to do in.

use super::place::{ELSEWHERE, Place, Ran, Stock, finish};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::sync::OnceLock;
use yjs::domain::case::{Case, Event};
use yjs::store::Store;
use yjs::store::conformance::change;

/// One command that writes.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) args: Vec<&'static str>,
    /// Whether the store is damaged before: readers warn, and other commands refuse to write.
    pub(crate) damaged: bool,
    /// Whether what it leaves when it is killed is cleared by its own next run rather than by any change.
    pub(crate) elsewhere: bool,
    /// Whether it works on the usual store.
    pub(crate) usual: bool,
    input: Option<&'static str>,
    prepare: fn() -> Place,
}

const IMPORT: &str = "{\"ref\":\"IM-1\",\"protocol\":\"camden\",\"facts\":{\"attendance_percent\":12}}\n\
    {\"ref\":\"YJ-5\",\"protocol\":\"camden\",\"facts\":{\"attendance_percent\":13}}\n\
    {\"ref\":\"IM-2\",\"protocol\":\"tower_hamlets\"}\n";

/// A torn end that holds a change which was never acknowledged.
fn torn() -> Place {
    let place = Place::stocked();
    let mut cases = fs::OpenOptions::new().append(true).open(place.file("cases.jsonl")).unwrap();
    cases.write_all(b"{\"seq\":15,\"saved_at\":\"2026-").unwrap();
    place
}

/// A store, and a backup of what it was before its last change.
fn backed_up() -> Place {
    let place = Place::stocked();
    place.must(&["store", "backup"]);
    place.must(&["case", "set", "YJ-5", "--fact", "attendance_percent=3"]);
    place
}

/// The same, with a line in the middle that cannot be read.
fn damaged() -> Place {
    let place = backed_up();
    let mut bytes = place.bytes("cases.jsonl");
    let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    bytes[second + 20..second + 60].fill(0);
    fs::write(place.file("cases.jsonl"), bytes).unwrap();
    place
}

/// A store that was changed where it is, so that the next change need not read all of it.
fn changed() -> Place {
    let place = Place::stocked();
    place.must(&["case", "set", "YJ-5", "--fact", "attendance_percent=3"]);
    place
}

/// The same, with a backup elsewhere of what it was before.
fn backed_up_elsewhere() -> Place {
    let place = Place::stocked();
    fs::create_dir(place.beside(ELSEWHERE)).unwrap();
    place.must(&["store", "backup", "--to", "elsewhere/kept.jsonl"]);
    place.must(&["case", "set", "YJ-5", "--fact", "attendance_percent=3"]);
    place
}

/// A store in which the next change leaves more superseded lines than live ones.
fn crowded() -> Place {
    static CROWDED: OnceLock<Stock> = OnceLock::new();
    let crowded = CROWDED.get_or_init(|| {
        let place = Place::stocked();
        for number in 0..36 {
            let change = change("logged joint_supervision_held");
            let edit = &mut |now: Option<&Case>| {
                let mut case = now.unwrap().clone();
                case.events.retain(|event| event.note.is_none());
                let note = Some(format!("{number}").repeat(4000));
                let on = Some("2026-03-09".to_owned());
                case.events.push(Event { kind: "joint_supervision_held".into(), on, note, ..Event::default() });
                Ok(case)
            };
            place.store().update("YJ-1", change, edit).unwrap();
        }
        Stock::of(&place)
    });
    crowded.place()
}

/// A store as format 0 had it: no nonces, no chain, no history.
fn old() -> Place {
    let place = Place::new();
    fs::create_dir(&place.folder).unwrap();
    fs::set_permissions(&place.folder, PermissionsExt::from_mode(0o700)).unwrap();
    let lines = (1..=5).map(|seq| {
        format!(
            "{{\"seq\":{seq},\"saved_at\":\"2026-01-01T09:00:00Z\",\"saved_by\":\"jm\",\"change\":\"added\",\
             \"case\":{{\"ref\":\"YJ-{seq}\",\"protocol\":\"camden\",\"facts\":{{}},\"events\":[]}}}}\n"
        )
    });
    for (name, text) in [("cases.jsonl", lines.collect()), ("store.json", "{\"format\":0}\n".to_owned())] {
        fs::write(place.file(name), text).unwrap();
        fs::set_permissions(place.file(name), PermissionsExt::from_mode(0o600)).unwrap();
    }
    place
}

/// All of them.
pub(crate) fn all() -> Vec<Scenario> {
    let on = |name, args: &str, input, prepare| Scenario {
        name,
        args: args.split(' ').map(|arg| &*arg.to_owned().leak()).collect(),
        damaged: false,
        elsewhere: false,
        usual: false,
        input,
        prepare,
    };
    let usual = |name, args: &str, input| Scenario { usual: true, ..on(name, args, input, Place::stocked) };
    let set = "case set YJ-2 --fact attendance_percent=41";
    vec![
        on("the first case", "case add YJ-9 -p camden --born 2010-09-14", None, Place::new),
        usual("case add", "case add YJ-9 -p camden --fact attendance_percent=7", None),
        usual("case set", set, None),
        usual("case log", "case log YJ-3 joint_supervision_held --on 2026-04-09 --note -", Some("both there")),
        usual("case close", "case close YJ-5", None),
        usual("case reopen", "case reopen YJ-4", None),
        usual("case undo", "case undo YJ-2", None),
        usual("missing report", "missing report YJ-1 --at 2026-06-09T10:00", None),
        usual("store import", "store import - --replace", Some(IMPORT)),
        usual("store backup", "store backup", None),
        on("after a change", set, None, changed),
        on("a new case after a change", "case add YJ-9 -p camden", None, changed),
        usual(
            "the day's first change",
            "case set YJ-2 --fact attendance_percent=41 --now 2026-06-11T10:00+01:00",
            None,
        ),
        Scenario {
            elsewhere: true,
            ..on("backup elsewhere", "store backup --to elsewhere/kept.jsonl", None, backed_up_elsewhere)
        },
        on("after a torn line", set, None, torn),
        on("store restore", "store restore backups/asked-2026-06-10T100000.jsonl", None, backed_up),
        Scenario { damaged: true, ..on("store repair", "store repair", None, damaged) },
        on("compaction", set, None, crowded),
        on("migration", set, None, old),
    ]
}

impl Scenario {
    /// A fresh store for one run of it.
    pub(crate) fn place(&self) -> Place {
        (self.prepare)()
    }

    /// Runs the command, started by another program unless `wrapper` is empty.
    pub(crate) fn run(&self, place: &Place, wrapper: &[String]) -> Ran {
        finish(place.wrapped(wrapper, &self.args), self.input)
    }
}
