"""Earn-back: a service credit is cancelled when the level is met for so many months after it, or on average over the year.

What is earned back is owed by the client on the invoice of the month in which it is earned. Rounding: none, credits are paid back as they were given,
without what an excuse, a limit or a cap kept from them. A miss may or may not go on counting as a failure once its credit has been earned back:
this clause publishes the misses that count, so that a right to terminate may refer to it in place of the level.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.roles import Role
from wargame.core.events import Stage
from wargame.core.quantities import PartyName, Ref, ShareT, WholeT
from wargame.core.vocabulary import Value

YEAR = 12  # months
CREDITS = frozenset({"service credits"})


class EarnBack(Clause):
    """Credits cancelled by good months."""

    kind = "earn_back"
    roles = frozenset({Role.LENIENT})
    heads = frozenset({"earn-back"})
    stage = Stage.CREDIT
    later = Stage.INVOICE
    publishes = frozenset({"earned back", "missed", "attainment"})

    class Terms(ClauseTerms):
        """`credits` is the clause that gives them, `service_level` the one that measures. Earned back by `clean_months`, or by a `yearly_average`."""

        credits: Ref
        service_level: Ref
        clean_months: WholeT | None = None
        yearly_average: ShareT | None = None
        interrupted: Literal["only the last credit", "all credits not yet earned back"] | None = None
        failure: Literal["still counts", "counts no more"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @model_validator(mode="after")
        def _one_way(self) -> Self:
            if (self.clean_months is None) == (self.yearly_average is None):
                raise ValueError("a credit is earned back in one way: by `clean months: 3`, or by a `yearly average: 99.5 %`")
            if self.clean_months == 0:
                raise ValueError("`clean months` is 0: a credit that is earned back at once is none; write `clean months: 3`")
            return self

    constructions: ClassVar = {
        "interrupted": Construction(
            ("only the last credit", "all credits not yet earned back"),
            "When good months were interrupted by another miss, do the next ones earn back only the last credit, or the earlier ones too?",
            "PRACTICE §8 (earn-back after n clean months)",
        ),
        "failure": Construction(
            ("still counts", "counts no more"),
            "Does a miss whose credit was earned back still count as a failure, for chronic failure and the like?",
            "PRACTICE §8: an earned-back failure should still count as chronic, and rarely says so",
        ),
    }
    wording = "If {service level} is met in each of the {clean months} months after a service credit, the Client shall pay that credit back."
    source = "PRACTICE §8 (earn-back)"
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

Below 99.5 % the Provider shall credit 6 % of the monthly charges.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.5 %, credit: 6 %}
```

## 8.3 Earn-back

If availability is met in each of the 2 months after a credit under 8.2, the Client shall pay that credit back.

```terms
kind: earn_back
credits: 8.2
service level: 8.1
clean months: 2
```

## 15.2 Termination for chronic failure

If availability is missed in 3 months of any 8 the Client may terminate on 30 days' notice.

```terms
kind: termination_chronic
service level: 8.3
misses: 3
window: 8 months
notice: 30 days
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return (terms.service_level,)

    def prepare(self) -> None:
        average = self.terms.yearly_average
        self.average = average.num / average.den if average else 0.0
        self.payer, self.payee = self.terms.payer or self.client, self.terms.payee or self.provider

    def needs(self) -> tuple[tuple[str, str], ...]:
        level = self.terms.service_level
        needs = ((self.terms.credits, "credit"), (self.terms.credits, "invoiced"), (level, "missed"), (level, "attainment"), (level, "measured"))
        return needs if self.terms.clean_months else (*needs, (level, "part"), (level, "whole"))

    def states(self) -> dict[str, State]:
        """`uninvoiced` of all credits so far; of those that may still be earned back `pending` on earlier invoices, `fresh` on none yet; `to come`,
        what is earned back and stands on the next invoice only."""
        if self.terms.clean_months:
            return {"uninvoiced": State(), "pending": State(), "fresh": State(), "clean": State(), "open": State("bool", False)}
        of_the_year = {name: State("int", 0, "contract year") for name in ("pending", "fresh", "part", "whole")}
        return {"uninvoiced": State(), "to come": State()} | of_the_year

    def on_month_end(self, month: MonthEnd) -> None:
        missed = month.measure(self.terms.service_level, "missed")
        counting = missed
        if self.terms.clean_months:
            if self.choice("failure") == "counts no more":
                # Whether a miss counts is known when the next one comes before it was earned back; then the earlier one counts.
                counting = month.v.both(missed, month.state("open"))
            back = self.by_months(month, missed)
        else:
            back = self.by_average(month)
        month.publish("missed", counting)
        month.publish("attainment", month.measure(self.terms.service_level, "attainment"))
        month.owe("earn-back", self.payer, self.payee, back, "good months")

    def by_months(self, month: MonthEnd, missed: Value) -> Value:
        """What is earned back by clean months; a month that is not measured is passed over."""
        v = month.v
        met = v.both(month.measure(self.terms.service_level, "measured"), v.negate(missed))
        clean = v.where(missed, 0, month.state("clean") + v.where(met, 1, 0))
        earned = v.both(met, clean >= self.terms.clean_months)
        back: Value = 0
        for name in ("pending", "fresh"):
            before = month.state(name)
            kept = before if self.choice("interrupted") == "all credits not yet earned back" else v.where(missed, 0, before)
            back = back + v.where(earned, before, 0)
            month.keep(name, v.where(earned, 0, kept))
        month.keep("clean", clean)
        month.keep("open", v.either(missed, v.both(month.state("open"), v.negate(earned))))
        return back

    def by_average(self, month: MonthEnd) -> Value:
        """The year's credits, if the year's attainment comes to the average asked for; seen in its last month, or in the agreement's."""
        v, level, due = month.v, self.terms.service_level, month.state("to come")
        part = month.keep("part", month.state("part") + month.measure(level, "part"))
        whole = month.keep("whole", month.state("whole") + month.measure(level, "whole"))
        month.keep("to come", 0)
        if month.index + 1 not in self.closing:
            return due
        reached = v.divide(part, whole, 1.0) >= self.average
        at_once, later = self.this_months(month)
        month.keep("to come", v.where(reached, later, 0))
        return due + v.where(reached, month.state("pending") + month.state("fresh") + at_once, 0)

    def this_months(self, month: MonthEnd) -> tuple[Value, Value]:
        """Of this month's credit what stands on its own invoice, and what on the next."""
        at_once = month.v.maximum(month.measure(self.terms.credits, "invoiced") - month.state("uninvoiced"), 0)
        return at_once, month.measure(self.terms.credits, "credit") - at_once

    def on_later(self, month: MonthEnd) -> None:
        """What an excuse, a limit or a cap has kept from a credit was not given, and is not paid back: neither later nor in this month."""
        v, invoiced = month.v, month.measure(self.terms.credits, "invoiced")
        given = v.total([due.amount for due in month.claims(CREDITS, self.payee, self.payer, (self.terms.credits,))])
        kept = invoiced - given - month.deferred(self.terms.credits)  # what waits for a later invoice is given
        at_once, later = self.this_months(month)
        month.keep("uninvoiced", month.state("uninvoiced") + month.measure(self.terms.credits, "credit") - invoiced)
        month.keep("pending", month.state("pending") + v.maximum(month.state("fresh") + at_once - kept, 0))
        month.keep("fresh", later)
        # Good months earn back credits of earlier months only; a year's average those of its last month too.
        not_given = v.where(invoiced > at_once, kept, 0) if self.terms.clean_months else kept
        own = month.claims(self.heads, self.payer, self.payee, (self.number,))
        back = v.total([due.amount for due in own])
        back = v.maximum(back - v.maximum(not_given, 0), 0)
        month.hold_back(own, back)
        month.publish("earned back", back)

    @property
    def closing(self) -> range:
        """Months after which a contract year is complete, counted from 1."""
        return range(YEAR, self.setting.term_months + 1, YEAR)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            yield "pay", row.of(month.measure(self.number, "earned back")) > 0
