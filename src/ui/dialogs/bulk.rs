//! Accepting in bulk: a rule, a preview of what it would decide, and one step that applies it.

use egui::{ScrollArea, Ui};

use crate::edit::session::Session;
use crate::review::board::{Board, Preview};
use crate::review::decide::Choice;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::{ReviewCommand, Spot};
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::list_row;
use crate::ui::review::queue;
use crate::ui::review::state::{BulkRule, ReviewState};
use crate::ui::shaped::{Button, Family, Label, RadioValue};
use crate::ui::words::review as words;

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let Some(open) = scope.open else { return };
    let state = &mut scope.panels.review;
    let (board, preview) = (state.board.clone(), state.preview.clone());
    show(ui, open.session, board.as_deref(), preview.as_deref(), state, scope.out);
});

const MOST_WORDS: usize = 20;

/// Shows the dialog. Without a preview, the preview is still being computed.
fn show(
    ui: &Ui,
    session: &Session,
    board: Option<&Board>,
    preview: Option<&Preview>,
    state: &mut ReviewState,
    out: &mut Vec<Command>,
) {
    let dialog = DialogFrame::new("review-bulk", t!("bulk-heading"), 620.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(t!("bulk-explained")).weak().wrap());
        let bulk = &mut state.bulk;
        ui.add(RadioValue::new(&mut bulk.rule, BulkRule::AllAgree, t!("bulk-all")));
        ui.add(RadioValue::new(&mut bulk.rule, BulkRule::Majority, t!("bulk-majority")));
        ui.horizontal_wrapped(|ui| {
            ui.add(RadioValue::new(&mut bulk.rule, BulkRule::Edges, t!("bulk-edges", count = bulk.more_words + 1)));
            if ui.add_enabled(bulk.more_words > 0, Button::new("−").small().name(t!("bulk-fewer"))).clicked() {
                bulk.more_words -= 1;
                bulk.rule = BulkRule::Edges;
            }
            let more = bulk.more_words + 1 < MOST_WORDS;
            if ui.add_enabled(more, Button::new("+").small().name(t!("bulk-more"))).clicked() {
                bulk.more_words += 1;
                bulk.rule = BulkRule::Edges;
            }
        });
        ui.separator();
        let found = board.zip(preview);
        match found {
            None => {
                ui.add(Label::new(t!("bulk-looking")).weak());
            }
            Some((board, preview)) => what(ui, session, board, preview, screen.y * 0.4, out),
        }
        ui.add_space(ui.spacing().item_spacing.y);
        let count = preview.map_or(0, |preview| preview.accepted.len());
        ui.horizontal_wrapped(|ui| {
            if ui.add_enabled(count > 0, Button::new(t!("bulk-accept", count = count))).clicked() {
                out.push(Command::Review(ReviewCommand::Accept));
            }
            ui.add(Button::new(t!("dialog-cancel"))).clicked()
        })
        .inner
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

fn what(ui: &mut Ui, session: &Session, board: &Board, preview: &Preview, height: f32, out: &mut Vec<Command>) {
    let before: usize = preview.documents.iter().map(|(.., before)| before).sum();
    ui.add(Label::new(t!("bulk-count", count = preview.accepted.len(), before = before)).wrap());
    if preview.documents.len() > 1 {
        ScrollArea::vertical().id_salt("bulk-documents").max_height(90.0).show(ui, |ui| {
            for (id, accepted, before) in &preview.documents {
                let title = session.project().documents.get(id).map_or(id.as_str(), |d| d.display_title());
                let text = t!("bulk-document", title = title, count = *accepted, before = *before);
                let label = Label::new(text).small(ui).elide();
                ui.add(label);
            }
        });
    }
    let row_height = 2.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let area = ScrollArea::vertical()
        .id_salt("bulk-list")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true]);
    area.show_rows(ui, row_height, preview.accepted.len(), |ui, range| {
        for (entry, choice) in preview.accepted.get(range).unwrap_or_default() {
            let Some(row) = board.row(*entry) else { continue };
            let passage = queue::passage(session.project(), &row);
            let choice = match choice {
                Choice::Take(from) if row.place.differences.is_empty() => {
                    t!("bulk-take-all", annotator = from.as_str())
                }
                Choice::Take(from) => t!("review-verdict-take", annotator = from.as_str()),
                _ => t!("review-verdict-nothing"),
            };
            let summary = words::summary(session.project(), row.comparison, row.place, None);
            let head = t!("bulk-row", choice = choice, summary = summary);
            let id = ui.make_persistent_id((&row.comparison.document, entry.place));
            let response = list_row(ui, id, row_height, false, &head, |ui, _| {
                let label = Label::new(head.clone()).small(ui).weak().elide();
                ui.add(label);
                ui.add(Label::new(passage).family(Family::Reading).line_height(1.3).elide().fill());
            });
            if let Some(spot) = Spot::of(board, *entry).filter(|_| response.clicked()) {
                out.push(Command::CloseDialog);
                out.push(Command::Review(ReviewCommand::Show(spot)));
            }
        }
    });
}
