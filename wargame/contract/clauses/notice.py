"""Notice and time-bar: a claim that is not notified in time falls away, before any cap.

How long a party takes to notify is the world's. A notice may count as received only some days after it was sent; a claim may have to go through
several steps, each with its own limit, before the last day: where the limits of the steps add up to more than that, even a party that keeps
each of them may be late. Rounding: none; steps taken at the pace of the first are counted in whole seconds.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.parts.caps import ClaimHead, limits_a_breach
from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, MonthEnd, Row
from wargame.contract.rules.declared import Deadlines
from wargame.contract.rules.neighbours import Neighbours
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import FactRequest
from wargame.core.quantities import DurationT, PartyName
from wargame.core.vocabulary import Value

TOO_LATE = Reason("out of time", "notified too late under the time-bar of {clause}")


class NoticeOfClaims(Clause):
    """Claims that must be notified in time."""

    kind = "notice"
    stage = Stage.BAR
    publishes = frozenset({"claimed", "barred"})

    class Terms(ClauseTerms):
        """Claims of `heads` fall away unless notified `within` so long of the month end at which they accrue, through `steps` if there are any.

        A notice is received `deemed_receipt` after it is given. Business days are those of the agreement's calendar.
        """

        within: DurationT
        heads: list[ClaimHead] = ["damages", "indemnity", "liquidated damages"]
        claimant: PartyName | None = None
        steps: list[DurationT] = []
        deemed_receipt: DurationT | None = None
        late_notice: Literal["bars the claim", "does not bar the claim"] | None = None
        pace: Literal["each step takes its time", "all at the pace of the first"] | None = None

    constructions: ClassVar = {
        "late_notice": Construction(
            ("bars the claim", "does not bar the claim"),
            "Is notice in time a condition precedent, so that a late claim is lost?",
            "PRACTICE §16: a condition precedent hidden in a notice clause; usual only where the consequence is stated [v]",
        ),
        "pace": Construction(
            ("each step takes its time", "all at the pace of the first"),
            "Do the later steps take all the time they may, or go as fast as the notice did?",
            "PRACTICE §16 (notice-time impossibilities)",
        ),
    }
    wording = "A claim shall be notified within {within} of the end of the month in which it accrues, failing which it is lost."
    source = "PRACTICE §5, §16"
    example = """
## 9.1 Late restoration

If an outage of the voice service is not restored within 4 hours the Provider shall pay GBP 1,500 for each hour or part of an hour until restoration.

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 1 500
per: 1 hour
```

## 13.2 Notice of claims

The Client shall notify a claim within 30 days, in two steps of 14 and 20 days, a notice being deemed received 2 business days after posting; a claim
notified later is lost.

```terms
kind: notice
within: 30 days
steps: [14 days, 20 days]
deemed receipt: 2 business days
```
"""

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return name != "pace" or len(terms.steps) > 1

    def deadlines(self) -> Deadlines:
        terms = self.terms
        steps = [*terms.steps, terms.deemed_receipt] if terms.steps and terms.deemed_receipt else terms.steps
        return Deadlines(tuple(steps), terms.within, ("within",))

    def prepare(self) -> None:
        self.claimant = self.terms.claimant or self.client
        self.other = self.provider if self.claimant == self.client else self.client
        self.read = FactRequest("notice_delay", self.claimant)

    def reads(self) -> tuple[FactRequest, ...]:
        return (self.read,)

    def late(self, month: MonthEnd) -> Value:
        """Whether claims of this month are notified too late."""
        v, terms = month.v, self.terms
        taken = month.fact(self.read)
        if terms.deemed_receipt:
            taken = taken + (month.after(terms.deemed_receipt) - month.last)
        late: Value = taken > month.after(terms.within) - month.last
        if terms.steps:
            ends = [month.last]
            for step in terms.steps:
                ends = [*ends, month.after(step, ends[-1])]
            first, whole = ends[1] - month.last, ends[-1] - month.last
            done = taken + (whole - first)
            if self.choice("pace") == "all at the pace of the first" and first > 0:
                done = v.share(taken, whole, first)
            late = v.either(taken > first, done > month.after(terms.within) - month.last)
        return late

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        claims = month.claims(frozenset(self.terms.heads), self.other, self.claimant)
        late = self.late(month)
        claimed = v.total([due.amount for due in claims])
        month.publish("claimed", claimed)
        month.publish("barred", v.where(late, claimed, 0) if self.choice("late_notice") == "bars the claim" else 0)
        if self.choice("late_notice") == "does not bar the claim":
            return
        month.bar(claims, late, TOO_LATE)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event in ("outage", "delay") or (event == "breach" and limits_a_breach(self.terms.heads)):
            yield "act", True
