"""Credit pool: an amount at risk in each month, of which each missed level takes its allocation; allocations may sum to more than the whole.

Rounding: the amount at risk is rounded once; each allocation of it is rounded once, half-up. What would exceed the amount at risk is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import model_validator

from wargame.contract.clause import ClauseTerms, Construction, MonthEnd, Row
from wargame.contract.credits import COMMON, CREDITS, Credit, CreditTerms
from wargame.contract.seen import sees_shortage
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

    class Terms(CreditTerms):
        """`at_risk` is the share of the month's charges in the pool; `multiplier` multiplies every allocation."""

        at_risk: ShareT
        allocations: list[Allocation]
        multiplier: RateT | None = None
        several_levels: Literal["all", "the highest"] | None = None

        @model_validator(mode="after")
        def _some(self) -> CreditPool.Terms:
            if not self.allocations:
                raise ValueError("a pool needs allocations: write `- {service level: 8.1, share: 60 %}`")
            whole = sum(one.share.num / one.share.den for one in self.allocations)
            if whole > MOST:
                raise ValueError(f"the allocations come to {whole:.0%} of the amount at risk; {MOST:.0%} is the most that is written: check them")
            levels = [one.service_level for one in self.allocations]
            if len(set(levels)) < len(levels):
                raise ValueError("a level has two allocations: give each level one")
            return self

    publishes = frozenset({"credit"})
    constructions: ClassVar = {
        "several_levels": Construction(
            ("all", "the highest"),
            "When several levels are missed in a month, is each allocation credited, or only the highest?",
            "PRACTICE §8 (one incident, several levels)",
        ),
        **COMMON,
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

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.service_level, "missed") for one in self.terms.allocations)

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        charges = self.charges(month)
        pool = v.share(charges, terms.at_risk.num, terms.at_risk.den)
        parts: list[Value] = []
        for one in terms.allocations:
            part = v.share(pool, one.share.num, one.share.den)
            if terms.multiplier:
                part = v.share(part, terms.multiplier.num, terms.multiplier.den)
            parts.append(v.where(month.measure(one.service_level, "missed"), part, 0))
        earned = v.total(parts)
        if self.choice("several_levels") == "the highest":
            highest: Value = 0
            for part in parts:
                highest = v.maximum(highest, part)
            month.withhold(CREDITS, self.payer, self.payee, earned - highest, self.cause, ANOTHER_LEVEL)
            earned = highest
        self.settle(month, earned, charges)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("outage", "surge"):
            paid = row.of(month.measure(self.number, "credit")) > 0
            yield "pay", paid
            if event == "outage":
                yield "remedy", paid
            yield "limit", True
        if event == "shortage" and sees_shortage(self.setting, (one.service_level for one in self.terms.allocations)):
            paid = row.of(month.measure(self.number, "credit")) > 0
            yield "pay", paid
            yield "remedy", paid
