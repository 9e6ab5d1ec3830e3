//! Ownership: who the user is, and the questions asked before editing a finished layer or another annotator's layer,
//! and before undoing a step that the user did not make in this session.

use std::collections::BTreeSet;

use super::{Context, Event};
use crate::edit::change::{Edit, LayerKey, Touched};
use crate::edit::session::{Place, Way};
use crate::model::gesture::Gesture;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::model::work::LayerState;
use crate::settings;
use crate::store;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::outside::OutsideCommand;
use crate::ui::command::ownership::{OwnershipCommand, OwnershipQuestion};
use crate::ui::dialogs::ownership::OwnershipDraft;
use crate::ui::state::{Dialog, Page, View};

/// The state of ownership questions that persists between frames.
#[derive(Default)]
pub(in crate::app) struct Gate {
    /// The layers that can be edited without another question in this session.
    confirmed: BTreeSet<LayerKey>,
    asked: Option<Asked>,
    /// The command being executed.
    executing: Option<Command>,
}

/// A question that waits for an answer.
struct Asked {
    question: OwnershipQuestion,
    /// The command to run after a yes.
    command: Option<Command>,
    /// The layers that it may change after a yes.
    layers: Vec<LayerKey>,
    /// The view when the question was asked.
    before: View,
}

/// The id under which this person works on a project: theirs as the project spells it. Never another person's.
pub(in crate::app) fn own_name(project: &Project, person: &AnnotatorId) -> AnnotatorId {
    let annotators = project.annotators();
    if annotators.contains(person) {
        return person.clone();
    }
    // Ids that differ only in case are the same file on some systems.
    let mut alike = annotators.into_iter().filter(|known| is_same_person(known, person));
    alike.next().unwrap_or_else(|| person.clone())
}

fn is_same_person(a: &AnnotatorId, b: &AnnotatorId) -> bool {
    a == b || a.as_str().to_lowercase() == b.as_str().to_lowercase()
}

impl Gate {
    /// Notes the command that is executed from now on, which a question would have to repeat.
    pub(in crate::app) fn begin(&mut self, command: &Command) {
        // A text may be large, and adding one never needs a question.
        self.executing = (!matches!(command, Command::AddPasted(_))).then(|| command.clone());
    }

    /// Notes that no command is being executed.
    pub(in crate::app) fn end(&mut self) {
        self.executing = None;
    }

    /// Drops all answers, because another project is opened.
    pub(in crate::app) fn forget(&mut self) {
        *self = Self { executing: self.executing.take(), ..Self::default() };
    }
}

impl Context {
    pub(in crate::app) fn apply(&mut self, gesture: impl Into<Gesture>, edit: Edit, merge_key: Option<String>) -> bool {
        let gesture = gesture.into();
        let Some(open) = &self.open else { return false };
        let files = edit.touches(open.session.project());
        if !self.may_change(&files) || self.asks_first(&files, &gesture, &edit, merge_key.as_deref()) {
            return false;
        }
        let Some(open) = &mut self.open else { return false };
        let is_progress = matches!(edit, Edit::SetProgress { .. });
        match open.session.apply_merging(gesture, edit, merge_key) {
            Ok(()) => {
                self.note_changed(&files, is_progress);
                true
            }
            Err(error) => {
                self.complain(error.to_string());
                false
            }
        }
    }

    /// Whether the user may change these files; if not, shows why.
    pub(in crate::app) fn may_change(&mut self, files: &BTreeSet<Touched>) -> bool {
        let Some(open) = &self.open else { return false };
        // An edit that cannot be written must not look as if it were, so it is refused at once.
        if open.keeper.is_none() {
            self.complain(t!("status-refused-elsewhere"));
            return false;
        }
        if let Some(why) = files.iter().find_map(|file| open.is_foreign(file)) {
            self.complain(why);
            return false;
        }
        if let Some(file) = open.protected.first_of(files) {
            let path = store::path_of(&open.folder, file).display().to_string();
            self.complain(t!("status-refused-protected", path = path));
            return false;
        }
        true
    }

    /// The user of this window.
    pub(in crate::app) fn person(&self) -> AnnotatorId {
        self.settings.person_or_system()
    }

    /// Whether the user has not given a name yet.
    pub(in crate::app) fn is_nameless(&self) -> bool {
        self.settings.person().is_none()
    }

    /// Whether the user must confirm an edit of these files. If so, shows the question and keeps the current command to
    /// run after a yes.
    pub(in crate::app) fn asks_first(
        &mut self,
        files: &BTreeSet<Touched>,
        gesture: &Gesture,
        edit: &Edit,
        merge_key: Option<&str>,
    ) -> bool {
        let Some((question, layers)) = self.question_for(files, edit) else { return false };
        let again = Command::Apply {
            gesture: gesture.clone(),
            edit: Box::new(edit.clone()),
            merge_key: merge_key.map(str::to_owned),
        };
        if let Some(asked) = self.gate.asked.as_mut().filter(|_| self.view.dialog == Some(Dialog::Ownership)) {
            // Typing or dragging continues until the question appears: its last command contains all of it.
            let key = |command: &Command| match command {
                Command::Apply { merge_key, .. } => merge_key.clone(),
                _ => None,
            };
            if merge_key.is_some() && asked.command.as_ref().and_then(key).as_deref() == merge_key {
                asked.command = Some(again);
            }
            return true;
        }
        let command = self.gate.executing.clone().unwrap_or(again);
        self.ask_about(question, Some(command), layers);
        true
    }

    /// The question, and the layers that it is about.
    fn question_for(&self, files: &BTreeSet<Touched>, edit: &Edit) -> Option<(OwnershipQuestion, Vec<LayerKey>)> {
        let open = self.open.as_ref()?;
        let (project, annotator) = (open.session.project(), open.session.annotator());
        let is_own = |file: &Touched| matches!(file, Touched::Layer(_, of) if of == annotator);
        let named = |file: &Touched| is_own(file) || matches!(file, Touched::Review(_));
        if self.is_nameless() && files.iter().any(named) {
            return Some((OwnershipQuestion::Name, Vec::new()));
        }
        // Recording progress is clearly intended; an edit of more than the annotator's own layers has its own questions.
        if matches!(edit, Edit::SetProgress { .. }) || !files.iter().all(is_own) {
            return None;
        }
        let is_another = !is_same_person(annotator, &self.person());
        let asks = |key: &LayerKey| {
            let layer = project.layers.get(key).filter(|_| !self.gate.confirmed.contains(key));
            layer.is_some_and(|layer| is_another || layer.state() == LayerState::Done)
        };
        let keys = files.iter().filter_map(|file| match file {
            Touched::Layer(document, annotator) => Some((document.clone(), annotator.clone())),
            _ => None,
        });
        let layers: Vec<LayerKey> = keys.filter(asks).collect();
        let question = match (layers.as_slice(), is_another) {
            ([], _) => return None,
            ([key], true) => OwnershipQuestion::Another(key.clone()),
            ([key], false) => OwnershipQuestion::Done(key.clone()),
            (several, true) => OwnershipQuestion::SeveralOfAnother(annotator.clone(), several.len()),
            (several, false) => OwnershipQuestion::SeveralDone(annotator.clone(), several.len()),
        };
        Some((question, layers))
    }

    /// Whether the user must give a name first, because the work is recorded under it. If so, asks.
    pub(in crate::app) fn asks_name(&mut self) -> bool {
        let is_nameless = self.is_nameless();
        if is_nameless {
            self.ask(OwnershipQuestion::Name, self.gate.executing.clone());
        }
        is_nameless
    }

    /// Notes that these files were changed, so that further edits of their layers need no question. Recording progress
    /// does not count: after marking a layer as done, the user is asked before the next change to it.
    pub(in crate::app) fn note_changed(&mut self, files: &BTreeSet<Touched>, is_progress: bool) {
        let Some(annotator) = self.open.as_ref().map(|open| open.session.annotator()) else { return };
        for file in files {
            if let Touched::Layer(document, of) = file
                && of == annotator
            {
                let key = (document.clone(), of.clone());
                if is_progress {
                    self.gate.confirmed.remove(&key);
                } else {
                    self.gate.confirmed.insert(key);
                }
            }
        }
    }

    pub(in crate::app) fn ask(&mut self, question: OwnershipQuestion, command: Option<Command>) {
        self.ask_about(question, command, Vec::new());
    }

    fn ask_about(&mut self, question: OwnershipQuestion, command: Option<Command>, layers: Vec<LayerKey>) {
        let mut name = String::new();
        if question == OwnershipQuestion::Name {
            let known = self.open.as_ref().map(|open| open.session.annotator().to_string());
            let person = self.settings.person().or_else(settings::system_person).map(|person| person.to_string());
            name = match (self.is_nameless(), known) {
                // The name chosen in the list is more likely than the system's.
                (true, Some(known)) if person.is_some() => known,
                _ => person.unwrap_or_default(),
            };
        }
        self.drafts.put(OwnershipDraft { question: Some(question.clone()), name });
        self.gate.asked = Some(Asked { question, command, layers, before: self.view.clone() });
        self.view.dialog = Some(Dialog::Ownership);
    }

    fn close_question(&mut self, asked: Option<&Asked>) {
        if self.view.dialog == Some(Dialog::Ownership) {
            self.view.dialog =
                asked.and_then(|asked| asked.before.dialog).filter(|before| *before != Dialog::Ownership);
        }
    }

    /// Runs the command that the question was about, with the selection of that time.
    fn carry_out(&mut self, asked: Option<Asked>) {
        let Some(Asked { command: Some(command), before, .. }) = asked else { return };
        let now = self.open.as_ref().map(|open| open.session.annotator().clone());
        if let Command::Apply { edit, .. } = &command
            && let Some(open) = &self.open
        {
            // The edit was made for the layer of the name that was assumed before.
            let files = edit.touches(open.session.project());
            let strange = |file: &Touched| matches!(file, Touched::Layer(_, of) if Some(of) != now.as_ref());
            if files.iter().all(strange) {
                return self.say(t!("whose-again"));
            }
        }
        (self.view.document, self.view.selected) = (before.document, before.selected);
        (self.view.selection, self.view.party) = (before.selection, before.party);
        self.queue.push(command);
    }

    /// Undoes or redoes a step, after a question if the user did not make it in this session. `answered` is the
    /// question that was answered with yes.
    pub(in crate::app) fn take_step(&mut self, way: Way, answered: Option<&OwnershipQuestion>) {
        let Some(open) = &self.open else { return };
        let next = if way == Way::Redo { open.session.next_redo() } else { open.session.next_undo() };
        let Some(next) = next else { return self.say(t!("status-nothing-to-undo")) };
        if next.asks.is_some() {
            let question = match way {
                Way::Redo => OwnershipQuestion::Redo(Box::new(next)),
                Way::Do | Way::Undo => OwnershipQuestion::Undo(Box::new(next)),
            };
            // Incoming changes may have put another step there meanwhile.
            if answered != Some(&question) {
                return self.ask(question, None);
            }
        }
        let files = open.session.touched_by_next(way);
        if !self.may_change(&files) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        let undone = if way == Way::Redo { open.session.redo() } else { open.session.undo_next() };
        let Some(undone) = undone else { return self.say(t!("status-nothing-to-undo")) };
        let told = undone.told(way);
        if undone.changed && undone.kept.is_empty() {
            self.say(told);
        } else {
            self.complain(told);
        }
        self.forget_what_is_gone();
        // The list shows by itself what was taken back.
        if let Some(place) = undone.place.filter(|_| self.view.page != Page::Statements) {
            self.go_to_place(place);
        }
    }

    /// Shows the place where something was undone.
    pub(in crate::app) fn go_to_place(&mut self, place: Place) {
        let Some(open) = &self.open else { return };
        let project = open.session.project();
        let (document, layer) = match &place {
            Place::Document(document) | Place::Decision(document, _) => (document, None),
            Place::Statement { layer, .. } => (&layer.0, Some(layer)),
        };
        if !project.documents.contains_key(document) {
            return;
        }
        let is_shown = self.view.document.as_ref() == Some(document);
        let is_own = layer.is_some_and(|layer| layer.1 == *open.session.annotator());
        let is_review = self.view.page == Page::Review;
        match place {
            // The review shows its own places.
            Place::Statement { .. } | Place::Document(_) if is_review && is_shown => {}
            Place::Statement { layer, id, start_byte } => {
                let exists = project.layers.get(&layer).is_some_and(|layer| layer.statement(id).is_some());
                self.show_page(Page::Article);
                if !is_shown {
                    self.view.visit(layer.0);
                    self.view.selection = None;
                    self.view.selected = None;
                }
                if exists && is_own {
                    self.view.selected = Some(id);
                }
                self.view.scroll_to_byte = Some(start_byte);
            }
            Place::Document(document) if !is_shown => {
                self.view.visit(document);
                self.view.selection = None;
                self.view.selected = None;
            }
            Place::Decision(document, _) if !is_shown => {
                self.view.visit(document);
                self.view.selected = None;
            }
            Place::Document(_) | Place::Decision(..) => {}
        }
    }
}

impl Context {
    /// Closes the dialog below the question on screen, if there is such a question; the question stays.
    pub(super) fn closes_below_question(&mut self) -> bool {
        let asked = self.gate.asked.as_mut().filter(|_| self.view.dialog == Some(Dialog::Ownership));
        if let Some(asked) = asked {
            asked.before.dialog = None;
            return true;
        }
        false
    }

    pub(in crate::app) fn whose(&mut self, command: OwnershipCommand) {
        match command {
            OwnershipCommand::AskName => self.ask(OwnershipQuestion::Name, None),
            OwnershipCommand::SetName(name) => {
                let asked = self.gate.asked.take();
                self.close_question(asked.as_ref());
                self.set_person(&name);
                self.carry_out(asked);
            }
            OwnershipCommand::GoOn => {
                let Some(asked) = self.gate.asked.take() else { return };
                self.close_question(Some(&asked));
                match &asked.question {
                    OwnershipQuestion::Name => {}
                    OwnershipQuestion::Done(_)
                    | OwnershipQuestion::Another(_)
                    | OwnershipQuestion::SeveralDone(..)
                    | OwnershipQuestion::SeveralOfAnother(..) => {
                        self.gate.confirmed.extend(asked.layers.iter().cloned());
                        self.carry_out(Some(asked));
                    }
                    OwnershipQuestion::Undo(_) => self.take_step(Way::Undo, Some(&asked.question)),
                    OwnershipQuestion::Redo(_) => self.take_step(Way::Redo, Some(&asked.question)),
                }
            }
            OwnershipCommand::Leave => {
                let asked = self.gate.asked.take();
                self.close_question(asked.as_ref());
            }
            OwnershipCommand::Confirm(key) => {
                self.gate.confirmed.insert(key);
            }
        }
    }

    /// Sets the user to this annotator.
    fn set_person(&mut self, name: &AnnotatorId) {
        self.settings.annotator = Some(name.to_string());
        self.save_settings();
        let Some(open) = &self.open else { return };
        let own = own_name(open.session.project(), name);
        if *open.session.annotator() != own {
            self.write_as(own);
        }
    }

    /// Writes this annotator's layers from now on; the user stays the same.
    pub(in crate::app) fn write_as(&mut self, annotator: AnnotatorId) {
        if self.open.as_ref().and_then(|open| open.outside.only.as_ref()).is_some_and(|only| *only != annotator) {
            return self.queue.push(Command::Outside(OutsideCommand::WorkAs(annotator)));
        }
        if let Err(error) = self.claim(&annotator) {
            return self.complain(error);
        }
        self.finish_correcting();
        if let Some(open) = &mut self.open {
            open.session.set_annotator(annotator);
        }
        self.view.selected = None;
        // Notes by key must not go to a decision that somebody else has made.
        self.panels.review.decided = None;
        self.events.push(Event::OtherAnnotator);
    }
}
