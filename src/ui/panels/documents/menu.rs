//! What can be done with an article: the menu of its row, and the menus above the list.

use egui::Ui;

use super::catalog::KnownArticle;
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::work::{Assignment, LayerState};
use crate::settings::{ArticleSort, Panes};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::command::work::WorkCommand;
use crate::ui::parts::draft::apply;
use crate::ui::parts::menu::{entry, entry_of, submenu};
use crate::ui::shaped::{Icon, MenuItem};
use crate::ui::state::{Dialog, View};

/// The menu of an article.
pub(super) fn article(ui: &mut Ui, session: &Session, view: &View, article: &KnownArticle, out: &mut Vec<Command>) {
    let (project, own, id) = (session.project(), session.annotator(), &article.id);
    let show = |out: &mut Vec<Command>| {
        if view.document.as_ref() != Some(id) {
            out.push(Command::ShowDocument(id.clone()));
        }
    };
    if entry(ui, Icon::Open, t!("article-open")) {
        out.push(Command::ShowDocument(id.clone()));
    }
    let is_done = project.state(id, own) == LayerState::Done;
    let done = if is_done { t!("panel-article-take-up") } else { t!("panel-article-done") };
    if entry_of(ui, Icon::Check, done, "done") {
        out.push(Command::Work(WorkCommand::ToggleDoneOf(id.clone())));
    }
    ui.separator();
    if ui.add(MenuItem::new(t!("article-rename")).icon(Icon::Edit).shortcut("F2")).clicked() {
        out.push(Command::AboutArticle { document: id.clone(), renames: true });
    }
    if entry(ui, Icon::Info, t!("article-about")) {
        out.push(Command::AboutArticle { document: id.clone(), renames: false });
    }
    assign(ui, session, article, out);
    ui.separator();
    if entry_of(ui, Icon::File, t!("command-replace-text"), "replace-text") {
        show(out);
        out.push(Command::ShowDialog(Dialog::ReplaceText));
    }
    if entry_of(ui, Icon::History, t!("command-past"), "past-states") {
        show(out);
        out.push(Command::Safety(SafetyCommand::ShowPast));
    }
    if entry(ui, Icon::FolderOpen, t!("article-show-in-folder")) {
        out.push(Command::ShowArticleInFolder(id.clone()));
    }
    ui.separator();
    if entry(ui, Icon::Delete, t!("panel-article-remove")) {
        out.push(Command::RemoveArticle(id.clone()));
    }
}

/// Who the article is assigned to.
fn assign(ui: &mut Ui, session: &Session, article: &KnownArticle, out: &mut Vec<Command>) {
    let (project, id) = (session.project(), &article.id);
    submenu(ui, Icon::UserAdd, t!("article-assign"), |ui| {
        let mut people = project.people();
        if !people.contains(session.annotator()) {
            people.push(session.annotator().clone());
        }
        for person in people {
            let is_assigned = project.assignment(id, &person).is_some();
            let mut item = MenuItem::new(t!("article-assign-to", person = person.as_str())).selected(is_assigned);
            if is_assigned {
                item = item.icon(Icon::Check);
            }
            if ui.add(item).clicked() {
                let assignment = (!is_assigned).then(Assignment::default);
                let edit = Edit::SetAssignment { document: id.clone(), annotator: person, assignment };
                out.push(apply(if is_assigned { "gesture-work-unassign" } else { "gesture-work-assign" }, edit));
            }
        }
        ui.separator();
        if entry(ui, Icon::Users, t!("article-assign-more")) {
            out.push(Command::ShowDialog(Dialog::Assign));
        }
    });
}

/// The menu of what can be added.
pub(super) fn add(ui: &mut Ui, out: &mut Vec<Command>) {
    if entry_of(ui, Icon::FileAdd, t!("panel-articles-add"), "add-articles") {
        out.push(Command::AskPath(PathQuestion::Add));
    }
    if entry_of(ui, Icon::Paste, t!("panel-articles-paste"), "paste-article") {
        out.push(Command::ShowDialog(Dialog::Paste));
    }
    ui.separator();
    if entry_of(ui, Icon::Import, t!("panel-articles-import"), "import-tags") {
        out.push(Command::AskPath(PathQuestion::Import));
    }
    if entry_of(ui, Icon::Users, t!("panel-tags-add"), "add-tags") {
        out.push(Command::AskPath(PathQuestion::AddTags));
    }
    if entry_of(ui, Icon::Export, t!("panel-tags-send"), "send-tags") {
        out.push(Command::ShowDialog(Dialog::SendTags));
    }
}

/// The menu of orders.
pub(super) fn sort(ui: &mut Ui, view: &View, out: &mut Vec<Command>) {
    let mut set = |panes: Panes| out.push(Command::SetPanes { panes: Box::new(panes), keep: true });
    for sort in ArticleSort::ALL {
        let name = match sort {
            ArticleSort::Project => t!("article-sort-project"),
            ArticleSort::Title => t!("article-sort-title"),
            ArticleSort::Date => t!("article-sort-date"),
            ArticleSort::Publisher => t!("article-sort-publisher"),
            ArticleSort::Status => t!("article-sort-status"),
        };
        if ui.add(MenuItem::new(name).selected(view.panes.sort == sort)).clicked() {
            set(Panes { sort, ..view.panes.clone() });
        }
    }
    ui.separator();
    let groups = view.panes.groups_by_status;
    if ui.add(MenuItem::new(t!("article-groups")).selected(groups)).clicked() {
        set(Panes { groups_by_status: !groups, ..view.panes.clone() });
    }
}
