//! Writes the tables, the texts, and the codebook beside them.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{COLUMNS, DOCUMENT_START, ENDING, FOUR};
use crate::formats::dataset::DatasetLayer;
use crate::formats::labels::{CUE, MENTION};
use crate::formats::output::FileSet;
use crate::formats::parts::Parts;
use crate::formats::text_tokens::{Token, covering, is_aligned, tokens_of};
use crate::formats::{ExportError, Options, sidecar};
use crate::model::span::Span;
use crate::text::segment::sentences;

pub(super) fn write(dataset: &dyn Parts, options: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    sidecar::write_into(dataset, files)?;
    dataset.each_document(|document| {
        let text = document.content.as_str();
        Ok(files.file(&format!("texts/{}.txt", document.id))?.write_all(text.as_bytes())?)
    })?;
    for (annotator, documents) in dataset.by_annotator() {
        let out = files.file(&format!("{annotator}{ENDING}"))?;
        dataset.each_layer_of(&documents, |_, layer| {
            if layer.annotator != annotator {
                return Ok(());
            }
            for statement in layer.statements() {
                for span in &statement.spans {
                    layer.locate(&statement.id, *span)?;
                }
            }
            Ok(write_layer(layer, options.value(&COLUMNS) == Some(FOUR), out)?)
        })?;
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

/// For each token whether it is in one of these spans, and whether a chunk begins there: the longest span is taken first.
fn tagged(layer: &DatasetLayer<'_>, tokens: &[Token<'_>], spans: BTreeSet<Span>) -> Vec<Option<bool>> {
    let mut chunks: Vec<Vec<usize>> = (spans.into_iter())
        .filter_map(|span| Some(layer.locate(&"—", span).ok()?.0))
        .map(|[start, end]| chunk_of(tokens, start, end))
        .collect();
    chunks.sort_by_key(|chunk| std::cmp::Reverse(chunk.len()));
    let mut tags = vec![None; tokens.len()];
    for chunk in chunks {
        if chunk.iter().all(|token| tags.get(*token).is_some_and(Option::is_none)) {
            for (index, token) in chunk.into_iter().enumerate() {
                if let Some(tag) = tags.get_mut(token) {
                    *tag = Some(index == 0);
                }
            }
        }
    }
    tags
}

/// What stands between each token and its kind: nothing, or the tags of reporting verbs and mentions, each with a tab.
fn between(layer: &DatasetLayer<'_>, tokens: &[Token<'_>], has_four: bool) -> Vec<String> {
    if !has_four {
        return vec![String::new(); tokens.len()];
    }
    let links = || layer.statements().flat_map(|statement| &statement.chain);
    let cues = tagged(layer, tokens, links().filter_map(|link| link.cue).collect());
    let mentions = tagged(layer, tokens, links().filter_map(|link| link.mention).collect());
    let tag = |is_first: Option<bool>, label: &str| match is_first {
        Some(is_first) => format!("{}-{label}\t", if is_first { 'B' } else { 'I' }),
        None => "O\t".to_owned(),
    };
    cues.into_iter().zip(mentions).map(|(cue, mention)| tag(cue, CUE) + &tag(mention, MENTION)).collect()
}

fn write_layer(layer: &DatasetLayer<'_>, has_four: bool, out: &mut dyn Write) -> io::Result<()> {
    let Flattened { tokens, tags, .. } = flattened(layer);
    let between = between(layer, &tokens, has_four);
    let content = &layer.document.content;
    let text = content.as_str();
    let mut starts: Vec<usize> = Vec::new();
    for paragraph in content.paragraphs() {
        starts.extend(sentences(text, paragraph.clone()).iter().filter_map(|range| content.byte_to_char(range.start)));
    }
    let excluded: Vec<[usize; 2]> =
        layer.document.excluded.iter().filter_map(|span| Some(layer.locate(&"—", *span).ok()?.0)).collect();
    writeln!(out, "{DOCUMENT_START}{}\tO\n", if has_four { "\tO\tO" } else { "" })?;
    let is_outside = |start: usize| !excluded.iter().any(|[from, to]| (*from..*to).contains(&start));
    let (mut lines, mut is_needed, mut sentence) = (String::new(), false, 0);
    for ((token, tag), between) in tokens.iter().zip(tags).zip(between).filter(|((token, _), _)| has_line(token)) {
        let number = starts.partition_point(|start| *start <= token.start);
        if number != sentence {
            write_sentence(&mut lines, is_needed, out)?;
            (sentence, is_needed) = (number, false);
        }
        // A sentence that is wholly in a passage that is not part of the article is not needed.
        is_needed |= tag.is_some() || is_outside(token.start);
        lines.extend(token.text.chars().filter(|c| !c.is_whitespace() && !c.is_control()));
        lines.push('\t');
        lines.push_str(&between);
        match tag {
            Some((kind, is_first)) => {
                lines.push_str(if is_first { "B-" } else { "I-" });
                lines.push_str(kind);
            }
            None => lines.push('O'),
        }
        lines.push('\n');
    }
    write_sentence(&mut lines, is_needed, out)
}

/// Writes a sentence if it is needed, and begins the next one.
fn write_sentence(lines: &mut String, is_needed: bool, out: &mut dyn Write) -> io::Result<()> {
    if is_needed {
        lines.push('\n');
        out.write_all(lines.as_bytes())?;
    }
    lines.clear();
    Ok(())
}
