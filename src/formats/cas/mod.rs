//! UIMA CAS, as INCEpTION and DKPro exchange it: JSON 0.4.0 and XMI, a file for each layer in one folder.
//!
//! Offsets are UTF-16 units. Statements, cues, mentions and excluded passages are annotations of the types
//! `bayan.Statement`, `bayan.Cue`, `bayan.Mention` and `bayan.Excluded`; a statement of several spans is one annotation
//! a span with the same `sid`, numbered by `part`. The links of the chain to their cues and mentions are
//! `bayan.SourceLink`s with the roles `cue 1`, `mention 1` …, counted from the outermost reporter. `bayan-layers.json`
//! beside the files defines these layers for INCEpTION (Settings → Layers → Import), which must know them first.

mod attribute;
mod gather;
mod json;
pub(super) mod layers;
mod read;
mod structure;
pub(super) mod types;
mod xmi;

use super::format::{Form, Format, Reader, Writer};
use super::input::Input;
use super::{Confidence, loss};
use crate::t;

/// The row of CAS JSON in [`super::FORMATS`].
pub static JSON: Format = Format {
    id: "cas-json",
    title: || t!("panel-export-cas-json"),
    endings: &[],
    form: Form::Lines,
    purpose: super::Purpose::Tool,
    loses: &[&loss::RELATION_ATTRIBUTES, &loss::ATTRIBUTE_PLACES, &loss::DECISION_DETAILS, &loss::NOTHING_DECISIONS],
    options: &[],
    writer: Some(Writer::Folder(json::write)),
    reader: Some(Reader { folders: true, streams: false, recognise: recognise_json, read: read::read_json }),
};

/// The row of CAS XMI in [`super::FORMATS`].
pub static XMI: Format = Format {
    id: "cas-xmi",
    title: || t!("panel-export-cas-xmi"),
    endings: &[],
    form: Form::Lines,
    purpose: super::Purpose::Tool,
    loses: &[
        &loss::CONTROLS,
        &loss::RELATION_ATTRIBUTES,
        &loss::ATTRIBUTE_PLACES,
        &loss::DECISION_DETAILS,
        &loss::NOTHING_DECISIONS,
    ],
    options: &[],
    writer: Some(Writer::Folder(xmi::write)),
    reader: Some(Reader { folders: true, streams: false, recognise: recognise_xmi, read: read::read_xmi }),
};

fn recognise_json(input: &Input) -> Confidence {
    recognise(input, ".json", |bytes| {
        let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
        bytes.trim_ascii_start().starts_with(b"{") && (has(b"\"%TYPES\"") || has(b"\"%FEATURE_STRUCTURES\""))
    })
}

fn recognise_xmi(input: &Input) -> Confidence {
    recognise(input, ".xmi", |bytes| {
        let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
        has(b"http://www.omg.org/XMI") && has(b"/uima/cas.ecore")
    })
}

/// `Certain` if a file is of the format, or the first file of a folder that has the ending and is not one of those
/// beside the layers.
fn recognise(input: &Input, ending: &str, is_one: impl Fn(&[u8]) -> bool) -> Confidence {
    let is_certain = match input.bytes() {
        Some(bytes) => is_one(bytes),
        None => {
            let mut candidates = input.files().iter().filter(|file| read::is_layer_file(file, ending));
            candidates.next().is_some_and(|file| input.beginning_of(file).is_ok_and(|bytes| is_one(&bytes)))
        }
    };
    if is_certain { Confidence::Certain } else { Confidence::No }
}
