//! The bar at the top of the window: the menu, the project, the way to everything by name, undoing, and whose work is
//! written. Nothing in it moves from page to page.

use std::path::PathBuf;

use egui::{Popup, PopupCloseBehavior, Ui};

use super::account::{self, Account};
use super::menu;
use crate::edit::session::Session;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::situation::Situation;
use crate::ui::command::table::row_of;
use crate::ui::drafts::Drafts;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::tour::note_stop;
use crate::ui::parts::{command_tip, line_as_read};
use crate::ui::shaped::{Button, Icon, MenuItem, ResponseExt as _};
use crate::ui::state::TourStop;
use crate::ui::theme::Tokens;

/// The width of the way to everything, in points.
const GO_TO_PT: f32 = 480.0;
/// The largest width of the project's title, in points.
const TITLE_PT: f32 = 260.0;
/// Of how many projects the menu of the project has the names.
const RECENT: usize = 8;

/// What the bar shows.
pub(crate) struct TopBar<'a> {
    pub session: Option<&'a Session>,
    /// Project folders, most recently opened first.
    pub recent: &'a [PathBuf],
    pub account: Account<'a>,
    /// The state that commands depend on, computed when a menu is open.
    pub situation: &'a dyn Fn() -> Situation,
    /// Whether a past state or a new version is shown, so that nothing can be changed.
    pub is_looking_back: bool,
}

/// Shows the bar.
pub(crate) fn show(ui: &mut Ui, bar: &TopBar<'_>, drafts: &mut Drafts, out: &mut Vec<Command>) {
    let mut last = Vec::new();
    line_as_read(
        ui,
        "top-bar",
        |ui| {
            menu::show(ui, bar.situation, out);
            project(ui, bar, out);
            go_to(ui, out);
        },
        |ui| {
            undoing(ui, bar, &mut last);
            ui.separator();
            account::show(ui, &bar.account, drafts, &mut last);
        },
    );
    out.append(&mut last);
}

fn undoing(ui: &mut Ui, bar: &TopBar<'_>, out: &mut Vec<Command>) {
    let last = bar.session.and_then(Session::last_gesture);
    let undone = bar.session.and_then(Session::last_undone);
    for (id, name, icon, step) in
        [("undo", t!("bar-undo"), Icon::Undo, last), ("redo", t!("bar-redo"), Icon::Redo, undone)]
    {
        let button = Button::new("").icon(icon).name(name).frame(false);
        let response = ui.add_enabled(step.is_some() && !bar.is_looking_back, button);
        let step = step.map(ToString::to_string).unwrap_or_default();
        if response.on_hover_command_about(id, &step).clicked() {
            out.extend(row_of(id).map(|row| row.command.clone()));
        }
    }
}

/// The title of the project, and the ways to others.
fn project(ui: &mut Ui, bar: &TopBar<'_>, out: &mut Vec<Command>) {
    let title = bar.session.map_or_else(|| t!("welcome-title"), |session| session.project().title.clone());
    let button = Button::new(title.clone()).strong().frame(false).chevron().max_width(TITLE_PT);
    let response = ui.add(button.name(t!("bar-project", title = title.as_str())));
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_min_width(TITLE_PT);
        let is_open = bar.session.is_some();
        // The first one is the open project itself.
        let others = bar.recent.iter().skip(usize::from(is_open)).take(RECENT);
        let mut has_others = false;
        for folder in others {
            has_others = true;
            let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
            let item = ui.add(MenuItem::new(name).icon(Icon::Folder));
            if item.on_hover_shaped(folder.to_string_lossy()).clicked() {
                out.push(Command::OpenProject(folder.clone()));
            }
        }
        if has_others {
            ui.separator();
        }
        let now = (bar.situation)();
        for id in ["open-project", "new-project", "open-sample", "save-copy", "close-project"] {
            menu::item(ui, id, &now, out);
        }
    });
}

/// The way to everything by name.
fn go_to(ui: &mut Ui, out: &mut Vec<Command>) {
    let gap = ui.spacing().item_spacing.x;
    let width = (ui.available_width() - gap).clamp(0.0, GO_TO_PT);
    // In the middle of the window, where there is room.
    let (window, free) = (ui.ctx().content_rect(), ui.available_rect_before_wrap());
    let before = if ui.layout().prefer_right_to_left() {
        free.right() - (window.center().x + width / 2.0)
    } else {
        window.center().x - width / 2.0 - free.left()
    };
    ui.add_space(before.clamp(0.0, (free.width() - width).max(0.0)));
    let muted = Tokens::of(ui).muted;
    let keys = command_tip::command_keys(ui.ctx(), GO_TO);
    let button = Button::new(t!("bar-go-to")).icon(Icon::Search).shortcut(keys).color(muted);
    let button = button.at_start().min_width(width).max_width(width);
    let response = ui.add(button).on_hover_command(GO_TO);
    note_stop(ui.ctx(), TourStop::GoTo, response.rect);
    if response.clicked() {
        out.extend(row_of(GO_TO).map(|row| row.command.clone()));
    }
}

/// The command behind it.
const GO_TO: &str = "go-to";
