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

/// What a command prints of the sample on one fixed morning.
fn of_the_sample(words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command.args(words).arg("--sample").env("YJS_NOW", "2026-06-10T10:00:00+01:00").env("COLUMNS", "80");
    command.env("NO_COLOR", "1").env("LC_ALL", "en_GB.UTF-8").env_remove("YJS_PROTOCOL").env_remove("YJS_PROTOCOLS");
    command.env("YJS_CONFIG", std::env::temp_dir().join("yjs-no-settings"));
    String::from_utf8(command.output().expect("yjs runs").stdout).expect("text")
}

/// A screen of text as a picture.
fn screen(text: &str) -> String {
    let shown = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let lines: Vec<&str> = shown.lines().collect();
    let height = 32 + 20 * lines.len();
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"{height}\" role=\"img\" \
         aria-label=\"yjs deadlines, of the sample\">\n<rect width=\"760\" height=\"{height}\" rx=\"8\" \
         fill=\"#1b1f24\"/>\n<g font-family=\"ui-monospace,Menlo,Consolas,monospace\" font-size=\"15\" fill=\"#e6e6e6\">\n"
    );
    for (place, line) in lines.iter().enumerate() {
        let down = 32 + 20 * place;
        picture.push_str(&format!("<text x=\"16\" y=\"{down}\" xml:space=\"preserve\">{line}</text>\n"));
    }
    picture + "</g>\n</svg>\n"
}

/// The pictures of README.md are of what the program prints now. The one of the page is made by `just pictures`, in a browser;
/// the page that it was made of is kept beside it.
#[test]
fn pictures_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let generate = std::env::var_os("YJS_GENERATE").is_some_and(|value| !value.is_empty());
    let pictures = [
        ("morning.svg", screen(&of_the_sample(&["deadlines"]))),
        ("brief.html", of_the_sample(&["brief", "--format", "html"])),
    ];
    for (file, fresh) in pictures {
        let path = folder.join(file);
        if generate {
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            std::fs::write(&path, &fresh).expect("the file can be written");
        }
        let held = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(held == fresh, "{file} is stale: run `just pictures`");
    }
    assert!(folder.join("brief.png").is_file(), "run `just pictures`");
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
