"""Reads an event list of Discourse Network Analyzer with Python's csv, as R's read.csv2 would: check_dna_events.py FILE PROJECT.jsonl

With the option --plain, statements have DNA's own type, and those without a topic or without a side are not there.
"""

import csv
import io
import re
import sys

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
with open(path, encoding="utf-8", newline="") as file:
    text = file.read()
check.same("line ends", "\r" in text, False)
check.same("marks outside of quotation marks", re.sub(r'"[^"]*"', "", text).strip(";\n").replace(";", "").replace("\n", ""), "")
rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
before, after = ["statement_id", "time"], (
    "start_position stop_position text coder document_id document_title document_author document_source document_section document_type".split()
)
ours = "kind organization source addressee concept agreement quotation note id".split()
plain_type = "person organization concept agreement".split()
heads = text.split("\n")[0].replace('"', "").split(";")
plain = heads == before + plain_type + after
check.same("heads", heads, before + (plain_type if plain else ours) + after)


def lf(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def changed(text):
    return lf(text).replace(";", ",").replace('"', "'")


def place(text, offset):
    """An offset of the text whose line ends are LF, in UTF-16 units."""
    dropped = sum(1 for at in range(min(offset, len(text) - 1)) if text[at] == "\r" and text[at + 1] == "\n")
    return len(lf(text)[: offset - dropped].encode("utf-16-le")) // 2


found = {(row["document_id"], row["coder"], row["statement_id"]): row for row in rows}
check.same("rows", len(found), len(rows))
for (document, annotator), layer in layers(project).items():
    text = layer["document"]["text"]
    names = {party["id"]: party["name"] for party in layer["parties"]}

    def called(value, ident):
        """Whether a value stands for a party: by its name, or by its identifier if the name cannot stand there."""
        return value in (ident, names[ident]) if ident else value == ""

    for statement in layer["statements"]:
        sided = statement["topic"] and statement["stance"] in ("supports", "opposes")
        if plain and not sided:
            continue
        key = f"{document}@{annotator} {statement['id']}"
        row = found.pop((document, annotator, statement["id"]))
        begin, end = min(b for b, _ in statement["spans"]), max(e for _, e in statement["spans"])
        start, stop = int(row["start_position"]), int(row["stop_position"])
        check.same(f"{key} edges", (start, stop), (place(text, begin), place(text, end)))
        quote = lf(text).encode("utf-16-le")[start * 2 : stop * 2].decode("utf-16-le")
        check.same(f"{key} quote", row["text"], changed(quote))
        published = layer["document"]["published"] or ""
        day = re.fullmatch(r"\d{4}-\d\d-\d\d", published)
        check.same(f"{key} time", row["time"], f"{published} 00:00:00" if day else "")
        check.same(f"{key} source of the article", row["document_source"], changed(layer["document"]["publisher"] or ""))
        check.same(f"{key} speaker", called(row["organization"], statement["speaker"]), True)
        side = {"supports": "1", "opposes": "0" if plain else "-1", "neutral": "0", None: ""}[statement["stance"]]
        check.same(f"{key} agreement", row["agreement"], side)
        if plain:
            check.same(f"{key} person", row["person"], "")
            continue
        check.same(f"{key} kind", row["kind"].lower(), statement["kind"])
        check.same(f"{key} quotation", row["quotation"], statement["quotation"] or "")
        check.same(f"{key} note", row["note"], changed(statement["note"]))
        check.same(f"{key} id", row["id"], statement["id"])
        chain = [part for part in row["source"].split(" > ") if part]
        outer = [link["party"] for link in statement["chain"]][:-1]
        check.same(f"{key} chain", [called(*pair) for pair in zip(chain, outer, strict=True)], [True] * len(outer))
        to = [part for part in row["addressee"].split(" | ") if part]
        check.same(f"{key} addressees", [called(*pair) for pair in zip(to, statement["addressees"], strict=True)], [True] * len(to))
check.same("rows that the project does not have", list(found), [])
check.finish()
