//! The page of the codebook: its lists, each with its entries, and the form of the entry that is chosen.
//!
//! Whatever is renamed, merged, split, retired or deleted is carried along over all layers and gold
//! ([`crate::edit::gesture::recode`]); the page says before what that touches.

mod actions;
mod attribute;
mod entry;
mod list;
mod misfits;
mod rows;
mod state;

use self::state::chosen;
pub(crate) use self::state::{CodebookScope, CodebookState};
use egui::{ScrollArea, Ui, vec2};

use crate::edit::change::Edit;
use crate::model::codebook::CodebookList;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::lacking_rules::Lacking;
use crate::ui::manual;
use crate::ui::parts::draft::{Field, apply_typing};
use crate::ui::parts::{line_with, sides};
use crate::ui::shaped::segmented::{Segment, segmented};
use crate::ui::shaped::{Button, Heading, Icon, Label, ResponseExt as _};
use crate::ui::state::Dialog;

/// The width of the list, and the widest that the form is, in points.
const LIST_PT: f32 = 280.0;
const FORM_PT: f32 = 640.0;
/// The height of a line of the field of the manual, in points.
const ROW_PT: f32 = 21.0;

/// The title of the page, and the tabs.
fn head(ui: &mut Ui, scope: &mut CodebookScope<'_>) {
    let codebook = &scope.session.project().codebook;
    ui.add(Heading::new(t!("page-codebook")));
    let now = scope.state.list();
    let (shows_manual, shows_misfits) = (scope.state.shows_manual, scope.state.shows_misfits);
    let segments = CodebookList::ALL.into_iter().map(|list| {
        let text = t!("codebook-tab", list = list.title(), count = codebook.items_of(list).len());
        Segment::new(text, list.title(), list == now && !shows_manual && !shows_misfits)
    });
    let manual = Segment::new(t!("codebook-manual-title"), t!("codebook-manual-title"), shows_manual);
    let misfits = Segment::new(t!("codebook-misfits"), t!("codebook-misfits"), shows_misfits);
    if let Some(at) = segmented(ui, segments.chain([manual, misfits]).collect()) {
        scope.state.shows_manual = at == CodebookList::ALL.len();
        scope.state.shows_misfits = at == CodebookList::ALL.len() + 1;
        scope.state.list = CodebookList::ALL.get(at).copied().or(scope.state.list);
        (scope.state.deleting, scope.state.splitting) = (None, None);
    }
    if scope.state.shows_manual {
        let is_edited = scope.state.edits_manual;
        let button = Button::new(t!("codebook-manual-edit")).icon(Icon::Edit).selected(is_edited);
        if ui.add(button).clicked() {
            scope.state.edits_manual = !is_edited;
        }
    }
}

/// Shows the page.
pub(crate) fn show(ui: &mut Ui, scope: &mut CodebookScope<'_>) {
    line_with(ui, scope, head, |ui, scope| {
        if ui.add(Button::new(t!("codebook-take"))).on_hover_shaped(t!("codebook-take-tip")).clicked() {
            scope.out.push(Command::ShowDialog(Dialog::TakeCodebook));
        }
        if ui.add(Button::new(t!("codebook-save"))).on_hover_shaped(t!("codebook-save-tip")).clicked() {
            scope.out.push(Command::AskPath(PathQuestion::SaveCodebook));
        }
    });
    ui.add_space(ui.spacing().item_spacing.y);
    if scope.state.shows_manual {
        return manual(ui, scope);
    }
    if scope.state.shows_misfits {
        return sides::from_start(ui, |ui| misfits::show(ui, scope));
    }
    let list = scope.state.list();
    let room = ui.available_size();
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(LIST_PT, room.y), |ui| {
            ui.vertical(|ui| {
                ui.set_width(LIST_PT);
                sides::from_start(ui, |ui| list::show(ui, scope, list));
            });
        });
        ui.separator();
        ui.vertical(|ui| {
            ScrollArea::vertical().id_salt("codebook-form").auto_shrink(false).show(ui, |ui| {
                sides::from_start(ui, |ui| {
                    ui.set_max_width(FORM_PT.min(ui.available_width()));
                    match chosen(scope, list) {
                        Some(item) => entry::show(ui, scope, &item),
                        None => _ = ui.add(Label::new(t!("codebook-empty")).weak().wrap()),
                    }
                });
            });
        });
    });
}

/// The manual: its headings, or the field in which it is written, and beside it how it reads, with the rules that it lacks at
/// its end.
fn manual(ui: &mut Ui, scope: &mut CodebookScope<'_>) {
    let text = scope.session.project().guidelines.as_str();
    let room = ui.available_size();
    let width = if scope.state.edits_manual { room.x / 2.0 } else { LIST_PT };
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(width, room.y), |ui| {
            ui.vertical(|ui| {
                ui.set_width(width);
                if !scope.state.edits_manual {
                    return sides::from_start(ui, |ui| manual::contents(ui, text, scope.manual));
                }
                ScrollArea::vertical().id_salt("manual-field").auto_shrink(false).show(ui, |ui| {
                    let name = t!("codebook-manual-field");
                    let rows = (room.y / ROW_PT) as usize;
                    let field = Field { rows, id: Some(manual::field_id()), ..Field::line(&name) };
                    let draft = scope.state.drafts.entry("manual".to_owned()).or_default();
                    if let Some(typed) = draft.show(ui, "manual", text, field, scope.out) {
                        scope.out.push(apply_typing("gesture-manual-edit", Edit::SetGuidelines(typed), "manual"));
                    }
                });
            });
        });
        ui.separator();
        ui.vertical(|ui| {
            sides::from_start(ui, |ui| manual::show(ui, text, scope.manual, |ui| lacking(ui, scope.lacking)));
        });
    });
}

/// The decisions for which reviewers found no rule.
fn lacking(ui: &mut Ui, lacking: &[Lacking]) {
    if lacking.is_empty() {
        return;
    }
    ui.add_space(12.0);
    ui.add(Heading::new(t!("codebook-manual-lacking", count = lacking.len())));
    for found in lacking {
        ui.add(Label::new(found.passage.clone()).wrap().selectable(true));
        if !found.reason.is_empty() {
            ui.add(Label::new(found.reason.clone()).wrap());
        }
        ui.add(Label::new(format!("{} · {}", found.title, found.how)).small(ui).weak().wrap());
        ui.add_space(4.0);
    }
}
