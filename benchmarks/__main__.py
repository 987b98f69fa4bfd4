"""Run the benchmarks: `python -m benchmarks`, or `--quick` for two rounds that write nothing.

Exit codes: 0 equal to the cent · 1 some number differs · 2 the peers cannot be run here.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from pathlib import Path

# Before numpy is first imported: everybody has one thread.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))

ROOT = Path(__file__).parents[1]
ROUNDS, QUICK_ROUNDS, QUICK_LIVES = 11, 2, 64
INSTALL = "python -m pip install --constraint constraints.txt --editable '.[dev,bench]'"


def main() -> int:
    """Compare, time, print, and unless in a hurry write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed beside a SimPy model and a numba floor, equal to the cent.")
    parser.add_argument("--quick", action="store_true", help="two rounds and few SimPy lives, to see that everything runs; writes nothing")
    quick = parser.parse_args().quick
    if importlib.util.find_spec("numba") is None:
        print(f"the floor needs numba, which is not installed here; run `make bench`, or: {INSTALL}", file=sys.stderr)
        return 2
    from benchmarks import publish
    from benchmarks.library import measure_library
    from benchmarks.measure import SIMPY_LIVES, measure

    rounds = QUICK_ROUNDS if quick else ROUNDS
    steps = []
    for step, lives in SIMPY_LIVES.items():
        print(f"{step} step: comparing, then {rounds} rounds …", file=sys.stderr)
        steps.append(measure(step, rounds, QUICK_LIVES if quick else lives))
    print(f"the scenarios of the library, once each, then the richest and the dearest: {rounds} rounds …", file=sys.stderr)
    library = measure_library(rounds)
    found = publish.results(steps, library, rounds)
    print(publish.table(steps))
    print(f"\n{publish.of_library(library)}")
    print(f"\n{found['differences']} of {found['numbers_compared']:,} numbers differ")
    if found["differences"]:
        print("nothing is written: speeds of programs that disagree mean nothing", file=sys.stderr)
        return 1
    if not quick:
        published = ROOT / "benchmarks" / "results.json"
        others = publish.elsewhere(json.loads(published.read_text(encoding="utf-8")), found["machine"]["cpu"])
        published.write_text(json.dumps({**found, "elsewhere": others}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        (ROOT / "docs" / "benchmarks.md").write_text(publish.page(steps, library, rounds, others), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
