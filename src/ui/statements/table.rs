//! The table: a head that sorts, and below it the rows that are on screen. A million rows cost no more than a screenful.
//!
//! The place in the list is counted in `f64`, because the heights of a million rows exceed what `f32` tells apart.

use std::collections::BTreeMap;

use egui::{
    Color32, CursorIcon, EventFilter, Id, Key, Modifiers, Popup, PopupCloseBehavior, Rangef, Rect, Response, Role,
    Sense, SetOpenCommand, Shape, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::menu;
use super::state::{StatementsPageState, layers, order, sort_by};
use super::words::{Marks, Shown, title};
use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::codebook::Codebook;
use crate::query::{ListColumn, ListedLayers};
use crate::settings::ColumnSetting;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::statements::StatementsCommand;
use crate::ui::shaped::{
    Checkbox, Direction, Icon, LayoutOptions, MenuItem, ResponseExt as _, TextStyle, Weight, Wrap, layout, paint,
    paint_icon,
};
use crate::ui::theme::{Tokens, party_line};

/// The height of a row, in points.
const ROW_PT: f32 = 28.0;
const BAR_PT: f32 = 12.0;
const SHORTEST_HANDLE_PT: f32 = 28.0;
const NARROWEST_PT: f32 = 40.0;
/// The least width of the words; other columns give way to it.
const TEXT_PT: f32 = 200.0;
/// The width of the words from which on other columns get wider, too.
const GOOD_TEXT_PT: f32 = 460.0;
const PADDING_PT: f32 = 8.0;
const SWATCH_PT: f32 = 10.0;
/// How wide the zone is in which the edge of a column is taken.
const GRIP_PT: f32 = 8.0;

/// Columns by their names in settings.
type Columns = BTreeMap<String, ColumnSetting>;

/// The id of the table, for focusing it.
pub(crate) fn table_id() -> Id {
    Id::unique("statements-table")
}

/// A column and where it stands.
struct Place {
    column: ListColumn,
    x: Rangef,
}

/// The usual width of a column, in points; the words take what is left.
const fn usual_pt(column: &ListColumn) -> f32 {
    match column {
        ListColumn::Marks => 56.0,
        ListColumn::Article => 150.0,
        ListColumn::Kind => 92.0,
        ListColumn::Chain => 180.0,
        ListColumn::Text => TEXT_PT,
        ListColumn::Topic => 130.0,
        ListColumn::Stance => 84.0,
        ListColumn::Note => 130.0,
        ListColumn::Annotator | ListColumn::Attribute(_) => 100.0,
    }
}

/// How much wider a column gets in a wide window while nobody has set its width, in points.
const fn more_pt(column: &ListColumn) -> f32 {
    match column {
        ListColumn::Article => 150.0,
        ListColumn::Chain | ListColumn::Topic => 120.0,
        ListColumn::Note => 230.0,
        _ => 0.0,
    }
}

/// How a column is set; those of attributes are hidden until somebody asks for them.
fn setting(columns: &Columns, column: &ListColumn) -> ColumnSetting {
    let is_hidden = matches!(column, ListColumn::Attribute(_));
    let usual = ColumnSetting { is_hidden, ..ColumnSetting::default() };
    columns.get(column.name().as_ref()).copied().unwrap_or(usual)
}

/// Where the columns that are shown stand.
fn places(codebook: &Codebook, columns: &Columns, listed: ListedLayers, room: Rangef, from_end: bool) -> Vec<Place> {
    let is_shown = |column: &ListColumn| {
        let is_needless = *column == ListColumn::Annotator && listed != ListedLayers::All;
        !is_needless && !setting(columns, column).is_hidden
    };
    let shown: Vec<ListColumn> = ListColumn::all(codebook).filter(is_shown).collect();
    // What is left beside words of a good width is shared. Only the usual widths count, so that no other column moves
    // while one is dragged.
    let sum = |width: fn(&ListColumn) -> f32| shown.iter().map(width).sum::<f32>();
    let spare = (room.span() - sum(usual_pt) - (GOOD_TEXT_PT - TEXT_PT)).max(0.0);
    let part = (spare / sum(more_pt).max(1.0)).min(1.0);
    let usual = |column: &ListColumn| usual_pt(column) + more_pt(column) * part;
    let wanted = |column: &ListColumn| setting(columns, column).width_pt.unwrap_or(usual(column)).max(NARROWEST_PT);
    let others: f32 = shown.iter().filter(|column| **column != ListColumn::Text).map(wanted).sum();
    let has_text = shown.contains(&ListColumn::Text);
    let for_others = if has_text { (room.span() - TEXT_PT).max(0.0) } else { room.span() };
    let scale = if others > for_others && others > 0.0 { for_others / others } else { 1.0 };
    let mut at = 0.0;
    let mut places = Vec::new();
    for column in shown {
        let width = if column == ListColumn::Text { room.span() - others * scale } else { wanted(&column) * scale };
        let (near, far) = (at, at + width);
        at = far;
        let x = if from_end {
            Rangef::new(room.max - far, room.max - near)
        } else {
            Rangef::new(room.min + near, room.min + far)
        };
        places.push(Place { column, x });
    }
    places
}

/// Shows the table in all the room there is.
pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    state: &mut StatementsPageState,
    columns: &mut Columns,
    out: &mut Vec<Command>,
) {
    let (_, area) = ui.allocate_space(ui.available_size());
    let from_end = ui.layout().prefer_right_to_left();
    let mut room = area.x_range();
    if from_end {
        room.min += BAR_PT;
    } else {
        room.max -= BAR_PT;
    }
    let head = Rect::from_min_max(area.min, pos2(area.max.x, area.min.y + ROW_PT));
    let body = Rect::from_min_max(pos2(area.min.x, head.max.y), area.max);
    let codebook = &session.project().codebook;
    let places = places(codebook, columns, layers(state.view()), room, from_end);
    let table = Table { session, places: &places, body };
    let id = table.begin(ui, state);
    let inside = UiBuilder::new().id_salt("statements-rows").max_rect(area).accessibility_parent(id);
    let mut ui = ui.new_child(inside);
    table.head(&mut ui, head, state, columns);
    table.keys(&mut ui, id, state, out);
    table.scroll(&ui, state);
    table.rows(&mut ui, id, state, out);
    table.bar(&ui, id, state, from_end);
    // The row of the keyboard is marked, unless there is none yet.
    if state.chosen.cursor().is_none() && ui.memory(|memory| memory.has_focus(id)) {
        ui.painter().rect_stroke(body, 0.0, Stroke::new(1.0, Tokens::of(&ui).accent), StrokeKind::Inside);
    }
    table.menu(&ui, id, state, out);
}

/// The table in this frame.
struct Table<'t> {
    session: &'t Session,
    places: &'t [Place],
    body: Rect,
}

impl Table<'_> {
    /// Lets the keyboard reach the table, and keeps its keys in it.
    fn begin(&self, ui: &Ui, state: &mut StatementsPageState) -> Id {
        let id = table_id();
        let response = ui.interact(self.body, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Table, true, t!("statements-table")));
        if std::mem::take(&mut state.takes_focus) {
            response.request_focus();
        }
        if response.has_focus() {
            let filter =
                EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        let count = state.listing.rows().len();
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_row_count(count);
            node.set_column_count(self.places.len());
            node.set_multiselectable();
        });
        id
    }

    /// The titles of the columns: a click sorts, a drag of an edge makes a column wider.
    fn head(&self, ui: &mut Ui, head: Rect, state: &mut StatementsPageState, columns: &mut Columns) {
        ui.painter().rect_filled(head, 0.0, Tokens::of(ui).panel);
        ui.painter().hline(head.x_range(), head.bottom(), ui.visuals().widgets.noninteractive.bg_stroke);
        let sorted = order(state.view());
        for Place { column, x } in self.places {
            let rect = Rect::from_x_y_ranges(*x, head.y_range());
            let response = ui.interact(rect, ui.make_persistent_id(("head", column.name())), Sense::click());
            let sorted = sorted.iter().find(|(known, _)| known == column).map(|(_, is_reversed)| *is_reversed);
            let name = match sorted {
                None => self.title(column),
                Some(false) => t!("statements-sorted", column = self.title(column)),
                Some(true) => t!("statements-sorted-reversed", column = self.title(column)),
            };
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, plain(&name)));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, 0.0, ui.visuals().widgets.hovered.weak_bg_fill);
            }
            if response.has_focus() {
                let stroke = Stroke::new(2.0, Tokens::of(ui).accent);
                ui.painter().rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
            }
            if *column != ListColumn::Marks {
                let mut inner = rect.shrink2(vec2(PADDING_PT, 0.0));
                inner.max.x -= if sorted.is_some() { SWATCH_PT } else { 0.0 };
                let color = ui.visuals().weak_text_color();
                line(ui, inner, &self.title(column), color, true);
            }
            if let Some(is_reversed) = sorted {
                arrow(ui, rect, is_reversed);
            }
            if response.clicked() {
                sort_by(&mut state.views.last, column.clone());
                state.shows_cursor = true;
            }
            self.head_menu(&response, columns);
            self.grip(ui, rect, column, columns);
        }
        ui.advance_cursor_after_rect(head);
    }

    fn title(&self, column: &ListColumn) -> String {
        title(self.session.project(), column)
    }

    /// The context menu of the head: which columns are shown.
    fn head_menu(&self, head: &Response, columns: &mut Columns) {
        Popup::context_menu(head).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            let all = ListColumn::all(&self.session.project().codebook);
            for column in all.filter(|column| *column != ListColumn::Text) {
                let mut is_shown = !setting(columns, &column).is_hidden;
                if ui.add(Checkbox::new(&mut is_shown, self.title(&column))).changed() {
                    columns.entry(column.name().into_owned()).or_default().is_hidden = !is_shown;
                }
            }
            ui.separator();
            if ui.add(MenuItem::new(t!("statements-columns-reset"))).clicked() {
                columns.clear();
                ui.close();
            }
        });
    }

    /// The edge of a column.
    fn grip(&self, ui: &Ui, head: Rect, column: &ListColumn, columns: &mut Columns) {
        if *column == ListColumn::Text {
            return;
        }
        let from_end = ui.layout().prefer_right_to_left();
        let edge = if from_end { head.left() } else { head.right() };
        let rect = Rect::from_x_y_ranges(edge - GRIP_PT / 2.0..=edge + GRIP_PT / 2.0, head.y_range());
        let id = ui.make_persistent_id(("grip", column.name()));
        let response = ui.interact(rect, id, Sense::DRAG).on_hover_and_drag_cursor(CursorIcon::ResizeColumn);
        response.widget_info(|| {
            let name = t!("statements-column-edge", column = self.title(column));
            WidgetInfo::labeled(Role::Splitter, true, plain(&name))
        });
        let color = if response.hovered() || response.dragged() {
            ui.visuals().widgets.hovered.fg_stroke.color
        } else {
            ui.visuals().widgets.noninteractive.bg_stroke.color
        };
        ui.painter().vline(edge, head.shrink(6.0).y_range(), Stroke::new(1.0, color));
        if response.dragged() {
            let by = response.drag_delta().x * if from_end { -1.0 } else { 1.0 };
            let width = (head.width() + by).max(NARROWEST_PT);
            columns.entry(column.name().into_owned()).or_default().width_pt = Some(width);
        }
    }

    /// The keys, while the table has the keyboard.
    fn keys(&self, ui: &mut Ui, id: Id, state: &mut StatementsPageState, out: &mut Vec<Command>) {
        let count = state.listing.rows().len();
        if !ui.memory(|memory| memory.has_focus(id)) || count == 0 || Popup::is_any_open(ui.ctx()) {
            return;
        }
        let page = ((self.body.height() / ROW_PT) as usize).saturating_sub(1).max(1);
        let last = count - 1;
        let at = state.chosen.cursor();
        let steps: [(Key, usize); 6] = [
            (Key::ArrowDown, at.map_or(0, |at| (at + 1).min(last))),
            (Key::ArrowUp, at.map_or(0, |at| at.saturating_sub(1))),
            (Key::PageDown, at.map_or(0, |at| (at + page).min(last))),
            (Key::PageUp, at.map_or(0, |at| at.saturating_sub(page))),
            (Key::Home, 0),
            (Key::End, last),
        ];
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        for (key, row) in steps {
            // Those with more modifiers first, since extra ones are ignored.
            if pressed(Modifiers::COMMAND | Modifiers::SHIFT, key) {
                state.chosen.extend_to(row, true);
            } else if pressed(Modifiers::SHIFT, key) {
                state.chosen.extend_to(row, false);
            } else if pressed(Modifiers::COMMAND, key) {
                state.chosen.go_to(row);
            } else if pressed(Modifiers::NONE, key) {
                state.chosen.only(row);
            } else {
                continue;
            }
            state.shows_cursor = true;
        }
        let Some(at) = state.chosen.cursor() else { return };
        if pressed(Modifiers::COMMAND, Key::Space) || pressed(Modifiers::NONE, Key::Space) {
            state.chosen.toggle(at);
        }
        if pressed(Modifiers::SHIFT, Key::F10) || pressed(Modifiers::NONE, Key::Menu) {
            let y = self.body.top() + (at as f64 * f64::from(ROW_PT) - state.top_pt) as f32 + ROW_PT;
            let y = y.clamp(self.body.top(), self.body.bottom());
            state.opens_menu = Some(pos2(self.places.first().map_or(self.body.left(), |place| place.x.center()), y));
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            out.push(Command::Statements(StatementsCommand::Open));
        }
        if pressed(Modifiers::NONE, Key::Delete) {
            out.push(Command::Statements(StatementsCommand::Delete));
        }
        if pressed(Modifiers::NONE, Key::Escape) {
            state.chosen.clear();
        }
    }

    /// Follows the wheel and the current row.
    fn scroll(&self, ui: &Ui, state: &mut StatementsPageState) {
        if ui.rect_contains_pointer(self.body) {
            let by = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
            state.top_pt -= f64::from(by);
        }
        let (row, height) = (f64::from(ROW_PT), f64::from(self.body.height()));
        if std::mem::take(&mut state.shows_cursor)
            && let Some(at) = state.chosen.cursor()
        {
            let top = at as f64 * row;
            state.top_pt = state.top_pt.min(top).max(top + row - height);
        }
        let total = state.listing.rows().len() as f64 * row;
        state.top_pt = state.top_pt.clamp(0.0, (total - height).max(0.0));
    }

    fn rows(&self, ui: &mut Ui, id: Id, state: &mut StatementsPageState, out: &mut Vec<Command>) {
        let row_pt = f64::from(ROW_PT);
        let first = (state.top_pt / row_pt) as usize;
        let count = (self.body.height() / ROW_PT) as usize + 2;
        let clip = ui.clip_rect().intersect(self.body);
        let mut ui = ui.new_child(UiBuilder::new().id_salt("rows").max_rect(self.body).accessibility_parent(id));
        ui.set_clip_rect(clip);
        let listing = std::sync::Arc::clone(&state.listing);
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        for (place, row) in listing.rows().iter().enumerate().skip(first).take(count) {
            let top = self.body.top() + (place as f64 * row_pt - state.top_pt) as f32;
            let rect = Rect::from_x_y_ranges(self.body.x_range(), top..=top + ROW_PT);
            let Some(source) = listing.source(*row) else { continue };
            let row_id = id.with((source, row.id));
            let response = ui.interact(rect.intersect(clip), row_id, Sense::CLICK);
            let shown = Shown::of(self.session.project(), &listing, *row);
            let is_chosen = state.chosen.contains(place);
            let is_current = state.chosen.cursor() == Some(place);
            response.widget_info(|| {
                let name = shown.map_or_else(|| t!("statements-gone"), Shown::name);
                WidgetInfo::selected(Role::Row, true, is_chosen, plain(&name))
            });
            ui.ctx().accesskit_node_builder(row_id, |node| {
                node.set_row_index(place);
                node.set_selected(is_chosen);
                node.clear_toggled();
            });
            if is_current {
                ui.ctx().accesskit_node_builder(id, |node| node.set_active_descendant(row_id.accesskit_id()));
            }
            let ink = ground(&ui, rect, place, &response, is_chosen, is_current && has_focus);
            self.cells(&mut ui, rect, &response, shown, ink);
            take_click(&ui, &response, place, state, out);
        }
    }

    fn cells(&self, ui: &mut Ui, rect: Rect, row: &Response, shown: Option<Shown<'_>>, ink: Color32) {
        let inside = UiBuilder::new().id_salt(row.id).max_rect(rect).accessibility_parent(row.id);
        let ui = ui.new_child(inside);
        for Place { column, x } in self.places {
            let cell = Rect::from_x_y_ranges(*x, rect.y_range());
            let Some(shown) = shown else {
                if *column == ListColumn::Text {
                    let color = ui.visuals().weak_text_color();
                    line(&ui, cell.shrink2(vec2(PADDING_PT, 0.0)), &t!("statements-gone"), color, false);
                }
                continue;
            };
            let text = shown.cell(column);
            let mut inner = cell.shrink2(vec2(PADDING_PT, 0.0));
            let mut is_elided = false;
            match column {
                ListColumn::Marks => marks(&ui, inner, shown.marks()),
                _ if text.is_empty() => {}
                _ => {
                    if *column == ListColumn::Chain {
                        swatch(&ui, &mut inner, shown);
                    }
                    is_elided = line(&ui, inner, &text, ink, false);
                }
            }
            let response = ui.interact(cell, row.id.with(column.name()), Sense::hover());
            response.widget_info(|| {
                let mut info = WidgetInfo::labeled(Role::Cell, true, plain(&self.title(column)));
                info.current_text_value = Some(plain(&text));
                info
            });
            if is_elided || *column == ListColumn::Marks && !text.is_empty() {
                let _ = response.on_hover_shaped(text);
            }
        }
    }

    /// The scroll bar.
    fn bar(&self, ui: &Ui, id: Id, state: &mut StatementsPageState, from_end: bool) {
        let height = f64::from(self.body.height());
        let total = state.listing.rows().len() as f64 * f64::from(ROW_PT);
        if total <= height + 0.5 {
            state.grabbed_pt = None;
            return;
        }
        let x = if from_end { self.body.left() } else { self.body.right() - BAR_PT };
        let area = Rect::from_min_size(pos2(x, self.body.top()), vec2(BAR_PT, self.body.height()));
        let size =
            ((height / total) as f32 * area.height()).clamp(SHORTEST_HANDLE_PT.min(area.height()), area.height());
        let (way, most) = (f64::from(area.height() - size).max(1.0), total - height);
        let top = area.top() + (state.top_pt / most * way) as f32;
        let handle = Rect::from_min_size(pos2(x, top), vec2(BAR_PT, size));
        let response = ui.interact(area, id.with("bar"), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ScrollBar, true, t!("statements-scroll-bar"));
            info.value = Some(state.top_pt / most * 100.0);
            info
        });
        let strength = if response.dragged() || response.hovered() { 0.6 } else { 0.35 };
        let fill = ui.visuals().widgets.inactive.fg_stroke.color.gamma_multiply(strength);
        ui.painter().rect_filled(handle.shrink2(vec2(2.0, 0.0)), 4.0, fill);
        if !response.is_pointer_button_down_on() && !response.clicked() {
            state.grabbed_pt = None;
            return;
        }
        let Some(pointer) = response.interact_pointer_pos() else { return };
        let grabbed = *state.grabbed_pt.get_or_insert_with(|| {
            let y = pointer.y - handle.top();
            if (0.0..=handle.height()).contains(&y) { y } else { handle.height() / 2.0 }
        });
        let top = (f64::from(pointer.y - grabbed - area.top()) / way).clamp(0.0, 1.0) * most;
        if (top - state.top_pt).abs() > 0.25 {
            state.top_pt = top;
            ui.ctx().request_repaint();
        }
    }

    /// The context menu of the rows.
    fn menu(&self, ui: &Ui, id: Id, state: &mut StatementsPageState, out: &mut Vec<Command>) {
        let opens = state.opens_menu.take();
        if let Some(at) = opens {
            state.menu_at = at;
        }
        let Some(table) = ui.ctx().read_response(id) else { return };
        let popup = Popup::menu(&table).id(id.with("menu"));
        popup.open_memory(opens.map(|_| SetOpenCommand::Bool(true))).at_position(state.menu_at).show(|ui| {
            menu::show(ui, self.session, state, out);
        });
    }
}

/// What a click on a row means.
fn take_click(ui: &Ui, row: &Response, place: usize, state: &mut StatementsPageState, out: &mut Vec<Command>) {
    let modifiers = ui.input(|input| input.modifiers);
    if row.double_clicked() {
        state.chosen.only(place);
        out.push(Command::Statements(StatementsCommand::Open));
    } else if row.clicked() {
        match (modifiers.shift, modifiers.command) {
            (true, keeps) => state.chosen.extend_to(place, keeps),
            (false, true) => state.chosen.toggle(place),
            (false, false) => state.chosen.only(place),
        }
        // In the next frame, because a click takes the keyboard from what it is not on.
        state.takes_focus = true;
        ui.ctx().request_repaint();
    }
    if row.secondary_clicked() {
        if state.chosen.contains(place) {
            state.chosen.go_to(place)
        } else {
            state.chosen.only(place)
        }
        state.opens_menu = row.interact_pointer_pos().or_else(|| ui.ctx().pointer_latest_pos());
        state.takes_focus = true;
        ui.ctx().request_repaint();
    }
}

/// Paints the ground of a row; returns the colour of its letters.
fn ground(ui: &Ui, rect: Rect, place: usize, row: &Response, is_chosen: bool, is_current: bool) -> Color32 {
    const EDGE_PT: f32 = 3.0;
    let tokens = Tokens::of(ui);
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, tokens.selected_fill);
        let x = if ui.layout().prefer_right_to_left() { rect.right() - EDGE_PT } else { rect.left() };
        let edge = Rect::from_min_size(pos2(x, rect.top()), vec2(EDGE_PT, rect.height()));
        ui.painter().rect_filled(edge, 0.0, tokens.accent);
    } else if row.hovered() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover_fill);
    } else if place % 2 == 1 {
        ui.painter().rect_filled(rect, 0.0, tokens.panel);
    }
    if is_current {
        let stroke = Stroke::new(2.0, tokens.accent);
        ui.painter().rect_stroke(rect, 2.0, stroke, StrokeKind::Inside);
    }
    tokens.text
}

/// One line of text in the middle of a cell, which begins where its direction does. Returns whether it was too long.
fn line(ui: &Ui, cell: Rect, text: &str, color: Color32, is_head: bool) -> bool {
    let like = if is_head { egui::TextStyle::Small } else { egui::TextStyle::Body };
    let base = TextStyle::interface(like.resolve(ui.style()).size);
    let style = TextStyle { weight: if is_head { Weight::Strong } else { Weight::Regular }, ..base };
    let options = LayoutOptions {
        wrap: Wrap::Elide(cell.width().max(1.0)),
        direction: Direction::Auto,
        fill: true,
        ..LayoutOptions::default()
    };
    let layout = layout(ui.ctx(), beginning(text, cell.width()), &style, &options);
    let top = cell.center().y - layout.height() / 2.0;
    paint(&ui.painter_at(cell.expand2(vec2(2.0, 0.0))), pos2(cell.left(), top), &layout, color, &[]);
    layout.is_elided()
}

/// As much of a text as a cell may show: the rest need not be shaped.
fn beginning(text: &str, width_pt: f32) -> &str {
    /// No letter that is common is narrower.
    const NARROW_PT: f32 = 2.0;
    let most = (width_pt / NARROW_PT) as usize + 16;
    text.char_indices().nth(most).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// A small square in the colour of the speaker, at the start of a cell.
fn swatch(ui: &Ui, cell: &mut Rect, shown: Shown<'_>) {
    let party = shown.statement.speaker().and_then(|id| shown.project.party(id));
    let tokens = Tokens::of(ui);
    let fill = party.map_or(tokens.muted, |party| party_line(tokens, party.color));
    let from_end = ui.layout().prefer_right_to_left();
    let x = if from_end { cell.right() - SWATCH_PT } else { cell.left() };
    let rect = Rect::from_min_size(pos2(x, cell.center().y - SWATCH_PT / 2.0), vec2(SWATCH_PT, SWATCH_PT));
    ui.painter().rect_filled(rect, 2.0, fill);
    if from_end {
        cell.max.x -= SWATCH_PT + 6.0;
    } else {
        cell.min.x += SWATCH_PT + 6.0;
    }
}

/// Signs for what was sent back, for comments, and for what is incomplete.
fn marks(ui: &Ui, cell: Rect, marks: Marks) {
    const SIGN_PT: f32 = 15.0;
    let tokens = Tokens::of(ui);
    let signs = [
        (marks.review.is_sent_back, Icon::ArrowTurnBack, tokens.warn),
        (marks.review.is_commented, Icon::Comment, tokens.warn),
        (marks.is_incomplete, Icon::CircleHalf, tokens.muted),
    ];
    let from_end = ui.layout().prefer_right_to_left();
    let mut at = SIGN_PT / 2.0;
    for (_, icon, color) in signs.into_iter().filter(|(is_on, ..)| *is_on) {
        let x = if from_end { cell.right() - at } else { cell.left() + at };
        paint_icon(ui, icon, pos2(x, cell.center().y), SIGN_PT, color);
        at += SIGN_PT + 1.0;
    }
}

/// A triangle at the end of a head: up, or down for a reversed order.
fn arrow(ui: &Ui, head: Rect, is_reversed: bool) {
    let from_end = ui.layout().prefer_right_to_left();
    let x = if from_end { head.left() + PADDING_PT + 2.0 } else { head.right() - PADDING_PT - 2.0 };
    let (center, half) = (pos2(x, head.center().y), 4.0);
    let up = if is_reversed { -1.0 } else { 1.0 };
    let points = [vec2(-half, half * 0.6), vec2(half, half * 0.6), vec2(0.0, -half * 0.8)];
    let points = points.map(|by| center + vec2(by.x, by.y * up)).to_vec();
    ui.painter().add(Shape::convex_polygon(points, ui.visuals().text_color(), Stroke::NONE));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(room: f32, columns: &Columns) -> BTreeMap<String, f32> {
        let places = places(&Codebook::default(), columns, ListedLayers::Own, Rangef::new(0.0, room), false);
        places.into_iter().map(|place| (place.column.name().into_owned(), place.x.span())).collect()
    }

    #[test]
    fn in_a_wide_window_all_columns_of_words_get_wider_but_those_of_a_set_width() {
        let text = ListColumn::Text.name();
        let mut columns = Columns::new();
        let (narrow, wide) = (widths(1200.0, &columns), widths(1900.0, &columns));
        for column in [ListColumn::Article, ListColumn::Chain, ListColumn::Text, ListColumn::Topic, ListColumn::Note] {
            let name = column.name();
            let name = name.as_ref();
            assert!(wide[name] > narrow[name] + 50.0, "{name}: {} {}", narrow[name], wide[name]);
        }
        assert!(wide[text.as_ref()] >= GOOD_TEXT_PT);
        assert!((wide.values().sum::<f32>() - 1900.0).abs() < 0.1);
        // A width that somebody sets takes from the words alone.
        columns.insert(ListColumn::Topic.name().into_owned(), ColumnSetting { width_pt: Some(90.0), is_hidden: false });
        let set = widths(1900.0, &columns);
        for (name, width) in &set {
            let is_same = (width - wide[name]).abs() < 0.1;
            assert_eq!(is_same, ![text.as_ref(), "topic"].contains(&name.as_str()), "{name}");
        }
    }
}
