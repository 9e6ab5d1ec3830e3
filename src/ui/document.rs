//! The article: set to be read, selected by mouse and keyboard, with everybody's statements drawn on it.
//!
//! Colour tells the party, the form of the line the kind. Reads the session and the view, pushes commands.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::{
    Align2, Color32, CursorIcon, Id, Key, Modifiers, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::command::Command;
use super::describe::describe;
use super::marks;
use super::shaped::{self, Align, Button, Direction, Label, LayoutOptions, TextField, TextStyle};
use super::state::View;
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::codebook::LineForm;
use crate::model::document::Document;
use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::shape::{Side, TextLayout};
use crate::t;
use crate::text::{arabic, segment};

/// Space between two lanes of lines, in points.
const LANE_PT: f32 = 4.5;
const LANES: usize = 4;
const HANDLE_PT: f32 = 5.0;

/// What the hand is doing in the text.
#[derive(Debug, Default)]
pub struct DocumentView {
    /// The end of the selection that stays, and the one that moves.
    anchor_byte: usize,
    focus_byte: usize,
    /// What a drag after a double or triple click grows from.
    grown_from: Option<(Unit, Range<usize>)>,
    dragged_edge: Option<Edge>,
    /// A new document begins at its top with the keyboard in it.
    shown: Option<crate::model::id::DocumentId>,
    party_filter: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Word,
    Sentence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

/// A paragraph laid out and in its place.
struct Block {
    bytes: Range<usize>,
    top: f32,
    layout: Arc<TextLayout>,
}

impl DocumentView {
    /// The widget id of the text, which has the keyboard while one reads.
    pub fn id() -> Id {
        Id::unique("document-text")
    }

    /// Where the reading caret is, in bytes of the text: the end of the selection that moves.
    pub fn caret_byte(&self) -> usize {
        self.focus_byte
    }

    pub fn show(&mut self, ui: &mut Ui, session: &Session, view: &View, out: &mut Vec<Command>) {
        let Some(document) = view.document.as_ref().and_then(|id| session.project().documents.get(id)) else {
            ui.centered_and_justified(|ui| ui.add(Label::new(t!("document-none")).weak().halign_center()));
            return;
        };
        let empty = Layer::default();
        let layer = session.project().layer(&document.id, session.annotator()).unwrap_or(&empty);
        let new = self.shown.as_ref() != Some(&document.id);
        if new {
            self.shown = Some(document.id.clone());
            self.anchor_byte = 0;
            self.focus_byte = 0;
        }
        let mut area = egui::ScrollArea::vertical().id_salt(("document", document.id.as_str())).auto_shrink(false);
        if new && view.scroll_to_byte.is_none() {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show(ui, |ui| self.text(ui, session, view, document, layer, new, out));
    }

    #[expect(clippy::too_many_arguments, reason = "one call, and each is a different thing")]
    fn text(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        view: &View,
        document: &Document,
        layer: &Layer,
        new: bool,
        out: &mut Vec<Command>,
    ) {
        let size = view.text_size_pt;
        let style = article_style(view, size).with_line_height(view.reading.line_height);
        let room = ui.available_width();
        let column = (room - 48.0).min(view.reading.column_em * size).max(120.0);
        let align = if view.reading.justify { Align::Justify } else { Align::Start };
        let options = LayoutOptions::wrapped(column).direction(Direction::Auto).align(align).fill();
        let mut blocks = Vec::new();
        let mut top = 18.0;
        for bytes in document.content.paragraphs() {
            let text = document.content.get(bytes.clone()).unwrap_or_default();
            if text.is_empty() {
                top += size * 0.8;
                continue;
            }
            let layout = shaped::layout(ui.ctx(), text, &style, &options);
            let height = layout.height();
            blocks.push(Block { bytes: bytes.clone(), top, layout });
            top += height + size * 0.15;
        }
        let height = (top + 60.0).max(ui.available_height());
        let (_, rect) = ui.allocate_space(vec2(room, height));
        let origin = pos2(rect.left() + ((room - column) / 2.0).round(), rect.top());
        let response = ui.interact(rect, Self::id(), Sense::click_and_drag());
        let title = document.display_title().to_owned();
        let (text, selection) = (document.content.as_str(), view.selection);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Document, true, t!("document-name", title = title.as_str()));
            info.current_text_value = Some(selection.and_then(|s| text.get(s.range())).unwrap_or_default().to_owned());
            info
        });
        if new {
            response.request_focus();
        }
        let page = Page { blocks, origin, document };
        let lanes = lanes(layer);

        if let Some(byte) = view.scroll_to_byte
            && let Some(rect) = page.caret_rect(byte)
            // What is seen already stays where it is: a page that jumps under a click is no page to read.
            && !ui.clip_rect().contains_rect(rect)
        {
            ui.scroll_to_rect(rect.expand2(vec2(0.0, 120.0)), None);
        }

        if let Some(caret) = view.place_caret {
            (self.anchor_byte, self.focus_byte) = (caret.anchor_byte, caret.focus_byte);
        }
        self.pointer(ui, &response, &page, view, layer, session, out);
        if response.has_focus() {
            ui.memory_mut(|memory| {
                memory.set_focus_lock_filter(
                    Self::id(),
                    egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true },
                );
            });
            self.keys(ui, &page, out);
        }

        // Painting: passages, then the selection, then the letters, then the lines under them.
        let painter = ui.painter_at(ui.clip_rect());
        let clip = painter.clip_rect();
        let dark = ui.visuals().dark_mode;
        for statement in layer.statements() {
            let color = party_color(session, statement);
            let chosen = view.selected == Some(statement.id);
            let alpha = match (chosen, dark) {
                (true, true) => 0.38,
                (true, false) => 0.30,
                (false, true) => 0.16,
                (false, false) => 0.12,
            };
            for span in &statement.spans {
                for (rect, line) in page.rects(*span) {
                    if rect.intersects(clip) {
                        let band = Rect::from_min_max(
                            pos2(rect.left(), line.baseline - size * 1.05),
                            pos2(rect.right(), line.baseline + size * 0.5),
                        );
                        painter.rect_filled(band, 2.0, color.gamma_multiply(alpha));
                    }
                }
            }
        }
        let seen = page.seen(clip);
        for hit in view.find.hits.within(seen.clone()) {
            let color = ui.visuals().warn_fg_color.gamma_multiply(if dark { 0.35 } else { 0.28 });
            for (rect, line) in page.rects(*hit) {
                let y = line.baseline - size * 1.05..=line.baseline + size * 0.5;
                painter.rect_filled(Rect::from_x_y_ranges(rect.x_range(), y), 2.0, color);
            }
        }
        if let Some(span) = view.selection {
            for (rect, line) in page.rects(span) {
                let band = Rect::from_min_max(
                    pos2(rect.left(), line.baseline - size * 1.15),
                    pos2(rect.right(), line.baseline + size * 0.6),
                );
                painter.rect_filled(band, 0.0, ui.visuals().selection.bg_fill.gamma_multiply(0.75));
            }
        }
        let color = ui.visuals().strong_text_color().lerp_to_gamma(ui.visuals().extreme_bg_color, 0.1);
        let dimmed = ui.visuals().weak_text_color().gamma_multiply(0.75);
        for block in &page.blocks {
            let place = page.origin + vec2(0.0, block.top);
            if place.y > clip.bottom() || place.y + block.layout.height() < clip.top() {
                continue;
            }
            let faded: Vec<_> = document
                .excluded
                .iter()
                .filter_map(|span| page.within(block, *span))
                .map(|range| (range, dimmed))
                .collect();
            shaped::paint(&painter, place, &block.layout, color, &faded);
            if view.reading.invisible_marks {
                marks::paint(ui, &painter, text, block.bytes.clone(), &block.layout, place);
            }
            if view.reading.paragraph_numbers {
                let number = page.document.content.paragraph_at(block.bytes.start) + 1;
                let small = TextStyle::interface(size * 0.6);
                let number = shaped::layout(ui.ctx(), &number.to_string(), &small, &LayoutOptions::single_line());
                // Beside the first line, where the paragraph begins.
                let x = if block.layout.is_rtl() { column + 6.0 } else { -number.width() - 6.0 };
                let y = block.layout.first_baseline() - number.first_baseline();
                shaped::paint(&painter, place + vec2(x, y), &number, dimmed, &[]);
            }
        }
        for statement in layer.statements() {
            let color = party_color(session, statement);
            let form = session.project().codebook.kind(&statement.kind).map_or(LineForm::Dotted, |kind| kind.line);
            let lane = lanes.get(&statement.id).copied().unwrap_or_default();
            let chosen = view.selected == Some(statement.id);
            for span in &statement.spans {
                for (rect, line) in page.rects(*span) {
                    if rect.intersects(clip) {
                        let y = line.baseline + size * 0.42 + LANE_PT * lane as f32;
                        draw_line(&painter, rect.x_range(), y, form, color, if chosen { 2.4 } else { 1.5 });
                    }
                }
            }
        }
        if let Some(statement) = view.selected.and_then(|id| layer.statement(id)) {
            self.draw_chosen(ui, &painter, &page, statement, party_color(session, statement), size);
        }
        if response.has_focus()
            && view.selection.is_none()
            && let Some(rect) = page.caret_rect(self.focus_byte)
        {
            painter.line_segment(
                [rect.center_top(), rect.center_bottom()],
                Stroke::new(1.5, ui.visuals().text_cursor.stroke.color),
            );
        }
        // While one types into the find bar it would only hide the text round the hit.
        let bar_is_wanted = !view.find.is_open || response.has_focus();
        if let Some(span) = view.selection.filter(|_| bar_is_wanted && !response.dragged()) {
            self.bar(ui, session, view, &page, span, out);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call, and each is a different thing")]
    fn pointer(
        &mut self,
        ui: &Ui,
        response: &egui::Response,
        page: &Page<'_>,
        view: &View,
        layer: &Layer,
        session: &Session,
        out: &mut Vec<Command>,
    ) {
        let Some(pointer) = response.interact_pointer_pos().or(response.hover_pos()) else { return };
        let text = page.document.content.as_str();
        let byte = page.hit(pointer);
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        let chosen = view.selected.and_then(|id| layer.statement(id));
        let handle = chosen.and_then(|s| page.handle_at(s, pointer));
        if handle.is_some() {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let shift = ui.input(|input| input.modifiers.shift);
        let pressed = response.hovered() && ui.input(|input| input.pointer.primary_pressed());
        if pressed {
            response.request_focus();
            self.dragged_edge = handle;
            self.grown_from = None;
            if handle.is_none() {
                self.focus_byte = byte;
                if shift {
                    out.push(self.selection(text));
                } else {
                    self.anchor_byte = byte;
                }
            }
        }
        let around = |unit: Unit, at: usize| {
            let paragraph = page.paragraph(at);
            match unit {
                Unit::Word => segment::word_at(text, paragraph, at),
                Unit::Sentence => segment::sentence_at(text, paragraph, at),
            }
        };
        // Which letter is under the pointer, not which edge is nearest: a click on the second half of a word's last letter
        // still means the word.
        let letter = page.letter_at(pointer).unwrap_or(byte);
        if response.triple_clicked() {
            let sentence = around(Unit::Sentence, letter);
            let whole = segment::trim(text, page.paragraph(letter));
            let range = if view.selection == Some(sentence.clone().into()) { whole } else { sentence };
            self.grown_from = Some((Unit::Sentence, range.clone()));
            out.push(self.select(range));
        } else if response.double_clicked() {
            let word = around(Unit::Word, letter);
            self.grown_from = Some((Unit::Word, word.clone()));
            out.push(self.select(word));
        } else if response.clicked() && !shift && self.dragged_edge.is_none() {
            out.push(Command::Select(None));
            let mut under: Vec<&Statement> =
                layer.statements().filter(|s| s.spans.iter().any(|span| span.contains(letter))).collect();
            under.sort_by_key(|s| (s.hull().len_bytes(), s.id));
            let at = under.iter().position(|s| view.selected == Some(s.id));
            let next = match at {
                Some(at) => under.get((at + 1) % under.len()),
                None => under.first(),
            };
            out.push(Command::SelectStatement(next.map(|s| s.id)));
        }
        if response.dragged() {
            if let (Some(edge), Some(statement)) = (self.dragged_edge, chosen) {
                if let Some(changed) = with_edge(statement, edge, byte) {
                    out.push(replace(
                        session,
                        view,
                        changed,
                        t!("gesture-edge"),
                        Some(format!("edge-{}", statement.id)),
                    ));
                }
            } else if !pressed {
                self.focus_byte = byte;
                if let Some((unit, from)) = self.grown_from.clone() {
                    let to = around(unit, letter);
                    out.push(self.select(from.start.min(to.start)..from.end.max(to.end)));
                } else {
                    out.push(self.selection(text));
                }
                let clip = ui.clip_rect();
                if !clip.contains(pointer) {
                    // Past the edge the text comes along.
                    let by = (clip.center().y - pointer.y).signum() * 12.0;
                    ui.scroll_with_delta(Vec2::new(0.0, by));
                    ui.request_repaint();
                }
            }
        }
        if response.drag_stopped() && self.dragged_edge.take().is_some() {
            out.push(Command::EndGesture);
        }
        if response.hovered() && !response.dragged() {
            let under: Vec<&Statement> =
                layer.statements().filter(|s| s.spans.iter().any(|span| span.contains(letter))).collect();
            if !under.is_empty() && page.letter_at(pointer).is_some() {
                response.clone().on_hover_ui_at_pointer(|ui| {
                    ui.set_max_width(420.0);
                    for statement in under {
                        ui.add(Label::new(describe(session, statement)).strong().wrap());
                        if !statement.note.is_empty() {
                            ui.add(Label::new(statement.note.clone()).wrap());
                        }
                    }
                });
            }
        }
    }

    /// Moves the reading caret; Shift extends the selection.
    fn keys(&mut self, ui: &Ui, page: &Page<'_>, out: &mut Vec<Command>) {
        let text = page.document.content.as_str();
        let events: Vec<(Key, Modifiers)> = ui.input(|input| {
            let pressed = |event: &egui::Event| match event {
                egui::Event::Key { key, pressed: true, modifiers, .. } if !modifiers.alt => Some((*key, *modifiers)),
                _ => None,
            };
            input.events.iter().filter_map(pressed).collect()
        });
        for (key, modifiers) in events {
            let moved = match key {
                Key::ArrowLeft | Key::ArrowRight => {
                    let side = if key == Key::ArrowLeft { Side::Left } else { Side::Right };
                    page.step(self.focus_byte, side, modifiers.command)
                }
                Key::ArrowUp | Key::ArrowDown => {
                    page.step_line(self.focus_byte, if key == Key::ArrowUp { -1 } else { 1 })
                }
                Key::Home if modifiers.command => 0,
                Key::End if modifiers.command => text.len(),
                Key::Home => page.line_edge(self.focus_byte, Edge::Start),
                Key::End => page.line_edge(self.focus_byte, Edge::End),
                Key::A if modifiers.command => {
                    out.push(self.select(0..text.len()));
                    continue;
                }
                Key::Escape => {
                    out.push(Command::Select(None));
                    continue;
                }
                _ => continue,
            };
            self.focus_byte = moved;
            if modifiers.shift {
                out.push(self.selection(text));
            } else {
                self.anchor_byte = moved;
                out.push(Command::Select(None));
            }
            if let Some(rect) = page.caret_rect(moved) {
                ui.scroll_to_rect(rect, None);
            }
        }
    }

    fn select(&mut self, range: Range<usize>) -> Command {
        self.anchor_byte = range.start;
        self.focus_byte = range.end;
        Command::Select((!range.is_empty()).then(|| range.into()))
    }

    fn selection(&self, text: &str) -> Command {
        let start = segment::grapheme_floor(text, self.anchor_byte.min(self.focus_byte));
        let end = segment::grapheme_floor(text, self.anchor_byte.max(self.focus_byte));
        Command::Select((start < end).then(|| Span::new(start, end)))
    }

    /// The bar near the selection: kinds, and parties with type-ahead.
    fn bar(&mut self, ui: &Ui, session: &Session, view: &View, page: &Page<'_>, span: Span, out: &mut Vec<Command>) {
        let rects = page.rects(span);
        let Some((last, _)) = rects.last() else { return };
        let clip = ui.clip_rect();
        let y = (last.bottom() + 4.0).clamp(clip.top() + 4.0, (clip.bottom() - 90.0).max(clip.top()));
        let x = last.center().x.clamp(clip.left() + 190.0, (clip.right() - 190.0).max(clip.left() + 190.0));
        egui::Area::new(Id::unique("selection-bar"))
            .order(egui::Order::Foreground)
            .pivot(Align2::CENTER_TOP)
            .fixed_pos(pos2(x, y))
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_max_width(380.0);
                    ui.horizontal(|ui| {
                        for kind in &session.project().codebook.kinds {
                            let key = kind.key.map(String::from).unwrap_or_default();
                            if ui.add(Button::new(kind.name.clone()).shortcut(key).small()).clicked() {
                                out.push(Command::MakeKind(kind.id.clone()));
                            }
                        }
                        TextField::singleline(&mut self.party_filter)
                            .id(Id::unique("selection-bar-filter"))
                            .name(t!("bar-party-filter"))
                            .hint(t!("bar-party-filter"))
                            .desired_width(120.0)
                            .show(ui);
                    });
                    ui.horizontal_wrapped(|ui| {
                        let fits = |name: &str| arabic::contains(name, &self.party_filter);
                        let parties = session.project().parties.iter();
                        let found = parties.filter(|p| fits(&p.name) || p.aliases.iter().any(|a| fits(a)));
                        for party in found.take(6) {
                            let button = Button::new(party.name.clone())
                                .small()
                                .swatch(color32(party.color))
                                .selected(view.party.as_ref() == Some(&party.id));
                            if ui.add(button).clicked() {
                                out.push(Command::SetParty(party.id.clone()));
                            }
                        }
                    });
                });
            });
    }

    /// The handles of the chosen statement, and frames round its cues and mentions.
    fn draw_chosen(
        &self,
        ui: &Ui,
        painter: &egui::Painter,
        page: &Page<'_>,
        statement: &Statement,
        color: Color32,
        size: f32,
    ) {
        for link in &statement.chain {
            for (span, dashed) in [(link.cue, false), (link.mention, true)] {
                for (rect, line) in span.map(|span| page.rects(span)).unwrap_or_default() {
                    let frame = Rect::from_min_max(
                        pos2(rect.left(), line.baseline - size),
                        pos2(rect.right(), line.baseline + size * 0.45),
                    );
                    let stroke =
                        Stroke::new(1.0, ui.visuals().text_color().gamma_multiply(if dashed { 0.35 } else { 0.7 }));
                    painter.rect_stroke(frame, 3.0, stroke, egui::StrokeKind::Outside);
                }
            }
        }
        for center in page.handles(statement).into_iter().flatten() {
            painter.circle(center, HANDLE_PT, ui.visuals().extreme_bg_color, Stroke::new(2.0, color));
        }
    }
}

/// The paragraphs of a document in their places on the screen.
struct Page<'d> {
    blocks: Vec<Block>,
    origin: Pos2,
    document: &'d Document,
}

struct LinePlace {
    baseline: f32,
}

impl Page<'_> {
    fn block_at(&self, byte: usize) -> Option<&Block> {
        let index = self.blocks.partition_point(|b| b.bytes.start <= byte).saturating_sub(1);
        self.blocks.get(index)
    }

    /// The bytes of the paragraphs that this part of the screen shows.
    fn seen(&self, clip: Rect) -> Range<usize> {
        let first = self.block_near(clip.top()).map_or(0, |block| block.bytes.start);
        first..self.block_near(clip.bottom()).map_or(first, |block| block.bytes.end)
    }

    fn paragraph(&self, byte: usize) -> Range<usize> {
        self.block_at(byte).map_or(byte..byte, |b| b.bytes.clone())
    }

    fn block_near(&self, y: f32) -> Option<&Block> {
        let y = y - self.origin.y;
        let index = self.blocks.partition_point(|b| b.top <= y).saturating_sub(1);
        self.blocks.get(index)
    }

    /// The grapheme edge nearest to this place on the screen.
    fn hit(&self, at: Pos2) -> usize {
        let Some(block) = self.block_near(at.y) else { return 0 };
        let caret = block.layout.hit(at.x - self.origin.x, at.y - self.origin.y - block.top);
        (block.bytes.start + caret.byte).min(block.bytes.end)
    }

    /// The start of the grapheme under this place.
    fn letter_at(&self, at: Pos2) -> Option<usize> {
        let block = self.block_near(at.y)?;
        let range = block.layout.grapheme_at(at.x - self.origin.x, at.y - self.origin.y - block.top)?;
        Some(block.bytes.start + range.start)
    }

    /// The part of a span that lies in a block, in bytes of the block's text.
    fn within(&self, block: &Block, span: Span) -> Option<Range<usize>> {
        let start = span.start_byte.max(block.bytes.start);
        let end = span.end_byte.min(block.bytes.end);
        (start < end).then(|| start - block.bytes.start..end - block.bytes.start)
    }

    /// The rectangles of a span on the screen, each with its line.
    fn rects(&self, span: Span) -> Vec<(Rect, LinePlace)> {
        let mut rects = Vec::new();
        let first = self.blocks.partition_point(|b| b.bytes.end <= span.start_byte);
        for block in self.blocks.iter().skip(first).take_while(|b| b.bytes.start < span.end_byte) {
            let Some(range) = self.within(block, span) else { continue };
            let place = self.origin + vec2(0.0, block.top);
            for r in block.layout.selection_rects(range) {
                let line = block.layout.line_at_height((r.top + r.bottom) / 2.0);
                let baseline = block.layout.lines().get(line).map_or(r.bottom, |line| line.baseline) + place.y;
                let rect = Rect::from_min_max(pos2(r.left, r.top), pos2(r.right, r.bottom)).translate(place.to_vec2());
                rects.push((rect, LinePlace { baseline }));
            }
        }
        rects
    }

    fn caret_rect(&self, byte: usize) -> Option<Rect> {
        let block = self.block_at(byte)?;
        let byte = byte.clamp(block.bytes.start, block.bytes.end) - block.bytes.start;
        let r = block.layout.caret_rect(block.layout.caret_at(byte));
        let place = self.origin + vec2(0.0, block.top);
        Some(Rect::from_min_max(pos2(r.left, r.top), pos2(r.right, r.bottom)).translate(place.to_vec2()))
    }

    /// Where the handles of a statement's start and end are.
    fn handles(&self, statement: &Statement) -> [Option<Pos2>; 2] {
        let hull = statement.hull();
        let start = self.caret_rect(hull.start_byte).map(|rect| rect.center_bottom() - vec2(0.0, 6.0));
        // The end is where its last letter ends, not where the next line begins.
        let end = self.block_at(hull.end_byte.saturating_sub(1)).map(|block| {
            let caret = crate::shape::Caret::upstream(hull.end_byte - block.bytes.start);
            let r = block.layout.caret_rect(caret);
            self.origin + vec2((r.left + r.right) / 2.0, block.top + r.bottom - 6.0)
        });
        [start, end]
    }

    fn handle_at(&self, statement: &Statement, at: Pos2) -> Option<Edge> {
        let near = |p: &Option<Pos2>| p.is_some_and(|p| p.distance(at) <= HANDLE_PT * 2.0);
        let [start, end] = self.handles(statement);
        if near(&start) {
            Some(Edge::Start)
        } else if near(&end) {
            Some(Edge::End)
        } else {
            None
        }
    }

    /// One step of an arrow key, over paragraph ends too.
    fn step(&self, byte: usize, side: Side, word: bool) -> usize {
        let Some(block) = self.block_at(byte) else { return byte };
        let local = byte.clamp(block.bytes.start, block.bytes.end) - block.bytes.start;
        let caret = block.layout.caret_at(local);
        let moved = if word { block.layout.move_word(caret, side) } else { block.layout.move_visual(caret, side) };
        if moved.byte != local {
            return block.bytes.start + moved.byte;
        }
        let forward = (side == Side::Left) == block.layout.is_rtl();
        let index = self.blocks.partition_point(|b| b.bytes.start <= block.bytes.start);
        if forward {
            self.blocks.get(index).map_or(byte, |b| b.bytes.start)
        } else {
            index.checked_sub(2).and_then(|i| self.blocks.get(i)).map_or(byte, |b| b.bytes.end)
        }
    }

    fn step_line(&self, byte: usize, by: isize) -> usize {
        let Some(rect) = self.caret_rect(byte) else { return byte };
        let mut y = rect.center().y;
        let step = rect.height().max(8.0) * if by < 0 { -1.0 } else { 1.0 };
        // Empty paragraphs have no line of their own: go on until the place is another line.
        for _ in 0..4 {
            y += step;
            let moved = self.hit(pos2(rect.center().x, y));
            if self.caret_rect(moved).is_some_and(|r| (r.center().y - rect.center().y).abs() > 2.0) {
                return moved;
            }
        }
        if by < 0 {
            self.blocks.first().map_or(0, |b| b.bytes.start)
        } else {
            self.blocks.last().map_or(byte, |b| b.bytes.end)
        }
    }

    fn line_edge(&self, byte: usize, edge: Edge) -> usize {
        let Some(block) = self.block_at(byte) else { return byte };
        let caret = block.layout.caret_at(byte.clamp(block.bytes.start, block.bytes.end) - block.bytes.start);
        let moved = if edge == Edge::Start { block.layout.line_start(caret) } else { block.layout.line_end(caret) };
        block.bytes.start + moved.byte
    }
}

/// The letters of the article as the reader chose them.
fn article_style(view: &View, size_pt: f32) -> TextStyle {
    use crate::store::settings::{ArabicFace, LatinFace};
    let arabic = match view.reading.arabic {
        ArabicFace::Naskh => shaped::ArabicFace::Naskh,
        ArabicFace::Scheherazade => shaped::ArabicFace::Scheherazade,
    };
    let latin = match view.reading.latin {
        LatinFace::Matching => shaped::LatinFace::Matching,
        LatinFace::Serif => shaped::LatinFace::Serif,
        LatinFace::Sans => shaped::LatinFace::Sans,
    };
    TextStyle::article(size_pt, arabic, latin)
}

pub fn color32(color: crate::model::party::Rgb) -> Color32 {
    let [red, green, blue] = color.0;
    Color32::from_rgb(red, green, blue)
}

fn party_color(session: &Session, statement: &Statement) -> Color32 {
    let party = statement.speaker().and_then(|id| session.project().party(id));
    party.map_or(Color32::GRAY, |party| color32(party.color))
}

fn replace(
    session: &Session,
    view: &View,
    mut statement: Statement,
    name: String,
    merge_key: Option<String>,
) -> Command {
    statement.modified = jiff::Timestamp::now();
    let document = view.document.clone();
    let layer = document.map(|document| (document, session.annotator().clone()));
    match layer {
        Some(layer) => Command::Apply {
            name,
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

/// The lane of each statement: the lowest that is free over its whole length, so that nested lines lie apart.
fn lanes(layer: &Layer) -> HashMap<StatementId, usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut lanes = HashMap::new();
    for statement in layer.statements() {
        let hull = statement.hull();
        let free = ends.iter().position(|end| *end <= hull.start_byte).unwrap_or(ends.len());
        match ends.get_mut(free) {
            Some(end) => *end = hull.end_byte,
            None => ends.push(hull.end_byte),
        }
        lanes.insert(statement.id, free.min(LANES - 1));
    }
    lanes
}

fn draw_line(painter: &egui::Painter, x: egui::Rangef, y: f32, form: LineForm, color: Color32, width: f32) {
    let stroke = Stroke::new(width, color);
    let line = |y: f32| painter.line_segment([pos2(x.min, y), pos2(x.max, y)], stroke);
    match form {
        LineForm::Solid => {
            line(y);
        }
        LineForm::Double => {
            let thin = Stroke::new(width * 0.7, color);
            for y in [y - 1.2, y + 1.2] {
                painter.line_segment([pos2(x.min, y), pos2(x.max, y)], thin);
            }
        }
        LineForm::Wavy => {
            let steps = ((x.span() / 3.0).ceil() as usize).max(1);
            let points = (0..=steps)
                .map(|i| {
                    let at = (x.min + i as f32 * 3.0).min(x.max);
                    pos2(at, y + if i % 2 == 0 { -1.6 } else { 1.6 })
                })
                .collect();
            painter.add(egui::Shape::line(points, stroke));
        }
        LineForm::Dashed | LineForm::Dotted => {
            let (dash, gap) = if form == LineForm::Dashed { (6.0, 4.0) } else { (1.5, 3.0) };
            painter.extend(egui::Shape::dashed_line(&[pos2(x.min, y), pos2(x.max, y)], stroke, dash, gap));
        }
    }
}
