"""Reads a brat folder with bratly; spans are cut where a line ends, as the loss report says."""
import re
import sys
from collections import Counter
from pathlib import Path

from bratly import EntityAnnotation
from bratly.io import file_read_src

import wanted

exported, project = Path(sys.argv[1]), sys.argv[2]
expected, faults, checked = wanted.layers(project), [], 0
others = {"cue", "mention", "excluded"}
marks = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"


def pieces(text, spans):
    """The fragments that brat allows: joined where two touch, cut at what ends a line."""
    found = []
    for start, end in spans:
        for match in re.finditer(f"[^{marks}]+", text[start:end]):
            one = [start + match.start(), start + match.end()]
            if found and found[-1][1] == one[0]:
                found[-1][1] = one[1]
            else:
                found.append(one)
    return tuple(map(tuple, found))


for (document, annotator), (text, layer) in expected.items():
    path = exported / annotator / f"{document}.ann"
    if path.with_suffix(".txt").read_bytes().decode("utf-8") != text:
        faults.append(f"{document} of {annotator}: another text")
    content = path.read_bytes().decode("utf-8")
    if not content:
        faults += [f"{document} of {annotator}: empty"] if layer["statements"] else []
        continue
    read = file_read_src.parse_and_fix_ann_grammar(content)
    if read.rstrip("\n") != content.rstrip("\n"):
        faults.append(f"{document} of {annotator}: bratly mends the file")
    found = Counter()
    for line in content.split("\n"):
        if not line.startswith("T"):
            continue
        _, head, quote = line.split("\t")
        label, offsets = head.split(" ", 1)
        fragments = tuple(tuple(map(int, part.split())) for part in offsets.split(";"))
        if " ".join(text[start:end] for start, end in fragments) != quote:
            faults.append(f"{document} of {annotator}: {line}")
        if wanted.label(label) not in others:
            found[fragments, wanted.label(label)] += 1
    want = Counter((pieces(text, s["spans"]), wanted.label(s["kind"])) for s in layer["statements"])
    want = Counter({key: count for key, count in want.items() if key[0]})
    checked += sum(found.values())
    faults += [f"{document} of {annotator}: {span}" for span in (found - want) + (want - found)]
assert EntityAnnotation
wanted.finish(checked, faults)
