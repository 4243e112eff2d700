//! What a survey leaves open: lines of which there are several, and numbers that no line has.

use super::{Fork, Found, Line, MOST_CUT_OFF, Survey};
use crate::store::chain::Origin;
use crate::store::format::{self, Record, hash};
use crate::store::readings::is_altered;
use std::collections::{BTreeMap, BTreeSet};

impl Survey<'_> {
    pub(super) fn find_forks(&mut self) {
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
            let before = self.by_hash.get(&line.prev).map(|place| self.lines[*place].seq);
            let follows_it = before.is_some_and(|before| before + 1 == line.seq) && proven(&line.prev);
            let after_proven = follows_it || (line.seq == 1 && line.prev == hash(None));
            let is_start =
                matches!(line.found, Found::Here(_)) && after_proven && !proven(&line.hash) && !is_torn(line);
            let (mark, follows) = (line.mark.is_some(), self.proven.contains_key(&line.seq));
            if is_start && self.is_a_change(place) && !altered() && !mark && (other || follows || self.has_twin(place))
            {
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

    /// Returns true when a line can be a change that somebody saved: it is written as we write it, and no other line of
    /// its number has its nonce. Damage can join two lines into one that reads well, and never gives it a nonce of its own.
    fn is_a_change(&self, place: usize) -> bool {
        let line = &self.lines[place];
        let nonce = |line: &Line<'_>| format::parse::<Record>(&line.text).ok().map(|record| record.nonce);
        let nonce_here = match format::parse::<Record>(&line.text) {
            Ok(record) if serde_json::to_vec(&record).is_ok_and(|text| text == *line.text) => Some(record.nonce),
            _ => return false,
        };
        let others = self.lines.iter().enumerate().filter(|(other, _)| *other != place);
        !others.into_iter().any(|(_, other)| nonce(other) == nonce_here)
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

    pub(super) fn count_missing(&mut self) {
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
}
