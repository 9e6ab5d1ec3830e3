//! CAS JSON 0.4.0: types, feature structures, views, in this order.

use serde_json::{Map, Value as Json, json};

use super::gather::{self, SOFA};
use super::structure::{Found, FoundCas, FoundValue, Structure, Value};
use super::{layers, types};
use crate::formats::dataset::DatasetLayer;
use crate::formats::output::FileSet;
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options, sidecar};
use crate::t;

pub(super) fn write(dataset: &dyn Parts, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    dataset.each_layer(|part, layer| {
        let cas = layer_json(layer, part.has_gold)?;
        let out = files.file(&format!("{}@{}.json", layer.document.id, layer.annotator))?;
        serde_json::to_writer(&mut *out, &cas).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    })?;
    layers::write(&dataset.head(), files.file(layers::NAME)?)?;
    sidecar::write_into(dataset, files)?;
    Ok(())
}

fn layer_json(layer: &DatasetLayer<'_>, is_gold: bool) -> Result<Json, ExportError> {
    let structures = gather::structures(layer)?;
    let is_used = |name: &str| structures.iter().any(|structure| structure.kind == name);
    let mut declared = Map::new();
    for kind in types::TYPES
        .iter()
        .filter(|kind| is_used(kind.name) || kind.name == types::SOURCE_LINK && is_used(types::STATEMENT))
    {
        let mut entry = Map::new();
        entry.insert("%NAME".to_owned(), json!(kind.name));
        entry.insert("%SUPER_TYPE".to_owned(), json!(kind.parent));
        for (name, range) in types::features(kind, is_gold) {
            entry.insert(name.to_owned(), json!({ "%NAME": name, "%RANGE": range }));
        }
        declared.insert(kind.name.to_owned(), entry.into());
    }
    let text = layer.document.content.as_str();
    let mut all = vec![json!({
        "%ID": SOFA, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text/plain",
        "sofaString": text,
    })];
    // Links and arrays belong to the annotations that refer to them.
    let members: Vec<u32> = (structures.iter())
        .filter(|structure| structure.kind != types::SOURCE_LINK)
        .map(|structure| structure.id)
        .collect();
    let mut next = structures.last().map_or(SOFA, |structure| structure.id);
    let mut arrays = Vec::new();
    for structure in structures {
        all.push(structure_json(structure, &mut next, &mut arrays));
    }
    all.append(&mut arrays);
    Ok(json!({
        "%TYPES": declared,
        "%FEATURE_STRUCTURES": all,
        "%VIEWS": { "_InitialView": { "%SOFA": SOFA, "%MEMBERS": members } },
    }))
}

fn structure_json(structure: Structure, next: &mut u32, arrays: &mut Vec<Json>) -> Json {
    let mut entry = Map::new();
    entry.insert("%ID".to_owned(), json!(structure.id));
    entry.insert("%TYPE".to_owned(), json!(structure.kind));
    let mut array = |kind: &str, elements: Json| {
        *next += 1;
        arrays.push(json!({ "%ID": *next, "%TYPE": kind, "%ELEMENTS": elements }));
        *next
    };
    for (name, value) in structure.features {
        let (name, value) = match value {
            Value::Text(text) => (name.to_owned(), json!(text)),
            Value::Number(number) => (name.to_owned(), json!(number)),
            Value::Structure(id) => (format!("@{name}"), json!(id)),
            Value::Texts(list) => (format!("@{name}"), json!(array("uima.cas.StringArray", json!(list)))),
            Value::Structures(list) => (format!("@{name}"), json!(array("uima.cas.FSArray", json!(list)))),
        };
        entry.insert(name, value);
    }
    entry.into()
}

/// Reads a file.
///
/// # Errors
/// It is not JSON, or has no feature structures; the reason in words.
pub(super) fn parse(bytes: &[u8]) -> Result<FoundCas, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut value: Json = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let mut cas = FoundCas::default();
    match value.get_mut("%FEATURE_STRUCTURES").map(Json::take) {
        Some(Json::Array(all)) => all.into_iter().filter_map(found).for_each(|found| cas.push(found)),
        // Older files have an object from ids to structures.
        Some(Json::Object(all)) => {
            for (id, mut structure) in all {
                if let Some(structure) = structure.as_object_mut() {
                    structure.insert("%ID".to_owned(), json!(id.parse::<u64>().unwrap_or_default()));
                }
                found(structure).into_iter().for_each(|found| cas.push(found));
            }
        }
        _ => return Err(t!("import-cas-empty")),
    }
    Ok(cas)
}

fn found(value: Json) -> Option<Found> {
    let Json::Object(map) = value else { return None };
    let mut found = Found::default();
    for (name, value) in map {
        match name.as_str() {
            "%ID" => found.id = value.as_u64().unwrap_or_default(),
            "%TYPE" => value.as_str().unwrap_or_default().clone_into(&mut found.kind),
            "%ELEMENTS" => {
                found.features.insert("elements".to_owned(), list(value));
            }
            _ => {
                let name = name.trim_start_matches(['@', '^', '#']).to_owned();
                let value = match value {
                    Json::Null => continue,
                    Json::Array(_) => list(value),
                    other => FoundValue::Text(word(other)),
                };
                found.features.insert(name, value);
            }
        }
    }
    Some(found)
}

fn list(value: Json) -> FoundValue {
    match value {
        Json::Array(all) => FoundValue::List(all.into_iter().map(word).collect()),
        other => FoundValue::Text(word(other)),
    }
}

/// A string as it is, anything else as JSON writes it.
fn word(value: Json) -> String {
    match value {
        Json::String(text) => text,
        Json::Null => String::new(),
        other => other.to_string(),
    }
}
