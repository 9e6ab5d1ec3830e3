//! Libraries that panic on files that they do not know: the panic is caught, and the file is reported as damaged.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static EXPECTS_PANIC: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread runs such a library; its panic is no fault of Bayan's to be told of.
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
