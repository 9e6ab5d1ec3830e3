//! The panels and dialogs beside the text: they read the session and the view and push commands.
//!
//! Nothing here changes a project. What is being typed and what is folded out lives in [`PanelState`]; make a new one
//! for every project that is opened, since it remembers what it found by the session's revision.

pub mod documents;
pub mod exchange;
pub mod export;
pub mod find;
pub mod history;
pub mod inspector;
pub mod palette;
pub mod parties;
pub mod reading;
pub mod shortcuts;
pub mod statements;
pub mod welcome;
pub mod whose;
pub mod work;

use egui::{
    Align, Color32, Id, Key, Layout, Modifiers, PopupCloseBehavior, Response, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, vec2,
};

use super::command::Command;
use super::review::threads::ThreadsState;
use super::shaped::{Button, ComboBox, Label, Row, TextField};
use crate::edit::change::Edit;
use crate::locale::plain;
use crate::model::document::Document;
use crate::model::gesture::Gesture;
use crate::model::id::PartyId;
use crate::model::party::{Party, Rgb};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::t;
use crate::text::arabic;

/// An entry of the command palette and of the sheet of shortcuts: name, shortcut, what it does, whether it can be done.
pub type CommandRow = (String, String, Command, bool);

/// What the panels remember from frame to frame.
#[derive(Debug, Default)]
pub struct PanelState {
    /// Tells the project from others, so that each keeps the places of its own lists.
    pub project: String,
    pub inspector: inspector::InspectorState,
    pub parties: parties::PartiesState,
    pub statements: statements::StatementsState,
    pub documents: documents::DocumentsState,
    pub palette: palette::PaletteState,
    pub export: export::ExportDraft,
    pub find: find::FindState,
    pub history: history::HistoryState,
    pub work: work::WorkState,
    pub threads: ThreadsState,
}

/// The text of a field while it is being edited, kept apart from the value it stands for.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    key: String,
    value: String,
    /// The value that was asked for and has not arrived yet.
    asked: Option<String>,
    text: String,
}

impl Draft {
    /// Takes over the value when the field stands for something else now, or when it was changed elsewhere.
    fn follow(&mut self, key: &str, value: &str) {
        if self.key == key && self.asked.as_deref() == Some(value) {
            // The text may differ from the value by white space that the value does not keep.
            self.value = value.to_owned();
            self.asked = None;
        } else if self.key != key || self.value != value {
            *self = Self { key: key.to_owned(), value: value.to_owned(), asked: None, text: value.to_owned() };
        }
    }

    /// Shows a field for `value` and returns the new value after an edit. `key` says what the field stands for.
    fn show(
        &mut self,
        ui: &mut Ui,
        key: &str,
        value: &str,
        options: Field<'_>,
        out: &mut Vec<Command>,
    ) -> Option<String> {
        self.follow(key, value);
        let id = ui.make_persistent_id(key);
        let field = match options.rows {
            1 => TextField::singleline(&mut self.text),
            rows => TextField::multiline(&mut self.text).rows(rows),
        };
        let width = ui.available_width();
        let output = field.id(id).name(options.name).hint(options.hint).desired_width(width).show(ui);
        if output.response.lost_focus() || output.submitted || output.cancelled {
            out.push(Command::EndGesture);
        }
        if !output.changed {
            return None;
        }
        let new = (options.clean)(&self.text);
        if new == self.asked.as_deref().unwrap_or(value) {
            return None;
        }
        self.asked = Some(new.clone());
        Some(new)
    }
}

/// How a [`Draft`] is shown.
struct Field<'a> {
    name: &'a str,
    hint: &'a str,
    rows: usize,
    /// The value of what was typed.
    clean: fn(&str) -> String,
}

impl<'a> Field<'a> {
    fn line(name: &'a str) -> Self {
        Self { name, hint: "", rows: 1, clean: str::to_owned }
    }
}

/// What is typed into the list of a [`party_combo`], and into which.
#[derive(Debug, Default)]
pub(crate) struct PartyFilter {
    open: Option<String>,
    text: String,
}

/// What a [`party_combo`] shows.
struct PartyChoice<'a> {
    /// Tells it from the others of the panel.
    key: &'a str,
    /// Its accessible name.
    name: String,
    selected: Option<&'a Party>,
    /// What it shows while nothing is chosen.
    empty: String,
    /// The entry that takes the choice back, where there is one.
    none: Option<String>,
}

/// A list of parties that narrows while one types a name or an alias; Enter takes the first.
///
/// Returns the choice: a party, or `Some(None)` for none.
fn party_combo(
    ui: &mut Ui,
    project: &Project,
    choice: PartyChoice<'_>,
    filter: &mut PartyFilter,
    offered: impl Fn(&Party) -> bool,
) -> Option<Option<PartyId>> {
    let mut chosen = None;
    let width = ui.available_width();
    let mut combo = ComboBox::new(choice.key, choice.name.clone())
        .selected_text(choice.selected.map_or(choice.empty, |party| party.name.clone()))
        .width(width)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    if let Some(party) = choice.selected {
        combo = combo.swatch(color(party.color));
    }
    let shown = combo.show(ui, |ui| {
        let just_opened = filter.open.as_deref() != Some(choice.key);
        if just_opened {
            *filter = PartyFilter { open: Some(choice.key.to_owned()), text: String::new() };
        }
        let (name, hint) = (t!("panel-party-filter-name", what = choice.name.as_str()), t!("panel-party-filter"));
        let field_id = ui.make_persistent_id((choice.key, "party-filter"));
        let width = ui.available_width();
        let output =
            TextField::singleline(&mut filter.text).id(field_id).name(name).hint(hint).desired_width(width).show(ui);
        if just_opened {
            ui.memory_mut(|memory| memory.request_focus(field_id));
        }
        if let Some(none) = &choice.none
            && ui.add(Row::new(none.clone()).selected(choice.selected.is_none())).clicked()
        {
            chosen = Some(None);
        }
        let matches = |party: &Party| {
            std::iter::once(&party.name).chain(&party.aliases).any(|name| arabic::contains(name, filter.text.trim()))
        };
        let found: Vec<_> = project.parties.iter().filter(|party| offered(party) && matches(party)).collect();
        for party in &found {
            let selected = choice.selected.is_some_and(|selected| selected.id == party.id);
            if ui.add(Row::new(party.name.clone()).swatch(color(party.color)).selected(selected)).clicked() {
                chosen = Some(Some(party.id.clone()));
            }
        }
        if found.is_empty() {
            ui.add(Label::new(t!("panel-party-none-found")).weak().wrap());
        }
        if output.submitted && !filter.text.trim().is_empty() {
            chosen = found.first().map(|party| Some(party.id.clone()));
        }
        if chosen.is_some() || output.cancelled || output.submitted {
            ui.close();
        }
    });
    if shown.inner.is_none() && filter.open.as_deref() == Some(choice.key) {
        filter.open = None;
    }
    chosen
}

/// A gesture as a command.
fn apply(gesture: impl Into<Gesture>, edit: Edit) -> Command {
    Command::Apply { gesture: gesture.into(), edit: Box::new(edit), merge_key: None }
}

/// A gesture that goes on while one types into the same field.
fn apply_typing(gesture: impl Into<Gesture>, edit: Edit, merge_key: &str) -> Command {
    Command::Apply { gesture: gesture.into(), edit: Box::new(edit), merge_key: Some(merge_key.to_owned()) }
}

/// Parts at the end of a line, and parts at its start in the room that is left.
fn line<S, E>(ui: &mut Ui, end: impl FnOnce(&mut Ui) -> E, start: impl FnOnce(&mut Ui) -> S) -> (S, E) {
    let (from_start, from_end) = if ui.layout().prefer_right_to_left() {
        (Layout::right_to_left(Align::Center), Layout::left_to_right(Align::Center))
    } else {
        (Layout::left_to_right(Align::Center), Layout::right_to_left(Align::Center))
    };
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, from_end, |ui| {
        let end = end(ui);
        (ui.with_layout(from_start, start).inner, end)
    })
    .inner
}

/// A row of a list with a content of its own, clicked as a whole. `content` is given the colour of its texts where the
/// ground of the row asks for one.
pub(crate) fn list_row(
    ui: &mut Ui,
    id: Id,
    height: f32,
    selected: bool,
    name: &str,
    content: impl FnOnce(&mut Ui, Option<Color32>),
) -> Response {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, id, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, selected, plain(name)));
    let visuals = ui.style().interact_selectable(&response, selected);
    if selected || response.hovered() || response.has_focus() {
        let stroke = if response.has_focus() { visuals.bg_stroke } else { Stroke::NONE };
        ui.painter().rect(rect, visuals.corner_radius, visuals.weak_bg_fill, stroke, StrokeKind::Inside);
    }
    let inner = rect.shrink2(ui.spacing().button_padding);
    ui.scope_builder(UiBuilder::new().max_rect(inner).layout(*ui.layout()), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // Weak text could not be read on the ground of the selected row.
        content(ui, selected.then(|| visuals.text_color()));
    });
    response
}

/// The title of a part of a panel.
pub(crate) fn section(ui: &mut Ui, title: String) {
    ui.add_space(ui.spacing().item_spacing.y);
    let label = Label::new(title).small(ui).weak().elide();
    ui.add(label);
}

/// A button that shows a sign only.
fn sign_button(ui: &mut Ui, sign: &str, name: String, enabled: bool) -> bool {
    use super::shaped::ResponseExt as _;
    let button = Button::new(sign).small().frame(false).name(name.clone());
    ui.add_enabled(enabled, button).on_hover_shaped(name).clicked()
}

fn color(rgb: Rgb) -> Color32 {
    let [red, green, blue] = rgb.0;
    Color32::from_rgb(red, green, blue)
}

/// The words of these spans in one line, for lists.
pub(crate) fn quote(document: &Document, spans: &[Span]) -> String {
    // Without isolates round the passages: they are one text, whose first strong letter gives the line its direction.
    let between = plain(&t!("panel-quotes-joined", before = "", next = ""));
    document.quotes(spans).into_iter().map(one_line).collect::<Vec<_>>().join(&between)
}

/// The words of these spans exactly as they are, for copying.
pub(crate) fn joined_quotes(document: &Document, spans: &[Span]) -> String {
    document.quotes(spans).join(&plain(&t!("panel-quotes-joined", before = "", next = "")))
}

/// White space, line breaks included, as single spaces; no longer than a list can show.
fn one_line(text: &str) -> String {
    const LONGEST_CHARS: usize = 300;
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        count += word.chars().count();
        if count > LONGEST_CHARS {
            line.push('…');
            break;
        }
    }
    line
}

/// The chain of a statement in names, outermost first.
pub(crate) fn chain_names(project: &Project, statement: &Statement) -> String {
    let mut names = statement.chain.iter().map(|link| party_name(project, &link.party));
    match names.next() {
        None => t!("panel-chain-author"),
        Some(first) => names.fold(first.to_owned(), |outer, inner| t!("panel-chain", outer = outer, inner = inner)),
    }
}

fn party_name<'a>(project: &'a Project, id: &'a PartyId) -> &'a str {
    project.party(id).map_or(id.as_str(), |party| &party.name)
}

fn kind_name<'a>(project: &'a Project, statement: &'a Statement) -> &'a str {
    project.codebook.kind(&statement.kind).map_or(statement.kind.as_str(), |kind| &kind.name)
}

/// Whether a dialog that was shown last in the pass `last` has been opened anew; `last` becomes this pass.
fn opened_anew(ui: &Ui, last: &mut u64) -> bool {
    let now = ui.ctx().cumulative_pass_nr();
    let anew = *last == 0 || now > *last + 1;
    *last = now;
    anew
}

/// Takes the wish to copy from whatever would see it next.
fn take_copy(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let at = input.events.iter().position(|event| matches!(event, egui::Event::Copy));
        at.map(|at| input.events.remove(at)).is_some()
    })
}

/// Takes this key from whatever would see it next.
fn take_key(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}
