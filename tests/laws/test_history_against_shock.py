"""The law of two ways of saying one outage: told by a history and by a shock it leads to the same postings, of every kind that reads incidents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.laws.workshop import KINDS, Workshop, example_of
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import load_scenario

OF_INCIDENTS = {"downtime", "duration", "start", "detected"}
WORLD = """name: {name}
step: {step}
services:
  voice:
    demand: {{level: 100 000 per month, noise: {{weekly: 5 %}}}}
    capacity: {{level: 108 000 per month, ceiling: 150 000 per month}}
    quality: {{errors: 2 %}}
    live: {{handling: 5 minutes, patience: 2 minutes, threshold: 20 seconds}}
    needs: [platform, network]
  letters:
    demand: {{level: 12 000 per month}}
    capacity: {{level: 12 500 per month}}
    quality: {{errors: 2 %}}
    needs: [platform]
components:
  platform: {{outages: 0.4 per month, repair: {{mean: 3 hours}}, detection: 45 minutes, report: 70 minutes, severity: P1, fault: {fault}}}
  network: {{outages: 0.2 per month, repair: {{median: 1 hour, p95: 9 hours}}, detection: 10 minutes, severity: P2}}
indices:
  CPI: {{yearly move: {{mean: 3 %, sd: 2 %}}}}
  EUR/GBP: {{yearly move: {{mean: 0 %, sd: 8 %}}}}
milestones: {{go-live: {{due: 2027-05-01, late: {{median: 20 days, p95: 120 days}}, probability: 70 %}}}}
economics:
  client losses: [{{head: customer redress, amount: GBP 6 000, per: hour of outage, service: voice}}]
behaviour:
  rights: {{terminate for chronic failure: {{exercised: always}}, terminate for cause: {{probability: 20 %}}}}
  claims: {{client: {{notice: {{median: 21 days, p95: 70 days}}}}}}
"""
# Outages from midnight on, for so many hours: one that overlaps another, one over the end of a month, one under way on the effective date.
OUTAGES = (("platform", "2026-12-31", 40), ("platform", "2027-02-03", 7), ("network", "2027-02-03", 30), ("platform", "2027-03-31", 50))
SHOCK = "  {component} {date}: {{kind: outage, component: {component}, arrives: {{date: {date}}}, lasts: {hours} hours}}\n"


def _end(date: str, hours: int) -> str:
    return str(np.datetime64(date, "h") + hours)


def _reads_incidents(kind: str, workshop: Workshop) -> bool:
    rules = workshop.draft(example_of(kind))
    clauses = workshop.rules(rules, workshop.world_for(kind)).clauses
    return any("outage" in clause.listens or OF_INCIDENTS & {read.fact for read in clause.reads()} for clause in clauses)


@pytest.mark.parametrize("fault", ["provider", "third party"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_outage_of_a_history_pays_what_the_same_one_of_a_shock_pays(workshop: Workshop, tmp_path: Path, kind: str, fault: str) -> None:
    if not _reads_incidents(kind, workshop):
        pytest.skip(f"{kind} reads no incidents")
    rows = "".join(f"{date}T00:00,{_end(date, hours)}:00,{component}\n" for component, date, hours in OUTAGES)
    (tmp_path / "told.csv").write_text(f"start,end,component\n{rows}", encoding="utf-8")
    shocks = "".join(SHOCK.format(component=component, date=date, hours=hours) for component, date, hours in OUTAGES)
    found = []
    for step in ("day", "month"):
        for name, said in (("told", "history: told.csv\n"), ("struck", f"shocks:\n{shocks}")):
            (tmp_path / f"{name}.yaml").write_text(WORLD.format(name=name, step=step, fault=fault) + said, encoding="utf-8")
            scenario = load_scenario(tmp_path / f"{name}.yaml", "GBP", workshop.calendar.instant)
            components = {service: scenario.components_of(service) for service in scenario.inputs.services}
            rules = workshop.rules(example_of(kind), workshop.world_for(kind))
            assert rules.clauses and components
            found.append(workshop.outcome(rules, draw_futures(scenario, workshop.calendar, 24, 5, 0, 64)))
        told, struck = found[-2:]
        assert told.ledger.paid.keys() == struck.ledger.paid.keys() and told.ledger.withheld.keys() == struck.ledger.withheld.keys()
        for mine, other in ((told.ledger.paid, struck.ledger.paid), (told.ledger.withheld, struck.ledger.withheld)):
            assert [account for account in mine if not np.array_equal(mine[account], other[account])] == []
        assert np.array_equal(told.exit, struck.exit)
