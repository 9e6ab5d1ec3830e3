//! The folds at the end: where the statement comes from, with its attributes; what gold decided, with the threads.

use egui::Ui;

use super::attributes;
use super::drafts::AttributeDrafts;
use super::rows::{LABEL_PT, ROW_PT, at_start, icon_button, row, section};
use super::state::InspectorState;
use super::subject::Subject;
use crate::edit::session::Session;
use crate::model::review::Verdict;
use crate::model::statement::Attribute;
use crate::review::decide::{GoldOutcome, outcome};
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Field, apply_typing};
use crate::ui::parts::line_with;
use crate::ui::review::reviewed;
use crate::ui::review::threads::{self, ThreadsState};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, Label, TextField};
use crate::ui::state::View;

/// Both folds, side by side, and what is in the open ones.
pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    threads: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    let (project, own) = (subject.project, session.annotator());
    let has_thread = subject.decision.is_none() && project.may_see(own, &subject.document.id);
    let review = project.reviews.get(&subject.document.id).filter(|_| has_thread);
    let count = review.map_or(0, |review| review.threads_on(own, subject.statement.id).count());
    let mut shows_thread = state.shows_thread || state.has_news;
    let shown = ui.horizontal_wrapped(|ui| {
        fold(ui, t!("inspector-details"), &mut state.shows_details);
        attributes::more(ui, subject, state, out);
        if has_thread && fold(ui, t!("inspector-thread", count = count), &mut shows_thread) {
            (state.shows_thread, state.has_news) = (shows_thread, false);
        }
    });
    if state.shows_details {
        free_attributes(ui, subject, &mut state.attributes, out);
        origin(ui, subject);
    }
    if shows_thread && has_thread {
        reviewed::show(ui, session, subject.document, subject.statement, view.selection, threads, out);
        if std::mem::take(&mut state.replies) {
            let open = review.into_iter().flat_map(|review| review.threads_on(own, subject.statement.id));
            let open = open.filter(|thread| thread.resolved.is_none()).last();
            let field = open.map_or_else(threads::comment_id, |thread| threads::reply_id(thread.id));
            ui.memory_mut(|memory| memory.request_focus(field));
            shown.response.scroll_to_me(Some(egui::Align::TOP));
        }
    }
}

/// Whether the thread of a statement is open from the start: a comment has not been answered or resolved, or gold has
/// something else. What was sent back is told at the top.
pub(super) fn has_news(session: &Session, subject: &Subject<'_>) -> bool {
    let (project, own) = (subject.project, session.annotator());
    let is_own = subject.decision.is_none() && project.may_see(own, &subject.document.id);
    let Some(review) = project.reviews.get(&subject.document.id).filter(|_| is_own) else { return false };
    match outcome(review, own, subject.statement) {
        (_, Some(decision)) if decision.verdict == Verdict::SentBack => false,
        (GoldOutcome::Rejected | GoldOutcome::Corrected, _) => true,
        _ => review.has_open_thread(own, subject.statement.id),
    }
}

/// The title of a fold, which opens and closes it. Returns whether it was clicked.
fn fold(ui: &mut Ui, title: String, is_open: &mut bool) -> bool {
    let icon = if *is_open { Icon::ChevronDown } else { Icon::ChevronEnd };
    let response = ui.add(Button::new(title).icon(icon).small().frame(false));
    if response.clicked() {
        *is_open = !*is_open;
    }
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(*is_open));
    response.clicked()
}

/// Named values beyond the fields: a row each, and one for a new name and its value. A name that is there already gets the
/// new value.
fn free_attributes(ui: &mut Ui, subject: &Subject<'_>, drafts: &mut AttributeDrafts, out: &mut Vec<Command>) {
    section(ui, &t!("panel-attributes"), "");
    for (index, attribute) in subject.statement.attributes.iter().enumerate() {
        // What the codebook defines has a row of its own.
        if subject.project.codebook.attribute_named(&attribute.name).is_some() {
            continue;
        }
        let (name, value) = (attribute.name.as_str(), attribute.value.as_str());
        row(ui, name, "", |ui| {
            let shown = |ui: &mut Ui, out: &mut Vec<Command>| {
                let (key, title) =
                    (format!("attribute-{name}-{}", subject.statement.id), t!("inspector-value-of", name = name));
                let draft = drafts.values.draft(name);
                let field = Field { clean: |text| text.trim().to_owned(), ..Field::line(&title) };
                if let Some(value) = draft.show(ui, &key, value, field, out) {
                    let edit = subject.edit(|s| {
                        if let Some(changed) = s.attributes.get_mut(index) {
                            (changed.value, changed.span) = (value, None);
                        }
                    });
                    out.push(apply_typing("gesture-attribute", edit, &key));
                }
            };
            line_with(ui, out, shown, |ui, out| {
                if icon_button(ui, Icon::Close, t!("panel-attribute-remove", name = name), true).clicked() {
                    out.push(subject.change("gesture-attribute", |s| s.attributes.retain(|a| a != attribute)));
                }
            });
        });
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (name_id, value_id) = (ui.scope_id().with("new-attribute"), ui.scope_id().with("new-value"));
        let entered = at_start(ui, ROW_PT, |ui| {
            let name = t!("panel-attribute-new");
            let field = TextField::singleline(&mut drafts.new_name).id(name_id).name(name.clone()).hint(name);
            field.desired_width(LABEL_PT).show(ui).submitted
        });
        if entered {
            ui.memory_mut(|memory| memory.request_focus(value_id));
        }
        let hint = t!("inspector-value");
        let field =
            TextField::singleline(&mut drafts.new_value).id(value_id).name(t!("inspector-value-new")).hint(hint);
        let width = ui.available_width();
        if field.desired_width(width).show(ui).submitted && !drafts.new_name.trim().is_empty() {
            let [name, value] = [&mut drafts.new_name, &mut drafts.new_value].map(std::mem::take);
            let attribute = Attribute { name: name.trim().to_owned(), value: value.trim().to_owned(), span: None };
            out.push(subject.change("gesture-attribute", |s| {
                match s.attributes.iter_mut().find(|a| a.name == attribute.name) {
                    Some(old) => *old = attribute,
                    None => s.attributes.push(attribute),
                }
            }));
        }
    });
}

fn origin(ui: &mut Ui, subject: &Subject<'_>) {
    let statement = subject.statement;
    for text in [
        t!("panel-origin-by", name = subject.key.1.as_str()),
        t!("panel-origin-created", when = crate::text::clock::when(statement.created)),
        t!("panel-origin-modified", when = crate::text::clock::when(statement.modified)),
        t!("panel-origin-id", id = statement.id.to_string()),
    ] {
        let label = Label::new(text).small(ui).weak().elide().selectable(true);
        ui.add(label);
    }
}
