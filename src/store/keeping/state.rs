//! The state of the saver's thread: when it writes next, whether it ends after that, and whether the session has
//! unanswered news.
//!
//! ```text
//!            ask, hurry             start_if_due            rotated
//! Resting ──────────────> Due ───────────────────> Rotating ───────> Resting or Due
//!    └─ close ─> LastDue ──────────> LastRotating ─────────> LastDue or Over
//! ```

use std::time::Instant;

/// When the files are written next.
///
/// To start writing, the journal closes its segment, so that it is known which records the files will hold. Changes
/// that arrive in the meantime are written afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schedule {
    /// Nothing needs to be written.
    Resting,
    /// The files will be written at this time.
    Due(Instant),
    /// The journal was asked to close its segment. What has arrived since will be written at this time.
    Rotating(Option<Instant>),
    /// As [`Due`](Self::Due), after which the thread ends.
    LastDue(Instant),
    /// As [`Rotating`](Self::Rotating), after which the thread ends.
    LastRotating(Option<Instant>),
    /// Nothing is left to do, and the thread ends.
    Over,
}

impl Schedule {
    /// Schedules a save for this time, unless one is already scheduled.
    pub(crate) fn ask(&mut self, at: Instant) {
        match self {
            Self::Resting => *self = Self::Due(at),
            Self::Over => *self = Self::LastDue(at),
            Self::Rotating(next) | Self::LastRotating(next) => {
                next.get_or_insert(at);
            }
            Self::Due(_) | Self::LastDue(_) => {}
        }
    }

    /// Schedules a save for this time, whatever was planned.
    pub(crate) fn hurry(&mut self, at: Instant) {
        match self {
            Self::Resting | Self::Due(_) => *self = Self::Due(at),
            Self::Over | Self::LastDue(_) => *self = Self::LastDue(at),
            Self::Rotating(next) | Self::LastRotating(next) => *next = Some(at),
        }
    }

    /// Schedules a retry for this time after a failed save, unless the thread should end.
    pub(crate) fn retry(&mut self, at: Instant) {
        if !self.is_closing() {
            self.hurry(at);
        }
    }

    /// Begins a save if its time has come; `true` if the journal should close its segment now.
    pub(crate) fn start_if_due(&mut self, now: Instant) -> bool {
        match *self {
            Self::Due(at) if at <= now => *self = Self::Rotating(None),
            Self::LastDue(at) if at <= now => *self = Self::LastRotating(None),
            Self::Resting
            | Self::Due(_)
            | Self::LastDue(_)
            | Self::Rotating(_)
            | Self::LastRotating(_)
            | Self::Over => return false,
        }
        true
    }

    /// The journal has closed its segment, so the files are written now.
    pub(crate) fn rotated(&mut self) {
        match *self {
            Self::Rotating(next) => *self = next.map_or(Self::Resting, Self::Due),
            Self::LastRotating(next) => *self = next.map_or(Self::Over, Self::LastDue),
            // The journal has closed a segment without being asked.
            Self::Resting | Self::Due(_) | Self::LastDue(_) | Self::Over => {}
        }
    }

    /// Makes the thread end when everything is written.
    pub(crate) fn close(&mut self) {
        *self = match *self {
            Self::Resting => Self::Over,
            Self::Due(at) => Self::LastDue(at),
            Self::Rotating(next) => Self::LastRotating(next),
            closing @ (Self::LastDue(_) | Self::LastRotating(_) | Self::Over) => closing,
        }
    }

    /// Whether the thread should end: nobody is left to take news.
    pub(crate) const fn is_closing(self) -> bool {
        match self {
            Self::LastDue(_) | Self::LastRotating(_) | Self::Over => true,
            Self::Resting | Self::Due(_) | Self::Rotating(_) => false,
        }
    }

    /// When to act without a message; `None` if only a message can change anything.
    pub(crate) const fn due(self) -> Option<Instant> {
        match self {
            Self::Due(at) | Self::LastDue(at) => Some(at),
            Self::Resting | Self::Rotating(_) | Self::LastRotating(_) | Self::Over => None,
        }
    }
}

/// The state of the exchange of outside changes between saver and session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// The session has answered all news.
    Answered,
    /// The session has refused something that no report has named yet, so the next examination produces a report.
    Untold,
    /// News have been sent: nothing is merged before they are answered.
    OnTheWay,
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_asked_for_is_written_once_and_what_comes_up_meanwhile_after_it() {
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        let mut schedule = Schedule::Resting;
        assert!(!schedule.start_if_due(now), "nothing is to be written");
        schedule.ask(later);
        schedule.ask(now);
        assert_eq!(schedule, Schedule::Due(later), "further changes do not put it off, nor bring it forward");
        assert!(!schedule.start_if_due(now));
        schedule.hurry(now);
        assert!(schedule.start_if_due(now));
        assert_eq!((schedule, schedule.due()), (Schedule::Rotating(None), None));
        assert!(!schedule.start_if_due(later), "never twice at once");
        schedule.ask(later);
        assert_eq!(schedule, Schedule::Rotating(Some(later)));
        schedule.rotated();
        assert_eq!(schedule, Schedule::Due(later));
        assert!(schedule.start_if_due(later));
        schedule.rotated();
        assert_eq!(schedule, Schedule::Resting);
        schedule.retry(later);
        assert_eq!(schedule, Schedule::Due(later));
    }

    #[test]
    fn it_ends_when_everything_is_written() {
        let now = Instant::now();
        let mut schedule = Schedule::Resting;
        schedule.close();
        assert_eq!(schedule, Schedule::Over);

        let mut schedule = Schedule::Rotating(None);
        schedule.ask(now);
        schedule.close();
        schedule.close();
        assert_eq!(schedule, Schedule::LastRotating(Some(now)));
        schedule.rotated();
        assert_eq!(schedule, Schedule::LastDue(now));
        assert!(schedule.start_if_due(now));
        // A save that fails then is not retried: the changes are in the journal.
        schedule.retry(now);
        schedule.rotated();
        assert_eq!(schedule, Schedule::Over);
        // What others have written while the thread was ending is merged and written.
        schedule.ask(now);
        assert_eq!(schedule, Schedule::LastDue(now));
    }

    #[test]
    fn closing_is_never_taken_back() {
        let now = Instant::now();
        let all = [
            Schedule::Resting,
            Schedule::Due(now),
            Schedule::Rotating(None),
            Schedule::Rotating(Some(now)),
            Schedule::LastDue(now),
            Schedule::LastRotating(None),
            Schedule::LastRotating(Some(now)),
            Schedule::Over,
        ];
        let steps: [fn(&mut Schedule, Instant); 6] = [
            |s, at| s.ask(at),
            |s, at| s.hurry(at),
            |s, at| s.retry(at),
            |s, at| {
                s.start_if_due(at);
            },
            |s, _| s.rotated(),
            |s, _| s.close(),
        ];
        for before in all {
            for step in steps {
                let mut after = before;
                step(&mut after, now);
                assert!(all.contains(&after), "{before:?} → {after:?}");
                assert!(after.is_closing() || !before.is_closing(), "{before:?} → {after:?}");
            }
        }
    }
}
