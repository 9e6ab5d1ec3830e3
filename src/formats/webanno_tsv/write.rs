//! Writing a file for each layer.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;

use super::escape;
use super::gather::{Annotation, Gathered, Type, gather};
use super::sheet::{Columns, STATEMENT_FEATURES, TEXT_PREFIX, head};
use super::tokens::{Sentence, Tokens};
use crate::formats::cas::layers;
use crate::formats::dataset::DatasetLayer;
use crate::formats::output::FileSet;
use crate::formats::parts::Parts;
use crate::formats::utf16::Utf16;
use crate::formats::{ExportError, Options, sidecar};
use crate::model::span::Span;

pub(super) fn write(dataset: &dyn Parts, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    dataset.each_layer(|_, layer| {
        let tokens = Tokens::of(layer.document);
        let gathered = gather(layer, &tokens)?;
        let rows = Rows::of(&gathered, &tokens);
        let sheet = Sheet {
            text: layer.document.content.as_str(),
            units: Utf16::new(layer.document.content.as_str()),
            columns: columns(&gathered),
            tokens: &tokens,
            gathered: &gathered,
            rows: &rows,
        };
        sheet.write(files.file(&format!("{}@{}.tsv", layer.document.id, layer.annotator))?)
    })?;
    layers::write_plain(&dataset.head(), files.file(layers::NAME)?)?;
    sidecar::write_into(dataset, files)?;
    Ok(())
}

/// How many spans of a layer begin or end in white space between tokens.
pub(super) fn cut_spans(layer: &DatasetLayer<'_>) -> usize {
    let tokens = Tokens::of(layer.document);
    spans(layer).filter(|span| tokens.cut(*span).is_some_and(|cut| cut != *span)).count()
}

/// How many spans of a layer cover no token.
pub(super) fn blank_spans(layer: &DatasetLayer<'_>) -> usize {
    let tokens = Tokens::of(layer.document);
    spans(layer).filter(|span| tokens.cut(*span).is_none()).count()
}

/// The spans of statements, cues, mentions and excluded passages.
fn spans<'a>(layer: &'a DatasetLayer<'_>) -> impl Iterator<Item = Span> + 'a {
    let aids = |link: &crate::model::statement::Link| link.cue.into_iter().chain(link.mention);
    let of_statements = layer
        .statements()
        .flat_map(move |statement| statement.spans.iter().copied().chain(statement.chain.iter().flat_map(aids)));
    of_statements.chain(layer.document.excluded.iter().copied())
}

fn columns(gathered: &Gathered<'_>) -> Columns {
    let has = |kind: Type| gathered.annotations.iter().any(|annotation| annotation.kind == kind);
    Columns {
        has_sources: gathered.annotations.iter().any(|annotation| !annotation.links.is_empty()),
        has_mentions: has(Type::Mention),
        has_cues: has(Type::Cue),
        has_excluded: has(Type::Excluded),
        has_relations: !gathered.relations.is_empty(),
    }
}

/// A unit by its token, its start and its end: the whole token comes before its parts.
type Key = (usize, usize, Reverse<usize>);

/// A row of the file.
#[derive(Default)]
struct Row {
    name: String,
    /// The places of the annotations that cover the unit.
    annotations: Vec<usize>,
    /// The places of the relations that lead to an annotation that begins here.
    relations: Vec<usize>,
}

struct Rows(BTreeMap<Key, Row>);

impl Rows {
    fn of(gathered: &Gathered<'_>, tokens: &Tokens) -> Self {
        let key = |token: usize, span: Span| (token, span.start_byte, Reverse(span.end_byte));
        let whole = tokens.all.iter().enumerate().map(|(index, span)| (key(index, *span), Row::default()));
        let mut rows: BTreeMap<Key, Row> = whole.collect();
        for (place, annotation) in gathered.annotations.iter().enumerate() {
            for unit in tokens.units(annotation.span) {
                rows.entry(key(unit.token, unit.span)).or_default().annotations.push(place);
            }
        }
        let mut rows = Self(rows);
        rows.name(tokens);
        for (place, (_, _, to)) in gathered.relations.iter().enumerate() {
            let first = gathered.annotations.get(*to).and_then(|target| tokens.units(target.span).next());
            if let Some(row) = first.and_then(|unit| rows.0.get_mut(&key(unit.token, unit.span))) {
                row.relations.push(place);
            }
        }
        rows
    }

    /// Numbers the rows: the sentence, the token in it, and the part of the token.
    fn name(&mut self, tokens: &Tokens) {
        let mut sentences = tokens.sentences.iter().enumerate().peekable();
        let (mut last, mut part) = (None, 0);
        for ((token, ..), row) in &mut self.0 {
            while sentences.next_if(|(_, sentence)| sentence.tokens.end <= *token).is_some() {}
            let (index, first) = sentences.peek().map_or((0, 0), |(index, sentence)| (*index, sentence.tokens.start));
            part = if last == Some(*token) { part + 1 } else { 0 };
            last = Some(*token);
            row.name = format!("{}-{}", index + 1, token - first + 1);
            if part > 0 {
                row.name += &format!(".{part}");
            }
        }
    }

    /// The name of the row in which an annotation begins.
    fn name_of(&self, tokens: &Tokens, annotation: &Annotation) -> &str {
        let first = tokens.units(annotation.span).next();
        let key = first.map(|unit| (unit.token, unit.span.start_byte, Reverse(unit.span.end_byte)));
        key.and_then(|key| self.0.get(&key)).map_or("", |row| &row.name)
    }
}

struct Sheet<'a, 'p> {
    text: &'a str,
    units: Utf16<'a>,
    columns: Columns,
    tokens: &'a Tokens,
    gathered: &'a Gathered<'p>,
    rows: &'a Rows,
}

impl Sheet<'_, '_> {
    fn write(&self, out: &mut dyn Write) -> Result<(), ExportError> {
        out.write_all(head(self.columns).as_bytes())?;
        for sentence in &self.tokens.sentences {
            self.sentence(sentence, out)?;
        }
        Ok(())
    }

    fn sentence(&self, sentence: &Sentence, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut text = String::from("\n");
        for line in self.slice(sentence.text).split('\n') {
            text.push_str(TEXT_PREFIX);
            escape::text(&mut text, line);
            text.push('\n');
        }
        out.write_all(text.as_bytes())?;
        let least = Reverse(usize::MAX);
        for ((_, start, end), row) in
            self.rows.0.range((sentence.tokens.start, 0, least)..(sentence.tokens.end, 0, least))
        {
            let span = Span::new(*start, end.0);
            // The edges of tokens and of spans that were checked are edges of characters.
            let at = |byte: usize| self.units.of_byte(byte).unwrap_or_default();
            let mut line = format!("{}\t{}-{}\t", row.name, at(span.start_byte), at(span.end_byte));
            escape::text(&mut line, self.slice(span));
            line.push('\t');
            self.annotations(row, &mut line);
            line.push('\n');
            out.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The columns after the token, each with a tab after it.
    fn annotations(&self, row: &Row, line: &mut String) {
        let all = &self.gathered.annotations;
        let of = |kind: Type| -> Vec<&Annotation> {
            row.annotations.iter().filter_map(|place| all.get(*place)).filter(|found| found.kind == kind).collect()
        };
        let statements = of(Type::Statement);
        for column in 0..STATEMENT_FEATURES.len() {
            stacked(&statements, line, |found| with_id(found.values.get(column).map_or("", String::as_str), found));
        }
        if self.columns.has_sources {
            stacked(&statements, line, |found| {
                let roles: Vec<String> = found.links.iter().map(|(role, _)| escape::value(role)).collect();
                with_id(if roles.is_empty() { escape::NONE.to_owned() } else { roles.join(";") }.as_str(), found)
            });
            stacked(&statements, line, |found| self.targets(found));
        }
        for (kind, is_there) in [
            (Type::Mention, self.columns.has_mentions),
            (Type::Cue, self.columns.has_cues),
            (Type::Excluded, self.columns.has_excluded),
        ] {
            if is_there {
                stacked(&of(kind), line, |found| with_id(found.values.first().map_or("", String::as_str), found));
            }
        }
        if self.columns.has_relations {
            self.relations(row, line);
        }
    }

    fn targets(&self, found: &Annotation) -> String {
        let targets = found.links.iter().filter_map(|(_, target)| self.gathered.annotations.get(*target));
        let names: Vec<String> =
            targets.map(|target| with_id(self.rows.name_of(self.tokens, target), target)).collect();
        if names.is_empty() { escape::EMPTY.to_owned() } else { names.join(";") }
    }

    fn relations(&self, row: &Row, line: &mut String) {
        let here: Vec<_> = row.relations.iter().filter_map(|place| self.gathered.relations.get(*place)).collect();
        stacked(&here, line, |(relation, ..)| escape::value(relation.kind.as_str()));
        stacked(&here, line, |(relation, ..)| {
            // A reader takes the mark between two values for an escaped one after a backslash.
            let blank = if relation.note.ends_with('\\') { " " } else { "" };
            escape::value(&format!("{}{blank}", relation.note))
        });
        stacked(&here, line, |(_, from, to)| {
            let all = &self.gathered.annotations;
            let Some((from, to)) = all.get(*from).zip(all.get(*to)) else { return String::new() };
            let name = self.rows.name_of(self.tokens, from);
            if from.id == 0 && to.id == 0 { name.to_owned() } else { format!("{name}[{}_{}]", from.id, to.id) }
        });
    }
}

/// A column with a value for each of the annotations in a row.
fn stacked<T>(all: &[T], line: &mut String, value: impl Fn(&T) -> String) {
    if all.is_empty() {
        line.push_str(escape::NONE);
    }
    for (index, found) in all.iter().enumerate() {
        if index > 0 {
            line.push('|');
        }
        line.push_str(&value(found));
    }
    line.push('\t');
}

fn with_id(value: &str, annotation: &Annotation) -> String {
    if annotation.id == 0 { value.to_owned() } else { format!("{value}[{}]", annotation.id) }
}
