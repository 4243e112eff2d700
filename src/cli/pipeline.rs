//! Work on a stream of batches by every processor. What comes of it is taken in the order of the batches, and no more
//! than a few batches are held at once, however long the stream is.

use crate::parallel;
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
    next: impl FnMut() -> Option<I> + Send,
    work: impl Fn(I) -> O + Sync,
    take: impl FnMut(O) -> ControlFlow<()>,
) {
    on(parallel::processors(), next, work, take);
}

fn on<I: Send, O: Send>(
    processors: usize,
    mut next: impl FnMut() -> Option<I> + Send,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> ControlFlow<()>,
) {
    let first = [next(), next()];
    let alone = processors < 2 || first.iter().any(Option::is_none);
    let mut batches = first.into_iter().flatten().chain(std::iter::from_fn(&mut next));
    if alone {
        // The stream is asked again: it says again that it is at its end.
        let _ = batches.try_for_each(|batch| take(work(batch)));
        return;
    }
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
    use super::on;
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_comes_of_each_batch_is_taken_in_order() {
        for (processors, count) in
            [1, 2, 7].into_iter().flat_map(|processors| [0, 1, 2, 3, 500].map(|count| (processors, count)))
        {
            let mut batches = 0..count;
            let mut taken = Vec::new();
            let work = |batch: u32| {
                // Later ones are done sooner.
                std::hint::black_box((0..(count - batch) * 50).sum::<u32>());
                batch
            };
            on(
                processors,
                || batches.next(),
                work,
                |batch| {
                    taken.push(batch);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(taken, (0..count).collect::<Vec<_>>(), "{processors}");
        }
    }

    #[test]
    fn the_stream_is_read_no_further_than_a_little_ahead_and_not_on_after_a_break() {
        let read = AtomicUsize::new(0);
        let mut taken = 0;
        on(
            2,
            || Some(read.fetch_add(1, Ordering::Relaxed)),
            |batch| batch,
            |_| {
                taken += 1;
                if taken == 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        let ahead = 2 + super::HELD * 2;
        assert!(read.load(Ordering::Relaxed) <= taken + ahead, "{read:?}");
    }
}
