//! Every verb that writes is stopped, its disk made to fail, and its power cut, at every call of the C library that changes
//! the disk (`tests/shim/disk.c`).
//!
//! A sample by default. `BAYAN_POWER` says how many disks a power cut leaves of each verb, `BAYAN_FAULTS` at how many calls of
//! a kind each verb is disturbed, `BAYAN_KILLS` how many times one is killed at random. With `BAYAN_NEED_SHIM` set, as in
//! `.ci/run`, a C compiler must be there. `cargo test --test reliability every_call -- --nocapture` shows the counts.

mod cuts;
mod faults;
mod folding;
mod kills;
mod plug;
mod races;
mod rules;
mod seen;
mod shim;
mod verbs;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A number from the environment.
fn wanted(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|wanted| wanted.parse().ok()).unwrap_or(usual)
}

/// Does these tasks, so many at a time, and returns what comes of each.
fn all<T: Sync, R: Send>(tasks: &[T], at_a_time: usize, task: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..at_a_time.min(tasks.len()) {
            scope.spawn(|| {
                while let Some(one) = tasks.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let result = task(one);
                    done.lock().unwrap().push(result);
                }
            });
        }
    });
    done.into_inner().unwrap()
}

/// Numbers from 1 to `last`, all of them or so many spread over them.
fn spread(last: usize, most: usize) -> Vec<usize> {
    let most = most.min(last);
    (0..most).map(|index| 1 + (index * last + last / 2) / most.max(1) % last.max(1)).map(|n| n.min(last)).collect()
}

/// Ends a test with what was found, the first of it in full.
fn conclude(said: &str, found: &[String]) {
    println!("{said}, {} lost", found.len());
    let most = wanted("BAYAN_SHOW", 12).min(found.len());
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found[..most].join("\n\n"));
}
