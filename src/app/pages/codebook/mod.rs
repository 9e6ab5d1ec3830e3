//! The page of the codebook.

use eframe::egui::{CentralPanel, Ui};

use super::WindowPage;
use crate::app::context::Context;
use crate::ui::codebook_page::{self, CodebookScope};
use crate::ui::lacking_rules::LackingRules;
use crate::ui::parts::sides;

pub(super) type Controller = CodebookPage;

/// The page; what it keeps between frames is in its panels.
#[derive(Default)]
pub(in crate::app) struct CodebookPage;

impl WindowPage for CodebookPage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let mut scope = CodebookScope {
            session: &open.session,
            view: &cx.view,
            state: &mut cx.panels.codebook,
            manual: &mut cx.panels.manual,
            lacking: cx.drafts.of::<LackingRules>().of(&open.session),
            out: &mut cx.queue,
        };
        CentralPanel::default().show(ui, |ui| sides::from_start(ui, |ui| codebook_page::show(ui, &mut scope)));
    }
}
