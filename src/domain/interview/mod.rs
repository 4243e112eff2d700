//! Which question next: the one that can still change the answer most.
//!
//! Nothing here knows a question: facts, events and topics come from the vocabulary, and what hangs on them from the
//! rules. An interview is a case, the answers given so far, and the time; everything else follows from these.

mod choose;
mod deeds;
mod reach;
mod reads;
mod relevance;
mod screen;
mod state;
mod weight;

pub use choose::{Offer, offers_on_record};
pub use deeds::{Deed, deeds};
pub use reads::RuleReads;
pub use screen::{Answer, Group, Item, Screen, Several, Time};
pub use state::{Entry, Interview};
pub use weight::{Question, questions, questions_of_level};
