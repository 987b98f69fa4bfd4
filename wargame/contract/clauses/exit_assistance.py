"""Exit assistance: what the outgoing provider does, for how long, and who pays for it, when the agreement ends.

Each month of assistance is invoiced at its end, after the agreement itself is over. Its price is a monthly rate, the provider's cost and a margin, or
rates that the parties have yet to agree: then what they would open with is the range of the money, and its middle, its ends or nothing at all
are readings. Rounding: a month's price is rounded once, half-up, for cost-plus twice (the effort, then the margin); a half is rounded once.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Duration, DurationT, MoneyT, RateT, Ref, ShareT
from wargame.core.vocabulary import Value

HEAD = "exit assistance"
COST = FactRequest("cost_of_serving")


class CostPlus(ClauseTerms):
    """The effort, as a share of what a month's service cost the provider before the end, and the margin on it."""

    effort: ShareT
    margin: RateT


class ToBeAgreed(ClauseTerms):
    """Rates left to be agreed: the monthly sums that the client would offer and the provider would ask."""

    offer: MoneyT
    asks: MoneyT


class ExitAssistance(Clause):
    """Help with handing over, its length and its price."""

    kind = "exit_assistance"
    roles = frozenset({Role.AFTER_EXIT})
    heads = frozenset({HEAD})
    stage = Stage.RIGHTS
    usual_for: ClassVar = {("exit", "act"): 1, ("exit", "pay"): 1}

    class Terms(ClauseTerms):
        """Exactly one of `monthly_rate`, `cost_plus` and `rates_to_be_agreed` says the price of each of `lasts` months.

        `on_fault_of` names the termination clauses whose use means that the provider is at fault.
        """

        lasts: DurationT
        monthly_rate: MoneyT | None = None
        cost_plus: CostPlus | None = None
        rates_to_be_agreed: ToBeAgreed | None = None
        on_fault_of: list[Ref] = []
        provider_at_fault: Literal["the client pays all the same", "the provider bears it", "each bears half"] | None = None
        on_expiry: Literal["due", "only on early termination"] | None = None
        without_agreement: Literal["a reasonable sum in the middle", "what the provider asks", "what the client offers", "no assistance"] | None = (
            None
        )

    constructions: ClassVar = {
        "provider_at_fault": Construction(
            ("the client pays all the same", "the provider bears it", "each bears half"),
            "Who pays for exit assistance when the agreement was ended for the provider's own fault?",
            "PRACTICE §12 (exit assistance at whose cost when the supplier is at fault)",
        ),
        "on_expiry": Construction(
            ("due", "only on early termination"),
            "Is assistance due when the term simply runs out?",
            "PRACTICE §12; `on expiry or termination for whatever reason` is the usual form",
        ),
        "without_agreement": Construction(
            ("a reasonable sum in the middle", "what the provider asks", "what the client offers", "no assistance"),
            "What is due where the rates were left to be agreed and no agreement is reached?",
            "PRACTICE §16 (agreement to agree on money, without fallback)",
        ),
    }
    wording = (
        "On expiry or termination for whatever reason the Provider shall give exit assistance for {lasts} at {monthly rate} a month; where it "
        "was terminated under {on fault of} the Provider shall bear the cost of it."
    )
    source = "PRACTICE §12 (exit), §16 (agreement to agree)"
    example = """
## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 15.2 Termination for chronic failure

If availability is below target in 3 months of any 6 the Client may terminate on 30 days' notice.

```terms
kind: termination_chronic
service level: 8.1
misses: 3
window: 6 months
```

## 16.1 Exit assistance

On expiry or termination the Provider shall help with the handover for 4 months, at rates to be agreed.

```terms
kind: exit_assistance
lasts: 4 months
rates to be agreed: {offer: GBP 30 000, asks: GBP 55 000}
on fault of: [15.2]
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return {
            "provider_at_fault": bool(terms.on_fault_of),
            "without_agreement": terms.rates_to_be_agreed is not None,
        }.get(name, True)

    def prepare(self) -> None:
        terms = self.terms
        if not terms.lasts.months:
            raise ValueError(f"`lasts` is {terms.lasts}; assistance is paid for by the month: write `lasts: 6 months`")
        prices = (terms.monthly_rate, terms.cost_plus, terms.rates_to_be_agreed)
        if sum(price is not None for price in prices) != 1:
            raise ValueError("the price of assistance is exactly one of `monthly rate`, `cost plus` and `rates to be agreed`")
        if terms.rates_to_be_agreed and terms.rates_to_be_agreed.asks.minor < terms.rates_to_be_agreed.offer.minor:
            raise ValueError(f"the {self.provider} `asks` less than the {self.client} would `offer`: then there is nothing left to agree")
        self.at_fault = Reason("at fault", f"borne by the {self.provider}, which was at fault")

    def reads(self) -> tuple[FactRequest, ...]:
        return (COST,) if self.terms.cost_plus else ()

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((number, "left") for number in self.terms.on_fault_of)

    def states(self) -> dict[str, State]:
        return {"cost": State("int", 0)} if self.terms.cost_plus else {}

    def price(self, month: MonthEnd) -> Value:
        """What a month of assistance costs, in minor units, whoever bears it."""
        v, terms = month.v, self.terms
        price: Value
        if terms.monthly_rate:
            price = terms.monthly_rate.minor
            return price
        if terms.cost_plus:
            effort, margin = terms.cost_plus.effort, terms.cost_plus.margin
            # The cost of the last whole month; of the first month what there is of it.
            whole = month.served >= month.seconds
            cost = month.fact(COST)
            if month.index > 0:
                cost = v.where(whole, cost, month.state("cost"))
            cost = month.keep("cost", cost)
            return v.share(v.share(cost, effort.num, effort.den), margin.den + margin.num, margin.den)
        offer, asks = terms.rates_to_be_agreed.offer.minor, terms.rates_to_be_agreed.asks.minor
        agreed = self.choice("without_agreement")
        if agreed == "a reasonable sum in the middle":
            return v.share(offer + asks, 1, 2)
        price = {"what the provider asks": asks, "what the client offers": offer, "no assistance": 0}[agreed]
        return price

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        price = self.price(month)
        ends: Value = month.ending
        if self.choice("on_expiry") == "only on early termination" and month.index == self.setting.term_months - 1:
            ends = v.both(ends, month.served < month.seconds)
        price = v.where(ends, price, 0)
        at_fault: Value = False
        for number in terms.on_fault_of:
            at_fault = v.either(at_fault, month.measure(number, "left"))
        due = price
        if self.choice("provider_at_fault") == "the provider bears it":
            due = v.where(at_fault, 0, price)
        elif self.choice("provider_at_fault") == "each bears half":
            due = v.where(at_fault, v.share(price, 1, 2), price)
        for months in range(terms.lasts.months):  # the first is invoiced with what else the end makes due
            month.owe(HEAD, self.client, self.provider, due, "exit", after=Duration(months=months))
            month.withhold(HEAD, self.client, self.provider, price - due, "exit", self.at_fault)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "exit":
            yield "act", True
            if not (self.terms.rates_to_be_agreed and self.choice("without_agreement") == "no assistance"):
                yield "pay", True
