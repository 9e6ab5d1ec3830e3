//! The page for reading and annotating an article.

mod annotating;
mod chosen;
pub(in crate::app) mod find;
