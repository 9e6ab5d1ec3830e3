//! What the user selects and types on the agreement page, and the counts cached for it.

use std::cell::RefCell;
use std::rc::Rc;

use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::review::agreement::Measure;
use crate::review::agreement::fields::{LabelField, StudyScope};
use crate::review::agreement::gamma::GammaSettings;
use crate::review::pairing::{Confusion, Pairing};
use crate::review::study::{Breakdown, Items, StudyRequest, StudyResult};
use crate::ui::command::agreement::Behind;

/// The selections on the page.
#[derive(Clone, Debug)]
pub(crate) struct AgreementState {
    pub measure: Measure,
    pub field: LabelField,
    /// The annotators and documents compared; empty means all.
    pub annotators: Vec<AnnotatorId>,
    pub documents: Vec<DocumentId>,
    pub items: Items,
    pub labelled: bool,
    pub gamma: GammaSettings,
    pub resamples: usize,
    /// The property of the confusion matrix, or `None` for the measure's own.
    pub confusion: Option<LabelField>,
    /// The two annotators of the confusion matrix, by index, or `None` for all pairs.
    pub confusion_pair: Option<(usize, usize)>,
    pub behind: Option<Behind>,
    /// Lists only passages where the two differ.
    pub only_different: bool,
    /// Lists the lowest values first.
    pub(super) worst_first: bool,
    pub(super) explains: bool,
    pub(super) drafts: Drafts,
    /// The answer that the following fields belong to.
    serial: u64,
    /// The latest counts and list: they look at every statement, which is too slow for every frame.
    counted: RefCell<Option<(Confused, Rc<Confusion>)>>,
    found: RefCell<Option<(Listed, Rc<Vec<usize>>)>>,
}

/// The property and the two annotators of a confusion matrix.
type Confused = (LabelField, Option<(usize, usize)>);

/// What is listed, by which properties, and whether only differences are.
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
            worst_first: true,
            explains: false,
            drafts: Drafts::default(),
            serial: 0,
            counted: RefCell::default(),
            found: RefCell::default(),
        }
    }
}

impl AgreementState {
    /// The request to compute. `None` if the user may see nothing before finishing their own annotations.
    pub(crate) fn question(&self, session: &Session) -> Option<StudyRequest> {
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
        // Settings that do not affect this measure must not make its answer out of date.
        if !self.measure.is_coding() {
            question.items = Items::default();
        }
        if !self.measure.is_gamma() {
            question.gamma = GammaSettings { seed: self.gamma.seed, ..GammaSettings::default() };
        }
        Some(question)
    }

    /// The property of the confusion matrix.
    pub(crate) fn confusion_field(&self) -> &LabelField {
        self.confusion.as_ref().unwrap_or(&self.field)
    }

    /// Drops cached counts when another answer is shown.
    pub(crate) fn follow(&mut self, serial: u64) {
        if self.serial != serial {
            self.serial = serial;
            self.counted.take();
            self.found.take();
        }
    }

    /// The confusion matrix on screen.
    pub(crate) fn confusion_of(&self, session: &Session, answer: &StudyResult) -> Rc<Confusion> {
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

    /// The pairings behind the selected number, by index.
    pub(crate) fn listed(&self, session: &Session, answer: &StudyResult) -> Rc<Vec<usize>> {
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
        let part = match behind {
            Behind::Part(part) => Some(part.test(project)),
            _ => None,
        };
        let is_behind = |pairing: &Pairing| match behind {
            Behind::Whole => true,
            Behind::Pair(a, b) => pairing.annotators == (*a.min(b), *a.max(b)),
            Behind::Document(document) => pairing.document == *document,
            Behind::Part(_) => part.as_ref().is_some_and(|part| {
                let (a, b) = both(pairing);
                a.is_some_and(|s| part.has(s)) || b.is_some_and(|s| part.has(s))
            }),
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
        // Pairings that differ come first.
        found.sort_by_key(|index| answer.pairings.get(*index).is_none_or(|pairing| !differs(pairing)));
        found
    }
}

/// Texts being typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Drafts {
    /// The texts by field name; a field without one shows its value.
    pub(super) texts: std::collections::BTreeMap<&'static str, String>,
}
