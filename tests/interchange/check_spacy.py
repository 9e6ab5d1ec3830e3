"""Loads the files with spaCy's DocBin; spans are those of the project widened to tokens, as the loss report says."""
import sys
from collections import Counter
from pathlib import Path

import spacy
from spacy.tokens import DocBin

import wanted

exported, project = Path(sys.argv[1]), sys.argv[2]
faults, checked, vocab = [], 0, spacy.blank("xx").vocab
by_annotator = {}
for (document, annotator), value in wanted.layers(project).items():
    by_annotator.setdefault(annotator, []).append((document, *value))
for annotator, layers in by_annotator.items():
    docs = list(DocBin().from_disk(exported / f"{annotator}.spacy").get_docs(vocab))
    if len(docs) != len(layers):
        faults.append(f"{annotator}: {len(docs)} documents instead of {len(layers)}")
    for doc, (document, text, layer) in zip(docs, layers):
        if doc.text != text:
            faults.append(f"{document} of {annotator}: another text")
        found = Counter((span.start_char, span.end_char, span.label_) for span in doc.spans["sc"])
        want = Counter()
        for statement in layer["statements"]:
            for start, end in statement["spans"]:
                inside = [t for t in doc if t.idx < end and start < t.idx + len(t)]
                if inside:
                    want[inside[0].idx, inside[-1].idx + len(inside[-1]), statement["kind"]] += 1
        checked += sum(found.values())
        faults += [f"{document} of {annotator}: {span}" for span in (found - want) + (want - found)]
wanted.finish(checked, faults)
