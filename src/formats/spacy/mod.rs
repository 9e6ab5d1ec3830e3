//! spaCy's own `.spacy` files, one for each annotator, and beside each the exact spans as JSON Lines.
//!
//! A file is a `DocBin`: MessagePack, compressed with zlib. Statements are in `doc.spans["sc"]`, because `doc.ents` cannot
//! hold what overlaps; they are widened to whole tokens, and the parts of a statement are spans of their own. On request
//! those that do not overlap a longer one are entities too. Strings are written as the 64-bit keys that spaCy computes from them.

mod keys;
mod pack;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::Write;
use std::ops::Range;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use self::keys::Keys;
use self::pack::Packed;
use super::dataset::DatasetLayer;
use super::labels::Labels;
use super::loss::LossKind;
use super::output::FileSet;
use super::parts::Parts;
use super::scratch::PutAside;
use super::text_tokens::{Token, covering, tokens_of};
use super::{ExportError, Form, Format, FormatOption, Options, Writer, json, loss, prodigy, sidecar};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "spacy",
    title: || t!("panel-export-spacy"),
    endings: &[],
    form: Form::Binary,
    purpose: super::Purpose::Training,
    loses: &[
        &loss::RELATION_ATTRIBUTES,
        &prodigy::INSIDE_WORDS,
        &WITHOUT_TOKENS,
        &loss::TIMES,
        &loss::ATTRIBUTE_PLACES,
        &loss::PROVENANCE,
    ],
    options: &[&FLAT],
    writer: Some(Writer::Folder(write)),
    reader: None,
};

/// Writes named entities too, for programs that read nothing else.
pub static FLAT: FormatOption = FormatOption {
    loses: &[&NOT_ENTITIES],
    ..FormatOption::flag("flat", || t!("panel-export-flat"), || t!("help-export-flat"))
};

/// Spans of nothing but the blank after a token, which is no token.
static WITHOUT_TOKENS: LossKind = LossKind {
    id: "spacy-without-tokens",
    count: |dataset| dataset.layers.iter().map(without_tokens).sum(),
    describe: |count| t!("export-loss-spacy-without-tokens", count = count),
};

/// Spans that are no entities because a longer one has their tokens, or because they are white space.
static NOT_ENTITIES: LossKind = LossKind {
    id: "spacy-not-entities",
    count: |dataset| dataset.layers.iter().map(not_entities).sum(),
    describe: |count| t!("export-loss-spacy-not-entities", count = count),
};

fn without_tokens(layer: &DatasetLayer<'_>) -> usize {
    let tokens = tokens_of(layer.document);
    let all: usize = layer.statements().map(|statement| statement.spans.len()).sum();
    ranges(layer, &tokens).map_or(0, |ranges| all - ranges.len())
}

fn not_entities(layer: &DatasetLayer<'_>) -> usize {
    let tokens = tokens_of(layer.document);
    ranges(layer, &tokens).map_or(0, |ranges| ranges.len() - entities(&tokens, &ranges).len())
}

/// The attributes of tokens: `ORTH`, their text, and those of entities.
const ORTH: u64 = 65;
const ENT_IOB: u64 = 77;
const ENT_TYPE: u64 = 78;
/// The values of `ENT_IOB`.
const INSIDE: u64 = 1;
const OUTSIDE: u64 = 2;
const BEGINS: u64 = 3;
/// The group of spans that spaCy's span categoriser reads.
const GROUP: &str = "sc";

fn write(dataset: &dyn Parts, options: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let head = dataset.head();
    let labels = Labels::of(&head.project.codebook, |_| true);
    sidecar::write_into(dataset, files)?;
    let keys = Keys::new();
    let mut buffer = Vec::new();
    for (annotator, documents) in dataset.by_annotator() {
        let mut bin = DocBin::new(&keys, options.has(&FLAT));
        let out = files.file(&format!("{annotator}.jsonl"))?;
        dataset.each_layer_of(&documents, |_, layer| {
            if layer.annotator != annotator {
                return Ok(());
            }
            let tokens = tokens_of(layer.document);
            bin.add(layer, &tokens)?;
            Ok(json::write_value(&prodigy::line_of(layer, &tokens, &labels)?, "\n", &mut buffer, out)?)
        })?;
        bin.write(files.file(&format!("{annotator}.spacy"))?)?;
    }
    Ok(())
}

/// The kind of each span that has tokens, and the tokens that it reaches into.
///
/// # Errors
/// A span does not fit its text.
fn ranges<'p>(layer: &DatasetLayer<'p>, tokens: &[Token<'_>]) -> Result<Vec<(&'p str, Range<usize>)>, ExportError> {
    let mut found = Vec::new();
    for statement in layer.statements() {
        for span in &statement.spans {
            let ([start, end], _) = layer.locate(&statement.id, *span)?;
            found.extend(covering(tokens, start, end).map(|range| (statement.kind.as_str(), range)));
        }
    }
    Ok(found)
}

/// The ranges that can be entities, the longest first and of equally long ones the first in the text: they do not overlap,
/// and neither begin nor end with white space.
fn entities<'p>(tokens: &[Token<'_>], ranges: &[(&'p str, Range<usize>)]) -> Vec<(&'p str, Range<usize>)> {
    let is_white = |index: &usize| tokens.get(*index).is_none_or(Token::is_white);
    let mut wanted: Vec<(&str, Range<usize>)> = Vec::with_capacity(ranges.len());
    for (kind, range) in ranges {
        let start = range.clone().find(|index| !is_white(index)).unwrap_or(range.end);
        let end = range.clone().rev().find(|index| !is_white(index)).map_or(start, |last| last + 1);
        if start < end {
            wanted.push((*kind, start..end));
        }
    }
    wanted.sort_by_key(|(_, range)| (Reverse(range.len()), range.start));
    let mut taken = vec![false; tokens.len()];
    wanted.retain(|(_, range)| {
        let Some(own) = taken.get_mut(range.clone()).filter(|own| !own.contains(&true)) else { return false };
        own.fill(true);
        true
    });
    wanted
}

/// The documents of one file. Only its strings are in memory; what is of each token or span is put aside.
struct DocBin<'k> {
    keys: &'k Keys,
    /// Whether tokens have entities.
    is_flat: bool,
    tokens: PutAside,
    spaces: PutAside,
    lengths: PutAside,
    /// With their keys.
    strings: HashMap<String, u64>,
    groups: PutAside,
    documents: usize,
}

impl<'k> DocBin<'k> {
    fn new(keys: &'k Keys, is_flat: bool) -> Self {
        let new = PutAside::default;
        let (tokens, spaces, lengths, groups) = (new(), new(), new(), new());
        Self { keys, is_flat, tokens, spaces, lengths, strings: HashMap::new(), groups, documents: 0 }
    }

    fn add(&mut self, layer: &DatasetLayer<'_>, tokens: &[Token<'_>]) -> Result<(), ExportError> {
        let found = ranges(layer, tokens)?;
        let mut marks = vec![(OUTSIDE, 0); if self.is_flat { tokens.len() } else { 0 }];
        for (kind, range) in if self.is_flat { entities(tokens, &found) } else { Vec::new() } {
            for (index, mark) in marks.iter_mut().enumerate().skip(range.start).take(range.len()) {
                *mark = (if index == range.start { BEGINS } else { INSIDE }, self.keys.of(kind));
            }
        }
        for (index, token) in tokens.iter().enumerate() {
            let key = self.key_of(token.text);
            self.tokens.write_all(&key.to_le_bytes())?;
            if let Some((iob, kind)) = marks.get(index) {
                self.tokens.write_all(&iob.to_le_bytes())?;
                self.tokens.write_all(&kind.to_le_bytes())?;
            }
            self.spaces.write_all(&[u8::from(token.has_blank)])?;
        }
        self.lengths.write_all(&number(tokens.len())?.to_le_bytes())?;
        let mut spans = Vec::new();
        for (label, range) in found {
            let Some((first, last)) = tokens.get(range.start).zip(tokens.get(range.end - 1)) else { continue };
            let key = self.key_of(label);
            let mut bytes = [0_u64, 0, key].map(u64::to_be_bytes).concat();
            for place in [range.start, range.end, first.start, last.end] {
                bytes.extend(number(place)?.to_be_bytes());
            }
            spans.push(bytes);
        }
        let mut group = Packed::default();
        group.map(3).text("name").text(GROUP).text("attrs").map(0).text("spans").list(spans.len());
        spans.iter().for_each(|span| _ = group.bytes(span));
        let mut groups = Packed::default();
        groups.map(1).bytes(&group.0).list(1).text(GROUP);
        let mut packed = Packed::default();
        self.groups.write_all(&packed.bytes(&groups.0).0)?;
        self.documents += 1;
        Ok(())
    }

    /// The key of a string, which the file then has.
    fn key_of(&mut self, string: &str) -> u64 {
        if let Some(key) = self.strings.get(string) {
            return *key;
        }
        let key = self.keys.of(string);
        self.strings.insert(string.to_owned(), key);
        key
    }

    fn write(self, out: &mut dyn Write) -> std::io::Result<()> {
        if [&self.tokens, &self.spaces, &self.lengths].iter().any(|part| u32::try_from(part.len()).is_err()) {
            return Err(too_large());
        }
        let mut encoder = ZlibEncoder::new(out, Compression::default());
        let mut bin = Packed::default();
        let attributes: &[u64] = if self.is_flat { &[ORTH, ENT_IOB, ENT_TYPE] } else { &[ORTH] };
        bin.map(9).text("version").text("0.1").text("attrs").list(attributes.len());
        attributes.iter().for_each(|attribute| _ = bin.number(*attribute));
        for (name, part) in [("tokens", &self.tokens), ("spaces", &self.spaces), ("lengths", &self.lengths)] {
            bin.text(name).bytes_head(part.len());
            bin.pass_on(&mut encoder)?;
            part.copy_to(&mut encoder)?;
        }
        // In order, so that the same project is always the same bytes.
        let mut strings: Vec<String> = self.strings.into_keys().collect();
        strings.sort_unstable();
        bin.text("strings").list(strings.len());
        strings.iter().for_each(|string| _ = bin.text(string));
        bin.text("cats").list(self.documents);
        (0..self.documents).for_each(|_| _ = bin.map(0));
        bin.text("flags").list(self.documents);
        (0..self.documents).for_each(|_| _ = bin.map(1).text("has_unknown_spaces").no());
        bin.text("span_groups").list(self.documents);
        bin.pass_on(&mut encoder)?;
        self.groups.copy_to(&mut encoder)?;
        encoder.finish()?;
        Ok(())
    }
}

/// A number of tokens or code points as spaCy stores it.
fn number(count: usize) -> Result<i32, ExportError> {
    Ok(i32::try_from(count).map_err(|_| too_large())?)
}

fn too_large() -> std::io::Error {
    std::io::Error::other(t!("export-spacy-too-large"))
}
