//! What an export would contain, computed beside the window: its beginning, its size and what it loses.

use super::draft::ExportDraft;
use crate::formats::dataset::Dataset;
use crate::formats::loss::Loss;
use crate::formats::prepared::Prepared;
use crate::formats::preview::Preview;
use crate::formats::{ExportError, Format, Summary};
use crate::locale::plain;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;

/// How many files are listed.
const MOST_FILES: usize = 200;

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
    /// What it contains, or why it cannot be made.
    pub contents: Result<Contents, String>,
}

/// What an export contains, and what it does not.
#[derive(Debug)]
pub(crate) struct Contents {
    /// Its beginning.
    pub preview: Preview,
    /// What is left out or replaced by choice, in words.
    pub by_choice: Vec<String>,
    /// What is lost otherwise, in words.
    pub losses: Vec<String>,
    /// How many documents have more than one layer in it.
    pub several: usize,
    summary: Summary,
}

impl ExportOffer {
    /// Computes it, for the part of the project that the user may see.
    pub(crate) fn new(of: OfferOf, project: &Project, monitor: &Monitor) -> Self {
        let contents = Contents::of(&of.draft, project, monitor).map_err(|error| plain(&error));
        Self { of, contents }
    }
}

impl Contents {
    fn of(draft: &ExportDraft, project: &Project, monitor: &Monitor) -> Result<Self, String> {
        // Nobody waits for the offer of choices that have changed again.
        let go_on = || if monitor.is_stopped() { Err(ExportError::Stopped.to_string()) } else { Ok(()) };
        let options = draft.format_options();
        let scope = draft.scope(project).map_err(|error| error.to_string())?;
        let prepared = Prepared::of(project, &scope, draft.changes).map_err(|error| error.to_string())?;
        go_on()?;
        let dataset = prepared.dataset();
        let preview = if draft.writes_per_document() {
            files_per_document(&dataset, draft.format)
        } else {
            draft.format.preview(&dataset, &options, monitor).map_err(|error| error.to_string())?
        };
        go_on()?;
        let (by_choice, losses): (Vec<Loss>, Vec<Loss>) =
            draft.format.losses(&dataset, &options).into_iter().partition(|loss| loss.is_by_choice());
        go_on()?;
        let described = |losses: Vec<Loss>| losses.into_iter().map(Loss::describe).collect();
        let (several, summary) = (dataset.documents_with_several_layers(), dataset.summary());
        Ok(Self { preview, by_choice: described(by_choice), losses: described(losses), several, summary })
    }

    /// How much it is, in words.
    pub(crate) fn summary(&self) -> String {
        let Summary { documents, layers, statements, .. } = self.summary;
        t!("panel-export-summary", statements = statements, documents = documents, layers = layers)
    }
}

/// The names of the files of an export with one for each document, those beside them first.
fn files_per_document(dataset: &Dataset<'_>, format: &Format) -> Preview {
    let of_documents = dataset.documents().flat_map(|document| {
        let (name, beside) = format.files_of(&document.id);
        std::iter::once(name).chain(beside)
    });
    let beside = format.names_beside(dataset.project).map(str::to_owned);
    let mut names: Vec<String> = beside.chain(of_documents).take(MOST_FILES + 1).collect();
    let has_more = names.len() > MOST_FILES;
    names.truncate(MOST_FILES);
    Preview::Files { names, has_more }
}
