"""Reads doccano's JSON Lines with a plain JSON reader, under doccano's own rules: whole ids, each once, start before end."""
import json
import sys
from collections import Counter

import wanted

exported, project = sys.argv[1:3]
expected, faults, checked = wanted.layers(project), [], 0
others = {"cue", "mention", "excluded"}
with open(exported, encoding="utf-8") as lines:
    for line in lines:
        row = json.loads(line)
        key = row["document_id"], row["annotator"]
        text, layer = expected.pop(key)
        if row["text"] != text:
            faults.append(f"{key}: another text")
        ids = [entity["id"] for entity in row["entities"]]
        if len(set(ids)) != len(ids) or not all(isinstance(number, int) for number in ids):
            faults.append(f"{key}: ids {ids}")
        found = Counter()
        for entity in row["entities"]:
            start, end = entity["start_offset"], entity["end_offset"]
            if not 0 <= start < end <= len(row["text"]) or not entity["label"]:
                faults.append(f"{key}: {entity}")
            if wanted.label(entity["label"]) not in others:
                found[start, end, wanted.label(entity["label"]), row["text"][start:end]] += 1
        for relation in row["relations"]:
            if not {relation["from_id"], relation["to_id"]} <= set(ids):
                faults.append(f"{key}: {relation}")
        want = wanted.spans(layer, text)
        checked += sum(found.values())
        faults += [f"{key}: {span}" for span in (found - want) + (want - found)]
faults += [f"{key} is missing" for key in expected]
wanted.finish(checked, faults)
