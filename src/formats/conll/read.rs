//! Reads tables of tokens and tags in IOB1, IOB2, BILOU or BIOES: the first column is the token, the last one the tag.
//!
//! Where the text is beside the table, the tokens are looked for in it; else the text is made of the tokens with blanks
//! between them, and a line for each sentence.

use crate::formats::Confidence;
use crate::formats::found::{FoundLayer, FoundSpan, LayerMaker, NamedSink};
use crate::formats::incoming::LayerSink;
use crate::formats::input::Input;
use crate::formats::{json, sidecar};
use crate::model::document::Document;
use crate::t;

use super::{DOCUMENT_START, ENDING};

/// The largest file that is read.
const LARGEST_BYTES: u64 = 256 << 20;
/// The endings of such tables.
const ENDINGS: [&str; 5] = [ENDING, ".iob", ".iob2", ".bio", ".conllu2003"];

fn is_table(name: &str) -> bool {
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

pub(super) fn recognise(input: &Input) -> Confidence {
    if input.files().iter().any(|file| is_table(file)) {
        return Confidence::Certain;
    }
    let begins = input.bytes().is_some_and(|bytes| bytes.starts_with(DOCUMENT_START.as_bytes()));
    let name = input.path().to_string_lossy().into_owned();
    match (begins, is_table(&name) && input.bytes().is_some()) {
        (true, _) => Confidence::Certain,
        (false, true) => Confidence::Possible,
        (false, false) => Confidence::No,
    }
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let mut maker = LayerMaker::new(sidecar::of_folder(input, sink));
    if let Some(bytes) = input.bytes() {
        let name = input.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // There is nothing after it that a sink could stop.
        let _ = read_table(input, &name, 1, bytes, &mut maker, sink);
        return;
    }
    for (index, file) in input.files().iter().filter(|file| is_table(file)).enumerate() {
        match input.read_file(file, LARGEST_BYTES) {
            Ok(bytes) => {
                if read_table(input, file, index + 1, &bytes, &mut maker, sink).is_break() {
                    return;
                }
            }
            Err(error) => sink.warn(index + 1, error.to_string()),
        }
    }
}

/// A token with its tag and the number of its line.
struct Row<'t> {
    line: usize,
    token: &'t str,
    tag: &'t str,
    /// Whether a sentence begins here.
    is_first: bool,
}

fn read_table(
    input: &Input,
    file: &str,
    number: usize,
    bytes: &[u8],
    maker: &mut LayerMaker,
    sink: &mut dyn LayerSink,
) -> std::ops::ControlFlow<()> {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let annotator = json::annotator_name(stem);
    if !sink.wants(&annotator) {
        return std::ops::ControlFlow::Continue(());
    }
    let mut sink = NamedSink { inner: sink, file };
    let Ok(text) = std::str::from_utf8(bytes) else {
        sink.warn(number, t!("import-not-utf8", file = file));
        return std::ops::ControlFlow::Continue(());
    };
    let names = maker.sidecar().layers.get(&annotator).cloned().unwrap_or_default();
    let mut count = 0;
    for part in parts_of(text) {
        let rows = rows_of(part, number, &mut sink);
        if rows.is_empty() && !is_mark(part.1) {
            // There is nothing before the first document.
            continue;
        }
        let index = count;
        count += 1;
        let name = names.get(index).cloned();
        let made = layer_of(input, number, (stem, index), name.as_deref(), &rows, &annotator, maker, &mut sink);
        match made {
            Ok(found) => {
                let layer = maker.layer(found, &mut sink);
                sink.take(layer)?;
            }
            Err(reason) => sink.warn(number, reason),
        }
    }
    std::ops::ControlFlow::Continue(())
}

/// Whether a line begins a document.
fn is_mark(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').starts_with(DOCUMENT_START)
}

/// The table cut before each mark of a document, with the number of the first line of each part, from one.
fn parts_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut rest, mut line) = (text, 1);
    std::iter::from_fn(move || {
        let (first, mut length) = (line, 0);
        for (index, part) in rest.split_inclusive('\n').enumerate() {
            if index > 0 && is_mark(part) {
                break;
            }
            length += part.len();
            line += 1;
        }
        let (here, after) = rest.split_at(length);
        rest = after;
        (length > 0).then_some((first, here))
    })
}

/// The rows of a document.
fn rows_of<'t>((first, text): (usize, &'t str), number: usize, sink: &mut dyn LayerSink) -> Vec<Row<'t>> {
    let (mut rows, mut is_first) = (Vec::new(), true);
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line).trim_start_matches('\u{feff}');
        if is_mark(line) || line.trim().is_empty() {
            is_first = true;
            continue;
        }
        let mut columns = line.split(['\t', ' ']).filter(|column| !column.is_empty());
        let (Some(token), Some(tag)) = (columns.next(), columns.next_back()) else {
            sink.warn(number, t!("import-warning", line = first + index, message = t!("import-conll-columns")));
            continue;
        };
        rows.push(Row { line: first + index, token, tag, is_first });
        is_first = false;
    }
    rows
}

#[expect(clippy::too_many_arguments, reason = "what a document of a table needs, once")]
fn layer_of(
    input: &Input,
    number: usize,
    (stem, index): (&str, usize),
    name: Option<&str>,
    rows: &[Row<'_>],
    annotator: &str,
    maker: &LayerMaker,
    sink: &mut dyn LayerSink,
) -> Result<FoundLayer, String> {
    let beside = name.map(|name| format!("texts/{name}.txt")).filter(|file| input.has_file(file));
    let metadata = name.and_then(|name| maker.sidecar().documents.get(name)).cloned().unwrap_or_default();
    let text = match &beside {
        Some(file) => {
            let bytes = input.read_file(file, LARGEST_BYTES).map_err(|error| error.to_string())?;
            String::from_utf8(bytes).map_err(|_| t!("import-not-utf8", file = file.as_str()))?
        }
        None => joined(rows),
    };
    let made = format!("{stem}-{}", index + 1);
    let document = json::document_of(input, number, Some(name.unwrap_or(&made)), &text, metadata, None)?;
    let places = places_of(rows, &document, number, sink);
    let mut spans: Vec<FoundSpan> = Vec::new();
    let mut open: Option<&str> = None;
    for (row, place) in rows.iter().zip(places) {
        let (prefix, kind) = row.tag.split_once('-').unwrap_or((row.tag, ""));
        let Some(place) = place.filter(|_| !kind.is_empty() && "BILUES".contains(prefix)) else {
            if !matches!(row.tag, "O" | "_") && kind.is_empty() {
                sink.warn(
                    number,
                    t!("import-warning", line = row.line, message = t!("import-value-unknown", value = row.tag)),
                );
            }
            open = None;
            continue;
        };
        // In files of ours, what begins has a B, so that an I at the beginning of a sentence goes on.
        let may_go_on = !row.is_first || beside.is_some() && prefix == "I";
        let goes_on = open == Some(kind) && !matches!(prefix, "B" | "U" | "S") && may_go_on;
        match spans.last_mut().and_then(|span| span.places.last_mut()) {
            Some(last) if goes_on => last[1] = place[1],
            _ => {
                let id = format!("{}", row.line);
                spans.push(FoundSpan { id, places: vec![place], label: kind.to_owned(), ..FoundSpan::default() });
            }
        }
        open = (!matches!(prefix, "L" | "E" | "U" | "S")).then_some(kind);
    }
    Ok(FoundLayer { line: number, document, annotator: annotator.to_owned(), spans, links: Vec::new() })
}

/// A text of the tokens, with blanks between them and a line for each sentence.
fn joined(rows: &[Row<'_>]) -> String {
    let mut text = String::new();
    for row in rows {
        if !text.is_empty() {
            text.push(if row.is_first { '\n' } else { ' ' });
        }
        text.push_str(row.token);
    }
    text
}

/// Where each token is in the text, in code points; what cannot be found is reported once.
fn places_of(rows: &[Row<'_>], document: &Document, number: usize, sink: &mut dyn LayerSink) -> Vec<Option<[u64; 2]>> {
    let text = document.content.as_str();
    let (mut at_byte, mut at_char, mut lost) = (0, 0_u64, Vec::new());
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let rest = text.get(at_byte..).unwrap_or_default();
        let Some((skipped, length)) = found_in(rest, row.token) else {
            lost.push(row.line);
            places.push(None);
            continue;
        };
        let count = |range: std::ops::Range<usize>| rest.get(range).unwrap_or_default().chars().count() as u64;
        let start = at_char + count(0..skipped);
        let end = start + count(skipped..skipped + length);
        places.push(Some([start, end]));
        (at_byte, at_char) = (at_byte + skipped + length, end);
    }
    if let Some(first) = lost.first() {
        sink.warn(number, t!("import-conll-lost", count = lost.len(), line = *first));
    }
    places
}

/// The first place of a token and its length in bytes; white space and control characters in the text may have been left
/// out of the token.
fn found_in(text: &str, token: &str) -> Option<(usize, usize)> {
    if let Some(at) = text.find(token) {
        return Some((at, token.len()));
    }
    let first = token.chars().next()?;
    text.match_indices(first).find_map(|(at, _)| {
        let mut wanted = token.chars().peekable();
        for (offset, c) in text.get(at..)?.char_indices() {
            if wanted.peek() == Some(&c) {
                wanted.next();
            } else if !c.is_whitespace() && !c.is_control() {
                return None;
            }
            if wanted.peek().is_none() {
                return Some((at, offset + c.len_utf8()));
            }
        }
        None
    })
}
