//! The lists over the window: what the manual lacks a rule for, and the threads of all articles.

use egui::{Id, Modal, ScrollArea, Ui};

use super::{At, ReviewCommand, ReviewState, Spot, words};
use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::review::{Decision, Thread, ThreadAnchor};
use crate::model::span::Span;
use crate::t;
use crate::ui::command::Command;
use crate::ui::describe::when;
use crate::ui::panels::{list_row, quote};
use crate::ui::shaped::{Button, Family, Heading, Label};

/// A decision that the manual lacks a rule for.
#[derive(Clone, Debug, PartialEq)]
pub struct Lacking {
    pub spot: Spot,
    pub title: String,
    pub passage: String,
    pub reason: String,
    /// What was decided, with the cause, by whom and when.
    pub how: String,
}

/// All of them that this person may see, by document, oldest first.
pub fn lacking(project: &Project, viewer: &AnnotatorId) -> Vec<Lacking> {
    let mut found = Vec::new();
    for (id, review) in project.reviews.iter().filter(|(id, _)| project.may_see(viewer, id)) {
        let Some(document) = project.documents.get(id) else { continue };
        for decision in review.decisions().filter(|decision| decision.needs_rule) {
            let cause = decision.cause.map_or_else(|| t!("review-cause-none"), words::cause_name);
            found.push(Lacking {
                spot: Spot { document: id.clone(), at: At::Decision(decision.id) },
                title: document.display_title().to_owned(),
                passage: quote(document, &spans_of(project, id, decision)),
                reason: decision.reason.trim().to_owned(),
                how: t!(
                    "manual-how",
                    verdict = words::verdict(decision),
                    cause = cause,
                    by = decision.by.as_str(),
                    when = when(decision.at)
                ),
            });
        }
    }
    found
}

/// The words that a decision is about: of what it gave, or else of what it was made on.
fn spans_of(project: &Project, document: &DocumentId, decision: &Decision) -> Vec<Span> {
    if let Some(statement) = decision.statements.first() {
        return statement.spans.clone();
    }
    let seen = decision.sources.iter().flat_map(|source| {
        let layer = project.layer(document, &source.annotator);
        source.statements.iter().filter_map(move |seen| layer?.statement(seen.id))
    });
    seen.map(|statement| statement.spans.clone()).next().unwrap_or_default()
}

/// The list as Markdown, for the manual.
pub fn manual_text(lacking: &[Lacking]) -> String {
    let mut text = format!("## {}\n", plain(&t!("manual-section")));
    for entry in lacking {
        let reason = if entry.reason.is_empty() { t!("manual-no-reason") } else { entry.reason.clone() };
        let line = t!(
            "manual-line",
            passage = entry.passage.as_str(),
            title = entry.title.as_str(),
            reason = reason,
            how = entry.how.as_str()
        );
        text.push_str(&format!("\n- {}", plain(&line)));
    }
    text.push('\n');
    text
}

/// Shows what the manual lacks.
pub fn manual(ui: &Ui, lacking: &[Lacking], out: &mut Vec<Command>) {
    let modal = Modal::new(Id::unique("review-manual")).show(ui.ctx(), |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.set_width((screen.x * 0.9).min(620.0));
        ui.add(Heading::new(t!("manual-heading")));
        ui.add(Label::new(t!("manual-explained")).weak().wrap());
        let height = 3.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
        let area = ScrollArea::vertical()
            .max_height(screen.y * 0.55)
            .min_scrolled_height(screen.y * 0.55)
            .auto_shrink([false, true]);
        area.show_rows(ui, height, lacking.len(), |ui, range| {
            for entry in lacking.get(range).unwrap_or_default() {
                let id = ui.make_persistent_id(&entry.spot);
                let reason = if entry.reason.is_empty() { t!("manual-no-reason") } else { entry.reason.clone() };
                let response = list_row(ui, id, height, false, &reason, |ui, _| {
                    let how = t!("manual-row", title = entry.title.as_str(), how = entry.how.as_str());
                    let label = Label::new(how).small(ui).weak().elide();
                    ui.add(label);
                    let words = Label::new(entry.passage.clone()).family(Family::Reading).line_height(1.3);
                    ui.add(words.elide().fill());
                    ui.add(Label::new(reason.clone()).elide());
                });
                if response.clicked() {
                    out.push(Command::CloseDialog);
                    out.push(Command::Review(ReviewCommand::Show(entry.spot.clone())));
                }
            }
        });
        if lacking.is_empty() {
            ui.add(Label::new(t!("manual-empty")).weak().wrap());
        }
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal_wrapped(|ui| {
            let any = !lacking.is_empty();
            if ui.add_enabled(any, Button::new(t!("manual-copy"))).clicked() {
                out.push(Command::Review(ReviewCommand::CopyManual));
            }
            if ui.add_enabled(any, Button::new(t!("manual-append"))).clicked() {
                out.push(Command::Review(ReviewCommand::AppendManual));
            }
            ui.add(Button::new(t!("dialog-close"))).clicked()
        })
        .inner
    });
    if modal.inner || modal.should_close() {
        out.push(Command::CloseDialog);
    }
}

/// Which threads are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThreadChoice {
    #[default]
    Open,
    All,
    /// Those about one's own statements, and those in which one said something.
    Mine,
}

impl ThreadChoice {
    fn passes(self, thread: &Thread, own: &AnnotatorId) -> bool {
        match self {
            Self::Open => thread.resolved.is_none(),
            Self::All => true,
            Self::Mine => {
                thread.comments.iter().any(|comment| comment.by == *own)
                    || thread.anchor.statements().iter().any(|(annotator, _)| *annotator == own)
            }
        }
    }
}

/// Shows the threads of all articles.
pub fn threads(ui: &Ui, session: &Session, state: &mut ReviewState, out: &mut Vec<Command>) {
    let project = session.project();
    let seen = || project.reviews.iter().filter(|(id, _)| project.may_see(session.annotator(), id));
    let all = || seen().flat_map(|(id, review)| review.threads().map(move |thread| (id, thread)));
    let modal = Modal::new(Id::unique("review-threads")).show(ui.ctx(), |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.set_width((screen.x * 0.9).min(620.0));
        ui.add(Heading::new(t!("threads-heading")));
        ui.horizontal_wrapped(|ui| {
            for (choice, name) in [
                (ThreadChoice::Open, t!("threads-open")),
                (ThreadChoice::All, t!("threads-all")),
                (ThreadChoice::Mine, t!("threads-mine")),
            ] {
                if ui.add(Button::new(name).selected(state.threads == choice)).clicked() {
                    state.threads = choice;
                }
            }
        });
        let found: Vec<_> = all().filter(|(_, thread)| state.threads.passes(thread, session.annotator())).collect();
        let height = 3.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
        let area = ScrollArea::vertical()
            .max_height(screen.y * 0.55)
            .min_scrolled_height(screen.y * 0.55)
            .auto_shrink([false, true]);
        area.show_rows(ui, height, found.len(), |ui, range| {
            for (document, thread) in found.get(range).unwrap_or_default() {
                thread_row(ui, project, document, thread, height, out);
            }
        });
        if found.is_empty() {
            ui.add(Label::new(t!("threads-none")).weak().wrap());
        }
        ui.add_space(ui.spacing().item_spacing.y);
        ui.add(Button::new(t!("dialog-close"))).clicked()
    });
    if modal.inner || modal.should_close() {
        out.push(Command::CloseDialog);
    }
}

fn thread_row(ui: &mut Ui, project: &Project, id: &DocumentId, thread: &Thread, height: f32, out: &mut Vec<Command>) {
    let (Some(document), Some(last)) = (project.documents.get(id), thread.comments.last()) else { return };
    let spans = match &thread.anchor {
        ThreadAnchor::Passage(span) => vec![*span],
        anchor => {
            let ids = anchor.statements();
            let statement = ids.iter().filter_map(|(annotator, s)| project.layer(id, annotator)?.statement(*s)).next();
            statement.map(|statement| statement.spans.clone()).unwrap_or_default()
        }
    };
    let by = last.by.as_str();
    let count = thread.comments.len();
    let head = if thread.resolved.is_some() {
        t!("threads-row-resolved", by = by, when = when(last.at), title = document.display_title(), count = count)
    } else {
        t!("threads-row-open", by = by, when = when(last.at), title = document.display_title(), count = count)
    };
    let row = ui.make_persistent_id(thread.id);
    let response = list_row(ui, row, height, false, &last.text, |ui, _| {
        let label = Label::new(head).small(ui).weak().elide();
        ui.add(label);
        ui.add(Label::new(quote(document, &spans)).family(Family::Reading).line_height(1.3).elide().fill());
        ui.add(Label::new(last.text.clone()).elide().fill());
    });
    if response.clicked() {
        out.push(Command::CloseDialog);
        out.push(Command::Review(ReviewCommand::ShowThread(id.clone(), thread.id)));
    }
}
