//! Shaped text, widgets, the article's view and the panels, each without the application around it.
#![cfg(feature = "gui")]

mod bidi;
mod bidi_fuzz;
mod bidi_layout;
mod commands;
mod document;
mod images;
mod panels;
mod widgets;

#[path = "../support"]
mod support {
    pub mod picture;
}
