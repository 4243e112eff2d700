//! A folder for one store, the binary run on it, and what is in it then.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use yjs::domain::case::Case;
use yjs::store::{LocalStore, Store, Verification};

/// The time it is for the binary.
pub(crate) const NOW: &str = "2026-06-10T10:00+01:00";

/// A folder beside that of the store, for a backup.
pub(crate) const ELSEWHERE: &str = "elsewhere";

/// A folder that is removed at the end, with the place of a store in it.
pub(crate) struct Place {
    root: tempfile::TempDir,
    pub(crate) folder: PathBuf,
}

/// A store to begin with again and again, held in memory: what is held for a whole run is never dropped, and a folder
/// would stay behind.
pub(crate) struct Stock(BTreeMap<String, Vec<u8>>);

impl Stock {
    /// What is in a place now.
    pub(crate) fn of(place: &Place) -> Self {
        let mut files = BTreeMap::new();
        gather(&place.folder, &place.folder, &mut files);
        Self(files)
    }

    /// A new place with the same in it.
    pub(crate) fn place(&self) -> Place {
        let place = Place::new();
        for (name, bytes) in &self.0 {
            let file = place.file(name);
            DirBuilder::new().recursive(true).mode(0o700).create(file.parent().unwrap()).unwrap();
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(0o600).open(file).unwrap().write_all(bytes).unwrap();
        }
        place
    }
}

/// How the binary ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// None when it was killed.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    /// Standard error, its lines joined, so that no name is broken over two.
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr).replace('\n', " ") }
    }
}

impl Place {
    /// No store yet.
    pub(crate) fn new() -> Self {
        // What a kill leaves does not hang on how slow the disk is: in the short run, memory does.
        let memory = Path::new("/dev/shm");
        let usable = !super::long() && tempfile::tempfile_in(memory).is_ok();
        Self::in_folder(if usable { memory.to_owned() } else { std::env::temp_dir() }.as_path())
    }

    /// No store yet, somewhere below `folder`.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let root = tempfile::Builder::new().prefix("yjs-faults-").tempdir_in(folder).unwrap();
        Self { folder: root.path().join("store"), root }
    }

    /// Six cases in fourteen lines: one superseded often, one closed, one under the other protocol.
    pub(crate) fn stocked() -> Self {
        static STOCK: OnceLock<Stock> = OnceLock::new();
        let stock = STOCK.get_or_init(|| {
            let place = Self::new();
            for number in 1..=5 {
                let reference = format!("YJ-{number}");
                place.must(&["case", "add", &reference, "-p", "camden", "--fact", "attendance_percent=90"]);
            }
            place.must(&["case", "add", "TH-1", "-p", "tower_hamlets", "--born", "2011-02-03"]);
            for number in 1..=4 {
                place.must(&["case", "set", "YJ-2", "--fact", &format!("attendance_percent={number}")]);
            }
            place.must(&["case", "log", "YJ-3", "joint_supervision_held", "--on", "2026-03-09"]);
            place.must(&["case", "log", "YJ-1", "opened_to_yjs", "--on", "2026-03-02"]);
            place.must(&["case", "close", "YJ-4"]);
            place.must(&["case", "set", "TH-1", "--worker", "jm"]);
            Stock::of(&place)
        });
        stock.place()
    }

    /// A file beside the store.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// A file of the store.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The binary on this store, with nothing else of the environment.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        self.wrapped(&[] as &[&str], args)
    }

    /// The binary, started by another program.
    pub(crate) fn wrapped<W: AsRef<OsStr>, S: AsRef<OsStr>>(&self, wrapper: &[W], args: &[S]) -> Command {
        let yjs = OsStr::new(env!("CARGO_BIN_EXE_yjs"));
        let mut line = wrapper.iter().map(AsRef::as_ref).chain([yjs]).chain(args.iter().map(AsRef::as_ref));
        let mut command = Command::new(line.next().unwrap());
        command.args(line).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("YJS_CONFIG", self.beside("config"));
        command
            .env("YJS_STORE", &self.folder)
            .env("YJS_NOW", NOW)
            .env("YJS_CLOCK", "now")
            .env("YJS_WORKER", "jm")
            .env("COLUMNS", "500");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).current_dir(self.root.path());
        command
    }

    /// Runs the binary to its end.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Ran {
        finish(self.command(args), None)
    }

    /// Runs it, and it answers.
    pub(crate) fn must<S: AsRef<OsStr> + std::fmt::Debug>(&self, args: &[S]) {
        let ran = self.run(args);
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.err);
    }

    pub(crate) fn store(&self) -> LocalStore {
        LocalStore::new(&self.folder)
    }

    /// Every case, or the reason why one of them cannot be read.
    pub(crate) fn cases(&self) -> Result<BTreeMap<String, Case>, String> {
        let snapshot = self.store().cases().map_err(|problem| problem.to_string())?;
        // The end of a change that was cut off is all that may be amiss.
        if let Some(warning) = snapshot.warnings.iter().find(|warning| !warning.what.contains("was left out")) {
            return Err(warning.to_string());
        }
        Ok(snapshot.cases.into_iter().map(|stored| (stored.case.reference.clone(), apart(stored.case))).collect())
    }

    /// Every case that can be read.
    pub(crate) fn readable_cases(&self) -> BTreeMap<String, Case> {
        let cases = self.store().cases().unwrap().cases;
        cases.into_iter().map(|stored| (stored.case.reference.clone(), apart(stored.case))).collect()
    }

    /// Whether the lock file notes the last line that was saved.
    pub(crate) fn is_witnessed(&self) -> bool {
        let (noted, lines) = (self.bytes(".lock"), self.verify().lines);
        String::from_utf8_lossy(&noted).contains(&format!("\"seq\":{lines},"))
    }

    pub(crate) fn verify(&self) -> Verification {
        self.store().verify().unwrap()
    }

    /// Every file in the folder by its name, and in [`ELSEWHERE`], save the lock, which holds what any command notes, and the
    /// index, which is made anew whenever it does not match.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.folder, &self.folder, &mut files);
        gather(&self.beside(""), &self.beside(ELSEWHERE), &mut files);
        files.remove(".lock");
        files.remove("index");
        files
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.file(name)).unwrap_or_default()
    }
}

/// Runs a command to its end, with `input` on its standard input.
pub(crate) fn finish(mut command: Command, input: Option<&str>) -> Ran {
    let Some(input) = input else { return command.output().unwrap().into() };
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    // A program that ended before it read all of it is not to blame here.
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    child.wait_with_output().unwrap().into()
}

/// Copies a folder and what is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

/// `bytes` with what is random in them (nonces, and the hashes over them) made the same in every run.
pub(crate) fn normalised(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for run in bytes.chunk_by(|one, next| one.is_ascii_hexdigit() && next.is_ascii_hexdigit()) {
        if run.len() >= 16 { out.push(b'#') } else { out.extend(run) }
    }
    out
}

/// A case without the order in which it was recorded, which a test's own idea of it does not have.
fn apart(case: Case) -> Case {
    Case { recorded: None, ..case }
}
