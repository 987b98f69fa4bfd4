"""Service level: the availability promised, and how it is measured.

Attainment is (T − down) / T over the part of the month the agreement lived, as one correctly rounded quotient: `1 − down / T` would miss exact
thresholds. Down-time is the clause's own reading of the world's incidents: which causes are left out, whether overlapping incidents count once or
twice, and when the clock starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from wargame.contract.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.core.events import Stage
from wargame.core.facts import Read
from wargame.core.quantities import ServiceName, ShareT
from wargame.core.vocabulary import Value


class ServiceLevel(Clause):
    """Availability of a service in a month, against a target."""

    kind = "service_level"
    stage = Stage.MEASURE
    publishes = frozenset({"attainment", "missed"})

    class Terms(ClauseTerms):
        """`excluding` lists causes that do not count as down-time."""

        service: ServiceName
        measure: Literal["availability"] = "availability"
        target: ShareT
        excluding: list[Literal["planned", "client", "third party"]] = []
        overlapping_outages: Literal["united", "added"] | None = None
        clock: Literal["occurrence", "detection"] | None = None

    constructions: ClassVar = {
        "overlapping_outages": Construction(
            ("united", "added"), "Do two outages at the same time count once, or each for its own length?", "PRACTICE §8: world down-time is a union"
        ),
        "clock": Construction(
            ("occurrence", "detection"),
            "Does down-time run from when the outage began, or from when it was detected?",
            "PRACTICE §8; DESIGN §7 (constructions)",
        ),
    }
    wording = (
        "{Service} shall be available for at least {target} of the minutes of each "
        "calendar month, counted from the start of an outage to restoration."
    )
    source = "PRACTICE §8; worked examples up_999 and up_9995"
    example = """
## 8.1 Availability

Voice shall be available for at least 99.5 % of each month, planned work excluded.

```terms
kind: service_level
service: voice
target: 99.5 %
excluding: [planned]
```

## 8.2 Service credits

Below 99.5 % the Provider shall credit 5 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 5 %}
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

    def prepare(self) -> None:
        self.target = self.terms.target.num / self.terms.target.den
        self.read = Read(
            "downtime",
            self.terms.service,
            frozenset(self.terms.excluding),
            "united" if self.choice("overlapping_outages") == "united" else "added",
            "occurrence" if self.choice("clock") == "occurrence" else "detection",
        )

    def reads(self) -> tuple[Read, ...]:
        return (self.read,)

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        attainment = v.divide(v.maximum(month.served - month.fact(self.read), 0), month.served, 1.0)
        month.publish("attainment", attainment)
        month.publish("missed", attainment < self.target)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "measure", True
            if self.terms.excluding:
                yield "excuse", True
