//! Texts that many rows of a list share, kept once.

use hashbrown::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The texts so far. Rows of a long list name few protocols, rules and workers.
#[derive(Debug, Default)]
pub struct SharedText(Mutex<HashSet<Arc<str>>>);

impl SharedText {
    /// Returns the one copy of a text.
    pub fn of(&self, text: &str) -> Arc<str> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.get(text) {
            return Arc::clone(held);
        }
        let text: Arc<str> = text.into();
        held.insert(Arc::clone(&text));
        text
    }
}
