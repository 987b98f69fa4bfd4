"""Liquidated damages for lateness: so much for each period, or part of one, by which an outage outlasts its time to restore, or a milestone its date.

A Claim: it accrues when the outage ends or the milestone is delivered (or when the agreement ends), is raised at that month's end, may be limited by
the liability cap, and is paid after its payment period. Outages are paid for each alone, or once for an unbroken time down of the service, whichever
components cause it, also over a month end. Rounding: periods are counted as the clause says; amounts in proportion are rounded once per
outage or milestone, half-up.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.due_dates import LATE_FROM, due_of, late_before, late_from_arises
from wargame.contract.parts.due_dates import counted as with_before
from wargame.contract.parts.outages import (
    CLOCKS,
    IF_SAID,
    LATE,
    by_the_clock,
    clock_of,
    seconds,
    severities,
    severity_reads,
)
from wargame.contract.parts.termination_right import SECOND, RightTerms, TerminationRight
from wargame.contract.rules.clause import Construction, EventFilter, Interruption, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.roles import Role
from wargame.core.account import Reason
from wargame.core.events import Stage
from wargame.core.facts import Counted, FactRequest
from wargame.core.money import Money, share
from wargame.core.quantities import DateT, Duration, DurationT, MoneyT, PartyName, Rate, RateT, ServiceName, ShareT, TextT
from wargame.core.values import DAY
from wargame.core.vocabulary import Backend, Value

HEAD = "liquidated damages"
RIGHT = "terminate for late delivery"
PERIODS = 60  # of lateness: what is proposed where nothing bounds it
ABOVE_ONE_OUTAGE = Reason("above a limit", "above the limit of one outage")
ABOVE_ONE_MILESTONE = Reason("above a limit", "above the limit of one milestone")


class LiquidatedDamages(TerminationRight):
    """A fixed sum per period of lateness in restoring a service or in delivering a milestone."""

    kind = "liquidated_damages"
    roles = frozenset({Role.DAMAGES})
    heads = frozenset({HEAD})
    one_answer = True
    stage = Stage.DAMAGES
    listens = frozenset({"outage", "delay"})
    right = RIGHT
    rights = ends = frozenset({RIGHT})
    usual_for: ClassVar = {("outage", "pay"): 1, ("outage", "remedy"): 2, ("delay", "pay"): 2, ("delay", "remedy"): 2}

    class Terms(RightTerms):
        """`amount` (or `rate` of `value`) falls due for each `per` beyond `restore_within`, which for a milestone is a time of grace after its date.

        `limit` (or `limit_rate` of the value) bounds one outage or milestone; `excluding` names causes that do not count; `longstop` is the delay of
        a milestone after which the client may terminate, on `notice`. `due` is the date of the milestone, which the scenario need not say again;
        `late_from` says from when the delay of one counts that was due before the effective date. `severities` are those of the outages that are paid
        for, as the scenario calls them, and an outage shorter than `shortest_outage` costs nothing. With `damages_for: each time down` outages of a
        month that are at most `joined_within` apart are one, which lasted as long as they did together.
        """

        service: ServiceName | None = None
        milestone: TextT | None = None
        due: DateT | None = None
        restore_within: DurationT = Duration()
        amount: MoneyT | None = None
        value: MoneyT | None = None
        rate: RateT | None = None
        per: DurationT
        limit: MoneyT | None = None
        limit_rate: ShareT | None = None
        longstop: DurationT | None = None
        notice: DurationT | None = None
        payable_after: DurationT = Duration(seconds=30 * DAY)
        part_periods: Literal["count whole", "count if complete", "pro rata", "begun days", "complete days"] | None = None
        excluding: list[Literal["planned", "client", "third party"]] = []
        clock: Literal["occurrence", "detection", "report"] | None = None
        severities: list[TextT] = []
        shortest_outage: DurationT | None = None
        damages_for: Literal["each outage", "each time down"] | None = None
        joined_within: DurationT | None = None
        late_from: Literal["effective date", "due date"] | None = None
        credits: Literal["set against damages", "in addition"] | None = None
        payer: PartyName | None = None
        payee: PartyName | None = None

        @model_validator(mode="after")
        def _of_what(self) -> Self:
            if (self.service is None) == (self.milestone is None):
                raise ValueError("damages are for one thing: name the `service` whose outages, or the `milestone` whose delay, is paid for")
            if (self.amount is None) == (self.rate is None) or (self.rate is None) != (self.value is None):
                raise ValueError("say what a period costs once: an `amount`, or a `rate` of a `value`")
            if self.limit_rate and self.value is None:
                raise ValueError("`limit rate` is a share of a `value`, and there is none: give the value, or a `limit` in money")
            if self.limit and self.limit_rate:
                raise ValueError("one limit is due: `limit`, or `limit rate` of the value")
            if self.longstop and not self.milestone:
                raise ValueError("`longstop` is for a milestone that is never delivered; for outages write a clause of kind `termination_chronic`")
            of_outages = [name for name in ("severities", "shortest_outage", "damages_for", "joined_within") if self.term(name)]
            if self.milestone and of_outages:
                raise ValueError(f"`{of_outages[0].replace('_', ' ')}` says which outages are paid for, and these damages are for a milestone")
            if self.joined_within and self.damages_for != "each time down":
                raise ValueError("outages near each other are one where damages are for the service: write `damages for: each time down`")
            if not self.milestone and (self.due or self.late_from):
                raise ValueError("`due` is the date of a `milestone`, and these damages are for a service")
            if self.late_from and not self.due:
                raise ValueError("`late from` counts from a date that these terms do not give: write the `due` date of the milestone")
            if not self.longstop and (self.notice or self.received or self.second_notice or self.day_of_notice):
                raise ValueError("there is nobody who gives notice: `longstop` says after what delay of a milestone the agreement may be terminated")
            if self.service and "restore_within" not in self.model_fields_set:
                raise ValueError('the term "restore within" is missing: how long may an outage last?')
            return self

    constructions: ClassVar = {
        "part_periods": Construction(
            ("count whole", "count if complete", "pro rata", "begun days", "complete days"),
            "Does a begun period count whole, not at all, or in proportion: to the second, by begun days, or by complete days?",
            "`or part thereof` is the usual form; `any fractional part of a day counts as a full day` (cases/README.md, late delivery); DESIGN §7",
        ),
        "clock": Construction(CLOCKS, "Does the time to restore run from occurrence or from detection?", "PRACTICE §8", if_said=IF_SAID),
        "damages_for": Construction(
            ("each outage", "each time down"),
            "Are damages due for each outage, or once for an unbroken time down of the service, whichever components cause it?",
            "PRACTICE §8 (one incident, several levels; world down-time is a union)",
            if_said=frozenset({"each time down"}),  # words that speak of an outage mean each
        ),
        "late_from": LATE_FROM,
        "credits": Construction(
            ("set against damages", "in addition"),
            "Are service credits for the same month set against these damages?",
            "PRACTICE §1 D: credits usually set against damages",
        ),
        **SECOND,
    }
    wording = (
        "If a Severity 1 outage is not restored within {restore within}, the Provider "
        "shall pay {amount} for each {per} or part of it until restoration."
    )
    source = "worked examples ld_below_cap, ld_above_cap and ld_accord_cap; PRACTICE §10 (accrual until termination)"
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

    @classmethod
    def bounded(cls, terms: Any) -> bool:
        """A milestone is late once: what bounds it bounds all; outages come again."""
        return terms.milestone is not None and (terms.limit is not None or terms.limit_rate is not None)

    @classmethod
    def due_dates(cls, terms: Any) -> dict[str, dt.date]:
        return due_of(terms)

    @classmethod
    def claims_for(cls, terms: Any) -> str:
        return "delay" if terms.milestone else "outage"

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        if name == "credits":
            return terms.service is not None and bool(provisions.playing(Role.CREDIT))
        if name in SECOND:
            return terms.longstop is not None and cls.arises_with(name, provisions, fee=False, notice=bool(terms.notice))
        if name == "late_from":
            return late_from_arises(terms, provisions)
        # Words that speak of an outage mean each; one that is to count once for the service is said so.
        return name != "clock" or terms.service is not None

    def prepare(self) -> None:
        terms = self.terms
        by_the_clock(terms, ("shortest_outage", "joined_within"))
        for name in ("restore_within", "per", "longstop"):
            value = terms.term(name)
            if value is not None and (value.months or value.business_days):
                raise ValueError(f"`{name.replace('_', ' ')}` is {value}, but lateness is timed by the clock: write hours, minutes or days")
        if terms.per.seconds == 0:
            raise ValueError("`per` must be longer than nothing: write `per: 1 hour`")
        # What one period costs, as a fraction of minor units: no rounding until the periods are counted.
        self.each: int = terms.amount.minor if terms.amount else terms.value.minor * terms.rate.num
        self.over: int = 1 if terms.amount else terms.rate.den
        self.limit = terms.limit.minor if terms.limit else None
        if terms.limit_rate:
            self.limit = share(terms.value.minor, terms.limit_rate.num, terms.limit_rate.den)
        self.cause = "delay" if terms.milestone else "outage"
        self.shortest = seconds(terms, "shortest_outage") or 0
        # The unbroken times down that are paid for, where not each outage is.
        self.times_down: tuple[FactRequest, ...] = ()
        if terms.service and self.choice("damages_for") == "each time down":
            counted = Counted(severities(terms), joined=seconds(terms, "joined_within"))
            self.times_down = (FactRequest("downtime", terms.service, frozenset(terms.excluding), clock=clock_of(self), counted=counted),)
        self.before = late_before(self)
        self.late = FactRequest("overdue", terms.milestone or "", frozenset(terms.excluding))

    def most_at_once(self) -> int | None:
        return None if self.terms.milestone else self.limit

    def would_bound(self) -> tuple[str, Money | Rate] | None:
        """Damages for the delay of a milestone run for as long as it does."""
        terms = self.terms
        if not terms.milestone or terms.limit or terms.limit_rate or terms.longstop:
            return None
        return ("limit_rate", Rate(10, 100)) if terms.value else ("limit", Money(PERIODS * terms.amount.minor, terms.amount.currency))

    def grants(self) -> frozenset[str]:
        return self.rights if self.terms.longstop else frozenset()

    def reads(self) -> tuple[FactRequest, ...]:
        duration = FactRequest("duration", self.terms.service or self.terms.milestone)
        late = (self.late,) if self.terms.longstop else ()
        return (duration, *late, *self.times_down, *severity_reads(self.terms))

    def states(self) -> dict[str, State]:
        if self.times_down:
            return {"so far": State()}  # seconds of a time down that goes on
        return self.memory() if self.terms.longstop else {}

    @cached_property
    def who(self) -> tuple[str, ...]:
        return (self.terms.payee or self.client,)

    def covers(self) -> frozenset[str] | None:
        return frozenset({self.terms.milestone}) if self.terms.milestone else super().covers()

    def concern(self) -> EventFilter:
        longer_than = max(self.terms.restore_within.seconds, self.shortest - 1)
        return EventFilter(self.covers(), longer_than, frozenset(self.terms.excluding), severities=severities(self.terms))

    def lasted(self, row: Row) -> Value:
        """Seconds from the start of the clause's clock to restoration or delivery."""
        late = LATE.get(self.choice("clock"))
        return row.column("duration") - row.column(late) if late else with_before(self, row.column("duration"), self.before)

    def on_event(self, row: Row) -> dict[str, Value]:
        return {} if row.event != self.cause or self.times_down else self.earned(row.v, self.lasted(row))

    def earned(self, v: Backend, lasted: Value) -> dict[str, Value]:
        """What lateness costs once it is over, and what of that lies above the limit."""
        terms = self.terms
        late = v.maximum(lasted - terms.restore_within.seconds, 0)
        if self.shortest:
            late = v.where(lasted >= self.shortest, late, 0)
        part = self.choice("part_periods")
        if part in ("count whole", "count if complete"):
            begun = terms.per.seconds - 1 if part == "count whole" else 0
            amount = v.share(v.whole(late + begun, terms.per.seconds), self.each, self.over)
        else:
            if part != "pro rata":
                late = v.whole(late + (DAY - 1 if part == "begun days" else 0), DAY) * DAY
            # Half-up: twice the amount rounded down, and one, halved; the product would not fit into 64 bits.
            amount = v.whole(v.proportion(2 * late, self.each, terms.per.seconds * self.over) + 1, 2)
        if self.limit is not None:
            allowed = v.minimum(amount, self.limit)
            return {"damages": allowed, "above limit": amount - allowed}
        return {"damages": amount}

    def of_the_month(self, month: MonthEnd) -> dict[str, Value]:
        """What is earned in the month, and what lies above the limit: of outages that are over, or of times down."""
        if not self.times_down:
            return {"damages": month.tally("damages"), "above limit": month.tally("above limit") if self.limit is not None else 0}
        each = [self.of_times_down(month, row) for row in month.interruptions(self.times_down[0])]
        damages, above, so_far = (month.v.total([one[what] for one in each]) for what in range(3))
        month.keep("so far", so_far)
        return {"damages": damages, "above limit": above}

    def of_times_down(self, month: MonthEnd, row: Interruption) -> tuple[Value, Value, Value]:
        """What is earned by times down that are over, one in a life, and what lies above the limit; and how long those have lasted that go on."""
        v = row.v
        lasted = row.column("seconds") + v.where(row.column("goes on"), row.of(month.state("so far")), 0)
        earned = self.earned(v, v.where(row.column("open"), 0, lasted))
        return row.total(earned["damages"]), row.total(earned.get("above limit", 0)), row.total(v.where(row.column("open"), lasted, 0))

    def on_month_end(self, month: MonthEnd) -> None:
        terms = self.terms
        payer, payee = terms.payer or self.provider, terms.payee or self.client
        earned = self.of_the_month(month)
        amount = earned["damages"]
        if self.limit is not None:
            month.withhold(HEAD, payer, payee, earned["above limit"], self.cause, ABOVE_ONE_OUTAGE if terms.service else ABOVE_ONE_MILESTONE)
        if terms.service and self.choice("credits") == "set against damages":
            amount = month.set_off(amount, "service credits", payer, payee, terms.service)
        month.owe(HEAD, payer, payee, amount, self.cause, after=terms.payable_after)
        if terms.longstop:
            late = month.fact(self.late)
            arisen = month.v.both(late > 0, with_before(self, late, self.before) > terms.longstop.seconds)
            month.publish("arisen", arisen)
            self.gone(month, self.leaves(month, payee, arisen, terms.notice or Duration()))

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == self.cause:
            late = self.lasted(row) > self.terms.restore_within.seconds
            yield "remedy", late
            yield "pay", late
            yield "decide", late
            if self.limit is not None:
                yield "limit", late
            if self.terms.longstop:
                yield "leave", self.lasted(row) > self.terms.longstop.seconds
            if self.terms.excluding:  # what does not count is said, as a level says it
                yield "excuse", True
        if event == "exit" and self.terms.longstop:
            yield "decide", row.of(month.measure(self.number, "left"))
