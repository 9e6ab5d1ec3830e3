//! Opens a project for a verb, and holds the refusals that several verbs share.

use std::path::Path;

use super::terminal::{complain, complain_all};
use crate::disk;
use crate::edit::change::Edit;
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::settings;
use crate::store::keeping::OpenForWriting;
use crate::store::{self, Opened};
use crate::t;
use crate::text::encoding::Encoding;

/// Opens a project and reports on standard error what is wrong with it.
///
/// # Errors
/// The project cannot be opened at all.
pub fn open(folder: &Path) -> anyhow::Result<Opened> {
    let mut opened = store::open(folder)?;
    store::keeping::writers::note_unrecovered(folder, &mut opened);
    complain_all(opened.notes.iter().chain(&opened.problems));
    Ok(opened)
}

/// Opens a project for writing, with the changes recovered from the journal, and reports on standard error what is
/// wrong with it.
///
/// # Errors
/// The project is open elsewhere or cannot be opened at all.
pub(crate) fn open_for_writing(folder: &Path, annotator: Option<&AnnotatorId>) -> anyhow::Result<OpenForWriting> {
    let writer = annotator.cloned().or_else(person).unwrap_or_else(nobody);
    let opened = store::keeping::open(folder, lock(folder)?, disk::chosen(), |_| writer, || {})?;
    tell_of(&opened);
    annotator.map_or(Ok(()), |annotator| check_new(opened.session.project(), annotator))?;
    Ok(opened)
}

/// Refuses a new annotator whose name is not a valid file name on Windows.
///
/// # Errors
/// Names it.
pub(crate) fn check_new(project: &Project, annotator: &AnnotatorId) -> anyhow::Result<()> {
    if annotator.is_device() && !project.people().contains(annotator) {
        anyhow::bail!(t!("id-device", id = annotator.as_str()));
    }
    no_twin(project, Some(annotator))
}

/// Locks a project for writing. A note left by another computer is reported but does not prevent it: the files are
/// merged.
///
/// # Errors
/// It is open on this computer, or cannot be written.
pub(crate) fn lock(folder: &Path) -> Result<store::Lock, store::LockError> {
    match store::Lock::acquire(folder) {
        Err(noted @ store::LockError::Noted { .. }) => {
            complain(&noted.to_string());
            store::Lock::acquire_anyway(folder)
        }
        lock => lock,
    }
}

/// Reports on standard error what must be known about a project that was opened for writing.
pub(crate) fn tell_of(opened: &OpenForWriting) {
    if let Some(note) = &opened.left_behind {
        complain(&t!(
            "status-left-behind",
            pid = note.pid.as_str(),
            since = crate::text::clock::when_noted(&note.since)
        ));
    }
    complain_all(opened.notes.iter().chain(&opened.problems));
}

/// A project opened for reading only or for writing.
pub(crate) enum Access {
    Read(Box<Opened>),
    Write(Box<OpenForWriting>),
}

impl Access {
    /// Opens a project, for writing only if `write` is set.
    ///
    /// # Errors
    /// It cannot be opened at all, or not for writing.
    pub fn open(folder: &Path, write: bool) -> anyhow::Result<Self> {
        Ok(if write {
            Self::Write(Box::new(open_for_writing(folder, None)?))
        } else {
            Self::Read(Box::new(open(folder)?))
        })
    }

    pub(crate) fn project(&self) -> &Project {
        match self {
            Self::Read(opened) => &opened.project,
            Self::Write(opened) => opened.session.project(),
        }
    }

    /// The number of problems found in it.
    pub(crate) fn problems(&self) -> usize {
        match self {
            Self::Read(opened) => opened.problems.len(),
            Self::Write(opened) => opened.problems.len(),
        }
    }

    /// Applies one edit and waits until it is on disk; does nothing if the project was opened for reading.
    ///
    /// # Errors
    /// It does not fit, changes a damaged file, or cannot be written.
    pub(crate) fn apply(&mut self, folder: &Path, gesture: &'static str, edit: Edit) -> anyhow::Result<()> {
        let Self::Write(opened) = self else { return Ok(()) };
        check_writable(folder, opened, &edit)?;
        opened.session.apply(gesture, edit)?;
        opened.wait_saved().map_err(anyhow::Error::msg)
    }
}

/// Refuses an edit that would change a damaged file, since these are never written.
///
/// # Errors
/// Names the file.
pub(crate) fn check_writable(folder: &Path, opened: &OpenForWriting, edit: &Edit) -> anyhow::Result<()> {
    match opened.protected.hit_by(opened.session.project(), edit) {
        Some(file) => {
            anyhow::bail!(t!("status-refused-protected", path = store::path_of(folder, &file).display().to_string()))
        }
        None => Ok(()),
    }
}

/// Refuses an annotator whose name differs from another's only in case or in the form of a letter: on some systems both
/// would have the same file.
///
/// # Errors
/// Names both.
pub(crate) fn no_twin(project: &Project, annotator: Option<&AnnotatorId>) -> anyhow::Result<()> {
    let twin = annotator.and_then(|annotator| Some((annotator, project.twin_of(annotator)?)));
    match twin {
        Some((annotator, twin)) => {
            anyhow::bail!(t!("edit-twin", id = annotator.as_str(), other = twin.as_str()))
        }
        None => Ok(()),
    }
}

/// Refuses documents that the project does not have.
///
/// # Errors
/// Names the first of them.
pub(crate) fn known_documents(project: &Project, documents: &[DocumentId]) -> anyhow::Result<()> {
    match documents.iter().find(|id| !project.documents.contains_key(id)) {
        Some(id) => Err(anyhow::anyhow!(t!("export-unknown-document", id = id.as_str()))),
        None => Ok(()),
    }
}

/// The person working here: the name given in the window, or else the system's name for them. Never an annotator who
/// just happens to have worked on the project.
pub(crate) fn person() -> Option<AnnotatorId> {
    settings::load().person().or_else(settings::system_person)
}

/// The name recorded for verbs that change nobody's layer, if nothing is known about the person.
pub(crate) fn nobody() -> AnnotatorId {
    AnnotatorId::from_name("", |_| false)
}

/// Parses the name of an encoding, for the arguments of verbs.
pub(crate) fn parse_encoding(name: &str) -> Result<Encoding, String> {
    let known = || Encoding::ALL.iter().map(|encoding| encoding.name()).collect::<Vec<_>>().join(", ");
    Encoding::from_name(name).ok_or_else(|| plain(&t!("cli-add-encoding", known = known())))
}
