//! The work page: a table of documents by annotators with assignments and progress.
//!
//! Only the visible cells are built, so that five hundred documents by ten annotators cost no more than a screen.

use std::collections::BTreeSet;

use egui::{Id, Key, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};
use jiff::civil::Date;

use crate::edit::change::{Edit, LayerKey};
use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::work::{Assignment, LayerState};
use crate::t;
use crate::text::{arabic, clock, numbers};
use crate::ui::command::Command;
use crate::ui::command::work::WorkCommand;
use crate::ui::parts::draft::{Draft, Field, apply, apply_typing};
use crate::ui::shaped::{Button, Checkbox, Label, ResponseExt as _, TextField};
use crate::ui::state::Dialog;
use crate::ui::words::state_name;

/// The documents to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Listed {
    #[default]
    All,
    /// Documents assigned to the user.
    Mine,
    /// Documents that somebody they are assigned to has not finished.
    Undone,
    /// Documents assigned to nobody.
    Unassigned,
}

/// What the user selects and types on the page.
#[derive(Debug, Default)]
pub struct WorkState {
    filter: String,
    listed: Listed,
    cell: Option<LayerKey>,
    /// Whether the cell must get the keyboard in this frame.
    focus: bool,
    due: Draft,
    note: Draft,
    due_error: bool,
    reviewer: String,
    /// How far the table is scrolled, in points.
    offset: egui::Vec2,
    table: Option<Table>,
}

/// The page's view of the project, rebuilt when the project or the selection changes.
#[derive(Debug)]
struct Table {
    asked: (u64, String, Listed, AnnotatorId),
    people: Vec<AnnotatorId>,
    documents: Vec<DocumentId>,
    /// Over all documents: open, in progress, done; below, documents assigned to nobody.
    states: [usize; 3],
    unassigned: usize,
    /// For each annotator, in the order of `people`: documents done, and all.
    shares: Vec<(usize, usize)>,
}

impl Table {
    fn new(session: &Session, asked: (u64, String, Listed, AnnotatorId)) -> Self {
        let project = session.project();
        let people = project.people();
        let work = project.work();
        let states = LayerState::ALL.map(|state| work.values().filter(|of| **of == state).count());
        let of = |person: &AnnotatorId| {
            let own = || work.iter().filter(|((_, annotator), _)| annotator == person);
            (own().filter(|(_, state)| **state == LayerState::Done).count(), own().count())
        };
        let shares = people.iter().map(of).collect();
        let assigned: BTreeSet<&DocumentId> = project.assignments.keys().map(|(document, _)| document).collect();
        let undone: BTreeSet<&DocumentId> =
            work.iter().filter(|(_, state)| **state != LayerState::Done).map(|((document, _), _)| document).collect();
        let mine: BTreeSet<&DocumentId> =
            project.assignments.keys().filter(|(_, a)| *a == asked.3).map(|(document, _)| document).collect();
        let listed = |id: &DocumentId| match asked.2 {
            Listed::All => true,
            Listed::Mine => mine.contains(id),
            Listed::Undone => undone.contains(id),
            Listed::Unassigned => !assigned.contains(id),
        };
        let documents = project
            .documents
            .values()
            .filter(|document| listed(&document.id) && arabic::contains(document.display_title(), asked.1.trim()));
        let documents = documents.map(|document| document.id.clone()).collect();
        let unassigned = project.documents.keys().filter(|id| !assigned.contains(id)).count();
        Self { people, documents, states, unassigned, shares, asked }
    }
}

impl WorkState {
    /// The documents that the page lists, or all of them before it was first shown.
    pub(crate) fn listed_documents(&self, project: &Project) -> Vec<DocumentId> {
        let listed = self.table.as_ref().map(|table| table.documents.clone());
        listed.unwrap_or_else(|| project.documents.keys().cloned().collect())
    }
}

/// Shows the page.
pub(crate) fn show(ui: &mut Ui, session: &Session, state: &mut WorkState, today: Date, out: &mut Vec<Command>) {
    let work = state;
    let asked = (session.revision(), work.filter.clone(), work.listed, session.annotator().clone());
    if work.table.as_ref().is_none_or(|table| table.asked != asked) {
        work.table = Some(Table::new(session, asked));
    }
    let Some(table) = work.table.take() else { return };
    top(ui, session, work, &table, out);
    ui.separator();
    if let Some(cell) = work.cell.clone().filter(|(document, _)| session.project().documents.contains_key(document)) {
        egui::Panel::bottom("work-cell").resizable(false).show(ui, |ui| {
            details(ui, session, work, &cell, out);
        });
    }
    grid(ui, session, work, &table, today, out);
    work.table = Some(table);
}

fn top(ui: &mut Ui, session: &Session, work: &mut WorkState, table: &Table, out: &mut Vec<Command>) {
    let project = session.project();
    ui.horizontal_wrapped(|ui| {
        let [open, in_progress, done] = table.states;
        let (documents, unassigned) = (project.documents.len(), table.unassigned);
        let totals = t!(
            "work-totals",
            documents = documents,
            open = open,
            in_progress = in_progress,
            done = done,
            unassigned = unassigned
        );
        ui.add(Label::new(totals));
        ui.separator();
        if ui.add(Button::new(t!("work-next"))).clicked() {
            out.push(Command::Work(WorkCommand::NextMine));
        }
        if ui.add(Button::new(t!("work-assign"))).clicked() {
            out.push(Command::ShowDialog(Dialog::Assign));
        }
    });
    ui.horizontal_wrapped(|ui| {
        TextField::singleline(&mut work.filter)
            .id(Id::unique("work-filter"))
            .name(t!("work-filter"))
            .hint(t!("work-filter"))
            .desired_width(180.0)
            .show(ui);
        for (listed, name) in [
            (Listed::All, t!("work-all")),
            (Listed::Mine, t!("work-mine")),
            (Listed::Undone, t!("work-undone")),
            (Listed::Unassigned, t!("work-unassigned")),
        ] {
            if ui.add(Button::new(name).selected(work.listed == listed)).clicked() {
                work.listed = listed;
            }
        }
        ui.separator();
        let mut blind = project.blind_until_done;
        if ui.add(Checkbox::new(&mut blind, t!("work-blind"))).on_hover_shaped(t!("work-blind-tip")).changed() {
            out.push(apply("gesture-work-blind", Edit::SetBlindUntilDone(blind)));
        }
        ui.add(Label::new(t!("work-reviewers")).weak());
        for reviewer in &project.reviewers {
            let name = t!("work-reviewer-remove", name = reviewer.as_str());
            if ui.add(Button::new(t!("work-reviewer", name = reviewer.as_str())).small().name(name)).clicked() {
                let mut reviewers = project.reviewers.clone();
                reviewers.remove(reviewer);
                out.push(apply("gesture-work-reviewers", Edit::SetReviewers(reviewers)));
            }
        }
        let field = TextField::singleline(&mut work.reviewer)
            .id(Id::unique("work-reviewer"))
            .name(t!("work-reviewer-add"))
            .hint(t!("work-reviewer-add"))
            .desired_width(130.0);
        if field.show(ui).submitted && !work.reviewer.trim().is_empty() {
            let mut reviewers = project.reviewers.clone();
            reviewers.insert(AnnotatorId::from_name(work.reviewer.trim(), |_| false));
            work.reviewer.clear();
            out.push(apply("gesture-work-reviewers", Edit::SetReviewers(reviewers)));
        }
    });
}

/// The data of a cell.
struct Cell {
    /// `None` if nobody is assigned and nothing exists.
    state: Option<LayerState>,
    assigned: bool,
    /// `None` if the number is hidden.
    statements: Option<usize>,
    due: Option<Date>,
}

impl Cell {
    fn new(project: &Project, viewer: &AnnotatorId, key: &LayerKey) -> Self {
        let (layer, assignment) = (project.layers.get(key), project.assignments.get(key));
        let state = layer.map(|layer| layer.state()).or(assignment.map(|_| LayerState::Open));
        let shown = key.1 == *viewer || project.may_see(viewer, &key.0);
        let statements = shown.then(|| layer.map_or(0, |layer| layer.len()));
        Self { state, assigned: assignment.is_some(), statements, due: assignment.and_then(|a| a.due) }
    }

    fn is_overdue(&self, today: Date) -> bool {
        self.state != Some(LayerState::Done) && self.due.is_some_and(|due| due < today)
    }

    fn text(&self) -> String {
        let name = match self.state {
            None => return t!("work-cell-none"),
            Some(state) => state_name(state),
        };
        match self.statements {
            Some(0) | None => name,
            Some(count) => t!("work-cell", state = name, count = count),
        }
    }
}

fn state_color(ui: &Ui, state: LayerState) -> egui::Color32 {
    let dark = ui.visuals().dark_mode;
    match state {
        LayerState::Open => egui::Color32::from_gray(if dark { 130 } else { 150 }),
        LayerState::InProgress => egui::Color32::from_rgb(0xe6, 0x9f, 0x00),
        LayerState::Done => egui::Color32::from_rgb(0x00, 0x9e, 0x73),
    }
}

fn grid(ui: &mut Ui, session: &Session, work: &mut WorkState, table: &Table, today: Date, out: &mut Vec<Command>) {
    let project = session.project();
    let area = ui.available_rect_before_wrap();
    let row = ui.spacing().interact_size.y + 6.0;
    let (first, column) = ((area.width() * 0.3).clamp(110.0, 300.0), 150.0);
    if table.people.is_empty() || table.documents.is_empty() {
        let text = if project.documents.is_empty() {
            t!("work-no-documents")
        } else if table.documents.is_empty() {
            t!("work-none-listed")
        } else {
            t!("work-nobody")
        };
        ui.add(Label::new(text).weak().wrap());
        return;
    }
    let body = Rect::from_min_max(pos2(area.min.x + first, area.min.y + row), area.max);
    let size = vec2(table.people.len() as f32 * column, table.documents.len() as f32 * row);
    let mut pane = ui.new_child(UiBuilder::new().max_rect(body));
    let mut scroll = ScrollArea::both().id_salt("work").auto_shrink(false);
    let at = work.cell.as_ref().and_then(|(document, annotator)| {
        let down = table.documents.iter().position(|id| id == document)?;
        Some((down, table.people.iter().position(|id| id == annotator)?))
    });
    if let Some((down, across)) = at.filter(|_| work.focus) {
        // Scrolls the cell that the keys moved to into view.
        let (x, y) = (across as f32 * column, down as f32 * row);
        let offset = work.offset;
        let inside = |at: f32, length: f32, offset: f32, room: f32| offset.clamp((at + length - room).min(at), at);
        scroll = scroll.scroll_offset(vec2(
            inside(x, column, offset.x, body.width() - 12.0).max(0.0),
            inside(y, row, offset.y, body.height() - 12.0).max(0.0),
        ));
    }
    let scrolled = scroll.show_viewport(&mut pane, |ui, view| {
        ui.set_min_size(size);
        let origin = ui.min_rect().min;
        let rows = visible(view.min.y, view.max.y, row, table.documents.len());
        let columns = visible(view.min.x, view.max.x, column, table.people.len());
        for (down, document) in table.documents.iter().enumerate().take(rows.end).skip(rows.start) {
            for (across, annotator) in table.people.iter().enumerate().take(columns.end).skip(columns.start) {
                let min = origin + vec2(across as f32 * column, down as f32 * row);
                let rect = Rect::from_min_size(min, vec2(column, row)).shrink(2.0);
                let key = (document.clone(), annotator.clone());
                cell(ui, session, work, table, &key, (down, across), rect, today, out);
            }
        }
    });
    let offset = scrolled.state.clamped_offset();
    work.offset = offset;
    work.focus = false;
    // Annotators' names on top and documents' titles at the start, scrolled with the table.
    let head = Rect::from_min_max(pos2(body.min.x, area.min.y), pos2(area.max.x, body.min.y));
    let mut above = ui.new_child(UiBuilder::new().max_rect(head));
    above.set_clip_rect(head.intersect(ui.clip_rect()));
    for (across, (annotator, (done, all))) in table.people.iter().zip(&table.shares).enumerate() {
        let min = pos2(head.min.x + across as f32 * column - offset.x, head.min.y);
        let rect = Rect::from_min_size(min, vec2(column, row)).shrink(3.0);
        if rect.intersects(head) {
            let text = t!("work-share", name = annotator.as_str(), done = *done, all = *all);
            let label = Label::new(text).elide();
            above.put(rect, if annotator == session.annotator() { label.strong() } else { label });
        }
    }
    let side = Rect::from_min_max(pos2(area.min.x, body.min.y), pos2(body.min.x, area.max.y));
    let mut before = ui.new_child(UiBuilder::new().max_rect(side));
    before.set_clip_rect(side.intersect(ui.clip_rect()));
    for down in visible(offset.y, offset.y + side.height(), row, table.documents.len()) {
        let document = table.documents.get(down).and_then(|id| project.documents.get(id));
        let Some(document) = document else { continue };
        let min = pos2(side.min.x, side.min.y + down as f32 * row - offset.y);
        let rect = Rect::from_min_size(min, vec2(first, row)).shrink(2.0);
        let name = t!("work-open-article", title = document.display_title());
        let mut child = before.new_child(UiBuilder::new().max_rect(rect).id_salt(document.id.as_str()));
        let button = Button::new(document.display_title()).frame(false).at_start().min_width(first - 6.0).name(name);
        if child.add(button).clicked() {
            out.push(Command::Work(WorkCommand::Open(document.id.clone())));
        }
    }
    ui.advance_cursor_after_rect(area);
}

fn visible(from: f32, to: f32, length: f32, count: usize) -> std::ops::Range<usize> {
    let first = (from / length).floor().max(0.0) as usize;
    first.min(count)..((to / length).ceil().max(0.0) as usize).min(count)
}

#[expect(clippy::too_many_arguments, reason = "a cell is drawn in one place only, from all that the table knows")]
fn cell(
    ui: &mut Ui,
    session: &Session,
    work: &mut WorkState,
    table: &Table,
    key: &LayerKey,
    (down, across): (usize, usize),
    rect: Rect,
    today: Date,
    out: &mut Vec<Command>,
) {
    let project = session.project();
    let cell = Cell::new(project, session.annotator(), key);
    let title = project.documents.get(&key.0).map(|document| document.display_title()).unwrap_or_default();
    let mut name = t!("work-cell-name", title = title, annotator = key.1.as_str(), state = cell.text());
    let is_chosen = work.cell.as_ref() == Some(key);
    let mut button =
        Button::new(cell.text()).at_start().min_width(rect.width()).selected(is_chosen).frame(cell.assigned);
    if let Some(state) = cell.state {
        button = button.swatch(state_color(ui, state));
    }
    if let Some(due) = cell.due {
        button = button.shortcut(due.strftime("%m-%d").to_string());
        name = t!("work-cell-due", cell = name, due = due.to_string());
    }
    if cell.is_overdue(today) {
        button = button.color(ui.visuals().error_fg_color);
        name = t!("work-cell-overdue", cell = name);
    }
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt((key.0.as_str(), key.1.as_str())));
    let response = child.add(button.name(name));
    if is_chosen && work.focus {
        response.request_focus();
    }
    if response.has_focus() {
        let lock = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, lock));
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let go = [(Key::ArrowUp, -1, 0), (Key::ArrowDown, 1, 0), (Key::ArrowLeft, 0, -1), (Key::ArrowRight, 0, 1)];
        if let Some((_, y, x)) = go.into_iter().find(|(key, ..)| pressed(*key)) {
            let document = down.checked_add_signed(y).and_then(|down| table.documents.get(down));
            let annotator = across.checked_add_signed(x).and_then(|across| table.people.get(across));
            if let (Some(document), Some(annotator)) = (document, annotator) {
                work.cell = Some((document.clone(), annotator.clone()));
                work.focus = true;
            }
        }
    }
    // The first click selects, a second one assigns or removes the assignment.
    if response.clicked() {
        if is_chosen {
            out.push(toggle(project, key));
        } else {
            work.cell = Some(key.clone());
        }
    }
}

fn toggle(project: &Project, (document, annotator): &LayerKey) -> Command {
    let is_assigned = project.assignments.contains_key(&(document.clone(), annotator.clone()));
    let name = if is_assigned { "gesture-work-unassign" } else { "gesture-work-assign" };
    let assignment = (!is_assigned).then(Assignment::default);
    apply(name, Edit::SetAssignment { document: document.clone(), annotator: annotator.clone(), assignment })
}

fn details(ui: &mut Ui, session: &Session, work: &mut WorkState, key: &LayerKey, out: &mut Vec<Command>) {
    let project = session.project();
    let Some(document) = project.documents.get(&key.0) else { return };
    let cell = Cell::new(project, session.annotator(), key);
    let layer = project.layers.get(key);
    let own = key.1 == *session.annotator();
    ui.add(
        Label::new(t!(
            "work-cell-name",
            title = document.display_title(),
            annotator = key.1.as_str(),
            state = cell.text()
        ))
        .strong()
        .elide(),
    );
    let progress = layer.and_then(|layer| layer.progress());
    let mut lines = Vec::new();
    match (cell.statements, layer) {
        (None, Some(_)) => lines.push(t!("work-hidden")),
        (Some(_), Some(layer)) => {
            if let Some(last) = layer.statements().map(|statement| statement.modified).max() {
                lines.push(t!("work-last-change", time = clock::when(last)));
            }
        }
        _ => {}
    }
    if let Some(progress) = progress {
        lines.push(t!("work-said", state = state_name(progress.state), time = clock::when(progress.at)));
        if progress.was_reopened() {
            lines.push(t!("work-reopened"));
        }
    }
    if !lines.is_empty() {
        ui.add(Label::new(lines.join(" · ")).weak().wrap());
    }
    ui.horizontal_wrapped(|ui| {
        let name = if cell.assigned { t!("work-unassign-one") } else { t!("work-assign-one") };
        if ui.add(Button::new(name)).clicked() {
            out.push(toggle(project, key));
        }
        if ui.add(Button::new(t!("work-open"))).clicked() {
            out.push(Command::Work(WorkCommand::Open(key.0.clone())));
        }
        if let Some(old) = project.assignments.get(key) {
            let set = |assignment: Assignment| Edit::SetAssignment {
                document: key.0.clone(),
                annotator: key.1.clone(),
                assignment: Some(assignment),
            };
            let field = format!("{}/{}", key.0, key.1);
            ui.scope(|ui| {
                ui.set_max_width(130.0);
                let due = old.due.map(|due| due.to_string()).unwrap_or_default();
                let (name, hint) = (t!("work-due"), t!("work-due-hint"));
                let options = Field { hint: &hint, ..Field::line(&name) };
                if let Some(typed) = work.due.show(ui, &format!("due-{field}"), &due, options, out) {
                    let day = numbers::day(&typed);
                    work.due_error = day.is_none() && !typed.trim().is_empty();
                    if !work.due_error {
                        let edit = set(Assignment { due: day, ..old.clone() });
                        out.push(apply_typing("gesture-work-due", edit, &format!("due-{field}")));
                    }
                }
            });
            ui.scope(|ui| {
                ui.set_max_width(260.0);
                let name = t!("work-note");
                let options = Field { hint: &name, ..Field::line(&name) };
                if let Some(note) = work.note.show(ui, &format!("note-{field}"), &old.note, options, out) {
                    let edit = set(Assignment { note, ..old.clone() });
                    out.push(apply_typing("gesture-work-note", edit, &format!("note-{field}")));
                }
            });
            if work.due_error {
                ui.add(Label::new(t!("work-due-wrong")).color(ui.visuals().error_fg_color));
            }
        }
        if !own {
            ui.add(Label::new(t!("work-only-own")).weak());
        }
    });
}
