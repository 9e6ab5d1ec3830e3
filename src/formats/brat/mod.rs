//! brat's standoff: a folder for each annotator with `<document>.txt` and `<document>.ann`, and the configuration at the top.
//!
//! `T` lines are statements, reporting verbs, mentions and excluded passages; `R` lines `Cue1`, `Mention1` … and relations;
//! `A` lines the attribution and the other fields; `#` lines the notes. Offsets are code points. A span is cut where brat
//! would end a line, and at tabs, because its text must stand on one line. What brat cannot hold of parties, codebook and
//! documents is in [`super::sidecar`].

mod config;
mod names;
mod read;
mod write;

use super::loss::LossKind;
use super::{Form, Format, Reader, Writer, loss};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "brat",
    title: || t!("panel-export-brat"),
    endings: &[],
    form: Form::Lines,
    purpose: super::Purpose::Tool,
    loses: &[
        &loss::ATTRIBUTE_PLACES,
        &loss::RELATION_ATTRIBUTES,
        &loss::IDENTIFIERS,
        &loss::RELATION_IDENTIFIERS,
        &loss::TIMES,
        &loss::PROVENANCE,
        &CUTS,
        &BLANK,
        &UNFIT_ATTRIBUTES,
        &NOTE_MARKS,
    ],
    options: &[],
    writer: Some(Writer::Folder(write::write)),
    reader: Some(Reader { folders: true, streams: false, recognise: read::recognise, read: read::read }),
};

/// Statements, reporting verbs, mentions and passages that have other spans in brat: cut, or joined where two touch.
static CUTS: LossKind = LossKind {
    id: "brat-cuts",
    count: |dataset| dataset.layers.iter().map(write::cut_marks).sum(),
    describe: |count| t!("export-loss-brat-cuts", count = count),
};

/// Spans of nothing but line ends and tabs.
static BLANK: LossKind = LossKind {
    id: "brat-blank",
    count: |dataset| dataset.layers.iter().map(write::blank_marks).sum(),
    describe: |count| t!("export-loss-brat-blank", count = count),
};

/// Named values that become lines of the note.
static UNFIT_ATTRIBUTES: LossKind = LossKind {
    id: "brat-attributes",
    count: |dataset| {
        let attributes = dataset.statements().flat_map(|statement| &statement.attributes);
        attributes.filter(|attribute| !names::fits_attribute(attribute)).count()
    },
    describe: |count| t!("export-loss-brat-attributes", count = count),
};

/// Notes with tabs, unusual line ends or the mark for a line end, which become blanks or ordinary line ends.
static NOTE_MARKS: LossKind = LossKind {
    id: "brat-notes",
    count: |dataset| {
        let statements = dataset.statements().map(|statement| statement.note.as_str());
        let relations = dataset.layers.iter().flat_map(|layer| layer.relations()).map(|r| r.note.as_str());
        let is_changed = |note: &&str| names::on_its_lines(&names::on_one_line(note)) != **note;
        statements.chain(relations).filter(is_changed).count()
    },
    describe: |count| t!("export-loss-brat-notes", count = count),
};
