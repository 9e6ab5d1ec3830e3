//! The panels beside the text: they read the session and the view and push commands.
//!
//! What is being typed and what is folded out lives in the state of each panel, all of which
//! [`PanelState`](super::panel_state::PanelState) keeps.

pub mod documents;
pub mod find;
pub mod inspector;
pub mod parties;
pub mod statements;
pub mod welcome;
