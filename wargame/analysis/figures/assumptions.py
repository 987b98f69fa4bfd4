"""What the figures rest on: every input of the scenarios in words, with how it came to be known and whether a party keeps it to itself.

What a party spends, loses and does is its own, unless the scenario says `private: no`; so is what it marks `private: yes`. An input without a mark is
judged: nobody has said more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel

from wargame.analysis.tables.words import AssumptionRow
from wargame.core.quantities import Money, Price
from wargame.world.scenario.behaviour import Behaviour
from wargame.world.scenario.figures import Table
from wargame.world.scenario.file import Scenario
from wargame.world.scenario.inputs import Component, Demand, EconomicsInputs, LossHead
from wargame.world.shock_base.prices import OF_COST
from wargame.world.sizes.inputs import Sourced
from wargame.world.sizes.read import Distribution, Sizes

# Names and connections are no figures.
UNTOLD = frozenset({"name", "why", "based_on", "step", "needs", "component", "service", "marked", "source", "private", "kind", "history", "shocks"})
OF_SHOCK = UNTOLD | {"components", "services", "milestone", "series", "staff", "in demand"}
# What a figure is of, where its name does not say so.
PER = {"growth": "a year", "attrition": "a month", "hiring: at most": "a month", "fixed cost": "a month", "effort: standby": "a month"}
NOT_FITTED = frozenset({"fault", "detection", "on_holidays", "forecast"})  # no table of volumes or incidents tells them


def assumption_rows(scenarios: Iterable[Scenario], end: int, begins: dt.date | None = None) -> Iterator[AssumptionRow]:
    """One row for each input and value; where scenarios differ, each value names those that have it. `end` is that of the term, in seconds, and
    `begins` the effective date."""
    known = list(scenarios)
    found: dict[str, dict[AssumptionRow, list[str]]] = {}
    for scenario in known:
        for one in (*_of(scenario, end), *_cut_milestones(scenario, begins)):
            found.setdefault(one.what, {}).setdefault(one, []).append(str(scenario.inputs.name))
    for values in found.values():
        for one, names in values.items():
            yield one if len(names) == len(known) else replace(one, what=f"{one.what} ({', '.join(names)})")


def _of(scenario: Scenario, end: int) -> Iterator[AssumptionRow]:
    plain = Sourced()
    yield from _walk((), scenario.undated.inputs, plain)
    drawn = {shock.name: shock.inputs for shock in scenario.shocks}
    for name, shock in scenario.inputs.shocks.items():
        read = drawn.get(name)
        written, mark = _with_laws(shock, read), plain if read is None else read
        spent = mark if _said_open(mark) else Sourced(marked=mark.marked, source=mark.source, private="yes")
        for key, value in written.items():
            if key not in OF_SHOCK:
                yield from _walk(("shock", name, str(key)), value, spent if read is not None and is_own(type(read), str(key)) else mark)
    for file, (inside, rows) in (scenario.history.within(end) if scenario.history else {}).items():
        if name := getattr(scenario.inputs.history, file):
            of = {"events": "dated events", "volumes": "dated volumes"}[file]
            beyond = "" if inside == rows else f" of {rows:,}; the others are outside the term and are not replayed"
            early, late = scenario.history.cut(end) if scenario.history and file == "events" else (0, 0)
            beyond += f"; {early:,} began before the effective date: replayed from that date" if early else ""
            beyond += f"; {late:,} outlast the term: replayed to its end" if late else ""
            beyond += "".join(f"; {words}" for words in scenario.history.said.get(file, ())) if scenario.history else ""
            yield AssumptionRow(what=of, value=f"{inside:,}{beyond}", marked="measured", source=str(name), private=False)


def _cut_milestones(scenario: Scenario, begins: dt.date | None) -> Iterator[AssumptionRow]:
    """Milestones that were due before the agreement took effect."""
    for name, milestone in scenario.inputs.milestones.items():
        if begins is not None and milestone.due is not None and milestone.due < begins:
            value = f"{milestone.due}, before the effective date: under the agreement it is late from {begins} on"
            yield _row(("milestones", name, "due before the start"), value, milestone)


def is_own(model: type[BaseModel], key: str) -> bool:
    """Whether an input of a shock, by its key, is a party's own: an amount that somebody spends or loses, or a part of what serving costs."""
    field = model.model_fields.get(key.replace(" ", "_"))
    return field is not None and _is_kept(field.annotation, field.metadata)


def _is_kept(annotation: Any, beside: Iterable[Any] = ()) -> bool:
    if any((isinstance(one, Sizes) and one.money) or one is OF_COST for one in beside) or annotation in (Money, Price):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(_is_kept(field.annotation, field.metadata) for field in annotation.model_fields.values())
    if hasattr(annotation, "__metadata__"):
        return _is_kept(annotation.__origin__, annotation.__metadata__)
    return any(_is_kept(inner) for inner in get_args(annotation))


def _said_open(mark: Sourced) -> bool:
    return "private" in mark.model_fields_set and mark.private == "no"


def _with_laws(written: Any, read: Any) -> Any:
    """The inputs of a shock as they were written, each distribution as it was read: only then is it known how much its bounds cut off."""
    if isinstance(read, Distribution):
        return read
    if not isinstance(written, Mapping):
        return written
    inner = read if isinstance(read, Mapping) else {key: getattr(read, str(key).replace(" ", "_"), None) for key in written}
    return {key: _with_laws(value, inner.get(key)) for key, value in written.items()}


def _walk(path: tuple[str, ...], value: Any, mark: Sourced) -> Iterator[AssumptionRow]:
    if isinstance(value, LossHead):
        of = value.service or value.milestone or ""
        yield _row(("client loss", value.head, of), f"{value.amount} per {value.per}", value)
    elif isinstance(value, BaseModel):
        if isinstance(value, Sourced):
            mark = value
        elif isinstance(value, Behaviour | EconomicsInputs):
            mark = Sourced(private="yes")
        elif isinstance(value, Demand):
            mark = Sourced(marked=value.marked or mark.marked, source=value.source or mark.source, private=mark.private)
        others = Sourced(private=mark.private) if isinstance(value, Component | Demand) and mark.marked == "fitted" else mark
        for name in type(value).model_fields:
            if name not in UNTOLD:
                yield from _walk((*path, name.replace("_", " ")), getattr(value, name), others if name in NOT_FITTED else mark)
    elif isinstance(value, Mapping) and len(path) > 2 and value and all(isinstance(one, str) for one in value.values()):
        yield _row(path, ", ".join(f"{name} {one}" for name, one in value.items()), mark)  # an arrival as it was written
    elif isinstance(value, Mapping) and not isinstance(value, Table):
        for name, one in value.items():
            if name not in UNTOLD:
                yield from _walk((*path, str(name)), one, mark)
    elif isinstance(value, list | tuple) and any(isinstance(one, BaseModel) for one in value):
        for one in value:
            yield from _walk(path, one, mark)
    elif value not in (None, [], ()):
        per = PER.get(path[-1]) or PER.get(": ".join(path[-2:]))
        yield _row(path, f"{_words(value)} {per}" if per else _words(value), mark)


def _row(path: tuple[str, ...], value: str, mark: Sourced) -> AssumptionRow:
    what = ": ".join(word for word in path if word)
    return AssumptionRow(what=what, value=value, marked=mark.marked, source=mark.source or "", private=mark.private == "yes")


def _words(value: Any) -> str:
    if isinstance(value, Distribution | Table):
        return value.words
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(_words(one) for one in value)
    return str(value)
