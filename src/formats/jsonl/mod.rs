//! JSON Lines: our full format. One object a line for each document and layer, always with all keys, null where unset.

pub mod read;
pub mod write;
