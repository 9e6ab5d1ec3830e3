//! The work page: what was sent back, and a table of documents by annotators with assignments and progress; a plain
//! checklist for somebody who works alone.
//!
//! Only the visible cells are built, so that five hundred documents by ten annotators cost no more than a screen.

mod checklist;
mod inbox;

use std::collections::BTreeSet;

use egui::{Id, Key, Rect, ScrollArea, Ui, UiBuilder, Vec2, pos2, vec2};
use jiff::civil::Date;

use crate::edit::change::{Edit, LayerKey};
use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId, ThreadId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::work::{Assignment, LayerState};
use crate::t;
use crate::text::{arabic, clock, numbers};
use crate::ui::command::Command;
use crate::ui::command::work::WorkCommand;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::draft::{Draft, Field, apply, apply_typing};
use crate::ui::parts::sides::{self, Edge};
use crate::ui::shaped::{Button, Checkbox, Icon, Label, ResponseExt as _, TextField};
use crate::ui::state::Dialog;
use crate::ui::words::state_name;

/// The width of a column of cells, in points.
const COLUMN_PT: f32 = 150.0;
/// The width of the columns with gold and with what was sent back, in points.
const REVIEW_PT: f32 = 84.0;
/// The least width of the titles, in points.
const TITLES_PT: f32 = 110.0;

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
    /// The list of what was sent back is folded.
    hides_inbox: bool,
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
    /// The open threads about the user's statements, the latest first.
    inbox: Vec<(DocumentId, ThreadId)>,
    /// Whether some article has gold or threads that the user may see.
    has_reviews: bool,
    /// Whether nobody but the user has anything to do with the project.
    is_alone: bool,
}

impl Table {
    fn new(session: &Session, asked: (u64, String, Listed, AnnotatorId)) -> Self {
        let (project, own) = (session.project(), &asked.3);
        let people = project.people();
        let work = project.work();
        let mut states = [0; 3];
        let mut shares = vec![(0, 0); people.len()];
        let mut undone: BTreeSet<&DocumentId> = BTreeSet::new();
        for ((document, annotator), state) in &work {
            for (count, of) in states.iter_mut().zip(LayerState::ALL) {
                *count += usize::from(*state == of);
            }
            let share = people.binary_search(annotator).ok().and_then(|index| shares.get_mut(index));
            if let Some((done, all)) = share {
                *done += usize::from(*state == LayerState::Done);
                *all += 1;
            }
            if *state != LayerState::Done {
                undone.insert(document);
            }
        }
        let assigned: BTreeSet<&DocumentId> = project.assignments.keys().map(|(document, _)| document).collect();
        let mine: BTreeSet<&DocumentId> =
            project.assignments.keys().filter(|(_, a)| a == own).map(|(document, _)| document).collect();
        let is_alone = project.reviewers.is_empty() && people.iter().all(|person| person == own);
        let listed = |id: &DocumentId| match asked.2 {
            Listed::All => true,
            Listed::Mine => mine.contains(id),
            // For somebody alone, what was never begun is not done either.
            Listed::Undone if is_alone => project.state(id, own) != LayerState::Done,
            Listed::Undone => undone.contains(id),
            Listed::Unassigned => !assigned.contains(id),
        };
        let documents = project
            .documents
            .values()
            .filter(|document| listed(&document.id) && arabic::contains(document.display_title(), asked.1.trim()));
        let documents = documents.map(|document| document.id.clone()).collect();
        let unassigned = project.documents.keys().filter(|id| !assigned.contains(id)).count();
        let inbox = inbox::find(project, own);
        let has_reviews = project.reviews.keys().any(|id| project.may_see(own, id));
        Self { people, documents, states, unassigned, shares, inbox, has_reviews, is_alone, asked }
    }
}

impl WorkState {
    /// The documents that the page lists, or all of them before it was first shown.
    pub(crate) fn listed_documents(&self, project: &Project) -> Vec<DocumentId> {
        let listed = self.table.as_ref().map(|table| table.documents.clone());
        listed.unwrap_or_else(|| project.documents.keys().cloned().collect())
    }
}

/// The panel under the table.
const CELL: &str = "work-cell";
/// Its usual height, in points.
const CELL_PT: f32 = 72.0;

/// Shows the page.
pub(crate) fn show(ui: &mut Ui, session: &Session, state: &mut WorkState, today: Date, out: &mut Vec<Command>) {
    let work = state;
    let asked = (session.revision(), work.filter.clone(), work.listed, session.annotator().clone());
    if work.table.as_ref().is_none_or(|table| table.asked != asked) {
        work.table = Some(Table::new(session, asked));
    }
    let Some(table) = work.table.take() else { return };
    if !table.inbox.is_empty() {
        inbox::show(ui, session, &table.inbox, &mut work.hides_inbox, out);
        ui.separator();
    }
    if table.is_alone {
        checklist::show(ui, session, work, &table, out);
        work.table = Some(table);
        return;
    }
    top(ui, session, work, &table, out);
    ui.separator();
    let exists = |(document, _): &LayerKey| session.project().documents.contains_key(document);
    let cell_pt = if work.cell.as_ref().is_some_and(exists) { CELL_PT } else { 0.0 };
    let above = &mut sides::before_panel(ui, CELL, Edge::Bottom, cell_pt);
    grid(above, session, work, &table, today, out);
    let cell = work.cell.clone().filter(exists);
    if let Some(cell) = cell {
        let panel = egui::Panel::bottom(CELL).resizable(false);
        let panel = panel.show(ui, |ui| details(ui, session, work, (&cell, today), out)).response;
        sides::took_room(ui, CELL, CELL_PT, panel.rect.height());
    }
    work.table = Some(table);
}

/// The totals and what can be done with all documents; then which documents are listed, and how the work is set up.
fn top(ui: &mut Ui, session: &Session, work: &mut WorkState, table: &Table, out: &mut Vec<Command>) {
    let project = session.project();
    ui.horizontal_wrapped(|ui| {
        let [open, in_progress, done] = table.states;
        let (documents, unassigned) = (project.documents.len(), table.unassigned);
        let totals = t!(
            "work-totals",
            layers = open + in_progress + done,
            documents = documents,
            open = open,
            in_progress = in_progress,
            done = done,
            unassigned = unassigned
        );
        ui.add(Label::new(totals));
        ui.separator();
        if ui.add(Button::new(t!("work-next"))).on_hover_command("next-mine").clicked() {
            out.push(Command::Work(WorkCommand::NextMine));
        }
        if ui.add(Button::new(t!("work-assign"))).on_hover_command("assign").clicked() {
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
        set_up(ui, project, &mut work.reviewer, out);
    });
}

/// Whether the work is blind, and who reviews it.
pub(crate) fn set_up(ui: &mut Ui, project: &Project, new_reviewer: &mut String, out: &mut Vec<Command>) {
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
    let field = TextField::singleline(new_reviewer)
        .id(Id::unique("work-reviewer"))
        .name(t!("work-reviewer-add"))
        .hint(t!("work-reviewer-add"))
        .desired_width(130.0);
    if field.show(ui).submitted && !new_reviewer.trim().is_empty() {
        let mut reviewers = project.reviewers.clone();
        reviewers.insert(AnnotatorId::from_name(new_reviewer.trim(), |_| false));
        new_reviewer.clear();
        out.push(apply("gesture-work-reviewers", Edit::SetReviewers(reviewers)));
    }
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

/// Shows the table, or why it is empty.
fn grid(ui: &mut Ui, session: &Session, work: &mut WorkState, table: &Table, today: Date, out: &mut Vec<Command>) {
    if table.people.is_empty() || table.documents.is_empty() {
        let text = if session.project().documents.is_empty() {
            t!("work-no-documents")
        } else if table.documents.is_empty() {
            t!("work-none-listed")
        } else {
            t!("work-nobody")
        };
        ui.add(Label::new(text).weak().wrap());
        return;
    }
    let area = ui.available_rect_before_wrap();
    let row = ui.spacing().interact_size.y + 6.0;
    let review_pt = if table.has_reviews { 2.0 * REVIEW_PT } else { 0.0 };
    // The titles get what the cells leave free.
    let cells_pt = table.people.len() as f32 * COLUMN_PT + review_pt;
    let titles_pt = (area.width() - cells_pt - 12.0).max((area.width() * 0.3).clamp(TITLES_PT, 300.0));
    let body = Rect::from_min_max(pos2(area.min.x + titles_pt + review_pt, area.min.y + row), area.max);
    let grid = Grid { session, table, today, area, body, titles_pt, cell: vec2(COLUMN_PT, row) };
    grid.names(ui, work.offset.x);
    grid.titles(ui, work.offset.y, out);
    let scrolled = work.offset;
    grid.cells(ui, work, out);
    if work.offset != scrolled {
        ui.ctx().request_discard("the names and titles scroll with the cells");
    }
    ui.advance_cursor_after_rect(area);
}

/// The table and where it is in this frame, in points.
struct Grid<'a> {
    session: &'a Session,
    table: &'a Table,
    today: Date,
    /// The whole table, and the part with the cells: beside the titles of the documents, below the annotators' names.
    area: Rect,
    body: Rect,
    /// The width of the titles; between them and the cells are gold and what was sent back.
    titles_pt: f32,
    /// The size of a cell.
    cell: Vec2,
}

impl Grid<'_> {
    /// The cells that can be seen, in a pane that scrolls both ways.
    fn cells(&self, ui: &mut Ui, work: &mut WorkState, out: &mut Vec<Command>) {
        let (table, cell) = (self.table, self.cell);
        let takes_focus = std::mem::take(&mut work.focus);
        let mut scroll = ScrollArea::both().id_salt("work").auto_shrink(false);
        if let Some(offset) = self.offset_of_chosen(work).filter(|_| takes_focus) {
            scroll = scroll.scroll_offset(offset);
        }
        let mut pane = ui.new_child(UiBuilder::new().max_rect(self.body));
        let scrolled = scroll.show_viewport(&mut pane, |ui, view| {
            ui.set_min_size(vec2(table.people.len() as f32 * cell.x, table.documents.len() as f32 * cell.y));
            let origin = ui.min_rect().min;
            let columns = visible(view.min.x, view.max.x, cell.x, table.people.len());
            for down in visible(view.min.y, view.max.y, cell.y, table.documents.len()) {
                for across in columns.clone() {
                    let min = origin + vec2(across as f32 * cell.x, down as f32 * cell.y);
                    let rect = Rect::from_min_size(min, cell).shrink(2.0);
                    self.cell(ui, work, (down, across), rect, takes_focus, out);
                }
            }
        });
        work.offset = scrolled.state.clamped_offset();
    }

    /// How far to scroll so that the selected cell can be seen.
    fn offset_of_chosen(&self, work: &WorkState) -> Option<Vec2> {
        let (document, annotator) = work.cell.as_ref()?;
        let down = self.table.documents.iter().position(|id| id == document)?;
        let across = self.table.people.iter().position(|id| id == annotator)?;
        let (x, y) = (across as f32 * self.cell.x, down as f32 * self.cell.y);
        let inside = |at: f32, length: f32, offset: f32, room: f32| offset.clamp((at + length - room).min(at), at);
        Some(vec2(
            inside(x, self.cell.x, work.offset.x, self.body.width() - 12.0).max(0.0),
            inside(y, self.cell.y, work.offset.y, self.body.height() - 12.0).max(0.0),
        ))
    }

    /// The annotators' names above the cells, with how much each has done.
    fn names(&self, ui: &mut Ui, offset_x: f32) {
        let (table, cell) = (self.table, self.cell);
        let head = Rect::from_min_max(pos2(self.body.min.x, self.area.min.y), pos2(self.body.max.x, self.body.min.y));
        let mut above = ui.new_child(UiBuilder::new().max_rect(head));
        above.set_clip_rect(head.intersect(ui.clip_rect()));
        for (across, (annotator, (done, all))) in table.people.iter().zip(&table.shares).enumerate() {
            let min = pos2(head.min.x + across as f32 * cell.x - offset_x, head.min.y);
            let rect = Rect::from_min_size(min, cell).shrink(3.0);
            if rect.intersects(head) {
                let text = t!("work-share", name = annotator.as_str(), done = *done, all = *all);
                let label = Label::new(text).elide();
                above.put(rect, if annotator == self.session.annotator() { label.strong() } else { label });
            }
        }
    }

    /// The head of the columns beside the titles.
    fn review_heads(&self, ui: &mut Ui) {
        for (column, name) in [t!("work-gold"), t!("work-sent-back")].into_iter().enumerate() {
            let min = pos2(self.area.min.x + self.titles_pt + column as f32 * REVIEW_PT, self.area.min.y);
            let rect = Rect::from_min_size(min, vec2(REVIEW_PT, self.cell.y)).shrink(3.0);
            ui.put(rect, Label::new(name).small(ui).weak().elide());
        }
    }

    /// How much gold a document has, and how many threads are open, in the row that begins here.
    fn review_of(&self, ui: &mut Ui, document: &DocumentId, top: f32) {
        let (project, own) = (self.session.project(), self.session.annotator());
        let review = project.reviews.get(document).filter(|_| project.may_see(own, document));
        let Some(review) = review else { return };
        let open = review.threads().filter(|thread| thread.resolved.is_none()).count();
        for (column, count) in [review.gold().len(), open].into_iter().enumerate() {
            let min = pos2(self.area.min.x + self.titles_pt + column as f32 * REVIEW_PT, top);
            let rect = Rect::from_min_size(min, vec2(REVIEW_PT, self.cell.y)).shrink(3.0);
            let label = Label::new(t!("work-count", count = count));
            let is_open = column == 1 && count > 0;
            ui.put(rect, if is_open { label.color(ui.visuals().warn_fg_color) } else { label });
        }
    }

    /// The documents' titles beside the cells. A click opens one.
    fn titles(&self, ui: &mut Ui, offset_y: f32, out: &mut Vec<Command>) {
        let (table, row) = (self.table, self.cell.y);
        let side = Rect::from_min_max(pos2(self.area.min.x, self.body.min.y), pos2(self.body.min.x, self.area.max.y));
        if table.has_reviews {
            self.review_heads(ui);
        }
        let mut before = ui.new_child(UiBuilder::new().max_rect(side));
        before.set_clip_rect(side.intersect(ui.clip_rect()));
        for down in visible(offset_y, offset_y + side.height(), row, table.documents.len()) {
            let document = table.documents.get(down).and_then(|id| self.session.project().documents.get(id));
            let Some(document) = document else { continue };
            let min = pos2(side.min.x, side.min.y + down as f32 * row - offset_y);
            let rect = Rect::from_min_size(min, vec2(self.titles_pt, row)).shrink(2.0);
            if table.has_reviews {
                self.review_of(&mut before, &document.id, min.y);
            }
            let name = t!("work-open-article", title = document.display_title());
            let mut child = before.new_child(UiBuilder::new().max_rect(rect).id_salt(document.id.as_str()));
            let button = Button::new(document.display_title()).frame(false).at_start().name(name);
            if child.add(button.min_width(self.titles_pt - 6.0)).clicked() {
                out.push(Command::Work(WorkCommand::Open(document.id.clone())));
            }
        }
    }

    /// A cell: the first click selects it, a second one assigns or removes the assignment.
    fn cell(
        &self,
        ui: &mut Ui,
        work: &mut WorkState,
        (down, across): (usize, usize),
        rect: Rect,
        takes_focus: bool,
        out: &mut Vec<Command>,
    ) {
        let Some(key) = self.key(down, across) else { return };
        let is_chosen = work.cell.as_ref() == Some(&key);
        let button = self.button(ui, &key).min_width(rect.width()).selected(is_chosen);
        let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt((key.0.as_str(), key.1.as_str())));
        let response = child.add(button);
        if is_chosen && takes_focus {
            response.request_focus();
        }
        if response.has_focus() {
            let lock = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, lock));
            if let Some(next) = self.next(ui, down, across) {
                work.cell = Some(next);
                work.focus = true;
                ui.ctx().request_repaint();
            }
        }
        if response.clicked() {
            if is_chosen {
                out.push(toggle(self.session.project(), &key));
            } else {
                work.cell = Some(key);
            }
        }
    }

    /// The document and the annotator of a cell.
    fn key(&self, down: usize, across: usize) -> Option<LayerKey> {
        let document = self.table.documents.get(down)?;
        Some((document.clone(), self.table.people.get(across)?.clone()))
    }

    /// The cell that an arrow key leads to.
    fn next(&self, ui: &Ui, down: usize, across: usize) -> Option<LayerKey> {
        let arrows = [(Key::ArrowUp, -1, 0), (Key::ArrowDown, 1, 0), (Key::ArrowLeft, 0, -1), (Key::ArrowRight, 0, 1)];
        let (_, y, x) = arrows.into_iter().find(|(key, ..)| ui.input(|input| input.key_pressed(*key)))?;
        self.key(down.checked_add_signed(y)?, across.checked_add_signed(x)?)
    }

    /// The look and the name of a cell.
    fn button(&self, ui: &Ui, key: &LayerKey) -> Button {
        let project = self.session.project();
        let cell = Cell::new(project, self.session.annotator(), key);
        let title = project.documents.get(&key.0).map(|document| document.display_title()).unwrap_or_default();
        let mut name = t!("work-cell-name", title = title, annotator = key.1.as_str(), state = cell.text());
        let mut button = Button::new(cell.text()).at_start().frame(cell.assigned);
        let is_overdue = cell.is_overdue(self.today);
        if is_overdue {
            // A sign of its own, and strong, since not everybody sees the colour.
            button = button.icon(Icon::Warning).strong().color(ui.visuals().error_fg_color);
        } else if let Some(state) = cell.state {
            button = button.swatch(state_color(ui, state));
        }
        if let Some(due) = cell.due {
            button = button.shortcut(due.strftime("%m-%d").to_string());
            name = t!("work-cell-due", cell = name, due = due.to_string());
        }
        if is_overdue {
            name = t!("work-cell-overdue", cell = name);
        }
        button.name(name)
    }
}

fn visible(from: f32, to: f32, length: f32, count: usize) -> std::ops::Range<usize> {
    let first = (from / length).floor().max(0.0) as usize;
    first.min(count)..((to / length).ceil().max(0.0) as usize).min(count)
}

fn toggle(project: &Project, (document, annotator): &LayerKey) -> Command {
    let is_assigned = project.assignments.contains_key(&(document.clone(), annotator.clone()));
    let name = if is_assigned { "gesture-work-unassign" } else { "gesture-work-assign" };
    let assignment = (!is_assigned).then(Assignment::default);
    apply(name, Edit::SetAssignment { document: document.clone(), annotator: annotator.clone(), assignment })
}

fn details(
    ui: &mut Ui,
    session: &Session,
    work: &mut WorkState,
    (key, today): (&LayerKey, Date),
    out: &mut Vec<Command>,
) {
    let project = session.project();
    let Some(document) = project.documents.get(&key.0) else { return };
    let cell = Cell::new(project, session.annotator(), key);
    let (title, annotator) = (document.display_title(), key.1.as_str());
    let name = t!("work-cell-name", title = title, annotator = annotator, state = cell.text());
    ui.add(Label::new(name).strong().elide());
    if let Some(due) = cell.due.filter(|_| cell.is_overdue(today)) {
        ui.add(Label::new(t!("work-overdue", due = due.to_string())).color(ui.visuals().error_fg_color).elide());
    }
    let lines = history(&cell, project.layers.get(key));
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
            assignment(ui, work, key, old, out);
        }
        if key.1 != *session.annotator() {
            ui.add(Label::new(t!("work-only-own")).weak());
        }
    });
}

/// When the layer of a cell was last changed, and what its annotator said about its state.
fn history(cell: &Cell, layer: Option<&Layer>) -> Vec<String> {
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
    if let Some(progress) = layer.and_then(Layer::progress) {
        lines.push(t!("work-said", state = state_name(progress.state), time = clock::when(progress.at)));
        if progress.was_reopened() {
            lines.push(t!("work-reopened"));
        }
    }
    lines
}

/// The fields of an assignment: when it is due, and a note.
fn assignment(ui: &mut Ui, work: &mut WorkState, key: &LayerKey, old: &Assignment, out: &mut Vec<Command>) {
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
