"""Validates tasks against the configuration beside them with Label Studio's own SDK, and compares the regions."""
import json
import sys
from collections import Counter
from pathlib import Path

from label_studio_sdk.label_interface import LabelInterface

import wanted

exported, project = Path(sys.argv[1]), sys.argv[2]
expected, faults, checked = wanted.layers(project), [], 0
others = {"cue", "mention", "excluded"}
interface = LabelInterface(exported.with_suffix(".config.xml").read_text(encoding="utf-8"))
interface.validate()
for task in json.loads(exported.read_text(encoding="utf-8")):
    data = task["data"]
    for annotator, annotation in zip(data["layers"], task["annotations"], strict=True):
        key = data["document_id"], annotator
        text, layer = expected.pop(key)
        if data["text"] != text:
            faults.append(f"{key}: another text")
        prediction = {"result": annotation["result"], "score": 0, "model_version": "x"}
        faults += [f"{key}: {error}" for error in interface.validate_prediction(prediction, return_errors=True)]
        found = Counter()
        for result in annotation["result"]:
            if result["type"] != "labels":
                continue
            value = result["value"]
            start, end, [label] = value["start"], value["end"], value["labels"]
            if data["text"][start:end] != value["text"]:
                faults.append(f"{key}: {result}")
            if wanted.label(label) not in others:
                found[start, end, wanted.label(label), value["text"]] += 1
        want = wanted.spans(layer, text)
        checked += sum(found.values())
        faults += [f"{key}: {span}" for span in (found - want) + (want - found)]
faults += [f"{key} is missing" for key in expected]
wanted.finish(checked, faults)
