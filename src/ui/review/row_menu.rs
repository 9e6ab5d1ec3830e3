//! The context menu of a place in the list of the review: what can be decided there, and its words.

use egui::Ui;

use crate::locale::plain;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::review::decide::Standing;
use crate::review::queue::QueueRow;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::{ReviewCommand, Spot};
use crate::ui::command::table::{CommandRow, annotator_rows, row_of};
use crate::ui::parts::menu::entry;
use crate::ui::shaped::{Icon, MenuItem};
use crate::ui::state::{Caret, Page};
use crate::ui::words::joined_quotes;

/// Shows the menu. `other` is the place if another one is under review: it is shown first, so that the commands are about it.
pub(super) fn show(ui: &mut Ui, project: &Project, row: &QueueRow<'_>, other: Option<Spot>, out: &mut Vec<Command>) {
    let show = other.map(|spot| Command::Review(ReviewCommand::Show(spot)));
    if entry(ui, Icon::Open, t!("review-row-open")) {
        out.extend(show.clone());
    }
    ui.separator();
    let mut command = |ui: &mut Ui, found: &CommandRow<'_>, can: bool| {
        let item = MenuItem::new(plain(&found.title.words())).shortcut(found.button_keys(ui.ctx()));
        if ui.add_enabled(can, item).clicked() {
            out.extend(show.clone());
            out.push(found.command.clone());
        }
    };
    let is_marked = row.place.statements.iter().any(|ids| !ids.is_empty());
    let is_out_of_date = matches!(row.standing, Standing::OutOfDate(..));
    let has_gold = row.decision.is_some_and(|decision| !decision.statements.is_empty());
    for (index, annotator) in row.comparison.annotators.iter().enumerate() {
        let [take, _] = annotator_rows(index, annotator);
        command(ui, &take, is_marked);
    }
    for (id, can) in [
        ("decide-nothing", is_marked),
        ("decide-new", is_marked),
        ("decide-later", is_marked),
        ("send-back", is_marked),
        ("confirm", is_out_of_date && is_marked),
        ("correct-gold", has_gold),
        ("take-back", row.decision.is_some()),
    ] {
        // What is about a decision is not there without one.
        if (can || !matches!(id, "confirm" | "correct-gold" | "take-back"))
            && let Some(found) = row_of(id)
        {
            command(ui, found, can);
        }
    }
    ui.separator();
    for id in ["reason", "comment"] {
        if let Some(found) = row_of(id) {
            command(ui, found, true);
        }
    }
    let Some((document, spans)) = project.documents.get(&row.comparison.document).zip(spans(project, row)) else {
        return;
    };
    ui.separator();
    if entry(ui, Icon::Copy, t!("statement-copy")) {
        ui.copy_text(joined_quotes(document, &spans));
    }
    if entry(ui, Icon::Articles, t!("review-row-article")) {
        out.extend([Command::ShowPage(Page::Article), Command::ShowDocument(document.id.clone())]);
        let (first, last) = (spans.first(), spans.last());
        let caret = first.zip(last).map(|(first, last)| (first.start_byte, last.end_byte));
        out.extend(caret.map(|(anchor_byte, focus_byte)| Command::GoTo(Caret { anchor_byte, focus_byte })));
    }
}

/// The spans of the words of a place.
pub(crate) fn spans(project: &Project, row: &QueueRow<'_>) -> Option<Vec<Span>> {
    let sides = row.comparison.annotators.iter().zip(&row.place.statements);
    let mut there = sides
        .filter_map(|(annotator, ids)| project.layer(&row.comparison.document, annotator)?.statement(*ids.first()?));
    let first = there.next().or_else(|| row.decision?.statements.first())?;
    Some(first.spans.clone())
}
