//! The writers whose journals a project contains: this computer, including under its earlier names, and others.

use std::collections::BTreeSet;
use std::path::Path;

use crate::store::format::reader::Opened;
use crate::store::journal::segments;
use crate::store::layout::{computer, names};
use crate::store::lock;
use crate::store::problem::{Problem, ProblemKind};

/// The other writers whose journals contain records, as problems.
pub(crate) fn other_writers(project: &Path, writer: &str) -> Vec<Problem> {
    let folder = segments::folder(project);
    let writers = unrecovered_writers(project, writer).into_iter();
    writers.map(|of| Problem::new(&folder, "", ProblemKind::Unrecovered(of))).collect()
}

/// The other writers whose journals contain records.
pub(crate) fn unrecovered_writers(project: &Path, writer: &str) -> Vec<String> {
    let mut writers: Vec<String> = segments::names(project)
        .unwrap_or_default()
        .iter()
        .filter_map(|name| segments::parse_name(name, ".journal"))
        .filter(|(of, _)| *of != writer)
        .map(|(of, _)| of.to_owned())
        .collect();
    writers.dedup();
    // Who has the project open writes it all soon.
    let (own, layers) = (computer::writer_name(), lock::written_layers(project));
    let open = lock::is_open(project);
    writers.retain(|of| match of.split_once('~') {
        Some((host, annotator)) => host != own || !layers.iter().any(|layer| names::layer_name(layer) == annotator),
        None => *of != own || !open,
    });
    writers
}

/// The writers whose journals belong to this computer, even if its name was different when it wrote them: the
/// computer's permanent number proves it. The writer with the present name comes last.
pub(crate) fn own_writers(project: &Path) -> Vec<String> {
    let own = computer::writer_name();
    let found = segments::names(project).unwrap_or_default();
    let writers: BTreeSet<&str> = found
        .iter()
        .filter_map(|name| segments::parse_name(name, ".journal").or_else(|| segments::parse_name(name, ".manifest")))
        .map(|(writer, _)| writer)
        .collect();
    let number = |writer: &str| {
        let (_, number) = writer.split('~').next()?.rsplit_once('-')?;
        (!number.is_empty()).then(|| number.to_owned())
    };
    let is_own = |writer: &&str| {
        writer.split('~').next() == Some(&own) || number(writer) == number(&own) && number(&own).is_some()
    };
    let mut found: Vec<String> = writers.into_iter().filter(is_own).map(str::to_owned).collect();
    found.sort_by_key(|writer| writer.split('~').next() == Some(&own));
    found
}

/// For a project opened for reading, reports the changes that are in journals and not in its files.
pub(crate) fn note_unrecovered(project: &Path, opened: &mut Opened) {
    opened.problems.extend(other_writers(project, ""));
}
