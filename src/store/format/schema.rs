//! The types that are stored in the files. They are separate from the types of the model, apart from a few plain enums
//! (stance, quotation, line form, state) that both share, so that most of the model can change without changing the
//! files.
//!
//! The format is pretty RON, one field per line, in a stable order. Every file begins with its format name and a
//! version. Spans are in code points, half-open, with the quoted text beside them. Names and times are strings here: an
//! invalid one spoils only its own entry, not the whole file. Nothing here accesses a disk.

use std::borrow::Cow;
use std::ops::Range;

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Serialize, Serializer};

use super::codebook::{AttributeDefinitionEntry, KindEntry, NamedEntry, codebook_entry};
use super::markers;
use crate::edit::change::{EditError, LayerKey};
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::document::{Document, Metadata};
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::party::{ExternalId, Party, PartyAbout, Rgb};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use crate::model::work::{Assignment, LayerProgress, LayerState};
use crate::store::problem::ProblemKind;
use crate::text::content::Content;
use crate::text::line_ends;
use crate::text::segment::is_grapheme_edge;

/// The version that is written, which is also the newest that can be read.
pub(crate) const VERSION: u32 = 3;
/// The deepest nesting that a file may have; ours nest less than ten levels deep.
const RECURSION_LIMIT: usize = 64;
/// The most entries of any kind that a file may have, estimated from its commas, so that a small file cannot take up a
/// lot of memory. A layer of 25,000 statements has a third of that.
const MAX_ENTRIES: usize = 4_000_000;

pub(crate) const PROJECT: &str = "bayan-project";
pub(crate) const DOCUMENT: &str = "bayan-document";
pub(crate) const LAYER: &str = "bayan-layer";

/// `project.ron`
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectFile {
    pub format: String,
    pub version: u32,
    pub title: String,
    pub parties: Vec<PartyEntry>,
    pub codebook: CodebookEntry,
    /// Since version 2, like the next two.
    #[serde(default)]
    pub blind_until_done: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<AssignmentEntry>,
    /// Conflicts that a merge could not settle; see `store::merging::three_way`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictEntry>,
}

/// The assignment of a document to an annotator.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignmentEntry {
    pub document: String,
    pub annotator: String,
    /// `YYYY-MM-DD`
    #[serde(default)]
    pub due: Option<String>,
    #[serde(default)]
    pub note: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyEntry {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// `#rrggbb`
    pub color: String,
    #[serde(default)]
    pub parent: Option<String>,
    /// The digit, 1 to 9, that makes it the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<u8>,
    /// Since version 3, like the next two.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Identifiers in other collections, `wikidata: Q7747`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodebookEntry {
    pub kinds: Vec<KindEntry>,
    pub topics: Vec<NamedEntry>,
    pub relation_kinds: Vec<NamedEntry>,
    /// Since version 3, like the examples of all entries, whether they are retired, and the parents of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeDefinitionEntry>,
    /// The stances of which something was changed. Since version 3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stances: Vec<NamedEntry>,
}

/// `documents/<document>/document.ron`
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentFile {
    pub format: String,
    pub version: u32,
    pub title: String,
    pub publisher: String,
    pub published: String,
    pub url: String,
    pub language: String,
    pub encoding: String,
    pub text_sha256: String,
    /// The document that has the newer text, if this one only keeps the old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    pub excluded: Vec<SpanEntry>,
    /// Conflicts that a merge could not settle; see `store::merging::three_way`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictEntry>,
}

/// `annotations/<document>/<annotator>.ron`
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LayerFile {
    pub format: String,
    pub version: u32,
    /// Since version 2; without it, the state is inferred from the statements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<ProgressEntry>,
    /// About the document as a whole. Since version 3, like the attributes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeEntry>,
    pub statements: Vec<StatementEntry>,
    pub relations: Vec<RelationEntry>,
    /// Conflicts that a merge could not settle; see `store::merging::three_way`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictEntry>,
}

/// A [`LayerFile`] for writing, whose statements are created one by one as they are needed: all at once they would take
/// several times the memory that they take in the model.
#[derive(Serialize)]
#[serde(rename = "LayerFile")]
pub(crate) struct LayerText<'l> {
    format: &'static str,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<ProgressEntry>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'l str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<AttributeEntry>,
    statements: StatementsText<'l>,
    relations: Vec<RelationEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<ConflictEntry>,
}

impl<'l> LayerText<'l> {
    pub(crate) fn new(content: &'l Content, layer: &'l Layer, conflicts: Vec<ConflictEntry>) -> Self {
        Self {
            format: LAYER,
            version: VERSION,
            progress: layer.progress().map(progress_entry),
            note: layer.tags().map_or("", |tags| tags.note.as_str()),
            attributes: layer.tags().map(|tags| value_entries(&tags.attributes)).unwrap_or_default(),
            statements: StatementsText(content, layer),
            relations: layer.relations().map(relation_entry).collect(),
            conflicts,
        }
    }
}

struct StatementsText<'l>(&'l Content, &'l Layer);

impl Serialize for StatementsText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.1.len()))?;
        for statement in self.1.statements() {
            list.serialize_element(&statement_entry(self.0, statement))?;
        }
        list.end()
    }
}

/// The progress that the annotator recorded for the layer.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgressEntry {
    pub state: LayerState,
    /// RFC 3339 with `Z`
    pub at: String,
    #[serde(default)]
    pub first_done: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementEntry {
    pub id: String,
    pub kind: String,
    pub spans: Vec<SpanEntry>,
    pub chain: Vec<LinkEntry>,
    pub addressees: Vec<String>,
    pub topic: Option<String>,
    pub stance: Option<Stance>,
    pub quotation: Option<Quotation>,
    pub attributes: Vec<AttributeEntry>,
    pub note: String,
    /// RFC 3339 with `Z`
    pub created: String,
    pub modified: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkEntry {
    pub party: String,
    pub cue: Option<SpanEntry>,
    pub mention: Option<SpanEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttributeEntry {
    pub name: String,
    /// Of a passage, its quote.
    pub value: String,
    /// Where a passage is, half-open, in code points. Since version 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<(usize, usize)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelationEntry {
    pub id: String,
    pub kind: String,
    pub from: String,
    pub to: String,
    pub note: String,
    /// Since version 3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeEntry>,
}

/// Half-open, in code points.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpanEntry {
    pub start: usize,
    pub end: usize,
    pub quote: String,
}

/// A field that two people have changed: the value that was kept, and the one that the other person wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConflictEntry {
    /// `statements`, `relations`, `parties`, `kinds`, `topics`, `relation_kinds`; empty for a field of the file itself.
    pub list: String,
    pub id: String,
    /// Empty if one side has deleted the entry and the other has changed it.
    pub field: String,
    pub kept: String,
    /// Empty if the other side has deleted it.
    pub other: String,
}

/// The head of every file.
struct Head {
    format: String,
    version: u32,
}

/// Reads a [`Head`] and stops there, so that a large file is not read twice.
struct HeadSeed<'h>(&'h mut Option<Head>);

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum HeadField {
    Format,
    Version,
    #[serde(other)]
    Other,
}

impl<'de> DeserializeSeed<'de> for HeadSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("Head", &["format", "version"], self)
    }
}

impl<'de> Visitor<'de> for HeadSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("struct Head")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut format, mut version) = (None, None);
        while let Some(field) = map.next_key()? {
            match field {
                HeadField::Format => format = Some(map.next_value()?),
                HeadField::Version => version = Some(map.next_value()?),
                HeadField::Other => map.next_value::<serde::de::IgnoredAny>().map(|_ignored| ())?,
            }
            if let (Some(format), Some(version)) = (&mut format, version) {
                *self.0 = Some(Head { format: std::mem::take(format), version });
                // An error is the only way to stop here.
                return Err(A::Error::custom("the rest is not read"));
            }
        }
        Err(A::Error::missing_field(if format.is_none() { "format" } else { "version" }))
    }
}

/// The head of a file.
///
/// # Errors
/// The text is not RON up to there, or has no head.
fn head(text: &str) -> Result<Head, ProblemKind> {
    let mut head = None;
    let read = options().from_str_seed(text, HeadSeed(&mut head));
    match (head, read) {
        (Some(head), _) => Ok(head),
        (None, Err(error)) => Err(syntax(&error, text)),
        (None, Ok(())) => Err(ProblemKind::OtherFormat(String::new())),
    }
}

/// A layer's file without its statements, which were passed on one by one.
#[derive(Default)]
pub(crate) struct LayerRest {
    pub progress: Option<ProgressEntry>,
    pub note: String,
    pub attributes: Vec<AttributeEntry>,
    pub relations: Vec<RelationEntry>,
    pub conflicts: Vec<ConflictEntry>,
}

/// Reads the file of a layer and passes its statements to `each`, so that they are never in memory all at once: in the
/// form of the file they take several times the memory that they take in the model. Returns the rest and the version of
/// the file.
///
/// # Errors
/// As [`parse`]; the statements passed on until then must be discarded.
pub(crate) fn read_layer(text: &str, mut each: impl FnMut(StatementEntry)) -> Result<(LayerRest, u32), ProblemKind> {
    let (text, version) = checked(text, LAYER)?;
    let rest = options().from_str_seed(&text, LayerSeed(&mut each)).map_err(|error| syntax(&error, &text))?;
    Ok((rest, version))
}

struct LayerSeed<'s, F>(&'s mut F);

/// The list of statements.
struct StatementsSeed<'s, F>(&'s mut F);

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum LayerField {
    Format,
    Version,
    Progress,
    Note,
    Attributes,
    Statements,
    Relations,
    Conflicts,
}

impl<'de, F: FnMut(StatementEntry)> DeserializeSeed<'de> for LayerSeed<'_, F> {
    type Value = LayerRest;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<LayerRest, D::Error> {
        let fields = &["format", "version", "progress", "note", "attributes", "statements", "relations", "conflicts"];
        deserializer.deserialize_struct("LayerFile", fields, self)
    }
}

impl<'de, F: FnMut(StatementEntry)> Visitor<'de> for LayerSeed<'_, F> {
    type Value = LayerRest;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("struct LayerFile")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LayerRest, A::Error> {
        let (mut progress, mut statements, mut relations, mut conflicts) = (None, false, None, None);
        let (mut note, mut attributes) = (None, None);
        while let Some(field) = map.next_key()? {
            let twice = A::Error::duplicate_field;
            match field {
                // Both were already checked in the head.
                LayerField::Format => map.next_value::<String>().map(|_known| ())?,
                LayerField::Version => map.next_value::<u32>().map(|_known| ())?,
                LayerField::Progress if progress.is_some() => return Err(twice("progress")),
                LayerField::Progress => progress = Some(map.next_value::<Option<ProgressEntry>>()?),
                LayerField::Note if note.is_some() => return Err(twice("note")),
                LayerField::Note => note = Some(map.next_value()?),
                LayerField::Attributes if attributes.is_some() => return Err(twice("attributes")),
                LayerField::Attributes => attributes = Some(map.next_value()?),
                LayerField::Statements if statements => return Err(twice("statements")),
                LayerField::Statements => {
                    map.next_value_seed(StatementsSeed(&mut *self.0))?;
                    statements = true;
                }
                LayerField::Relations if relations.is_some() => return Err(twice("relations")),
                LayerField::Relations => relations = Some(map.next_value()?),
                LayerField::Conflicts if conflicts.is_some() => return Err(twice("conflicts")),
                LayerField::Conflicts => conflicts = Some(map.next_value()?),
            }
        }
        if !statements {
            return Err(A::Error::missing_field("statements"));
        }
        let relations = relations.ok_or_else(|| A::Error::missing_field("relations"))?;
        Ok(LayerRest {
            progress: progress.flatten(),
            note: note.unwrap_or_default(),
            attributes: attributes.unwrap_or_default(),
            relations,
            conflicts: conflicts.unwrap_or_default(),
        })
    }
}

impl<'de, F: FnMut(StatementEntry)> DeserializeSeed<'de> for StatementsSeed<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(StatementEntry)> Visitor<'de> for StatementsSeed<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(entry) = seq.next_element()? {
            self.0(entry);
        }
        Ok(())
    }
}

/// The format that a file states.
///
/// # Errors
/// The text is not RON.
pub(crate) fn format_of(text: &str) -> Result<String, ProblemKind> {
    head(&as_written(text)).map(|head| head.format)
}

/// The SHA-256 of the text that a `document.ron` is about.
pub(crate) fn text_sha256(text: &str) -> Option<String> {
    parse::<DocumentFile>(text, DOCUMENT).ok().map(|file| file.text_sha256)
}

/// Converts a list of conflict entries to the model.
pub(crate) fn conflicts(entries: Vec<ConflictEntry>) -> Vec<Conflict> {
    let conflict = |e: ConflictEntry| Conflict { list: e.list, id: e.id, field: e.field, kept: e.kept, other: e.other };
    entries.into_iter().map(conflict).collect()
}

pub(crate) fn conflict_entries(conflicts: &[Conflict]) -> Vec<ConflictEntry> {
    let entry = |c: Conflict| ConflictEntry { list: c.list, id: c.id, field: c.field, kept: c.kept, other: c.other };
    conflicts.iter().cloned().map(entry).collect()
}

/// Reads a file of this format.
///
/// # Errors
/// The text is not RON (with line and column), has another format, or a newer version.
pub(crate) fn parse<T: DeserializeOwned>(text: &str, format: &str) -> Result<T, ProblemKind> {
    parse_versioned(text, format).map(|(file, _version)| file)
}

/// Reads a file of this format and returns its version too.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_versioned<T: DeserializeOwned>(text: &str, format: &str) -> Result<(T, u32), ProblemKind> {
    let (text, version) = checked(text, format)?;
    let file = options().from_str(&text).map_err(|error| syntax(&error, &text))?;
    Ok((file, version))
}

/// A file's text as it was written, with LF alone as the line end, if git or an editor has changed all line ends. This
/// is judged by the part before the first string, where no line end can belong to somebody's text.
fn as_written(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.split('"').next().unwrap_or_default();
    if head.contains('\r') { Cow::Owned(line_ends::folded(text)) } else { Cow::Borrowed(text) }
}

/// The text of a file that states this format in a readable version, and that version.
fn checked<'t>(text: &'t str, format: &str) -> Result<(Cow<'t, str>, u32), ProblemKind> {
    let text = as_written(text);
    if text.bytes().filter(|byte| *byte == b',').count() > MAX_ENTRIES {
        return Err(ProblemKind::TooMany);
    }
    let head = head(&text)?;
    if head.format != format {
        return Err(ProblemKind::OtherFormat(head.format));
    }
    if head.version > VERSION {
        return Err(ProblemKind::Newer(head.version));
    }
    if head.version == 0 {
        return Err(ProblemKind::BadValue(head.version.to_string()));
    }
    Ok((text, head.version))
}

/// The text of a file, always the same for the same value.
///
/// # Errors
/// RON cannot represent the value (which these types rule out).
pub fn render<T: Serialize>(value: &T) -> Result<String, ron::Error> {
    // Without escapes, Arabic stays legible: ron would write every vowel mark as `\u{…}`.
    let config = PrettyConfig::new().new_line("\n").escape_strings(false).extensions(Extensions::IMPLICIT_SOME);
    ron::ser::to_string_pretty(value, config).map(|mut text| {
        text.push('\n');
        text
    })
}

pub(crate) fn project_file(project: &Project) -> ProjectFile {
    ProjectFile {
        format: PROJECT.to_owned(),
        version: VERSION,
        title: project.title.clone(),
        parties: project.parties.iter().map(party_entry).collect(),
        codebook: codebook_entry(&project.codebook),
        blind_until_done: project.blind_until_done,
        reviewers: project.reviewers.iter().map(ToString::to_string).collect(),
        assignments: project
            .assignments
            .iter()
            .map(|((d, a), assignment)| assignment_entry(d, a, assignment))
            .collect(),
        conflicts: conflict_entries(project.conflicts_in(&ConflictFile::Project)),
    }
}

pub(crate) fn assignment_entry(
    document: &DocumentId,
    annotator: &AnnotatorId,
    assignment: &Assignment,
) -> AssignmentEntry {
    AssignmentEntry {
        document: document.to_string(),
        annotator: annotator.to_string(),
        due: assignment.due.as_ref().map(ToString::to_string),
        note: assignment.note.clone(),
    }
}

/// Converts an assignment entry, with its document and annotator.
///
/// # Errors
/// A name or the day is invalid.
pub(crate) fn assignment(entry: &AssignmentEntry) -> Result<(LayerKey, Assignment), ProblemKind> {
    let due = entry.due.as_deref().map(value).transpose()?;
    Ok(((value(&entry.document)?, value(&entry.annotator)?), Assignment { due, note: entry.note.clone() }))
}

pub(crate) fn progress_entry(progress: &LayerProgress) -> ProgressEntry {
    ProgressEntry {
        state: progress.state,
        at: progress.at.to_string(),
        first_done: progress.first_done.as_ref().map(ToString::to_string),
    }
}

/// Converts a progress entry.
///
/// # Errors
/// A time is invalid.
pub(crate) fn progress(entry: &ProgressEntry) -> Result<LayerProgress, ProblemKind> {
    let first_done = entry.first_done.as_deref().map(value).transpose()?;
    Ok(LayerProgress { state: entry.state, at: value(&entry.at)?, first_done })
}

pub(crate) fn party_entry(party: &Party) -> PartyEntry {
    PartyEntry {
        id: party.id.to_string(),
        name: party.name.clone(),
        aliases: party.aliases.clone(),
        color: party.color.to_string(),
        parent: party.parent.as_ref().map(ToString::to_string),
        key: party.key,
        description: party.about.description.clone(),
        identifiers: party.about.identifiers.iter().map(ToString::to_string).collect(),
        attributes: value_entries(&party.about.attributes),
    }
}

/// Converts a party entry, without checking that its parent exists.
///
/// # Errors
/// A name or the colour is invalid.
pub(crate) fn party(entry: PartyEntry) -> Result<Party, ProblemKind> {
    let (party, problems) = sound_party(entry, Rgb([0; 3]))?;
    problems.into_iter().next().map_or(Ok(party), Err)
}

/// Converts the sound parts of a party entry and returns the problems: a bad colour is replaced by `color`, a bad
/// parent by none.
///
/// # Errors
/// The identifier is invalid.
pub(crate) fn sound_party(entry: PartyEntry, color: Rgb) -> Result<(Party, Vec<ProblemKind>), ProblemKind> {
    let mut problems = Vec::new();
    let id = value(&entry.id)?;
    let color = Rgb::parse(&entry.color).unwrap_or_else(|| {
        problems.push(ProblemKind::BadValue(entry.color));
        color
    });
    let parent = entry.parent.as_deref().map(value).transpose().unwrap_or_else(|kind| {
        problems.push(kind);
        None
    });
    let key = entry.key.filter(|key| (1..=9).contains(key));
    if let (None, Some(bad)) = (key, entry.key) {
        problems.push(ProblemKind::BadValue(bad.to_string()));
    }
    let mut identifiers = Vec::with_capacity(entry.identifiers.len());
    for line in entry.identifiers {
        match ExternalId::parse(&line) {
            Some(identifier) => identifiers.push(identifier),
            None => problems.push(ProblemKind::BadValue(line)),
        }
    }
    let attributes = values(entry.attributes, |kind| problems.push(kind));
    let about = PartyAbout { description: entry.description, identifiers, attributes };
    Ok((Party { id, name: entry.name, aliases: entry.aliases, color, parent, key, about }, problems))
}

/// The metadata in a document's file. An invalid name of a newer document is ignored.
pub(crate) fn metadata(file: &DocumentFile) -> Metadata {
    Metadata {
        title: file.title.clone(),
        publisher: file.publisher.clone(),
        published: file.published.clone(),
        url: file.url.clone(),
        language: file.language.clone(),
        replaced_by: file.replaced_by.as_deref().and_then(|id| value(id).ok()),
    }
}

pub(crate) fn document_file(document: &Document) -> DocumentFile {
    let metadata = document.metadata.clone();
    DocumentFile {
        format: DOCUMENT.to_owned(),
        version: VERSION,
        title: metadata.title,
        publisher: metadata.publisher,
        published: metadata.published,
        url: metadata.url,
        language: metadata.language,
        encoding: document.encoding.clone(),
        text_sha256: document.content.sha256().to_owned(),
        replaced_by: metadata.replaced_by.map(|id| id.to_string()),
        excluded: document.excluded.iter().map(|span| span_entry(&document.content, *span)).collect(),
        conflicts: Vec::new(),
    }
}

pub(crate) fn layer_file(content: &Content, layer: &Layer) -> LayerFile {
    LayerFile {
        format: LAYER.to_owned(),
        version: VERSION,
        progress: layer.progress().map(progress_entry),
        note: layer.tags().map(|tags| tags.note.clone()).unwrap_or_default(),
        attributes: layer.tags().map(|tags| value_entries(&tags.attributes)).unwrap_or_default(),
        statements: layer.statements().map(|statement| statement_entry(content, statement)).collect(),
        relations: layer.relations().map(relation_entry).collect(),
        conflicts: Vec::new(),
    }
}

pub(crate) fn relation_entry(relation: &Relation) -> RelationEntry {
    RelationEntry {
        id: relation.id.to_string(),
        kind: relation.kind.to_string(),
        from: relation.from.to_string(),
        to: relation.to.to_string(),
        note: relation.note.clone(),
        attributes: value_entries(&relation.attributes),
    }
}

pub(crate) fn statement_entry(content: &Content, statement: &Statement) -> StatementEntry {
    StatementEntry {
        id: statement.id.to_string(),
        kind: statement.kind.to_string(),
        spans: statement.spans.iter().map(|span| span_entry(content, *span)).collect(),
        chain: statement
            .chain
            .iter()
            .map(|link| LinkEntry {
                party: link.party.to_string(),
                cue: link.cue.map(|span| span_entry(content, span)),
                mention: link.mention.map(|span| span_entry(content, span)),
            })
            .collect(),
        addressees: statement.addressees.iter().map(ToString::to_string).collect(),
        topic: statement.topic.as_ref().map(ToString::to_string),
        stance: statement.stance,
        quotation: statement.quotation,
        attributes: statement.attributes.iter().map(|attribute| attribute_entry(content, attribute)).collect(),
        note: statement.note.clone(),
        created: statement.created.to_string(),
        modified: statement.modified.to_string(),
    }
}

fn attribute_entry(content: &Content, attribute: &Attribute) -> AttributeEntry {
    let span = attribute.span.map(|span| span_entry(content, span)).map(|entry| (entry.start, entry.end));
    AttributeEntry { name: attribute.name.clone(), value: attribute.value.clone(), span }
}

/// Values that are no passages.
pub(crate) fn value_entries(attributes: &[Attribute]) -> Vec<AttributeEntry> {
    let entry = |a: &Attribute| AttributeEntry { name: a.name.clone(), value: a.value.clone(), span: None };
    attributes.iter().map(entry).collect()
}

/// Converts values that can be no passages. Of a passage, the words stay, and `problem` is told.
pub(crate) fn values(entries: Vec<AttributeEntry>, mut problem: impl FnMut(ProblemKind)) -> Vec<Attribute> {
    let mut attribute = |entry: AttributeEntry| {
        if entry.span.is_some() {
            problem(ProblemKind::Unfit(EditError::NoPassageHere(entry.name.clone())));
        }
        Attribute::new(entry.name, entry.value)
    };
    entries.into_iter().map(&mut attribute).collect()
}

/// The values of the document in the file of a layer or a review; `None` if there are none.
pub(crate) fn tags(
    note: String,
    entries: Vec<AttributeEntry>,
    problem: impl FnMut(ProblemKind),
) -> Option<DocumentTags> {
    let tags = DocumentTags { note, attributes: values(entries, problem) };
    (!tags.is_empty()).then_some(tags)
}

/// # Errors
/// The span is invalid.
fn attribute(content: &Content, entry: &AttributeEntry) -> Result<Attribute, ProblemKind> {
    let Some((start, end)) = entry.span else { return Ok(Attribute::new(&entry.name, &entry.value)) };
    let span = span(content, &SpanEntry { start, end, quote: entry.value.clone() })?;
    // The words of the article, whose line ends may differ from those of the file.
    let value = content.get(span.range()).unwrap_or_default().to_owned();
    Ok(Attribute { name: entry.name.clone(), value, span: Some(span) })
}

/// Converts a statement entry for this text; parties, kind and topic are not checked here.
///
/// # Errors
/// A name, time or span is invalid.
pub(crate) fn statement(content: &Content, entry: &StatementEntry) -> Result<Statement, ProblemKind> {
    let chain = entry.chain.iter().map(|link| {
        Ok(Link {
            party: value(&link.party)?,
            cue: link.cue.as_ref().map(|entry| span(content, entry)).transpose()?,
            mention: link.mention.as_ref().map(|entry| span(content, entry)).transpose()?,
        })
    });
    Ok(Statement {
        id: value(&entry.id)?,
        kind: value(&entry.kind)?,
        spans: entry.spans.iter().map(|entry| span(content, entry)).collect::<Result<_, _>>()?,
        chain: chain.collect::<Result<_, ProblemKind>>()?,
        addressees: entry.addressees.iter().map(|id| value(id)).collect::<Result<_, _>>()?,
        topic: entry.topic.as_deref().map(value).transpose()?,
        stance: entry.stance,
        quotation: entry.quotation,
        attributes: entry.attributes.iter().map(|entry| attribute(content, entry)).collect::<Result<_, _>>()?,
        note: entry.note.clone(),
        created: value(&entry.created)?,
        modified: value(&entry.modified)?,
    })
}

/// Converts a relation entry; its ends and its kind are not checked here.
///
/// # Errors
/// A name is invalid, or a value is a passage.
pub(crate) fn relation(entry: &RelationEntry) -> Result<Relation, ProblemKind> {
    let value_of = |entry: &AttributeEntry| match entry.span {
        None => Ok(Attribute::new(&entry.name, &entry.value)),
        Some(_) => Err(ProblemKind::Unfit(EditError::NoPassageHere(entry.name.clone()))),
    };
    Ok(Relation {
        id: value(&entry.id)?,
        kind: value(&entry.kind)?,
        from: value(&entry.from)?,
        to: value(&entry.to)?,
        note: entry.note.clone(),
        attributes: entry.attributes.iter().map(value_of).collect::<Result<_, _>>()?,
    })
}

/// Converts a span entry for this text.
///
/// # Errors
/// The span is outside the text, splits a grapheme, or quotes something else.
pub(crate) fn span(content: &Content, entry: &SpanEntry) -> Result<Span, ProblemKind> {
    let Range { start, end } = entry.start..entry.end;
    let bytes = content.char_to_byte(start).zip(content.char_to_byte(end)).filter(|_| start < end);
    let Some((start_byte, end_byte)) = bytes else { return Err(ProblemKind::SpanOutside { start, end }) };
    let found = content.get(start_byte..end_byte).unwrap_or_default();
    // If git has changed the line ends of the file, those of the quote differ too.
    if !line_ends::are_same(found, &entry.quote) {
        return Err(ProblemKind::Quote { written: entry.quote.clone(), found: found.to_owned() });
    }
    if !is_grapheme_edge(content.as_str(), start_byte) || !is_grapheme_edge(content.as_str(), end_byte) {
        return Err(ProblemKind::SpanNotOnGrapheme { start, end });
    }
    Ok(Span::new(start_byte, end_byte))
}

/// Parses a name, number or time from a string.
///
/// # Errors
/// The string is invalid.
pub(crate) fn value<T: std::str::FromStr>(text: &str) -> Result<T, ProblemKind> {
    text.parse().map_err(|_unreadable| ProblemKind::BadValue(text.to_owned()))
}

pub(crate) fn span_entry(content: &Content, span: Span) -> SpanEntry {
    SpanEntry {
        start: content.byte_to_char(span.start_byte).unwrap_or_default(),
        end: content.byte_to_char(span.end_byte).unwrap_or_default(),
        quote: content.get(span.range()).unwrap_or_default().to_owned(),
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).with_recursion_limit(RECURSION_LIMIT)
}

fn syntax(error: &ron::error::SpannedError, text: &str) -> ProblemKind {
    if markers::any_in(text) {
        return ProblemKind::Markers;
    }
    ProblemKind::Syntax { line: error.span.start.line, column: error.span.start.col, message: error.code.to_string() }
}
