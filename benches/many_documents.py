#!/usr/bin/env python3
"""Exports and imports of projects with many articles: time and peak memory of `bayan export` and `bayan import`.

    benches/many_documents.py BAYAN [--documents 10000,30000,100000] [--formats jsonl,csv] [--import] [--work FOLDER]

Each project has ten statements and 2.5 KB of Arabic in each article, and is made by `bayan generate` if the folder does not
have it yet. With --import, what was exported in a format that can be read is then read by `bayan import --dry-run`, as the
layers of a new annotator: the project is opened, the file read twice and everything placed, but nothing is written. Memory is the largest resident set of the process, as the system reports it when the process ends.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

FORMATS = (
    "jsonl csv tsv xlsx parquet hf doccano brat label-studio w3c prodigy spacy conll webanno-tsv cas-json cas-xmi qdpx "
    "qdc dna html docx"
).split()


READABLE = "jsonl csv tsv xlsx doccano brat label-studio w3c prodigy conll webanno-tsv cas-json cas-xmi qdpx dna".split()


def run(command, codes=(0,)):
    """Seconds on the clock, seconds of the processor, peak memory in MB, and what was said on standard output."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said


def size_mb(path):
    if path.is_file():
        return path.stat().st_size / 1e6
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bayan", type=pathlib.Path)
    parser.add_argument("--documents", default="10000,30000,100000")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--import", dest="reads", action="store_true")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("target/many_documents"))
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    print("verb   format        articles  statements  seconds  processor  peak MB  file MB", flush=True)
    for documents in map(int, args.documents.split(",")):
        project = args.work / f"project-{documents}"
        if not (project / "project.ron").exists():
            sizes = ["--documents", documents, "--bytes", documents * 2500, "--statements", documents * 10]
            run([args.bayan, "generate", project, "--distinct", *map(str, sizes)])
        for name in args.formats.split(","):
            out = args.work / "out"
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            command = [args.bayan, "export", project, "--format", name, "--out", out / "x", "--json"]
            seconds, processor, peak, said = run(command)
            answer = json.loads(said)
            assert answer["documents"] == documents or name == "qdc", answer
            verbs = [("export", answer, seconds, processor, peak)]
            if args.reads and name in READABLE:
                command = [args.bayan, "import", project, out / "x", "--format", name, "--annotator", "reader"]
                seconds, processor, peak, said = run([*command, "--dry-run", "--json"], codes=(0, 1))
                verbs.append(("import", json.loads(said), seconds, processor, peak))
            for verb, answer, seconds, processor, peak in verbs:
                print(
                    f"{verb:6} {name:12} {documents:9} {answer['statements']:11} {seconds:8.1f} {processor:10.1f}"
                    f" {peak:8.0f} {size_mb(out):8.0f}",
                    flush=True,
                )
    shutil.rmtree(args.work / "out", ignore_errors=True)


main()
