//! Widgets on shaped text.
