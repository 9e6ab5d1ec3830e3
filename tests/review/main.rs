//! Review and agreement: pairing, decisions, gold, and the measures.

mod agreement;
mod articles;
mod decisions;
mod study;

#[path = "../support"]
mod support {
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod bayan;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod project;
    pub mod saving;
}
