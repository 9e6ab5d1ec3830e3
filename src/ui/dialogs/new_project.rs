//! The dialog that creates a new project.

use std::path::{Path, PathBuf};

use egui::{Id, Ui};

use crate::model::id::DocumentId;
use crate::settings::projects_folder;
use crate::store::templates::{Beginning, TEMPLATES};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons, error, focus_first};
use crate::ui::shaped::{Button, ComboBox, Label, MenuItem, TextField};

pub(crate) static DIALOG: DialogRow = DialogRow::with_new::<NewProjectDraft>(|scope, ui| {
    show(ui, scope.drafts.of(), &projects_folder(), &scope.settings.recent, scope.out);
});

/// The values typed for the project.
#[derive(Debug, Default)]
pub(crate) struct NewProjectDraft {
    pub title: String,
    /// Empty to use the suggested folder.
    pub folder: String,
    /// What it begins with.
    pub beginning: Beginning,
    /// How many files were dropped that are to be added to it.
    pub articles: usize,
    /// Why the project could not be created.
    pub error: String,
}

/// Shows the dialog. The suggested folder is in `projects`.
fn show(ui: &Ui, draft: &mut NewProjectDraft, projects: &Path, recent: &[PathBuf], out: &mut Vec<Command>) {
    let title = t!("new-heading");
    let dialog = DialogFrame::new("new-project", title, 460.0).show(ui, |ui| {
        if draft.articles > 0 {
            ui.add(Label::new(t!("new-articles", count = draft.articles)).wrap());
        }
        ui.add(Label::new(t!("new-title")));
        let field = TextField::singleline(&mut draft.title).id(Id::unique("new-title")).name(t!("new-title"));
        let output = field.desired_width(ui.available_width() - 20.0).show(ui);
        focus_first(ui, &output.response);
        let mut submitted = output.submitted;
        ui.add(Label::new(t!("new-folder")));
        let offered = offered_folder(&draft.title, projects);
        ui.horizontal(|ui| {
            let width = ui.available_width() - 130.0;
            let field = TextField::singleline(&mut draft.folder).id(Id::unique("new-folder")).name(t!("new-folder"));
            let folder = field.hint(offered.display().to_string()).desired_width(width).show(ui);
            submitted |= folder.submitted;
            if ui.add(Button::new(t!("new-browse"))).clicked() {
                out.push(Command::AskPath(PathQuestion::NewFolder));
            }
        });
        codebook(ui, &mut draft.beginning, recent);
        error(ui, &draft.error);
        let (create, cancel) = buttons(ui, |ui| {
            let create = ui.add(Button::new(t!("new-create")).primary()).clicked();
            (create, ui.add(Button::new(t!("dialog-cancel"))).clicked())
        });
        (create || submitted, cancel || output.cancelled)
    });
    let (create, cancel) = dialog.inner;
    if cancel || dialog.should_close {
        out.push(Command::CloseDialog);
    } else if create && draft.title.trim().is_empty() {
        draft.error = t!("new-title-missing");
    } else if create {
        let typed = draft.folder.trim();
        let folder = if typed.is_empty() { offered_folder(&draft.title, projects) } else { PathBuf::from(typed) };
        let (title, beginning) = (draft.title.trim().to_owned(), draft.beginning.clone());
        out.push(Command::CreateProject { title, folder, beginning });
    }
}

/// The choice of what to begin with, and what that brings.
fn codebook(ui: &mut Ui, beginning: &mut Beginning, recent: &[PathBuf]) {
    ui.add(Label::new(t!("new-codebook")));
    let name = |folder: &Path| {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
        t!("new-codebook-like", project = name.as_ref())
    };
    let (chosen, about, brings) = match &*beginning {
        Beginning::Template(template) => (template.title(), template.about(), template.brings()),
        Beginning::Like(folder) => (name(folder), t!("new-codebook-like-about"), String::new()),
    };
    let combo = ComboBox::new("new-codebook", t!("new-codebook")).selected_text(chosen.clone());
    combo.width(ui.available_width() - 20.0).show(ui, |ui| {
        let templates = TEMPLATES.iter().map(|template| (template.title(), Beginning::Template(template)));
        let projects = recent.iter().map(|folder| (name(folder), Beginning::Like(folder.clone())));
        for (title, of) in templates.chain(projects) {
            let is_chosen = title == chosen;
            if ui.add(MenuItem::new(title).selected(is_chosen)).clicked() {
                *beginning = of;
            }
        }
    });
    ui.add(Label::new(about).wrap());
    if !brings.is_empty() {
        ui.add(Label::new(brings).weak().wrap());
    }
}

/// The suggested folder for a project with this title.
fn offered_folder(title: &str, projects: &Path) -> PathBuf {
    if title.trim().is_empty() {
        return projects.join("");
    }
    projects.join(DocumentId::from_name(title, |_| false).as_str())
}
