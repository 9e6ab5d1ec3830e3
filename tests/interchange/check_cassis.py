"""Reads an export to CAS JSON or XMI with dkpro-cassis: check_cassis.py FOLDER PROJECT.jsonl"""

import os
import sys

import cassis

from project import Check, layers, source_spans, statement_spans

folder, project = sys.argv[1:]
check = Check()
types = os.path.join(folder, "TypeSystem.xml")
typesystem = None
if os.path.exists(types):
    with open(types, "rb") as file:
        typesystem = cassis.load_typesystem(file)
for (document, annotator), layer in layers(project).items():
    name = f"{document}@{annotator}"
    if typesystem:
        with open(os.path.join(folder, name + ".xmi"), "rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=typesystem)
    else:
        with open(os.path.join(folder, name + ".json"), "rb") as file:
            cas = cassis.load_cas_from_json(file)
    text = layer["document"]["text"]
    if typesystem:
        # Characters that XML does not have are spaces.
        refused = {c: " " for c in [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]}
        text = text.translate(refused)
        clean = lambda quote: quote.translate(refused)
    else:
        clean = lambda quote: quote
    check.same(f"{name} text", cas.sofa_string, text)

    def found(kind):
        return cas.select(kind) if cas.typesystem.contains_type(kind) else []

    spans = [(a.begin, a.end, a.kind, a.get_covered_text()) for a in found("bayan.Statement")]
    expected = [(b, e, k, clean(q)) for b, e, k, q in statement_spans(layer)]
    check.same(f"{name} statements", sorted(spans), expected)
    for kind, what in [("bayan.Cue", "cue"), ("bayan.Mention", "mention")]:
        spans = sorted({(a.begin, a.end, a.get_covered_text()) for a in found(kind)})
        check.same(f"{name} {what}", spans, [(b, e, clean(q)) for b, e, q in source_spans(layer, what)])
    links = {}
    for a in found("bayan.Statement"):
        for link in (a.sources.elements if getattr(a.sources, "elements", None) is not None else a.sources or []):
            links.setdefault(a.sid, []).append((link.role, link.target.begin, link.target.end))
    for statement in layer["statements"]:
        expected = []
        for place, link in enumerate(statement["chain"], 1):
            for what in ["cue", "mention"]:
                if link[what]:
                    expected.append((f"{what} {place}", *link[what]))
        check.same(f"{name} links of {statement['id']}", sorted(links.get(statement["id"], [])), sorted(expected))
    ends = sorted((a.Governor.sid, a.Dependent.sid, a.kind) for a in found("bayan.Relation"))
    check.same(f"{name} relations", ends, sorted((r["from"], r["to"], r["kind"]) for r in layer["relations"]))
check.finish()
