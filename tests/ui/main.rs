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
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod picture;
    pub mod random;
    pub mod random_text;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod scene;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod words;
}
