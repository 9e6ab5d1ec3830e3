//! The values that do not fit the codebook: each leads to what has it.

use egui::{Id, ScrollArea, Ui};

use super::state::CodebookScope;
use crate::edit::session::Session;
use crate::model::id::DocumentId;
use crate::model::misfits::{self, LayerPart, MisfitHolder, PlacedMisfit};
use crate::model::statement::Statement;
use crate::t;
use crate::ui::command::Command;
use crate::ui::pages::Page;
use crate::ui::parts::list_row;
use crate::ui::shaped::Label;
use crate::ui::state::Caret;
use crate::ui::words::{one_line, party_name, quote};

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
    if let Some(opened) = opened {
        open(session, shows, opened, scope.out);
    }
}

/// Goes to what has the value: a statement of one's own is selected, words of others' are shown.
fn open(session: &Session, shows: Option<&DocumentId>, opened: &PlacedMisfit, out: &mut Vec<Command>) {
    out.push(Command::ShowPage(Page::Article));
    let (document, annotator) = match &opened.holder {
        MisfitHolder::Party(id) => return out.push(Command::SetParty(id.clone())),
        MisfitHolder::InLayer { document, annotator, .. } => (document, annotator),
    };
    if shows != Some(document) {
        out.push(Command::ShowDocument(document.clone()));
    }
    match statement_of(session, opened) {
        Some(statement) if annotator.as_ref() == Some(session.annotator()) => {
            out.push(Command::SelectStatement(Some(statement.id)));
        }
        Some(statement) => {
            let hull = statement.hull();
            out.push(Command::GoTo(Caret { anchor_byte: hull.start_byte, focus_byte: hull.end_byte }));
        }
        None => out.push(Command::SelectStatement(None)),
    }
}

/// The statement that has the value, or from which the relation starts that has it.
fn statement_of<'p>(session: &'p Session, one: &PlacedMisfit) -> Option<&'p Statement> {
    let project = session.project();
    let MisfitHolder::InLayer { document, annotator, part } = &one.holder else { return None };
    let layer = match annotator {
        Some(annotator) => project.layer(document, annotator),
        None => project.gold(document),
    }?;
    match part {
        LayerPart::Statement(id) => layer.statement(*id),
        LayerPart::Relation(id) => layer.statement(layer.relation(*id)?.from),
        LayerPart::Article => None,
    }
}

/// What a row says: what is wrong, and where.
fn words(session: &Session, one: &PlacedMisfit) -> Option<String> {
    let project = session.project();
    let problem = one_line(&one.misfit.to_string());
    let (document, annotator, part) = match &one.holder {
        MisfitHolder::Party(id) => {
            return Some(t!("codebook-misfit-party", problem = problem, name = party_name(project, id)));
        }
        MisfitHolder::InLayer { document, annotator, part } => (project.documents.get(document)?, annotator, part),
    };
    let whose = annotator.as_ref().map_or_else(|| t!("codebook-split-gold"), ToString::to_string);
    let title = document.display_title();
    let quote = statement_of(session, one).map(|statement| quote(document, &statement.spans));
    match (part, quote) {
        (LayerPart::Article, _) | (_, None) => {
            Some(t!("codebook-misfit-article", problem = problem, annotator = whose, title = title))
        }
        (_, Some(quote)) => {
            Some(t!("codebook-misfit-row", problem = problem, quote = quote, annotator = whose, title = title))
        }
    }
}
