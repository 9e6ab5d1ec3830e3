"""Reads a file, or a partitioned folder, with pyarrow, DuckDB and Polars: check_parquet.py PATH PROJECT.jsonl

Either table can be in a file: a row for each layer, or a row for each statement. A folder has the statements, and the
values of its partitions are a column of what is read, though not of the files.
"""

import sys
from pathlib import Path

import duckdb
import polars
import pyarrow.parquet

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
expected = layers(project)
count = sum(len(layer["statements"]) for layer in expected.values())


def place(span):
    return span and [span["start"], span["end"]]


def same_statement(name, text, found, statement):
    check.same(name, found["id"], statement["id"])
    check.same(name, [text[s["start"] : s["end"]] for s in found["spans"]], statement["quotes"])
    check.same(name, [s["text"] for s in found["spans"]], statement["quotes"])
    for field in ["kind", "speaker", "topic", "stance", "quotation", "note", "created", "modified"]:
        check.same(f"{name} {field}", found[field], statement[field])
    edges = [value.get("span") or (None, None) for value in statement["attributes"]]
    words = [{"name": value["name"], "value": value["value"], "start": start, "end": end}
             for value, (start, end) in zip(statement["attributes"], edges)]
    check.same(f"{name} attributes", found["attributes"], words)
    check.same(f"{name} addressees", found["addressees"], statement["addressees"])
    chain = [{"party": l["party"], "cue": place(l["cue"]), "mention": place(l["mention"])} for l in found["chain"]]
    check.same(f"{name} chain", chain, statement["chain"])


def same_layers(rows):
    check.same("rows", len(rows), len(expected))
    for row in rows:
        key = (row["document_id"], row["annotator"])
        layer = expected[key]
        text = row["text"]
        check.same(f"{key} text", text, layer["document"]["text"])
        check.same(f"{key} title", row["title"] or None, layer["document"]["title"])
        check.same(f"{key} excluded", [place(s) for s in row["excluded"]], layer["document"]["excluded"])
        # The attributes of relations are said to be lost.
        held = ("id", "kind", "from", "to")
        relations = [{**{key: r[key] for key in held}, "note": r["note"] or None} for r in layer["relations"]]
        check.same(f"{key} relations", row["relations"], relations)
        for found, statement in zip(row["statements"], layer["statements"], strict=True):
            same_statement(f"{key} {statement['id']}", text, found, statement)
    query = f"SELECT sum(len(statements)) FROM '{path}'"
    check.same("DuckDB", duckdb.connect().execute(query).fetchall()[0][0], count)
    cut = f"""WITH found AS (SELECT text AS article, unnest(statements) AS statement FROM '{path}'),
                   places AS (SELECT article, unnest(statement.spans) AS place FROM found)
              SELECT count(*) FROM places
              WHERE substring(article, place.start + 1, place."end" - place.start) = place.text"""
    spans = sum(len(s["spans"]) for layer in expected.values() for s in layer["statements"])
    check.same("DuckDB quotes", duckdb.connect().execute(cut).fetchall()[0][0], spans)
    check.same("Polars", polars.read_parquet(path)["statements"].list.len().sum(), count)


def same_statements(rows):
    check.same("rows", len(rows), count)
    wanted = {(*key, s["id"]): (layer, s) for key, layer in expected.items() for s in layer["statements"]}
    for row in rows:
        layer, statement = wanted[row["document_id"], row["annotator"], row["id"]]
        text, name = layer["document"]["text"], f"{row['document_id']} {row['annotator']} {row['id']}"
        same_statement(name, text, row, statement)
        check.same(f"{name} quote", row["text"], " … ".join(statement["quotes"]))
        around = row["left"] + text[row["start"] : row["end"]] + row["right"]
        check.same(f"{name} context", around, text[max(0, row["start"] - 200) : row["end"] + 200])
    files = f"{path}/**/*.parquet" if Path(path).is_dir() else path
    query = f"SELECT kind, count(*) FROM '{files}' GROUP BY kind ORDER BY kind"
    kinds = {}
    for _, statement in wanted.values():
        kinds[statement["kind"]] = kinds.get(statement["kind"], 0) + 1
    check.same("DuckDB", duckdb.connect().execute(query).fetchall(), sorted(kinds.items()))
    found = polars.scan_parquet(files, hive_partitioning=True).group_by("kind").len().sort("kind").collect().rows()
    check.same("Polars", found, sorted(kinds.items()))


for file in sorted(Path(path).rglob("*.parquet")) if Path(path).is_dir() else [path]:
    metadata = pyarrow.parquet.read_metadata(file)
    check.same("unit", metadata.metadata[b"offset_unit"], b"codepoint")
table = pyarrow.parquet.read_table(path)
(same_layers if "statements" in table.column_names else same_statements)(table.to_pylist())
check.finish()
