//! The pane at the start of the article page: three lists, each with the whole height.

use egui::accesskit::Role;
use egui::{Id, Ui, vec2};

use super::{documents, parties, statements};
use crate::edit::session::Session;
use crate::settings::{ArticlesTab, Panes};
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::sides;
use crate::ui::shaped::{Button, LayoutOptions, interface_style, layout};
use crate::ui::state::View;

/// The space on both sides of the name in a tab, in points.
const TAB_PADDING_PT: f32 = 6.0;

impl ArticlesTab {
    /// The id of the command that shows it.
    const fn command(self) -> &'static str {
        match self {
            Self::Articles => "find-article",
            Self::Parties => "parties",
            Self::Statements => "filter",
        }
    }

    fn name(self) -> String {
        match self {
            Self::Articles => t!("panel-tab-articles"),
            Self::Parties => t!("panel-tab-parties"),
            Self::Statements => t!("panel-tab-statements"),
        }
    }
}

/// The field of a list, which gets the keyboard when the list is shown by key.
pub(crate) fn field_id(tab: ArticlesTab) -> Id {
    match tab {
        ArticlesTab::Articles => documents::search_id(),
        ArticlesTab::Parties => parties::new_id(),
        ArticlesTab::Statements => statements::filter_id(),
    }
}

/// What the lists keep between frames.
pub(crate) struct Lists<'a> {
    pub documents: &'a mut documents::DocumentsState,
    pub parties: &'a mut parties::PartiesState,
    pub statements: &'a mut statements::StatementsState,
}

/// Shows the tabs, and the list of the chosen one.
pub(crate) fn show(ui: &mut Ui, session: &Session, view: &View, state: Lists<'_>, out: &mut Vec<Command>) {
    ui.scope(|ui| tabs(ui, view, out));
    match view.panes.tab {
        ArticlesTab::Articles => documents::show(ui, session, view, state.documents, out),
        ArticlesTab::Parties => parties::show(ui, session, view, state.parties, out),
        ArticlesTab::Statements => statements::show(ui, session, view, state.statements, out),
    }
}

/// The tabs over the whole width. Each gets what its name needs and the same share of what is left.
fn tabs(ui: &mut Ui, view: &View, out: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.x = 2.0;
    ui.spacing_mut().button_padding.x = TAB_PADDING_PT;
    let style = interface_style(ui, &egui::TextStyle::Button);
    let needs = ArticlesTab::ALL.map(|tab| {
        let name = layout(ui.ctx(), &tab.name(), &style, &LayoutOptions::single_line());
        (name.width() + 2.0 * TAB_PADDING_PT).ceil()
    });
    let count = needs.len() as f32;
    let room = ui.available_width() - ui.spacing().item_spacing.x * (count - 1.0);
    let share = (room - needs.iter().sum::<f32>()) / count;
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, sides::along(ui.ctx()), |ui| {
        for (tab, need) in ArticlesTab::ALL.into_iter().zip(needs) {
            // In a pane that is too narrow for the names, all tabs have the same width.
            let width = if share >= 0.0 { need + share } else { room / count };
            let button = Button::new(tab.name()).selected(view.panes.tab == tab).frame(false);
            let button = button.min_width(width).max_width(width);
            let shown = ui.add(button);
            // The rail has buttons of the same names.
            ui.ctx().accesskit_node_builder(shown.id, |node| {
                node.set_role(Role::Tab);
                node.set_selected(view.panes.tab == tab);
            });
            if shown.on_hover_command(tab.command()).clicked() {
                let panes = Box::new(Panes { tab, ..view.panes.clone() });
                out.push(Command::SetPanes { panes, keep: true });
            }
        }
    });
    ui.add_space(2.0);
}
