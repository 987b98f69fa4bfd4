"""Milestone payment: an amount that falls due when a milestone is delivered, and not before.

It is on the invoice of the month in which the milestone is delivered, in time or late; one that is delivered at the first instant of a month is
delivered in that month. A milestone that the agreement did not live to see is never paid for. Rounding: the part kept back until later is rounded
once, half-up.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.due_dates import LATE_FROM, counted, due_of, late_before, late_from_arises
from wargame.contract.parts.priced import priced_needs
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, EventFilter, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import DateT, DurationT, MoneyT, PartyName, ShareT, TextT
from wargame.core.vocabulary import Value

LAPSED = Reason("out of time", "lapsed, as the milestone came too late")
FORFEITED = Reason("forfeited", "forfeited at the end")


class Retention(ClauseTerms):
    """`share` of the amount is kept back until so long `after` delivery."""

    share: ShareT
    after: DurationT


class MilestonePayment(Clause):
    """A payment for a milestone."""

    kind = "milestone_payment"
    heads = frozenset({"charges"})
    stage = Stage.CHARGE
    in_any_currency = True
    listens = frozenset({"delay"})
    publishes = frozenset({"delivered"})
    usual_for: ClassVar = {("delay", "pay"): 1, ("delay", "remedy"): 1}

    class Terms(ClauseTerms):
        """`amount` is due on delivery of `milestone`, less the `retention`; nothing is due where it is later than `lapses_after`.

        `due` is the date of the milestone, which the scenario need not say again; `late_from` says from when the delay of one counts that was due
        before the effective date."""

        milestone: TextT
        due: DateT | None = None
        amount: MoneyT
        retention: Retention | None = None
        lapses_after: DurationT | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None
        retention_at_end: Literal["released", "forfeited"] | None = None
        late_from: Literal["effective date", "due date"] | None = None

        @model_validator(mode="after")
        def _dated(self) -> Self:
            if self.late_from and not self.due:
                raise ValueError("`late from` counts from a date that these terms do not give: write the `due` date of the milestone")
            return self

    constructions: ClassVar = {
        "retention_at_end": Construction(
            ("released", "forfeited"),
            "Is a retention released when the agreement ends before its date, or forfeited?",
            "PRACTICE §12 (after exit: retention and tails run on)",
        ),
        "late_from": LATE_FROM,
    }
    wording = "On delivery of {milestone} the Client shall pay {amount}; {retention} of it is kept back for {after}."
    source = "PRACTICE §12, §13 (retention)"
    example = """
## 5.6 Go-live payment

On go-live the Client shall pay GBP 120,000, of which it keeps back 10 % for 9 months. Nothing is due for a go-live that is more than 60 days late.

```terms
kind: milestone_payment
milestone: go-live
amount: GBP 120 000
retention: {share: 10 %, after: 9 months}
lapses after: 60 days
```
"""

    @classmethod
    def due_dates(cls, terms: Any) -> dict[str, dt.date]:
        return due_of(terms)

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name == "late_from":
            return terms.lapses_after is not None and late_from_arises(terms, provisions)
        return super().arises(name, terms, provisions)

    def prepare(self) -> None:
        terms = self.terms
        self.before = late_before(self)
        if terms.lapses_after and (terms.lapses_after.months or terms.lapses_after.business_days):
            raise ValueError(f"`lapses after` is {terms.lapses_after}, but lateness is timed by the clock: write days")
        if terms.retention and not terms.retention.after.months:
            raise ValueError(f"a retention is kept for months; write `after: 9 months`, not {terms.retention.after}")
        self.read = FactRequest("delivered", terms.milestone)

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.read, FactRequest("duration", self.terms.milestone))

    def needs(self) -> tuple[tuple[str, str], ...]:
        return priced_needs(self, None)

    def states(self) -> dict[str, State]:
        states = {"paid": State("bool", False)}
        if self.terms.lapses_after:
            states["lapsed"] = State()
        if self.terms.retention:
            states |= {"kept": State(), "since": State()}
        return states

    def covers(self) -> frozenset[str]:
        return frozenset({self.terms.milestone})

    def concern(self) -> EventFilter:
        return EventFilter(self.covers())

    def on_event(self, row: Row) -> dict[str, Value]:
        v = row.v
        late, lapses = counted(self, row.column("duration"), self.before), self.terms.lapses_after
        lapsed = late > lapses.seconds if lapses else late < 0
        return {"ended": row.column("start") + row.column("duration"), "lapsed": v.where(lapsed, 1, 0)}

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        payer, payee = terms.payer or self.client, terms.payee or self.provider
        # A delay that ends with the agreement is one that was given up, not delivered.
        given_up = v.both(month.ending, month.tally("ended") == month.first + month.served)
        # A delay that ends with the month is over in it, and the milestone is there at the first instant of the next.
        there = v.both(month.fact(self.read) > 0, month.tally("ended") < month.last)
        arrived = v.both(there, v.negate(v.either(month.state("paid"), given_up)))
        month.keep("paid", v.either(month.state("paid"), there))
        month.publish("delivered", arrived)
        due = v.where(arrived, terms.amount.minor, 0)
        if terms.lapses_after:
            lapsed = v.where(month.keep("lapsed", month.state("lapsed") + month.tally("lapsed")) > 0, due, 0)
            month.withhold("charges", payer, payee, lapsed, "milestone", LAPSED)
            due = due - lapsed
        if terms.retention:
            due = due - self.kept_back(month, due, payer, payee)
        month.owe("charges", payer, payee, due, "milestone")

    def kept_back(self, month: MonthEnd, due: Value, payer: str, payee: str) -> Value:
        """Keep back part of what falls due, and release it when its time has come, or the agreement's end."""
        v, retention = month.v, self.terms.retention
        part = v.share(due, retention.share.num, retention.share.den)
        kept, since = month.state("kept") + part, v.where(part > 0, 0, month.state("since") + 1)
        ripe = since >= retention.after.months
        if self.choice("retention_at_end") == "forfeited":
            month.withhold("charges", payer, payee, v.where(v.both(month.ending, v.negate(ripe)), kept, 0), "milestone", FORFEITED)
        else:
            ripe = v.either(ripe, month.ending)
        month.owe("charges", payer, payee, v.where(ripe, kept, 0), "retention")
        month.keep("kept", v.where(ripe, 0, kept))
        month.keep("since", since)
        return part

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "delay":
            yield "pay", True
            if self.terms.lapses_after:
                yield "remedy", row.column("duration") > self.terms.lapses_after.seconds
