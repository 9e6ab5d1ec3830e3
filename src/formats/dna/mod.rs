//! Databases of Discourse Network Analyzer (`.dna`): SQLite, written as its version 3, read of versions 2 and 3.
//!
//! A network is made within one type of statements, so all statements are of the type `Bayan Statement`, and the kind is
//! one of its variables. The speaker is the variable `organization`, those who report are `source`, topic and stance are
//! `concept` and `agreement`. Offsets are UTF-16 units of a text whose line ends are LF. What DNA has no column for is in
//! the notes of a document and in the attributes of an entity.

mod password;
mod read;
mod schema;
mod texts;
mod write;

use super::Confidence;
use super::format::{Form, Format, Purpose, Reader, Writer};
use super::input::Input;
use super::loss::{self, LossKind};
use crate::model::statement::Stance;
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "dna",
    title: || t!("panel-export-dna"),
    endings: &["dna"],
    form: Form::Binary,
    purpose: Purpose::Statistics,
    loses: &[
        &loss::RELATIONS,
        &loss::MENTIONS,
        &CUES,
        &GAPS,
        &NEUTRAL,
        &loss::ATTRIBUTES,
        &loss::TIMES,
        &loss::EXCLUDED,
        &loss::PROVENANCE,
        &LINE_ENDS,
        &LONG,
    ],
    options: &[],
    writer: Some(Writer::File(write::write)),
    reader: Some(Reader { folders: false, recognise, read: read::read }),
};

/// How every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// The place of the number in the head of the file by which ours are known.
const APPLICATION_ID_BYTES: std::ops::Range<usize> = 68..72;

/// Reporting verbs.
static CUES: LossKind = LossKind {
    id: "cues",
    count: |dataset| dataset.statements().flat_map(|s| &s.chain).filter(|link| link.cue.is_some()).count(),
    describe: |count| t!("export-loss-cues", count = count),
};

/// Statements of several spans, which become one span over all of them.
static GAPS: LossKind = LossKind {
    id: "gaps",
    count: |dataset| dataset.statements().filter(|statement| statement.spans.len() > 1).count(),
    describe: |count| t!("export-loss-gaps", count = count),
};

/// Neutral stances: the number for them is also that for none.
static NEUTRAL: LossKind = LossKind {
    id: "neutral",
    count: |dataset| dataset.statements().filter(|statement| statement.stance == Some(Stance::Neutral)).count(),
    describe: |count| t!("export-loss-neutral", count = count),
};

/// Line ends other than LF.
static LINE_ENDS: LossKind = LossKind {
    id: "lf-only",
    count: |dataset| {
        let count = |text: &str| text.bytes().filter(|byte| *byte == b'\r').count();
        dataset.documents().map(|document| count(document.content.as_str())).sum()
    },
    describe: |count| t!("export-loss-lf-only", count = count),
};

/// Names, aliases and chains that are longer than a value may be.
static LONG: LossKind = LossKind {
    id: "dna-long",
    count: |dataset| write::long_values(dataset),
    describe: |count| t!("export-loss-dna-long", count = count, most = texts::MOST_CHARS),
};

/// `Certain` for ours and for those whose tables are seen; `Possible` for any other SQLite file.
fn recognise(input: &Input) -> Confidence {
    let Some(bytes) = input.bytes() else { return Confidence::No };
    if !bytes.starts_with(MAGIC) {
        return input.by_ending(&FORMAT);
    }
    let is_ours = bytes.get(APPLICATION_ID_BYTES) == Some(&schema::APPLICATION_ID.to_be_bytes()[..]);
    if is_ours || memchr::memmem::find(bytes, b"STATEMENTTYPES").is_some() {
        Confidence::Certain
    } else {
        Confidence::Possible
    }
}
