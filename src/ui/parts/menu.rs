//! Context menus, opened by the right mouse button, by the menu key and by Shift+F10, and the entries of menus.

use egui::containers::menu::SubMenu;
use egui::{Key, Modifiers, Popup, Response, SetOpenCommand, Ui};

use crate::ui::parts::command_tip::command_keys;
use crate::ui::parts::sides;
use crate::ui::shaped::{Icon, MenuItem};

/// Adds a context menu to a widget.
pub(crate) fn context_menu(ui: &Ui, response: &Response, contents: impl FnOnce(&mut Ui)) {
    let asks = |input: &mut egui::InputState| {
        input.consume_key(Modifiers::NONE, Key::Menu) || input.consume_key(Modifiers::SHIFT, Key::F10)
    };
    let by_key = response.has_focus() && ui.input_mut(asks);
    // A menu that was opened by key stays at its widget, wherever the pointer is.
    let stays_id = response.id.with("menu by key");
    if by_key || response.secondary_clicked() {
        ui.data_mut(|data| data.insert_temp(stays_id, by_key));
    }
    let mut popup = Popup::context_menu(response);
    if by_key {
        popup = popup.open_memory(SetOpenCommand::Bool(true));
    }
    if ui.data(|data| data.get_temp(stays_id)).unwrap_or(false) {
        popup = popup.anchor(response);
    }
    popup.show(|ui| sides::from_start(ui, contents));
}

/// Adds an entry to a menu. Returns whether it was chosen.
pub(crate) fn entry(ui: &mut Ui, icon: Icon, text: String) -> bool {
    ui.add(MenuItem::new(text).icon(icon)).clicked()
}

/// The same for what a command of the table does, with its keys.
pub(crate) fn entry_of(ui: &mut Ui, icon: Icon, text: String, command: &str) -> bool {
    let keys = command_keys(ui.ctx(), command);
    ui.add(MenuItem::new(text).icon(icon).shortcut(keys)).clicked()
}

/// Adds an entry that opens a menu of its own.
pub(crate) fn submenu(ui: &mut Ui, icon: Icon, text: String, contents: impl FnOnce(&mut Ui)) {
    let response = ui.add(MenuItem::new(text).icon(icon).opens());
    SubMenu::default().show(ui, &response, |ui| sides::from_start(ui, contents));
}
