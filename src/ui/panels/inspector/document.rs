//! What one records of the article as a whole: the attributes of articles, and a note.

use egui::Ui;

use super::rows::{ABOVE_PT, row, section};
use super::state::InspectorState;
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::attribute::AttributeSubject;
use crate::model::document_tags::DocumentTags;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Field, apply_typing};
use crate::ui::state::View;
use crate::ui::values::{self, Holder, ValueState};

/// The lines of the field for the note.
const NOTE_ROWS: usize = 2;

/// Shows the values and the note.
pub(super) fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut InspectorState, out: &mut Vec<Command>) {
    let project = session.project();
    let Some(document) = view.document.as_ref().filter(|id| project.documents.contains_key(id)) else { return };
    if state.tags.0.as_ref() != Some(document) {
        state.tags = (Some(document.clone()), ValueState::default());
    }
    let layer = (document.clone(), session.annotator().clone());
    let tags = project.layers.get(&layer).and_then(|layer| layer.tags()).cloned().unwrap_or_default();
    let edit = |tags: DocumentTags| Edit::SetTags { layer: layer.clone(), tags: Some(Box::new(tags)) };
    ui.add_space(ABOVE_PT);
    section(ui, &t!("inspector-article-values"), "");
    let key = format!("document-{document}");
    let with_values = |attributes| edit(DocumentTags { attributes, ..tags.clone() });
    let holder = Holder { project, attributes: &tags.attributes, key: &key, edit: &with_values };
    let subject = AttributeSubject::Documents;
    let states = (&mut state.tags.1, &mut state.pickers);
    values::rows(ui, &holder, subject, states, |ui, name, control| row(ui, name, "", |ui| control(ui)), out);
    values::more(ui, &holder, subject, &mut state.tags.1, out);
    let name = t!("inspector-article-note");
    let note = row(ui, &name, "", |ui| {
        let field = Field { rows: NOTE_ROWS, ..Field::line(&name) };
        state.document_note.show(ui, &key, &tags.note, field, out)
    });
    if let Some(note) = note {
        out.push(apply_typing("gesture-document-note", edit(DocumentTags { note, ..tags.clone() }), &key));
    }
}
