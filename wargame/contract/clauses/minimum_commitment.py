"""Minimum commitment (take-or-pay): if a period's charges fall short of a minimum, the client makes up the shortfall.

Settled at the end of each period, and when the agreement ends, for the part of the period that was served. Rounding: of a period's minimum,
cumulative monthly parts are rounded half-up, so that they add up; a month served in part, the index and the share payable once each, half-up.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar, Literal

from wargame.contract.parts.bases import BASIS, CREDITS, Basis, ChargesOf, OnCharges, matters
from wargame.contract.parts.priced import factor_needs, indexed
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.money import share
from wargame.core.quantities import MoneyT, Ref, ServiceName, ShareT
from wargame.core.vocabulary import Value

MONTHS = {"month": 1, "quarter": 3, "contract year": 12}
OTHERS = frozenset({"planned", "client", "third party"})  # causes of an outage that are not the provider's failure


class MinimumCommitment(OnCharges):
    """A floor under the charges of a period."""

    kind = "minimum_commitment"
    heads = frozenset({"minimum commitment"})
    one_answer = True
    stage = Stage.DAMAGES  # when charges and credits of the month are known
    names: ClassVar = {"counts": Stage.CHARGE}
    publishes = frozenset({"billed", "shortfall"})
    usual_for: ClassVar = {("slump", "pay"): 1, ("slump", "limit"): 1}

    class Terms(ClauseTerms):
        """`minimum` charges per period, moved by `index`; `payable` is the share of a shortfall that is owed (the provider's margin, or all of it).

        `carry_forward: excess` counts what exceeds the minimum of one period towards the next; `counts` lists the charges that count (else all);
        `service` is the one whose outages may abate the minimum.
        """

        minimum: MoneyT
        per: Literal["month", "quarter", "contract year"] = "contract year"
        payable: ShareT | None = None
        counts: list[Ref] = []
        service: ServiceName | None = None
        index: Ref | None = None
        carry_forward: Literal["nothing", "excess"] = "nothing"
        charges_count: Literal["before credits", "after credits"] | None = None
        lost_to_outages: Literal["does not count", "counts as taken"] | None = None
        basis: Basis | None = None

    constructions: ClassVar = {
        "charges_count": Construction(
            ("before credits", "after credits"),
            "Is the minimum compared with the charges before or after service credits?",
            "PRACTICE §4 (order of operations): minimum commitment before or after credits",
        ),
        "lost_to_outages": Construction(
            ("does not count", "counts as taken"),
            "Does volume lost through the provider's own outages count towards the minimum?",
            "PRACTICE §11; silent forms leave the minimum whole",
        ),
        **BASIS,
    }
    wording = (
        "If the Charges before service credits in a {per} are less than {minimum} the Client shall pay {payable} of the shortfall; the minimum is "
        "abated in proportion to the time for which the Provider's outages stopped the service."
    )
    source = "PRACTICE §4, §11; worked examples min_bill and min_oasys_total"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 5.2 Indexation

On each anniversary the minimum changes with CPI.

```terms
kind: indexation
series: CPI
```

## 5.6 Minimum commitment

If the charges under 5.1 in a quarter are less than GBP 1,300,000, changed with CPI, the Client shall pay 60 % of the shortfall. What exceeds the
minimum of a quarter counts towards the next.

```terms
kind: minimum_commitment
minimum: GBP 1 300 000
per: quarter
payable: 60 %
counts: [5.1]
service: voice
index: 5.2
carry forward: excess
```

## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 8.2 Service credits

Below 99.5 % the Provider shall credit 10 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 10 %}
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return matters(provisions) if name == "basis" else name != "lost_to_outages" or terms.service is not None

    def prepare(self) -> None:
        self.length = MONTHS[self.terms.per]
        upto = [share(self.terms.minimum.minor, part, self.length) for part in range(self.length + 1)]
        self.parts = [after - before for before, after in pairwise(upto)]
        self.places = [month % self.length for month in range(self.setting.term_months)]
        self.abates = self.choice("lost_to_outages") == "counts as taken" and self.terms.service is not None
        self.down = FactRequest("downtime", self.terms.service or "", OTHERS)
        self.charges = ChargesOf(self.setting, self.choice("basis"), self.client, self.provider, clauses=self.terms.counts)

    def reads(self) -> tuple[FactRequest, ...]:
        return (*((self.down,) if self.abates else ()), *super().reads())

    def needs(self) -> tuple[tuple[str, str], ...]:
        return factor_needs(self.terms.index)

    def states(self) -> dict[str, State]:
        return {"billed": State("int", 0), "minimum": State("int", 0), "carried": State("int", 0), **self.charges.states()}

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
        v, terms, place = month.v, self.terms, self.places[month.index]
        counting = self.counting(month)
        billed = counting if place == 0 else month.state("billed") + counting
        minimum = self.part(month, place) if place == 0 else month.state("minimum") + self.part(month, place)
        month.keep("billed", billed)
        month.keep("minimum", minimum)
        closes = True if place == self.length - 1 else month.ending
        taken = billed + month.state("carried") if terms.carry_forward == "excess" else billed
        shortfall = v.where(closes, v.maximum(minimum - taken, 0), 0)
        if terms.carry_forward == "excess":
            month.keep("carried", v.where(closes, v.maximum(taken - minimum, 0), month.state("carried")))
        owed = v.share(shortfall, terms.payable.num, terms.payable.den) if terms.payable else shortfall
        month.publish("shortfall", shortfall)
        month.publish("billed", billed + owed)
        month.owe("minimum commitment", self.client, self.provider, owed, "volume")

    def counting(self, month: MonthEnd) -> Value:
        """The month's charges that count towards the minimum."""
        charges = self.charges.taken(month)
        if self.choice("charges_count") == "after credits":
            charges = charges - month.due(CREDITS, self.provider, self.client)
        return charges

    def part(self, month: MonthEnd, place: int) -> Value:
        """The month's part of the minimum, in the prices of the month, for the time that counts."""
        v = month.v
        part = v.share(self.parts[place], month.served, month.seconds)
        part = indexed(month, self.terms.index, part)
        if self.abates:
            lost = v.minimum(month.fact(self.down), month.served)
            part = part - v.proportion(part, lost, month.served)
        return part

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" and self.abates:
            yield "excuse", True
        if event == "slump":  # the charges of a period fall no lower
            yield "pay", True
            yield "limit", True
