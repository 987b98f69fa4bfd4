"""Forecast lock: the client's forecast is fixed some months ahead; the provider staffs to it, give or take a tolerance.

Above the tolerance each unit handled costs a surcharge and the provider is relieved of the service levels that say `relieved by` this clause; below a
floor the client pays for units that did not come. If volume stays outside the tolerance for long enough the forecast is re-baselined to what came,
from the first month that is not locked yet. Between re-baselinings the forecast is the plan: level, growth and seasons. Rounding: the forecast and
its edges half-up to whole units; money once a month, half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.rules.clause import UNIT, Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import DurationT, PriceT, Ref, ServiceName, ShareT, WholeT
from wargame.core.vocabulary import Value


class Floor(ClauseTerms):
    """Units short of this share of the forecast are paid for at `price`."""

    of: ShareT
    price: PriceT


class ForecastLock(Clause):
    """A locked forecast with tolerance, surcharge, relief and floor."""

    kind = "forecast_lock"
    roles = frozenset({Role.FORECAST, Role.LENIENT})
    heads = frozenset({"surcharge", "minimum commitment"})
    stage = Stage.MEASURE
    publishes = frozenset({"locked forecast", "above", "below", "relieved"})
    usual_for: ClassVar = {
        ("surge", "measure"): 1,
        ("surge", "act"): 2,
        ("surge", "pay"): 1,
        ("surge", "excuse"): 1,
        ("surge", "decide"): 1,
        ("slump", "measure"): 1,
    }

    class Terms(ClauseTerms):
        """`locked` is how long ahead; `relieves` lists the service levels that are relieved above the tolerance (each must say `relieved by`).

        `rebaseline_after` months outside the tolerance in a row move the forecast.
        """

        service: ServiceName
        locked: DurationT
        tolerance: ShareT
        surcharge: PriceT | None = None
        relieves: list[Ref] = []
        floor: Floor | None = None
        rebaseline_after: WholeT | None = None
        unit_of_the_forecast: Literal["units that arrive", "units handled"] | None = None
        relief_spans: Literal["the month", "the month and the next"] | None = None
        forecast: Literal["binds the Client", "is for planning only"] | None = None

        @model_validator(mode="after")
        def _in_months(self) -> Self:
            if self.locked.seconds or self.locked.business_days:
                raise ValueError(f"`locked` is {self.locked}; forecasts are made by the month: write `locked: 3 months`")
            if self.locked.months > 12:
                raise ValueError(f"`locked` is {self.locked}; a forecast is locked at most 12 months ahead")
            if self.rebaseline_after == 0:
                raise ValueError("`rebaseline after` is 0 months; one month outside the tolerance is the least")
            return self

    constructions: ClassVar = {
        "unit_of_the_forecast": Construction(
            ("units that arrive", "units handled"),
            "Is the forecast compared with the units that arrive, or with those that the Provider handles?",
            "PRACTICE §6 (unit of the forecast)",
        ),
        "relief_spans": Construction(
            ("the month", "the month and the next"),
            "Is the Provider relieved for the month in which volume passes the tolerance, or until what waits from it is worked off in the next?",
            "PRACTICE §6 (span of the relief)",
        ),
        "forecast": Construction(
            ("binds the Client", "is for planning only"),
            "Does the Client owe surcharge and floor by the forecast, or is it given for planning and excuses the Provider only?",
            "PRACTICE §6 (binding or not)",
        ),
    }
    wording = (
        "The forecast of a month is fixed {locked} before it begins. For each {unit} above {tolerance} over it the Client shall pay a "
        "surcharge of {surcharge}, and for that month the Provider is relieved of {relieves}; if fewer than {floor} of it arrive the Client "
        "shall pay {floor price} for each one short."
    )
    source = "PRACTICE §6"
    example = """
## 6.2 Forecasts

The forecast of a month is locked 2 months ahead. Calls more than 5 % above it cost GBP 1.10 more, and the Provider is then relieved of
8.1; if fewer than 96 % of them are handled the Client shall pay GBP 2.00 for each call short. After 2 months in a row outside the
tolerance the forecast is re-baselined.

```terms
kind: forecast_lock
service: voice
locked: 2 months
tolerance: 5 %
surcharge: GBP 1.10
relieves: [8.1]
floor: {of: 96 %, price: GBP 2.00}
rebaseline after: 2
```

## 8.1 Availability

Voice shall be available for at least 99.9 % of each month.

```terms
kind: service_level
service: voice
target: 99.9 %
relieved by: 6.2
```

## 8.2 Service credits

Below 99.9 % the Provider shall credit 5 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.9 %, credit: 5 %}
```

## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```
"""

    @classmethod
    def relieves(cls, terms: Any) -> tuple[str, ...]:
        return tuple(map(str, terms.relieves))

    def prepare(self) -> None:
        terms = self.terms
        arrivals = self.choice("unit_of_the_forecast") == "units that arrive"
        self.forecast, self.volume = FactRequest("forecast", terms.service), FactRequest("volume", terms.service)
        self.units = FactRequest("demand", terms.service) if arrivals else self.volume
        self.binds = self.choice("forecast") == "binds the Client"
        self.spans_next = self.choice("relief_spans") == "the month and the next"

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.forecast, self.units, self.volume)

    def states(self) -> dict[str, State]:
        states = {"passed": State("bool", False)} if self.spans_next else {}
        if self.terms.rebaseline_after is not None:
            # What of the plan is forecast, for the month that comes next and those locked after it, and the run of months outside the tolerance.
            states |= {f"in {ahead}": State("int", UNIT) for ahead in range(self.terms.locked.months + 1)}
            states |= {"outside": State("int", 0), "came": State("int", 0), "planned": State("int", 0)}
        return states

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        units, plan = month.fact(self.units), v.share(month.fact(self.forecast), month.served, month.seconds)
        locked = plan if terms.rebaseline_after is None else v.share(plan, month.state("in 0"), UNIT)
        tolerated = v.share(locked, terms.tolerance.num, terms.tolerance.den)
        passed = units > locked + tolerated
        month.publish("locked forecast", locked)
        month.publish("relieved", v.either(passed, month.state("passed")) if self.spans_next else passed)
        if self.spans_next:
            month.keep("passed", passed)
        above = v.maximum(month.fact(self.volume) - locked - tolerated, 0)
        month.publish("above", above)
        if terms.surcharge and self.binds:
            owed = v.share(above, terms.surcharge.num, terms.surcharge.den)
            month.owe("surcharge", self.client, self.provider, owed, "volume")
        if terms.floor:
            below = v.maximum(v.share(locked, terms.floor.of.num, terms.floor.of.den) - units, 0)
            month.publish("below", below)
            if self.binds:
                owed = v.share(below, terms.floor.price.num, terms.floor.price.den)
                month.owe("minimum commitment", self.client, self.provider, owed, "volume")
        if terms.rebaseline_after is not None:
            self.rebaseline(month, units, plan, v.absolute(units - locked) > tolerated)

    def rebaseline(self, month: MonthEnd, units: Value, plan: Value, outside: Value) -> None:
        """After a run of months outside the tolerance what came of the plan in them becomes the forecast of the first month not locked yet."""
        v, ahead = month.v, self.terms.locked.months
        run = v.where(outside, month.state("outside") + 1, 0)
        came = v.where(outside, month.state("came") + units, 0)
        planned = v.where(outside, month.state("planned") + plan, 0)
        moved = run >= self.terms.rebaseline_after
        latest = v.where(moved, v.proportion(UNIT, came, planned), month.state(f"in {ahead}"))
        for nearer in range(ahead):
            month.keep(f"in {nearer}", month.state(f"in {nearer + 1}"))
        month.keep(f"in {ahead}", latest)
        month.keep("outside", v.where(moved, 0, run))
        month.keep("came", v.where(moved, 0, came))
        month.keep("planned", v.where(moved, 0, planned))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Any]]:
        if event == "surge":
            yield "measure", True
            if self.terms.surcharge and self.binds:
                yield "pay", row.of(month.measure(self.number, "above")) > 0
            if self.terms.relieves:
                yield "excuse", row.of(month.measure(self.number, "relieved"))
            if self.terms.rebaseline_after is not None:
                yield "decide", True
        if event == "slump":
            yield "measure", True
            if self.terms.floor and self.binds:
                yield "pay", row.of(month.measure(self.number, "below")) > 0
            if self.terms.rebaseline_after is not None:
                yield "decide", True
