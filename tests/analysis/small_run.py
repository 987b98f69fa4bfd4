"""Small runs of the real engine for the tests of analysis and report: one draft, two scenarios, two variants, a few hundred futures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.lives.story import notable_futures
from wargame.analysis.world import witnesses
from wargame.contract.rules.readings import BASE_READING
from wargame.core.finding import Finding
from wargame.simulation.counterfactuals.readings import explore, single_results
from wargame.simulation.first_look import first_look
from wargame.simulation.run.cells import cells, lay_out, play_lives, run_cells
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.simulation.run.results import RunResult
from wargame.simulation.run.watch import watch
from wargame.simulation.run.worker_pool import worker_pool

DRAFT = """---
title: TITLE
parties:
  client: {name: CLIENT}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: 12 months
services:
  voice: {unit: call}
---

## 5.1 CHARGE

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 8.1 Availability

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 8.2 Service credits

Below 99.9 % the Provider shall credit 5 % and below 98 % it shall credit 12 %, never above 10 %.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.9 %, credit: 5 %}
  - {below: 98 %, credit: 12 %}
at risk: 10 %
```

## 9.1 Late restoration

The Provider shall pay <b>GBP 9,000</b> & costs for each hour of lateness.

```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 9 000
per: 1 hour
```

## 12.1 Limit of liability

```terms
kind: liability_cap
cap: GBP 60 000
```
"""

VARIANTS = """
variants:
  higher cap:
    why: two bad weekends a year should be paid for
    patch:
      "12.1": {cap: GBP 400 000}
  same words:
    why: nothing changes
    patch:
      "12.1": {cap: GBP 60 000}
"""

# A second cap that is never reached, a right to leave, and words without terms.
MORE = """
## 12.2 Liability as a whole

```terms
kind: liability_cap
cap: GBP 90 000 000
```

## 15.1 Material breach

Either party may terminate for a material breach.

## 15.2 Chronic failure

```terms
kind: termination_chronic
service level: 8.1
misses: 2
window: 6 months
```

# 16 General

## 16.1 Notices

Notices are given in writing.

```terms
terms: none
```
"""
LEAVES = """behaviour:
  rights:
    terminate for chronic failure: {exercised: always}
"""

SCENARIO = """name: NAME
why: WHY
services:
  voice:
    demand: {level: 100 000 per month, noise: {weekly: 6 %}}
    capacity: {level: 108 000 per month}
    needs: [platform]
components:
  platform: {outages: RATE per month, repair: {median: 42 minutes, p95: 8 hours}, detection: 5 minutes}
economics:
  provider: {unit cost: {voice: GBP 3.10}}
  client losses:
    - {head: customer redress, amount: GBP 6 000, per: hour of outage, service: voice}
    - {head: work-around, amount: GBP 0.50, per: unit waiting a day, service: voice}
"""


@dataclass(frozen=True)
class Small:
    """What a small run is of. Texts are put into YAML between quotes; `more` follows the draft and `behaviour` each scenario as they are."""

    futures: int = 300
    title: str = "Customer care"
    client: str = "Harbour Bank"
    charge: str = "Call charge"
    scenario: str = "Calm"
    variants: bool = True
    seed: int = 1
    more: str = ""
    behaviour: str = ""
    scenarios: tuple[str, ...] = ("calm", "rough")
    choices: tuple[tuple[str, str, str], ...] = ()
    readings: Literal["all", "adverse", "base"] = "base"


SMALL = Small()


def written(folder: Path, of: Small) -> RunSpec:
    """Its files, in `folder`."""
    draft = DRAFT.replace("TITLE", quoted(of.title)).replace("CLIENT", quoted(of.client)).replace("CHARGE", of.charge)
    (folder / "draft.md").write_text(draft + of.more, encoding="utf-8")
    (folder / "variants.yaml").write_text(VARIANTS, encoding="utf-8")
    for name, shown, rate in (("calm", of.scenario, "2"), ("rough", "Rough $5 and $9", "5")):
        text = SCENARIO.replace("NAME", quoted(shown)).replace("WHY", quoted(of.title)).replace("RATE", rate)
        (folder / f"{name}.yaml").write_text(text + of.behaviour, encoding="utf-8")
    paths = tuple(str(folder / f"{name}.yaml") for name in of.scenarios)
    variants = str(folder / "variants.yaml") if of.variants else None
    return RunSpec(str(folder / "draft.md"), paths, variants, (), of.futures, of.seed, of.choices, of.readings)


def small_run(folder: Path, of: Small = SMALL) -> tuple[RunResult, list[Finding]]:
    """A run in `folder`, and the findings of its draft. The median, 1-in-20 and worst life of each party in each cell are told."""
    spec = written(folder, of)
    ready = prepare(spec)
    with worker_pool(ready, 1) as team:
        ready, alone = explore(ready, team, lambda _: None)
        layout = lay_out(ready, team)
        results = run_cells(ready, layout, team, lambda *_: None, lambda _: None)
        jobs = []
        for (i, play, _), result in zip(cells(ready), results, strict=True):
            jobs.append((i, play, sorted({number for party in ready.parties for number in notable_futures(result, party).values()})))
        seen = first_look(ready, 1).seen
        watched = list(watch(ready, seen, witnesses([one for one in results if one.cell.reading == BASE_READING], ready.parties[0]), layout.lines))
        told = {cell: lives for (_, _, cell), lives in zip(cells(ready), team.each(play_lives, jobs), strict=True)}
    front = ready.draft.front
    names = {role: party.name for role, party in front.parties.items()}
    provenance: dict[str, object] = {"seed": of.seed, "futures": of.futures, "sha256": {"draft": ready.draft.digest}}
    base = [one for one in results if one.cell.reading == BASE_READING]
    others = [one for one in results if one.cell.reading != BASE_READING] + single_results(ready, layout, alone)
    run = RunResult(
        spec.draft, front.title, front.currency, ready.parties, names, of.seed, of.futures, base, told, provenance, others, watched=watched
    )
    return run, findings_of(run)


def findings_of(run: RunResult) -> list[Finding]:
    """What the checks find in a run."""
    return look_over(Evidence(run.cells[0].rules, (*run.cells, *run.readings)))


def quoted(text: str) -> str:
    """A YAML scalar that stands for exactly this text."""
    return "'" + text.replace("'", "''") + "'"
