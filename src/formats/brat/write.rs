//! Writes brat's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::config;
use super::names::{
    ADDRESSEE, QUOTATION, SOURCE, SPEAKER, STANCE, TOPIC, fits_attribute, is_line_mark, is_type, on_one_line, type_of,
};
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::labels::Labels;
use crate::formats::marks::{LinkRole, Mark, Marks, Place, Role, Spans};
use crate::formats::output::FileSet;
use crate::formats::{ExportError, Options, sidecar};
use crate::model::statement::Statement;

pub(super) fn write(dataset: &Dataset<'_>, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let labels = Labels::of(&dataset.project.codebook, is_type);
    config::write_annotation(dataset, &labels, files.file("annotation.conf")?)?;
    config::write_visual(files.file("visual.conf")?)?;
    sidecar::write(dataset, files.file(sidecar::NAME)?)?;
    for layer in &dataset.layers {
        let found = Marks::of(layer, Spans::Several)?;
        let path = format!("{}/{}", layer.annotator, layer.document.id);
        files.file(&format!("{path}.txt"))?.write_all(layer.document.content.as_str().as_bytes())?;
        write_layer(&found, &labels, files.file(&format!("{path}.ann"))?)?;
    }
    Ok(())
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

fn write_layer(found: &Marks<'_>, labels: &Labels<'_>, out: &mut dyn Write) -> io::Result<()> {
    // The number of each mark's `T` line.
    let mut lines: BTreeMap<usize, usize> = BTreeMap::new();
    let pieces: Vec<Vec<Piece<'_>>> = found.marks.iter().map(|mark| pieces_of(&mark.places)).collect();
    // The verbs and names of a statement without a place go with it.
    let has_place = |mark: usize| pieces.get(mark).is_some_and(|pieces| !pieces.is_empty());
    let linked: BTreeSet<usize> = found.links.iter().filter(|link| has_place(link.from)).map(|link| link.to).collect();
    for (index, (mark, pieces)) in found.marks.iter().zip(&pieces).enumerate() {
        let is_alone = matches!(mark.role, Role::Cue | Role::Mention) && !linked.contains(&index);
        if pieces.is_empty() || is_alone {
            continue;
        }
        let line = lines.len() + 1;
        lines.insert(index, line);
        let offsets: Vec<String> = pieces.iter().map(|piece| format!("{} {}", piece.start, piece.end)).collect();
        let texts: Vec<String> = pieces.iter().map(|piece| piece.text.concat()).collect();
        writeln!(out, "T{line}\t{} {}\t{}", type_of(mark.label(labels)), offsets.join(";"), texts.join(" "))?;
    }
    let mut numbers = Numbers::default();
    for (index, mark) in found.marks.iter().enumerate() {
        if let (Some(line), Role::Statement { statement, .. }) = (lines.get(&index), mark.role) {
            write_fields(statement, *line, &mut numbers, out)?;
        }
    }
    for link in &found.links {
        let (Some(from), Some(to)) = (lines.get(&link.from), lines.get(&link.to)) else { continue };
        let label = match link.role {
            LinkRole::Cue(number) => format!("Cue{number}"),
            LinkRole::Mention(number) => format!("Mention{number}"),
            LinkRole::Continues | LinkRole::Relation(_) => type_of(&link.role.label(labels)),
        };
        numbers.relations += 1;
        writeln!(out, "R{}\t{label} Arg1:T{from} Arg2:T{to}", numbers.relations)?;
        if let LinkRole::Relation(relation) = link.role {
            write_note(&relation.note, &format!("R{}", numbers.relations), &mut numbers.notes, out)?;
        }
    }
    Ok(())
}

fn write_fields(statement: &Statement, line: usize, numbers: &mut Numbers, out: &mut dyn Write) -> io::Result<()> {
    let mut fields: Vec<(String, &str)> = Vec::new();
    fields.extend(statement.speaker().map(|id| (SPEAKER.to_owned(), id.as_str())));
    let numbered = |stem: &str, index: usize| format!("{stem}{}", index + 1);
    fields
        .extend(statement.chain.iter().enumerate().map(|(index, link)| (numbered(SOURCE, index), link.party.as_str())));
    fields.extend(statement.addressees.iter().enumerate().map(|(index, id)| (numbered(ADDRESSEE, index), id.as_str())));
    fields.extend(statement.topic.as_ref().map(|topic| (TOPIC.to_owned(), topic.as_str())));
    fields.extend(statement.stance.map(|stance| (STANCE.to_owned(), stance.as_str())));
    fields.extend(statement.quotation.map(|quotation| (QUOTATION.to_owned(), quotation.as_str())));
    let mut note = statement.note.clone();
    for attribute in &statement.attributes {
        if fits_attribute(attribute) {
            fields.push((attribute.name.clone(), &attribute.value));
        } else {
            note.push_str(if note.is_empty() { "" } else { "\n" });
            note.push_str(&format!("{}: {}", attribute.name, attribute.value));
        }
    }
    for (name, value) in fields {
        numbers.attributes += 1;
        writeln!(out, "A{}\t{name} T{line} {value}", numbers.attributes)?;
    }
    write_note(&note, &format!("T{line}"), &mut numbers.notes, out)
}

fn write_note(note: &str, on: &str, number: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    if note.is_empty() {
        return Ok(());
    }
    *number += 1;
    writeln!(out, "#{number}\tAnnotatorNotes {on}\t{}", on_one_line(note))
}
