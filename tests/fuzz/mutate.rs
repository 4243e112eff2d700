//! Inputs made from sound ones by small and large damage, the same in every run, and the count of what came of them.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How many inputs each target is given when nobody says; `just fuzz` says 1,000,000.
const FEW: usize = 2_000;

/// No input may take as long as this.
const TOO_LONG: Duration = Duration::from_secs(60);

/// What is put into inputs: what numbers, text and structure break on.
const TOKENS: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ",",
    ":",
    ";",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{1f4de}",
    "\\ud800",
    "\\u0000",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "-0.0",
    "18446744073709551616",
    "9223372036854775808",
    "NaN",
    "\"\"",
    "=cmd",
    "'",
    "event:",
    "event:went_missing",
    "2026-02-30",
    "2026-03-29T01:30",
    "9999-12-31",
    "-9999-01-01",
    "2026-10-25T01:30:00+99:99",
    "ref",
    "\"ref\":\"a\",",
    "{\"all\":[",
    "{\"not\":",
    "{\"fact\":\"cse\",\"is\":",
];

/// Numbers that look random and are the same in every run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Less than `end`; 0 for 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % (end.max(1) as u64)).unwrap_or_default()
    }

    /// One of `seeds` with up to eight things done to it.
    pub(crate) fn input(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..1 + self.below(8) {
            self.mutate(&mut bytes, seeds);
        }
        bytes
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(bytes.len());
        let end = (at + 1 + self.below(40)).min(bytes.len());
        let token = TOKENS[self.below(TOKENS.len())].as_bytes().to_vec();
        match self.below(11) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).unwrap_or_default(),
            2 => drop(bytes.drain(at..end)),
            3 => bytes.truncate(at),
            4 => {
                let copy = bytes[at..end].to_vec();
                let to = self.below(bytes.len());
                drop(bytes.splice(to..to, copy));
            }
            5 => drop(bytes.splice(at..end, token)),
            6 => {
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            7 => {
                // One value in place of another: from a quotation mark, colon or comma to the next.
                let is_mark = |byte: &u8| matches!(byte, b'"' | b':' | b',');
                let until = bytes[at..].iter().skip(1).position(is_mark).map_or(bytes.len(), |length| at + 1 + length);
                drop(bytes.splice(at..until, token));
            }
            8 => {
                let deep = [b"[", &b"{\"not\":"[..], b"{\"a\":"][self.below(3)].repeat(1 + self.below(300));
                drop(bytes.splice(at..at, deep));
            }
            9 => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                let (one, two) = (self.below(lines.len()), self.below(lines.len()));
                if one < lines.len() && two < lines.len() {
                    lines.swap(one, two);
                }
                *bytes = lines.concat();
            }
            _ => drop(bytes.splice(at..at, token)),
        }
    }
}

/// How long the processor has worked for this thread, where the system says so.
fn busy() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Gives a target its inputs. It says whether it took one; it may refuse, and may not panic or take long.
pub(crate) fn run(name: &str, seeds: &[Vec<u8>], target: impl FnMut(&[u8], &mut Random) -> bool) {
    run_some(name, seeds, 1, target);
}

/// As [`run`], with one input in `of`.
pub(crate) fn run_some(name: &str, seeds: &[Vec<u8>], of: usize, mut target: impl FnMut(&[u8], &mut Random) -> bool) {
    let count = std::env::var("YJS_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(FEW);
    let count = (count / of).max(seeds.len());
    let seed = std::env::var("YJS_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut random = Random::new(seed);
    let (mut taken, mut bytes, mut longest) = (0, 0, Duration::ZERO);
    for number in 0..count {
        let input = if number < seeds.len() { seeds[number].clone() } else { random.input(seeds) };
        let (started, before) = (Instant::now(), busy());
        let ended = catch_unwind(AssertUnwindSafe(|| target(&input, &mut random)));
        // On a machine that is busy with others, the time that the processor gave it is what counts.
        let took = started.elapsed().min(busy().zip(before).map_or(Duration::MAX, |(now, before)| now - before));
        assert!(ended.is_ok() && took < TOO_LONG, "{name}, input {number} ({took:?}): {}", input.escape_ascii());
        taken += usize::from(ended.is_ok_and(|taken| taken));
        bytes += input.len();
        longest = longest.max(took);
        if number < seeds.len() {
            assert_eq!(taken, number + 1, "{name}: the sound input {number} is refused: {}", input.escape_ascii());
        }
    }
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim().to_owned();
    let line = format!(
        "fuzz: {name}: {count} inputs, {bytes} bytes; {taken} taken, {} refused; 0 panics; the longest took \
         {longest:?}; peak memory {peak}",
        count - taken
    );
    // Past the test runner, which keeps what a test prints to itself while it passes.
    drop(writeln!(std::io::stderr(), "{line}"));
}
