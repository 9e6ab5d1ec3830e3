//! The table of found articles: one row each, of which only those in sight are drawn. The cells of the selected row can
//! be edited.

use egui::{Align, Id, Key, Layout, Modifiers, Rect, ScrollArea, Ui, vec2};

use super::draft::{AddingDraft, ShownText};
use crate::formats::article::adding::{AddingChoice, FoundArticle};
use crate::model::document::Metadata;
use crate::t;
use crate::text::numbers;
use crate::ui::parts::list_row;
use crate::ui::shaped::{Button, Checkbox, Label, TextField};

/// The field of a column.
type Value = fn(&mut Metadata) -> &mut String;

/// The columns that can be edited, with their shares of the width.
const FIELDS: [(f32, Value); 4] = [
    (0.28, |metadata| &mut metadata.title),
    (0.14, |metadata| &mut metadata.publisher),
    (0.13, |metadata| &mut metadata.published),
    (0.07, |metadata| &mut metadata.language),
];
const LENGTH_SHARE: f32 = 0.07;
const ENCODING_SHARE: f32 = 0.10;
const CHECK_PT: f32 = 26.0;
/// The height of a field, in points.
const FIELD_PT: f32 = 30.0;

/// Shows the table.
pub(super) fn show(ui: &mut Ui, draft: &mut AddingDraft) {
    let listed = draft.listed();
    let moved_to = keys(ui, draft, &listed);
    tools(ui, draft);
    // A field must find room in a row.
    let height = ui.spacing().interact_size.y.max(FIELD_PT) + 2.0;
    head(ui);
    let area = ScrollArea::vertical().id_salt("adding-table").auto_shrink(false);
    area.show_rows(ui, height, listed.len(), |ui, range| {
        if let Some(at) = moved_to {
            let step = height + ui.spacing().item_spacing.y;
            let top = ui.cursor().top() + (at as f32 - range.start as f32) * step;
            let rect = Rect::from_min_size(egui::pos2(ui.cursor().left(), top), vec2(1.0, height));
            ui.scroll_to_rect(rect, None);
        }
        for index in listed.get(range).unwrap_or_default() {
            row(ui, draft, *index, height);
        }
    });
}

/// The choices for all rows.
fn tools(ui: &mut Ui, draft: &mut AddingDraft) {
    ui.horizontal_wrapped(|ui| {
        let doubtful = draft.found.iter().filter(|article| !article.is_clean()).count();
        if ui.add(Button::new(t!("adding-all")).small()).clicked() {
            draft.is_touched = true;
            for article in draft.found.iter_mut().filter(|article| !article.is_added()) {
                article.choice = AddingChoice::Add;
            }
        }
        if ui.add(Button::new(t!("adding-none")).small()).clicked() {
            draft.is_touched = true;
            draft.found.iter_mut().for_each(|article| article.choice = AddingChoice::Skip);
        }
        if doubtful > 0 || draft.only_doubtful {
            ui.add(Checkbox::new(&mut draft.only_doubtful, t!("adding-only-doubtful", count = doubtful)));
        }
    });
}

fn head(ui: &mut Ui) {
    let names = [
        t!("panel-article-title"),
        t!("panel-article-publisher"),
        t!("panel-article-published"),
        t!("panel-article-language"),
        t!("adding-length"),
        t!("panel-article-encoding"),
        t!("adding-doubts"),
    ];
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ui.spacing().interact_size.y));
    let inner = rect.shrink2(vec2(ui.spacing().button_padding.x, 0.0));
    for (place, name) in places(ui, inner).into_iter().skip(1).zip(names) {
        cell(ui, place, |ui| {
            let label = Label::new(name).small(ui).weak().elide();
            ui.add(label);
        });
    }
}

/// Where the cells of a row are: the check box, then the columns.
fn places(ui: &Ui, row: Rect) -> Vec<Rect> {
    let room = row.width() - CHECK_PT;
    let shares = FIELDS.iter().map(|(share, _)| *share).chain([LENGTH_SHARE, ENCODING_SHARE]);
    let mut widths: Vec<f32> = [CHECK_PT].into_iter().chain(shares.map(|share| share * room)).collect();
    widths.push((row.width() - widths.iter().sum::<f32>()).max(10.0));
    let is_rtl = ui.layout().prefer_right_to_left();
    let mut at = 0.0;
    let place = |width: f32| {
        let start = at;
        at += width;
        let left = if is_rtl { row.right() - start - width } else { row.left() + start };
        Rect::from_min_size(egui::pos2(left, row.top()), vec2(width - 4.0, row.height()))
    };
    widths.into_iter().map(place).collect()
}

fn cell(ui: &mut Ui, place: Rect, content: impl FnOnce(&mut Ui)) {
    let layout = if ui.layout().prefer_right_to_left() {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    let clip = ui.clip_rect().intersect(place.expand(2.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(place).layout(layout), |ui| {
        ui.set_clip_rect(clip);
        content(ui);
    });
}

fn row(ui: &mut Ui, draft: &mut AddingDraft, index: usize, height: f32) {
    let is_selected = draft.selected == index;
    let Some(article) = draft.found.get_mut(index) else { return };
    let name = t!("adding-row", title = article.title(), doubts = doubts(article));
    let (mut is_touched, mut is_chosen) = (false, false);
    let response = list_row(ui, row_id(index), height, is_selected, &name, |ui, color| {
        let row = ui.max_rect().expand2(vec2(0.0, ui.spacing().button_padding.y - 1.0));
        let places = places(ui, row);
        let mut places = places.into_iter();
        let mut next = || places.next().unwrap_or(row);
        cell(ui, next(), |ui| {
            let mut is_added = article.is_added();
            let tick = ui.add(Checkbox::new(&mut is_added, ""));
            let told = t!("adding-tick", title = article.title());
            tick.widget_info(|| {
                egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_added, crate::locale::plain(&told))
            });
            if tick.changed() {
                article.choice = if is_added { AddingChoice::Add } else { AddingChoice::Skip };
                (is_touched, is_chosen) = (true, true);
            }
        });
        for (column, (_, value)) in FIELDS.into_iter().enumerate() {
            let text = value(&mut article.metadata);
            cell(ui, next(), |ui| {
                if is_selected {
                    is_touched |= field(ui, field_id(index, column), column, text);
                } else {
                    ui.add(Label::new(text.as_str()).elide());
                }
            });
        }
        let plain = |text: String| match color {
            Some(color) => Label::new(text).color(color).elide(),
            None => Label::new(text).elide(),
        };
        let length = article.read.decoded.text.chars().count();
        cell(ui, next(), |ui| {
            ui.add(plain(length.to_string()));
        });
        cell(ui, next(), |ui| {
            ui.add(plain(article.read.encoding().map_or_else(String::new, |encoding| encoding.name().to_owned())));
        });
        cell(ui, next(), |ui| {
            let color = color.unwrap_or(ui.visuals().error_fg_color);
            ui.add(Label::new(doubts(article)).color(color).elide());
        });
    });
    draft.is_touched |= is_touched;
    if (response.clicked() || is_chosen) && !is_selected {
        select(draft, index);
    }
}

/// An article keeps its place in the list as long as the list is there.
fn row_id(index: usize) -> Id {
    Id::unique(("adding-row", index))
}

fn field_id(index: usize, column: usize) -> Id {
    Id::unique(("adding-field", index, column))
}

/// A cell that can be edited. Returns whether it was.
fn field(ui: &mut Ui, id: Id, column: usize, text: &mut String) -> bool {
    let name = match column {
        0 => t!("panel-article-title"),
        1 => t!("panel-article-publisher"),
        2 => t!("panel-article-published"),
        _ => t!("panel-article-language"),
    };
    let width = ui.available_width();
    let shown = TextField::singleline(text).id(id).name(name).desired_width(width).show(ui);
    // A date in the digits of any script is stored in a machine-readable form.
    if column == 2
        && shown.response.lost_focus()
        && let Some(day) = numbers::day(text)
    {
        *text = day.to_string();
    }
    shown.changed
}

/// What is doubtful about an article, for a cell.
pub(super) fn doubts(article: &FoundArticle) -> String {
    let mut told = Vec::new();
    if let Some(similar) = &article.similar {
        let title = similar.title.as_str();
        told.push(match article.choice {
            AddingChoice::Version => t!("adding-doubt-version", title = title),
            _ if similar.is_equal() => t!("adding-doubt-equal", title = title),
            _ => t!("adding-doubt-near", percent = similar.percent(), title = title),
        });
    }
    let replaced = article.read.decoded.replaced;
    if replaced > 0 {
        told.push(t!("adding-doubt-replaced", count = replaced));
    }
    told.extend(article.read.doubts.iter().cloned());
    told.join(" · ")
}

fn select(draft: &mut AddingDraft, index: usize) {
    draft.selected = index;
    draft.shown = ShownText::Found;
    draft.error.clear();
}

/// Up and Down select another row, also from a cell, which stays in its column; Space adds or skips the selected one.
/// Returns the place in the table of the row that was moved to.
fn keys(ui: &Ui, draft: &mut AddingDraft, listed: &[usize]) -> Option<usize> {
    const PAGE_ROWS: usize = 10;
    if egui::Popup::is_any_open(ui.ctx()) {
        return None;
    }
    let here = draft.selected;
    let focused = ui.memory(|memory| memory.focused());
    let column = (0..FIELDS.len()).find(|column| focused == Some(field_id(here, *column)));
    let is_row = focused.is_none() || focused == Some(row_id(here));
    if column.is_none() && !is_row {
        return None;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let at = listed.iter().position(|index| *index == here).unwrap_or(0);
    let last = listed.len().saturating_sub(1);
    let to = if pressed(Key::ArrowDown) {
        (at + 1).min(last)
    } else if pressed(Key::ArrowUp) {
        at.saturating_sub(1)
    } else if pressed(Key::PageDown) {
        (at + PAGE_ROWS).min(last)
    } else if pressed(Key::PageUp) {
        at.saturating_sub(PAGE_ROWS)
    } else {
        if is_row && pressed(Key::Space) {
            draft.is_touched = true;
            if let Some(article) = draft.found.get_mut(here) {
                article.choice = if article.is_added() { AddingChoice::Skip } else { AddingChoice::Add };
            }
        }
        return None;
    };
    let index = *listed.get(to)?;
    select(draft, index);
    ui.memory_mut(|memory| match column {
        Some(column) => memory.request_focus(field_id(index, column)),
        // The arrows would move the focus of a row to another widget as well.
        None => memory.surrender_focus(row_id(here)),
    });
    Some(to)
}
