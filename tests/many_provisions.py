"""Agreements of very many provisions, and a world that plays them all: what grows with their number is seen on them.

`python -m tests.many_provisions 400 DIR` writes one of 400 levels, each with its credit, and its scenario.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

Undecided = Literal["some", "all", "none"]  # which of the constructions are left open

_LEVEL = {
    "window moves": "in steps",
    "overlapping outages": "united",
    "clock": "occurrence",
    "precision": "exact",
    "target itself": "meets",
    "low volume rule": "not measured",
    "excused month": "counts as met",
}
_EVERY_CREDIT = {"charges of": "the service", "invoice": "of the month", "last invoice": "paid in cash"}
_CREDIT = {"at risk base": "the month's charges", "boundary": "exclusive", "several levels": "all", "part points": "in proportion",
           "count after credit": "goes on", **_EVERY_CREDIT}  # fmt: skip
_POINTS = {"repeat": "any miss in the next month", "between rows": "the row reached", **_EVERY_CREDIT}
_POOL = {"several levels": "all", **_EVERY_CREDIT}
_MEASURES = ("availability", "responsiveness", "availability", "quality", "availability")
_HEAD = """---
title: An agreement of many terms
parties:
  client: {name: Buyer}
  provider: {name: Supplier}
currency: GBP
effective: 2027-01-01
term: 12 months
"""


def many(pairs: int, undecided: Undecided = "some", services: int = 0, months: int = 12) -> str:
    """A draft of so many levels, each with a credit of its own, over so many services (0: one for ten pairs)."""
    named = service_names(pairs, services)
    front = _HEAD.replace("12 months", f"{months} months") + "services:\n"
    lines = [front + "".join(f"  {name}: {{unit: unit, baseline: 1 000 per month}}\n" for name in named) + "---\n", "# 5 Charges\n"]
    for i, name in enumerate(named):
        words = f"For each unit of {name} the Client shall pay GBP 4.20."
        lines += _provision(f"5.{i + 1}", f"Charge for {name}", words, {"kind": "unit_charge", "service": name, "bands": "[{price: GBP 4.20}]"})
    lines.append("# 8 Service levels\n")
    for i in range(pairs):
        decided = undecided == "none" or (undecided == "some" and i % 2 == 0)
        lines += _pair(i, named[i % len(named)], decided)
    return "\n".join(lines)


def service_names(pairs: int, services: int = 0) -> list[str]:
    """The services of such a draft."""
    return [f"service-{i + 1}" for i in range(services or max(pairs // 10, 1))]


def _pair(i: int, service: str, decided: bool) -> Iterator[str]:
    level, credit = f"8.{2 * i + 1}", f"8.{2 * i + 2}"
    measure, target = _MEASURES[i % len(_MEASURES)], f"{99.9 - (i % 397) / 1000:.3f} %"
    terms = {"kind": "service_level", "service": service, "measure": measure, "target": target}
    if i % 7 == 3:
        terms["window"] = "3 months"
    if measure == "availability" and i % 4 == 0:
        terms["excluding"] = "[planned]"
    words = f"The {measure} of {service} shall be at least {target} of each month."
    yield from _provision(level, f"Level {i + 1}", words, terms | (_LEVEL if decided else {}))
    words = f"Where the level of clause {level} is missed the Provider shall credit 5 % of the monthly charges."
    ways: tuple[dict[str, str], ...] = (
        {"tiers": f"[{{below: {target}, credit: 2 %}}, {{below: 95 %, credit: 5 %}}]", "at risk": "10 %"},
        {"credit": "5 %"},
        {"per point": f"{{below: {target}, credit: 1 %}}", "at risk": "8 %"},
        {"triggers": "[{misses: 2, window: 3 months, credit: 4 %}]"},
        {"tiers": f"[{{below: {target}, credit: 3 %}}]", "invoice": "of the next month"},
    )
    kind: dict[str, str] = {"kind": "service_credit", "service level": f'"{level}"', **ways[i % len(ways)]}
    settled: Mapping[str, str] = _CREDIT
    if i % 10 == 7:
        bands = f"[{{below: {target}, points: 2}}, {{below: 90 %, points: 4}}]"
        kind = {"kind": "service_points", "levels": f'[{{service level: "{level}", bands: {bands}}}]', "credit per point": "0.5 %"}
        settled = _POINTS
    elif i % 10 == 9:
        kind = {"kind": "credit_pool", "at risk": "12 %", "allocations": f'[{{service level: "{level}", share: 40 %}}]'}
        settled = _POOL
    yield from _provision(credit, f"Credit {i + 1}", words, {**(settled if decided else {}), **kind})


def _provision(number: str, title: str, words: str, terms: Mapping[str, str]) -> Iterator[str]:
    yield f"## {number} {title}\n\n{words}\n\n```terms"
    yield from (f"{key}: {value}" for key, value in terms.items())
    yield "```\n"


def world(names: list[str], step: str = "month") -> str:
    """A scenario in which every service is in demand, has outages and does some units wrong."""
    lines = ["name: A year of all services", "why: every level is measured", f"step: {step}", "services:"]
    for name in names:
        lines += [f"  {name}:", "    demand: {level: 1 000 per month, noise: {weekly: 5 %}}",
                  "    capacity: {level: 1 050 per month}", "    quality: {errors: 1 %}", f"    needs: [{name}-platform]"]  # fmt: skip
    lines.append("components:")
    lines += [f"  {name}-platform: {{outages: 1 per month, repair: {{median: 30 minutes, p95: 3 hours, at most: 1 day}}}}" for name in names]
    return "\n".join([*lines, "economics:", "  provider:", f"    unit cost: {{{', '.join(f'{name}: GBP 3' for name in names)}}}", ""])


def write(folder: Path, pairs: int, undecided: Undecided = "some", services: int = 0, step: str = "month", months: int = 12) -> tuple[Path, Path]:
    """The draft and its scenario as files of a folder."""
    draft, scenario = folder / "many.md", folder / "year.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    draft.write_text(many(pairs, undecided, services, months))
    scenario.write_text(world(service_names(pairs, services), step))
    return draft, scenario


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), *sys.argv[3:4])  # type: ignore[arg-type]
