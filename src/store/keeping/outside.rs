//! Changes that others make to the files: found by the saver, merged into its project, and handed to the session.
//!
//! The saver examines a file when it is notified of a change, and before it writes the file. What it merges becomes
//! news for the session. The session takes the news if the same files have not been changed there in the meantime, or
//! else returns it to be merged again. An unreadable file may be half-written: it is retried a few times, then
//! reported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::state::{Delivery, NewsEvent};
use crate::edit::change::{Edit, EditError, Touched};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::store::format::conflict_copy::{self, Copy};
use crate::store::layout::{self, Hashes, path_of, relative};
use crate::store::merging::planner::{Arrival, Planner, Taken, Way};
use crate::store::problem::{Problem, ProblemKind};
use crate::store::{files, lock};
use crate::text::content::sha256_hex;
use crate::text::line_ends;

/// How many times, and after what delay, an unreadable file is tried again.
const TRIES: u32 = 3;
const AGAIN_AFTER: Duration = Duration::from_millis(500);

/// A report on the files for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub arrivals: Vec<Arrival>,
    /// All present problems with files.
    pub problems: Vec<Problem>,
    /// Files that may be written again, because their problems are fixed.
    pub released: BTreeSet<Touched>,
    /// Files of a newer version, which must no longer be written.
    pub blocked: BTreeSet<Touched>,
    /// The annotators whose layers another window writes.
    pub elsewhere: BTreeSet<AnnotatorId>,
    /// Conflict copies beside the files.
    pub copies: Vec<Copy>,
}

/// Changes from outside, ready for the session.
pub(crate) struct News {
    /// The last record in the project that this was merged into.
    pub number: u64,
    /// The project after the merge.
    pub project: Project,
    pub edits: Vec<Edit>,
    pub reloaded: Vec<Touched>,
    /// The content of the disk: for each file, a project with the file as on the disk, its SHA-256, and whether all of
    /// it was taken.
    taken: Vec<(Touched, Project, String, bool)>,
    gone: Vec<PathBuf>,
    pub report: Report,
}

/// The session's answer to news.
pub(crate) enum NewsAnswer {
    Taken,
    /// The same files were changed in the session in the meantime, so the changes must be merged again.
    Stale,
    /// The changes do not fit, and none was taken.
    Refused(EditError),
}

/// The saver's knowledge of the files, apart from what it writes.
pub(crate) struct OutsideChanges {
    folder: PathBuf,
    /// The project as the files had it when they were last read or written.
    base: Project,
    /// Files to examine, and when.
    to_look: BTreeSet<Touched>,
    due: Option<Instant>,
    /// The content of files that could not be taken, or not entirely.
    seen: BTreeMap<Touched, String>,
    tries: BTreeMap<Touched, u32>,
    problems: BTreeMap<PathBuf, Vec<Problem>>,
    blocked: BTreeSet<Touched>,
    elsewhere: BTreeSet<AnnotatorId>,
    copies: Vec<Copy>,
    delivery: Delivery,
    /// News about several files were refused: these files are examined one by one, so that what fits is taken.
    singly: BTreeSet<Touched>,
}

impl OutsideChanges {
    pub(crate) fn new(folder: &Path, base: Project) -> Self {
        Self {
            folder: folder.to_owned(),
            base,
            to_look: BTreeSet::new(),
            due: None,
            seen: BTreeMap::new(),
            tries: BTreeMap::new(),
            problems: BTreeMap::new(),
            blocked: BTreeSet::new(),
            elsewhere: BTreeSet::new(),
            copies: Vec::new(),
            delivery: Delivery::Answered,
            singly: BTreeSet::new(),
        }
    }

    /// When to examine files next.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| !self.is_waiting())
    }

    /// Whether there are news that the session has not answered.
    pub(crate) fn is_waiting(&self) -> bool {
        self.delivery == Delivery::OnTheWay
    }

    /// The problem of a file among these that must not be written: it has a newer version, or was refused.
    pub(crate) fn blocked<'f>(&self, mut files: impl Iterator<Item = &'f Touched>) -> Option<Problem> {
        let file = files.find(|file| self.blocked.contains(file))?;
        self.problems.get(&path_of(&self.folder, file))?.first().cloned()
    }

    /// Notes that these paths have changed.
    pub(crate) fn changed(&mut self, paths: &BTreeSet<PathBuf>) {
        let files: Vec<_> = paths.iter().filter_map(|path| layout::file_at(&self.folder, path)).collect();
        self.tries.retain(|file, _| !files.contains(file));
        self.to_look.extend(files);
        self.due = Some(Instant::now());
    }

    /// Schedules the files among these whose content has not been examined yet; `true` if there are any.
    pub(crate) fn notice(&mut self, files: &BTreeSet<Touched>, known: &Hashes) -> bool {
        let is_new = |file: &&Touched| {
            let path = path_of(&self.folder, file);
            let Ok(bytes) = files::read_bytes_inside(&self.folder, &path) else { return false };
            let now = sha256_hex(&bytes);
            known.get(&relative(&self.folder, &path)) != Some(&now) && self.seen.get(file) != Some(&now)
        };
        let new: Vec<Touched> = files.iter().filter(is_new).cloned().collect();
        self.to_look.extend(new.iter().cloned());
        !new.is_empty()
    }

    /// No file can be examined at the moment.
    pub(crate) fn put_off(&mut self, patience: bool) {
        self.due = patience.then(|| Instant::now() + AGAIN_AFTER);
    }

    /// The files were written: their content is the new base of both sides.
    pub(crate) fn written(&mut self, project: &Project, files: &BTreeSet<Touched>, aside: Vec<PathBuf>) {
        for file in files {
            file.copy(project, &mut self.base);
            self.seen.remove(file);
            self.tries.remove(file);
            self.problems.remove(&path_of(&self.folder, file));
        }
        for kept in aside {
            self.problems.insert(kept.clone(), vec![Problem::new(&kept, "", ProblemKind::KeptAside)]);
            self.due.get_or_insert_with(Instant::now);
        }
    }

    /// Examines the scheduled files and returns what is new for the session. Without `patience`, nothing is scheduled
    /// for a retry.
    pub(crate) fn examine(
        &mut self,
        known: &Hashes,
        project: &Project,
        number: u64,
        own: Option<AnnotatorId>,
        patience: bool,
        claimed: Option<&AnnotatorId>,
    ) -> Option<Box<News>> {
        if self.is_waiting() {
            return None;
        }
        self.due = None;
        if !self.folder.is_dir() {
            // The files of an unplugged disk are not lost: they are examined when it is back.
            self.due = patience.then(|| Instant::now() + AGAIN_AFTER);
            return None;
        }
        let before = self.state();
        let folder = self.folder.clone();
        let mut look = Look {
            planner: Planner::new(&folder, project.clone(), own),
            known,
            patience,
            taken: Vec::new(),
            gone: Vec::new(),
            report: Report::default(),
        };
        let one_by_one = !self.singly.is_empty();
        for file in self.take_scheduled() {
            self.look(&mut look, &file);
        }
        // Changes that did not fit before may fit now.
        if !look.taken.is_empty() && !one_by_one {
            let new: BTreeSet<_> = look.taken.iter().map(|(file, ..)| file.clone()).collect();
            let again: Vec<_> = self.seen.keys().filter(|file| !new.contains(file)).cloned().collect();
            for file in again {
                self.look(&mut look, &file);
            }
        }
        self.elsewhere = lock::written_layers(&self.folder);
        if let Some(claimed) = claimed {
            self.elsewhere.remove(claimed);
        }
        self.copies = conflict_copy::find(&self.folder);
        let Look { planner, taken, gone, mut report, .. } = look;
        if taken.is_empty() && gone.is_empty() && before == self.state() && self.delivery != Delivery::Untold {
            return None;
        }
        self.delivery.note(NewsEvent::Sent);
        report.problems = self.problems.values().flatten().cloned().collect();
        (report.blocked, report.elsewhere, report.copies) =
            (self.blocked.clone(), self.elsewhere.clone(), self.copies.clone());
        let Planner { project, edits, reloaded, .. } = planner;
        Some(Box::new(News { number, project, edits, reloaded, taken, gone, report }))
    }

    /// The files to examine now: one of those that are examined singly, or all that are scheduled.
    fn take_scheduled(&mut self) -> Vec<Touched> {
        if let Some(file) = self.singly.pop_first() {
            self.due = (!self.singly.is_empty() || !self.to_look.is_empty()).then(Instant::now);
            return vec![file];
        }
        let mut files: Vec<Touched> = std::mem::take(&mut self.to_look).into_iter().collect();
        // Articles first: assignments of them may arrive at the same time.
        files.sort_by_key(|file| !matches!(file, Touched::Document(_)));
        files
    }

    /// The parts of a report besides the arrivals.
    fn state(&self) -> (Vec<Problem>, BTreeSet<Touched>, BTreeSet<AnnotatorId>, Vec<Copy>) {
        let problems = self.problems.values().flatten().cloned().collect();
        (problems, self.blocked.clone(), self.elsewhere.clone(), self.copies.clone())
    }

    fn look(&mut self, look: &mut Look<'_>, file: &Touched) {
        let path = path_of(&self.folder, file);
        let name = relative(&self.folder, &path);
        if let Touched::Document(_) = file {
            self.look_at_text(look, file);
        }
        match files::read_bytes_inside(&self.folder, &path) {
            Err(ProblemKind::Missing) => {
                if look.known.contains_key(&name) {
                    let (file, way) = (file.clone(), Way::Gone);
                    look.report.arrivals.push(Arrival::new(file, path.clone(), way));
                    self.problems.insert(path.clone(), vec![Problem::new(&path, "", ProblemKind::Gone)]);
                    look.gone.push(path);
                } else {
                    self.problems.remove(&path);
                }
                self.seen.remove(file);
            }
            Err(kind) => self.not_taken(look.patience, file, path, kind, None),
            Ok(bytes) => {
                let sha256 = sha256_hex(&bytes);
                self.blocked.remove(file);
                if look.known.get(&name) == Some(&sha256) {
                    self.problems.remove(&path);
                    self.seen.remove(file);
                    self.tries.remove(file);
                    return;
                }
                match look.planner.take(file, &path, bytes, Some(&self.base)) {
                    Ok(Taken { theirs, arrival, problems }) => {
                        let whole = problems.iter().all(|problem| problem.kind.loses_nothing());
                        if whole {
                            self.seen.remove(file);
                            look.report.released.insert(file.clone());
                        }
                        if problems.is_empty() {
                            self.problems.remove(&path);
                        } else {
                            self.problems.insert(path, problems);
                        }
                        self.tries.remove(file);
                        if arrival.is_telling() {
                            look.report.arrivals.push(arrival);
                        }
                        look.taken.push((file.clone(), theirs, sha256, whole));
                    }
                    Err(kind) => self.not_taken(look.patience, file, path, kind, Some(sha256)),
                }
            }
        }
    }

    /// Schedules a file that could not be taken once more, or reports it; `sha256` is its content if it could be read.
    fn not_taken(&mut self, patience: bool, file: &Touched, path: PathBuf, kind: ProblemKind, sha256: Option<String>) {
        let tries = self.tries.entry(file.clone()).or_default();
        *tries += 1;
        let may_pass = !matches!(
            kind,
            ProblemKind::Newer(_) | ProblemKind::Link | ProblemKind::BothChanged | ProblemKind::Markers
        );
        if may_pass && patience && *tries <= TRIES {
            self.to_look.insert(file.clone());
            self.due = Some(Instant::now() + AGAIN_AFTER);
            return;
        }
        if let ProblemKind::Newer(_) | ProblemKind::Markers = kind {
            self.blocked.insert(file.clone());
        }
        self.problems.insert(path.clone(), vec![Problem::new(&path, "", kind)]);
        self.seen.extend(sha256.map(|sha256| (file.clone(), sha256)));
    }

    /// The text of an article is never taken automatically, because all statements depend on it.
    fn look_at_text(&mut self, look: &Look<'_>, file: &Touched) {
        let Touched::Document(id) = file else { return };
        let path = path_of(&self.folder, file).with_file_name("text.txt");
        let Some(document) = look.planner.project.documents.get(id) else { return };
        let sha256 = document.content.sha256();
        match files::read_bytes_inside(&self.folder, &path) {
            Ok(bytes) if sha256_hex(&bytes) == sha256 || line_ends::is_variant(&bytes, sha256) => {
                self.problems.remove(&path)
            }
            Ok(_) => self.problems.insert(path.clone(), vec![Problem::new(&path, "", ProblemKind::TextOutside)]),
            Err(ProblemKind::Missing) => {
                self.problems.insert(path.clone(), vec![Problem::new(&path, "", ProblemKind::Gone)])
            }
            Err(kind) => self.problems.insert(path.clone(), vec![Problem::new(&path, "", kind)]),
        };
    }

    /// The session has taken the news: the content of the disk is now the base of both sides. Returns the files that
    /// must be written because they have something here that the disk lacks.
    pub(crate) fn accepted(&mut self, news: News, project: &mut Project, known: &mut Hashes) -> BTreeSet<Touched> {
        self.delivery.note(NewsEvent::Answered);
        for file in &news.reloaded {
            file.copy(&news.project, project);
        }
        for path in &news.gone {
            known.remove(&relative(&self.folder, path));
        }
        let mut dirty = BTreeSet::new();
        for (file, theirs, sha256, whole) in news.taken {
            file.copy(&theirs, &mut self.base);
            if !whole {
                // Only now: content that the session has not taken must not be overwritten.
                self.seen.insert(file, sha256);
                continue;
            }
            let path = path_of(&self.folder, &file);
            known.insert(relative(&self.folder, &path), sha256);
            if let Touched::Document(id) = &file
                && let Some(document) = project.documents.get(id)
            {
                let text = relative(&self.folder, &path.with_file_name("text.txt"));
                known.entry(text).or_insert_with(|| document.content.sha256().to_owned());
            }
            if !file.is_same(project, &self.base) {
                dirty.insert(file);
            }
        }
        dirty
    }

    /// The session has changed something in the meantime; the same files are examined again.
    pub(crate) fn stale(&mut self, news: &News) {
        self.to_look.extend(news.files().cloned());
        self.delivery.note(NewsEvent::Answered);
        self.look_again(news);
    }

    /// The session could not take the news. If they concern several files, each file is tried separately; one that does
    /// not fit is reported and no longer written until it fits.
    pub(crate) fn refused(&mut self, news: &News, error: &EditError) {
        self.delivery.note(NewsEvent::Answered);
        match news.taken.as_slice() {
            [(file, _, sha256, _)] => {
                let path = path_of(&self.folder, file);
                let kind = ProblemKind::Unfit(error.clone());
                self.problems.insert(path.clone(), vec![Problem::new(&path, "", kind)]);
                self.blocked.insert(file.clone());
                self.seen.insert(file.clone(), sha256.clone());
                self.delivery.note(NewsEvent::Refused);
            }
            taken => self.singly.extend(taken.iter().map(|(file, ..)| file.clone())),
        }
        self.look_again(news);
    }

    fn look_again(&mut self, news: &News) {
        let gone = news.gone.iter().filter_map(|path| layout::file_at(&self.folder, path));
        self.to_look.extend(gone);
        self.due = Some(Instant::now());
    }

    /// Nobody is left to answer.
    pub(crate) fn stop_waiting(&mut self) {
        self.delivery.note(NewsEvent::Close);
    }
}

/// One examination of files.
struct Look<'l> {
    planner: Planner<'l>,
    known: &'l Hashes,
    patience: bool,
    taken: Vec<(Touched, Project, String, bool)>,
    gone: Vec<PathBuf>,
    report: Report,
}

impl News {
    /// The files in which something may have changed.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Touched> {
        self.taken.iter().map(|(file, ..)| file)
    }
}
