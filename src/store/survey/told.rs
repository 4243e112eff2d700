//! What a survey comes to: what is wrong, which cases have no answer because of it, and the cases that have one.

use super::{Found, Line, Raw, Survey};
use crate::problem::Problem;
use crate::store::chain::Origin;
use crate::store::format::{hash, ranges};
use crate::store::header;
use crate::store::index::{Damage, Entry, Flaw, Index, REPAIR, Torn};
use crate::store::local::{CASES, HISTORY, LOCK};
use crate::store::readings::lines_in;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Survey<'a> {
    /// Whether a raw line is a proven one over again.
    pub(super) fn is_a_copy(&self, raw: usize) -> bool {
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
            faults.push((raw, Problem::store(what).file(file).at(line, None).hint(REPAIR)));
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
                    faults.push((usize::MAX, gone.file(CASES).at(line, None).hint(REPAIR)));
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
                    faults.push((usize::MAX, Problem::store(what).file(CASES).at(line, None).hint(REPAIR)));
                }
            }
        }
        if self.sources.unnoted && !self.proven.is_empty() {
            let what = "the note of the last change is gone, so that an end which was cut off would go unnoticed";
            let hint = "`yjs store repair` notes the last change that is there";
            faults.push((usize::MAX, Problem::store(what).file(LOCK).hint(hint)));
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
    pub(crate) fn index<'s>(&'s self, file: &'s str, flaw: Option<&Flaw>) -> Index<'s> {
        let mut damage = self.damage();
        if let Some(flaw) = flaw.filter(|_| damage.faults.is_empty()) {
            let problem = Problem::store(flaw.what.clone()).file(CASES).at(flaw.line, None);
            damage.faults.push(problem.hint(REPAIR));
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
