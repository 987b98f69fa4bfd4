"""Gain-share: the parties share what a period costs less, or more, than a target.

Measured on the charges, the provider is paid a share of what they stay below the target and gives back a share of what they exceed it. Measured on
the provider's cost, with a target fee, it is an incentive price: cost plus a fee that falls with an overrun and rises with an underrun, between a
least and a greatest fee and under a ceiling; charges already paid in the period are set against it. The point of total assumption is the cost at
which the ceiling is reached: beyond it every overrun is the provider's. A period that the agreement's end cuts short has its target, fees, ceiling
and limits in proportion to the months begun. Rounding: each target of a short period, each share and the point of total assumption once, half-up.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.bases import BASIS, CREDITS, Basis, ChargesOf, OnCharges, matters
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import MoneyT, Rate, ShareT
from wargame.core.vocabulary import Value


class GainOutcome(ClauseTerms):
    """A cost and the fee that goes with it, from which the shares follow."""

    cost: MoneyT
    fee: MoneyT


class GainShare(OnCharges):
    """Sharing of savings and overruns against a target."""

    kind = "gain_share"
    roles = frozenset({Role.LENIENT})
    heads = frozenset({"gain share"})
    stage = Stage.DAMAGES  # when charges and credits of the month are known
    publishes = frozenset(
        {
            "overrun",
            "price",
            "fee",
            "provider share of overrun",
            "provider share of underrun",
            "greatest fee",
            "least fee",
            "point of total assumption",
        }
    )

    class Terms(ClauseTerms):
        """`target` per period; with `target_fee` it is a target cost, else a target of charges. `under` and `over` are the provider's shares.

        `optimistic` and `pessimistic` give the shares, and the greatest and least fee, in place of `under` and `over`. `threshold` is the
        deviation, as a
        share of the target, below which nothing is shared; `ceiling` limits the price, or where charges are the measure, what is paid either way.
        """

        target: MoneyT
        per: Literal["contract year", "term"] = "contract year"
        target_fee: MoneyT | None = None
        under: ShareT | None = None
        over: ShareT | None = None
        optimistic: GainOutcome | None = None
        pessimistic: GainOutcome | None = None
        greatest_fee: MoneyT | None = None
        least_fee: MoneyT | None = None
        threshold: ShareT | None = None
        ceiling: MoneyT | None = None
        threshold_shares: Literal["from the first pound", "the excess only"] | None = None
        charges_count: Literal["before credits", "after credits"] | None = None
        basis: Basis | None = None

        @model_validator(mode="after")
        def _whole(self) -> Self:
            bands = self.optimistic is not None and self.pessimistic is not None
            if bands == (self.under is not None or self.over is not None):
                raise ValueError("the shares are given by `under` and `over`, or by `optimistic` and `pessimistic`; give one pair of them")
            if not bands and (self.under is None or self.over is None):
                raise ValueError("`under` and `over` are the provider's shares of an underrun and an overrun; give both, 0 % where nothing is shared")
            if self.target_fee is None and (bands or self.greatest_fee or self.least_fee):
                raise ValueError("a fee belongs to a target cost: give its `target fee`, or leave out the outcomes, `greatest fee` and `least fee`")
            if bands and not self.optimistic.cost.minor < self.target.minor < self.pessimistic.cost.minor:  # type: ignore[union-attr]
                raise ValueError("the optimistic cost lies below the target, and the pessimistic one above it")
            return self

    constructions: ClassVar = {
        "threshold_shares": Construction(
            ("from the first pound", "the excess only"),
            "Once the threshold is passed, is the whole deviation shared, or what lies beyond the threshold?",
            "worked example gain_aco (first-dollar sharing); PRACTICE §9: the same question as of a dead-band",
        ),
        "charges_count": Construction(
            ("before credits", "after credits"),
            "Are the charges (measured, or set against the price) taken before or after service credits?",
            "PRACTICE §4: gain-share before or after credits",
        ),
        **BASIS,
    }
    wording = (
        "If the Charges before service credits in a Contract Year are less than {target} by more than {threshold}, the Client shall pay the Provider "
        "{under} of the difference; if they are more, the Provider shall pay {over} of it; neither more than {ceiling} in a Contract Year."
    )
    source = "PRACTICE §4; worked examples gain_aco, fpif_0 to fpif_60000 and cpif_shares (fixed-price and cost-plus incentive contracts)"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 8.2 Service credits

Below 99.5 % the Provider shall credit 3 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 3 %}
```

## 5.8 Gain-share

If the charges of a contract year differ from GBP 5,300,000 by more than 2 %, the Provider shall be paid 40 % of what was saved, or pay 30 % of what
was overspent, in either case no more than GBP 100,000.

```terms
kind: gain_share
target: GBP 5 300 000
under: 40 %
over: 30 %
threshold: 2 %
ceiling: GBP 100 000
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return matters(provisions) if name == "basis" else name != "threshold_shares" or terms.threshold is not None

    def prepare(self) -> None:
        terms = self.terms
        self.by_cost = terms.target_fee is not None
        self.charges = ChargesOf(self.setting, self.choice("basis"), self.client, self.provider, name="invoices")
        self.under, self.over = terms.under, terms.over
        self.greatest, self.least = terms.greatest_fee, terms.least_fee
        if terms.optimistic:
            fee, best, worst = terms.target_fee.minor, terms.optimistic, terms.pessimistic
            self.under = _part(best.fee.minor - fee, terms.target.minor - best.cost.minor, "optimistic")
            self.over = _part(fee - worst.fee.minor, worst.cost.minor - terms.target.minor, "pessimistic")
            self.greatest, self.least = self.greatest or best.fee, self.least or worst.fee
        months = range(self.setting.term_months)
        self.length = 12 if terms.per == "contract year" else self.setting.term_months
        self.served = [month % self.length + 1 for month in months]  # months of the period begun by then
        self.closing = frozenset(month for month in months if self.served[month] == self.length)

    def reads(self) -> tuple[FactRequest, ...]:
        return (*((FactRequest("cost_of_serving"),) if self.by_cost else ()), *super().reads())

    def states(self) -> dict[str, State]:
        return {"charges": State("int", 0), "cost": State("int", 0), **self.charges.states()}

    @property
    def again(self) -> Stage | None:
        return Stage.INVOICE if self.choice("charges_count") == "after credits" else None

    def on_month_end(self, month: MonthEnd) -> None:
        if self.again is None:
            self.settle(month)

    def on_later(self, month: MonthEnd) -> None:
        """The month's credits are what excuses, caps and the invoice have left of them."""
        self.settle(month)

    def settle(self, month: MonthEnd) -> None:
        """Charge the month, or its period where it ends."""
        opens = self.served[month.index] == 1
        charged = self.charges.taken(month)
        if self.choice("charges_count") == "after credits":
            charged = charged - month.due(CREDITS, self.provider, self.client)
        charges = month.keep("charges", charged if opens else month.state("charges") + charged)
        if self.by_cost:
            spent = month.fact(FactRequest("cost_of_serving"))
            cost = month.keep("cost", spent if opens else month.state("cost") + spent)
            settled = self.price(month, cost) - charges
        else:
            settled = self.shared(month, charges)
        closes = True if month.index in self.closing else month.ending
        v, settled = month.v, month.v.where(closes, settled, 0)
        month.owe("gain share", self.client, self.provider, v.maximum(settled, 0), "performance")
        month.owe("gain share", self.provider, self.client, v.maximum(0 - settled, 0), "performance")

    def part(self, month: MonthEnd, amount: int) -> Value:
        """An amount per period for the months of it that have begun."""
        return month.v.share(amount, self.served[month.index], self.length)

    def deviation(self, month: MonthEnd, over: Value) -> Value:
        """What counts of an overrun or an underrun."""
        v, threshold = month.v, self.terms.threshold
        if threshold is None:
            return over
        edge = v.share(self.part(month, self.terms.target.minor), threshold.num, threshold.den)
        return v.where(over >= edge, over if self.choice("threshold_shares") == "from the first pound" else over - edge, 0)

    def shares(self, month: MonthEnd, measured: Value) -> Value:
        """The provider's share of an underrun, less its share of an overrun."""
        v = month.v
        overrun = measured - self.part(month, self.terms.target.minor)
        month.publish("overrun", overrun)
        month.publish("provider share of underrun", v.divide(self.under.num, self.under.den, 0.0))
        month.publish("provider share of overrun", v.divide(self.over.num, self.over.den, 0.0))
        gain = v.share(self.deviation(month, v.maximum(0 - overrun, 0)), self.under.num, self.under.den)
        return gain - v.share(self.deviation(month, v.maximum(overrun, 0)), self.over.num, self.over.den)

    def shared(self, month: MonthEnd, charges: Value) -> Value:
        """What the provider is paid (or pays, below 0) of the charges saved or overspent."""
        v, share = month.v, self.shares(month, charges)
        if self.terms.ceiling is None:
            return share
        most = self.part(month, self.terms.ceiling.minor)
        return v.maximum(v.minimum(share, most), 0 - most)

    def price(self, month: MonthEnd, cost: Value) -> Value:
        """The incentive price of a cost: fee and ceiling applied."""
        v, terms = month.v, self.terms
        fee = self.part(month, terms.target_fee.minor) + self.shares(month, cost)
        if self.greatest:
            most = self.part(month, self.greatest.minor)
            month.publish("greatest fee", most)
            fee = v.minimum(fee, most)
        if self.least:
            least = self.part(month, self.least.minor)
            month.publish("least fee", least)
            fee = v.maximum(fee, least)
        price = cost + fee
        if terms.ceiling is not None:
            ceiling, target = self.part(month, terms.ceiling.minor), self.part(month, terms.target.minor)
            price = v.minimum(price, ceiling)
            if self.over.num < self.over.den:
                room = ceiling - target - self.part(month, terms.target_fee.minor)
                reached = v.whole(2 * room * self.over.den + self.over.den - self.over.num, 2 * (self.over.den - self.over.num))
                month.publish("point of total assumption", target + reached)
        month.publish("price", price)
        month.publish("fee", price - cost)
        return price

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("surge", "slump"):
            yield "pay", True
        if event in ("price", "change") and self.by_cost:  # what costs more, or less, than the target is shared
            yield "pay", True
            if self.terms.ceiling:
                yield "limit", True


def _part(fee: int, cost: int, what: str) -> Rate:
    """The share of a difference in cost that a difference in fee is."""
    if not 0 <= fee <= cost:
        raise ValueError(f"the {what} outcome moves the fee by more than the cost, or the wrong way: a share lies between 0 % and 100 %")
    return Rate(fee, cost)
