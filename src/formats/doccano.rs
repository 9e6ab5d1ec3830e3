//! doccano's JSON Lines: a line for each document and annotator, with labelled spans and links between them.
//!
//! Labels are the names of kinds, `Cue`, `Mention` and `Excluded`; links are `cue 1`, `mention 1` (the number is the place
//! in the chain), `continues`, and relations. Offsets are code points. What else a line has becomes columns of doccano's
//! metadata. Also read are lines with `label` instead of `entities`: `[[0, 5, "Claim"]]`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;

use serde::Serialize;
use serde_json::{Map, Value};

use super::dataset::{Dataset, DatasetLayer};
use super::found::{FoundLayer, FoundLink, FoundSpan, LayerMaker, offset};
use super::incoming::LayerSink;
use super::input::Input;
use super::json::Described;
use super::labels::Labels;
use super::loss::LossKind;
use super::marks::{Mark, Marks, Place, Role, Spans};
use super::parts::Parts;
use super::sidecar::Sidecar;
use super::{Confidence, ExportError, Form, Format, FormatOption, OptionChoice, Options, Reader, Writer, json, loss};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "doccano",
    title: || t!("panel-export-doccano"),
    endings: &["jsonl"],
    form: Form::JsonLines,
    purpose: super::Purpose::Tool,
    loses: &[
        &loss::IDENTIFIERS,
        &loss::RELATION_IDENTIFIERS,
        &loss::CHAINS,
        &loss::ADDRESSEES,
        &loss::CHOICES,
        &loss::ATTRIBUTES,
        &loss::NOTES,
        &loss::RELATION_NOTES,
        &loss::RELATION_ATTRIBUTES,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::TIMES,
        &loss::PARTY_NAMES,
        &loss::ALIASES,
        &loss::PARENTS,
        &loss::PROVENANCE,
        &OVERLAPS,
    ],
    options: &[&LABELS, &TRIPLES],
    writer: Some(Writer::File(write)),
    reader: Some(Reader { folders: false, streams: true, recognise, read }),
};

/// What the labels of statements say.
pub static LABELS: FormatOption = FormatOption::one_of(
    "labels",
    || t!("panel-export-labels"),
    || t!("help-export-labels"),
    &[
        OptionChoice { id: "kind", title: || t!("panel-export-labels-kind") },
        OptionChoice { id: KIND_SPEAKER, title: || t!("panel-export-labels-kind-speaker") },
    ],
);

const KIND_SPEAKER: &str = "kind-speaker";

/// Spans as `[start, end, label]`, which projects without relations read.
pub static TRIPLES: FormatOption = FormatOption {
    loses: &[&loss::RELATIONS, &loss::PARTS],
    ..FormatOption::flag("triples", || t!("panel-export-triples"), || t!("help-export-triples"))
};

/// Spans that a project of doccano drops on import unless it allows spans to overlap.
static OVERLAPS: LossKind = LossKind {
    id: "doccano-overlaps",
    count: |dataset| dataset.layers.iter().map(overlaps).sum(),
    describe: |count| t!("export-loss-doccano-overlaps", count = count),
};

fn overlaps(layer: &DatasetLayer<'_>) -> usize {
    let Ok(found) = Marks::of(layer, Spans::One) else { return 0 };
    // The spans that are kept, by start; they do not overlap.
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    let mut dropped = 0;
    for mark in &found.marks {
        let place = mark.place();
        if kept.range(..place.end).next_back().is_some_and(|(_, end)| *end > place.start) {
            dropped += 1;
        } else {
            kept.insert(place.start, place.end);
        }
    }
    dropped
}

/// A line of the file. It has spans and links, or only spans as triples.
#[derive(Serialize)]
struct Line<'l> {
    text: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Vec<(usize, usize, Cow<'l, str>)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<Entity<'l>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relations: Option<Vec<Link<'l>>>,
    document_id: &'l str,
    annotator: &'l str,
    #[serde(flatten)]
    described: Described<'l>,
}

#[derive(Serialize)]
struct Entity<'l> {
    id: usize,
    label: Cow<'l, str>,
    start_offset: usize,
    end_offset: usize,
}

#[derive(Serialize)]
struct Link<'l> {
    id: usize,
    from_id: usize,
    to_id: usize,
    #[serde(rename = "type")]
    kind: Cow<'l, str>,
}

fn write(dataset: &dyn Parts, options: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let head = dataset.head();
    let labels = Labels::of(&head.project.codebook, |_| true);
    let with_speaker = options.value(&LABELS) == Some(KIND_SPEAKER);
    let mut buffer = Vec::new();
    dataset.each_layer(|part, layer| {
        let found = Marks::of(layer, Spans::One)?;
        let marks = || found.marks.iter().map(|mark| (mark.place(), label_of_mark(part, mark, &labels, with_speaker)));
        let mut line = Line {
            text: layer.document.content.as_str(),
            label: None,
            entities: None,
            relations: None,
            document_id: layer.document.id.as_str(),
            annotator: layer.annotator,
            described: Described::of(layer.document),
        };
        if options.has(&TRIPLES) {
            line.label = Some(marks().map(|(place, label)| (place.start, place.end, label)).collect());
        } else {
            let entity = |(index, (place, label)): (usize, (Place<'_>, _))| Entity {
                id: index + 1,
                label,
                start_offset: place.start,
                end_offset: place.end,
            };
            line.entities = Some(marks().enumerate().map(entity).collect());
            let links = found.links.iter().enumerate().map(|(index, link)| Link {
                id: index + 1,
                from_id: link.from + 1,
                to_id: link.to + 1,
                kind: link.role.label(&labels),
            });
            line.relations = Some(links.collect());
        }
        Ok(json::write_value(&line, "\n", &mut buffer, out)?)
    })
}

/// The label of a mark, with the name of the speaker if that is asked for and there is one.
fn label_of_mark<'p>(dataset: &Dataset<'p>, mark: &Mark<'p>, labels: &Labels<'p>, with_speaker: bool) -> Cow<'p, str> {
    let label = mark.label(labels);
    let speaker = match mark.role {
        Role::Statement { statement, .. } if with_speaker => statement.speaker(),
        _ => None,
    };
    let Some(id) = speaker else { return label.into() };
    let name = dataset.project.party(id).map_or(id.as_str(), |party| party.name.as_str());
    format!("{label} · {name}").into()
}

fn recognise(input: &Input) -> Confidence {
    if json::begins_with_keys(input, &["entities", "relations"])
        || json::begins_with_keys(input, &["entities", "start_offset"])
    {
        return Confidence::Certain;
    }
    let is_other = json::begins_with_keys(input, &["spans"]) || json::begins_with_keys(input, &["tokens"]);
    let triples = json::begins_with_keys(input, &["text", "label"]) && !is_other;
    if triples { Confidence::Certain } else { input.by_ending(&FORMAT) }
}

fn read(input: &Input, sink: &mut dyn LayerSink) {
    let mut maker = LayerMaker::new(Sidecar::default());
    json::each_object(input, sink, |line, object, sink| {
        let annotator = json::annotator_of(&object, &["annotator", "username", "user"]);
        if !sink.wants(&annotator) {
            return ControlFlow::Continue(());
        }
        match layer_of(input, line, &object, annotator, sink) {
            Ok(found) => {
                let layer = maker.layer(found, sink);
                sink.take(layer)
            }
            Err(reason) => {
                sink.warn(line, reason);
                ControlFlow::Continue(())
            }
        }
    });
}

fn layer_of(
    input: &Input,
    line: usize,
    object: &Map<String, Value>,
    annotator: String,
    sink: &mut dyn LayerSink,
) -> Result<FoundLayer, String> {
    let text = object.get("text").or_else(|| object.get("data")).and_then(Value::as_str);
    let text = text.ok_or_else(|| t!("import-no-text"))?;
    let id = json::word(object, &["document_id"]);
    let metadata = json::metadata_of(object);
    let document = json::document_of(input, line, id, text, metadata, json::word(object, &["text_sha256"]))?;
    let mut spans = Vec::new();
    let mut keep = |name: String, span: Result<FoundSpan, String>| match span {
        Ok(span) => spans.push(span),
        Err(reason) => sink.warn(line, t!("import-span-left-out", id = name, reason = reason)),
    };
    for (index, entity) in json::list(object, "entities").iter().enumerate() {
        let name = json::id_word(entity.get("id")).unwrap_or_else(|| format!("#{}", index + 1));
        keep(name.clone(), entity_of(entity, name));
    }
    let triples = json::list(object, "label").iter().chain(json::list(object, "labels"));
    for (index, triple) in triples.enumerate() {
        let name = format!("#{}", index + 1);
        keep(name.clone(), triple_of(triple, name));
    }
    let links = json::list(object, "relations").iter().map(|relation| FoundLink {
        from: json::id_word(relation.get("from_id")).unwrap_or_default(),
        to: json::id_word(relation.get("to_id")).unwrap_or_default(),
        label: relation.get("type").and_then(Value::as_str).unwrap_or_default().to_owned(),
        ..FoundLink::default()
    });
    let links = links.collect();
    Ok(FoundLayer { line, document, annotator, spans, links })
}

fn entity_of(entity: &Value, id: String) -> Result<FoundSpan, String> {
    let places = vec![[offset(entity.get("start_offset"))?, offset(entity.get("end_offset"))?]];
    Ok(FoundSpan { id, places, label: label_of(entity.get("label"))?, ..FoundSpan::default() })
}

fn triple_of(triple: &Value, id: String) -> Result<FoundSpan, String> {
    let places = vec![[offset(triple.get(0))?, offset(triple.get(1))?]];
    Ok(FoundSpan { id, places, label: label_of(triple.get(2))?, ..FoundSpan::default() })
}

fn label_of(label: Option<&Value>) -> Result<String, String> {
    let label = label.and_then(Value::as_str).filter(|label| !label.trim().is_empty());
    label.map(str::to_owned).ok_or_else(|| t!("import-no-label"))
}
