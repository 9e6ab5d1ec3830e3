"""Loads a folder with datasets, split by split: check_hf.py FOLDER PROJECT.jsonl"""

import sys

import datasets

from project import Check, layers

folder, project = sys.argv[1:]
check = Check()
datasets.disable_progress_bars()
expected = layers(project)
documents = datasets.load_dataset(folder, "documents")
statements = datasets.load_dataset(folder, "statements")
seen = {}
for split, table in documents.items():
    kinds = table.features["statements"].feature["kind"]
    for row in table:
        key = (row["document_id"], row["annotator"])
        check.same(f"{key} split", seen.setdefault(row["document_id"], split), split)
        check.same(f"{key} text", row["text"], expected[key]["document"]["text"])
        for found, statement in zip(row["statements"], expected[key]["statements"], strict=True):
            check.same(f"{key} kind", kinds.int2str(found["kind"]), statement["kind"])
            quotes = [row["text"][s["start"] : s["end"]] for s in found["spans"]]
            check.same(f"{key} quotes", quotes, statement["quotes"])
check.same("layers", sum(len(table) for table in documents.values()), len(expected))
count = 0
for split, table in statements.items():
    kinds = table.features["kind"]
    for row in table:
        count += 1
        layer = expected[(row["document_id"], row["annotator"])]
        statement = next(s for s in layer["statements"] if s["id"] == row["id"])
        check.same("kind", kinds.int2str(row["kind"]), statement["kind"])
        check.same("split", seen[row["document_id"]], split)
        text = layer["document"]["text"]
        start, end = row["start"], row["end"]
        check.same("context", row["left"] + text[start:end] + row["right"], text[max(0, start - 200) : end + 200])
check.same("statements", count, sum(len(layer["statements"]) for layer in expected.values()))
check.finish()
