//! What can still be proved of a store that is not as it was saved, from its lines, its history and its backups.
//!
//! Every line carries the hash of the one before, so a line is proved by the next one, the last by the lock file, and
//! those before a mark by the mark. A change is taken from wherever a copy of it has the hash that is asked for. What
//! nothing proves is named; a case that it may be about is not answered.

use super::chain::Origin;
use super::format::{Head, Mark, MarkLine, hash, ranges};
use super::header::{self, Header};
use super::index::{Damage, Entry, Index, Torn, lines_of};
use super::local::{CASES, HISTORY};
use super::readings::{is_altered, lines_in, with_one_bit};
use super::whose::Whose;
use crate::problem::Problem;
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
            refused: BTreeSet::new(),
            raws,
            proven: BTreeMap::new(),
            missing: BTreeSet::new(),
            lost: sources.lost.iter().copied().collect(),
            forks: Vec::new(),
            vouched: 0,
            torn: None,
        };
        survey.collect();
        survey.prove();
        survey.set_torn_apart();
        survey.find_forks();
        survey.count_missing();
        survey
    }

    /// Every line that may be one of the store's.
    fn collect(&mut self) {
        for place in 0..self.raws.len() {
            for text in lines_in(self.raws[place].text) {
                self.add(Cow::Borrowed(text), Found::Here(place));
            }
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
                let before = seq.checked_sub(1).unwrap_or_default();
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

    fn find_forks(&mut self) {
        let is_torn =
            |line: &Line<'_>| matches!(line.found, Found::Here(raw) if self.torn.is_some_and(|torn| raw >= torn));
        let proven = |hash: &str| {
            self.by_hash.get(hash).is_some_and(|place| self.proven.get(&self.lines[*place].seq) == Some(place))
        };
        let mut starts: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (place, line) in self.lines.iter().enumerate() {
            let other = self.proven.get(&line.seq).is_some_and(|held| *held != place);
            let altered = || {
                self.lines.iter().enumerate().any(|(held, one)| {
                    held != place
                        && one.seq == line.seq
                        && (one.found == line.found || is_altered(&one.text, &line.text))
                        && (proven(&one.hash) || held < place)
                })
            };
            let after_proven = proven(&line.prev) || (line.seq == 1 && line.prev == hash(None));
            let is_start =
                matches!(line.found, Found::Here(_)) && after_proven && !proven(&line.hash) && !is_torn(line);
            let (mark, follows) = (line.mark.is_some(), self.proven.contains_key(&line.seq));
            if is_start && is_json(&line.text) && !altered() && !mark && (other || follows || self.has_twin(place)) {
                starts.entry(line.seq).or_default().push(place);
            }
        }
        for (change, mut firsts) in starts {
            firsts.extend(self.proven.get(&change));
            firsts.sort_unstable_by_key(|place| self.lines[*place].hash.clone());
            if firsts.len() < 2 {
                continue;
            }
            let branches = firsts.into_iter().map(|first| self.branch(first)).collect();
            self.forks.push(Fork { change, branches });
        }
    }

    /// Whether another line here follows on the same one.
    fn has_twin(&self, place: usize) -> bool {
        let line = &self.lines[place];
        let twin = |other: &Line<'_>| {
            other.seq == line.seq
                && other.prev == line.prev
                && other.hash != line.hash
                && matches!(other.found, Found::Here(_))
                && !is_altered(&other.text, &line.text)
        };
        self.lines.iter().any(twin)
    }

    /// A line and those that follow on it, as far as there is one.
    fn branch(&self, first: usize) -> Vec<usize> {
        let mut branch = vec![first];
        let mut at = first;
        loop {
            let next: Vec<usize> = self
                .by_prev
                .get(&self.lines[at].hash)
                .into_iter()
                .flatten()
                .copied()
                .filter(|next| self.lines[*next].is_here() && self.lines[*next].seq == self.lines[at].seq + 1)
                .collect();
            let [one] = next[..] else { return branch };
            branch.push(one);
            at = one;
        }
    }

    fn count_missing(&mut self) {
        for place in self.proven.values() {
            if let Some(mark) = &self.lines[*place].mark {
                for (first, last) in &mark.lost {
                    self.lost.extend((*first..=*last).take(usize::try_from(MOST_CUT_OFF).unwrap_or(usize::MAX)));
                }
            }
        }
        let top = self.proven.keys().next_back().copied().unwrap_or(0);
        let head = self.sources.head.as_ref().map_or(0, |head| head.seq);
        let head = if head < top.saturating_add(MOST_CUT_OFF) { head } else { top + 1 };
        let end = top.max(head).max(u64::from(self.sources.used && top == 0)).max(top + self.after_the_last());
        let held = |seq: &u64| self.proven.contains_key(seq) || self.lost.contains(seq);
        let forked = |seq: &u64| {
            let mut places = self.forks.iter().flat_map(|fork| fork.branches.iter().flatten());
            places.any(|place| self.lines[*place].seq == *seq)
        };
        self.missing = (1..=end).filter(|seq| !held(seq) && !forked(seq)).collect();
    }

    /// How many whole lines after the last one that holds are of no known number.
    fn after_the_last(&self) -> u64 {
        let top = self.proven.values().next_back().map(|place| &self.lines[*place].found);
        let head = self.sources.head.as_ref().map_or(0, |head| head.seq);
        let top_seq = self.proven.keys().next_back().copied().unwrap_or(0);
        // The lock file and the index both end with the last line that holds: nothing was saved after it.
        let whose = &self.sources.whose;
        if head == top_seq && whose.contains_key(&top_seq) && !whose.contains_key(&(top_seq + 1)) {
            return 0;
        }
        let from = match top {
            Some(Found::Here(raw) | Found::Mended(raw)) => *raw + 1,
            _ => return 0,
        };
        let forked: BTreeSet<usize> =
            self.forks.iter().flat_map(|fork| fork.branches.iter().flatten().copied()).collect();
        let of_a_fork = |raw: usize| forked.iter().any(|place| self.lines[*place].found == Found::Here(raw));
        let known = |raw: usize| self.is_proven_raw(raw);
        let lines = (from..self.raws.len()).filter(|raw| {
            self.raws[*raw].origin == Origin::Cases
                && self.raws[*raw].ended
                && self.torn.is_none_or(|torn| *raw < torn)
                && !known(*raw)
                && !of_a_fork(*raw)
                && !self.is_a_copy(*raw)
        });
        lines.count() as u64
    }

    /// Whether a raw line is a proven one over again.
    fn is_a_copy(&self, raw: usize) -> bool {
        let lines = lines_in(self.raws[raw].text);
        !lines.is_empty()
            && lines.iter().all(|text| {
                let place = self.by_hash.get(&hash(Some(text)));
                place.is_some_and(|place| self.proven.get(&self.lines[*place].seq) == Some(place))
            })
    }

    /// The raw lines that are not, as they stand, a line that holds.
    pub(crate) fn strays(&self) -> Vec<usize> {
        let held: BTreeSet<usize> = self
            .proven
            .values()
            .filter_map(|place| match &self.lines[*place] {
                Line { found: Found::Here(raw), text, .. } if **text == *self.raws[*raw].text => Some(*raw),
                _ => None,
            })
            .collect();
        (0..self.raws.len()).filter(|raw| !held.contains(raw)).collect()
    }

    /// Where a line was found, for people.
    pub(crate) fn place(&self, line: &Line<'_>) -> (Cow<'a, str>, usize) {
        match line.found {
            Found::Here(raw) | Found::Mended(raw) => {
                let Raw { origin, line, .. } = self.raws[raw];
                (Cow::Borrowed(if origin == Origin::Cases { CASES } else { HISTORY }), line)
            }
            Found::Backup(number) => (Cow::Borrowed(self.sources.backups[number].0.as_str()), 0),
        }
    }

    /// The first number after this one that may be a later change of the case.
    fn doubted(&self, reference: &str, after: u64) -> Option<u64> {
        let about =
            |seq: &&u64| self.sources.whose.get(seq).is_none_or(|of| of.reference.as_deref() == Some(reference));
        self.missing.range(after.max(self.vouched).saturating_add(1)..).find(about).copied()
    }

    /// What is wrong, and which cases have no answer because of it.
    pub(crate) fn damage(&self) -> Damage {
        Damage { faults: self.faults(), unproved: self.unproved() }
    }

    fn faults(&self) -> Vec<Problem> {
        let mut faults: Vec<(usize, Problem)> = Vec::new();
        let place = |raw: usize| {
            let Raw { origin, line, .. } = self.raws[raw];
            (if origin == Origin::Cases { CASES } else { HISTORY }, line)
        };
        let say = |faults: &mut Vec<(usize, Problem)>, raw: usize, what: String| {
            let (file, line) = place(raw);
            faults.push((raw, Problem::store(what).file(file).at(line, None).hint(super::index::REPAIR)));
        };
        for fork in &self.forks {
            for place in fork.branches.iter().map(|branch| branch[0]) {
                if let Found::Here(raw) = self.lines[place].found {
                    let what = format!(
                        "there are {} lines of change {}, of which this is one: two writers did not see each other",
                        fork.branches.len(),
                        fork.change
                    );
                    say(&mut faults, raw, what);
                }
            }
        }
        let forked: BTreeSet<usize> =
            self.forks.iter().flat_map(|fork| fork.branches.iter().flatten().copied()).collect();
        for raw in self.strays() {
            let of_a_fork = forked.iter().any(|place| self.lines[*place].found == Found::Here(raw));
            let torn = self.torn.is_some_and(|torn| raw >= torn && self.raws[raw].origin == Origin::Cases);
            if of_a_fork || torn {
                continue;
            }
            let what = if self.is_a_copy(raw) {
                "this line is there twice, or something was put around it".to_owned()
            } else {
                let seq = header::scan(self.raws[raw].text).map(|header| header.seq);
                let found = seq.and_then(|seq| self.proven.get(&seq)).map(|place| &self.lines[*place]);
                match found.map(|line| (line, self.place(line))) {
                    Some((Line { found: Found::Backup(_), seq, .. }, (name, _))) => {
                        format!("this line is not as it was saved; {name} has change {seq}")
                    }
                    _ => "this line is not as it was saved".to_owned(),
                }
            };
            say(&mut faults, raw, what);
        }
        for (first, last) in ranges(self.missing.iter().copied()) {
            let which =
                if first == last { format!("change {first} is") } else { format!("changes {first} to {last} are") };
            let what = format!("{which} missing, and nothing here proves what stood there");
            // Said where the line should be: before the next one that holds.
            let next = self.proven.range(last..).map(|(_, place)| &self.lines[*place]).find(|line| line.is_here());
            match next.map(|line| &line.found) {
                Some(Found::Here(raw) | Found::Mended(raw)) => say(&mut faults, *raw, what),
                _ => {
                    let line = self.raws.iter().filter(|raw| raw.origin == Origin::Cases).count() + 1;
                    let gone = Problem::store(if self.proven.is_empty() {
                        "the cases are gone from here".into()
                    } else {
                        what
                    });
                    faults.push((usize::MAX, gone.file(CASES).at(line, None).hint(super::index::REPAIR)));
                }
            }
        }
        let gone = self.proven.values().map(|place| &self.lines[*place]).filter(|line| !line.is_here());
        let gone: Vec<&Line<'_>> = gone.collect();
        let said: BTreeSet<usize> = faults.iter().map(|(raw, _)| *raw).collect();
        let told = self.strays().into_iter().filter(|raw| said.contains(raw));
        let told: BTreeSet<u64> = told.filter_map(|raw| Some(header::scan(self.raws[raw].text)?.seq)).collect();
        for (first, last) in ranges(gone.iter().map(|line| line.seq).filter(|seq| !told.contains(seq))) {
            let which =
                if first == last { format!("change {first} is") } else { format!("changes {first} to {last} are") };
            let (name, _) = gone.iter().find(|line| line.seq == first).map(|line| self.place(line)).unwrap_or_default();
            let all = if self.sources.cases.is_empty() { "the cases are gone from here: " } else { "" };
            let what = format!("{all}{which} gone from here; {name} has it");
            let next = self.proven.range(last..).map(|(_, place)| &self.lines[*place]).find(|line| line.is_here());
            match next.map(|line| &line.found) {
                Some(Found::Here(raw) | Found::Mended(raw)) => say(&mut faults, *raw, what),
                _ => {
                    let line = self.raws.iter().filter(|raw| raw.origin == Origin::Cases).count() + 1;
                    faults
                        .push((usize::MAX, Problem::store(what).file(CASES).at(line, None).hint(super::index::REPAIR)));
                }
            }
        }
        if self.sources.unnoted && !self.proven.is_empty() {
            let what = "the note of the last change is gone, so that an end which was cut off would go unnoticed";
            let hint = "`yjs store repair` notes the last change that is there";
            faults.push((usize::MAX, Problem::store(what).file(super::local::LOCK).hint(hint)));
        }
        let out_of_order = self.out_of_order();
        if let Some(raw) = out_of_order
            && !faults.iter().any(|(at, _)| *at == raw)
        {
            say(&mut faults, raw, "this line stands out of order".to_owned());
        }
        faults.sort_by_key(|(at, _)| *at);
        faults.into_iter().map(|(_, problem)| problem).collect()
    }

    /// Whether a line that holds stands after one of a later number, or in the wrong file for the last mark.
    pub(crate) fn is_out_of_order(&self) -> bool {
        self.out_of_order().is_some()
    }

    /// Whose line a number was, when the index of references says it.
    pub(crate) fn whose(&self, seq: u64) -> Option<String> {
        self.sources.whose.get(&seq).and_then(|of| of.reference.clone())
    }

    /// The first raw line that holds and stands after one of a later number, in its file.
    fn out_of_order(&self) -> Option<usize> {
        let mut held: Vec<(usize, u64)> = self
            .proven
            .iter()
            .filter_map(|(seq, place)| match self.lines[*place].found {
                Found::Here(raw) => Some((raw, *seq)),
                _ => None,
            })
            .collect();
        held.sort_unstable();
        let pair = held
            .windows(2)
            .find(|pair| self.raws[pair[0].0].origin == self.raws[pair[1].0].origin && pair[1].1 <= pair[0].1)?;
        Some(pair[1].0)
    }

    /// The last line of each case that holds, by its reference.
    fn last_lines(&self) -> BTreeMap<&str, usize> {
        let lines = self.proven.values().filter(|place| self.lines[**place].mark.is_none());
        lines.map(|place| (self.lines[*place].reference.as_str(), *place)).collect()
    }

    fn unproved(&self) -> Vec<(String, String)> {
        let mut unproved: BTreeMap<String, String> = BTreeMap::new();
        for (reference, place) in self.last_lines() {
            if let Some(seq) = self.doubted(reference, self.lines[place].seq) {
                let sure = self.sources.whose.contains_key(&seq);
                let why = format!("change {seq} is missing, and {} of this case", if sure { "is" } else { "may be" });
                unproved.insert(reference.to_owned(), why);
            }
        }
        let known = self.last_lines();
        for seq in &self.missing {
            let of = self.sources.whose.get(seq).and_then(|of| of.reference.as_ref());
            if let Some(of) = of.filter(|of| !known.contains_key(of.as_str())) {
                unproved.insert(of.clone(), format!("change {seq} is missing, and is of this case"));
            }
        }
        for raw in self.strays() {
            let text = self.raws[raw].text;
            let Some(reference) = header::scan(text).map(|header| header.reference).filter(|name| !name.is_empty())
            else {
                continue;
            };
            let known = known.contains_key(reference);
            let torn = self.torn.is_some_and(|torn| raw >= torn && self.raws[raw].origin == Origin::Cases);
            if !known && !torn && !self.missing.is_empty() {
                unproved.entry(reference.to_owned()).or_insert_with(|| "its line is not as it was saved".to_owned());
            }
        }
        for fork in &self.forks {
            let beside =
                fork.branches.iter().flatten().filter(|place| self.proven.get(&self.lines[**place].seq) != Some(place));
            for place in beside.filter(|place| self.lines[**place].mark.is_none()) {
                let why = format!("there are two lines of change {}, and one of them is about this case", fork.change);
                unproved.insert(self.lines[*place].reference.clone(), why);
            }
        }
        unproved.into_iter().collect()
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_proved(&self) -> bool {
        self.faults().is_empty()
    }

    /// The cases that are proved. Its places are those in the files as they stand.
    pub(crate) fn index<'s>(&'s self, file: &'s str, flaw: Option<&super::index::Flaw>) -> Index<'s> {
        let mut damage = self.damage();
        if let Some(flaw) = flaw.filter(|_| damage.faults.is_empty()) {
            let problem = Problem::store(flaw.what.clone()).file(CASES).at(flaw.line, None);
            damage.faults.push(problem.hint(super::index::REPAIR));
        }
        for fault in &mut damage.faults {
            if fault.place.file.as_deref() == Some(CASES) {
                fault.place.file = Some(file.to_owned());
            }
        }
        let hidden: BTreeSet<&str> = damage.unproved.iter().map(|(name, _)| name.as_str()).collect();
        let current = self.last_lines().into_iter().filter(|(reference, _)| !hidden.contains(reference));
        let current = current.map(|(reference, place)| {
            let line = &self.lines[place];
            let (found, at) = self.place(line);
            let body = header::scan(&line.text).and_then(|header| header.body).unwrap_or_default();
            let found = if found == CASES { Cow::Borrowed(file) } else { found };
            Entry { reference, version: line.seq, file: found, line: at, text: &line.text, case: body }
        });
        let current = current.collect();
        let last = self.proven.iter().next_back().map(|(seq, place)| (*seq, &*self.lines[*place].text));
        let torn = self.torn.map(|raw| {
            let start = self.raws[raw].text.as_ptr() as usize - self.sources.cases.as_ptr() as usize;
            Torn { line: self.raws[raw].line, start }
        });
        let damage = (!damage.faults.is_empty()).then_some(damage);
        Index { file, current, last, torn, unended: false, damage }
    }

    /// Every proven line of one case, oldest first, with where it was found.
    pub(crate) fn history(&self, reference: &str) -> Vec<&Line<'a>> {
        let lines = self.proven.values().map(|place| &self.lines[*place]);
        lines.filter(|line| line.reference == reference).collect()
    }
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}
