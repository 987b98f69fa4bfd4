"""What was measured, as numbers for machines (`results.json`) and as a table for people (`docs/benchmarks.md`)."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.library import Library
from benchmarks.measure import LANES, SIMPY_LIVES, Figure, Step

_NAMES = {
    "simpy": "idiomatic SimPy, one environment for each future",
    "engine": "**wargame**",
    "engine, with questions": "wargame, with the questions of every event",
    "engine, eight further clauses": "wargame, eight further clauses",
    "floor": "numba kernel of this one draft (the floor)",
    "sampling": "sampling the futures",
}
_ELSEWHERE = {"over_simpy": "over SimPy", "over_floor": "the floor over wargame"}
_RATIOS = {
    "over_simpy": "wargame over SimPy",
    "with_questions": "wargame with questions, over SimPy",
    "over_floor": "the floor over wargame",
    "floor_over_simpy": "the floor over SimPy",
    "sampling_over_evaluation": "time of sampling over time of evaluation",
}


def machine() -> dict[str, Any]:
    """The processor and the versions that the figures belong to."""
    return {
        "cpu": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "simpy", "numba")},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def results(steps: list[Step], library: tuple[Library, Library], rounds: int) -> dict[str, Any]:
    """The figures as plain data."""
    by_step = {
        f"{one.step}_step": {
            **{name: _short(figure.median) for name, figure in one.ratios.items()},
            "spread": {name: [_short(figure.low), _short(figure.high)] for name, figure in one.ratios.items()},
            "lives_per_second": {name: round(figure.median) for name, figure in one.speed.items()},
        }
        for one in steps
    }
    marginal = steps[0].marginal_us
    return {
        **by_step,
        "marginal_clause_us": _short(marginal.median),
        "marginal_clause_us_spread": [_short(marginal.low), _short(marginal.high)],
        "richest_scenario": _of_one(library[0]),
        "dearest_scenario": _of_one(library[1]),
        "differences": sum(one.differences for one in steps),
        "numbers_compared": sum(one.compared for one in steps),
        "rounds": rounds,
        "futures": LANES,
        "machine": machine(),
    }


def _of_one(one: Library) -> dict[str, Any]:
    ratio = one.sampling_over_evaluation
    return {
        "scenario": one.scenario,
        "shocks": one.shocks,
        "sampling_over_evaluation": _short(ratio.median),
        "spread": [_short(ratio.low), _short(ratio.high)],
    }


def elsewhere(before: dict[str, Any], cpu: str) -> list[dict[str, Any]]:
    """What was last measured on each processor but this one, from results published before: ratios and machine."""
    kept = [one for one in before.get("elsewhere", ()) if one["machine"]["cpu"] not in (cpu, before["machine"]["cpu"])]
    if before["machine"]["cpu"] == cpu:
        return kept
    steps = {name: {ratio: part[ratio] for ratio in _ELSEWHERE} for name, part in before.items() if name.endswith("_step")}
    return [*kept, {**steps, "machine": before["machine"]}]


def of_elsewhere(others: list[dict[str, Any]]) -> str:
    """The ratios on other machines, as they were last measured there; "" where there are none."""
    if not others:
        return ""
    cells = [f"{words}, {step}" for words in _ELSEWHERE.values() for step in ("month", "day")]
    lines = [f"| machine | {' | '.join(cells)} |", f"| --- |{' ---: |' * len(cells)}"]
    for one in others:
        of = one["machine"]
        figures = [_digits(one[f"{step}_step"][ratio]) for ratio in _ELSEWHERE for step in ("month", "day")]
        lines.append(f"| {of['cpu']}, {of['cores']} cores, Python {of['python']}, numpy {of['numpy']} | {' | '.join(figures)} |")
    said = "The three lean on different parts of a processor, so the ratios hang on it. On others, when it was last measured there:"
    return "\n".join(["", said, "", *lines, ""])


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def table(steps: list[Step]) -> str:
    """Speeds and ratios in Markdown."""
    head = " | ".join(f"{one.step} step" for one in steps)
    lines = [f"| lives per CPU second | {head} |", f"| --- |{' ---: |' * len(steps)}"]
    lines += [f"| {words} | {' | '.join(f'{one.speed[name].median:,.0f}' for one in steps)} |" for name, words in _NAMES.items()]
    lines += ["", f"| ratio: median (least to greatest) | {head} |", f"| --- |{' ---: |' * len(steps)}"]
    lines += [f"| {words} | {' | '.join(_spread(one.ratios[name]) for one in steps)} |" for name, words in _RATIOS.items()]
    lines += [f"| a further clause, µs a life | {' | '.join(_spread(one.marginal_us) for one in steps)} |"]
    return "\n".join(lines)


def _spread(figure: Figure) -> str:
    return f"{_digits(figure.median)} ({_digits(figure.low)} to {_digits(figure.high)})"


def _digits(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def of_library(library: tuple[Library, Library]) -> str:
    """What sampling costs in the richest scenario and in the dearest, in a sentence each."""
    richest, dearest = library
    return (
        f"In `{richest.scenario}`, the scenario of the library with the most shocks ({richest.shocks}), sampling everything takes\n"
        f"{_spread(richest.sampling_over_evaluation)} of the time of evaluating `customer-care.md` in it. Where it takes the largest part, in\n"
        f"`{dearest.scenario}`, it is {_spread(dearest.sampling_over_evaluation)}."
    )


def page(steps: list[Step], library: tuple[Library, Library], rounds: int, others: list[dict[str, Any]]) -> str:
    """The page of the docs."""
    of = machine()
    compared = sum(one.compared for one in steps)
    differing = sum(one.differences for one in steps)
    simpy_lives = " and ".join(f"{SIMPY_LIVES[one.step]} at {one.step} step" for one in steps)
    return f"""# Benchmarks

Written by `make bench`; do not edit. One agreement of nine kinds of clause (`benchmarks/draft.md`) over 36 months in one world
(`benchmarks/world.yaml`), played by three programs in one process and one thread, on the same futures:

- **wargame**: {LANES:,} futures as lanes on one SimPy clock, with ledger, rounding, notices and calendar;
- **SimPy**: what a good user would write by hand for this one deal, with processes, timers and `|`, in plain Python numbers
  (`benchmarks/peer_simpy.py`), timed on the first futures of the same cohort ({simpy_lives});
- **the floor**: a numba kernel with the terms of this one draft compiled in (`benchmarks/floor_numba.py`), on all {LANES:,} futures.

All three post and round, and none keeps a trace. Of {compared:,} numbers compared (every account, paid and withheld, and the exit of
every future), {differing} differ{"s" if differing == 1 else ""}. Speeds are medians over {rounds} rounds in which the programs take turns; a ratio is
taken within each round. Sampling is counted apart.

{table(steps)}

{of_library(library)}

Machine: {of["cpu"]}, {of["cores"]} cores, {of["system"]}; Python {of["python"]}, numpy {of["numpy"]}, SimPy {of["simpy"]},
numba {of["numba"]}.

A further clause is a service credit with its own four tiers and its own at-risk amount, on the same service level: an eighth of what
eight of them add.
{of_elsewhere(others)}"""
