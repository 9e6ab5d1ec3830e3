//! Databases of Discourse Network Analyzer against the hard project, against SQLite itself, and against databases that are
//! damaged or made to do harm.

use std::collections::{BTreeMap, BTreeSet};

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::{ImportOptions, LabelTarget, Whose};
use bayan::formats::input::Input;
use bayan::formats::{Options, by_id};
use bayan::model::id::{KindId, StatementId};
use bayan::model::project::Project;
use bayan::model::statement::{Stance, Statement};
use bayan::monitor::Monitor;
use rusqlite::Connection;

use super::labelled::hard_project;
use super::packs::{expected, hard, original, read, read_bytes, seen, statements, statements_in, written_and_read};

const FORMAT: &str = "dna";

/// What is seen of the statements, by text, since other programs do not keep the identifiers of documents.
fn by_text(project: &Project) -> BTreeMap<String, BTreeSet<(usize, usize, String, String)>> {
    let seen = seen(project).into_iter();
    let kinds = ["claim", "position", "warning"];
    seen.map(|(id, spans)| {
        let document = project.documents.values().find(|document| document.id.as_str() == id).unwrap();
        let lower = spans.into_iter().map(|(begin, end, label, quote)| (begin, end, label.to_lowercase(), quote));
        (document.content.as_str().to_owned(), lower.filter(|span| kinds.contains(&span.2.as_str())).collect())
    })
    .collect()
}

fn expected_by_text(lf: bool) -> BTreeMap<String, BTreeSet<(usize, usize, String, String)>> {
    let original = original();
    let seen = expected(FORMAT).into_iter().map(|(id, spans)| {
        let document = original.documents.values().find(|document| document.id.as_str() == id).unwrap();
        let text = document.content.as_str();
        let lower = spans.into_iter().map(|(begin, end, label, quote)| (begin, end, label.to_lowercase(), quote));
        (text.to_owned(), lower.collect())
    });
    seen.filter(|(text, _)| !lf || !text.contains('\r')).collect()
}

#[test]
fn what_another_program_wrote_is_read_as_it_is_seen() {
    let (project, warnings) = read(FORMAT, &hard(FORMAT).join("out.dna"));
    assert_eq!(warnings, []);
    assert_eq!(by_text(&project), expected_by_text(false));
    // Its `party` is who speaks, its `source` those who report.
    let chains = |project: &Project| {
        let named = |s: &Statement| {
            let names = s.chain.iter().map(|link| project.party(&link.party).unwrap().name.clone());
            (s.id, names.collect::<Vec<_>>())
        };
        statements(project).map(|(_, s)| named(s)).collect::<BTreeMap<StatementId, Vec<String>>>()
    };
    let (found, known) = (chains(&project), chains(&original()));
    let plain =
        |names: &[String]| !names.iter().any(|name| name.contains(';') || name.trim() != name || name.len() > 190);
    let compared = known.iter().filter(|(_, names)| plain(names)).filter(|(id, names)| {
        assert_eq!(found[*id], **names);
        true
    });
    assert!(compared.count() > 80);
}

#[test]
fn what_is_written_is_read_again() {
    let original = hard_project();
    let (project, warnings) = written_and_read(FORMAT, &original);
    assert_eq!(warnings, []);
    let mut found = by_text(&project);
    found.retain(|text, _| expected_by_text(true).contains_key(text));
    assert_eq!(found, expected_by_text(true));
    let lf = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    for (one, other) in project.documents.values().zip(original.documents.values()) {
        assert_eq!((&one.id, one.content.as_str()), (&other.id, lf(other.content.as_str()).as_str()));
        assert_eq!(one.metadata, other.metadata);
    }
    for (one, other) in project.parties.iter().zip(original.parties.iter()) {
        assert_eq!((&one.id, &one.parent), (&other.id, &other.parent));
        if other.name.chars().count() <= 190 {
            assert_eq!(one.name, other.name);
        }
        if other.aliases.concat().len() < 100 {
            assert_eq!(one.aliases, other.aliases.iter().map(|alias| alias.trim().to_owned()).collect::<Vec<_>>());
        }
    }
    let quote = |project: &Project, key: &str, s: &Statement| {
        let document = project.documents.values().find(|d| key.starts_with(&format!("{}@", d.id))).unwrap();
        lf(&document.content.as_str()[s.hull().range()])
    };
    let known: BTreeMap<String, &Statement> =
        statements(&original).map(|(key, s)| (format!("{key} {}", s.id), s)).collect();
    let mut compared = 0;
    for (key, statement) in statements(&project) {
        let other = known[&format!("{key} {}", statement.id)];
        let said = |s: &Statement| {
            let chain: Vec<_> = s.chain.iter().map(|link| link.party.clone()).collect();
            let stance = s.stance.filter(|stance| *stance != Stance::Neutral);
            (s.kind.clone(), chain, s.addressees.clone(), s.topic.clone(), stance, s.quotation, s.note.clone())
        };
        assert_eq!(said(statement), said(other));
        assert_eq!(quote(&project, &key, statement), quote(&original, &key, other));
        compared += 1;
    }
    assert_eq!(compared, 94);
}

#[test]
fn the_same_project_gives_the_same_bytes_and_sqlite_finds_no_fault() {
    let original = hard_project();
    let dataset = Dataset::of(&original, &ExportScope::default()).unwrap();
    let write = || {
        let mut bytes = Vec::new();
        by_id(FORMAT).unwrap().write(&dataset, &Options::default(), &mut bytes).unwrap();
        bytes
    };
    let bytes = write();
    assert!(bytes == write());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.dna");
    std::fs::write(&path, &bytes).unwrap();
    let connection = Connection::open(&path).unwrap();
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let word = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(word("PRAGMA integrity_check"), "ok");
    assert!(connection.prepare("PRAGMA foreign_key_check").unwrap().query([]).unwrap().next().unwrap().is_none());
    assert_eq!(one("SELECT count(*) FROM sqlite_schema WHERE type = 'table'"), 16);
    // Every statement has a row for every variable, whatever its sort.
    let data = "(SELECT StatementId FROM DATASHORTTEXT UNION ALL SELECT StatementId FROM DATAINTEGER \
                UNION ALL SELECT StatementId FROM DATALONGTEXT)";
    assert_eq!(one(&format!("SELECT count(*) FROM {data}")), 94 * one("SELECT count(*) FROM VARIABLES"));
    assert_eq!(one("SELECT max(length(Value)) <= 190 FROM ENTITIES"), 1);
    assert_eq!(one("SELECT max(length(Title)) <= 190 FROM DOCUMENTS"), 1);
    assert_eq!(word("SELECT Label FROM STATEMENTTYPES"), "Bayan Statement");
    assert_eq!(one("SELECT count(*) FROM CODERS WHERE length(Password) = 64"), 4);
}

#[test]
fn version_2_is_read() {
    let (project, warnings) = read_made(
        "CREATE TABLE SETTINGS(Property TEXT, Value TEXT);
         CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name TEXT);
         CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT,
             Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
         CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT);
         CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
         CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER,
             Stop INTEGER, Coder INTEGER);
         CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
         CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
         CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT);
         CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT);
         CREATE TABLE ATTRIBUTES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT, Alias TEXT);
         INSERT INTO CODERS VALUES (1, 'Admin');
         INSERT INTO DOCUMENTS VALUES (7, 'A hearing', '🙂 We agree.', 1, 'Somebody', 'Senate', '', '', '', 1106092800000);
         INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement');
         INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
             (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1);
         INSERT INTO STATEMENTS VALUES (1, 1, 7, 3, 11, 1);
         INSERT INTO DATASHORTTEXT VALUES (1, 1, 1, 'Jane Doe'), (2, 1, 2, 'Senate'), (3, 1, 3, 'Emissions');
         INSERT INTO DATABOOLEAN VALUES (1, 1, 4, 0);
         INSERT INTO ATTRIBUTES VALUES (1, 2, 'Senate', 'The Senate');",
    );
    // The author has no place.
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let (_, statement) = statements(&project).next().unwrap();
    let document = project.documents.values().next().unwrap();
    assert_eq!(document.quotes(&statement.spans), ["We agree"]);
    assert_eq!((document.metadata.title.as_str(), document.metadata.published.as_str()), ("A hearing", "2005-01-19"));
    assert_eq!(statement.kind, KindId::new("dna-statement").unwrap());
    assert_eq!(project.party(statement.speaker().unwrap()).unwrap().aliases, ["The Senate"]);
    assert_eq!(statement.stance, Some(Stance::Opposes));
    assert_eq!((statement.attributes[0].name.as_str(), statement.attributes[0].value.as_str()), ("person", "Jane Doe"));
    assert_eq!(project.codebook.topics[0].name, "Emissions");
}

/// Makes a database with SQL and reads it.
fn read_made(sql: &str) -> (Project, Vec<bayan::formats::incoming::Warning>) {
    read_bytes(FORMAT, "x.dna", &made(sql))
}

fn made(sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.dna");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
    std::fs::read(path).unwrap()
}

/// The tables of version 3, with a document, a coder and a type.
const TABLES: &str = "
    CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name TEXT);
    CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT DEFAULT '',
        Source TEXT DEFAULT '', Section TEXT DEFAULT '', Notes TEXT DEFAULT '', Type TEXT DEFAULT '', Date INTEGER DEFAULT 0);
    CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT);
    CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
    CREATE TABLE STATEMENTS(ID, StatementTypeId, DocumentId, Start, Stop, Coder);
    CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT);
    CREATE TABLE DATABOOLEAN(StatementId, VariableId, Value);
    CREATE TABLE DATAINTEGER(StatementId, VariableId, Value);
    CREATE TABLE DATASHORTTEXT(StatementId, VariableId, Entity);
    CREATE TABLE DATALONGTEXT(StatementId, VariableId, Value);
    CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY, VariableId INTEGER, AttributeVariable TEXT);
    CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY, EntityId INTEGER, AttributeVariableId INTEGER, AttributeValue TEXT);
    INSERT INTO CODERS VALUES (1, 'anna');
    INSERT INTO DOCUMENTS(ID, Title, Text, Coder) VALUES (1, 'doc', 'a🙂b', 1);
    INSERT INTO STATEMENTTYPES VALUES (1, 'Claim');";

#[test]
fn a_map_says_which_types_are_no_statements() {
    let rows = "INSERT INTO STATEMENTTYPES VALUES (2, 'Advert'), (3, 'Other');
        INSERT INTO STATEMENTS VALUES (1, 1, 1, 0, 1, 1), (2, 2, 1, 1, 3, 1), (3, 3, 1, 3, 4, 1);";
    let input = Input::File { path: "x.dna".into(), bytes: made(&format!("{TABLES}{rows}")) };
    let project = Project::new("t");
    let read = |targets: &[(&str, LabelTarget)]| {
        let mut options = ImportOptions::of(Whose::Everybody);
        options.map.kinds = targets.iter().map(|(label, target)| ((*label).to_owned(), target.clone())).collect();
        let plan = by_id(FORMAT).unwrap().reader.unwrap().plan(&project, &input, &options).unwrap();
        let mut after = project.clone();
        plan.edit.apply(&mut after).unwrap();
        after
    };
    let kind = LabelTarget::Kind(project.codebook.kinds[1].id.clone());
    let as_statements = read(&[("Advert", kind.clone()), ("Other", LabelTarget::LeaveOut)]);
    assert_eq!(statements_in(&as_statements), 2);
    let after = read(&[("Advert", LabelTarget::Excluded), ("Other", kind.clone())]);
    let document = after.documents.values().next().unwrap();
    assert_eq!(document.quotes(&document.excluded), ["🙂"]);
    let kinds: Vec<LabelTarget> = statements(&after).map(|(_, s)| LabelTarget::Kind(s.kind.clone())).collect();
    assert_eq!(kinds, [LabelTarget::Kind(KindId::new("claim").unwrap()), kind]);
}

#[test]
fn the_plain_type_is_that_of_dna_and_events_are_rows() {
    let original = hard_project();
    let dataset = Dataset::of(&original, &ExportScope::default()).unwrap();
    let plain = Options::of(&[&bayan::formats::dna::PLAIN]);
    let held = |s: &&Statement| s.topic.is_some() && matches!(s.stance, Some(Stance::Supports | Stance::Opposes));
    let count = dataset.statements().filter(held).count();
    assert!(count > 0 && count < dataset.statements().count());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.dna");
    by_id(FORMAT).unwrap().write_to_path(&dataset, &plain, &path, &Monitor::default()).unwrap();
    let connection = Connection::open(&path).unwrap();
    let words = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(words("SELECT Label FROM STATEMENTTYPES"), ["DNA Statement"]);
    let variables = words("SELECT Variable || ': ' || DataType FROM VARIABLES ORDER BY ID");
    let wanted = ["person: short text", "organization: short text", "concept: short text", "agreement: boolean"];
    assert_eq!(variables, wanted);
    // Every statement has a row for every variable.
    for (table, variables) in [("DATASHORTTEXT", 3), ("DATABOOLEAN", 1)] {
        let rows = words(&format!("SELECT CAST(count(*) AS TEXT) FROM {table}"));
        assert_eq!(rows, [(count * variables).to_string()], "{table}");
    }
    let supporting = dataset.statements().filter(|s| s.topic.is_some() && s.stance == Some(Stance::Supports)).count();
    assert_eq!(words("SELECT CAST(sum(Value) AS TEXT) FROM DATABOOLEAN"), [supporting.to_string()]);
    let events = by_id("dna-events").unwrap();
    let written = |options: &Options| {
        let mut bytes = Vec::new();
        events.write(&dataset, options, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let all = written(&Options::default());
    let head = "\"statement_id\";\"time\";\"kind\";\"organization\";\"source\";\"addressee\";\"concept\";\
        \"agreement\";\"quotation\";\"note\";\"id\";\"start_position\";\"stop_position\";\"text\";\"coder\";\"document_id\";\
        \"document_title\";\"document_author\";\"document_source\";\"document_section\";\"document_type\"";
    assert_eq!(all.lines().next().unwrap(), head);
    let rows = |text: &str| {
        csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(text.as_bytes())
            .into_records()
            .map(Result::unwrap)
            .count()
    };
    assert_eq!((rows(&all), rows(&written(&plain))), (dataset.statements().count(), count));
    // No cell has a mark that DNA's own lists do not have.
    assert_eq!(all.matches('"').count(), (rows(&all) + 1) * 21 * 2);
    assert_eq!(all.matches(';').count(), (rows(&all) + 1) * 20);
}

#[test]
fn offsets_that_are_no_places_are_reported_one_by_one() {
    for (edges, statements) in [
        ("1, 3", 2),
        ("1, 2", 1),
        ("3, 1", 1),
        ("1, 1", 1),
        ("-1, 3", 1),
        ("1.0, 3.5", 1),
        ("1, 5", 1),
        ("1, 9223372036854775807", 1),
        ("'x', 3", 1),
        ("NULL, 3", 1),
    ] {
        let rows = format!("INSERT INTO STATEMENTS VALUES (1, 1, 1, {edges}, 1), (2, 1, 1, 3, 4, 1);");
        let (project, warnings) = read_made(&format!("{TABLES}{rows}"));
        assert_eq!(statements_in(&project), statements, "{edges}: {warnings:?}");
        assert_eq!(warnings.len(), 2 - statements, "{edges}: {warnings:?}");
    }
    // The same number twice, and statements of an article that is not there.
    let rows = "INSERT INTO STATEMENTS VALUES (1, 1, 1, 0, 1, 1), (1, 1, 1, 3, 4, 1), (3, 1, 9, 0, 1, 1);";
    let (project, warnings) = read_made(&format!("{TABLES}{rows}"));
    assert_eq!((statements_in(&project), warnings.len()), (1, 2), "{warnings:?}");
    // An unknown coder, type and variable stop nothing.
    let rows = "INSERT INTO STATEMENTS VALUES (1, 8, 1, 0, 1, 9); INSERT INTO DATAINTEGER VALUES (1, 77, 5);";
    let (project, warnings) = read_made(&format!("{TABLES}{rows}"));
    assert_eq!((statements_in(&project), warnings.len()), (1, 0), "{warnings:?}");
}

#[test]
fn other_and_damaged_databases_are_refused_in_words() {
    let refused = |bytes: &[u8]| {
        let (project, warnings) = read_bytes(FORMAT, "x.dna", bytes);
        assert!(project.layers.is_empty());
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        warnings[0].message.clone()
    };
    refused(b"");
    refused(b"not a database at all");
    refused(b"SQLite format 3\0");
    assert!(refused(&made("CREATE TABLE notes(ID INTEGER)")).contains("DATASHORTTEXT"));
    // What looks like a table but runs something.
    let view = TABLES.replace(
        "CREATE TABLE STATEMENTS(ID, StatementTypeId, DocumentId, Start, Stop, Coder);",
        "CREATE VIEW STATEMENTS AS WITH RECURSIVE n(ID) AS (SELECT 1 UNION ALL SELECT ID + 1 FROM n) \
         SELECT ID, 1 StatementTypeId, 1 DocumentId, 0 Start, 1 Stop, 1 Coder FROM n;",
    );
    assert!(refused(&made(&view)).contains("STATEMENTS"));
    let computed = TABLES.replace(
        "DATALONGTEXT(StatementId, VariableId, Value)",
        "DATALONGTEXT(StatementId, VariableId, Value AS (hex(zeroblob(100000000))))",
    );
    assert!(refused(&made(&computed)).contains("DATALONGTEXT"));
    // A database that others write to through a log is read as it stands.
    let mut logged = made(&format!("{TABLES} INSERT INTO STATEMENTS VALUES (1, 1, 1, 0, 1, 1);"));
    logged[18..20].copy_from_slice(&[2, 2]);
    assert_eq!(statements_in(&read_bytes(FORMAT, "x.dna", &logged).0), 1);
}

#[test]
fn a_database_cut_or_changed_anywhere_is_read_or_refused() {
    let whole = std::fs::read(hard(FORMAT).join("out.dna")).unwrap();
    for end in (0..whole.len()).step_by(4096).chain((0..400).step_by(13)) {
        read_bytes(FORMAT, "x.dna", &whole[..end]);
    }
    let mut changed = whole.clone();
    for at in (16..whole.len()).step_by(2503) {
        changed[at] ^= 0xff;
        read_bytes(FORMAT, "x.dna", &changed);
        changed[at] = whole[at];
    }
}
