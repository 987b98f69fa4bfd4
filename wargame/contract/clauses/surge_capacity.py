"""Surge capacity: the provider must handle demand up to so much above what was forecast; beyond that it does what it can.

Measured by the month: what was demanded within the duty, less what was handled, less what may wait for the days in which it is to be handled. Each
unit that is left costs a sum. Rounding: the duty is a share of the baseline, rounded once, half-up; days that may pass are counted in whole units,
rounded down.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import CountT, Duration, DurationT, MoneyT, PartyName, RateT, ServiceName
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

ABOVE = Reason("above a limit", "above the limit of one month")


class SurgeCapacity(Clause):
    """A duty to handle more than was expected."""

    kind = "surge_capacity"
    heads = frozenset({"liquidated damages"})
    stage = Stage.DAMAGES
    publishes = frozenset({"failing", "beyond"})
    usual_for: ClassVar = {
        ("surge", "measure"): 2,
        ("surge", "act"): 1,
        ("surge", "pay"): 2,
        ("surge", "excuse"): 2,
        ("surge", "decide"): 2,
        ("shortage", "act"): 1,
        ("shortage", "pay"): 1,
        ("shortage", "remedy"): 1,
    }

    class Terms(ClauseTerms):
        """The duty reaches `up_to` above the `baseline` (else the forecast); units are handled `within` so long; each that fails costs `per_unit`."""

        service: ServiceName
        up_to: RateT
        baseline: CountT | None = None
        within: DurationT = Duration()
        per_unit: MoneyT | None = None
        limit: MoneyT | None = None
        payable_after: DurationT | None = None
        beyond: Literal["best efforts", "no duty above the baseline"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

    constructions: ClassVar = {
        "beyond": Construction(
            ("best efforts", "no duty above the baseline"),
            "In a month whose demand goes beyond the duty: does the duty stand for the part within it, or fall away?",
            "PRACTICE §6 (above the lock: relief for the affected month); cases/public_slas.json, volume_forecast_bpo",
        ),
    }
    wording = "The Provider shall handle demand up to {up to} above the forecast within {within}; beyond that it shall use its best efforts."
    source = "PRACTICE §6"
    example = """
## 6.4 Surge capacity

The Provider shall handle calls up to 12 % above the forecast of a month, each within 2 days. For each call within that number that it leaves it
shall pay GBP 0.80, up to GBP 40,000 in a month. Beyond it the Provider shall use its best efforts.

```terms
kind: surge_capacity
service: voice
up to: 12 %
within: 2 days
per unit: GBP 0.80
limit: GBP 40 000
```
"""

    @classmethod
    def roles_of(cls, terms: Any) -> frozenset[Role]:
        return frozenset({Role.CAPACITY, Role.COMPENSATION} if terms.per_unit else {Role.CAPACITY})

    def prepare(self) -> None:
        terms = self.terms
        if terms.within.months or terms.within.business_days:
            raise ValueError(f"`within` is {terms.within}; write the time allowed in days or hours")
        if terms.baseline is not None and terms.baseline.per not in (None, "month"):
            raise ValueError(f"`baseline` is {terms.baseline}; the duty is measured by the month: write `100 000 per month`")
        self.fixed = None if terms.baseline is None else terms.baseline.num // terms.baseline.den
        self.demand, self.volume = FactRequest("demand", terms.service), FactRequest("volume", terms.service)
        self.forecast = FactRequest("forecast", terms.service)

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.demand, self.volume, *(() if self.terms.baseline else (self.forecast,)))

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        baseline = month.fact(self.forecast) if self.fixed is None else self.fixed
        duty = baseline + v.share(baseline, terms.up_to.num, terms.up_to.den)
        demand = month.fact(self.demand)
        due = v.minimum(demand, duty)
        # What arrived in the last days of the month may still wait.
        may_wait = v.proportion(demand, min(terms.within.seconds, month.seconds), month.seconds)
        failing = v.maximum(due - month.fact(self.volume) - may_wait, 0)
        beyond = demand > duty
        if self.choice("beyond") == "no duty above the baseline":
            failing = v.where(beyond, 0, failing)
        # Of a month cut short by the end of the agreement not all demand was the provider's.
        failing = v.where(month.served < month.seconds, 0, failing)
        month.publish("failing", failing)
        month.publish("beyond", beyond)
        if terms.per_unit:
            payer, payee = terms.payer or self.provider, terms.payee or self.client
            amount = v.share(failing, terms.per_unit.minor, 1)
            if terms.limit:
                allowed = v.minimum(amount, terms.limit.minor)
                month.withhold("liquidated damages", payer, payee, amount - allowed, "surge", ABOVE)
                amount = allowed
            month.owe("liquidated damages", payer, payee, amount, "surge", after=terms.payable_after or Duration(seconds=30 * DAY))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "surge":
            yield "measure", True
            yield "act", True
            yield "excuse", row.of(month.measure(self.number, "beyond"))
            if self.terms.per_unit:
                yield "pay", row.of(month.measure(self.number, "failing")) > 0
            if self.terms.limit:
                yield "limit", True
        if event == "shortage":  # the duty is to do the work that comes, whoever is missing
            yield "act", True
            if self.terms.per_unit:
                failing = row.of(month.measure(self.number, "failing")) > 0
                yield "pay", failing
                yield "remedy", failing
