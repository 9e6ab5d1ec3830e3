//! Commands of the dialog that shows found articles before they are added.

use crate::formats::separated::Separated;
use crate::text::encoding::Encoding;

/// A command about articles that were found but not added. The numbers are those of the articles in the list.
#[derive(Clone, Debug)]
pub enum AddingCommand {
    /// Adds what is chosen, as one step; or changes the article that was added at once.
    Add,
    /// Stops reading. What was read until then can be added.
    Stop,
    /// Reads the files that are left.
    Continue,
    /// Reads an article again in another encoding.
    ReadAs(usize, Encoding),
    /// Takes a web page whole, or its main text again.
    TakeOther(usize),
    /// Reads the table with this number in the list again, with its columns as they were chosen.
    ReadColumns(usize),
    /// Reads the table with this number in the list again, in another encoding or with another delimiter.
    ReadSeparated(usize, Separated),
    /// Takes a line that was left out of a web page into its text; the second number is its place in the whole page.
    TakeLine(usize, usize),
    /// Shows how the article was read that was added last.
    Details,
    /// Adds the web page that is on the clipboard.
    PastePage,
}
