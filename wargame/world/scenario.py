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
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.core.quantities import CountT, Duration, DurationT, MoneyT, PriceT, Rate, RateT, ShareT, TextT
from wargame.core.registry import discover
from wargame.core.source import plain, read_text, read_yaml, validate
from wargame.core.yaml_source import Mapping as Map
from wargame.core.yaml_source import Node, Scalar
from wargame.world.distributions import LengthD, MoveD
from wargame.world.history import History, read_history
from wargame.world.shock import Inputs, Shock

MOST_A_MONTH = 1_000  # outages: more are an error rate, not outages, and would not fit into memory


def _by_the_clock(length: Duration) -> Duration:
    if length.months or length.business_days:
        raise ValueError(f"{length} depends on the date it starts from; write hours, days or weeks")
    return length


ClockT = Annotated[DurationT, AfterValidator(_by_the_clock)]


class Season(Inputs):
    """Weights of weekdays (Monday first) and of calendar months (January first); only their proportions matter."""

    week: list[CountT] = Field(default=[], max_length=7)
    year: list[CountT] = Field(default=[], max_length=12)


class Noise(Inputs):
    """Standard deviation of demand around its level, drawn by the week (day step) or the month (month step)."""

    weekly: ShareT


class Demand(Inputs):
    """Units that arrive: a level per month or day, its growth a year, season and noise."""

    level: CountT
    growth: RateT | None = None
    season: Season = Season()
    noise: Noise | None = None


class Capacity(Inputs):
    """Units that can be handled: a level, and how it stretches towards `ceiling` as backlog builds (`stretches` of the way each day)."""

    level: CountT
    ceiling: CountT | None = None
    stretches: ShareT = Rate(5, 100)
    per_backlog: ShareT = Rate(30, 100)


class Service(Inputs):
    """One service: what arrives, what can be done, and which components it cannot run without."""

    demand: Demand
    capacity: Capacity | None = None
    needs: list[TextT] = []


class PlannedWork(Inputs):
    """Planned interruptions of a component."""

    rate: CountT
    lasts: LengthD


class Component(Inputs):
    """A component with everyday outages: how many, how long a repair takes, how long until one is detected, and whose fault they are."""

    outages: CountT | None = None
    repair: LengthD | None = None
    detection: ClockT | None = None
    fault: Literal["provider", "client", "third party", "nobody"] = "provider"
    planned_work: PlannedWork | None = None


class Index(Inputs):
    """A published series: its yearly move."""

    yearly_move: MoveD


class LossHead(Inputs):
    """What a party loses of its own: a head of loss, and so much per hour of outage or per unit waiting over night."""

    head: TextT
    amount: MoneyT
    per: Literal["hour of outage", "unit waiting a day"]
    service: TextT
    marked: Literal["measured", "fitted", "judged"] = "judged"


class ProviderCosts(Inputs):
    """What serving costs: per unit handled by service, and fixed per month."""

    unit_cost: dict[str, PriceT] = {}
    fixed_cost: MoneyT | None = None


class Replacement(Inputs):
    """Life after exit: a gap without service, a transition to pay for, another price per unit, and what a unit lost in the gap costs."""

    gap: ClockT
    transition: MoneyT
    price: dict[str, PriceT]
    lost_unit: MoneyT | None = None


class Economics(Inputs):
    """Each party's own money: what the provider spends, what the client loses by head, and what replacing the provider costs."""

    provider: ProviderCosts = ProviderCosts()
    client_losses: list[LossHead] = []
    replacement: Replacement | None = None


class Right(Inputs):
    """How a right is exercised when it arises: always, never, or with a probability each time."""

    exercised: Literal["always", "never"] | None = None
    probability: ShareT | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Right:
        if (self.exercised is None) == (self.probability is None):
            raise ValueError("a right is `exercised: always` or `never`, or used with a `probability` each time it arises: give exactly one of them")
        return self

    @property
    def chance(self) -> float:
        """Probability of exercise each time the right stands."""
        if self.probability is not None:
            return self.probability.num / self.probability.den
        return 1.0 if self.exercised == "always" else 0.0


class Behaviour(Inputs):
    """How rights are used; a right not named is never used."""

    rights: dict[str, Right] = {}


class Inside(Inputs):
    """The scenario file, shocks apart."""

    name: TextT
    why: TextT | None = None
    based_on: TextT | None = None
    step: Literal["day", "month"] = "day"
    services: dict[str, Service]
    components: dict[str, Component] = {}
    indices: dict[str, Index] = {}
    economics: Economics = Economics()
    behaviour: Behaviour = Behaviour()
    shocks: dict[str, Any] = {}
    history: TextT | None = None


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
        facts = {("lasting_cost", "")}
        for service in self.inputs.services:
            facts |= {(fact, service) for fact in ("volume", "demand", "backlog", "waiting")}
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
    merged = _merged(Path(path), ())
    problems: list[Problem] = []
    context = {"currencies": (currency,)}
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
    digest = hashlib.sha256((canonical + (history.digest if history else "")).encode()).hexdigest()
    return Scenario(Path(path).stem, str(path), inputs, tuple(shocks), history, digest, currency)


def _merged(path: Path, chain: tuple[Path, ...]) -> Map:
    """The file's mapping laid over that of the file it is based on."""
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
    base = node.entries.get("based on")
    if base is None or not isinstance(base[1], Scalar):
        return node
    under = _merged(path.parent / base[1].value, (*chain, path.resolve()))
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
    words = {"mean", "median", "p95", "low", "high", "mode", "sd", "date", "rate", "earliest", "latest", "exercised", "probability"}
    kind = [node.entries["kind"][1] for node in (above, below) if "kind" in node.entries]
    return not (words & (set(above.entries) | set(below.entries))) and (len(kind) < 2 or plain(kind[0]) == plain(kind[1]))


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
        known(head.service, inputs.services, "service", "economics", "client losses")
    for name in inputs.economics.provider.unit_cost:
        known(name, inputs.services, "service", "economics", "provider", "unit cost", name)
    for name in inputs.economics.replacement.price if inputs.economics.replacement else ():
        known(name, inputs.services, "service", "economics", "replacement", "price", name)
    for shock in shocks:
        for name in shock.services():
            known(name, inputs.services, "service", "shocks", shock.name)
        for name in shock.components():
            known(name, inputs.components, "component", "shocks", shock.name)
