"""Reads the report for word processors with python-docx: check_docx.py FILE PROJECT.jsonl

The text of each article must be that of the project, and what stands between the edges of a statement's bookmarks its
quotes; every marked run lies in a bookmark, and paragraphs that begin with Arabic letters are from right to left.
"""

import re
import sys

import docx
from docx.oxml.ns import qn

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
document = docx.Document(path)
# Characters that XML does not have are spaces.
refused = {c: " " for c in [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]}


def shown(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(refused)


def edge(text, offset):
    inside = offset and text[offset - 1 : offset + 1] == "\r\n"
    return len(shown(text[:offset])) - (1 if inside else 0)


articles, marks, open_marks = [], {}, {}
marked_outside = wrong_direction = 0
for paragraph in document.paragraphs:
    style = paragraph.style.name
    if style == "Heading 1":
        articles.append([])
    if style != "Article Text":
        continue
    if articles[-1]:
        for name in open_marks.values():
            marks[name] = marks.get(name, "") + "\n"
    text = ""
    for element in paragraph._p.iter():
        if element.tag == qn("w:bookmarkStart"):
            open_marks[element.get(qn("w:id"))] = element.get(qn("w:name"))
            marks.setdefault(element.get(qn("w:name")), "")
        elif element.tag == qn("w:bookmarkEnd"):
            del open_marks[element.get(qn("w:id"))]
        elif element.tag == qn("w:r"):
            run = docx.text.run.Run(element, paragraph)
            if run.style.name == "Statement Number":
                continue
            text += run.text
            for name in open_marks.values():
                marks[name] += run.text
            is_marked = element.find(qn("w:rPr")) is not None and element.find(qn("w:rPr")).find(qn("w:shd")) is not None
            marked_outside += is_marked != bool(open_marks)
    articles[-1].append(text)
    first = re.search(r"[A-Za-z\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]", text)
    bidi = paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:bidi")) is not None
    if first and not any(c in text[: first.start()] for c in "\u200e\u200f\u061c"):
        wrong_direction += bidi != (first.group() > "z")
for number, ((name, annotator), layer) in enumerate(layers(project).items(), 1):
    text = layer["document"]["text"]
    check.same(f"{name}@{annotator} text", "\n".join(articles[number - 1]), shown(text))
    for place, statement in enumerate(layer["statements"], 1):
        for part, (begin, end) in enumerate(statement["spans"], 1):
            expected = shown(text)[edge(text, begin) : edge(text, end)]
            check.same(f"{name}@{annotator} statement {place}, part {part}", marks.pop(f"s{number}_{place}_{part}"), expected)
check.same("articles", len(articles), len(layers(project)))
check.same("bookmarks that the project does not have", list(marks), [])
check.same("runs that are marked outside a statement, or not marked inside", marked_outside, 0)
check.same("paragraphs of the wrong direction", wrong_direction, 0)
check.finish()
