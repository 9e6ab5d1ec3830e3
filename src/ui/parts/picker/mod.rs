//! A button with what is chosen, and a list under it from which something else is picked by name.
//!
//! The list opens with the keyboard in its filter: typing narrows it, the arrows move in it, Enter picks, Escape closes.
//! Names and aliases are compared folded. Only the rows on screen are laid out, and the list is searched only when its
//! text changes. It is the one way to choose a party, a topic, a kind or a relation kind.

mod items;

use std::collections::HashMap;

use egui::accesskit::Role;
use egui::{Context, Id, Key, Popup, PopupAnchor, PopupCloseBehavior, ScrollArea, Ui};

use self::items::{ListedItem, listed};
pub(crate) use self::items::{PickItem, codebook, parties};
use self::items::{parties_and_members, party_id, picked_party};
use super::take_key;
use crate::model::id::PartyId;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::t;
use crate::ui::shaped::{ComboBox, Label, Row, TextField};
use crate::ui::theme::{Tokens, party_line};

/// The width of a list under a narrower button, in points.
const NARROWEST_PT: f32 = 240.0;
/// The most rows on screen.
const ROWS: usize = 10;
/// How many picks of a list are remembered.
const REMEMBERED: usize = 12;

/// What is typed into the open list, and what was picked last. One serves all pickers of a panel.
#[derive(Debug, Default)]
pub(crate) struct PickerState {
    open: Option<OpenList>,
    /// The identifiers picked last, by the kind of list, the last one first.
    recent: HashMap<&'static str, Vec<String>>,
}

/// The list that is open.
#[derive(Debug)]
struct OpenList {
    id: Id,
    /// What had the keyboard before.
    before: Option<Id>,
    items: Vec<PickItem>,
    typed: String,
    listed: Vec<ListedItem>,
    /// Whether an item is called as typed, so that nothing new is offered under that name.
    is_known: bool,
    /// The row that Enter picks.
    row: Option<usize>,
    /// How far the list is scrolled, in points.
    offset_pt: f32,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    /// The item with this identifier.
    Item(String),
    /// Nothing, so that the choice is cleared.
    Nothing,
    /// A new item of this name.
    New(String),
}

/// What came of a list that was closed in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picked {
    /// What was picked; `None` if the list was closed without a choice.
    pub pick: Option<Pick>,
    /// It came by Enter, so the hands are on the keyboard.
    pub by_key: bool,
}

/// A picker.
#[must_use = "call show"]
pub(crate) struct Picker {
    id: Id,
    /// Its accessible name, which says what is chosen.
    name: String,
    /// Which picks come first.
    recent: &'static str,
    selected: Option<String>,
    text: String,
    swatch: Option<egui::Color32>,
    none: Option<String>,
    creates: bool,
    foot: Option<String>,
    width: Option<f32>,
    ends_when_empty: bool,
}

impl Picker {
    /// A picker with this id, by which [`open`] opens it. `recent` says which picks it shares with others.
    pub(crate) fn new(id: Id, name: impl Into<String>, recent: &'static str) -> Self {
        Self {
            id,
            name: name.into(),
            recent,
            selected: None,
            text: String::new(),
            swatch: None,
            none: None,
            creates: false,
            foot: None,
            width: None,
            ends_when_empty: false,
        }
    }

    /// Sets what is chosen: its identifier, if anything is, and the text on the button.
    pub(crate) fn chosen(mut self, id: Option<String>, text: impl Into<String>) -> Self {
        (self.selected, self.text) = (id, text.into());
        self
    }

    /// Sets the colour of what is chosen.
    pub(crate) fn swatch(mut self, color: Option<egui::Color32>) -> Self {
        self.swatch = color;
        self
    }

    /// Adds a row that clears the choice.
    pub(crate) fn none(mut self, text: impl Into<String>) -> Self {
        self.none = Some(text.into());
        self
    }

    /// Lets something new be created under the typed name.
    pub(crate) fn creates(mut self) -> Self {
        self.creates = true;
        self
    }

    /// Sets a line under the list, such as what Enter leads to.
    pub(crate) fn foot(mut self, text: impl Into<String>) -> Self {
        self.foot = Some(text.into());
        self
    }

    /// Makes Enter close the list as long as nothing was typed and no row was chosen by the arrows.
    pub(crate) fn ends_when_empty(mut self) -> Self {
        self.ends_when_empty = true;
        self
    }

    /// Sets the width of the button instead of all that there is.
    pub(crate) fn width(mut self, width_pt: f32) -> Self {
        self.width = Some(width_pt);
        self
    }

    /// Shows the button and, while it is open, the list of what `items` returned when it was opened.
    pub(crate) fn show(
        self,
        ui: &mut Ui,
        state: &mut PickerState,
        items: impl FnOnce() -> Vec<PickItem>,
    ) -> Option<Picked> {
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let mut combo = ComboBox::new(self.id, self.name.clone()).selected_text(self.text.clone()).width(width);
        if let Some(color) = self.swatch {
            combo = combo.swatch(color);
        }
        let response = combo.show_button(ui, Popup::is_id_open(ui.ctx(), self.id));
        if response.clicked() {
            Popup::toggle_id(ui.ctx(), self.id);
        }
        let popup = Popup::from_response(&response);
        self.list(ui, popup, (response.rect.width(), Some(response.id)), state, items)
    }

    /// Shows the list alone under a rectangle, while it is open: for what has no button of its own.
    pub(crate) fn show_under(
        self,
        ui: &Ui,
        rect: egui::Rect,
        state: &mut PickerState,
        items: impl FnOnce() -> Vec<PickItem>,
    ) -> Option<Picked> {
        let popup = Popup::new(self.id, ui.ctx().clone(), PopupAnchor::ParentRect(rect), ui.layer_id());
        self.list(ui, popup, (rect.width(), None), state, items)
    }

    fn list(
        self,
        ui: &Ui,
        popup: Popup<'_>,
        (width_pt, button): (f32, Option<Id>),
        state: &mut PickerState,
        items: impl FnOnce() -> Vec<PickItem>,
    ) -> Option<Picked> {
        let was_open = state.open.as_ref().is_some_and(|open| open.id == self.id);
        let (id, width_pt) = (self.id, width_pt.max(NARROWEST_PT));
        let popup = popup.id(id).open_memory(None).width(width_pt);
        let popup = popup.accessible_name(self.name.clone());
        let shown = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            if !was_open {
                let before = ui.memory(|memory| memory.focused()).filter(|focused| Some(*focused) != button);
                state.begin(id, before, items(), &self);
            }
            ui.set_width(width_pt);
            self.contents(ui, state, !was_open)
        });
        match shown {
            Some(shown) => shown.inner,
            None if was_open => {
                state.end(ui);
                Some(Picked { pick: None, by_key: false })
            }
            None => None,
        }
    }

    /// The filter, the rows and the foot.
    fn contents(&self, ui: &mut Ui, state: &mut PickerState, is_new: bool) -> Option<Picked> {
        let recent = state.recent.get(self.recent).cloned().unwrap_or_default();
        let open = state.open.as_mut()?;
        let step = Step::taken(ui);
        let field_id = self.id.with("filter");
        let name = t!("panel-party-filter-name", what = self.name.as_str());
        let width = ui.available_width();
        let field = TextField::singleline(&mut open.typed).id(field_id).name(name).hint(t!("panel-party-filter"));
        let output = field.desired_width(width).show(ui);
        if is_new {
            ui.memory_mut(|memory| memory.request_focus(field_id));
        }
        if output.changed {
            let typed = open.typed.trim();
            open.listed = listed(&open.items, typed, &recent);
            open.is_known = open.items.iter().any(|item| item.is_called(typed));
            open.row = (!typed.is_empty() || !self.ends_when_empty).then_some(0);
            open.offset_pt = 0.0;
        }
        open.row = step.from(open.row, open.count(self));
        let clicked = open.show_rows(ui, self, step != Step::None || is_new, field_id);
        if let Some(foot) = &self.foot {
            let foot = Label::new(foot.clone()).small(ui).weak().wrap();
            ui.add(foot);
        }
        let entered = output.submitted.then(|| open.pick(self, open.row?)).flatten();
        let by_key = clicked.is_none() && output.submitted;
        let picked = clicked.or(entered);
        if picked.is_none() && !output.submitted && !output.cancelled {
            return None;
        }
        if let Some(Pick::Item(id)) = &picked {
            state.remember(self.recent, id);
        }
        state.end(ui);
        ui.close();
        Some(Picked { pick: picked, by_key })
    }
}

/// Opens the picker with this id in the next frame in which it is shown.
pub(crate) fn open(ctx: &Context, id: Id) {
    Popup::open_id(ctx, id);
}

/// A movement in the list by key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    None,
    Down,
    Up,
    PageDown,
    PageUp,
}

impl Step {
    /// The movement that a key of this frame asks for, which nothing else gets then.
    fn taken(ui: &Ui) -> Self {
        let keys = [
            (Key::ArrowDown, Self::Down),
            (Key::ArrowUp, Self::Up),
            (Key::PageDown, Self::PageDown),
            (Key::PageUp, Self::PageUp),
        ];
        keys.into_iter().find(|(key, _)| take_key(ui, *key)).map_or(Self::None, |(_, step)| step)
    }

    /// The row that it leads to from this one; single steps go around the ends.
    fn from(self, row: Option<usize>, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        let row = match (self, row) {
            (Self::None, row) => return row.map(|row| row.min(last)),
            (Self::Up, None) => last,
            (_, None) => 0,
            (Self::Down, Some(row)) if row >= last => 0,
            (Self::Down, Some(row)) => row + 1,
            (Self::Up, Some(0)) => last,
            (Self::Up, Some(row)) => row - 1,
            (Self::PageDown, Some(row)) => row + ROWS,
            (Self::PageUp, Some(row)) => row.saturating_sub(ROWS),
        };
        Some(row.min(last))
    }
}

/// A filter by party. One that has members can be meant together with them.
pub(crate) struct PartyFilter {
    /// Distinguishes it from other filters on screen.
    pub key: &'static str,
    pub name: String,
    /// What stands there without a party.
    pub all: String,
    /// The width of the button in points; `None` for all that there is.
    pub width_pt: Option<f32>,
}

impl PartyFilter {
    /// Shows the filter; `filter` is the party, and whether its members are meant too.
    pub(crate) fn show(
        self,
        ui: &mut Ui,
        project: &Project,
        filter: (&mut Option<PartyId>, &mut bool),
        state: &mut PickerState,
    ) {
        let (chosen, with_members) = filter;
        let party = chosen.as_ref().and_then(|id| project.party(id));
        let text = match party {
            None => self.all.clone(),
            Some(party) if *with_members => t!("picker-with-members", party = party.name.as_str()),
            Some(party) => party.name.clone(),
        };
        let id = party.map(|party| party_id(&party.id, *with_members));
        let picker = Picker::new(Id::unique(self.key), self.name, "parties")
            .chosen(id, text)
            .swatch(party.map(|party| party_line(Tokens::of(ui), party.color)))
            .none(self.all);
        let picker = match self.width_pt {
            Some(width_pt) => picker.width(width_pt),
            None => picker,
        };
        match picker.show(ui, state, || parties_and_members(project)).and_then(|picked| picked.pick) {
            Some(Pick::Item(id)) => {
                let picked = picked_party(&id);
                *with_members = picked.as_ref().is_some_and(|(_, members)| *members);
                *chosen = picked.map(|(party, _)| party);
            }
            Some(_) => (*chosen, *with_members) = (None, false),
            None => {}
        }
    }
}

impl PickerState {
    fn begin(&mut self, id: Id, before: Option<Id>, items: Vec<PickItem>, picker: &Picker) {
        let recent = self.recent.get(picker.recent).map_or(&[][..], Vec::as_slice);
        let listed = listed(&items, "", recent);
        let mut open =
            OpenList { id, before, items, typed: String::new(), listed, is_known: false, row: None, offset_pt: 0.0 };
        let is_chosen =
            |listed: &ListedItem| open.items.get(listed.index).map(|item| &item.id) == picker.selected.as_ref();
        let chosen = picker.selected.as_ref().and_then(|_| open.listed.iter().position(is_chosen));
        let first = (!picker.ends_when_empty).then_some(0);
        open.row = chosen.map(|at| at + open.before_items(picker)).or(first);
        self.open = Some(open);
    }

    /// Forgets the list, and gives the keyboard back to what had it.
    fn end(&mut self, ui: &Ui) {
        let Some(before) = self.open.take().and_then(|open| open.before) else { return };
        ui.memory_mut(|memory| {
            if memory.focused().is_none() {
                memory.request_focus(before);
            }
        });
    }

    fn remember(&mut self, list: &'static str, id: &str) {
        let recent = self.recent.entry(list).or_default();
        recent.retain(|known| known != id);
        recent.insert(0, id.to_owned());
        recent.truncate(REMEMBERED);
    }
}

impl OpenList {
    /// The number of rows before the items: the one that clears the choice.
    fn before_items(&self, picker: &Picker) -> usize {
        usize::from(picker.none.is_some() && self.typed.trim().is_empty())
    }

    /// The name of the new item that the last row offers.
    fn new_name(&self, picker: &Picker) -> Option<&str> {
        let typed = self.typed.trim();
        let is_new = picker.creates && !typed.is_empty() && !self.is_known;
        is_new.then_some(typed)
    }

    fn count(&self, picker: &Picker) -> usize {
        self.before_items(picker) + self.listed.len() + usize::from(self.new_name(picker).is_some())
    }

    /// The item in this row.
    fn item(&self, picker: &Picker, row: usize) -> Option<(&PickItem, &ListedItem)> {
        let listed = self.listed.get(row.checked_sub(self.before_items(picker))?)?;
        Some((self.items.get(listed.index)?, listed))
    }

    /// What this row stands for.
    fn pick(&self, picker: &Picker, row: usize) -> Option<Pick> {
        if row < self.before_items(picker) {
            return Some(Pick::Nothing);
        }
        match self.item(picker, row) {
            Some((item, _)) => Some(Pick::Item(item.id.clone())),
            None if row < self.count(picker) => self.new_name(picker).map(|name| Pick::New(name.to_owned())),
            None => None,
        }
    }

    /// Shows the rows on screen. Returns the one that was clicked.
    fn show_rows(&mut self, ui: &mut Ui, picker: &Picker, scrolls: bool, field_id: Id) -> Option<Pick> {
        let count = self.count(picker);
        if count == 0 {
            ui.add(Label::new(t!("picker-none")).weak().wrap());
            return None;
        }
        let height = ui.spacing().interact_size.y;
        let step = height + ui.spacing().item_spacing.y;
        let room = step * ROWS as f32;
        let mut area = ScrollArea::vertical().id_salt("options").max_height(room).auto_shrink([false, true]);
        if scrolls {
            let top = self.row.unwrap_or_default() as f32 * step;
            self.offset_pt = self.offset_pt.clamp((top + step - room).max(0.0), top);
            area = area.vertical_scroll_offset(self.offset_pt);
        }
        let (mut clicked, tokens) = (None, Tokens::of(ui));
        let shown = area.show_rows(ui, height, count, |ui, range| {
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(Role::ListBox);
                node.set_label(crate::locale::plain(&picker.name));
            });
            for at in range {
                let Some(pick) = self.pick(picker, at) else { continue };
                let row = self.row_of(tokens, picker, at, &pick).selected(Some(at) == self.row);
                let response = ui.add(row.without_tab());
                let is_chosen = matches!(&pick, Pick::Item(id) if picker.selected.as_ref() == Some(id));
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_role(Role::ListBoxOption);
                    node.set_selected(is_chosen);
                    node.set_position_in_set(at + 1);
                    node.set_size_of_set(count);
                });
                if Some(at) == self.row {
                    ui.ctx().accesskit_node_builder(field_id, |node| {
                        node.set_active_descendant(response.id.accesskit_id());
                    });
                }
                if response.clicked() {
                    clicked = Some(pick);
                }
            }
        });
        self.offset_pt = shown.state.clamped_offset().y;
        clicked
    }

    fn row_of(&self, tokens: &Tokens, picker: &Picker, at: usize, pick: &Pick) -> Row {
        match pick {
            Pick::Nothing => Row::new(picker.none.clone().unwrap_or_default()),
            Pick::New(name) => Row::new(t!("picker-create", name = name.as_str())),
            Pick::Item(_) => {
                let Some((item, listed)) = self.item(picker, at) else { return Row::new("") };
                let row = Row::new(item.name.clone()).indent(listed.depth).secondary(item.note.clone());
                if let Some(color) = item.color { row.swatch(party_line(tokens, color)) } else { row }
            }
        }
    }
}

/// The picker of a party in a list or a dialog.
pub(crate) struct PartyChoice<'a> {
    /// Distinguishes it from others in the panel.
    pub key: &'a str,
    /// Its accessible name.
    pub name: String,
    pub selected: Option<&'a Party>,
    /// The text shown while nothing is selected.
    pub empty: String,
    /// The row that clears the choice, if there is one.
    pub none: Option<String>,
}

/// Lets a party be picked. Returns the choice: a party, or `Some(None)` for none.
pub(crate) fn pick_party(
    ui: &mut Ui,
    project: &Project,
    choice: PartyChoice<'_>,
    state: &mut PickerState,
    offered: impl Fn(&Party) -> bool,
) -> Option<Option<PartyId>> {
    let id = ui.make_persistent_id((choice.key, "picker"));
    let text = choice.selected.map_or(choice.empty, |party| party.name.clone());
    let mut picker = Picker::new(id, choice.name, "parties")
        .chosen(choice.selected.map(|party| party.id.to_string()), text)
        .swatch(choice.selected.map(|party| party_line(Tokens::of(ui), party.color)));
    if let Some(none) = choice.none {
        picker = picker.none(none);
    }
    match picker.show(ui, state, || parties(project, offered))?.pick? {
        Pick::Item(id) => PartyId::new(id).ok().map(Some),
        Pick::Nothing => Some(None),
        Pick::New(_) => None,
    }
}
