#!/usr/bin/env python3
"""Makes cases.json and wrapped.json: how lines.txt must look by the Unicode Bidirectional Algorithm, computed by other people's programs.

Run it in this folder:

    apt-get install libfribidi-bin        # GNU FriBidi, the judge
    pip install python-bidi regex         # a second judge, and grapheme clusters (UAX #29)
    python3 make.py

For every line and both base directions it asks FriBidi for the embedding levels and the visual order of the code points,
checks the order against python-bidi (another implementation, in Rust), groups the code points into grapheme clusters
with `regex`, and writes down, in code points:

* `order`: the first code point of each grapheme, from left to right;
* `stops`: the places a caret passes when an arrow key takes it from the left end to the right end. Crossing a
  left-to-right grapheme leaves it at the grapheme's end, crossing a right-to-left grapheme at its start. The first stop
  is the left edge of the first grapheme.

For paragraphs that are broken into lines (`wrapped.json`), the order of every stretch of one to four words is asked of
the FriBidi library itself (`fribidi_reorder_line`), with the levels resolved for the whole paragraph: where the line
ends decides what becomes of the spaces there (rule L1).

Nothing here knows our code. Where the two programs disagree the case is not written and the script says so.
"""

import ctypes
import ctypes.util
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import regex
from bidi import get_display

HERE = Path(__file__).parent
FORMATS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
MIRRORED = str.maketrans(")]}>»›", "([{<«‹")


def lines():
    for line in (HERE / "lines.txt").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("# "):
            escape = r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\t"
            yield re.sub(escape, lambda m: "\t" if m[0] == r"\t" else chr(int(m[1] or m[2], 16)), line)


def fribidi(text, base):
    command = ["fribidi", "--nopad", "--nobreak", "--novisual", "--levels", "--vtol", f"--{base}"]
    result = subprocess.run(command, input=text + "\n", capture_output=True, text=True, check=True)
    numbers = [[int(n) for n in line.split()] for line in result.stdout.strip("\n").split("\n")]
    order, levels = numbers
    assert sorted(order) == list(range(len(text))), (text, order)
    assert len(levels) == len(text), (text, levels)
    return order, levels


FRIBIDI = ctypes.CDLL(ctypes.util.find_library("fribidi"))
PARAGRAPH_TYPES = {"ltr": 0x110, "rtl": 0x111}  # FRIBIDI_PAR_LTR, FRIBIDI_PAR_RTL
WORDS_A_LINE = 4


def reorder_line(text, base, start, end):
    """The visual order of the code points of one line, as positions in the paragraph, and their levels."""
    count = len(text)
    code_points = (ctypes.c_uint32 * count)(*map(ord, text))
    types = (ctypes.c_uint32 * count)()
    brackets = (ctypes.c_uint32 * count)()
    levels = (ctypes.c_int8 * count)()
    direction = ctypes.c_uint32(PARAGRAPH_TYPES[base])
    FRIBIDI.fribidi_get_bidi_types(code_points, count, types)
    FRIBIDI.fribidi_get_bracket_types(code_points, count, types, brackets)
    assert FRIBIDI.fribidi_get_par_embedding_levels_ex(types, brackets, count, ctypes.byref(direction), levels)
    order = (ctypes.c_int * count)(*range(count))
    no_flags = 0
    assert FRIBIDI.fribidi_reorder_line(no_flags, types, end - start, start, direction, levels, None, order)
    return list(order[start:end]), list(levels)


def wrapped(text, base):
    """Every stretch of one to four words of a paragraph, as if it were a line."""
    graphemes = {m.start() for m in regex.finditer(r"\X", text)}
    breaks = [0] + [m.end() for m in re.finditer(r"[ \t]+(?=\S)", text)] + [len(text)]
    for first, start in enumerate(breaks[:-1]):
        for end in breaks[first + 1 : first + 1 + WORDS_A_LINE]:
            # FriBidi 1.0.8 moves only white space to the end of the line. Since Unicode 6.3 rule L1 moves the characters
            # that begin and end isolates as well. They are invisible, but the order differs; FriBidi is no judge here.
            if re.search("[\u2066-\u2069][ \\t]+$", text[start:end]):
                continue
            order, levels = reorder_line(text, base, start, end)
            starts = [g for g in order if g in graphemes]
            rtl = "".join(str(levels[g] % 2) for g in starts)
            yield {"start": start, "end": end, "order": starts, "rtl": rtl}


def same(text, order, base):
    """Whether python-bidi puts the code points in the same order.

    It mirrors brackets, drops format characters, and puts marks after their letters (rule L3), where FriBidi leaves
    them before; so these are not compared.
    """
    ours = "".join(text[i] for i in order)
    theirs = get_display(text, base_dir=base[0].upper())
    return plain(ours) == plain(theirs)


def plain(text):
    letters = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Me"))
    return FORMATS.sub("", letters).translate(MIRRORED)


def case(text, base):
    order, levels = fribidi(text, base)
    agreed = same(text, order, base)
    starts = [m.start() for m in regex.finditer(r"\X", text)]
    ends = starts[1:] + [len(text)]
    place = {code_point: position for position, code_point in enumerate(order)}
    graphemes = sorted(zip(starts, ends), key=lambda g: place[g[0]])
    stops = []
    for number, (start, end) in enumerate(graphemes):
        rtl = levels[start] % 2 == 1
        if number == 0:
            stops.append(end if rtl else start)
        stops.append(start if rtl else end)
    return agreed, {"text": text, "base": base, "order": [g[0] for g in graphemes], "stops": stops}


def main():
    cases, refused = [], 0
    for text in lines():
        for base in ("ltr", "rtl"):
            agreed, made = case(text, base)
            if agreed:
                cases.append(made)
            else:
                refused += 1
                print(f"FriBidi and python-bidi disagree ({base}): {text!r}", file=sys.stderr)
    write("cases.json", cases)
    paragraphs = []
    for text in lines():
        if len(text.split()) < 4:
            continue
        for base in ("ltr", "rtl"):
            paragraphs.append({"text": text, "base": base, "lines": list(wrapped(text, base))})
    write("wrapped.json", paragraphs)
    print(f"{len(cases)} cases written, {refused} refused, {len(paragraphs)} paragraphs to wrap")


def write(name, values):
    body = ",\n".join(json.dumps(value, ensure_ascii=False) for value in values)
    (HERE / name).write_text(f"[\n{body}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
