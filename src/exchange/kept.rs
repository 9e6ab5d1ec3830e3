//! The documents of a project folder, as exports go through them: neither the store nor the formats know one another.

use crate::formats::ExportError;
use crate::formats::streamed::DocumentStore;
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::store::OneByOne;

/// The documents as the project keeps them.
pub struct Kept<'o>(pub &'o OneByOne);

impl DocumentStore for Kept<'_> {
    fn project(&self) -> &Project {
        self.0.project()
    }

    fn has(&self, document: &DocumentId) -> bool {
        self.0.has(document)
    }

    fn read(
        &self,
        documents: &[DocumentId],
        only_texts: bool,
        take: &mut dyn FnMut(&Project) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.0.read(documents, only_texts, |changed| ExportError::Unreadable(changed.to_string()), take)
    }
}
