//! The choices for an export, and what a project has to choose from.

use std::collections::BTreeSet;

use crate::edit::session::Session;
use crate::formats::dataset::{DatasetSource, ExportScope};
use crate::formats::prepared::NameChanges;
use crate::formats::{self, Format, Options};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::query::{Query, QueryError};
use crate::settings::ExportPreset;

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
    /// Only the statements that this finds; empty for all.
    pub query: String,
    /// Leaves out passages that are not part of the article.
    pub leave_out_excluded: bool,
    pub changes: NameChanges,
    /// Writes a file for each document, if the format is one of single files.
    pub per_document: bool,
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
    pub(super) fn begin(available: &Available, last: Option<&ExportPreset>) -> Self {
        let mut draft = last.map(Self::of_preset).unwrap_or_default();
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

    fn of_preset(preset: &ExportPreset) -> Self {
        let format = formats::by_id(&preset.format).filter(|format| format.writer.is_some()).unwrap_or_default();
        let mut options = Options::default();
        for option in formats::all_options() {
            let value = preset.options.get(option.id).filter(|value| option.check(value).is_ok());
            options.choose(option, value.cloned());
        }
        Self {
            format,
            gold: preset.gold,
            annotators: preset.annotators.iter().filter_map(|name| AnnotatorId::new(name.as_str()).ok()).collect(),
            without_documents: BTreeSet::new(),
            query: preset.query.clone(),
            leave_out_excluded: preset.without_excluded,
            changes: NameChanges { roll_up: preset.roll_up, anonymise: preset.anonymise },
            per_document: preset.per_document,
            options,
        }
    }

    /// What is remembered of it for the next export of the project.
    pub(crate) fn preset(&self) -> ExportPreset {
        let options = self.options.iter().map(|(id, value)| (id.to_owned(), value.to_owned()));
        ExportPreset {
            format: self.format.id.to_owned(),
            options: options.collect(),
            gold: self.gold,
            annotators: self.annotators.iter().map(ToString::to_string).collect(),
            query: self.query.clone(),
            without_excluded: self.leave_out_excluded,
            roll_up: self.changes.roll_up,
            anonymise: self.changes.anonymise,
            per_document: self.per_document,
            ..ExportPreset::default()
        }
    }

    /// The query that was typed; `None` if there is none.
    fn query(&self) -> Result<Option<Query>, QueryError> {
        if self.query.trim().is_empty() { Ok(None) } else { Query::parse(&self.query).map(Some) }
    }

    /// The selected part of a project.
    ///
    /// # Errors
    /// The query cannot be read.
    pub(crate) fn scope(&self, project: &Project) -> Result<ExportScope, QueryError> {
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
        let (query, without_excluded) = (self.query()?, self.leave_out_excluded);
        Ok(ExportScope { source, documents, query, without_excluded, for_colleague: false })
    }

    /// The options of its format, without those of others.
    pub(crate) fn format_options(&self) -> Options {
        let mut options = Options::default();
        for option in self.format.options.iter().copied() {
            options.choose(option, self.options.value(option).map(str::to_owned));
        }
        options
    }

    /// Whether each document gets a file of its own.
    pub(crate) fn writes_per_document(&self) -> bool {
        self.per_document && !self.format.writes_folder(&self.format_options())
    }

    /// Whether anything of what the project has is selected.
    pub(super) fn selects_any(&self, available: &Available) -> bool {
        let has_document = |id: &DocumentId| !self.without_documents.contains(id);
        let has_gold = self.gold && available.gold.iter().any(has_document);
        has_gold || available.layers.iter().any(|(id, by)| self.annotators.contains(by) && has_document(id))
    }
}
