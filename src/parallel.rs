//! The same work on the parts of a list, on every processor.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

/// Fewer than this are done before another thread has started.
const WORTH_A_THREAD: usize = 256;

/// How many processors this process may use. The system is asked once: it has to read several files to tell.
pub(crate) fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// What `work` makes of each part of a list of `count` things, in order; the parts together are the whole list.
pub(crate) fn parts<T: Send>(count: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let threads = processors().min(count / WORTH_A_THREAD).max(1);
    let part = |number: usize| number * count / threads..(number + 1) * count / threads;
    thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = (1..threads).map(|number| scope.spawn(move || work(part(number)))).collect();
        let mut made = vec![work(part(0))];
        made.extend(others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic))));
        made
    })
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn the_parts_are_the_whole_in_order() {
        for count in [0, 1, 255, 256, 512, 1001, 10_000] {
            let places: Vec<usize> = parts(count, |range| range.collect::<Vec<_>>()).concat();
            assert_eq!(places, (0..count).collect::<Vec<_>>());
        }
    }
}
