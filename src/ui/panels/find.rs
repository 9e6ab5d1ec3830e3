//! The find bar.
//!
//! The query is kept here; `app` reads it, searches in the background and puts the results into
//! [`View::find`](crate::ui::state::View::find).

use egui::{Key, Modifiers, ScrollArea, Ui};

use crate::edit::session::Session;
use crate::t;
use crate::text::search::{MOST_HITS, Query};
use crate::ui::command::Command;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::shaped::{Button, Label, ResponseExt as _, Row, TextField};
use crate::ui::state::{Find, View, find_field_id};

/// The query and the choices in the bar.
#[derive(Debug, Default)]
pub struct FindState {
    pub query: Query,
    /// Whether to count the hits in the other articles of the project too.
    pub everywhere: bool,
}

/// Shows the bar.
pub(crate) fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut FindState, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        field(ui, state, out);
        let find = &view.find;
        let color = if find.error.is_some() { ui.visuals().warn_fg_color } else { ui.visuals().weak_text_color() };
        let told = find.error.clone().unwrap_or_else(|| count(find, state.query.text.is_empty()));
        if !told.is_empty() {
            ui.add(Label::new(told).color(color).wrap());
        }
        let any = !find.hits.is_empty();
        for (id, sign, name, command) in [
            ("find-previous", "▲", t!("find-previous"), Command::FindPrevious),
            ("find-next", "▼", t!("find-next"), Command::FindNext),
        ] {
            if ui.add_enabled(any, Button::new(sign).name(name)).on_hover_command(id).clicked() {
                out.push(command);
            }
        }
        let close = Button::new("✕").frame(false).name(t!("find-close"));
        if ui.add(close).on_hover_command("find-close").clicked() {
            out.push(Command::CloseFind);
        }
        if ui.available_width() > 100.0 {
            ui.separator();
        }
        options(ui, state);
    });
    if state.everywhere {
        elsewhere(ui, session, view, out);
    }
}

fn field(ui: &mut Ui, state: &mut FindState, out: &mut Vec<Command>) {
    let id = find_field_id();
    if ui.memory(|memory| memory.has_focus(id)) {
        // These keys are taken before the field sees them, because Enter would remove its focus. Shift+Enter goes
        // first, since a match ignores Shift.
        if ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Enter)) {
            out.push(Command::FindPrevious);
        } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            out.push(Command::FindNext);
        }
    }
    // In a small window there is still room for the count and the buttons beside it.
    let width = (ui.available_width() - 150.0).clamp(110.0, 260.0);
    let output = TextField::singleline(&mut state.query.text)
        .id(id)
        .name(t!("find-field"))
        .hint(t!("find-field"))
        .desired_width(width)
        .select_all_on_focus(true)
        .show(ui);
    if output.cancelled {
        out.push(Command::CloseFind);
    }
}

fn options(ui: &mut Ui, state: &mut FindState) {
    let query = &mut state.query;
    let mut toggle = |on: &mut bool, enabled: bool, name: String, tip: String| {
        let button = Button::new(name).selected(*on).small();
        if ui.add_enabled(enabled, button).on_hover_shaped(tip).clicked() {
            *on = !*on;
        }
    };
    toggle(&mut query.folding, true, t!("find-folding"), t!("find-folding-tip"));
    toggle(&mut query.match_case, true, t!("find-case"), t!("find-case-tip"));
    toggle(&mut query.whole_words, true, t!("find-words"), t!("find-words-tip"));
    toggle(&mut query.proclitics, query.whole_words, t!("find-proclitics"), t!("find-proclitics-tip"));
    toggle(&mut query.regex, true, t!("find-regex"), t!("find-regex-tip"));
    toggle(&mut state.everywhere, true, t!("find-everywhere"), t!("find-everywhere-tip"));
}

/// The number of hits, and which of them is on screen.
fn count(find: &Find, is_empty: bool) -> String {
    let all = find.hits.len();
    match find.current {
        _ if is_empty => String::new(),
        _ if find.is_full => t!("find-count-full", most = MOST_HITS),
        _ if all == 0 && find.is_searching => t!("find-searching"),
        _ if all == 0 => t!("find-none"),
        Some(current) => t!("find-count", current = current + 1, all = all),
        None => t!("find-count-all", all = all),
    }
}

/// The articles with hits; a click opens one.
fn elsewhere(ui: &mut Ui, session: &Session, view: &View, out: &mut Vec<Command>) {
    let found = &view.find.everywhere;
    if found.is_empty() {
        return;
    }
    ScrollArea::vertical().id_salt("find-everywhere").max_height(120.0).show(ui, |ui| {
        for (id, count) in found {
            let Some(document) = session.project().documents.get(id) else { continue };
            let text = t!("find-in-article", title = document.display_title(), count = *count);
            if ui.add(Row::new(text).selected(view.document.as_ref() == Some(id))).clicked() {
                out.push(Command::ShowDocument(id.clone()));
            }
        }
    });
}
