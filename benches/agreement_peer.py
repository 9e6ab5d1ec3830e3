#!/usr/bin/env python3
"""Times γ of pygamma-agreement and of Bayan on the same continua, one after the other in one run.

    benches/agreement_peer.py BAYAN [--sizes 2x20,2x60,3x60] [--limit SECONDS] [--venv FOLDER]

BAYAN is the program as `cargo build --release` makes it. pygamma-agreement is installed from PyPI into a Python
environment of its own at the first run. Both compute the observed disorder and 30 chance samples; each runs in a
process of its own, whose CPU time and peak memory are measured. The disorders of the best alignment must be the same.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import venv

PEER = r"""
import json, sys, time
from pyannote.core import Segment
from pygamma_agreement import Continuum, CombinedCategoricalDissimilarity
import numpy as np
np.random.seed(1)
data = json.load(open(sys.argv[1]))
continuum = Continuum()
for annotator, spans in data["annotators"].items():
    continuum.add_annotator(annotator)
    for begin, end, label in spans:
        continuum.add(annotator, Segment(begin, end), label)
start = time.process_time()
result = continuum.compute_gamma(CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1), n_samples=30)
print(json.dumps({"gamma": float(result.gamma), "observed": float(result.observed_disorder), "seconds": time.process_time() - start}))
"""


def continuum(annotators, spans, room=83):
    rng = random.Random(f"{annotators}x{spans}")
    length = spans * room + 200
    lines = {f"a{index}": set() for index in range(annotators)}
    for number in range(spans):
        begin, size, label = number * room + 10 + rng.randrange(room // 2), 5 + rng.randrange(room // 2), rng.choice(["PER", "ORG", "LOC"])
        for line in lines.values():
            at = rng.randrange(length - 60) if rng.random() < 0.15 else begin + rng.randrange(4)
            line.add((at, at + size + rng.randrange(4), rng.choice(["PER", "ORG", "LOC"]) if rng.random() < 0.2 else label))
    return {"length": length, "annotators": {name: sorted(line) for name, line in lines.items()}}


def measured(command, limit):
    """Output, CPU seconds and peak memory in MB of one process; None where it took too long."""
    # The child tells its own peak: that of all children only ever grows.
    with tempfile.NamedTemporaryFile("r") as usage:
        wrapper = "import os, resource, subprocess, sys\n" \
            "code = subprocess.call(sys.argv[2:])\n" \
            "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n" \
            "open(sys.argv[1], 'w').write(f'{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}')\n" \
            "sys.exit(code)"
        start = time.perf_counter()
        try:
            done = subprocess.run([sys.executable, "-c", wrapper, usage.name, *command], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, timeout=limit, start_new_session=True)
        except subprocess.TimeoutExpired:
            return None
        wall = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"{command[0]} failed with {done.returncode}")
        cpu, peak = map(float, usage.read().split())
        # The solver of the peer writes to standard output as well.
    return json.loads(done.stdout.strip().splitlines()[-1]), wall, cpu, peak


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bayan")
    parser.add_argument("--sizes", default="2x20,2x60,2x250,3x60,3x120,3x250,4x20,4x60,4x250")
    parser.add_argument("--limit", type=float, default=300, help="seconds after which the peer is given up")
    parser.add_argument("--venv", default=os.path.join(tempfile.gettempdir(), "bayan-peer-venv"))
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    python = os.path.join(options.venv, "bin", "python")
    if not options.no_peer and not os.path.exists(python):
        venv.create(options.venv, with_pip=True)
        subprocess.run([python, "-m", "pip", "-q", "install", "pygamma-agreement==0.5.9"], check=True)
    print("size   bayan: wall s, cpu s, MB, disorder   peer: cpu s of compute_gamma, MB, disorder   times")
    with tempfile.TemporaryDirectory() as folder:
        path, script = os.path.join(folder, "spans.json"), os.path.join(folder, "peer.py")
        open(script, "w").write(PEER)
        for size in options.sizes.split(","):
            annotators, spans = map(int, size.split("x"))
            json.dump(continuum(annotators, spans), open(path, "w"))
            answer, wall, cpu, peak = measured([options.bayan, "agreement", "--spans", path, "--measure", "gamma", "--json"], 600)
            score = answer["results"][0]
            line = f"{size:6} {wall:.3f} {cpu:.3f} {peak:.0f} {score['observed']}"
            peer = None if options.no_peer else measured([python, script, path], options.limit)
            if peer:
                theirs, _, _, memory = peer
                assert abs(theirs["observed"] - score["observed"]) < 1e-4 * score["observed"], (theirs, score)
                line += f"   {theirs['seconds']:.2f} {memory:.0f} {theirs['observed']:.6f}   {theirs['seconds'] / max(cpu, 1e-3):.0f}"
            elif not options.no_peer:
                line += f"   more than {options.limit:.0f} s"
            print(line, flush=True)


if __name__ == "__main__":
    main()
