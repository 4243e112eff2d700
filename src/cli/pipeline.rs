//! Work on a stream of batches by every processor. What comes of it is taken in the order of the batches, and no more
//! than a few batches are held at once, however long the stream is.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Batches held at once for each processor: one at work, and some between.
const HELD: usize = 4;

/// Gives each batch that `next` gives to `work`, and what comes of it to `take`, in order, until either ends it. A
/// stream of one batch starts no thread.
pub(super) fn in_order<I: Send, O: Send>(
    mut next: impl FnMut() -> Option<I> + Send,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> ControlFlow<()>,
) {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let (Some(first), second) = (next(), next()) else { return };
    let Some(second) = second.filter(|_| processors > 1) else {
        // Taken from `next` in turn: with one processor there may be more.
        let mut batch = Some(first);
        while let Some(item) = batch {
            if take(work(item)).is_break() {
                return;
            }
            batch = next();
        }
        return;
    };
    let (permit, permits) = sync_channel::<()>(HELD * processors);
    let (task, tasks) = channel::<(usize, I)>();
    let (done, results) = channel::<(usize, O)>();
    let tasks = Arc::new(Mutex::new(tasks));
    for _ in 0..HELD * processors {
        // The channel has room for exactly so many, and its other end is here.
        let _ = permit.send(());
    }
    thread::scope(|scope| {
        // Gone when this ends early, as are the results: then the others end too.
        let (permit, results) = (permit, results);
        scope.spawn(move || {
            let batches = [first, second].into_iter().chain(std::iter::from_fn(&mut next));
            for numbered in batches.enumerate() {
                if permits.recv().is_err() || task.send(numbered).is_err() {
                    return;
                }
            }
        });
        for _ in 0..processors {
            let (tasks, done, work) = (Arc::clone(&tasks), done.clone(), &work);
            scope.spawn(move || {
                loop {
                    let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((place, batch)) = task else { return };
                    if done.send((place, work(batch))).is_err() {
                        return;
                    }
                }
            });
        }
        drop((tasks, done));
        let (mut early, mut expected) = (BTreeMap::new(), 0);
        for (place, result) in results {
            early.insert(place, result);
            while let Some(result) = early.remove(&expected) {
                expected += 1;
                if take(result).is_break() {
                    return;
                }
                // The reader may have come to its end.
                let _ = permit.send(());
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_comes_of_each_batch_is_taken_in_order() {
        for count in [0, 1, 2, 3, 500] {
            let mut batches = 0..count;
            let mut taken = Vec::new();
            let work = |batch: u32| {
                // Later ones are done sooner.
                std::hint::black_box((0..(count - batch) * 50).sum::<u32>());
                batch
            };
            in_order(
                || batches.next(),
                work,
                |batch| {
                    taken.push(batch);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(taken, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_stream_is_read_no_further_than_a_little_ahead_and_not_on_after_a_break() {
        let read = AtomicUsize::new(0);
        let mut taken = 0;
        in_order(
            || Some(read.fetch_add(1, Ordering::Relaxed)),
            |batch| batch,
            |_| {
                taken += 1;
                if taken == 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        let ahead = 2 + super::HELD * std::thread::available_parallelism().map_or(1, usize::from);
        assert!(read.load(Ordering::Relaxed) <= taken + ahead, "{read:?}");
    }
}
