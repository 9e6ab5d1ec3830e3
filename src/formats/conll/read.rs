//! Reads tables of tokens and tags in IOB1, IOB2, BILOU or BIOES: the first column is the token, the last one the tag.
//!
//! Where the text is beside the table, the tokens are looked for in it; else the text is made of the tokens with blanks
//! between them, and a line for each sentence.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;

use crate::formats::Confidence;
use crate::formats::found::{FoundLayer, FoundSpan, LayerMaker, NamedSink};
use crate::formats::incoming::LayerSink;
use crate::formats::input::Input;
use crate::formats::part_size::{MOST_PART_BYTES, PartSize};
use crate::formats::{json, sidecar};
use crate::model::document::Document;
use crate::t;

use super::{DOCUMENT_START, ENDING};

/// The largest text beside a table.
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
    let size = PartSize::new(MOST_PART_BYTES);
    if input.files().is_empty() {
        let name = input.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let opened: io::Result<Box<dyn BufRead + '_>> = match input.large() {
            Some(large) => File::open(large.path()).map(|file| Box::new(BufReader::new(size.bounded(file))) as _),
            None => Ok(Box::new(input.bytes().unwrap_or_default())),
        };
        match opened {
            // There is nothing after it that a sink could stop.
            Ok(mut table) => _ = read_table(input, (&name, 1), (&mut table, &size), &mut maker, sink),
            Err(error) => sink.warn(1, error.to_string()),
        }
        return;
    }
    for (index, file) in input.files().iter().filter(|file| is_table(file)).enumerate() {
        size.next_part();
        match input.open_file(file, &size) {
            Ok(mut table) => {
                if read_table(input, (file, index + 1), (&mut table, &size), &mut maker, sink).is_break() {
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

/// Reads a table, of which one document is in memory.
fn read_table(
    input: &Input,
    (file, number): (&str, usize),
    (table, size): (&mut dyn BufRead, &PartSize),
    maker: &mut LayerMaker,
    sink: &mut dyn LayerSink,
) -> ControlFlow<()> {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let annotator = json::annotator_name(stem);
    if !sink.wants(&annotator) {
        return ControlFlow::Continue(());
    }
    let mut sink = NamedSink { inner: sink, file };
    let names = maker.sidecar().layers.get(&annotator).cloned().unwrap_or_default();
    let mut count = 0;
    let mut documents = Documents { table, size, line: 1, begun: Vec::new() };
    loop {
        let (first, bytes) = match documents.next() {
            Ok(Some(found)) => found,
            Ok(None) => return ControlFlow::Continue(()),
            Err(error) => {
                sink.warn(number, error.to_string());
                return ControlFlow::Continue(());
            }
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            sink.warn(number, t!("import-warning", line = first, message = t!("import-not-utf8", file = file)));
            count += 1;
            continue;
        };
        let rows = rows_of((first, text), number, &mut sink);
        if rows.is_empty() && !is_mark(&bytes) {
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
}

/// Whether a line begins a document.
fn is_mark(line: &[u8]) -> bool {
    line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line).starts_with(DOCUMENT_START.as_bytes())
}

/// The table cut before each mark of a document.
struct Documents<'t> {
    table: &'t mut dyn BufRead,
    size: &'t PartSize,
    /// The number of the next line, from one.
    line: usize,
    /// The line that ended the last document and begins the next one.
    begun: Vec<u8>,
}

impl Documents<'_> {
    /// The next document with the number of its first line.
    fn next(&mut self) -> io::Result<Option<(usize, Vec<u8>)>> {
        let mut bytes = std::mem::take(&mut self.begun);
        let first = self.line - usize::from(!bytes.is_empty());
        self.size.next_part();
        loop {
            let start = bytes.len();
            let read = self.table.read_until(b'\n', &mut bytes)?;
            self.line += usize::from(read > 0);
            if start > 0 && bytes.get(start..).is_some_and(is_mark) {
                self.begun = bytes.split_off(start);
            } else if read > 0 {
                continue;
            }
            return Ok((!bytes.is_empty()).then_some((first, bytes)));
        }
    }
}

/// The rows of a document.
fn rows_of<'t>((first, text): (usize, &'t str), number: usize, sink: &mut dyn LayerSink) -> Vec<Row<'t>> {
    let (mut rows, mut is_first) = (Vec::new(), true);
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line).trim_start_matches('\u{feff}');
        if is_mark(line.as_bytes()) || line.trim().is_empty() {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &[u8], most_bytes: u64) -> Result<Vec<(usize, Vec<u8>)>, String> {
        let size = PartSize::new(most_bytes);
        let mut table = BufReader::with_capacity(16, size.bounded(text));
        let mut documents = Documents { table: &mut table, size: &size, line: 1, begun: Vec::new() };
        let mut found = Vec::new();
        while let Some(document) = documents.next().map_err(|error| error.to_string())? {
            found.push(document);
        }
        Ok(found)
    }

    #[test]
    fn a_table_is_cut_before_each_mark_with_the_number_of_the_line() {
        let parts: [(usize, &str); 4] = [
            (1, "\u{feff}before O\n\n"),
            (3, "-DOCSTART- -X- O\r\n\r\na O\r\n"),
            (6, "-DOCSTART-\n"),
            (7, "-DOCSTART-\nb -DOCSTART-\nc O"),
        ];
        let text: String = parts.iter().map(|(_, part)| *part).collect();
        let expected: Vec<_> = parts.iter().map(|(line, part)| (*line, part.as_bytes().to_vec())).collect();
        assert_eq!(documents(text.as_bytes(), u64::MAX), Ok(expected));
        assert_eq!(documents(b"", u64::MAX), Ok(Vec::new()));
    }

    #[test]
    fn a_table_may_be_larger_than_any_of_its_documents() {
        let document = format!("-DOCSTART-\n{}", "word O\n".repeat(100));
        assert_eq!(documents(document.repeat(50).as_bytes(), 1000).map(|found| found.len()), Ok(50));
        let most = MOST_PART_BYTES >> 20;
        assert!(documents(document.as_bytes(), 500).is_err_and(|error| !error.contains(&most.to_string())));
    }
}
