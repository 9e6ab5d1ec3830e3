//! Writes the tasks, one by one.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::config;
use super::names::{ADDRESSEES, CHAIN, LABEL, NOTE, QUOTATION, SPEAKER, STANCE, TEXT, TOPIC};
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::labels::Labels;
use crate::formats::marks::{Mark, Marks, Place, Role, Spans, chain_of};
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options, json};
use crate::model::id::PartyId;
use crate::model::statement::{Quotation, Stance, Statement};

pub(super) fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let head = dataset.head();
    let labels = Labels::of(&head.project.codebook, |_| true);
    let is_tree = config::is_tree(&head);
    out.write_all(b"[")?;
    let mut is_first = true;
    dataset.each(|part| {
        for layers in part.by_document() {
            out.write_all(if is_first { b"\n" } else { b",\n" })?;
            is_first = false;
            let task = task_of(part, layers, &labels, is_tree)?;
            serde_json::to_writer(&mut *out, &task).map_err(std::io::Error::from)?;
        }
        Ok(())
    })?;
    out.write_all(b"\n]\n")?;
    Ok(())
}

fn task_of(
    dataset: &Dataset<'_>,
    layers: &[DatasetLayer<'_>],
    labels: &Labels<'_>,
    is_tree: bool,
) -> Result<Value, ExportError> {
    let mut data = Map::new();
    if let Some(first) = layers.first() {
        data.insert("text".to_owned(), Value::from(first.document.content.as_str()));
        data.insert("document_id".to_owned(), Value::from(first.document.id.as_str()));
        json::describe(&mut data, first);
    }
    data.insert("layers".to_owned(), layers.iter().map(|layer| Value::from(layer.annotator)).collect());
    let mut annotations = Vec::with_capacity(layers.len());
    for layer in layers {
        let found = Marks::of(layer, Spans::One)?;
        let ids: Vec<String> = found.marks.iter().map(id_of).collect();
        let mut result = Vec::new();
        for (mark, id) in found.marks.iter().zip(&ids) {
            let value = json!({ "labels": [mark.label(labels)] });
            result.push(on_region(id, LABEL, "labels", mark.place(), value));
            if let Role::Statement { statement, part: 1, .. } = mark.role {
                add_fields(dataset, statement, id, mark.place(), is_tree, &mut result);
            }
        }
        for link in &found.links {
            result.push(json!({
                "type": "relation", "from_id": ids.get(link.from), "to_id": ids.get(link.to),
                "direction": "right", "labels": [link.role.label(labels)],
            }));
        }
        annotations.push(json!({ "result": result }));
    }
    Ok(json!({ "data": data, "annotations": annotations }))
}

/// The id of a region: the statement's, or what the region is and where.
fn id_of(mark: &Mark<'_>) -> String {
    let Place { start, end, .. } = mark.place();
    match mark.role {
        Role::Statement { statement, part: 1, .. } => statement.id.to_string(),
        Role::Statement { statement, part, .. } => format!("{}-{part}", statement.id),
        Role::Cue => format!("cue-{start}-{end}"),
        Role::Mention => format!("mention-{start}-{end}"),
        Role::Excluded => format!("excluded-{start}-{end}"),
    }
}

fn on_region(id: &str, name: &str, kind: &str, place: Place<'_>, values: Value) -> Value {
    let mut value = json!({ "start": place.start, "end": place.end, "text": place.quote });
    if let (Some(value), Value::Object(values)) = (value.as_object_mut(), values) {
        value.extend(values);
    }
    json!({ "id": id, "from_name": name, "to_name": TEXT, "type": kind, "value": value })
}

fn add_fields(
    dataset: &Dataset<'_>,
    statement: &Statement,
    id: &str,
    place: Place<'_>,
    is_tree: bool,
    result: &mut Vec<Value>,
) {
    let mut parties = |name: &str, parties: &[&PartyId]| {
        if parties.is_empty() {
            return;
        }
        result.push(if is_tree {
            let paths: Vec<Vec<&str>> = parties.iter().map(|party| path_of(dataset, party)).collect();
            on_region(id, name, "taxonomy", place, json!({ "taxonomy": paths }))
        } else {
            on_region(id, name, "choices", place, json!({ "choices": parties }))
        });
    };
    parties(SPEAKER, &statement.speaker().into_iter().collect::<Vec<_>>());
    parties(ADDRESSEES, &statement.addressees.iter().collect::<Vec<_>>());
    let choices = [
        (TOPIC, statement.topic.as_ref().map(|topic| topic.as_str())),
        (STANCE, statement.stance.map(Stance::as_str)),
        (QUOTATION, statement.quotation.map(Quotation::as_str)),
    ];
    for (name, choice) in choices {
        result.extend(choice.map(|choice| on_region(id, name, "choices", place, json!({ "choices": [choice] }))));
    }
    // In the place where a region has its quote, a text area has the list of its texts.
    let note = (!statement.note.is_empty()).then(|| statement.note.clone());
    for (name, text) in [(CHAIN, chain_of(statement)), (NOTE, note)] {
        result.extend(text.map(|text| on_region(id, name, "textarea", place, json!({ "text": [text] }))));
    }
}

/// From the party that belongs to none down to this one.
fn path_of<'p>(dataset: &Dataset<'p>, party: &'p PartyId) -> Vec<&'p str> {
    let mut path = vec![party.as_str()];
    let mut next = dataset.project.party(party).and_then(|party| party.parent.as_ref());
    while let Some(parent) = next.filter(|parent| !path.contains(&parent.as_str())) {
        path.push(parent.as_str());
        next = dataset.project.party(parent).and_then(|party| party.parent.as_ref());
    }
    path.reverse();
    path
}
