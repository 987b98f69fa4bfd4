"""Liquidated damages for late restoration: so much for each hour, or part of an hour, by which an outage outlasts the time to restore.

A Claim: it accrues when the outage ends (or when the agreement does), is raised at that month's end, may be limited by the liability cap, and is paid
after its payment period. Rounding: hours are counted whole or begun as the clause says; pro rata amounts are rounded once per outage, half-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from wargame.contract.clause import Clause, ClauseTerms, Concern, Construction, MonthEnd, Row
from wargame.core.events import Stage
from wargame.core.facts import Read
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, ServiceName
from wargame.core.vocabulary import Value


class LiquidatedDamages(Clause):
    """A fixed sum per period of lateness in restoring a service."""

    kind = "liquidated_damages"
    stage = Stage.DAMAGES
    listens = frozenset({"outage"})

    class Terms(ClauseTerms):
        """`amount` falls due for each `per` beyond `restore_within`; `limit` bounds one outage; `excluding` names causes that do not count."""

        service: ServiceName
        restore_within: DurationT
        amount: MoneyT
        per: DurationT
        limit: MoneyT | None = None
        payable_after: DurationT = Duration(seconds=30 * 86_400)
        part_periods: Literal["count whole", "count if complete", "pro rata"] | None = None
        excluding: list[Literal["planned", "client", "third party"]] = []
        clock: Literal["occurrence", "detection"] | None = None
        credits: Literal["set against damages", "in addition"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

    constructions: ClassVar = {
        "part_periods": Construction(
            ("count whole", "count if complete", "pro rata"),
            "Does a begun period count whole, not at all, or in proportion?",
            "`or part thereof` is the usual form; DESIGN §7 (constructions)",
        ),
        "clock": Construction(("occurrence", "detection"), "Does the time to restore run from occurrence or from detection?", "PRACTICE §8"),
        "credits": Construction(
            ("set against damages", "in addition"),
            "Are service credits for the same month set against these damages?",
            "PRACTICE §1 D: credits usually set against damages",
        ),
    }
    wording = (
        "If a Severity 1 outage is not restored within {restore within}, the Provider "
        "shall pay {amount} for each {per} or part of it until restoration."
    )
    source = "worked examples ld_below_cap and ld_above_cap; PRACTICE §10 (accrual until termination)"
    example = """
## 9.1 Late restoration

If an outage of the voice service is not restored within 4 hours the Provider shall pay GBP 1,500 for each hour or part of an hour
until restoration, up to GBP 60,000 for an outage.

```terms
kind: liquidated_damages
service: voice
restore within: 4 hours
amount: GBP 1 500
per: 1 hour
limit: GBP 60 000
payable after: 45 days
```
"""

    def prepare(self) -> None:
        terms = self.terms
        for name, value in (("restore within", terms.restore_within), ("per", terms.per)):
            if value.months or value.business_days:
                raise ValueError(f"`{name}` is {value}, but an outage is timed by the clock: write hours, minutes or days")
        if terms.per.seconds == 0:
            raise ValueError("`per` must be longer than nothing: write `per: 1 hour`")

    def reads(self) -> tuple[Read, ...]:
        return (Read("duration", self.terms.service),)

    def concern(self) -> Concern:
        return Concern(self.covers(), self.terms.restore_within.seconds, frozenset(self.terms.excluding))

    def lasted(self, row: Row) -> Value:
        """Seconds from the start of the clause's clock to restoration."""
        if self.choice("clock") == "detection":
            return row.column("duration") - row.column("detected")
        return row.column("duration")

    def on_event(self, row: Row) -> dict[str, Value]:
        v, terms = row.v, self.terms
        late = v.maximum(self.lasted(row) - terms.restore_within.seconds, 0)
        if self.choice("part_periods") == "pro rata":
            amount = v.share(late, terms.amount.minor, terms.per.seconds)
        else:
            begun = terms.per.seconds - 1 if self.choice("part_periods") == "count whole" else 0
            amount = v.share(v.whole(late + begun, terms.per.seconds), terms.amount.minor, 1)
        if terms.limit:
            allowed = v.minimum(amount, terms.limit.minor)
            return {"damages": allowed, "above limit": amount - allowed}
        return {"damages": amount}

    def on_month_end(self, month: MonthEnd) -> None:
        terms = self.terms
        payer, payee = terms.payer or self.provider, terms.payee or self.client
        amount = month.tally("damages")
        if terms.limit:
            month.withhold("liquidated damages", payer, payee, month.tally("above limit"), "outage", "above the limit of one outage")
        if self.choice("credits") == "set against damages":
            amount = month.set_off(amount, "service credits", payer, payee, terms.service)
        month.owe("liquidated damages", payer, payee, amount, "outage", after=terms.payable_after)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage":
            late = self.lasted(row) > self.terms.restore_within.seconds
            yield "remedy", late
            yield "pay", late
            yield "decide", late
            if self.terms.limit:
                yield "limit", late
