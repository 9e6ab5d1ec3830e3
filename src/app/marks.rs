//! The invisible marks of the article on screen.

use std::collections::HashMap;

use crate::text::content::Content;
use crate::text::marks::MarkCounts;

/// The numbers of invisible marks, counted once for each text.
#[derive(Default)]
pub(super) struct Marks {
    /// By the text's SHA-256.
    known: HashMap<String, MarkCounts>,
    /// Those of the article on screen.
    pub shown: Option<MarkCounts>,
}

impl Marks {
    /// Counts the marks of the article on screen.
    pub(super) fn count(&mut self, content: Option<Content>) {
        self.shown = content.map(|content| match self.known.get(content.sha256()) {
            Some(counts) => *counts,
            None => {
                let counts = MarkCounts::of(content.as_str());
                self.known.insert(content.sha256().to_owned(), counts);
                counts
            }
        });
    }
}
