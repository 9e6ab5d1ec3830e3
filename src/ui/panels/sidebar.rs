//! The pane at the start of the article page: three lists, each with the whole height.

use egui::accesskit::Role;
use egui::{Id, Ui};

use super::{documents, parties, statements};
use crate::edit::session::Session;
use crate::settings::{ArticlesTab, Panes};
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::shaped::Button;
use crate::ui::state::View;

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

fn tabs(ui: &mut Ui, view: &View, out: &mut Vec<Command>) {
    let mut order = ArticlesTab::ALL;
    if ui.layout().prefer_right_to_left() {
        // Columns go from left to right in any window.
        order.reverse();
    }
    ui.spacing_mut().item_spacing.x = 2.0;
    ui.columns(order.len(), |columns| {
        for (ui, tab) in columns.iter_mut().zip(order) {
            let width = ui.available_width();
            let button = Button::new(tab.name()).selected(view.panes.tab == tab).frame(false).min_width(width);
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
