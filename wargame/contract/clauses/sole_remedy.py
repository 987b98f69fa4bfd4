"""Sole remedy: what a clause gives for a failure is all that the client gets for it, with exceptions.

Acts before any cap: other claims for the same service fall away in the months in which no exception holds. Exceptions look at what the remedy gave
over twelve months, at how far the level was missed, or at the agreement coming to its end. Read as cumulative, it bars nothing.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.caps import ClaimHead
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.quantities import MoneyT, Ref, ShareT
from wargame.core.vocabulary import Value

GIVES = frozenset({"service credits", "liquidated damages"})
SHUT_OUT = Reason("sole remedy", "shut out by the sole remedy of {clause}")


class Unless(ClauseTerms):
    """When other claims stand: the remedy gave more than `given_exceeds` in twelve months, attainment fell below `attainment_below`, or the agreement
    ends in that month."""

    given_exceeds: MoneyT | None = None
    attainment_below: ShareT | None = None
    the_agreement_ends: Literal["yes", "no"] = "no"


class SoleRemedy(Clause):
    """A remedy that shuts out others."""

    kind = "sole_remedy"
    roles = frozenset({Role.SOLE_REMEDY})
    stage = Stage.BAR

    class Terms(ClauseTerms):
        """`remedy` is the clause whose credits or liquidated damages are exclusive; `bars` the heads of claim that fall away for its service."""

        remedy: Ref
        bars: list[ClaimHead] = ["damages", "liquidated damages"]
        unless: Unless = Unless()
        nature: Literal["exclusive", "cumulative"] | None = None

    constructions: ClassVar = {
        "nature": Construction(
            ("exclusive", "cumulative"),
            "Is the remedy the only one for the failure, or one beside others?",
            "PRACTICE §1 C and D, §8 (sole remedy with exceptions)",
        ),
    }
    wording = "Service credits under {remedy} are the Client's sole remedy for a failure to meet the service level, except where {unless}."
    source = "PRACTICE §8: sole remedy with exceptions"
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

Below 99.5 % the Provider shall credit 5 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 5 %}
```

## 8.3 Sole remedy

Service credits under 8.2 are the Client's sole remedy for failures of the voice service, except where they exceed GBP 100,000 in twelve months, where
availability falls below 96 %, and in the month in which the agreement ends.

```terms
kind: sole_remedy
remedy: 8.2
unless: {given exceeds: GBP 100 000, attainment below: 96 %, the agreement ends: yes}
```

## 9.1 Late restoration

If an outage of the voice service is not restored within 4 hours the Provider shall pay GBP 3,000 for each hour or part of an hour until restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 3 000
per: 1 hour
```
"""

    @classmethod
    def about(cls, terms: Any) -> tuple[str, ...]:
        return (terms.remedy,)

    def shuts_out_for(self) -> tuple[str, ...]:
        return (str(self.terms.remedy),) if self.choice("nature") == "exclusive" else ()

    def prepare(self) -> None:
        terms = self.terms
        remedy = self.setting.provisions.get(terms.remedy)
        self.gauges = () if remedy is None else remedy.kind.names_levels(remedy.terms)
        if not self.services():
            raise ValueError(f"`remedy` is {terms.remedy}, which gives no remedy for a service: name the clause of the credits or liquidated damages")
        if terms.unless.attainment_below and not self.gauges:
            raise ValueError(f"`attainment below` needs a service level, but {terms.remedy} names none")

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((level, "attainment") for level in self.gauges) if self.terms.unless.attainment_below else ()

    def states(self) -> dict[str, State]:
        return {"given": State("int", 0, "never", 12)}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        given = v.total([due.amount for due in month.claims(GIVES, self.provider, clauses=(terms.remedy,))])
        in_twelve_months = month.keep("given", given)
        if self.choice("nature") == "cumulative":
            return
        stands: Value = False
        if terms.unless.given_exceeds:
            stands = in_twelve_months > terms.unless.given_exceeds.minor
        if terms.unless.attainment_below:
            threshold = terms.unless.attainment_below
            for level in self.gauges:
                stands = v.either(stands, month.measure(level, "attainment") < v.divide(threshold.num, threshold.den, 0.0))
        if terms.unless.the_agreement_ends == "yes":
            stands = v.either(stands, month.ending)
        others = month.claims(frozenset(terms.bars), self.provider)
        shut_out = [due for due in others if due.clause != terms.remedy and due.service in self.services()]
        month.bar(shut_out, v.negate(stands), SHUT_OUT)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "limit", True
