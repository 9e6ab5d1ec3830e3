//! The tables of a database as they are read.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read as _;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, OptionalExtension as _, Row};

use crate::t;

/// The largest text or row that is read.
const MOST_BYTES: i32 = 256 << 20;
/// Where a database says that others write to it through a log, which one in memory cannot have.
const VERSIONS_BYTES: std::ops::Range<usize> = 18..20;
const WITHOUT_LOG: [u8; 2] = [1, 1];

/// A database with what is small or needed for every document.
pub(super) struct Database {
    connection: Connection,
    pub(super) is_version_2: bool,
    pub(super) coders: HashMap<i64, String>,
    /// The labels of the types of statements.
    pub(super) types: HashMap<i64, String>,
    pub(super) variables: HashMap<i64, Variable>,
    pub(super) entities: BTreeMap<i64, Entity>,
    pub(super) statements: Vec<StatementRow>,
    /// By statement.
    data: Vec<(i64, i64, Datum)>,
}

pub(super) struct Variable {
    pub(super) name: String,
}

/// A value of a variable with its attributes.
pub(super) struct Entity {
    pub(super) variable: i64,
    pub(super) value: String,
    attributes: Vec<(String, String)>,
}

impl Entity {
    /// The value of an attribute; empty if it has none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

pub(super) struct StatementRow {
    pub(super) id: i64,
    pub(super) kind: i64,
    pub(super) document: i64,
    pub(super) coder: i64,
    /// `None` if it is no whole number.
    pub(super) start: Option<i64>,
    pub(super) stop: Option<i64>,
}

/// What a statement has for a variable.
pub(super) enum Datum {
    Entity(i64),
    Text(String),
    Integer(i64),
    Boolean(bool),
}

pub(super) struct DocumentRow {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) coder: i64,
    pub(super) source: String,
    pub(super) notes: String,
    pub(super) date: Option<i64>,
    /// Whether it has an author, a section or a type.
    pub(super) has_other_fields: bool,
}

impl Database {
    /// # Errors
    /// It is damaged, or no database of DNA; the reason in words.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, String> {
        let connection = connection(bytes).map_err(damaged)?;
        let mut database = Self {
            connection,
            is_version_2: false,
            coders: HashMap::new(),
            types: HashMap::new(),
            variables: HashMap::new(),
            entities: BTreeMap::new(),
            statements: Vec::new(),
            data: Vec::new(),
        };
        database.load()?;
        Ok(database)
    }

    fn load(&mut self) -> Result<(), String> {
        let short = self.columns("DATASHORTTEXT")?;
        self.is_version_2 = !short.contains("entity");
        if self.is_version_2 && !short.contains("value") {
            return Err(t!("import-dna-table", table = "DATASHORTTEXT"));
        }
        self.check_documents()?;
        let (mut coders, mut types) = (HashMap::new(), HashMap::new());
        self.each("CODERS", &["ID", "Name"], |row| {
            coders.extend(integer(row, 0).map(|id| (id, text(row, 1))));
        })?;
        self.each("STATEMENTTYPES", &["ID", "Label"], |row| {
            types.extend(integer(row, 0).map(|id| (id, text(row, 1))));
        })?;
        let mut variables = HashMap::new();
        self.each("VARIABLES", &["ID", "Variable"], |row| {
            variables.extend(integer(row, 0).map(|id| (id, Variable { name: text(row, 1) })));
        })?;
        (self.coders, self.types, self.variables) = (coders, types, variables);
        self.load_entities()?;
        self.load_statements()?;
        self.load_data()
    }

    fn load_entities(&mut self) -> Result<(), String> {
        let mut entities = BTreeMap::new();
        if self.is_version_2 {
            self.each("ATTRIBUTES", &["ID", "VariableId", "Value", "Alias"], |row| {
                let attributes = vec![("Alias".to_owned(), text(row, 3))];
                let entity = |(id, variable)| (id, Entity { variable, value: text(row, 2), attributes });
                entities.extend(integer(row, 0).zip(integer(row, 1)).map(entity));
            })?;
            self.entities = entities;
            return Ok(());
        }
        self.each("ENTITIES", &["ID", "VariableId", "Value"], |row| {
            let entity = |(id, variable)| (id, Entity { variable, value: text(row, 2), attributes: Vec::new() });
            entities.extend(integer(row, 0).zip(integer(row, 1)).map(entity));
        })?;
        let mut names = HashMap::new();
        self.each("ATTRIBUTEVARIABLES", &["ID", "AttributeVariable"], |row| {
            names.extend(integer(row, 0).map(|id| (id, text(row, 1))));
        })?;
        self.each("ATTRIBUTEVALUES", &["EntityId", "AttributeVariableId", "AttributeValue"], |row| {
            let name = integer(row, 1).and_then(|id| names.get(&id));
            let entity = integer(row, 0).and_then(|id| entities.get_mut(&id));
            if let (Some(entity), Some(name)) = (entity, name) {
                let value = text(row, 2);
                if !value.is_empty() {
                    entity.attributes.push((name.clone(), value));
                }
            }
        })?;
        self.entities = entities;
        Ok(())
    }

    fn load_statements(&mut self) -> Result<(), String> {
        let mut statements = Vec::new();
        let columns = ["ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"];
        self.each("STATEMENTS", &columns, |row| {
            statements.push(StatementRow {
                id: integer(row, 0).unwrap_or_default(),
                kind: integer(row, 1).unwrap_or_default(),
                document: integer(row, 2).unwrap_or_default(),
                start: integer(row, 3),
                stop: integer(row, 4),
                coder: integer(row, 5).unwrap_or_default(),
            });
        })?;
        self.statements = statements;
        Ok(())
    }

    fn load_data(&mut self) -> Result<(), String> {
        let mut data: Vec<(i64, i64, Datum)> = Vec::new();
        let mut add = |row: &Row<'_>, datum: Option<Datum>| {
            let at = integer(row, 0).zip(integer(row, 1));
            data.extend(at.zip(datum).map(|((statement, variable), datum)| (statement, variable, datum)));
        };
        let filled = |text: String| Some(text).filter(|text| !text.is_empty()).map(Datum::Text);
        let columns = |value| ["StatementId", "VariableId", value];
        if self.is_version_2 {
            self.each("DATASHORTTEXT", &columns("Value"), |row| add(row, filled(text(row, 2))))?;
        } else {
            self.each("DATASHORTTEXT", &columns("Entity"), |row| add(row, integer(row, 2).map(Datum::Entity)))?;
        }
        self.each("DATALONGTEXT", &columns("Value"), |row| add(row, filled(text(row, 2))))?;
        self.each("DATAINTEGER", &columns("Value"), |row| add(row, integer(row, 2).map(Datum::Integer)))?;
        self.each("DATABOOLEAN", &columns("Value"), |row| {
            add(row, integer(row, 2).map(|value| Datum::Boolean(value != 0)));
        })?;
        data.sort_by_key(|(statement, ..)| *statement);
        self.data = data;
        Ok(())
    }

    /// What a statement has: variables and values.
    pub(super) fn data_of(&self, statement: i64) -> impl Iterator<Item = (&i64, &Datum)> {
        let first = self.data.partition_point(|(id, ..)| *id < statement);
        let rest = self.data.get(first..).unwrap_or_default();
        rest.iter().take_while(move |(id, ..)| *id == statement).map(|(_, variable, datum)| (variable, datum))
    }

    fn check_documents(&self) -> Result<(), String> {
        let columns = self.columns("DOCUMENTS")?;
        let wanted = ["id", "title", "text", "coder", "author", "source", "section", "notes", "type", "date"];
        if wanted.iter().all(|column| columns.contains(*column)) {
            Ok(())
        } else {
            Err(t!("import-dna-table", table = "DOCUMENTS"))
        }
    }

    /// The numbers of the documents in order.
    pub(super) fn document_ids(&self) -> Result<Vec<i64>, String> {
        let mut ids = Vec::new();
        self.each("DOCUMENTS", &["ID"], |row| ids.extend(integer(row, 0)))?;
        Ok(ids)
    }

    pub(super) fn document(&self, id: i64) -> Result<Option<DocumentRow>, String> {
        let sql = "SELECT Title, Text, Coder, Source, Notes, Date, Author, Section, Type FROM DOCUMENTS WHERE ID = ?";
        let found = self.connection.query_row(sql, [id], |row| {
            Ok(DocumentRow {
                title: text(row, 0),
                text: text(row, 1),
                coder: integer(row, 2).unwrap_or_default(),
                source: text(row, 3),
                notes: text(row, 4),
                date: integer(row, 5),
                has_other_fields: (6..9).any(|column| !text(row, column).is_empty()),
            })
        });
        found.optional().map_err(damaged)
    }

    /// The columns of a table in small letters.
    ///
    /// # Errors
    /// There is no such table that holds rows of its own, or a column is computed, which could make more than any file
    /// holds; the reason in words.
    fn columns(&self, table: &str) -> Result<HashSet<String>, String> {
        let missing = || t!("import-dna-table", table = table);
        let sql = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE";
        let root: Option<i64> =
            self.connection.query_row(sql, [table], |row| Ok(integer(row, 0))).optional().map_err(damaged)?.flatten();
        if root.is_none_or(|root| root == 0) {
            return Err(missing());
        }
        let mut columns = HashSet::new();
        let mut statement =
            self.connection.prepare("SELECT name, hidden FROM pragma_table_xinfo(?)").map_err(damaged)?;
        let mut rows = statement.query([table]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            if integer(row, 1) != Some(0) {
                return Err(missing());
            }
            columns.insert(text(row, 0).to_lowercase());
        }
        Ok(columns)
    }

    /// Passes on each row of a table.
    fn each(&self, table: &str, columns: &[&str], mut take: impl FnMut(&Row<'_>)) -> Result<(), String> {
        let known = self.columns(table)?;
        if !columns.iter().all(|column| known.contains(&column.to_lowercase())) {
            return Err(t!("import-dna-table", table = table));
        }
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", columns.join(", "));
        let mut statement = self.connection.prepare(&sql).map_err(damaged)?;
        let mut rows = statement.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            take(row);
        }
        Ok(())
    }
}

/// Takes the error by value, as `map_err` gives it.
#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err by name")]
fn damaged(error: rusqlite::Error) -> String {
    t!("import-dna-damaged", reason = error.to_string())
}

/// A database in memory that can only be read, and runs nothing that stands in it.
fn connection(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MOST_BYTES)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    for (config, is_on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(config, is_on)?;
    }
    let mut head = bytes.get(..VERSIONS_BYTES.end).unwrap_or(bytes).to_vec();
    if let Some(versions) = head.get_mut(VERSIONS_BYTES) {
        versions.copy_from_slice(&WITHOUT_LOG);
    }
    let rest = bytes.get(head.len()..).unwrap_or_default();
    connection.deserialize_read_exact(MAIN_DB, head.as_slice().chain(rest), bytes.len(), true)?;
    connection.execute_batch("PRAGMA query_only=ON; PRAGMA cell_size_check=ON;")?;
    Ok(connection)
}

fn integer(row: &Row<'_>, column: usize) -> Option<i64> {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => Some(number),
        _ => None,
    }
}

/// A text or a number in words; empty for anything else.
fn text(row: &Row<'_>, column: usize) -> String {
    match row.get_ref(column) {
        Ok(ValueRef::Text(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Ok(ValueRef::Integer(number)) => number.to_string(),
        Ok(ValueRef::Real(number)) => number.to_string(),
        _ => String::new(),
    }
}
