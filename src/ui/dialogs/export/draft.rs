//! The choices for an export, and what a project has to choose from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::edit::session::Session;
use crate::formats::dataset::{DatasetSource, ExportScope};
use crate::formats::prepared::NameChanges;
use crate::formats::{self, Format, Options};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::query::{Query, QueryError};
use crate::settings::ExportPreset;
use crate::t;
use crate::text::file_name;

/// The choices for an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportDraft {
    pub format: &'static Format,
    /// Exports gold where a document has it, and the layers of all annotators elsewhere; no other source is then chosen.
    pub gold_first: bool,
    /// Exports gold.
    pub gold: bool,
    /// Exports the layers of all annotators; they are then also among the chosen ones.
    pub all_annotators: bool,
    /// The annotators whose layers are exported.
    pub annotators: BTreeSet<AnnotatorId>,
    /// The documents that are left out. Copies of the draft share them until they are changed.
    pub without_documents: Arc<BTreeSet<DocumentId>>,
    /// Only the statements that this finds; empty for all.
    pub query: String,
    /// Leaves out passages that are not part of the article.
    pub leave_out_excluded: bool,
    pub changes: NameChanges,
    /// Writes a file for each document, if the format is one of single files.
    pub per_document: bool,
    /// The options of all formats; each format uses its own.
    pub options: Options,
    /// Writes nothing if anything would be lost that is not left out by choice.
    pub strict: bool,
}

/// What the list of statements shows, to be exported.
#[derive(Clone, Debug)]
pub(crate) struct Prefilled {
    /// Empty for all statements.
    pub query: String,
    pub with_gold: bool,
    pub all_annotators: bool,
    pub annotator: Option<AnnotatorId>,
}

/// What a project has to export, as far as the user may see it.
#[derive(Clone)]
pub(super) struct Available {
    pub revision: u64,
    /// The user.
    pub annotator: AnnotatorId,
    /// The documents that have gold.
    pub gold: BTreeSet<DocumentId>,
    /// Whether other documents have layers but no gold.
    pub is_gold_in_part: bool,
    /// The annotators with layers, the user first, each with the number of statements.
    pub annotators: Vec<(AnnotatorId, usize)>,
    /// The layers.
    layers: Vec<(DocumentId, AnnotatorId)>,
    /// The documents with their titles. Old texts are not articles of their own.
    pub documents: Vec<(DocumentId, String)>,
}

impl Available {
    pub(super) fn in_session(session: &Session) -> Self {
        let (project, user) = (session.project(), session.annotator());
        let mut counts: BTreeMap<&AnnotatorId, usize> = BTreeMap::new();
        let mut layers = Vec::new();
        for (key, layer) in &project.layers {
            if project.may_see_layer(user, key) {
                *counts.entry(&key.1).or_default() += layer.len();
                layers.push(key.clone());
            }
        }
        let mut annotators: Vec<(AnnotatorId, usize)> =
            counts.into_iter().map(|(annotator, count)| (annotator.clone(), count)).collect();
        annotators.sort_by_key(|(annotator, _)| annotator != user);
        let gold: BTreeSet<DocumentId> =
            project.reviews.keys().filter(|document| project.may_see(user, document)).cloned().collect();
        let current = project.documents.values().filter(|document| project.newer_text(&document.id).is_none());
        Self {
            revision: session.revision(),
            annotator: user.clone(),
            is_gold_in_part: !gold.is_empty() && layers.iter().any(|(id, _)| !gold.contains(id)),
            gold,
            annotators,
            layers,
            documents: current.map(|document| (document.id.clone(), document.display_title().to_owned())).collect(),
        }
    }

    /// Whether this annotator has a layer.
    fn has(&self, annotator: &AnnotatorId) -> bool {
        self.annotators.iter().any(|(known, _)| known == annotator)
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
        if !draft.has_source() {
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
        let has_gold = !available.gold.is_empty();
        if self.gold_first && !has_gold {
            (self.gold_first, self.all_annotators) = (false, true);
        }
        self.gold &= has_gold;
        if self.all_annotators {
            self.annotators = available.annotators.iter().map(|(annotator, _)| annotator.clone()).collect();
        } else {
            self.annotators.retain(|annotator| available.has(annotator));
        }
    }

    /// Takes over the choices of a preset; the documents stay as they are chosen. Returns what this project does not have
    /// of it, in words.
    ///
    /// # Errors
    /// Its format cannot be written; nothing has changed.
    pub(super) fn take(&mut self, preset: &ExportPreset, available: &Available) -> Result<Option<String>, String> {
        if formats::by_id(&preset.format).is_none_or(|format| format.writer.is_none()) {
            return Err(t!("panel-export-preset-format", format = preset.format.as_str()));
        }
        let without_documents = Arc::clone(&self.without_documents);
        *self = Self { without_documents, ..Self::of_preset(preset) };
        let missing = self.annotators.iter().filter(|annotator| !available.has(annotator));
        let missing: Vec<String> = missing.map(ToString::to_string).collect();
        let missing = (!missing.is_empty()).then(|| t!("panel-export-preset-missing", names = missing.join(", ")));
        let lacks_gold = self.gold && available.gold.is_empty();
        self.forget_what_is_gone(available);
        Ok(missing.or_else(|| lacks_gold.then(|| t!("panel-export-preset-no-gold"))))
    }

    /// Chooses what the list of statements shows; format and options stay.
    pub(super) fn prefill(&mut self, prefilled: Prefilled, available: &Available) {
        let Prefilled { query, with_gold, all_annotators, annotator } = prefilled;
        (self.query, self.gold_first, self.gold) = (query, false, with_gold);
        (self.all_annotators, self.annotators) = (all_annotators, annotator.into_iter().collect());
        self.without_documents = Arc::default();
        self.forget_what_is_gone(available);
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
            gold_first: !preset.gold && !preset.all_annotators && preset.annotators.is_empty(),
            gold: preset.gold,
            all_annotators: preset.all_annotators,
            annotators: preset.annotators.iter().filter_map(|name| AnnotatorId::new(name.as_str()).ok()).collect(),
            without_documents: Arc::default(),
            query: preset.query.clone(),
            leave_out_excluded: preset.without_excluded,
            changes: NameChanges { roll_up: preset.roll_up, anonymise: preset.anonymise },
            per_document: preset.per_document,
            options,
            strict: preset.strict,
        }
    }

    /// The same as a preset, as the command line takes it, and what is remembered for the next export of the project.
    /// Documents belong to a project, so they are no part of it.
    pub(crate) fn preset(&self) -> ExportPreset {
        let options = self.format_options();
        let annotators = if self.all_annotators { None } else { Some(&self.annotators) };
        ExportPreset {
            format: self.format.id.to_owned(),
            options: options.iter().map(|(id, value)| (id.to_owned(), value.to_owned())).collect(),
            gold: self.gold,
            all_annotators: self.all_annotators,
            annotators: annotators.into_iter().flatten().map(ToString::to_string).collect(),
            query: self.query.clone(),
            without_excluded: self.leave_out_excluded,
            roll_up: self.changes.roll_up,
            anonymise: self.changes.anonymise,
            per_document: self.per_document,
            strict: self.strict,
        }
    }

    /// Chooses gold where there is any, and everybody's tags elsewhere, or takes that back.
    pub(super) fn choose_gold_first(&mut self, is_chosen: bool) {
        self.gold_first = is_chosen;
        self.gold = !is_chosen;
        self.all_annotators = false;
        self.annotators.clear();
    }

    /// Chooses gold, or takes that back.
    pub(super) fn choose_gold(&mut self, is_chosen: bool) {
        (self.gold_first, self.gold) = (false, is_chosen);
    }

    /// Chooses an annotator, or takes that back.
    pub(super) fn choose_annotator(&mut self, annotator: &AnnotatorId, is_chosen: bool) {
        (self.gold_first, self.all_annotators) = (false, false);
        if is_chosen {
            self.annotators.insert(annotator.clone());
        } else {
            self.annotators.remove(annotator);
        }
    }

    /// Whether it is said whose tags are exported.
    pub(super) fn has_source(&self) -> bool {
        self.gold_first || self.gold || !self.annotators.is_empty()
    }

    /// What is wrong with what was typed, in words.
    pub(super) fn problem(&self) -> Option<String> {
        let wrong = self.format.options.iter().find_map(|option| option.check(self.options.value(option)?).err());
        wrong.or_else(|| self.query().err().map(|error| error.to_string()))
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
            _ if self.gold_first => DatasetSource::GoldFirst,
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

    /// What a new file or folder is to be called, after a title. The format is named where the ending does not say it.
    pub(super) fn file_name(&self, title: &str) -> String {
        let stem = match file_name::from_title(title) {
            stem if stem.is_empty() => "bayan".to_owned(),
            stem => stem,
        };
        let (id, ending) = (self.format.id, self.format.ending());
        if self.writes_per_document() || self.format.writes_folder(&self.format_options()) {
            format!("{stem} {id}")
        } else if ending == id {
            format!("{stem}.{ending}")
        } else {
            format!("{stem} {id}.{ending}")
        }
    }

    /// Whether anything of what the project has is selected.
    pub(super) fn selects_any(&self, available: &Available) -> bool {
        let has_document = |id: &DocumentId| !self.without_documents.contains(id);
        let has_gold = (self.gold || self.gold_first) && available.gold.iter().any(has_document);
        let is_chosen = |by: &AnnotatorId| self.gold_first || self.annotators.contains(by);
        has_gold || available.layers.iter().any(|(id, by)| is_chosen(by) && has_document(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_named_after_the_title_and_says_its_format() {
        let draft = |id: &str| ExportDraft { format: formats::by_id(id).unwrap(), ..ExportDraft::default() };
        for (format, title, expected) in [
            ("csv", "مكالمة: بايدن وبوتين", "مكالمة بايدن وبوتين.csv"),
            ("jsonl", "AC/DC", "AC-DC.jsonl"),
            // Two formats have the ending of JSON Lines.
            ("doccano", "t", "t doccano.jsonl"),
            ("brat", "t", "t brat"),
            ("xlsx", "***", "bayan.xlsx"),
        ] {
            assert_eq!(draft(format).file_name(title), expected);
        }
        // A file for each document makes a folder.
        let folder = ExportDraft { per_document: true, ..draft("jsonl") };
        assert_eq!(folder.file_name("t"), "t jsonl");
    }

    #[test]
    fn a_preset_says_what_the_command_line_would_do() {
        let available = Available {
            revision: 0,
            annotator: AnnotatorId::new("anna").unwrap(),
            gold: BTreeSet::new(),
            is_gold_in_part: false,
            annotators: ["anna", "omar"].map(|name| (AnnotatorId::new(name).unwrap(), 1)).into(),
            layers: Vec::new(),
            documents: Vec::new(),
        };
        let with_gold = || Available { gold: [DocumentId::new("d").unwrap()].into(), ..available.clone() };
        let project = Project::default();
        let source = |preset: &ExportPreset, available: &Available| {
            let mut draft = ExportDraft::default();
            let note = draft.take(preset, available).unwrap();
            (draft.scope(&project).unwrap().source, note.is_some(), draft.preset() == *preset)
        };
        let preset = ExportPreset { format: "csv".to_owned(), ..ExportPreset::default() };
        let everybody = || ["anna", "omar"].map(|name| AnnotatorId::new(name).unwrap()).to_vec();
        // Nothing chosen is gold where there is any, and everybody's tags elsewhere.
        assert_eq!(source(&preset, &with_gold()), (DatasetSource::GoldFirst, false, true));
        assert_eq!(source(&preset, &available), (DatasetSource::Annotators(everybody()), false, false));
        let all = ExportPreset { all_annotators: true, ..preset.clone() };
        assert_eq!(source(&all, &available), (DatasetSource::Annotators(everybody()), false, true));
        let both = ExportPreset { gold: true, annotators: vec!["omar".to_owned()], ..preset.clone() };
        let omar = AnnotatorId::new("omar").unwrap();
        assert_eq!(source(&both, &with_gold()), (DatasetSource::GoldAnd(vec![omar.clone()]), false, true));
        // Nothing that is saved gets lost.
        let every = ExportPreset {
            options: [("byte-order-mark".to_owned(), String::new())].into(),
            annotators: vec!["omar".to_owned()],
            query: "has:note".to_owned(),
            without_excluded: true,
            roll_up: true,
            anonymise: true,
            per_document: true,
            strict: true,
            ..preset.clone()
        };
        assert_eq!(source(&every, &available), (DatasetSource::Annotators(vec![omar.clone()]), false, true));
        // What this project does not have is said.
        assert_eq!(source(&both, &available), (DatasetSource::Annotators(vec![omar]), true, false));
        let stranger = ExportPreset { annotators: vec!["zoe".to_owned()], ..preset.clone() };
        assert!(source(&stranger, &available).1);
        let unknown = ExportPreset { format: "nothing".to_owned(), ..preset };
        assert!(ExportDraft::default().take(&unknown, &available).is_err());
    }
}
