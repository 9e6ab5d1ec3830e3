//! The dialog that lists decisions for which the manual has no rule.

use egui::{ScrollArea, Ui};

use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::review::Decision;
use crate::model::span::Span;
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::command::review::{At, ReviewCommand, Spot};
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::list_row;
use crate::ui::shaped::{Button, Family, Label};
use crate::ui::words::{quote, review as words};

/// The decisions that need a rule, at a revision of the session.
#[derive(Debug, Default)]
pub(crate) struct LackingRules {
    revision: u64,
    found: Option<Vec<Lacking>>,
}

impl LackingRules {
    /// The decisions at the present revision.
    pub(crate) fn of(&mut self, session: &Session) -> &[Lacking] {
        if self.found.is_none() || self.revision != session.revision() {
            self.revision = session.revision();
            self.found = Some(lacking(session.project(), session.annotator()));
        }
        self.found.as_deref().unwrap_or_default()
    }
}

pub(crate) static DIALOG: DialogRow = DialogRow::with_new::<LackingRules>(|scope, ui| {
    if let Some(open) = scope.open {
        show(ui, scope.drafts.of::<LackingRules>().of(open.session), scope.out);
    }
});

/// A decision for which the manual has no rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lacking {
    pub spot: Spot,
    pub title: String,
    pub passage: String,
    pub reason: String,
    /// The decision with its cause, author and time, in words.
    pub how: String,
}

/// All such decisions that this person may see, by document, oldest first.
pub(crate) fn lacking(project: &Project, viewer: &AnnotatorId) -> Vec<Lacking> {
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

/// The passage that a decision is about: that of its gold statement, or else that of its sources.
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

/// The list as Markdown, ready for the manual.
pub(crate) fn manual_text(lacking: &[Lacking]) -> String {
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

/// Shows the decisions that need a rule in the manual.
fn show(ui: &Ui, lacking: &[Lacking], out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("review-manual", t!("manual-heading"), 620.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
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
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
