//! Notices when files of an open project change: through the system's events if there are any, otherwise by polling.
//!
//! The system's events only say when to look. The changes are found by comparing a list of all files with their lengths
//! and times. The list is rebuilt at each event, and every few seconds anyway, because network drives and some virtual
//! disks report no changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use notify::{RecursiveMode, Watcher as _};

use super::lock;
use crate::disk::inside;

/// How long there must be no events before the files are checked, and the longest time for which that may be delayed.
const QUIET: Duration = Duration::from_millis(200);
const AT_MOST: Duration = Duration::from_secs(2);
/// How often the files are checked if the system reports changes, and if it does not.
const NOW_AND_THEN: Duration = Duration::from_secs(10);
const OFTEN: Duration = Duration::from_secs(2);

/// A thread that watches the files. It ends on drop.
pub(crate) struct Watch {
    sender: Sender<Event>,
    thread: Option<JoinHandle<()>>,
}

enum Event {
    Changed,
    Stop,
}

/// Length and time of every file, by path.
type Listing = BTreeMap<PathBuf, (u64, Option<jiff::Timestamp>, u64)>;

impl Watch {
    /// Calls `changed` with the files that are new, changed or gone: first with all existing files, then after each
    /// change.
    ///
    /// # Errors
    /// No further thread can be started.
    pub(crate) fn start(folder: &Path, changed: impl Fn(BTreeSet<PathBuf>) + Send + 'static) -> std::io::Result<Self> {
        let (sender, events) = channel();
        let (folder, waker) = (folder.to_owned(), sender.clone());
        let run = move || look(&folder, waker, &events, &changed);
        let thread = std::thread::Builder::new().name("outside".into()).spawn(run)?;
        Ok(Self { sender, thread: Some(thread) })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // The thread may have ended by itself.
        let _ = self.sender.send(Event::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that watches the files has panicked");
        }
    }
}

fn look(folder: &Path, waker: Sender<Event>, events: &Receiver<Event>, changed: &dyn Fn(BTreeSet<PathBuf>)) {
    let private = folder.join(".bayan");
    let locks = lock::layer_locks(folder);
    let concerns = move |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with(".bayan-") && (!path.starts_with(&private) || path.starts_with(&locks))
    };
    let told = move |event: notify::Result<notify::Event>| {
        let relevant = event.is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(&concerns));
        if relevant {
            // The receiver is gone while the project is being closed.
            let _ = waker.send(Event::Changed);
        }
    };
    // A link to elsewhere is not part of the project.
    let config = notify::Config::default().with_follow_symlinks(false);
    let watcher = notify::RecommendedWatcher::new(told, config).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    let interval = match &watcher {
        Ok(_) => NOW_AND_THEN,
        Err(error) => {
            tracing::warn!(%error, "the system does not tell of changed files; they are looked at instead");
            OFTEN
        }
    };
    let mut known = list(folder);
    changed(known.keys().cloned().collect());
    loop {
        match events.recv_timeout(interval) {
            Ok(Event::Changed) => {
                let started = Instant::now();
                while started.elapsed() < AT_MOST {
                    match events.recv_timeout(QUIET) {
                        Ok(Event::Changed) => {}
                        Ok(Event::Stop) => return,
                        Err(_quiet) => break,
                    }
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return,
        }
        let now = list(folder);
        let differs = |path: &&PathBuf| known.get(*path) != now.get(*path);
        let found: BTreeSet<PathBuf> = known.keys().chain(now.keys()).filter(differs).cloned().collect();
        known = now;
        if !found.is_empty() {
            changed(found);
        }
    }
}

/// The files of a project, the files beside them, and the locks of layers.
fn list(folder: &Path) -> Listing {
    let mut listing = Listing::new();
    add(folder, 0, &mut listing);
    let parts = [("documents", 1), ("annotations", 1), ("review", 0)].map(|(part, levels)| (folder.join(part), levels));
    for (part, levels) in parts.into_iter().chain([(lock::layer_locks(folder), 0)]) {
        if inside::check(folder, &part).is_ok() {
            add(&part, levels, &mut listing);
        }
    }
    listing
}

fn add(folder: &Path, levels: usize, listing: &mut Listing) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                if let Some(levels) = levels.checked_sub(1) {
                    add(&path, levels, listing);
                }
            }
            Ok(metadata) => {
                let time = metadata.modified().ok().and_then(|time| jiff::Timestamp::try_from(time).ok());
                listing.insert(path, (metadata.len(), time, number(&metadata)));
            }
            Err(_gone) => {}
        }
    }
}

/// The inode number: a different file with the same name, length and time has a different one.
#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

/// Other systems do not provide it.
#[cfg(not(unix))]
fn number(_metadata: &fs::Metadata) -> u64 {
    0
}
