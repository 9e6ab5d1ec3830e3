//! The tables of a database, and the numbers of what every one of ours has.

/// The number in the head of the file by which ours are known: `Bayn`.
pub(super) const APPLICATION_ID: u32 = 0x4261_796e;
/// The type of all our statements.
pub(super) const TYPE: &str = "Bayan Statement";

/// The variables of a statement by their numbers, which are their places from one.
pub(super) const VARIABLES: [(&str, &str); 9] = [
    (KIND, "short text"),
    (ORGANIZATION, "short text"),
    (SOURCE, "short text"),
    (ADDRESSEE, "short text"),
    (CONCEPT, "short text"),
    (AGREEMENT, "integer"),
    (QUOTATION, "short text"),
    (NOTE, "long text"),
    (ID, "short text"),
];
pub(super) const KIND: &str = "kind";
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
    (KIND, &[ATTRIBUTE_ID, ATTRIBUTE_DEFINITION]),
    (ORGANIZATION, &[ATTRIBUTE_ID, ATTRIBUTE_NAME, ATTRIBUTE_ALIAS, ATTRIBUTE_PARENT]),
    (CONCEPT, &[ATTRIBUTE_ID, ATTRIBUTE_DEFINITION]),
];
pub(super) const ATTRIBUTE_ID: &str = "ID";
pub(super) const ATTRIBUTE_NAME: &str = "Name";
pub(super) const ATTRIBUTE_DEFINITION: &str = "Definition";
pub(super) const ATTRIBUTE_ALIAS: &str = "Alias";
pub(super) const ATTRIBUTE_PARENT: &str = "Parent";

/// The number of a variable.
pub(super) fn variable(name: &str) -> i64 {
    VARIABLES.iter().zip(1..).find(|((known, _), _)| *known == name).map_or(0, |(_, number)| number)
}

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
