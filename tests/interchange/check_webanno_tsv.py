"""Reads an export to WebAnno TSV 3.3: check_webanno_tsv.py FOLDER PROJECT.jsonl

There is no complete reader on PyPI, so this one is written from the user guide of INCEpTION (chapter "WebAnno TSV 3.3
File format"); the text is rebuilt as INCEpTION rebuilds it, from the #Text= lines and the offsets of the first tokens.
"""

import os
import re
import sys

from project import Check, layers

folder, project = sys.argv[1:]
check = Check()


def unescape(text):
    marks = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
    return re.sub(r"\\(->|.)", lambda m: marks.get(m[1], m[1]), text, flags=re.S)


def value_of(text):
    return "" if text == "*" else re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n"}.get(m[1], m[1]), text, flags=re.S)


def split(text, separator):
    # As INCEpTION splits: at a separator that has no backslash before it.
    return re.split(r"(?<!\\)" + re.escape(separator), text)


def suffix(text):
    if text.endswith("]") and not text.endswith("\\]"):
        text, number = text.rsplit("[", 1)
        return text, number[:-1]
    return text, ""


class Reader:
    def __init__(self, path):
        with open(path, encoding="utf-8", newline="\n") as file:
            lines = file.read().split("\n")
        assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
        self.layers, self.columns = [], []
        at = 1
        while lines[at].startswith("#T_"):
            form, rest = lines[at][1:].split("=", 1)
            name, *features = [field for field in rest.split("|") if field]
            self.layers.append((form, name))
            self.columns += [(len(self.layers) - 1, feature) for feature in features or [""]]
            at += 1
        assert lines[at] == lines[at + 1] == "", "two empty lines after the head"
        self.text = []  # UTF-16 units
        self.annotations, self.by_id, self.by_unit, self.relations = [], {}, {}, []
        sentence = []
        for line in lines[at + 1 :]:
            if line.startswith("#Text="):
                sentence.append(unescape(line[len("#Text=") :]))
            elif line:
                self.row(line.split("\t"), sentence)
                sentence = []
        assert not sentence
        self.text = b"".join(self.text).decode("utf-16-le")

    def units(self):
        return sum(len(part) for part in self.text) // 2

    def row(self, fields, sentence):
        unit, (begin, end) = fields[0], map(int, fields[1].split("-"))
        if sentence:
            # The two rules of INCEpTION between sentences.
            assert self.units() <= begin, (unit, self.units())
            self.text.append((" " * (begin - self.units()) + "\n".join(sentence) + "\n").encode("utf-16-le"))
        assert fields[-1] == "" and len(fields) == len(self.columns) + 4, fields
        whole = b"".join(self.text)
        assert whole[begin * 2 : end * 2].decode("utf-16-le") == unescape(fields[2]), fields[:3]
        here = {}
        for (layer, feature), raw in zip(self.columns, fields[3:]):
            if raw == "_":
                continue
            for place, value in enumerate(split(raw, "|")):
                if self.layers[layer][0] == "T_RL":
                    self.relation(here, unit, layer, feature, place, value)
                elif feature == "uima.tcas.Annotation":
                    self.annotation(here, unit, begin, end, layer, place, "")["targets"] = value
                else:
                    value, number = suffix(value)
                    found = self.annotation(here, unit, begin, end, layer, place, number)
                    # An annotation has the same values in each of its rows.
                    if feature.startswith("ROLE_"):
                        assert found["roles"] in ("_", value), (unit, feature)
                        found["roles"] = value
                    elif feature:
                        assert found["features"].setdefault(feature, value_of(value)) == value_of(value), (unit, feature)
        self.by_unit[unit] = here

    def annotation(self, here, unit, begin, end, layer, place, number):
        stack = here.setdefault(layer, [])
        if place < len(stack):
            return stack[place]
        found = self.by_id.get(number) if number else None
        if found is None:
            found = {"layer": self.layers[layer][1], "begin": begin, "end": end, "features": {}, "roles": "_", "targets": "*"}
            self.annotations.append(found)
            if number:
                self.by_id[number] = found
        assert found["layer"] == self.layers[layer][1], "a number stands for one annotation in the whole file"
        found["end"] = end
        stack.append(found)
        return found

    def relation(self, here, unit, layer, feature, place, value):
        stack = here.setdefault(layer, [])
        if place == len(stack):
            stack.append({"unit": unit, "features": {}})
            self.relations.append(stack[place])
        value, number = suffix(value)
        if feature.startswith("BT_"):
            stack[place]["ends"] = (value, *(number.split("_") if number else ("0", "0")))
        else:
            stack[place]["features"][feature] = value_of(value)

    def resolve(self, unit, number, name):
        if number not in ("", "0"):
            return self.by_id[number]
        layer = [known for _, known in self.layers].index(name)
        return self.by_unit[unit][layer][0]


def to_chars(text, unit):
    return len(text.encode("utf-16-le")[: unit * 2].decode("utf-16-le"))


for (document, annotator), layer in layers(project).items():
    name = f"{document}@{annotator}"
    reader = Reader(os.path.join(folder, name + ".tsv"))
    text = layer["document"]["text"]
    check.same(f"{name} text", reader.text, text if text.endswith("\n") else text + "\n")

    def span(found):
        return to_chars(reader.text, found["begin"]), to_chars(reader.text, found["end"])

    by_sid = {}
    for found in reader.annotations:
        if found["layer"] == "bayan.Statement":
            by_sid.setdefault(found["features"]["sid"], []).append(found)
    left_out = 0
    for statement in layer["statements"]:
        parts = by_sid.pop(statement["id"], [])
        parts.sort(key=lambda found: int((found["features"]["part"] or "1/1").split("/")[0]))
        quotes = [quote for quote in statement["quotes"] if quote.strip()]
        if not parts:
            # Nothing but white space between tokens.
            check.same(f"{name} {statement['id']} left out", quotes, [])
            left_out += 1
            continue
        found = [text[slice(*span(part))] for part in parts]
        # Edges in white space are cut; what the report of losses counts.
        if len(found) == len(quotes):
            check.same(f"{name} {statement['id']} quotes", [q.strip() for q in found], [q.strip() for q in quotes])
        else:
            check.same(f"{name} {statement['id']} quotes", [q for q in found if q.strip()], quotes)
        for part, known in zip(parts, statement["spans"]):
            begin, end = span(part)
            if len(parts) == len(statement["spans"]):
                lost = text[known[0] : begin] + text[end : known[1]]
                check.same(f"{name} {statement['id']} lost", (known[0] <= begin, end <= known[1], lost.strip()), (True, True, ""))
        first = parts[0]["features"]
        expected = {
            "kind": statement["kind"],
            "speaker": statement["speaker"] or "",
            "chain": ">".join(link["party"] for link in statement["chain"]),
            "addressees": " ".join(statement["addressees"]),
            "topic": statement["topic"] or "",
            "stance": statement["stance"] or "",
            "quotation": statement["quotation"] or "",
            "note": statement["note"].replace("\r\n", "\n").replace("\r", "\n"),
        }
        check.same(f"{name} {statement['id']} fields", {key: first[key] for key in expected}, expected)
        links = []
        if parts[0]["roles"] != "_":
            roles, targets = split(parts[0]["roles"], ";"), split(parts[0]["targets"], ";")
            check.same(f"{name} {statement['id']} slots", len(roles), len(targets))
            for role, target in zip(roles, targets):
                unit, number = suffix(target)
                place = reader.resolve(unit, number, "")
                links.append((value_of(role), text[slice(*span(place))].strip(), place["features"].get("party", "")))
        expected = []
        for number, link in enumerate(statement["chain"], 1):
            for what, party in [("cue", ""), ("mention", link["party"])]:
                if link[what] and text[slice(*link[what])].strip():
                    expected.append((f"{what} {number}", text[slice(*link[what])].strip(), party))
        check.same(f"{name} {statement['id']} links", links, expected)
    check.same(f"{name} statements that the project does not have", list(by_sid), [])
    ends = []
    for found in reader.relations:
        unit, source, target = found["ends"]
        sides = reader.resolve(unit, source, "bayan.Statement"), reader.resolve(found["unit"], target, "bayan.Statement")
        ends.append((*(side["features"]["sid"] for side in sides), found["features"]["kind"]))
    known = [(r["from"], r["to"], r["kind"]) for r in layer["relations"]]
    if not left_out:
        check.same(f"{name} relations", sorted(ends), sorted(known))
    excluded = [text[slice(*span(found))].strip() for found in reader.annotations if found["layer"] == "bayan.Excluded"]
    known = [text[slice(*passage)].strip() for passage in layer["document"]["excluded"]]
    check.same(f"{name} excluded", sorted(excluded), sorted(quote for quote in known if quote))
check.finish()
