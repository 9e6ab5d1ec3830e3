//! The page of agreement: what is compared on the left, the numbers in the middle, the passages behind one of them below.
//!
//! The parts read the session and the answer and push commands; what is chosen and typed here lives in [`AgreementState`].

mod controls;
mod passages;
mod tables;

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use egui::{CentralPanel, Panel, ScrollArea, Ui};

use super::command::Command;
use super::shaped::{Button, Heading, Label};
use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::span::Span;
use crate::review::agreement::Measure;
use crate::review::agreement::fields::{LabelField, ScorePart, StudyScope};
use crate::review::agreement::gamma::GammaSettings;
use crate::review::pairing::{Confusion, Pairing};
use crate::review::report;
use crate::review::study::{Breakdown, Items, StudyRequest, StudyResult};
use crate::t;

/// What one may ask for on this page.
#[derive(Clone, Debug, PartialEq)]
pub enum AgreementCommand {
    /// Computes anew what was stopped.
    Compute,
    Stop,
    /// Lists the passages behind a number; nothing closes the list.
    Open(Option<Behind>),
    /// Goes to the passages of a pairing, by its number in the answer, in the article or in the review.
    ToArticle(usize),
    ToReview(usize),
    /// What the confusion matrix is of, and of which two annotators.
    Confuse(LabelField, Option<(usize, usize)>),
    Copy(Output),
    /// Asks for a place, then writes.
    Save(Output),
    SaveTo(Output, PathBuf),
}

/// A number of which the passages can be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    Whole,
    /// Two annotators, by their places.
    Pair(usize, usize),
    Document(DocumentId),
    Part(ScorePart),
    /// Where one of them has this label.
    Label(String),
    /// Row and column of the confusion matrix, by their labels; `None` is nothing.
    Cell(Option<String>, Option<String>),
    Stretch(DocumentId, Span),
}

/// What is copied or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Tsv(Shown),
    Markdown(Shown),
    Svg(Shown),
    Png(Shown),
    Csv,
    ReportHtml,
    ReportMarkdown,
}

impl Output {
    /// The ending of the file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Tsv(_) => "tsv",
            Self::Markdown(_) | Self::ReportMarkdown => "md",
            Self::Svg(_) => "svg",
            Self::Png(_) => "png",
            Self::Csv => "csv",
            Self::ReportHtml => "html",
        }
    }
}

/// A part of the page that can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Matrix,
    Confusion,
    Strip,
}

/// What is chosen on the page.
#[derive(Clone, Debug)]
pub struct AgreementState {
    pub measure: Measure,
    pub field: LabelField,
    /// Empty for everybody, and for all.
    pub annotators: Vec<AnnotatorId>,
    pub documents: Vec<DocumentId>,
    pub items: Items,
    pub labelled: bool,
    pub gamma: GammaSettings,
    pub resamples: usize,
    /// What the confusion matrix is of; that of the measure where there is none.
    pub confusion: Option<LabelField>,
    /// Of which two, by their places; all pairs where there is none.
    pub confusion_pair: Option<(usize, usize)>,
    pub behind: Option<Behind>,
    /// Only passages where the two differ.
    pub only_different: bool,
    explains: bool,
    drafts: controls::Drafts,
    /// Which answer what follows belongs to.
    serial: u64,
    /// What was counted and listed last: it looks at every statement, which is too much for every frame.
    counted: RefCell<Option<(Confused, Rc<Confusion>)>>,
    found: RefCell<Option<(Listed, Rc<Vec<usize>>)>>,
}

/// What a confusion matrix is of, and of which two.
type Confused = (LabelField, Option<(usize, usize)>);
/// What is opened, by which properties, and whether only differences are listed.
type Listed = (Behind, LabelField, Confused, bool);

impl Default for AgreementState {
    fn default() -> Self {
        Self {
            measure: Measure::F1Match,
            field: LabelField::Kind,
            annotators: Vec::new(),
            documents: Vec::new(),
            items: Items::default(),
            labelled: true,
            gamma: GammaSettings::default(),
            resamples: 0,
            confusion: None,
            confusion_pair: None,
            behind: None,
            only_different: false,
            explains: false,
            drafts: controls::Drafts::default(),
            serial: 0,
            counted: RefCell::default(),
            found: RefCell::default(),
        }
    }
}

impl AgreementState {
    /// What is to be computed; `None` where nothing may be seen before one is done with one's own.
    pub fn question(&self, session: &Session) -> Option<StudyRequest> {
        let project = session.project();
        let may_see = |document: &&DocumentId| project.may_see(session.annotator(), document);
        let chosen = |document: &&DocumentId| self.documents.is_empty() || self.documents.contains(document);
        let mut documents: Vec<DocumentId> = project.documents.keys().filter(may_see).filter(chosen).cloned().collect();
        if documents.is_empty() && !project.documents.is_empty() {
            return None;
        }
        if documents.len() == project.documents.len() {
            documents.clear();
        }
        let mut question = StudyRequest {
            measures: vec![self.measure],
            field: self.field.clone(),
            scope: StudyScope { annotators: self.annotators.clone(), documents, part: None },
            items: self.items,
            labelled: self.labelled,
            gamma: self.gamma,
            resamples: self.resamples,
            per: Breakdown::ALL,
        };
        // What does not matter for this measure must not make its answer out of date.
        if !self.measure.is_coding() {
            question.items = Items::default();
        }
        if !self.measure.is_gamma() {
            question.gamma = GammaSettings { seed: self.gamma.seed, ..GammaSettings::default() };
        }
        Some(question)
    }

    /// The property that the confusion matrix is of.
    pub fn confusion_field(&self) -> &LabelField {
        self.confusion.as_ref().unwrap_or(&self.field)
    }

    /// Forgets what was counted when another answer is shown.
    pub fn follow(&mut self, serial: u64) {
        if self.serial != serial {
            self.serial = serial;
            self.counted.take();
            self.found.take();
        }
    }

    /// The confusion matrix that is shown.
    pub fn confusion_of(&self, session: &Session, answer: &StudyResult) -> Rc<Confusion> {
        let pair = self.confusion_pair.filter(|(a, b)| a.max(b) < &answer.annotators.len() && a != b);
        let key = (self.confusion_field().clone(), pair);
        if let Some((_, known)) = self.counted.borrow().as_ref().filter(|(old, _)| *old == key) {
            return Rc::clone(known);
        }
        let of = Confusion::of(session.project(), &answer.annotators, &key.0, &answer.pairings, pair);
        let of = Rc::new(of);
        self.counted.replace(Some((key, Rc::clone(&of))));
        of
    }

    /// The pairings behind what is opened, by their numbers.
    pub fn listed(&self, session: &Session, answer: &StudyResult) -> Rc<Vec<usize>> {
        let Some(behind) = &self.behind else { return Rc::default() };
        let confused = (self.confusion_field().clone(), self.confusion_pair);
        let key = (behind.clone(), self.field.clone(), confused, self.only_different);
        if let Some((_, known)) = self.found.borrow().as_ref().filter(|(old, _)| *old == key) {
            return Rc::clone(known);
        }
        let found = Rc::new(self.find(session, answer, behind));
        self.found.replace(Some((key, Rc::clone(&found))));
        found
    }

    fn find(&self, session: &Session, answer: &StudyResult, behind: &Behind) -> Vec<usize> {
        let project = session.project();
        let both = |pairing: &Pairing| pairing.both(project, &answer.annotators);
        let labels = |field: &LabelField, pairing: &Pairing| {
            let (a, b) = both(pairing);
            (a.map(|s| field.label(s)), b.map(|s| field.label(s)))
        };
        let is_behind = |pairing: &Pairing| match behind {
            Behind::Whole => true,
            Behind::Pair(a, b) => pairing.annotators == (*a.min(b), *a.max(b)),
            Behind::Document(document) => pairing.document == *document,
            Behind::Part(part) => {
                let (a, b) = both(pairing);
                a.is_some_and(|s| part.has(s)) || b.is_some_and(|s| part.has(s))
            }
            Behind::Label(label) => {
                let (a, b) = labels(&self.field, pairing);
                a.as_ref() == Some(label) || b.as_ref() == Some(label)
            }
            Behind::Cell(row, column) => {
                let found = labels(self.confusion_field(), pairing);
                let turned = (found.1.clone(), found.0.clone());
                let asked = (row.clone(), column.clone());
                match self.confusion_pair {
                    Some((a, b)) => {
                        pairing.annotators == (a.min(b), a.max(b)) && asked == if a > b { turned } else { found }
                    }
                    None => asked == found || asked == turned,
                }
            }
            Behind::Stretch(document, span) => pairing.document == *document && pairing.hull.overlaps(*span),
        };
        let differs = |pairing: &Pairing| {
            let field = if matches!(behind, Behind::Cell(..)) { self.confusion_field() } else { &self.field };
            let (a, b) = labels(field, pairing);
            a != b
        };
        let mut found: Vec<usize> = (0..answer.pairings.len())
            .filter(|index| {
                let Some(pairing) = answer.pairings.get(*index) else { return false };
                is_behind(pairing) && (!self.only_different || differs(pairing))
            })
            .collect();
        // What they differ in comes first.
        found.sort_by_key(|index| answer.pairings.get(*index).is_none_or(|pairing| !differs(pairing)));
        found
    }
}

/// How things stand with the answer that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Current,
    /// It is being computed; steps done and steps known of.
    Computing(usize, usize),
    /// It was stopped.
    Stopped,
}

/// Shows the page. `answer` may be an old one while `standing` says that another is on its way.
pub fn show(
    ui: &mut Ui,
    session: &Session,
    answer: Option<&StudyResult>,
    problem: Option<&str>,
    standing: Standing,
    state: &mut AgreementState,
    out: &mut Vec<Command>,
) {
    let nav = (ui.available_width() * 0.4).clamp(170.0, 420.0);
    Panel::left("agreement-controls").default_size(250.0).size_range(170.0..=nav).show(ui, |ui| {
        ScrollArea::vertical().id_salt("agreement-controls").auto_shrink(false).show(ui, |ui| {
            controls::show(ui, session, answer.is_some() && standing == Standing::Current, state, out);
        });
    });
    if let (Some(answer), true) = (answer, state.behind.is_some()) {
        let most = ui.available_height() * 0.6;
        Panel::bottom("agreement-passages")
            .default_size(most * 0.6)
            .size_range(90.0..=most)
            .resizable(true)
            .show(ui, |ui| passages::show(ui, session, answer, state, out));
    }
    CentralPanel::default().show(ui, |ui| {
        ScrollArea::vertical().id_salt("agreement-numbers").auto_shrink(false).show(ui, |ui| {
            head(ui, session, answer, problem, standing, state, out);
            if let Some(answer) = answer {
                tables::show(ui, session, answer, state, out);
            }
        });
    });
}

/// The value over everything, and how things stand.
fn head(
    ui: &mut Ui,
    session: &Session,
    answer: Option<&StudyResult>,
    problem: Option<&str>,
    standing: Standing,
    state: &mut AgreementState,
    out: &mut Vec<Command>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.add(Heading::new(answer.map_or_else(|| state.measure.title(), crate::review::figure::measure_name)));
        let explain = Button::new(t!("agreement-explain")).selected(state.explains).small();
        if ui.add(explain).clicked() {
            state.explains = !state.explains;
        }
        match standing {
            Standing::Current => {}
            Standing::Computing(done, total) => {
                ui.add(Label::new(t!("agreement-computing", done = done, total = total)).weak());
                if ui.add(Button::new(t!("agreement-stop"))).clicked() {
                    out.push(Command::Agreement(AgreementCommand::Stop));
                }
            }
            Standing::Stopped => {
                ui.add(Label::new(t!("agreement-stopped")).weak());
                if ui.add(Button::new(t!("agreement-compute"))).clicked() {
                    out.push(Command::Agreement(AgreementCommand::Compute));
                }
            }
        }
    });
    if answer.is_some() && standing != Standing::Current {
        ui.add(Label::new(t!("agreement-out-of-date")).color(ui.visuals().warn_fg_color).wrap());
    }
    if state.explains {
        ui.add(Label::new(state.measure.describe()).wrap());
        ui.add(Label::new(state.measure.source()).weak().wrap());
    }
    if let Some(problem) = problem {
        ui.add(Label::new(problem).color(ui.visuals().error_fg_color).wrap());
    }
    let Some(answer) = answer else { return };
    if let Some(score) = answer.whole() {
        tables::number(ui, state, score, t!("agreement-over-everything"), Behind::Whole, out);
        match (&score.figures, &score.label) {
            (Err(reason), _) => {
                ui.add(Label::new(reason.to_string()).wrap());
            }
            (Ok(_), Some(label)) => {
                let name = answer.question.field.label_name(session.project(), label);
                ui.add(Label::new(t!("agreement-of-label", label = name)).weak().wrap());
            }
            (Ok(_), None) => {}
        }
        if let Some(details) = tables::details(score) {
            ui.add(Label::new(details).weak().wrap());
        }
    }
    let warnings = report::warnings(session.project(), answer);
    if state.explains {
        for warning in warnings {
            ui.add(Label::new(t!("agreement-bullet", text = warning)).wrap());
        }
    }
}
