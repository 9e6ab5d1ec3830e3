//! What an export would contain, computed beside the window: its beginning, its size and what it loses.

use super::draft::ExportDraft;
use crate::formats::dataset::Dataset;
use crate::formats::loss::Loss;
use crate::formats::prepared::Prepared;
use crate::formats::preview::Preview;
use crate::formats::{Format, Summary};
use crate::locale::plain;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;

/// How many files are listed.
const MOST_FILES: usize = 200;

/// The parts of an offer: the preview, the losses, the documents with several layers, and the size.
type Made = (Result<Preview, String>, Vec<String>, usize, Summary);

/// What an offer is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfferOf {
    pub revision: u64,
    /// The user, from whom some layers may be hidden.
    pub annotator: AnnotatorId,
    pub draft: ExportDraft,
}

/// What an export would contain.
#[derive(Debug)]
pub(crate) struct ExportOffer {
    pub of: OfferOf,
    /// Its beginning, or why there is none.
    pub preview: Result<Preview, String>,
    /// What the format cannot hold, in words.
    pub losses: Vec<String>,
    /// How many documents have more than one layer in it.
    pub several: usize,
    summary: Summary,
}

impl ExportOffer {
    /// Computes it, for the part of the project that the user may see.
    pub(crate) fn new(of: OfferOf, project: &Project, monitor: &Monitor) -> Self {
        match Self::made(&of, project, monitor) {
            Ok((preview, losses, several, summary)) => Self { of, preview, losses, several, summary },
            Err(error) => Self { of, preview: Err(error), losses: Vec::new(), several: 0, summary: Summary::default() },
        }
    }

    fn made(of: &OfferOf, project: &Project, monitor: &Monitor) -> Result<Made, String> {
        let (draft, options) = (&of.draft, of.draft.format_options());
        let scope = draft.scope(project).map_err(|error| error.to_string())?;
        let prepared = Prepared::of(project, &scope, draft.changes).map_err(|error| plain(&error.to_string()))?;
        let dataset = prepared.dataset();
        let preview = if draft.writes_per_document() {
            Ok(files_per_document(&dataset, draft.format))
        } else {
            draft.format.preview(&dataset, &options, monitor).map_err(|error| plain(&error.to_string()))
        };
        let losses = draft.format.losses(&dataset, &options).into_iter().map(Loss::describe).collect();
        Ok((preview, losses, dataset.documents_with_several_layers(), dataset.summary()))
    }

    /// How much it is, in words.
    pub(crate) fn summary(&self) -> String {
        let Summary { documents, layers, statements, .. } = self.summary;
        t!("panel-export-summary", statements = statements, documents = documents, layers = layers)
    }
}

/// The names of the files of an export with one for each document.
fn files_per_document(dataset: &Dataset<'_>, format: &Format) -> Preview {
    let mut names: Vec<String> = dataset
        .documents()
        .take(MOST_FILES + 1)
        .map(|document| format!("{}.{}", document.id, format.ending()))
        .collect();
    let has_more = names.len() > MOST_FILES;
    names.truncate(MOST_FILES);
    Preview::Files { names, has_more }
}
