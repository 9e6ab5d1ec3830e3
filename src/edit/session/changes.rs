//! Which files the latest revisions of a session changed, so that what was computed of an older one can be brought up to
//! date without looking at everything.

use std::collections::{BTreeSet, VecDeque};

use crate::edit::change::Touched;

/// How many revisions are remembered.
const MOST_REVISIONS: usize = 256;

/// The files that the latest revisions changed, oldest first.
#[derive(Debug, Default)]
pub(super) struct ChangeLog(VecDeque<(u64, Vec<Touched>)>);

impl ChangeLog {
    /// Notes the files that changed with this revision.
    pub(super) fn note(&mut self, revision: u64, files: Vec<Touched>) {
        if self.0.len() == MOST_REVISIONS {
            self.0.pop_front();
        }
        self.0.push_back((revision, files));
    }

    /// The files that changed after the revision `since` up to `now`; `None` if one of these revisions is not
    /// remembered.
    pub(super) fn since(&self, since: u64, now: u64) -> Option<BTreeSet<&Touched>> {
        let is_later = |(revision, _): &&(u64, Vec<Touched>)| *revision > since;
        let is_known = u64::try_from(self.0.iter().filter(is_later).count()).is_ok_and(|count| since + count == now);
        is_known.then(|| self.0.iter().filter(is_later).flat_map(|(_, files)| files).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::DocumentId;

    #[test]
    fn it_tells_what_changed_since_a_revision_or_that_it_does_not_know() {
        let file = |name: &str| Touched::Document(DocumentId::new(name).unwrap());
        let mut log = ChangeLog::default();
        log.note(1, vec![file("a")]);
        log.note(2, vec![file("b"), file("a")]);
        log.note(3, vec![Touched::Project]);
        assert_eq!(log.since(3, 3), Some(BTreeSet::new()));
        assert_eq!(log.since(1, 3), Some([&file("a"), &file("b"), &Touched::Project].into()));
        assert_eq!(log.since(0, 3).map(|files| files.len()), Some(3));
        for revision in 4..=300 {
            log.note(revision, Vec::new());
        }
        assert_eq!(log.since(2, 300), None, "that is too long ago");
        assert_eq!(log.since(299, 300), Some(BTreeSet::new()));
        assert_eq!(log.since(299, 301), None, "a revision that was not noted");
    }
}
