//! What a shell needs: completions that know the store and the protocols, manual pages, and answers without escapes.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program, and reads its files"
)]

use std::path::Path;
use std::process::{Command, Output};

fn yjs(folder: &Path) -> Command {
    asked_by(env!("CARGO_BIN_EXE_yjs"), folder)
}

fn asked_by(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("YJS_NOW", "2026-11-27T10:00:00+00:00").env("YJS_CLOCK", "now").env("LOGNAME", "jm");
    command.env("YJS_CONFIG", folder.join("config")).env("YJS_STORE", folder.join("store"));
    command.env_remove("YJS_PROTOCOL").env_remove("YJS_PROTOCOLS").env("NO_COLOR", "1").env("COLUMNS", "80");
    command
}

fn run(command: &mut Command) -> Output {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// What a shell is offered for the last of these words.
fn offered(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut command = yjs(folder);
    command.env("YJS_COMPLETE", "bash").env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    let output = run(command.args(["--", "yjs"]).args(words));
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

fn with_cases() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (reference, worker) in [("YJ-0042", "jm"), ("YJ-0043", "ak"), ("TH-1", "ts")] {
        run(yjs(folder.path()).args(["case", "add", reference, "-p", "camden", "--worker", worker]));
    }
    folder
}

#[test]
fn each_kind_of_value_is_offered() {
    let folder = with_cases();
    for (words, wanted, never) in [
        (&["case", "show", "YJ-"][..], &["YJ-0042", "YJ-0043"][..], "TH-1"),
        (&["deadlines", "--worker", ""], &["ak", "jm", "ts"], "YJ-0042"),
        (&["case", "handover", "j"], &["jm"], "ak"),
        (&["case", "log", "YJ-0042", "went"], &["went_missing"], "located"),
        (&["route", "cs"], &["cse"], "cce"),
        (&["explain", "camden-6.2-cp-w"], &["camden-6.2-cp-written-48h"], "camden-6.2-open-case"),
        (&["threshold", "--fact", "attendance_p"], &["attendance_percent"], "cse"),
        (&["threshold", "--fact", "consent=g"], &["consent=given"], "consent=refused"),
        (&["contacts", "la"], &["lado"], "mash"),
        (&["route", "cse", "-p", "t"], &["tower_hamlets"], "camden"),
        (&["help", "dead"], &["deadlines"], "case"),
        (&["dead"], &["deadlines"], "case"),
    ] {
        let found = offered(folder.path(), words);
        for one in wanted {
            assert!(found.iter().any(|held| held == one), "{words:?}: {found:?} lacks {one}");
        }
        assert!(!found.iter().any(|held| held == never), "{words:?}: {found:?} has {never}");
    }
}

#[test]
fn no_reference_of_an_encrypted_store_is_offered() {
    let folder = with_cases();
    let head = folder.path().join("store/store.json");
    let text = std::fs::read_to_string(&head).expect("the head").replacen('{', "{\"recipients\":[\"x\"],", 1);
    std::fs::write(&head, text).expect("the head");
    assert_eq!(offered(folder.path(), &["case", "show", "YJ-"]), [""; 0]);
}

#[test]
fn every_shell_has_a_script_that_asks_yjs() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(yjs(folder.path()).args(["completions", shell]));
        let script = String::from_utf8(output.stdout).expect("text");
        assert!(script.contains("YJS_COMPLETE") && script.contains("yjs"), "{shell}: {script}");
    }
}

#[test]
fn bash_completes_what_the_store_holds() {
    let folder = with_cases();
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_yjs")).parent().expect("its folder").to_owned();
    let script = "source <(yjs completions bash); COMP_WORDS=(yjs case show YJ-); COMP_CWORD=3; COMP_TYPE=9; \
                  _clap_complete_yjs yjs YJ- show; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let before = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(binary).chain(std::env::split_paths(&before))).expect("a path");
    let mut bash = asked_by("bash", folder.path());
    let output = run(bash.env("PATH", path).args(["--norc", "--noprofile", "-c", script]));
    let offered = String::from_utf8(output.stdout).expect("text");
    assert!(offered.lines().any(|line| line.trim() == "YJ-0043"), "{offered}");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("man1");
    run(yjs(folder.path()).arg("man").arg("--output").arg(&pages));
    let mut names: Vec<String> = std::fs::read_dir(&pages)
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in ["yjs.1", "yjs-route.1", "yjs-case-log.1", "yjs-contacts-set.1", "yjs-deadlines.1"] {
        assert!(names.iter().any(|held| held == name), "{name} is not among {names:?}");
    }
    let route = std::fs::read_to_string(pages.join("yjs-route.1")).expect("the page");
    let printed = run(yjs(folder.path()).args(["man", "route"])).stdout;
    assert_eq!(route, String::from_utf8(printed).expect("text"));
    assert!(route.contains(".TH yjs-route 1") && route.contains("county lines"), "{route}");
    let wrong = yjs(folder.path()).args(["man", "rout"]).output().expect("it runs");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("did you mean `route`"));
}

#[test]
fn plain_answers_have_no_escape_even_when_colour_is_wanted() {
    let folder = tempfile::tempdir().expect("a folder");
    for words in [
        &["deadlines", "--sample"][..],
        &["deadlines", "--sample", "--group", "worker"],
        &["route", "cse", "-p", "camden"],
        &["contacts", "lado"],
        &["help", "accessibility"],
    ] {
        let mut command = yjs(folder.path());
        command.args(words).args(["--format", "plain", "--color", "always"]).env_remove("NO_COLOR");
        let output = run(&mut command);
        assert!(!output.stdout.contains(&0x1b), "{words:?} has an escape");
    }
}
