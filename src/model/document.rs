//! One article: its exact text and what is known about it.

use super::id::DocumentId;
use super::span::Span;
use crate::text::content::Content;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: DocumentId,
    pub content: Content,
    pub metadata: Metadata,
    /// The encoding the article was read in, as `text::encoding` names it; empty when it was pasted.
    pub encoding: String,
    /// Passages that are not part of the article (captions, credits, "follow us"), sorted, not overlapping.
    pub excluded: Vec<Span>,
}

/// What is known about an article besides its text. Empty where it is not known.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Metadata {
    pub title: String,
    pub publisher: String,
    /// The date of publication, preferably `YYYY-MM-DD`; kept as it was typed.
    pub published: String,
    pub url: String,
    /// BCP 47, for example `ar`.
    pub language: String,
    /// The document with the newer version of this text. This one only keeps the old text and the statements that have no
    /// place in the new one.
    pub replaced_by: Option<DocumentId>,
}

impl Document {
    /// The title, or the id where there is none.
    pub fn display_title(&self) -> &str {
        if self.metadata.title.trim().is_empty() { self.id.as_str() } else { &self.metadata.title }
    }

    /// Whether the article as a whole reads from right to left: by its language, else by its first letter.
    pub fn reads_rtl(&self) -> bool {
        const LETTERS: usize = 2000;
        let language = self.metadata.language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if !language.is_empty() {
            return ["ar", "fa", "he", "iw", "ur", "ps", "sd", "ug", "ckb", "yi", "dv", "syr"]
                .contains(&language.as_str());
        }
        // The blocks of Unicode with scripts that are written from right to left.
        let rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
        self.content.as_str().chars().take(LETTERS).find(|c| c.is_alphabetic()).is_some_and(rtl)
    }

    /// The text of these spans, in order.
    pub fn quotes(&self, spans: &[Span]) -> Vec<&str> {
        spans.iter().map(|span| self.content.get(span.range()).unwrap_or_default()).collect()
    }
}
