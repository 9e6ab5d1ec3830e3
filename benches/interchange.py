#!/usr/bin/env python3
"""Times the Python library of each format and Bayan on the same data, one after the other in one run.

    benches/interchange.py BENCH [--statements N] [--format F]… [--venvs FOLDER] [--limit SECONDS]

BENCH is the program that `cargo bench --no-default-features --bench interchange --no-run` names. The libraries are those of
tests/interchange/requirements-*.txt; FOLDER has the environments venv-packs and venv-spans that tests/interchange/run.sh
makes. Each side runs in a process of its own, has the data in memory before the clock starts, and writes to or reads from
files. Time is that of the processor; memory is the most that was held beyond what was held before.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

# The environment, the ending (empty for a folder), and whether the library also reads what Bayan wrote.
FORMATS = {
    "csv": ("packs", ".csv", False),
    "jsonl": ("packs", ".jsonl", True),
    "parquet": ("packs", ".parquet", False),
    "xlsx": ("packs", ".xlsx", False),
    "cas-json": ("packs", "", True),
    "cas-xmi": ("packs", "", True),
    "spacy": ("spans", "", False),
    "conll": ("spans", "", True),
}
LIBRARIES = {
    "csv": "csv", "jsonl": "json", "parquet": "pyarrow", "xlsx": "openpyxl", "cas-json": "cassis", "cas-xmi": "cassis",
    "spacy": "spaCy DocBin", "conll": "spaCy, seqeval",
}


# What runs in a process of its own.

def layers(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def rows(data):
    for layer in data:
        document, text = layer["document"], layer["document"]["text"]
        names = {party["id"]: party["name"] for party in layer["parties"]}
        for s in layer["statements"]:
            yield {
                "document_id": document["id"], "document_title": document["title"], "annotator": layer["annotator"],
                "statement_id": s["id"], "kind": s["kind"], "speaker": s["speaker"], "speaker_name": names.get(s["speaker"]),
                "chain": ">".join(link["party"] for link in s["chain"]),
                "cue": " | ".join(text[slice(*link["cue"])] if link["cue"] else "" for link in s["chain"]),
                "addressees": ";".join(s["addressees"]), "topic": s["topic"], "stance": s["stance"],
                "quotation": s["quotation"], "start": s["spans"][0][0], "end": s["spans"][-1][1],
                "spans": ";".join(f"{a}-{b}" for a, b in s["spans"]),
                "quote": " … ".join(text[a:b] for a, b in s["spans"]), "note": s["note"],
                "created": s["created"], "modified": s["modified"],
            }


def write_csv(data, path):
    import csv
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = rows(data)
        first = next(table)
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(table)


def write_jsonl(data, path):
    with open(path, "w", encoding="utf-8") as file:
        for layer in data:
            file.write(json.dumps(layer, ensure_ascii=False) + "\n")


def read_jsonl(path):
    return sum(len(layer["statements"]) for layer in layers(path))


def write_parquet(data, path):
    import pyarrow
    import pyarrow.parquet
    table = []
    for layer in data:
        document, text = layer["document"], layer["document"]["text"]
        place = lambda span: span and {"start": span[0], "end": span[1], "text": text[span[0]:span[1]]}
        table.append({
            **{key: document[key] for key in ("id", "title", "publisher", "published", "url", "language", "text", "text_sha256")},
            "annotator": layer["annotator"],
            "statements": [
                {**s, "spans": [place(span) for span in s["spans"]],
                 "chain": [{"party": l["party"], "cue": place(l["cue"]), "mention": place(l["mention"])} for l in s["chain"]]}
                for s in layer["statements"]],
            "relations": layer["relations"],
        })
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(table), path)


def write_xlsx(data, path):
    import openpyxl
    book = openpyxl.Workbook(write_only=True)
    sheet, chain = book.create_sheet("Statements"), book.create_sheet("Chain")
    for number, row in enumerate(rows(data)):
        if number == 0:
            sheet.append(list(row))
        sheet.append(list(row.values()))
    for layer in data:
        text = layer["document"]["text"]
        for s in layer["statements"]:
            for place, link in enumerate(s["chain"], 1):
                chain.append([layer["document"]["id"], layer["annotator"], s["id"], place, link["party"],
                              link["cue"] and text[slice(*link["cue"])]])
    book.save(path)


def typesystem():
    import cassis
    types = cassis.TypeSystem()
    for name in ("Cue", "Mention"):
        types.create_type(f"bayan.{name}", "uima.tcas.Annotation")
    link = types.create_type("bayan.StatementSourcesLink", "uima.cas.TOP")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", "uima.tcas.Annotation")
    statement = types.create_type("bayan.Statement", "uima.tcas.Annotation")
    for name in ("sid", "kind", "speaker", "chain", "topic", "stance", "quotation", "note", "created", "modified"):
        types.create_feature(statement, name, "uima.cas.String")
    types.create_feature(statement, "sources", "uima.cas.FSArray", elementType="bayan.StatementSourcesLink")
    return types


def write_cas(data, path, save):
    import cassis
    os.makedirs(path)
    types = typesystem()
    make = {name: types.get_type(f"bayan.{name}") for name in ("Cue", "Mention", "StatementSourcesLink", "Statement")}
    array = types.get_type("uima.cas.FSArray")
    for layer in data:
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string, cas.sofa_mime = layer["document"]["text"], "text/plain"
        for s in layer["statements"]:
            links = []
            for place, link in enumerate(s["chain"], 1):
                for name in ("Cue", "Mention"):
                    if span := link[name.lower()]:
                        target = make[name](begin=span[0], end=span[1])
                        cas.add(target)
                        links.append(make["StatementSourcesLink"](role=f"{name.lower()} {place}", target=target))
            for begin, end in s["spans"]:
                cas.add(make["Statement"](
                    begin=begin, end=end, sid=s["id"], kind=s["kind"], speaker=s["speaker"],
                    chain=">".join(link["party"] for link in s["chain"]), topic=s["topic"], stance=s["stance"],
                    quotation=s["quotation"], note=s["note"], created=s["created"], modified=s["modified"],
                    sources=array(elements=links)))
        save(cas, os.path.join(path, f"{layer['document']['id']}@{layer['annotator']}"))


def write_cas_json(data, path):
    write_cas(data, path, lambda cas, name: cas.to_json(name + ".json"))


def write_cas_xmi(data, path):
    write_cas(data, path, lambda cas, name: cas.to_xmi(name + ".xmi"))


def read_cas_json(path):
    import cassis
    count = 0
    for name in sorted(os.listdir(path)):
        if "@" in name:
            with open(os.path.join(path, name), "rb") as file:
                count += len(cassis.load_cas_from_json(file).select("bayan.Statement"))
    return count


def read_cas_xmi(path):
    import cassis
    with open(os.path.join(path, "TypeSystem.xml"), "rb") as file:
        types = cassis.load_typesystem(file)
    count = 0
    for name in sorted(os.listdir(path)):
        if "@" in name:
            with open(os.path.join(path, name), "rb") as file:
                count += len(cassis.load_cas_from_xmi(file, typesystem=types).select("bayan.Statement"))
    return count


def docs(data):
    import spacy
    nlp = spacy.blank("ar")
    nlp.max_length = 1 << 30
    for layer in data:
        doc = nlp.make_doc(layer["document"]["text"])
        found = [doc.char_span(a, b, label=s["kind"], alignment_mode="expand") for s in layer["statements"] for a, b in s["spans"]]
        doc.spans["sc"] = [span for span in found if span is not None]
        yield layer["annotator"], doc


def write_spacy(data, path):
    from spacy.tokens import DocBin
    os.makedirs(path)
    files = {}
    for annotator, doc in docs(data):
        files.setdefault(annotator, DocBin()).add(doc)
    for annotator, file in files.items():
        file.to_disk(os.path.join(path, annotator + ".spacy"))


def write_conll(data, path):
    import spacy.util
    os.makedirs(path)
    files = {}
    for annotator, doc in docs(data):
        if annotator not in files:
            files[annotator] = open(os.path.join(path, annotator + ".conll"), "w", encoding="utf-8")
        doc.set_ents(spacy.util.filter_spans(doc.spans["sc"]))
        out = files[annotator]
        out.write("-DOCSTART-\tO\n\n")
        for token in doc:
            out.write(f"{token.text}\t{token.ent_iob_ or 'O'}{'-' + token.ent_type_ if token.ent_type_ else ''}\n")
        out.write("\n")
    for file in files.values():
        file.close()


def read_conll(path):
    from seqeval.metrics.sequence_labeling import get_entities
    count = 0
    for name in sorted(os.listdir(path)):
        if name.endswith(".conll"):
            with open(os.path.join(path, name), encoding="utf-8") as file:
                tags = [row.rstrip("\n").split("\t")[-1] if row != "\n" else "O" for row in file]
            count += len(get_entities(tags))
    return count


def in_mb(name):
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(name))


def peer(verb, name, data, path):
    """Does one thing and prints what it took. Libraries are loaded before the clock starts."""
    env = FORMATS[name][0]
    for module in {"csv": "csv", "parquet": "pyarrow.parquet", "xlsx": "openpyxl", "cas-json": "cassis", "cas-xmi": "cassis",
                   "spacy": "spacy", "conll": "spacy" if verb == "write" else "seqeval.metrics.sequence_labeling"}.get(name, "json").split():
        __import__(module)
    work = globals()[f"{verb}_{name.replace('-', '_')}"]
    arguments = (layers(data), path) if verb == "write" else (path,)
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
    before, start = in_mb("VmRSS:"), time.process_time()
    work(*arguments)
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "held_mb": max(0.0, in_mb("VmHWM:") - before), "env": env}))


# What compares.

def run(command, limit, **environment):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env={**os.environ, **environment})
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        sys.exit(f"{command}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def size(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(path, name)) for name in os.listdir(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--format", action="append", choices=FORMATS)
    parser.add_argument("--venvs", default="target/interchange")
    parser.add_argument("--limit", type=float, default=900)
    chosen = parser.parse_args()
    print(f"{chosen.statements} statements; times in s of processor time, memory in MB beyond the data")
    print("   verb   format | bytes MB |   ours   MB/s | library            theirs | times | memory  theirs |  part")
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data.jsonl")
        ours = lambda what: run([chosen.bench], chosen.limit, BAYAN_BENCH_ONCE=what)
        ours(f"write jsonl {data} {chosen.statements}")
        for name in chosen.format or FORMATS:
            env, ending, reads = FORMATS[name]
            python = os.path.join(chosen.venvs, f"venv-{env}", "bin", "python")
            for verb in ["write", "read"][: 1 + reads]:
                mine, other = os.path.join(folder, "ours" + ending), os.path.join(folder, "theirs" + ending)
                count = f" {chosen.statements}" if verb == "write" else ""
                found = ours(f"{verb} {name} {mine}{count}")
                # Both read what Bayan wrote.
                path = other if verb == "write" else mine
                beside = run([python, __file__, "--peer", verb, name, data, path], chosen.limit)
                show(verb, name, size(mine), found, beside)
            for path in (mine, other):
                subprocess.run(["rm", "-rf", path], check=True)


def show(verb, name, size_bytes, ours, theirs):
    if ours is None:
        return print(f"{verb:>7} {name:>8} | took too long")
    size_mb, seconds = size_bytes / 1e6, max(ours["seconds"], 1e-6)
    line = f"{verb:>7} {name:>8} | {size_mb:8.1f} | {seconds:6.2f} {size_mb / seconds:6.1f} | {LIBRARIES[name]:<16} "
    if theirs is None:
        return print(line + "took too long")
    times, part = theirs["seconds"] / seconds, ours["held_mb"] / max(theirs["held_mb"], 0.1)
    print(line + f"{theirs['seconds']:8.2f} | {times:5.1f} | {ours['held_mb']:6.1f} {theirs['held_mb']:7.1f} | {part:5.2f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(*sys.argv[2:6])
    else:
        main()
