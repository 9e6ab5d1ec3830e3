"""What a project's own JSON Lines say, for the scripts that hold other programs' readings against it."""
import json
import sys
from collections import Counter


def layers(path):
    """{(document, annotator): (text, statements)} of a project's JSON Lines."""
    found = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            layer = json.loads(line)
            found[layer["document"]["id"], layer["annotator"]] = (layer["document"]["text"], layer)
    return found


def label(name):
    """A kind by its identifier or its name."""
    return name.lower().replace(" ", "-")


def spans(layer, text):
    """The spans of a layer's statements: (start, end, kind, quote), repetitions kept."""
    return Counter(
        (start, end, label(statement["kind"]), text[start:end])
        for statement in layer["statements"]
        for start, end in statement["spans"]
    )


def finish(checked, faults, least=1):
    for fault in faults[:20]:
        print(fault)
    print(f"{checked} spans checked, {len(faults)} differences")
    sys.exit(1 if faults or checked < least else 0)
