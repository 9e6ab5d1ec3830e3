"""Reads JSON Lines with DuckDB and Polars, which cut each quote from the text: check_jsonl.py FILE PROJECT.jsonl"""

import json
import sys

import duckdb
import polars

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
expected = sorted(
    (document, annotator, statement["id"], start, end, statement["kind"], quote)
    for (document, annotator), layer in layers(project).items()
    for statement in layer["statements"]
    for (start, end), quote in zip(statement["spans"], statement["quotes"], strict=True)
)
query = """
    WITH s AS (SELECT document, annotator, unnest(statements) AS s
               FROM read_json($path, format = 'newline_delimited', maximum_object_size = 1000000000)),
         p AS (SELECT document, annotator, s, unnest(s.spans) AS span FROM s)
    SELECT document.id, annotator, CAST(s.id AS VARCHAR), span[1], span[2], s.kind,
           substring(document.text, span[1] + 1, span[2] - span[1])
    FROM p
"""
found = duckdb.connect().execute(query, {"path": path}).fetchall()
check.same("DuckDB", sorted(found), expected)
table = (
    polars.read_ndjson(path, infer_schema_length=None)
    .select(polars.col("document").struct.field("id", "text").name.prefix("document_"), "annotator", "statements")
    .explode("statements")
    .drop_nulls("statements")
    .unnest("statements")
    .explode("spans")
    .with_columns(start=polars.col("spans").list.get(0), end=polars.col("spans").list.get(1))
    .with_columns(quote=polars.col("document_text").str.slice(polars.col("start"), polars.col("end") - polars.col("start")))
    .select("document_id", "annotator", "id", "start", "end", "kind", "quote")
)
check.same("Polars", sorted(table.rows()), expected)
with open(path, encoding="utf-8") as lines:
    rows = [json.loads(line) for line in lines]
for row in rows:
    check.same("header", (row["format"], row["version"], row["offset_unit"]), ("bayan", 1, "codepoint"))
check.checked += len(expected) - 1
check.finish()
