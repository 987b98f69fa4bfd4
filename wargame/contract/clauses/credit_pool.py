"""Credit pool: an amount at risk in each month, of which each missed level takes its allocation; allocations may sum to more than the whole.

What a level takes is set off against damages for its own service alone, and is a share of its own service's charges where the charges are those of
the service. Rounding: the amount at risk is rounded once; each allocation of it is rounded once, half-up. What would exceed the amount at risk is
withheld.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.credits import CREDITS, OF_LEVELS, PUBLISHED, Credit, LevelCreditTerms
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row
from wargame.contract.rules.schedule import CreditStep, Schedule, fraction
from wargame.core.account import Reason
from wargame.core.quantities import RateT, Ref, ShareT
from wargame.core.vocabulary import Value

MOST = 3  # times the amount at risk that allocations may come to
ANOTHER_LEVEL = Reason("credited elsewhere", "credited for another level of the same month")


class Allocation(ClauseTerms):
    """Missing `service_level` takes `share` of the amount at risk."""

    service_level: Ref
    share: ShareT


class CreditPool(Credit):
    """Credits by allocations of an amount at risk."""

    kind = "credit_pool"

    class Terms(LevelCreditTerms):
        """`at_risk` is the share of the month's charges in the pool; `multiplier` multiplies every allocation."""

        at_risk: ShareT
        allocations: list[Allocation]
        multiplier: RateT | None = None
        several_levels: Literal["all", "the highest"] | None = None

        @model_validator(mode="after")
        def _some(self) -> Self:
            if not self.allocations:
                raise ValueError("a pool needs allocations: write `- {service level: 8.1, share: 60 %}`")
            whole = sum(one.share.num / one.share.den for one in self.allocations)
            if whole > MOST:
                raise ValueError(f"the allocations come to {whole:.0%} of the amount at risk; {MOST:.0%} is the most that is written: check them")
            levels = [one.service_level for one in self.allocations]
            if len(set(levels)) < len(levels):
                raise ValueError("a level has two allocations: give each level one")
            return self

    publishes = PUBLISHED
    constructions: ClassVar = {
        "several_levels": Construction(
            ("all", "the highest"),
            "When several levels are missed in a month, is each allocation credited, or only the highest?",
            "PRACTICE §8 (one incident, several levels)",
        ),
        **OF_LEVELS,
    }
    wording = (
        "{At risk} of the monthly charges are at risk; for each level missed {share} of that amount is credited, but never more than the whole of it."
    )
    source = "PRACTICE §8 (pools: allocations may sum to 150–300 % of the amount at risk, which still caps)"
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

Voice shall be available for at least 99.5 % of each month, planned work excluded.

```terms
kind: service_level
service: voice
target: 99.5 %
excluding: [planned]
```

## 8.2 Answering

At least 90 % of calls shall be answered without waiting for the next day.

```terms
kind: service_level
service: voice
measure: responsiveness
target: 90 %
```

## 8.3 Amount at risk

12 % of the monthly charges are at risk. Missing 8.1 takes 80 % of that amount and missing 8.2 takes 70 %; no more than the amount at risk is credited
in a month, and no more than 8 % of the charges of a contract year.

```terms
kind: credit_pool
at risk: 12 %
allocations:
  - {service level: 8.1, share: 80 %}
  - {service level: 8.2, share: 70 %}
yearly cap: {limit: 8 %, over: each contract year, first year: GBP 5 000 000}
invoice: of the next month
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return tuple(one.service_level for one in terms.allocations)

    def schedule(self, level: str) -> Schedule | None:
        places = [i for i, one in enumerate(self.terms.allocations) if one.service_level == level]
        if not places:
            return None
        share = fraction(self.terms.at_risk) * fraction(self.terms.allocations[places[0]].share)
        if self.terms.multiplier:
            share *= fraction(self.terms.multiplier)
        return Schedule(level, (CreditStep(None, share, figure=("at risk",)),), **self.limits)

    def worst_of(self, schedules: list[Schedule], deep: Fraction, misses: int) -> Fraction | None:
        worst = [one.worst() for one in schedules]
        return max(worst) if self.choice("several_levels") == "the highest" else sum(worst, Fraction(0))

    def needs(self) -> tuple[tuple[str, str], ...]:
        return (*((one.service_level, "missed") for one in self.terms.allocations), *self.window_needs())

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        pools = {part.service: v.share(self.charges(month, part.service), terms.at_risk.num, terms.at_risk.den) for part in self.parts}
        earned: list[Value] = []
        for one in terms.allocations:
            amount = v.share(pools[self.part_of[one.service_level].service], one.share.num, one.share.den)
            if terms.multiplier:
                amount = v.share(amount, terms.multiplier.num, terms.multiplier.den)
            earned.append(v.where(month.measure(one.service_level, "missed"), amount, 0))
        if self.choice("several_levels") == "the highest":
            earned = self.highest(month, earned)
        self.settle(month, self.by_part(earned, v), self.charges(month))

    def highest(self, month: MonthEnd, earned: list[Value]) -> list[Value]:
        """The highest allocation of the month alone, the first of equal ones; what the others would have earned is withheld."""
        v = month.v
        most: Value = 0
        for amount in earned:
            most = v.maximum(most, amount)
        kept: list[Value] = []
        given: Value = 0
        for one, amount in zip(self.terms.allocations, earned, strict=True):
            mine = v.where(v.both(amount >= most, v.negate(given > 0)), amount, 0)
            given = given + mine
            month.withhold(CREDITS, self.payer, self.payee, amount - mine, self.part_of[one.service_level].cause, ANOTHER_LEVEL)
            kept.append(mine)
        return kept

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("outage", "surge"):
            paid = row.of(month.measure(self.number, "credit")) > 0
            yield "pay", paid
            if event == "outage":
                yield "remedy", paid
            yield "limit", True
        if event == "shortage" and self.setting.provisions.sees_shortage(self.levels()):
            paid = row.of(month.measure(self.number, "credit")) > 0
            yield "pay", paid
            yield "remedy", paid
