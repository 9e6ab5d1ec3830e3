//! The dialog for choosing the typesetting of the article.

use egui::{ScrollArea, Ui};

use crate::settings::Reading;
use crate::t;
use crate::ui::command::Command;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::{reading, section};
use crate::ui::shaped::{Button, Switch};
use crate::ui::state::View;
use crate::ui::theme::Theme;

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let theme = Theme::from_name(scope.settings.theme.as_deref());
    show(ui, scope.view, theme, scope.settings.snap_to_words, scope.out);
});

/// The width of the dialog, and what is above and below its scrolling part, in points.
const WIDTH_PT: f32 = 320.0;
const AROUND_PT: f32 = 200.0;

/// Shows the dialog beside the text; every choice takes effect at once.
fn show(ui: &Ui, view: &View, theme: Theme, snap_to_words: bool, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("reading", t!("reading-heading"), WIDTH_PT).show_beside(ui, |ui| {
        let most = ui.ctx().content_rect().height() - AROUND_PT;
        ScrollArea::vertical().id_salt("reading").max_height(most).min_scrolled_height(most).show(ui, |ui| {
            let mut chosen = view.reading.clone();
            reading::sizes(ui, view, &mut chosen, out);
            reading::faces(ui, &mut chosen);
            reading::alignment(ui, &mut chosen);
            reading::themes(ui, theme, out);
            reading::shown(ui, &mut chosen);
            section(ui, t!("reading-selecting"));
            let mut snap = snap_to_words;
            ui.add(Switch::new(&mut snap, t!("reading-snap")));
            if snap != snap_to_words {
                out.push(Command::ToggleSnapToWords);
            }
            if chosen != view.reading {
                out.push(Command::SetReading(Box::new(chosen)));
            }
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal(|ui| {
            if ui.add_enabled(view.reading != Reading::default(), Button::new(t!("reading-usual"))).clicked() {
                out.push(Command::SetReading(Box::default()));
            }
            ui.add(Button::new(t!("panel-close"))).clicked()
        })
        .inner
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
