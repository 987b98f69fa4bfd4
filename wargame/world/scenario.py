"""A scenario: the world an agreement meets, as a file that an operations lead can read.

Services with demand and capacity, the components they need, published indices, what things cost each party, how rights are exercised, shocks, and
dated history. `based on` names another scenario file; what is written here replaces what is written there, key by key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wargame.core.facts import ANY
from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.core.registry import discover
from wargame.core.source import plain, read_text, read_yaml, validate
from wargame.core.yaml_source import Mapping as Map
from wargame.core.yaml_source import Node, Scalar
from wargame.world.distribution import law_keys
from wargame.world.history import History, read_history
from wargame.world.inputs import Inside
from wargame.world.shock import Shock
from wargame.world.table import file_digest, from_home, tables

MOST_A_MONTH = 1_000  # outages: more are an error rate, not outages, and would not fit into memory


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
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def step(self) -> str:
        """`day` or `month`."""
        return self.inputs.step

    def components_of(self, service: str) -> frozenset[str]:
        """The components whose outage stops the service."""
        return frozenset(self.inputs.services[service].needs)

    @property
    def provides(self) -> frozenset[tuple[str, str]]:
        """(fact, key) pairs that this world can supply."""
        facts = {("lasting_cost", ""), ("cost_of_serving", ""), ("loss", ""), ("days_late", ANY), ("notice_delay", ANY), ("failed", ANY)}
        facts |= {("loss", loss.head) for loss in self.inputs.economics.client_losses}
        facts |= {(fact, milestone) for milestone in self.inputs.milestones for fact in ("duration", "overdue", "delivered")}
        for service in self.inputs.services:
            facts |= {(fact, service) for fact in ("volume", "demand", "backlog", "waiting", "forecast", "agreed_time")}
            if self.inputs.services[service].quality:
                facts.add(("errors", service))
            if self.inputs.services[service].needs:
                facts |= {("downtime", service), ("duration", service)}
        return frozenset(facts | {("index", series) for series in self.inputs.indices})


def shock_kinds() -> dict[str, type[Any]]:
    """Every shock kind found in the `shocks` folder, by the word that names it."""
    return discover("wargame.world.shocks", Shock)


def load_scenario(path: str | Path, currency: str, to_instant: Callable[[Any], int]) -> Scenario:
    """Read a scenario and what it is based on. BadInput with every problem at once (S001 …).

    `currency` is the draft's: amounts of another are refused. `to_instant` turns a datetime into seconds since the effective date, for history.
    """
    merged = _merged(Path(path), (), Path(path).parent)
    problems: list[Problem] = []
    context = {"currencies": (currency,), "folder": str(Path(path).parent)}
    inputs = validate(Inside, merged, context=context, code="S001", problems=problems)
    shocks = _shocks(merged, context, problems)
    history = None
    if inputs is not None:
        _cross_check(inputs, shocks, merged, problems)
        if inputs.history:
            source = merged.entries["history"][1].place.file
            history = read_history(Path(source).parent / inputs.history, to_instant, frozenset(inputs.components), problems)
    if problems or inputs is None:
        raise BadInput(problems)
    canonical = json.dumps(plain(merged), sort_keys=True, ensure_ascii=False)
    measured = "".join(file_digest(one) for one in tables(merged, Path(path).parent))
    digest = hashlib.sha256((canonical + (history.digest if history else "") + measured).encode()).hexdigest()
    return Scenario(Path(path).stem, str(path), inputs, tuple(shocks), history, digest, currency)


def _merged(path: Path, chain: tuple[Path, ...], home: Path) -> Map:
    """The file's mapping laid over that of the file it is based on. Paths of columns are told from `home`."""
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
    node = read_yaml(read_text(path), str(path))
    if not isinstance(node, Map):
        raise BadInput([Problem("S002", Place(str(path), 1, 1), "a scenario is a map of `name`, `services`, `components`, `economics`, `shocks` …")])
    node = from_home(node, path.parent, home)
    base = node.entries.get("based on")
    if base is None or not isinstance(base[1], Scalar):
        return node
    under = _merged(path.parent / base[1].value, (*chain, path.resolve()), home)
    return _laid_over(node, under)


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
    """Laws and arrivals are replaced whole (`{median, p95}` over `{mean}` would be no law); so is a shock of another kind."""
    words = {"date", "rate", "earliest", "latest", "exercised", "probability"}
    laws = any(node.entries and set(node.entries) <= law_keys() for node in (above, below))
    kind = [node.entries["kind"][1] for node in (above, below) if "kind" in node.entries]
    return not (laws or words & (set(above.entries) | set(below.entries))) and (len(kind) < 2 or plain(kind[0]) == plain(kind[1]))


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


def _cross_check(inputs: Inside, shocks: list[Shock], merged: Map, problems: list[Problem]) -> None:
    """Names used must exist, and a component with outages needs a repair law."""

    def place(*keys: str) -> Place:
        node: Node = merged
        here = merged.place
        for key in keys:
            if not isinstance(node, Map) or key not in node.entries:
                return here
            here, node = node.entries[key]
        return here

    def known(word: str, names: Mapping[str, Any], what: str, *keys: str) -> None:
        if word not in names:
            problems.append(
                Problem(
                    "S005",
                    place(*keys),
                    f"the {what} '{word}' is not described in this scenario; it has: {', '.join(names) or 'none'}",
                    suggest(word, names),
                )
            )

    for name, service in inputs.services.items():
        for need in service.needs:
            known(need, inputs.components, "component", "services", name, "needs")
        for what, count in (("demand", service.demand.level), ("capacity", service.capacity.level if service.capacity else service.demand.level)):
            if count.num <= 0:
                problems.append(
                    Problem(
                        "S006",
                        place("services", name, what, "level"),
                        f"the {what} of '{name}' is {count}; a service needs some {what}",
                        "leave the service out if nothing arrives",
                    )
                )
            if count.per not in ("month", "day"):
                problems.append(
                    Problem("S006", place("services", name, what, "level"), f"the {what} of '{name}' is {count}; give it per month or per day")
                )
        ceiling = service.capacity.ceiling if service.capacity else None
        if service.capacity and ceiling:
            level, at_ceiling = service.capacity.level, place("services", name, "capacity", "ceiling")
            if ceiling.per != level.per:
                problems.append(Problem("S006", at_ceiling, f"the ceiling of '{name}' is {ceiling}; give it in the units of its level, {level}"))
            elif ceiling.num * level.den < level.num * ceiling.den:
                problems.append(Problem("S006", at_ceiling, f"the ceiling of '{name}', {ceiling}, lies below its level, {level}"))
        for weights, length, what in ((service.demand.season.week, 7, "week"), (service.demand.season.year, 12, "year")):
            if weights and (len(weights) != length or sum(w.num for w in weights) <= 0):
                problems.append(
                    Problem(
                        "S006",
                        place("services", name, "demand", "season"),
                        f"the season of a {what} needs {length} weights, not all 0; it has {len(weights)}",
                    )
                )
    for name, component in inputs.components.items():
        if (component.outages is None) != (component.repair is None):
            problems.append(
                Problem(
                    "S006", place("components", name), f"the component '{name}' needs both `outages` (how often) and `repair` (how long), or neither"
                )
            )
        for rate in filter(None, (component.outages, component.planned_work and component.planned_work.rate)):
            if rate.per not in ("month", "quarter", "year"):
                problems.append(Problem("S006", place("components", name), f"the rate {rate} of '{name}' must be per month, per quarter or per year"))
            elif rate.num > MOST_A_MONTH * rate.den:
                problems.append(Problem("S006", place("components", name), f"the rate {rate} of '{name}' is beyond the limit of {MOST_A_MONTH:,}"))
    for head in inputs.economics.client_losses:
        if head.service is not None:
            known(head.service, inputs.services, "service", "economics", "client losses")
        if head.milestone is not None:
            known(head.milestone, inputs.milestones, "milestone", "economics", "client losses")
        if head.per == "unit done wrong" and head.service in inputs.services and inputs.services[head.service].quality is None:
            message = f"'{head.service}' says nothing of its `quality`, so no unit of it is done wrong"
            problems.append(Problem("S005", place("economics", "client losses"), message, "give it `quality: {errors: 1 %}`"))
    for name in inputs.milestones:
        if name in inputs.components:
            problems.append(
                Problem("S006", place("milestones", name), f"'{name}' is the name of a component and of a milestone", "call one of them otherwise")
            )
    for tolerance in inputs.economics.tolerances:
        if tolerance.service is not None:
            known(tolerance.service, inputs.services, "service", "economics", "tolerances")
    for name in inputs.economics.provider.unit_cost:
        known(name, inputs.services, "service", "economics", "provider", "unit cost", name)
    for name in inputs.economics.replacement.price if inputs.economics.replacement else ():
        known(name, inputs.services, "service", "economics", "replacement", "price", name)
    for shock in shocks:
        for name in shock.services():
            known(name, inputs.services, "service", "shocks", shock.name)
        for name in shock.components():
            known(name, inputs.components, "component", "shocks", shock.name)
