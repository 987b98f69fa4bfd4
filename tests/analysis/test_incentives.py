"""The incentive gap: the effort that leaves the provider most, and what each party loses by it against the effort promised."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from tests.laws.workshop import COMBINED, STAFFED
from wargame.analysis.figures.incentives import chosen, incentive_rows
from wargame.analysis.tables.exposure import IncentiveRow
from wargame.analysis.tables.facts import PartyRow, ProvenanceRow, ScenarioRow
from wargame.analysis.tables.summary import Summary
from wargame.core.quantities import Rate
from wargame.report.page.context import ReportContext
from wargame.report.sections.incentives import Incentives
from wargame.simulation.counterfactuals.efforts import EFFORTS, play_efforts
from wargame.simulation.run.prepare import RunSpec, prepare
from wargame.simulation.run.results import Effort
from wargame.simulation.run.worker_pool import worker_pool
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import Scenario


def effort(made: Rate, client: list[int], provider: list[int]) -> Effort:
    """What two parties net in some futures at an effort."""
    return Effort("storm", "base", made, {"client": np.array(client), "provider": np.array(provider)})


THREE = [
    effort(Rate(1, 1), [-100] * 50, [40] * 50),
    effort(Rate(1, 2), [-130] * 50, [60] * 25 + [50] * 25),
    effort(Rate(0, 1), [-400] * 50, [10] * 50),
]


def rows() -> list[IncentiveRow]:
    """The rows of three efforts."""
    run: Any = SimpleNamespace(efforts=THREE, parties=("client", "provider"))
    return list(incentive_rows(run, lambda amount: float(amount)))


def test_the_provider_makes_the_effort_that_leaves_it_most_and_the_greater_of_two_alike() -> None:
    assert chosen(THREE, "provider") is THREE[1]
    assert chosen([THREE[0], effort(Rate(0, 1), [0] * 50, [40] * 50)], "provider") is THREE[0]


def test_differences_are_losses_against_the_effort_promised() -> None:
    found = {(row.effort, row.party): row for row in rows()}
    assert found[0.5, "client"].value == 30 and found[0.5, "client"].verdict == "more to lose" and found[0.5, "client"].chosen
    assert found[0.5, "provider"].value == -15 and found[0.5, "provider"].verdict == "less to lose"
    assert found[1.0, "client"].verdict == "no difference" and not found[1.0, "client"].chosen
    assert found[0.0, "client"].value == 300 and not found[0.0, "provider"].chosen


def test_the_section_says_the_gap_in_words() -> None:
    summary = Summary(
        title="Care", currency="GBP", parties=(PartyRow(role="client", name="Harbour"), PartyRow(role="provider", name="Meridian")), futures=50,
        scenarios=(ScenarioRow(scenario="storm", name="Storm", why=""),), variants=("base",), incentives=tuple(rows()),
        provenance=ProvenanceRow(seed=1),
    )  # fmt: skip
    words = " ".join(str(getattr(block, "text", "")) for block in Incentives().build(ReportContext(summary, None)))
    assert "Storm: the draft rewards half of it" in words and "costs Harbour GBP 30 a life" in words


def test_less_effort_means_longer_repairs_and_no_overtime_on_the_same_futures(tmp_path: Path) -> None:
    draft, world = tmp_path / "draft.md", tmp_path / "world.yaml"
    draft.write_text(COMBINED, encoding="utf-8")
    world.write_text(STAFFED, encoding="utf-8")
    ready = prepare(RunSpec(str(draft), (str(world),), futures=64))
    with worker_pool(ready, 1) as team:
        found = list(play_efforts(team))
    assert [one.effort for one in found] == list(EFFORTS)
    assert not np.array_equal(found[0].net["client"], found[2].net["client"])
    scenario: Scenario = ready.scenarios[0]
    rules = ready.rules[0][0]
    promised, none = (draw_futures(scenario.at_effort(made), rules.calendar, rules.term_months, 1, 0, 64) for made in (EFFORTS[0], EFFORTS[2]))
    a, b = promised.incidents, none.incidents
    of_provider = np.array([source.fault == "provider" and source.event == "outage" for source in promised.sources])
    mine = of_provider[a.source]
    assert np.array_equal(a.start, b.start) and np.array_equal(b.raw[mine], (3 * a.raw[mine] + 1) // 2)  # half as long again
    assert np.array_equal(a.raw[~mine], b.raw[~mine]) and none.plans["voice"].ceiling < 0.11 * promised.plans["voice"].ceiling
