"""The law of the two drivers: a life played event by event and its lane of a cohort agree to the last bit, in money, exits and answers."""

from __future__ import annotations

import numpy as np
import pytest

from tests.laws.compare import differences, tied_lanes
from tests.laws.workshop import CALM, COMBINED, KINDS, PRESSURE, SHOCKS, STORM, TIES, WORLDS, Workshop, example_of, second_choices, world_of_shock
from wargame.contract.clauses.unit_charge import UnitCharge
from wargame.simulation.cohort import Cohort

STEPS = ("day", "month")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_clause_kind_plays_as_its_cohort(workshop: Workshop, kind: str, world: str, step: str) -> None:
    rules = workshop.rules(example_of(kind), WORLDS[world])
    assert kind in {clause.kind for clause in rules.clauses}
    assert differences(rules, workshop.futures(WORLDS[world], step, 24, 1024), 9) == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", SHOCKS)
def test_every_shock_kind_plays_as_its_cohort(workshop: Workshop, kind: str, step: str) -> None:
    world = world_of_shock(kind)
    assert differences(workshop.rules(COMBINED, world), workshop.futures(world, step, 36, 1024), 8) == []


@pytest.mark.parametrize("size", [1, 7])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", WORLDS)
def test_small_cohorts(workshop: Workshop, world: str, step: str, size: int) -> None:
    rules = workshop.rules(COMBINED, WORLDS[world])
    assert differences(rules, workshop.futures(WORLDS[world], step, 36, size), range(size)) == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", WORLDS)
def test_the_readings_furthest_from_the_base(workshop: Workshop, world: str, step: str) -> None:
    rules = workshop.rules(COMBINED, WORLDS[world], second_choices(workshop.draft(COMBINED)))
    assert differences(rules, workshop.futures(WORLDS[world], step, 36, 1024), 16) == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", ["storm", "pressure"])
def test_256_of_8192(workshop: Workshop, world: str, step: str) -> None:
    futures = workshop.futures(WORLDS[world], step, 36, 8192)
    rules = workshop.rules(COMBINED, WORLDS[world])
    assert {clause.kind for clause in rules.clauses} >= {"unit_charge", "liability_cap", "termination_chronic"}
    assert differences(rules, futures, 128) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", WORLDS)
def test_all_of_8192(workshop: Workshop, world: str, step: str) -> None:
    futures = workshop.futures(WORLDS[world], step, 36, 8192)
    assert differences(workshop.rules(COMBINED, WORLDS[world]), futures, range(8192)) == []


def test_the_worlds_hold_what_they_were_made_for(workshop: Workshop) -> None:
    """Overlaps across midnights and month ends, ties, exits within a month: without them the law above would say little."""
    storm = workshop.futures(STORM, "day", 36, 1024)
    table = storm.incidents
    assert table.lane.size / 1024 / 36 > 20
    month_end = np.searchsorted(np.array(storm.starts), table.start, side="right")
    assert ((table.start + table.raw) > np.array(storm.starts)[np.minimum(month_end, 36)]).sum() > 1000
    assert tied_lanes(workshop.futures(TIES, "day", 36, 7)).size == 7
    for world in (STORM, TIES, PRESSURE):
        outcome = Cohort(workshop.rules(COMBINED, world), workshop.futures(world, "day", 36, 1024)).run()
        gone = outcome.exit[outcome.exit < outcome.term_end]
        assert 100 < gone.size
        assert np.setdiff1d(gone, workshop.futures(world, "day", 36, 1024).starts).size > 0
    calm = Cohort(workshop.rules(COMBINED, CALM), workshop.futures(CALM, "day", 36, 1024)).run()
    assert (calm.exit == calm.term_end).mean() > 0.5


def test_a_rule_that_cheats_in_one_lane_is_caught(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corrupted rule must fail the law: in the lanes dialect it pays one penny more, in one lane, in one month."""
    honest = UnitCharge.on_month_end

    def cheats(self: UnitCharge, month: object) -> None:
        honest(self, month)  # type: ignore[arg-type]
        due = month.dues[-1]  # type: ignore[attr-defined]
        if month.index == 5 and isinstance(due.amount, np.ndarray):  # type: ignore[attr-defined]
            due.amount = due.amount + (np.arange(due.amount.size) == 3)

    rules, futures = workshop.rules(COMBINED, CALM), workshop.futures(CALM, "month", 36, 7)
    assert differences(rules, futures, range(7)) == []
    monkeypatch.setattr(UnitCharge, "on_month_end", cheats)
    found = differences(rules, futures, range(7))
    assert found and all(line.startswith("lane 3: 5.1 | charges") for line in found)
