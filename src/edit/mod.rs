//! Every change to a project is an [`Edit`](change::Edit): applying one returns its inverse; a gesture is one step of history.

pub mod change;
pub mod gesture;
pub mod orphan;
pub mod reanchor;
pub mod review;
pub mod session;
pub mod takeback;
pub mod twins;
pub mod unit;
pub mod work;
