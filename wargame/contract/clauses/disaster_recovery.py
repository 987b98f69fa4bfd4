"""Disaster recovery: after so long an outage is a disaster, the stand-by takes over, and the service must be back within its recovery time objective.

A Response: where the outage is still open at the time of invocation, what is left of it is shortened. Missing the objective costs a sum for each
outage; enough misses in a contract year give a right to terminate. A test is due once in so many months, and costs whoever bears it. Rounding: none.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal

from wargame.contract.parts.termination_right import SECOND, RightTerms, TerminationRight
from wargame.contract.rules.clause import ClauseTerms, Construction, EventFilter, Incident, MonthEnd, Response, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, Rate, ServiceName, ShareT, WholeT
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

HEAD = "liquidated damages"
RIGHT = "terminate for failed recovery"


class Test(ClauseTerms):
    """A test of the plan `every` so many months, whose `cost` falls on `borne_by`."""

    __test__ = False  # no test of pytest's

    every: DurationT
    cost: MoneyT | None = None
    borne_by: PartyName | None = None


class TerminationTerms(ClauseTerms):
    """The client may terminate after `misses` in a contract year, on `notice`."""

    misses: WholeT
    notice: DurationT = Duration(seconds=30 * DAY)


class DisasterRecovery(TerminationRight):
    """A recovery time objective, and what is done to meet it."""

    kind = "disaster_recovery"
    heads = frozenset({HEAD, "disaster recovery tests"})
    one_answer = True
    stage = Stage.DAMAGES
    listens = frozenset({"outage"})
    publishes = TerminationRight.publishes | {"missed"}
    right = RIGHT
    rights = ends = frozenset({RIGHT})
    usual_for: ClassVar = {("outage", "act"): 2}

    class Terms(RightTerms):
        """`invoke_after` is when an outage is a disaster, `shortens` what the stand-by takes from the rest of it, `recover_within` the objective."""

        service: ServiceName
        invoke_after: DurationT
        shortens: ShareT
        recover_within: DurationT
        amount: MoneyT | None = None
        payable_after: DurationT = Duration(seconds=30 * DAY)
        test: Test | None = None
        terminate: TerminationTerms | None = None
        excluding: list[Literal["planned", "client", "third party"]] = []
        objective_runs: Literal["from the outage", "from the invocation"] | None = None

    constructions: ClassVar = {
        "objective_runs": Construction(
            ("from the outage", "from the invocation"),
            "Does the recovery time run from the beginning of the outage, or from when disaster recovery was invoked?",
            "PRACTICE §8 (clock; response is not restoration)",
        ),
        **SECOND,
    }
    wording = "An outage that lasts {invoke after} is a disaster; the Provider shall invoke the plan and recover {service} within {recover within}."
    source = "DESIGN §6 (Response); PRACTICE §13, §16 (continuity unreachable)"
    example = """
## 10.4 Disaster recovery

An outage of the voice service that lasts 3 hours is a disaster: the Provider shall invoke its stand-by site and recover the service within 8 hours.
Where it does not, it shall pay GBP 20,000 for the outage. The plan is tested once in 12 months; the Client bears GBP 7,500 of each test. After 2
failed recoveries in a contract year the Client may terminate on 30 days' notice, which is received 2 days after it is given.

```terms
kind: disaster_recovery
service: voice
invoke after: 3 hours
shortens: 60 %
recover within: 8 hours
amount: GBP 20 000
test: {every: 12 months, cost: GBP 7 500, borne by: client}
terminate: {misses: 2, notice: 30 days}
received: 2 days
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name in SECOND:
            return terms.terminate is not None and cls.arises_with(name, provisions, fee=False, notice=terms.terminate.notice != Duration())
        return True

    @classmethod
    def roles_of(cls, terms: Any) -> frozenset[Role]:
        return frozenset({Role.DAMAGES}) if terms.amount else frozenset()

    def awaits(self) -> tuple[tuple[str, str], ...]:
        return ((self.number, "missed"),) if self.terms.terminate else ()

    def trigger(self) -> Path:
        return ("terminate", "misses") if self.terms.terminate else ()

    def prepare(self) -> None:
        terms = self.terms
        for name in ("invoke_after", "recover_within"):
            value = terms.term(name)
            if value.months or value.business_days:
                raise ValueError(f"`{name.replace('_', ' ')}` is {value}, but an outage is timed by the clock: write hours, minutes or days")
        self.keep = Rate(terms.shortens.den - terms.shortens.num, terms.shortens.den)
        self.objective = terms.recover_within.seconds
        if self.choice("objective_runs") == "from the invocation":
            self.objective += terms.invoke_after.seconds
        if terms.test and not terms.test.every.months:
            raise ValueError(f"`every` is {terms.test.every}; tests are due by months: write `every: 12 months`")
        every = terms.test.every.months if terms.test else 1
        self.tests = frozenset(range(every - 1, self.setting.term_months, every)) if terms.test else frozenset()

    def grants(self) -> frozenset[str]:
        return self.rights if self.terms.terminate else frozenset()

    def reads(self) -> tuple[FactRequest, ...]:
        return (FactRequest("duration", self.terms.service),)

    def states(self) -> dict[str, State]:
        return self.memory() | {"misses": State("int", 0, "contract year")} if self.terms.terminate else {}

    @cached_property
    def who(self) -> tuple[str, ...]:
        return (self.client,)

    def concern(self) -> EventFilter:
        return EventFilter(self.covers(), self.terms.invoke_after.seconds, frozenset(self.terms.excluding))

    def on_incident(self, incident: Incident) -> Iterator[Response]:
        yield Response(self.terms.invoke_after.seconds, self.keep, "disaster recovery is invoked")

    def on_event(self, row: Row) -> dict[str, Value]:
        return {"misses": row.v.where(row.column("duration") > self.objective, 1, 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        misses = month.tally("misses")
        month.publish("missed", misses > 0)
        if terms.amount:
            amount = v.share(misses, terms.amount.minor, 1)
            month.owe(HEAD, self.provider, self.client, amount, "outage", after=terms.payable_after)
        if terms.test and terms.test.cost and month.index in self.tests and terms.test.borne_by == self.client:
            month.owe("disaster recovery tests", self.client, self.provider, terms.test.cost.minor, "test of the plan")
        if terms.terminate:
            count = month.keep("misses", month.state("misses") + misses)
            arisen = v.both(misses > 0, count >= terms.terminate.misses)
            month.publish("arisen", arisen)
            self.gone(month, self.leaves(month, self.client, arisen, terms.terminate.notice))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            disaster = row.column("duration") > self.terms.invoke_after.seconds
            yield "act", disaster
            yield "decide", disaster
            if self.terms.amount:
                late = row.column("duration") > self.objective
                yield "pay", late
                yield "remedy", late
            if self.terms.terminate:
                yield "leave", row.of(month.measure(self.number, "arisen"))
        if event == "exit" and self.terms.terminate:
            yield "decide", row.of(month.measure(self.number, "left"))
