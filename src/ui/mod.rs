//! The window's parts in egui. Panels read the session and push commands; nothing here changes a project.

pub mod agreement;
pub mod command;
pub mod describe;
pub mod document;
pub mod marks;
pub mod panels;
pub mod review;
pub mod shaped;
pub mod state;
pub mod theme;
pub mod when;
