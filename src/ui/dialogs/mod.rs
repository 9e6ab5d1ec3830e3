//! Dialogs over the window, one file each. `ui::dialog` lists them.

pub mod add_tags;
pub mod adding;
pub mod after_panic;
pub mod assign;
pub mod bulk;
pub mod conflicts;
pub mod export;
mod go_to;
pub mod import;
pub mod kept;
pub mod leaving;
pub mod manual;
pub mod new_project;
pub mod open_elsewhere;
pub mod ownership;
pub mod palette;
pub mod paste;
pub mod path;
pub(crate) mod placing;
pub(crate) mod planning;
pub mod problems;
pub mod reading;
pub(crate) mod rebind;
pub mod recovered;
pub mod removal;
pub mod replace_text;
pub mod scope;
pub mod send_tags;
mod separated;
pub mod shortcuts;
pub mod take_codebook;
pub mod threads;

use super::dialog::with_dialogs;
use super::state::Dialog;
use scope::DialogRow;

macro_rules! register {
    ($($(#[$_meta:meta])* $dialog:ident, $file:ident;)*) => {
        /// The row of this dialog.
        pub const fn row(dialog: Dialog) -> &'static DialogRow {
            match dialog {
                $(Dialog::$dialog => &$file::DIALOG,)*
            }
        }
    };
}
with_dialogs!(register);
