//! Progress on a terminal: a line on standard error that is written anew while something long is going on.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::locale::harmless;
use crate::monitor::Monitor;
use crate::t;

/// How long a computation takes before its progress is shown, and between two lines.
const PAUSE: Duration = Duration::from_millis(250);

/// Does the work while its progress is shown, as `tell` says it from what is done and from how much there is; 0 if that is
/// not known. Nothing is shown if standard error is not a terminal.
pub(super) fn shown<T>(tell: fn(usize, usize) -> String, work: impl FnOnce(&Monitor) -> T) -> T {
    let monitor = Monitor::default();
    if !std::io::stderr().is_terminal() {
        return work(&monitor);
    }
    std::thread::scope(|scope| {
        let (end, ended) = channel::<()>();
        let monitor = &monitor;
        scope.spawn(move || {
            let mut is_shown = false;
            while ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                is_shown = true;
                line(&tell(monitor.done(), monitor.total()));
            }
            if is_shown {
                line("");
            }
        });
        let result = work(monitor);
        drop(end);
        result
    })
}

/// The progress of reading and comparing a file with statements.
pub(super) fn reading(done: usize, total: usize) -> String {
    if total == 0 {
        t!("import-progress-reading", done = done)
    } else {
        t!("import-progress", done = done, all = total)
    }
}

/// Writes a line in place of the one before it.
fn line(text: &str) {
    let mut out = std::io::stderr().lock();
    // If standard error is closed, there is nobody left to tell.
    let _ = write!(out, "\r\x1b[K{}", harmless(text));
    let _ = out.flush();
}
