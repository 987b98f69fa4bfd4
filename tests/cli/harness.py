"""The command line as a person at a terminal has it: words in; an exit code, stdout and stderr out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
# An early draft of the sample agreement and its world, kept as they were: tests of the engine do not move with the samples.
FROZEN = ROOT / "tests" / "samples" / "frozen"
CARE = FROZEN / "customer-care.md"
CARE_VARIANTS = FROZEN / "customer-care.variants.yaml"
STORM = FROZEN / "perfect-storm.yaml"
PROBLEM = re.compile(r"^(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]\d{3}): (?P<message>.+)$", re.MULTILINE)
UNPLACED = re.compile(r"^(?P<file>.+?): (?P<code>[A-Z]\d{3}): (?P<message>.+)$", re.MULTILINE)
START = "from wargame.cli import main; main()"

# Small and without a fault or a finding: every faulty draft of these tests is this one with something done to it.
SOUND = """---
title: Contact centre services
law: England and Wales
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: 12 months
services:
  voice: {unit: call, baseline: 100 000 per month}
---

# 5 Charges

## 5.1 Call charge

For each Call the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

# 8 Service levels

## 8.1 Availability

The service shall be available for 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 8.2 Service credits

Below 99.5 % the Provider shall credit 5 % of the Charges, below 98 % it shall credit 12 %, but no more than 15 %. Credits are without prejudice to
any other remedy.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 5 %}
  - {below: 98 %, credit: 12 %}
at risk: 15 %
```

# 9 Damages

## 9.1 Late restoration

An outage not restored within 4 hours costs the Provider GBP 7,500 for each further hour.

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 7 500
per: 1 hour
```

# 12 Liability

## 12.1 Limit

The Provider's liability in each contract year shall not exceed GBP 60,000.

```terms
kind: liability_cap
cap: GBP 60 000
covers: [liquidated damages]
```
"""

# A world of one service with long outages, so that every clause of SOUND moves money.
WORLD = """name: Harsh year
why: every clause must act
step: month
services:
  voice:
    demand: {level: 100 000 per month, noise: {weekly: 5 %}}
    capacity: {level: 130 000 per month}
    needs: [platform]
components:
  platform: {outages: 1 per month, repair: {median: 2 hours, p95: 20 hours}}
economics:
  provider: {unit cost: {voice: GBP 3.40}}
  client losses:
    - {head: customer redress, amount: GBP 5 000, per: hour of outage, service: voice, marked: judged}
"""


class Outcome(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[tuple[int, int, str]]:
        """(line, column, code) of every problem on stderr, in the order printed."""
        return [(int(m["line"]), int(m["column"]), m["code"]) for m in PROBLEM.finditer(self.err)]

    def refused(self, path: Path) -> Outcome:
        """Itself, if it is a refusal as every refusal must be: exit 2, the first words on stderr are the place and the code, and no traceback."""
        assert self.code == 2, self
        first = self.err.splitlines()[0]
        assert first.startswith(f"{path}:") and (PROBLEM.match(first) or UNPLACED.match(first)), self.err
        assert "Traceback" not in self.err and "should not" not in self.err, self.err
        assert re.fullmatch(r"\d+ problems?", self.err.splitlines()[-1])
        return self


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment for a `wargame` whose code lies in `home`."""
    return {**os.environ, "PYTHONPATH": str(home), "PYTHONIOENCODING": "utf-8", **(more or {})}


def shell(*words: str | Path, home: Path = ROOT, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float = 300) -> Outcome:
    """`wargame WORDS…` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", START, *map(str, words)],
        cwd=cwd or home, env=environment(home, env), capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def place_of(text: str, words: str) -> tuple[int, int]:
    """Line and column, from 1, of the only place where the words stand."""
    assert text.count(words) == 1, words
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
