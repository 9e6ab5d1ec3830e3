//! A table of texts below a head that stays in place, scrolling in both directions. Only the cells on screen are laid
//! out. With the keyboard, Tab leads to the table and the arrow keys scroll it.

use egui::{
    Align, EventFilter, Id, Key, Layout, Rangef, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use crate::ui::shaped::Label;

/// The most characters of a cell for which a column is made wider.
const WIDEST_CHARS: usize = 24;
/// The width of a column of one character, in points.
const NARROWEST_PT: f32 = 32.0;
/// The width of an average character, as a part of the font size.
const CHAR_EM: f32 = 0.52;

/// A table of texts.
#[must_use = "call show"]
pub(crate) struct TextTable<'t> {
    id: &'static str,
    name: String,
    columns: &'t [String],
    rows: &'t [Vec<String>],
    height_pt: f32,
}

impl<'t> TextTable<'t> {
    /// A table with these columns and rows; `name` is its accessible name.
    pub(crate) fn new(id: &'static str, name: String, columns: &'t [String], rows: &'t [Vec<String>]) -> Self {
        Self { id, name, columns, rows, height_pt: 240.0 }
    }

    /// Sets the height in points.
    pub(crate) fn height(mut self, height_pt: f32) -> Self {
        self.height_pt = height_pt;
        self
    }

    pub(crate) fn show(self, ui: &mut Ui) {
        let widths = self.widths(ui);
        let row_height = ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
        let area = ScrollArea::both().id_salt(self.id).auto_shrink(false);
        let id = ui.make_persistent_id((self.id, "table"));
        let shown = area.max_height(self.height_pt).show_viewport(ui, |ui, viewport| {
            let size = vec2(widths.iter().sum(), row_height * (self.rows.len() + 1) as f32);
            let (rect, _) = ui.allocate_exact_size(size.max(viewport.size()), Sense::hover());
            self.cells(ui, rect, viewport.y_range(), &widths, row_height);
            if ui.memory(|memory| memory.has_focus(id)) {
                scroll_by_keys(ui, row_height, viewport.height());
            }
        });
        self.take_focus(ui, id, shown.inner_rect);
    }

    /// The width of each column, by its longest text.
    fn widths(&self, ui: &Ui) -> Vec<f32> {
        let char_pt = egui::TextStyle::Body.resolve(ui.style()).size * CHAR_EM;
        let length = |text: &str| text.chars().take(WIDEST_CHARS).count();
        let width = |(column, head): (usize, &String)| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let longest = cells.map(|text| length(text)).max().unwrap_or_default().max(length(head));
            NARROWEST_PT + longest as f32 * char_pt
        };
        self.columns.iter().enumerate().map(width).collect()
    }

    fn cells(&self, ui: &mut Ui, rect: Rect, seen: Rangef, widths: &[f32], row_height: f32) {
        let first = (seen.min / row_height).floor().max(0.0) as usize;
        let count = (seen.span() / row_height).ceil() as usize + 1;
        let line = |top: f32| Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), row_height));
        for (index, row) in self.rows.iter().enumerate().skip(first).take(count) {
            let line = line(rect.top() + row_height * (index + 1) as f32);
            if index % 2 == 1 {
                ui.painter().rect_filled(line, 0.0, ui.visuals().faint_bg_color);
            }
            row_of_cells(ui, ("row", index), line, widths, row, false);
        }
        let head = line(rect.top() + seen.min);
        ui.painter().rect_filled(head, 0.0, ui.visuals().widgets.noninteractive.weak_bg_fill);
        ui.painter().hline(head.x_range(), head.bottom(), ui.visuals().widgets.noninteractive.bg_stroke);
        row_of_cells(ui, ("head", 0), head, widths, self.columns, true);
    }

    /// Lets the keyboard reach the table, and keeps the arrow keys in it.
    fn take_focus(&self, ui: &Ui, id: Id, rect: Rect) {
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Table, true, &self.name));
        if response.has_focus() {
            let stroke = Stroke::new(1.0, ui.visuals().selection.stroke.color);
            ui.painter().rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
            let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        }
    }
}

/// Scrolls the table that has the keyboard.
fn scroll_by_keys(ui: &Ui, row_height: f32, height: f32) {
    let page = (height - 2.0 * row_height).max(row_height);
    let keys = [
        (Key::ArrowDown, vec2(0.0, row_height)),
        (Key::ArrowUp, vec2(0.0, -row_height)),
        (Key::PageDown, vec2(0.0, page)),
        (Key::PageUp, vec2(0.0, -page)),
        (Key::ArrowRight, vec2(2.0 * NARROWEST_PT, 0.0)),
        (Key::ArrowLeft, vec2(-2.0 * NARROWEST_PT, 0.0)),
    ];
    for (key, by) in keys {
        if ui.input(|input| input.key_pressed(key)) {
            ui.scroll_with_delta(-by);
        }
    }
}

/// The cells of a row that are on screen.
fn row_of_cells(ui: &mut Ui, row: (&'static str, usize), line: Rect, widths: &[f32], cells: &[String], is_head: bool) {
    let mut left = line.left();
    let padding = ui.spacing().button_padding;
    for (column, (text, width)) in cells.iter().zip(widths).enumerate() {
        let cell = Rect::from_min_size(pos2(left, line.top()), vec2(*width, line.height()));
        left += width;
        if !ui.is_rect_visible(cell) || text.is_empty() {
            continue;
        }
        let inside = UiBuilder::new()
            .id_salt((row, column))
            .max_rect(cell.shrink2(padding))
            .layout(Layout::left_to_right(Align::Center));
        let mut ui = ui.new_child(inside);
        let label = Label::new(text.as_str()).elide().fill();
        ui.add(if is_head { label.weak() } else { label });
    }
}
