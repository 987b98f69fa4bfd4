"""Drafts and worlds on which every kind of clause and shock is tried, made from the kinds' own examples.

A kind's `example` is its provisions only; the front matter is added here. A shock's `example` is one entry of `shocks:`; the world around it is added
here. Apart from the combined draft nothing names a kind, so one that is dropped into its folder tomorrow is tried by every law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from textwrap import indent
from typing import Any

from wargame.contract.rules.clause import Clause
from wargame.contract.rules.rulebook import Rulebook, compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.core.calendar import Calendar
from wargame.core.registry import discover
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.world.sampled.futures import Futures, draw_futures
from wargame.world.scenario.file import Scenario, load_scenario, shock_kinds

KINDS: dict[str, type[Any]] = discover("wargame.contract.clauses", Clause)
SHOCKS: dict[str, type[Any]] = shock_kinds()
ROLES = ("client", "provider")
SEED = 20_270_101

FRONT = """---
title: Customer care services agreement
law: England and Wales
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
currencies: [GBP, EUR]
effective: 2027-01-01
term: 24 months
services:
  voice: {unit: call, baseline: 100 000 per month}
---
"""

# Of an agreement under no law that is played, about two services; before a text with a front matter of its own it is the one that counts.
HEAD = """---
title: Kinds
parties: {client: {name: Buyer}, provider: {name: Seller}}
currency: GBP
currencies: [GBP, EUR]
effective: 2027-01-01
term: 36 months
services: {voice: {unit: call, baseline: 100 000 per month}, cases: {unit: case}}
---

"""

# One provision of every kind we ship, wired to each other. A plan due 30 days after a month end begins, before a month of 31 days, on its last day or
# the first of the next.
COMBINED = (
    FRONT.replace("24 months", "36 months")
    + """
## 5.1 Call charge
```terms
kind: unit_charge
service: voice
bands:
  - {up to: 80 000, price: GBP 4.20}
  - {price: GBP 3.90}
bands apply: marginally
index: 5.2
```

## 5.2 Indexation
```terms
kind: indexation
series: CPI
floor: 0 %
ceiling: 5 %
```

## 8.1 Availability
```terms
kind: service_level
service: voice
target: 99.5 %
excluding: [planned]
```

## 8.2 Service credits
```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.9 %, credit: 2 %}
  - {below: 99.5 %, credit: 5 %}
  - {below: 98 %,   credit: 12 %}
at risk: 10 %
```

## 9.1 Late restoration
```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 9 000
per: 1 hour
limit: GBP 260 000
payable after: 45 days
```

## 10.1 Escalation
```terms
kind: escalation
service: voice
ladder:
  - {after: 4 hours, to: service manager, shortens: 20 %}
  - {after: 12 hours, to: executive sponsors, shortens: 10 %}
step in: {after: 24 hours, shortens: 50 %, cost: GBP 25 000, borne by: provider}
```

## 12.1 Cap
```terms
kind: liability_cap
cap: the greater of GBP 500 000 and 10 % of annual charges
covers: [liquidated damages, step-in costs]
```

## 14.1 Change in law
```terms
kind: change_in_law
cost:
  - {up to: GBP 200 000, client: 50 %}
  - {client: 80 %}
lasting cost: 50 %
```

## 15.2 Chronic failure
```terms
kind: termination_chronic
service level: 8.1
misses: 3
window: 6 months
notice: 40 days
fee: GBP 50 000
remediation plan: {within: 30 days, shortens: 15 %, lasts: 3 months}
```
"""
)

SERVED = """
services:
  voice:
    demand: {level: 100 000 per month, growth: 3 %, season: {week: [6, 6, 5, 5, 5, 2, 1]}, noise: {weekly: 6 %}}
    capacity: {level: 108 000 per month, ceiling: 150 000 per month}
    needs: [platform, network]
indices:
  CPI: {yearly move: {mean: 3 %, sd: 3 %}}
  EUR/GBP: {yearly move: {mean: 0 %, sd: 8 %}}
economics:
  provider: {unit cost: {voice: GBP 3.10}, fixed cost: GBP 40 000}
  client losses:
    - {head: customer redress, amount: GBP 6 000, per: hour of outage, service: voice}
    - {head: work-around, amount: GBP 0.50, per: unit waiting a day, service: voice}
    - {head: wasted expenditure, amount: GBP 700, per: hour of outage, service: voice}
  replacement: {gap: 20 days, transition: GBP 400 000, price: {voice: GBP 4.90}, lost unit: GBP 2.00}
"""

SHOCKED = """
shocks:
  surge:
    kind: volume_surge
    service: voice
    arrives: {rate: 1.8 per year}
    size: {low: 10 %, mode: 25 %, high: 80 %}
    lasts: {median: 14 days, p95: 60 days}
  major: {kind: outage, component: platform, arrives: {rate: 0.5 per year}, lasts: {median: 6 hours, p95: 72 hours, at most: 14 days}}
  rule:
    kind: regulatory_change
    service: voice
    arrives: {rate: 1 per year}
    lead time: {low: 18 days, mode: 3 months, high: 12 months}
    work: {median: 5 months, p95: 12 months}
    cost: {median: GBP 200 000, p95: GBP 900 000}
    fine: GBP 20 000
    lasting cost: GBP 0.06
"""

CALM = (
    "name: Calm\n"
    + SERVED
    + """
components:
  platform: {outages: 0.5 per month, repair: {median: 42 minutes, p95: 5 hours}, detection: 5 minutes, severity: Severity 1}
  network: {outages: 0.2 per month, repair: {median: 20 minutes, p95: 2 hours}, fault: third party, severity: Severity 2}
milestones: {go-live: {due: 2027-05-01, late: {median: 20 days, p95: 120 days}, probability: 70 %}}
behaviour: {rights: {terminate for chronic failure: {probability: 20 %}}}
"""
)

# Twenty overlapping outages a month, across midnights and month ends, from two components with different delays of detection, and planned work.
STORM = (
    "name: Storm\n"
    + SERVED
    + """
components:
  platform:
    outages: 20 per month
    repair: {median: 9 hours, p95: 60 hours}
    detection: 5 minutes
    report: 35 minutes
    severity: Severity 1
    notice: 3 days
    planned work: {rate: 2 per month, lasts: {low: 1 hour, high: 9 hours}}
  network: {outages: 6 per month, repair: {mean: 3 hours}, detection: 2 hours, fault: third party, severity: Severity 2}
milestones: {go-live: {due: 2027-06-15, late: {median: 40 days, p95: 300 days}, probability: 90 %}}
behaviour: {rights: {terminate for chronic failure: {probability: 4 %}}}
"""
)

# Dated rows that fall together: starting and ending at midnights and month ends, at one second, without a gap, for 100 days.
TIES = (
    "name: Ties\nhistory: ties.csv\n"
    + SERVED
    + """
components:
  platform: {outages: 0.3 per month, repair: {median: 3 hours, p95: 40 hours}, detection: 10 minutes, severity: Severity 2}
  network: {fault: third party, severity: Severity 1}
milestones: {go-live: {due: 2027-06-01, late: {low: 0 days, mode: 29 days, high: 31 days}}}
behaviour: {rights: {terminate for chronic failure: {probability: 15 %}}}
"""
)
TIES_CSV = """start,end,component,planned
2027-01-05T00:00,2027-01-06T00:00,platform,no
2027-01-10T09:00,2027-01-10T19:00,platform,no
2027-01-10T09:00,2027-01-10T13:00,network,no
2027-01-10T09:00,2027-01-10T13:00,platform,no
2027-01-20T01:00,2027-01-20T05:00,platform,no
2027-01-20T05:00,2027-01-20T09:00:01,platform,no
2027-01-31T00:00,2027-02-01T00:00,platform,no
2027-02-01T00:00,2027-02-02T00:00,network,no
2027-02-10T10:00,2027-02-10T18:00,platform,no
2027-02-10T12:00,2027-02-10T18:00,network,no
2027-02-27T20:00,2027-03-01T00:00,network,yes
2027-02-28T12:00,2027-03-02T00:00,platform,no
2027-03-02T00:00,2027-03-02T04:00,platform,no
2027-03-10T00:00,2027-06-18T00:00,platform,no
2027-05-31T23:59:59,2027-06-01T00:00:01,network,no
2027-08-31T20:00,2027-09-01T00:00,platform,no
2027-12-30T00:00,2028-01-03T00:00,platform,no
2027-12-31T12:00,2028-01-01T12:00,network,no
2028-11-30T00:00,2029-02-01T00:00,platform,no
"""

PRESSURE = (
    "name: Pressure\n"
    + SERVED
    + """
components:
  platform:
    outages: 2 per month
    repair: {median: 90 minutes, p95: 9 hours}
    detection: 5 minutes
    report: 20 minutes
    severity: Severity 1
    notice: 1 day
    planned work: {rate: 0.5 per month, lasts: 2 hours}
  network: {outages: 0.5 per month, repair: {median: 20 minutes, p95: 2 hours}, severity: Severity 2}
milestones: {go-live: {due: 2027-08-01, late: {median: 30 days, p95: 200 days}, probability: 80 %}}
behaviour:
  rights:
    terminate for chronic failure: {probability: 30 %}
    terminate for convenience: {probability: 7 %}
    terminate in part: {probability: 20 %}
    terminate for cause: {probability: 40 %}
    benchmark the charges: {probability: 80 %}
    reset the rates: {probability: 70 %}
"""
    + SHOCKED
)

# People who pay late, notify late, dispute, settle and fail; milestones that slip; units done wrong; outages of every fault.
PEOPLE = (
    "name: People\n"
    + SERVED.replace("    needs: [platform, network]\n", "    needs: [platform, network]\n    quality: {errors: 1.5 %, under strain: 4 %}\n").replace(
        "  replacement:",
        "    - {head: re-performance, amount: GBP 8, per: unit done wrong, service: voice}\n"
        "    - {head: anticipated savings, amount: GBP 9 000, per: day of delay, milestone: go-live}\n  replacement:",
    )
    + """
components:
  platform: {outages: 1.5 per month, repair: {median: 2 hours, p95: 30 hours}, detection: 10 minutes, severity: Severity 1}
  network: {outages: 0.4 per month, repair: {median: 1 hour, p95: 20 hours}, fault: client, severity: Severity 2}
milestones:
  go-live: {due: 2027-05-01, late: {median: 20 days, p95: 120 days}, probability: 70 %}
  second wave: {due: 2027-11-15, late: {low: 0 days, mode: 10 days, high: 500 days}, fault: client}
behaviour:
  rights:
    terminate for chronic failure: {probability: 10 %}
    terminate for force majeure: {probability: 60 %}
    terminate for cause: {probability: 30 %}
    terminate for a change in law: {probability: 50 %}
    not renew: {probability: 30 %}
    terminate in part: {probability: 15 %}
    terminate for late delivery: {probability: 20 %}
    terminate for failed recovery: {probability: 20 %}
    call for the innovation fund: {probability: 25 %}
  payment: {client: {by: {low: 1 day, mode: 12 days, high: 90 days}, probability: 40 %}}
  claims:
    client: {notice: {low: 0 days, mode: 9 days, high: 60 days}, disputed: 50 %, settled at: 63.5 %, settled after: 5 months}
    provider: {notice: {low: 0 days, mode: 4 days, high: 30 days}}
  default: {provider: {rate: 0.2 per year, recovers: 12.5 %}}
shocks:
  flood: {kind: outage, component: platform, fault: nobody, arrives: {rate: 0.4 per year}, lasts: {median: 3 days, p95: 60 days}}
  ordered out: {kind: regulator_orders_exit, arrives: {rate: 0.06 per year}, notice: {low: 10 days, high: 200 days}}
"""
    + SHOCKED.replace("\nshocks:\n", "")
)

# People who come, learn and leave, live and deferred work that share them, a component behind components, a common driver, shocks that follow shocks.
STAFFED = """
name: Staffed
services:
  voice:
    demand:
      level: 100 000 per month
      growth: 3 %
      season: {week: [6, 6, 5, 5, 5, 2, 1]}
      noise: {weekly: 6 %, persists: 50 %, driven by: {economy: 40 %}}
      on holidays: 30 %
      forecast: {error: {mean: 0 %, sd: 7 %}}
    capacity: {level: 112 000 per month, ceiling: 125 000 per month}
    live: {handling: 5 minutes, patience: 2 minutes, threshold: 20 seconds, profile: [0, 0, 0, 1, 4, 6, 6, 5, 4, 2, 1, 0]}
    quality: {errors: 1 %, under strain: 3 %}
    staff: front line
    needs: [platform, network]
  letters:
    demand: {level: 12 000 per month, noise: {weekly: 5 %, driven by: {economy: -30 %}}}
    capacity: {level: 12 500 per month, ceiling: 14 000 per month}
    quality: {errors: 2 %}
    staff: front line
    unit takes: 11 minutes
    needs: [platform]
staff:
  front line:
    people: 130
    attrition: 3 %
    hiring: {delay: 2 months, at most: 14}
    learning: {takes: 3 months, starts at: 50 %}
    flexible: 60 %
drivers: {economy: {}}
components:
  power: {outages: 0.1 per month, repair: {median: 1 hour, p95: 8 hours}, fault: nobody}
  platform: {outages: 0.5 per month, repair: {median: 42 minutes, p95: 5 hours}, detection: 5 minutes, needs: [power]}
  network: {outages: 0.2 per month, repair: {median: 20 minutes, p95: 2 hours}, fault: third party}
indices:
  CPI: {yearly move: {mean: 3 %, sd: 2 %}, driven by: {economy: 60 %}}
  EUR/GBP: {yearly move: {mean: 0 %, sd: 8 %}}
milestones: {go-live: {due: 2027-05-01, late: {median: 20 days, p95: 120 days}, probability: 70 %}}
economics:
  provider: {unit cost: {voice: GBP 3.10, letters: GBP 5.20}, fixed cost: GBP 40 000, overtime: {voice: GBP 1.15, letters: GBP 2.00}}
  client losses:
    - {head: customer redress, amount: GBP 6 000, per: hour of outage, service: voice}
    - {head: goodwill, amount: GBP 1.50, per: unit lost, service: voice}
    - {head: work-around, amount: GBP 0.50, per: unit waiting a day, service: letters}
    - {head: re-performance, amount: GBP 4, per: unit done wrong, service: letters}
  replacement: {gap: 20 days, transition: GBP 400 000, price: {voice: GBP 4.90, letters: GBP 8}, lost unit: GBP 2.00}
behaviour:
  rights:
    terminate for chronic failure: {exercised: when it pays}
    terminate for convenience: {exercised: when it pays}
    terminate in part: {probability: 10 %}
    terminate for cause: {probability: 20 %}
  escalation: {client: {late: {low: 5 minutes, high: 6 hours}, probability: 60 %}}
  effort: {strategic: yes, standby: GBP 5 000, without: {overtime: 10 %, repairs: 150 %}}
"""
FOLLOWING = """
shocks:
  major: {kind: outage, component: platform, arrives: {rate: 0.7 per year, driven by: {economy: -50 %}}, lasts: {median: 6 hours, p95: 72 hours}}
  rush:
    kind: volume_surge
    service: voice
    arrives: {after: {shock: major, delay: {low: 1 hour, high: 3 days}, probability: 70 %}}
    size: {low: 10 %, mode: 30 %, high: 90 %}
    lasts: {median: 9 days, p95: 30 days}
    shape: decay
  complaints:
    kind: volume_surge
    service: letters
    arrives: {rate: 0.8 per year, season: [2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], raised by: {major: {by: 400 %, lasts: 60 days}}}
    size: {low: 10 %, mode: 40 %, high: 80 %}
    lasts: {median: 20 days, p95: 60 days}
    shape: ramp
"""

WORLDS = {"calm": CALM, "storm": STORM, "ties": TIES, "pressure": PRESSURE, "people": PEOPLE, "staffed": STAFFED + FOLLOWING}


class Workshop:
    """Reads drafts and worlds from files in `folder`, and keeps what was made of them: one workshop serves all the laws of a test process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "ties.csv").write_text(TIES_CSV, encoding="utf-8")
        self._kept: dict[Any, Any] = {}

    def _keep(self, key: Any, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _file(self, text: str, ending: str) -> Path:
        path = self.folder / (hashlib.sha256(text.encode()).hexdigest()[:16] + ending)
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        return path

    def draft(self, text: str) -> Draft:
        """The draft of a text."""
        return self._keep(("draft", text), lambda: load_draft(self._file(text, ".md"), KINDS))

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of all the drafts here."""
        return Calendar(self.draft(COMBINED).front.effective)

    def scenario(self, text: str, step: str = "day") -> Scenario:
        """The world of a text, stepped by the day or the month."""

        def make() -> Scenario:
            found = load_scenario(self._file(text, ".yaml"), "GBP", self.calendar.instant)
            return replace(found, inputs=found.inputs.model_copy(update={"step": step}))

        return self._keep(("scenario", text, step), make)

    def rules(self, draft: str | Draft, world: str, choices: Mapping[tuple[str, str], str] | None = None) -> Rulebook:
        """The rulebook of a draft in a world."""
        read = self.draft(draft) if isinstance(draft, str) else draft
        scenario = self.scenario(world)
        components = {service: scenario.components_of(service) for service in scenario.inputs.services}
        return compile_rules(read, KINDS, components=components, provides=scenario.provides, choices=choices)

    def unmeasured(self, kind: str, world: str) -> str:
        """What a kind's own example reads that a world does not give; "" where it is played there."""
        rules = self.rules(example_of(kind), world)
        if kind in {clause.kind for clause in rules.clauses}:
            return ""
        return "; ".join(f"{one.clause} needs {one.words}" for one in rules.unmeasured)

    def world_for(self, kind: str) -> str:
        """The first world that gives all that a kind's own example reads; the test fails where none does."""
        lacking = {name: self.unmeasured(kind, world) for name, world in WORLDS.items()}
        for name, lacks in lacking.items():
            if not lacks:
                return WORLDS[name]
        raise AssertionError(f"no world of tests/laws/workshop.py gives what the example of {kind} reads: {lacking}; add it to one of them")

    def futures(self, world: str, step: str, months: int, count: int) -> Futures:
        """The first `count` futures of a world."""
        key = ("futures", world, step, months, count)
        return self._keep(key, lambda: draw_futures(self.scenario(world, step), self.calendar, months, SEED, 0, count))

    def outcome(self, rules: Rulebook, futures: Futures) -> Outcome:
        """What a cohort comes to; not kept."""
        return CohortDriver(rules, futures).run()


def example_of(kind: str) -> str:
    """A draft of one clause kind's own example."""
    return FRONT + KINDS[kind].example


def number_of(draft: Draft, kind: str) -> str:
    """The number of the (last) provision of a kind."""
    return [provision.number for provision in draft.provisions if provision.kind == kind][-1]


def world_of_shock(kind: str) -> str:
    """The staffed world with one shock kind's own example in it, and others beside it."""
    return STAFFED.replace("name: Staffed", f"name: {kind}") + FOLLOWING + indent(SHOCKS[kind].example.strip(), "  ") + "\n"


def second_choices(draft: Draft) -> dict[tuple[str, str], str]:
    """For every construction of a draft an option that is not the usual one: the reading furthest from the base."""
    found = {}
    for provision in draft.provisions:
        for name, construction in (KINDS[provision.kind].constructions if provision.kind else {}).items():
            found[provision.number, name] = construction.options[-1]
    return found
