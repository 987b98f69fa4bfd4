"""Incident response: how soon an incident must be answered and how soon the service restored, and what each miss costs.

Response is not restoration. An incident is answered when it is detected (by whoever watches), and restored when it ends; each has its own time, by
severity. Severity goes by how long an incident lasts: the gravest row whose `lasting` it reaches applies. Rounding: a miss costs a share of the
month's charges; the shares of a month's misses are added, and rounded once, half-up.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.credits import COMMON, PUBLISHED, Credit, CreditPart, CreditTerms
from wargame.contract.parts.outages import CLOCKS, IF_SAID, LATE
from wargame.contract.parts.tiers import common
from wargame.contract.rules.clause import ClauseTerms, Construction, EventFilter, MonthEnd, Row
from wargame.core.facts import FactRequest
from wargame.core.quantities import DurationT, ServiceName, ShareT, WholeT
from wargame.core.vocabulary import Value


class Severity(ClauseTerms):
    """Incidents that last at least `lasting` must be answered within `respond` and restored within `restore`; a miss of either earns `credit`."""

    lasting: DurationT
    respond: DurationT | None = None
    restore: DurationT | None = None
    credit: ShareT

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not (self.respond or self.restore):
            raise ValueError("a severity promises something: give a time to `respond`, to `restore`, or both")
        return self


class IncidentResponse(Credit):
    """Times to respond and to restore, by severity."""

    kind = "incident_response"
    listens = frozenset({"outage"})
    publishes = PUBLISHED | {"misses", "missed", "attainment"}

    class Terms(CreditTerms):
        """`severities` from the least to the gravest; `allowed` misses in a month cost nothing; one incident earns no more than `at_most_each`."""

        service: ServiceName
        severities: list[Severity]
        allowed: WholeT = 0
        excluding: list[Literal["planned", "client", "third party"]] = []
        at_most_each: ShareT | None = None
        clock: Literal["occurrence", "detection", "report"] | None = None
        both_missed: Literal["two misses", "one miss"] | None = None

        @model_validator(mode="after")
        def _rising(self) -> Self:
            lasting = [one.lasting for one in self.severities]
            if not lasting or any(one.months or one.business_days for one in lasting):
                raise ValueError("severities need a `lasting` timed by the clock: write `- {lasting: 0 hours, restore: 8 hours, credit: 1 %}`")
            if [one.seconds for one in lasting] != sorted({one.seconds for one in lasting}):
                raise ValueError("the `lasting` of the severities must rise, the gravest last")
            for one in self.severities:
                if any(time and (time.months or time.business_days) for time in (one.respond, one.restore)):
                    raise ValueError("times to respond and to restore are timed by the clock: write minutes, hours or days")
            return self

    constructions: ClassVar = {
        "clock": Construction(CLOCKS, "Does the time to restore run from occurrence or from detection?", "PRACTICE §8", if_said=IF_SAID),
        "both_missed": Construction(
            ("two misses", "one miss"),
            "Is an incident that is answered late and restored late two misses, or one?",
            "PRACTICE §8 (response, restore and resolve differ; one incident, several levels)",
        ),
        **COMMON,
    }
    wording = "The Provider shall respond to a Severity {n} incident within {respond} and restore the service within {restore}."
    source = "PRACTICE §8 (Response ≠ restore ≠ resolve); the response times of the network agreement (cases/agreements)"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 8.6 Response and restoration

An incident that lasts 10 minutes shall be answered within 4 minutes and the voice service restored within 40; one that lasts 3 hours shall be
answered within 3 minutes and restored within 2 hours. Each miss of the first earns a credit of 0.5 % of the monthly charges and each of the second
2 %, up to 10 % in all.

```terms
kind: incident_response
service: voice
severities:
  - {lasting: 10 minutes, respond: 4 minutes, restore: 40 minutes, credit: 0.5 %}
  - {lasting: 3 hours, respond: 3 minutes, restore: 2 hours, credit: 2 %}
at risk: 10 %
invoice: of the next month
```
"""

    @cached_property
    def parts(self) -> tuple[CreditPart, ...]:
        """It measures incidents itself."""
        return (CreditPart(self.terms.service, "outage"),)

    def adds_up(self) -> bool:
        return self.terms.at_risk is None and self.terms.yearly_cap is None

    def prepare(self) -> None:
        each = self.terms.at_most_each
        rates, self.den = common([*(one.credit for one in self.terms.severities), *([each] if each else [])])
        self.rates = rates[: len(self.terms.severities)]
        self.most = rates[-1] if each else None
        seconds = [
            (one.lasting.seconds, one.respond.seconds if one.respond else -1, one.restore.seconds if one.restore else -1)
            for one in self.terms.severities
        ]
        self.times = tuple(seconds)

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("duration", self.terms.service),)

    def concern(self) -> EventFilter:
        return EventFilter(self.covers(), self.terms.severities[0].lasting.seconds - 1, frozenset(self.terms.excluding))

    def misses(self, row: Row, respond: int, restore: int) -> Value:
        """How many of a severity's times (seconds; -1 for none) an incident has missed."""
        v = row.v
        lasted = row.column("duration")
        late: Value = 0
        if respond >= 0:
            late = v.where(v.minimum(row.column("detected"), lasted) > respond, 1, 0)
        if restore >= 0:
            begun = LATE.get(self.choice("clock"))
            restored = lasted - row.column(begun) if begun else lasted
            late = late + v.where(restored > restore, 1, 0)
        return v.minimum(late, 1) if self.choice("both_missed") == "one miss" else late

    def on_event(self, row: Row) -> dict[str, Value]:
        v = row.v
        count: Value = 0
        rate: Value = 0
        for (lasting, respond, restore), numerator in zip(self.times, self.rates, strict=True):
            missed = self.misses(row, respond, restore)
            of_it = row.column("duration") >= lasting
            count, rate = v.where(of_it, missed, count), v.where(of_it, missed * numerator, rate)
        if self.most is not None:
            rate = v.minimum(rate, self.most)
        return {"misses": count, "rate": rate, "incidents": v.where(row.column("duration") >= 0, 1, 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        misses, incidents = month.tally("misses"), month.tally("incidents")
        # Of the misses those allowed cost nothing; what is left costs the average of them all.
        counted = v.maximum(misses - self.terms.allowed, 0)
        rate = v.proportion(month.tally("rate"), counted, misses)
        charges = self.charges(month)
        month.publish("misses", misses)
        month.publish("missed", counted > 0)
        month.publish("attainment", v.divide(v.maximum(incidents - misses, 0), incidents, 1.0))
        self.settle(month, [v.share(charges, rate, self.den)], charges)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "measure", True
            yield "act", True
            paid = row.of(month.measure(self.number, "credit")) > 0
            yield "pay", paid
            yield "remedy", paid
            if self.terms.at_risk:
                yield "limit", True
