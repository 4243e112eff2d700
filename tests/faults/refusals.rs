//! Each call that changes the store made to fail in turn: exit 2, the file named, everything as it was.

use super::calls::{Call, can_trace, inject, trace};
use super::place::{ELSEWHERE, Place};
use super::scenario::{Scenario, all};
use super::{choose, long, say};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_change_that_any_call_refuses_is_not_made() {
    if !can_trace("refused calls") {
        return;
    }
    let errors: &[&str] =
        choose(&["ENOSPC", "EIO"], &["ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EMFILE", "EFBIG", "ENODEV"]);
    let every = choose(4, 1);
    let (mut faults, mut saved, mut upgrades, mut names) = (0, 0, 0, BTreeSet::new());
    let mut odd: Vec<String> = Vec::new();
    for (offset, scenario) in all().into_iter().enumerate() {
        let whole = scenario.place();
        let (ran, calls) = trace(&scenario, &whole, &[]);
        assert_eq!(ran.code, Some(0), "{}: {}", scenario.name, ran.err);
        let after = whole.readable_cases();
        let changing = calls.iter().filter(|call| call.changes_files() && call.is_on(&whole));
        for call in changing.skip(offset % every).step_by(every) {
            let errors = if long() { errors } else { &errors[call.number % 2..][..1] };
            for error in errors {
                let place = scenario.place();
                let before = place.files();
                let (ran, hit) = inject(&scenario, &place, call, &format!("error={error}"));
                let Some(hit) = hit.filter(|hit| hit.line.contains("INJECTED") && hit.is_on(&place)) else { continue };
                faults += 1;
                names.insert(hit.name.clone());
                let what = format!("{}, {error} at {}", scenario.name, hit.line);
                // The note in the lock, and tidying up, come after the line is durable: without them the change is saved all
                // the same. Tidying says so; after a rename that holds, so does what was to be moved or removed then.
                let is_saved = ran.code == Some(0) && place.cases().as_ref() == Ok(&after);
                // A replacement of all files holds from one rename on.
                let moving = matches!(scenario.name, "store restore" | "store repair" | "migration" | "compaction")
                    && hit.name == "fsync";
                // The index is made anew by a later change; that a new file is held by nobody harms nothing.
                let aside = hit.line.contains("/index") || (hit.name == "flock" && hit.line.contains("/.new-"))
                    // A file that is there already is opened as it is when it cannot be made.
                    || (hit.name == "openat" && hit.line.contains("O_EXCL") && hit.line.contains("/cases.jsonl"));
                // After a compaction the note is made anew by the next change.
                let noting = hit.line.contains("/.lock")
                    && (ran.err.contains(".lock: ") || place.is_witnessed() || scenario.name == "compaction");
                let tidying = ran.err.contains("could not be tidied") || hit.line.contains("/.committed");
                let upgraded = scenario.name == "migration" && ran.code == Some(2) && is_upgraded(&scenario, &place);
                if is_saved && (noting || tidying || moving || aside) {
                    saved += 1;
                } else if upgraded {
                    upgrades += 1;
                } else if let Err(why) = unchanged(&place, &before, &ran.err, ran.code) {
                    odd.push(format!("{what}: {why} (exit {:?}, said: {})", ran.code, ran.err));
                }
                next_change_works(&scenario, &place, &what);
            }
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    say(&format!(
        "refused calls: {faults} faults ({}) at {}; {} exited 2 with everything as it was, {saved} were in what \
         comes after the change is saved, {upgrades} after the store was upgraded (a change of its own); {} not as they must be",
        errors.join(", "),
        names.join(", "),
        faults - saved - upgrades - odd.len(),
        odd.len()
    ));
    assert!(faults > 60);
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

/// Whether the store was brought to the present format, and the change that was asked for was not made.
fn is_upgraded(scenario: &Scenario, place: &Place) -> bool {
    let kept = place.files().keys().any(|name| name.starts_with("backups/before-upgrade-"));
    let upgraded = place.files().contains_key("store.json") && place.store().manifest().unwrap().unwrap().format > 0;
    kept && upgraded && place.cases() == scenario.place().cases()
}

/// That the command said no, naming a file of the store, and left all as it was.
fn unchanged(place: &Place, before: &BTreeMap<String, Vec<u8>>, said: &str, code: Option<i32>) -> Result<(), String> {
    if code != Some(2) {
        return Err("it did not exit 2".to_owned());
    }
    if !said.contains(&*place.folder.to_string_lossy()) && !said.contains(ELSEWHERE) {
        return Err("it does not name the file".to_owned());
    }
    let after = place.files();
    for (name, bytes) in before {
        match after.get(name) {
            None => return Err(format!("{name} is gone")),
            // Of two backups, one whole in place of the other, neither is half there.
            Some(_) if name.starts_with(ELSEWHERE) && place.store().preview_restore(&place.beside(name)).is_ok() => {}
            Some(held) if held != bytes && !is_torn_end_set_aside(name, bytes, held, &after) => {
                return Err(format!("{name} was {} bytes, is {}", bytes.len(), held.len()));
            }
            Some(_) => {}
        }
    }
    // The first change makes files before it writes the case: these say nothing yet.
    let fresh = before.is_empty();
    let made = after.iter().filter(|(name, _)| !before.contains_key(*name));
    for (name, bytes) in made {
        let says_nothing = fresh && (name == "store.json" || bytes.is_empty());
        // What a command that replaces the store copies first, to be safe, stays when it then fails: nothing is lost by it.
        let safe =
            ["backups/before-", "backups/asked-", "quarantine/line-"].iter().any(|start| name.starts_with(start));
        if !says_nothing && !safe {
            return Err(format!("{name} was left behind"));
        }
    }
    Ok(())
}

/// A torn end, of a change that an earlier command never acknowledged, may have been moved: each byte is still there.
fn is_torn_end_set_aside(name: &str, before: &[u8], held: &[u8], after: &BTreeMap<String, Vec<u8>>) -> bool {
    name == "cases.jsonl"
        && before
            .strip_prefix(held)
            .is_some_and(|torn| after.iter().any(|(name, bytes)| name.starts_with("quarantine/line-") && bytes == torn))
}

fn next_change_works(scenario: &Scenario, place: &Place, what: &str) {
    if scenario.damaged || scenario.elsewhere {
        let ran = scenario.run(place, &[]);
        assert_eq!(ran.code, Some(0), "{what}: again: {}", ran.err);
    }
    let ran = place.run(&["case", "add", "NEXT", "-p", "camden"]);
    assert_eq!(ran.code, Some(0), "{what}: the next change: {}", ran.err);
    let verification = place.verify();
    assert!(verification.ok, "{what}: {verification:?}");
    let fresh = scenario.place().readable_cases().len();
    assert!(place.cases().unwrap().len() > fresh, "{what}");
}

/// A limit on the size of files makes the kernel write as much of a line as fits: a true short write.
#[test]
fn a_line_that_fits_only_in_part_is_taken_back() {
    let usable = std::process::Command::new("prlimit").arg("--version").output().is_ok();
    if !usable {
        say("short writes: prlimit is not here: NOT TESTED");
        return;
    }
    let every = choose(7, 1);
    let scenario = all().into_iter().find(|scenario| scenario.name == "case set").unwrap();
    let whole = scenario.place();
    let start = whole.bytes("cases.jsonl").len();
    scenario.run(&whole, &[]);
    let end = whole.bytes("cases.jsonl").len();
    let mut count = 0;
    for limit in (start..end).step_by(every) {
        let place = scenario.place();
        let before = place.files();
        // The signal that comes with the limit is ignored, as a file system's own quota sends none.
        let script = "trap '' XFSZ; exec prlimit --fsize=\"$0\" \"$@\"";
        let limited = ["sh", "-c", script, &limit.to_string()].map(str::to_owned);
        let ran = scenario.run(&place, &limited);
        assert_eq!(unchanged(&place, &before, &ran.err, ran.code), Ok(()), "{limit}: {ran:?}");
        count += 1;
    }
    say(&format!("short writes: {count} lines written in part, each taken back"));
    assert!(count > 20);
}

/// Not a fault that a kernel makes: a write that says it wrote what it did not. Told here only so that it is known.
#[test]
fn a_write_that_lies_is_found_by_verify() {
    if !can_trace("a lying write") {
        return;
    }
    let scenario = all().into_iter().find(|scenario| scenario.name == "case set").unwrap();
    let whole = scenario.place();
    let (_, calls) = trace(&scenario, &whole, &[]);
    let writes = |call: &&Call| call.name == "write" && call.line.contains("cases.jsonl");
    let call = calls.iter().find(writes).unwrap();
    let place = scenario.place();
    let (ran, _) = inject(&scenario, &place, call, "retval=10");
    let found = place.run(&["store", "verify"]);
    say(&format!("a write that lies: the change exits {:?}, `store verify` exits {:?}", ran.code, found.code));
    assert!(ran.code == Some(2) || found.code == Some(2));
}
