//! The picker of parties under the names that it had before.

pub(crate) use super::picker::{PartyChoice, PickerState as PartyFilter, pick_party as party_combo};
