"""Laws of futures: they extend, they do not know the contract, a shock moves no other draw, and what one variant made of them serves another."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from tests.laws.compare import same_books
from tests.laws.workshop import COMBINED, KINDS, PRESSURE, SEED, SHOCKED, SHOCKS, WORLDS, Workshop, example_of, second_choices, world_of_shock
from wargame.core.calendar import Calendar
from wargame.core.streams import BLOCK
from wargame.simulation.cohort.driver import CohortDriver
from wargame.world.sampled.futures import Futures, draw_futures, effects_of, span_of
from wargame.world.sampled.tables import ShockEffects
from wargame.world.shock_base.effects import Effects

RIGHT = ("client", "terminate for chronic failure")
STEPS = ("day", "month")


def tables(futures: Futures) -> dict[str, Any]:
    """Every drawn thing of some futures, by the stream it comes from; incidents by the name of their source."""
    found: dict[str, Any] = {f"noise/{name}": column for name, column in futures.noise.items()}
    found |= {f"index/{name}": column for name, column in futures.index.items()}
    for number, source in enumerate(futures.sources):
        mine = futures.incidents.source == number
        name = source.name if source.event != "outage" else f"{source.name} of {source.component}"
        found[name] = np.stack([getattr(futures.incidents, column)[mine] for column in ("lane", "start", "raw")])
    for name, levels in futures.levels.items():
        found[f"levels/{name}"] = np.stack([getattr(levels, column.name) for column in fields(levels)])
    found["laws"] = np.stack(
        [getattr(futures.law_changes, column.name) for column in fields(futures.law_changes) if column.name not in ("service", "shock")]
    )
    found |= {f"forecast/{name}": column for name, column in futures.errors.items()}
    found["decisions"] = futures.decision(*RIGHT)
    return found | effect_rows(futures.shock_effects)


def effect_rows(table: ShockEffects) -> dict[str, Any]:
    """What shocks did beside that, flat."""
    found: dict[str, Any] = {f"monthly/{key}": column for key, column in table.monthly.items()}
    for name in ("able", "costs", "happenings"):
        for key, rows in getattr(table, name).items():
            found[f"{name}/{key}"] = np.stack([getattr(rows, column.name) for column in fields(rows)])
    for name in ("at_exit", "failures", "late", "slips", "leavers"):
        found |= {f"{name}/{key}": column for key, column in getattr(table, name).items()}
    if table.ends is not None:
        found["ends"] = np.stack([getattr(table.ends, column.name) for column in fields(table.ends)])
    return found


def same(a: Any, b: Any) -> bool:
    """Shapes and all numbers agree."""
    return np.shape(a) == np.shape(b) and bool(np.all(a == b))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", ["storm", "ties", "pressure"])
@pytest.mark.parametrize("count", [1, 7, 1000])
def test_fewer_futures_are_the_first_of_more(workshop: Workshop, count: int, world: str, step: str) -> None:
    text = WORLDS[world]
    more, fewer = (workshop.futures(text, step, 24, n) for n in (2 * BLOCK, count))
    first, few = tables(more.take(np.arange(count))), tables(fewer)
    assert {name for name in first if not same(first[name], few[name])} == set()
    assert few["decisions"].shape == (24, count)
    rules = workshop.rules(example_of("termination_chronic"), text)
    assert same_books(CohortDriver(rules, more).run(), CohortDriver(rules, fewer).run(), slice(count)) == []


def test_the_first_of_8192(workshop: Workshop) -> None:
    more = workshop.futures(PRESSURE, "month", 36, 8192)
    rules = workshop.rules(COMBINED, PRESSURE)
    whole = CohortDriver(rules, more).run()
    for count in (1, 7, 1000):
        fewer = workshop.futures(PRESSURE, "month", 36, count)
        first, few = tables(more.take(np.arange(count))), tables(fewer)
        assert {name for name in first if not same(first[name], few[name])} == set()
        assert same_books(whole, CohortDriver(rules, fewer).run(), slice(count)) == []


def test_a_later_cohort_goes_on_where_the_first_ended(workshop: Workshop) -> None:
    scenario = workshop.scenario(PRESSURE, "month")
    later = draw_futures(scenario, workshop.calendar, 24, SEED, BLOCK, 100)
    both = workshop.futures(PRESSURE, "month", 24, 2 * BLOCK).take(np.arange(BLOCK, BLOCK + 100))
    first, few = tables(both), tables(later)
    assert {name for name in first if not same(first[name], few[name])} == set()
    with pytest.raises(ValueError, match="multiple of 1024"):
        draw_futures(scenario, workshop.calendar, 24, SEED, 7, 100)


def test_adjacent_seeds_share_no_future(workshop: Workshop) -> None:
    scenario = workshop.scenario(PRESSURE, "month")
    one, other = (tables(draw_futures(scenario, workshop.calendar, 24, SEED + i, 0, 64)) for i in range(2))
    assert not np.any(np.all(one["noise/voice"] == other["noise/voice"], axis=0))
    assert np.intersect1d(one["decisions"], other["decisions"]).size == 0
    assert (
        np.intersect1d(one["component/platform of platform"][1], other["component/platform of platform"][1]).size < 40
    )  # of 3,000 seconds in two years


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", SHOCKS)
def test_a_shock_moves_no_other_draw(workshop: Workshop, kind: str, step: str) -> None:
    world, without = world_of_shock(kind), WORLDS["staffed"]
    before, after = (workshop.futures(text, step, 24, BLOCK) for text in (without, world))
    drawn, now = tables(before), tables(after)
    own = {name for name in drawn if name.startswith(("noise", "component", "planned", "shock", "decisions", *DRAWN))}
    may = tuple(table for table, fact in DRAWN.items() if fact in SHOCKS[kind].writes)
    assert {name for name in own if not same(drawn[name], now[name]) and not (may and name.startswith(may))} == set()
    # Every other shock does just what it did, row by row.
    theirs, mine = (shock_effects(futures) for futures in (before, after))
    assert {name for name, effects in theirs.items() if not all(map(same, flat(effects), flat(mine[name])))} == set()
    (added,) = set(mine) - set(theirs)
    assert mine[added].arrived[0].size and any(part.size for part in flat(mine[added])[2:])


DRAWN = {"index": "index", "forecast": "forecast", "milestone": "overdue"}  # tables of draws that a shock adds to, and the fact by which it says so


def shock_effects(futures: Futures) -> dict[str, Effects]:
    """What each shock does in the first block."""
    calendar = Calendar(dt.date(2027, 1, 1))
    return effects_of(futures.scenario, span_of(calendar, futures.starts, SEED, 0), 0)


def flat(effects: Effects) -> list[Any]:
    """All its columns, one after the other."""
    rows = [getattr(effects, one.name) for one in fields(effects) if one.name != "arrived"]
    return [*effects.arrived, *(part for table in rows for row in table for part in row if isinstance(part, np.ndarray))]


@pytest.mark.parametrize("step", STEPS)
def test_a_service_more_moves_no_other_draw(workshop: Workshop, step: str) -> None:
    world = WORLDS["staffed"]
    chat = "  chat: {demand: {level: 900 per month, noise: {weekly: 9 %, driven by: {economy: 20 %}}}}\n"
    more = world.replace("staff:\n  front line:", chat + "staff:\n  front line:")
    before, after = (tables(workshop.futures(text, step, 24, BLOCK)) for text in (world, more))
    assert set(after) - set(before) == {"noise/chat", "levels/chat"}
    assert {name for name in before if not same(before[name], after[name])} == set()


def test_one_of_several_shocks_left_out_moves_no_other(workshop: Workshop) -> None:
    whole = workshop.futures(PRESSURE, "month", 24, BLOCK)
    without = PRESSURE.replace(SHOCKED[SHOCKED.index("  major") : SHOCKED.index("  rule")], "")
    fewer = workshop.futures(without, "month", 24, BLOCK)
    first, few = tables(whole), tables(fewer)
    assert set(first) - set(few) == {"shock/major of platform"}
    assert {name for name in few if not same(first[name], few[name])} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_clause_added_or_removed_moves_no_draw(workshop: Workshop, kind: str) -> None:
    """Futures are drawn before any contract is met; playing one leaves them as they were, decisions included."""
    drawn = draw_futures(workshop.scenario(PRESSURE, "month"), workshop.calendar, 24, SEED, 0, 200)
    before = {name: np.copy(column) for name, column in tables(drawn).items()}
    CohortDriver(workshop.rules(example_of(kind), PRESSURE), drawn, ask=True).run()
    after = tables(drawn)
    assert {name for name in before if not same(before[name], after[name])} == set()


PATCHES = {
    "a steeper ladder": ("{after: 4 hours, to: service manager, shortens: 20 %}", "{after: 3 hours, to: service manager, shortens: 35 %}"),
    "a later step-in": ("step in: {after: 24 hours", "step in: {after: 60 hours"),
    "an easier exit": ("misses: 3", "misses: 2"),
    "a shorter notice": ("notice: 40 days", "notice: 10 days"),
    "a quicker plan": ("within: 30 days, shortens: 15 %", "within: 10 days, shortens: 40 %"),
    "no plan": ("remediation plan: {within: 30 days, shortens: 15 %, lasts: 3 months}\n", ""),
    "a lower cap": ("cap: the greater of GBP 500 000 and 10 % of annual charges", "cap: GBP 200 000"),
    "a tighter level": ("target: 99.5 %", "target: 99.8 %"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("world", ["pressure", "ties"])
@pytest.mark.parametrize("patch", PATCHES)
def test_a_variant_may_use_the_facts_of_the_base_where_nothing_differs(workshop: Workshop, patch: str, world: str, step: str) -> None:
    """Lanes not flagged in `differs` hold exactly what a full run of the variant gives; flagged ones, played again, complete the books."""
    text, (old, new) = WORLDS[world], PATCHES[patch]
    assert old in COMBINED
    futures = workshop.futures(text, step, 36, BLOCK)
    kept = CohortDriver(workshop.rules(COMBINED, text), futures, keep=True).run()
    assert kept.physical is not None
    rules = workshop.rules(COMBINED.replace(old, new), text)
    quick, full = CohortDriver(rules, futures, reuse=kept.physical).run(), CohortDriver(rules, futures).run()
    assert quick.differs is not None
    same_lanes = np.flatnonzero(~quick.differs)
    if patch == "a lower cap":
        assert same_lanes.size == BLOCK  # a cap changes no fact
    assert same_books(quick, CohortDriver(rules, futures.take(same_lanes)).run(), same_lanes) == []
    # Lanes that differ are played again and put into the books, as a run does it.
    other_lanes = np.flatnonzero(quick.differs)
    if other_lanes.size:
        again = CohortDriver(rules, futures.take(other_lanes)).run()
        quick.ledger.overwrite(other_lanes, again.ledger)
        quick.exit[other_lanes], quick.ground[other_lanes] = again.exit, again.ground
    assert same_books(quick, full) == []


@pytest.mark.parametrize("world", ["pressure", "ties"])
@pytest.mark.parametrize("patch", PATCHES)
def test_incidents_taken_over_end_as_those_that_are_answered_anew(workshop: Workshop, patch: str, world: str) -> None:
    """Where the clauses that answer them are the same and remember the same; where one has other terms nothing is taken over."""
    text, futures = WORLDS[world], workshop.futures(WORLDS[world], "day", 36, 256)
    kept = CohortDriver(workshop.rules(COMBINED, text), futures, keep=True).run()
    rules = workshop.rules(COMBINED.replace(*PATCHES[patch]), text)
    taken, anew = (CohortDriver(rules, futures, reuse=kept.physical) for _ in range(2))
    anew.alike = False
    assert same_books(taken.run(), anew.run()) == []
    assert np.array_equal(taken.incidents.end, anew.incidents.end) and np.array_equal(taken.incidents.may, anew.incidents.may)
    assert taken.differs is not None and anew.differs is not None and np.array_equal(taken.differs, anew.differs)
    expected = {"a lower cap": True, "a steeper ladder": False, "a later step-in": False}
    assert taken.alike is expected.get(patch, taken.alike)


def test_reuse_is_worth_something_and_is_not_blind(workshop: Workshop) -> None:
    """In the world under pressure a changed notice period leaves some lanes as they were and flags others."""
    futures = workshop.futures(PRESSURE, "month", 36, BLOCK)
    kept = CohortDriver(workshop.rules(COMBINED, PRESSURE), futures, keep=True).run()
    rules = workshop.rules(COMBINED.replace("notice: 40 days", "notice: 10 days"), PRESSURE)
    flagged = CohortDriver(rules, futures, reuse=kept.physical).run().differs
    assert flagged is not None and 0.02 < flagged.mean() < 0.98


def test_playing_twice_on_kept_facts_leaves_them_as_they_were(workshop: Workshop) -> None:
    futures = workshop.futures(PRESSURE, "day", 36, 200)
    rules = workshop.rules(COMBINED, PRESSURE)
    kept = CohortDriver(rules, futures, keep=True).run()
    assert kept.physical is not None
    others = workshop.rules(COMBINED, PRESSURE, second_choices(workshop.draft(COMBINED)))
    first, _, last = (CohortDriver(one, futures, reuse=kept.physical).run() for one in (rules, others, rules))
    assert same_books(first, last) == []
    assert last.differs is not None and not last.differs.any()
    assert same_books(kept, last) == []
