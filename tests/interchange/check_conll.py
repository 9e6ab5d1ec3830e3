"""Reads the tables with seqeval; each chunk must stand in the text and overlap a statement of its kind."""
import re
import sys
from pathlib import Path

from seqeval.metrics.sequence_labeling import get_entities

import wanted

exported, project = Path(sys.argv[1]), sys.argv[2]
faults, checked = [], 0
by_annotator = {}
for (document, annotator), value in wanted.layers(project).items():
    by_annotator.setdefault(annotator, []).append((document, *value))
for annotator, layers in by_annotator.items():
    table = (exported / f"{annotator}.conll").read_bytes().decode("utf-8")
    documents = table.split("-DOCSTART-\tO\n")[1:]
    if len(documents) != len(layers):
        faults.append(f"{annotator}: {len(documents)} documents instead of {len(layers)}")
    for rows, (document, text, layer) in zip(documents, layers):
        at, places, tags = 0, [], []
        for row in rows.split("\n"):
            if not row:
                tags.append("O")
                places.append(None)
                continue
            token, tag = row.split("\t")
            # White space inside a token, such as a narrow no-break space, has no place in a column.
            match = re.compile(r"[\s\x00-\x1f]*".join(map(re.escape, token))).search(text, at)
            if not match:
                faults.append(f"{document} of {annotator}: {token!r} is not in the text")
            start, at = match.span() if match else (at, at)
            places.append((start, at))
            tags.append(tag)
        for kind, first, last in get_entities(tags):
            start, end = places[first][0], places[last][1]
            spans = [s for found in layer["statements"] if found["kind"] == kind for s in found["spans"]]
            if not any(a < end and start < b for a, b in spans):
                faults.append(f"{document} of {annotator}: {kind} {text[start:end]!r}")
            checked += 1
wanted.finish(checked, faults)
