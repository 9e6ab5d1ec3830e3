//! Cards beside the article: one for each statement that can be seen, with its party's colour, kind, chain and topic.
//!
//! A card stands at the height of its statement's first line, as nearly as the others allow: the order is that of the
//! text, none lies on another, and the selected one is exactly in its place. Where there are too many they become lines,
//! and what still has no room is behind a "+n". Only what is in view is looked at.

use std::ops::Range;

use egui::{
    Color32, CornerRadius, Id, Key, Popup, Pos2, Rangef, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};
use egui::{pos2, vec2};

use super::color::party_color;
use super::menu::{Target, asked_by_key};
use super::page::Page;
use super::scene::Scene;
use crate::locale::plain;
use crate::model::layer::Layer;
use crate::model::statement::Statement;
use crate::settings::Cards;
use crate::t;
use crate::text::segment;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::parts::tour::note_stop;
use crate::ui::shaped::{self, Label, LayoutOptions, MenuItem, ResponseExt as _, TextStyle, Weight, ring};
use crate::ui::state::TourStop;
use crate::ui::state::View;
use crate::ui::theme::Tokens;
use crate::ui::words::{chain_that, describe, quote};

/// How wide a card is at least and at most, and the space between the column and the cards, where the "+n" of the lines has
/// its place.
const NARROWEST_PT: f32 = 190.0;
const WIDEST_PT: f32 = 300.0;
const BESIDE_PT: f32 = 32.0;
/// The narrowest window that has cards without being asked.
const WINDOW_PT: f32 = 1300.0;
/// The narrowest column that cards may leave, in ems.
const COLUMN_EM: f32 = 15.0;
/// Heights of a card, of one that is only a line, and of a "+n"; and the space between two.
const SIZES: Sizes = Sizes { card: 38.0, line: 20.0, more: 18.0, gap: 3.0 };
/// The space between the edge of a card and its words, in points.
const INSET_PT: Vec2 = vec2(9.0, 0.0);
/// How far from its line a card may be pushed before it goes behind a "+n".
const DRIFT_PT: f32 = 72.0;
/// How many statements are looked at; the rest is counted.
const MOST: usize = 400;
/// How many a "+n" lists.
const LISTED: usize = 100;
/// The longest quotation under the pointer, in bytes.
const QUOTE_BYTES: usize = 600;

/// How much of the width the cards take beside the column; nothing where the column would become too narrow.
/// They take what the widest column leaves, within limits.
pub(crate) fn width(view: &View, room: f32, window_pt: f32) -> f32 {
    let spare = room - view.reading.column_em * view.text_size_pt - BESIDE_PT;
    let width = spare.clamp(NARROWEST_PT, WIDEST_PT) + BESIDE_PT;
    let fits = room - width >= COLUMN_EM * view.text_size_pt;
    let wanted = match view.reading.cards {
        Cards::Auto => window_pt >= WINDOW_PT,
        Cards::On => true,
        Cards::Off => false,
    };
    if wanted && fits { width } else { 0.0 }
}

/// Shows the cards. In an article that reads from right to left they stand at its left, where the numbers of
/// paragraphs are not.
///
/// Returns the statement whose card asks for its menu, and where.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    page: &Page<'_>,
    width: f32,
    out: &mut Vec<Command>,
) -> Option<(Target, Pos2)> {
    let card_pt = width - BESIDE_PT;
    let mut asked = None;
    let rtl = scene.document.reads_rtl();
    let column = page.left..page.left + page.blocks.measure().column_pt;
    let left = if rtl { column.start - BESIDE_PT - card_pt } else { column.end + BESIDE_PT };
    let seen = seen(scene.layer, page);
    let tops: Vec<f32> = seen.iter().map(|(_, top)| *top).collect();
    let chosen = seen.iter().position(|(statement, _)| scene.view.selected == Some(statement.id));
    let room = Rangef::new(page.view.top() + 4.0, page.view.bottom() - 4.0);
    for slot in arrange(&tops, chosen, room, &SIZES) {
        let rect = Rect::from_min_size(pos2(left, slot.top), vec2(card_pt, slot.height));
        match slot.item {
            Item::Card(index) => {
                let Some((statement, line)) = seen.get(index) else { continue };
                let edge = if rtl { (rect.right(), column.start) } else { (rect.left(), column.end) };
                note_stop(ui.ctx(), TourStop::Cards, rect);
                let link = [pos2(edge.0, rect.top() + 10.0), pos2(edge.1, line + 12.0)];
                asked = Card { scene, statement, rect, link }.show(ui, out).or(asked);
            }
            Item::More(range) => {
                let hidden: Vec<&Statement> = seen.get(range).into_iter().flatten().map(|(s, _)| *s).collect();
                more(ui, scene, &hidden, rect, out);
            }
        }
    }
    asked
}

/// The statements of which something is in view, and the height of the first line of each that is.
fn seen<'l>(layer: &'l Layer, page: &Page<'_>) -> Vec<(&'l Statement, f32)> {
    let (top, bottom) = (page.view.top(), page.view.bottom());
    let mut seen = Vec::new();
    layer.visit_spanning(page.bytes(), |statement| {
        let line = statement.spans.iter().find_map(|span| {
            let start = page.caret_rect(span.start_byte).map_or(f32::NEG_INFINITY, |rect| rect.top());
            let end = page.caret_rect(span.end_byte).map_or(f32::INFINITY, |rect| rect.bottom());
            let shown = page.bytes();
            let meets = span.start_byte < shown.end && span.end_byte > shown.start;
            (meets && start < bottom && end > top).then_some(start.max(top))
        });
        seen.extend(line.map(|line| (statement, line)));
        seen.len() < MOST
    });
    seen
}

/// A card in its place.
struct Card<'a> {
    scene: &'a Scene<'a>,
    statement: &'a Statement,
    rect: Rect,
    /// The ends of the line from it to its words.
    link: [Pos2; 2],
}

impl Card<'_> {
    fn show(&self, ui: &Ui, out: &mut Vec<Command>) -> Option<(Target, Pos2)> {
        let statement = self.statement;
        let selected = self.scene.view.is_chosen(statement.id);
        // Drags too, so that none goes through to the text.
        let response = ui.interact(self.rect, Id::unique(("statement-card", statement.id)), Sense::click_and_drag());
        let topic = self.topic();
        response.widget_info(|| {
            let what = describe(self.scene.session, statement);
            let quote = quote(self.scene.document, &statement.spans);
            let name = match &topic {
                Some(topic) => t!("cards-name-topic", what = what, topic = topic.as_str(), quote = quote),
                None => t!("cards-name", what = what, quote = quote),
            };
            WidgetInfo::selected(Role::Button, true, selected, plain(&name))
        });
        self.ground(ui, selected, response.hovered() || response.has_focus());
        self.words(ui, selected, topic.as_deref().unwrap_or_default());
        ring(ui, &response, self.rect);
        let field = self.field_under(ui, &response, topic.as_deref());
        if let Some((_, at)) = field {
            ui.painter().hline(at.x_range(), at.bottom(), Stroke::new(1.0, ui.visuals().strong_text_color()));
            ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if selected && response.has_focus() && self.can_change() {
            let keys = t!("cards-keys");
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(plain(&keys)));
        }
        let entered = ui.input(|input| input.key_pressed(Key::Enter).then_some(input.modifiers.shift));
        if let Some(shifted) = entered.filter(|_| selected && response.has_focus() && self.can_change()) {
            // The first Enter selects; on a card that is selected it opens the list of the kind, with Shift of the topic.
            let field = if shifted { PickedField::Topic } else { PickedField::Kind };
            out.push(Command::PickAt { field, at: self.rect });
        } else if response.clicked() {
            let also = ui.input(|input| input.modifiers.command) && !self.scene.view.only_reads;
            let id = statement.id;
            match field.filter(|_| !also) {
                Some((field, at)) => {
                    // Of several that are chosen the field is set in all.
                    let is_among = self.scene.view.together().is_some_and(|together| together.contains(&id));
                    out.extend((!is_among).then_some(Command::SelectStatement(Some(id))));
                    out.push(Command::PickAt { field, at });
                }
                None if also => out.push(Command::AlsoStatement(id)),
                None => out.push(Command::SelectStatement(Some(id))),
            }
        }
        let by_key = response.has_focus() && asked_by_key(ui);
        let at = response.interact_pointer_pos().filter(|_| response.secondary_clicked());
        let at = at.or(by_key.then(|| self.rect.center_bottom()));
        if response.hovered() && !response.dragged() {
            response.on_hover_ui(|ui| self.tooltip(ui, topic));
        }
        at.map(|at| (Target::Statement(statement.id), at))
    }

    /// The name of its topic, if it has one.
    fn topic(&self) -> Option<String> {
        self.statement.topic.as_ref().map(|id| {
            let topic = self.scene.session.project().codebook.topic(id);
            topic.map_or_else(|| id.to_string(), |topic| topic.name.clone())
        })
    }

    /// The card without its words, and the line to its statement.
    fn ground(&self, ui: &Ui, selected: bool, lit: bool) {
        let (rect, painter, paper) = (self.rect, ui.painter(), ui.visuals().extreme_bg_color);
        let color = party_color(Tokens::of(ui), self.scene.session, self.statement);
        let strength = match (selected, lit) {
            (true, _) => 0.26,
            (_, true) => 0.16,
            _ => 0.07,
        };
        let edge = paper.lerp_to_gamma(color, if selected || lit { 0.9 } else { 0.35 });
        let stroke = Stroke::new(if selected { 1.5 } else { 1.0 }, edge);
        let radius = CornerRadius::same(3);
        painter.rect(rect, radius, paper.lerp_to_gamma(color, strength), stroke, StrokeKind::Inside);
        // The bar is on the side of the text.
        let bar = if self.scene.document.reads_rtl() { rect.right() - 4.0 } else { rect.left() };
        painter.rect_filled(Rect::from_min_size(pos2(bar, rect.top()), vec2(4.0, rect.height())), radius, color);
        if selected || lit {
            painter.line_segment(self.link, Stroke::new(1.0, color.gamma_multiply(0.6)));
        }
    }

    /// Kind and chain as one line, and where in it the kind stands. Of a chain that is too long, links in its middle are
    /// left out; the tooltip and the accessible name have all of them.
    fn head(&self, ui: &Ui, selected: bool, width: f32) -> (String, Range<usize>, TextStyle) {
        let session = self.scene.session;
        let kind = session.project().codebook.kind(&self.statement.kind);
        let kind = kind.map_or(self.statement.kind.as_str(), |kind| kind.name.as_str());
        let weight = if selected { Weight::Strong } else { Weight::Regular };
        let style = TextStyle { weight, ..TextStyle::interface(12.0) };
        let head = |chain: &str| t!("panel-statement-head", kind = kind, chain = chain);
        let chain = chain_that(session.project(), self.statement, |chain| {
            shaped::layout(ui.ctx(), &head(chain), &style, &LayoutOptions::single_line()).width() <= width
        });
        let head = head(&chain);
        let start = head.find(kind).unwrap_or_default();
        (head, start..start + kind.len(), style)
    }

    /// The heights of the first line and, where there is room, of the second.
    fn lines(&self) -> (Rangef, Option<Rangef>) {
        let rect = self.rect;
        let first = Rangef::new(rect.top(), rect.top() + SIZES.line.min(rect.height()));
        let second = Rangef::new(rect.top() + SIZES.line - 2.0, rect.bottom() - 2.0);
        (first, (rect.height() > SIZES.line).then_some(second))
    }

    /// Kind and chain, and where there is room the topic below them.
    fn words(&self, ui: &Ui, selected: bool, topic: &str) {
        let inner = self.rect.shrink2(INSET_PT);
        let ((first, second), (head, _, style)) = (self.lines(), self.head(ui, selected, inner.width()));
        text(ui, &head, &style, inner, first, ui.visuals().strong_text_color());
        if let Some(second) = second {
            let visuals = ui.visuals();
            let strength = if visuals.dark_mode { 0.2 } else { 0.1 };
            let weak = visuals.text_color().lerp_to_gamma(visuals.extreme_bg_color, strength);
            text(ui, topic, &TextStyle::interface(11.0), inner, second, weak);
        }
    }

    /// Whether kind and topic can be changed on the card.
    fn can_change(&self) -> bool {
        let Scene { view, shown_layer, .. } = *self.scene;
        shown_layer.is_none() && !view.only_reads && view.armed.is_none()
    }

    /// The field under the pointer that a click changes, and where its words are: the kind, or the topic.
    fn field_under(&self, ui: &Ui, response: &egui::Response, topic: Option<&str>) -> Option<(PickedField, Rect)> {
        let view = self.scene.view;
        if !self.can_change() {
            return None;
        }
        let at = response.hover_pos().or(response.interact_pointer_pos())?;
        let inner = self.rect.shrink2(INSET_PT);
        let (first, second) = self.lines();
        let of = |words: &str, range: Range<usize>, style: &TextStyle, height: Rangef| -> Option<Rect> {
            let layout = shaped::layout(ui.ctx(), words, style, &LayoutOptions::elided(inner.width()).fill());
            let offset = vec2(inner.left(), height.center() - layout.height() / 2.0);
            let rects = layout.selection_rects(range).into_iter();
            let rects = rects.map(|rect| Rect::from_x_y_ranges(rect.left..=rect.right, rect.top..=rect.bottom));
            rects.reduce(Rect::union).map(|rect| rect.translate(offset))
        };
        let (head, kind, style) = self.head(ui, view.is_chosen(self.statement.id), inner.width());
        let topic = second
            .zip(topic)
            .and_then(|(height, topic)| of(topic, 0..topic.len(), &TextStyle::interface(11.0), height));
        let fields = [(PickedField::Kind, of(&head, kind, &style, first)), (PickedField::Topic, topic)];
        fields.into_iter().find_map(|(field, rect)| Some((field, rect.filter(|rect| rect.contains(at))?)))
    }

    /// What the statement is, its words and its note.
    fn tooltip(&self, ui: &mut Ui, topic: Option<String>) {
        ui.set_max_width(420.0);
        ui.add(Label::new(describe(self.scene.session, self.statement)).strong().wrap());
        if let Some(topic) = topic {
            ui.add(Label::new(topic).weak().wrap());
        }
        for quote in self.scene.document.quotes(&self.statement.spans) {
            let end = segment::grapheme_floor(quote, QUOTE_BYTES);
            let cut = if end < quote.len() { "…" } else { "" };
            ui.add(Label::new(format!("{}{cut}", quote.get(..end).unwrap_or_default())).wrap());
        }
        if !self.statement.note.is_empty() {
            ui.add(Label::new(self.statement.note.clone()).weak().wrap());
        }
    }
}

/// A line of text in the middle of a height, from the side where its own direction begins.
fn text(ui: &Ui, text: &str, style: &TextStyle, inner: Rect, height: Rangef, color: Color32) {
    let layout = shaped::layout(ui.ctx(), text, style, &LayoutOptions::elided(inner.width()).fill());
    let top = height.center() - layout.height() / 2.0;
    shaped::paint(ui.painter(), pos2(inner.left(), top), &layout, color, &[]);
}

/// What has no room, behind a button.
fn more(ui: &Ui, scene: &Scene<'_>, hidden: &[&Statement], rect: Rect, out: &mut Vec<Command>) {
    let Scene { session, view, .. } = *scene;
    let Some(first) = hidden.first() else { return };
    let id = Id::unique(("statement-cards-more", first.id));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let name = t!("cards-more", count = hidden.len());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, plain(&name)));
    let popup = Popup::menu(&response).id(id.with("popup"));
    let visuals = if popup.is_open() { ui.visuals().widgets.open } else { *ui.style().interact(&response) };
    let fill = if response.hovered() || popup.is_open() { visuals.weak_bg_fill } else { Color32::TRANSPARENT };
    ui.painter().rect(rect, CornerRadius::same(3), fill, Stroke::NONE, StrokeKind::Inside);
    let weak = ui.visuals().weak_text_color();
    let inner = rect.shrink2(vec2(9.0, 0.0));
    text(ui, &format!("+{}", hidden.len()), &TextStyle::interface(11.0), inner, rect.y_range(), weak);
    popup.width(280.0).show(|ui| {
        ui.set_min_width(280.0);
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for statement in hidden.iter().take(LISTED) {
                let chosen = view.selected == Some(statement.id);
                let item =
                    MenuItem::new(describe(session, statement)).swatch(party_color(Tokens::of(ui), session, statement));
                if ui.add(item.selected(chosen)).clicked() {
                    out.push(Command::SelectStatement(Some(statement.id)));
                }
            }
            if let Some(rest) = hidden.len().checked_sub(LISTED).filter(|rest| *rest > 0) {
                ui.add(Label::new(t!("document-hover-more", count = rest)).weak());
            }
        });
    });
    if !response.is_pointer_button_down_on() {
        let _ = response.on_hover_shaped(name);
    }
}

/// Heights, in points.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    card: f32,
    line: f32,
    more: f32,
    gap: f32,
}

#[derive(Clone, Debug, PartialEq)]
enum Item {
    Card(usize),
    /// Those for which there is no room.
    More(Range<usize>),
}

#[derive(Clone, Debug, PartialEq)]
struct Slot {
    item: Item,
    top: f32,
    height: f32,
}

/// Where the cards go that would like to stand at `tops`, which do not fall. The chosen one is in its place.
fn arrange(tops: &[f32], chosen: Option<usize>, room: Rangef, sizes: &Sizes) -> Vec<Slot> {
    let parts = |height: f32| {
        let Some((chosen, top)) = chosen.and_then(|chosen| Some((chosen, *tops.get(chosen)?))) else {
            return (None, vec![(0..tops.len(), room)]);
        };
        let top = top.min(room.max - height).max(room.min);
        let before = Rangef::new(room.min, top - sizes.gap);
        let after = Rangef::new(top + height + sizes.gap, room.max);
        let slot = Slot { item: Item::Card(chosen), top, height };
        (Some(slot), vec![(0..chosen, before), (chosen + 1..tops.len(), after)])
    };
    for height in [sizes.card, sizes.line] {
        let (own, parts) = parts(height);
        let fits = |(cards, room): &(Range<usize>, Rangef)| {
            cards.is_empty() || cards.len() as f32 * (height + sizes.gap) - sizes.gap <= room.span()
        };
        if parts.iter().all(fits) {
            let cards = |range: Range<usize>| range.map(|index| (Item::Card(index), height)).collect();
            return joined(own, parts, |range, room| settle(tops, cards(range), room, sizes.gap));
        }
    }
    let (own, parts) = parts(sizes.line);
    joined(own, parts, |range, room| {
        let from_end = chosen.is_none_or(|chosen| range.start > chosen);
        settle(tops, collapse(tops, range, room, from_end, sizes), room, sizes.gap)
    })
}

/// The parts before and after the chosen card, with it between them.
fn joined(
    own: Option<Slot>,
    parts: Vec<(Range<usize>, Rangef)>,
    mut part: impl FnMut(Range<usize>, Rangef) -> Vec<Slot>,
) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut own = own.into_iter();
    for (range, room) in parts {
        slots.extend(part(range, room));
        slots.extend(own.next());
    }
    slots
}

/// The cards of a part that keep near their lines, as lines; the others behind a "+n" each where they would be.
/// What is too much even so goes behind the last one, or the first.
fn collapse(tops: &[f32], range: Range<usize>, room: Rangef, from_end: bool, sizes: &Sizes) -> Vec<(Item, f32)> {
    let mut items: Vec<(Item, f32)> = Vec::new();
    let mut free = room.min;
    for index in range {
        let wanted = tops.get(index).copied().unwrap_or_default();
        if free - wanted <= DRIFT_PT {
            free = free.max(wanted) + sizes.line + sizes.gap;
            items.push((Item::Card(index), sizes.line));
        } else if let Some((Item::More(hidden), _)) = items.last_mut() {
            hidden.end = index + 1;
        } else {
            free += sizes.more + sizes.gap;
            items.push((Item::More(index..index + 1), sizes.more));
        }
    }
    let span = |items: &[(Item, f32)]| items.iter().map(|(_, height)| height + sizes.gap).sum::<f32>() - sizes.gap;
    while span(&items) > room.span() && items.len() > 1 {
        let (first, second) = if from_end { (items.len() - 2, items.len() - 1) } else { (0, 1) };
        let ends = |item: &Item| match item {
            Item::Card(index) => *index..*index + 1,
            Item::More(range) => range.clone(),
        };
        let Some(((a, _), (b, _))) = items.get(first).zip(items.get(second)) else { break };
        let merged = (Item::More(ends(a).start..ends(b).end), sizes.more);
        items.splice(first..=second, [merged]);
    }
    if span(&items) > room.span() { Vec::new() } else { items }
}

/// Places items so that none overlap and the distances from where they would like to be are least in sum of squares
/// (pool adjacent violators; Ayer et al., *An empirical distribution function for sampling with incomplete
/// information*, Annals of Mathematical Statistics 26, 1955).
fn settle(tops: &[f32], items: Vec<(Item, f32)>, room: Rangef, gap: f32) -> Vec<Slot> {
    // What all items before take is taken off: then the only condition is that no value is below the one before.
    let mut pools: Vec<(f32, usize)> = Vec::new();
    let mut before = 0.0;
    for (item, height) in &items {
        let index = match item {
            Item::Card(index) => *index,
            Item::More(range) => range.start,
        };
        let mut pool = (tops.get(index).copied().unwrap_or_default() - before, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 >= pool.0) {
            pools.pop();
            let count = last.1 + pool.1;
            pool = ((last.0 * last.1 as f32 + pool.0 * pool.1 as f32) / count as f32, count);
        }
        pools.push(pool);
        before += height + gap;
    }
    let most = room.max - (before - gap);
    let mut values = pools.into_iter().flat_map(|(value, count)| std::iter::repeat_n(value, count));
    let mut before = 0.0;
    items
        .into_iter()
        .map(|(item, height)| {
            let value = values.next().unwrap_or_default().min(most).max(room.min);
            let top = value + before;
            before += height + gap;
            Slot { item, top, height }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROOM: Rangef = Rangef { min: 100.0, max: 700.0 };

    fn tops_of(slots: &[Slot]) -> Vec<f32> {
        slots.iter().map(|slot| slot.top).collect()
    }

    #[test]
    fn cards_with_room_are_where_they_belong() {
        assert_eq!(tops_of(&arrange(&[120.0, 300.0, 500.0], None, ROOM, &SIZES)), [120.0, 300.0, 500.0]);
        assert!(arrange(&[], None, ROOM, &SIZES).is_empty());
    }

    #[test]
    fn two_on_one_line_share_the_way_and_one_at_the_edge_stays_inside() {
        let both = SIZES.card + SIZES.gap;
        assert_eq!(tops_of(&arrange(&[300.0, 300.0], None, ROOM, &SIZES)), [300.0 - both / 2.0, 300.0 + both / 2.0]);
        assert_eq!(tops_of(&arrange(&[695.0], None, ROOM, &SIZES)), [700.0 - SIZES.card]);
    }

    #[test]
    fn the_chosen_one_does_not_move() {
        let slots = arrange(&[300.0, 300.0, 300.0, 310.0], Some(1), ROOM, &SIZES);
        assert_eq!(slots[1], Slot { item: Item::Card(1), top: 300.0, height: SIZES.card });
        assert_eq!(slots.len(), 4);
    }

    #[test]
    fn too_many_become_lines_and_then_a_number() {
        let crowd = |count: usize| vec![400.0; count];
        assert!(arrange(&crowd(20), None, ROOM, &SIZES).iter().all(|slot| slot.height == SIZES.line));
        let slots = arrange(&crowd(100), Some(50), ROOM, &SIZES);
        assert!(slots.iter().any(|slot| slot.item == Item::Card(50) && slot.top == 400.0));
        assert!(slots.iter().any(|slot| matches!(slot.item, Item::More(_))));
    }

    proptest! {
        #[test]
        fn every_statement_is_there_once_in_order_inside_the_room_and_without_overlap(
            mut tops in proptest::collection::vec(100.0_f32..700.0, 0..120),
            chosen in proptest::option::of(0..120_usize),
            height in 60.0_f32..900.0,
        ) {
            tops.sort_by(f32::total_cmp);
            let room = Rangef::new(100.0, 100.0 + height);
            let tops: Vec<f32> = tops.into_iter().map(|top| top.min(room.max)).collect();
            let chosen = chosen.filter(|chosen| *chosen < tops.len());
            let slots = arrange(&tops, chosen, room, &SIZES);
            let mut next = 0;
            let mut free = room.min - 0.01;
            for slot in &slots {
                let range = match &slot.item {
                    Item::Card(index) => *index..index + 1,
                    Item::More(range) => range.clone(),
                };
                // Only beside a chosen card at the edge may there be no room even for a number.
                prop_assert!(range.start == next || chosen.is_some(), "{slots:?}");
                prop_assert!(range.start >= next && !range.is_empty());
                next = range.end;
                prop_assert!(slot.top >= free, "{slots:?}");
                free = slot.top + slot.height + SIZES.gap - 0.01;
                prop_assert!(slot.top + slot.height <= room.max + 0.01);
                if let (Item::Card(index), Some(chosen)) = (&slot.item, chosen) && *index == chosen {
                    prop_assert_eq!(slot.top, tops[chosen].min(room.max - slot.height).max(room.min));
                }
            }
            prop_assert!(next == tops.len() || chosen.is_some());
            prop_assert!(chosen.is_none_or(|c| slots.iter().any(|slot| slot.item == Item::Card(c))));
        }
    }
}
