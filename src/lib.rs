//! Bayan, a tool for annotating political discourse: who says what, on whose word.
//!
//! `ARCHITECTURE.md` explains the modules and the direction of their dependencies, which
//! `tests/sources/architecture.rs` checks.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used))]
#![cfg_attr(
    not(feature = "gui"),
    expect(dead_code, unused_imports, reason = "what only the window needs is found with it")
)]

pub mod cli;
pub mod disk;
pub mod edit;
pub mod exchange;
pub mod figure;
pub mod formats;
pub mod locale;
pub mod model;
pub mod monitor;
pub mod query;
pub mod review;
pub mod settings;
pub mod store;
pub mod text;
pub mod typeface;

#[cfg(feature = "gui")]
pub mod app;
#[cfg(feature = "gui")]
pub mod shape;
#[cfg(feature = "gui")]
pub mod ui;
