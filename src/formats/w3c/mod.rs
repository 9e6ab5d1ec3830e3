//! W3C Web Annotation in JSON-LD: one page with an annotation for each statement, relation and excluded passage.
//!
//! A target has the position in code points and the quote with what stands around it. The source of a target is the
//! article's address, or else the SHA-256 of its text. What the model of the W3C has no word for (the chain, the stance,
//! the texts and the parties) has words of `urn:bayan:ns#`; the chain is a `@list`, because the order of other lists is
//! lost on expansion.

mod page;
mod read;
mod write;

use super::{Form, Format, Reader, Writer, loss};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "w3c",
    title: || t!("panel-export-w3c"),
    endings: &["jsonld"],
    form: Form::Lines,
    purpose: super::Purpose::Tool,
    loses: &[&loss::RELATION_ATTRIBUTES, &loss::DOCUMENT_TAGS, &loss::PARTY_DETAILS, &loss::NOTHING_DECISIONS],
    options: &[],
    writer: Some(Writer::File(write::write)),
    reader: Some(Reader { folders: false, streams: true, recognise: read::recognise, read: read::read }),
};

/// The context of the W3C.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
const DOCUMENT_URN: &str = "urn:bayan:document:";
const HASH_URN: &str = "urn:sha256:";
const UUID_URN: &str = "urn:uuid:";
