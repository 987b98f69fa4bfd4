"""Force majeure: what nobody could help excuses the provider while it lasts, may abate the charges, and if it is prolonged lets a party leave.

Its length is followed by the month: a stretch goes on through months that it fills, and begins anew with the down-time of one that it does not. While
it prevails, remedies for outages are withheld in the proportion of the month's down-time that it explains, and charges may abate in the proportion of
the month. Charges by the unit fall with the volume anyway: name in `abates` those that do not. Rounding: each part is rounded down, once.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.rules.clause import ClauseTerms, Construction, EventFilter, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.relief import Excusing, Explained
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Duration, DurationT, Ref, ServiceName
from wargame.core.vocabulary import Value


class ForceMajeure(Excusing):
    """Excuse, abatement and the beginning of a way out."""

    kind = "force_majeure"
    roles = frozenset({Role.FORCE_MAJEURE, Role.LENIENT})
    heads = frozenset({"abatement"})
    one_answer = True
    stage = Stage.MEASURE
    later = Stage.BAR
    publishes = frozenset({"relieved", "force majeure time", "prolonged"})
    usual_for: ClassVar = {("outage", "excuse"): 2}

    class Terms(ClauseTerms):
        """An event must last `longer_than`; `relieves` and `abates` name clauses (all, if none is named).

        `continuity_duty` names the clause, if any, that promises to go on or recover in spite of such events.
        """

        service: ServiceName
        relieves: list[Ref] = []
        abates: list[Ref] = []
        longer_than: DurationT = Duration()
        excluding: list[Literal["planned"]] = []
        continuity_duty: Ref | None = None
        causation: Literal["but for the event", "mere prevention"] | None = None
        subcontractors: Literal["their failures do not count", "what strikes them counts"] | None = None
        against_continuity: Literal["the duty prevails", "force majeure prevails"] | None = None
        charges: Literal["abate", "continue"] | None = None

    constructions: ClassVar = {
        "causation": Construction(
            ("but for the event", "mere prevention"),
            "Must the provider show that it would have performed but for the event, or is it enough that the event stood in the way?",
            "PRACTICE §7: Classic Maritime [2019] EWCA Civ 1102",
        ),
        "subcontractors": Construction(
            ("their failures do not count", "what strikes them counts"),
            "Is a third party's failure on which the provider relies force majeure for the provider?",
            "PRACTICE §7 (a subcontractor's force majeure)",
        ),
        "against_continuity": Construction(
            ("the duty prevails", "force majeure prevails"),
            "Does force majeure excuse a failure of the very duty that was to cover it: continuity, disaster recovery?",
            "PRACTICE §7 (against a continuity duty)",
        ),
        "charges": Construction(("abate", "continue"), "Are charges due while nothing is performed?", "PRACTICE §7 (charges abate or not)"),
    }
    wording = (
        "Neither party is liable for a failure caused by an event beyond its reasonable control that lasts longer than {longer than} and that "
        "{continuity duty} could not have overcome; charges abate while the Services are not performed."
    )
    source = "PRACTICE §7"
    example = """
## 5.1 Monthly charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 9.1 Late restoration

If an outage of the voice service is not restored within 2 hours the Provider shall pay GBP 4,000 for each hour or part of an hour until restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 4 000
per: 1 hour
```

## 9.3 Recovery

The Provider shall recover from any disaster within 24 hours, and pay GBP 900 for each hour or part of an hour beyond.

```terms
kind: liquidated_damages
service: voice
restore within: 24 hours
amount: GBP 900
per: 1 hour
```

## 13.2 Force majeure

The Provider is not liable for a failure caused by an event beyond its control that lasts longer than 12 hours. Charges abate meanwhile.

```terms
kind: force_majeure
service: voice
longer than: 12 hours
continuity duty: 9.3
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "against_continuity" or terms.continuity_duty is not None

    def prepare(self) -> None:
        if self.terms.longer_than.months or self.terms.longer_than.business_days:
            raise ValueError(f"`longer than` is {self.terms.longer_than}, but an outage is timed by the clock: write hours or days")
        causes = {"nobody"} | ({"third party"} if self.choice("subcontractors") == "what strikes them counts" else set())
        self.explained = Explained(self.terms.service, causes, self.terms.excluding)
        duty = self.terms.continuity_duty
        self.spared = str(duty) if duty and self.choice("against_continuity") == "the duty prevails" else ""

    def concern(self) -> EventFilter:
        return EventFilter(self.covers(), excluded=frozenset(self.terms.excluding))

    def reads(self) -> tuple[FactRequest, ...]:
        return self.explained.reads()

    def states(self) -> dict[str, State]:
        return {"stretch": State("int", 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        time = self.explained.any_part(month)
        stretch = month.keep("stretch", time + v.where(time >= month.served, month.state("stretch"), 0))
        prevails = stretch > self.terms.longer_than.seconds
        if self.choice("causation") == "but for the event":
            time = self.explained.but_for(month)
        time = v.where(prevails, time, 0)
        month.publish("force majeure time", time)
        month.publish("prolonged", v.where(prevails, stretch, 0))
        month.publish("relieved", v.both(time > 0, time + time >= month.fact(self.explained.all)))

    def on_later(self, month: MonthEnd) -> None:
        v = month.v
        time = month.measure(self.number, "force majeure time")
        self.excuse(month, time, month.fact(self.explained.all), self.terms.relieves, self.spared)
        if self.choice("charges") == "abate":
            charged = v.maximum(month.accrued(self.client, self.provider, self.terms.abates or None), 0)
            month.owe("abatement", self.provider, self.client, v.proportion(charged, time, month.served), "outage")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            prevails = row.of(month.measure(self.number, "force majeure time")) > 0
            yield "excuse", prevails
            if self.choice("charges") == "abate":
                yield "pay", prevails
