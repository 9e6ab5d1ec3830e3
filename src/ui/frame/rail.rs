//! The rail at the start of the window: a button for each page, with what waits there.

use egui::{Align2, CornerRadius, Rect, Response, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::WIDE_RAIL_PT;
use crate::locale::plain;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::table::{self, CommandRow};
use crate::ui::pages::with_pages;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::shaped::{self, Icon, LayoutOptions, TextStyle, Weight, paint_icon};
use crate::ui::state::Page;
use crate::ui::theme::Tokens;

/// The height of a button, without and with the name under its icon, in points.
const HEIGHT_PT: f32 = 44.0;
const WIDE_HEIGHT_PT: f32 = 58.0;
const ICON_PT: f32 = 22.0;
/// The most that a badge counts.
const MOST: usize = 99;

/// What waits on the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Badges {
    /// The user's statements that were sent back to them.
    pub sent_back: usize,
    /// Places that wait for a decision, as far as they were compared.
    pub to_review: usize,
}

impl Badges {
    /// How much waits on a page, and what, in words.
    fn of(self, page: Page) -> Option<(usize, String)> {
        let (count, words) = match page {
            Page::Article => (self.sent_back, t!("rail-sent-back", count = self.sent_back)),
            Page::Review => (self.to_review, t!("rail-to-review", count = self.to_review)),
            _ => return None,
        };
        (count > 0).then_some((count, words))
    }
}

macro_rules! icons {
    ($($(#[$_meta:meta])* $page:ident, $folder:ident, $title:literal, $key:ident, $icon:ident;)*) => {
        const fn icon(page: Page) -> Icon {
            match page {
                $(Page::$page => Icon::$icon,)*
            }
        }
    };
}
with_pages!(icons);

/// Shows the buttons of the pages, that of the settings at the bottom.
pub(crate) fn show(ui: &mut Ui, shown: Page, badges: Badges, out: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.add_space(4.0);
    let (bottom, top): (Vec<_>, Vec<_>) = table::PAGES.iter().partition(|row| row.id == SETTINGS);
    for row in top {
        button(ui, row, shown, badges, out);
    }
    let height = height(ui);
    for row in bottom {
        ui.add_space((ui.available_height() - height - 4.0).max(0.0));
        button(ui, row, shown, badges, out);
    }
}

/// The page that is at the bottom, if there is one.
const SETTINGS: &str = "page-settings";

fn height(ui: &Ui) -> f32 {
    if is_wide(ui) { WIDE_HEIGHT_PT } else { HEIGHT_PT }
}

fn is_wide(ui: &Ui) -> bool {
    ui.max_rect().width() > WIDE_RAIL_PT / 2.0 + 12.0
}

fn button(ui: &mut Ui, row: &CommandRow<'static>, shown: Page, badges: Badges, out: &mut Vec<Command>) {
    let Command::ShowPage(page) = row.command else { return };
    let (name, selected, badge) = (row.title.words(), page == shown, badges.of(page));
    let size = vec2(ui.available_width(), height(ui));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, selected, plain(&name)));
    if let Some((_, waits)) = &badge {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(plain(waits)));
    }
    if ui.is_rect_visible(rect) {
        paint(ui, &response, page, &name, selected, badge.as_ref().map(|(count, _)| *count));
    }
    let waits = badge.map(|(_, waits)| waits).unwrap_or_default();
    if response.on_hover_row(row, &waits).clicked() {
        out.push(row.command.clone());
    }
}

fn paint(ui: &Ui, response: &Response, page: Page, name: &str, selected: bool, badge: Option<usize>) {
    let (tokens, rect, painter) = (Tokens::of(ui), response.rect, ui.painter());
    let radius = CornerRadius::same(6);
    let inner = rect.shrink2(vec2(2.0, 0.0));
    if selected {
        painter.rect_filled(inner, radius, tokens.selected_fill);
        let x = if ui.layout().prefer_right_to_left() { rect.right() - 3.0 } else { rect.left() };
        let bar = Rect::from_min_size(pos2(x, rect.top() + 6.0), vec2(3.0, rect.height() - 12.0));
        painter.rect_filled(bar, 2.0, tokens.accent);
    } else if response.hovered() {
        painter.rect_filled(inner, radius, tokens.hover_fill);
    }
    if response.has_focus() {
        painter.rect_stroke(inner, radius, ui.visuals().widgets.active.bg_stroke, StrokeKind::Inside);
    }
    let color = match (ui.is_enabled(), selected) {
        (false, _) => tokens.edge,
        (_, true) => tokens.accent,
        _ => tokens.muted,
    };
    let wide = is_wide(ui);
    let center = if wide { pos2(rect.center().x, rect.top() + 20.0) } else { rect.center() };
    paint_icon(ui, icon(page), center, ICON_PT, color);
    if wide {
        let weight = if selected { Weight::Strong } else { Weight::Regular };
        let style = TextStyle { weight, ..TextStyle::interface(12.0) };
        let options = LayoutOptions::elided(rect.width() - 6.0);
        let text = shaped::layout(ui.ctx(), name, &style, &options);
        let at = pos2(rect.center().x - text.width() / 2.0, rect.bottom() - 6.0 - text.height());
        shaped::paint(painter, at, &text, if selected { tokens.text } else { color }, &[]);
    }
    if let Some(count) = badge {
        paint_badge(ui, center, count);
    }
}

/// A count at the upper end corner of an icon.
fn paint_badge(ui: &Ui, center: egui::Pos2, count: usize) {
    let tokens = Tokens::of(ui);
    let text = if count > MOST { format!("{MOST}+") } else { count.to_string() };
    let style = TextStyle { weight: Weight::Strong, ..TextStyle::interface(10.0) };
    let text = shaped::layout(ui.ctx(), &text, &style, &LayoutOptions::single_line());
    let size = Vec2::new((text.width() + 8.0).max(16.0), 16.0);
    let towards_end = if ui.layout().prefer_right_to_left() { -1.0 } else { 1.0 };
    let rect = Align2::CENTER_CENTER.anchor_size(center + vec2(11.0 * towards_end, -9.0), size);
    ui.painter().rect_filled(rect, 8.0, tokens.accent_fill);
    let at = rect.center() - vec2(text.width(), text.height()) / 2.0;
    shaped::paint(ui.painter(), at, &text, tokens.on_accent, &[]);
}
