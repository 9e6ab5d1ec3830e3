//! The dialog that assigns articles to annotators, several at once.

use std::collections::BTreeSet;

use egui::{Id, ScrollArea, Ui};
use jiff::civil::Date;

use crate::edit::change::{Edit, LayerKey};
use crate::edit::work::{assign_all, assign_balanced};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::work::{Assignment, LayerState};
use crate::t;
use crate::text::numbers;
use crate::ui::command::Command;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::draft::apply;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, Label, RadioValue, TextField};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let Some(open) = scope.open else { return };
    let project = open.session.project();
    let documents = scope.panels.work.listed_documents(project);
    show(ui, project, &documents, scope.drafts.of(), scope.out);
});

/// The choices for assigning several articles at once.
#[derive(Debug, Default)]
pub struct PlanDraft {
    way: PlanWay,
    without: BTreeSet<AnnotatorId>,
    new: String,
    named: BTreeSet<AnnotatorId>,
    each: String,
    due: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum PlanWay {
    #[default]
    All,
    Even,
    TakeBack,
}

impl PlanDraft {
    /// The people of the project, and those named here.
    fn people(&self, project: &Project) -> Vec<AnnotatorId> {
        let mut people = project.people();
        people.extend(self.named.iter().filter(|name| !project.people().contains(name)).cloned());
        people
    }

    /// The day by which to be done, if one was typed.
    fn due(&self) -> Option<Date> {
        numbers::day(self.due.trim())
    }

    /// Whether what was typed for it is not a day.
    fn due_is_wrong(&self) -> bool {
        !self.due.trim().is_empty() && self.due().is_none()
    }

    /// The edit that assigns these documents to these annotators, or takes them back.
    fn edit(&self, project: &Project, documents: &[DocumentId], annotators: &[AnnotatorId]) -> Option<Edit> {
        if self.due_is_wrong() {
            return None;
        }
        let assignment = Assignment { due: self.due(), note: String::new() };
        match self.way {
            PlanWay::All => assign_all(project, documents, annotators, &assignment),
            PlanWay::Even => {
                let each = if self.each.trim().is_empty() { Some(2) } else { numbers::whole(&self.each) };
                assign_balanced(project, documents, annotators, each?, &assignment)
            }
            PlanWay::TakeBack => take_back(project, documents, annotators),
        }
    }
}

/// Shows the dialog for these documents.
fn show(ui: &Ui, project: &Project, documents: &[DocumentId], plan: &mut PlanDraft, out: &mut Vec<Command>) {
    let mut close = false;
    let dialog = DialogFrame::new("assign", t!("assign-heading", count = documents.len()), 520.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        let people = plan.people(project);
        ScrollArea::vertical().id_salt("assign").max_height(screen.y * 0.6).show(ui, |ui| {
            who(ui, &people, plan);
            how(ui, plan);
        });
        let annotators: Vec<AnnotatorId> = people.into_iter().filter(|name| !plan.without.contains(name)).collect();
        let edit = plan.edit(project, documents, &annotators);
        let count = match &edit {
            Some(Edit::Group(edits)) => edits.len(),
            _ => 0,
        };
        ui.add(
            Label::new(if plan.due_is_wrong() { t!("work-due-wrong") } else { t!("assign-count", count = count) })
                .wrap(),
        );
        ui.horizontal(|ui| {
            let go = ui.add_enabled(edit.is_some(), Button::new(t!("assign-go")).strong()).clicked();
            if let Some(edit) = edit.filter(|_| go) {
                let back = plan.way == PlanWay::TakeBack;
                out.push(apply(if back { "gesture-work-unassign" } else { "gesture-work-assign" }, edit));
                close = true;
            }
            close |= ui.add(Button::new(t!("dialog-cancel"))).clicked();
        });
    });
    if close || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

/// The choice of people, and a field for another one.
fn who(ui: &mut Ui, people: &[AnnotatorId], plan: &mut PlanDraft) {
    section(ui, t!("assign-who"));
    for person in people {
        let mut is_in = !plan.without.contains(person);
        if ui.add(Checkbox::new(&mut is_in, person.as_str())).changed() {
            if is_in {
                plan.without.remove(person);
            } else {
                plan.without.insert(person.clone());
            }
        }
    }
    let field = TextField::singleline(&mut plan.new).id(Id::unique("assign-new")).name(t!("assign-new"));
    if field.hint(t!("assign-new")).show(ui).submitted && !plan.new.trim().is_empty() {
        plan.named.insert(AnnotatorId::from_name(plan.new.trim(), |_| false));
        plan.new.clear();
    }
}

/// The choice of how the articles are shared out, and until when.
fn how(ui: &mut Ui, plan: &mut PlanDraft) {
    section(ui, t!("assign-how"));
    ui.add(RadioValue::new(&mut plan.way, PlanWay::All, t!("assign-all")));
    ui.add(RadioValue::new(&mut plan.way, PlanWay::Even, t!("assign-even")));
    if plan.way == PlanWay::Even {
        let field = TextField::singleline(&mut plan.each).id(Id::unique("assign-each")).name(t!("assign-each"));
        field.hint("2").desired_width(80.0).show(ui);
    }
    ui.add(RadioValue::new(&mut plan.way, PlanWay::TakeBack, t!("assign-take-back")));
    if plan.way != PlanWay::TakeBack {
        section(ui, t!("work-due"));
        let field = TextField::singleline(&mut plan.due).id(Id::unique("assign-due")).name(t!("assign-due"));
        field.hint(t!("work-due-hint")).desired_width(130.0).show(ui);
    }
}

/// Removes assignments that nobody has started.
fn take_back(project: &Project, documents: &[DocumentId], annotators: &[AnnotatorId]) -> Option<Edit> {
    let open = |key: &&LayerKey| {
        documents.binary_search(&key.0).is_ok()
            && annotators.contains(&key.1)
            && project.state(&key.0, &key.1) == LayerState::Open
    };
    let edits: Vec<Edit> = project
        .assignments
        .keys()
        .filter(open)
        .map(|(document, annotator)| Edit::SetAssignment {
            document: document.clone(),
            annotator: annotator.clone(),
            assignment: None,
        })
        .collect();
    (!edits.is_empty()).then_some(Edit::Group(edits))
}
