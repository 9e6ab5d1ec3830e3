"""Reads a file, or the folders of a partitioned one, with pyarrow, DuckDB and Polars: check_parquet.py PATH PROJECT.jsonl

A file has a row for each layer, or with --per-statement one for each statement; folders have one for each statement."""

import sys
from pathlib import Path

import duckdb
import polars
import pyarrow.parquet

from project import Check, layers


def check_statement(name, found, statement, text):
    """Compares a statement as it was read with that of the project."""
    check.same(name, [text[s["start"] : s["end"]] for s in found["spans"]], statement["quotes"])
    check.same(name, [s["text"] for s in found["spans"]], statement["quotes"])
    for field in ["kind", "speaker", "topic", "stance", "quotation", "note", "created", "modified", "attributes"]:
        check.same(f"{name} {field}", found[field], statement[field])
    check.same(f"{name} addressees", found["addressees"], statement["addressees"])
    place = lambda span: span and [span["start"], span["end"]]
    chain = [{"party": l["party"], "cue": place(l["cue"]), "mention": place(l["mention"])} for l in found["chain"]]
    check.same(f"{name} chain", chain, statement["chain"])


def check_layers(rows):
    """Compares rows that are layers."""
    check.same("rows", len(rows), len(expected))
    for row in rows:
        key = (row["document_id"], row["annotator"])
        layer = expected[key]
        text = row["text"]
        check.same(f"{key} text", text, layer["document"]["text"])
        check.same(f"{key} title", row["title"] or None, layer["document"]["title"])
        check.same(f"{key} excluded", [[s["start"], s["end"]] for s in row["excluded"]], layer["document"]["excluded"])
        check.same(f"{key} relations", row["relations"], [
            {**relation, "note": relation["note"] or None} for relation in layer["relations"]
        ])
        for found, statement in zip(row["statements"], layer["statements"], strict=True):
            name = f"{key} {statement['id']}"
            check.same(name, found["id"], statement["id"])
            check_statement(name, found, statement, text)


def check_statements(rows):
    """Compares rows that are statements, in any order."""
    check.same("rows", len(rows), count)
    for row in rows:
        key = (row["document_id"], row["annotator"])
        layer = expected[key]
        text = layer["document"]["text"]
        [statement] = [statement for statement in layer["statements"] if statement["id"] == row["id"]]
        name = f"{key} {row['id']}"
        check_statement(name, row, statement, text)
        check.same(f"{name} left", row["left"], text[max(0, row["start"] - 200) : row["start"]])
        check.same(f"{name} right", row["right"], text[row["end"] : row["end"] + 200])


path, project = sys.argv[1:]
check = Check()
expected = layers(project)
count = sum(len(layer["statements"]) for layer in expected.values())
# A partition is a column of what DuckDB and Polars read, though it is not in the files.
source = f"{path}/**/*.parquet" if Path(path).is_dir() else path
for file in sorted(Path(path).rglob("*.parquet")) if Path(path).is_dir() else [path]:
    metadata = pyarrow.parquet.read_metadata(file)
    check.same("unit", metadata.metadata[b"offset_unit"], b"codepoint")
rows = pyarrow.parquet.read_table(path).to_pylist()
has_layers = "statements" in rows[0]
(check_layers if has_layers else check_statements)(rows)
query = f"SELECT {'sum(len(statements))' if has_layers else 'count(kind)'} FROM '{source}'"
check.same("DuckDB", duckdb.connect().execute(query).fetchall()[0][0], count)
table = polars.read_parquet(source, hive_partitioning=True)
check.same("Polars", table["statements"].list.len().sum() if has_layers else table["kind"].count(), count)
check.finish()
