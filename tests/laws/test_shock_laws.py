"""Laws of every kind of shock, tried on its own example: it strikes, says what it is, keeps to what it declares, follows others, refuses nonsense."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from textwrap import indent
from typing import Any

import numpy as np
import pytest
import yaml

from tests.laws.test_future_laws import flat, same, shock_effects, tables
from tests.laws.workshop import FOLLOWING, SHOCKS, STAFFED, WORLDS, Workshop, world_of_shock
from wargame.core.events import EVENTS
from wargame.core.facts import FACTS
from wargame.core.problem import BadInput
from wargame.core.streams import BLOCK
from wargame.core.values import DAY
from wargame.world.sampled.futures import Futures
from wargame.world.shock_base.base import Shock
from wargame.world.shock_base.effects import Effects
from wargame.world.sizes.read import Distribution, Sizes

MONTHS = 24
NAMED = ("voice", "letters", "platform", "network", "power", "front line", "CPI", "EUR/GBP", "go-live")  # what an example may name in STAFFED
FALLING = {  # quantiles that fall, by the unit of a law
    "a percentage": ("20 %", "10 %", "30 %"),
    "a percentage of either sign": ("2 %", "1 %", "3 %"),
    "a length of time": ("20 days", "10 days", "30 days"),
    "an amount of money": ("GBP 20", "GBP 10", "GBP 30"),
    "a number": ("3", "2", "4"),
}
each_kind = pytest.mark.parametrize("kind", SHOCKS)


def entry(kind: str) -> tuple[str, dict[str, Any]]:
    """The name and the inputs of a kind's example, as text."""
    ((name, said),) = yaml.load(SHOCKS[kind].example, yaml.BaseLoader).items()
    return name, said


def world_with(name: str, said: dict[str, Any]) -> str:
    """The staffed world, shocks that others may follow, and this one, last."""
    text = yaml.safe_dump({name: said}, allow_unicode=True, sort_keys=False, width=200)
    return STAFFED + FOLLOWING + indent(text, "  ")


def of(futures: Futures, kind: str) -> tuple[Shock, Effects]:
    """The shock of a kind's example, and what it does in the first block."""
    name = entry(kind)[0]
    return next(shock for shock in futures.scenario.shocks if shock.name == name), shock_effects(futures)[name]


def refused(workshop: Workshop, world: str, code: str, word: str) -> None:
    """The world is refused with a code, in words that hold the value, at a line of the shock at its end."""
    with pytest.raises(BadInput) as caught:
        workshop.scenario(world)
    lines = [str(problem) for problem in caught.value.problems if problem.code == code]
    assert lines and any(word in line for line in lines), str(caught.value)
    begins = (STAFFED + FOLLOWING).count("\n")
    for problem in caught.value.problems:
        assert problem.place.line > begins and problem.place.column > 0 and problem.place.file.endswith(".yaml"), str(problem)


@each_kind
def test_its_example_strikes_in_most_futures(workshop: Workshop, kind: str) -> None:
    futures = workshop.futures(world_of_shock(kind), "month", MONTHS, BLOCK)
    shock, effects = of(futures, kind)
    lane, instant = effects.arrived
    assert shock.kind == kind and np.unique(lane[instant < futures.starts[-1]]).size > BLOCK / 2
    assert np.all(np.diff(lane) >= 0) and lane.min() >= 0 and lane.max() < BLOCK


@each_kind
def test_it_says_what_it_is(kind: str) -> None:
    shock = SHOCKS[kind]
    module = inspect.getmodule(shock)
    assert module is not None and module.__name__.endswith(f".{kind}")
    for words in (shock.__doc__, module.__doc__, shock.Inputs.__doc__, shock.source):
        assert len((words or "").split()) > 2 or words == "judged", words
    assert shock.__doc__ != Shock.__doc__ and shock.Inputs.__doc__ != Shock.Inputs.__doc__
    assert shock.event in EVENTS
    assert shock.writes and set(shock.writes) <= set(FACTS)


@each_kind
def test_it_does_no_more_than_it_declares(workshop: Workshop, kind: str) -> None:
    """Books, names that are checked, and facts are known before anything is drawn."""
    shock, effects = of(workshop.futures(world_of_shock(kind), "month", MONTHS, BLOCK), kind)
    assert {(party, head) for party, head, *_ in effects.costs} <= set(shock.costs())
    assert {service for what, service, *_ in effects.levels if what == "unit cost"} <= shock.services_with_cost_change()
    assert {component for component, *_ in effects.incidents} <= shock.components()
    assert {service for _, service, *_ in effects.levels} | {service for service, *_ in effects.law_changes} <= shock.services()
    assert {series for series, *_ in effects.moves} | {series for series, *_ in effects.stops} <= shock.series()
    assert {milestone for milestone, *_ in effects.slips} <= shock.milestones()
    assert {staff for staff, *_ in effects.leavers} <= shock.staff()
    assert {service for what, service, *_ in effects.levels if what == "errors"} <= shock.services_losing_quality()
    assert {
        service for what, service, *_, size in effects.levels if what == "capacity" and size.min(initial=0) < 0
    } <= shock.services_losing_capacity()
    assert {party for party, *_ in effects.failures} <= shock.failing()
    assert {party for party, *_ in effects.late} <= shock.paying_late()
    assert {event for event, *_ in effects.happenings} <= {shock.event}
    moved = {what for what, *_ in effects.levels}
    owed = {
        "index": bool(effects.moves or effects.stops), "overdue": bool(effects.slips), "cost_of_serving": "unit cost" in moved,
        "forecast": "forecast" in moved, "errors": "errors" in moved, "demand": "demand" in moved, "downtime": bool(effects.incidents),
        "failed": bool(effects.failures), "days_late": bool(effects.late),
    }  # fmt: skip
    assert {fact for fact, does in owed.items() if does} <= set(shock.writes)


@each_kind
def test_every_row_is_whole_numbers_of_lanes_of_the_block(workshop: Workshop, kind: str) -> None:
    _, effects = of(workshop.futures(world_of_shock(kind), "month", MONTHS, BLOCK), kind)
    assert all(column.dtype == np.int64 for column in flat(effects))
    for rows in (effects.levels, effects.incidents, effects.law_changes, effects.costs, effects.moves, effects.stops, effects.failures, effects.late,
                 effects.slips, effects.leavers, effects.ends, effects.happenings):  # fmt: skip
        for row in rows:
            columns = [part for part in row if isinstance(part, np.ndarray)]
            assert len({column.size for column in columns}) == 1
            assert columns[0].size == 0 or (columns[0].min() >= 0 and columns[0].max() < BLOCK)


@each_kind
def test_more_futures_leave_the_first_as_they_were(workshop: Workshop, kind: str) -> None:
    world = world_of_shock(kind)
    one, two = (workshop.futures(world, "month", MONTHS, count) for count in (BLOCK, 2 * BLOCK))
    first, again = tables(one), tables(two.take(np.arange(BLOCK)))
    # A column of nothing but zeros in one block may be there because of what happens in the other.
    assert {name for name in first if not same(first[name], again[name])} == set()


def everything(without: str = "") -> str:
    """A world with the examples of all kinds but one."""
    return STAFFED + FOLLOWING + "".join(indent(shock.example.strip(), "  ") + "\n" for kind, shock in SHOCKS.items() if kind != without)


def test_no_two_examples_have_the_same_name() -> None:
    assert len({entry(kind)[0] for kind in SHOCKS} | {"major", "rush", "complaints"}) == len(SHOCKS) + 3


@each_kind
def test_leaving_it_out_changes_no_other(workshop: Workshop, kind: str) -> None:
    whole, fewer = (shock_effects(workshop.futures(everything(without), "month", MONTHS, BLOCK)) for without in ("", kind))
    assert set(whole) - set(fewer) == {entry(kind)[0]}
    assert {name for name in fewer if not all(map(same, flat(fewer[name]), flat(whole[name])))} == set()


@each_kind
@pytest.mark.parametrize("chance", ["100 %", "25 %"])
def test_it_may_follow_another(workshop: Workshop, kind: str, chance: str) -> None:
    """It arrives two days after each arrival of the other that leaves room for it within the term, or after a part of them."""
    name, said = entry(kind)
    after = {"shock": "major", "delay": "2 days", "probability": chance}
    effects = shock_effects(workshop.futures(world_with(name, said | {"arrives": {"after": after}}), "month", MONTHS, BLOCK))
    end = workshop.futures(WORLDS["staffed"], "month", MONTHS, BLOCK).starts[-1]
    lane, instant = effects["major"].arrived
    room = instant + 2 * DAY < end
    theirs = set(zip(lane[room].tolist(), (instant[room] + 2 * DAY).tolist(), strict=True))
    mine = set(zip(*(column.tolist() for column in effects[name].arrived), strict=True))
    assert mine == theirs if chance == "100 %" else mine < theirs and abs(len(mine) / len(theirs) - 0.25) < 3.29 * (0.1875 / len(theirs)) ** 0.5


@each_kind
def test_what_it_names_must_be_there(workshop: Workshop, kind: str) -> None:
    name, said = entry(kind)
    found = list(places(said))
    for path, word in found:
        refused(workshop, world_with(name, replaced(said, path, "nowhere")), "S005", "nowhere")
        assert word in NAMED
    inputs = SHOCKS[kind].Inputs.model_fields  # a party is a role in the agreement, which a scenario does not know: it is checked with the draft
    names = [key for key, field in inputs.items() if key not in ("source", "party") and re.search(r"\bstr\b", repr(field.annotation))]
    assert found or not names, f"an example names a service, a component, a staff, a series or a milestone, by one of {names}"


@each_kind
def test_bad_inputs_are_refused_where_they_stand(workshop: Workshop, kind: str) -> None:
    name, said = entry(kind)
    refused(workshop, world_with(name, said | {"arrives": {"rate": "-1 per year"}}), "S001", "-1")
    refused(workshop, world_with(name, said | {"arrives": {"rate": "1 per year", "date": "2027-03-01"}}), "S001", "exactly one")
    refused(workshop, world_with(name, said | {"arrives": {"after": {"shock": name, "delay": "1 day"}}}), "S007", "wait for each other")
    refused(workshop, world_with(name, said | {"arrives": {"after": {"shock": "nowhere", "delay": "1 day"}}}), "S005", "nowhere")
    refused(workshop, world_with(name, said | {"arrives": {"rate": "1 per year", "driven by": {"nobody": "30 %"}}}), "S005", "nobody")
    refused(workshop, world_with(name, said | {"colour": "red"}), "S001", "colour")
    refused(workshop, world_with(name, {key: value for key, value in said.items() if key != "arrives"}), "S001", "arrives")
    refused(workshop, world_with(name, said | {"fault": "fate"}), "S001", "fate")


@each_kind
def test_what_could_have_no_effect_is_refused(workshop: Workshop, kind: str) -> None:
    """More errors where nobody says how well is worked, less capacity where all is always done: either would silently be nothing."""
    name, said = entry(kind)
    shock, _ = of(workshop.futures(world_of_shock(kind), "month", MONTHS, BLOCK), kind)
    world, shocks = STAFFED, FOLLOWING + world_with(name, said)[len(STAFFED + FOLLOWING) :]
    careless = re.sub(r"\n    (quality: .*|- .*unit done wrong.*)", "", world)
    boundless = re.sub(r"\nstaff:\n(  .*\n)+", "\n", re.sub(r"\n    (capacity: .*|live: .*|staff: .*|- .*unit lost.*)", "", world))
    assert "quality:" in world and "quality:" not in careless and "capacity:" not in boundless
    for lacking, services, word in (
        (careless, shock.services_losing_quality(), "`quality`"),
        (boundless, shock.services_losing_capacity(), "`capacity`"),
    ):
        found = ""
        try:
            workshop.scenario(lacking + shocks)
        except BadInput as error:
            found = "\n".join(str(problem) for problem in error.problems)
        told = [line for line in found.splitlines() if word in line]
        assert {service for service in ("voice", "letters") if f"'{service}'" in "".join(told)} == services, found


@each_kind
def test_quantiles_that_fall_are_refused(workshop: Workshop, kind: str) -> None:
    name, said = entry(kind)
    laws = {field: sizes for field, sizes in laws_of(SHOCKS[kind]) if field in said}
    for field, due in laws.items():
        low, middle, high = FALLING[due]
        given = {"p10": low, "p50": middle, "p90": high}
        refused(workshop, world_with(name, said | {field: given}), "S001", field)


def test_the_laws_find_what_they_look_for() -> None:
    """Else the laws above would hold of nothing: several kinds with laws of sizes and with names of every sort."""
    assert sum(bool(list(laws_of(shock))) for shock in SHOCKS.values()) >= len(SHOCKS) / 2
    assert {word for kind in SHOCKS for _, word in places(entry(kind)[1])} >= {"voice", "letters", "platform", "front line", "go-live"}


def laws_of(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """Inputs of a kind that are laws, by key, and of what."""
    for name, field in kind.Inputs.model_fields.items():
        if "Distribution" in repr(field.annotation) or field.annotation is Distribution:
            due = re.search(r"due='([^']+)'", repr(field.metadata) + repr(field.annotation))
            assert due is not None and Sizes.__name__ in repr(field), name
            yield name.replace("_", " "), due[1]


def places(said: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Where an example names something of the world, beside its arrival."""
    if isinstance(said, str):
        if said in NAMED:
            yield path, said
    elif isinstance(said, list):
        for number, one in enumerate(said):
            yield from places(one, (*path, number))
    else:
        for key, one in said.items():
            if key not in ("arrives", "kind"):
                yield from places(one, (*path, key))


def replaced(said: Any, path: tuple[Any, ...], word: str) -> Any:
    """The same with another word at a place."""
    if not path:
        return word
    if isinstance(said, list):
        return [replaced(one, path[1:], word) if number == path[0] else one for number, one in enumerate(said)]
    return {key: replaced(one, path[1:], word) if key == path[0] else one for key, one in said.items()}
