//! Writes the tables, the texts, and the codebook beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::{DOCUMENT_START, ENDING};
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::output::FileSet;
use crate::formats::text_tokens::{Token, covering, is_aligned, tokens_of};
use crate::formats::{ExportError, Options, sidecar};
use crate::text::segment::sentences;

pub(super) fn write(dataset: &Dataset<'_>, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    sidecar::write(dataset, files.file(sidecar::NAME)?)?;
    for document in dataset.documents() {
        let text = document.content.as_str();
        files.file(&format!("texts/{}.txt", document.id))?.write_all(text.as_bytes())?;
    }
    let mut layers: BTreeMap<&str, Vec<&DatasetLayer<'_>>> = BTreeMap::new();
    for layer in &dataset.layers {
        layers.entry(layer.annotator).or_default().push(layer);
    }
    for (annotator, layers) in layers {
        let out = files.file(&format!("{annotator}{ENDING}"))?;
        for layer in layers {
            for statement in layer.statements() {
                for span in &statement.spans {
                    layer.locate(&statement.id, *span)?;
                }
            }
            write_layer(layer, out)?;
        }
    }
    Ok(())
}

/// A layer with one statement at most for each token.
pub(super) struct Flattened<'p> {
    tokens: Vec<Token<'p>>,
    /// For each token its kind, and whether a chunk begins there.
    tags: Vec<Option<(&'p str, bool)>>,
    /// How many statements have no tag.
    pub lost: usize,
    /// How many spans are widened to whole tokens.
    pub widened: usize,
}

/// Takes the longest statement first, and of equally long ones the first in the text.
pub(super) fn flattened<'p>(layer: &DatasetLayer<'p>) -> Flattened<'p> {
    let tokens = tokens_of(layer.document);
    let mut statements: Vec<(usize, usize, _)> = Vec::new();
    for (index, statement) in layer.statements().enumerate() {
        let places: Vec<[usize; 2]> =
            statement.spans.iter().filter_map(|span| Some(layer.locate(&statement.id, *span).ok()?.0)).collect();
        let length: usize = places.iter().map(|[start, end]| end - start).sum();
        statements.push((length, index, (statement.kind.as_str(), places)));
    }
    statements.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut found = Flattened { tags: vec![None; tokens.len()], tokens, lost: 0, widened: 0 };
    for (_, _, (kind, places)) in statements {
        let chunks: Vec<Vec<usize>> = places.iter().map(|[start, end]| chunk_of(&found.tokens, *start, *end)).collect();
        let all: Vec<usize> = chunks.iter().flatten().copied().collect();
        let distinct: BTreeSet<usize> = all.iter().copied().collect();
        let is_free = |token: &usize| found.tags.get(*token).is_some_and(Option::is_none);
        if chunks.iter().any(Vec::is_empty) || distinct.len() < all.len() || !all.iter().all(is_free) {
            found.lost += 1;
            continue;
        }
        let is_cut = |[start, end]: &&[usize; 2]| !is_aligned(&found.tokens, *start, *end);
        found.widened += places.iter().filter(is_cut).count();
        for chunk in chunks {
            for (index, token) in chunk.into_iter().enumerate() {
                if let Some(tag) = found.tags.get_mut(token) {
                    *tag = Some((kind, index == 0));
                }
            }
        }
    }
    found
}

/// The tokens of a span that have a line.
fn chunk_of(tokens: &[Token<'_>], start: usize, end: usize) -> Vec<usize> {
    let range = covering(tokens, start, end).unwrap_or_default();
    range.filter(|index| tokens.get(*index).is_some_and(has_line)).collect()
}

fn has_line(token: &Token<'_>) -> bool {
    !token.is_white() && !token.is_invisible()
}

fn write_layer(layer: &DatasetLayer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Flattened { tokens, tags, .. } = flattened(layer);
    let content = &layer.document.content;
    let text = content.as_str();
    let mut starts: Vec<usize> = Vec::new();
    for paragraph in content.paragraphs() {
        starts.extend(sentences(text, paragraph.clone()).iter().filter_map(|range| content.byte_to_char(range.start)));
    }
    let excluded: Vec<[usize; 2]> =
        layer.document.excluded.iter().filter_map(|span| Some(layer.locate(&"—", *span).ok()?.0)).collect();
    writeln!(out, "{DOCUMENT_START}\tO\n")?;
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut sentence = 0;
    for (token, tag) in tokens.iter().zip(tags).filter(|(token, _)| has_line(token)) {
        let number = starts.partition_point(|start| *start <= token.start);
        if number != sentence {
            write_sentence(&mut lines, &excluded, out)?;
            sentence = number;
        }
        let tag = tag
            .map_or_else(|| "O".to_owned(), |(kind, is_first)| format!("{}-{kind}", if is_first { 'B' } else { 'I' }));
        let word: String = token.text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        lines.push((token.start, format!("{word}\t{tag}\n")));
    }
    write_sentence(&mut lines, &excluded, out)
}

/// Writes a sentence, unless it is wholly in a passage that is not part of the article.
fn write_sentence(lines: &mut Vec<(usize, String)>, excluded: &[[usize; 2]], out: &mut dyn Write) -> io::Result<()> {
    let lines = std::mem::take(lines);
    let is_outside = |start: usize| !excluded.iter().any(|[from, to]| (*from..*to).contains(&start));
    if !lines.iter().any(|(start, line)| is_outside(*start) || !line.ends_with("\tO\n")) {
        return Ok(());
    }
    lines.iter().try_for_each(|(_, line)| out.write_all(line.as_bytes()))?;
    out.write_all(b"\n")
}
