//! Sets of levels of need: a condition names some, and the level may be one of several.

use crate::domain::truth::Truth;
use std::iter;

/// A set of levels.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct LevelSet([u64; 4]);

impl LevelSet {
    /// Adds a level.
    pub fn add(&mut self, level: u8) {
        self.0[usize::from(level / 64)] |= 1 << (level % 64);
    }

    /// Returns true when a level is among them.
    pub fn has(&self, level: u8) -> bool {
        self.0[usize::from(level / 64)] & 1 << (level % 64) != 0
    }

    /// The highest of them.
    pub fn highest(&self) -> Option<u8> {
        self.each().last()
    }

    /// Each, the lowest first.
    pub fn each(&self) -> impl Iterator<Item = u8> + use<> {
        [0, 64, 128, 192].into_iter().zip(self.0).flat_map(|(start, mut part)| {
            iter::from_fn(move || {
                let place = u8::try_from(part.trailing_zeros()).ok().filter(|_| part != 0)?;
                part &= part - 1;
                Some(start + place)
            })
        })
    }

    /// Those of both.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        let mut both = self;
        both.0.iter_mut().zip(others.0).for_each(|(own, its)| *own |= its);
        both
    }

    /// Whether what is one of these levels, nobody knows which, is one of those named.
    pub fn among(self, named: Self) -> Truth {
        let any = |of: fn(u64, u64) -> u64| self.0.iter().zip(named.0).any(|(own, its)| of(*own, its) != 0);
        match (any(|own, its| own & its), any(|own, its| own & !its)) {
            (true, false) => Truth::Yes,
            (false, true) => Truth::No,
            _ => Truth::Unknown,
        }
    }
}

impl FromIterator<u8> for LevelSet {
    fn from_iter<T: IntoIterator<Item = u8>>(levels: T) -> Self {
        let mut set = Self::default();
        levels.into_iter().for_each(|level| set.add(level));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::LevelSet;
    use crate::domain::truth::Truth;

    #[test]
    fn what_may_be_several_levels_is_surely_among_others_only_when_all_are() {
        let set = |levels: &[u8]| levels.iter().copied().collect::<LevelSet>();
        assert_eq!(set(&[3, 200]).among(set(&[3, 4, 200])), Truth::Yes);
        assert_eq!(set(&[3, 200]).among(set(&[4])), Truth::No);
        assert_eq!(set(&[3, 200]).among(set(&[3])), Truth::Unknown);
        assert_eq!(set(&[]).among(set(&[3])), Truth::Unknown, "there are no levels");
    }

    #[test]
    fn a_set_gives_back_what_was_added() {
        for levels in [vec![], vec![0], vec![1, 2, 63, 64, 128, 255]] {
            let set: LevelSet = levels.iter().copied().collect();
            assert_eq!(set.each().collect::<Vec<_>>(), levels);
            assert_eq!(set.highest(), levels.last().copied());
            assert!((0..=u8::MAX).all(|level| set.has(level) == levels.contains(&level)));
        }
    }
}
