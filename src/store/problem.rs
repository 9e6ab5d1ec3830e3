//! What can be wrong with a project on disk, in messages for people: what, where, the remedy, and the path last.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::layout;
use crate::disk::inside::LeadsOut;
use crate::edit::change::{EditError, Touched};
use crate::model::fit::Misfit;
use crate::model::misfits::{self, LayerPart, MisfitHolder, PlacedMisfit};
use crate::model::party::Party;
use crate::model::project::Project;
use crate::t;

/// One problem with one file. The file is unchanged, and its sound parts were opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: PathBuf,
    /// Where in the file, for people (a statement, a party); empty if the problem concerns the whole file.
    pub place: String,
    pub kind: ProblemKind,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    #[error("{}", t!("store-missing"))]
    Missing,
    #[error("{}", t!("store-permission"))]
    Permission,
    #[error("{}", t!("store-io", message = .0.as_str()))]
    Io(String),
    #[error("{}", t!("store-too-large"))]
    TooLarge,
    #[error("{}", t!("store-too-many"))]
    TooMany,
    #[error("{}", t!("store-link"))]
    Link,
    #[error("{}", t!("store-no-file"))]
    NoFile,
    #[error("{}", t!("store-not-utf8"))]
    NotUtf8,
    #[error("{}", t!("store-syntax", line = *line, column = *column, message = message.as_str()))]
    Syntax { line: usize, column: usize, message: String },
    #[error("{}", t!("store-other-format", format = .0.as_str()))]
    OtherFormat(String),
    #[error("{}", t!("store-newer", version = *.0))]
    Newer(u32),
    #[error("{}", t!("store-text-changed"))]
    TextChanged,
    #[error("{}", t!("store-quote", written = written.as_str(), found = found.as_str()))]
    Quote { written: String, found: String },
    #[error("{}", t!("store-span-outside", start = *start, end = *end))]
    SpanOutside { start: usize, end: usize },
    #[error("{}", t!("store-span-not-on-grapheme", start = *start, end = *end))]
    SpanNotOnGrapheme { start: usize, end: usize },
    /// The keyboard shortcut of a kind is already taken, so it is not used.
    #[error("{}", t!("store-key-taken", key = key.to_string(), kind = kind.as_str(), holder = holder.as_str()))]
    KeyTaken { key: char, kind: String, holder: String },
    #[error("{}", t!("store-duplicate", id = .0.as_str()))]
    Duplicate(String),
    #[error("{}", t!("store-bad-value", value = .0.as_str()))]
    BadValue(String),
    #[error("{}", t!("store-bad-name", name = .0.as_str()))]
    BadName(String),
    /// Two parties whose names look the same to readers.
    #[error("{}", t!("store-same-name", name = &**name, first = &**first, second = &**second))]
    SameName { name: Box<str>, first: Box<str>, second: Box<str> },
    #[error("{}", t!("store-no-document", id = .0.as_str()))]
    NoDocument(String),
    /// It does not fit the rest of the project: unknown party, kind, topic, relation kind or statement, or overlapping
    /// spans.
    #[error("{}", t!("store-unfit", reason = .0.to_string()))]
    Unfit(EditError),
    /// A value of a statement does not fit the codebook; it was kept.
    #[error("{}", t!("store-misfit", problem = .0.to_string()))]
    Misfit(Misfit),
    /// Two people have changed the same field: one value is kept, and the other one is listed. All values are in words.
    /// The field is empty if one person has deleted what another one has changed or needs.
    #[error("{}", conflict(field, kept, other))]
    Conflict { field: Box<str>, kept: Box<str>, other: Box<str> },
    /// git has left both sides of a conflict in the file.
    #[error("{}", t!("store-markers"))]
    Markers,
    #[error("{}", t!("store-no-markers"))]
    NoMarkers,
    /// Not a fault: the line ends of the text differ from those of the annotated text, which was reconstructed from it.
    #[error("{}", t!("store-line-ends"))]
    LineEnds,
    /// Not a fault: git is not configured to leave line ends alone.
    #[error("{}", t!("store-no-attributes"))]
    NoAttributes,
    /// This name and its own refer to the same file on some systems.
    #[error("{}", t!("store-twin", other = .0.as_str()))]
    Twin(String),
    /// Both sides have changed a text without entries, so it cannot be merged.
    #[error("{}", t!("store-both-changed"))]
    BothChanged,
    /// A synchronising program has created a second version of the file beside it.
    #[error("{}", t!("store-conflict-copy", program = *.0))]
    ConflictCopy(&'static str),
    /// Not a fault: somebody else had written this file when it was saved here.
    #[error("{}", t!("store-kept-aside"))]
    KeptAside,
    /// Somebody else has replaced the text of the article.
    #[error("{}", t!("store-text-outside"))]
    TextOutside,
    /// The file was removed by another program while it was open here.
    #[error("{}", t!("store-gone"))]
    Gone,
    /// Not a fault, unless nobody made this change on purpose.
    #[error("{}", t!("store-changed-outside"))]
    ChangedOutside,
    /// Not a fault: the files are of an older version and were backed up.
    #[error("{}", t!("store-backed-up"))]
    BackedUp,
    /// Not a fault: changes that were only in the journal were recovered.
    #[error("{}", t!("store-recovered", count = *.0))]
    Recovered(usize),
    /// Not a fault: this many of the recovered changes were merged with what somebody else had changed since.
    #[error("{}", t!("store-merged-back", count = *.0))]
    MergedBack(usize),
    /// A copy of a file as somebody else had left it, before conflicting changes from the journal were merged into it.
    #[error("{}", t!("store-kept-before-merge"))]
    KeptBeforeMerge,
    /// Changes that another process or computer has not yet written into the files.
    #[error("{}", t!("store-unrecovered", writer = .0.as_str()))]
    Unrecovered(String),
    #[error("{}", t!("store-journal-torn", bytes = *.0))]
    JournalTorn(usize),
    #[error("{}", t!("store-journal-damaged", bytes = *.0))]
    JournalDamaged(usize),
    #[error("{}", t!("store-not-replayed", name = name.as_str(), reason = reason.as_str()))]
    NotReplayed { name: String, reason: String },
    #[error("{}", t!("store-archive-bad", message = .0.as_str()))]
    ArchiveBad(String),
    /// A name that leads out of the zip, or that is not allowed on some systems.
    #[error("{}", t!("store-archive-name", name = .0.as_str()))]
    ArchiveName(String),
    /// Two entries whose names are the same on some systems.
    #[error("{}", t!("store-archive-twice", name = .0.as_str()))]
    ArchiveTwice(String),
    #[error("{}", t!("store-archive-link", name = .0.as_str()))]
    ArchiveLink(String),
    #[error("{}", t!("store-archive-locked", name = .0.as_str()))]
    ArchiveLocked(String),
    #[error("{}", t!("store-archive-encoding", name = .0.as_str()))]
    ArchiveEncoding(String),
    #[error("{}", t!("store-archive-several", names = .0.as_str()))]
    ArchiveSeveral(String),
    #[error("{}", t!("store-archive-too-many", count = *.0))]
    ArchiveTooMany(usize),
    #[error("{}", t!("store-archive-too-large"))]
    ArchiveTooLarge,
    #[error("{}", t!("store-manifest-damaged"))]
    ManifestDamaged,
}

impl ProblemKind {
    /// Whether everything in the file was taken all the same.
    pub(crate) const fn loses_nothing(&self) -> bool {
        matches!(self, Self::KeyTaken { .. } | Self::Conflict { .. })
    }

    pub(in crate::store) fn from_io(error: &io::Error) -> Self {
        match LeadsOut::of(error) {
            Some(LeadsOut::Special(_) | LeadsOut::File(_) | LeadsOut::Folder(_)) => return Self::NoFile,
            Some(_) => return Self::Link,
            None => {}
        }
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Permission,
            io::ErrorKind::FileTooLarge => Self::TooLarge,
            _ => Self::Io(error.to_string()),
        }
    }
}

impl Problem {
    pub(in crate::store) fn new(path: &Path, place: impl Into<String>, kind: ProblemKind) -> Self {
        Self { path: path.to_owned(), place: place.into(), kind }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, path) = (self.kind.to_string(), self.path.display().to_string());
        f.write_str(&if self.place.is_empty() {
            t!("store-problem", what = what, path = path)
        } else {
            t!("store-problem-at", what = what, place = self.place.as_str(), path = path)
        })
    }
}

/// The parties of a project that have the same name as an earlier one.
pub(crate) fn parties_of_one_name(folder: &Path, project: &Project) -> Vec<Problem> {
    let path = layout::path_of(folder, &Touched::Project);
    let one = |(first, second): (&Party, &Party)| {
        let (name, first, second) = (second.name.as_str().into(), first.id.as_str().into(), second.id.as_str().into());
        Problem::new(&path, "", ProblemKind::SameName { name, first, second })
    };
    project.parties_of_one_name().into_iter().map(one).collect()
}

/// The values of statements that do not fit the codebook.
pub(crate) fn misfits(folder: &Path, project: &Project) -> Vec<Problem> {
    let problem = |found: PlacedMisfit| {
        let PlacedMisfit { holder, misfit } = found;
        let (touched, place) = match holder {
            MisfitHolder::Party(id) => (Touched::Project, t!("store-place-party", id = id.as_str())),
            MisfitHolder::InLayer { document, annotator, part } => {
                let place = match part {
                    LayerPart::Statement(id) => t!("store-place-statement", id = id.to_string()),
                    LayerPart::Relation(id) => t!("store-place-relation", id = id.to_string()),
                    LayerPart::Article => t!("store-place-document-values"),
                };
                let touched = match annotator {
                    Some(annotator) => Touched::Layer(document, annotator),
                    None => Touched::Review(document),
                };
                (touched, place)
            }
        };
        Problem::new(&layout::path_of(folder, &touched), place, ProblemKind::Misfit(misfit))
    };
    misfits::of_project(project, None).into_iter().map(problem).collect()
}

/// Why a file could not be written: advice on what to do, or else the system's own message.
pub(crate) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => t!("store-why-full"),
        io::ErrorKind::PermissionDenied => t!("store-why-permission"),
        io::ErrorKind::ReadOnlyFilesystem => t!("store-why-read-only"),
        io::ErrorKind::NotFound => t!("store-why-gone"),
        _ => error.to_string(),
    }
}

/// A project could not be opened, created or saved. No data was destroyed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// `project.ron` itself cannot be read, so there is no project to open.
    #[error("{0}")]
    Unreadable(Problem),
    #[error("{}", t!("store-not-empty", path = .0.display().to_string()))]
    NotEmpty(PathBuf),
    /// The text of a document is written only once, and the file in its place has a different text.
    #[error("{}", t!("store-text-differs", path = .0.display().to_string()))]
    TextDiffers(PathBuf),
    #[error("{}", t!("store-write", message = why(source), path = path.display().to_string()))]
    Write { path: PathBuf, source: io::Error },
    /// The backup before a migration could not be made, so the files are unchanged.
    #[error("{}", t!("store-backup", message = source.to_string(), path = path.display().to_string()))]
    Backup { path: PathBuf, source: io::Error },
    #[error("{}", t!("store-encode", message = source.to_string(), path = path.display().to_string()))]
    Encode { path: PathBuf, source: ron::Error },
}

/// Describes a conflict for people.
fn conflict(field: &str, kept: &str, other: &str) -> String {
    let side = |value: &str| {
        if value.is_empty() { t!("conflicts-nothing") } else { t!("store-conflict-value", value = value) }
    };
    if field.is_empty() {
        return t!("store-conflict-entry");
    }
    t!("store-conflict", field = field, kept = side(kept), other = side(other))
}
