//! How far long work of the store has come, for whoever wants to watch it. Nothing of the work rests on it.

use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// So many bytes are gone through between two looks at the work.
const STEP: u64 = 64 * 1024;

/// Told how many bytes are gone through and how many there are; nothing when the work has ended.
type Watcher = dyn Fn(Option<(u64, u64)>) + Send + Sync;

/// Bytes gone through, and bytes there are. Work that goes over the same bytes twice counts them twice.
#[derive(Default)]
pub struct Meter {
    done: AtomicU64,
    of: AtomicU64,
    /// Works that go on, one within another.
    works: AtomicUsize,
    watcher: Option<Box<Watcher>>,
}

impl fmt::Debug for Meter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Meter").field(&self.standing()).finish()
    }
}

impl Meter {
    /// A meter that tells `watcher` now and then, from within the work, and when the work has ended.
    pub fn watched(watcher: impl Fn(Option<(u64, u64)>) + Send + Sync + 'static) -> Self {
        Self { watcher: Some(Box::new(watcher)), ..Self::default() }
    }

    /// Begins work over so many bytes. Within other work they are added to those of that; 0 is work of unknown length.
    #[must_use]
    pub fn work(&self, bytes: u64) -> Work<'_> {
        if self.works.fetch_add(1, Ordering::Relaxed) == 0 {
            self.done.store(0, Ordering::Relaxed);
            self.of.store(0, Ordering::Relaxed);
        }
        self.of.fetch_add(bytes, Ordering::Relaxed);
        Work(self)
    }

    /// So many more bytes are gone through.
    pub fn add(&self, bytes: u64) {
        if self.works.load(Ordering::Relaxed) == 0 {
            return;
        }
        let before = self.done.fetch_add(bytes, Ordering::Relaxed);
        if before / STEP != (before + bytes) / STEP {
            self.tell(Some(self.standing()));
        }
    }

    /// Bytes gone through, and bytes there are.
    pub fn standing(&self) -> (u64, u64) {
        let (done, of) = (self.done.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed));
        (if of > 0 { done.min(of) } else { done }, of)
    }

    fn tell(&self, standing: Option<(u64, u64)>) {
        if let Some(watcher) = &self.watcher {
            watcher(standing);
        }
    }
}

/// Work that goes on until this is dropped.
#[derive(Debug)]
pub struct Work<'m>(&'m Meter);

impl Drop for Work<'_> {
    fn drop(&mut self) {
        if self.0.works.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.0.tell(None);
        }
    }
}

/// The length of something, as a meter counts.
pub(super) fn length(bytes: &[u8]) -> u64 {
    bytes.len() as u64
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Meter, Ordering};
    use crate::domain::case::Case;
    use crate::store::{Change, Existing, LocalStore, Stamp, Store};
    use std::fs;
    use std::sync::{Arc, Mutex};

    fn stamp() -> Stamp {
        Stamp { at: "2026-06-11T09:00:00Z".parse().unwrap(), by: "jm".to_owned() }
    }

    fn cases(worker: &str) -> Vec<Case> {
        let case =
            |number| Case { reference: format!("case-{number}"), worker: Some(worker.repeat(9)), ..Case::default() };
        (0..1_500).map(case).collect()
    }

    /// Does the work, and says whether what was counted is what was announced, and what a watcher saw on the way.
    fn watched(
        store: &LocalStore,
        meter: &Meter,
        seen: &Mutex<Vec<Option<(u64, u64)>>>,
        work: impl FnOnce(&LocalStore),
    ) {
        seen.lock().unwrap().clear();
        work(store);
        let (done, of) = (meter.done.load(Ordering::Relaxed), meter.of.load(Ordering::Relaxed));
        assert!(done.abs_diff(of) * 33 <= of, "{done} of {of}");
        let mut seen = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(seen.pop(), Some(None), "the end is told");
        let shares: Vec<u64> = seen.into_iter().map(|at| at.unwrap()).map(|(done, of)| done * 100 / of).collect();
        assert!(shares.len() > 3 && shares.is_sorted(), "it never goes back: {shares:?}");
    }

    #[test]
    fn every_long_work_ends_at_its_total() {
        let folder = tempfile::tempdir().unwrap();
        let seen: Arc<Mutex<Vec<_>>> = Arc::default();
        let watcher = Arc::clone(&seen);
        let meter = Arc::new(Meter::watched(move |at| watcher.lock().unwrap().push(at)));
        let path = folder.path().join("store");
        let store = LocalStore::new(&path).metered(Arc::clone(&meter));
        for worker in ["a", "b"] {
            let change = Change::new("added", stamp());
            watched(&store, &meter, &seen, |store| {
                store.append_all(change, &cases(worker), Existing::Replace).map(drop).unwrap();
            });
        }
        watched(&store, &meter, &seen, |store| assert!(store.verify().unwrap().ok));
        watched(&store, &meter, &seen, |store| drop(store.backup(None, stamp().at).unwrap()));
        let copy = folder.path().join("copy.jsonl");
        watched(&store, &meter, &seen, |store| drop(store.backup(Some(&copy), stamp().at).unwrap()));
        watched(&store, &meter, &seen, |store| drop(store.preview_restore(&copy).unwrap()));
        watched(&store, &meter, &seen, |store| drop(store.restore(&copy, &stamp()).unwrap()));
        watched(&store, &meter, &seen, |store| drop(store.repair(&stamp(), &[], true).unwrap()));
        let cases = path.join("cases.jsonl");
        let damaged = fs::read_to_string(&cases).unwrap().replacen("case-7\"", "case-x\"", 1);
        fs::write(&cases, damaged).unwrap();
        watched(&store, &meter, &seen, |store| {
            assert_eq!(store.repair(&stamp(), &[], false).unwrap().recovered.len(), 1)
        });
        // The chain that format 1 had is that of format 2 without marks.
        let old = folder.path().join("old");
        let fresh = LocalStore::new(&old);
        fresh.append_all(Change::new("added", stamp()), &self::cases("a"), Existing::Refuse).unwrap();
        fs::write(old.join("store.json"), "{\"format\":1}\n").unwrap();
        let fresh = fresh.metered(Arc::clone(&meter));
        watched(&fresh, &meter, &seen, |store| {
            store
                .append(Change::new("added", stamp()), &Case { reference: "new".into(), ..Case::default() }, None)
                .map(drop)
                .unwrap();
        });
    }
}
