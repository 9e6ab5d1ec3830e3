//! What is doubtful or left out, and the statements without a place.

use std::collections::BTreeMap;

use egui::{ScrollArea, Ui};

use crate::formats::incoming::{ImportPlan, Unplaced, Warning};
use crate::model::document::Document;
use crate::model::id::StatementId;
use crate::model::span::Span;
use crate::t;
use crate::ui::shaped::{ComboBox, Family, Label, Row, cell};

/// The characters of the text that are shown at each side of a place.
const AROUND_CHARS: usize = 24;

/// Messages about the file, a line each, with the place in the file.
pub(super) fn told(ui: &mut Ui, id: &'static str, lines: &[Warning]) {
    let height = ui.spacing().interact_size.y;
    let area = ScrollArea::vertical().id_salt(id).auto_shrink(false);
    area.show_rows(ui, height, lines.len(), |ui, range| {
        for line in lines.get(range).unwrap_or_default() {
            cell(ui, line.to_string());
        }
    });
}

/// The statements whose quotes stand in their article never or more than once, each with the places to choose from.
pub(super) fn unplaced(ui: &mut Ui, places: &mut BTreeMap<StatementId, usize>, plan: &ImportPlan) {
    ui.add(Label::new(t!("import-unplaced-explained")).weak().wrap());
    let height = 3.0 * (ui.spacing().interact_size.y + ui.spacing().item_spacing.y);
    let area = ScrollArea::vertical().id_salt("import-unplaced").auto_shrink(false);
    area.show_rows(ui, height, plan.unplaced.len(), |ui, range| {
        for unplaced in plan.unplaced.get(range).unwrap_or_default() {
            let Some(document) = plan.document(&unplaced.document) else { continue };
            let (title, by) = (document.display_title(), unplaced.annotator.as_str());
            let head = t!("import-unplaced-head", title = title, annotator = by, line = unplaced.line);
            let label = Label::new(head).small(ui).weak().elide();
            ui.add(label);
            ui.add(Label::new(unplaced.quote.as_str()).family(Family::Reading).line_height(1.3).elide().fill());
            place(ui, places, document, unplaced);
        }
    });
}

/// The list of the places where the quote of a statement stands.
fn place(ui: &mut Ui, places: &mut BTreeMap<StatementId, usize>, document: &Document, unplaced: &Unplaced) {
    let id = unplaced.statement.id;
    let all = unplaced.candidates.len();
    if all == 0 {
        ui.add(Label::new(t!("import-no-place")).weak().elide());
        return;
    }
    let chosen = places.get(&id).copied().filter(|place| *place < all);
    let shown = chosen.map_or_else(
        || t!("import-choose-place", count = all),
        |place| unplaced.candidates.get(place).map_or_else(String::new, |span| context(document, *span)),
    );
    let width = ui.available_width();
    let list = ComboBox::new(("import-place", id), t!("import-place")).selected_text(shown).width(width);
    list.show(ui, |ui| {
        if ui.add(Row::new(t!("import-leave-out")).selected(chosen.is_none())).clicked() {
            places.remove(&id);
            ui.close();
        }
        for (place, span) in unplaced.candidates.iter().enumerate() {
            if ui.add(Row::new(context(document, *span)).selected(chosen == Some(place))).clicked() {
                places.insert(id, place);
                ui.close();
            }
        }
    });
}

/// A passage in brackets with the text around it.
fn context(document: &Document, span: Span) -> String {
    let text = document.content.as_str();
    let before: String = text.get(..span.start_byte).unwrap_or_default().chars().rev().take(AROUND_CHARS).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text.get(span.end_byte..).unwrap_or_default().chars().take(AROUND_CHARS).collect();
    let quote = document.content.get(span.range()).unwrap_or_default();
    format!("…{before}[{quote}]{after}…").replace(['\n', '\r', '\t'], " ")
}
