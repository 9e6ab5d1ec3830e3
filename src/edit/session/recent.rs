//! What the last changes of a session have touched, so that whoever keeps something derived from the project need not
//! look at all of it again.

use std::collections::{BTreeSet, VecDeque};

use crate::edit::change::Touched;

/// Of how many changes this is remembered.
const CHANGES: usize = 64;
/// A change of more files than these is not remembered one by one.
const FILES: usize = 500;

/// The last changes.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// All changes after this revision are known.
    known_since: u64,
    changes: VecDeque<(u64, BTreeSet<Touched>)>,
}

impl Recent {
    pub(super) fn note(&mut self, revision: u64, touched: BTreeSet<Touched>) {
        if touched.len() > FILES {
            (self.known_since, self.changes) = (revision, VecDeque::new());
            return;
        }
        self.changes.push_back((revision, touched));
        if self.changes.len() > CHANGES
            && let Some((gone, _)) = self.changes.pop_front()
        {
            self.known_since = gone;
        }
    }

    /// What was touched after this revision; `None` if that is not known any more.
    pub(super) fn since(&self, revision: u64) -> Option<BTreeSet<&Touched>> {
        let known = revision >= self.known_since;
        let later = self.changes.iter().filter(|(at, _)| *at > revision);
        known.then(|| later.flat_map(|(_, touched)| touched).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::DocumentId;

    fn file(number: u64) -> Touched {
        Touched::Document(DocumentId::new(format!("d{number}")).unwrap())
    }

    #[test]
    fn what_was_touched_is_known_as_long_as_all_of_it_is() {
        let mut recent = Recent::default();
        assert_eq!(recent.since(0), Some(BTreeSet::new()));
        let last = CHANGES as u64 + 10;
        (1..=last).for_each(|revision| recent.note(revision, BTreeSet::from([file(revision)])));
        assert_eq!(recent.since(last), Some(BTreeSet::new()));
        assert_eq!(recent.since(last - 2), Some(BTreeSet::from([&file(last - 1), &file(last)])));
        assert_eq!(recent.since(10).map(|files| files.len()), Some(CHANGES));
        assert_eq!(recent.since(9), None);
        recent.note(last + 1, (0..=FILES as u64).map(file).collect());
        assert_eq!(recent.since(last), None);
        assert_eq!(recent.since(last + 1), Some(BTreeSet::new()));
    }
}
