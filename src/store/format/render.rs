//! Renders each file of a project as the text that is saved.

use super::{review, schema};
use crate::edit::change::Touched;
use crate::model::conflict::ConflictFile;
use crate::model::document::Document;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Review;

/// `document.ron` of a document.
fn document_file(project: &Project, document: &Document) -> schema::DocumentFile {
    let mut file = schema::document_file(document);
    file.conflicts = schema::conflict_entries(project.conflicts_in(&ConflictFile::Document(document.id.clone())));
    file
}

/// The text of one file as it would be saved (for a document, its `document.ron`); `None` if the project has no such
/// file. A layer or a review that has nothing but conflicts has a file for these.
///
/// # Errors
/// RON cannot represent it.
pub fn render(project: &Project, file: &Touched) -> Result<Option<String>, ron::Error> {
    match file {
        Touched::Project => schema::render(&schema::project_file(project)).map(Some),
        Touched::Guidelines => Ok(Some(project.guidelines.clone())),
        Touched::Document(id) => {
            let document = project.documents.get(id);
            document.map(|document| schema::render(&document_file(project, document))).transpose()
        }
        Touched::Layer(document, annotator) => {
            let file = ConflictFile::Layer(document.clone(), annotator.clone());
            let Some(content) = project.documents.get(document).map(|d| &d.content) else { return Ok(None) };
            let (layer, conflicts) = (project.layer(document, annotator), project.conflicts_in(&file));
            let (nothing, conflicts) = (Layer::default(), schema::conflict_entries(conflicts));
            let layer = layer.or_else(|| (!conflicts.is_empty()).then_some(&nothing));
            layer.map(|layer| schema::render(&schema::LayerText::new(content, layer, conflicts))).transpose()
        }
        Touched::Review(id) => {
            let Some(content) = project.documents.get(id).map(|d| &d.content) else { return Ok(None) };
            let conflicts = schema::conflict_entries(project.conflicts_in(&ConflictFile::Review(id.clone())));
            let nothing = Review::default();
            let review = project.reviews.get(id).or_else(|| (!conflicts.is_empty()).then_some(&nothing));
            let text = |found| {
                let mut file = review::file(content, found);
                file.conflicts = conflicts;
                schema::render(&file)
            };
            review.map(text).transpose()
        }
    }
}
