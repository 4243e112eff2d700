//! Commands that change one case at the same time: none conflicts, and none is lost.
#![allow(clippy::unwrap_used, clippy::disallowed_types, reason = "a test runs commands in a folder of its own")]

use std::process::{Child, Command, Stdio};

fn yjs(store: &std::path::Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command
        .args(arguments)
        .env_clear()
        .env("YJS_CONFIG", store.with_file_name("config"))
        .env("YJS_STORE", store)
        .env("YJS_NOW", "2026-06-10T10:00:00+01:00")
        .env("YJS_WORKER", "jm");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn commands_at_the_same_time_never_conflict() {
    let root = tempfile::tempdir().unwrap();
    let store = root.path().join("store");
    let added = yjs(&store, &["case", "add", "YJ-1", "-p", "camden"]).wait_with_output().unwrap();
    assert!(added.status.success(), "{added:?}");
    let times: Vec<String> = (0..8).map(|minute| format!("2026-06-09T16:0{minute}")).collect();
    let log = |time: &String| yjs(&store, &["case", "log", "YJ-1", "referred_by_telephone", "--at", time]);
    let running: Vec<Child> = times.iter().map(log).collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    let export = yjs(&store, &["store", "export"]).wait_with_output().unwrap();
    let text = String::from_utf8(export.stdout).unwrap();
    for time in &times {
        assert!(text.contains(time.as_str()), "{time} is lost: {text}");
    }
    assert!(yjs(&store, &["store", "verify"]).wait_with_output().unwrap().status.success());
}
