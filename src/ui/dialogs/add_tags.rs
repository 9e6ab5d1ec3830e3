//! The dialog that shows what adding a colleague's tags would do.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Id, ScrollArea, Ui};

use crate::exchange::plan::{LayerOutcome, PartyQuestion, ReceiveOptions, ReceivePlan};
use crate::exchange::source::ReceivedTags;
use crate::formats::incoming::{PlaceKey, Places};
use crate::model::document::Document;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::dialogs::placing::{Outcome, Placing, ToPlace, quote_of};
use crate::ui::dialogs::planning::{self, Planning};
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, Label, TextField};
use crate::ui::state::View;
use crate::ui::words::one_line;

/// The width of the dialog, and of the article in which a statement is placed, in points.
const WIDTH_PT: f32 = 680.0;
const PLACING_PT: f32 = 1120.0;
/// The share of the window's height that the article takes.
const PLACING_SHARE: f32 = 0.7;

/// The choices for adding received tags.
#[derive(Default)]
pub(crate) struct AddDraft {
    pub options: ReceiveOptions,
    /// The names being typed to replace those that are taken.
    pub names: BTreeMap<AnnotatorId, String>,
    /// What was read and planned; `None` until it is there.
    pub planned: Option<Arc<PlannedTags>>,
    pub planning: Planning,
    /// The statement that is being placed: in which text, and which.
    placing: Option<(TextOf, PlaceKey, Placing)>,
}

/// The text in which a statement is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextOf {
    /// The colleague's: nothing says where it is.
    Colleague,
    /// The project's: its words are not there.
    Project,
}

impl AddDraft {
    /// Nothing is read yet.
    pub(crate) fn of(options: ReceiveOptions) -> Self {
        Self { options, ..Self::default() }
    }

    fn places(&mut self, text: TextOf) -> &mut Places {
        match text {
            TextOf::Colleague => &mut self.options.places,
            TextOf::Project => &mut self.options.orphan_places,
        }
    }
}

/// Tags that were read, and a plan for adding them.
#[derive(Debug)]
pub(crate) struct PlannedTags {
    pub source: Arc<ReceivedTags>,
    pub plan: ReceivePlan,
    /// Why statements cannot be where they were placed in the colleague's texts.
    pub problems: BTreeMap<PlaceKey, String>,
    /// The revision of the session for which it was made.
    pub revision: u64,
}

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let draft = scope.drafts.of::<AddDraft>();
    let Some(open) = scope.open else { return scope.out.push(Command::CloseDialog) };
    let Some(planned) = draft.planned.clone() else {
        let frame = DialogFrame::new("add-tags", t!("add-heading"), WIDTH_PT);
        return planning::wait(ui, draft.planning, frame, Command::Exchange(ExchangeCommand::Plan), scope.out);
    };
    if draft.placing.is_some() {
        return place(ui, draft, scope.out);
    }
    // The project may have changed meanwhile, by an undo or from outside; then a new plan is on its way.
    let is_busy = draft.planning != Planning::Done || planned.revision != open.session.revision();
    show(ui, open.session.project(), scope.view, &planned, draft, is_busy, scope.out);
});

/// The article in which a statement is placed.
fn place(ui: &Ui, draft: &mut AddDraft, out: &mut Vec<Command>) {
    let Some((text, key, placing)) = &mut draft.placing else { return };
    let (text, key, keeps_escape) = (*text, key.clone(), placing.keeps_escape(ui));
    let dialog = DialogFrame::new("add-tags", t!("placing-heading"), PLACING_PT).show(ui, |ui| {
        let height = ui.ctx().content_rect().height() * PLACING_SHARE;
        placing.show(ui, height)
    });
    match dialog.inner {
        Outcome::Placed(passages) => {
            draft.places(text).insert(key, passages);
            draft.placing = None;
            out.push(Command::Exchange(ExchangeCommand::Plan));
        }
        Outcome::Back => draft.placing = None,
        Outcome::Undecided if dialog.should_close && !keeps_escape => draft.placing = None,
        Outcome::Undecided => {}
    }
}

/// Shows what adding the tags would do.
fn show(
    ui: &Ui,
    project: &Project,
    view: &View,
    planned: &PlannedTags,
    draft: &mut AddDraft,
    busy: bool,
    out: &mut Vec<Command>,
) {
    let PlannedTags { source, plan, .. } = planned;
    let before = draft.options.clone();
    let dialog = DialogFrame::new("add-tags", t!("add-heading"), WIDTH_PT).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(source.path.display().to_string()).weak().elide());
        ScrollArea::vertical().id_salt("add-tags").max_height(screen.y * 0.62).show(ui, |ui| {
            if !plan.entries.is_empty() {
                section(ui, t!("add-layers"));
            }
            layers(ui, plan, &mut draft.options);
            names(ui, draft);
            questions(ui, plan, &mut draft.options);
            unplaced(ui, project, view, planned, draft);
            section(ui, t!("add-choices"));
            ui.add(Checkbox::new(&mut draft.options.reanchor, t!("add-reanchor")));
            ui.add(Checkbox::new(&mut draft.options.with_documents, t!("add-documents")));
            ui.add(Checkbox::new(&mut draft.options.update, t!("add-update")));
            additions(ui, planned);
            warnings(ui, planned, &draft.options.places);
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal_wrapped(|ui| buttons(ui, plan, draft.planning, busy, out)).inner
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

/// The parties that have an identifier in common and nothing else: are they the same?
fn questions(ui: &mut Ui, plan: &ReceivePlan, options: &mut ReceiveOptions) {
    if plan.questions.is_empty() {
        return;
    }
    section(ui, t!("add-questions"));
    for PartyQuestion { id, theirs, ours } in &plan.questions {
        let mut is_same = options.same_parties.contains(id);
        let question = t!("add-question", theirs = theirs.as_str(), ours = ours.as_str(), id = id.as_str());
        if ui.add(Checkbox::new(&mut is_same, question)).changed() {
            if is_same {
                options.same_parties.insert(id.clone());
            } else {
                options.same_parties.remove(id);
            }
        }
    }
}

/// A statement without a place, in whichever text.
struct Row<'a> {
    text: TextOf,
    key: PlaceKey,
    document: &'a Document,
    annotator: &'a AnnotatorId,
    statement: &'a Statement,
    quote: &'a str,
    is_in_text: bool,
    problem: Option<&'a str>,
}

/// The statements without a place, each with the way to place it by hand.
fn unplaced(ui: &mut Ui, project: &Project, view: &View, planned: &PlannedTags, draft: &mut AddDraft) {
    let PlannedTags { source, plan, problems, .. } = planned;
    let of_file = source.unplaced.iter().filter_map(|unplaced| {
        let (text, key) = (TextOf::Colleague, unplaced.key());
        Some(Row {
            text,
            document: source.project.documents.get(&unplaced.document)?,
            annotator: &unplaced.annotator,
            statement: &unplaced.statement,
            quote: &unplaced.quote,
            is_in_text: !unplaced.candidates.is_empty(),
            problem: problems.get(&key).map(String::as_str),
            key,
        })
    });
    let annotator_of = |key: &PlaceKey| {
        let entry = plan.entries.iter().find(|entry| entry.annotator.as_str() == key.annotator);
        entry.map(|entry| &entry.annotator)
    };
    let orphans = plan.orphans.iter().filter_map(|orphan| {
        Some(Row {
            text: TextOf::Project,
            key: orphan.key.clone(),
            document: project.documents.get(&orphan.here)?,
            annotator: annotator_of(&orphan.key)?,
            statement: &orphan.statement,
            quote: &orphan.quote,
            is_in_text: false,
            problem: orphan.problem.as_deref(),
        })
    });
    let rows: Vec<Row<'_>> = of_file.chain(orphans).collect();
    if rows.is_empty() {
        return;
    }
    section(ui, t!("import-unplaced", count = rows.len()));
    let height = 2.0 * (ui.spacing().interact_size.y + ui.spacing().item_spacing.y);
    let area = ScrollArea::vertical().id_salt("add-unplaced").max_height(5.0 * height).auto_shrink([false, true]);
    area.show_rows(ui, height, rows.len(), |ui, range| {
        for row in rows.get(range).unwrap_or_default() {
            let quote = t!("add-unplaced", quote = row.quote, title = row.document.display_title());
            ui.add(Label::new(quote).elide().fill());
            place_row(ui, project, view, row, draft);
        }
    });
}

/// The buttons of a statement without a place.
fn place_row(ui: &mut Ui, project: &Project, view: &View, row: &Row<'_>, draft: &mut AddDraft) {
    let chosen = draft.places(row.text).get(&row.key).cloned().unwrap_or_default();
    ui.horizontal(|ui| {
        let name = if chosen.is_empty() { t!("placing-open") } else { t!("placing-open-again") };
        let of_quote = |what: &str| t!("placing-of", what = what, quote = one_line(row.quote));
        if ui.add(Button::new(name.clone()).name(of_quote(&name))).clicked() {
            let Row { document, annotator, statement, quote, is_in_text, .. } = *row;
            let to_place = ToPlace { project, document, annotator, statement, quote, is_in_text, passages: &chosen };
            draft.placing = Some((row.text, row.key.clone(), Placing::new(view, &to_place)));
        }
        if chosen.is_empty() {
            return;
        }
        let name = t!("placing-take-back");
        if ui.add(Button::new(name.clone()).name(of_quote(&name))).clicked() {
            draft.places(row.text).remove(&row.key);
        }
        match row.problem {
            Some(problem) => ui.add(Label::new(problem).color(ui.visuals().error_fg_color).elide()),
            None => {
                let quote = quote_of(&row.document.content, &chosen);
                ui.add(Label::new(t!("placing-placed", quote = quote)).strong().elide())
            }
        };
    });
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
fn warnings(ui: &mut Ui, planned: &PlannedTags, places: &Places) {
    let told = planned.source.told(places);
    let warnings: Vec<&String> = told.iter().chain(&planned.plan.warnings).collect();
    if !warnings.is_empty() {
        section(ui, t!("add-warnings", count = warnings.len()));
        for warning in warnings.into_iter().take(100) {
            ui.add(Label::new(warning.clone()).wrap().selectable(true));
        }
    }
}

/// Returns whether the tags are to be added, and whether the dialog is to be closed.
fn buttons(ui: &mut Ui, plan: &ReceivePlan, planning: Planning, busy: bool, out: &mut Vec<Command>) -> (bool, bool) {
    let go = ui.add_enabled(plan.edit.is_some() && !busy, Button::new(t!("add-go")).strong()).clicked();
    let close = ui.add(Button::new(t!("dialog-cancel"))).clicked();
    let (stop, again) = (ExchangeCommand::Stop, ExchangeCommand::Plan);
    planning::show(ui, planning, Command::Exchange(stop), Command::Exchange(again), out);
    if !busy && plan.edit.is_none() {
        ui.add(Label::new(t!("add-nothing")).weak().wrap());
    }
    (go, close)
}
