"""Termination for prolonged force majeure: when it has gone on for so long, a party may leave, for part of a fee or for none.

How long it has gone on is what the force majeure clause says: the stretch that still stands at the month end, or the days of a year taken together.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal

from wargame.contract.parts.termination_right import FEE, FEES, SECOND, FeeTerms, TerminationRight
from wargame.contract.rules.clause import Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.contract.rules.schedule import Path
from wargame.core.events import Stage
from wargame.core.money import share
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, Rate, Ref, ShareT
from wargame.core.vocabulary import Value

RIGHT = "terminate for force majeure"


class TerminationForceMajeure(TerminationRight):
    """A right to leave when nobody is at fault, and nobody can perform."""

    kind = "termination_force_majeure"
    roles = frozenset({Role.TERMINATION})
    heads = frozenset({FEE})
    stage = Stage.RIGHTS
    right = RIGHT
    rights = ends = frozenset({RIGHT})

    class Terms(FeeTerms):
        """`force_majeure` is the clause that says how long it lasts; `party` may leave: either, if it is not said.

        `fee` is the client's, whoever leaves; `part` of it is due.
        """

        force_majeure: Ref
        longer_than: DurationT
        notice: DurationT = Duration()
        party: PartyName | None = None
        exercise_within: DurationT | None = None
        fee: MoneyT | None = None
        part: ShareT | None = None
        days_count: Literal["in one stretch", "together in any 12 months"] | None = None
        unused_right: Literal["lapses with the month", "stands until used"] | None = None

    constructions: ClassVar = {
        "days_count": Construction(
            ("in one stretch", "together in any 12 months"),
            "Must the event last that long without a break, or do its days add up?",
            "PRACTICE §7, §12; `for a continuous period of` is the usual form",
        ),
        "unused_right": Construction(
            ("lapses with the month", "stands until used"),
            "Does the right end when the event does, or stand until it is used?",
            "PRACTICE §12 (options lapse)",
        ),
        **SECOND,
        **FEES,
    }
    wording = (
        "If an event under {force majeure} continues for longer than {longer than} either party may terminate this Agreement on {notice} notice."
    )
    source = "PRACTICE §7, §12"
    example = """
## 13.2 Force majeure

The Provider is not liable for a failure caused by an event beyond its control that lasts longer than 1 day.

```terms
kind: force_majeure
service: voice
longer than: 1 day
charges: continue
```

## 15.4 Termination for prolonged force majeure

If force majeure continues for longer than 20 days either party may terminate on 10 days' notice, received 2 days after it is given; the Client
shall then pay half of GBP 90,000.

```terms
kind: termination_force_majeure
force majeure: 13.2
longer than: 20 days
notice: 10 days
received: 2 days
fee: GBP 90 000
part: 50 %
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return cls.arises_with(name, provisions, fee=terms.fee is not None, notice=terms.notice != Duration())

    def awaits(self) -> tuple[tuple[str, str], ...]:
        return ((self.terms.force_majeure, "relieved"),)

    def trigger(self) -> Path:
        return ("longer than",)

    def prepare(self) -> None:
        terms = self.terms
        if terms.longer_than.months or terms.longer_than.business_days:
            raise ValueError(f"`longer than` is {terms.longer_than}, but down-time is counted by the clock: write `longer than: 60 days`")
        if terms.part and not terms.fee:
            raise ValueError("`part` says how much of a `fee` is due, and there is no fee")
        fee, part = terms.fee, terms.part or Rate(1, 1)
        self.fee = share(fee.minor, part.num, part.den) if fee else 0
        self.expire(terms.exercise_within, self.choice("unused_right") == "lapses with the month")

    def needs(self) -> tuple[tuple[str, str], ...]:
        return (self.terms.force_majeure, "prolonged"), (self.terms.force_majeure, "force majeure time")

    def states(self) -> dict[str, State]:
        together = self.choice("days_count") == "together in any 12 months"
        return self.memory() | ({"days": State("int", 0, "never", 12)} if together else {})

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        lasted = month.measure(terms.force_majeure, "prolonged")
        if self.choice("days_count") == "together in any 12 months":
            lasted = month.keep("days", month.measure(terms.force_majeure, "force majeure time"))
        arisen = lasted > terms.longer_than.seconds
        month.publish("arisen", arisen)
        stands = v.both(self.stands(month, arisen), v.negate(month.ending))
        left: Value = False
        for party in self.who:
            left = v.either(left, self.leaves(month, party, stands, terms.notice, self.fee if party == self.client else 0 - self.fee, self.fee))
        self.gone(month, left)

    @cached_property
    def who(self) -> tuple[str, ...]:
        return (self.terms.party,) if self.terms.party else (self.client, self.provider)

    @property
    def again(self) -> Stage | None:
        return Stage.RIGHTS if self.terms.fee else None

    def on_later(self, month: MonthEnd) -> None:
        """It is known under which notice the agreement ends: its fee is paid on its day."""
        for party in self.who:
            self.pay(month, party, self.client, self.provider, "force majeure")

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "leave", row.of(month.measure(self.number, "arisen"))
        if event == "exit":
            left = row.of(month.measure(self.number, "left"))
            yield "decide", left
            if self.terms.fee:
                yield "pay", left
