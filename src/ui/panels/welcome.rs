//! The welcome screen, shown while no project is open: the sample, a new project, and those that were open before.

use std::path::{Path, PathBuf};

use egui::{Align, Id, Layout, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};

use crate::locale::plain;
use crate::store::Glance;
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::parts::command_tip::command_keys;
use crate::ui::parts::menu::{context_menu, entry};
use crate::ui::parts::{drop_here, section, sides};
use crate::ui::shaped::{Button, Icon, Label, ResponseExt as _};
use crate::ui::state::Dialog;
use crate::ui::theme::Tokens;

/// The largest width of the column, and the least width of a card, in points.
const WIDTH_PT: f32 = 720.0;
const CARD_PT: f32 = 300.0;
/// The size of the title, in points.
const TITLE_PT: f32 = 28.0;
/// The height of the buttons, and of the gaps between the parts, in points.
const BUTTON_PT: f32 = 36.0;
const GAP_PT: f32 = 16.0;
/// The space inside a card and between cards, in points.
const INSIDE_PT: f32 = 12.0;
const BETWEEN_PT: f32 = 8.0;

/// A project that was open before.
#[derive(Clone, Debug)]
pub struct Recent {
    pub folder: PathBuf,
    pub seen: Seen,
}

/// What is known of a project that was open before.
#[derive(Clone, Debug)]
pub enum Seen {
    /// It has not been looked at yet.
    NotYet,
    /// There is no project in its folder any more.
    Gone,
    /// What it says of itself cannot be read.
    Unreadable,
    Found(Glance),
}

/// Shows the screen.
pub fn show(ui: &mut Ui, recent: &[Recent], out: &mut Vec<Command>) {
    ScrollArea::vertical().id_salt("welcome").auto_shrink(false).show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        let width = WIDTH_PT.min(room.width() - 2.0 * GAP_PT).max(200.0);
        let top = room.top() + (room.height() * 0.07).clamp(BETWEEN_PT, 64.0);
        let start = egui::pos2(room.center().x - width / 2.0, top);
        let column = Rect::from_min_size(start, vec2(width, (room.bottom() - top).max(0.0)));
        let align = if sides::is_mirrored(ui.ctx()) { Align::Max } else { Align::Min };
        let inside = UiBuilder::new().max_rect(column).layout(Layout::top_down(align));
        ui.scope_builder(inside, |ui| {
            ui.add(Label::new(t!("welcome-title")).heading().size(TITLE_PT));
            ui.add(Label::new(t!("welcome-about")).weak().wrap());
            ui.add_space(GAP_PT);
            actions(ui, out);
            if !recent.is_empty() {
                ui.add_space(GAP_PT);
                section(ui, t!("welcome-recent"));
                cards(ui, recent, out);
            }
            ui.add_space(GAP_PT);
            drop_here(ui, t!("welcome-drop"));
            ui.add_space(GAP_PT);
            foot(ui, out);
        });
    });
}

/// The ways to begin. They show their keys, so that no tooltip covers the next one.
fn actions(ui: &mut Ui, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = BUTTON_PT;
        let sample = Button::new(t!("welcome-sample")).icon(Icon::Sample).primary().strong();
        let new = Button::new(t!("welcome-new")).icon(Icon::FileAdd);
        let open = Button::new(t!("welcome-open")).icon(Icon::FolderOpen);
        for (button, id, command) in [
            (sample, "", Command::OpenSample),
            (new, "new-project", Command::ShowDialog(Dialog::NewProject)),
            (open, "open-project", Command::AskPath(PathQuestion::Open)),
        ] {
            if ui.add(button.shortcut(command_keys(ui.ctx(), id))).clicked() {
                out.push(command);
            }
        }
    });
}

/// The projects that were open before, in one column or two.
fn cards(ui: &mut Ui, recent: &[Recent], out: &mut Vec<Command>) {
    let columns = if ui.available_width() >= 2.0 * CARD_PT + BETWEEN_PT { 2 } else { 1 };
    let width = (ui.available_width() - BETWEEN_PT * (columns - 1) as f32) / columns as f32;
    let line = ui.spacing().interact_size.y;
    let size = vec2(width, 2.0 * INSIDE_PT + 2.2 * line);
    ui.spacing_mut().item_spacing = vec2(BETWEEN_PT, BETWEEN_PT);
    for (index, row) in recent.chunks(columns).enumerate() {
        ui.push_id(index, |ui| {
            ui.allocate_ui_with_layout(vec2(ui.available_width(), size.y), sides::along(ui.ctx()), |ui| {
                for project in row {
                    card(ui, project, size, out);
                }
            });
        });
    }
}

/// A project: its title, how far it is, and when and where it was changed. A click opens it.
fn card(ui: &mut Ui, project: &Recent, size: egui::Vec2, out: &mut Vec<Command>) {
    let name = name_of(&project.folder);
    let (title, figures, changed) = match &project.seen {
        Seen::NotYet => (name, String::new(), None),
        Seen::Gone => (name, t!("welcome-recent-gone"), None),
        Seen::Unreadable => (name, t!("welcome-recent-unreadable"), None),
        Seen::Found(found) => {
            let title = if found.title.trim().is_empty() { name } else { found.title.clone() };
            (title, figures(found), found.changed)
        }
    };
    let place = project.folder.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    let place = match changed {
        Some(at) => t!("welcome-recent-changed", when = when(at), folder = place),
        None => place,
    };
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let response = ui.interact(rect, Id::unique(("welcome-card", &project.folder)), Sense::click());
    let said = t!("welcome-recent-name", name = title.as_str());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, plain(&said)));
    let visuals = ui.style().interact(&response);
    let lit = response.hovered() || response.has_focus();
    let stroke = if lit { visuals.bg_stroke } else { Stroke::new(1.0, Tokens::of(ui).line) };
    ui.painter().rect(rect, visuals.corner_radius, visuals.weak_bg_fill, stroke, StrokeKind::Inside);
    if response.clicked() {
        out.push(Command::OpenProject(project.folder.clone()));
    }
    context_menu(ui, &response, |ui| menu(ui, project, out));
    let mirrored = sides::is_mirrored(ui.ctx());
    let forgets = corner(rect, mirrored);
    let align = if mirrored { Align::Max } else { Align::Min };
    let inside = UiBuilder::new().max_rect(rect.shrink(INSIDE_PT)).layout(Layout::top_down(align));
    {
        let ui = &mut ui.new_child(inside);
        ui.spacing_mut().item_spacing.y = 2.0;
        let shortened = (ui.available_width() - forgets.width()).max(0.0);
        ui.scope(|ui| {
            ui.set_max_width(shortened);
            ui.add(Label::new(title.clone()).strong().elide());
        });
        ui.add(Label::new(figures).small(ui).elide());
        ui.add(Label::new(place).small(ui).weak().elide());
    }
    let name = t!("welcome-recent-forget-name", name = title.as_str());
    let button = Button::new("").icon(Icon::Close).small().frame(false).name(name);
    let inside = UiBuilder::new().max_rect(forgets).layout(Layout::centered_and_justified(egui::Direction::TopDown));
    if ui.new_child(inside).add(button).on_hover_shaped(t!("welcome-recent-forget")).clicked() {
        out.push(Command::ForgetProject(project.folder.clone()));
    }
}

/// The place of the button at the upper end of a card.
fn corner(card: Rect, mirrored: bool) -> Rect {
    const SIDE_PT: f32 = 28.0;
    const EDGE_PT: f32 = 4.0;
    let x = if mirrored { card.left() + EDGE_PT } else { card.right() - EDGE_PT - SIDE_PT };
    Rect::from_min_size(egui::pos2(x, card.top() + EDGE_PT), egui::Vec2::splat(SIDE_PT))
}

/// What can be done with a project without opening it.
fn menu(ui: &mut Ui, project: &Recent, out: &mut Vec<Command>) {
    if entry(ui, Icon::Open, t!("welcome-recent-open")) {
        out.push(Command::OpenProject(project.folder.clone()));
    }
    if !matches!(project.seen, Seen::Gone) && entry(ui, Icon::FolderOpen, t!("article-show-in-folder")) {
        out.push(Command::ShowInFolder(project.folder.clone()));
    }
    ui.separator();
    if entry(ui, Icon::Close, t!("welcome-recent-forget")) {
        out.push(Command::ForgetProject(project.folder.clone()));
    }
}

/// How many articles there are, and how many of them are done.
fn figures(found: &Glance) -> String {
    let articles = t!("welcome-recent-articles", count = found.articles);
    match found.done {
        Some(done) if found.articles > 0 => t!("welcome-recent-done", articles = articles, done = done),
        _ => articles,
    }
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map_or_else(|| folder.to_string_lossy(), |name| name.to_string_lossy()).into_owned()
}

/// The version, and where to find help.
fn foot(ui: &mut Ui, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(t!("welcome-version", version = env!("CARGO_PKG_VERSION"))).weak());
        for (id, text, icon, command) in [
            ("shortcuts", t!("welcome-help"), Icon::Keyboard, Command::ShowDialog(Dialog::Shortcuts)),
            (
                "page-settings",
                t!("welcome-settings"),
                Icon::Settings,
                Command::ShowPage(crate::ui::state::Page::Settings),
            ),
        ] {
            let button = Button::new(text).icon(icon).frame(false).shortcut(command_keys(ui.ctx(), id));
            if ui.add(button).clicked() {
                out.push(command);
            }
        }
    });
}
