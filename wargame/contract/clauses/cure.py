"""Cure: after a missed level the provider owes a remediation plan; cured if the next months are met, uncured if one of them is missed.

A plan is a Notice: from the morning after it is due, repairs go faster while it lasts. An uncured failure may cost a sum, and may be referred to by
a right to terminate (`uncured`). Rounding: none.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from wargame.contract.rules.clause import Clause, ClauseTerms, Construction, Day, Incident, MonthEnd, Notice, Response, Row, State
from wargame.core.events import Stage
from wargame.core.quantities import Duration, DurationT, MoneyT, PartyName, Rate, Ref, ShareT, WholeT
from wargame.core.values import DAY
from wargame.core.vocabulary import Value


class Cure(Clause):
    """A remediation plan, and whether the failure is cured."""

    kind = "cure"
    heads = frozenset({"liquidated damages"})
    stage = Stage.DAMAGES
    publishes = frozenset({"uncured", "curing", "missed", "attainment"})

    class Terms(ClauseTerms):
        """A plan is due `plan_within` a missed month, and shortens repairs by `shortens`; `cured_after` so many months that meet the level.

        An uncured failure costs `amount`.
        """

        service_level: Ref
        plan_within: DurationT
        shortens: ShareT = Rate(0, 1)
        cured_after: WholeT
        amount: MoneyT | None = None
        payable_after: DurationT | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None
        second_miss: Literal["uncured", "a new failure with its own plan"] | None = None

    constructions: ClassVar = {
        "second_miss": Construction(
            ("uncured", "a new failure with its own plan"),
            "Is a miss before the failure is cured the failure uncured, or a new one with a plan of its own?",
            "PRACTICE §12 (what cures a missed month?)",
        ),
    }
    wording = (
        "Within {plan within} of a month below target the Provider shall submit and begin a remediation plan; "
        "the failure is cured when the next {cured after} months meet the target."
    )
    source = "PRACTICE §12, §16 (unequal cure periods)"
    example = """
## 8.1 Availability

Voice shall be available for at least 99.5 % of each month.

```terms
kind: service_level
service: voice
target: 99.5 %
```

## 15.4 Remediation

Within 10 days after a month below target the Provider shall begin a remediation plan. The failure is cured when the next 3 months meet the target;
for a failure that is not cured the Provider shall pay GBP 15,000.

```terms
kind: cure
service level: 8.1
plan within: 10 days
shortens: 20 %
cured after: 3
amount: GBP 15 000
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return (terms.service_level,)

    def prepare(self) -> None:
        if self.terms.cured_after == 0:
            raise ValueError("`cured after` is 0: nothing would be left to cure; write `cured after: 3`")
        self.keep = Rate(self.terms.shortens.den - self.terms.shortens.num, self.terms.shortens.den)

    def needs(self) -> tuple[tuple[str, str], ...]:
        return tuple((self.terms.service_level, name) for name in ("missed", "attainment", "measured"))

    def states(self) -> dict[str, State]:
        return {"to go": State(), "plan until": State("int", -1)}

    def on_incident(self, incident: Incident) -> Iterator[Response]:
        if self.terms.shortens.num:
            yield Response(0, self.keep, "repair under a remediation plan", incident.start < incident.state("plan until"))

    def on_day(self, day: Day) -> None:
        day.keep("plan until", day.v.maximum(day.state("plan until"), day.notice.until))

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        missed = month.measure(terms.service_level, "missed")
        to_go = month.state("to go")
        met = v.both(month.measure(terms.service_level, "measured"), v.negate(missed))
        again = v.both(missed, to_go > 0)
        uncured = again
        if self.choice("second_miss") != "uncured":
            # Each failure has its own months; it stays uncured when the last of its plans is overtaken by two misses running.
            uncured = v.both(again, to_go == terms.cured_after)
        month.keep("to go", v.where(missed, terms.cured_after, v.maximum(to_go - v.where(met, 1, 0), 0)))
        begins = month.after(terms.plan_within)
        until = month.after(Duration(months=terms.cured_after), begins)
        if terms.shortens.num:
            month.notify(Notice("remediation", self.number, begins, self.keep, until), missed)
        month.publish("uncured", uncured)
        month.publish("curing", to_go > 0)
        month.publish("missed", uncured)
        month.publish("attainment", month.measure(terms.service_level, "attainment"))
        if terms.amount:
            payer, payee = terms.payer or self.provider, terms.payee or self.client
            amount = v.where(uncured, terms.amount.minor, 0)
            month.owe("liquidated damages", payer, payee, amount, "uncured failure", after=terms.payable_after or Duration(seconds=30 * DAY))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" or (event == "shortage" and self.setting.provisions.sees_shortage(self.levels())):
            yield "act", row.of(month.measure(self.terms.service_level, "missed"))
            if self.terms.amount:
                uncured = row.of(month.measure(self.number, "uncured"))
                yield "pay", uncured
                yield "remedy", uncured
