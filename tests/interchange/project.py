"""What a Bayan project has, read from its JSON Lines: the common part of the checks of exports."""

import json
import sys


def layers(path):
    """The layers by (document, annotator)."""
    found = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                layer = json.loads(line)
                found[(layer["document"]["id"], layer["annotator"])] = layer
    return found


def statement_spans(layer):
    """(begin, end, kind, quote) of each span of each statement, sorted."""
    spans = []
    for statement in layer["statements"]:
        for (begin, end), quote in zip(statement["spans"], statement["quotes"], strict=True):
            spans.append((begin, end, statement["kind"], quote))
    return sorted(spans)


def source_spans(layer, what):
    """(begin, end, quote) of each cue or mention, each span once."""
    text = layer["document"]["text"]
    places = {tuple(link[what]) for s in layer["statements"] for link in s["chain"] if link[what]}
    return sorted((begin, end, text[begin:end]) for begin, end in places)


class Check:
    """Collects differences; fails on any, or if nothing was checked."""

    def __init__(self):
        self.checked = 0
        self.wrong = []

    def same(self, what, found, expected):
        self.checked += 1
        if found != expected:
            self.wrong.append(f"{what}:\n  found    {found!r:.2000}\n  expected {expected!r:.2000}")

    def finish(self):
        for line in self.wrong[:20]:
            print(line)
        print(f"{self.checked} comparisons, {len(self.wrong)} differences")
        sys.exit(1 if self.wrong or not self.checked else 0)
