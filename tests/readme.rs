//! Every command that README.md shows is run as it stands there, in order, in an empty folder with a pinned clock, and
//! prints what README.md says it prints. `README=overwrite cargo test --test readme` writes what is printed; read it
//! before keeping it.
//!
//! A block marked `console` holds commands (`$ `, continued on lines that start with `> `), each followed by what it
//! prints on both streams, and by `? 1` when its exit status is not 0. Commands go through a shell, so that the scripts
//! in README.md are scripts. A block marked `json` or `csv` whose first paragraph above it names a file (`… save it as
//! \`NAME\`:`) is that file.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test runs commands in a folder of its own")]

use std::path::{Path, PathBuf};
use std::process::Command;

const NOW: &str = "2026-06-10T08:45:00+01:00";

#[test]
fn what_the_readme_shows_is_what_is_printed() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let given = std::fs::read_to_string(&path).expect("README.md");
    let folder = tempfile::tempdir().expect("a folder");
    let printed = replay(&given, folder.path());
    if std::env::var_os("README").is_some_and(|wish| wish == "overwrite") {
        std::fs::write(&path, printed).expect("README.md is written");
        return;
    }
    let differs = given.lines().zip(printed.lines()).position(|(given, printed)| given != printed);
    if let Some(line) = differs.or_else(|| (given.lines().count() != printed.lines().count()).then_some(0)) {
        let excerpt: Vec<&str> = printed.lines().skip(line.saturating_sub(3)).take(30).collect();
        panic!("README.md is not what is printed, from line {}:\n{}", line + 1, excerpt.join("\n"));
    }
}

/// The text with every answer as it is printed now.
fn replay(text: &str, folder: &Path) -> String {
    let mut written = String::new();
    let mut lines = text.lines().peekable();
    let mut saved: Option<String> = None;
    while let Some(line) = lines.next() {
        push(&mut written, line);
        if let Some((_, name)) = line.strip_suffix("`:").and_then(|line| line.rsplit_once('`')) {
            saved = Some(name.to_owned());
        }
        if line == "```console" {
            while let Some(line) = lines.next_if(|line| *line != "```") {
                let Some(first) = line.strip_prefix("$ ") else { continue };
                push(&mut written, line);
                let mut command = first.to_owned();
                while let Some(more) = lines.next_if(|line| line.starts_with("> ")) {
                    push(&mut written, more);
                    command.push('\n');
                    command.push_str(&more[2..]);
                }
                written.push_str(&run(&command, folder));
            }
        } else if line.starts_with("```json") || line.starts_with("```csv") {
            let mut content = String::new();
            while let Some(line) = lines.next_if(|line| *line != "```") {
                push(&mut written, line);
                push(&mut content, line);
            }
            if let Some(name) = saved.take() {
                std::fs::write(folder.join(name), content).expect("the file is saved");
            }
        }
    }
    written
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn run(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_yjs")).parent().expect("a folder").to_owned();
    let path = std::env::var("PATH").unwrap_or_default();
    let done = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:{path}", binary.display()))
        .env("HOME", folder)
        .env("LANG", "C.UTF-8")
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .env("YJS_NOW", NOW)
        .env("YJS_CLOCK", "now")
        .env("YJS_STORE", folder.join("store"))
        .env("LOGNAME", "jm")
        .output()
        .expect("sh runs");
    let mut answer = String::from_utf8_lossy(&done.stdout).replace(&folder.display().to_string(), "~");
    if !answer.is_empty() && !answer.ends_with('\n') {
        answer.push('\n');
    }
    match done.status.code() {
        Some(0) => {}
        Some(status) => push(&mut answer, &format!("? {status}")),
        None => push(&mut answer, "? interrupted"),
    }
    answer
}
