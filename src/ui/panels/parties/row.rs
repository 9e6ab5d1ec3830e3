//! A row of the tree of parties: its fold, colour, key, name, counts, and the button that edits.

use egui::{
    Direction, Id, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, vec2,
};

use super::tree::{Named, TreeRow};
use super::{Asked, Dragged, Drop, PartiesState, by_key, menu};
use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::id::PartyId;
use crate::model::party::Party;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::line;
use crate::ui::parts::menu::context_menu;
use crate::ui::shaped::{self, Button, Icon, Label, LayoutOptions, ResponseExt as _, TextStyle, interface_style};
use crate::ui::state::View;
use crate::ui::theme::{Tokens, party_line};

/// The step of a level, and the columns of the fold, of the colour and of the key, with the gap after each, in points.
const LEVEL_PT: f32 = 12.0;
const FOLD_PT: f32 = 18.0;
const SWATCH_PT: f32 = 11.0;
const KEY_PT: f32 = 14.0;
const START_GAP_PT: f32 = 4.0;
/// The width of the button at the end of a row, in points.
const EDIT_PT: f32 = 32.0;

/// One party: a click makes it the speaker.
#[expect(clippy::too_many_arguments, reason = "a row shows the session, the view and the state of the panel")]
pub(super) fn party_row(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    party: &Party,
    row: TreeRow,
    state: &mut PartiesState,
    height: f32,
    out: &mut Vec<Command>,
) -> Option<Asked> {
    let (here, all) = state.counts.of(row.place, view.document.as_ref());
    let name = t!("panel-party-name", name = party.name.as_str(), here = here.alone, count = all.alone);
    let id = Id::unique(("party", &view.project, party.id.as_str()));
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let is_speaker = view.party.as_ref() == Some(&party.id);
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, is_speaker, plain(&name)));
    if state.focus.as_ref() == Some(&party.id) {
        state.focus = None;
        response.request_focus();
        response.scroll_to_me(None);
    }
    let mut asked = None;
    let drop = dragged_over(ui, &response, &party.id, rect, &mut asked);
    paint_row(ui, &response, rect, is_speaker, drop);
    let inner = rect.shrink2(vec2(4.0, 0.0));
    {
        // The row has its room already; a scope would take some more.
        let ui = &mut ui
            .new_child(UiBuilder::new().id_salt(("party-row", party.id.as_str())).max_rect(inner).layout(*ui.layout()));
        ui.spacing_mut().interact_size.y = height;
        let counts = fitting_counts(ui, party, row, here, all);
        let digit = session.project().parties.digit(row.place);
        let ((), edits) =
            line(ui, |ui| start_of_row(ui, party, row, digit, state, &mut asked), |ui| end_of_row(ui, party, counts));
        if edits {
            let is_open = state.open.as_ref() == Some(&party.id);
            state.edit((!is_open).then(|| party.id.clone()));
            out.push(Command::EndGesture);
        }
    }
    if response.clicked() {
        out.push(Command::SetParty(party.id.clone()));
    }
    context_menu(ui, &response, |ui| menu(ui, session.project(), party, row.place, state, &mut asked, out));
    let response = response.on_hover_shaped_with(|| tip(party, here, all, row.has_members));
    if response.has_focus() {
        asked = asked.or_else(|| by_key(ui, &response, party, row, state));
    }
    asked
}

/// What lies under a dragged party: where it would go. A drop is asked for.
fn dragged_over(ui: &Ui, response: &Response, party: &PartyId, rect: Rect, asked: &mut Option<Asked>) -> Option<Drop> {
    if response.drag_started() {
        response.dnd_set_drag_payload(Dragged(party.clone()));
    }
    if response.dragged() {
        ui.set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    let place = |y: f32| match (y - rect.top()) / rect.height() {
        part if part < 0.3 => Drop::Before,
        part if part > 0.7 => Drop::After,
        _ => Drop::Into,
    };
    let drop = ui.input(|input| input.pointer.latest_pos()).map(|at| place(at.y))?;
    if let Some(dropped) = response.dnd_release_payload::<Dragged>() {
        *asked = Some(Asked::Drop(dropped.0.clone(), drop));
        return None;
    }
    response.dnd_hover_payload::<Dragged>().filter(|dragged| dragged.0 != *party).map(|_| drop)
}

fn paint_row(ui: &Ui, response: &Response, rect: Rect, is_speaker: bool, drop: Option<Drop>) {
    let tokens = Tokens::of(ui);
    let fill = match (is_speaker, response.hovered()) {
        (true, _) => tokens.selected_fill,
        (false, true) => tokens.hover_fill,
        (false, false) => egui::Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 4.0, fill);
    let stroke = Stroke::new(2.0, tokens.accent);
    match drop {
        Some(Drop::Before) => drop_line(ui, rect, rect.top()),
        Some(Drop::After) => drop_line(ui, rect, rect.bottom()),
        Some(Drop::Into) => {
            ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
        }
        None if response.has_focus() => {
            ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
        }
        None => {}
    }
}

fn drop_line(ui: &Ui, rect: Rect, y: f32) {
    ui.painter().hline(rect.x_range(), y, Stroke::new(2.0, Tokens::of(ui).accent));
}

/// The counts here and in the project; for a party with members, with theirs in brackets.
fn counts(here: Named, all: Named, has_members: bool) -> String {
    if has_members && (here.alone, all.alone) != (here.with_members, all.with_members) {
        t!(
            "panel-party-counts-members",
            here = here.alone,
            all = all.alone,
            members = here.with_members,
            count = all.with_members
        )
    } else {
        t!("panel-party-counts", here = here.alone, all = all.alone)
    }
}

/// The counts, without those of the members where these would take the room of the name. The tooltip has all of them.
fn fitting_counts(ui: &Ui, party: &Party, row: TreeRow, here: Named, all: Named) -> String {
    let whole = counts(here, all, row.has_members);
    let width = |text: &str, like: &egui::TextStyle| {
        shaped::layout(ui.ctx(), text, &interface_style(ui, like), &LayoutOptions::single_line()).width()
    };
    let name = width(&party.name, &egui::TextStyle::Body);
    let gaps = 2.0 * ui.spacing().item_spacing.x + EDIT_PT;
    let room = ui.available_width() - before_name(row.depth) - gaps;
    if name + width(&whole, &egui::TextStyle::Small) <= room { whole } else { counts(here, all, false) }
}

/// The width of what is before the name of a party at this depth, in points.
fn before_name(depth: usize) -> f32 {
    LEVEL_PT * depth.min(8) as f32 + FOLD_PT + SWATCH_PT + KEY_PT + 3.0 * START_GAP_PT
}

fn tip(party: &Party, here: Named, all: Named, has_members: bool) -> String {
    let mut lines = vec![t!("panel-party-tip", here = here.alone, count = all.alone)];
    if has_members {
        lines.push(t!("panel-party-tip-members", here = here.with_members, count = all.with_members));
    }
    if !party.aliases.is_empty() {
        lines.push(party.aliases.join(" · "));
    }
    lines.join("\n")
}

/// The counts, and the button that edits. Returns whether it was clicked.
fn end_of_row(ui: &mut Ui, party: &Party, counts: String) -> bool {
    let name = t!("panel-party-edit", name = party.name.as_str());
    let button = Button::new("").icon(Icon::Edit).small().frame(false).name(name.clone());
    let label = Label::new(counts).small(ui).weak().extend();
    ui.add(label);
    ui.add(button).on_hover_shaped(name).clicked()
}

/// The fold, the key, the colour and the name.
fn start_of_row(
    ui: &mut Ui,
    party: &Party,
    row: TreeRow,
    digit: Option<u8>,
    state: &PartiesState,
    asked: &mut Option<Asked>,
) {
    ui.spacing_mut().item_spacing.x = START_GAP_PT;
    ui.add_space(LEVEL_PT * row.depth.min(8) as f32);
    // As wide with a button as without one, so that the names of a level begin at one place.
    let (fold, _) = ui.allocate_exact_size(vec2(FOLD_PT, ui.spacing().interact_size.y), Sense::hover());
    if row.has_members {
        let folded = state.folded.contains(&party.id);
        let (icon, name) = if folded {
            (Icon::ChevronEnd, t!("panel-party-unfold", name = party.name.as_str()))
        } else {
            (Icon::ChevronDown, t!("panel-party-fold", name = party.name.as_str()))
        };
        let inside = UiBuilder::new().max_rect(fold).layout(Layout::centered_and_justified(Direction::LeftToRight));
        let ui = &mut ui.new_child(inside);
        ui.spacing_mut().button_padding.x = 0.0;
        if ui.add(Button::new("").icon(icon).small().frame(false).name(name)).clicked() {
            *asked = Some(Asked::Fold(!folded));
        }
    }
    let tokens = Tokens::of(ui);
    let (swatch, _) = ui.allocate_exact_size(Vec2::splat(SWATCH_PT), Sense::hover());
    ui.painter().rect_filled(swatch, 2.0, party_line(tokens, party.color));
    let (cap, _) = ui.allocate_exact_size(vec2(KEY_PT, 16.0), Sense::hover());
    if let Some(digit) = digit {
        ui.painter().rect_stroke(cap, 3.0, Stroke::new(1.0, tokens.edge), StrokeKind::Inside);
        let style = TextStyle::interface(11.0);
        let line = shaped::layout(ui.ctx(), &digit.to_string(), &style, &LayoutOptions::single_line());
        shaped::paint(ui.painter(), cap.center() - vec2(line.width(), line.height()) / 2.0, &line, tokens.muted, &[]);
    }
    ui.add(Label::new(party.name.clone()).elide());
}
