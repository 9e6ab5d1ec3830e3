"""Reads a .qdpx or a .qdc as XML: check_qda.py FILE PROJECT.jsonl

A codebook is validated with its schema. The schema of projects is not ours to hand on: their structure is checked here
(which elements are in which, their order, their required attributes, that each reference has its end), the types of
pyrefiqda, which are made of that schema, are checked by check_refiqda.py, and the schema itself validates the project where
REFI_QDA_PROJECT_XSD names its file.
"""

import os
import re
import sys
import zipfile

from lxml import etree

from project import Check, layers, source_spans, statement_spans

path, project = sys.argv[1:]
data = os.path.join(os.path.dirname(__file__), "..", "data", "interchange", "schemas")
check = Check()
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
# REFI-QDA Project 1.0, the parts that are written: the required attributes of an element, and its children in their order.
STRUCTURE = {
    "Project": ("name", ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs",
                         "Description", "NoteRef"]),
    "Users": ("", ["User"]),
    "User": ("guid", []),
    "CodeBook": ("", ["Codes", "Sets"]),
    "Codes": ("", ["Code"]),
    "Code": ("guid name isCodable", ["Description", "NoteRef", "Code"]),
    "Sets": ("", ["Set"]),
    "Set": ("guid name", ["Description", "MemberCode", "MemberSource", "MemberNote"]),
    "MemberCode": ("targetGUID", []),
    "MemberSource": ("targetGUID", []),
    "MemberNote": ("targetGUID", []),
    "Variables": ("", ["Variable"]),
    "Variable": ("guid name typeOfVariable", ["Description"]),
    "Cases": ("", ["Case"]),
    "Case": ("guid", ["Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"]),
    "Sources": ("", ["TextSource"]),
    "TextSource": ("guid", ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"]),
    "PlainTextSelection": ("guid startPosition endPosition", ["Description", "Coding", "NoteRef"]),
    "Coding": ("guid", ["CodeRef", "NoteRef"]),
    "CodeRef": ("targetGUID", []),
    "NoteRef": ("targetGUID", []),
    "SourceRef": ("targetGUID", []),
    "SelectionRef": ("targetGUID", []),
    "VariableRef": ("targetGUID", []),
    "VariableValue": ("", ["VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue",
                           "DateTimeValue"]),
    "Notes": ("", ["Note"]),
    "Note": ("guid", ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"]),
    "Links": ("", ["Link"]),
    "Link": ("guid", ["NoteRef"]),
}
LEAVES = {"Description", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue",
          "PlainTextContent"}


def validated(tree, schema):
    schema = etree.XMLSchema(etree.parse(schema))
    check.same("schema", [str(error) for error in schema.error_log] if not schema.validate(tree) else [], [])


def structure(tree):
    """What is wrong with a project, by the table above."""
    wrong, guids = [], {}
    check.same("root", tree.tag, "{urn:QDA-XML:project:1.0}Project")
    for element in tree.iter(etree.Element):
        name = etree.QName(element).localname
        if name in LEAVES:
            wrong += [f"{name} has elements"] if len(element) else []
            continue
        required, order = STRUCTURE.get(name, (None, []))
        if required is None:
            wrong.append(f"unknown element {name}")
            continue
        wrong += [f"{name} without {key}" for key in required.split() if element.get(key) is None]
        places = [order.index(n) if (n := etree.QName(child).localname) in order else -1 for child in element]
        if places != sorted(places) or -1 in places:
            wrong.append(f"{name}: {[etree.QName(child).localname for child in element][:9]}")
        for key, value in element.attrib.items():
            if (key in ("guid", "targetGUID", "creatingUser", "modifyingUser", "originGUID") and not GUID.fullmatch(value)
                    or key.endswith("DateTime") and not TIME.fullmatch(value)
                    or key in ("startPosition", "endPosition") and not value.isdecimal()
                    or key == "isCodable" and value not in ("true", "false")
                    or key == "color" and not re.fullmatch("#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", value)):
                wrong.append(f"{name} {key}={value!r}")
        if guid := element.get("guid"):
            wrong += [f"{guid} is there twice"] if guid in guids else []
            guids[guid] = name
    ends = {"CodeRef": {"Code"}, "VariableRef": {"Variable"}, "NoteRef": {"Note"}, "MemberCode": {"Code"},
            "SourceRef": {"TextSource"}, "MemberSource": {"TextSource"}}
    for element in tree.iter(etree.Element):
        name = etree.QName(element).localname
        if (end := element.get("targetGUID")) and guids.get(end) not in ends.get(name, set(guids.values())):
            wrong.append(f"{name} to {guids.get(end)} {end}")
        for key in ("creatingUser", "modifyingUser"):
            if (user := element.get(key)) and guids.get(user) != "User":
                wrong.append(f"{name} {key} {user}")
    check.same("structure", wrong, [])
    check.same("elements", len(guids) > 1, True)


if path.endswith(".qdc"):
    with open(path, "rb") as file:
        tree = etree.fromstring(file.read())
    validated(tree, os.path.join(data, "refi-qda-codebook.xsd"))
    names = [code.get("name") for code in tree.iter("{*}Code")]
    check.same("unique names", len(names), len(set(names)))
    check.same("codes", len(names) > 0, True)
    check.finish()

with zipfile.ZipFile(path) as archive:
    names = archive.namelist()
    check.same("sorted entries", names, sorted(names))
    tree = etree.fromstring(archive.read("project.qde"))
    texts = {name: archive.read(name).decode("utf-8") for name in names if name.startswith("sources/")}
structure(tree)
if schema := os.environ.get("REFI_QDA_PROJECT_XSD"):
    validated(tree, schema)
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
