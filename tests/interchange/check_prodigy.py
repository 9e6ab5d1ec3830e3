"""Makes a spaCy document of each line's tokens and compares the spans in it, widened to tokens and as they are."""
import json
import sys
from collections import Counter

import spacy
from spacy.tokens import Doc

import wanted

exported, project = sys.argv[1:3]
expected, faults, checked = wanted.layers(project), [], 0
others, vocab = {"cue", "mention", "excluded"}, spacy.blank("xx").vocab
with open(exported, encoding="utf-8") as lines:
    for line in lines:
        task = json.loads(line)
        key = task["meta"]["document"], task["_session_id"]
        text, layer = expected.pop(key)
        words, spaces = [token["text"] for token in task["tokens"]], [token["ws"] for token in task["tokens"]]
        doc = Doc(vocab, words=words, spaces=spaces)
        if doc.text != text or task["text"] != text:
            faults.append(f"{key}: the tokens do not rebuild the text")
        for token, ours in zip(doc, task["tokens"], strict=True):
            if (token.idx, token.idx + len(token), token.i) != (ours["start"], ours["end"], ours["id"]):
                faults.append(f"{key}: {ours}")
        found = Counter()
        for span in task["spans"]:
            wide = doc[span["token_start"] : span["token_end"] + 1]
            # The blank after a token is no token, so that a span may begin or end beside its tokens by one.
            edges = wide.start_char - 1 <= span["start"] < span["end"] <= wide.end_char + 1
            if span["text"].strip(" ") and not edges:
                faults.append(f"{key}: {span}")
            if doc.text[span["start"] : span["end"]] != span["text"]:
                faults.append(f"{key}: {span}")
            if wanted.label(span["label"]) not in others:
                found[span["start"], span["end"], wanted.label(span["label"]), span["text"]] += 1
        for relation in task["relations"]:
            if not 0 <= max(relation["head"], relation["child"]) < len(doc):
                faults.append(f"{key}: {relation}")
        want = wanted.spans(layer, text)
        checked += sum(found.values())
        faults += [f"{key}: {span}" for span in (found - want) + (want - found)]
faults += [f"{key} is missing" for key in expected]
wanted.finish(checked, faults)
