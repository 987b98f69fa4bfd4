"""The world watched: its figures are those of lives played one by one by the other driver, its edges those of a sorted list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.analysis.small_run import DRAFT, LEAVES, MORE, SCENARIO
from tests.laws.workshop import COMBINED, WORLDS, Workshop
from wargame.simulation.first_look import first_look
from wargame.simulation.life.driver import LifeDriver
from wargame.simulation.run.cells import lay_out
from wargame.simulation.run.prepare import Prepared, RunSpec, prepare
from wargame.simulation.run.results import Watched
from wargame.simulation.run.watch import MOST, PERCENT, lived, order_statistics, watch
from wargame.simulation.run.worker_pool import WorkerPool
from wargame.world.operations.month_sums import COLUMNS
from wargame.world.sampled.futures import calm_future, draw_futures

MONTHS, LIVES = 12, 24


class Noting(LifeDriver):
    """A life whose months are noted as it goes: what each service did, how long it was down, and who was there."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.noted: list[tuple[dict[str, Any], dict[str, int], dict[str, float]]] = []

    def _seen(self, first: int, last: int) -> dict[str, tuple[float, ...]]:
        seen = super()._seen(first, last)
        down = {name: self.incidents.down(name).total(last) for name in self.services}
        self.noted.append((seen, down, {name: staff.people for name, staff in self.work.staffs.items()}))
        return seen


@pytest.mark.parametrize("step", ["day", "month"])
def test_what_is_seen_is_what_each_life_has_by_itself(step: str, tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    rules, futures = workshop.rules(COMBINED, WORLDS["staffed"]), workshop.futures(WORLDS["staffed"], step, MONTHS, LIVES)
    lines, stood = lived(rules, futures)
    assert {(whose, name) for whose, name, _ in lines} == {("service", "voice"), ("service", "letters"), ("staff", "front line")}
    assert {measure for _, name, measure in lines if name == "voice"} == {"demand", "volume", "capacity", "lost", "answered in time", "downtime"}
    checked = 0
    for lane in range(LIVES):
        life = Noting(rules, futures, lane)
        told = life.run()
        for month, (seen, down, people) in enumerate(life.noted):
            assert bool(stood[month][lane]) == (told.exit >= futures.starts[month + 1])
            if not stood[month][lane]:
                continue
            for name, columns in seen.items():
                known = dict(zip(COLUMNS, columns, strict=True))
                for measure in {"demand", "volume", "backlog", "lost"} & {one for _, whose, one in lines if whose == name}:
                    assert lines["service", name, measure][month][lane] == known[measure]
                    checked += 1
                assert lines["service", name, "downtime"][month][lane] == down[name] / 3600
            answered = dict(zip(COLUMNS, seen["voice"], strict=True))
            assert lines["service", "voice", "answered in time"][month][lane] == answered["in_time"] / answered["demand"]
            assert lines["staff", "front line", "headcount"][month][lane] == people["front line"]
    assert checked > LIVES * MONTHS


def test_of_a_plan_without_people_the_capacity_is_the_one_written_down(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    rules = workshop.rules(COMBINED, WORLDS["calm"])
    scenario = workshop.scenario(WORLDS["calm"], "month")
    lines, _ = lived(rules, calm_future(scenario, workshop.calendar, MONTHS))
    plans = calm_future(scenario, workshop.calendar, MONTHS).plans
    able = [(name, plan.capacity) for name, plan in plans.items() if plan.capacity is not None]
    assert able
    for name, capacity in able:
        assert [month[0] for month in lines["service", name, "capacity"]] == pytest.approx(capacity)


def test_edges_are_order_statistics_and_none_where_too_few_lie_beyond() -> None:
    values = np.random.default_rng(1).permutation(np.arange(1.0, 1001.0))
    assert order_statistics(values) == (50.0, 250.0, 500.0, 750.0, 950.0)
    ranked = sorted(values[:333].tolist())
    assert order_statistics(values[:333]) == tuple(ranked[-(-p * 333 // 100) - 1] for p in PERCENT)
    assert order_statistics(values[:20])[0] == min(values[:20]) and order_statistics(values[:19])[0] is None is order_statistics(values[:19])[4]
    assert order_statistics(np.array([3.0, 1.0])) == (None, None, 1.0, None, None)
    assert order_statistics(np.array([])) == (None,) * 5


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """More futures than are watched, of a world in which some agreements end early, and of a rougher one."""
    folder = tmp_path_factory.mktemp("watched")
    text = DRAFT.replace("TITLE", "Care").replace("CLIENT", "Harbour Bank").replace("CHARGE", "Call charge") + MORE
    (folder / "draft.md").write_text(text, encoding="utf-8")
    for name, rate in (("calm", "2"), ("rough", "7")):
        world = SCENARIO.replace("NAME", name).replace("WHY", "why").replace("RATE", rate)
        (folder / f"{name}.yaml").write_text(world + LEAVES, encoding="utf-8")
    return prepare(RunSpec(str(folder / "draft.md"), tuple(str(folder / f"{name}.yaml") for name in ("calm", "rough")), None, (), MOST + 60))


def watched(ready: Prepared, witnesses: dict[str, int]) -> list[Watched]:
    """What is seen in the first look at a run."""
    return list(watch(ready, first_look(ready, 1).seen, witnesses, lay_out(ready, WorkerPool(ready, 1)).lines))


def test_what_is_seen_does_not_depend_on_who_else_works(ready: Prepared) -> None:
    wanted = {"calm": 3, "rough": MOST + 40}
    lines = lay_out(ready, WorkerPool(ready, 1)).lines
    assert watched(ready, wanted) == list(watch(ready, first_look(ready, 2).seen, wanted, lines))


def test_bands_rest_on_the_first_futures_and_the_witness_may_be_any(ready: Prepared) -> None:
    number = MOST + 40
    calm, rough = watched(ready, {"rough": number})
    assert calm.witness is None and {value for band in calm.bands for value in band.witness} == {None}
    rules, scenario = ready.rules[1][0], ready.scenarios[1]
    lines, stood = lived(rules, draw_futures(scenario, rules.calendar, rules.term_months, ready.spec.seed, 0, MOST))
    assert rough.counted == tuple(int(still.sum()) for still in stood) and rough.counted[-1] < rough.counted[0] == MOST
    for band in rough.bands:
        for month, still in enumerate(stood):
            ranked = sorted(lines[band.whose, band.name, band.measure][month][still].tolist())
            wanted = tuple(ranked[-(-p * len(ranked) // 100) - 1] for p in PERCENT) if ranked else (None,) * 5
            assert band.quantiles[month] == wanted or (len(ranked) < 20 and band.quantiles[month][0] is None is band.quantiles[month][4])
    assert rough.counted[1] > 100
    life = Noting(rules, draw_futures(scenario, rules.calendar, rules.term_months, ready.spec.seed, MOST, 60), number - MOST)
    told = life.run()
    (volume,) = (band for band in rough.bands if band.measure == "volume")
    ends = scenario_ends(rules)
    assert list(volume.witness) == [seen["voice"][0] if told.exit >= end else None for (seen, _, _), end in zip(life.noted, ends, strict=True)]


def scenario_ends(rules: Any) -> tuple[int, ...]:
    """The last instants of the term's months."""
    return tuple(rules.calendar.month_starts(rules.term_months)[1:])
