"""Reads a .qdpx with pyrefiqda: check_refiqda.py FILE PROJECT.jsonl"""

import sys
import tempfile

import pyrefiqda

from project import Check, layers

path, project = sys.argv[1:]
check = Check()
expected = layers(project)
with tempfile.TemporaryDirectory() as folder:
    read = pyrefiqda.RefiProject.load(path, extract_dir=folder)
sources = read.sources.text_source
check.same("sources", len(sources), len({document for document, _ in expected}))
check.same("users", {user.name for user in read.users.user}, {annotator for _, annotator in expected})
spans = sum(len(statement["spans"]) for layer in expected.values() for statement in layer["statements"])
kinds = next(code for code in read.code_book.codes.code if code.name == "Kinds")
guids = {code.guid for code in kinds.code}
found = 0
for source in sources:
    for selection in source.plain_text_selection:
        found += any(coding.code_ref.target_guid in guids for coding in selection.coding)
check.same("spans of statements", found, spans)
check.finish()
