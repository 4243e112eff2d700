//! The columns that a table reads from, each with its place.

use super::raw::Conditions;

/// Conditions, their columns as places.
pub(super) type Fits = Vec<(usize, Vec<String>)>;

/// Names the columns that a table reads from, each once.
pub(super) struct Columns(pub(super) Vec<String>);

impl Columns {
    pub(super) fn place(&mut self, name: &str) -> usize {
        match self.0.iter().position(|held| held == name) {
            Some(place) => place,
            None => {
                self.0.push(name.to_owned());
                self.0.len() - 1
            }
        }
    }

    pub(super) fn fits(&mut self, conditions: &Conditions) -> Fits {
        conditions.iter().map(|(column, values)| (self.place(column), values.clone())).collect()
    }
}
