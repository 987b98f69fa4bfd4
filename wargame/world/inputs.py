"""What a scenario file may say: services, components, milestones, indices, economics, behaviour. Its grammar; `scenario` reads it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from wargame.core.money import share
from wargame.core.quantities import CountT, DateT, Duration, DurationT, MoneyT, PriceT, Rate, RateT, ShareT, TextT
from wargame.core.reading import parse_share
from wargame.world.behaviour import Behaviour
from wargame.world.distribution import MILLION, LengthD, MoveD
from wargame.world.shock import Inputs

Fault = Literal["provider", "client", "third party", "nobody"]


def _by_the_clock(length: Duration) -> Duration:
    if length.months or length.business_days:
        raise ValueError(f"{length} depends on the date it starts from; write hours, days or weeks")
    return length


ClockT = Annotated[DurationT, AfterValidator(_by_the_clock)]


class Known(Inputs):
    """What is said beside a figure: how it came to be known, from where, and whether a party keeps it from the other. What a party spends or
    loses, and what replacing the provider would cost, is private unless said otherwise."""

    marked: Literal["measured", "fitted", "judged"] = "judged"
    source: TextT | None = None
    private: Literal["yes", "no"] = "no"


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


class Quality(Inputs):
    """The share of units done wrong (or `right`, the share done right), and that of units done wrong while as many others wait."""

    errors: ShareT
    under_strain: ShareT | None = None

    @model_validator(mode="before")
    @classmethod
    def _either_way(cls, given: Any) -> Any:
        """`right: 99.7 %` is `errors: 0.3 %`."""
        if not isinstance(given, dict) or "right" not in given or "errors" in given:
            return given
        right = parse_share(str(given["right"]))
        return {key: value for key, value in given.items() if key != "right"} | {"errors": Rate(right.den - right.num, right.den)}

    @model_validator(mode="after")
    def _rising(self) -> Quality:
        if self.under_strain is not None and self.under_strain.num * self.errors.den < self.errors.num * self.under_strain.den:
            raise ValueError(f"errors under strain ({self.under_strain}) cannot be fewer than otherwise ({self.errors})")
        return self


class Service(Known):
    """One service: what arrives, what can be done, how well, and which components it cannot run without."""

    demand: Demand
    capacity: Capacity | None = None
    quality: Quality | None = None
    needs: list[TextT] = []


class PlannedWork(Inputs):
    """Planned interruptions of a component."""

    rate: CountT
    lasts: LengthD


class Component(Known):
    """A component with everyday outages: how many, how long a repair takes, how long until one is detected, and whose fault they are."""

    outages: CountT | None = None
    repair: LengthD | None = None
    detection: ClockT | None = None
    fault: Fault = "provider"
    planned_work: PlannedWork | None = None


class Milestone(Known):
    """Something to be delivered on a date: by how much it is late (0 is in time), with what probability, and whose fault that is."""

    due: DateT
    late: LengthD
    probability: ShareT = Rate(1, 1)
    fault: Fault = "provider"


class Index(Known):
    """A published series: figures already published (`levels`, the first at the effective date, then one a contract year), and its yearly move from
    then on; without one it stays where it is."""

    yearly_move: MoveD | None = None
    levels: list[CountT] = Field(default=[], max_length=100)

    @model_validator(mode="after")
    def _moves(self) -> Index:
        if self.yearly_move is None and not self.levels:
            raise ValueError("a series needs its `yearly move`, or the `levels` published so far, or both")
        if any(level.num == 0 for level in self.levels):
            raise ValueError("a published level of 0 is no index figure; leave the figure out")
        return self

    def published(self) -> list[int]:
        """The published levels in millionths of the first, rounded half-up."""
        first = self.levels[0] if self.levels else None
        return [share(level.num * first.den, MILLION, level.den * first.num) for level in self.levels] if first else [MILLION]


class LossHead(Known):
    """What the client loses of its own: a head of loss, and so much per hour of outage, unit waiting over night, unit done wrong, or day by which a
    milestone is late."""

    head: TextT
    amount: MoneyT
    per: Literal["hour of outage", "unit waiting a day", "unit done wrong", "day of delay"]
    service: TextT | None = None
    milestone: TextT | None = None
    private: Literal["yes", "no"] = "yes"

    @model_validator(mode="after")
    def _of_what(self) -> LossHead:
        wants, other = ("milestone", "service") if self.per == "day of delay" else ("service", "milestone")
        if getattr(self, wants) is None or getattr(self, other) is not None:
            raise ValueError(f"a loss per {self.per} names a `{wants}`, and no `{other}`")
        return self


class ProviderCosts(Known):
    """What serving costs: per unit handled by service, and fixed per month."""

    unit_cost: dict[str, PriceT] = {}
    fixed_cost: MoneyT | None = None
    private: Literal["yes", "no"] = "yes"


class Replacement(Known):
    """Life after exit: a gap without service, a transition to pay for, another price per unit, and what a unit lost in the gap costs."""

    gap: ClockT
    transition: MoneyT
    price: dict[str, PriceT]
    lost_unit: MoneyT | None = None
    private: Literal["yes", "no"] = "yes"


class Tolerance(Inputs):
    """What a party can bear over the term: a `loss` against the plan, or an `outage` of a service, of so long at one time."""

    party: TextT
    loss: MoneyT | None = None
    outage: ClockT | None = None
    service: TextT | None = None

    @model_validator(mode="after")
    def _of_what(self) -> Tolerance:
        if (self.loss is None) == (self.outage is None) or (self.outage is None) != (self.service is None):
            raise ValueError("a tolerance is a `loss`, or an `outage` with the `service` it is of: give exactly one of them")
        return self


class Economics(Inputs):
    """Each party's own money: what the provider spends, what the client loses by head, and what replacing the provider costs."""

    tolerances: list[Tolerance] = []
    discount: dict[str, RateT] = {}  # party -> a year, for the present value of its cash
    provider: ProviderCosts = ProviderCosts()
    client_losses: list[LossHead] = []
    replacement: Replacement | None = None


class Inside(Inputs):
    """The scenario file, shocks apart."""

    name: TextT
    why: TextT | None = None
    based_on: TextT | None = None
    step: Literal["day", "month"] = "day"
    services: dict[str, Service]
    components: dict[str, Component] = {}
    milestones: dict[str, Milestone] = {}
    indices: dict[str, Index] = {}
    economics: Economics = Economics()
    behaviour: Behaviour = Behaviour()
    shocks: dict[str, Any] = {}
    history: TextT | None = None
