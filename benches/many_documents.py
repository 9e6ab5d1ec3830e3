#!/usr/bin/env python3
"""Exports of projects with many articles: time and peak memory of `bayan export`, for each format.

    benches/many_documents.py BAYAN [--documents 10000,30000,100000] [--formats jsonl,csv] [--work FOLDER]

Each project has ten statements and 2.5 KB of Arabic in each article, and is made by `bayan generate` if the folder does not
have it yet. Memory is the largest resident set of the process, as the system reports it when the process ends.
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


def run(command):
    """Seconds on the clock, seconds of the processor, peak memory in MB, and what was said on standard output."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
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
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("target/many_documents"))
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    print("format        articles  statements  seconds  processor  peak MB  file MB", flush=True)
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
            print(
                f"{name:12} {documents:9} {answer['statements']:11} {seconds:8.1f} {processor:10.1f} {peak:8.0f}"
                f" {size_mb(out):8.0f}",
                flush=True,
            )
    shutil.rmtree(args.work / "out", ignore_errors=True)


main()
