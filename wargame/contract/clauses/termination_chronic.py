"""Termination for chronic failure: so many misses within a rolling window, and the client may leave.

A first breach may oblige the provider to a remediation plan (a Notice: from the first morning after it, repairs go faster for a while,
those under way included). The right to terminate is exercised as the scenario's behaviour says; the agreement then ends on the first
morning after the notice period.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.termination_right import FEE, FEES, SECOND, FeeTerms, TerminationRight
from wargame.contract.rules.clause import ClauseTerms, Construction, Day, Incident, MonthEnd, Notice, Response, Row, State
from wargame.contract.rules.declared import MissCount
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, Rate, Ref, ShareT, WholeT
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

RIGHT = "terminate for chronic failure"


class Plan(ClauseTerms):
    """A remediation plan: due so long after a missed month, shortening repairs by `shortens` for `lasts`."""

    within: DurationT
    shortens: ShareT
    lasts: DurationT


class TerminationChronic(TerminationRight):
    """A right to end the agreement when a service level is missed too often."""

    kind = "termination_chronic"
    roles = frozenset({Role.TERMINATION})
    heads = frozenset({FEE})
    one_answer = True
    stage = Stage.RIGHTS
    for_fault = True
    right = RIGHT
    rights = ends = frozenset({RIGHT})
    windows = frozenset({"window"})
    usual_for: ClassVar = {("outage", "leave"): 1}

    class Terms(FeeTerms):
        """`misses` months below `below` (else below the level's target) in any `window` months give the right; `notice` is the notice period."""

        service_level: Ref
        misses: WholeT
        window: DurationT
        below: ShareT | None = None
        notice: DurationT = Duration(seconds=30 * DAY)
        fee: MoneyT | None = None
        remediation_plan: Plan | None = None
        right_arises: Literal["in a month that fails", "while the count stands"] | None = None
        party: PartyName | None = None

    constructions: ClassVar = {
        "right_arises": Construction(
            ("in a month that fails", "while the count stands"),
            "May the right be exercised only in a month that itself fails, or in any month in which the window still holds enough misses?",
            "PRACTICE §8, §12 (options lapse)",
        ),
        **SECOND,
        **FEES,
    }
    wording = "If {service level} is missed in {misses} months of any {window} the Client may terminate this Agreement on {notice} notice."
    source = "PRACTICE §8, §12; closed form `right_after_3_of_rolling_6`"
    example = """
## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 15.2 Termination for chronic failure

If availability is below target in 3 months of any 6 the Client may terminate on 30 days' notice, received 2 days after it is given. After each
month below target the Provider shall within 10 days work to a remediation plan for 3 months. On termination the Client shall pay GBP 50,000.

```terms
kind: termination_chronic
service level: 8.1
misses: 3
window: 6 months
notice: 30 days
received: 2 days
fee: GBP 50 000
remediation plan: {within: 10 days, shortens: 15 %, lasts: 3 months}
right arises: in a month that fails
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return (terms.service_level,)

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return cls.arises_with(name, provisions, fee=terms.fee is not None, notice=terms.notice != Duration())

    def awaits(self) -> tuple[tuple[str, str], ...]:
        return ((self.terms.service_level, "missed"),)

    def trigger(self) -> Path:
        return ("misses",)

    def count(self) -> MissCount:
        return MissCount(self.terms.misses, self.terms.window, ("misses",))

    def prepare(self) -> None:
        terms = self.terms
        if not terms.window.months:
            raise ValueError(f"`window` is {terms.window}; the count is kept by months: write `window: 6 months`")
        if not 1 <= terms.misses <= terms.window.months:
            raise ValueError(f"{terms.misses} misses can never fall within {terms.window}")
        self.below = None if terms.below is None else terms.below.num / terms.below.den
        plan = terms.remediation_plan
        self.keep = None if plan is None else Rate(plan.shortens.den - plan.shortens.num, plan.shortens.den)

    def needs(self) -> tuple[tuple[str, str], ...]:
        return ((self.terms.service_level, "missed"), (self.terms.service_level, "attainment"))

    def states(self) -> dict[str, State]:
        states = self.memory() | {"misses": State("int", 0, "never", self.terms.window.months)}
        if self.keep is not None:
            states["plan until"] = State("int", -1)
        return states

    def on_incident(self, incident: Incident) -> Iterator[Response]:
        if self.keep is not None:
            yield Response(0, self.keep, "repair under a remediation plan", incident.start < incident.state("plan until"))

    def on_day(self, day: Day) -> None:
        day.keep("plan until", day.v.maximum(day.state("plan until"), day.notice.until))

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        if self.below is None:
            missed = month.measure(terms.service_level, "missed")
        else:
            missed = month.measure(terms.service_level, "attainment") < self.below
        count = month.keep("misses", v.where(missed, 1, 0))
        if self.keep is not None:
            begins = month.after(terms.remediation_plan.within)
            until = month.after(terms.remediation_plan.lasts, begins)
            month.notify(Notice("remediation", self.number, begins, self.keep, until), missed)
        arisen = count >= terms.misses
        if self.choice("right_arises") == "in a month that fails":
            arisen = v.both(arisen, missed)
        month.publish("arisen", arisen)
        party = terms.party or self.client
        fee = terms.fee.minor if terms.fee else 0
        # The client pays it, whoever leaves.
        self.gone(month, self.leaves(month, party, arisen, terms.notice, fee if party == self.client else -fee, fee))

    @property
    def again(self) -> Stage | None:
        return Stage.RIGHTS if self.terms.fee else None

    def on_later(self, month: MonthEnd) -> None:
        """It is known under which notice the agreement ends: its fee is paid on its day."""
        self.pay(month, self.terms.party or self.client, self.client, self.provider, "chronic failure")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" or (event == "shortage" and self.setting.provisions.sees_shortage(self.levels())):
            yield "leave", row.of(month.measure(self.number, "arisen"))
            if self.keep is not None:
                yield "act", row.of(month.measure(self.terms.service_level, "missed"))
        if event == "exit":
            left = row.of(month.measure(self.number, "left"))
            yield "decide", left
            if self.terms.fee:
                yield "pay", left
