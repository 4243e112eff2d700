//! What every [`Store`] must do, whatever it keeps its lines in. `tests/store.rs` runs this on each of them.

use super::{Change, Existing, Part, SavedAll, Stamp, Store, Undo, gather};
use crate::domain::case::{Case, Event, FactValue};
use crate::problem::Problem;
use chrono::DateTime;

/// Runs the whole suite; `fresh` gives an empty store each time.
///
/// # Panics
/// When the store does not do what it must.
pub fn run<S: Store>(mut fresh: impl FnMut() -> S) {
    for (name, check) in CHECKS {
        let store = fresh();
        assert_eq!(store.cases().map(|snapshot| snapshot.cases), Ok(Vec::new()), "{name}: the store is not empty");
        if let Err(problem) = check(&store) {
            panic!("{name}: {problem}");
        }
        let verification = store.verify();
        assert!(verification.as_ref().is_ok_and(|verification| verification.ok), "{name}: {verification:?}");
    }
}

type Checked = Result<(), Problem>;
type Check = fn(&dyn Store) -> Checked;

const CHECKS: [(&str, Check); 14] = [
    ("an empty store answers", an_empty_store_answers),
    ("a case comes back as it was saved", a_case_comes_back),
    ("cases come in the order of their references", cases_are_ordered),
    ("a version is the number of the last line", versions_run_on),
    ("a change based on an earlier reading is refused", stale_changes_are_refused),
    ("an update never conflicts", updates_never_conflict),
    ("a refused change leaves no trace", refusals_leave_no_trace),
    ("many cases are saved together", many_are_saved),
    ("many cases are saved all or none", many_are_refused),
    ("a history has every line", history_is_complete),
    ("raw lines agree with cases", raw_lines_agree),
    ("an undoing is a change, and can be undone", undoing_is_a_change),
    ("time never runs backwards", time_never_runs_backwards),
    ("verifying counts what is there", verifying_counts),
];

/// A change for tests, at a fixed instant, by `jm`.
#[must_use]
pub fn change(what: &str) -> Change {
    Change::new(what, Stamp { at: DateTime::UNIX_EPOCH, by: "jm".to_owned() })
}

/// A case for tests with one fact, so that versions of it can be told apart.
#[must_use]
pub fn case(reference: &str, attendance: u32) -> Case {
    let mut case = Case { reference: reference.to_owned(), ..Case::default() };
    case.facts.set("attendance_percent", Some(FactValue::Number(attendance.into())));
    case
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Problem>, expected: &str) {
    match answer {
        Ok(answer) => panic!("`{expected}` was expected, the answer was {answer:?}"),
        Err(problem) => assert!(problem.what.contains(expected), "`{expected}` was expected: {problem}"),
    }
}

fn found(store: &dyn Store, reference: &str) -> Result<Option<(Case, u64)>, Problem> {
    Ok(store.get(reference)?.found.map(|stored| (stored.case, stored.version)))
}

fn an_empty_store_answers(store: &dyn Store) -> Checked {
    assert_eq!(store.get("YJ-1")?, super::Lookup::default());
    assert_eq!(store.history("YJ-1")?, []);
    assert_eq!(store.verify()?.lines, 0);
    Ok(())
}

fn a_case_comes_back(store: &dyn Store) -> Checked {
    let mut full = case("YJ-0042", 84);
    full.protocol = Some("camden".to_owned());
    full.born = Some("2010-09-14".to_owned());
    full.initials = Some("\u{c9}B".to_owned());
    full.worker = Some("j\"m\\".to_owned());
    full.facts.set("cse", Some(FactValue::Flag(true)));
    full.facts.set("known_to_social_care", Some(FactValue::Text("open".to_owned())));
    full.facts.set("hours_a_week", Some(FactValue::Number(12.5)));
    full.events.push(Event {
        kind: "referred_by_telephone".to_owned(),
        at: Some("2026-03-03T16:30:00+00:00".to_owned()),
        note: Some("two\nlines, \",\"case\":{\"ref\":\"YJ-9\"}} and \u{1f4de}\u{0}".to_owned()),
        ..Event::default()
    });
    let odd = Change::new("set \",\"case\":{\"ref\":\"YJ-9\"", Stamp { by: "\\\"\n".to_owned(), ..change("").stamp });
    let version = store.append(odd.clone(), &full, None)?;
    let stored = store.get("YJ-0042")?.found;
    assert_eq!(stored.as_ref().map(|stored| &stored.case), Some(&full));
    assert_eq!(stored.as_ref().map(|stored| (stored.version, stored.saved_at)), Some((version, odd.stamp.at)));
    assert_eq!(stored.map(|stored| stored.saved_by), Some(odd.stamp.by));
    assert_eq!(store.cases()?.cases.len(), 1);
    assert_eq!(found(store, "YJ-9")?, None);
    Ok(())
}

fn cases_are_ordered(store: &dyn Store) -> Checked {
    for reference in ["b", "a.2", "C", "a", "_"] {
        store.append(change("added"), &case(reference, 1), None)?;
    }
    let order: Vec<String> = store.cases()?.cases.into_iter().map(|stored| stored.case.reference).collect();
    assert_eq!(order, ["C", "_", "a", "a.2", "b"]);
    Ok(())
}

fn versions_run_on(store: &dyn Store) -> Checked {
    assert_eq!(store.append(change("added"), &case("a", 1), None)?, 1);
    assert_eq!(store.append(change("added"), &case("b", 1), None)?, 2);
    assert_eq!(store.append(change("set"), &case("a", 2), Some(1))?, 3);
    assert_eq!(found(store, "a")?, Some((case("a", 2), 3)));
    assert_eq!(found(store, "b")?, Some((case("b", 1), 2)));
    Ok(())
}

fn stale_changes_are_refused(store: &dyn Store) -> Checked {
    let first = store.append(change("added"), &case("a", 1), None)?;
    let second = store.append(change("set"), &case("a", 2), Some(first))?;
    refused(
        store.append(change("set"), &case("a", 3), Some(first)),
        "changed since it was read (version 1 then, 2 now); nothing was saved \
         (attendance_percent: 2 in the store, 3 in this change)",
    );
    refused(store.append(change("set"), &case("a", 3), Some(second + 1)), "changed since it was read");
    refused(store.append(change("added"), &case("a", 3), None), "exists already");
    refused(store.append(change("set"), &case("b", 3), Some(second)), "changed since it was read");
    assert_eq!(found(store, "a")?, Some((case("a", 2), second)));
    assert_eq!(found(store, "b")?, None);
    Ok(())
}

fn updates_never_conflict(store: &dyn Store) -> Checked {
    let saved = store.update("a", change("added"), &mut |now| {
        assert_eq!(now, None);
        Ok(case("a", 1))
    })?;
    assert_eq!((saved.version, saved.case), (1, case("a", 1)));
    store.append(change("set"), &case("a", 2), Some(1))?;
    let saved = store.update("a", change("set"), &mut |now| {
        assert_eq!(now, Some(&case("a", 2)));
        Ok(case("a", 3))
    })?;
    assert_eq!(saved.version, 3);
    refused(store.update("a", change("set"), &mut |_| Ok(case("b", 1))), "may not rename it to b");
    refused(store.update("a", change("set"), &mut |_| Err(Problem::input("no such event"))), "no such event");
    assert_eq!(found(store, "a")?, Some((case("a", 3), 3)));
    Ok(())
}

fn refusals_leave_no_trace(store: &dyn Store) -> Checked {
    store.append(change("added"), &case("YJ-1", 1), None)?;
    refused(store.append(change("added"), &case("a/b", 1), None), "a slash");
    refused(store.update("", change("added"), &mut |_| Ok(case("", 1))), "empty");
    refused(store.append(change("added"), &case("yj-1", 1), None), "only in capitals");
    let mut twice = case("b", 1);
    twice.facts.0.push(twice.facts.0[0].clone());
    refused(store.append(change("added"), &twice, None), "cannot be saved: duplicate fact");
    let mut none = case("b", 1);
    none.facts.set("attendance_percent", Some(FactValue::Number(f64::NAN)));
    refused(store.append(change("added"), &none, None), "cannot be saved");
    assert_eq!(store.verify()?.lines, 1);
    assert_eq!(store.append(change("added"), &case("b", 1), None)?, 2);
    Ok(())
}

fn many_are_saved(store: &dyn Store) -> Checked {
    store.append(change("added"), &case("a", 1), None)?;
    store.append(change("added"), &case("b", 1), None)?;
    let batch = [case("c", 1), case("d", 1)];
    let saved = store.append_all(change("imported"), &batch, Existing::Refuse)?;
    assert_eq!(saved, SavedAll { added: 2, ..SavedAll::default() });
    let again = [case("d", 1), case("b", 2), case("e", 1)];
    let saved = store.append_all(change("imported"), &again, Existing::Replace)?;
    assert_eq!(saved, SavedAll { added: 1, replaced: 1, unchanged: 1, ..SavedAll::default() });
    assert_eq!(store.append_all(change("imported"), &[], Existing::Refuse)?, SavedAll::default());
    let versions: Vec<_> = store.cases()?.cases.into_iter().map(|held| (held.case.reference, held.version)).collect();
    let expected = [("a", 1), ("b", 5), ("c", 3), ("d", 4), ("e", 6)];
    assert_eq!(versions, expected.map(|(reference, version)| (reference.to_owned(), version)));
    assert_eq!(store.history("b")?.len(), 2);
    assert_eq!(store.append(change("set"), &case("e", 2), Some(6))?, 7);
    Ok(())
}

fn many_are_refused(store: &dyn Store) -> Checked {
    store.append(change("added"), &case("a", 1), None)?;
    let mut unsaveable = case("z", 1);
    unsaveable.facts.0.push(unsaveable.facts.0[0].clone());
    for (last, why) in [
        (case("a", 2), "exists already"),
        (case("A", 2), "only in capitals"),
        (case("b", 2), "there twice"),
        (case("B", 2), "only in capitals"),
        (case("x/y", 2), "a slash"),
        (unsaveable, "cannot be saved"),
    ] {
        refused(store.append_all(change("imported"), &[case("b", 1), last], Existing::Refuse), why);
        assert_eq!(store.verify()?.lines, 1, "{why}");
    }
    Ok(())
}

fn history_is_complete(store: &dyn Store) -> Checked {
    store.append(change("added"), &case("a", 1), None)?;
    store.append(change("added"), &case("b", 1), None)?;
    store.append(change("set attendance_percent"), &case("a", 2), Some(1))?;
    let history = store.history("a")?;
    let told: Vec<_> = history.iter().map(|record| (record.seq, record.change.as_str(), &record.case)).collect();
    assert_eq!(told, [(1, "added", &case("a", 1)), (3, "set attendance_percent", &case("a", 2))]);
    assert_eq!(store.history("A")?, []);
    assert_ne!(history[0].nonce, history[1].nonce);
    Ok(())
}

/// A case with its line and version.
type Lined = (usize, Result<Case, Problem>, u64);

fn raw_lines_agree(store: &dyn Store) -> Checked {
    for reference in ["b", "a", "c"] {
        store.append(change("added"), &case(reference, 1), None)?;
    }
    store.append(change("set"), &case("b", 2), Some(1))?;
    let mut raw = Vec::new();
    let warnings = store.for_each_current(&mut |line| {
        assert_eq!(u64::try_from(line.line), Ok(line.version));
        raw.push((line.parse(), line.version, line.reference.to_owned()));
    })?;
    assert_eq!(warnings, []);
    let cases = store.cases()?.cases.into_iter();
    let expected: Vec<_> = cases.map(|c| (Ok(c.case.clone()), c.version, c.case.reference)).collect();
    assert_eq!(raw, expected);
    assert_eq!(raw.len(), 3);
    let gathered = gather(store, |lines| lines.iter().map(|line| (line.line, line.parse(), line.version)).collect())?;
    assert_eq!(gathered.warnings, []);
    let mut parts: Vec<Lined> = Vec::new();
    for Part { before, made } in gathered.parts {
        let made: Vec<Lined> = made;
        parts.extend(made.into_iter().map(|(line, case, version)| (before + line, case, version)));
    }
    parts.sort_by_key(|(line, ..)| *line);
    let mut expected: Vec<_> = raw
        .into_iter()
        .map(|(case, version, _)| (usize::try_from(version).unwrap_or_default(), case, version))
        .collect();
    expected.sort_by_key(|(line, ..)| *line);
    assert_eq!(parts, expected);
    Ok(())
}

fn undoing_is_a_change(store: &dyn Store) -> Checked {
    refused(Undo::of("a", store.history("a")?), "the store has no case `a`");
    store.append(change("added"), &case("a", 1), None)?;
    refused(Undo::of("a", store.history("a")?), "nothing to undo");
    store.append(change("set"), &case("a", 2), Some(1))?;
    store.append(change("added"), &case("b", 1), None)?;
    let undo = Undo::of("a", store.history("a")?)?;
    assert_eq!(undo.save(store, change("").stamp)?, 4);
    assert_eq!(found(store, "a")?, Some((case("a", 1), 4)));
    refused(undo.save(store, change("").stamp), "changed since it was read");
    Undo::of("a", store.history("a")?)?.save(store, change("").stamp)?;
    assert_eq!(found(store, "a")?, Some((case("a", 2), 5)));
    let told: Vec<String> = store.history("a")?.into_iter().map(|record| record.change).collect();
    assert_eq!(told, ["added", "set", "undid change 2: set", "undid change 4, an undoing"]);
    Ok(())
}

fn time_never_runs_backwards(store: &dyn Store) -> Checked {
    let at = |seconds: i64| {
        let at = DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(seconds);
        Change::new("set", Stamp { at, by: "jm".to_owned() })
    };
    store.append(at(100), &case("a", 1), None)?;
    store.append(at(40), &case("b", 1), None)?;
    store.append_all(at(60), &[case("c", 1), case("d", 1)], Existing::Refuse)?;
    store.append(at(100), &case("a", 2), Some(1))?;
    for (reference, warned) in [("a", false), ("b", true), ("c", true)] {
        let last = store.history(reference)?.pop();
        assert_eq!(last.as_ref().map(|record| record.saved_at), Some(at(100).stamp.at), "{reference}");
        let warning = last.and_then(|record| record.warning).unwrap_or_default();
        assert_eq!(warning.contains("clock (1970-01-01T01:0"), warned, "{reference}: {warning}");
    }
    Ok(())
}

fn verifying_counts(store: &dyn Store) -> Checked {
    for (reference, value, based_on) in [("a", 1, None), ("b", 1, None), ("a", 2, Some(1))] {
        store.append(change("set"), &case(reference, value), based_on)?;
    }
    let found = store.verify()?;
    assert_eq!((found.ok, found.lines, found.cases, found.archived), (true, 3, 2, 0));
    assert_eq!((found.findings.len(), found.lost.len(), found.set_aside.len()), (0, 0, 0));
    Ok(())
}
