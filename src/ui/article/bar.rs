//! The bar near the selection: kinds, and parties with type-ahead.

use egui::{Align2, Id, Ui, pos2};

use super::page::Page;
use super::scene::Scene;
use crate::model::span::Span;
use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::command::table::{kind_row, party_row};
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::shaped::{Button, TextField};
use crate::ui::theme::{Tokens, party_line};

pub(super) fn show(
    ui: &Ui,
    scene: &Scene<'_>,
    page: &Page<'_>,
    span: Span,
    party_filter: &mut String,
    out: &mut Vec<Command>,
) {
    let Scene { session, view, .. } = *scene;
    // Its place follows from the end of the selection, as far as that can be seen.
    let seen = page.bytes();
    let end = span.end_byte.min(seen.end);
    let start = span.start_byte.max(seen.start).max(end.saturating_sub(512));
    let bands = page.bands(Span::new(crate::text::segment::grapheme_floor(page.content.as_str(), start), end));
    let Some(last) = bands.last().map(|band| band.rect) else { return };
    let clip = page.view;
    let y = (last.bottom() + 4.0).clamp(clip.top() + 4.0, (clip.bottom() - 90.0).max(clip.top() + 4.0));
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
                        let row = kind_row(&session.project().codebook, kind);
                        let button = Button::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx())).small();
                        if ui.add(button).on_hover_row(&row, &kind.definition).clicked() {
                            out.push(row.command);
                        }
                    }
                    TextField::singleline(party_filter)
                        .id(Id::unique("selection-bar-filter"))
                        .name(t!("bar-party-filter"))
                        .hint(t!("bar-party-filter"))
                        .desired_width(120.0)
                        .show(ui);
                });
                ui.horizontal_wrapped(|ui| {
                    let fits = |name: &str| arabic::contains(name, party_filter);
                    let parties = session.project().parties.iter().enumerate();
                    let found = parties.filter(|(_, p)| fits(&p.name) || p.aliases.iter().any(|a| fits(a)));
                    for (index, party) in found.take(6) {
                        let button = Button::new(party.name.clone())
                            .small()
                            .swatch(party_line(Tokens::of(ui), party.color))
                            .selected(view.party.as_ref() == Some(&party.id));
                        let row = party_row(session.project(), index, party);
                        if ui.add(button).on_hover_row(&row, "").clicked() {
                            out.push(row.command);
                        }
                    }
                });
            });
        });
}
