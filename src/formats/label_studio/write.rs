//! Writes the tasks, one by one.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;

use serde::Serialize;

use super::config;
use super::names::{ADDRESSEES, CHAIN, LABEL, NOTE, QUOTATION, SPEAKER, STANCE, TEXT, TOPIC};
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::json::{self, Described};
use crate::formats::labels::Labels;
use crate::formats::marks::{Mark, Marks, Place, Role, Spans, chain_of};
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options};
use crate::model::id::{PartyId, StatementId};
use crate::model::statement::{Quotation, Stance, Statement};

#[derive(Serialize)]
struct Task<'l> {
    data: Data<'l>,
    annotations: Vec<Annotation<'l>>,
}

#[derive(Serialize)]
struct Data<'l> {
    text: &'l str,
    document_id: &'l str,
    #[serde(flatten)]
    described: Described<'l>,
    layers: Vec<&'l str>,
}

#[derive(Serialize)]
struct Annotation<'l> {
    result: Vec<Out<'l>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Out<'l> {
    Region(Region<'l>),
    Relation(Relation<'l>),
}

/// A tag on a region.
#[derive(Serialize)]
struct Region<'l> {
    id: RegionId,
    from_name: &'static str,
    to_name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    value: Tagged<'l>,
}

#[derive(Serialize)]
struct Tagged<'l> {
    start: usize,
    end: usize,
    text: Text<'l>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<[&'l str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxonomy: Option<Vec<Vec<&'l str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<&'l str>>,
}

/// In the place where a region has its quote, a text area has the list of its texts.
#[derive(Serialize)]
#[serde(untagged)]
enum Text<'l> {
    Quote(&'l str),
    Written([Cow<'l, str>; 1]),
}

#[derive(Serialize)]
struct Relation<'l> {
    #[serde(rename = "type")]
    kind: &'static str,
    from_id: Option<RegionId>,
    to_id: Option<RegionId>,
    direction: &'static str,
    labels: [Cow<'l, str>; 1],
}

pub(super) fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let head = dataset.head();
    let labels = Labels::of(&head.project.codebook, |_| true);
    let is_tree = config::is_tree(&head);
    let mut buffer = Vec::new();
    out.write_all(b"[")?;
    let mut is_first = true;
    dataset.each(|part| {
        for layers in part.by_document() {
            let Some(first) = layers.first() else { continue };
            out.write_all(if is_first { b"\n" } else { b",\n" })?;
            is_first = false;
            let task = task_of(part, first, layers, &labels, is_tree)?;
            json::write_value(&task, "", &mut buffer, out)?;
        }
        Ok(())
    })?;
    out.write_all(b"\n]\n")?;
    Ok(())
}

fn task_of<'p>(
    dataset: &Dataset<'p>,
    first: &DatasetLayer<'p>,
    layers: &[DatasetLayer<'p>],
    labels: &Labels<'p>,
    is_tree: bool,
) -> Result<Task<'p>, ExportError> {
    let data = Data {
        text: first.document.content.as_str(),
        document_id: first.document.id.as_str(),
        described: Described::of(first.document),
        layers: layers.iter().map(|layer| layer.annotator).collect(),
    };
    let mut annotations = Vec::with_capacity(layers.len());
    for layer in layers {
        let found = Marks::of(layer, Spans::One)?;
        let ids: Vec<RegionId> = found.marks.iter().map(RegionId::of).collect();
        let mut result = Vec::new();
        for (mark, id) in found.marks.iter().zip(&ids) {
            let region = OnRegion { id: *id, place: mark.place() };
            result.push(region.labelled(mark.label(labels)));
            if let Role::Statement { statement, part: 1, .. } = mark.role {
                add_fields(dataset, statement, &region, is_tree, &mut result);
            }
        }
        for link in &found.links {
            result.push(Out::Relation(Relation {
                kind: "relation",
                from_id: ids.get(link.from).copied(),
                to_id: ids.get(link.to).copied(),
                direction: "right",
                labels: [link.role.label(labels)],
            }));
        }
        annotations.push(Annotation { result });
    }
    Ok(Task { data, annotations })
}

/// The id of a region: the statement's, or what the region is and where.
#[derive(Clone, Copy)]
enum RegionId {
    Part(StatementId, usize),
    Other(&'static str, usize, usize),
}

impl RegionId {
    fn of(mark: &Mark<'_>) -> Self {
        let Place { start, end, .. } = mark.place();
        match mark.role {
            Role::Statement { statement, part, .. } => Self::Part(statement.id, part),
            Role::Cue => Self::Other("cue", start, end),
            Role::Mention => Self::Other("mention", start, end),
            Role::Excluded => Self::Other("excluded", start, end),
        }
    }
}

impl fmt::Display for RegionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(statement, 1) => write!(f, "{statement}"),
            Self::Part(statement, part) => write!(f, "{statement}-{part}"),
            Self::Other(word, start, end) => write!(f, "{word}-{start}-{end}"),
        }
    }
}

impl Serialize for RegionId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Makes the tags of a region.
struct OnRegion<'p> {
    id: RegionId,
    place: Place<'p>,
}

impl<'p> OnRegion<'p> {
    fn tag(&self, from_name: &'static str, kind: &'static str, change: impl FnOnce(&mut Tagged<'p>)) -> Out<'p> {
        let Place { start, end, quote } = self.place;
        let (labels, taxonomy, choices) = (None, None, None);
        let mut value = Tagged { start, end, text: Text::Quote(quote), labels, taxonomy, choices };
        change(&mut value);
        Out::Region(Region { id: self.id, from_name, to_name: TEXT, kind, value })
    }

    fn labelled(&self, label: &'p str) -> Out<'p> {
        self.tag(LABEL, "labels", |value| value.labels = Some([label]))
    }

    fn choices(&self, name: &'static str, choices: Vec<&'p str>) -> Out<'p> {
        self.tag(name, "choices", |value| value.choices = Some(choices))
    }
}

fn add_fields<'p>(
    dataset: &Dataset<'p>,
    statement: &'p Statement,
    region: &OnRegion<'p>,
    is_tree: bool,
    result: &mut Vec<Out<'p>>,
) {
    let mut parties = |name: &'static str, parties: Vec<&'p PartyId>| {
        if parties.is_empty() {
            return;
        }
        result.push(if is_tree {
            let paths = parties.iter().map(|party| path_of(dataset, party)).collect();
            region.tag(name, "taxonomy", |value| value.taxonomy = Some(paths))
        } else {
            region.choices(name, parties.into_iter().map(|party| party.as_str()).collect())
        });
    };
    parties(SPEAKER, statement.speaker().into_iter().collect());
    parties(ADDRESSEES, statement.addressees.iter().collect());
    let choices = [
        (TOPIC, statement.topic.as_ref().map(|topic| topic.as_str())),
        (STANCE, statement.stance.map(Stance::as_str)),
        (QUOTATION, statement.quotation.map(Quotation::as_str)),
    ];
    result.extend(choices.into_iter().filter_map(|(name, choice)| Some(region.choices(name, vec![choice?]))));
    let note = Some(statement.note.as_str()).filter(|note| !note.is_empty()).map(Cow::from);
    for (name, text) in [(CHAIN, chain_of(statement).map(Cow::from)), (NOTE, note)] {
        let written = |text| region.tag(name, "textarea", |value| value.text = Text::Written([text]));
        result.extend(text.map(written));
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
