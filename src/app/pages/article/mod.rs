//! The page on which one reads and annotates an article.

mod annotating;
mod chosen;
pub(in crate::app) mod find;
