//! Commands of the page that lists the statements of the whole project.

use crate::edit::gesture::several::StatementChange;

/// A command of the page. The chosen statements are those of its rows that are chosen, or else the current one.
#[derive(Clone, Debug)]
pub enum StatementsCommand {
    /// Shows the current statement in its article.
    Open,
    /// Changes a field of the chosen statements.
    Change(StatementChange),
    /// Deletes the chosen statements.
    Delete,
    /// Copies the chosen rows as a table.
    Copy,
    /// Chooses all rows.
    ChooseAll,
    /// Opens the export dialog for what the list shows.
    Export,
    /// Puts the keyboard into the field of the note for the chosen statements.
    Note,
}
