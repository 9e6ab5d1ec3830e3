#!/usr/bin/env python3
"""Checks the exports of the sample from outside.

Usage: exports_check.py BINARY [PROJECT]. Every span is cut again from the text by code points and compared with its
quote, every object must have all its keys, the CSV must agree, an import of the export must give the same bytes, and
`datasets` must load the JSON Lines with typed columns. Prints 'N passed, 0 failed'; exits with 1 otherwise.
"""
import csv
import datetime
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

LINE = ["format", "version", "document", "document_tags", "annotator", "offset_unit", "parties", "statements", "relations"]
DOCUMENT = ["id", "title", "publisher", "published", "url", "language", "text", "text_sha256", "excluded"]
STATEMENT = ["id", "kind", "spans", "quotes", "speaker", "chain", "addressees", "topic", "stance", "quotation",
             "attributes", "note", "created", "modified"]
COLUMNS = ("project,document_id,document_title,annotator,statement_id,kind,speaker,speaker_name,chain,cue,addressees,"
           "topic,stance,quotation,start,end,spans,quote,note,created,modified,publisher,published,url,"
           "language,polarity,disputed,condition,condition_spans,consequence,consequence_spans").split(",")

passed, failed = 0, 0


def check(right, what):
    global passed, failed
    if right:
        passed += 1
    else:
        failed += 1
        print("FAILED:", what)


def run(*arguments, code=0):
    done = subprocess.run([BINARY, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL)
    check(done.returncode == code, f"{arguments}: exit code {done.returncode}, {done.stderr.decode()}")
    return done.stdout


def check_line(line):
    check(list(line) == LINE, f"keys of the line: {list(line)}")
    document, text = line["document"], line["document"]["text"]
    check(list(document) == DOCUMENT, f"keys of the document: {list(document)}")
    check((line["format"], line["version"], line["offset_unit"]) == ("bayan", 1, "codepoint"), "format")
    check(hashlib.sha256(text.encode()).hexdigest() == document["text_sha256"], "SHA-256")
    for start, end in document["excluded"]:
        check(0 <= start < end <= len(text), f"excluded {start}-{end}")
    parties = {party["id"] for party in line["parties"]}
    for party in line["parties"]:
        check(list(party) == ["id", "name", "aliases", "parent", "description", "identifiers", "attributes"], f"keys of {party}")
    statements = {statement["id"] for statement in line["statements"]}
    check(len(statements) == len(line["statements"]), "ids are different")
    for statement in line["statements"]:
        name = statement["id"]
        check(list(statement) == STATEMENT, f"{name}: keys {list(statement)}")
        check([text[s:e] for s, e in statement["spans"]] == statement["quotes"], f"{name}: quotes")
        check(all(statement["quotes"]), f"{name}: an empty quote")
        chain = statement["chain"]
        check(statement["speaker"] == (chain[-1]["party"] if chain else None), f"{name}: speaker")
        for link in chain:
            check(list(link) == ["party", "cue", "mention"] and link["party"] in parties, f"{name}: link {link}")
            for span in (link["cue"], link["mention"]):
                check(span is None or 0 <= span[0] < span[1] <= len(text), f"{name}: {span}")
        check(set(statement["addressees"]) <= parties, f"{name}: addressees")
        check(statement["created"].endswith("Z") and statement["modified"].endswith("Z"), f"{name}: times")
    for relation in line["relations"]:
        check(list(relation) == ["id", "kind", "from", "to", "note", "attributes"], f"keys of {relation}")
        check({relation["from"], relation["to"]} <= statements, f"{relation['id']}: ends")


def check_csv(lines, work):
    plain = run("export", PROJECT, "--format", "csv").decode()
    check(plain.count("\r\n") >= 1 and not plain.startswith("\ufeff"), "CR LF, no byte order mark")
    rows = list(csv.DictReader(io.StringIO(plain, newline="")))
    check(list(rows[0]) == COLUMNS, f"columns {list(rows[0])}")
    statements = {(line["annotator"], line["document"]["id"], statement["id"]): (line, statement)
                  for line in lines for statement in line["statements"]}
    check(len(rows) == len(statements), f"{len(rows)} rows, {len(statements)} statements")
    for row in rows:
        line, statement = statements[row["annotator"], row["document_id"], row["statement_id"]]
        text = line["document"]["text"]
        spans = [tuple(map(int, span.split("-"))) for span in row["spans"].split(";")]
        check(spans == [tuple(span) for span in statement["spans"]], f"{row['statement_id']}: spans")
        check(" … ".join(text[s:e] for s, e in spans) == row["quote"], f"{row['statement_id']}: quote")
        check((int(row["start"]), int(row["end"])) == (spans[0][0], spans[-1][1]), f"{row['statement_id']}: edges")
        check(row["chain"] == ">".join(link["party"] for link in statement["chain"]), f"{row['statement_id']}: chain")
    out = work / "out.csv"
    run("export", PROJECT, "--format", "csv", "--spreadsheet", "--out", out)
    with open(out, encoding="utf-8-sig", newline="") as file:
        safe = list(csv.reader(file))
    check(out.read_bytes().startswith(b"\xef\xbb\xbf"), "byte order mark")
    check(len(safe) == len(rows) + 1, "rows of the spreadsheet")
    check(not any(cell.startswith(("=", "+", "-", "@")) for row in safe for cell in row), "formulas")


def check_import(lines, work):
    for annotator in sorted({line["annotator"] for line in lines}):
        export = work / f"{annotator}.jsonl"
        run("export", PROJECT, "--format", "jsonl", "--annotator", annotator, "--out", export)
        copy = work / f"copy-{annotator}"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".bayan"))
        run("import", copy, "--format", "jsonl", export, "--annotator", annotator, code=2)
        run("import", copy, "--format", "jsonl", export, "--annotator", annotator, "--replace")
        again = run("export", copy, "--format", "jsonl", "--annotator", annotator)
        check(again == export.read_bytes(), f"{annotator}: import gives the layer back")
        run("check", copy)
        damaged = work / "damaged.jsonl"
        objects = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
        objects[0]["statements"][0]["quotes"] = ["x"]
        damaged.write_text("".join(json.dumps(o) + "\n" for o in objects), encoding="utf-8")
        run("import", copy, "--format", "jsonl", damaged, "--annotator", annotator, "--replace", code=1)
        run("check", copy)


def check_datasets(path, lines, work):
    os.environ["HF_HUB_OFFLINE"] = "1"
    from datasets import Features, List, Value, load_dataset
    text, span = Value("string"), List(Value("int64"))
    # The loader makes times of what looks like one (also where a string is asked for), so times are declared as times.
    time = Value("timestamp[us]")
    values = List({"name": text, "value": text, "span": List(Value("int64"))})
    features = Features({
        "format": text, "version": Value("int64"),
        "document": {**{key: text for key in DOCUMENT[:-1]}, "published": time, "excluded": List(span)},
        "document_tags": {"note": text, "attributes": values},
        "annotator": text, "offset_unit": text,
        "parties": List({
            "id": text, "name": text, "aliases": List(text), "parent": text, "description": text,
            "identifiers": List({"scheme": text, "value": text}), "attributes": values}),
        "statements": List({
            "id": text, "kind": text, "spans": List(span), "quotes": List(text), "speaker": text,
            "chain": List({"party": text, "cue": span, "mention": span}), "addressees": List(text), "topic": text,
            "stance": text, "quotation": text, "attributes": values, "note": text,
            "created": time, "modified": time}),
        "relations": List({"id": text, "kind": text, "from": text, "to": text, "note": text, "attributes": values}),
    })
    loaded = load_dataset("json", data_files=str(path), split="train", features=features, cache_dir=str(work / "cache"))
    check(len(loaded) == len(lines), "lines that datasets loads")
    check(loaded.features == features, "types that datasets loads")
    for row, line in zip(loaded, lines):
        line["document"]["published"] = to_time(line["document"]["published"])
        for statement in line["statements"]:
            statement.update({key: to_time(statement[key]) for key in ("created", "modified")})
        check(row == line, f"datasets: {line['document']['id']}, {line['annotator']}")


def to_time(text):
    return text and datetime.datetime.fromisoformat(text).replace(tzinfo=None)


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        path = work / "out.jsonl"
        run("export", PROJECT, "--format", "jsonl", "--out", path)
        check(run("export", PROJECT, "--format", "jsonl") == path.read_bytes(), "the same on standard output")
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        check(len(lines) == 2, f"{len(lines)} lines, one for each of the two layers expected")
        for line in lines:
            check_line(line)
        check(len(lines[0]["statements"]) >= 25, "at least 25 statements in the first layer")
        article = next(pathlib.Path(PROJECT).glob("documents/*/text.txt")).read_bytes()
        check(lines[0]["document"]["text"].encode() == article, "the text is the file, byte for byte")
        check_csv(lines, work)
        check_import(lines, work)
        check_datasets(path, lines, work)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if len(sys.argv) < 2:
    sys.exit(__doc__)
BINARY = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "projects" / "biden-putin-call")
sys.exit(main())
