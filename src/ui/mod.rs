//! The window in egui. The code here reads the session and pushes commands; it never changes a project.
//!
//! `pages`, `dialog`, `command`, `state` and `drafts` are plain data at the bottom, with `theme`, `words`, `shaped` and
//! `parts` above them; pages and panels use those, and `dialogs` and `panel_state` use the pages.

pub mod agreement;
pub mod article;
pub(crate) mod codebook_page;
pub mod command;
pub mod dialog;
pub mod dialogs;
pub mod drafts;
pub mod frame;
pub(crate) mod lacking_rules;
pub(crate) mod manual;
pub mod pages;
pub mod panel_state;
pub mod panels;
pub mod parts;
pub mod review;
pub mod safety;
pub(crate) mod settings_page;
pub mod shaped;
pub mod state;
pub mod statements;
pub mod theme;
pub(crate) mod values;
pub mod words;
pub mod work;
