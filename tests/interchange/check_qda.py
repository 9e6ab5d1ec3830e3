"""Validates a .qdpx or a .qdc with its schema and reads the project: check_qda.py FILE PROJECT.jsonl"""

import os
import sys
import zipfile

from lxml import etree

from project import Check, layers, source_spans, statement_spans

path, project = sys.argv[1:]
data = os.path.join(os.path.dirname(__file__), "..", "data", "interchange", "schemas")
check = Check()


def validated(xml, schema):
    tree = etree.fromstring(xml)
    schema = etree.XMLSchema(etree.parse(os.path.join(data, schema)))
    check.same(schema, [str(error) for error in schema.error_log] if not schema.validate(tree) else [], [])
    return tree


if path.endswith(".qdc"):
    with open(path, "rb") as file:
        tree = validated(file.read(), "refi-qda-codebook.xsd")
    names = [code.get("name") for code in tree.iter("{*}Code")]
    check.same("unique names", len(names), len(set(names)))
    check.finish()

with zipfile.ZipFile(path) as archive:
    names = archive.namelist()
    check.same("sorted entries", names, sorted(names))
    tree = validated(archive.read("project.qde"), "refi-qda-project.xsd")
    texts = {name: archive.read(name).decode("utf-8") for name in names if name.startswith("sources/")}
codes = {code.get("guid"): code.get("name") for code in tree.iter("{*}Code")}
check.same("unique names", len(codes), len(set(codes.values())))
users = {user.get("guid"): user.get("name") for user in tree.iter("{*}User")}
variables = {variable.get("guid"): variable.get("name") for variable in tree.iter("{*}Variable")}
guids = [element.get("guid") for element in tree.iter() if element.get("guid")]
check.same("unique guids", len(guids), len(set(guids)))
kinds = {}
for group in tree.iter("{*}Code"):
    if group.get("name") == "Kinds":
        for code in group:
            if isinstance(code.tag, str) and code.tag.endswith("Code"):
                kinds[code.get("guid")] = code.find("{*}Description").text.rsplit("Id: ", 1)[1]
found = {}
for source in tree.iter("{*}TextSource"):
    values = {
        variables[value.find("{*}VariableRef").get("targetGUID")]: value.find("{*}TextValue").text
        for value in source.findall("{*}VariableValue")
    }
    text = texts["sources/" + source.get("plainTextPath").removeprefix("internal://")]
    for selection in source.findall("{*}PlainTextSelection"):
        begin, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
        layer = found.setdefault((values["Document"], users[selection.get("creatingUser")]), {})
        refs = [ref.get("targetGUID") for ref in selection.iter("{*}CodeRef")]
        for ref in refs:
            name = kinds.get(ref) or codes[ref]
            layer.setdefault(name, []).append((begin, end, text[begin:end]))


def lf(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


for key, layer in layers(project).items():
    text = layer["document"]["text"]
    exact = text == lf(text) or text in texts.values()

    def place(offset):
        return offset if exact else offset - text[:offset].count("\r\n")

    spans = {}
    for begin, end, kind, quote in statement_spans(layer):
        spans.setdefault(kind, []).append((place(begin), place(end), quote if exact else lf(quote)))
    for kind in set(kinds.values()):
        check.same(f"{key} {kind}", sorted(found.get(key, {}).get(kind, [])), sorted(spans.get(kind, [])))
    for what in ["cue", "mention"]:
        expected = [(place(b), place(e), q if exact else lf(q)) for b, e, q in source_spans(layer, what)]
        check.same(f"{key} {what}", sorted(set(found.get(key, {}).get(what.title(), []))), expected)
check.finish()
