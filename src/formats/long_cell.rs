//! What stands in a cell of a workbook for a text that is too long for it.

use crate::t;

/// The most UTF-16 units of a cell.
pub(super) const LONGEST_CELL: usize = 32_767;

/// What stands in the place of a text that is too long, by its length in UTF-16 units.
pub(super) fn too_long(length: usize) -> String {
    crate::locale::plain(&t!("export-cell-long", length = length))
}

/// Whether a cell only says that its text is too long.
pub(super) fn is_too_long_word(cell: &str) -> bool {
    let length = cell.strip_prefix('[').and_then(|rest| rest.split(' ').next()?.parse().ok());
    length.is_some_and(|length: usize| length > LONGEST_CELL && too_long(length) == cell)
}
