//! The context menus of the article: of the selected words and of a statement, in the text and on its card.
//!
//! They open by the right button, and by the Menu key or Shift+F10 for what is selected. Each row is a command of the
//! table, with its keys.

use egui::containers::menu::SubMenu;
use egui::{Id, Key, Popup, Pos2, Response, ScrollArea, Ui};

use super::likely::Likely;
use super::page::Page;
use super::scene::Scene;
use crate::locale::plain;
use crate::model::id::StatementId;
use crate::model::span::Span;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::command::table::{kind_row, party_row, row_of};
use crate::ui::shaped::MenuItem;
use crate::ui::state::Armed;
use crate::ui::theme::{Tokens, party_line};

/// How many parties a menu offers; all others are found by typing.
const PARTIES: usize = 16;
const WIDTH_PT: f32 = 260.0;
const TALLEST_PT: f32 = 420.0;

/// What a menu is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Selection(Span),
    Statement(StatementId),
}

/// The menu that is open, and where it was asked for.
#[derive(Debug, Default)]
pub(super) struct Menu(Option<(Target, Pos2)>);

impl Menu {
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Opens a menu. A statement is selected first, so that the commands are about it.
    pub(super) fn open(
        &mut self,
        ui: &Ui,
        id: Id,
        scene: &Scene<'_>,
        (target, at): (Target, Pos2),
        out: &mut Vec<Command>,
    ) {
        if let Target::Statement(id) = target {
            out.extend([Command::Disarm, Command::Select(None)]);
            // Of several that are chosen the menu is about all.
            let is_among = scene.view.together().is_some_and(|together| together.contains(&id));
            out.extend((!is_among).then_some(Command::SelectStatement(Some(id))));
        }
        self.0 = Some((target, at));
        Popup::open_id(ui.ctx(), popup_id(id));
    }

    /// Opens the menu that the keyboard asks for, if it does: of the selection, or else of the selected statement.
    /// Returns whether it asked for one where there is nothing to open it for.
    pub(super) fn take_key(
        &mut self,
        ui: &Ui,
        id: Id,
        scene: &Scene<'_>,
        page: &Page<'_>,
        out: &mut Vec<Command>,
    ) -> bool {
        if !asked_by_key(ui) {
            return false;
        }
        let target = match (scene.view.selection, scene.view.selected) {
            (Some(span), _) => Target::Selection(span),
            (None, Some(statement)) => Target::Statement(statement),
            (None, None) => return true,
        };
        let spans = match target {
            Target::Selection(span) => vec![span],
            Target::Statement(id) => scene.layer.statement(id).map(|own| own.spans.clone()).unwrap_or_default(),
        };
        let band = spans.iter().flat_map(|span| page.bands(*span)).next();
        let at = band.map_or(page.view.center(), |band| band.rect.center_bottom());
        self.open(ui, id, scene, (target, at), out);
        false
    }

    /// Shows the open menu.
    pub(super) fn show(
        &mut self,
        ui: &Ui,
        (id, response): (Id, &Response),
        scene: &Scene<'_>,
        likely: &mut Likely,
        out: &mut Vec<Command>,
    ) {
        let Some((target, at)) = self.0 else { return };
        if !Popup::is_id_open(ui.ctx(), popup_id(id)) {
            self.0 = None;
            return;
        }
        let popup = Popup::menu(response).id(popup_id(id)).open_memory(None).at_position(at).width(WIDTH_PT);
        popup.show(|ui| {
            ui.set_min_width(WIDTH_PT);
            match target {
                Target::Selection(span) => selection(ui, scene, span, likely, out),
                Target::Statement(id) => statement(ui, scene, id, likely, out),
            }
        });
    }
}

fn popup_id(id: Id) -> Id {
    id.with("menu")
}

/// Whether the keyboard asks for a context menu in this frame.
pub(super) fn asked_by_key(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        input.consume_key(egui::Modifiers::SHIFT, Key::F10) || input.consume_key(egui::Modifiers::NONE, Key::Menu)
    })
}

/// The menu of selected words.
fn selection(ui: &mut Ui, scene: &Scene<'_>, span: Span, likely: &mut Likely, out: &mut Vec<Command>) {
    let codebook = &scene.session.project().codebook;
    submenu(ui, t!("document-menu-kind"), |ui| {
        for kind in &codebook.kinds {
            let row = kind_row(codebook, kind);
            if ui.add(MenuItem::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx()))).clicked() {
                out.push(row.command);
            }
        }
    });
    parties(ui, scene, span, likely, out);
    if scene.view.selected.is_some() {
        rows(ui, &["cue", "mention", "outer-cue", "outer-mention", "add-span"], out);
    }
    ui.separator();
    rows(ui, &["excluded", "threads", "find-everywhere"], out);
    ui.separator();
    rows(ui, &["copy-words", "copy-source"], out);
}

/// The menu of a statement.
fn statement(ui: &mut Ui, scene: &Scene<'_>, id: StatementId, likely: &mut Likely, out: &mut Vec<Command>) {
    let Some(statement) = scene.layer.statement(id) else { return ui.close() };
    let codebook = &scene.session.project().codebook;
    submenu(ui, t!("document-menu-kind"), |ui| {
        for kind in &codebook.kinds {
            let row = kind_row(codebook, kind);
            let item = MenuItem::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx()));
            if ui.add(item.selected(statement.kind == kind.id)).clicked() {
                out.push(row.command);
            }
        }
    });
    parties(ui, scene, statement.hull(), likely, out);
    rows(ui, &["pick-addressee"], out);
    topics(ui, scene, out);
    rows(ui, &["stance-supports", "stance-opposes", "stance-neutral"], out);
    if scene.layer.len() > 1 && !codebook.relation_kinds.is_empty() {
        submenu(ui, t!("document-menu-relate"), |ui| {
            for kind in &codebook.relation_kinds {
                if ui.add(MenuItem::new(kind.name.clone())).clicked() {
                    out.push(Command::Arm(Armed::Relation(kind.id.clone())));
                }
            }
        });
    }
    ui.separator();
    rows(ui, &["edit-note", "threads", "duplicate"], out);
    rows(ui, &["copy-words", "copy-source"], out);
    ui.separator();
    rows(ui, &["delete"], out);
}

/// The parties that the words near a passage name first, as speaker.
fn parties(ui: &mut Ui, scene: &Scene<'_>, span: Span, likely: &mut Likely, out: &mut Vec<Command>) {
    let (project, tokens) = (scene.session.project(), Tokens::of(ui));
    if project.parties.is_empty() {
        return;
    }
    let speaker = scene.view.party.as_ref();
    submenu(ui, t!("document-menu-speaker"), |ui| {
        let order = likely.order(scene.session, scene.document.content.as_str(), span, "");
        for place in order.iter().take(PARTIES) {
            let Some(party) = project.parties.get(*place) else { continue };
            let row = party_row(project, *place, party);
            let item = MenuItem::new(party.name.clone())
                .shortcut(row.button_keys(ui.ctx()))
                .swatch(party_line(tokens, party.color))
                .selected(speaker == Some(&party.id));
            if ui.add(item).clicked() {
                out.push(row.command);
            }
        }
        rows(ui, &["pick-speaker"], out);
    });
}

/// The topics of a statement of one’s own, in a list that opens here; for that of a layer that is only shown, the command.
fn topics(ui: &mut Ui, scene: &Scene<'_>, out: &mut Vec<Command>) {
    if scene.shown_layer.is_some() {
        return rows(ui, &["pick-topic"], out);
    }
    let keys = row_of("pick-topic").map(|row| row.button_keys(ui.ctx())).unwrap_or_default();
    let item = ui.add(MenuItem::new(t!("statement-topic")).shortcut(keys));
    if item.clicked() {
        out.push(Command::PickAt { field: PickedField::Topic, at: item.rect });
    }
}

/// The rows of commands that exist, with their keys.
fn rows(ui: &mut Ui, ids: &[&str], out: &mut Vec<Command>) {
    for row in ids.iter().filter_map(|id| row_of(id)) {
        let item = MenuItem::new(plain(&row.title.words())).shortcut(row.button_keys(ui.ctx()));
        if ui.add(item).clicked() {
            out.push(row.command.clone());
        }
    }
}

fn submenu(ui: &mut Ui, text: String, add: impl FnOnce(&mut Ui)) {
    let item = ui.add(MenuItem::new(text).opens());
    SubMenu::new().show(ui, &item, |ui| {
        ui.set_min_width(WIDTH_PT * 0.75);
        ScrollArea::vertical().max_height(TALLEST_PT).show(ui, add);
    });
}
