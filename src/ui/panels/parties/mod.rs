//! The parties of the project: choosing the speaker, and maintaining the list.

mod about;
mod row;
mod tree;

use std::collections::BTreeSet;

use egui::{
    CentralPanel, EventFilter, Key, Modifiers, NumExt as _, Panel, Rect, Response, ScrollArea, Sense, TextWrapMode, Ui,
    vec2,
};

use self::about::AboutState;
use self::row::party_row;
use self::tree::{PartyCounts, TreeRow};
use crate::edit::change::{Edit, Touched};
use crate::edit::gesture::parties::{self, Successor, Uses};
use crate::edit::session::Session;
use crate::model::id::PartyId;
use crate::model::party::{Party, PartyNames, Rgb, name_key};
use crate::model::project::Project;
use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Draft, Field, apply, apply_typing};
use crate::ui::parts::menu::{entry, submenu};
use crate::ui::parts::picker::{PartyChoice, PickerState, pick_party};
use crate::ui::parts::sides::{self, Edge};
use crate::ui::parts::{line, section};
use crate::ui::shaped::{Button, ComboBox, Icon, Label, MenuItem, RadioValue, ResponseExt as _, Row, TextField};
use crate::ui::state::View;
use crate::ui::theme::{Tokens, party_line};
use crate::ui::words::party_name;

/// The state of the panel.
#[derive(Debug, Default)]
pub struct PartiesState {
    new_name: String,
    /// The party that is edited.
    open: Option<PartyId>,
    confirm: Option<Confirm>,
    /// What replaces the party as speaker when it is deleted.
    successor: Chosen,
    /// The party that replaces it.
    instead: Option<PartyId>,
    name: Draft,
    aliases: Draft,
    about: AboutState,
    parties: PickerState,
    /// Parties that share a name, found at this revision.
    same: Option<(u64, Vec<(PartyId, PartyId)>)>,
    /// Two parties to be merged, waiting for confirmation.
    merging: Option<(PartyId, PartyId)>,
    counts: PartyCounts,
    rows: Vec<TreeRow>,
    /// The revision at which the rows were made.
    tree_at: Option<u64>,
    /// The parties whose members are not shown.
    folded: BTreeSet<PartyId>,
    /// The party whose row gets the keyboard.
    focus: Option<PartyId>,
}

impl PartiesState {
    /// Shows the fields of a party, or those of none.
    fn edit(&mut self, party: Option<PartyId>) {
        self.open = party;
        (self.confirm, self.successor, self.instead) = (None, Chosen::default(), None);
    }

    /// Makes the rows of the tree anew if the parties may have changed.
    fn follow_tree(&mut self, session: &Session) {
        let is_new = |at| session.touched_since(at).is_none_or(|touched| touched.contains(&Touched::Project));
        if self.tree_at.is_none_or(is_new) {
            self.rows = tree::rows(&session.project().parties, &self.folded);
        }
        self.tree_at = Some(session.revision());
    }
}

/// An action on the expanded party that needs confirmation.
#[derive(Clone, Debug)]
enum Confirm {
    Delete,
    MergeInto(PartyId),
}

/// Which [`Successor`] is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Chosen {
    #[default]
    Unknown,
    Next,
    Party,
}

/// The id of the field for a new party.
pub(crate) fn new_id() -> egui::Id {
    egui::Id::unique("new-party")
}

/// Shows the tree of parties, a field for a new one, and the fields of the one that is edited.
pub fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut PartiesState, out: &mut Vec<Command>) {
    let project = session.project();
    if state.counts.follow(session, view.document.as_ref()) {
        ui.ctx().request_repaint();
    }
    match add_field(ui, project, state) {
        Some(New::Party(party)) => {
            let id = party.id.clone();
            out.push(apply("gesture-party-add", Edit::AddParty { index: project.parties.len(), party }));
            out.push(Command::PreferParty(id));
        }
        Some(New::IsHere(id)) => out.push(Command::TakeParty(id)),
        None => {}
    }
    same_names(ui, session, state, out);
    if project.parties.is_empty() {
        ui.add(Label::new(t!("panel-parties-empty")).weak().wrap());
        return;
    }
    let editor_pt = if state.open.is_some() { EDITOR_PT } else { 0.0 };
    let above = &mut sides::before_panel(ui, EDITOR, Edge::Bottom, editor_pt);
    CentralPanel::no_frame().show(above, |ui| sides::from_start(ui, |ui| tree(ui, session, view, state, out)));
    edited(ui, session, state, out);
}

/// The panel under the tree.
const EDITOR: &str = "party-editor";
/// Its usual height, in points.
const EDITOR_PT: f32 = 300.0;

/// The fields of the party that is edited, under the tree.
fn edited(ui: &mut Ui, session: &Session, state: &mut PartiesState, out: &mut Vec<Command>) {
    let Some(party) = state.open.as_ref().and_then(|id| session.project().party(id)).cloned() else { return };
    let most = ui.available_height() * 0.6;
    let shown = Panel::bottom(EDITOR).resizable(false).show(ui, |ui| {
        sides::from_start(ui, |ui| {
            let name = t!("panel-party-close", name = party.name.as_str());
            let close = |ui: &mut Ui| {
                let button = Button::new("").icon(Icon::Close).name(name.clone()).frame(false).min_width(28.0);
                ui.add(button).on_hover_shaped(name).clicked()
            };
            let title = |ui: &mut Ui| {
                let color = party_line(Tokens::of(ui), party.color);
                ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
                ui.add(Button::new(party.name.clone()).swatch(color).strong().frame(false).at_start());
            };
            let ((), closes) = line(ui, title, close);
            // The panel grows with its contents, up to that height.
            let area = ScrollArea::vertical().id_salt(("party", party.id.as_str())).max_height(most);
            area.min_scrolled_height(most).show(ui, |ui| {
                ui.push_id(party.id.as_str(), |ui| editor(ui, session, &party, state, out));
            });
            if closes {
                state.edit(None);
                out.push(Command::EndGesture);
            }
        });
    });
    sides::took_room(ui, EDITOR, EDITOR_PT, shown.response.rect.height());
}

/// What the pointer drags.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Dragged(PartyId);

/// Where a dragged party would go, seen from the row under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drop {
    Before,
    Into,
    After,
}

/// What is asked of a row by keyboard or pointer.
enum Asked {
    /// Gives the row this many rows further the keyboard.
    Step(isize),
    Fold(bool),
    /// Moves the party among its neighbours, or in and out of the hierarchy.
    Move(Way),
    Drop(PartyId, Drop),
}

/// A way of moving a party by keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    /// Under the party above it on its level.
    In,
    /// To the level of the party that it belongs to, after it.
    Out,
}

/// The rows that can be seen.
fn tree(ui: &mut Ui, session: &Session, view: &View, state: &mut PartiesState, out: &mut Vec<Command>) {
    /// The height of a row, in points.
    const ROW_PT: f32 = 28.0;
    let project = session.project();
    state.follow_tree(session);
    let area = ScrollArea::vertical().id_salt(("parties", &view.project)).auto_shrink(false);
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let rows = std::mem::take(&mut state.rows);
    area.show_rows(ui, ROW_PT, rows.len(), |ui, range| {
        let (top, first) = (ui.cursor().top(), range.start);
        for row in rows.get(range.clone()).unwrap_or_default() {
            let Some(party) = project.parties.get(row.place) else { continue };
            if let Some(what) = party_row(ui, session, view, party, *row, state, ROW_PT, out) {
                asked = Some((party.id.clone(), *row, what));
            }
        }
        // The row that is to have the keyboard may not be drawn yet.
        let place =
            |id: &PartyId| rows.iter().position(|row| project.parties.get(row.place).is_some_and(|p| p.id == *id));
        if let Some(place) = state.focus.as_ref().and_then(place) {
            let top = top + ROW_PT * (place as f32 - first as f32);
            let rect = Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=top + ROW_PT);
            ui.scroll_to_rect(rect, None);
            ui.ctx().request_repaint();
        }
        // Below the last row a party is dropped to the end of the top level.
        let rest = ui.available_size();
        let (_, below) = ui.allocate_exact_size(rest.at_least(vec2(0.0, 8.0)), Sense::hover());
        if let Some(dropped) = below.dnd_release_payload::<Dragged>() {
            out.extend(moved(project, &dropped.0, None, None));
        }
    });
    if let Some((party, row, what)) = asked {
        heed(project, &party, row, what, &rows, state, out);
    }
    state.rows = rows;
}

/// Does what is asked of a row.
fn heed(
    project: &Project,
    party: &PartyId,
    row: TreeRow,
    what: Asked,
    rows: &[TreeRow],
    state: &mut PartiesState,
    out: &mut Vec<Command>,
) {
    match what {
        Asked::Step(by) => {
            let here = rows.iter().position(|other| *other == row).unwrap_or_default();
            let to = here.saturating_add_signed(by).min(rows.len().saturating_sub(1));
            let found = rows.get(to).and_then(|row| project.parties.get(row.place));
            state.focus = found.map(|party| party.id.clone());
        }
        Asked::Fold(folds) => {
            if folds {
                state.folded.insert(party.clone());
            } else {
                state.folded.remove(party);
            }
            state.tree_at = None;
        }
        Asked::Move(way) => {
            out.extend(step(project, party, way));
            state.focus = Some(party.clone());
        }
        Asked::Drop(dragged, drop) => {
            let target = project.party(party);
            let parent = target.and_then(|target| target.parent.as_ref());
            let edit = match drop {
                Drop::Into => moved(project, &dragged, Some(party), None),
                Drop::Before => moved(project, &dragged, parent, Some(party)),
                Drop::After => {
                    let next = level(project, parent).into_iter().skip_while(|other| other != party).nth(1);
                    moved(project, &dragged, parent, next.as_ref())
                }
            };
            out.extend(edit);
        }
    }
}

/// The parties that belong directly to a parent, or to none, in their order.
fn level(project: &Project, parent: Option<&PartyId>) -> Vec<PartyId> {
    project.parties.iter().filter(|party| party.parent.as_ref() == parent).map(|party| party.id.clone()).collect()
}

/// The command that moves a party, if that changes something; it says why if that cannot be.
fn moved(project: &Project, id: &PartyId, parent: Option<&PartyId>, before: Option<&PartyId>) -> Option<Command> {
    if parent.is_some_and(|parent| project.belongs_to(parent, id)) {
        let name = party_name(project, id);
        return (parent != Some(id)).then(|| Command::Say(t!("panel-party-circle", name = name)));
    }
    let is_moved = project.party(id).is_some_and(|party| party.parent.as_ref() != parent);
    let gesture = if is_moved { "gesture-party-parent" } else { "gesture-party-order" };
    parties::move_party(project, id, parent, before).map(|edit| apply(gesture, edit))
}

/// The command that moves a party one step.
fn step(project: &Project, id: &PartyId, way: Way) -> Option<Command> {
    let parent = project.party(id)?.parent.clone();
    let level = level(project, parent.as_ref());
    let at = level.iter().position(|other| other == id)?;
    match way {
        Way::Up => moved(project, id, parent.as_ref(), Some(level.get(at.checked_sub(1)?)?)),
        Way::Down => {
            level.get(at + 1)?;
            moved(project, id, parent.as_ref(), level.get(at + 2))
        }
        Way::In => moved(project, id, Some(level.get(at.checked_sub(1)?)?), None),
        Way::Out => {
            let parent = parent?;
            let above = project.party(&parent)?.parent.clone();
            let next = self::level(project, above.as_ref()).into_iter().skip_while(|other| *other != parent).nth(1);
            moved(project, id, above.as_ref(), next.as_ref())
        }
    }
}

/// What the keyboard asks of the row that has it.
fn by_key(ui: &Ui, response: &Response, party: &Party, row: TreeRow, state: &mut PartiesState) -> Option<Asked> {
    let arrows = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let moves = Modifiers::COMMAND | Modifiers::SHIFT;
    let rtl = ui.layout().prefer_right_to_left();
    let (inwards, outwards) = if rtl { (Key::ArrowLeft, Key::ArrowRight) } else { (Key::ArrowRight, Key::ArrowLeft) };
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    for (key, way) in [(Key::ArrowUp, Way::Up), (Key::ArrowDown, Way::Down), (inwards, Way::In), (outwards, Way::Out)] {
        if pressed(moves, key) {
            return Some(Asked::Move(way));
        }
    }
    for (key, by) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::Home, isize::MIN / 2), (Key::End, isize::MAX / 2)]
    {
        if pressed(Modifiers::NONE, key) {
            return Some(Asked::Step(by));
        }
    }
    if pressed(Modifiers::NONE, Key::F2) {
        state.edit(Some(party.id.clone()));
    }
    if row.has_members {
        if pressed(Modifiers::NONE, outwards) {
            return Some(Asked::Fold(true));
        }
        if pressed(Modifiers::NONE, inwards) {
            return Some(Asked::Fold(false));
        }
    }
    None
}

/// The menu of a party.
fn menu(
    ui: &mut Ui,
    project: &Project,
    party: &Party,
    place: usize,
    state: &mut PartiesState,
    asked: &mut Option<Asked>,
    out: &mut Vec<Command>,
) {
    let digit = project.parties.digit(place);
    let keys = |prefix: &str| digit.map(|digit| format!("{prefix}{digit}")).unwrap_or_default();
    if ui.add(MenuItem::new(t!("party-speaks")).icon(Icon::User).shortcut(keys(""))).clicked() {
        out.push(Command::SetParty(party.id.clone()));
    }
    if ui.add(MenuItem::new(t!("party-reports")).icon(Icon::Users).shortcut(keys("Alt+"))).clicked() {
        out.push(Command::AddReporter(party.id.clone()));
    }
    if entry(ui, Icon::Statements, t!("party-statements")) {
        out.push(Command::ListBy { party: Some(party.id.clone()), topic: None });
    }
    ui.separator();
    if ui.add(MenuItem::new(t!("party-edit")).icon(Icon::Edit).shortcut("F2")).clicked() {
        state.edit(Some(party.id.clone()));
    }
    submenu(ui, Icon::Keyboard, t!("party-key"), |ui| key_items(ui, project, party, digit, out));
    for (way, icon, name, keys) in [
        (Way::Up, Icon::ArrowUp, t!("party-up"), "Ctrl+Shift+↑"),
        (Way::Down, Icon::ArrowDown, t!("party-down"), "Ctrl+Shift+↓"),
        (Way::In, Icon::ArrowEnd, t!("party-in"), "Ctrl+Shift+→"),
        (Way::Out, Icon::ArrowStart, t!("party-out"), "Ctrl+Shift+←"),
    ] {
        if ui.add(MenuItem::new(name).icon(icon).shortcut(keys)).clicked() {
            *asked = Some(Asked::Move(way));
        }
    }
    ui.separator();
    if entry(ui, Icon::Merge, t!("party-merge")) {
        state.edit(Some(party.id.clone()));
    }
    if entry(ui, Icon::Delete, t!("panel-party-delete")) {
        state.edit(Some(party.id.clone()));
        state.confirm = Some(Confirm::Delete);
    }
}

/// The digits that a party can have, with the parties that have them.
fn key_items(ui: &mut Ui, project: &Project, party: &Party, digit: Option<u8>, out: &mut Vec<Command>) {
    let mut set = |key: Option<u8>| {
        let edit = parties::set_party_key(project, &party.id, key).filter(|_| key != digit);
        out.extend(edit.map(|edit| apply("gesture-party-key", edit)));
    };
    if ui.add(MenuItem::new(t!("party-key-none")).selected(digit.is_none())).clicked() {
        set(None);
    }
    for key in 1..=9 {
        let name = match project.parties.with_digit(key) {
            Some(other) => t!("party-key-of", key = usize::from(key), party = other.name.as_str()),
            None => t!("party-key-free", key = usize::from(key)),
        };
        if ui.add(MenuItem::new(name).selected(digit == Some(key))).clicked() {
            set(Some(key));
        }
    }
}

/// Its key.
fn key(ui: &mut Ui, project: &Project, party: &Party, out: &mut Vec<Command>) {
    section(ui, t!("party-key"));
    let digit = project.parties.place(&party.id).and_then(|place| project.parties.digit(place));
    let text = digit.map_or_else(|| t!("party-key-none"), |digit| digit.to_string());
    let width = ui.available_width();
    let combo = ComboBox::new(("party-key", party.id.as_str()), t!("party-key")).selected_text(text).width(width);
    combo.show(ui, |ui| key_items(ui, project, party, digit, out));
}

/// Lists parties that share a name, and offers to merge them.
fn same_names(ui: &mut Ui, session: &Session, state: &mut PartiesState, out: &mut Vec<Command>) {
    /// The list of parties needs the space.
    const SHOWN: usize = 2;
    let (project, revision) = (session.project(), session.revision());
    let is_new = |at: u64| session.touched_since(at).is_none_or(|touched| touched.contains(&Touched::Project));
    if state.same.as_ref().is_none_or(|(known, _)| is_new(*known)) {
        let pairs = project.parties_of_one_name();
        let pairs = pairs.into_iter().map(|(first, second)| (first.id.clone(), second.id.clone())).collect();
        state.same = Some((revision, pairs));
    } else if let Some((known, _)) = &mut state.same {
        *known = revision;
    }
    let pairs = state.same.as_ref().map(|(_, pairs)| pairs.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    for (first, second) in pairs.unwrap_or_default() {
        let name = party_name(project, &second).to_owned();
        let color = ui.visuals().warn_fg_color;
        ui.add(Label::new(t!("panel-party-same", name = name.as_str())).color(color).wrap());
        let pair = (first, second);
        if state.merging.as_ref() != Some(&pair) {
            if ui.add(Button::new(t!("panel-party-same-merge", name = name.as_str()))).clicked() {
                state.merging = Some(pair);
                out.push(Command::EndGesture);
            }
            continue;
        }
        let (first, second) = pair;
        let count = project.statements_seen_using(&second, session.annotator());
        let into = party_name(project, &first);
        ui.add(Label::new(t!("panel-party-merge-question", name = name, into = into, count = count)).wrap());
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("panel-party-merge-yes"))).clicked() {
                let merged = parties::merge_party(project, &second, &first);
                out.extend(merged.map(|edit| apply("gesture-party-merge", edit)));
                state.merging = None;
            }
            if ui.add(Button::new(t!("panel-cancel"))).clicked() {
                state.merging = None;
            }
        });
    }
}

/// The meaning of the text typed for a new party.
enum New {
    Party(Party),
    /// The existing party with this name.
    IsHere(PartyId),
}

fn add_field(ui: &mut Ui, project: &Project, state: &mut PartiesState) -> Option<New> {
    let (output, clicked) = line(
        ui,
        |ui| {
            let id = new_id();
            let width = ui.available_width();
            let field = TextField::singleline(&mut state.new_name).id(id).name(t!("panel-party-new-name"));
            field.hint(t!("panel-party-new-name")).desired_width(width).show(ui)
        },
        |ui| ui.add(Button::new(t!("panel-party-add"))).clicked(),
    );
    let name = state.new_name.trim().to_owned();
    if name.is_empty() {
        return None;
    }
    if !(clicked || output.submitted) {
        return alike(ui, project, &name, state);
    }
    state.new_name.clear();
    // The next name can be typed at once.
    ui.memory_mut(|memory| memory.request_focus(new_id()));
    if let Some(here) = PartyNames::of(&project.parties).find(&name) {
        return Some(New::IsHere(here.clone()));
    }
    let id = PartyId::from_name(&name, |id| project.party(id).is_some());
    Some(New::Party(parties::new_party(project, id, name)))
}

/// Shows the parties that are called like what is being typed, so that none is added twice. Returns the one clicked on.
fn alike(ui: &mut Ui, project: &Project, name: &str, state: &mut PartiesState) -> Option<New> {
    /// The list of parties needs the space.
    const SHOWN: usize = 3;
    let mut found: Vec<&Party> =
        project.parties.iter().filter(|party| party.names().any(|known| arabic::contains(known, name))).collect();
    let key = name_key(name);
    found.sort_by_key(|party| !party.names().any(|known| name_key(known) == key));
    let mut chosen = None;
    for party in found.into_iter().take(SHOWN) {
        let text = t!("panel-party-is-here", name = party.name.as_str());
        if ui.add(Row::new(text).swatch(party_line(Tokens::of(ui), party.color))).clicked() {
            chosen = Some(party.id.clone());
        }
    }
    let id = chosen?;
    state.new_name.clear();
    Some(New::IsHere(id))
}

fn editor(ui: &mut Ui, session: &Session, party: &Party, state: &mut PartiesState, out: &mut Vec<Command>) {
    let project = session.project();
    names(ui, party, state, out);
    key(ui, project, party, out);
    color(ui, party, out);
    parent(ui, project, party, state, out);
    about::show(ui, project, party, &mut state.about, out);
    let asked = ways_to_remove(ui, project, party, state);
    match state.confirm.clone() {
        None => {}
        Some(Confirm::Delete) => deletion(ui, session, party, state, out),
        Some(Confirm::MergeInto(into)) => {
            let count = project.statements_seen_using(&party.id, session.annotator());
            merging(ui, project, party, &into, count, state, out);
        }
    }
    if asked {
        // In most windows the question is taller than the space below the button.
        ui.scroll_to_cursor(Some(egui::Align::BOTTOM));
    }
    ui.add_space(ui.spacing().item_spacing.y);
}

/// Its name and its aliases.
fn names(ui: &mut Ui, party: &Party, state: &mut PartiesState, out: &mut Vec<Command>) {
    section(ui, t!("panel-party-field-name"));
    let (key, label) = (format!("party-name-{}", party.id), t!("panel-party-field-name"));
    let field = Field { clean: |text| text.trim().to_owned(), ..Field::line(&label) };
    if let Some(name) = state.name.show(ui, &key, &party.name, field, out).filter(|name| !name.is_empty()) {
        let edit = Edit::ReplaceParty(Party { name, ..party.clone() });
        out.push(apply_typing("gesture-party-rename", edit, &key));
    }

    section(ui, t!("panel-party-aliases"));
    let (key, label) = (format!("party-aliases-{}", party.id), t!("panel-party-aliases"));
    let field = Field { rows: 3, clean: clean_aliases, ..Field::line(&label) };
    if let Some(aliases) = state.aliases.show(ui, &key, &party.aliases.join("\n"), field, out) {
        let aliases = aliases.lines().map(str::to_owned).collect();
        let edit = Edit::ReplaceParty(Party { aliases, ..party.clone() });
        out.push(apply_typing("gesture-party-aliases", edit, &key));
    }
}

fn color(ui: &mut Ui, party: &Party, out: &mut Vec<Command>) {
    section(ui, t!("panel-party-color"));
    let mut rgb = party.color.0;
    let response = ui.color_edit_button_srgb(&mut rgb);
    let (enabled, name) = (ui.is_enabled(), t!("panel-party-color-of", name = party.name.as_str()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, crate::locale::plain(&name)));
    if rgb != party.color.0 {
        let edit = Edit::ReplaceParty(Party { color: Rgb(rgb), ..party.clone() });
        out.push(apply_typing("gesture-party-color", edit, &format!("party-color-{}", party.id)));
    }
}

/// The party that it belongs to.
fn parent(ui: &mut Ui, project: &Project, party: &Party, state: &mut PartiesState, out: &mut Vec<Command>) {
    section(ui, t!("panel-party-parent"));
    let choice = PartyChoice {
        key: &format!("parent-{}", party.id),
        name: t!("panel-party-parent"),
        selected: party.parent.as_ref().and_then(|id| project.party(id)),
        empty: t!("panel-party-parent-none"),
        none: Some(t!("panel-party-parent-none")),
    };
    // A party that belongs to this one cannot be its parent.
    let possible = |other: &Party| !project.belongs_to(&other.id, &party.id);
    if let Some(parent) = pick_party(ui, project, choice, &mut state.parties, possible)
        && parent != party.parent
    {
        out.push(apply("gesture-party-parent", Edit::ReplaceParty(Party { parent, ..party.clone() })));
    }
}

/// Merging it into another party, and deleting it. Returns whether one of them was just asked for.
fn ways_to_remove(ui: &mut Ui, project: &Project, party: &Party, state: &mut PartiesState) -> bool {
    section(ui, t!("panel-party-merge"));
    let choice = PartyChoice {
        key: &format!("merge-{}", party.id),
        name: t!("panel-party-merge-name", name = party.name.as_str()),
        selected: None,
        empty: t!("panel-party-merge-choose"),
        none: None,
    };
    let mut asked = false;
    if let Some(Some(into)) = pick_party(ui, project, choice, &mut state.parties, |other| other.id != party.id) {
        state.confirm = Some(Confirm::MergeInto(into));
        asked = true;
    }
    if ui.add(Button::new(t!("panel-party-delete"))).clicked() {
        state.confirm = Some(Confirm::Delete);
        (state.successor, state.instead) = (Chosen::default(), None);
        asked = true;
    }
    asked
}

/// Shows what would happen to the statements and the parties around it, who would then speak, and the question.
fn deletion(ui: &mut Ui, session: &Session, party: &Party, state: &mut PartiesState, out: &mut Vec<Command>) {
    let project = session.project();
    let uses = Uses::of(project, &party.id, session.annotator());
    for sentence in consequences(&uses, &party.name) {
        ui.add(Label::new(sentence).wrap());
    }
    if uses.speaks() > 0 || uses.has_hidden {
        successors(ui, project, party, &uses, state);
    }
    let successor = match state.successor {
        Chosen::Unknown => Some(Successor::Unknown),
        Chosen::Next => Some(Successor::Next),
        Chosen::Party => state.instead.clone().map(Successor::Party),
    };
    match confirmation(ui, t!("panel-party-delete-yes"), successor.is_some()) {
        Some(true) => {
            let edit = successor.and_then(|successor| parties::delete_party_for(project, &party.id, &successor));
            out.extend(edit.map(|edit| apply("gesture-party-delete", edit)));
            (state.confirm, state.open) = (None, None);
        }
        Some(false) => state.confirm = None,
        None => {}
    }
}

/// Where the party is used, in sentences.
fn consequences(uses: &Uses, name: &str) -> Vec<String> {
    let mut told = vec![t!("panel-party-delete-uses", name = name, count = uses.all())];
    if uses.gold > 0 {
        told.push(t!("panel-party-delete-gold", count = uses.gold));
    }
    if uses.reports > 0 {
        told.push(t!("panel-party-delete-reports", name = name, count = uses.reports));
    }
    if uses.addressed > 0 {
        told.push(t!("panel-party-delete-addressed", name = name, count = uses.addressed));
    }
    if uses.has_hidden {
        told.push(t!("panel-party-delete-hidden"));
    }
    if uses.children > 0 {
        told.push(t!("panel-party-delete-children", count = uses.children));
    }
    told
}

/// The choice of who speaks instead of the party.
fn successors(ui: &mut Ui, project: &Project, party: &Party, uses: &Uses, state: &mut PartiesState) {
    let name = party.name.as_str();
    ui.add(Label::new(t!("panel-party-delete-speaks", name = name, count = uses.speaks())).strong().wrap());
    ui.add(RadioValue::new(&mut state.successor, Chosen::Unknown, t!("panel-party-delete-unknown")));
    ui.add(RadioValue::new(&mut state.successor, Chosen::Next, t!("panel-party-delete-next")));
    // The next speaker in each case is shown before the user decides.
    for (next, count) in &uses.next_speakers {
        let said = match next {
            Some(next) => t!("panel-party-delete-becomes", next = party_name(project, next), count = *count),
            None => t!("panel-party-delete-author", count = *count),
        };
        let said = Label::new(said).wrap();
        let is_chosen = state.successor == Chosen::Next;
        ui.add(if is_chosen { said.color(ui.visuals().warn_fg_color) } else { said.weak() });
    }
    ui.add(RadioValue::new(&mut state.successor, Chosen::Party, t!("panel-party-delete-instead")));
    if state.successor == Chosen::Party {
        let choice = PartyChoice {
            key: &format!("instead-{}", party.id),
            name: t!("panel-party-delete-instead-name", name = name),
            selected: state.instead.as_ref().and_then(|id| project.party(id)),
            empty: t!("panel-party-delete-instead-choose"),
            none: None,
        };
        let chosen = pick_party(ui, project, choice, &mut state.parties, |other| other.id != party.id);
        if let Some(Some(chosen)) = chosen {
            state.instead = Some(chosen);
        }
    }
}

fn merging(
    ui: &mut Ui,
    project: &Project,
    party: &Party,
    into: &PartyId,
    count: usize,
    state: &mut PartiesState,
    out: &mut Vec<Command>,
) {
    let (name, into_name) = (party.name.as_str(), party_name(project, into));
    ui.add(Label::new(t!("panel-party-merge-question", name = name, into = into_name, count = count)).wrap());
    match confirmation(ui, t!("panel-party-merge-yes"), true) {
        Some(true) => {
            let edit = parties::merge_party(project, &party.id, into);
            out.extend(edit.map(|edit| apply("gesture-party-merge", edit)));
            (state.confirm, state.open) = (None, None);
        }
        Some(false) => state.confirm = None,
        None => {}
    }
}

/// The two buttons of a question. Returns whether the answer was yes.
fn confirmation(ui: &mut Ui, yes: String, can: bool) -> Option<bool> {
    ui.horizontal_wrapped(|ui| {
        let yes = ui.add_enabled(can, Button::new(yes)).clicked();
        let no = ui.add(Button::new(t!("panel-cancel"))).clicked();
        (yes || no).then_some(yes)
    })
    .inner
}

/// One alias per line, trimmed, without empty or duplicate ones.
fn clean_aliases(text: &str) -> String {
    let mut aliases: Vec<&str> = Vec::new();
    for alias in text.lines().map(str::trim).filter(|alias| !alias.is_empty()) {
        if !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    aliases.join("\n")
}
