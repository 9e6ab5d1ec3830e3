//! The scroll bar, and beside it a strip with the statements of the whole document in the colours of their parties.

use std::sync::Arc;

use egui::epaint::Mesh;
use egui::{Color32, Id, Pos2, Rect, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2};

use super::blocks::Blocks;
use super::color::party_color;
use super::scene::Scene;
use crate::locale::plain;
use crate::t;
use crate::ui::theme::Tokens;

/// Width of the bar and of the strip, in points.
const BAR_PT: f32 = 10.0;
const STRIP_PT: f32 = 5.0;
const SHORTEST_HANDLE_PT: f32 = 28.0;
/// How much of the strip is found in one frame: a row counts two, each statement asked for it one more. Short articles
/// are found at once.
const WORK_A_FRAME: usize = 4000;
/// Of how many statements a row of the strip takes the commonest party.
const STATEMENTS_A_ROW: usize = 48;

/// What the bar and the strip remember.
#[derive(Debug, Default)]
pub(crate) struct Scroll {
    /// How far below the top of the handle it was taken.
    grabbed_pt: Option<f32>,
    strip: Strip,
}

#[derive(Debug, Default)]
struct Strip {
    key: String,
    /// The rows found so far for this key.
    rows: Vec<Color32>,
    mesh: Arc<Mesh>,
    /// The key and the place of the mesh.
    drawn: Option<(String, Rect)>,
}

/// The whole text, and the part of it in view, in points.
pub(crate) struct Extent {
    pub offset: f64,
    pub total: f64,
}

impl Scroll {
    /// The part of the view that is neither bar nor strip.
    pub(crate) fn text_rect(view: Rect) -> Rect {
        Rect::from_min_max(view.min, pos2((view.right() - BAR_PT - STRIP_PT).max(view.left()), view.bottom()))
    }

    /// Lets the bar be used; returns where the text is to go.
    pub(crate) fn interact(&mut self, ui: &Ui, id: Id, view: Rect, extent: &Extent) -> Option<f64> {
        let height = f64::from(view.height());
        if extent.total <= height + 0.5 {
            self.grabbed_pt = None;
            return None;
        }
        let area = Rect::from_min_max(pos2(view.right() - BAR_PT - STRIP_PT, view.top()), view.max);
        let response = ui.interact(area, id, Sense::click_and_drag());
        let handle = handle(view, extent);
        let percent = (extent.offset / (extent.total - height).max(1.0) * 100.0).clamp(0.0, 100.0);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ScrollBar, true, plain(&t!("document-scroll-bar")));
            info.value = Some(percent);
            info
        });
        let fill = if response.dragged() || response.hovered() {
            ui.visuals().widgets.hovered.fg_stroke.color.gamma_multiply(0.55)
        } else {
            ui.visuals().widgets.inactive.fg_stroke.color.gamma_multiply(0.3)
        };
        ui.painter().rect_filled(handle.shrink2(vec2(2.0, 0.0)), 3.0, fill);
        // A quick click may begin and end within one frame.
        if !response.is_pointer_button_down_on() && !response.clicked() {
            self.grabbed_pt = None;
            return None;
        }
        let pointer: Pos2 = response.interact_pointer_pos()?;
        let grabbed = *self.grabbed_pt.get_or_insert_with(|| {
            let y = pointer.y - handle.top();
            // Beside the handle: its middle comes to the pointer.
            if (0.0..=handle.height()).contains(&y) { y } else { handle.height() / 2.0 }
        });
        let way = f64::from(view.height() - handle.height()).max(1.0);
        let part = f64::from(pointer.y - grabbed - view.top()) / way;
        let offset = part.clamp(0.0, 1.0) * (extent.total - height);
        ((offset - extent.offset).abs() > 0.25).then_some(offset)
    }

    /// Paints the strip; after a change it is found anew over some frames.
    pub(super) fn strip(&mut self, ui: &Ui, scene: &Scene<'_>, view: Rect, blocks: &Blocks) {
        let rows = view.height().max(1.0) as usize;
        let tokens = Tokens::of(ui);
        let theme = (tokens.dark, tokens.paper);
        let key = format!("{} {rows} {} {} {theme:?}", scene.key(), scene.session.revision(), blocks.epoch);
        if self.strip.key != key {
            self.strip.key = key;
            self.strip.rows.clear();
        }
        let strip = &mut self.strip;
        let total = blocks.total();
        let mut work = 0;
        for row in strip.rows.len()..rows {
            if work >= WORK_A_FRAME {
                break;
            }
            let byte = |row: usize| byte_at(blocks, total * row as f64 / rows as f64);
            let start = byte(row);
            let (color, seen) = commonest(tokens, scene, start..byte(row + 1).max(start + 1));
            strip.rows.push(color);
            work += seen + 2;
        }
        if strip.rows.len() < rows {
            ui.ctx().request_repaint();
        } else if strip.drawn.as_ref().is_none_or(|(key, at)| *key != strip.key || *at != view) {
            strip.drawn = Some((strip.key.clone(), view));
            let mut mesh = Mesh::default();
            let left = view.right() - BAR_PT - STRIP_PT;
            let mut from = 0;
            while let Some(color) = strip.rows.get(from).copied() {
                let same = strip.rows.iter().skip(from).take_while(|other| **other == color).count();
                if color != Color32::TRANSPARENT {
                    let top = pos2(left, view.top() + from as f32);
                    mesh.add_colored_rect(Rect::from_min_size(top, vec2(STRIP_PT - 1.0, same as f32)), color);
                }
                from += same;
            }
            strip.mesh = Arc::new(mesh);
        }
        if !strip.mesh.is_empty() && strip.drawn.as_ref().is_some_and(|(_, at)| *at == view) {
            ui.painter().add(Shape::Mesh(Arc::clone(&strip.mesh)));
        }
    }
}

fn handle(view: Rect, extent: &Extent) -> Rect {
    let height = f64::from(view.height());
    let size =
        ((height / extent.total) as f32 * view.height()).clamp(SHORTEST_HANDLE_PT.min(view.height()), view.height());
    let part = (extent.offset / (extent.total - height).max(1.0)).clamp(0.0, 1.0) as f32;
    let top = view.top() + part * (view.height() - size);
    Rect::from_min_size(pos2(view.right() - BAR_PT, top), vec2(BAR_PT, size))
}

fn byte_at(blocks: &Blocks, height: f64) -> usize {
    let (index, rest) = blocks.at_height(height);
    let bytes = blocks.get(index).map_or(0..0, |block| block.bytes.clone());
    let own = (blocks.top(index + 1) - blocks.top(index)).max(1.0);
    bytes.start + ((rest / own).clamp(0.0, 1.0) * bytes.len() as f64) as usize
}

/// The colour of the party that speaks in most of the statements here (none where there are none), and of how many that
/// was said.
fn commonest(tokens: &Tokens, scene: &Scene<'_>, range_byte: std::ops::Range<usize>) -> (Color32, usize) {
    let mut counts: Vec<(Color32, usize)> = Vec::new();
    let mut seen = 0;
    scene.layer.visit_spanning(range_byte, |statement| {
        let color = party_color(tokens, scene.session, statement);
        match counts.iter_mut().find(|(known, _)| *known == color) {
            Some((_, count)) => *count += 1,
            None => counts.push((color, 1)),
        }
        seen += 1;
        seen < STATEMENTS_A_ROW
    });
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    (most.map_or(Color32::TRANSPARENT, |(color, _)| *color), seen)
}
