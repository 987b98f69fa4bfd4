"""Every shortcut of a run gives what the long way gives, to the bit: idle variants, accounts found by shadows, blocks cut, postings noted."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wargame.core.streams import BLOCK
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.counterfactuals.leave_one_out import without
from wargame.simulation.counterfactuals.readings import explore
from wargame.simulation.life.driver import play
from wargame.simulation.run.cells import CellJob, cells, lay_out, play_cohort, replay_on_base_world
from wargame.simulation.run.columns import EXIT
from wargame.simulation.run.postings import Postings, Wanted, join, of_told, post_lives
from wargame.simulation.run.prepare import Prepared, RunSpec, prepare
from wargame.simulation.run.worker_pool import WorkerPool
from wargame.world.sampled.futures import calm_future, draw_futures

ROOT = Path(__file__).resolve().parents[2]
WORLDS = ("perfect-storm", "new-regulation", "peak-surge")
N = 64


@pytest.fixture(scope="module")
def ready() -> Prepared:
    """The sample with its variants and its adverse readings, in three worlds."""
    files = tuple(str(ROOT / "scenarios" / f"{name}.yaml") for name in WORLDS)
    spec = RunSpec(
        str(ROOT / "contracts" / "customer-care.md"), files, str(ROOT / "contracts" / "customer-care.variants.yaml"), futures=N, readings="adverse"
    )
    prepared = prepare(spec)
    return explore(prepared, WorkerPool(prepared, 1), lambda _: None)[0]


def test_the_plays_are_of_every_sort(ready: Prepared) -> None:
    assert len(ready.plays) == 1 + 2 + len(ready.variants) - 1 and len(ready.variants) > 3


def test_accounts_found_beside_the_plan_are_those_of_a_plan_of_ones_own(ready: Prepared) -> None:
    layout = lay_out(ready, WorkerPool(ready, 1))
    for i, one, cell in cells(ready):
        rules, scenario = ready.book(i, one), ready.scenarios[i]
        ledger = CohortDriver(rules, calm_future(scenario, rules.calendar, rules.term_months)).run().ledger
        assert layout.paid[cell] == tuple(ledger.paid) and layout.withheld[cell] == tuple(ledger.withheld)


@pytest.mark.parametrize("i", range(len(WORLDS)), ids=WORLDS)
def test_a_play_beside_the_others_is_that_play_by_itself(ready: Prepared, i: int) -> None:
    together = play_cohort(ready, CellJob(i, 0, N, ready.plays))
    for number, (one, found) in enumerate(zip(ready.plays, together, strict=True)):
        (alone,) = play_cohort(ready, CellJob(i, 0, N, (one,)))
        assert list(found.columns) == list(alone.columns)
        for column, numbers in alone.columns.items():
            assert np.array_equal(found.columns[column], numbers), (one, column)
        asked = [found.coverage is not None, *(bool(kept) for kept in (found.by_month, found.longest, found.value))]
        assert asked == [number == 0] * 4 and found.by_month == alone.by_month  # of the current draft alone


def parts(value: Any, name: str = "") -> dict[str, Any]:
    """Every array and plain value of a dataclass, by its path; of a scenario its key."""
    if isinstance(value, np.ndarray):
        return {name: value}
    if isinstance(value, dict):
        return {path: one for key, inner in value.items() for path, one in parts(inner, f"{name}.{key}").items()}
    if is_dataclass(value) and not name.endswith("scenario"):
        return {path: one for each in fields(value) if each.compare for path, one in parts(getattr(value, each.name), f"{name}.{each.name}").items()}
    return {name: value}


@pytest.mark.parametrize(("first", "count"), [(0, 1), (0, 100), (0, 512), (BLOCK, 300), (0, BLOCK), (0, BLOCK + 6)])
@pytest.mark.parametrize("i", range(len(WORLDS)), ids=WORLDS)
def test_futures_cut_from_a_block_are_those_drawn(ready: Prepared, i: int, first: int, count: int) -> None:
    rules, scenario = ready.rules[i][0], ready.scenarios[i]
    drawn = draw_futures(scenario, rules.calendar, rules.term_months, ready.spec.seed, first, count)
    for _ in range(2):  # the second time from what was kept
        cut = ready.draw(i, first, count)
        assert np.array_equal(cut.decision("client", "terminate"), drawn.decision("client", "terminate"))
        mine, theirs = parts(cut), parts(drawn)
        assert mine.keys() == theirs.keys()
        for name, value in theirs.items():
            assert np.array_equal(mine[name], value) if isinstance(value, np.ndarray) else mine[name] == value, name


def rows(postings: Postings) -> list[tuple[Any, ...]]:
    """Every posting in full."""
    columns = (postings.future, postings.sequence, postings.instant, postings.amount)
    return [(*numbers, postings.accounts[place]) for *numbers, place in zip(*(one.tolist() for one in (*columns, postings.account)), strict=True)]


@pytest.mark.parametrize("i", range(len(WORLDS)), ids=WORLDS)
def test_postings_noted_under_one_play_after_the_other_are_those_of_lives_told(ready: Prepared, i: int) -> None:
    few, many = [3, 0, BLOCK + 1], [*range(12), BLOCK + 1, BLOCK + 40, BLOCK + 41, BLOCK + 42]
    wanted = [Wanted(one, few if k % 3 == 1 else many, [many[k]] if k % 2 else []) for k, one in enumerate(ready.plays)]
    wanted = [one._replace(told=[number for number in one.told if number in one.numbers]) for one in wanted]
    unlike = 0
    for one, (told, postings) in zip(wanted, post_lives(ready, (i, wanted)), strict=True):
        rules = ready.book(i, one.play)
        lives = {number: play(rules, ready.draw(i, number // BLOCK * BLOCK, BLOCK), number % BLOCK) for number in one.numbers}
        assert rows(postings) == rows(join(of_told(lives[number]) for number in one.numbers))
        assert [life.future for life in told] == one.told and all(life.story == lives[life.future].story for life in told)
        base = CohortDriver(ready.rules[i][0], ready.draw(i, 0, N), keep=True).run()
        unlike += int(np.count_nonzero(replay_on_base_world(rules, ready.draw(i, 0, N), base).exit != base.exit))
    assert unlike or i  # in the storm some play ends lives that the base does not: those are not of its world


def test_exits_are_among_the_columns(ready: Prepared) -> None:
    assert (play_cohort(ready, CellJob(0, 0, N, ready.plays))[0].columns[EXIT] >= 0).any()


@pytest.mark.parametrize("number", ["8.3", "15.1", "15.3", "12.2"])
def test_incidents_taken_over_are_those_answered_anew_though_a_clause_is_gone(ready: Prepared, number: str) -> None:
    """A notice, or a plan to mend, that no longer comes changes what others remember, and with it how long later incidents last."""
    rules, futures = ready.rules[0][0], ready.draw(0, 0, 256)
    base = CohortDriver(rules, futures, keep=True).run()
    assert base.physical is not None
    fewer, _ = without(rules, number)

    def ends(*, alike: bool) -> Any:
        cohort = CohortDriver(fewer, futures, reuse=base.physical)
        assert cohort.alike
        cohort.alike = alike
        cohort.run()
        return cohort.incidents.end

    anew = ends(alike=False)
    assert np.array_equal(ends(alike=True), anew)
    for month in base.physical.begun:  # corrupted on purpose: as if nobody remembered anything
        month.remembered, month.changes = {}, []
    assert np.array_equal(ends(alike=True), anew) == (number == "12.2")
