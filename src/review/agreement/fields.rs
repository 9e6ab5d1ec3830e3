//! From the statements of a project to labelled spans: which property of a statement is the label.

use super::corpus::{Corpus, SpanOutside, Text, Unit};
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::statement::{Stance, Statement};
use crate::text::segment::words;

/// The property that is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Kind,
    Speaker,
    /// The whole attribution chain.
    Chain,
    Topic,
    Stance,
    /// A named value.
    Attribute(String),
}

impl Field {
    /// `kind`, `speaker`, `chain`, `topic`, `stance`, or `attribute:NAME`.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "kind" => Self::Kind,
            "speaker" => Self::Speaker,
            "chain" => Self::Chain,
            "topic" => Self::Topic,
            "stance" => Self::Stance,
            _ => Self::Attribute(name.strip_prefix("attribute:").filter(|name| !name.is_empty())?.to_owned()),
        })
    }

    pub fn name(&self) -> String {
        match self {
            Self::Kind => "kind".to_owned(),
            Self::Speaker => "speaker".to_owned(),
            Self::Chain => "chain".to_owned(),
            Self::Topic => "topic".to_owned(),
            Self::Stance => "stance".to_owned(),
            Self::Attribute(name) => format!("attribute:{name}"),
        }
    }

    /// The label that a statement has by this property; empty where it has none. A chain is `kremlin>biden`.
    pub fn label(&self, statement: &Statement) -> String {
        match self {
            Self::Kind => statement.kind.to_string(),
            Self::Speaker => statement.speaker().map(ToString::to_string).unwrap_or_default(),
            Self::Chain => statement.chain.iter().map(|link| link.party.as_str()).collect::<Vec<_>>().join(">"),
            Self::Topic => statement.topic.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Stance => statement.stance.map_or("", Stance::as_str).to_owned(),
            Self::Attribute(name) => {
                let values = statement.attributes.iter().filter(|attribute| attribute.name == *name);
                values.map(|attribute| attribute.value.as_str()).collect::<Vec<_>>().join("; ")
            }
        }
    }
}

/// The corpus of these annotators and documents (all where the list is empty), in code points. An annotator did a document
/// where there is a layer that counts: one without statements does where it is done. A statement with several spans is as many units.
///
/// # Errors
/// A span does not fit its text.
pub fn corpus(
    project: &Project,
    field: &Field,
    annotators: &[AnnotatorId],
    documents: &[DocumentId],
) -> Result<Corpus, SpanOutside> {
    let annotators: Vec<AnnotatorId> = if annotators.is_empty() { project.annotators() } else { annotators.to_vec() };
    let mut corpus = Corpus::new(annotators.iter().map(ToString::to_string).collect());
    for document in project.documents.values().filter(|d| documents.is_empty() || documents.contains(&d.id)) {
        let lines = annotators.iter().map(|annotator| {
            let layer = project.layer(&document.id, annotator).filter(|layer| layer.counts())?;
            Some(layer.statements().flat_map(|statement| units(&mut corpus, document, field, statement)).collect())
        });
        let lines: Vec<Option<Vec<Unit>>> = lines.collect();
        if lines.iter().all(Option::is_none) {
            continue;
        }
        let text = document.content.as_str();
        let offset = |byte| document.content.byte_to_char(byte).unwrap_or_default() as u64;
        corpus.push(Text {
            name: document.id.to_string(),
            length: document.content.len_chars() as u64,
            tokens: words(text).into_iter().map(|word| (offset(word.start), offset(word.end))).collect(),
            lines,
        })?;
    }
    Ok(corpus)
}

fn units(corpus: &mut Corpus, document: &Document, field: &Field, statement: &Statement) -> Vec<Unit> {
    let label = corpus.label(&field.label(statement));
    let offset = |byte| document.content.byte_to_char(byte).unwrap_or_default() as u64;
    let unit =
        |span: &crate::model::span::Span| Unit { begin: offset(span.start_byte), end: offset(span.end_byte), label };
    statement.spans.iter().map(unit).collect()
}
