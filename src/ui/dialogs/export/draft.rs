//! The choices for an export, and what a project has to choose from.

use std::collections::BTreeSet;

use crate::edit::session::Session;
use crate::formats::dataset::{DatasetSource, ExportScope};
use crate::formats::{self, Format, Options};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::settings::ExportChoice;

/// The choices for an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportDraft {
    pub format: &'static Format,
    /// Exports gold.
    pub gold: bool,
    /// The annotators whose layers are exported.
    pub annotators: BTreeSet<AnnotatorId>,
    /// The documents that are left out.
    pub without_documents: BTreeSet<DocumentId>,
    /// Leaves out passages that are not part of the article.
    pub leave_out_excluded: bool,
    /// The options of all formats; each format uses its own.
    pub options: Options,
}

/// What a project has to export, as far as the user may see it.
pub(super) struct Available {
    pub revision: u64,
    /// The user.
    pub annotator: AnnotatorId,
    /// The documents that have gold.
    pub gold: BTreeSet<DocumentId>,
    /// The annotators with layers, the user first, each with the number of statements.
    pub annotators: Vec<(AnnotatorId, usize)>,
    /// The layers.
    layers: Vec<(DocumentId, AnnotatorId)>,
    /// The documents with their titles. Old texts are not articles of their own.
    pub documents: Vec<(DocumentId, String)>,
}

impl Available {
    pub(super) fn in_session(session: &Session) -> Self {
        let (project, user) = (session.project().seen_by(session.annotator()), session.annotator());
        let mut annotators: Vec<(AnnotatorId, usize)> =
            project.annotators().into_iter().map(|annotator| (annotator, 0)).collect();
        annotators.sort_by_key(|(annotator, _)| annotator != user);
        for ((_, annotator), layer) in &project.layers {
            if let Some((_, count)) = annotators.iter_mut().find(|(known, _)| known == annotator) {
                *count += layer.len();
            }
        }
        let current = project.documents.values().filter(|document| project.newer_text(&document.id).is_none());
        Self {
            revision: session.revision(),
            annotator: user.clone(),
            gold: project.reviews.keys().cloned().collect(),
            annotators,
            layers: project.layers.keys().cloned().collect(),
            documents: current.map(|document| (document.id.clone(), document.display_title().to_owned())).collect(),
        }
    }

    /// Whether it is still what this session has.
    pub(super) fn is_of(&self, session: &Session) -> bool {
        self.revision == session.revision() && self.annotator == *session.annotator()
    }
}

impl ExportDraft {
    /// The choices of the last export of the project, as far as they still exist. Otherwise gold if there is any, or the
    /// user's own tags, or everybody's.
    pub(super) fn begin(available: &Available, last: Option<&ExportChoice>) -> Self {
        let mut draft = last.map(Self::of_choice).unwrap_or_default();
        draft.forget_what_is_gone(available);
        if !draft.gold && draft.annotators.is_empty() {
            let own = available.annotators.iter().filter(|(annotator, _)| *annotator == available.annotator);
            draft.gold = !available.gold.is_empty();
            if !draft.gold {
                draft.annotators = own.map(|(annotator, _)| annotator.clone()).collect();
            }
            if !draft.gold && draft.annotators.is_empty() {
                draft.annotators = available.annotators.iter().map(|(annotator, _)| annotator.clone()).collect();
            }
        }
        draft
    }

    /// Takes back the choice of gold and of annotators that the project does not have any more.
    pub(super) fn forget_what_is_gone(&mut self, available: &Available) {
        self.annotators.retain(|annotator| available.annotators.iter().any(|(known, _)| known == annotator));
        self.gold &= !available.gold.is_empty();
    }

    fn of_choice(choice: &ExportChoice) -> Self {
        let options = formats::all_options().filter(|option| choice.options.iter().any(|id| id == option.id));
        Self {
            format: formats::by_id(&choice.format).filter(|format| format.writer.is_some()).unwrap_or_default(),
            gold: choice.gold,
            annotators: choice.annotators.iter().filter_map(|name| AnnotatorId::new(name.as_str()).ok()).collect(),
            without_documents: BTreeSet::new(),
            leave_out_excluded: choice.without_excluded,
            options: Options::of(&options.collect::<Vec<_>>()),
        }
    }

    /// What is remembered of it for the next export of the project.
    pub(crate) fn choice(&self) -> ExportChoice {
        let options = formats::all_options().filter(|option| self.options.has(option));
        ExportChoice {
            format: self.format.id.to_owned(),
            gold: self.gold,
            annotators: self.annotators.iter().map(ToString::to_string).collect(),
            options: options.map(|option| option.id.to_owned()).collect(),
            without_excluded: self.leave_out_excluded,
        }
    }

    /// The selected part of a project.
    pub(crate) fn scope(&self, project: &Project) -> ExportScope {
        let annotators: Vec<AnnotatorId> = self.annotators.iter().cloned().collect();
        // An empty list of annotators would mean all of them.
        let source = match (self.gold, annotators.is_empty()) {
            (true, true) => DatasetSource::Gold,
            (true, false) => DatasetSource::GoldAnd(annotators),
            (false, _) => DatasetSource::Annotators(annotators),
        };
        // An empty list means all of them. Old texts are not articles of their own.
        let has_document = |id: &&DocumentId| !self.without_documents.contains(*id) && project.newer_text(id).is_none();
        let documents = if self.without_documents.is_empty() {
            Vec::new()
        } else {
            project.documents.keys().filter(has_document).cloned().collect()
        };
        ExportScope { source, documents, without_excluded: self.leave_out_excluded, ..ExportScope::default() }
    }

    /// Whether anything of what the project has is selected.
    pub(super) fn selects_any(&self, available: &Available) -> bool {
        let has_document = |id: &DocumentId| !self.without_documents.contains(id);
        let has_gold = self.gold && available.gold.iter().any(has_document);
        has_gold || available.layers.iter().any(|(id, by)| self.annotators.contains(by) && has_document(id))
    }
}
