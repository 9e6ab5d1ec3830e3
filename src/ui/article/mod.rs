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
mod color;
mod edge;
mod flow;
mod interaction;
mod keys;
pub mod lanes;
mod layouts;
mod marks;
mod nest;
mod page;
mod paint;
mod pointer;
mod presses;
mod scroll;
pub mod shown_layer;

use std::ops::Range;

use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo};

use self::blocks::Measure;
use self::flow::Flow;
pub(crate) use self::flow::ScrollAnchor;
use self::interaction::{Move, TextInteraction};
use self::lanes::Lanes;
use self::page::Placed;
use self::scroll::{Extent, Scroll};
use self::shown_layer::ShownLayer;
use super::command::Command;
use super::shaped::{self, Label};
use super::state::View;
use crate::edit::session::Session;
use crate::model::layer::Layer;
use crate::shape::Caret;
use crate::t;
use crate::text::segment;

/// The longest selection that is told to a screen reader as it is, in bytes.
const TOLD_BYTES: usize = 2000;

/// The view of the document that is shown.
#[derive(Debug, Default)]
pub struct DocumentView {
    /// Which of several views beside each other it is.
    slot: usize,
    interaction: TextInteraction,
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

impl DocumentView {
    /// The widget id of the text, which has the keyboard while one reads.
    pub fn id() -> Id {
        Id::unique("document-text")
    }

    /// One of several views that are shown at the same time; the ordinary one has the number 0.
    pub(crate) fn in_slot(slot: usize) -> Self {
        Self { slot, ..Self::default() }
    }

    /// Whether the text of any of so many views has this widget id.
    pub(crate) fn is_text(id: Id, slots: usize) -> bool {
        (0..slots).any(|slot| id == Self::in_slot(slot).own_id())
    }

    fn own_id(&self) -> Id {
        if self.slot == 0 { Self::id() } else { Self::id().with(self.slot) }
    }

    /// How far the text is scrolled, to bring another view of the same text to the same place.
    pub(crate) fn scroll_anchor(&self) -> ScrollAnchor {
        self.flow.scroll_anchor()
    }

    /// Scrolls the text to where another view of it is.
    pub(crate) fn set_scroll_anchor(&mut self, to: ScrollAnchor) {
        self.flow.set_scroll_anchor(to);
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
        self.interaction.focus.byte
    }

    /// Shows the article with the layer of whoever works here.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, view: &View, out: &mut Vec<Command>) {
        self.show_with(ui, session, view, None, out);
    }

    /// Shows the article with the given layer, or with the user's own if none is given.
    ///
    /// The order of the steps matters, since each uses the text where the steps before it have put it:
    ///
    /// 1. The text and its column are measured; a new document begins at its top.
    /// 2. The text is registered as a widget, and a new document takes the focus unless it is read-only.
    /// 3. The wheel scrolls the text, then `view.scroll_to_byte` is revealed, then `view.place_caret` sets the caret.
    /// 4. The pointer is followed, then the keys are taken. If both ask for a move, that of the keys is made.
    /// 5. The text is placed again and painted, with what lies on it: signs, caret, selection bar and cards.
    /// 6. Its nodes for screen readers are added, and what was shown is remembered.
    /// 7. The strip and the scroll bar come last. A drag of the bar shows in the next frame.
    pub(crate) fn show_with(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        view: &View,
        shown_layer: Option<&ShownLayer<'_>>,
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
        let layer = shown_layer.map_or_else(own, |shown_layer| shown_layer.layer);
        let read_only = shown_layer.is_some_and(|shown_layer| shown_layer.read_only);
        let content = &document.content;
        self.flow.set_content(content);
        let new = self.shown.as_ref() != Some(&document.id);
        if new {
            self.shown = Some(document.id.clone());
            self.interaction = TextInteraction::default();
            self.flow.go_to_top();
        }
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let text_rect = Scroll::text_rect(rect);
        let (room, size) = (text_rect.width(), view.text_size_pt);
        // Where several layers are side by side there is no room for cards.
        let beside = if shown_layer.is_none() { cards::width(view, room - 48.0) } else { 0.0 };
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
        let key = shown_layer.map_or_else(|| session.annotator().to_string(), |shown_layer| shown_layer.key.clone());
        let key = format!("{} {key}", document.id);
        self.lanes.follow(format!("{key} {}", session.revision()));

        let response = ui.interact(text_rect, own_id, Sense::click_and_drag());
        let title = shown_layer.map_or(document.display_title(), |shown_layer| shown_layer.title.as_str());
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
            self.interaction.anchor_byte = caret.anchor_byte;
            self.interaction.focus = Caret::downstream(caret.focus_byte);
        }
        let page = self.flow.place(&ctx, content, rect, left);
        let mut asked = self.interaction.pointer(ui, &response, &page, view, layer, session, out);
        // Behind a dialog no key is heard.
        if response.has_focus() && view.dialog.is_none() {
            ui.memory_mut(|memory| {
                let filter =
                    egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
                memory.set_focus_lock_filter(own_id, filter);
            });
            asked = self.interaction.keys(ui, &page, out).or(asked);
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
        if let Some(shown_layer) = shown_layer {
            shown_layer.paint(ui, &painter, session, &page, size);
        }
        if response.has_focus() && view.selection.is_none() {
            paint::caret(ui, &painter, &page, self.interaction.focus);
        }
        // While one types into the find bar the selection is the hit, and the bar would lie over the text around it.
        let finding = ui.memory(|memory| memory.focused()) == Some(super::state::find_field_id());
        if let Some(span) = view.selection.filter(|_| !response.dragged() && !finding && !read_only && !view.only_reads)
        {
            bar::show(ui, session, view, &page, span, &mut self.party_filter, out);
        }
        if beside > 0.0 {
            cards::show(ui, session, view, document, layer, &page, rtl, out);
        }
        access::nodes(ui, session, layer, &page, title, [self.interaction.anchor_byte, self.interaction.focus.byte]);
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
