//! Generated files are what the program generates now. `YJS_GENERATE=1 cargo test --test generated` writes them anew.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test runs the real command and writes its own files"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

const SHELLS: [(&str, &str); 5] =
    [("bash", "yjs.bash"), ("zsh", "_yjs"), ("fish", "yjs.fish"), ("powershell", "_yjs.ps1"), ("elvish", "yjs.elv")];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("completions")
}

fn completions(shell: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_yjs")).args(["completions", shell]).output().expect("yjs runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("completions are UTF-8")
}

#[test]
fn completions_are_fresh() {
    let generate = std::env::var_os("YJS_GENERATE").is_some_and(|value| !value.is_empty());
    let mut stale = Vec::new();
    for (shell, file) in SHELLS {
        let (path, script) = (folder().join(file), completions(shell));
        if generate {
            std::fs::create_dir_all(folder()).expect("the folder can be made");
            std::fs::write(&path, &script).expect("the file can be written");
        }
        if std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") != script {
            stale.push(file);
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}; run YJS_GENERATE=1 cargo test --test generated");
}
