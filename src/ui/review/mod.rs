//! The page of the review: what several have marked, beside each other, and what is decided about it.
//!
//! The parts read the session and the board and push commands; what is chosen and typed here lives in [`ReviewState`](state::ReviewState).

pub mod compare;
pub mod place;
pub mod queue;
pub mod reviewed;
pub mod state;
pub mod threads;
