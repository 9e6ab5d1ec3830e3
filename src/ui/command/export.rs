//! Commands for the choices of exports.

/// A command for the export choices that are saved under a name.
#[derive(Clone, Debug)]
pub enum PresetCommand {
    /// Saves the choices of the export dialog under this name, instead of what it stood for.
    Save(String),
    Delete(String),
}
