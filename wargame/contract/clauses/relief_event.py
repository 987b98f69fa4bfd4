"""Relief event: the provider is excused to the extent that the client, or somebody the client answers for, caused the failure.

What is owed for outages is withheld in the proportion that down-time of those causes has in the month's down-time, if the provider notified in time.
A service level that is `relieved by` this clause may leave a month out that such causes mainly explain. Proportions are taken by the month: a remedy
for an outage that spans two is excused by the down-time of the month in which it falls due.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.rules.clause import ClauseTerms, Construction, EventFilter, MonthEnd, Row
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.relief import Excusing, Explained
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import DurationT, Rate, Ref, ServiceName, ShareT
from wargame.core.vocabulary import Value


class ReliefEvent(Excusing):
    """Relief for what the other side caused."""

    kind = "relief_event"
    roles = frozenset({Role.LENIENT})
    stage = Stage.MEASURE
    later = Stage.BAR
    publishes = frozenset({"relieved", "relieved time", "in time"})
    usual_for: ClassVar = {("outage", "excuse"): 1}

    class Terms(ClauseTerms):
        """`relieves` names the clauses whose remedies are excused (all, if none is named); `avoidable` is the part that reasonable steps would save.

        A month is excused for service levels from the share `excuses_month_from` of its down-time (half, if it is not said); `excluding` is left
        out of both sides.
        """

        service: ServiceName
        causes: list[Literal["client", "third party"]] = ["client"]
        relieves: list[Ref] = []
        excluding: list[Literal["planned"]] = []
        notice_within: DurationT | None = None
        avoidable: ShareT | None = None
        excuses_month_from: ShareT | None = None
        relief: Literal["time and money", "time only", "money only"] | None = None
        concurrent_causes: Literal["relieve nothing", "relieve in full", "are shared equally"] | None = None
        late_notice: Literal["loses the relief", "is no bar"] | None = None

    constructions: ClassVar = {
        "relief": Construction(
            ("time and money", "time only", "money only"),
            "Is a service level excused, are its money remedies, or both?",
            "PRACTICE §7 (relief of time, money or both)",
        ),
        "concurrent_causes": Construction(
            ("relieve nothing", "relieve in full", "are shared equally"),
            "While the provider's own failure and the other party's cause run at once, is the provider relieved?",
            "PRACTICE §7 (to the extent caused; concurrent causes)",
        ),
        "late_notice": Construction(
            ("loses the relief", "is no bar"),
            "Is notice in time a condition of relief, or a duty whose breach leaves it standing?",
            "PRACTICE §7 (notice within n days or lost), §16 (condition precedent hidden in a notice clause)",
        ),
    }
    wording = (
        "To the extent that a failure is caused by an act or omission of the Client, and the Provider has notified it within {notice within} and "
        "taken reasonable steps to mitigate it, the Provider shall be relieved from {relieves}."
    )
    source = "PRACTICE §7, §16"
    example = """
## 9.1 Late restoration

If an outage of the voice service is not restored within 2 hours the Provider shall pay GBP 4,000 for each hour or part of an hour until restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 2 hours
amount: GBP 4 000
per: 1 hour
```

## 13.1 Relief events

To the extent that an outage is caused by the Client or a third party for which it answers, and the Provider notifies it within 15 days, the Provider
is relieved from 9.1, save for the tenth that reasonable steps would have avoided.

```terms
kind: relief_event
service: voice
causes: [client, third party]
relieves: [9.1]
notice within: 15 days
avoidable: 10 %
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "late_notice" or terms.notice_within is not None

    def prepare(self) -> None:
        if not self.terms.causes:
            raise ValueError("`causes` is empty: nothing would ever be relieved; write `causes: [client]`")
        self.explained = Explained(self.terms.service, self.terms.causes, self.terms.excluding)
        self.delay = FactRequest("notice_delay", self.provider)

    def concern(self) -> EventFilter:
        return EventFilter(self.covers(), excluded=frozenset(self.terms.excluding))

    def reads(self) -> tuple[FactRequest, ...]:
        barred = self.terms.notice_within is not None and self.choice("late_notice") == "loses the relief"
        return (*self.explained.reads(), *([self.delay] if barred else []))

    def relieved(self, month: MonthEnd) -> Value:
        """Seconds of the month's down-time that are relieved, notice apart."""
        v, terms = month.v, self.terms
        sole = self.explained.but_for(month)
        time = sole
        if self.choice("concurrent_causes") == "relieve in full":
            time = self.explained.any_part(month)
        elif self.choice("concurrent_causes") == "are shared equally":
            time = sole + v.share(self.explained.any_part(month) - sole, 1, 2)
        if terms.avoidable:
            time = v.share(time, terms.avoidable.den - terms.avoidable.num, terms.avoidable.den)
        return time

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        time = self.relieved(month)
        in_time: Value = True
        if terms.notice_within is not None and self.choice("late_notice") == "loses the relief":
            in_time = month.fact(self.delay) <= month.after(terms.notice_within) - month.last
            time = v.where(in_time, time, 0)
        month.publish("in time", in_time)
        month.publish("relieved time", time)
        share = terms.excuses_month_from or Rate(50, 100)
        excused = v.both(time > 0, time * share.den >= month.fact(self.explained.all) * share.num)
        month.publish("relieved", v.both(excused, self.choice("relief") != "money only"))

    def on_later(self, month: MonthEnd) -> None:
        if self.choice("relief") != "time only":
            self.excuse(month, month.measure(self.number, "relieved time"), month.fact(self.explained.all), self.terms.relieves, "")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "excuse", row.of(month.measure(self.number, "relieved time")) > 0
            if self.terms.notice_within is not None:
                yield "act", True
