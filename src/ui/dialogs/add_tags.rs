//! The dialog that shows what adding a colleague's tags would do.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Id, ScrollArea, Ui};

use crate::exchange::plan::{LayerOutcome, ReceiveOptions, ReceivePlan};
use crate::exchange::source::ReceivedTags;
use crate::model::id::AnnotatorId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, Label, TextField};

/// The choices for adding received tags.
#[derive(Debug, Default)]
pub(crate) struct AddDraft {
    pub options: ReceiveOptions,
    /// The names being typed to replace those that are taken.
    pub names: BTreeMap<AnnotatorId, String>,
    /// What was read and planned; `None` until it is there.
    pub planned: Option<Arc<PlannedTags>>,
    /// Whether a plan is being made.
    pub is_planning: bool,
}

/// Tags that were read, and a plan for adding them.
#[derive(Debug)]
pub(crate) struct PlannedTags {
    pub source: Arc<ReceivedTags>,
    pub plan: ReceivePlan,
    /// The revision of the session for which it was made.
    pub revision: u64,
}

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let draft = scope.drafts.of::<AddDraft>();
    match (scope.open, draft.planned.clone()) {
        (Some(open), Some(planned)) => {
            // The project may have changed meanwhile, by an undo or from outside; then a new plan is on its way.
            let is_busy = draft.is_planning || planned.revision != open.session.revision();
            show(ui, &planned, draft, is_busy, scope.out);
        }
        _ => scope.out.push(Command::CloseDialog),
    }
});

/// Shows what adding the tags would do.
fn show(ui: &Ui, planned: &PlannedTags, draft: &mut AddDraft, busy: bool, out: &mut Vec<Command>) {
    let PlannedTags { source, plan, .. } = planned;
    let before = draft.options.clone();
    let dialog = DialogFrame::new("add-tags", t!("add-heading"), 680.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(source.path.display().to_string()).weak().elide());
        ScrollArea::vertical().id_salt("add-tags").max_height(screen.y * 0.62).show(ui, |ui| {
            section(ui, t!("add-layers"));
            layers(ui, plan, &mut draft.options);
            names(ui, draft);
            section(ui, t!("add-choices"));
            ui.add(Checkbox::new(&mut draft.options.reanchor, t!("add-reanchor")));
            ui.add(Checkbox::new(&mut draft.options.with_documents, t!("add-documents")));
            ui.add(Checkbox::new(&mut draft.options.update, t!("add-update")));
            additions(ui, planned);
            warnings(ui, planned);
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal(|ui| buttons(ui, plan, busy)).inner
    });
    let (add, close) = dialog.inner;
    if add {
        out.push(Command::Exchange(ExchangeCommand::Add));
    } else if close || dialog.should_close {
        out.push(Command::CloseDialog);
    } else if draft.options != before {
        out.push(Command::Exchange(ExchangeCommand::Plan));
    }
}

/// What happens to each layer, with the choice to leave it out.
fn layers(ui: &mut Ui, plan: &ReceivePlan, options: &mut ReceiveOptions) {
    for entry in &plan.entries {
        let key = (entry.document.clone(), entry.annotator.clone());
        let mut is_in = entry.outcome != LayerOutcome::LeftOut;
        if ui.add(Checkbox::new(&mut is_in, entry.describe(plan))).changed() {
            if is_in {
                options.without.remove(&key);
            } else {
                options.without.insert(key);
            }
        }
    }
}

/// The fields for other names of annotators whose names are taken.
fn names(ui: &mut Ui, draft: &mut AddDraft) {
    for (name, typed) in &mut draft.names {
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(t!("add-name", name = name.as_str())));
            let field = TextField::singleline(typed).id(Id::unique(("add-name", name.as_str())));
            let field = field.name(t!("add-name", name = name.as_str())).desired_width(180.0);
            if field.show(ui).changed
                && let Ok(wanted) = AnnotatorId::new(typed.trim())
            {
                draft.options.names.insert(name.clone(), wanted);
            }
        });
    }
}

/// What else comes along.
fn additions(ui: &mut Ui, planned: &PlannedTags) {
    let mut lines = planned.plan.additions();
    let reviews = planned.source.reviews;
    lines.extend((reviews > 0).then(|| t!("exchange-reviews", count = reviews)));
    if !lines.is_empty() {
        section(ui, t!("add-along"));
        for line in lines {
            ui.add(Label::new(line).wrap());
        }
    }
}

/// The warnings of reading and planning, up to a limit.
fn warnings(ui: &mut Ui, planned: &PlannedTags) {
    let warnings: Vec<&String> = planned.source.warnings.iter().chain(&planned.plan.warnings).collect();
    if !warnings.is_empty() {
        section(ui, t!("add-warnings", count = warnings.len()));
        for warning in warnings.into_iter().take(100) {
            ui.add(Label::new(warning.clone()).wrap().selectable(true));
        }
    }
}

/// Returns whether the tags are to be added, and whether the dialog is to be closed.
fn buttons(ui: &mut Ui, plan: &ReceivePlan, busy: bool) -> (bool, bool) {
    let go = ui.add_enabled(plan.edit.is_some() && !busy, Button::new(t!("add-go")).strong()).clicked();
    let close = ui.add(Button::new(t!("dialog-cancel"))).clicked();
    if busy {
        ui.add(Label::new(t!("add-busy")).weak());
    } else if plan.edit.is_none() {
        ui.add(Label::new(t!("add-nothing")).weak().wrap());
    }
    (go, close)
}
