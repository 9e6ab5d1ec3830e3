//! Writes brat's folder.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use super::config;
use super::names::{
    ADDRESSEE, QUOTATION, SOURCE, SPEAKER, STANCE, TOPIC, fits_attribute, is_line_mark, is_type, on_one_line, type_of,
};
use crate::formats::dataset::DatasetLayer;
use crate::formats::labels::Labels;
use crate::formats::marks::{LinkRole, Mark, Marks, Place, Role, Spans};
use crate::formats::output::FileSet;
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options, sidecar};
use crate::model::statement::Statement;

pub(super) fn write(dataset: &dyn Parts, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let head = dataset.head();
    let labels = Labels::of(&head.project.codebook, is_type);
    config::write_annotation(dataset, &labels, files.file("annotation.conf")?)?;
    config::write_visual(files.file("visual.conf")?)?;
    sidecar::write_into(dataset, files)?;
    let mut lines = String::new();
    dataset.each_layer(|_, layer| {
        let found = Marks::of(layer, Spans::Several)?;
        let path = format!("{}/{}", layer.annotator, layer.document.id);
        files.file(&format!("{path}.txt"))?.write_all(layer.document.content.as_str().as_bytes())?;
        lines.clear();
        add_layer(&found, &labels, &mut lines);
        Ok(files.file(&format!("{path}.ann"))?.write_all(lines.as_bytes())?)
    })
}

/// How many statements, reporting verbs, mentions and passages get other spans.
pub(super) fn cut_marks(layer: &DatasetLayer<'_>) -> usize {
    let Ok(found) = Marks::of(layer, Spans::Several) else { return 0 };
    let is_changed = |mark: &&Mark<'_>| {
        let pieces = pieces_of(&mark.places);
        let as_is = mark.places.iter().map(|place| (place.start, place.end));
        !pieces.is_empty() && !pieces.iter().map(|piece| (piece.start, piece.end)).eq(as_is)
    };
    found.marks.iter().filter(is_changed).count()
}

/// How many statements, reporting verbs and mentions have nothing that can stand on a line.
pub(super) fn blank_marks(layer: &DatasetLayer<'_>) -> usize {
    let found = Marks::of(layer, Spans::Several).map(|found| found.marks).unwrap_or_default();
    found.iter().filter(|mark| pieces_of(&mark.places).is_empty()).count()
}

/// A part of a text on one line, in code points.
struct Piece<'p> {
    start: usize,
    end: usize,
    text: Vec<&'p str>,
}

/// The fragments of a `T` line: joined where two touch, cut at what ends a line.
fn pieces_of<'p>(places: &[Place<'p>]) -> Vec<Piece<'p>> {
    let mut pieces: Vec<Piece<'p>> = Vec::with_capacity(places.len());
    let mut add = |start: usize, text: &'p str| {
        let length = text.chars().count();
        match pieces.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.end == start => {
                last.end += length;
                last.text.push(text);
            }
            _ => pieces.push(Piece { start, end: start + length, text: vec![text] }),
        }
    };
    for place in places {
        let mut start = place.start;
        for text in place.quote.split(is_line_mark) {
            add(start, text);
            start += text.chars().count() + 1;
        }
    }
    pieces
}

/// The numbers that the lines of each sort have reached.
#[derive(Default)]
struct Numbers {
    attributes: usize,
    relations: usize,
    notes: usize,
}

/// Appends the lines of a layer.
fn add_layer(found: &Marks<'_>, labels: &Labels<'_>, out: &mut String) {
    // The number of each mark's `T` line.
    let mut lines: Vec<Option<usize>> = Vec::with_capacity(found.marks.len());
    let mut last = 0;
    let pieces: Vec<Vec<Piece<'_>>> = found.marks.iter().map(|mark| pieces_of(&mark.places)).collect();
    // The verbs and names of a statement without a place go with it.
    let has_place = |mark: usize| pieces.get(mark).is_some_and(|pieces| !pieces.is_empty());
    let linked: BTreeSet<usize> = found.links.iter().filter(|link| has_place(link.from)).map(|link| link.to).collect();
    for (index, (mark, pieces)) in found.marks.iter().zip(&pieces).enumerate() {
        let is_alone = matches!(mark.role, Role::Cue | Role::Mention) && !linked.contains(&index);
        if pieces.is_empty() || is_alone {
            lines.push(None);
            continue;
        }
        last += 1;
        lines.push(Some(last));
        add(out, format_args!("T{last}\t{} ", type_of(mark.label(labels))));
        for (index, Piece { start, end, .. }) in pieces.iter().enumerate() {
            add(out, format_args!("{}{start} {end}", if index == 0 { "" } else { ";" }));
        }
        for (index, piece) in pieces.iter().enumerate() {
            out.push(if index == 0 { '\t' } else { ' ' });
            piece.text.iter().for_each(|text| out.push_str(text));
        }
        out.push('\n');
    }
    let mut numbers = Numbers::default();
    for (mark, line) in found.marks.iter().zip(&lines) {
        if let (Some(line), Role::Statement { statement, .. }) = (line, mark.role) {
            add_fields(statement, *line, &mut numbers, out);
        }
    }
    let line_of = |mark: usize| lines.get(mark).copied().flatten();
    for link in &found.links {
        let (Some(from), Some(to)) = (line_of(link.from), line_of(link.to)) else { continue };
        let label = match link.role {
            LinkRole::Cue(number) => format!("Cue{number}"),
            LinkRole::Mention(number) => format!("Mention{number}"),
            LinkRole::Continues | LinkRole::Relation(_) => type_of(&link.role.label(labels)),
        };
        numbers.relations += 1;
        add(out, format_args!("R{}\t{label} Arg1:T{from} Arg2:T{to}\n", numbers.relations));
        if let LinkRole::Relation(relation) = link.role {
            let on = format_args!("R{}", numbers.relations);
            add_note(&relation.note, on, &mut numbers.notes, out);
        }
    }
}

fn add(out: &mut String, line: fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(line);
}

fn add_fields(statement: &Statement, line: usize, numbers: &mut Numbers, out: &mut String) {
    let mut field = |name: &str, number: Option<usize>, value: &str| {
        numbers.attributes += 1;
        add(out, format_args!("A{}\t{name}", numbers.attributes));
        if let Some(number) = number {
            add(out, format_args!("{number}"));
        }
        add(out, format_args!(" T{line} {value}\n"));
    };
    if let Some(speaker) = statement.speaker() {
        field(SPEAKER, None, speaker.as_str());
    }
    for (index, link) in statement.chain.iter().enumerate() {
        field(SOURCE, Some(index + 1), link.party.as_str());
    }
    for (index, id) in statement.addressees.iter().enumerate() {
        field(ADDRESSEE, Some(index + 1), id.as_str());
    }
    let choices = [
        (TOPIC, statement.topic.as_ref().map(|topic| topic.as_str())),
        (STANCE, statement.stance.map(|stance| stance.as_str())),
        (QUOTATION, statement.quotation.map(|quotation| quotation.as_str())),
    ];
    for (name, choice) in choices {
        if let Some(choice) = choice {
            field(name, None, choice);
        }
    }
    let mut note = Cow::from(&statement.note);
    for attribute in &statement.attributes {
        if fits_attribute(attribute) {
            field(&attribute.name, None, &attribute.value);
        } else {
            let note = note.to_mut();
            note.push_str(if note.is_empty() { "" } else { "\n" });
            add(note, format_args!("{}: {}", attribute.name, attribute.value));
        }
    }
    add_note(&note, format_args!("T{line}"), &mut numbers.notes, out);
}

fn add_note(note: &str, on: fmt::Arguments<'_>, number: &mut usize, out: &mut String) {
    if note.is_empty() {
        return;
    }
    *number += 1;
    add(out, format_args!("#{number}\tAnnotatorNotes {on}\t{}\n", on_one_line(note)));
}
