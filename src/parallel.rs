//! The same work on the parts of a list, on every processor.

use std::iter;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer than this are done before another thread has started.
const WORTH_A_THREAD: usize = 256;

/// So many are done before the next are taken.
const PART: usize = 64;

/// How many processors this process may use. The system is asked once: it has to read several files to tell.
pub(crate) fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// What `work` makes of each part of a list of `count` things, in order; the parts together are the whole list. Whoever
/// is free takes the next part: a thread that has just been started is behind.
pub(crate) fn parts<T: Send>(count: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    parts_on(processors().min(count / WORTH_A_THREAD).max(1), count, work)
}

fn parts_on<T: Send>(threads: usize, count: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let parts = if threads == 1 { 1 } else { count.div_ceil(PART) };
    let part = |number: usize| number * count / parts..(number + 1) * count / parts;
    let next = AtomicUsize::new(0);
    let some = || -> Vec<(usize, T)> {
        let numbers = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|number| *number < parts);
        numbers.map(|number| (number, work(part(number)))).collect()
    };
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut made = some();
        let all = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        all.for_each(|more| made.extend(more));
        made
    });
    made.sort_unstable_by_key(|(number, _)| *number);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::{PART, parts, parts_on};
    use std::thread;
    use std::time::Duration;

    #[test]
    fn the_parts_are_the_whole_in_order() {
        for count in [0, 1, 255, 256, 512, 1001, 10_000] {
            let places: Vec<usize> = parts(count, |range| range.collect::<Vec<_>>()).concat();
            assert_eq!(places, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_part_that_takes_long_keeps_its_place() {
        let count = 20 * PART;
        let slow_at_first = |range: std::ops::Range<usize>| {
            if range.start == 0 {
                thread::sleep(Duration::from_millis(30));
            }
            range.collect::<Vec<_>>()
        };
        for threads in [2, 3, 8] {
            assert_eq!(parts_on(threads, count, slow_at_first).concat(), (0..count).collect::<Vec<_>>());
        }
    }
}
