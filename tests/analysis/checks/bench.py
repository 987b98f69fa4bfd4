"""A bench on which a draft is looked over, with or without lives, and looked over again under a finding's patch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wargame.analysis.findings.check import look_over, ranked
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.pricing import price
from wargame.analysis.words.patches import patch_text
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.contract.text.variant import apply, load_variants
from wargame.core.finding import SEVERITIES, Finding
from wargame.simulation.counterfactuals.what_if import what_ifs
from wargame.simulation.run.cells import lay_out, run_cells
from wargame.simulation.run.prepare import RunSpec, compiled, prepare
from wargame.simulation.run.worker_pool import worker_pool

FRONT = """---
title: Contact centre services
parties:
  client: {name: Harbour Bank}
  provider: {name: Meridian Services}
currency: GBP
effective: 2027-01-01
term: 12 months
services:
  voice: {unit: call, baseline: 100 000 per month}
---
"""
CHARGE = """
## 5.1 Call charge

For each Call the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```
"""
LEVEL = """
## 8.1 Availability

The service shall be available for 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
overlapping outages: united
clock: occurrence
```
"""
CREDIT = """
## 8.2 Service credits

Below 99.5 % the Provider shall credit 5 % of the Charges, below 98 % it shall credit 12 %, but no more than 15 %.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 5 %}
  - {below: 98 %, credit: 12 %}
at risk: 15 %
```
"""
NATURE = """
## 8.3 Nature of credits

Credits are without prejudice to any other remedy.

```terms
terms: none
```
"""
DAMAGES = """
## 9.1 Late restoration

An outage not restored within 4 hours costs the Provider GBP 7,500 for each further hour or part of an hour, after credits for the month.

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 7 500
per: 1 hour
part periods: count whole
clock: occurrence
credits: set against damages
```
"""
CAP = """
## 12.1 Limit

The Provider's liability in each contract year shall not exceed GBP 6,000,000.

```terms
kind: liability_cap
cap: GBP 6 000 000
covers: [liquidated damages]
resets: each contract year
```
"""
CLEAN = FRONT + CHARGE + LEVEL + CREDIT + NATURE + DAMAGES + CAP
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


@dataclass
class Bench:
    """A folder with a draft, and a world if lives are to be played."""

    folder: Path
    world: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()

    def look(self, text: str, patch: str = "") -> list[Finding]:
        """The findings of a draft, under a patch (a variants file) if one is given."""
        path = self.folder / "draft.md"
        path.write_text(text, encoding="utf-8")
        kinds = clause_kinds()
        draft = load_draft(path, kinds)
        if patch:
            (self.folder / "patch.yaml").write_text(patch, encoding="utf-8")
            (variant,) = load_variants(self.folder / "patch.yaml")
            draft = apply(draft, variant, kinds)
        if not self.world:
            return look_over(Evidence(compile_rules(draft, kinds)))
        (self.folder / "world.yaml").write_text(self.world, encoding="utf-8")
        spec = RunSpec(str(path), (str(self.folder / "world.yaml"),), None, (), 64)
        ready = prepare(spec)
        ready.draft = draft
        ready.drafts = (draft,)
        world = ready.scenarios[0]
        ready.rules = [[compiled(draft, kinds, world, (), spec)]]
        with worker_pool(ready, 1) as team:
            layout = lay_out(ready, team)
            evidence = Evidence(ready.rules[0][0], tuple(run_cells(ready, layout, team, lambda *_: None, lambda _: None)))
            return ranked(price(look_over(evidence), evidence, partial(what_ifs, team), spec.futures))

    def again(self, text: str, finding: Finding) -> list[Finding]:
        """The findings once a finding's patch is applied."""
        assert finding.patch, f"{finding.id} proposes no patch"
        return self.look(text, patch_text(finding.patch))


def as_grave(findings: list[Finding], severity: str) -> set[Finding]:
    """The findings that are as grave as a severity, or graver."""
    floor = SEVERITIES.index(severity)
    return {one for one in findings if SEVERITIES.index(one.severity) >= floor}
