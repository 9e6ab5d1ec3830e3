//! Which files of a project are never written, because they are damaged, newer, or at odds with their text.
//!
//! One rule applies everywhere: everything that belongs to a protected document is protected too, including the layer
//! of an annotator who has none yet and a review that nobody has begun. A name that some system treats as the name of a
//! protected file is also covered.

use std::collections::BTreeSet;

use crate::edit::change::{Edit, Touched};
use crate::model::project::Project;

/// Files that are never written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protected(BTreeSet<Touched>);

impl Protected {
    /// Whether this file, existing or not, may not be written.
    pub fn covers(&self, file: &Touched) -> bool {
        self.0.contains(file)
            || self.0.iter().any(|known| match (known, file) {
                (Touched::Document(of), Touched::Layer(document, _) | Touched::Review(document)) => of == document,
                // On some systems it is the same file.
                (Touched::Document(one), Touched::Document(other)) => one.is_twin_of(other),
                (Touched::Layer(of, one), Touched::Layer(document, other)) => of == document && one.is_twin_of(other),
                _ => false,
            })
    }

    /// The first of these files that must not be written.
    pub(crate) fn first_of<'f>(&self, files: impl IntoIterator<Item = &'f Touched>) -> Option<&'f Touched> {
        files.into_iter().find(|file| self.covers(file))
    }

    /// A file that this edit would write but must not.
    pub(crate) fn hit_by(&self, project: &Project, edit: &Edit) -> Option<Touched> {
        self.first_of(&edit.touches(project)).cloned()
    }

    /// Whether this exact file was found to be unsound.
    pub fn contains(&self, file: &Touched) -> bool {
        self.0.contains(file)
    }

    pub(crate) fn insert(&mut self, file: Touched) {
        self.0.insert(file);
    }

    /// Removes the files for which this returns false.
    pub(crate) fn retain(&mut self, stays: impl FnMut(&Touched) -> bool) {
        self.0.retain(stays);
    }

    /// The files that were found to be unsound, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Touched> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Touched> for Protected {
    fn extend<I: IntoIterator<Item = Touched>>(&mut self, files: I) {
        self.0.extend(files);
    }
}

impl PartialEq<BTreeSet<Touched>> for Protected {
    fn eq(&self, files: &BTreeSet<Touched>) -> bool {
        self.0 == *files
    }
}
