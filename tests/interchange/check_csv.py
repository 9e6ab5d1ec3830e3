"""Reads comma- or tab-separated values with Python's csv, pandas and Polars: check_csv.py FILE PROJECT.jsonl"""

import csv
import sys

import pandas
import polars

from project import Check, layers

path, project = sys.argv[1:]
separator = "\t" if path.endswith(".tsv") else ","
check = Check()
expected = layers(project)
with open(path, "rb") as file:
    # In the form for spreadsheets, an apostrophe stands before what one of them would compute or convert, also after a
    # separator in a cell.
    is_safe = file.read(3) == b"\xef\xbb\xbf"


def plain(cell, wanted):
    return wanted if is_safe and cell.replace("'", "") == wanted.replace("'", "") else cell


def compare(name, rows):
    check.same(f"{name} rows", len(rows), sum(len(layer["statements"]) for layer in expected.values()))
    seen = set()
    for row in rows:
        key = row["document_id"].removeprefix("'"), row["annotator"].removeprefix("'"), row["statement_id"]
        layer = expected[key[:2]]
        statement = next(s for s in layer["statements"] if s["id"] == key[2])
        seen.add(key)
        text = layer["document"]["text"]
        pairs = [tuple(map(int, span.split("-"))) for span in row["spans"].removeprefix("'").split(";")]
        check.same(f"{name} {key} spans", [text[start:end] for start, end in pairs], statement["quotes"])
        check.same(f"{name} {key} hull", (int(row["start"]), int(row["end"])), (pairs[0][0], pairs[-1][1]))
        for column, wanted in [
            ("quote", " … ".join(statement["quotes"])),
            ("note", statement["note"] or ""),
            ("kind", statement["kind"]),
            ("topic", statement["topic"] or ""),
            ("chain", ">".join(link["party"] for link in statement["chain"])),
            ("addressees", ";".join(statement["addressees"])),
        ]:
            check.same(f"{name} {key} {column}", plain(row[column], wanted), wanted)
        # Of the attributes of the codebook, those that are passages have two columns.
        for column in (head.removesuffix("_spans") for head in row if head.endswith("_spans")):
            values = [value for value in statement["attributes"] if value["name"] == column]
            words = " … ".join(value["value"] for value in values)
            edges = ";".join("{}-{}".format(*value["span"]) for value in values if value.get("span"))
            check.same(f"{name} {key} {column}", plain(row[column], words), words)
            check.same(f"{name} {key} {column} spans", plain(row[f"{column}_spans"], edges), edges)
    check.same(f"{name} statements", len(seen), len(rows))


with open(path, encoding="utf-8-sig", newline="") as file:
    compare("csv", list(csv.DictReader(file, delimiter=separator, strict=True)))
table = pandas.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
compare("pandas", table.to_dict("records"))
table = polars.read_csv(path, separator=separator, infer_schema=False)
compare("Polars", table.fill_null("").to_dicts())
check.finish()
