//! spaCy's own `.spacy` files, one for each annotator, and beside each the exact spans as JSON Lines.
//!
//! A file is a `DocBin`: MessagePack, compressed with zlib. Statements are in `doc.spans["sc"]`, because `doc.ents` cannot
//! hold what overlaps; they are widened to whole tokens, and the parts of a statement are spans of their own. Strings are
//! written as the 64-bit keys that spaCy computes from them.

mod keys;
mod pack;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use self::keys::Keys;
use self::pack::Packed;
use super::dataset::{Dataset, DatasetLayer};
use super::labels::Labels;
use super::output::FileSet;
use super::text_tokens::{covering, tokens_of};
use super::{ExportError, Form, Format, Options, Writer, loss, prodigy, sidecar};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "spacy",
    title: || t!("panel-export-spacy"),
    endings: &[],
    form: Form::Binary,
    purpose: super::Purpose::Training,
    loses: &[&prodigy::INSIDE_WORDS, &loss::TIMES, &loss::PROVENANCE],
    options: &[],
    writer: Some(Writer::Folder(write)),
    reader: None,
};

/// The attribute that tokens are stored by: `ORTH`, their text.
const ORTH: u64 = 65;
/// The group of spans that spaCy's span categoriser reads.
const GROUP: &str = "sc";

fn write(dataset: &Dataset<'_>, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let labels = Labels::of(&dataset.project.codebook, |_| true);
    sidecar::write(dataset, files.file(sidecar::NAME)?)?;
    let mut layers: BTreeMap<&str, Vec<&DatasetLayer<'_>>> = BTreeMap::new();
    for layer in &dataset.layers {
        layers.entry(layer.annotator).or_default().push(layer);
    }
    let keys = Keys::new();
    for (annotator, layers) in layers {
        let mut bin = DocBin::new(&keys);
        for layer in &layers {
            bin.add(layer)?;
        }
        bin.write(files.file(&format!("{annotator}.spacy"))?)?;
        let out = files.file(&format!("{annotator}.jsonl"))?;
        for layer in &layers {
            let line = prodigy::line_of(layer, &labels)?;
            serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// The documents of one file.
struct DocBin<'k> {
    keys: &'k Keys,
    tokens: Vec<u8>,
    spaces: Vec<u8>,
    lengths: Vec<u8>,
    strings: BTreeSet<String>,
    groups: Vec<Vec<u8>>,
}

impl<'k> DocBin<'k> {
    fn new(keys: &'k Keys) -> Self {
        let (tokens, spaces, lengths, groups) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { keys, tokens, spaces, lengths, strings: BTreeSet::new(), groups }
    }

    fn add(&mut self, layer: &DatasetLayer<'_>) -> Result<(), ExportError> {
        let tokens = tokens_of(layer.document);
        for token in &tokens {
            self.tokens.extend(self.keys.of(token.text).to_le_bytes());
            self.spaces.push(u8::from(token.has_blank));
            self.strings.insert(token.text.to_owned());
        }
        self.lengths.extend(number(tokens.len())?.to_le_bytes());
        let mut spans = Vec::new();
        for statement in layer.statements() {
            for span in &statement.spans {
                let ([start, end], _) = layer.locate(&statement.id, *span)?;
                let Some(range) = covering(&tokens, start, end) else { continue };
                let edges = tokens.get(range.start).zip(tokens.get(range.end - 1));
                let Some((first, last)) = edges else { continue };
                let label = statement.kind.as_str();
                self.strings.insert(label.to_owned());
                let mut bytes = [0_u64, 0, self.keys.of(label)].map(u64::to_be_bytes).concat();
                for place in [range.start, range.end, first.start, last.end] {
                    bytes.extend(number(place)?.to_be_bytes());
                }
                spans.push(bytes);
            }
        }
        let mut group = Packed::default();
        group.map(3).text("name").text(GROUP).text("attrs").map(0).text("spans").list(spans.len());
        spans.iter().for_each(|span| _ = group.bytes(span));
        let mut groups = Packed::default();
        groups.map(1).bytes(&group.0).list(1).text(GROUP);
        self.groups.push(groups.0);
        Ok(())
    }

    fn write(self, out: &mut dyn Write) -> std::io::Result<()> {
        let mut bin = Packed::default();
        bin.map(9).text("version").text("0.1").text("attrs").list(1).number(ORTH);
        bin.text("tokens").bytes(&self.tokens).text("spaces").bytes(&self.spaces);
        bin.text("lengths").bytes(&self.lengths).text("strings").list(self.strings.len());
        self.strings.iter().for_each(|string| _ = bin.text(string));
        bin.text("cats").list(self.groups.len());
        self.groups.iter().for_each(|_| _ = bin.map(0));
        bin.text("flags").list(self.groups.len());
        self.groups.iter().for_each(|_| _ = bin.map(1).text("has_unknown_spaces").no());
        bin.text("span_groups").list(self.groups.len());
        self.groups.iter().for_each(|groups| _ = bin.bytes(groups));
        let mut encoder = ZlibEncoder::new(out, Compression::default());
        encoder.write_all(&bin.0)?;
        encoder.finish()?;
        Ok(())
    }
}

/// A number of tokens or code points as spaCy stores it.
fn number(count: usize) -> Result<i32, ExportError> {
    let too_large = |_| std::io::Error::other(t!("export-spacy-too-large"));
    Ok(i32::try_from(count).map_err(too_large)?)
}
