//! Everything about the selected statement, editable in place; without one, what the article has.
//!
//! A row has its label at the start, with the key of the field, and the control at the end. A statement with two links fits
//! into a small window without scrolling. Fields that are chosen from a list have a picker, which their keys open by
//! [`picker_id`].

mod attribution;
mod details;
mod fields;
mod head;
mod relations;
mod summary;

use egui::{Align, Id, Layout, Response, ScrollArea, Ui, vec2};

use self::details::AttributeDrafts;
use self::summary::Summary;
use crate::edit::change::{Edit, LayerKey};
use crate::edit::gesture::parties;
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::gesture::Gesture;
use crate::model::id::{PartyId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Decision;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::review::decide;
use crate::ui::command::Command;
use crate::ui::command::field::{FieldCommand, PickedField};
use crate::ui::parts::draft::{Draft, apply};
use crate::ui::parts::picker::{Pick, Picked, PickerState};
use crate::ui::review::reviewed;
use crate::ui::review::threads::ThreadsState;
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, Label, ResponseExt as _};
use crate::ui::state::View;
use crate::ui::words::one_line;

/// The height of a row, in points.
const ROW_PT: f32 = 28.0;
/// The width of the labels at the start of rows, in points.
const LABEL_PT: f32 = 104.0;
/// The space between rows, in points.
const BETWEEN_PT: f32 = 2.0;
/// The height of a row with words that are only marked in the text, in points.
const LOW_PT: f32 = 24.0;
/// The space on both sides of an icon in its button, in points.
const ICON_PADDING_PT: f32 = 5.0;
/// The space above a section, in points.
const ABOVE_PT: f32 = 4.0;

/// The state of the inspector.
#[derive(Debug, Default)]
pub struct InspectorState {
    note: Draft,
    pickers: PickerState,
    attributes: AttributeDrafts,
    shows_details: bool,
    shows_thread: bool,
    /// The thread of the statement that is shown is open because there is something in it that its annotator must see.
    has_news: bool,
    /// The reply to this thread gets the keyboard as soon as it is shown.
    replies: bool,
    /// The statement that was shown last.
    shown: Option<StatementId>,
    summary: Summary,
    /// The height of what was shown last, in points.
    height_pt: f32,
}

impl InspectorState {
    /// The height of what was shown last, without scrolling, in points.
    pub fn height_pt(&self) -> f32 {
        self.height_pt
    }
}

/// The id of the picker of a field, by which its key opens it.
pub(crate) fn picker_id(field: PickedField) -> Id {
    Id::unique(("inspector", field))
}

/// The id of the field for the note.
pub(crate) fn note_id() -> Id {
    Id::unique("inspector-note")
}

/// Shows the speaker of the next statement as a picker of this width in points, which the key of the speaker opens while no
/// statement is selected, or words are.
pub(crate) fn next_speaker(
    ui: &mut Ui,
    project: &Project,
    view: &View,
    width_pt: f32,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    attribution::next_speaker(ui, project, view, width_pt, &mut state.pickers, out);
}

/// Shows the selected statement, or what the article has.
pub fn show(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    state: &mut InspectorState,
    threads: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing.y = BETWEEN_PT;
    ui.spacing_mut().interact_size.y = ROW_PT;
    let subject = Subject::find(session, view);
    if subject.as_ref().is_some_and(|subject| subject.decision.is_some()) {
        head::correcting(ui, view, out);
    }
    let mut area = ScrollArea::vertical().id_salt("inspector").auto_shrink(false);
    let shown = subject.as_ref().map(|subject| subject.statement.id);
    if state.shown != shown {
        // Another statement is shown from its top.
        area = area.vertical_scroll_offset(0.0);
        state.shown = shown;
        state.attributes = AttributeDrafts::default();
        state.has_news = subject.as_ref().is_some_and(|subject| details::has_news(session, subject));
    }
    let content = area.show(ui, |ui| match &subject {
        Some(subject) => {
            ui.push_id(subject.statement.id, |ui| statement(ui, session, subject, view, state, threads, out));
        }
        None => {
            summary::show(ui, session, view, state);
            reviewed::passage(ui, session, view, threads, out);
        }
    });
    state.height_pt = content.content_size.y;
}

fn statement(
    ui: &mut Ui,
    session: &Session,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    threads: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    head::said(ui, session, subject, state, out);
    head::show(ui, subject, view, state, out);
    attribution::show(ui, subject, view, state, out);
    ui.add_space(ABOVE_PT);
    fields::addressees(ui, subject, view, state, out);
    fields::topic(ui, subject, view, state, out);
    fields::choices(ui, subject, out);
    relations::show(ui, subject, view, state, out);
    fields::note(ui, subject, state, out);
    details::show(ui, session, subject, view, state, threads, out);
}

/// The statement and everything that it depends on.
struct Subject<'a> {
    project: &'a Project,
    document: &'a Document,
    key: LayerKey,
    layer: &'a Layer,
    statement: &'a Statement,
    /// The decision that produced the statement if it is in gold.
    decision: Option<&'a Decision>,
}

impl<'a> Subject<'a> {
    fn find(session: &'a Session, view: &View) -> Option<Self> {
        let project = session.project();
        let document = project.documents.get(view.document.as_ref()?)?;
        let review = project.reviews.get(&document.id);
        let decision = view.correcting.and_then(|id| review?.decision(id));
        let layer = match (view.correcting, review) {
            (Some(_), review) => review?.gold(),
            (None, _) => project.layer(&document.id, session.annotator())?,
        };
        let statement = layer.statement(view.selected?)?;
        let key = (document.id.clone(), session.annotator().clone());
        Some(Self { project, document, key, layer, statement, decision })
    }

    /// A gesture that changes the statement.
    fn change(&self, gesture: impl Into<Gesture>, change: impl FnOnce(&mut Statement)) -> Command {
        apply(gesture, self.edit(change))
    }

    fn edit(&self, change: impl FnOnce(&mut Statement)) -> Edit {
        let mut statement = self.statement.clone();
        change(&mut statement);
        statement.modified = jiff::Timestamp::now();
        if let Some(decision) = self.decision {
            let own = decision.statements.iter();
            let statements = own.map(|own| if own.id == statement.id { &statement } else { own }).cloned().collect();
            return decide::rewrite(&self.document.id, decision, statements, &self.key.1, statement.modified);
        }
        Edit::ReplaceStatement { layer: self.key.clone(), statement: Box::new(statement) }
    }

    /// A gesture that changes the statement by a picked party. A new one is added in the same step.
    fn change_by_party(
        &self,
        gesture: impl Into<Gesture>,
        pick: Pick,
        change: impl FnOnce(&mut Statement, PartyId),
    ) -> Option<Command> {
        let (party, added) = match pick {
            Pick::Item(id) => (PartyId::new(id).ok()?, None),
            Pick::New(name) => {
                let (id, edit) = new_party(self.project, name);
                (id, Some(edit))
            }
            Pick::Nothing => return None,
        };
        let edit = self.edit(|statement| change(statement, party));
        let edit = match added {
            Some(added) => Edit::Group(vec![added, edit]),
            None => edit,
        };
        Some(apply(gesture, edit))
    }

    fn words(&self, span: Span) -> String {
        one_line(self.document.content.get(span.range()).unwrap_or_default())
    }
}

/// The edit that adds a party of this name, and its identifier.
fn new_party(project: &Project, name: String) -> (PartyId, Edit) {
    let id = PartyId::from_name(&name, |id| project.party(id).is_some());
    let party = parties::new_party(project, id.clone(), name);
    (id, Edit::AddParty { index: project.parties.len(), party })
}

/// A row: a label with its keys at the start, and a control.
fn row<R>(ui: &mut Ui, label: &str, keys: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.set_min_height(ROW_PT);
        at_start(ui, ROW_PT, |ui| field_label(ui, label, keys));
        control(ui)
    })
    .inner
}

/// What stands at the start of a row of this height, in the width of the labels whatever it is.
fn at_start<R>(ui: &mut Ui, height_pt: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = *ui.layout();
    let size = vec2(LABEL_PT, height_pt);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_size(size);
        ui.set_max_width(LABEL_PT);
        content(ui)
    })
    .inner
}

fn field_label(ui: &mut Ui, label: &str, keys: &str) {
    let label = Label::new(label).small(ui).weak().elide();
    ui.add(label);
    if !keys.is_empty() {
        let keys = Label::new(keys).small(ui).strong().extend();
        ui.add(keys);
    }
}

/// The title of a section with its keys.
fn section(ui: &mut Ui, title: &str, keys: &str) {
    ui.add_space(ABOVE_PT);
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| field_label(ui, title, keys));
    });
}

/// A button that shows only an icon, with its name under the pointer.
fn icon_button(ui: &mut Ui, icon: Icon, name: String, enabled: bool) -> Response {
    let button = Button::new("").icon(icon).small().frame(false).name(name.clone());
    ui.scope(|ui| {
        ui.spacing_mut().button_padding.x = ICON_PADDING_PT;
        ui.add_enabled(enabled, button)
    })
    .inner
    .on_hover_shaped(name)
}

/// Widgets of a row that begin at its end; the rest of the row is for what is shown next.
fn at_end<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = if ui.layout().prefer_right_to_left() {
        Layout::left_to_right(Align::Center)
    } else {
        Layout::right_to_left(Align::Center)
    };
    ui.with_layout(layout, content).inner
}

/// Goes on to what is missing next, if the missing fields are filled in one after the other; a list that was closed
/// without Enter ends that.
fn go_on(view: &View, picked: &Picked, out: &mut Vec<Command>) {
    if view.fills.is_some() {
        let goes_on = picked.pick.is_some() || picked.by_key;
        out.push(Command::Field(if goes_on { FieldCommand::GoOn } else { FieldCommand::StopFilling }));
    }
}
