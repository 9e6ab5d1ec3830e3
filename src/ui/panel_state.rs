//! What is typed, chosen and folded out in the parts of the window, from frame to frame; never in egui's memory.
//!
//! Make a new one for every project that is opened, since the parts remember what they found by the session's revision.

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

/// What the panels remember from frame to frame.
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
    /// A new version of an article, as it is pasted.
    pub new_text: String,
    pub threads: ThreadsState,
}
