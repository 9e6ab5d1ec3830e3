"""Reads an export to a database of Discourse Network Analyzer with Python's sqlite3: check_dna.py FILE PROJECT.jsonl

With the option --plain, statements have DNA's own type, and those without a topic or without a side are not there.
"""

import base64
import hashlib
import sqlite3
import sys

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
check.same("integrity", database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
check.same("references", database.execute("PRAGMA foreign_key_check").fetchall(), [])
tables = "SETTINGS CODERS DOCUMENTS STATEMENTTYPES VARIABLES VARIABLELINKS REGEXES CODERRELATIONS STATEMENTS ENTITIES \
DATASHORTTEXT DATALONGTEXT DATAINTEGER DATABOOLEAN ATTRIBUTEVARIABLES ATTRIBUTEVALUES".split()
found = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
check.same("tables", sorted(found), sorted(tables))
check.same("version", database.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()[0][:2], "3.")

types = [label for (label,) in database.execute("SELECT Label FROM STATEMENTTYPES")]
plain = types == ["DNA Statement"]
if not plain:
    check.same("types", types, ["Bayan Statement"])
wanted = [("person", "short text"), ("organization", "short text"), ("concept", "short text"), ("agreement", "boolean")]
found = database.execute("SELECT Variable, DataType FROM VARIABLES ORDER BY ID").fetchall()
if plain:
    check.same("variables", found, wanted)
coders = dict(database.execute("SELECT ID, Name FROM CODERS"))
for name, stored in database.execute("SELECT Name, Password FROM CODERS"):
    # As jasypt's strong encryptor stores it.
    raw = base64.b64decode(stored)
    digest = raw[:16] + b"bayan"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    check.same(f"password of {name}", digest, raw[16:])
variables = {number: (name, sort) for number, name, sort in database.execute("SELECT ID, Variable, DataType FROM VARIABLES")}
values = {}
for table, column in [("DATAINTEGER", "Value"), ("DATABOOLEAN", "Value"), ("DATALONGTEXT", "Value")]:
    for statement, variable, value in database.execute(f"SELECT StatementId, VariableId, {column} FROM {table}"):
        values.setdefault(statement, {})[variables[variable][0]] = value
joined = "SELECT StatementId, d.VariableId, e.Value FROM DATASHORTTEXT d JOIN ENTITIES e ON e.ID = d.Entity AND e.VariableId = d.VariableId"
for statement, variable, value in database.execute(joined):
    values.setdefault(statement, {})[variables[variable][0]] = value
facts = {}
for value, name, fact in database.execute(
    "SELECT e.Value, v.AttributeVariable, a.AttributeValue FROM ATTRIBUTEVALUES a JOIN ENTITIES e ON e.ID = a.EntityId "
    "JOIN ATTRIBUTEVARIABLES v ON v.ID = a.AttributeVariableId JOIN VARIABLES x ON x.ID = e.VariableId WHERE x.Variable = 'organization'"
):
    facts.setdefault(value, {})[name] = fact
party = {value: fact["ID"] for value, fact in facts.items() if fact["ID"]}
kinds = dict(
    database.execute(
        "SELECT e.Value, a.AttributeValue FROM ATTRIBUTEVALUES a JOIN ENTITIES e ON e.ID = a.EntityId JOIN ATTRIBUTEVARIABLES v "
        "ON v.ID = a.AttributeVariableId JOIN VARIABLES x ON x.ID = e.VariableId WHERE v.AttributeVariable = 'ID' AND x.Variable IN ('kind', 'concept')"
    )
)


def lf(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def place(text, offset):
    """An offset of the text whose line ends are LF, in UTF-16 units."""
    dropped = sum(1 for at in range(min(offset, len(text) - 1)) if text[at] == "\r" and text[at + 1] == "\n")
    return len(lf(text)[: offset - dropped].encode("utf-16-le")) // 2


rows = {}
seen = {}
for row in database.execute("SELECT s.ID, Start, Stop, s.Coder, d.Notes, d.Text, d.Source FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId ORDER BY s.ID"):
    number, start, stop, coder, notes, text, source = row
    document = notes.split("\n")[0].removeprefix("bayan: ")
    # DNA's own type has no identifiers: its statements stand in the order of the text.
    at = seen[document, coder] = seen.get((document, coder), -1) + 1
    rows[document, coders[coder], at if plain else values[number]["id"]] = (start, stop, values[number], text, source)
for (document, annotator), layer in layers(project).items():
    text = layer["document"]["text"]
    held = [s for s in layer["statements"] if not plain or s["topic"] and s["stance"] in ("supports", "opposes")]
    for place_in_layer, statement in enumerate(held):
        key = f"{document}@{annotator} {statement['id']}"
        start, stop, found, written, source = rows.pop((document, annotator, place_in_layer if plain else statement["id"]))
        check.same(f"{key} text", written, lf(text))
        begin, end = min(b for b, _ in statement["spans"]), max(e for _, e in statement["spans"])
        check.same(f"{key} edges", (start, stop), (place(text, begin), place(text, end)))
        quote = written.encode("utf-16-le")[start * 2 : stop * 2].decode("utf-16-le")
        expected = lf(text[begin:end]) if not (text[end - 1 : end] == "\r" and text[end : end + 1] == "\n") else lf(text[begin : end - 1])
        check.same(f"{key} quote", quote, expected)
        check.same(f"{key} variables", sorted(found), sorted(name for name, _ in variables.values()))
        check.same(f"{key} topic", kinds.get(found["concept"], found["concept"]), statement["topic"] or "")
        check.same(f"{key} source of the article", source, (layer["document"]["publisher"] or "")[:190])
        if plain:
            check.same(f"{key} agreement", found["agreement"], int(statement["stance"] == "supports"))
            speaker = party[found["organization"]] if found["organization"] else None
            check.same(f"{key} speaker", (speaker, found["person"]), (statement["speaker"], ""))
            continue
        check.same(f"{key} kind", kinds.get(found["kind"], found["kind"]), statement["kind"])
        check.same(f"{key} note", found["note"], statement["note"])
        check.same(f"{key} agreement", found["agreement"], {"supports": 1, "opposes": -1}.get(statement["stance"], 0))
        check.same(f"{key} quotation", found["quotation"], statement["quotation"] or "")
        chain = [part for part in found["source"].split(" > ") if part] + ([found["organization"]] if found["organization"] else [])
        check.same(f"{key} chain", [party[part] for part in chain], [link["party"] for link in statement["chain"]])
        to = [part for part in found["addressee"].split("; ") if part]
        check.same(f"{key} addressees", [party[part] for part in to], statement["addressees"])
    for known in layer["parties"]:
        label = next((value for value, ident in party.items() if ident == known["id"]), None)
        check.same(f"party {known['id']}", facts[label]["Name"] if label else None, known["name"][:190])
check.same("statements that the project does not have", list(rows), [])
check.finish()
