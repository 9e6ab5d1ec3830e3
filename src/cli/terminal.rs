//! Output of the verbs: limited in length, and free of anything that could control a terminal. Also the exit codes.

use std::io::IsTerminal as _;
use std::sync::mpsc;
use std::time::Duration;

use crate::locale::{harmless, harmless_json, plain};
use crate::monitor::Monitor;
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

/// Does work that may take long. At a terminal it shows the progress and how to stop, in the words of `text`; elsewhere it
/// prints a line now and then.
pub(crate) fn shown<T>(
    monitor: &Monitor,
    text: fn(usize, usize) -> String,
    line: fn(usize, usize) -> String,
    work: impl FnOnce() -> T,
) -> T {
    use std::io::Write as _;
    const A_LINE_EVERY: Duration = Duration::from_secs(10);
    let mut terminal = std::io::stderr();
    std::thread::scope(|scope| {
        let (done, is_done) = mpsc::channel::<()>();
        scope.spawn(move || {
            if !terminal.is_terminal() {
                while is_done.recv_timeout(A_LINE_EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
                    complain(&line(monitor.done(), monitor.total()));
                }
                return;
            }
            let mut said = false;
            while is_done.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
                // The line is only informative: nothing is lost if it cannot be written.
                let _ = write!(terminal, "\r\x1b[2K{}", plain(&text(monitor.done(), monitor.total())));
                let _ = terminal.flush();
                said = true;
            }
            if said {
                let _ = write!(terminal, "\r\x1b[2K");
            }
        });
        let found = work();
        drop(done);
        found
    })
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
