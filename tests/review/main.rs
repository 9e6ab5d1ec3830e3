//! Review and agreement: pairing, decisions, gold, and the measures.

mod agreement;
mod decisions;
mod study;

#[path = "../support"]
mod support {
    pub mod saving;
}
