"""Bonus: what the client pays when a service level is exceeded.

A share of the month's charges or an amount, by the highest step that attainment reaches, up to a limit in a contract year. Where earlier service
credits are deducted, a bonus is paid only so far as it exceeds the credits of the contract year that no bonus has made good yet. Rounding: a share of
charges and the limit once, half-up.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.bases import BASIS, CREDITS, Basis, ChargesOf, OnCharges, matters
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import fraction
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import MoneyT, Ref, ShareT
from wargame.core.vocabulary import Value

SET_OFF = Reason("set off", "set against service credits of the year")
ABOVE = Reason("above a limit", "above the limit of the year's bonuses")


class BonusStep(ClauseTerms):
    """From `at_least` on the bonus is a `share` of the month's charges, or an `amount`."""

    at_least: ShareT
    share: ShareT | None = None
    amount: MoneyT | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.share is None) == (self.amount is None):
            raise ValueError("a step pays a `share` of the month's charges or an `amount`: give exactly one of them")
        return self


class Bonus(OnCharges):
    """A payment for over-performance."""

    kind = "bonus"
    roles = frozenset({Role.LENIENT})
    heads = frozenset({"bonus"})
    stage = Stage.DAMAGES  # when charges and credits of the month are known
    publishes = frozenset({"bonus"})

    class Terms(ClauseTerms):
        """`steps` in rising order; `limit` bounds the bonuses of a contract year."""

        service_level: Ref
        steps: list[BonusStep]
        limit: MoneyT | None = None
        earlier_credits: Literal["are not deducted", "are deducted"] | None = None
        basis: Basis | None = None

        @model_validator(mode="after")
        def _rising(self) -> Self:
            levels = [step.at_least.num / step.at_least.den for step in self.steps]
            if not levels or levels != sorted(set(levels)):
                raise ValueError("a bonus needs steps whose `at least` rise; write `- {at least: 99.95 %, share: 1 %}`")
            return self

    constructions: ClassVar = {
        "earlier_credits": Construction(
            ("are not deducted", "are deducted"),
            "Are service credits of the same contract year, for which no bonus has made good, deducted from a bonus?",
            "PRACTICE §8 (a bonus bank; over-performance elsewhere)",
        ),
        **BASIS,
    }
    wording = (
        "If {service level} in a month is at least {at least} the Client shall pay a bonus of {share} of that month's Charges, less the Service "
        "Credits of the Contract Year not yet set against a bonus; bonuses shall not exceed {limit} in a Contract Year."
    )
    source = "PRACTICE §8 (earn-back, bonus bank)"
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

## 8.6 Bonus

From 99.5 % on the Client shall pay a bonus of GBP 2,500, and from 99.9 % on 1 % of the month's charges, up to GBP 30,000 in a contract year.

```terms
kind: bonus
service level: 8.1
steps:
  - {at least: 99.5 %, amount: GBP 2 500}
  - {at least: 99.9 %, share: 1 %}
limit: GBP 30 000
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return (terms.service_level,)

    def rewarded_from(self) -> dict[str, Fraction]:
        return {self.terms.service_level: fraction(self.terms.steps[0].at_least)}

    def prepare(self) -> None:
        self.edges = [step.at_least.num / step.at_least.den for step in self.terms.steps]
        self.deducts = self.choice("earlier_credits") == "are deducted"
        basis = self.choice("basis") if any(step.share for step in self.terms.steps) else "accrued"
        self.charges = ChargesOf(self.setting, basis, self.client, self.provider)

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "basis" or (any(step.share for step in terms.steps) and matters(provisions))

    def needs(self) -> tuple[tuple[str, str], ...]:
        return ((self.terms.service_level, "attainment"), (self.terms.service_level, "measured"))

    def states(self) -> dict[str, State]:
        states = {"paid": State("int", 0, "contract year")} if self.terms.limit else {}
        states |= self.charges.states()
        return states | ({"credits": State("int", 0, "contract year")} if self.deducts else {})

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        earned = self.earned(month)
        due = earned
        if self.deducts:
            credits = month.state("credits") + month.due(CREDITS, self.provider, self.client)
            due = v.maximum(earned - credits, 0)
            month.keep("credits", v.maximum(credits - earned, 0))
            month.withhold("bonus", self.client, self.provider, earned - due, "performance", SET_OFF)
        if terms.limit:
            before = month.state("paid")
            allowed = v.minimum(due, v.maximum(terms.limit.minor - before, 0))
            month.keep("paid", before + allowed)
            month.withhold("bonus", self.client, self.provider, due - allowed, "performance", ABOVE)
            due = allowed
        month.publish("bonus", due)
        month.owe("bonus", self.client, self.provider, due, "performance")

    def earned(self, month: MonthEnd) -> Value:
        """The bonus of the highest step reached, in minor units."""
        v = month.v
        attainment = month.measure(self.terms.service_level, "attainment")
        charges = v.maximum(self.charges.taken(month), 0)
        earned: Value = 0
        for level, step in zip(self.edges, self.terms.steps, strict=True):
            pays = v.share(charges, step.share.num, step.share.den) if step.share else step.amount.minor
            earned = v.where(attainment >= level, pays, earned)
        return v.where(month.measure(self.terms.service_level, "measured"), earned, 0)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        return iter(())
