//! What an annotator records of a document as a whole.

use super::statement::Attribute;

/// A note on a document, and the values of the attributes of documents. Part of a layer; in gold, as the reviewers left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentTags {
    /// The annotator's own, so that it is not compared with another's.
    pub note: String,
    /// In the order in which they were entered; none is a passage.
    pub attributes: Vec<Attribute>,
}

impl DocumentTags {
    pub fn is_empty(&self) -> bool {
        self.note.is_empty() && self.attributes.is_empty()
    }
}
