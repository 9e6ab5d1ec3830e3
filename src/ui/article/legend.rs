//! What the lines and colours of the article mean: a strip over it, which can be closed.

use egui::{Rangef, Sense, Ui, vec2};

use super::paint::line;
use crate::edit::session::Session;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::table::row_of;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::shaped::{Button, Icon, Label, ResponseExt as _};
use crate::ui::theme::Tokens;

/// The length of a sample of a line, and the height of a row, in points.
const SAMPLE_PT: f32 = 26.0;
const ROW_PT: f32 = 24.0;
/// How many kinds are told.
const KINDS: usize = 12;

/// Shows the strip.
pub(crate) fn show(ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
    let tokens = Tokens::of(ui);
    let codebook = &session.project().codebook;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = ROW_PT;
        let close = Button::new("").icon(Icon::Close).frame(false).small().name(t!("legend-close"));
        if ui.add(close).on_hover_command("legend").clicked() {
            out.extend(row_of("legend").map(|row| row.command.clone()));
        }
        ui.add(Label::new(t!("legend-kinds")).small(ui).weak());
        for kind in codebook.kinds.iter().take(KINDS) {
            let (rect, _) = ui.allocate_exact_size(vec2(SAMPLE_PT, ROW_PT), Sense::hover());
            let x = Rangef::new(rect.left(), rect.right());
            line(ui.painter(), x, rect.center().y + 2.0, kind.line, tokens.text, 1.6);
            let label = ui.add(Label::new(kind.name.clone()).small(ui));
            if !kind.definition.is_empty() {
                let _ = label.on_hover_shaped(kind.definition.clone());
            }
        }
        ui.add(Label::new(t!("legend-colour")).small(ui).weak());
    });
}
