//! What is open: the project, what keeps it on disk, and what happens to it outside this window.

pub(super) mod leaving;
pub(super) mod outside;
