"""Reads a folder of Parquet files partitioned by kind with pyarrow, DuckDB and Polars: check_partitioned.py FOLDER PROJECT.jsonl"""

import os
import sys

import duckdb
import polars
import pyarrow.dataset

from project import Check, layers

folder, project = sys.argv[1:]
check = Check()
expected = sorted(
    (document, annotator, statement["id"], statement["kind"], " … ".join(statement["quotes"]))
    for (document, annotator), layer in layers(project).items()
    for statement in layer["statements"]
)
columns = ["document_id", "annotator", "id", "kind", "text"]
# The kind is in the names of the folders.
check.same("folders", sorted(os.listdir(folder)), sorted({f"kind={kind}" for *_, kind, _ in expected}))
files = os.path.join(folder, "**", "*.parquet")
query = f"SELECT {', '.join(columns)} FROM read_parquet('{files}', hive_partitioning = true)"
check.same("DuckDB", sorted(duckdb.connect().execute(query).fetchall()), expected)
table = polars.scan_parquet(files, hive_partitioning=True).select(columns).collect()
check.same("Polars", sorted(table.rows()), expected)
rows = pyarrow.dataset.dataset(folder, partitioning="hive").to_table(columns=columns).to_pylist()
check.same("pyarrow", sorted(tuple(row.values()) for row in rows), expected)
check.checked += len(expected) - 1
check.finish()
