//! Running libraries that panic on files that they do not know.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static EXPECTS_PANIC: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread runs a library that panics on files that it does not know; such a panic is caught, and is no
/// fault of Bayan's to be told of.
pub(super) fn expects_panic() -> bool {
    EXPECTS_PANIC.get()
}

/// Runs the library; `None` if it panicked.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    EXPECTS_PANIC.set(true);
    let result = catch_unwind(AssertUnwindSafe(run)).ok();
    EXPECTS_PANIC.set(false);
    result
}
