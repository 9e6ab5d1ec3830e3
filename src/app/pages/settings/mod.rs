//! The page of settings.

use eframe::egui::{CentralPanel, Ui};

use super::WindowPage;
use crate::app::context::Context;
use crate::settings;
use crate::ui::parts::sides;
use crate::ui::settings_page::{self, Places, SettingsScope};

pub(super) type Controller = SettingsPage;

/// The page; what it keeps between frames is in its panels.
#[derive(Default)]
pub(in crate::app) struct SettingsPage;

impl WindowPage for SettingsPage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let person = cx.person();
        let mut scope = SettingsScope {
            settings: &cx.settings,
            keymap: &cx.keymap,
            view: &cx.view,
            session: cx.open.as_ref().map(|open| &open.session),
            person: &person,
            places: &Places {
                project: cx.open.as_ref().map(|open| open.folder.clone()),
                settings: settings::file(),
                log: settings::log_folder(),
            },
            state: &mut cx.panels.settings,
            out: &mut cx.queue,
        };
        CentralPanel::default().show(ui, |ui| sides::from_start(ui, |ui| settings_page::show(ui, &mut scope)));
    }
}
