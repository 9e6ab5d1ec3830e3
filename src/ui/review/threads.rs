//! Threads of comments on a statement, a disagreement or a passage: reading, replying, resolving and reopening.

use std::collections::BTreeMap;

use egui::{Frame, Id, Ui};
use jiff::Timestamp;

use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::gesture::Gesture;
use crate::model::id::{AnnotatorId, DocumentId, ThreadId};
use crate::model::review::{Comment, Review, Thread, ThreadAnchor};
use crate::model::span::Span;
use crate::review::queue::QueueRow;
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Label, TextField};

/// Comments being typed.
#[derive(Debug, Default)]
pub struct ThreadsState {
    replies: BTreeMap<ThreadId, String>,
    new: String,
    /// The subject of the new comment.
    about: Option<(DocumentId, ThreadAnchor)>,
}

/// The id of the field for a new comment, for focusing it.
pub(crate) fn comment_id() -> Id {
    Id::unique("review-comment")
}

/// The threads about the statements and passages of a place, oldest first.
pub(crate) fn at_place<'r>(review: Option<&'r Review>, row: &QueueRow<'r>) -> Vec<&'r Thread> {
    let Some(review) = review else { return Vec::new() };
    let sides = row.comparison.annotators.iter().zip(&row.place.statements);
    let ids = sides.flat_map(|(annotator, ids)| ids.iter().map(move |id| (annotator, *id)));
    let about = ids.flat_map(|(annotator, id)| review.threads_on(annotator, id));
    let mut found: BTreeMap<ThreadId, &Thread> = about.map(|thread| (thread.id, thread)).collect();
    found.extend(on_passage(review, row.place.hull));
    found.into_values().collect()
}

/// The threads about passages that overlap this one.
pub(crate) fn on_passage(review: &Review, span: Span) -> impl Iterator<Item = (ThreadId, &Thread)> {
    let meets =
        move |thread: &&Thread| matches!(thread.anchor, ThreadAnchor::Passage(passage) if passage.overlaps(span));
    review.threads().filter(meets).map(|thread| (thread.id, thread))
}

/// The subject of a comment on a place: its statement, or its differing statements, or its passage if there are none.
pub(crate) fn anchor_of(row: &QueueRow<'_>) -> ThreadAnchor {
    let sides = row.comparison.annotators.iter().zip(&row.place.statements);
    let mut ids: Vec<_> =
        sides.flat_map(|(annotator, ids)| ids.iter().map(move |id| (annotator.clone(), *id))).collect();
    match ids.len() {
        0 => ThreadAnchor::Passage(row.place.hull),
        1 => ids
            .pop()
            .map_or(ThreadAnchor::Passage(row.place.hull), |(annotator, id)| ThreadAnchor::Statement(annotator, id)),
        _ => ThreadAnchor::Disagreement(ids),
    }
}

/// The edit that starts a thread. `None` for an empty comment.
pub(crate) fn begin(document: &DocumentId, anchor: ThreadAnchor, by: &AnnotatorId, text: &str) -> Option<Edit> {
    let comments = vec![comment(by, text)?];
    let thread = Thread { id: ThreadId::generate(), anchor, comments, resolved: None };
    Some(set(document, thread))
}

fn comment(by: &AnnotatorId, text: &str) -> Option<Comment> {
    let text = text.trim();
    (!text.is_empty()).then(|| Comment { by: by.clone(), at: Timestamp::now(), text: text.to_owned() })
}

/// The edit that adds a reply to a thread. `None` for an empty comment.
pub(crate) fn reply(document: &DocumentId, thread: &Thread, by: &AnnotatorId, text: &str) -> Option<Edit> {
    let comment = comment(by, text)?;
    let mut thread = thread.clone();
    thread.comments.push(comment);
    Some(set(document, thread))
}

/// The id of the field for a reply to a thread, for focusing it.
pub(crate) fn reply_id(thread: ThreadId) -> Id {
    Id::unique(("thread-reply", thread))
}

fn set(document: &DocumentId, thread: Thread) -> Edit {
    Edit::SetThread { document: document.clone(), id: thread.id, thread: Some(Box::new(thread)) }
}

fn apply(gesture: impl Into<Gesture>, edit: Edit) -> Command {
    Command::Apply { gesture: gesture.into(), edit: Box::new(edit), merge_key: None }
}

/// Shows threads and a field for a new comment about `anchor`.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    document: &DocumentId,
    threads: &[&Thread],
    anchor: Option<ThreadAnchor>,
    state: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    section(ui, t!("thread-title"));
    for thread in threads {
        ui.push_id(thread.id, |ui| card(ui, session, document, thread, state, out));
    }
    let Some(anchor) = anchor else { return };
    let about = (document.clone(), anchor);
    if state.about.as_ref() != Some(&about) {
        state.new.clear();
        state.about = Some(about.clone());
    }
    let hint = match &about.1 {
        ThreadAnchor::Statement(..) => t!("thread-new-statement"),
        ThreadAnchor::Disagreement(_) => t!("thread-new-disagreement"),
        ThreadAnchor::Passage(_) => t!("thread-new-passage"),
    };
    if let Some(text) = field(ui, comment_id(), &mut state.new, t!("thread-new"), hint, t!("thread-comment"))
        && let Some(edit) = begin(document, about.1, session.annotator(), &text)
    {
        out.push(apply("gesture-comment", edit));
    }
}

/// A field with a button. Returns the submitted text.
fn field(ui: &mut Ui, id: Id, text: &mut String, name: String, hint: String, button: String) -> Option<String> {
    let width = ui.available_width();
    let output = TextField::multiline(text).rows(1).id(id).name(name).hint(hint).desired_width(width).show(ui);
    let ready = !text.trim().is_empty();
    let clicked = ready && ui.add(Button::new(button).small()).clicked();
    (ready && (clicked || output.submitted)).then(|| std::mem::take(text))
}

fn card(
    ui: &mut Ui,
    session: &Session,
    document: &DocumentId,
    thread: &Thread,
    state: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
    Frame::NONE.stroke(stroke).inner_margin(6.0).corner_radius(4.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for comment in &thread.comments {
            let head = t!("thread-comment-head", by = comment.by.as_str(), when = when(comment.at));
            let head = Label::new(head).small(ui).weak().elide();
            ui.add(head);
            ui.add(Label::new(comment.text.clone()).wrap().fill().selectable(true));
        }
        let again = |resolved| {
            let thread = Thread { resolved, ..thread.clone() };
            set(document, thread)
        };
        if let Some((by, at)) = &thread.resolved {
            let text = t!("thread-resolved", by = by.as_str(), when = when(*at));
            let label = Label::new(text).small(ui).weak().wrap();
            ui.add(label);
            if ui.add(Button::new(t!("thread-reopen")).small()).clicked() {
                out.push(apply("gesture-thread-reopen", again(None)));
            }
            return;
        }
        let reply_text = state.replies.entry(thread.id).or_default();
        let sent = field(
            ui,
            reply_id(thread.id),
            reply_text,
            t!("thread-reply-field"),
            t!("thread-reply-hint"),
            t!("thread-reply"),
        );
        if let Some(edit) = sent.and_then(|text| reply(document, thread, session.annotator(), &text)) {
            out.push(apply("gesture-comment", edit));
        } else if ui.add(Button::new(t!("thread-resolve")).small()).clicked() {
            let resolved = Some((session.annotator().clone(), Timestamp::now()));
            out.push(apply("gesture-thread-resolve", again(resolved)));
        }
    });
}
