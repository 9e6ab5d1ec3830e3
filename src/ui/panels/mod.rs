//! The panels beside the text: they read the session and the view and push commands.
//!
//! The state of each panel, such as typed text and expanded parts, is kept in
//! [`PanelState`](super::panel_state::PanelState).

pub mod documents;
pub mod find;
pub mod header;
pub mod inspector;
pub mod parties;
pub(crate) mod placed;
pub(crate) mod sidebar;
pub mod statements;
pub mod welcome;
