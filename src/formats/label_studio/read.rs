//! Reads tasks with regions on plain text. Regions on pictures, sound, HTML or paragraphs are refused, because their
//! offsets count something else.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::names::{ADDRESSEES, CHAIN, NOTE, QUOTATION, SPEAKER, STANCE, TOPIC};
use crate::formats::Confidence;
use crate::formats::found::{FoundFields, FoundLayer, FoundLink, FoundSpan, LayerMaker, offset};
use crate::formats::incoming::LayerSink;
use crate::formats::input::Input;
use crate::formats::json;
use crate::formats::sidecar::Sidecar;
use crate::t;

pub(super) fn recognise(input: &Input) -> Confidence {
    let Some(bytes) = input.bytes() else { return Confidence::No };
    let has = |key: &str| memchr::memmem::find(bytes, format!("\"{key}\"").as_bytes()).is_some();
    let is_list = bytes.trim_ascii_start().starts_with(b"[");
    let is_task = has("data") && (has("annotations") || has("predictions") || has("document_id"));
    if is_list && (is_task || has("from_name")) { Confidence::Certain } else { input.by_ending(&super::FORMAT) }
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let mut maker = LayerMaker::new(Sidecar::default());
    json::each_element(input, sink, |number, task, sink| read_task(input, number, &task, &mut maker, sink));
}

fn read_task(
    input: &Input,
    number: usize,
    task: &Map<String, Value>,
    maker: &mut LayerMaker,
    sink: &mut dyn LayerSink,
) -> ControlFlow<()> {
    let Some(data) = task.get("data").and_then(Value::as_object) else {
        sink.warn(number, t!("import-no-text"));
        return ControlFlow::Continue(());
    };
    let made = json::list(task, "annotations");
    // What a model proposes counts only where no one has annotated.
    let annotations = if made.is_empty() { json::list(task, "predictions") } else { made };
    for (index, annotation) in annotations.iter().enumerate() {
        if annotation.get("was_cancelled") == Some(&Value::Bool(true)) {
            continue;
        }
        let annotator = annotator_of(data, annotation, index);
        if !sink.wants(&annotator) {
            continue;
        }
        match layer_of(input, number, data, annotation, annotator, sink) {
            Ok(found) => {
                let layer = maker.layer(found, sink);
                sink.take(layer)?;
            }
            Err(reason) => sink.warn(number, reason),
        }
    }
    ControlFlow::Continue(())
}

fn annotator_of(data: &Map<String, Value>, annotation: &Value, index: usize) -> String {
    let ours = json::list(data, "layers").get(index).and_then(Value::as_str).map(str::to_owned);
    let by = annotation.get("completed_by");
    let name = || by.and_then(|by| by.get("email").or_else(|| by.get("username")))?.as_str().map(str::to_owned);
    let user = || json::id_word(by.and_then(|by| by.get("id")).or(by)).map(|id| format!("user-{id}"));
    let model = || annotation.get("model_version")?.as_str().map(str::to_owned);
    let nobody = || if index == 0 { "imported".to_owned() } else { format!("imported-{}", index + 1) };
    json::annotator_name(&ours.or_else(name).or_else(user).or_else(model).unwrap_or_else(nobody))
}

fn layer_of(
    input: &Input,
    number: usize,
    data: &Map<String, Value>,
    annotation: &Value,
    annotator: String,
    sink: &mut dyn LayerSink,
) -> Result<FoundLayer, String> {
    let mut texts = data.values().filter_map(Value::as_str);
    let only = texts.next().filter(|_| texts.next().is_none());
    let text = data.get("text").and_then(Value::as_str).or(only).ok_or_else(|| t!("import-no-text"))?;
    let id = json::word(data, &["document_id"]);
    let hash = json::word(data, &["text_sha256"]);
    let document = json::document_of(input, number, id, text, json::metadata_of(data), hash)?;
    // Only ours say whose the annotations are.
    let mut regions = Regions { has_ids: data.get("layers").is_some(), ..Regions::default() };
    for result in annotation.get("result").and_then(Value::as_array).into_iter().flatten() {
        if let Err(reason) = regions.add(result) {
            let id = json::id_word(result.get("id")).unwrap_or_default();
            sink.warn(number, t!("import-span-left-out", id = id, reason = reason));
        }
    }
    for (kind, count) in std::mem::take(&mut regions.refused) {
        sink.warn(number, t!("import-label-studio-refused", kind = kind, count = count));
    }
    let (spans, links) = regions.finish();
    Ok(FoundLayer { line: number, document, annotator, spans, links })
}

/// The results of one annotation.
#[derive(Default)]
struct Regions {
    /// Whether parties and topics are identifiers.
    has_ids: bool,
    spans: Vec<FoundSpan>,
    ids: BTreeSet<String>,
    fields: BTreeMap<String, FoundFields>,
    links: Vec<FoundLink>,
    /// How many results of each type are no spans of a plain text.
    refused: BTreeMap<String, usize>,
}

impl Regions {
    fn add(&mut self, result: &Value) -> Result<(), String> {
        let word = |key: &str| result.get(key).and_then(Value::as_str).unwrap_or_default();
        let value = result.get("value").unwrap_or(&Value::Null);
        match word("type") {
            "labels" if value.get("startOffset").is_none() => self.region(word("id"), value),
            "relation" => {
                let labels = result.get("labels").and_then(Value::as_array);
                let label = labels.and_then(|labels| labels.first()).and_then(Value::as_str).unwrap_or("related");
                let (from, to) = (word("from_id").to_owned(), word("to_id").to_owned());
                self.links.push(FoundLink { from, to, label: label.to_owned(), ..FoundLink::default() });
                Ok(())
            }
            "choices" | "taxonomy" | "textarea" if value.get("start").is_some() => {
                self.field(word("id"), word("from_name"), value);
                Ok(())
            }
            other => {
                *self.refused.entry(other.to_owned()).or_default() += 1;
                Ok(())
            }
        }
    }

    fn region(&mut self, id: &str, value: &Value) -> Result<(), String> {
        let places = vec![[offset(value.get("start"))?, offset(value.get("end"))?]];
        let labels = value.get("labels").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let mut has_label = false;
        for (index, label) in labels.filter(|label| !label.trim().is_empty()).enumerate() {
            has_label = true;
            // A second label on a region is a second statement.
            let id = if index == 0 { id.to_owned() } else { format!("{id}#{}", index + 1) };
            let quotes = value.get("text").and_then(Value::as_str).map(str::to_owned).into_iter().collect();
            self.ids.insert(id.clone());
            self.spans.push(FoundSpan {
                id,
                places: places.clone(),
                quotes,
                label: label.to_owned(),
                ..FoundSpan::default()
            });
        }
        if has_label { Ok(()) } else { Err(t!("import-no-label")) }
    }

    fn field(&mut self, id: &str, name: &str, value: &Value) {
        let fields = self.fields.entry(id.to_owned()).or_default();
        let chosen = ["choices", "taxonomy", "text"].iter().find_map(|key| match value.get(*key)? {
            Value::Array(values) => Some(values.iter().filter_map(last_word).collect::<Vec<_>>()),
            Value::String(text) => Some(vec![text.clone()]),
            _ => None,
        });
        let chosen = chosen.unwrap_or_default();
        let first = chosen.first().cloned();
        match name {
            SPEAKER => fields.speaker = first,
            ADDRESSEES => fields.addressees = chosen,
            TOPIC => fields.topic = first,
            STANCE => fields.stance = first,
            QUOTATION => fields.quotation = first,
            CHAIN => {
                fields.chain = first.iter().flat_map(|chain| chain.split('>')).map(|id| id.trim().to_owned()).collect();
            }
            NOTE => fields.note = chosen.join("\n"),
            _ => {
                let values = chosen.into_iter().map(|value| (name.to_owned(), value));
                fields.attributes.extend(values.map(|(name, value)| crate::model::statement::Attribute {
                    name,
                    value,
                    span: None,
                }));
            }
        }
    }

    fn finish(mut self) -> (Vec<FoundSpan>, Vec<FoundLink>) {
        for span in &mut self.spans {
            span.fields = self.fields.remove(&span.id).unwrap_or_default();
            span.fields.has_ids = self.has_ids;
            if span.id.parse::<uuid::Uuid>().is_ok() {
                span.fields.statement = Some(span.id.clone());
            }
        }
        (self.spans, self.links)
    }
}

/// A choice, or the last step of a path.
fn last_word(value: &Value) -> Option<String> {
    match value {
        Value::String(word) => Some(word.clone()),
        Value::Array(path) => path.last()?.as_str().map(str::to_owned),
        _ => None,
    }
}
