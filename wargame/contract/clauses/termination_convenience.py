"""Termination for convenience: a party may leave without a reason, from some month on, by notice and for a fee.

What the fee is depends on a date. At notice everything is known but the exit; at the exit the months averaged are other months, the contract year may
be another, and the fee is not known when the decision is taken. The right is used as the scenario's behaviour says.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import field_validator

from wargame.contract.parts.bases import BASIS, Basis, ChargesOf, OnCharges, matters
from wargame.contract.parts.termination_right import FEE, FEES, SECOND, Fee, FeeStep, FeeTerms, TerminationRight, check_steps, of_charges
from wargame.contract.rules.clause import Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.events import EVENTS, Stage
from wargame.core.quantities import DateT, Duration, DurationT, PartyName
from wargame.core.values import DAY
from wargame.core.vocabulary import Value

RIGHT = "terminate for convenience"


class TerminationConvenience(TerminationRight, OnCharges):
    """A right to leave for no reason."""

    kind = "termination_convenience"
    roles = frozenset({Role.TERMINATION})
    heads = frozenset({FEE})
    one_answer = True
    stage = Stage.RIGHTS
    publishes = TerminationRight.publishes | {"fee"}
    right = RIGHT
    rights = ends = frozenset({RIGHT})
    usual_for: ClassVar = {("exit", "pay"): 2}

    class Terms(FeeTerms):
        """`earliest` counts from the effective date; `fee_table` is by contract month, its charges averaged over the `averaged_over` months before.

        `party` may leave (the client if it is not said; `either`: both) and pays the fee to the other; nobody before the date `from_date`.
        """

        party: PartyName | Literal["either"] | None = None
        from_date: DateT | None = None
        earliest: DurationT = Duration()
        notice: DurationT
        fee_table: list[FeeStep] = []
        averaged_over: DurationT = Duration(months=12)
        earliest_is_of: Literal["the notice", "the exit"] | None = None
        fee_as_at: Literal["notice", "exit"] | None = None
        at_a_boundary: Literal["the earlier period", "the later period"] | None = None
        fee_between_steps: Literal["as the table stands", "falls evenly month by month"] | None = None
        basis: Basis | None = None

        @field_validator("fee_table")
        @classmethod
        def _rising(cls, steps: list[FeeStep]) -> list[FeeStep]:
            return check_steps(steps)

    constructions: ClassVar = {
        "earliest_is_of": Construction(
            ("the notice", "the exit"),
            "May notice be given no earlier than then, or may the agreement end no earlier than then?",
            "PRACTICE §12; `may at any time after … give notice` is the usual form",
        ),
        "fee_as_at": Construction(
            ("notice", "exit"),
            "Is the fee that of the day of the notice, or that of the day on which the agreement ends?",
            "PRACTICE §12 (fee bases that average months before a date not yet known); DESIGN §7 (termination from notice or exit)",
        ),
        "at_a_boundary": Construction(
            ("the earlier period", "the later period"),
            "Which fee applies on a day that falls exactly between two periods of the table?",
            "PRACTICE §12 (year boundaries at exactly 1.0); `through` counts the last day in",
        ),
        "fee_between_steps": Construction(
            ("as the table stands", "falls evenly month by month"),
            "Is a fee due whole until its period is over, or pro rata between the steps of the table?",
            "PRACTICE §12 (fee pro rata?); DESIGN §7 (partial fee)",
        ),
        **BASIS,
        **SECOND,
        **FEES,
    }
    wording = (
        "From {earliest} after the Effective Date the {party} may terminate this Agreement for convenience on {notice} notice, and shall "
        "pay the fee that the table gives for the contract month in which notice is given, charges being averaged over the {averaged over} before."
    )
    source = "PRACTICE §12; CUAD ELANDIA (termination fee table: 50, 40, 30, 20, 10, 0 % of the annual base fee)"
    example = """
## 5.1 Call charge

For each call handled the Client shall pay GBP 4.20.

```terms
kind: unit_charge
service: voice
bands:
  - {price: GBP 4.20}
```

## 15.3 Termination for convenience

From 3 months after the Effective Date the Client may terminate for convenience on not less than 45 days' notice, received 2 days after it is given.
It shall pay GBP 900,000 if notice is given in the first 12 months, two months' charges if it is given in the 6 months after them, and 5 % of annual
charges thereafter, charges being averaged over 6 months.

```terms
kind: termination_convenience
party: client
earliest: 3 months
notice: 45 days
received: 2 days
fee table:
  - {through month: 12, fee: GBP 900 000}
  - {through month: 18, months: 2}
  - {annual charges: 5 %}
averaged over: 6 months
```
"""

    @classmethod
    def fee_of_leaving(cls, terms: Any) -> tuple[list[Any], Duration]:
        return terms.fee_table, terms.averaged_over

    @property
    def again(self) -> Stage | None:
        return Stage.RIGHTS if self.terms.fee_table else None

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name == "basis":
            return of_charges(terms.fee_table) and matters(provisions)
        if name in ("fee_as_at", "at_a_boundary", "fee_between_steps"):
            return bool(terms.fee_table)
        return cls.arises_with(name, provisions, fee=bool(terms.fee_table), notice=terms.notice != Duration())

    def prepare(self) -> None:
        terms = self.terms
        if terms.earliest.seconds or terms.earliest.business_days:
            raise ValueError(f"`earliest` is {terms.earliest}, but it counts months of the agreement: write `earliest: 12 months`")
        basis = self.choice("basis") if of_charges(terms.fee_table) else "accrued"
        self.charges = ChargesOf(self.setting, basis, self.client, self.provider)
        later = self.choice("at_a_boundary") == "the later period"
        self.opens = 0
        if terms.from_date:
            if self.setting.calendar is None:
                raise ValueError("`from date` is a date, and the agreement has none to count from; write `earliest: 12 months`")
            self.opens = self.setting.calendar.instant(terms.from_date)
        self.at_exit = self.choice("fee_as_at") == "exit"
        self.fee = Fee(
            terms.fee_table,
            terms.averaged_over,
            later,
            self.choice("fee_between_steps") == "falls evenly month by month",
            self.charges,
            self.setting.left,
        )

    def states(self) -> dict[str, State]:
        return self.memory() | self.fee.states()

    @cached_property
    def who(self) -> tuple[str, ...]:
        return (self.client, self.provider) if self.terms.party == "either" else ((self.terms.party or self.client),)

    def open_now(self, month: MonthEnd) -> bool:
        """Whether notice may be given at this month end; the same in every life."""
        terms, run = self.terms, month.index + 1
        if month.last < self.opens:
            return False
        if run >= terms.earliest.months:
            return True
        if self.choice("earliest_is_of") == "the notice":
            return False
        # It ends on the first morning after the notice has run.
        return self.ends_on(month, terms.notice) >= month.after(Duration(months=terms.earliest.months - run)) - DAY

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        amount: Value = 0
        if terms.fee_table:
            amount = self.fee.at_exit(month) if self.at_exit else self.fee.at_notice(month)
        open_now = self.open_now(month)
        month.publish("arisen", open_now)
        stands = v.both(open_now, v.negate(month.ending))
        left: Value = False
        for party in self.who:
            left = v.either(left, self.leaves(month, party, stands, terms.notice, amount, amount))
        month.publish("fee", amount)
        self.gone(month, left)

    def on_later(self, month: MonthEnd) -> None:
        """It is known under which notice the agreement ends: its fee is paid on its day."""
        for party in self.who:
            other = self.provider if party == self.client else self.client
            self.pay(month, party, party, other, "convenience", month.measure(self.number, "fee") if self.at_exit else None)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event != "exit" and "leave" in EVENTS[event].asks:  # for any reason, or none
            yield "leave", row.of(month.measure(self.number, "arisen"))
        if event == "exit":
            left = row.of(month.measure(self.number, "left"))
            yield "decide", left
            if self.terms.fee_table:
                yield "pay", left
