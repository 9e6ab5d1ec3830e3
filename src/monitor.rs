//! The progress of a long computation, and the way to stop it.
//!
//! A leaf module, like `locale`: the computation and those who wait for it share a [`Monitor`]. Stopping is a request:
//! the computation checks now and then whether it should stop, and then ends early.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// Shared between a long computation and those who wait for it, across threads.
#[derive(Debug, Default)]
pub struct Monitor {
    stop: AtomicBool,
    done: AtomicUsize,
    total: AtomicUsize,
    limited_ms: AtomicU64,
}

impl Monitor {
    /// Asks the computation to end early.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the computation was asked to end early.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How much is done, in the units of the computation: steps, documents, bytes.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// How much there is to do; 0 if that is not known.
    pub(crate) fn total(&self) -> usize {
        self.total.load(Ordering::Relaxed)
    }

    /// Adds to the amount there is to do.
    pub(crate) fn expect(&self, count: usize) {
        self.total.fetch_add(count, Ordering::Relaxed);
    }

    /// Adds to the amount that is done.
    pub(crate) fn advance(&self, count: usize) {
        self.done.fetch_add(count, Ordering::Relaxed);
    }

    /// Replaces both counts, if the computation keeps its own.
    pub(crate) fn report(&self, done: usize, total: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// The time spent so far on computations with a time limit; the limit applies to all that share the monitor.
    pub(crate) fn limited_time(&self) -> Duration {
        Duration::from_millis(self.limited_ms.load(Ordering::Relaxed))
    }

    /// Adds to the time that counts towards a limit.
    pub(crate) fn add_limited_time(&self, spent: Duration) {
        let spent_ms = u64::try_from(spent.as_millis()).unwrap_or(u64::MAX);
        self.limited_ms.fetch_add(spent_ms, Ordering::Relaxed);
    }
}
