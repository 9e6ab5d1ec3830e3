//! Writes projects: saves files as a unit, creates projects, copies them elsewhere, and backs them up before a migration.

pub mod aside;
pub mod creation;
pub mod finish;
pub mod manifest;
pub mod migration_backup;
pub mod save_as;
pub mod saver;
