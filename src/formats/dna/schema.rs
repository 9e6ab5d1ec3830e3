//! The tables of a database, and the types of statements that ours have.

use crate::model::statement::{Stance, Statement};

/// The number in the head of the file by which ours are known: `Bayn`.
pub(super) const APPLICATION_ID: u32 = 0x4261_796e;

/// A type of statements with its variables.
pub(super) struct StatementType {
    pub(super) label: &'static str,
    /// Names and sorts; the numbers of the variables are their places from one.
    pub(super) variables: &'static [(&'static str, &'static str)],
}

/// Our own type, which holds what a statement says.
pub(super) static BAYAN: StatementType = StatementType {
    label: "Bayan Statement",
    variables: &[
        (KIND, SHORT),
        (ORGANIZATION, SHORT),
        (SOURCE, SHORT),
        (ADDRESSEE, SHORT),
        (CONCEPT, SHORT),
        (AGREEMENT, INTEGER),
        (QUOTATION, SHORT),
        (NOTE, "long text"),
        (ID, SHORT),
    ],
};

/// The type with which DNA begins a database, so that it can be merged into those of others.
pub(super) static PLAIN: StatementType = StatementType {
    label: "DNA Statement",
    variables: &[(PERSON, SHORT), (ORGANIZATION, SHORT), (CONCEPT, SHORT), (AGREEMENT, BOOLEAN)],
};

impl StatementType {
    /// The number of a variable, if the type has it.
    pub(super) fn number(&self, variable: &str) -> Option<i64> {
        self.variables.iter().zip(1..).find(|((known, _), _)| *known == variable).map(|(_, number)| number)
    }

    /// Whether agreement is a truth value, which says nothing else than for and against.
    pub(super) fn is_two_valued(&self) -> bool {
        self.variables.contains(&(AGREEMENT, BOOLEAN))
    }

    /// Whether it has a place for a statement: one that is about nothing, or neither for nor against it, would be read as
    /// against where agreement is a truth value.
    pub(super) fn holds(&self, statement: &Statement) -> bool {
        let is_for_or_against = matches!(statement.stance, Some(Stance::Supports | Stance::Opposes));
        !self.is_two_valued() || statement.topic.is_some() && is_for_or_against
    }
}

/// The sort of a variable whose values are entities.
pub(super) const SHORT: &str = "short text";
const INTEGER: &str = "integer";
const BOOLEAN: &str = "boolean";
pub(super) const KIND: &str = "kind";
pub(super) const PERSON: &str = "person";
pub(super) const ORGANIZATION: &str = "organization";
pub(super) const SOURCE: &str = "source";
pub(super) const ADDRESSEE: &str = "addressee";
pub(super) const CONCEPT: &str = "concept";
pub(super) const AGREEMENT: &str = "agreement";
pub(super) const QUOTATION: &str = "quotation";
pub(super) const NOTE: &str = "note";
pub(super) const ID: &str = "id";

/// The attributes of the entities of a variable.
pub(super) const ATTRIBUTES: [(&str, &[&str]); 3] = [
    (KIND, &[ATTRIBUTE_ID, ATTRIBUTE_NAME, ATTRIBUTE_DEFINITION]),
    (ORGANIZATION, &[ATTRIBUTE_ID, ATTRIBUTE_NAME, ATTRIBUTE_ALIAS, ATTRIBUTE_PARENT]),
    (CONCEPT, &[ATTRIBUTE_ID, ATTRIBUTE_NAME, ATTRIBUTE_DEFINITION]),
];
pub(super) const ATTRIBUTE_ID: &str = "ID";
pub(super) const ATTRIBUTE_NAME: &str = "Name";
pub(super) const ATTRIBUTE_DEFINITION: &str = "Definition";
pub(super) const ATTRIBUTE_ALIAS: &str = "Alias";
pub(super) const ATTRIBUTE_PARENT: &str = "Parent";

/// What a coder may do: everything.
const PERMISSIONS: [&str; 16] = [
    "AddDocuments",
    "EditDocuments",
    "DeleteDocuments",
    "ImportDocuments",
    "AddStatements",
    "EditStatements",
    "DeleteStatements",
    "EditAttributes",
    "EditRegex",
    "EditStatementTypes",
    "EditCoders",
    "EditCoderRelations",
    "ViewOthersDocuments",
    "EditOthersDocuments",
    "ViewOthersStatements",
    "EditOthersStatements",
];

/// The statements that make the tables.
pub(super) fn tables() -> String {
    let color = "Red INTEGER NOT NULL DEFAULT 0, Green INTEGER NOT NULL DEFAULT 0, Blue INTEGER NOT NULL DEFAULT 0";
    let of = |table: &str| format!("INTEGER NOT NULL REFERENCES {table}(ID) ON DELETE CASCADE");
    let data = |value: &str| {
        let (statement, variable) = (of("STATEMENTS"), of("VARIABLES"));
        format!("StatementId {statement}, VariableId {variable}, {value}, UNIQUE(StatementId, VariableId)")
    };
    let permissions: String = PERMISSIONS.map(|may| format!(", Permission{may} INTEGER NOT NULL DEFAULT 1")).concat();
    let relations: String = ["viewStatements", "editStatements", "viewDocuments", "editDocuments"]
        .map(|may| format!(", {may} INTEGER NOT NULL DEFAULT 1"))
        .concat();
    let document = ["Author", "Source", "Section", "Notes", "Type"]
        .map(|column| format!(", {column} TEXT NOT NULL DEFAULT ''"))
        .concat();
    let tables = [
        (
            "CODERS",
            format!(
                "Name TEXT NOT NULL, {color}, Refresh INTEGER NOT NULL DEFAULT 0, FontSize INTEGER NOT NULL DEFAULT 14, \
                 Password TEXT NOT NULL, PopupWidth INTEGER DEFAULT 300, ColorByCoder INTEGER NOT NULL DEFAULT 0, \
                 PopupDecoration INTEGER NOT NULL DEFAULT 0, PopupAutoComplete INTEGER NOT NULL DEFAULT 1{permissions}"
            ),
        ),
        (
            "DOCUMENTS",
            format!("Title TEXT NOT NULL, Text TEXT NOT NULL, Coder {}{document}, Date INTEGER NOT NULL", of("CODERS")),
        ),
        ("STATEMENTTYPES", format!("Label TEXT NOT NULL, {color}")),
        (
            "VARIABLES",
            format!(
                "Variable TEXT NOT NULL, DataType TEXT NOT NULL DEFAULT 'short text', StatementTypeId {}, \
                 UNIQUE(Variable, StatementTypeId)",
                of("STATEMENTTYPES")
            ),
        ),
        ("VARIABLELINKS", format!("SourceVariableId {}, TargetVariableId {}", of("VARIABLES"), of("VARIABLES"))),
        ("CODERRELATIONS", format!("Coder {}, OtherCoder {}{relations}", of("CODERS"), of("CODERS"))),
        (
            "STATEMENTS",
            format!(
                "StatementTypeId {}, DocumentId {}, Start INTEGER NOT NULL, Stop INTEGER NOT NULL, Coder {}",
                of("STATEMENTTYPES"),
                of("DOCUMENTS"),
                of("CODERS")
            ),
        ),
        ("DATABOOLEAN", data("Value INTEGER NOT NULL DEFAULT 1")),
        ("DATAINTEGER", data("Value INTEGER NOT NULL DEFAULT 0")),
        (
            "ENTITIES",
            format!(
                "VariableId {}, Value TEXT NOT NULL DEFAULT '', Red INTEGER, Green INTEGER, Blue INTEGER, \
                 ChildOf INTEGER REFERENCES ENTITIES(ID) ON DELETE CASCADE, UNIQUE(VariableId, Value)",
                of("VARIABLES")
            ),
        ),
        ("DATASHORTTEXT", data(&format!("Entity {}", of("ENTITIES")))),
        ("DATALONGTEXT", data("Value TEXT DEFAULT ''")),
        (
            "ATTRIBUTEVARIABLES",
            format!(
                "VariableId {}, AttributeVariable TEXT NOT NULL, UNIQUE(VariableId, AttributeVariable)",
                of("VARIABLES")
            ),
        ),
        (
            "ATTRIBUTEVALUES",
            format!(
                "EntityId {}, AttributeVariableId {}, AttributeValue TEXT NOT NULL DEFAULT '', \
                 UNIQUE(EntityId, AttributeVariableId)",
                of("ENTITIES"),
                of("ATTRIBUTEVARIABLES")
            ),
        ),
    ];
    let mut sql = String::from("CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL);\n");
    sql += &format!("CREATE TABLE REGEXES(Label TEXT PRIMARY KEY, {color});\n");
    for (name, columns) in tables {
        // Constraints of a table stand after all its columns.
        sql += &format!("CREATE TABLE {name}(ID INTEGER NOT NULL PRIMARY KEY, {columns});\n");
    }
    sql
}
