//! The two state machines of the saver's thread, each one function from a state and an event to the next state: when the
//! files are written, and whether the session has news from outside that it has not answered.
//!
//! ```text
//!            Ask, Hurry, Retry        Time           Rotated
//! Resting ───────────────────> Due ────────> Rotating ────────> Resting or Due
//!    │ Close                    │ Close          │ Close
//!    V       Ask, Hurry         V     Time       V      Rotated
//!  Over ───────────────────> LastDue ──────> LastRotating ────> Over or LastDue
//!
//!           Sent              Refused
//! Answered ──────> OnTheWay ─────────> Untold ── Sent ──> OnTheWay
//!    ^── Answered, Close ──┘
//! ```
//!
//! They are two because neither looks at the other: files are written, or not, in each state of the news.

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

/// What may change when the files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SaveEvent {
    /// Something should be written at this time, unless it will be written anyway.
    Ask(Instant),
    /// Something should be written at this time, whatever was planned.
    Hurry(Instant),
    /// A save has failed and should be repeated at this time, unless the thread is to end.
    Retry(Instant),
    /// It is this time.
    Time(Instant),
    /// The journal has closed its segment, so the files are written now.
    Rotated,
    /// The thread is to end when everything is written.
    Close,
}

impl Schedule {
    /// The state after an event.
    #[must_use]
    pub(crate) fn after(self, event: SaveEvent) -> Self {
        use SaveEvent::{Ask, Close, Hurry, Retry, Rotated, Time};
        match (self, event) {
            (Self::Resting, Ask(at) | Hurry(at) | Retry(at)) => Self::Due(at),
            (Self::Resting, Close) => Self::Over,
            (Self::Due(_), Hurry(at) | Retry(at)) => Self::Due(at),
            (Self::Due(at), Time(now)) if at <= now => Self::Rotating(None),
            (Self::Due(at), Close) => Self::LastDue(at),
            (Self::Rotating(next), Ask(at)) => Self::Rotating(next.or(Some(at))),
            (Self::Rotating(_), Hurry(at) | Retry(at)) => Self::Rotating(Some(at)),
            (Self::Rotating(next), Rotated) => next.map_or(Self::Resting, Self::Due),
            (Self::Rotating(next), Close) => Self::LastRotating(next),
            (Self::LastDue(_), Hurry(at)) => Self::LastDue(at),
            (Self::LastDue(at), Time(now)) if at <= now => Self::LastRotating(None),
            (Self::LastRotating(next), Ask(at)) => Self::LastRotating(next.or(Some(at))),
            (Self::LastRotating(_), Hurry(at)) => Self::LastRotating(Some(at)),
            (Self::LastRotating(next), Rotated) => next.map_or(Self::Over, Self::LastDue),
            (Self::Over, Ask(at) | Hurry(at)) => Self::LastDue(at),
            // Everything else changes nothing: it will be written anyway, its time has not come, or a save that fails
            // while the thread ends is not repeated, because the changes are in the journal.
            (state, Ask(_) | Retry(_) | Time(_) | Rotated | Close) => state,
        }
    }

    /// Moves to the state after an event.
    pub(crate) fn note(&mut self, event: SaveEvent) {
        *self = self.after(event);
    }

    /// Begins a save if its time has come; `true` if the journal should close its segment now.
    pub(crate) fn start_if_due(&mut self, now: Instant) -> bool {
        let before = std::mem::replace(self, self.after(SaveEvent::Time(now)));
        before != *self
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

/// Whether the session has news from outside that it has not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// The session has answered all news.
    Answered,
    /// The session has refused something that no report has named yet, so the next examination produces a report.
    Untold,
    /// News have been sent: nothing is merged before they are answered.
    OnTheWay,
}

/// What may happen to news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NewsEvent {
    Sent,
    /// The session has taken them, or wants them merged again.
    Answered,
    /// The session has refused the news about one file.
    Refused,
    /// Nobody is left to answer.
    Close,
}

impl Delivery {
    /// The state after an event.
    #[must_use]
    pub(crate) const fn after(self, event: NewsEvent) -> Self {
        match (self, event) {
            (_, NewsEvent::Sent) => Self::OnTheWay,
            (_, NewsEvent::Answered) => Self::Answered,
            (_, NewsEvent::Refused) => Self::Untold,
            (Self::OnTheWay, NewsEvent::Close) => Self::Answered,
            (Self::Answered | Self::Untold, NewsEvent::Close) => self,
        }
    }

    /// Moves to the state after an event.
    pub(crate) const fn note(&mut self, event: NewsEvent) {
        *self = self.after(event);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::SaveEvent::{Ask, Close, Hurry, Retry, Rotated, Time};
    use super::Schedule::{Due, LastDue, LastRotating, Over, Resting, Rotating};
    use super::*;

    #[test]
    fn each_state_and_event_lead_to_one_state() {
        let now = Instant::now();
        let [soon, later] = [1, 2].map(|seconds| now + Duration::from_secs(seconds));
        // The columns: asked for later, in a hurry, to be repeated, before its time, at its time, rotated, closed.
        let events = [Ask(later), Hurry(now), Retry(later), Time(now), Time(soon), Rotated, Close];
        #[rustfmt::skip]
        let table = [
            (Resting, [Due(later), Due(now), Due(later), Resting, Resting, Resting, Over]),
            (Due(soon), [Due(soon), Due(now), Due(later), Due(soon), Rotating(None), Due(soon), LastDue(soon)]),
            (Rotating(None), [Rotating(Some(later)), Rotating(Some(now)), Rotating(Some(later)), Rotating(None), Rotating(None), Resting, LastRotating(None)]),
            (Rotating(Some(soon)), [Rotating(Some(soon)), Rotating(Some(now)), Rotating(Some(later)), Rotating(Some(soon)), Rotating(Some(soon)), Due(soon), LastRotating(Some(soon))]),
            (LastDue(soon), [LastDue(soon), LastDue(now), LastDue(soon), LastDue(soon), LastRotating(None), LastDue(soon), LastDue(soon)]),
            (LastRotating(None), [LastRotating(Some(later)), LastRotating(Some(now)), LastRotating(None), LastRotating(None), LastRotating(None), Over, LastRotating(None)]),
            (LastRotating(Some(soon)), [LastRotating(Some(soon)), LastRotating(Some(now)), LastRotating(Some(soon)), LastRotating(Some(soon)), LastRotating(Some(soon)), LastDue(soon), LastRotating(Some(soon))]),
            (Over, [LastDue(later), LastDue(now), Over, Over, Over, Over, Over]),
        ];
        for (before, row) in table {
            for (event, after) in events.into_iter().zip(row) {
                assert_eq!(before.after(event), after, "{before:?}, {event:?}");
                assert!(after.is_closing() || !before.is_closing(), "closing is taken back: {before:?}, {event:?}");
            }
        }
    }

    #[test]
    fn what_is_asked_for_is_written_once_and_what_comes_up_meanwhile_after_it() {
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        let mut schedule = Resting;
        assert!(!schedule.start_if_due(now), "nothing is to be written");
        schedule.note(Ask(later));
        schedule.note(Ask(now));
        assert_eq!(schedule, Due(later), "further changes do not put it off, nor bring it forward");
        assert!(!schedule.start_if_due(now));
        schedule.note(Hurry(now));
        assert!(schedule.start_if_due(now));
        assert_eq!((schedule, schedule.due()), (Rotating(None), None));
        assert!(!schedule.start_if_due(later), "never twice at once");
        schedule.note(Ask(later));
        schedule.note(Rotated);
        assert_eq!(schedule, Due(later));
        assert!(schedule.start_if_due(later));
        schedule.note(Rotated);
        assert_eq!(schedule, Resting);
    }

    #[test]
    fn it_ends_when_everything_is_written() {
        let now = Instant::now();
        let mut schedule = Rotating(None);
        schedule.note(Ask(now));
        schedule.note(Close);
        schedule.note(Rotated);
        assert_eq!(schedule, LastDue(now));
        assert!(schedule.start_if_due(now));
        // A save that fails then is not repeated: the changes are in the journal.
        schedule.note(Retry(now));
        schedule.note(Rotated);
        assert_eq!(schedule, Over);
        // What others have written while the thread was ending is merged and written.
        schedule.note(Ask(now));
        assert_eq!(schedule, LastDue(now));
    }

    #[test]
    fn news_are_on_the_way_until_they_are_answered_or_nobody_is_left() {
        use Delivery::{Answered, OnTheWay, Untold};
        // The columns: sent, answered, refused, closed.
        let events = [NewsEvent::Sent, NewsEvent::Answered, NewsEvent::Refused, NewsEvent::Close];
        let table = [
            (Answered, [OnTheWay, Answered, Untold, Answered]),
            (OnTheWay, [OnTheWay, Answered, Untold, Answered]),
            (Untold, [OnTheWay, Answered, Untold, Untold]),
        ];
        for (before, row) in table {
            for (event, after) in events.into_iter().zip(row) {
                assert_eq!(before.after(event), after, "{before:?}, {event:?}");
            }
        }
    }
}
