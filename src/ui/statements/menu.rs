//! The context menu of the rows, and the lists of values that it shares with the bar below the table.

use egui::containers::menu::SubMenu;
use egui::{ScrollArea, Ui};

use super::state::{StatementsPageState, is_narrowing, layers};
use super::words::Shown;
use crate::edit::gesture::several::StatementChange;
use crate::edit::session::Session;
use crate::model::project::Project;
use crate::model::statement::Stance;
use crate::query::ListedLayers;
use crate::settings::StatementView;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::statements::StatementsCommand;
use crate::ui::command::table::row_of;
use crate::ui::shaped::MenuItem;
use crate::ui::theme::{Tokens, party_line};

/// The height of a list of values, in points.
const LIST_PT: f32 = 320.0;

/// A list of the values that a field can get. Returns the change that was chosen.
pub(super) type ChangeList = fn(&mut Ui, &Project) -> Option<StatementChange>;

/// Shows the menu for the chosen rows.
pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut StatementsPageState, out: &mut Vec<Command>) {
    let project = session.project();
    entry(ui, "statements-open", StatementsCommand::Open, out);
    narrowing(ui, project, state);
    ui.separator();
    if layers(state.view()) != ListedLayers::Gold {
        let lists: [(String, ChangeList); 4] = [
            (t!("statements-set-kind"), kinds),
            (t!("statements-set-speaker"), speakers),
            (t!("statements-set-topic"), topics),
            (t!("statements-set-stance"), stances),
        ];
        for (name, list) in lists {
            let item = ui.add(MenuItem::new(name).opens());
            let change = SubMenu::new().show(ui, &item, |ui| list(ui, project)).and_then(|shown| shown.inner);
            out.extend(change.map(|change| Command::Statements(StatementsCommand::Change(change))));
        }
        entry(ui, "statements-note", StatementsCommand::Note, out);
        entry(ui, "statements-delete", StatementsCommand::Delete, out);
        ui.separator();
    }
    entry(ui, "statements-copy", StatementsCommand::Copy, out);
    entry(ui, "statements-all", StatementsCommand::ChooseAll, out);
    entry(ui, "statements-export", StatementsCommand::Export, out);
}

/// A command of the table with its keys.
fn entry(ui: &mut Ui, id: &str, command: StatementsCommand, out: &mut Vec<Command>) {
    let Some(row) = row_of(id) else { return };
    let item = MenuItem::new(row.title.words()).shortcut(row.button_keys(ui.ctx()));
    if ui.add(item).clicked() {
        out.push(Command::Statements(command));
        ui.close();
    }
}

/// Filters by what the current row has.
fn narrowing(ui: &mut Ui, project: &Project, state: &mut StatementsPageState) {
    let listing = std::sync::Arc::clone(&state.listing);
    let row = state.chosen.cursor().and_then(|at| listing.rows().get(at));
    let Some(shown) = row.and_then(|row| Shown::of(project, &listing, *row)) else { return };
    let item = ui.add(MenuItem::new(t!("statements-only")).opens());
    SubMenu::new().show(ui, &item, |ui| {
        let (view, statement) = (&mut state.views.last, shown.statement);
        if ui.add(MenuItem::new(t!("statements-only-article"))).clicked() {
            view.document = Some(shown.source.document.clone());
            ui.close();
        }
        if ui.add(MenuItem::new(t!("statements-only-kind"))).clicked() {
            view.kind = Some(statement.kind.clone());
            ui.close();
        }
        if let Some(party) = statement.speaker()
            && ui.add(MenuItem::new(t!("statements-only-speaker"))).clicked()
        {
            (view.party, view.role) = (Some(party.clone()), "speaker".to_owned());
            ui.close();
        }
        if let Some(topic) = &statement.topic
            && ui.add(MenuItem::new(t!("statements-only-topic"))).clicked()
        {
            view.topic = Some(topic.clone());
            ui.close();
        }
    });
    if is_narrowing(state.view()) && ui.add(MenuItem::new(t!("statements-clear"))).clicked() {
        clear(&mut state.views.last);
        ui.close();
    }
}

/// Takes back all filters; layers and order stay.
pub(super) fn clear(view: &mut StatementView) {
    *view = StatementView {
        layers: std::mem::take(&mut view.layers),
        order: std::mem::take(&mut view.order),
        ..StatementView::default()
    };
}

/// Calls with a list that scrolls where it is long.
fn list<T>(ui: &mut Ui, items: impl FnOnce(&mut Ui) -> Option<T>) -> Option<T> {
    let chosen = ScrollArea::vertical().max_height(LIST_PT).show(ui, items).inner;
    if chosen.is_some() {
        ui.close();
    }
    chosen
}

/// The kinds of the codebook.
pub(super) fn kinds(ui: &mut Ui, project: &Project) -> Option<StatementChange> {
    list(ui, |ui| {
        let mut chosen = None;
        for kind in &project.codebook.kinds {
            if ui.add(MenuItem::new(kind.name.clone())).clicked() {
                chosen = Some(StatementChange::Kind(kind.id.clone()));
            }
        }
        chosen
    })
}

/// The parties, as speakers.
fn speakers(ui: &mut Ui, project: &Project) -> Option<StatementChange> {
    let tokens = Tokens::of(ui);
    list(ui, |ui| {
        let mut chosen = None;
        for party in &project.parties {
            if ui.add(MenuItem::new(party.name.clone()).swatch(party_line(tokens, party.color))).clicked() {
                chosen = Some(StatementChange::Speaker(party.id.clone()));
            }
        }
        chosen
    })
}

/// The topics of the codebook, and none.
pub(super) fn topics(ui: &mut Ui, project: &Project) -> Option<StatementChange> {
    list(ui, |ui| {
        let none = ui.add(MenuItem::new(t!("statements-set-none"))).clicked();
        let mut chosen = none.then_some(StatementChange::Topic(None));
        for topic in &project.codebook.topics {
            if ui.add(MenuItem::new(topic.name.clone())).clicked() {
                chosen = Some(StatementChange::Topic(Some(topic.id.clone())));
            }
        }
        chosen
    })
}

/// The stances, and none.
pub(super) fn stances(ui: &mut Ui, project: &Project) -> Option<StatementChange> {
    list(ui, |ui| {
        let none = ui.add(MenuItem::new(t!("statements-set-none"))).clicked();
        let mut chosen = none.then_some(StatementChange::Stance(None));
        for stance in Stance::ALL {
            if ui.add(MenuItem::new(project.codebook.stance_title(stance))).clicked() {
                chosen = Some(StatementChange::Stance(Some(stance)));
            }
        }
        chosen
    })
}
