//! The frame of the window, the same on all pages: the bar with the menu, the rail with the pages, the status line, the
//! messages over the page, and the tour of it all; and where the keyboard is when something opens over a page.

pub mod account;
pub mod drop_zone;
pub(crate) mod keyboard;
pub mod menu;
pub mod panes;
pub mod rail;
pub mod status_line;
pub mod toast;
pub mod top_bar;
pub mod tour;

pub(crate) use account::Account;
pub(crate) use rail::Badges;
pub(crate) use top_bar::TopBar;

/// The height of the bar, the width of the rail, and its width with names under the icons, in points.
pub(crate) const BAR_PT: f32 = 40.0;
pub(crate) const RAIL_PT: f32 = 48.0;
pub(crate) const WIDE_RAIL_PT: f32 = 84.0;
/// The height of the status line, in points.
pub(crate) const STATUS_PT: f32 = 24.0;
/// From this width on, the rail has names under its icons, in points.
pub(crate) const WIDE_WINDOW_PT: f32 = 1600.0;
