#!/usr/bin/env python3
"""Times the Python library of each format and Bayan on the same data, one after the other in one run.

    benches/interchange.py BENCH [--statements N] [--format F]… [--venvs FOLDER] [--limit SECONDS] [--alone]

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

# The environment, the ending (empty for a folder), whether the library also reads what Bayan wrote, and its name.
FORMATS = {
    "jsonl": ("packs", ".jsonl", True, "json"),
    "csv": ("packs", ".csv", True, "csv"),
    "xlsx": ("packs", ".xlsx", True, "openpyxl"),
    "parquet": ("packs", ".parquet", False, "pyarrow"),
    "doccano": ("packs", ".jsonl", True, "json"),
    "brat": ("spans", "", True, "bratly"),
    "label-studio": ("packs", ".json", True, "json"),
    "w3c": ("packs", ".jsonld", True, "json"),
    "prodigy": ("spans", ".jsonl", True, "spaCy, srsly"),
    "conll": ("spans", "", True, "spaCy"),
    "cas-json": ("packs", "", True, "cassis"),
    "cas-xmi": ("packs", "", True, "cassis"),
    "qdpx": ("packs", ".qdpx", True, "xml.etree"),
    "dna": ("packs", ".dna", True, "sqlite3"),
    "docx": ("packs", ".docx", False, "python-docx"),
    "spacy": ("spans", "", False, "spaCy DocBin"),
}
# What is loaded before the clock starts.
MODULES = {
    "csv": "csv", "xlsx": "openpyxl", "parquet": "pyarrow.parquet", "brat": "bratly.io.file_read_src bratly.io.ann_write_src",
    "prodigy": "spacy srsly", "conll": "spacy spacy.training.converters", "cas-json": "cassis", "cas-xmi": "cassis",
    "qdpx": "zipfile xml.etree.ElementTree", "dna": "sqlite3", "docx": "docx", "spacy": "spacy",
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


def read_csv(path):
    import csv
    with open(path, encoding="utf-8", newline="") as file:
        return len(list(csv.DictReader(file)))


def json_lines(path, objects):
    with open(path, "w", encoding="utf-8") as file:
        for value in objects:
            file.write(json.dumps(value, ensure_ascii=False) + "\n")


def described(document):
    return {key: document[key] for key in ("title", "publisher", "published", "url", "language", "text_sha256") if document[key]}


def marks(layer):
    """Labelled spans, and links between them by their numbers, as in src/formats/marks.rs."""
    spans, links, firsts = [], [], {}
    for s in layer["statements"]:
        firsts[s["id"]] = len(spans)
        for part, (start, end) in enumerate(s["spans"]):
            if part:
                links.append((firsts[s["id"]], len(spans), "continues", None))
            spans.append((start, end, s["kind"], s, part + 1))
    known = {}
    for s in layer["statements"]:
        for place, link in enumerate(s["chain"], 1):
            for label in ("Cue", "Mention"):
                if span := link[label.lower()]:
                    to = known.setdefault((*span, label), len(spans))
                    if to == len(spans):
                        spans.append((*span, label, None, 1))
                    links.append((firsts[s["id"]], to, f"{label.lower()} {place}", None))
    links += [(firsts[r["from"]], firsts[r["to"]], r["kind"], r) for r in layer["relations"]]
    return spans, links


def write_doccano(data, path):
    def lines():
        for layer in data:
            spans, links = marks(layer)
            yield {
                "text": layer["document"]["text"],
                "entities": [{"id": n, "label": label, "start_offset": start, "end_offset": end}
                             for n, (start, end, label, _, _) in enumerate(spans, 1)],
                "relations": [{"id": n, "from_id": a + 1, "to_id": b + 1, "type": label}
                              for n, (a, b, label, _) in enumerate(links, 1)],
                "document_id": layer["document"]["id"], "annotator": layer["annotator"], **described(layer["document"]),
            }
    json_lines(path, lines())


def read_doccano(path):
    return sum(len(line["entities"]) for line in layers(path))


def write_prodigy(data, path):
    import spacy
    import srsly
    nlp = spacy.blank("ar")

    def lines():
        for layer in data:
            document, text = layer["document"], layer["document"]["text"]
            doc = nlp.make_doc(text)
            spans, links = marks(layer)
            ends, found = [], []
            for n, (start, end, label, s, part) in enumerate(spans):
                tokens = doc.char_span(start, end, alignment_mode="expand")
                first, last = (tokens.start, tokens.end - 1) if tokens is not None else (0, 0)
                ends.append({"start": start, "end": end, "token_start": first, "token_end": last, "label": label})
                span = {"start": start, "end": end, "text": text[start:end], "label": label, "token_start": first,
                        "token_end": last, "number": n}
                if s and part == 1:
                    span |= {"statement": s["id"], "speaker": s["speaker"], "chain": ">".join(l["party"] for l in s["chain"]),
                             "topic": s["topic"], "stance": s["stance"], "quotation": s["quotation"], "note": s["note"]}
                found.append(span)
            yield {
                "text": text, "meta": {"document": document["id"], **described(document)},
                "tokens": [{"text": t.text, "start": t.idx, "end": t.idx + len(t), "id": t.i, "ws": bool(t.whitespace_)} for t in doc],
                "spans": found,
                "relations": [{"head": ends[a]["token_end"], "child": ends[b]["token_end"], "head_span": ends[a],
                               "child_span": ends[b], "label": label, "head_number": a, "child_number": b} for a, b, label, _ in links],
                "answer": "accept", "_session_id": layer["annotator"], "_view_id": "spans_manual",
            }
    srsly.write_jsonl(path, lines())


def read_prodigy(path):
    import srsly
    return sum(len(line["spans"]) for line in list(srsly.read_jsonl(path)))


def write_label_studio(data, path):
    def task(layer):
        document, text, result = layer["document"], layer["document"]["text"], []
        spans, links = marks(layer)
        names = [s["id"] if s and part == 1 else f"{label}-{start}-{end}" for start, end, label, s, part in spans]
        for name, (start, end, label, s, part) in zip(names, spans):
            def tag(by, kind, **value):
                result.append({"id": name, "from_name": by, "to_name": "text", "type": kind,
                               "value": {"start": start, "end": end, "text": text[start:end], **value}})
            tag("label", "labels", labels=[label])
            if s and part == 1:
                for key in ("speaker", "topic", "stance", "quotation"):
                    if s[key]:
                        tag(key, "choices", choices=[s[key]])
                if s["chain"]:
                    tag("chain", "textarea", text=[">".join(link["party"] for link in s["chain"])])
                if s["note"]:
                    tag("note", "textarea", text=[s["note"]])
        result += [{"type": "relation", "from_id": names[a], "to_id": names[b], "direction": "right", "labels": [label]}
                   for a, b, label, _ in links]
        about = {"text": text, "document_id": document["id"], **described(document), "layers": [layer["annotator"]]}
        return {"data": about, "annotations": [{"result": result}]}
    with open(path, "w", encoding="utf-8") as file:
        json.dump([task(layer) for layer in data], file, ensure_ascii=False)


def read_label_studio(path):
    with open(path, encoding="utf-8") as file:
        return sum(len(one["result"]) for task in json.load(file) for one in task["annotations"])


def write_w3c(data, path):
    def target(document, span):
        text, (start, end) = document["text"], span
        return {"type": "SpecificResource", "source": "urn:sha256:" + document["text_sha256"], "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - 32):start],
             "suffix": text[end:end + 32]}]}

    def items():
        for layer in data:
            document, by = layer["document"], layer["annotator"]
            creator = {"id": "urn:bayan:annotator:" + by, "type": "Person", "name": by}
            for s in layer["statements"]:
                body = [{"type": "TextualBody", "purpose": "classifying", "value": s["kind"]}]
                if s["topic"]:
                    body.append({"type": "TextualBody", "purpose": "tagging", "value": s["topic"]})
                chain = [{"bayan:party": link["party"], **{f"bayan:{key}": target(document, link[key])
                          for key in ("cue", "mention") if link[key]}} for link in s["chain"]]
                item = {"id": "urn:uuid:" + s["id"], "type": "Annotation", "motivation": "classifying", "creator": creator,
                        "created": s["created"], "modified": s["modified"], "body": body,
                        "target": [target(document, span) for span in s["spans"]], "bayan:chain": {"@list": chain}}
                yield item | {f"bayan:{key}": s[key] for key in ("stance", "quotation") if s[key]}
            for r in layer["relations"]:
                yield {"id": "urn:uuid:" + r["id"], "type": "Annotation", "motivation": "linking", "creator": creator,
                       "body": [{"type": "TextualBody", "purpose": "linking", "value": r["kind"]}],
                       "target": ["urn:uuid:" + r["from"], "urn:uuid:" + r["to"]]}
    documents = [{"id": "urn:sha256:" + layer["document"]["text_sha256"],
                  **{f"bayan:{key}": value for key, value in layer["document"].items() if isinstance(value, str)}} for layer in data]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"@context": ["http://www.w3.org/ns/anno.jsonld"], "type": "AnnotationPage", "bayan:documents": documents,
                   "items": list(items())}, file, ensure_ascii=False)


def read_w3c(path):
    with open(path, encoding="utf-8") as file:
        return len(json.load(file)["items"])


def write_brat(data, path):
    from bratly import (
        AnnotationCollection, AttributeAnnotation, EntityAnnotation, Fragment, NoteAnnotation, RelationAnnotation,
    )
    from bratly.io.ann_write_src import write_ann_file
    os.makedirs(path)
    for layer in data:
        text, found, lines, counts = layer["document"]["text"], [], [], {"A": 0, "R": 0, "#": 0}
        spans, links = marks(layer)

        def number(sort):
            counts[sort] += 1
            return f"{sort}{counts[sort]}"
        for n, (start, end, label, s, part) in enumerate(spans, 1):
            entity = EntityAnnotation(id=f"T{n}", label=label, content=text[start:end].replace("\n", " "),
                                      fragments=[Fragment(start=start, end=end)])
            lines.append(entity)
            found.append(entity)
            if s and part == 1:
                for key in ("speaker", "topic", "stance", "quotation"):
                    if s[key]:
                        found.append(AttributeAnnotation(id=number("A"), label=key.title(), component=entity, values=[s[key]]))
                for place, link in enumerate(s["chain"], 1):
                    found.append(AttributeAnnotation(id=number("A"), label=f"Source{place}", component=entity, values=[link["party"]]))
                if s["note"]:
                    found.append(NoteAnnotation(id=number("#"), label="AnnotatorNotes", component=entity, value=s["note"]))
        for a, b, label, _ in links:
            found.append(RelationAnnotation(id=number("R"), label=label.replace(" ", ""),
                                            argument1=("Arg1", lines[a]), argument2=("Arg2", lines[b])))
        stem = os.path.join(path, layer["document"]["id"])
        with open(stem + ".txt", "w", encoding="utf-8", newline="") as file:
            file.write(text)
        write_ann_file(AnnotationCollection(annotations=found), stem + ".ann")


def read_brat(path):
    from bratly.io.file_read_src import read_and_load_ann_file
    kept = []
    for folder, _, names in os.walk(path):
        for name in names:
            if name.endswith(".ann"):
                kept.append(read_and_load_ann_file(os.path.join(folder, name)))
    return len(kept)


def write_qdpx(data, path):
    import uuid
    import xml.etree.ElementTree as ET
    import zipfile
    guid = lambda *words: str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(words)))
    root = ET.Element("Project", xmlns="urn:QDA-XML:project:1.0", name="x", origin="peer")
    sources, links = ET.SubElement(root, "Sources"), ET.Element("Links")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for layer in data:
            document, text, user = layer["document"], layer["document"]["text"], guid("user", layer["annotator"])
            source = guid("source", document["id"])
            archive.writestr(f"sources/{source}.txt", text)
            element = ET.SubElement(sources, "TextSource", guid=source, name=document["title"], plainTextPath=f"internal://{source}.txt")
            spans, ties = marks(layer)
            names = []
            for start, end, label, s, part in spans:
                name = s["id"] if s and part == 1 else guid(source, label, str(start), str(end), str(part))
                names.append(name)
                created, modified = (s["created"], s["modified"]) if s else ("2000-01-01T00:00:00Z",) * 2
                selection = ET.SubElement(
                    element, "PlainTextSelection", guid=name, name=text[start:end][:100], startPosition=str(start),
                    endPosition=str(end), creatingUser=user, creationDateTime=created, modifyingUser=user, modifiedDateTime=modified)
                codes = [label]
                if s and part == 1:
                    codes += [f"{key}: {s[key]}" for key in ("speaker", "topic", "stance", "quotation") if s[key]]
                    codes += [f"via: {link['party']}" for link in s["chain"][:-1]]
                for code in codes:
                    coding = ET.SubElement(selection, "Coding", guid=guid(name, code), creatingUser=user, creationDateTime=created)
                    ET.SubElement(coding, "CodeRef", targetGUID=guid("code", code))
            for a, b, label, r in ties:
                ET.SubElement(links, "Link", guid=r["id"] if r else guid(names[a], names[b], label), name=label,
                              direction="OneWay", originGUID=names[a], targetGUID=names[b])
        root.append(links)
        archive.writestr("project.qde", ET.tostring(root, encoding="utf-8", xml_declaration=True))


def read_qdpx(path):
    import xml.etree.ElementTree as ET
    import zipfile
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("project.qde"))
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("sources/")}
    return len(texts) and sum(1 for _ in root.iter("{urn:QDA-XML:project:1.0}PlainTextSelection"))


def tables(path):
    """Everything in a database: how each table is made, and its rows."""
    import sqlite3
    with sqlite3.connect(path) as base:
        made = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
        return [(name, sql, base.execute(f'SELECT * FROM "{name}"').fetchall()) for name, sql in made]


def write_dna(data, path):
    import sqlite3
    with sqlite3.connect(path) as base:
        for name, sql, rows in data:
            base.execute(sql)
            if rows:
                base.executemany(f'INSERT INTO "{name}" VALUES ({",".join("?" * len(rows[0]))})', rows)


def read_dna(path):
    return sum(len(rows) for _, _, rows in tables(path))


def write_docx(data, path):
    import docx
    from docx.enum.text import WD_COLOR_INDEX
    document = docx.Document()
    for layer in data:
        text, spans = layer["document"]["text"], sorted(span for s in layer["statements"] for span in s["spans"])
        document.add_heading(layer["document"]["title"], 1)
        at = 0
        for line in text.split("\n"):
            paragraph, end = document.add_paragraph(), at + len(line)
            here = [(a, b) for a, b in spans if a < end and at < b]
            edges = sorted({at, end, *(min(max(edge, at), end) for span in here for edge in span)})
            for a, b in zip(edges, edges[1:]):
                run = paragraph.add_run(text[a:b])
                run.font.rtl = True
                if any(start <= a and b <= stop for start, stop in here):
                    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            at = end + 1
        table = document.add_table(rows=0, cols=4)
        for s in layer["statements"]:
            cells = table.add_row().cells
            for cell, value in zip(cells, (s["kind"], s["speaker"] or "", s["topic"] or "", " … ".join(text[a:b] for a, b in s["spans"]))):
                cell.text = value
    document.save(path)


def read_xlsx(path):
    import openpyxl
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(len(list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets)


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
    from spacy.training.converters import conll_ner_to_docs
    count = 0
    for name in sorted(os.listdir(path)):
        if name.endswith(".conll"):
            with open(os.path.join(path, name), encoding="utf-8") as file:
                table = file.read().replace("-DOCSTART-\tO", "-DOCSTART- -X- O O")
            found = list(conll_ner_to_docs(table, no_print=True))
            count += sum(len(doc.ents) for doc in found)
    return count


def in_mb(name):
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(name))


def peer(verb, name, data, path):
    """Does one thing and prints what it took. Libraries are loaded before the clock starts."""
    for module in MODULES.get(name, "json").split():
        __import__(module)
    work = globals()[f"{verb}_{name.replace('-', '_')}"]
    load = tables if name == "dna" else layers
    arguments = (load(data), path) if verb == "write" else (path,)
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
    before, start = in_mb("VmRSS:"), time.process_time()
    work(*arguments)
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "held_mb": max(0.0, in_mb("VmHWM:") - before)}))


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
    files = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    return sum(map(os.path.getsize, files))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--format", action="append", choices=FORMATS)
    parser.add_argument("--venvs", default="target/interchange")
    parser.add_argument("--limit", type=float, default=900)
    parser.add_argument("--alone", action="store_true", help="without the libraries")
    chosen = parser.parse_args()
    print(f"{chosen.statements} statements; times in s of processor time, memory in MB beyond the data")
    print(" verb       format |       MB |   ours   MB/s | library        theirs | times | memory  theirs |  part")
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data.jsonl")
        ours = lambda what: run([chosen.bench], chosen.limit, BAYAN_BENCH_ONCE=what)
        ours(f"write jsonl {data} {chosen.statements}")
        for name in chosen.format or FORMATS:
            env, ending, reads, _ = FORMATS[name]
            python = os.path.join(chosen.venvs, f"venv-{env}", "bin", "python")
            mine, other = os.path.join(folder, "ours" + ending), os.path.join(folder, "theirs" + ending)
            for verb in ["write", "read"][: 1 + reads]:
                found = ours(f"{verb} {name} {mine} {chosen.statements}")
                if found is None:
                    show(verb, name, 0, None, None)
                    break
                # Both read what Bayan wrote.
                path = other if verb == "write" else mine
                beside = None
                if not chosen.alone:
                    beside = run([python, __file__, "--peer", verb, name, mine if name == "dna" else data, path], chosen.limit)
                show(verb, name, size(mine), found, beside)
            for path in (mine, other):
                subprocess.run(["rm", "-rf", path, path.removesuffix(".csv") + ".columns.csv"], check=True)


def show(verb, name, size_bytes, ours, theirs):
    if ours is None:
        return print(f"{verb:>5} {name:>12} | took too long", flush=True)
    size_mb, seconds = size_bytes / 1e6, max(ours["seconds"], 1e-6)
    line = f"{verb:>5} {name:>12} | {size_mb:8.1f} | {seconds:6.2f} {size_mb / seconds:6.1f} | {FORMATS[name][3]:<12} "
    if theirs is None:
        return print(line + f"       – |     – | {ours['held_mb']:6.1f}       – |     –", flush=True)
    times, part = theirs["seconds"] / seconds, ours["held_mb"] / max(theirs["held_mb"], 0.1)
    print(line + f"{theirs['seconds']:8.2f} | {times:5.1f} | {ours['held_mb']:6.1f} {theirs['held_mb']:7.1f} | {part:5.2f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(*sys.argv[2:6])
    else:
        main()
