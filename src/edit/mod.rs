//! Every change to a project is an [`Edit`](change::Edit). Applying one returns its inverse; a gesture is one step of
//! the history.

mod apply;
pub mod change;
pub mod check;
pub(crate) mod conflicts;
pub mod gesture;
mod kind_keys;
pub(crate) mod order;
pub mod orphan;
pub mod reanchor;
pub mod review;
pub mod session;
mod tags;
pub mod takeback;
pub mod twins;
pub mod unit;
pub mod work;
