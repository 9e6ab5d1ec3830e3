//! What a page of the window shows and does.

use eframe::egui::{self, Ui};

use crate::app::context::{Context, Event};
use crate::ui::command::Command;
use crate::ui::command::situation::Situation;

/// A page of the window, with the state that it keeps.
pub(in crate::app) trait WindowPage {
    /// Draws the page, with its panels, into the room between the bars.
    fn show(&mut self, cx: &mut Context, ui: &mut Ui);

    /// Executes a command of this page, which need not be on screen. Returns it if it is not one.
    fn execute(&mut self, _cx: &mut Context, _ctx: &egui::Context, command: Command) -> Option<Command> {
        Some(command)
    }

    /// Starts background work and takes its results. It runs in every frame, whichever page is on screen.
    fn work(&mut self, _cx: &mut Context, _ctx: &egui::Context) {}

    fn heed(&mut self, _event: Event) {}

    /// Notes the state of the page that commands depend on.
    fn note_situation(&self, _cx: &Context, _now: &mut Situation) {}

    /// Whether the statements without a place in the article are listed above the page.
    fn lists_orphans(&self) -> bool {
        false
    }

    /// Whether the window says above the page how many documents are hidden until the user is done with them.
    fn tells_hidden(&self) -> bool {
        false
    }

    /// The height of the bar at the foot of the page, which messages do not cover, in points.
    fn foot_pt(&self) -> f32 {
        0.0
    }

    /// The message for a digit that does nothing now, if digits mean something on this page.
    fn unused_digit(&self, _cx: &Context, _number: usize) -> Option<String> {
        None
    }
}
