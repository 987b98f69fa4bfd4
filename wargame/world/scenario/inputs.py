"""What a scenario file may say: services, components, milestones, indices, economics, behaviour. Its grammar; `scenario` reads it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from wargame.core.quantities import CountT, DateT, Duration, DurationT, MoneyT, PriceT, Rate, RateT, ShareT, TextT
from wargame.core.reading import parse_share
from wargame.world.scenario.behaviour import Behaviour
from wargame.world.scenario.series import Index
from wargame.world.shock_base.arrival import check_drivers
from wargame.world.shock_base.base import Fault
from wargame.world.sizes.inputs import Inputs, Sourced
from wargame.world.sizes.read import LengthD, MoveD


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
    """Standard deviation of demand around its level, drawn by the week (day step) or the month (month step); how much of one week's (or month's)
    deviation persists into the next, and how much of it is due to drivers that others share."""

    weekly: ShareT
    persists: ShareT | None = None
    driven_by: dict[str, RateT] = {}

    @model_validator(mode="after")
    def _possible(self) -> Noise:
        check_drivers(self.driven_by)
        if self.persists is not None and self.persists.num == self.persists.den:
            raise ValueError("noise of which 100 % persists never comes back to its level; give less")
        return self


class Forecast(Inputs):
    """How far the client's forecast of a month is off, as a share of what the plan expects, drawn anew each month."""

    error: MoveD


class Demand(Inputs):
    """Units that arrive: a level per month or day, its growth a year, season, noise, what is left of it on holidays, and how well it is forecast.
    How its figures came to be known may be said here, where it is not how the service's others did."""

    level: CountT
    growth: RateT | None = None
    season: Season = Season()
    noise: Noise | None = None
    on_holidays: ShareT | None = None
    forecast: Forecast | None = None
    marked: Literal["measured", "fitted", "judged"] | None = None
    source: TextT | None = None

    @model_validator(mode="after")
    def _possible(self) -> Demand:
        if self.growth is not None and self.growth.num < -self.growth.den:
            raise ValueError(f"`growth` is {self.growth} a year, and less than nothing cannot arrive: give -100 % or more")
        return self


class Capacity(Inputs):
    """Units that can be handled: a level, and how it stretches towards `ceiling` as backlog builds (`stretches` of the way each day)."""

    level: CountT
    ceiling: CountT | None = None
    stretches: ShareT = Rate(5, 100)
    per_backlog: ShareT = Rate(30, 100)


def _or_right(schema: dict[str, Any]) -> None:
    """Says in the JSON Schema what `Quality` takes besides."""
    schema["properties"]["right"] = schema["properties"]["errors"]
    schema["required"] = []
    schema["oneOf"] = [{"required": ["errors"]}, {"required": ["right"]}]


class Quality(Inputs):
    """The share of units done wrong (or `right`, the share done right), and that of units done wrong while as many others wait."""

    model_config = ConfigDict(json_schema_extra=_or_right)

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


class Live(Inputs):
    """Live work (voice, chat): who is not answered is lost. `handling` is the time a unit takes, `patience` the mean time after which people give up
    (none: they wait for ever), `threshold` the time within which they should be answered, `profile` the weights of the intervals of a day."""

    handling: ClockT
    threshold: ClockT
    patience: ClockT | None = None
    profile: list[CountT] = Field(default=[], max_length=96)

    @model_validator(mode="after")
    def _possible(self) -> Live:
        if not self.handling.seconds:
            raise ValueError("`handling` of no time at all needs nobody; give the time that a unit takes")
        if self.patience is not None and not self.patience.seconds:
            raise ValueError("with no `patience` nobody would wait at all; leave it out if nobody gives up")
        if self.profile and (24 * 60 % len(self.profile) or not any(weight.num for weight in self.profile)):
            raise ValueError(f"`profile` divides a day into equal intervals, not all 0: give 24, 48 or 96 weights, not {len(self.profile)}")
        return self


class ServiceInputs(Sourced):
    """One service: what arrives, what can be done, how well, which components it cannot run without, and which staff serves it. `unit_takes` is the
    time of a unit, for a staff that serves several services."""

    demand: Demand
    capacity: Capacity | None = None
    quality: Quality | None = None
    needs: list[TextT] = []
    live: Live | None = None
    staff: TextT | None = None
    unit_takes: ClockT | None = None

    @model_validator(mode="after")
    def _served(self) -> ServiceInputs:
        for name in ("live", "staff"):
            if getattr(self, name) is not None and self.capacity is None:
                raise ValueError(f"`{name}` shapes a capacity; this service has none: give it `capacity: {{level: …}}`")
        return self

    @property
    def takes(self) -> int:
        """Seconds that a unit takes: `unit takes`, else the handling time of live work, else 1."""
        return self.unit_takes.seconds if self.unit_takes else self.live.handling.seconds if self.live else 1


class Learning(Inputs):
    """New people are worth `starts at` of an experienced one, and learn evenly over a time in months."""

    takes: DurationT
    starts_at: ShareT

    @model_validator(mode="after")
    def _in_months(self) -> Learning:
        if not 0 < self.takes.months <= 24:
            raise ValueError(f"`takes` is {self.takes}; learning is counted in months, from 1 to 24")
        return self

    @property
    def months(self) -> int:
        """Months until a new person is worth a whole one."""
        return self.takes.months


class Hiring(Inputs):
    """How long it takes until somebody hired is there, in months, and how many can be hired a month."""

    delay: DurationT
    at_most: CountT | None = None

    @model_validator(mode="after")
    def _in_months(self) -> Hiring:
        if self.delay.seconds or self.delay.business_days or not self.delay.months or self.delay.months > 24:
            raise ValueError(f"`delay` is {self.delay}; hiring is counted in months, from 1 to 24")
        return self


class Staff(Sourced):
    """People who do the work of one or several services: how many, how many leave (a share a month), how new ones are hired and learn, whether their
    number follows the forecast, and which part of their idle hours can be lent from one service to another."""

    people: CountT
    attrition: ShareT | None = None
    hiring: Hiring | None = None
    learning: Learning | None = None
    follows: Literal["forecast", "nothing"] = "forecast"
    flexible: ShareT = Rate(1, 1)
    private: Literal["yes", "no"] = "yes"

    @model_validator(mode="after")
    def _some(self) -> Staff:
        if self.people.num <= 0:
            raise ValueError("a staff of nobody does no work; give the number of `people`")
        return self


class PlannedWork(Inputs):
    """Planned interruptions of a component."""

    rate: CountT
    lasts: LengthD


class Component(Sourced):
    """A component with everyday outages: how many, how long a repair takes, how long until one is detected and until one is reported, how grave
    they are in the agreement's own words, and whose fault; how long before it begins planned work is announced; and which other components it cannot
    run without itself."""

    outages: CountT | None = None
    repair: LengthD | None = None
    detection: ClockT | None = None
    report: ClockT | None = None  # left out, one is reported when it is detected
    severity: TextT | None = None
    notice: ClockT | None = None  # left out, planned work is announced in time
    fault: Fault = "provider"
    planned_work: PlannedWork | None = None
    needs: list[TextT] = []


class Milestone(Sourced):
    """Something to be delivered on a date: by how much it is late (0 is in time), with what probability, and whose fault that is. It is `due` when
    the agreement says so; where no clause does, here."""

    due: DateT | None = None
    late: LengthD
    probability: ShareT = Rate(1, 1)
    fault: Fault = "provider"


class LossHead(Sourced):
    """What the client loses of its own: a head of loss, and so much per hour of outage, unit waiting over night, unit done wrong, unit lost because
    nobody answered, or day by which a milestone is late."""

    head: TextT
    amount: MoneyT
    per: Literal["hour of outage", "unit waiting a day", "unit done wrong", "unit lost", "day of delay"]
    service: TextT | None = None
    milestone: TextT | None = None
    private: Literal["yes", "no"] = "yes"

    @model_validator(mode="after")
    def _of_what(self) -> LossHead:
        wants, other = ("milestone", "service") if self.per == "day of delay" else ("service", "milestone")
        if getattr(self, wants) is None or getattr(self, other) is not None:
            raise ValueError(f"a loss per {self.per} names a `{wants}`, and no `{other}`")
        return self


class ProviderCosts(Sourced):
    """What serving costs: per unit handled by service, fixed per month, and what each unit done in overtime costs more."""

    unit_cost: dict[str, PriceT] = {}
    fixed_cost: MoneyT | None = None
    overtime: dict[str, PriceT] = {}
    private: Literal["yes", "no"] = "yes"


class Replacement(Sourced):
    """Life after exit: a gap without service, a transition to pay for, another price per unit, and what a unit lost in the gap costs. `transition_of`
    says by service what its transition costs where it alone leaves."""

    gap: ClockT
    transition: MoneyT
    transition_of: dict[str, MoneyT] = {}
    price: dict[str, PriceT]
    lost_unit: MoneyT | None = None
    private: Literal["yes", "no"] = "yes"


class ToleranceInputs(Inputs):
    """What a party can bear over the term: a `loss` against the plan, or an `outage` of a service, of so long at one time."""

    party: TextT
    loss: MoneyT | None = None
    outage: ClockT | None = None
    service: TextT | None = None

    @model_validator(mode="after")
    def _of_what(self) -> ToleranceInputs:
        if (self.loss is None) == (self.outage is None) or (self.outage is None) != (self.service is None):
            raise ValueError("a tolerance is a `loss`, or an `outage` with the `service` it is of: give exactly one of them")
        return self


class EconomicsInputs(Inputs):
    """Each party's own money: what the provider spends, and each further provider, by its role in the agreement, on the services that it serves; what
    the client loses by head; and what replacing the provider costs."""

    tolerances: list[ToleranceInputs] = []
    discount: dict[str, RateT] = {}  # party -> a year, for the present value of its cash
    provider: ProviderCosts = ProviderCosts()
    providers: dict[str, ProviderCosts] = {}
    client_losses: list[LossHead] = []
    replacement: Replacement | None = None

    @model_validator(mode="after")
    def _possible(self) -> EconomicsInputs:
        for party, rate in self.discount.items():
            if 100 * rate.num <= -99 * rate.den:
                raise ValueError(
                    f"the discount rate of '{party}' is {rate} a year; money cannot be worth a hundredfold in a year: give more than -99 %"
                )
        return self


class Histories(Inputs):
    """Files of what happened, relative to the scenario's: dated events, dated volumes. A file name alone is that of the events."""

    events: TextT | None = None
    volumes: TextT | None = None


def _events_alone(given: Any) -> Any:
    return {"events": given} if isinstance(given, str) else given


class Driver(Sourced):
    """A common cause, such as the economy or a hot summer: a standard normal number a contract year that shocks, noise and indices may share."""


class Inside(Inputs):
    """The scenario file, shocks apart."""

    name: TextT
    why: TextT | None = None
    based_on: TextT | None = None
    step: Literal["day", "month"] = "day"
    services: dict[str, ServiceInputs]
    staff: dict[str, Staff] = {}
    components: dict[str, Component] = {}
    drivers: dict[str, Driver] = {}
    holidays: list[DateT] = Field(default=[], max_length=10_000)
    milestones: dict[str, Milestone] = {}
    indices: dict[str, Index] = {}
    economics: EconomicsInputs = EconomicsInputs()
    behaviour: Behaviour = Behaviour()
    shocks: dict[str, Any] = {}
    history: Annotated[Histories, BeforeValidator(_events_alone, json_schema_input_type=Histories | str)] | None = None
