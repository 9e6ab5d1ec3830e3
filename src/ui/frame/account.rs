//! Whose work is written, in the bar: the annotator, the others of the project, and the user's name.

use egui::{Id, Popup, PopupCloseBehavior, Ui};

use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::table::row_of;
use crate::ui::drafts::Drafts;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Icon, Label, MenuItem, ResponseExt as _, TextField};

/// The width of the list, and the largest width of the button, in points.
const WIDTH_PT: f32 = 260.0;
const MOST_PT: f32 = 180.0;

/// The name typed for a new annotator.
#[derive(Debug, Default)]
struct AnnotatorDraft(String);

/// Who works, and whose layers are written.
pub(crate) struct Account<'a> {
    /// The user of this window.
    pub person: &'a AnnotatorId,
    /// The open project, and the annotator whose layers are written.
    pub open: Option<(&'a Project, &'a AnnotatorId)>,
    /// Whether the project can only be read here.
    pub only_reads: bool,
    /// The name under which the user works on the project, computed when the list is open.
    pub own_name: &'a dyn Fn() -> AnnotatorId,
}

/// Shows the button, and the list while it is open.
pub(crate) fn show(ui: &mut Ui, account: &Account<'_>, drafts: &mut Drafts, out: &mut Vec<Command>) {
    let name = account.open.map_or(account.person, |(_, annotator)| annotator).to_string();
    let (icon, tip) = match (account.only_reads, account.open) {
        (true, _) => (Icon::Lock, t!("status-read-only")),
        (false, Some(_)) => (Icon::User, t!("status-writing-as", annotator = name.as_str())),
        (false, None) => (Icon::User, t!("welcome-name", name = name.as_str())),
    };
    let button = Button::new(name).icon(icon).name(tip.clone()).chevron().frame(false).max_width(MOST_PT);
    let button = ui.add(button).on_hover_shaped(tip);
    // A click into the field must not close the list.
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_min_width(WIDTH_PT);
        ui.set_max_width(WIDTH_PT);
        if account.only_reads {
            ui.add(Label::new(t!("status-read-only")).weak().wrap());
            ui.separator();
        }
        if let Some((project, own)) = account.open {
            annotators(ui, project, own, (account.own_name)(), out);
            new_annotator(ui, drafts, out);
            ui.separator();
        }
        let title = row_of("name").map(|row| row.title.words()).unwrap_or_default();
        if ui.add(MenuItem::new(title).icon(Icon::Edit)).clicked() {
            out.push(Command::Ownership(OwnershipCommand::AskName));
            ui.close();
        }
    });
}

fn annotators(ui: &mut Ui, project: &Project, own: &AnnotatorId, own_name: AnnotatorId, out: &mut Vec<Command>) {
    section(ui, t!("bar-annotator"));
    let mut annotators = project.annotators();
    // The user's own name is the way back.
    for name in [own.clone(), own_name] {
        if !annotators.contains(&name) {
            annotators.push(name);
        }
    }
    for annotator in annotators {
        let is_own = annotator == *own;
        let item = MenuItem::new(annotator.to_string()).icon(if is_own { Icon::Check } else { Icon::User });
        if ui.add(item.selected(is_own)).clicked() {
            out.push(Command::SetAnnotator(annotator));
            ui.close();
        }
    }
}

fn new_annotator(ui: &mut Ui, drafts: &mut Drafts, out: &mut Vec<Command>) {
    let draft = &mut drafts.of::<AnnotatorDraft>().0;
    let field = TextField::singleline(draft).id(Id::unique("new-annotator"));
    let width = ui.available_width();
    let field = field.name(t!("bar-new-annotator")).hint(t!("bar-new-annotator")).desired_width(width);
    let typed = field.show(ui);
    if typed.cancelled {
        ui.close();
    }
    if typed.submitted && !draft.trim().is_empty() {
        out.push(Command::SetAnnotator(AnnotatorId::from_name(draft.trim(), |_| false)));
        draft.clear();
        ui.close();
    }
}
