//! The pages of the window: a folder each, with a `Controller` that keeps the page's state.
//!
//! `ui::pages` lists them. The window, its keys and its frames ask the page on screen, and know no page by name.

mod agreement;
mod article;
mod codebook;
mod page;
pub(super) mod review;
mod settings;
mod statements;
mod work;

use eframe::egui;

pub(super) use self::page::WindowPage;
use super::context::{Context, Event};
use crate::ui::command::Command;
use crate::ui::command::situation::Situation;
use crate::ui::pages::with_pages;
use crate::ui::state::Page;

macro_rules! register {
    ($($(#[$_meta:meta])* $page:ident, $folder:ident, $title:literal, $key:ident, $icon:ident;)*) => {
        /// The pages with their state.
        #[derive(Default)]
        pub(super) struct Pages {
            $(pub(super) $folder: $folder::Controller,)*
        }

        impl Pages {
            pub(super) fn of(&self, page: Page) -> &dyn WindowPage {
                match page {
                    $(Page::$page => &self.$folder,)*
                }
            }

            pub(super) fn of_mut(&mut self, page: Page) -> &mut dyn WindowPage {
                match page {
                    $(Page::$page => &mut self.$folder,)*
                }
            }
        }
    };
}
with_pages!(register);

impl Pages {
    /// Executes a command of a page. Returns it if it is none of theirs.
    pub(super) fn execute(&mut self, cx: &mut Context, ctx: &egui::Context, command: Command) -> Option<Command> {
        Page::ALL.iter().try_fold(command, |command, page| self.of_mut(*page).execute(cx, ctx, command))
    }

    /// Starts background work and takes its results.
    pub(super) fn work(&mut self, cx: &mut Context, ctx: &egui::Context) {
        Page::ALL.iter().for_each(|page| self.of_mut(*page).work(cx, ctx));
    }

    pub(super) fn heed(&mut self, event: Event) {
        Page::ALL.iter().for_each(|page| self.of_mut(*page).heed(event));
    }

    /// Notes the state of all pages that commands depend on.
    pub(super) fn note_situation(&self, cx: &Context, now: &mut Situation) {
        Page::ALL.iter().for_each(|page| self.of(*page).note_situation(cx, now));
    }
}
