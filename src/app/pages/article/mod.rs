//! The page for reading and annotating an article.

mod annotating;
mod chosen;
pub(in crate::app) mod find;

use eframe::egui::{self, CentralPanel, Panel, Ui};

use super::Behavior;
use crate::app::App;
use crate::t;
use crate::ui::panels::{documents, find as find_panel, inspector, parties, statements};

pub(super) static PAGE: Behavior = Behavior {
    work: |app, _| app.find_in_background(),
    has_marking_bar: true,
    unused_digit: |app, number| app.number_of_no_party(number),
    ..Behavior::showing(App::article_page)
};

impl App {
    fn article_page(&mut self, ui: &mut Ui) {
        self.orphans_strip(ui);
        if let Some(open) = &self.cx.open {
            let (session, view, state, out) = (&open.session, &self.cx.view, &mut self.cx.panels, &mut self.cx.queue);
            // In a small window the article comes first, and the panels shrink.
            let width = ui.available_width();
            let (nav, detail) = ((width * 0.26).clamp(120.0, 460.0), (width * 0.34).clamp(160.0, 560.0));
            Panel::left("nav").default_size(270.0).size_range(120.0..=nav).show(ui, |ui| {
                Panel::top("documents").default_size(250.0).size_range(90.0..=600.0).resizable(true).show(ui, |ui| {
                    documents::show(ui, session, view, &mut state.documents, out);
                });
                CentralPanel::no_frame().show(ui, |ui| parties::show(ui, session, view, &mut state.parties, out));
            });
            Panel::right("detail").default_size(330.0).size_range(160.0..=detail).show(ui, |ui| {
                Panel::bottom("statements").default_size(280.0).size_range(120.0..=700.0).resizable(true).show(
                    ui,
                    |ui| {
                        statements::show(ui, session, view, &mut state.statements, out);
                    },
                );
                CentralPanel::no_frame()
                    .show(ui, |ui| inspector::show(ui, session, view, &mut state.inspector, &mut state.threads, out));
            });
            if view.find.is_open {
                Panel::top("find").show(ui, |ui| find_panel::show(ui, session, view, &mut state.find, out));
            }
            let page = egui::Frame::NONE.fill(ui.visuals().extreme_bg_color);
            CentralPanel::default().frame(page).show(ui, |ui| self.cx.document.show(ui, session, view, out));
        }
    }

    /// The message for a digit that has no party.
    pub(super) fn number_of_no_party(&self, number: usize) -> Option<String> {
        let count = self.open.as_ref()?.session.project().parties.len();
        Some(if count == 0 { t!("not-parties") } else { t!("not-party", number = number, count = count) })
    }
}
