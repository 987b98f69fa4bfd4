"""The law of the two drivers: a life played event by event and its lane of a cohort agree to the last bit, in money, exits and answers."""

from __future__ import annotations

import numpy as np
import pytest

from tests.laws.compare import differences, tied_lanes
from tests.laws.workshop import (
    CALM,
    COMBINED,
    KINDS,
    PEOPLE,
    PRESSURE,
    SHOCKS,
    STORM,
    TIES,
    WORLDS,
    Workshop,
    example_of,
    second_choices,
    world_of_shock,
)
from wargame.contract.clauses.unit_charge import UnitCharge
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.desk.claims import COMPROMISED, UNCOLLECTED

STEPS = ("day", "month")
TIES_FAULTS = "outages: 0.3 per month, repair: {median: 3 hours, p95: 40 hours}, "


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_clause_kind_plays_as_its_cohort(workshop: Workshop, kind: str, world: str, step: str) -> None:
    if lacks := workshop.unmeasured(kind, WORLDS[world]):
        assert workshop.world_for(kind) != WORLDS[world]
        pytest.skip(f"{kind} is not measured in this world: {lacks}")
    rules = workshop.rules(example_of(kind), WORLDS[world])
    assert kind in {clause.kind for clause in rules.clauses}
    assert differences(rules, workshop.futures(WORLDS[world], step, 24, 512), 6) == []


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
def test_256_of_8192(workshop: Workshop, step: str) -> None:
    rules = workshop.rules(COMBINED, PRESSURE)
    assert len({clause.kind for clause in rules.clauses}) >= 9
    assert differences(rules, workshop.futures(PRESSURE, step, 36, 8192), 256) == []


@pytest.mark.parametrize("step", STEPS)
def test_an_outage_that_was_over_before_it_was_detected_hides_no_overlap(workshop: Workshop, step: str) -> None:
    """Sources with different delays of detection put rows out of order; finely graded credits see a second of down-time counted twice."""
    rows = [f"{2027 + m // 12}-{m % 12 + 1:02d}-05T00:00,{2027 + m // 12}-{m % 12 + 1:02d}-20T00:00,network" for m in range(24)]
    inside = [row.replace("05T00:00", "19T20:00").replace("20T00:00", "19T22:00") for row in rows]
    (workshop.folder / "undetected.csv").write_text("start,end,component\n" + "\n".join(rows + inside) + "\n", encoding="utf-8")
    often = "outages: 1 per month, repair: {low: 1 minute, high: 30 minutes}, detection: 5 hours}"
    world = TIES.replace("ties.csv", "undetected.csv").replace(TIES_FAULTS + "detection: 10 minutes, severity: Severity 2}", often)
    assert often in world
    tiers = "".join(f"  - {{below: {i / 10} %, credit: {100 - i / 10} %}}\n" for i in range(600, 400, -1))
    draft = example_of("service_level").replace("excluding: [planned]", "overlapping outages: united\nclock: detection")
    rules = workshop.rules(draft.replace("  - {below: 99.5 %, credit: 5 %}\n", tiers), world)
    assert differences(rules, workshop.futures(world, step, 24, 512), range(64)) == []


def test_a_plan_that_begins_on_the_first_of_a_month_shortens_an_outage_once(workshop: Workshop) -> None:
    """27 days after the end of January it is 28 February; the notice arrives on the morning of 1 March, and the next one on 29 March."""
    dated = "start,end,component\n2027-01-10T00:00,2027-01-12T00:00,platform\n2027-02-10T00:00,2027-12-30T00:00,platform\n"
    (workshop.folder / "first.csv").write_text(dated, encoding="utf-8")
    world = TIES.replace("ties.csv", "first.csv").replace(TIES_FAULTS, "")
    rules = workshop.rules(COMBINED.replace("within: 30 days", "within: 27 days"), world.replace("15 %}", "0 %}"))
    assert differences(rules, workshop.futures(world.replace("15 %}", "0 %}"), "day", 36, 2), range(2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_all_of_8192(workshop: Workshop, step: str) -> None:
    assert differences(workshop.rules(COMBINED, PRESSURE), workshop.futures(PRESSURE, step, 36, 8192), range(8192)) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", ["calm", "storm", "ties"])
def test_1024_of_8192(workshop: Workshop, world: str, step: str) -> None:
    assert differences(workshop.rules(COMBINED, WORLDS[world]), workshop.futures(WORLDS[world], step, 36, 8192), 1024) == []


def test_the_worlds_hold_what_they_were_made_for(workshop: Workshop) -> None:
    """Overlaps across midnights and month ends, ties, exits within a month: without them the law above would say little."""
    storm = workshop.futures(STORM, "day", 36, 1024)
    table = storm.incidents
    assert table.lane.size / 1024 / 36 > 20
    month_end = np.searchsorted(np.array(storm.starts), table.start, side="right")
    assert ((table.start + table.raw) > np.array(storm.starts)[np.minimum(month_end, 36)]).sum() > 1000
    assert tied_lanes(workshop.futures(TIES, "day", 36, 7)).size == 7
    for world in (STORM, TIES, PRESSURE):
        outcome = CohortDriver(workshop.rules(COMBINED, world), workshop.futures(world, "day", 36, 1024)).run()
        gone = outcome.exit[outcome.exit < outcome.term_end]
        assert gone.size > 100
        assert np.setdiff1d(gone, workshop.futures(world, "day", 36, 1024).starts).size > 0
    calm = CohortDriver(workshop.rules(COMBINED, CALM), workshop.futures(CALM, "day", 36, 1024)).run()
    assert (calm.exit == calm.term_end).mean() > 0.5


def test_claims_are_disputed_and_lost_on_their_way_to_the_bank(workshop: Workshop) -> None:
    """Entitlement beside expected cash: what is compromised and what stays uncollected is booked, and late milestones hurt."""
    outcome = CohortDriver(workshop.rules(COMBINED, PEOPLE), workshop.futures(PEOPLE, "day", 36, 1024), ask=True).run()
    kept = {why: int(column.sum()) for (_, why), column in outcome.ledger.withheld.items()}
    assert kept[COMPROMISED] > 0 and kept[UNCOLLECTED] > 0
    delayed = next(column for account, column in outcome.ledger.paid.items() if account.cause == "delay")
    assert 0.6 < (delayed > 0).mean() < 0.8
    assert outcome.coverage is not None and outcome.coverage.rows["delay"] > 1024 and outcome.coverage.rows["late payment"] > 1024
    assert 0 < outcome.coverage.lives["8.1", "missed"] <= 1024 < outcome.coverage.flags["8.1", "missed"]
    posted = sum(sum(months) for months in outcome.ledger.by_month.values())
    assert posted == sum(int(column.sum()) for column in outcome.ledger.paid.values())


def test_a_rule_that_cheats_in_one_lane_is_caught(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corrupted rule must fail the law: in the lanes dialect it pays one penny more, in one lane, in one month."""
    honest = UnitCharge.on_month_end

    def cheats(self: UnitCharge, month: object) -> None:
        honest(self, month)  # type: ignore[arg-type]
        due = month.dues[-1]  # type: ignore[attr-defined]
        if month.index == 5 and isinstance(due.amount, np.ndarray):  # type: ignore[attr-defined]
            due.amount = due.amount + (np.arange(due.amount.size) == 3)

    futures = workshop.futures(CALM, "month", 36, 7)
    assert differences(workshop.rules(COMBINED, CALM), futures, range(7)) == []
    monkeypatch.setattr(UnitCharge, "on_month_end", cheats)
    found = differences(workshop.rules(COMBINED, CALM), futures, range(7))  # compiled anew: a rulebook keeps what its clauses do
    assert found and all(line.startswith(("lane 3: 5.1 | charges", "future 3: the postings")) for line in found)
