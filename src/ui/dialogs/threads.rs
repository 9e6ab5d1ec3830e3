//! The dialog that lists the threads of all articles.

use egui::{ScrollArea, Ui};

use crate::edit::session::Session;
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::model::review::{Thread, ThreadAnchor};
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::command::review::ReviewCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::list_row;
use crate::ui::review::state::{ReviewState, ThreadChoice};
use crate::ui::shaped::{Button, Family, Label};
use crate::ui::words::quote;

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    if let Some(open) = scope.open {
        show(ui, open.session, &mut scope.panels.review, scope.out);
    }
});

/// Shows the threads of all articles.
fn show(ui: &Ui, session: &Session, state: &mut ReviewState, out: &mut Vec<Command>) {
    let project = session.project();
    let seen = || project.reviews.iter().filter(|(id, _)| project.may_see(session.annotator(), id));
    let all = || seen().flat_map(|(id, review)| review.threads().map(move |thread| (id, thread)));
    let dialog = DialogFrame::new("review-threads", t!("threads-heading"), 620.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
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
    if dialog.inner || dialog.should_close {
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
