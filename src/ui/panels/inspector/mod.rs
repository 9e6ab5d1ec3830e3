//! Everything about the selected statement, editable in place; without one, what the article has.
//!
//! A row has its label at the start, with the key of the field, and the control at the end. A statement with two links fits
//! into a small window without scrolling. Fields that are chosen from a list have a picker, which their keys open by
//! [`picker_id`].

mod attributes;
mod attribution;
mod common;
mod created;
mod details;
mod document;
mod drafts;
mod fields;
mod head;
mod relations;
mod rows;
mod several;
mod state;
mod subject;
mod summary;

use egui::{ScrollArea, Ui};

pub(crate) use self::attributes::attribute_id;
pub(crate) use self::created::by_topic;
use self::drafts::AttributeDrafts;
use self::rows::{ABOVE_PT, ROW_PT};
pub use self::state::InspectorState;
pub(crate) use self::state::{note_id, picker_id};
use self::subject::Subject;
use crate::edit::session::Session;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::ui::command::Command;
use crate::ui::review::reviewed;
use crate::ui::review::threads::ThreadsState;
use crate::ui::state::View;

/// The space between rows, in points.
const BETWEEN_PT: f32 = 2.0;

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

/// The selected statement.
pub(crate) fn chosen<'p>(session: &'p Session, view: &View) -> Option<&'p Statement> {
    Subject::find(session, view).map(|subject| subject.statement)
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
    if several::show(ui, session, view, state, out) {
        return;
    }
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
        state.relations.clear();
        state.has_news = subject.as_ref().is_some_and(|subject| details::has_news(session, subject));
    }
    let content = area.show(ui, |ui| match &subject {
        Some(subject) => {
            ui.push_id(subject.statement.id, |ui| statement(ui, session, subject, view, state, threads, out));
        }
        None => {
            summary::show(ui, session, view, state);
            document::show(ui, session, view, state, out);
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
    attributes::show(ui, subject, view, state, out);
    relations::show(ui, subject, view, state, out);
    fields::note(ui, subject, state, out);
    details::show(ui, session, subject, view, state, threads, out);
}
