//! Writing a database: made in a temporary file, then copied to where it belongs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::schema::{self, StatementType};
use super::values::{Labels, Lines, Value, lf};
use super::{password, texts};
use crate::formats::parts::Parts;
use crate::formats::scratch::Scratch;
use crate::formats::utf16::Utf16;
use crate::formats::{ExportError, Options};
use crate::model::document::Document;
use crate::model::party::Rgb;
use crate::model::project::Project;
use crate::model::statement::Statement;

/// The version of DNA whose tables these are, and the date of its settings.
const SETTINGS: [(&str, &str); 2] = [("version", "3.0.11"), ("date", "2023-01-01")];
/// The coder who may do everything; ours come after.
const ADMINISTRATOR: &str = "Admin";
/// The number of the type of all statements.
const TYPE: i64 = 1;

pub(super) fn write(dataset: &dyn Parts, options: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let scratch = Scratch::new()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(scratch.path(), flags).map_err(failed)?;
    // Nobody else has the file, and it is copied only when it is whole.
    let pragmas =
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;";
    let sql = format!("{pragmas} PRAGMA application_id={}; BEGIN; {}", schema::APPLICATION_ID, schema::tables());
    connection.execute_batch(&sql).map_err(failed)?;
    fill(&connection, dataset, super::type_of(options))?;
    connection.execute_batch("COMMIT").map_err(failed)?;
    connection.close().map_err(|(_, error)| failed(error))?;
    Ok(scratch.copy_to(out)?)
}

fn failed(error: rusqlite::Error) -> ExportError {
    io::Error::other(error).into()
}

fn fill(connection: &Connection, dataset: &dyn Parts, kind: &'static StatementType) -> Result<(), ExportError> {
    let coders = scheme(connection, dataset, kind).map_err(failed)?;
    let head = dataset.head();
    let mut filler = Filler::new(connection, head.project, kind).map_err(failed)?;
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
        for statement in layer.statements().filter(|statement| kind.holds(statement)) {
            let (edges, _) = lines.located(&units, layer, statement)?;
            filler.statement(statement, edges, coder).map_err(failed)?;
        }
        Ok(())
    })
}

/// The settings, the coders, and the type with its variables. The numbers of the coders by annotator.
fn scheme<'d>(
    connection: &Connection,
    dataset: &'d dyn Parts,
    kind: &StatementType,
) -> rusqlite::Result<BTreeMap<&'d str, i64>> {
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
    connection.execute("INSERT INTO STATEMENTTYPES VALUES (?, ?, 239, 208, 51)", params![TYPE, kind.label])?;
    for ((name, sort), number) in kind.variables.iter().zip(1..) {
        let number: i64 = number;
        let sql = "INSERT INTO VARIABLES(ID, Variable, DataType, StatementTypeId) VALUES (?, ?, ?, ?)";
        connection.execute(sql, params![number, name, sort, TYPE])?;
    }
    for (of, attribute) in schema::ATTRIBUTES.iter().flat_map(|(of, all)| all.iter().map(move |one| (of, one))) {
        let Some(number) = kind.number(of) else { continue };
        let sql = "INSERT INTO ATTRIBUTEVARIABLES(VariableId, AttributeVariable) VALUES (?, ?)";
        connection.execute(sql, params![number, attribute])?;
    }
    Ok(coders)
}

/// Adds rows, with the statements of SQL prepared once.
struct Filler<'c, 'd> {
    project: &'d Project,
    kind: &'static StatementType,
    labels: Labels<'d>,
    documents: rusqlite::Statement<'c>,
    statements: rusqlite::Statement<'c>,
    entities: rusqlite::Statement<'c>,
    known_entity: rusqlite::Statement<'c>,
    attributes: rusqlite::Statement<'c>,
    short: rusqlite::Statement<'c>,
    long: rusqlite::Statement<'c>,
    numbers: rusqlite::Statement<'c>,
    document: i64,
}

impl<'c, 'd> Filler<'c, 'd> {
    fn new(connection: &'c Connection, project: &'d Project, kind: &'static StatementType) -> rusqlite::Result<Self> {
        let data = |table: &str, column: &str| {
            connection.prepare(&format!("INSERT INTO {table}(StatementId, VariableId, {column}) VALUES (?, ?, ?)"))
        };
        Ok(Self {
            project,
            kind,
            labels: Labels::of(project, |_| true),
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
            numbers: data(if kind.is_two_valued() { "DATABOOLEAN" } else { "DATAINTEGER" }, "Value")?,
            document: 0,
        })
    }

    /// The parties, kinds and topics, whether a statement has them or not, with their attributes.
    fn entities_of_project(&mut self) -> rusqlite::Result<()> {
        let project = self.project;
        for (kind, color) in project.codebook.kinds.iter().zip(Rgb::PALETTE.iter().cycle()) {
            let facts = [
                (schema::ATTRIBUTE_ID, kind.id.as_str()),
                (schema::ATTRIBUTE_NAME, &kind.name),
                (schema::ATTRIBUTE_DEFINITION, &kind.definition),
            ];
            self.entity_with(schema::KIND, self.labels.kind(&kind.id), *color, &facts)?;
        }
        for party in project.parties.iter() {
            let parent = party.parent.as_ref().map_or("", |id| self.labels.party(id));
            let aliases = texts::join(&party.aliases);
            let facts = [
                (schema::ATTRIBUTE_ID, party.id.as_str()),
                (schema::ATTRIBUTE_NAME, &party.name),
                (schema::ATTRIBUTE_ALIAS, &aliases),
                (schema::ATTRIBUTE_PARENT, parent),
            ];
            self.entity_with(schema::ORGANIZATION, self.labels.party(&party.id), party.color, &facts)?;
        }
        for topic in &project.codebook.topics {
            let facts = [
                (schema::ATTRIBUTE_ID, topic.id.as_str()),
                (schema::ATTRIBUTE_NAME, &topic.name),
                (schema::ATTRIBUTE_DEFINITION, &topic.definition),
            ];
            self.entity_with(schema::CONCEPT, self.labels.topic(&topic.id), Rgb([0; 3]), &facts)?;
        }
        Ok(())
    }

    /// The number of an entity, which is added if it is new; `None` if the type has no such variable.
    fn entity_with(
        &mut self,
        of: &str,
        value: &str,
        color: Rgb,
        facts: &[(&str, &str)],
    ) -> rusqlite::Result<Option<i64>> {
        let Some(number) = self.kind.number(of) else { return Ok(None) };
        let known = self.known_entity.query_row(params![number, value], |row| row.get(0)).optional()?;
        if known.is_some() {
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
        Ok(Some(id))
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
        for ((name, _), number) in self.kind.variables.iter().zip(1..) {
            let number: i64 = number;
            match self.labels.value(name, statement) {
                Value::Short(value) => {
                    let entity = self.entity_with(name, texts::cut(&value), Rgb([0; 3]), &[])?;
                    self.short.execute(params![id, number, entity])?;
                }
                Value::Long(value) => {
                    self.long.execute(params![id, number, value])?;
                }
                Value::Number(value) => {
                    let value = value.unwrap_or_default();
                    // A truth value has no third one.
                    let value = if self.kind.is_two_valued() { value.max(0) } else { value };
                    self.numbers.execute([id, number, value])?;
                }
            }
        }
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
}
