"""Reads a file with pyarrow, DuckDB and Polars: check_parquet.py FILE PROJECT.jsonl"""

import sys

import duckdb
import polars
import pyarrow.parquet

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
expected = layers(project)
metadata = pyarrow.parquet.read_metadata(path)
check.same("unit", metadata.metadata[b"offset_unit"], b"codepoint")
rows = pyarrow.parquet.read_table(path).to_pylist()
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
        check.same(name, [text[s["start"] : s["end"]] for s in found["spans"]], statement["quotes"])
        check.same(name, [s["text"] for s in found["spans"]], statement["quotes"])
        for field in ["kind", "speaker", "topic", "stance", "quotation", "note", "created", "modified", "attributes"]:
            check.same(f"{name} {field}", found[field], statement[field])
        check.same(f"{name} addressees", found["addressees"], statement["addressees"])
        place = lambda span: span and [span["start"], span["end"]]
        chain = [{"party": l["party"], "cue": place(l["cue"]), "mention": place(l["mention"])} for l in found["chain"]]
        check.same(f"{name} chain", chain, statement["chain"])
count = sum(len(layer["statements"]) for layer in expected.values())
query = f"SELECT sum(len(statements)) FROM '{path}'"
check.same("DuckDB", duckdb.connect().execute(query).fetchall()[0][0], count)
check.same("Polars", polars.read_parquet(path)["statements"].list.len().sum(), count)
check.finish()
