//! Bayan, a tool for annotating political discourse: who says what, on whose word.
//!
//! The modules in reading order; the direction of dependencies is stated in `ARCHITECTURE.md` and proved by
//! `tests/sources/architecture.rs`.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used))]

pub mod cli;
pub mod disk;
pub mod edit;
pub mod exchange;
pub mod figure;
pub mod formats;
pub mod locale;
pub mod model;
pub mod monitor;
pub mod review;
pub mod settings;
pub mod store;
pub mod text;

#[cfg(feature = "gui")]
pub mod app;
#[cfg(feature = "gui")]
pub mod shape;
#[cfg(feature = "gui")]
pub mod ui;
