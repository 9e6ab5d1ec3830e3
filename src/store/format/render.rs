//! Renders each file of a project as the text that is saved.

use super::{review, schema};
use crate::edit::change::Touched;
use crate::model::conflict::ConflictFile;
use crate::model::document::Document;
use crate::model::project::Project;

/// `document.ron` of a document.
fn document_file(project: &Project, document: &Document) -> schema::DocumentFile {
    let mut file = schema::document_file(document);
    file.conflicts = schema::conflict_entries(project.conflicts_in(&ConflictFile::Document(document.id.clone())));
    file
}

/// The text of one file as it would be saved (for a document, its `document.ron`); `None` if the project has no such
/// file.
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
            let content = project.documents.get(document).map(|d| &d.content);
            let found = content.zip(project.layer(document, annotator));
            let file = ConflictFile::Layer(document.clone(), annotator.clone());
            let conflicts = || schema::conflict_entries(project.conflicts_in(&file));
            let text = |(content, layer)| schema::render(&schema::LayerText::new(content, layer, conflicts()));
            found.map(text).transpose()
        }
        Touched::Review(id) => {
            let found = project.documents.get(id).map(|d| &d.content).zip(project.reviews.get(id));
            let render = |(content, review)| {
                let mut file = review::file(content, review);
                file.conflicts = schema::conflict_entries(project.conflicts_in(&ConflictFile::Review(id.clone())));
                schema::render(&file)
            };
            found.map(render).transpose()
        }
    }
}
