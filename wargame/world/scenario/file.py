"""A scenario: the world an agreement meets, as a file that an operations lead can read.

Services with demand and capacity, the components they need, published indices, what things cost each party, how rights are exercised, shocks, and
dated history. `based on` names another scenario file; what is written here replaces what is written there, key by key.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from wargame.core.facts import ANY
from wargame.core.problem import BadInput, BadValue, Place, Problem, suggest
from wargame.core.quantities import Rate
from wargame.core.registry import discover
from wargame.core.source import Text, plain, read_named, read_text, read_yaml, validate
from wargame.core.yaml_source import Mapping as Map
from wargame.core.yaml_source import Node, Scalar
from wargame.core.zones.clocks import Clocks
from wargame.world.history.replayed import History, read_histories
from wargame.world.scenario.cross_check import cross_check
from wargame.world.scenario.inputs import Inside
from wargame.world.shock_base.base import Shock
from wargame.world.shock_base.dependence import ordered_shocks
from wargame.world.sizes.column import file_digest, from_home, tables
from wargame.world.sizes.read import distribution_keys

WHOLE = Rate(1, 1)
NAMED_WITHIN = 3  # keys: behaviour, rights, terminate for cause
MOST_BASES = 20  # scenarios that stand on each other


@dataclass(frozen=True)
class Scenario:
    """A scenario made ready: its inputs, its shocks as objects, and dated history. `key` is the file's stem, used in results."""

    key: str
    path: str
    inputs: Inside
    shocks: tuple[Shock, ...] = ()
    history: History | None = None
    digest: str = ""
    currency: str = ""
    places: Mapping[tuple[str, ...], Place] = field(default_factory=dict, repr=False)  # of keys within keys
    effort: Rate = WHOLE  # of what the provider has promised to do, as its behaviour says it may do less
    agreed: frozenset[str] = frozenset()  # milestones whose dates are those of the agreement, for the file says none
    sides: Mapping[str, str] = field(default_factory=dict)  # role in the agreement -> the side it is on; a role is its own where nothing is said

    @property
    def step(self) -> str:
        """`day` or `month`."""
        return self.inputs.step

    def place(self, *keys: str) -> Place:
        """Where something is said, such as ("shocks", "storm", "arrives"); what is not said, where the group stands that would hold it."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places[keys] if keys else Place(self.path, 1, 1)

    def components_of(self, service: str) -> frozenset[str]:
        """The components whose outage stops the service: those it needs, and those that they need in their turn."""
        return self._needed[service]

    @cached_property
    def _needed(self) -> dict[str, frozenset[str]]:
        components = self.inputs.components

        def all_of(names: Iterable[str]) -> frozenset[str]:
            found: set[str] = set()
            waiting = list(names)
            while waiting:
                name = waiting.pop()
                if name not in found:
                    found.add(name)
                    waiting += components[name].needs if name in components else []
            return frozenset(found)

        return {name: all_of(service.needs) for name, service in self.inputs.services.items()}

    @cached_property
    def in_order(self) -> tuple[Shock, ...]:
        """The shocks, each after those on whose arrivals it depends; otherwise in the order of the file."""
        found, _ = ordered_shocks(self.shocks)
        return found

    @cached_property
    def priced_overtime(self) -> frozenset[str]:
        """Services of which overtime costs somebody something."""
        economics = self.inputs.economics
        return frozenset(name for costs in (economics.provider, *economics.providers.values()) for name in costs.overtime)

    @cached_property
    def recovers(self) -> dict[str, Rate]:
        """Parties that may fail, by behaviour or by a shock, and the part of a claim that is still collected from them then."""
        found = {party: failing.recovers for party, failing in self.inputs.behaviour.default.items()}
        for shock in self.shocks:
            for party in sorted(shock.failing()):
                found.setdefault(party, getattr(shock.inputs, "recovers", None) or Rate(0, 1))
        return found

    @cached_property
    def late_payers(self) -> tuple[str, ...]:
        """Parties that may pay late, by behaviour or by a shock."""
        shocks = [party for shock in self.shocks for party in sorted(shock.paying_late())]
        return tuple(dict.fromkeys((*self.inputs.behaviour.payment, *shocks)))

    @cached_property
    def series_touched(self) -> tuple[frozenset[str], ...]:
        """Published series that each shock moves or ends, in the order of the shocks; the last is history, which touches none."""
        return (*(shock.series() for shock in self.shocks), frozenset())

    def at_effort(self, effort: Rate) -> Scenario:
        """The same world with a provider that makes so much of the effort it has promised."""
        return replace(self, effort=effort)

    def side_of(self, party: str) -> str:
        """The name under which chance knows a party: who buys is `client` and who supplies `provider` there, whatever the agreement calls them, so
        that their luck does not hang on a name."""
        return self.sides.get(party, party)

    def due(self, milestone: str) -> dt.date:
        """When a milestone is due; BadValue where neither the scenario nor the agreement that it is played with says so."""
        due = self.inputs.milestones[milestone].due
        if due is None:
            raise BadValue(f"the milestone '{milestone}' has no date", "give its `due` in the scenario, or in the clause that names it")
        return due

    def dated(self, dates: Mapping[str, dt.date]) -> Scenario:
        """The same world with milestones due on the dates that an agreement gives them."""
        milestones = self.inputs.milestones
        moved = {name: date for name, date in dates.items() if name in milestones and milestones[name].due != date}
        if not moved:
            return self
        found = {name: one.model_copy(update={"due": moved[name]}) if name in moved else one for name, one in milestones.items()}
        return replace(self, inputs=self.inputs.model_copy(update={"milestones": found}), agreed=self.agreed | moved.keys())

    @property
    def undated(self) -> Scenario:
        """The same without the dates that are the agreement's."""
        if not self.agreed:
            return self
        found = {name: one.model_copy(update={"due": None}) if name in self.agreed else one for name, one in self.inputs.milestones.items()}
        return replace(self, inputs=self.inputs.model_copy(update={"milestones": found}), agreed=frozenset())

    @property
    def provides(self) -> frozenset[tuple[str, str]]:
        """(fact, key) pairs that this world can supply."""
        facts = {("lasting_cost", ""), ("cost_of_serving", ""), ("loss", ""), ("days_late", ANY), ("notice_delay", ANY), ("failed", ANY)}
        facts |= {("loss", loss.head) for loss in self.inputs.economics.client_losses}
        facts |= {("loss", head) for shock in self.shocks for party, head in shock.costs() if party == "client"}
        facts |= {(fact, milestone) for milestone in self.inputs.milestones for fact in ("duration", "overdue", "delivered")}
        for service in self.inputs.services:
            facts |= {(fact, service) for fact in ("volume", "demand", "backlog", "waiting", "forecast", "agreed_time")}
            if self.inputs.services[service].quality:
                facts.add(("errors", service))
            if self.inputs.services[service].live:
                facts |= {("in_time", service), ("lost", service)}
            if self.inputs.services[service].needs:
                facts |= {("downtime", service), ("duration", service)}
                if all(self.inputs.components[name].severity for name in self.components_of(service)):
                    facts.add(("severity", service))
        facts |= {("published_figure", name) for name, series in self.inputs.indices.items() if series.figures}
        return frozenset(facts | {("index", series) for series in self.inputs.indices})


def shock_kinds() -> dict[str, type[Any]]:
    """Every shock kind found in the `shocks` folder, by the word that names it."""
    return discover("wargame.world.shocks", Shock)


def load_scenario(path: str | Path, currency: str, to_instant: Callable[[Any], int], clocks: Clocks | None = None) -> Scenario:
    """Read a scenario and what it is based on. BadInput with every problem at once (S001 …).

    `currency` is the draft's: amounts of another are refused. `to_instant` turns a datetime into seconds since the effective date, for history;
    `clocks` are those of the agreement's time zone, where it names one.
    """
    merged = laid_over(path)
    problems: list[Problem] = []
    context = {"currencies": (currency,), "folder": str(Path(path).parent)}
    inputs = validate(Inside, merged, context=context, code="S001", problems=problems)
    shocks = _shocks(merged, context, problems)
    history = None
    if inputs is not None:
        cross_check(inputs, shocks, merged, problems)
        if inputs.history:
            history = read_histories(merged.entries["history"][1], inputs, to_instant, problems, clocks)
    if problems or inputs is None:
        raise BadInput(problems)
    canonical = json.dumps(plain(merged), sort_keys=True, ensure_ascii=False)
    measured = "".join(file_digest(one) for one in tables(merged, Path(path).parent))
    digest = hashlib.sha256((canonical + (history.digest if history else "") + measured).encode()).hexdigest()
    return Scenario(Path(path).stem, str(path), inputs, tuple(shocks), history, digest, currency, dict(_places(merged)))


def laid_over(path: str | Path) -> Map:
    """A scenario file laid over those that it is based on, held against nothing yet. BadInput where one of them cannot be read."""
    return _merged(Path(path), (), Path(path).parent, text=path if isinstance(path, Text) else None)


def _merged(path: Path, chain: tuple[Path, ...], home: Path, by: Place | None = None, text: Text | None = None) -> Map:
    """The mapping of a file, or of a `text` by its name, laid over that of the file it is based on. Paths of columns are told from `home`."""
    said = read_text(text or path) if by is None else read_named(path, by)  # which refuses, in words, paths that cannot be resolved
    if path.resolve() in chain:
        raise BadInput(
            [
                Problem(
                    "S004",
                    Place(str(path), 1, 1),
                    f"{' → '.join(p.name for p in (*chain, path))}: these scenarios are based on each other",
                    "let one of them stand alone",
                )
            ]
        )
    if len(chain) >= MOST_BASES:
        message = f"{chain[0].name} is based on a scenario that is based on another, and so on {MOST_BASES} times; no more are followed"
        raise BadInput([Problem("S004", by or Place(str(path), 1, 1), message, "base it on a file nearer to the bottom")])
    node = read_yaml(said, str(path))
    if not isinstance(node, Map):
        raise BadInput([Problem("S002", Place(str(path), 1, 1), "a scenario is a map of `name`, `services`, `components`, `economics`, `shocks` …")])
    node = from_home(node, path.parent, home)
    base = node.entries.get("based on")
    if base is None or not isinstance(base[1], Scalar):
        return node
    under = _merged(path.parent / base[1].value, (*chain, path.resolve()), home, base[1].place)
    return _laid_over(node, under)


def _places(node: Node, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Keys within keys, as far as a scenario names things, and where they stand."""
    if isinstance(node, Map) and len(keys) < NAMED_WITHIN:
        for key, (place, inner) in node.entries.items():
            yield (*keys, key), place
            yield from _places(inner, (*keys, key))


def _laid_over(upper: Map, lower: Map) -> Map:
    entries: dict[str, tuple[Place, Node]] = {}
    for key in dict.fromkeys((*lower.entries, *upper.entries)):
        above, below = upper.entries.get(key), lower.entries.get(key)
        if above is None:
            assert below is not None
            entries[key] = below
        elif below is not None and isinstance(above[1], Map) and isinstance(below[1], Map) and _mergeable(above[1], below[1]):
            entries[key] = (above[0], _laid_over(above[1], below[1]))
        else:
            entries[key] = above
    return Map(entries, upper.place)


def _mergeable(above: Map, below: Map) -> bool:
    """Distributions and arrivals are replaced whole (`{median, p95}` over `{mean}` would be no distribution); so is a shock of another kind."""
    words = {"after", "date", "rate", "earliest", "latest", "exercised", "probability"}
    distributions = any(node.entries and set(node.entries) <= distribution_keys() for node in (above, below))
    kind = [node.entries["kind"][1] for node in (above, below) if "kind" in node.entries]
    return not (distributions or words & (set(above.entries) | set(below.entries))) and (len(kind) < 2 or plain(kind[0]) == plain(kind[1]))


def _shocks(merged: Map, context: Mapping[str, Any], problems: list[Problem]) -> list[Shock]:
    entry = merged.entries.get("shocks")
    kinds = shock_kinds()
    shocks: list[Shock] = []
    if entry is None or not isinstance(entry[1], Map):
        return shocks
    for name, (place, node) in entry[1].entries.items():
        kind = node.entries.get("kind") if isinstance(node, Map) else None
        word = str(plain(kind[1])) if kind else ""
        if word not in kinds:
            said = f"the kind of shock '{word}' is not known" if kind else f"the shock '{name}' has no `kind`"
            problems.append(Problem("S003", kind[1].place if kind else place, f"{said}; known: {', '.join(kinds)}", suggest(word, kinds)))
            continue
        inputs = validate(kinds[word].Inputs, node, context=dict(context), code="S001", problems=problems)
        if inputs is not None:
            shocks.append(kinds[word](name, inputs))
    return shocks
