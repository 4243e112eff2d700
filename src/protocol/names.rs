//! Finds a word of the vocabulary by its name. Every fact and event of every case is looked up so. The names come from the
//! protocol's own files and no case can add one, so the hash need not stand up to anybody: it need only be quick.

/// Places by name, in a table of which at most half is taken. Names are compared whole: the hash only says where to look.
#[derive(Debug, Clone)]
pub(crate) struct Names<T> {
    /// A power of two of them, or none.
    slots: Vec<Option<Slot<T>>>,
    taken: usize,
}

#[derive(Debug, Clone)]
struct Slot<T> {
    hash: u64,
    name: Box<str>,
    place: T,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), taken: 0 }
    }
}

impl<T: Copy> Names<T> {
    /// The place of a name.
    #[inline]
    pub(crate) fn get(&self, name: &str) -> Option<T> {
        let hash = hash(name.as_bytes());
        let mut at = self.home(hash);
        while let Some(Some(slot)) = self.slots.get(at) {
            if slot.hash == hash && *slot.name == *name {
                return Some(slot.place);
            }
            at = self.next(at);
        }
        None
    }

    /// Gives a name a place; the place that it had, when it had one.
    pub(crate) fn insert(&mut self, name: &str, place: T) -> Option<T> {
        if self.slots.len() <= 2 * self.taken {
            self.grow();
        }
        let hash = hash(name.as_bytes());
        let mut at = self.home(hash);
        while let Some(slot) = &mut self.slots[at] {
            if *slot.name == *name {
                return Some(std::mem::replace(&mut slot.place, place));
            }
            at = self.next(at);
        }
        self.slots[at] = Some(Slot { hash, name: name.into(), place });
        self.taken += 1;
        None
    }

    /// Every name, in no order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().flatten().map(|slot| &*slot.name)
    }

    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(16);
        let held = std::mem::replace(&mut self.slots, (0..size).map(|_| None).collect());
        for slot in held.into_iter().flatten() {
            let mut at = self.home(slot.hash);
            while self.slots[at].is_some() {
                at = self.next(at);
            }
            self.slots[at] = Some(slot);
        }
    }

    fn home(&self, hash: u64) -> usize {
        hash as usize & self.slots.len().wrapping_sub(1)
    }

    fn next(&self, at: usize) -> usize {
        (at + 1) & self.slots.len().wrapping_sub(1)
    }
}

/// By the length, the first and the last eight bytes: the names of one vocabulary differ there.
#[inline]
fn hash(name: &[u8]) -> u64 {
    let ends = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(first), Some(last)) => u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(31),
        _ => name.iter().fold(0, |ends, byte| (ends << 8) | u64::from(*byte)),
    };
    // The golden ratio's fraction, as in Fibonacci hashing. A product is well mixed at its high end, and the low end is used.
    let mixed = ends.wrapping_add(name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::{Names, hash};
    use crate::protocol::{embedded, load::load};
    use std::collections::HashSet;

    #[test]
    fn a_name_is_found_whole_or_not_at_all() {
        let mut names = Names::default();
        assert_eq!(names.get("age"), None);
        for (place, name) in
            ["sign_of_one_certain_harm", "sign_of_two_certain_harm", "age", "agf", ""].into_iter().enumerate()
        {
            assert_eq!(names.insert(name, place), None);
        }
        assert_eq!(
            hash(b"sign_of_one_certain_harm"),
            hash(b"sign_of_two_certain_harm"),
            "they differ only in the middle"
        );
        assert_eq!((names.get("sign_of_one_certain_harm"), names.get("sign_of_two_certain_harm")), (Some(0), Some(1)));
        assert_eq!((names.get("age"), names.get("agf"), names.get("")), (Some(2), Some(3), Some(4)));
        assert_eq!((names.get("sign_of_ten_certain_harm"), names.get("ag"), names.get("ages")), (None, None, None));
        assert_eq!((names.insert("age", 9), names.get("age")), (Some(2), Some(9)));
    }

    #[test]
    fn every_one_of_many_is_found() {
        let name = |number: u32| format!("fact_number_{number}");
        let mut names = Names::default();
        for number in 0..1000 {
            assert_eq!(names.insert(&name(number), number), None);
        }
        assert!((0..1000).all(|number| names.get(&name(number)) == Some(number)));
        assert_eq!(names.get(&name(1000)), None);
        assert_eq!(names.names().collect::<HashSet<_>>().len(), 1000);
    }

    #[test]
    fn the_names_of_a_vocabulary_rarely_share_a_hash() {
        for id in embedded::ids() {
            let protocol = load(embedded::VOCABULARY, &embedded::source(id).expect("built in")).expect("sound");
            let facts = &protocol.vocabulary.facts;
            let hashes: HashSet<u64> = facts.iter().map(|fact| hash(fact.id.as_bytes())).collect();
            assert!(hashes.len() * 20 >= facts.len() * 19, "{id}: {} of {}", hashes.len(), facts.len());
        }
    }
}
