//! What is typed, selected and expanded in the parts of the window, kept between frames; never in egui's memory.
//!
//! Create a new one for every project that is opened, because the parts cache results by the session's revision.

use super::panels::documents::DocumentsState;
use super::panels::find::FindState;
use super::panels::inspector::InspectorState;
use super::panels::parties::PartiesState;
use super::panels::placed::Placed;
use super::panels::statements::StatementsState;
use super::review::state::ReviewState;
use super::review::threads::ThreadsState;
use super::safety::replace::ReplaceState;
use super::settings_page::SettingsState;
use super::work::WorkState;

/// The state that panels keep between frames.
#[derive(Debug, Default)]
pub struct PanelState {
    pub inspector: InspectorState,
    pub parties: PartiesState,
    pub(crate) placed: Placed,
    pub statements: StatementsState,
    pub documents: DocumentsState,
    pub find: FindState,
    pub replace: ReplaceState,
    pub work: WorkState,
    pub threads: ThreadsState,
    pub(crate) review: ReviewState,
    pub(crate) settings: SettingsState,
}
