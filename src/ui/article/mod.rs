//! The article: set to be read, selected by mouse and keyboard, with everybody's statements drawn on it.
//!
//! Colour tells the party, the form of the line the kind. Reads the session and the view, pushes commands. What a frame
//! costs follows from what can be seen, not from how long the text is or how many statements it has: `blocks` cuts the
//! text and knows the heights, `flow` keeps the place and lays out what is near, `page` is what came of it, and the layer
//! finds the statements that meet it.

mod access;
mod armed;
mod attribution;
mod bar;
pub mod blocks;
mod cards;
mod color;
mod edge;
mod flow;
mod geometry;
mod interaction;
mod keys;
pub mod lanes;
mod layouts;
mod legend;
mod likely;
mod marks;
mod menu;
mod nest;
mod nothing;
mod page;
mod paint;
mod pointer;
mod presses;
mod remark;
mod scene;
mod scroll;
pub mod shown_layer;

use std::ops::Range;

use egui::{Id, Rect, Response, Role, Sense, Ui, WidgetInfo};

use self::bar::Bar;
use self::blocks::Measure;
use self::flow::Flow;
pub(crate) use self::flow::ScrollAnchor;
use self::geometry::Geometry;
use self::interaction::{Move, TextInteraction};
use self::lanes::Lanes;
pub(crate) use self::legend::show as legend;
use self::menu::Menu;
use self::page::{Placed, Viewport};
use self::paint::Canvas;
use self::remark::Remark;
use self::scene::Scene;
use self::scroll::{Extent, Scroll};
use self::shown_layer::ShownLayer;
use super::command::Command;
use super::parts::tour::note_stop;
use super::shaped;
use super::state::{TourStop, View};
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
    bar: Bar,
    menu: Menu,
    /// What is said beside the caret.
    remark: Option<Remark>,
    /// Whether the last frame had cards.
    shows_cards: bool,
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

    /// The widget id of this view's text.
    pub(crate) fn own_id(&self) -> Id {
        if self.slot == 0 { Self::id() } else { Self::id().with(self.slot) }
    }

    /// Whether the last frame showed cards beside the text.
    pub(crate) fn shows_cards(&self) -> bool {
        self.shows_cards
    }

    /// Says something beside the caret for some seconds.
    pub(crate) fn remark(&mut self, text: String) {
        self.remark = Some(Remark::new(text));
    }

    pub(crate) fn end_remark(&mut self) {
        self.remark = None;
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
            nothing::show(ui, session, out);
            return;
        };
        let empty = Layer::default();
        let own = || session.project().layer(&document.id, session.annotator()).unwrap_or(&empty);
        let layer = shown_layer.map_or_else(own, |shown_layer| shown_layer.layer);
        let scene = Scene { session, view, document, layer, shown_layer };
        let ctx = ui.ctx().clone();

        let (geometry, is_new) = self.measure(ui, &scene);
        let viewport =
            Viewport { ctx: &ctx, content: &document.content, rect: geometry.rect, left: geometry.column_left };
        let response = self.register(ui, &scene, geometry.text_rect, is_new);
        self.scroll_and_place_caret(ui, &scene, viewport);
        self.interact(ui, &scene, viewport, &response, out);
        self.paint(ui, &scene, viewport, &geometry, &response, out);
        self.scroll_bar(ui, &scene, viewport);
    }

    /// Measures the text and its column, and returns where they are, and whether the document is a new one.
    fn measure(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> (Geometry, bool) {
        self.flow.set_content(&scene.document.content);
        let is_new = self.shown.as_ref() != Some(&scene.document.id);
        if is_new {
            self.shown = Some(scene.document.id.clone());
            self.interaction = TextInteraction::default();
            self.flow.go_to_top();
        }
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let geometry = Geometry::new(scene, rect, ui.ctx().content_rect().width());
        let view = scene.view;
        self.flow.set_measure(Measure {
            family: shaped::Family::Article(view.reading.arabic, view.reading.latin),
            size_pt: view.text_size_pt,
            line_height: view.reading.line_height,
            column_pt: geometry.column_pt,
            justify: view.reading.justify,
            generation: shaped::with(ui.ctx(), |engine| engine.generation()),
        });
        self.lanes.follow(format!("{} {}", scene.key(), scene.session.revision()));
        (geometry, is_new)
    }

    /// Registers the text as a widget, with its name and the selection for screen readers.
    fn register(&self, ui: &Ui, scene: &Scene<'_>, text_rect: Rect, is_new: bool) -> Response {
        let response = ui.interact(text_rect, self.own_id(), Sense::click_and_drag());
        response.widget_info(|| {
            let content = &scene.document.content;
            let mut info = WidgetInfo::labeled(Role::Document, true, t!("document-name", title = scene.title()));
            let selected =
                scene.view.selection.map(|span| span.start_byte..span.end_byte.min(span.start_byte + TOLD_BYTES));
            let end = |range: &Range<usize>| segment::grapheme_floor(content.as_str(), range.end);
            let told = selected.and_then(|range| content.get(range.start..end(&range)));
            info.current_text_value = Some(told.unwrap_or_default().to_owned());
            info
        });
        if is_new && !scene.is_read_only() {
            response.request_focus();
        }
        response
    }

    /// Scrolls by the wheel and to where the view asks, and sets the caret where it asks.
    fn scroll_and_place_caret(&mut self, ui: &Ui, scene: &Scene<'_>, viewport: Viewport<'_>) {
        if ui.is_enabled() && ui.rect_contains_pointer(viewport.rect) {
            let wheel = ui.input(|input| input.smooth_scroll_delta().y);
            if wheel != 0.0 {
                ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
                self.flow.scroll_by(viewport, -wheel);
            }
        }
        if let Some(byte) = scene.view.scroll_to_byte {
            // What is seen already stays where it is: a page that jumps under a click is no page to read.
            let caret = self.flow.place(viewport).caret_rect(byte);
            if !caret.is_some_and(|caret| viewport.rect.contains_rect(caret)) {
                self.flow.reveal(viewport, byte, true);
            }
        }
        if let Some(caret) = scene.view.place_caret {
            self.interaction.anchor_byte = caret.anchor_byte;
            self.interaction.focus = Caret::downstream(caret.focus_byte);
        }
    }

    /// Follows the pointer and takes the keys, and moves the text if one of them asks for it.
    fn interact(
        &mut self,
        ui: &Ui,
        scene: &Scene<'_>,
        viewport: Viewport<'_>,
        response: &Response,
        out: &mut Vec<Command>,
    ) {
        let page = self.flow.place(viewport);
        let mut asked = self.interaction.pointer(ui, response, scene, &page, out);
        // Behind a dialog no key is heard.
        if response.has_focus() && scene.view.dialog.is_none() {
            ui.memory_mut(|memory| {
                let filter =
                    egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
                memory.set_focus_lock_filter(response.id, filter);
            });
            asked = self.interaction.keys(ui, &page, out).or(asked);
        }
        match asked {
            Some(Move::By(by)) => self.flow.scroll_by(viewport, by),
            Some(Move::Reveal(byte)) => self.flow.reveal(viewport, byte, false),
            Some(Move::ToHeight { byte, top }) => self.flow.bring_to_height(viewport, byte, top),
            None => {}
        }
    }

    /// Paints the text with what lies on it, adds its nodes for screen readers, and remembers what was shown.
    fn paint(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        viewport: Viewport<'_>,
        geometry: &Geometry,
        response: &Response,
        out: &mut Vec<Command>,
    ) {
        let (view, id) = (scene.view, self.own_id());
        let page = self.flow.place(viewport);
        let painter = ui.painter_at(viewport.rect);
        Canvas { ui, painter: &painter, scene, page: &page }.page(&mut self.lanes);
        if let Some(shown_layer) = scene.shown_layer {
            shown_layer.paint(ui, &painter, scene, &page);
        }
        if view.tour.is_some() {
            note_passage(ui, scene, &page);
        }
        attribution::show(ui, &painter, scene, &page, id, out);
        if response.has_focus() && view.selection.is_none() {
            paint::caret(ui, &painter, &page, self.interaction.focus);
        }
        // While one types into the find bar the selection is the hit, and the bar would lie over the text around it.
        let is_finding = ui.memory(|memory| memory.focused()) == Some(super::state::find_field_id());
        let is_free = view.armed.is_none() && !self.menu.is_open();
        let has_bar = is_free && !response.dragged() && !is_finding && !scene.is_read_only() && !view.only_reads;
        if let Some(span) = view.selection.filter(|_| has_bar) {
            self.bar.show(ui, scene, &page, span, out);
        }
        let mut asked = None;
        if geometry.cards_pt > 0.0 {
            asked = cards::show(ui, scene, &page, geometry.cards_pt, out);
        }
        if !scene.is_read_only() && !view.only_reads {
            asked = asked.or_else(|| menu_target(scene, &page, response));
            if let Some((target, at)) = asked {
                self.menu.open(ui, id, scene, (target, at), out);
            } else if response.has_focus() && self.menu.take_key(ui, id, scene, &page, out) {
                self.remark = Some(Remark::new(t!("not-statement-nor-passage")));
            }
            self.bar.likely.note(view.party.as_ref());
            self.menu.show(ui, (id, response), scene, &mut self.bar.likely, out);
        }
        self.shows_cards = geometry.cards_pt > 0.0;
        let caret = page.place_of(self.interaction.focus);
        if scene.is_read_only() || caret.is_none() {
            shaped::ring(ui, response, viewport.rect.shrink(1.0));
        }
        if self.remark.as_mut().is_some_and(|remark| !remark.show(ui, caret, viewport.rect)) {
            self.remark = None;
        }
        armed::show(ui, scene, response, caret.filter(|_| self.remark.is_none()), viewport.rect);
        access::nodes(ui, scene, &page, [self.interaction.anchor_byte, self.interaction.focus.byte]);
        self.placed = page.placed;
        self.left = viewport.left;
    }

    /// Shows the strip and the scroll bar. Its drag moves the text in the next frame.
    fn scroll_bar(&mut self, ui: &Ui, scene: &Scene<'_>, viewport: Viewport<'_>) {
        let rect = viewport.rect;
        let extent = Extent { offset: self.flow.offset(&self.placed, rect), total: self.flow.blocks.total() };
        self.scroll.strip(ui, scene, rect, &self.flow.blocks);
        if let Some(offset) = self.scroll.interact(ui, self.own_id().with("scroll"), rect, &extent) {
            self.flow.scroll_to(viewport, offset);
            ui.ctx().request_repaint();
        }
    }
}

/// Tells the tour of the window where the first passage is that can be seen.
fn note_passage(ui: &Ui, scene: &Scene<'_>, page: &page::Page<'_>) {
    let seen = scene.layer.spanning(page.bytes());
    let mut bands = seen.iter().flat_map(|statement| statement.spans.iter()).flat_map(|span| page.bands(*span));
    if let Some(band) = bands.find(|band| page.view.contains_rect(band.rect)) {
        note_stop(ui.ctx(), TourStop::Colours, band.rect);
    }
}

/// What the right button was pressed on: the selected words, or the shortest statement there, or else what is selected.
fn menu_target(scene: &Scene<'_>, page: &page::Page<'_>, response: &Response) -> Option<(menu::Target, egui::Pos2)> {
    let at = response.interact_pointer_pos().filter(|_| response.secondary_clicked())?;
    let letter = page.letter_at(at);
    let selection = scene.view.selection;
    if let Some(span) = selection.filter(|span| letter.is_some_and(|byte| span.range().contains(&byte))) {
        return Some((menu::Target::Selection(span), at));
    }
    let under = letter.map(|byte| scene.layer.overlapping(byte..byte + 1)).unwrap_or_default();
    let shortest = under.into_iter().min_by_key(|statement| (statement.hull().len_bytes(), statement.id));
    let statement = shortest.map(|statement| menu::Target::Statement(statement.id));
    Some((statement.or(selection.map(menu::Target::Selection))?, at))
}
