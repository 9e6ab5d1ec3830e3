//! The pages of the window: a folder each, whose `PAGE` says what the page shows and does.
//!
//! `ui::pages` lists them. The window, its keys and its frames ask the page on screen through [`behavior`], and know
//! no page by name.

pub(super) mod agreement;
pub(super) mod article;
pub(super) mod review;
mod work;

use eframe::egui::{Context, Ui};

use super::App;
use crate::ui::pages::with_pages;
use crate::ui::state::Page;

/// What a page shows and does.
pub(super) struct Behavior {
    /// Draws the page, with its panels, into the room between the bars.
    pub show: fn(&mut App, &mut Ui),
    /// Starts background work and takes its results. It runs in every frame, whichever page is on screen.
    pub work: fn(&mut App, &Context),
    /// Whether the bar has the kinds of statements and the current party.
    pub has_marking_bar: bool,
    /// Whether the window says above the page how many documents are hidden until the user is done with them.
    pub tells_hidden: bool,
    /// The message for a digit that does nothing now, if digits mean something on this page.
    pub unused_digit: fn(&App, usize) -> Option<String>,
}

impl Behavior {
    /// A page that only shows something.
    const fn showing(show: fn(&mut App, &mut Ui)) -> Self {
        Self { show, work: |_, _| (), has_marking_bar: false, tells_hidden: false, unused_digit: |_, _| None }
    }
}

macro_rules! register {
    ($($(#[$_meta:meta])* $page:ident, $folder:ident, $title:literal, $key:ident;)*) => {
        /// What this page shows and does.
        pub(super) const fn behavior(page: Page) -> &'static Behavior {
            match page {
                $(Page::$page => &$folder::PAGE,)*
            }
        }
    };
}
with_pages!(register);
