//! The lists of the import dialog: what is doubtful or left out, and the statements without a place.

use egui::{ScrollArea, Ui};

use super::ImportDraft;
use crate::formats::incoming::{ImportPlan, Unplaced, Warning};
use crate::model::document::Document;
use crate::model::span::Span;
use crate::t;
use crate::ui::dialogs::placing::{Placing, ToPlace, quote_of};
use crate::ui::shaped::{Button, ComboBox, Family, Label, Row, cell};
use crate::ui::state::View;
use crate::ui::words::one_line;

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

/// The statements for which the file has no place, each with the ways to place it. Returns whether one was placed or taken
/// back.
pub(super) fn unplaced(ui: &mut Ui, view: &View, draft: &mut ImportDraft, plan: &ImportPlan) -> bool {
    ui.add(Label::new(t!("import-unplaced-explained")).weak().wrap());
    let height = 3.0 * (ui.spacing().interact_size.y + ui.spacing().item_spacing.y);
    let area = ScrollArea::vertical().id_salt("import-unplaced").auto_shrink(false);
    let mut is_changed = false;
    area.show_rows(ui, height, plan.unplaced.len(), |ui, range| {
        for unplaced in plan.unplaced.get(range).unwrap_or_default() {
            let Some(document) = plan.document(&unplaced.document) else { continue };
            let (title, by) = (document.display_title(), unplaced.annotator.as_str());
            let head = t!("import-unplaced-head", title = title, annotator = by, line = unplaced.line);
            ui.add(Label::new(head).small(ui).weak().elide());
            ui.add(Label::new(unplaced.quote.as_str()).family(Family::Reading).line_height(1.3).elide().fill());
            is_changed |= place(ui, view, draft, plan, document, unplaced);
        }
    });
    is_changed
}

/// Where a statement is placed, or the ways to place it. Returns whether that has changed.
fn place(
    ui: &mut Ui,
    view: &View,
    draft: &mut ImportDraft,
    plan: &ImportPlan,
    document: &Document,
    unplaced: &Unplaced,
) -> bool {
    let key = unplaced.key();
    let chosen = draft.places.get(&key).cloned().unwrap_or_default();
    let mut is_changed = false;
    ui.horizontal(|ui| {
        let name = if chosen.is_empty() { t!("placing-open") } else { t!("placing-open-again") };
        let of_quote = |what: &str| t!("placing-of", what = what, quote = one_line(&unplaced.quote));
        if ui.add(Button::new(name.clone()).name(of_quote(&name))).clicked() {
            let to_place = ToPlace {
                project: plan.project(),
                document,
                annotator: &unplaced.annotator,
                statement: &unplaced.statement,
                quote: &unplaced.quote,
                is_in_text: !unplaced.candidates.is_empty(),
                passages: &chosen,
            };
            draft.placing = Some((key.clone(), Placing::new(view, &to_place)));
        }
        if !chosen.is_empty() {
            let name = t!("placing-take-back");
            if ui.add(Button::new(name.clone()).name(of_quote(&name))).clicked() {
                draft.places.remove(&key);
                is_changed = true;
            }
            let quote = match chosen.as_slice() {
                [only] => context(document, *only),
                several => quote_of(&document.content, several),
            };
            match &unplaced.problem {
                Some(problem) => ui.add(Label::new(problem.as_str()).color(ui.visuals().error_fg_color).elide()),
                None => ui.add(Label::new(t!("placing-placed", quote = quote)).strong().elide()),
            };
        } else if unplaced.candidates.is_empty() {
            ui.add(Label::new(t!("import-no-place")).weak().elide());
        } else {
            is_changed |= candidates(ui, draft, document, unplaced);
        }
    });
    is_changed
}

/// The list of the places where the quote of a statement stands. Returns whether one was chosen.
fn candidates(ui: &mut Ui, draft: &mut ImportDraft, document: &Document, unplaced: &Unplaced) -> bool {
    let shown = t!("import-choose-place", count = unplaced.candidates.len());
    let width = ui.available_width();
    let name = t!("placing-of", what = t!("import-place"), quote = one_line(&unplaced.quote));
    let list = ComboBox::new(("import-place", unplaced.statement.id), name).selected_text(shown);
    let mut is_chosen = false;
    list.width(width).show(ui, |ui| {
        for span in &unplaced.candidates {
            if ui.add(Row::new(context(document, *span)).selected(false)).clicked() {
                draft.places.insert(unplaced.key(), vec![*span]);
                is_chosen = true;
                ui.close();
            }
        }
    });
    is_chosen
}

/// A passage in brackets with the text around it.
fn context(document: &Document, span: Span) -> String {
    let text = document.content.as_str();
    let all_before = text.get(..span.start_byte).unwrap_or_default();
    let all_after = text.get(span.end_byte..).unwrap_or_default();
    let cut = |part: &str| part.chars().nth(AROUND_CHARS).map_or("", |_| "…");
    let before: String = all_before.chars().rev().take(AROUND_CHARS).collect();
    let before: String = before.chars().rev().collect();
    let after: String = all_after.chars().take(AROUND_CHARS).collect();
    let quote = document.content.get(span.range()).unwrap_or_default();
    format!("{}{before}[{quote}]{after}{}", cut(all_before), cut(all_after)).replace(['\n', '\r', '\t'], " ")
}
