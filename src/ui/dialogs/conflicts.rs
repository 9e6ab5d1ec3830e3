//! Conflicts that a merge could not resolve: each with both values, to be settled one by one.

use egui::{Frame, ScrollArea, Ui};

use crate::edit::session::Session;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::StatementId;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::store::merging::conflict_words::{entry_name, field_name, value};
use crate::store::merging::resolve::{self, Choice};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::shaped::{Button, Family, Label, TextField};
use crate::ui::words::{chain_names, kind_name, quote};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    if let Some(open) = scope.open {
        show(ui, open.session, scope.drafts.of(), scope.out);
    }
});

/// The value being written by hand, and its conflict.
#[derive(Debug, Default)]
pub struct ConflictsState {
    by_hand: Option<(ConflictFile, Conflict)>,
    text: String,
}

/// The number of conflicts in a project.
pub(crate) fn count(project: &Project) -> usize {
    project.conflicts.values().map(Vec::len).sum()
}

/// Shows the list over the window.
fn show(ui: &Ui, session: &Session, state: &mut ConflictsState, out: &mut Vec<Command>) {
    let project = session.project();
    let count = count(project);
    let dialog = DialogFrame::new("conflicts", t!("conflicts-heading", count = count), 680.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(if count > 0 { t!("conflicts-explained") } else { t!("conflicts-none") }).wrap());
        ScrollArea::vertical().id_salt("conflicts").max_height(screen.y * 0.62).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for (file, conflicts) in &project.conflicts {
                    for conflict in conflicts {
                        ui.push_id((file_key(file), &conflict.list, &conflict.id, &conflict.field), |ui| {
                            ui.separator();
                            ConflictEntry::new(project, file, conflict).show(ui, state, out);
                        });
                    }
                }
            },
        );
        ui.add_space(ui.spacing().item_spacing.y);
        ui.add(Button::new(t!("panel-close"))).clicked()
    });
    if dialog.inner || dialog.should_close {
        state.by_hand = None;
        out.push(Command::CloseDialog);
    }
}

fn file_key(file: &ConflictFile) -> String {
    format!("{file:?}")
}

/// A conflict of the list.
struct ConflictEntry<'a> {
    project: &'a Project,
    file: &'a ConflictFile,
    conflict: &'a Conflict,
    /// The statement that it is about, with its words.
    statement: Option<(&'a Statement, String)>,
    /// The name of the field; empty if the whole entry was deleted on one side.
    field: String,
}

impl<'a> ConflictEntry<'a> {
    fn new(project: &'a Project, file: &'a ConflictFile, conflict: &'a Conflict) -> Self {
        let (statement, field) = (statement_of(project, file, conflict), field_name(&conflict.field));
        Self { project, file, conflict, statement, field }
    }

    fn show(&self, ui: &mut Ui, state: &mut ConflictsState, out: &mut Vec<Command>) {
        self.heading(ui);
        if self.conflict.field.is_empty() {
            self.deletion(ui, out);
        } else {
            self.values(ui, out);
            self.by_hand(ui, state, out);
        }
    }

    /// What the conflict is about, in words.
    fn heading(&self, ui: &mut Ui) {
        let what = match &self.statement {
            Some((statement, words)) => {
                ui.add(Label::new(words.clone()).family(Family::Reading).wrap());
                let (kind, chain) = (kind_name(self.project, statement), chain_names(self.project, statement));
                t!("panel-statement-head", kind = kind, chain = chain)
            }
            None => entry_name(self.project, self.file, self.conflict),
        };
        let place = place(self.project, self.file);
        let told = t!("conflicts-place", what = what.as_str(), place = place.as_str());
        let told = Label::new(told).small(ui).weak().wrap();
        ui.add(told);
        let is_deleted = self.conflict.field.is_empty();
        let field = if is_deleted { t!("conflicts-deleted") } else { self.field.clone() };
        ui.add(Label::new(field).strong().wrap());
    }

    /// The buttons for an entry that one side has deleted.
    fn deletion(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("conflicts-keep-entry"))).clicked() {
                out.push(self.settle(Choice::Keep));
            }
            if ui.add(Button::new(t!("conflicts-delete-entry"))).clicked() {
                out.push(self.settle(Choice::Other));
            }
            self.go_to(ui, out);
        });
    }

    /// Both values, side by side if there is room, otherwise stacked.
    fn values(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        let value = |text: &str| value(self.project, self.file, self.conflict, text);
        let (kept, other) = (value(&self.conflict.kept), value(&self.conflict.other));
        let field = self.field.as_str();
        let room = ui.available_width();
        let wide = room > 420.0;
        let width = if wide { (room - ui.spacing().item_spacing.x) / 2.0 } else { room };
        let mut both = |ui: &mut Ui| {
            let (button, name) = (t!("conflicts-keep"), t!("conflicts-keep-name", field = field));
            if side(ui, width, t!("conflicts-stands"), &kept, button, name) {
                out.push(self.settle(Choice::Keep));
            }
            let (button, name) = (t!("conflicts-take"), t!("conflicts-take-name", field = field));
            if side(ui, width, t!("conflicts-other"), &other, button, name) {
                out.push(self.settle(Choice::Other));
            }
        };
        if wide {
            ui.horizontal_top(both);
        } else {
            ui.vertical(|ui| both(ui));
        }
    }

    /// The buttons below the values, and the field for a value written by hand.
    fn by_hand(&self, ui: &mut Ui, state: &mut ConflictsState, out: &mut Vec<Command>) {
        let by_hand = state.by_hand.as_ref() == Some(&(self.file.clone(), self.conflict.clone()));
        ui.horizontal_wrapped(|ui| {
            let can = resolve::is_text(self.conflict) && !by_hand;
            if can && ui.add(Button::new(t!("conflicts-by-hand"))).clicked() {
                state.by_hand = Some((self.file.clone(), self.conflict.clone()));
                state.text.clone_from(&self.conflict.kept);
            }
            self.go_to(ui, out);
        });
        if by_hand {
            let name = t!("conflicts-hand-name", field = self.field.as_str());
            let width = ui.available_width();
            let id = ui.make_persistent_id("by-hand");
            TextField::multiline(&mut state.text).id(id).name(name).rows(2).desired_width(width).show(ui);
            if ui.add(Button::new(t!("conflicts-hand-done"))).clicked() {
                out.push(self.settle(Choice::Text(state.text.clone())));
                state.by_hand = None;
            }
        }
    }

    /// The button that goes to the statement, if it is in a layer.
    fn go_to(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        if let (ConflictFile::Layer(document, annotator), Some((statement, _))) = (self.file, &self.statement)
            && ui.add(Button::new(t!("conflicts-go"))).clicked()
        {
            let (document, annotator) = (document.clone(), annotator.clone());
            out.push(Command::Safety(SafetyCommand::GoToStatement { document, annotator, id: statement.id }));
        }
    }

    fn settle(&self, choice: Choice) -> Command {
        let (file, conflict) = (self.file.clone(), Box::new(self.conflict.clone()));
        Command::Safety(SafetyCommand::Settle { file, conflict, choice })
    }
}

/// One value with its button. Returns whether the button was clicked.
fn side(ui: &mut Ui, width: f32, title: String, value: &str, button: String, name: String) -> bool {
    ui.scope(|ui| {
        ui.set_width(width);
        Frame::group(ui.style())
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.vertical(|ui| {
                    let title = Label::new(title).small(ui).weak();
                    ui.add(title);
                    let text = if value.is_empty() { t!("conflicts-nothing") } else { value.to_owned() };
                    ui.add(Label::new(text).wrap().selectable(true));
                    ui.add(Button::new(button).name(name)).clicked()
                })
                .inner
            })
            .inner
    })
    .inner
}

/// The statement that a conflict is about, with its words.
fn statement_of<'p>(project: &'p Project, file: &ConflictFile, conflict: &Conflict) -> Option<(&'p Statement, String)> {
    if let ConflictFile::Review(document) = file {
        let decision = project.reviews.get(document)?.decision(conflict.id.parse().ok()?)?;
        let statement = decision.statements.first()?;
        return Some((statement, quote(project.documents.get(document)?, &statement.spans)));
    }
    let ConflictFile::Layer(document, annotator) = file else { return None };
    let layer = project.layer(document, annotator)?;
    let id: StatementId = match conflict.list.as_str() {
        "statements" => conflict.id.parse().ok()?,
        "relations" => layer.relation(conflict.id.parse().ok()?)?.from,
        _ => return None,
    };
    let statement = layer.statement(id)?;
    Some((statement, quote(project.documents.get(document)?, &statement.spans)))
}

/// The name of the file that a conflict is in, for display.
fn place(project: &Project, file: &ConflictFile) -> String {
    let title = |id| project.documents.get(id).map_or_else(|| id.to_string(), |d| d.display_title().to_owned());
    match file {
        ConflictFile::Project => t!("conflicts-in-project"),
        ConflictFile::Document(id) => t!("conflicts-in-article", title = title(id)),
        ConflictFile::Review(id) => t!("conflicts-in-review", title = title(id)),
        ConflictFile::Layer(id, annotator) => {
            t!("conflicts-in-layer", title = title(id), annotator = annotator.as_str())
        }
    }
}
