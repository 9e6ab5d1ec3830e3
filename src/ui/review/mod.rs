//! The review page: what several annotators have marked, side by side, and the decisions about it.
//!
//! The parts read the session and the board and push commands; what the user selects and types is in
//! [`ReviewState`](state::ReviewState).

pub mod compare;
pub mod decision_bar;
pub(crate) mod document_values;
pub mod place;
pub mod queue;
pub mod reviewed;
pub(crate) mod row_menu;
pub mod state;
pub mod threads;
