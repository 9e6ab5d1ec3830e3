//! What is typed, selected and expanded in the parts of the window, kept between frames; never in egui's memory.
//!
//! Create a new one for every project that is opened, because the parts cache results by the session's revision.

use super::dialogs::assign::PlanDraft;
use super::dialogs::conflicts::ConflictsState;
use super::dialogs::export::ExportDraft;
use super::dialogs::palette::PaletteState;
use super::panels::documents::DocumentsState;
use super::panels::find::FindState;
use super::panels::inspector::InspectorState;
use super::panels::parties::PartiesState;
use super::panels::statements::StatementsState;
use super::review::threads::ThreadsState;
use super::safety::replace::ReplaceState;
use super::work::WorkState;

/// The state that panels keep between frames.
#[derive(Debug, Default)]
pub struct PanelState {
    pub inspector: InspectorState,
    pub parties: PartiesState,
    pub statements: StatementsState,
    pub documents: DocumentsState,
    pub palette: PaletteState,
    pub export: ExportDraft,
    pub find: FindState,
    pub conflicts: ConflictsState,
    pub replace: ReplaceState,
    pub work: WorkState,
    pub assign: PlanDraft,
    /// The pasted text of a new version of an article.
    pub new_text: String,
    pub threads: ThreadsState,
}
