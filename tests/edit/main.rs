//! The model and its edits: what an edit does, undoes and carries over to a new text.

mod codebook;
mod parties;
mod properties;

mod reanchor;
mod reanchor_places;
mod recode;
mod sentences;
mod taking;
mod undo;
mod work;

#[path = "../support"]
mod support {
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod bayan;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod project;
    pub mod random;
}
