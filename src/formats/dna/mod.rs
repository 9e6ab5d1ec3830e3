//! Databases of Discourse Network Analyzer (`.dna`): SQLite, written as its version 3, read of versions 2 and 3.
//!
//! A network is made within one type of statements, so all statements are of the type `Bayan Statement`, and the kind is
//! one of its variables. The speaker is the variable `organization`, those who report are `source`, topic and stance are
//! `concept` and `agreement`. Offsets are UTF-16 units of a text whose line ends are LF. What DNA has no column for is in
//! the notes of a document and in the attributes of an entity. With [`PLAIN`], the type is DNA's own, `DNA Statement`, so
//! that the file can be merged into the databases of others; it holds only for whom or against what somebody speaks.
//!
//! [`EVENTS`] is the table of statements that DNA exports for R: nothing reads it back but tables of statements on articles
//! that are here.

mod events;
mod password;
mod read;
mod schema;
mod texts;
mod values;
mod write;

use super::Confidence;
use super::format::{Form, Format, FormatOption, OptionValue, Options, Purpose, Reader, Writer};
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
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
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
    options: &[&PLAIN],
    writer: Some(Writer::File(write::write)),
    reader: Some(Reader { folders: false, streams: false, recognise, read: read::read }),
};

/// The row of event lists.
pub static EVENTS: Format = Format {
    id: "dna-events",
    title: || t!("panel-export-dna-events"),
    endings: &["csv"],
    form: Form::Records,
    purpose: Purpose::Statistics,
    loses: &[
        &loss::RELATIONS,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::MENTIONS,
        &CUES,
        &GAPS,
        &loss::ATTRIBUTES,
        &loss::TIMES,
        &loss::EXCLUDED,
        &loss::PROVENANCE,
        &loss::ALIASES,
        &loss::PARENTS,
        &LONG_CHAINS,
        &events::MARKS,
        &loss::TEXTS,
    ],
    options: &[&PLAIN],
    writer: Some(Writer::File(events::write)),
    // It is a table of statements, which is read as one.
    reader: None,
};

/// DNA's own type of statements instead of ours.
pub static PLAIN: FormatOption = FormatOption {
    id: "plain",
    title: || t!("panel-export-plain"),
    help: || t!("help-export-plain"),
    value: OptionValue::Flag,
    loses: &[
        &WITHOUT_CONCEPT,
        &KINDS,
        &REPORTERS,
        &loss::ADDRESSEES,
        &QUOTATIONS,
        &loss::NOTES,
        &loss::IDENTIFIERS,
        &LONG_NAMES,
    ],
    spares: &[&NEUTRAL, &LONG, &LONG_CHAINS],
};

/// The type of statements that these options ask for.
fn type_of(options: &Options) -> &'static schema::StatementType {
    if options.has(&PLAIN) { &schema::PLAIN } else { &schema::BAYAN }
}

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
    count: |dataset| values::long_names(dataset) + values::long_chains(dataset),
    describe: |count| t!("export-loss-dna-long", count = count, most = texts::MOST_CHARS),
};

/// The names and aliases alone, where there are no chains.
static LONG_NAMES: LossKind = LossKind {
    id: "dna-long-names",
    count: values::long_names,
    describe: |count| t!("export-loss-dna-long", count = count, most = texts::MOST_CHARS),
};

/// The chains alone, where there are no aliases and names may be long.
static LONG_CHAINS: LossKind = LossKind {
    id: "dna-long-chains",
    count: values::long_chains,
    describe: |count| t!("export-loss-dna-long", count = count, most = texts::MOST_CHARS),
};

/// Statements that DNA's own type has no place for.
static WITHOUT_CONCEPT: LossKind = LossKind {
    id: "dna-without-concept",
    count: |dataset| dataset.statements().filter(|statement| !schema::PLAIN.holds(statement)).count(),
    describe: |count| t!("export-loss-dna-without-concept", count = count),
};

/// The kinds of statements, which are all of one type.
static KINDS: LossKind = LossKind {
    id: "dna-kinds",
    count: |dataset| dataset.statements().count(),
    describe: |count| t!("export-loss-dna-kinds", count = count),
};

/// Those who report what somebody else has said.
static REPORTERS: LossKind = LossKind {
    id: "dna-reporters",
    count: |dataset| dataset.statements().filter(|statement| statement.chain.len() > 1).count(),
    describe: |count| t!("export-loss-dna-reporters", count = count),
};

/// The ways of quoting.
static QUOTATIONS: LossKind = LossKind {
    id: "dna-quotations",
    count: |dataset| dataset.statements().filter(|statement| statement.quotation.is_some()).count(),
    describe: |count| t!("export-loss-dna-quotations", count = count),
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
