//! The review's results on the user's own work, beside the article: what gold decided about a statement, and the
//! threads.

use egui::{ScrollArea, Ui};

use super::threads::{self, ThreadsState};
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::review::{Thread, ThreadAnchor, Verdict};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::model::statement_difference::between;
use crate::review::decide::{GoldOutcome, outcome};
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::parts::section;
use crate::ui::shaped::Label;
use crate::ui::state::View;
use crate::ui::words::{quote, review as words};

/// Shows the decision about one of the user's statements, and the threads about it.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    document: &Document,
    statement: &Statement,
    selection: Option<Span>,
    state: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    let (project, own) = (session.project(), session.annotator());
    if !project.may_see(own, &document.id) {
        return;
    }
    let review = project.reviews.get(&document.id);
    if let Some(review) = review {
        let (outcome, decision) = outcome(review, own, statement);
        if let Some(decision) = decision {
            section(ui, t!("reviewed-title"));
            let text = match (outcome, &decision.verdict) {
                (GoldOutcome::Accepted, _) => t!("reviewed-accepted"),
                (GoldOutcome::Rejected, _) => t!("reviewed-nothing"),
                (GoldOutcome::SentBack, _) => t!("reviewed-sent-back"),
                (GoldOutcome::Open, Verdict::SentBack) => t!("reviewed-changed"),
                (GoldOutcome::Open, _) => t!("reviewed-later"),
                (GoldOutcome::Corrected, verdict) => {
                    let gold = decision.statements.iter().find(|gold| gold.hull().overlaps(statement.hull()));
                    let differs = gold.or(decision.statements.first()).map(|gold| between(statement, gold));
                    let names = differs.iter().flatten().map(|d| d.title()).collect();
                    let what = words::joined(names);
                    match verdict {
                        Verdict::Take(from) => t!("reviewed-other", annotator = from.as_str(), what = what),
                        _ => t!("reviewed-corrected", what = what),
                    }
                }
            };
            ui.add(Label::new(text).wrap());
            if outcome == GoldOutcome::Corrected {
                for gold in &decision.statements {
                    let words = quote(document, &gold.spans);
                    ui.add(Label::new(crate::ui::words::describe(session, gold)).wrap());
                    ui.add(Label::new(words).family(crate::ui::shaped::Family::Reading).wrap().fill());
                }
            }
            if !decision.reason.trim().is_empty() {
                ui.add(Label::new(t!("reviewed-reason", reason = decision.reason.trim())).wrap());
            }
            let by = t!("review-decided-by", by = decision.by.as_str(), when = when(decision.at));
            let label = Label::new(by).small(ui).weak().wrap();
            ui.add(label);
        }
    }
    let mut there: Vec<&Thread> = review.map(|r| r.threads_on(own, statement.id).collect()).unwrap_or_default();
    there.extend(review.into_iter().flat_map(|r| threads::on_passage(r, statement.hull())).map(|(_, thread)| thread));
    let anchor = match selection {
        Some(span) => ThreadAnchor::Passage(span),
        None => ThreadAnchor::Statement(own.clone(), statement.id),
    };
    threads::show(ui, session, &document.id, &there, Some(anchor), state, out);
}

/// Shown if no statement is selected: the threads about the selected passage, and a field to comment on it.
pub(crate) fn passage(ui: &mut Ui, session: &Session, view: &View, state: &mut ThreadsState, out: &mut Vec<Command>) {
    let (Some(document), Some(span)) = (&view.document, view.selection) else { return };
    if !session.project().may_see(session.annotator(), document) {
        return;
    }
    let review = session.project().reviews.get(document);
    let there: Vec<&Thread> =
        review.into_iter().flat_map(|review| threads::on_passage(review, span)).map(|(_, thread)| thread).collect();
    ScrollArea::vertical().id_salt("passage-threads").auto_shrink(false).show(ui, |ui| {
        threads::show(ui, session, document, &there, Some(ThreadAnchor::Passage(span)), state, out);
    });
}
