"""Expands a page with pyld under the W3C's context, which is beside this script, and compares targets and chains."""
import json
import sys
from collections import Counter
from pathlib import Path

from pyld import jsonld

import wanted

exported, project = sys.argv[1:3]
context = json.loads((Path(__file__).parent / "anno.jsonld").read_text(encoding="utf-8"))
OA, BAYAN = "http://www.w3.org/ns/oa#", "urn:bayan:ns#"
PURPOSE, VALUE = OA + "hasPurpose", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"


def load(url, _options):
    if url != "http://www.w3.org/ns/anno.jsonld":
        raise ValueError(url)
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}


jsonld.set_document_loader(load)
[page] = jsonld.expand(json.loads(Path(exported).read_text(encoding="utf-8")))
items = next(value[0] for key, value in page.items() if key.endswith("#items"))
texts = {found["@id"]: found[BAYAN + "text"][0]["@value"] for found in page[BAYAN + "documents"]}
names = {found["@id"]: found[BAYAN + "key"][0]["@value"] for found in page[BAYAN + "documents"]}
found, chains, faults, checked = {}, {}, [], 0


def place(target):
    source = target.get("http://purl.org/dc/terms/canonical") or target.get(OA + "canonical") or target[OA + "hasSource"]
    text, spot = texts[source[0]["@id"]], {}
    for selector in target[OA + "hasSelector"]:
        spot.update({key.removeprefix(OA): value[0]["@value"] for key, value in selector.items() if key[0] != "@"})
    start, end = spot["start"], spot["end"]
    if text[start:end] != spot["exact"] or not text[:start].endswith(spot["prefix"]):
        faults.append(f"{target}")
    return names[source[0]["@id"]], start, end, text[start:end]


for item in items["@list"]:
    if item.get(OA + "motivatedBy", [{}])[0].get("@id") != OA + "classifying":
        continue
    by = item["http://purl.org/dc/terms/creator"][0]["http://xmlns.com/foaf/0.1/name"][0]["@value"]
    bodies = {body[PURPOSE][0]["@id"]: body[VALUE][0]["@value"] for body in item[OA + "hasBody"]}
    kind = bodies[OA + "classifying"].lower()
    if kind == "excluded":
        continue
    for target in item[OA + "hasTarget"]:
        document, start, end, quote = place(target)
        found.setdefault((document, by), Counter())[start, end, kind, quote] += 1
        checked += 1
    links = item.get(BAYAN + "chain", [{"@list": []}])[0]["@list"]
    chains[item["@id"].removeprefix("urn:uuid:")] = [link[BAYAN + "party"][0]["@value"] for link in links]
for key, (text, layer) in wanted.layers(project).items():
    want, got = wanted.spans(layer, text), found.get(key, Counter())
    faults += [f"{key}: {span}" for span in (got - want) + (want - got)]
    for statement in layer["statements"]:
        chain = [link["party"] for link in statement["chain"]]
        if chains.get(statement["id"]) != chain:
            faults.append(f"{key}: {statement['id']} {chain} {chains.get(statement['id'])}")
wanted.finish(checked, faults)
