//! The commands of the tour of the window.

/// A command of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourCommand {
    /// Shows the first thing.
    Start,
    Next,
    End,
}
