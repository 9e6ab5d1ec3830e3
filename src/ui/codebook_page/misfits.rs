//! The values of statements that do not fit the codebook: each leads to its statement.

use egui::{Id, ScrollArea, Ui};

use super::state::CodebookScope;
use crate::edit::session::Session;
use crate::model::misfits::{self, PlacedMisfit};
use crate::model::statement::Statement;
use crate::t;
use crate::ui::command::Command;
use crate::ui::pages::Page;
use crate::ui::parts::list_row;
use crate::ui::shaped::Label;
use crate::ui::state::Caret;
use crate::ui::words::{one_line, quote};

/// The height of a row, in points.
const ROW_PT: f32 = 30.0;

/// Counts them anew after a change.
fn update(scope: &mut CodebookScope<'_>) {
    let (project, revision) = (scope.session.project(), scope.session.revision());
    if scope.state.misfits.as_ref().is_none_or(|(of, _)| *of != revision) {
        scope.state.misfits = Some((revision, misfits::of_project(project, Some(scope.session.annotator()))));
    }
}

/// Shows the list.
pub(super) fn show(ui: &mut Ui, scope: &mut CodebookScope<'_>) {
    update(scope);
    let found = scope.state.misfits.as_ref().map_or(&[][..], |(_, found)| found.as_slice());
    if found.is_empty() {
        ui.add(Label::new(t!("codebook-misfits-none")).weak().wrap());
        return;
    }
    ui.add(Label::new(t!("codebook-misfits-count", count = found.len())).wrap());
    ui.add_space(ui.spacing().item_spacing.y);
    let (session, shows) = (scope.session, scope.view.document.as_ref());
    let mut opened = None;
    let area = ScrollArea::vertical().id_salt("codebook-misfits").auto_shrink(false);
    area.show_rows(ui, ROW_PT, found.len(), |ui, range| {
        for (at, one) in range.clone().zip(found.get(range).unwrap_or_default()) {
            let Some(words) = words(session, one) else { continue };
            let id = Id::unique(("codebook-misfit", at));
            let response = list_row(ui, id, ROW_PT, false, &words, |ui, color| {
                let label = Label::new(words.clone()).elide();
                ui.add(match color {
                    Some(color) => label.color(color),
                    None => label,
                });
            });
            if response.clicked() {
                opened = Some(one);
            }
        }
    });
    let Some(PlacedMisfit { document, annotator, statement, .. }) = opened else { return };
    scope.out.push(Command::ShowPage(Page::Article));
    if shows != Some(document) {
        scope.out.push(Command::ShowDocument(document.clone()));
    }
    if annotator.as_ref() == Some(session.annotator()) {
        scope.out.push(Command::SelectStatement(Some(*statement)));
    } else if let Some(hull) = opened.and_then(|one| statement_of(session, one)).map(Statement::hull) {
        scope.out.push(Command::GoTo(Caret { anchor_byte: hull.start_byte, focus_byte: hull.end_byte }));
    }
}

/// A statement in the project.
fn statement_of<'p>(session: &'p Session, one: &PlacedMisfit) -> Option<&'p Statement> {
    let project = session.project();
    let layer = match &one.annotator {
        Some(annotator) => project.layer(&one.document, annotator),
        None => project.gold(&one.document),
    };
    layer?.statement(one.statement)
}

/// What a row says: what is wrong, and where.
fn words(session: &Session, one: &PlacedMisfit) -> Option<String> {
    let document = session.project().documents.get(&one.document)?;
    let whose = one.annotator.as_ref().map_or_else(|| t!("codebook-split-gold"), ToString::to_string);
    let quote = quote(document, &statement_of(session, one)?.spans);
    let (problem, title) = (one_line(&one.misfit.to_string()), document.display_title());
    Some(t!("codebook-misfit-row", problem = problem, quote = quote, annotator = whose, title = title))
}
