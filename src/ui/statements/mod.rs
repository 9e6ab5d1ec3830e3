//! The page of statements: all statements of the project in one table, with filters over it and below it what can be done
//! with the chosen rows.

mod bar;
mod chosen;
mod filters;
mod menu;
pub(crate) mod state;
mod table;
mod words;

use std::collections::BTreeMap;

use egui::{CentralPanel, Panel, Ui};

pub(crate) use self::bar::open_note;
pub(crate) use self::filters::words_id;
pub(crate) use self::table::table_id;
pub(crate) use self::words::as_table;

use self::state::{StatementsPageState, is_narrowing, layers};
use crate::edit::session::Session;
use crate::query::ListedLayers;
use crate::settings::ColumnSetting;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::parts::sides::{self, Edge};
use crate::ui::shaped::{Button, Label};
use crate::ui::state::Page;

/// The usual height of the bar under the table, in points.
const CHOSEN_PT: f32 = 36.0;

/// Shows the page. `is_looking` says that the list is not up to date yet. Returns the height of the bar at its foot, in
/// points.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    state: &mut StatementsPageState,
    columns: &mut BTreeMap<String, ColumnSetting>,
    is_looking: bool,
    out: &mut Vec<Command>,
) -> f32 {
    Panel::top("statements-filters").show(ui, |ui| {
        sides::from_start(ui, |ui| filters::show(ui, session, state, is_looking));
    });
    let page = &mut sides::before_panel(ui, "statements-chosen", Edge::Bottom, CHOSEN_PT);
    let paper = egui::Frame::NONE.fill(ui.visuals().extreme_bg_color);
    CentralPanel::default().frame(paper).show(page, |ui| {
        if state.listing.rows().is_empty() {
            empty(ui, session, state, is_looking, out);
        } else {
            table::show(ui, session, state, columns, out);
        }
    });
    let bar = Panel::bottom("statements-chosen")
        .show(ui, |ui| sides::from_start(ui, |ui| bar::show(ui, session, state, out)));
    sides::took_room(ui, "statements-chosen", CHOSEN_PT, bar.response.rect.height());
    bar.response.rect.height()
}

/// Why the list is empty, and what leads out of it.
fn empty(ui: &mut Ui, session: &Session, state: &mut StatementsPageState, is_looking: bool, out: &mut Vec<Command>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() / 3.0);
        if is_looking {
            ui.add(Label::new(t!("statements-wait")).weak());
            return;
        }
        if session.project().documents.is_empty() {
            ui.add(Label::new(t!("statements-no-articles")).weak());
            if ui.add(Button::new(t!("statements-add-articles"))).clicked() {
                out.push(Command::AskPath(PathQuestion::Add));
            }
        } else if is_narrowing(state.view()) {
            ui.add(Label::new(t!("statements-none-found")).weak());
            if ui.add(Button::new(t!("statements-clear-all"))).clicked() {
                menu::clear(&mut state.views.last);
            }
        } else if layers(state.view()) == ListedLayers::Gold {
            ui.add(Label::new(t!("statements-no-gold")).weak());
            if ui.add(Button::new(t!("statements-to-review"))).clicked() {
                out.push(Command::ShowPage(Page::Review));
            }
        } else {
            ui.add(Label::new(t!("statements-none")).weak());
            if ui.add(Button::new(t!("statements-to-article"))).clicked() {
                out.push(Command::ShowPage(Page::Article));
            }
        }
    });
}
