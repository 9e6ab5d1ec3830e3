//! The text with what each annotator has marked, side by side with synchronized scrolling or all in one text, and with
//! gold.

use std::collections::BTreeSet;

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use super::state::ReviewState;
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DecisionId, StatementId};
use crate::model::layer::Layer;
use crate::model::review::{Review, Verdict};
use crate::review::board::{Board, DocumentBoard};
use crate::review::queue::QueueRow;
use crate::settings::Reading;
use crate::t;
use crate::ui::article::shown_layer::ShownLayer;
use crate::ui::article::{DocumentView, ScrollAnchor};
use crate::ui::command::Command;
use crate::ui::command::review::{At, ReviewCommand, Spot};
use crate::ui::parts::sides;
use crate::ui::shaped::Label;
use crate::ui::state::View;
use crate::ui::words::review::joined;

/// The smallest width of a column, in points; columns that do not fit go below.
const NARROWEST_PT: f32 = 250.0;
/// The index of the first view; 0 is the ordinary one.
const FIRST_SLOT: usize = 1;
/// The most columns that are shown.
pub(crate) const MOST_COLUMNS: usize = 6;
/// The number of text views in the window, which keeps their widget ids distinct.
pub(crate) const SLOTS: usize = FIRST_SLOT + MOST_COLUMNS;

/// The columns and the scroll positions of their texts.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    views: Vec<DocumentView>,
    /// Each position after the last frame. `None` if it was just set to follow another column.
    anchors: Vec<Option<ScrollAnchor>>,
    /// The spot last scrolled into view, and the number of columns then.
    shown: Option<(Spot, usize)>,
}

/// The contents of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// One annotator, by index.
    One(usize),
    All,
    Gold,
}

/// Shows the columns of the document of `row`.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    board: &Board,
    state: &ReviewState,
    columns: &mut Columns,
    out: &mut Vec<Command>,
) {
    let Some((_, document_board)) = view.document.as_ref().and_then(|document| board.document_board(document)) else {
        ui.centered_and_justified(|ui| ui.add(Label::new(t!("review-nobody")).weak().halign_center()));
        return;
    };
    let place = state.spot.as_ref().filter(|spot| spot.document == *document_board.document());
    let place = place.and_then(|spot| spot.find(board)).map(|entry| entry.place);
    let row = place.and_then(|place| document_board.row(place));
    let wanted = wanted(document_board, state, view.correcting, row.as_ref());
    while columns.views.len() < wanted.len() {
        columns.views.push(DocumentView::in_slot(FIRST_SLOT + columns.views.len()));
    }
    columns.anchors.resize(wanted.len(), None);
    let shown = state.spot.clone().map(|spot| (spot, wanted.len()));
    let reveals = columns.shown != shown;
    columns.shown = shown;
    let scroll_to = row.as_ref().filter(|_| reveals).map(|row| row.place.hull.start_byte).or(view.scroll_to_byte);

    let room = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(room);
    let rects = rects(room, wanted.len(), ui.spacing().item_spacing.x, sides::is_mirrored(ui.ctx()));
    for (index, (column, rect)) in wanted.iter().zip(rects).enumerate() {
        let Some(document_view) = columns.views.get_mut(index) else { continue };
        let mut child = ui.new_child(UiBuilder::new().id_salt(("column", index)).max_rect(rect));
        child.set_clip_rect(rect.intersect(ui.clip_rect()));
        let on = On { session, view, document_board, row: row.as_ref(), scroll_to };
        on.column(&mut child, *column, document_view, out);
    }
    in_step(ui, columns, wanted.len());
}

fn wanted(
    document_board: &DocumentBoard,
    state: &ReviewState,
    correcting: Option<DecisionId>,
    row: Option<&QueueRow<'_>>,
) -> Vec<Column> {
    let count = document_board.comparison().annotators.len();
    let together = state.overlaid && document_board.overlay().is_some();
    let mut columns: Vec<Column> = if together { vec![Column::All] } else { (0..count).map(Column::One).collect() };
    if correcting.is_some() {
        // While correcting, only annotators with statements at the place are shown.
        let has = |column: &Column| match column {
            Column::One(index) => {
                row.and_then(|row| row.place.statements.get(*index)).is_none_or(|ids| !ids.is_empty())
            }
            _ => true,
        };
        columns.retain(has);
        // Beside it the one that it was taken from, so that both texts keep their width.
        let from = row.and_then(|row| row.decision).and_then(|decision| match &decision.verdict {
            Verdict::Take(from) | Verdict::Edit(from) => Some(from),
            _ => None,
        });
        let from = from.and_then(|from| document_board.comparison().annotators.iter().position(|known| known == from));
        if let Some(from) = from.filter(|from| columns.contains(&Column::One(*from))) {
            columns = vec![Column::One(from)];
        }
        columns.truncate(1);
        columns.insert(0, Column::Gold);
    } else if state.shows_gold || count == 0 {
        columns.push(Column::Gold);
    }
    columns.truncate(MOST_COLUMNS);
    columns
}

/// The rectangles of the columns: from the start side by side as far as they fit, then in further rows.
fn rects(room: Rect, count: usize, gap: f32, is_mirrored: bool) -> Vec<Rect> {
    let fit = ((room.width() + gap) / (NARROWEST_PT + gap)).floor().max(1.0) as usize;
    let per_line = count.min(fit).max(1);
    let lines = count.div_ceil(per_line).max(1);
    let size = vec2(
        (room.width() - gap * (per_line - 1) as f32) / per_line as f32,
        (room.height() - gap * (lines - 1) as f32) / lines as f32,
    );
    (0..count)
        .map(|index| {
            let (line, at) = (index / per_line, index % per_line);
            let from_start = at as f32 * (size.x + gap);
            let left = if is_mirrored { room.right() - from_start - size.x } else { room.left() + from_start };
            Rect::from_min_size(pos2(left, room.top() + line as f32 * (size.y + gap)), size)
        })
        .collect()
}

/// Scrolls all columns to the position of the one that was moved.
fn in_step(ui: &Ui, columns: &mut Columns, count: usize) {
    let now: Vec<ScrollAnchor> = columns.views.iter().take(count).map(DocumentView::scroll_anchor).collect();
    let moved = now.iter().zip(&columns.anchors).position(|(now, before)| before.is_some_and(|before| before != *now));
    let there = moved.and_then(|index| now.get(index)).copied();
    for ((view, here), before) in columns.views.iter_mut().zip(&now).zip(&mut columns.anchors) {
        match there.filter(|there| there != here) {
            Some(there) => {
                view.set_scroll_anchor(there);
                // At the ends of the text it may come to rest elsewhere, which must not move the others.
                *before = None;
                ui.ctx().request_repaint();
            }
            None => *before = Some(*here),
        }
    }
}

/// The data that all columns share.
struct On<'a> {
    session: &'a Session,
    view: &'a View,
    document_board: &'a DocumentBoard,
    row: Option<&'a QueueRow<'a>>,
    scroll_to: Option<usize>,
}

impl On<'_> {
    fn column(&self, ui: &mut Ui, column: Column, document_view: &mut DocumentView, out: &mut Vec<Command>) {
        let comparison = self.document_board.comparison();
        let review = self.session.project().reviews.get(&comparison.document);
        let corrected = self.view.correcting.filter(|_| column == Column::Gold);
        let empty = Layer::default();
        let title = self.title(column, corrected.is_some());
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let head = Label::new(title.clone()).small(ui).elide();
            ui.horizontal(|ui| {
                ui.add_space(ui.spacing().button_padding.x);
                ui.add(if corrected.is_some() { head.color(ui.visuals().warn_fg_color) } else { head });
            });
            let reviewed = self.reviewed(column);
            let shown_layer = ShownLayer {
                layer: self.layer(column, review).unwrap_or(&empty),
                key: format!("review {column:?} {}", comparison.annotators.len()),
                title,
                read_only: corrected.is_none(),
                sign: &|id| self.sign(column, id),
                reviewed: &reviewed,
                place: self.row.map(|row| row.place.hull).filter(|hull| !hull.is_empty()),
            };
            let view = View {
                document: Some(comparison.document.clone()),
                selection: self.view.selection,
                selected: self.view.selected.filter(|_| corrected.is_some()),
                party: self.view.party.clone(),
                text_size_pt: self.view.text_size_pt,
                reading: Reading { ..self.view.reading.clone() },
                scroll_to_byte: self.scroll_to,
                place_caret: self.view.place_caret,
                dialog: self.view.dialog,
                ..View::default()
            };
            let mut asked = Vec::new();
            document_view.show_with(ui, self.session, &view, Some(&shown_layer), &mut asked);
            out.extend(asked.into_iter().filter_map(|command| self.translated(command, column, corrected, review)));
        });
    }

    /// The layer of a column, if there is one.
    fn layer<'l>(&'l self, column: Column, review: Option<&'l Review>) -> Option<&'l Layer> {
        let comparison = self.document_board.comparison();
        match column {
            Column::One(index) => {
                let annotator = comparison.annotators.get(index)?;
                self.session.project().layer(&comparison.document, annotator)
            }
            Column::All => self.document_board.overlay().map(|overlay| &overlay.layer),
            Column::Gold => review.map(Review::gold),
        }
    }

    fn title(&self, column: Column, is_correcting: bool) -> String {
        match column {
            Column::One(index) => t!("review-column", number = index + 1, annotator = self.name(index)),
            Column::All => {
                let names = (0..self.document_board.comparison().annotators.len())
                    .map(|index| t!("review-side", number = index + 1, annotator = self.name(index)));
                t!("review-column-all", names = joined(names.collect()))
            }
            Column::Gold if is_correcting => t!("review-column-correcting"),
            Column::Gold => t!("review-column-gold"),
        }
    }

    /// The name of an annotator.
    fn name(&self, index: usize) -> String {
        let annotators = &self.document_board.comparison().annotators;
        annotators.get(index).map(ToString::to_string).unwrap_or_default()
    }

    /// The number and the name of whoever a statement of a column is by.
    fn sign(&self, column: Column, id: StatementId) -> Option<(String, String)> {
        let index = match column {
            Column::One(index) => index,
            Column::All => self.document_board.overlay()?.origin(id)?.0,
            Column::Gold => return None,
        };
        Some(((index + 1).to_string(), self.name(index)))
    }

    /// The statements of the place under review, by their ids in this column.
    fn reviewed(&self, column: Column) -> BTreeSet<StatementId> {
        let Some(row) = self.row else { return BTreeSet::new() };
        match column {
            Column::One(index) => row.place.statements.get(index).into_iter().flatten().copied().collect(),
            Column::All => {
                let Some(overlay) = self.document_board.overlay() else { return BTreeSet::new() };
                let all = row.place.statements.iter().enumerate();
                all.flat_map(|(index, ids)| ids.iter().map(move |id| overlay.id_of(index, *id))).collect()
            }
            Column::Gold => row.decision.into_iter().flat_map(|d| &d.statements).map(|s| s.id).collect(),
        }
    }

    /// Translates a command from a text for this page, where most of the text is read-only.
    fn translated(
        &self,
        command: Command,
        column: Column,
        corrected: Option<DecisionId>,
        review: Option<&Review>,
    ) -> Option<Command> {
        let comparison = self.document_board.comparison();
        let annotator = |index: usize| comparison.annotators.get(index).cloned();
        let show = |at: At| {
            let spot = Spot { document: comparison.document.clone(), at };
            Some(Command::Review(ReviewCommand::Show(spot)))
        };
        let statement = |annotator: Option<AnnotatorId>, id| show(At::Statement(annotator?, id));
        match command {
            Command::SelectStatement(Some(id)) => match column {
                Column::One(index) => statement(annotator(index), id),
                Column::All => {
                    let (index, id) = self.document_board.overlay()?.origin(id)?;
                    statement(annotator(index), id)
                }
                Column::Gold => {
                    let decision = review?.decision_of(id)?.id;
                    if corrected == Some(decision) {
                        return Some(Command::SelectStatement(Some(id)));
                    }
                    show(At::Decision(decision))
                }
            },
            Command::SelectStatement(None) => None,
            Command::KeepStatement(_) => corrected.is_some().then_some(command),
            Command::Apply { edit, merge_key, .. } => match *edit {
                Edit::ReplaceStatement { statement, .. } if corrected.is_some() => {
                    Some(Command::Review(ReviewCommand::ChangeGold(statement, merge_key)))
                }
                _ => None,
            },
            Command::Select(_) | Command::GoTo(_) | Command::EndGesture => Some(command),
            Command::MakeKind(_) | Command::SetParty(_) if corrected.is_some() => Some(command),
            _ => None,
        }
    }
}
