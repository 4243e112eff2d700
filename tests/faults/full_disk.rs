//! A disk with little room or none, made in memory where this machine lets a test mount one.

use super::place::{Place, finish};
use super::{choose, say};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small disk; gone when dropped.
pub(crate) struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    /// None when this machine does not let us mount one.
    pub(crate) fn new(options: &str) -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("yjs-faults-disk-").tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "yjs-faults"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self { folder })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Mounted again with other options.
    pub(crate) fn remount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.path()).status();
        assert!(status.unwrap().success());
    }

    /// Fills it, save `free` KiB; the file that does so.
    fn fill(&self, free: usize) -> PathBuf {
        let filler = self.path().join("filler");
        let output = Command::new("df").args(["--output=avail", "-k"]).arg(self.path()).output().unwrap();
        let available: usize =
            String::from_utf8(output.stdout).unwrap().lines().nth(1).unwrap().trim().parse().unwrap();
        fs::write(&filler, vec![b'x'; available.saturating_sub(free) * 1024]).unwrap();
        filler
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.path()).output());
    }
}

#[test]
fn a_full_disk_refuses_a_change_and_keeps_everything() {
    if Disk::new("size=64k").is_none() {
        say("full disks: this machine lets no test mount a disk: NOT TESTED (root and tmpfs are needed)");
        return;
    }
    let (mut saved, mut refused, mut disks) = (0, 0, 0);
    let note = "n".repeat(20_000);
    for free in (0..=256).step_by(choose(32, 4)) {
        for existing in [true, false] {
            let disk = Disk::new("size=1m").unwrap();
            let place = Place::in_folder(disk.path());
            if existing {
                super::place::copy(&Place::stocked().folder, &place.folder);
            }
            let filler = disk.fill(free);
            disks += 1;
            // Ever longer lines, until one does not fit; then one that is short.
            let reference = if existing { "YJ-3" } else { "NEW" };
            let mut stopped = false;
            for number in 0..20 {
                let (before, known) = (place.files(), place.cases().unwrap());
                let add = ["case", "add", "NEW", "-p", "camden"];
                let log = [
                    "case",
                    "log",
                    reference,
                    "joint_supervision_held",
                    "--on",
                    "2026-03-09",
                    "--by",
                    "x",
                    "--note",
                    "-",
                ];
                let ran = match (known.contains_key(reference), number) {
                    (false, _) => place.run(&add),
                    (true, _) => finish(place.command(&log), Some(&note)),
                };
                let what = format!("{free} KiB free, change {number}");
                match ran.code {
                    Some(0) => {
                        saved += 1;
                        assert!(place.cases().unwrap() != known, "{what}: acknowledged, and lost");
                    }
                    Some(2) => {
                        refused += 1;
                        stopped = true;
                        assert!(ran.err.contains(&*place.folder.to_string_lossy()), "{what}: {}", ran.err);
                        assert!(ran.err.contains("no room"), "{what}: {}", ran.err);
                        let mut after = place.files();
                        if !existing && before.get("cases.jsonl").is_none_or(Vec::is_empty) {
                            // Files that the first change makes, and that say nothing yet.
                            after.retain(|name, bytes| name != "store.json" && !bytes.is_empty());
                            assert_eq!(after.keys().collect::<Vec<_>>(), [""; 0], "{what}");
                        } else {
                            assert!(after == before, "{what}: not as it was");
                        }
                    }
                    other => panic!("{what}: {other:?}: {}", ran.err),
                }
                if stopped {
                    break;
                }
            }
            assert!(stopped, "{free}: the disk was never full");
            fs::remove_file(filler).unwrap();
            place.must(&["case", "add", "AFTER", "-p", "camden"]);
            place.must(&["store", "verify"]);
        }
    }
    say(&format!(
        "full disks: {disks} disks with 0 to 256 KiB free; {saved} changes acknowledged and kept, {refused} refused \
         with exit 2, each byte as it was; all work on once there is room"
    ));
}
