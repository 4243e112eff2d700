//! Sets of facts.

use crate::domain::fact::FactIndex;

/// Facts, each once, in the order in which they came.
#[derive(Debug, Default, Clone)]
pub struct FactSet {
    marks: Vec<u64>,
    list: Vec<FactIndex>,
}

impl FactSet {
    /// Adds a fact; false when it was there.
    pub fn add(&mut self, fact: FactIndex) -> bool {
        let (part, mark) = Self::place(fact);
        if part >= self.marks.len() {
            self.marks.resize(part + 1, 0);
        }
        let is_new = self.marks[part] & mark == 0;
        if is_new {
            self.marks[part] |= mark;
            self.list.push(fact);
        }
        is_new
    }

    /// Returns true when a fact is among them.
    pub fn has(&self, fact: FactIndex) -> bool {
        let (part, mark) = Self::place(fact);
        self.marks.get(part).is_some_and(|marks| marks & mark != 0)
    }

    /// Each, as they came.
    pub fn list(&self) -> &[FactIndex] {
        &self.list
    }

    /// Makes it empty, with room for as many.
    pub fn clear(&mut self) {
        self.marks.fill(0);
        self.list.clear();
    }

    fn place(fact: FactIndex) -> (usize, u64) {
        (usize::from(fact.0 / 64), 1 << (fact.0 % 64))
    }
}

impl FromIterator<FactIndex> for FactSet {
    fn from_iter<T: IntoIterator<Item = FactIndex>>(facts: T) -> Self {
        let mut set = Self::default();
        for fact in facts {
            set.add(fact);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::FactSet;
    use crate::domain::fact::FactIndex;

    #[test]
    fn a_set_has_each_fact_once_as_they_came() {
        let facts = [500, 3, 64, 3, 500, 0].map(FactIndex);
        let mut set: FactSet = facts.into_iter().collect();
        assert_eq!(set.list(), [500, 3, 64, 0].map(FactIndex));
        assert!(set.has(FactIndex(64)) && !set.has(FactIndex(65)) && !set.has(FactIndex(5000)));
        assert!(set.add(FactIndex(1)) && !set.add(FactIndex(1)));
        set.clear();
        assert!(set.list().is_empty() && facts.iter().all(|fact| !set.has(*fact)));
    }
}
