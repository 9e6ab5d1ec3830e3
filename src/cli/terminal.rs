//! Output of the verbs: limited in length, and free of anything that could control a terminal. Also the exit codes.

use crate::locale::{harmless, harmless_json};
use crate::t;

/// Something was found.
pub(crate) const FINDINGS: u8 = 1;
/// Misuse, or the work could not be done.
pub const FAILED: u8 = 2;

/// How many items of the same kind are shown if their number is unlimited.
pub(crate) const MOST_LINES: usize = 100;
/// The longest line that is printed, in characters.
const LONGEST_CHARS: usize = 10_000;

/// Prints a line on standard error. All of it reaches the terminal as text only.
pub fn complain(line: &str) {
    use std::io::Write as _;
    // If standard error is closed, there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{}", bounded(&harmless(line)));
}

/// Prints the first of these lines on standard error, and how many more there are.
pub fn complain_all<L: std::fmt::Display>(lines: impl IntoIterator<Item = L>) {
    let mut lines = lines.into_iter();
    lines.by_ref().take(MOST_LINES).for_each(|line| complain(&line.to_string()));
    let more = lines.count();
    if more > 0 {
        complain(&t!("cli-more", count = more));
    }
}

/// Prints one JSON value as a line on standard error.
pub fn complain_json(value: &serde_json::Value) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{}", harmless_json(&value.to_string()));
}

/// Prints a line on standard output. All of it reaches the terminal as text only.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn say(line: &str) -> std::io::Result<()> {
    write_line(bounded(&harmless(line)).as_ref())
}

/// Prints the first of these lines on standard output, and how many more there are.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn say_all<L: std::fmt::Display>(lines: impl IntoIterator<Item = L>) -> std::io::Result<()> {
    let mut lines = lines.into_iter();
    lines.by_ref().take(MOST_LINES).try_for_each(|line| say(&line.to_string()))?;
    let more = lines.count();
    if more > 0 { say(&t!("cli-more", count = more)) } else { Ok(()) }
}

/// Prints one JSON value as a line on standard output, with everything that could control a terminal escaped.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn say_json(value: &serde_json::Value) -> std::io::Result<()> {
    write_line(&harmless_json(&value.to_string()))
}

/// A line, cut to a readable length.
fn bounded(line: &str) -> std::borrow::Cow<'_, str> {
    match line.char_indices().nth(LONGEST_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()).into(),
        None => line.into(),
    }
}

fn write_line(line: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    match writeln!(std::io::stdout(), "{line}") {
        // `bayan stats … | head`: the reader has read enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
