//! The codebook alone: `.qdc`.

use std::io::Write;

use super::book::{self, Book, FoundCode, Group};
use crate::formats::found::{LayerMaker, Names};
use crate::formats::incoming::LayerSink;
use crate::formats::input::Input;
use crate::formats::parts::Parts;
use crate::formats::sidecar::Sidecar;
use crate::formats::{ExportError, Options, xml};
use crate::model::id::PartyId;
use crate::t;

pub(super) fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut text = concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        "\n",
        r#"<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Bayan">"#
    )
    .to_owned();
    Book::of(dataset.head().project).write(&mut text);
    text.push_str("</CodeBook>\n");
    out.write_all(text.as_bytes())?;
    Ok(())
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    match xml::parse(input.bytes().unwrap_or_default()) {
        Ok(root) if root.local() == "CodeBook" => {
            let mut maker = LayerMaker::of_ids(Sidecar::default());
            let codes = root.child("Codes").map(book::found).unwrap_or_default();
            define(&codes, true, maker.names_mut());
            let (parties, codebook) = maker.into_lists();
            sink.take_codebook(1, parties, codebook);
        }
        Ok(_) => sink.warn(1, t!("import-qda-no-codebook")),
        Err(message) => sink.warn(1, message),
    }
}

/// Enters what the codes stand for into the names of the import. A kind or a topic without an identifier of ours is entered
/// when a codebook alone is read; beside statements it is a label, which may be found in the project by its name.
pub(super) fn define(codes: &[FoundCode], all: bool, names: &mut Names) {
    for code in codes {
        match code.group {
            Group::Kind if all || code.id.is_some() => {
                names.define_kind(code.id.as_deref(), &code.name, &code.definition);
            }
            Group::Topic if all || code.id.is_some() => {
                names.define_topic(code.id.as_deref(), &code.name, &code.definition);
            }
            Group::Speaker | Group::Via | Group::Addressee => {
                let parent = code.parent.and_then(|place| codes.get(place));
                let parent: Option<PartyId> = parent.and_then(|parent| names.party(parent.key()));
                names.define_party(code.id.as_deref(), &code.name, code.aliases.clone(), parent);
            }
            Group::Kind | Group::Topic | Group::Stance | Group::Quotation | Group::Attribution => {}
        }
    }
}
