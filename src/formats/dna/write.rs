//! Writing a database: made in a temporary file, then copied to where it belongs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::schema::{self, variable};
use super::{password, texts};
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::parts::Parts;
use crate::formats::scratch::Scratch;
use crate::formats::utf16::Utf16;
use crate::formats::{ExportError, Options};
use crate::model::document::Document;
use crate::model::id::{KindId, PartyId, TopicId};
use crate::model::party::Rgb;
use crate::model::project::Project;
use crate::model::statement::{Stance, Statement};

/// The version of DNA whose tables these are, and the date of its settings.
const SETTINGS: [(&str, &str); 2] = [("version", "3.0.11"), ("date", "2023-01-01")];
/// The coder who may do everything; ours come after.
const ADMINISTRATOR: &str = "Admin";
/// The number of our type of statements.
const TYPE: i64 = 1;

pub(super) fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let scratch = Scratch::new()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(scratch.path(), flags).map_err(failed)?;
    // Nobody else has the file, and it is copied only when it is whole.
    let pragmas =
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;";
    let sql = format!("{pragmas} PRAGMA application_id={}; BEGIN; {}", schema::APPLICATION_ID, schema::tables());
    connection.execute_batch(&sql).map_err(failed)?;
    fill(&connection, dataset)?;
    connection.execute_batch("COMMIT").map_err(failed)?;
    connection.close().map_err(|(_, error)| failed(error))?;
    Ok(scratch.copy_to(out)?)
}

fn failed(error: rusqlite::Error) -> ExportError {
    io::Error::other(error).into()
}

fn fill(connection: &Connection, dataset: &dyn Parts) -> Result<(), ExportError> {
    let coders = scheme(connection, dataset).map_err(failed)?;
    let head = dataset.head();
    let mut filler = Filler::new(connection, head.project).map_err(failed)?;
    filler.entities_of_project().map_err(failed)?;
    let mut last = None;
    dataset.each_layer(|_, layer| {
        let coder = coders.get(layer.annotator).copied().unwrap_or_default();
        if last.as_ref() != Some(&layer.document.id) {
            filler.document(layer.document, coder).map_err(failed)?;
            last = Some(layer.document.id.clone());
        }
        let lines = Lines::of(layer.document.content.as_str());
        let units = Utf16::new(&lines.text);
        for statement in layer.statements() {
            let [start, end] = lines.edges(layer, statement)?;
            // The edges are those of characters, as they were cut.
            let edges = [start, end].map(|byte| units.of_byte(byte).unwrap_or_default());
            filler.statement(statement, edges, coder).map_err(failed)?;
        }
        Ok(())
    })
}

/// The settings, the coders, and our type with its variables. The numbers of the coders by annotator.
fn scheme<'d>(connection: &Connection, dataset: &'d dyn Parts) -> rusqlite::Result<BTreeMap<&'d str, i64>> {
    for (property, value) in SETTINGS {
        connection.execute("INSERT INTO SETTINGS VALUES (?, ?)", [property, value])?;
    }
    let names: BTreeSet<&str> = dataset.names().into_iter().map(|(_, annotator)| annotator).collect();
    let coders: BTreeMap<&str, i64> = names.into_iter().zip(2..).collect();
    let all = std::iter::once((&ADMINISTRATOR, &1)).chain(&coders);
    for ((name, number), color) in all.clone().zip(Rgb::PALETTE.iter().cycle()) {
        let Rgb([red, green, blue]) = color;
        let sql = "INSERT INTO CODERS(ID, Name, Red, Green, Blue, Password) VALUES (?, ?, ?, ?, ?, ?)";
        connection.execute(sql, params![number, texts::cut(name), red, green, blue, password::stored(name)])?;
    }
    for ((_, one), (_, other)) in all.clone().flat_map(|one| all.clone().map(move |other| (one, other))) {
        if one != other {
            connection.execute("INSERT INTO CODERRELATIONS(Coder, OtherCoder) VALUES (?, ?)", [one, other])?;
        }
    }
    connection.execute("INSERT INTO STATEMENTTYPES VALUES (?, ?, 239, 208, 51)", params![TYPE, schema::TYPE])?;
    for (name, sort) in schema::VARIABLES {
        let sql = "INSERT INTO VARIABLES(ID, Variable, DataType, StatementTypeId) VALUES (?, ?, ?, ?)";
        connection.execute(sql, params![variable(name), name, sort, TYPE])?;
    }
    for (of, attribute) in schema::ATTRIBUTES.iter().flat_map(|(of, all)| all.iter().map(move |one| (of, one))) {
        let sql = "INSERT INTO ATTRIBUTEVARIABLES(VariableId, AttributeVariable) VALUES (?, ?)";
        connection.execute(sql, params![variable(of), attribute])?;
    }
    Ok(coders)
}

/// A text whose line ends are LF, as DNA shows and counts them.
struct Lines<'t> {
    original: &'t str,
    text: String,
    /// The bytes of the CR of each CR LF in the original.
    pairs: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(original: &'t str) -> Self {
        let pairs = original.match_indices("\r\n").map(|(at, _)| at).collect();
        Self { original, text: lf(original), pairs }
    }

    /// The byte in the text with LF; between CR and LF there is no place any more, so it is that before the line end.
    fn place(&self, byte: usize) -> usize {
        byte - self.pairs.partition_point(|pair| *pair < byte)
    }

    /// The edges of a statement over all its spans, cut again from the text that is written.
    fn edges(&self, layer: &DatasetLayer<'_>, statement: &Statement) -> Result<[usize; 2], ExportError> {
        for span in &statement.spans {
            layer.locate(&statement.id, *span)?;
        }
        let hull = statement.hull();
        layer.locate(&statement.id, hull)?;
        let [start, end] = [hull.start_byte, hull.end_byte].map(|byte| self.place(byte));
        let quote = self.original.get(hull.range()).map(lf).unwrap_or_default();
        // What ends between CR and LF has a line end too many.
        let quote = if self.pairs.binary_search(&(hull.end_byte.wrapping_sub(1))).is_ok() {
            quote.strip_suffix('\n').unwrap_or_default()
        } else {
            &quote
        };
        if start < end && self.text.get(start..end) == Some(quote) {
            return Ok([start, end]);
        }
        Err(ExportError::Span { document: layer.document.id.clone(), statement: statement.id.to_string(), span: hull })
    }
}

fn lf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What parties, kinds or topics are called in values: by their names, or by their identifiers if a name cannot be told
/// from others.
fn labels<'p, Id: Ord>(entries: impl Iterator<Item = (&'p Id, &'p str, &'p str)>) -> BTreeMap<&'p Id, &'p str> {
    let mut taken = BTreeSet::new();
    let mut labels = BTreeMap::new();
    for (id, shown, name) in entries {
        let is_plain = !name.is_empty()
            && name.trim() == name
            && texts::fits(name)
            && !name.contains(['>', ';', '\\'])
            && !name.contains(char::is_control);
        labels.insert(id, if is_plain && taken.insert(name) { name } else { shown });
    }
    labels
}

fn party_labels(project: &Project) -> BTreeMap<&PartyId, &str> {
    labels(project.parties.iter().map(|party| (&party.id, party.id.as_str(), party.name.as_str())))
}

/// How many names, lists of aliases, publishers and chains are too long for a value.
pub(super) fn long_values(dataset: &Dataset<'_>) -> usize {
    let labels = party_labels(dataset.project);
    let names = dataset.counted_parties().filter(|party| !texts::fits(&party.name)).count();
    let aliases = dataset.counted_parties().filter(|party| !texts::fits(&texts::join(&party.aliases))).count();
    let long = |statement: &&Statement| {
        !texts::fits(&source(&labels, statement)) || !texts::fits(&addressees(&labels, statement))
    };
    names + aliases + dataset.statements().filter(long).count()
}

fn label<'p>(labels: &BTreeMap<&PartyId, &'p str>, id: &'p PartyId) -> &'p str {
    labels.get(id).copied().unwrap_or(id.as_str())
}

/// Those who report, the outermost first, without the speaker.
fn source(labels: &BTreeMap<&PartyId, &str>, statement: &Statement) -> String {
    let reporters = statement.chain.len().saturating_sub(1);
    let names = statement.chain.iter().take(reporters).map(|link| label(labels, &link.party));
    names.collect::<Vec<_>>().join(texts::CHAIN)
}

fn addressees(labels: &BTreeMap<&PartyId, &str>, statement: &Statement) -> String {
    statement.addressees.iter().map(|id| label(labels, id)).collect::<Vec<_>>().join(texts::LIST)
}

/// Adds rows, with the statements of SQL prepared once.
struct Filler<'c, 'd> {
    project: &'d Project,
    parties: BTreeMap<&'d PartyId, &'d str>,
    kinds: BTreeMap<&'d KindId, &'d str>,
    topics: BTreeMap<&'d TopicId, &'d str>,
    documents: rusqlite::Statement<'c>,
    statements: rusqlite::Statement<'c>,
    entities: rusqlite::Statement<'c>,
    known_entity: rusqlite::Statement<'c>,
    attributes: rusqlite::Statement<'c>,
    short: rusqlite::Statement<'c>,
    long: rusqlite::Statement<'c>,
    whole: rusqlite::Statement<'c>,
    document: i64,
}

impl<'c, 'd> Filler<'c, 'd> {
    fn new(connection: &'c Connection, project: &'d Project) -> rusqlite::Result<Self> {
        let codebook = &project.codebook;
        let data = |table: &str, column: &str| {
            connection.prepare(&format!("INSERT INTO {table}(StatementId, VariableId, {column}) VALUES (?, ?, ?)"))
        };
        Ok(Self {
            project,
            parties: party_labels(project),
            kinds: labels(codebook.kinds.iter().map(|kind| (&kind.id, kind.id.as_str(), kind.name.as_str()))),
            topics: labels(codebook.topics.iter().map(|topic| (&topic.id, topic.id.as_str(), topic.name.as_str()))),
            documents: connection
                .prepare("INSERT INTO DOCUMENTS(Title, Text, Coder, Source, Notes, Date) VALUES (?, ?, ?, ?, ?, ?)")?,
            statements: connection.prepare(
                "INSERT INTO STATEMENTS(StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (?, ?, ?, ?, ?)",
            )?,
            entities: connection
                .prepare("INSERT INTO ENTITIES(VariableId, Value, Red, Green, Blue) VALUES (?, ?, ?, ?, ?)")?,
            known_entity: connection.prepare("SELECT ID FROM ENTITIES WHERE VariableId = ? AND Value = ?")?,
            attributes: connection.prepare(
                "INSERT INTO ATTRIBUTEVALUES(EntityId, AttributeVariableId, AttributeValue) \
                 SELECT ?, ID, ? FROM ATTRIBUTEVARIABLES WHERE VariableId = ? AND AttributeVariable = ?",
            )?,
            short: data("DATASHORTTEXT", "Entity")?,
            long: data("DATALONGTEXT", "Value")?,
            whole: data("DATAINTEGER", "Value")?,
            document: 0,
        })
    }

    /// The parties, kinds and topics, whether a statement has them or not, with their attributes.
    fn entities_of_project(&mut self) -> rusqlite::Result<()> {
        let project = self.project;
        for (kind, color) in project.codebook.kinds.iter().zip(Rgb::PALETTE.iter().cycle()) {
            let facts = [(schema::ATTRIBUTE_ID, kind.id.as_str()), (schema::ATTRIBUTE_DEFINITION, &kind.definition)];
            self.entity_with(
                schema::KIND,
                self.kinds.get(&kind.id).copied().unwrap_or(kind.id.as_str()),
                *color,
                &facts,
            )?;
        }
        for party in project.parties.iter() {
            let name = label(&self.parties, &party.id);
            let parent = party.parent.as_ref().map_or("", |id| label(&self.parties, id));
            let aliases = texts::join(&party.aliases);
            let facts = [
                (schema::ATTRIBUTE_ID, party.id.as_str()),
                (schema::ATTRIBUTE_NAME, &party.name),
                (schema::ATTRIBUTE_ALIAS, &aliases),
                (schema::ATTRIBUTE_PARENT, parent),
            ];
            self.entity_with(schema::ORGANIZATION, name, party.color, &facts)?;
        }
        for topic in &project.codebook.topics {
            let facts = [(schema::ATTRIBUTE_ID, topic.id.as_str()), (schema::ATTRIBUTE_DEFINITION, &topic.definition)];
            self.entity_with(
                schema::CONCEPT,
                self.topics.get(&topic.id).copied().unwrap_or(topic.id.as_str()),
                Rgb([0; 3]),
                &facts,
            )?;
        }
        Ok(())
    }

    fn entity_with(&mut self, of: &str, value: &str, color: Rgb, facts: &[(&str, &str)]) -> rusqlite::Result<i64> {
        let number = variable(of);
        let known = self.known_entity.query_row(params![number, value], |row| row.get(0)).optional()?;
        if let Some(known) = known {
            return Ok(known);
        }
        let Rgb([red, green, blue]) = color;
        let id = self.entities.insert(params![number, value, red, green, blue])?;
        let names = schema::ATTRIBUTES.iter().find(|(variable, _)| *variable == of).map_or(&[][..], |(_, names)| names);
        for name in names {
            // Every entity has a value for each attribute.
            let fact = facts.iter().find(|(known, _)| known == name).map_or("", |(_, fact)| fact);
            self.attributes.execute(params![id, texts::cut(fact), number, name])?;
        }
        Ok(id)
    }

    fn document(&mut self, document: &Document, coder: i64) -> rusqlite::Result<()> {
        let known = &document.metadata;
        let title = texts::cut(document.display_title());
        let date = seconds(&known.published);
        let mut facts = Vec::new();
        for (name, value, is_held) in [
            ("title", &known.title, *title == known.title),
            ("publisher", &known.publisher, texts::fits(&known.publisher)),
            ("published", &known.published, date.is_some() || known.published.is_empty()),
            ("url", &known.url, known.url.is_empty()),
            ("language", &known.language, known.language.is_empty()),
        ] {
            if !is_held {
                facts.push((name, value.as_str()));
            }
        }
        let notes = texts::notes(document.id.as_str(), &facts);
        let text = lf(document.content.as_str());
        let source = texts::cut(&known.publisher);
        self.document = self.documents.insert(params![title, text, coder, source, notes, date.unwrap_or_default()])?;
        Ok(())
    }

    fn statement(&mut self, statement: &Statement, [start, end]: [usize; 2], coder: i64) -> rusqlite::Result<()> {
        let edges = [start, end].map(|edge| i64::try_from(edge).unwrap_or(i64::MAX));
        let id = self.statements.insert(params![TYPE, self.document, edges[0], edges[1], coder])?;
        let known = |topic| self.topics.get(topic).copied();
        let topic = statement.topic.as_ref().map_or("", |topic| known(topic).unwrap_or(topic.as_str()));
        let values = [
            (schema::KIND, self.kinds.get(&statement.kind).copied().unwrap_or(statement.kind.as_str()).to_owned()),
            (schema::ORGANIZATION, statement.speaker().map_or("", |id| label(&self.parties, id)).to_owned()),
            (schema::SOURCE, source(&self.parties, statement)),
            (schema::ADDRESSEE, addressees(&self.parties, statement)),
            (schema::CONCEPT, topic.to_owned()),
            (schema::QUOTATION, statement.quotation.map_or("", |quotation| quotation.as_str()).to_owned()),
            (schema::ID, statement.id.to_string()),
        ];
        for (of, value) in values {
            let entity = self.entity_with(of, texts::cut(&value), Rgb([0; 3]), &[])?;
            self.short.execute([id, variable(of), entity])?;
        }
        let agreement = match statement.stance {
            Some(Stance::Supports) => 1,
            Some(Stance::Opposes) => -1,
            Some(Stance::Neutral) | None => 0,
        };
        self.whole.execute([id, variable(schema::AGREEMENT), agreement])?;
        self.long.execute(params![id, variable(schema::NOTE), statement.note])?;
        Ok(())
    }
}

/// The seconds from 1970 to the beginning of a day in UTC; `None` for what is not a date, or is that of zero.
fn seconds(published: &str) -> Option<i64> {
    let date: Date = published.parse().ok()?;
    let seconds = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_second();
    (date.to_string() == published && seconds != 0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days() {
        assert_eq!(seconds("2005-01-19"), Some(1_106_092_800));
        for published in ["", "2005", "2005-1-19", "2005-01-19T10:00:00", "1970-01-01", "19 January"] {
            assert_eq!(seconds(published), None, "{published}");
        }
    }

    #[test]
    fn labels_can_be_told_apart() {
        let all = [("a", "Kremlin"), ("b", "Kremlin"), ("c", "x > y"), ("d", ""), ("e", "x; y")];
        let all = all.map(|(id, name)| (PartyId::new(id).unwrap(), name));
        let labels: Vec<&str> = labels(all.iter().map(|(id, name)| (id, id.as_str(), *name))).into_values().collect();
        assert_eq!(labels, ["Kremlin", "b", "c", "d", "e"]);
    }

    #[test]
    fn places_follow_the_line_ends() {
        let lines = Lines::of("a\r\nb\rc");
        assert_eq!(lines.text, "a\nb\nc");
        for (from, to) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5)] {
            assert_eq!(lines.place(from), to, "{from}");
        }
    }
}
