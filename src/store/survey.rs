//! What can still be proved of a store that is not as it was saved, from its lines, its history and its backups.
//!
//! Every line carries the hash of the one before, so a line is proved by the next one, the last by the lock file, and
//! those before a mark by the mark. A change is taken from wherever a copy of it has the hash that is asked for. What
//! nothing proves is named; a case that it may be about is not answered.

mod open;
mod told;

use super::chain::Origin;
use super::format::{Head, Mark, MarkLine, hash};
use super::header::{self, Header};
use super::index::lines_of;
use super::meter::{Meter, length};
use super::readings::{is_altered, lines_in, with_one_bit};
use super::whose::Whose;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All there is to go by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    pub(crate) cases: Vec<u8>,
    pub(crate) history: Vec<u8>,
    /// The lines of each backup, newest first, with its name.
    pub(crate) backups: Vec<(String, Vec<u8>)>,
    /// The last line that was saved.
    pub(crate) head: Option<Head>,
    /// Whose lines were, as far as the index of references says.
    pub(crate) whose: BTreeMap<u64, Whose>,
    /// The lock file has no note, though there should be one.
    pub(crate) unnoted: bool,
    /// There was a line once, for all that is known.
    pub(crate) used: bool,
    /// Changes that format 1 knew to be lost.
    pub(crate) lost: Vec<u64>,
}

impl Sources {
    /// The bytes that a look at everything goes through.
    pub(crate) fn bytes(&self) -> u64 {
        let backups: u64 = self.backups.iter().map(|(_, lines)| length(lines)).sum();
        length(&self.cases) + length(&self.history) + backups
    }
}

/// Where a line was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// In the store's own files, by the number of its raw line.
    Here(usize),
    /// Put right from a raw line here, as its hash proves.
    Mended(usize),
    /// In the backup of this number.
    Backup(usize),
}

/// A line that may be one of the store's.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    pub(crate) text: Cow<'a, [u8]>,
    pub(crate) seq: u64,
    pub(crate) more: u64,
    pub(crate) hash: String,
    pub(crate) prev: String,
    /// Empty for a mark.
    pub(crate) reference: String,
    pub(crate) mark: Option<Mark>,
    pub(crate) found: Found,
}

impl<'a> Line<'a> {
    fn of(text: Cow<'a, [u8]>, found: Found) -> Option<Self> {
        let Header { seq, more, prev, reference, body, .. } = header::scan(&text)?;
        body?;
        let mark = match reference {
            "" => Some(serde_json::from_slice::<MarkLine>(&text).ok()?.mark),
            _ => None,
        };
        let (prev, reference) = (String::from_utf8_lossy(prev).into_owned(), reference.to_owned());
        Some(Self { hash: hash(Some(&text)), seq, more, prev, reference, mark, found, text })
    }

    fn is_here(&self) -> bool {
        !matches!(self.found, Found::Backup(_))
    }
}

/// Some bytes of the store's own files between two newlines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw<'a> {
    pub(crate) origin: Origin,
    /// 1-based.
    pub(crate) line: usize,
    pub(crate) text: &'a [u8],
    /// Its newline is there.
    ended: bool,
}

/// Lines that follow on one change beside others that do: two writers did not see each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fork {
    /// The first number that is there more than once.
    pub(crate) change: u64,
    /// The lines of each branch by their places among the lines, the first line first.
    pub(crate) branches: Vec<Vec<usize>>,
}

/// What is proved, and what is not.
#[derive(Debug)]
pub(crate) struct Survey<'a> {
    sources: &'a Sources,
    pub(crate) lines: Vec<Line<'a>>,
    by_hash: HashMap<String, usize>,
    by_prev: HashMap<String, Vec<usize>>,
    /// The lines that stand in each raw line.
    of_raw: Vec<Vec<usize>>,
    /// Numbers of lines that contradict each other, with nothing that tells which of them was changed.
    refused: BTreeSet<u64>,
    /// How many more bytes may be hashed in looking for a flipped bit.
    budget: usize,
    /// Hashes that were looked for in vain.
    missed: BTreeSet<String>,
    pub(crate) raws: Vec<Raw<'a>>,
    /// What holds, by number.
    pub(crate) proven: BTreeMap<u64, usize>,
    /// Numbers that nothing proves and no mark says to be lost.
    pub(crate) missing: BTreeSet<u64>,
    /// Numbers that a proven mark says to be lost.
    pub(crate) lost: BTreeSet<u64>,
    pub(crate) forks: Vec<Fork>,
    /// Every case as it stood at this change is proved by a mark.
    vouched: u64,
    /// The end of the file that is no whole change, by the first of its raw lines.
    pub(crate) torn: Option<usize>,
}

/// So many bytes are hashed at most in looking for flipped bits.
const MOST_HASHED: usize = 256 * 1024 * 1024;

/// A number further ahead than this is damage, not so many changes cut off.
const MOST_CUT_OFF: u64 = 1_000_000;

impl<'a> Survey<'a> {
    /// Looks at everything.
    pub(crate) fn of(sources: &'a Sources) -> Self {
        Self::watched(sources, &Meter::default())
    }

    /// As [`Survey::of`], where somebody may watch.
    pub(crate) fn watched(sources: &'a Sources, meter: &Meter) -> Self {
        let mut raws = Vec::new();
        for (origin, bytes) in [(Origin::History, &sources.history), (Origin::Cases, &sources.cases)] {
            let lines = lines_of(bytes);
            let count = lines.len();
            let ended = |place: usize| place + 1 < count || bytes.ends_with(b"\n");
            raws.extend(lines.into_iter().enumerate().map(|(at, text)| Raw {
                origin,
                line: at + 1,
                text,
                ended: ended(at),
            }));
        }
        let mut survey = Self {
            sources,
            lines: Vec::new(),
            by_hash: HashMap::new(),
            by_prev: HashMap::new(),
            of_raw: vec![Vec::new(); raws.len()],
            budget: MOST_HASHED,
            missed: BTreeSet::new(),
            refused: BTreeSet::new(),
            raws,
            proven: BTreeMap::new(),
            missing: BTreeSet::new(),
            lost: sources.lost.iter().copied().collect(),
            forks: Vec::new(),
            vouched: 0,
            torn: None,
        };
        survey.collect(meter);
        survey.prove();
        survey.set_torn_apart();
        survey.find_forks();
        survey.count_missing();
        survey
    }

    /// Every line that may be one of the store's.
    fn collect(&mut self, meter: &Meter) {
        for place in 0..self.raws.len() {
            for text in lines_in(self.raws[place].text) {
                self.add(Cow::Borrowed(text), Found::Here(place));
            }
            meter.add(length(self.raws[place].text) + 1);
        }
        // A newline that came in between parts a line in two.
        for place in 1..self.raws.len() {
            let (one, two) = (self.raws[place - 1], self.raws[place]);
            if one.origin == two.origin && lines_in(one.text).is_empty() && lines_in(two.text).is_empty() {
                let joined = [one.text, two.text].concat();
                self.add(Cow::Owned(joined), Found::Mended(place - 1));
            }
        }
        let sources = self.sources;
        for (number, (_, body)) in sources.backups.iter().enumerate() {
            for text in lines_of(body) {
                self.add(Cow::Borrowed(text), Found::Backup(number));
                meter.add(length(text) + 1);
            }
        }
    }

    fn add(&mut self, text: Cow<'a, [u8]>, found: Found) -> Option<usize> {
        let line = Line::of(text, found)?;
        if let Some(held) = self.by_hash.get(&line.hash) {
            return Some(*held);
        }
        let place = self.lines.len();
        if let Found::Here(raw) = line.found {
            self.of_raw[raw].push(place);
        }
        self.by_prev.entry(line.prev.clone()).or_default().push(place);
        self.by_hash.insert(line.hash.clone(), place);
        self.lines.push(line);
        Some(place)
    }

    /// The line of this hash, wherever there is a copy, or where one flipped bit makes one.
    fn asked(&mut self, wanted: &str) -> Option<usize> {
        if let Some(place) = self.by_hash.get(wanted) {
            return Some(*place);
        }
        if !self.missed.insert(wanted.to_owned()) {
            return None;
        }
        let head = self.sources.head.as_ref().map(|head| head.hash.as_str());
        let named = |place: &usize| {
            let hash = &self.lines[*place].hash;
            self.by_prev.contains_key(hash) || head == Some(hash)
        };
        // Whatever another line names is as it was saved.
        let doubtful = |raw: &usize| self.of_raw[*raw].is_empty() || !self.of_raw[*raw].iter().all(named);
        let doubtful: Vec<usize> = (0..self.raws.len()).filter(doubtful).collect();
        for place in doubtful {
            let raw = self.raws[place];
            let next = self.raws.get(place + 1).filter(|next| next.origin == raw.origin);
            let joined = next.map(|next| [raw.text, b"\n", next.text].concat());
            for text in [Some(raw.text.to_vec()), joined].into_iter().flatten() {
                let cost = text.len().saturating_mul(text.len()).saturating_mul(8);
                if cost > self.budget {
                    continue;
                }
                self.budget -= cost;
                if let Some(text) = with_one_bit(&text, wanted) {
                    return self.add(Cow::Owned(text), Found::Mended(place));
                }
            }
        }
        None
    }

    fn is_proven_raw(&self, raw: usize) -> bool {
        self.of_raw[raw].iter().any(|place| self.proven.get(&self.lines[*place].seq) == Some(place))
    }

    fn prove(&mut self) {
        let Some(top) = self.top() else { return };
        self.follow_down(top);
        self.follow_up(top);
        self.vouch();
        let mut tried = BTreeSet::new();
        while let Some((low, high)) = self.gaps().into_iter().find(|gap| !tried.contains(gap)) {
            tried.insert((low, high));
            if let Some(low) = self.proven.get(&low).copied() {
                self.fill_up(low, high);
            }
            let reached = self.proven.range(..high).next_back().map_or(0, |(seq, _)| *seq);
            if let Some(anchor) = self.anchor_among(|line| line.seq > reached && line.seq < high) {
                self.follow_down(anchor);
                self.fill_up(anchor, high);
            }
        }
    }

    /// Where numbers are missing: those of the lines before and after, the first one 0 for the start.
    fn gaps(&self) -> Vec<(u64, u64)> {
        let mut before = 0;
        let mut gaps = Vec::new();
        for seq in self.proven.keys() {
            if *seq > before + 1 {
                gaps.push((before, *seq));
            }
            before = *seq;
        }
        gaps
    }

    /// The last line that holds.
    fn top(&mut self) -> Option<usize> {
        let head = self.sources.head.clone();
        if let Some(head) = &head
            && let Some(place) = self.asked(&head.hash)
        {
            return Some(place);
        }
        let saved = head.as_ref().map_or(u64::MAX, |head| head.seq.saturating_add(MOST_CUT_OFF));
        self.anchor_among(|line| line.seq <= saved && head.as_ref().is_none_or(|head| line.seq != head.seq))
    }

    /// Proves a line and those before it, each by the hash that the later one gives.
    fn follow_down(&mut self, from: usize) {
        let mut at = from;
        loop {
            let (seq, prev) = (self.lines[at].seq, self.lines[at].prev.clone());
            if self.proven.contains_key(&seq) {
                return;
            }
            self.proven.insert(seq, at);
            if seq <= 1 || prev == hash(None) {
                return;
            }
            match self.asked(&prev) {
                Some(before) if self.lines[before].seq < seq => at = before,
                _ => return,
            }
        }
    }

    /// Proves the lines that follow on the last one, as far as there is one that does: the note in the lock file may be
    /// behind.
    fn follow_up(&mut self, from: usize) {
        let mut at = from;
        loop {
            let next = self.followers(at, true);
            let [one] = next[..] else { return };
            self.proven.insert(self.lines[one].seq, one);
            at = one;
        }
    }

    /// Lines that name this one as the line before, copies of one another counted once.
    fn followers(&self, at: usize, here: bool) -> Vec<usize> {
        let (seq, hash) = (self.lines[at].seq, &self.lines[at].hash);
        let mut found: Vec<usize> = Vec::new();
        for place in self.by_prev.get(hash).into_iter().flatten().copied() {
            let line = &self.lines[place];
            let follows = line.seq > seq && (line.mark.is_some() || line.seq == seq + 1);
            let known = || found.iter().any(|held| is_altered(&self.lines[*held].text, &line.text));
            if follows && (!here || line.is_here()) && is_json(&line.text) && self.is_possible(line) && !known() {
                found.push(place);
            }
        }
        found
    }

    /// Whether neither the next line, the lock file nor the index of references names another line of that number.
    fn is_possible(&self, line: &Line<'_>) -> bool {
        let head = self.sources.head.as_ref().filter(|head| head.seq == line.seq);
        let noted = self.sources.whose.get(&line.seq);
        let next = self.proven.get(&line.seq.saturating_add(1)).map(|place| &self.lines[*place]);
        !self.refused.contains(&line.seq)
            && head.is_none_or(|head| head.hash == line.hash)
            && noted.is_none_or(|noted| noted.fits(&line.hash))
            && next.is_none_or(|next| next.prev == line.hash)
    }

    /// Proves the lines before the last mark, when they are those that it vouches for.
    fn vouch(&mut self) {
        let of_cases: Vec<usize> = (0..self.raws.len()).filter(|raw| self.raws[*raw].origin == Origin::Cases).collect();
        let line_of = |raw: &usize| {
            let text = self.raws[*raw].text;
            self.by_hash.get(&hash(Some(text))).copied()
        };
        let lines: Vec<Option<usize>> = of_cases.iter().map(line_of).collect();
        let is_mark = |place: &Option<usize>| place.is_some_and(|place| self.lines[place].mark.is_some());
        let Some(at) = lines.iter().rposition(is_mark) else { return };
        let Some((mark, seq)) =
            lines[at].and_then(|place| Some((self.lines[place].mark.clone()?, self.lines[place].seq)))
        else {
            return;
        };
        let mut digest = Sha256::new();
        of_cases[..at].iter().for_each(|raw| digest.update(Sha256::digest(self.raws[*raw].text)));
        if mark.live != at as u64 || mark.digest != super::format::hex(&digest.finalize()) {
            return;
        }
        for place in lines[..=at].iter().rev().flatten() {
            self.follow_down(*place);
        }
        self.vouched = seq;
    }

    /// The highest line of those that is in the store, or in a backup when there is none. It has to name the line before it
    /// rightly, or no line before it may be there that it could contradict; and it must be the only one of its number.
    fn anchor_among(&mut self, fits: impl Fn(&Line<'_>) -> bool) -> Option<usize> {
        for here in [true, false] {
            let mut places: Vec<usize> = (0..self.lines.len())
                .filter(|place| {
                    let line = &self.lines[*place];
                    fits(line)
                        && self.is_possible(line)
                        && line.is_here() == here
                        && is_json(&line.text)
                        && !self.proven.contains_key(&line.seq)
                })
                .collect();
            places.sort_by_key(|place| std::cmp::Reverse(self.lines[*place].seq));
            let mut skip = None;
            for place in places.clone() {
                let seq = self.lines[place].seq;
                if skip == Some(seq) {
                    continue;
                }
                if self.leads_down(place) {
                    return Some(place);
                }
                let alone = places.iter().filter(|other| self.lines[**other].seq == seq).count() == 1;
                let before = seq.saturating_sub(1);
                let contradicted =
                    self.lines.iter().any(|line| line.seq == before && line.is_here() && self.is_possible(line));
                let noted = self.sources.whose.get(&seq).is_some_and(|noted| noted.fits(&self.lines[place].hash));
                if noted || (here && alone && !contradicted && seq > 1) {
                    return Some(place);
                }
                // Of two lines that contradict each other neither is believed.
                if here && contradicted {
                    self.refused.extend([seq, before]);
                }
                skip = Some(before);
            }
        }
        None
    }

    /// Whether the line before this one is there, and is the one that it names.
    fn leads_down(&mut self, place: usize) -> bool {
        let (seq, prev) = (self.lines[place].seq, self.lines[place].prev.clone());
        match seq {
            1 => prev == hash(None),
            _ => self.asked(&prev).is_some_and(|before| self.lines[before].seq < seq),
        }
    }

    /// Proves what follows on the line below a gap, up to the gap's end.
    fn fill_up(&mut self, from: usize, end: u64) {
        let mut at = from;
        loop {
            let next: Vec<usize> =
                self.followers(at, false).into_iter().filter(|next| self.lines[*next].seq < end).collect();
            let [one] = next[..] else { return };
            if self.proven.contains_key(&self.lines[one].seq) {
                return;
            }
            self.proven.insert(self.lines[one].seq, one);
            at = one;
        }
    }

    /// Takes the lines at the end apart that belong to a change whose last lines were not written.
    fn set_torn_apart(&mut self) {
        let saved = self.sources.head.as_ref().map_or(0, |head| head.seq);
        while let Some((seq, place)) = self.proven.last_key_value().map(|(seq, place)| (*seq, *place)) {
            let line = &self.lines[place];
            let open = line.more > 0 && seq > saved;
            if !open && !self.torn_before(seq) {
                break;
            }
            if let Found::Here(raw) = line.found {
                self.torn = Some(raw);
            }
            self.proven.remove(&seq);
        }
        if self.torn.is_none()
            && let Some(last) = self.raws.len().checked_sub(1)
            && self.raws[last].origin == Origin::Cases
            && !self.raws[last].ended
            && !self.is_proven_raw(last)
            && self.proven.last_key_value().is_none_or(|(top, place)| {
                *top >= saved && matches!(self.lines[*place].found, Found::Here(raw) if raw < last)
            })
        {
            self.torn = Some(last);
        }
    }

    /// Whether the line after this one was taken apart, and both are of one change.
    fn torn_before(&self, seq: u64) -> bool {
        let Some(raw) = self.torn else { return false };
        let later = self.lines.iter().find(|line| line.found == Found::Here(raw)).map(|line| line.more);
        let here = self.proven.get(&seq).map(|place| self.lines[*place].more);
        matches!((later, here), (Some(later), Some(here)) if here == later + 1)
    }
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}
