//! The import dialog: what a file of another tool has, what it is taken for, and what importing it would do. `app` reads
//! and plans.

mod labels;
mod lists;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::formats::incoming::{ImportCounts, ImportPlan, LabelMap, PlaceKey, Places, Survey};
use crate::formats::input::Input;
use crate::formats::separated::Separated;
use crate::formats::{self, Format};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::import::ImportCommand;
use crate::ui::dialogs::placing::{Outcome, Placing};
use crate::ui::dialogs::planning::{self, Planning};
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::dialogs::separated;
use crate::ui::parts::dialog::{DialogFrame, buttons, error};
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, ComboBox, Label, Row};
use crate::ui::state::View;

/// The widest that the dialog gets, in points.
const WIDTH_PT: f32 = 1120.0;
/// The widest that the choices get, in points.
const CHOICES_PT: f32 = 320.0;
/// The share of the dialog's width that the choices take otherwise.
const CHOICES_SHARE: f32 = 0.36;
/// The height of the title and the buttons, in lines of buttons.
const LINES_AROUND: f32 = 5.5;
/// The share of the window's height that the dialog takes.
const HEIGHT_SHARE: f32 = 0.86;

/// What is chosen for an import, and what it would do.
#[derive(Default)]
pub(crate) struct ImportDraft {
    /// The format; `None` if the contents decide.
    pub format: Option<&'static Format>,
    /// How a table in a text file is written; `None` if the contents decide.
    pub separated: Option<Separated>,
    /// What the user has chosen for labels and columns, now or at the last import.
    pub map: LabelMap,
    /// Whose the layers of each annotator of the file become; `None` if they are left out.
    pub whose: BTreeMap<String, Option<AnnotatorId>>,
    /// Empties layers that have statements before they are filled.
    pub replace: bool,
    /// Where a person has placed statements for which the file has no place.
    pub places: Places,
    pub planned: Option<PlannedImport>,
    pub planning: Planning,
    /// The statement that is being placed.
    placing: Option<(PlaceKey, Placing)>,
    shown: Shown,
}

impl ImportDraft {
    /// Nothing is chosen yet but what these labels and columns were taken for at the last import.
    pub(crate) fn of(map: LabelMap) -> Self {
        Self { map, ..Self::default() }
    }
}

/// What an import would do, at a revision of the session.
pub(crate) struct PlannedImport {
    pub revision: u64,
    pub format: &'static Format,
    pub input: Arc<Input>,
    /// The format chosen when the file was read; `None` if the contents decided.
    pub chosen: Option<&'static Format>,
    /// How a table in a text file was read; `None` for anything else.
    pub separated: Option<Separated>,
    /// Everybody in the file.
    pub survey: Survey,
    /// Whose the layers become in this plan.
    pub whose: BTreeMap<String, Option<AnnotatorId>>,
    /// Or why there is none with these choices.
    pub plan: Result<ImportPlan, String>,
    /// The order in which the labels are shown.
    pub order: Vec<usize>,
}

/// The list that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shown {
    #[default]
    Labels,
    Columns,
    Unplaced,
    Doubtful,
    LeftOut,
}

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let Some(open) = scope.open else { return };
    let draft = scope.drafts.of::<ImportDraft>();
    if draft.placing.is_some() {
        place(ui, draft, scope.out);
    } else {
        show(ui, open.session, scope.view, draft, scope.out);
    }
});

/// The height of the dialog's contents, in points.
fn height(ui: &Ui) -> f32 {
    let line = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
    (ui.ctx().content_rect().height() * HEIGHT_SHARE - LINES_AROUND * line).max(6.0 * line)
}

/// The article in which a statement is placed.
fn place(ui: &Ui, draft: &mut ImportDraft, out: &mut Vec<Command>) {
    let Some((key, placing)) = &mut draft.placing else { return };
    let keeps_escape = placing.keeps_escape(ui);
    let dialog =
        DialogFrame::new("import", t!("placing-heading"), WIDTH_PT).show(ui, |ui| placing.show(ui, height(ui)));
    match dialog.inner {
        Outcome::Placed(passages) => {
            draft.places.insert(key.clone(), passages);
            draft.placing = None;
            out.push(Command::Import(ImportCommand::Plan));
        }
        Outcome::Back => draft.placing = None,
        Outcome::Undecided if dialog.should_close && !keeps_escape => draft.placing = None,
        Outcome::Undecided => {}
    }
}

fn show(ui: &Ui, session: &Session, view: &View, draft: &mut ImportDraft, out: &mut Vec<Command>) {
    let Some(planned) = draft.planned.take() else {
        let frame = DialogFrame::new("import", t!("import-heading"), WIDTH_PT);
        return planning::wait(ui, draft.planning, frame, Command::Import(ImportCommand::Plan), out);
    };
    let mut is_changed = false;
    let dialog = DialogFrame::new("import", t!("import-heading"), WIDTH_PT).show(ui, |ui| {
        ui.add(Label::new(planned.input.path().display().to_string()).weak().elide());
        let height = height(ui);
        let size = vec2(ui.available_width(), height);
        let columns = if ui.layout().prefer_right_to_left() {
            Layout::right_to_left(Align::Min)
        } else {
            Layout::left_to_right(Align::Min)
        };
        ui.allocate_ui_with_layout(size, columns, |ui| {
            let column = vec2((ui.available_width() * CHOICES_SHARE).min(CHOICES_PT), height);
            ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(column);
                let area = ScrollArea::vertical().id_salt("import-choices").auto_shrink(false);
                area.max_height(height).show(ui, |ui| is_changed |= choices(ui, session, draft, &planned));
            });
            ui.separator();
            let column = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(column);
                match &planned.plan {
                    Err(message) => error(ui, message),
                    Ok(plan) => is_changed |= lists(ui, session.project(), view, draft, plan, &planned.order),
                }
            });
        });
        below(ui, draft, &planned, out)
    });
    draft.planned = Some(planned);
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    } else if is_changed {
        out.push(Command::Import(ImportCommand::Plan));
    }
}

/// The format, whose layers become whose, and how much it is. Returns whether something was chosen otherwise.
fn choices(ui: &mut Ui, session: &Session, draft: &mut ImportDraft, planned: &PlannedImport) -> bool {
    let before = (draft.format, draft.separated, draft.whose.clone(), draft.replace);
    section(ui, t!("import-format"));
    let width = ui.available_width();
    let list = ComboBox::new("import-format", t!("import-format")).selected_text((planned.format.title)()).width(width);
    list.show(ui, |ui| {
        for format in formats::readable() {
            if ui.add(Row::new((format.title)()).selected(format == planned.format)).clicked() {
                draft.format = Some(format);
                ui.close();
            }
        }
    });
    if let Some(separated) = planned.separated
        && let Some(chosen) = separated::lists(ui, "import-separated", separated)
    {
        // However little can be read so, it stays the format that it is.
        (draft.separated, draft.format) = (Some(chosen), Some(planned.format));
    }
    section(ui, t!("import-whose"));
    for (name, seen) in &planned.survey.annotators {
        let (statements, layers) = (seen.statements, seen.layers);
        let told = t!("import-annotator", name = name.as_str(), statements = statements, layers = layers);
        ui.add(Label::new(told).wrap());
        whose(ui, session, draft, planned, name);
    }
    if planned.survey.annotators.is_empty() {
        ui.add(Label::new(t!("import-nobody")).weak().wrap());
    }
    ui.add_space(ui.spacing().item_spacing.y);
    ui.add(Checkbox::new(&mut draft.replace, t!("import-replace")));
    if let Ok(plan) = &planned.plan {
        let counts = plan.counts;
        if counts != ImportCounts::default() || plan.without_place().next().is_some() {
            section(ui, t!("import-what"));
        }
        for (count, text) in [
            (counts.statements, t!("import-count-statements", count = counts.statements)),
            (counts.relations, t!("import-count-relations", count = counts.relations)),
            (counts.documents, t!("import-count-documents", count = counts.documents)),
            (counts.left_out, t!("import-count-left-out", count = counts.left_out)),
            (plan.without_place().count(), t!("import-count-unplaced", count = plan.without_place().count())),
        ] {
            if count > 0 {
                ui.add(Label::new(text).wrap());
            }
        }
    }
    before != (draft.format, draft.separated, draft.whose.clone(), draft.replace)
}

/// The list of those whose layers those of this annotator may become.
fn whose(ui: &mut Ui, session: &Session, draft: &mut ImportDraft, planned: &PlannedImport, name: &str) {
    let chosen = draft.whose.get(name).cloned().flatten();
    let shown = match &chosen {
        Some(annotator) => t!("import-into", name = annotator.as_str()),
        None => t!("import-leave-out"),
    };
    let width = ui.available_width();
    let list = ComboBox::new(("import-whose", name), t!("import-whose-name", name = name)).selected_text(shown);
    list.width(width).show(ui, |ui| {
        let mut people = session.project().people();
        let proposed = planned.whose.get(name).cloned().flatten();
        for known in [session.annotator().clone()].into_iter().chain(proposed) {
            if !people.contains(&known) {
                people.push(known);
            }
        }
        for annotator in people {
            let is_chosen = chosen.as_ref() == Some(&annotator);
            if ui.add(Row::new(t!("import-into", name = annotator.as_str())).selected(is_chosen)).clicked() {
                draft.whose.insert(name.to_owned(), Some(annotator));
                ui.close();
            }
        }
        if ui.add(Row::new(t!("import-leave-out")).selected(chosen.is_none())).clicked() {
            draft.whose.insert(name.to_owned(), None);
            ui.close();
        }
    });
}

/// The lists of what was found, one at a time. Returns whether something was chosen otherwise.
fn lists(
    ui: &mut Ui,
    project: &Project,
    view: &View,
    draft: &mut ImportDraft,
    plan: &ImportPlan,
    order: &[usize],
) -> bool {
    let without_place = plan.without_place().count();
    let all = [
        (Shown::Labels, plan.labels.len(), t!("import-labels", count = plan.labels.len())),
        (Shown::Columns, plan.columns.len(), t!("import-columns", count = plan.columns.len())),
        (Shown::Unplaced, plan.unplaced.len(), t!("import-unplaced", count = without_place)),
        (Shown::Doubtful, plan.notes.len(), t!("import-doubtful", count = plan.notes.len())),
        (Shown::LeftOut, plan.warnings.len(), t!("import-left-out", count = plan.warnings.len())),
    ];
    // An empty list would hide why there is nothing. The chosen one is shown again when something is in it.
    let is_empty = all.iter().any(|(list, count, _)| *list == draft.shown && *count == 0);
    let other = all.iter().find(|(_, count, _)| *count > 0).filter(|_| is_empty);
    let shown_list = other.map_or(draft.shown, |(list, ..)| *list);
    ui.horizontal_wrapped(|ui| {
        for (list, count, name) in all {
            let is_shown = shown_list == list;
            if (count > 0 || is_shown) && ui.add(Button::new(name).selected(is_shown)).clicked() {
                draft.shown = list;
            }
        }
    });
    match shown_list {
        Shown::Labels => labels::show(ui, project, &mut draft.map, plan, order),
        Shown::Columns => labels::columns(ui, &mut draft.map, plan),
        Shown::Unplaced => lists::unplaced(ui, view, draft, plan),
        Shown::Doubtful => {
            lists::told(ui, "import-notes", &plan.notes);
            false
        }
        Shown::LeftOut => {
            lists::told(ui, "import-warnings", &plan.warnings);
            false
        }
    }
}

/// The buttons. Returns whether the dialog is to be closed.
fn below(ui: &mut Ui, draft: &ImportDraft, planned: &PlannedImport, out: &mut Vec<Command>) -> bool {
    let count = planned.plan.as_ref().map_or(0, |plan| plan.counts.statements);
    let is_done = draft.planning == Planning::Done;
    let does_something = planned.plan.as_ref().is_ok_and(|plan| !is_empty(&plan.edit)) || count > 0;
    buttons(ui, |ui| {
        let go = Button::new(t!("import-go", count = count)).strong();
        if ui.add_enabled(does_something && is_done, go).clicked() {
            out.push(Command::Import(ImportCommand::Go));
        }
        let close = ui.add(Button::new(t!("dialog-cancel"))).clicked();
        let (stop, again) = (ImportCommand::Stop, ImportCommand::Plan);
        planning::show(ui, draft.planning, Command::Import(stop), Command::Import(again), out);
        if let Some(plan) = planned.plan.as_ref().ok().filter(|_| is_done && !does_something) {
            let words = if plan.unplaced.is_empty() { t!("add-nothing") } else { t!("add-nothing-placed") };
            ui.add(Label::new(words).weak().wrap());
        }
        close
    })
}

fn is_empty(edit: &Edit) -> bool {
    matches!(edit, Edit::Group(edits) if edits.is_empty())
}
