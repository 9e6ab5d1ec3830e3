//! Writing a project: its files as one whole, a new project, a copy elsewhere, a copy before a migration.

pub mod creation;
pub mod migration_backup;
pub mod save_as;
pub mod saver;
