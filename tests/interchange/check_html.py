"""Opens the report in headless Chromium: check_html.py FOLDER PROJECT.jsonl

Each page is opened in the browser named by CHROMIUM, else in `chromium`, and its tree is taken as the browser has it. The
stretches of a statement joined are its quotes; the text is that of the project; every link leads to something.
"""

import html
import html.parser
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

from project import Check, layers

folder, project = sys.argv[1:]
check = Check()
browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not browser:
    sys.exit("There is no Chromium to open the report in (apt-get install chromium).")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.marks, self.text, self.ids, self.links, self.mark, self.depth, self.number = {}, "", set(), [], [], 0, False
        self.void = {"meta", "link", "br", "img"}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if "id" in known:
            assert known["id"] not in self.ids, known["id"]
            self.ids.add(known["id"])
        if "href" in known:
            self.links.append(known["href"])
        if self.depth and tag not in self.void:
            self.depth += 1
        elif tag == "div" and known.get("class") == "text":
            self.depth = 1
        if tag == "mark":
            self.mark = known["data-statement"].split(" ")
        if known.get("class") == "n":
            self.number = True

    def handle_endtag(self, tag):
        if self.depth:
            self.depth -= 1
        if tag == "mark":
            self.mark = []
        if tag == "a":
            self.number = False

    def handle_data(self, text):
        if self.depth and not self.number:
            self.text += text
            for statement in self.mark:
                self.marks[statement] = self.marks.get(statement, "") + text


def opened(path):
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}",
                   "--virtual-time-budget=2000", "--dump-dom", pathlib.Path(path).resolve().as_uri()]  # fmt: skip
        return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode("utf-8")


def as_shown(text):
    # A null character is no character of HTML; the dump has LF where the tree has CR.
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


pages = {}
for (document, annotator), layer in layers(project).items():
    name = f"{document}@{annotator}.html"
    page = pages[name] = Page(opened(os.path.join(folder, name)))
    text = layer["document"]["text"]
    check.same(f"{name} text", as_shown(page.text).replace("\n", ""), as_shown(text).replace("\n", ""))
    for statement in layer["statements"]:
        quote = as_shown("".join(statement["quotes"]))
        found = as_shown(page.marks.pop(statement["id"], ""))
        check.same(f"{name} {statement['id']}", found, quote)
        for place in ["s-", "t-"]:
            check.same(f"{name} {place}{statement['id']}", place + statement["id"] in page.ids, True)
    check.same(f"{name} statements that the project does not have", list(page.marks), [])
    for link in page.links:
        check.same(f"{name} {link}", link == "index.html" or link[1:] in page.ids, True)
beside = [name for name in ["codebook.html", "manual.html"] if os.path.exists(os.path.join(folder, name))]
index = Page(opened(os.path.join(folder, "index.html")))
check.same("index", sorted(urllib.parse.unquote(link) for link in index.links), sorted([*pages, *beside]))
# The kinds of these projects are called what their identifiers say.
codebook = html.unescape(opened(os.path.join(folder, "codebook.html"))).casefold()
for kind in sorted({statement["kind"] for layer in layers(project).values() for statement in layer["statements"]}):
    check.same(f"codebook {kind}", f"<bdi>{kind.casefold()}</bdi>" in codebook, True)
check.finish()
