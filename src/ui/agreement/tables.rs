//! The numbers: matrix of annotators, confusion matrix and strips.

use egui::{Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::state::AgreementState;
use crate::edit::session::Session;
use crate::figure::{self, Color};
use crate::locale::plain;
use crate::review::agreement::fields::LabelField;
use crate::review::agreement::{Measure, Score};
use crate::review::charts::{self, AGREE, DIFFER, value_text};
use crate::review::strip::AgreementStrip;
use crate::review::study::StudyResult;
use crate::t;
use crate::text::direction::first_strong;
use crate::ui::command::Command;
use crate::ui::command::agreement::{AgreementCommand, Behind};
use crate::ui::shaped::{self, Button, ComboBox, Label, LayoutOptions, MenuItem, ResponseExt as _, TextStyle, Wrap};
use crate::ui::theme::color32;

/// The size of the value over everything, in points.
const LARGE_PT: f32 = 24.0;
const CELL_HEIGHT: f32 = 24.0;
const CELL_WIDTH: f32 = 66.0;
/// The largest width of a name at the start of a row.
const NAME_WIDTH: f32 = 150.0;

/// Shows all tables. Shows nothing if there is only one annotator, because the page already explains why.
pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    answer: &StudyResult,
    state: &AgreementState,
    out: &mut Vec<Command>,
) {
    if answer.annotators.len() > 1 {
        matrix(ui, answer, state, out);
        // The choices of the confusion matrix are in its own heading.
        confusion(ui, session, answer, state, out);
        strips(ui, session, answer, state, out);
    }
}

/// Shows a value as a button that lists its passages.
pub(super) fn number(
    ui: &mut Ui,
    state: &AgreementState,
    score: &Score,
    name: String,
    behind: Behind,
    out: &mut Vec<Command>,
) {
    let button = Button::new(with_interval(score));
    show_number(ui, state, score, (button, name), behind, out);
}

/// The value over everything, in large letters.
pub(super) fn large_number(
    ui: &mut Ui,
    state: &AgreementState,
    score: &Score,
    name: String,
    behind: Behind,
    out: &mut Vec<Command>,
) {
    let button = Button::new(with_interval(score)).strong().size(LARGE_PT);
    show_number(ui, state, score, (button, name), behind, out);
}

fn with_interval(score: &Score) -> String {
    let value = value_text(score.value());
    match score.interval {
        Some((low, high)) => {
            t!("agreement-interval", value = value, low = value_text(Some(low)), high = value_text(Some(high)))
        }
        None => value,
    }
}

fn show_number(
    ui: &mut Ui,
    state: &AgreementState,
    score: &Score,
    (button, name): (Button, String),
    behind: Behind,
    out: &mut Vec<Command>,
) {
    let told = t!("agreement-number-name", name = name, value = plain(&with_interval(score)));
    let button = button.selected(state.behind.as_ref() == Some(&behind)).name(told);
    let mut response = ui.add(button);
    if let Err(reason) = &score.figures {
        response = response.on_hover_shaped(reason.to_string());
    }
    if response.clicked() {
        out.push(open(state, behind));
    }
}

/// Observed and expected agreement, coverage and counts, if the measure has them.
pub(super) fn details(score: &Score) -> Option<String> {
    let figures = score.figures.as_ref().ok()?;
    let mut parts = Vec::new();
    if let (Some(observed), Some(expected)) = (figures.observed, figures.expected) {
        parts.push(t!("agreement-observed", observed = format!("{observed:.4}"), expected = format!("{expected:.4}")));
    }
    if let Some(coverage) = figures.coverage {
        parts.push(t!("agreement-coverage", percent = format!("{:.0}", coverage * 100.0)));
    }
    if let Some(counts) = figures.counts {
        let (hits, a, b) = (counts.hits_a, counts.a, counts.b);
        parts.push(match score.measure {
            Measure::F1Char => t!("agreement-counts-characters", hits = hits, a = a, b = b),
            _ => t!("agreement-counts", hits = hits, a = a, b = b),
        });
    }
    if let Some(samples) = score.samples {
        parts.push(t!("agreement-samples-drawn", count = samples));
    }
    parts.push(t!("agreement-documents-used", count = score.documents));
    Some(parts.join(" · "))
}

/// The command that lists the passages behind a number, or closes the list if it is open.
fn open(state: &AgreementState, behind: Behind) -> Command {
    let behind = Some(behind).filter(|behind| state.behind.as_ref() != Some(behind));
    Command::Agreement(AgreementCommand::Open(behind))
}

/// The heading of a part.
fn heading(ui: &mut Ui, title: String) {
    ui.add_space(ui.spacing().item_spacing.y * 2.0);
    ui.add(Label::new(title).strong());
}

fn matrix(ui: &mut Ui, answer: &StudyResult, state: &AgreementState, out: &mut Vec<Command>) {
    heading(ui, t!("agreement-matrix"));
    let names: Vec<String> = answer.annotators.iter().map(ToString::to_string).collect();
    grid(ui, "agreement-matrix", &names, &names, |ui, rect, row, column| {
        if row == column {
            ui.painter().rect_filled(rect, 2.0, ui.visuals().faint_bg_color);
            return;
        }
        let score = answer.pair(row, column);
        let value = score.and_then(Score::value);
        let fill = charts::shade(ground(ui), value, 1.0);
        let behind = Behind::Pair(row.min(column), row.max(column));
        let (first, second) = (names.get(row).map_or("", String::as_str), names.get(column).map_or("", String::as_str));
        let pair = t!("agreement-pair", first = first, second = second);
        let told = t!("agreement-number-name", name = plain(&pair), value = value_text(value));
        let hover = match score.map(|score| &score.figures) {
            Some(Err(reason)) => reason.to_string(),
            Some(Ok(_)) => score.and_then(details).unwrap_or_default(),
            None => t!("agreement-no-nothing-in-common"),
        };
        let id = Id::unique(("agreement-pair", first, second));
        let selected = state.behind.as_ref() == Some(&behind);
        let cell = NumberCell { id, fill, text: &value_text(value), name: &told, hover: &hover, selected };
        if cell.show(ui, rect) {
            out.push(open(state, behind));
        }
    });
}

fn confusion(ui: &mut Ui, session: &Session, answer: &StudyResult, state: &AgreementState, out: &mut Vec<Command>) {
    let project = session.project();
    heading(ui, t!("agreement-confusion"));
    let name = |index: usize| answer.annotators.get(index).map(ToString::to_string).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        let field = state.confusion_field().clone();
        ComboBox::new("agreement-confusion-field", t!("agreement-confusion-field"))
            .selected_text(field.title(project))
            .width(150.0)
            .show(ui, |ui| {
                for other in LabelField::all(project) {
                    if ui.add(MenuItem::new(other.title(project)).selected(other == field)).clicked() {
                        out.push(Command::Agreement(AgreementCommand::Confuse(other, state.confusion_pair)));
                    }
                }
            });
        let title = |pair: Option<(usize, usize)>| match pair {
            None => t!("agreement-all-pairs"),
            Some((a, b)) => t!("agreement-rows-columns", rows = name(a), columns = name(b)),
        };
        let count = answer.annotators.len();
        let ordered = (0..count).flat_map(|a| (0..count).filter(move |b| *b != a).map(move |b| Some((a, b))));
        ComboBox::new("agreement-confusion-pair", t!("agreement-confusion-pair"))
            .selected_text(title(state.confusion_pair))
            .width(220.0)
            .show(ui, |ui| {
                for pair in std::iter::once(None).chain(ordered) {
                    if ui.add(MenuItem::new(title(pair)).selected(pair == state.confusion_pair)).clicked() {
                        out.push(Command::Agreement(AgreementCommand::Confuse(field.clone(), pair)));
                    }
                }
            });
    });
    let of = state.confusion_of(session, answer);
    let field = state.confusion_field();
    let mut names: Vec<String> = of.labels.iter().map(|label| field.label_name(project, label)).collect();
    names.push(t!("agreement-nothing"));
    let most = of.most().max(1) as f64;
    grid(ui, "agreement-confusion", &names, &names, |ui, rect, row, column| {
        if row == of.nothing() && column == of.nothing() {
            ui.painter().rect_filled(rect, 2.0, ui.visuals().faint_bg_color);
            return;
        }
        let count = of.cell(row, column).len();
        let fill = charts::confusion_fill(ground(ui), row == column, (count as f64 / most).sqrt());
        let behind = Behind::Cell(of.labels.get(row).cloned(), of.labels.get(column).cloned());
        let label = |index: usize| names.get(index).map(|name| plain(name)).unwrap_or_default();
        let told = t!("agreement-cell-name", row = label(row), column = label(column), count = count);
        let id = Id::unique(("agreement-cell", row, column));
        let selected = state.behind.as_ref() == Some(&behind);
        let cell = NumberCell { id, fill, text: &count.to_string(), name: &plain(&told), hover: &told, selected };
        if cell.show(ui, rect) {
            out.push(open(state, behind));
        }
    });
}

/// A grid with column names on top, row names at the start, and the cells.
fn grid(ui: &mut Ui, id: &str, rows: &[String], columns: &[String], mut each: impl FnMut(&mut Ui, Rect, usize, usize)) {
    let style = TextStyle::interface(egui::TextStyle::Small.resolve(ui.style()).size);
    let wide = |names: &[String]| {
        let widths = names.iter().map(|name| shaped::layout(ui.ctx(), name, &style, &LayoutOptions::default()).width());
        widths.fold(0.0, f32::max)
    };
    let (first, cell_width) =
        (wide(rows).clamp(40.0, NAME_WIDTH), wide(columns).clamp(CELL_WIDTH - 10.0, NAME_WIDTH) + 10.0);
    let size = vec2(first + 10.0 + cell_width * columns.len() as f32, CELL_HEIGHT * (rows.len() + 1) as f32);
    ScrollArea::horizontal().id_salt(id).show(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let color = ui.visuals().text_color();
        let name = |ui: &Ui, text: &str, at: Rect, end: bool| {
            let options = LayoutOptions { wrap: Wrap::Elide(at.width()), ..LayoutOptions::default() };
            let layout = shaped::layout(ui.ctx(), text, &style, &options);
            let x = if end { at.right() - layout.width() } else { at.center().x - layout.width() / 2.0 };
            shaped::paint(ui.painter(), pos2(x, at.center().y - layout.height() / 2.0), &layout, color, &[]);
        };
        for (column, text) in columns.iter().enumerate() {
            let min = rect.min + vec2(first + 10.0 + column as f32 * cell_width, 0.0);
            name(ui, text, Rect::from_min_size(min, vec2(cell_width - 4.0, CELL_HEIGHT)), false);
        }
        for (row, text) in rows.iter().enumerate() {
            let top = rect.top() + (row + 1) as f32 * CELL_HEIGHT;
            name(ui, text, Rect::from_min_size(pos2(rect.left(), top), vec2(first, CELL_HEIGHT)), true);
            for column in 0..columns.len() {
                let min = pos2(rect.left() + first + 10.0 + column as f32 * cell_width, top);
                each(ui, Rect::from_min_size(min, vec2(cell_width, CELL_HEIGHT)).shrink(1.0), row, column);
            }
        }
    });
}

/// A shaded cell with a number.
struct NumberCell<'a> {
    id: Id,
    fill: Color,
    text: &'a str,
    /// Its accessible name.
    name: &'a str,
    hover: &'a str,
    selected: bool,
}

impl NumberCell<'_> {
    /// Shows the cell. Returns whether it was clicked.
    fn show(self, ui: &Ui, rect: Rect) -> bool {
        let response = ui.interact(rect, self.id, Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, self.selected, plain(self.name)));
        if ui.is_rect_visible(rect) {
            let stroke = if self.selected || response.has_focus() || response.hovered() {
                Stroke::new(if self.selected { 2.0 } else { 1.0 }, ui.visuals().strong_text_color())
            } else {
                Stroke::NONE
            };
            ui.painter().rect(rect, 2.0, color32(self.fill), stroke, StrokeKind::Inside);
            let style = TextStyle::interface(egui::TextStyle::Body.resolve(ui.style()).size - 1.0);
            let layout = shaped::layout(ui.ctx(), self.text, &style, &LayoutOptions::default());
            let at = rect.center() - vec2(layout.width(), layout.height()) / 2.0;
            shaped::paint(ui.painter(), at, &layout, color32(figure::ink_on(self.fill)), &[]);
        }
        response.on_hover_shaped(self.hover).clicked()
    }
}

fn strips(ui: &mut Ui, session: &Session, answer: &StudyResult, state: &AgreementState, out: &mut Vec<Command>) {
    if answer.strips.is_empty() {
        return;
    }
    heading(ui, t!("agreement-strip"));
    ui.horizontal_wrapped(|ui| {
        for (color, text) in [(AGREE, t!("agreement-legend-agree")), (DIFFER, t!("agreement-legend-differ"))] {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
            ui.painter().rect_filled(rect, 2.0, color32(color));
            ui.add(Label::new(text).small(ui).weak());
        }
    });
    for strip in &answer.strips {
        let document = session.project().documents.get(&strip.document);
        let title = document.map_or_else(|| strip.document.to_string(), |d| d.display_title().to_owned());
        let rtl = document.is_some_and(|document| first_strong(document.content.as_str()).unwrap_or_default());
        ui.add(Label::new(title.clone()).small(ui).elide());
        if let Some(behind) = strip_of(ui, strip, &title, rtl) {
            out.push(open(state, behind));
        }
    }
}

/// Shows one strip. Returns what was clicked in it.
fn strip_of(ui: &mut Ui, strip: &AgreementStrip, title: &str, rtl: bool) -> Option<Behind> {
    let size = vec2(ui.available_width().min(1200.0), 22.0);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, Id::unique(("agreement-strip", strip.document.as_str())), Sense::click());
    let whole = strip.agreement(0, strip.length_byte);
    let percent = whole.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", share * 100.0));
    let name = t!("agreement-strip-name", document = title, percent = percent);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, plain(&name)));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter_at(rect.expand(1.0));
        painter.rect_filled(rect, 2.0, ui.visuals().faint_bg_color);
        // One column per pixel, because closer passages could not be told apart anyway.
        let columns = rect.width().max(1.0) as usize;
        let bytes = strip.length_byte.max(1) as f64 / columns as f64;
        let middle = rect.center().y;
        for column in 0..columns {
            let (from, to) = ((column as f64 * bytes) as usize, ((column + 1) as f64 * bytes).ceil() as usize);
            let Some(share) = strip.agreement(from, to) else { continue };
            let at = column as f32;
            let x = if rtl { rect.right() - at - 1.0 } else { rect.left() + at };
            let half = rect.height() / 2.0 - 1.0;
            let (up, down) = (half * share as f32, half * (1.0 - share as f32));
            let column = |from: f32, to: f32| Rect::from_min_max(pos2(x, from), pos2(x + 1.0, to));
            painter.rect_filled(column(middle - up, middle), 0.0, color32(AGREE));
            painter.rect_filled(column(middle, middle + down), 0.0, color32(DIFFER));
        }
        if response.has_focus() || response.hovered() {
            let stroke = Stroke::new(1.0, ui.visuals().strong_text_color());
            painter.rect_stroke(rect, 2.0, stroke, StrokeKind::Inside);
        }
    }
    let clicked = response.clicked();
    let at = response.interact_pointer_pos();
    let response = response.on_hover_shaped(t!("agreement-strip-hover"));
    if !clicked {
        return None;
    }
    // A press by keyboard has no position in the strip, so it lists the whole document.
    let Some(at) = at.filter(|at| response.rect.contains(*at)) else {
        return Some(Behind::Document(strip.document.clone()));
    };
    let share = f64::from((at.x - rect.left()) / rect.width());
    let share = if rtl { 1.0 - share } else { share };
    let byte = (share * strip.length_byte as f64) as usize;
    let near = (strip.length_byte as f64 * 3.0 / f64::from(rect.width())).ceil() as usize;
    let piece = strip.pieces.iter().find(|piece| {
        piece.span.start_byte <= byte.saturating_add(near) && byte.saturating_sub(near) < piece.span.end_byte
    })?;
    Some(Behind::Stretch(strip.document.clone(), piece.span))
}

/// The background on which cells are shaded.
fn ground(ui: &Ui) -> Color {
    let [red, green, blue, _] = ui.visuals().panel_fill.to_array();
    [red, green, blue]
}
