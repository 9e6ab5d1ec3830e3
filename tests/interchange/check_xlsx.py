"""Reads a workbook with openpyxl: check_xlsx.py FILE PROJECT.jsonl"""

import sys

import openpyxl

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
book = openpyxl.load_workbook(path, read_only=True)
# What Excel writes for control characters, and for its own escapes.
unescape = openpyxl.utils.escape.unescape


def rows(name):
    table = list(book[name].iter_rows(values_only=True))
    heads = table[0]
    return [dict(zip(heads, row)) for row in table[1:]]


statements = {(row["document_id"], row["annotator"], row["statement_id"]): row for row in rows("Statements")}
links = {}
for row in rows("Chain"):
    links.setdefault((row["document_id"], row["annotator"], row["statement_id"]), []).append(row)
count = 0
for (document, annotator), layer in layers(project).items():
    for statement in layer["statements"]:
        key = (document, annotator, statement["id"])
        row = statements[key]
        count += 1
        quote = " … ".join(statement["quotes"])
        check.same(f"{key} quote", unescape(row["quote"] or ""), quote)
        check.same(f"{key} note", unescape(row["note"] or ""), statement["note"])
        check.same(f"{key} kind", row["kind"], statement["kind"])
        check.same(f"{key} start", row["start"], min(begin for begin, _ in statement["spans"]))
        text = layer["document"]["text"]
        expected = [
            (place, link["party"], text[slice(*link["cue"])] if link["cue"] else None)
            for place, link in enumerate(statement["chain"], 1)
        ]
        found = [(row["place"], row["party"], row["cue"] and unescape(row["cue"])) for row in links.get(key, [])]
        check.same(f"{key} chain", found, expected)
check.same("rows", len(statements), count)
check.finish()
