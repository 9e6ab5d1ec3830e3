//! The edits of what is recorded of a document as a whole, in layers and in gold.

use super::change::{Edit, EditError, LayerKey};
use super::check::check_plain_values;
use super::{review, work};
use crate::model::document_tags::DocumentTags;
use crate::model::id::DocumentId;
use crate::model::project::Project;

fn check(project: &Project, document: &DocumentId, tags: Option<&DocumentTags>) -> Result<(), EditError> {
    if !project.documents.contains_key(document) {
        return Err(EditError::UnknownDocument(document.clone()));
    }
    tags.map_or(Ok(()), |tags| check_plain_values(&tags.attributes))
}

/// Replaces what a layer records of its document; a layer that this leaves with nothing is removed.
pub(super) fn set(project: &mut Project, layer: LayerKey, tags: Option<DocumentTags>) -> Result<Edit, EditError> {
    check(project, &layer.0, tags.as_ref())?;
    let old = project.layers.entry(layer.clone()).or_default().set_tags(tags);
    work::drop_if_empty(project, &layer);
    Ok(Edit::SetTags { layer, tags: old.map(|old| Box::new(DocumentTags::clone(&old))) })
}

/// Replaces what gold records of its document; a review that this leaves with nothing is removed.
pub(super) fn set_gold(
    project: &mut Project,
    document: DocumentId,
    tags: Option<DocumentTags>,
) -> Result<Edit, EditError> {
    check(project, &document, tags.as_ref())?;
    let old = project.reviews.entry(document.clone()).or_default().set_tags(tags);
    review::drop_if_empty(project, &document);
    Ok(Edit::SetGoldTags { document, tags: old.map(|old| Box::new(DocumentTags::clone(&old))) })
}
