//! Label Studio's JSON: a task for each document with an annotation for each annotator, and the labelling configuration
//! in a file beside it.
//!
//! A span is a region with one label; what else is known of a statement are further results on the same region. Reporting
//! verbs, mentions and excluded passages are regions of their own, tied by relations. The annotators are in `data.layers`
//! in the order of the annotations, because `completed_by` would have to name a user of the server. Offsets are code
//! points.

mod config;
mod names;
mod read;
mod write;

use super::{Form, Format, Reader, Writer, loss};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "label-studio",
    title: || t!("panel-export-label-studio"),
    endings: &["json"],
    form: Form::Lines,
    purpose: super::Purpose::Tool,
    loses: &[
        &loss::ATTRIBUTES,
        &loss::RELATION_IDENTIFIERS,
        &loss::RELATION_NOTES,
        &loss::RELATION_ATTRIBUTES,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::TIMES,
        &loss::PARTY_NAMES,
        &loss::ALIASES,
        &loss::PARENTS,
        &loss::PROVENANCE,
    ],
    options: &[],
    writer: Some(Writer::FileAndBeside { write: write::write, ending: "config.xml", beside: config::write }),
    reader: Some(Reader { folders: false, streams: true, recognise: read::recognise, read: read::read }),
};
