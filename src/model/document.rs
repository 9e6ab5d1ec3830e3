//! One article: its exact text and what is known about it.

use super::id::DocumentId;
use super::span::Span;
use crate::text::content::Content;
use crate::text::direction::first_strong;

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
    pub(crate) fn reads_rtl(&self) -> bool {
        const LETTERS: usize = 2000;
        let language = self.metadata.language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if !language.is_empty() {
            return ["ar", "fa", "he", "iw", "ur", "ps", "sd", "ug", "ckb", "yi", "dv", "syr"]
                .contains(&language.as_str());
        }
        let text = self.content.as_str();
        let end = text.char_indices().nth(LETTERS).map_or(text.len(), |(at, _)| at);
        first_strong(text.get(..end).unwrap_or_default()).unwrap_or_default()
    }

    /// The text of these spans, in order.
    pub fn quotes(&self, spans: &[Span]) -> Vec<&str> {
        spans.iter().map(|span| self.content.get(span.range()).unwrap_or_default()).collect()
    }
}
