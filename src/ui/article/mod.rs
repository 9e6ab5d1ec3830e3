//! The article: set to be read, selected by mouse and keyboard, with everybody's statements drawn on it.
//!
//! Colour tells the party, the form of the line the kind. Reads the session and the view, pushes commands. What a frame
//! costs follows from what can be seen, not from how long the text is or how many statements it has: `blocks` cuts the
//! text and knows the heights, `flow` keeps the place and lays out what is near, `page` is what came of it, and the layer
//! finds the statements that meet it.

mod access;
mod bar;
pub mod blocks;
mod cards;
mod flow;
mod keys;
pub mod lanes;
mod marks;
mod nest;
mod page;
mod paint;
mod pointer;
mod scroll;
pub mod sheet;

use std::ops::Range;

use egui::{Color32, Id, Rect, Role, Sense, Ui, WidgetInfo};

use self::blocks::Measure;
use self::flow::Flow;
pub use self::flow::Stand;
use self::lanes::Lanes;
use self::page::Placed;
use self::pointer::{Presses, Unit};
use self::scroll::{Extent, Scroll};
use self::sheet::Sheet;
use super::command::Command;
use super::shaped::{self, Label};
use super::state::View;
use super::theme::color32;
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::shape::Caret;
use crate::t;
use crate::text::segment;

const HANDLE_PT: f32 = 5.0;
/// The longest selection that is told to a screen reader as it is, in bytes.
const TOLD_BYTES: usize = 2000;

/// The view of the document that is shown.
#[derive(Debug, Default)]
pub struct DocumentView {
    /// Which of several views beside each other it is.
    slot: usize,
    hand: Hand,
    flow: Flow,
    lanes: Lanes,
    scroll: Scroll,
    /// A new document begins at its top with the keyboard in it.
    shown: Option<crate::model::id::DocumentId>,
    party_filter: String,
    /// What the last frame showed, and where its column began.
    placed: Vec<Placed>,
    left: f32,
}

/// What the hand is doing in the text.
#[derive(Debug, Default)]
struct Hand {
    /// The end of the selection that stays, and the one that moves.
    anchor_byte: usize,
    focus: Caret,
    /// Where steps up and down try to stay, in points from the left of the column.
    goal_x: Option<f32>,
    /// What a drag after a double or triple click grows from.
    grown_from: Option<(Unit, Range<usize>)>,
    dragged_edge: Option<Edge>,
    presses: Presses,
    /// The statement that was chosen when the first of several clicks began.
    chosen_before: Option<StatementId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Start,
    End,
}

/// How the text is to move.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// Up by so many points.
    By(f32),
    /// No further than to show this byte.
    Reveal(usize),
    /// So that the line of this byte is so far below the top of the view, in points.
    ToHeight { byte: usize, top: f32 },
}

impl DocumentView {
    /// The widget id of the text, which has the keyboard while one reads.
    pub fn id() -> Id {
        Id::unique("document-text")
    }

    /// One of several views that are shown at the same time; the ordinary one has the number 0.
    pub fn in_slot(slot: usize) -> Self {
        Self { slot, ..Self::default() }
    }

    /// Whether the text of any of so many views has this widget id.
    pub fn is_text(id: Id, slots: usize) -> bool {
        (0..slots).any(|slot| id == Self::in_slot(slot).own_id())
    }

    fn own_id(&self) -> Id {
        if self.slot == 0 { Self::id() } else { Self::id().with(self.slot) }
    }

    /// Where the text stands, to bring another view of the same text to the same place.
    pub fn stand(&self) -> Stand {
        self.flow.stand()
    }

    /// Brings the text to where another view of it stands.
    pub fn stand_at(&mut self, stand: Stand) {
        self.flow.stand_at(stand);
    }

    /// Where the last frame showed a caret before this byte, in points; `None` where it was not laid out.
    pub fn place_of(&self, byte: usize) -> Option<Rect> {
        let placed = self.placed.iter().rfind(|placed| placed.start_byte <= byte && byte <= placed.end_byte)?;
        Some(placed.caret_rect(self.left, byte))
    }

    /// The bytes of the blocks that the last frame showed.
    pub fn shown_bytes(&self) -> Range<usize> {
        self.placed.first().map_or(0, |b| b.start_byte)..self.placed.last().map_or(0, |b| b.end_byte)
    }

    /// The line that stays where it is when anything but the reader moves the text: a byte on it.
    pub fn held_byte(&self) -> usize {
        self.flow.held_byte()
    }

    /// Where the reading caret is, in bytes.
    pub fn caret_byte(&self) -> usize {
        self.hand.focus.byte
    }

    /// Shows the article with the layer of whoever works here.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, view: &View, out: &mut Vec<Command>) {
        self.show_with(ui, session, view, None, out);
    }

    /// Shows the article with another layer where a sheet is given.
    pub fn show_with(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        view: &View,
        sheet: Option<&Sheet<'_>>,
        out: &mut Vec<Command>,
    ) {
        let Some(document) = view.document.as_ref().and_then(|id| session.project().documents.get(id)) else {
            let is_empty = session.project().documents.is_empty();
            let text = if is_empty { t!("document-none") } else { t!("document-choose") };
            ui.centered_and_justified(|ui| ui.add(Label::new(text).weak().halign_center()));
            return;
        };
        let empty = Layer::default();
        let own = || session.project().layer(&document.id, session.annotator()).unwrap_or(&empty);
        let layer = sheet.map_or_else(own, |sheet| sheet.layer);
        let read_only = sheet.is_some_and(|sheet| sheet.read_only);
        let content = &document.content;
        self.flow.set_content(content);
        let new = self.shown.as_ref() != Some(&document.id);
        if new {
            self.shown = Some(document.id.clone());
            self.hand = Hand::default();
            self.flow.go_to_top();
        }
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let text_rect = Scroll::text_rect(rect);
        let (room, size) = (text_rect.width(), view.text_size_pt);
        // Where several layers are side by side there is no room for cards.
        let beside = if sheet.is_none() { cards::width(view, room - 48.0) } else { 0.0 };
        let rtl = document.reads_rtl();
        let column = (room - 48.0 - beside).min(view.reading.column_em * size).max(120.0);
        let left = rect.left() + ((room - column - beside) / 2.0).round() + if rtl { beside } else { 0.0 };
        let ctx = ui.ctx().clone();
        let generation = shaped::with(&ctx, |engine| engine.generation());
        self.flow.set_measure(Measure {
            family: family(view),
            size_pt: size,
            line_height: view.reading.line_height,
            column_pt: column,
            justify: view.reading.justify,
            generation,
        });
        let own_id = self.own_id();
        let key = sheet.map_or_else(|| session.annotator().to_string(), |sheet| sheet.key.clone());
        let key = format!("{} {key}", document.id);
        self.lanes.follow(format!("{key} {}", session.revision()));

        let response = ui.interact(text_rect, own_id, Sense::click_and_drag());
        let title = sheet.map_or(document.display_title(), |sheet| sheet.title.as_str());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Document, true, t!("document-name", title = title));
            let selected = view.selection.map(|span| span.start_byte..span.end_byte.min(span.start_byte + TOLD_BYTES));
            let end = |range: &Range<usize>| segment::grapheme_floor(content.as_str(), range.end);
            let told = selected.and_then(|range| content.get(range.start..end(&range)));
            info.current_text_value = Some(told.unwrap_or_default().to_owned());
            info
        });
        if new && !read_only {
            response.request_focus();
        }

        if ui.is_enabled() && ui.rect_contains_pointer(rect) {
            let wheel = ui.input(|input| input.smooth_scroll_delta().y);
            if wheel != 0.0 {
                ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
                self.flow.scroll_by(&ctx, content, rect, -wheel);
            }
        }
        if let Some(byte) = view.scroll_to_byte {
            let page = self.flow.place(&ctx, content, rect, left);
            // What is seen already stays where it is: a page that jumps under a click is no page to read.
            if !page.caret_rect(byte).is_some_and(|caret| rect.contains_rect(caret)) {
                drop(page);
                self.flow.reveal(&ctx, content, rect, byte, true);
            }
        }
        if let Some(caret) = view.place_caret {
            self.hand.anchor_byte = caret.anchor_byte;
            self.hand.focus = Caret::downstream(caret.focus_byte);
        }
        let page = self.flow.place(&ctx, content, rect, left);
        let mut asked = self.hand.pointer(ui, &response, &page, view, layer, session, out);
        // Behind a dialog no key is heard.
        if response.has_focus() && view.dialog.is_none() {
            ui.memory_mut(|memory| {
                let filter =
                    egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
                memory.set_focus_lock_filter(own_id, filter);
            });
            asked = self.hand.keys(ui, &page, out).or(asked);
        }
        drop(page);
        match asked {
            Some(Move::By(by)) => self.flow.scroll_by(&ctx, content, rect, by),
            Some(Move::Reveal(byte)) => self.flow.reveal(&ctx, content, rect, byte, false),
            Some(Move::ToHeight { byte, top }) => self.flow.bring_to_height(&ctx, content, rect, byte, top),
            None => {}
        }

        let page = self.flow.place(&ctx, content, rect, left);
        let painter = ui.painter_at(rect);
        paint::page(ui, &painter, session, view, document, layer, &page, &mut self.lanes);
        if let Some(sheet) = sheet {
            sheet.paint(ui, &painter, session, &page, size);
        }
        if response.has_focus() && view.selection.is_none() {
            paint::caret(ui, &painter, &page, self.hand.focus);
        }
        // While one types into the find bar the selection is the hit, and the bar would lie over the text around it.
        let finding = ui.memory(|memory| memory.focused()) == Some(crate::ui::panels::find::field_id());
        if let Some(span) = view.selection.filter(|_| !response.dragged() && !finding && !read_only && !view.only_reads)
        {
            bar::show(ui, session, view, &page, span, &mut self.party_filter, out);
        }
        if beside > 0.0 {
            cards::show(ui, session, view, document, layer, &page, rtl, out);
        }
        access::nodes(ui, session, layer, &page, title, [self.hand.anchor_byte, self.hand.focus.byte]);
        self.placed = page.placed;
        self.left = left;
        let extent = Extent { offset: self.flow.offset(&self.placed, rect), total: self.flow.blocks.total() };
        self.scroll.strip(ui, session, layer, &key, rect, &self.flow.blocks);
        if let Some(offset) = self.scroll.interact(ui, own_id.with("scroll"), rect, &extent) {
            self.flow.scroll_to(&ctx, content, rect, offset);
            ui.ctx().request_repaint();
        }
    }
}

impl Hand {
    fn select(&mut self, range: Range<usize>) -> Command {
        self.anchor_byte = range.start;
        self.focus = Caret::upstream(range.end);
        Command::Select((!range.is_empty()).then(|| range.into()))
    }

    fn selection(&self, text: &str) -> Command {
        let start = segment::grapheme_floor(text, self.anchor_byte.min(self.focus.byte));
        let end = segment::grapheme_floor(text, self.anchor_byte.max(self.focus.byte));
        Command::Select((start < end).then(|| Span::new(start, end)))
    }
}

/// The letters of the article as the reader chose them.
fn family(view: &View) -> shaped::Family {
    use crate::settings::{ArabicFace, LatinFace};
    let arabic = match view.reading.arabic {
        ArabicFace::Naskh => shaped::ArabicFace::Naskh,
        ArabicFace::Scheherazade => shaped::ArabicFace::Scheherazade,
    };
    let latin = match view.reading.latin {
        LatinFace::Matching => shaped::LatinFace::Matching,
        LatinFace::Serif => shaped::LatinFace::Serif,
        LatinFace::Sans => shaped::LatinFace::Sans,
    };
    shaped::Family::Article(arabic, latin)
}

fn party_color(session: &Session, statement: &Statement) -> Color32 {
    let party = statement.speaker().and_then(|id| session.project().party(id));
    party.map_or(Color32::GRAY, |party| color32(party.color.0))
}

fn replace(
    session: &Session,
    view: &View,
    mut statement: Statement,
    gesture: &'static str,
    merge_key: Option<String>,
) -> Command {
    statement.modified = jiff::Timestamp::now();
    let document = view.document.clone();
    let layer = document.map(|document| (document, session.annotator().clone()));
    match layer {
        Some(layer) => Command::Apply {
            gesture: gesture.into(),
            edit: Box::new(Edit::ReplaceStatement { layer, statement: Box::new(statement) }),
            merge_key,
        },
        None => Command::EndGesture,
    }
}

/// The statement with its first or last edge moved, where that leaves something of the span.
fn with_edge(statement: &Statement, edge: Edge, byte: usize) -> Option<Statement> {
    let mut changed = statement.clone();
    match edge {
        Edge::Start => changed.spans.first_mut()?.start_byte = byte,
        Edge::End => changed.spans.last_mut()?.end_byte = byte,
    }
    let fits =
        changed.spans.iter().all(|s| !s.is_empty()) && changed.spans.is_sorted_by(|a, b| a.end_byte <= b.start_byte);
    (fits && changed.spans != statement.spans).then_some(changed)
}
