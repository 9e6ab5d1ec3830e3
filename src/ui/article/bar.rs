//! The bar above the selection: kinds, the parties that the words near it name, and a field to find any other.

use egui::{Align2, Id, Rect, Ui, pos2};

use super::likely::Likely;
use super::page::Page;
use super::scene::Scene;
use crate::edit::gesture::statement;
use crate::model::span::Span;
use crate::t;
use crate::text::segment;
use crate::ui::command::Command;
use crate::ui::command::field::FieldCommand;
use crate::ui::command::table::{kind_row, party_row};
use crate::ui::parts::command_tip::command_keys;
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, TextField};
use crate::ui::theme::{Tokens, party_line};
use crate::ui::words::links_names;

/// The widest bar, its distance from the selected words, and its height before it was ever shown, in points.
const WIDEST_PT: f32 = 420.0;
const GAP_PT: f32 = 6.0;
const HEIGHT_PT: f32 = 64.0;
/// How many parties it offers.
const PARTIES: usize = 6;
/// Of a long selection only so much is looked at, in bytes.
const END_BYTES: usize = 512;

/// What the bar remembers.
#[derive(Debug, Default)]
pub(super) struct Bar {
    filter: String,
    pub(super) likely: Likely,
    /// In the last frame, in points.
    size: Option<egui::Vec2>,
}

impl Bar {
    /// Shows the bar above the first selected line, or below the last one where there is no room above.
    pub(super) fn show(&mut self, ui: &Ui, scene: &Scene<'_>, page: &Page<'_>, span: Span, out: &mut Vec<Command>) {
        let Some((first, last)) = ends(page, span) else { return };
        let view = page.view;
        let size = self.size.unwrap_or(egui::vec2(WIDEST_PT, HEIGHT_PT));
        let above = first.top() - GAP_PT - size.y >= view.top();
        let below = last.bottom() + GAP_PT + size.y <= view.bottom();
        let (y, pivot, line) = if above || !below {
            ((first.top() - GAP_PT).max(view.top() + size.y), Align2::CENTER_BOTTOM, first)
        } else {
            (last.bottom() + GAP_PT, Align2::CENTER_TOP, last)
        };
        let half = size.x / 2.0 + GAP_PT;
        let x = line.center().x.clamp(view.left() + half, (view.right() - half).max(view.left() + half));
        let area = egui::Area::new(Id::unique("selection-bar"))
            .order(egui::Order::Foreground)
            .pivot(pivot)
            .fixed_pos(pos2(x, y));
        let shown = area.show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).inner_margin(4.0).show(ui, |ui| {
                ui.set_max_width(WIDEST_PT);
                ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
                self.kinds(ui, scene, out);
                outer_chain(ui, scene, span, out);
                self.parties(ui, scene, page, span, out);
            });
        });
        self.size = Some(shown.response.rect.size());
    }

    /// The kinds with their keys, and the field to find a party. No tooltips: they would lie over the words.
    fn kinds(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Vec<Command>) {
        let codebook = &scene.session.project().codebook;
        ui.horizontal_wrapped(|ui| {
            for kind in &codebook.kinds {
                let row = kind_row(codebook, kind);
                let button = Button::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx())).small();
                if ui.add(button).clicked() {
                    out.push(row.command);
                }
            }
            TextField::singleline(&mut self.filter)
                .id(Id::unique("selection-bar-filter"))
                .name(t!("bar-party-filter"))
                .hint(t!("bar-party-filter"))
                .desired_width(110.0)
                .show(ui);
        });
    }

    fn parties(&mut self, ui: &mut Ui, scene: &Scene<'_>, page: &Page<'_>, span: Span, out: &mut Vec<Command>) {
        let (project, tokens) = (scene.session.project(), Tokens::of(ui));
        ui.horizontal_wrapped(|ui| {
            let order = self.likely.order(scene.session, page.content.as_str(), span, &self.filter);
            for place in order.iter().take(PARTIES) {
                let Some(party) = project.parties.get(*place) else { continue };
                let row = party_row(project, *place, party);
                let button = Button::new(party.name.clone())
                    .small()
                    .swatch(party_line(tokens, party.color))
                    .shortcut(row.button_keys(ui.ctx()))
                    .selected(scene.view.party.as_ref() == Some(&party.id));
                if ui.add(button).clicked() {
                    out.push(row.command);
                }
            }
        });
    }
}

/// Offers the chain of the statement in whose content the words stand, for the statement that is made of them.
fn outer_chain(ui: &mut Ui, scene: &Scene<'_>, span: Span, out: &mut Vec<Command>) {
    let (session, view) = (scene.session, scene.view);
    let layer = view.document.as_ref().and_then(|id| session.project().layer(id, session.annotator()));
    let Some(outer) = layer.and_then(|layer| statement::outer_links(layer, None, &[span], &[])) else { return };
    let text = t!("inspector-take-over", chain = links_names(session.project(), &outer));
    let button = Button::new(text).icon(Icon::ArrowTurnBack).shortcut(command_keys(ui.ctx(), "take-over")).small();
    if ui.add(button.selected(view.takes_over == Some(span))).clicked() {
        out.push(Command::Field(FieldCommand::TakeOver));
    }
}

/// The first and the last line of a selection that can be seen.
fn ends(page: &Page<'_>, span: Span) -> Option<(Rect, Rect)> {
    let seen = page.bytes();
    let text = page.content.as_str();
    let (start, end) = (span.start_byte.max(seen.start), span.end_byte.min(seen.end));
    let near_start = segment::grapheme_floor(text, end.min(start.saturating_add(END_BYTES)));
    let near_end = segment::grapheme_floor(text, start.max(end.saturating_sub(END_BYTES)));
    let first = page.bands(Span::new(start, near_start)).first().map(|band| band.rect);
    let last = page.bands(Span::new(near_end, end)).last().map(|band| band.rect);
    first.or(last).zip(last.or(first))
}
