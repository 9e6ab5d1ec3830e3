//! Background work: every thread that the window starts is started here.
//!
//! [`Jobs::spawn`] runs a closure on a named thread and returns a [`Job`], which its owner keeps and polls once a frame.
//! * *Progress:* the closure gets a [`Monitor`], which the owner reads through the job.
//! * *Newest wins:* an owner has one field for each kind of work. A new job in its place drops the old one, whose
//!   answer is then discarded, so answers need no sequence numbers.
//! * *Cancelling:* dropping a job asks its work to stop. Work that never looks at its monitor runs to its end, and its
//!   answer is dropped on its thread.
//! * *Waking:* the window is woken for every answer and when a job ends.
//! * *Failures:* [`Jobs::failures`] reports threads that cannot be started and jobs that panic; such a job ends without
//!   an answer. [`Jobs::spawn_or_run`] does the work on the calling thread if no thread can be started.
//!
//! Nothing waits for a job: the window may be closed while one runs.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::monitor::Monitor;
use crate::t;

/// How many answers of a stream may wait for the window before its thread blocks.
const WAITING: usize = 16;

/// The work of a thread.
type ThreadWork = Box<dyn FnOnce() + Send>;

/// Starts jobs and collects their failures.
pub(in crate::app) struct Jobs {
    wake: Arc<dyn Fn() + Send + Sync>,
    failures: (Sender<Failure>, Receiver<Failure>),
    start: fn(&'static str, ThreadWork) -> io::Result<()>,
}

impl Jobs {
    /// `wake` makes the window look for answers; it is called from other threads.
    pub(crate) fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { wake: Arc::new(wake), failures: channel(), start: start_thread }
    }

    /// Starts work with one answer. `name` is the name of the thread and, in `job-name` of the message catalogue, of
    /// the work.
    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Monitor) -> T + Send + 'static,
    ) -> Job<T> {
        let (job, run) = self.prepare(name, single(work), true);
        self.start(name, job, run)
    }

    /// Starts work with any number of answers. Its thread blocks while too many of them have not been polled.
    pub(crate) fn stream<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Monitor, &Answers<T>) + Send + 'static,
    ) -> Job<T> {
        let (job, run) = self.prepare(name, work, false);
        self.start(name, job, run)
    }

    /// Starts work with one answer, or does it on the calling thread if no thread can be started.
    pub(crate) fn spawn_or_run<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Monitor) -> T + Send + 'static,
    ) -> Job<T> {
        let (job, run) = self.prepare(name, single(work), true);
        // If a thread cannot be started, its closure is dropped with it; this one is needed again.
        let kept = Arc::new(Mutex::new(Some(run)));
        let take = {
            let kept = Arc::clone(&kept);
            move || kept.lock().unwrap_or_else(PoisonError::into_inner).take()
        };
        let run = {
            let take = take.clone();
            move || {
                if let Some(run) = take() {
                    run();
                }
            }
        };
        if let Err(error) = (self.start)(name, Box::new(run)) {
            tracing::warn!(name, %error, "no thread can be started: the work is done in the window's");
            if let Some(run) = take() {
                run();
            }
        }
        job
    }

    /// The failures since the last call, in words.
    pub(crate) fn failures(&self) -> impl Iterator<Item = String> {
        self.failures.1.try_iter().map(|failure| failure.describe())
    }

    /// A job and the work for its thread.
    fn prepare<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Monitor, &Answers<T>) + Send + 'static,
        has_one_answer: bool,
    ) -> (Job<T>, impl FnOnce() + Send + 'static) {
        let (sender, receiver) = sync_channel(WAITING);
        let monitor = Arc::new(Monitor::default());
        let running = Running { answers: receiver, monitor: Arc::clone(&monitor), has_one_answer };
        let job = Job { running: Some(running) };
        let (wake, failures) = (Arc::clone(&self.wake), self.failures.0.clone());
        let run = move || {
            let answers = Answers { sender, wake: Arc::clone(&wake) };
            // Anything that a panic leaves half done is dropped with the closure.
            let ended = catch_unwind(AssertUnwindSafe(|| work(&monitor, &answers)));
            if let Err(panic) = ended {
                // The window may be gone by now, with nobody left to receive this.
                let _ = failures.send(Failure::Panicked(name, panic_message(panic.as_ref())));
            }
            drop(answers);
            wake();
        };
        (job, run)
    }

    fn start<T>(&self, name: &'static str, job: Job<T>, run: impl FnOnce() + Send + 'static) -> Job<T> {
        match (self.start)(name, Box::new(run)) {
            Ok(()) => job,
            Err(error) => {
                // We hold the receiver.
                let _ = self.failures.0.send(Failure::NotStarted(name, error.to_string()));
                (self.wake)();
                Job::default()
            }
        }
    }
}

/// Turns work with one answer into work with any number of them.
fn single<T>(work: impl FnOnce(&Monitor) -> T) -> impl FnOnce(&Monitor, &Answers<T>) {
    move |monitor, answers| {
        answers.send(work(monitor));
    }
}

/// Background work, or none. Dropping it asks the work to stop.
pub(in crate::app) struct Job<T> {
    running: Option<Running<T>>,
}

impl<T> Default for Job<T> {
    fn default() -> Self {
        Self { running: None }
    }
}

impl<T> Job<T> {
    /// Takes the next answer, if there is one. The job ends with its last answer.
    pub(crate) fn poll(&mut self) -> Option<T> {
        let running = self.running.as_ref()?;
        match running.answers.try_recv() {
            Ok(answer) => {
                if running.has_one_answer {
                    self.running = None;
                }
                Some(answer)
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.running = None;
                None
            }
        }
    }

    /// Takes at most as many answers as may wait, so that a thread that is faster than the window does not hold it up.
    pub(crate) fn poll_waiting(&mut self) -> Vec<T> {
        (0..WAITING).map_while(|_| self.poll()).collect()
    }

    /// Whether there may be another answer.
    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Its progress while it runs.
    pub(crate) fn monitor(&self) -> Option<&Monitor> {
        self.running.as_ref().map(|running| running.monitor.as_ref())
    }

    /// Asks the work to stop and ignores its answers from now on.
    pub(crate) fn cancel(&mut self) {
        self.running = None;
    }
}

struct Running<T> {
    answers: Receiver<T>,
    monitor: Arc<Monitor>,
    has_one_answer: bool,
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.monitor.stop();
    }
}

/// The sending end of a stream's answers.
pub(in crate::app) struct Answers<T> {
    sender: SyncSender<T>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<T> Answers<T> {
    /// Sends an answer. Returns false if nobody wants answers any more, so the work can stop.
    pub(crate) fn send(&self, answer: T) -> bool {
        let is_wanted = self.sender.send(answer).is_ok();
        if is_wanted {
            (self.wake)();
        }
        is_wanted
    }
}

/// Why a job ended without an answer.
enum Failure {
    NotStarted(&'static str, String),
    Panicked(&'static str, String),
}

impl Failure {
    fn describe(&self) -> String {
        match self {
            Self::NotStarted(name, reason) => {
                t!("job-not-started", job = t!("job-name", job = *name), reason = reason.as_str())
            }
            Self::Panicked(name, reason) => {
                t!("job-panicked", job = t!("job-name", job = *name), reason = reason.as_str())
            }
        }
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

fn start_thread(name: &'static str, run: ThreadWork) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(run).map(drop)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    use super::*;

    fn no_thread(_: &'static str, _: ThreadWork) -> io::Result<()> {
        Err(io::Error::other("no more threads"))
    }

    fn jobs() -> Jobs {
        Jobs::new(|| {})
    }

    /// Waits until `look` returns something, and fails after ten seconds.
    fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "waited for too long");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn an_answer_comes_once_and_wakes_the_window() {
        let woken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&woken);
        let jobs = Jobs::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let mut job = jobs.spawn("test", |_| 7);
        assert!(job.is_running());
        assert_eq!(until(|| job.poll()), 7);
        assert!(woken.load(Ordering::SeqCst) >= 1);
        assert!(!job.is_running());
        assert_eq!(job.poll(), None);
        assert_eq!(jobs.failures().count(), 0);
    }

    #[test]
    fn the_window_is_woken_when_a_job_ends_without_an_answer() {
        let woken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&woken);
        let jobs = Jobs::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let mut job: Job<u8> = jobs.stream("test", |_, _| {});
        until(|| (woken.load(Ordering::SeqCst) == 1).then_some(()));
        assert_eq!(job.poll(), None);
        assert!(!job.is_running());
    }

    #[test]
    fn the_newest_wins() {
        let jobs = jobs();
        let (go, wait) = channel::<()>();
        let (tell, told) = channel::<bool>();
        let mut job = jobs.spawn("test", move |monitor| {
            let _ = wait.recv();
            let _ = tell.send(monitor.is_stopped());
            "old"
        });
        assert_eq!(job.poll(), None);
        job = jobs.spawn("test", |_| "new");
        go.send(()).unwrap();
        assert!(told.recv_timeout(Duration::from_secs(10)).unwrap(), "the old one was not asked to stop");
        assert_eq!(until(|| job.poll()), "new");
        assert!(!job.is_running());
        assert_eq!(job.poll(), None);
    }

    #[test]
    fn dropping_and_cancelling_stop_the_work() {
        let jobs = jobs();
        for drops in [true, false] {
            let (tell, told) = channel::<()>();
            let mut job = jobs.spawn("test", move |monitor| {
                while !monitor.is_stopped() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                let _ = tell.send(());
            });
            if drops {
                drop(job);
            } else {
                job.cancel();
                assert!(!job.is_running() && job.poll().is_none());
            }
            told.recv_timeout(Duration::from_secs(10)).unwrap();
        }
    }

    #[test]
    fn stopping_by_the_monitor_leaves_the_answer() {
        let mut job = jobs().spawn("test", |monitor| {
            while !monitor.is_stopped() {
                std::thread::sleep(Duration::from_millis(1));
            }
            "stopped"
        });
        job.monitor().unwrap().stop();
        assert_eq!(until(|| job.poll()), "stopped");
    }

    #[test]
    fn progress_is_seen_while_it_runs() {
        let (go, wait) = channel::<()>();
        let mut job = jobs().spawn("test", move |monitor| {
            monitor.expect(3);
            monitor.advance(1);
            let _ = wait.recv();
            monitor.report(5, 8);
            let _ = wait.recv();
        });
        let counts = |job: &Job<()>| job.monitor().map(|monitor| (monitor.done(), monitor.total()));
        until(|| (counts(&job) == Some((1, 3))).then_some(()));
        go.send(()).unwrap();
        until(|| (counts(&job) == Some((5, 8))).then_some(()));
        go.send(()).unwrap();
        until(|| job.poll());
        assert!(job.monitor().is_none());
    }

    #[test]
    fn a_stream_comes_in_order_and_waits_for_its_reader() {
        let sent = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&sent);
        let mut job = jobs().stream("test", move |_, answers| {
            for number in 0..100 {
                if !answers.send(number) {
                    return;
                }
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        until(|| (sent.load(Ordering::SeqCst) == WAITING).then_some(()));
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(sent.load(Ordering::SeqCst), WAITING);
        let mut found = job.poll_waiting();
        assert!(found.len() <= WAITING);
        until(|| {
            found.extend(job.poll_waiting());
            (!job.is_running()).then_some(())
        });
        assert_eq!(found, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn a_stream_that_nobody_reads_ends() {
        let (tell, told) = channel::<bool>();
        let job = jobs().stream("test", move |_, answers| {
            let mut is_wanted = true;
            while is_wanted {
                is_wanted = answers.send(());
            }
            let _ = tell.send(is_wanted);
        });
        drop(job);
        assert!(!told.recv_timeout(Duration::from_secs(10)).unwrap());
    }

    #[test]
    fn a_thread_that_cannot_be_started_is_reported() {
        let jobs = Jobs { start: no_thread, ..jobs() };
        let mut job = jobs.spawn("find", |_| 7);
        assert!(!job.is_running());
        assert_eq!(job.poll(), None);
        let failures: Vec<String> = jobs.failures().collect();
        assert_eq!(failures.len(), 1);
        assert!(failures[0].contains("no more threads"), "{failures:?}");
        assert_eq!(jobs.failures().count(), 0);
    }

    #[test]
    fn work_that_must_be_done_is_done_in_place() {
        let jobs = Jobs { start: no_thread, ..jobs() };
        let mut job = jobs.spawn_or_run("open", |_| 7);
        assert_eq!(job.poll(), Some(7));
        assert_eq!(job.poll(), None);
        assert!(!job.is_running());
        assert_eq!(jobs.failures().count(), 0);
        let mut elsewhere = Jobs { start: start_thread, ..jobs }.spawn_or_run("open", |_| 8);
        assert_eq!(until(|| elsewhere.poll()), 8);
    }

    #[test]
    fn a_panic_is_reported_and_ends_the_job() {
        let jobs = jobs();
        for formatted in [false, true] {
            let mut job: Job<u8> = jobs.stream("find", move |_, answers| {
                answers.send(1);
                if formatted {
                    panic!("the {} broke", "thing");
                }
                panic!("the thing broke");
            });
            let mut found = Vec::new();
            until(|| {
                found.extend(job.poll());
                (!job.is_running()).then_some(())
            });
            assert_eq!(found, [1]);
            let failures: Vec<String> = jobs.failures().collect();
            assert_eq!(failures.len(), 1);
            assert!(failures[0].contains("the thing broke"), "{failures:?}");
        }
    }

    #[test]
    fn a_window_may_be_closed_while_a_job_runs() {
        let (go, wait) = channel::<()>();
        let (tell, told) = channel::<()>();
        let jobs = jobs();
        let job = jobs.spawn("test", move |_| {
            let _ = wait.recv();
            let _ = tell.send(());
            7
        });
        drop(job);
        drop(jobs);
        go.send(()).unwrap();
        told.recv_timeout(Duration::from_secs(10)).unwrap();
    }
}
