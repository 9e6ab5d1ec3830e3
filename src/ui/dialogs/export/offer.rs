//! What an export would contain, computed beside the window: its beginning, its size and what it loses.

use super::draft::ExportDraft;
use crate::formats::Summary;
use crate::formats::dataset::Dataset;
use crate::formats::loss::Loss;
use crate::formats::preview::Preview;
use crate::locale::plain;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;

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
        let draft = &of.draft;
        let dataset = match Dataset::of(project, &draft.scope(project)) {
            Ok(dataset) => dataset,
            Err(error) => {
                let preview = Err(plain(&error.to_string()));
                return Self { of, preview, losses: Vec::new(), several: 0, summary: Summary::default() };
            }
        };
        let preview = draft.format.preview(&dataset, &draft.options, monitor);
        Self {
            preview: preview.map_err(|error| plain(&error.to_string())),
            losses: draft.format.losses(&dataset, &draft.options).into_iter().map(Loss::describe).collect(),
            several: dataset.documents_with_several_layers(),
            summary: dataset.summary(),
            of,
        }
    }

    /// How much it is, in words.
    pub(crate) fn summary(&self) -> String {
        let Summary { documents, layers, statements, .. } = self.summary;
        t!("panel-export-summary", statements = statements, documents = documents, layers = layers)
    }
}
