//! Converts the statements of a project to labelled spans: which property of a statement is the label, and which
//! statements count.

use std::collections::BTreeSet;

use super::corpus::{Corpus, SpanOutside, Text, Unit};
use crate::model::attribute::AttributeSubject;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, TopicId};
use crate::model::layer::Layer;
use crate::model::members::MeantParties;
use crate::model::project::Project;
use crate::model::statement::{Stance, Statement};
use crate::t;
use crate::text::segment::words;

/// Between the values of an attribute in a label.
const BETWEEN_VALUES: &str = "; ";

/// The property that is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelField {
    Kind,
    Speaker,
    /// The whole attribution chain.
    Chain,
    Topic,
    Stance,
    /// A named value.
    Attribute(String),
}

impl LabelField {
    /// `kind`, `speaker`, `chain`, `topic`, `stance`, or `attribute:NAME`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "kind" => Self::Kind,
            "speaker" => Self::Speaker,
            "chain" => Self::Chain,
            "topic" => Self::Topic,
            "stance" => Self::Stance,
            _ => Self::Attribute(name.strip_prefix("attribute:").filter(|name| !name.is_empty())?.to_owned()),
        })
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Kind => "kind".to_owned(),
            Self::Speaker => "speaker".to_owned(),
            Self::Chain => "chain".to_owned(),
            Self::Topic => "topic".to_owned(),
            Self::Stance => "stance".to_owned(),
            Self::Attribute(name) => format!("attribute:{name}"),
        }
    }

    /// The label of a statement for this property; empty if it has none. A chain is `kremlin>biden`.
    pub(crate) fn label(&self, statement: &Statement) -> String {
        match self {
            Self::Kind => statement.kind.to_string(),
            Self::Speaker => statement.speaker().map(ToString::to_string).unwrap_or_default(),
            Self::Chain => statement.chain.iter().map(|link| link.party.as_str()).collect::<Vec<_>>().join(">"),
            Self::Topic => statement.topic.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Stance => statement.stance.map_or("", Stance::as_str).to_owned(),
            Self::Attribute(name) => {
                let values = statement.attributes.iter().filter(|attribute| attribute.name == *name);
                let mut values: Vec<&str> = values.map(|attribute| attribute.value.as_str()).collect();
                // Their order has no meaning.
                values.sort_unstable();
                values.join(BETWEEN_VALUES)
            }
        }
    }
}

impl LabelField {
    /// The fields that every project has, the attributes of the codebook, and others that statements have values of.
    pub(crate) fn all(project: &Project) -> Vec<Self> {
        let defined =
            project.codebook.attributes_of(AttributeSubject::Statements).map(|attribute| attribute.id.as_str());
        let used: BTreeSet<&str> =
            project.layers.values().flat_map(|layer| layer.attribute_counts().map(|(name, _)| name.as_str())).collect();
        let other = used.into_iter().filter(|name| project.codebook.attribute_named(name).is_none());
        let fixed = [Self::Kind, Self::Speaker, Self::Chain, Self::Topic, Self::Stance];
        fixed.into_iter().chain(defined.chain(other).map(|name| Self::Attribute(name.to_owned()))).collect()
    }

    /// Whether it says something of a statement: an attribute does only where it applies, or where there is a value.
    pub(crate) fn concerns(&self, project: &Project, statement: &Statement) -> bool {
        let Self::Attribute(name) = self else { return true };
        let definition = project.codebook.attribute_named(name);
        definition.is_none_or(|definition| {
            definition.applies_to(statement) || statement.values_of(&definition.id).next().is_some()
        })
    }

    /// A label for people: the name of the kind, party or topic, or a word for none.
    pub(crate) fn label_name(&self, project: &Project, label: &str) -> String {
        if label.is_empty() {
            return t!("agreement-label-none");
        }
        let party = |id: &str| {
            PartyId::new(id).ok().and_then(|id| project.party(&id)).map_or_else(|| id.to_owned(), |p| p.name.clone())
        };
        match self {
            Self::Kind => {
                KindId::new(label).ok().and_then(|id| project.codebook.kind(&id)).map(|kind| kind.name.clone())
            }
            Self::Topic => TopicId::new(label).ok().and_then(|id| project.codebook.topic(&id)).map(|t| t.name.clone()),
            Self::Speaker => Some(party(label)),
            Self::Chain => Some(label.split('>').map(party).collect::<Vec<_>>().join(" › ")),
            Self::Stance => None,
            Self::Attribute(name) => {
                let title = |value| project.attribute_value_title(name, value);
                Some(label.split(BETWEEN_VALUES).map(title).collect::<Vec<_>>().join(BETWEEN_VALUES))
            }
        }
        .unwrap_or_else(|| label.to_owned())
    }

    /// The name of the field on screen and in reports.
    pub(crate) fn title(&self, project: &Project) -> String {
        match self {
            Self::Kind => t!("agreement-field-kind"),
            Self::Speaker => t!("agreement-field-speaker"),
            Self::Chain => t!("agreement-field-chain"),
            Self::Topic => t!("agreement-field-topic"),
            Self::Stance => t!("agreement-field-stance"),
            Self::Attribute(name) => t!("agreement-field-attribute", name = project.codebook.attribute_title(name)),
        }
    }
}

/// Only the statements of one kind, or of one party: those in which it speaks, or one that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScorePart {
    Kind(KindId),
    Party(PartyId),
}

impl ScorePart {
    /// The test of statements for it.
    pub(crate) fn test(&self, project: &Project) -> PartTest {
        match self {
            Self::Kind(kind) => PartTest::Kind(kind.clone()),
            Self::Party(party) => PartTest::Speaker(MeantParties::one(&project.parties, party, true)),
        }
    }

    /// The name on screen and in reports.
    pub(crate) fn title(&self, project: &Project) -> String {
        match self {
            Self::Kind(kind) => LabelField::Kind.label_name(project, kind.as_str()),
            Self::Party(party) => {
                let name = LabelField::Speaker.label_name(project, party.as_str());
                let has_members = project.parties.children(party) > 0;
                if has_members { t!("picker-with-members", party = name) } else { name }
            }
        }
    }
}

/// Which statements belong to a part, or to a scope.
pub(crate) enum PartTest {
    All,
    Kind(KindId),
    Speaker(MeantParties),
}

impl PartTest {
    pub(crate) fn has(&self, statement: &Statement) -> bool {
        match self {
            Self::All => true,
            Self::Kind(kind) => statement.kind == *kind,
            Self::Speaker(parties) => parties.speak_in(statement),
        }
    }
}

/// Which statements are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyScope {
    /// All annotators if empty.
    pub annotators: Vec<AnnotatorId>,
    /// All documents if empty.
    pub documents: Vec<DocumentId>,
    /// All statements if `None`.
    pub part: Option<ScorePart>,
}

impl StudyScope {
    /// The annotators, in their order.
    pub(crate) fn annotators(&self, project: &Project) -> Vec<AnnotatorId> {
        if self.annotators.is_empty() { project.annotators() } else { self.annotators.clone() }
    }

    pub(crate) fn has_document(&self, document: &DocumentId) -> bool {
        self.documents.is_empty() || self.documents.contains(document)
    }

    /// Whether a document is measured; one with a superseded text only if it is asked for.
    pub(super) fn covers(&self, project: &Project, document: &DocumentId) -> bool {
        self.has_document(document) && (project.newer_text(document).is_none() || self.documents.contains(document))
    }

    /// The test for the statements of the part that is compared.
    pub(crate) fn test(&self, project: &Project) -> PartTest {
        self.part.as_ref().map_or(PartTest::All, |part| part.test(project))
    }
}

/// This annotator's layer of a document, if the annotator counts as having done it.
pub(crate) fn layer_of<'p>(project: &'p Project, document: &DocumentId, annotator: &AnnotatorId) -> Option<&'p Layer> {
    project.layer(document, annotator).filter(|layer| layer.counts())
}

/// The corpus of these annotators and documents (all if the list is empty), in code points. An annotator did a document
/// if there is a layer that counts; one without statements counts if it is marked as done. A statement with several
/// spans becomes that many units.
///
/// # Errors
/// A span does not fit its text.
pub fn corpus(project: &Project, field: &LabelField, scope: &StudyScope) -> Result<Corpus, SpanOutside> {
    let (annotators, test) = (scope.annotators(project), scope.test(project));
    let mut corpus = Corpus::new(annotators.iter().map(ToString::to_string).collect());
    for document in project.documents.values().filter(|document| scope.covers(project, &document.id)) {
        let lines = annotators.iter().map(|annotator| {
            let statements = layer_of(project, &document.id, annotator)?.statements();
            let statements = statements.filter(|s| test.has(s) && field.concerns(project, s));
            Some(statements.flat_map(|statement| units(&mut corpus, document, field, statement)).collect())
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

fn units(corpus: &mut Corpus, document: &Document, field: &LabelField, statement: &Statement) -> Vec<Unit> {
    let label = corpus.label(&field.label(statement));
    let offset = |byte| document.content.byte_to_char(byte).unwrap_or_default() as u64;
    let unit =
        |span: &crate::model::span::Span| Unit { begin: offset(span.start_byte), end: offset(span.end_byte), label };
    statement.spans.iter().map(unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::statement::Attribute;

    #[test]
    fn attributes_have_the_names_of_the_codebook() {
        let mut project = Project::new("t");
        let polarity = LabelField::Attribute("polarity".to_owned());
        assert_eq!(crate::locale::plain(&polarity.title(&project)), "Polarity");
        assert_eq!(polarity.label_name(&project, "denied"), "Denied");
        assert_eq!(polarity.label_name(&project, "other"), "other");
        // Those that only statements have come after those of the codebook.
        let kind = KindId::new("claim").unwrap();
        let mut statement = Statement::new(kind, vec![(0..1).into()], jiff::Timestamp::UNIX_EPOCH);
        statement.attributes.extend([Attribute::new("old", "x"), Attribute::new("polarity", "denied")]);
        let key = (DocumentId::new("d").unwrap(), AnnotatorId::new("a").unwrap());
        project.layers.entry(key).or_default().put(statement);
        let names: Vec<String> = LabelField::all(&project).iter().skip(5).map(LabelField::name).collect();
        let expected = ["polarity", "disputed", "condition", "consequence", "old"];
        assert_eq!(names, expected.map(|name| format!("attribute:{name}")));
    }
}
