"""Service credit: a share of the month's charges returned when a service level is missed, up to what is at risk.

The share is fixed, by tiers, by how far the level was missed, a multiple of the down-time (of the attainment as the level states it), or due only
when misses repeat. Rounding: the share and the at-risk rate are each applied to the month's charges and rounded once, half-up; what is cut is
withheld.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.credits import CREDITS, OF_LEVELS, PUBLISHED, Credit, LevelCreditTerms
from wargame.contract.parts.miss_counter import MissCounter
from wargame.contract.parts.tiers import Tier, TierTable, below_edge, common
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.schedule import WHOLE, CreditStep, Path, Schedule, Slope, fraction
from wargame.core.account import Reason
from wargame.core.quantities import DurationT, MoneyT, RateT, Ref, ShareT, WholeT
from wargame.core.vocabulary import Value

POINT = Fraction(1, 100)  # of attainment
TOO_LITTLE = Reason("below the least", "less than the least credit that is given")
SAME_INCIDENT = Reason("credited elsewhere", "credited for the same incident under {other}")


class Gap(ClauseTerms):
    """For each percentage point below `below` the credit is `credit`."""

    below: ShareT
    credit: RateT


class Trigger(ClauseTerms):
    """`misses` months below `below` (else below the level's target) in any `window` months earn `credit` in the month that completes them."""

    misses: WholeT
    window: DurationT
    below: ShareT | None = None
    credit: ShareT


class ServiceCredit(Credit):
    """Credits for a missed level, limited by the amount at risk."""

    kind = "service_credit"
    publishes = PUBLISHED | {"rate earned"}
    usual_for: ClassVar = {("outage", "pay"): 2, ("outage", "remedy"): 1}

    class Terms(LevelCreditTerms):
        """`service_level` is the clause that measures. One of: `credit` (for any miss), `tiers`, `per_point`, `times_downtime`, `triggers`.

        `percentage_of` names the month whose charges count; less than `least` is not given; `together_with` is a credit for the same incident.
        """

        service_level: Ref
        credit: ShareT | None = None
        tiers: list[Tier] = []
        per_point: Gap | None = None
        times_downtime: WholeT | None = None
        triggers: list[Trigger] = []
        percentage_of: Literal["this month", "next month"] = "this month"
        least: MoneyT | None = None
        together_with: Ref | None = None
        boundary: Literal["exclusive", "inclusive"] | None = None
        part_points: Literal["in proportion", "complete points", "begun points"] | None = None
        several_levels: Literal["all", "the highest"] | None = None
        count_after_credit: Literal["goes on", "starts again"] | None = None
        at_risk_base: Literal["the month's charges", "charges net of credits"] | None = None

        @model_validator(mode="after")
        def _one_way(self) -> Self:
            ways = [name for name in ("credit", "tiers", "per_point", "times_downtime", "triggers") if self.term(name)]
            if not ways:
                raise ValueError("a credit table needs at least one tier; write `- {below: 99.5 %, credit: 5 %}`, or `credit: 5 %` for any miss")
            if len(ways) > 1:
                raise ValueError(f"a credit is found in one way, not by {' and '.join(name.replace('_', ' ') for name in ways)} at once")
            if self.percentage_of == "next month" and (self.per_point or self.times_downtime):
                raise ValueError("a credit in proportion to the miss is taken of the month's own charges: leave `percentage of` out")
            if self.percentage_of == "next month" and self.invoice == "of the next month":
                raise ValueError("a percentage of next month's charges is on next month's invoice already: leave `invoice` out")
            return self

    constructions: ClassVar = {
        "at_risk_base": Construction(
            ("the month's charges", "charges net of credits"),
            "Are tier and at-risk percentages taken of the month's charges, or of what is left after earlier credits?",
            "PRACTICE §4 (order of operations); usual practice is the gross monthly charges",
        ),
        "boundary": Construction(
            ("exclusive", "inclusive"),
            "Does a level of exactly the figure of a tier fall into it?",
            "`below` is the usual form; DESIGN §7 (boundary)",
        ),
        "part_points": Construction(
            ("in proportion", "complete points", "begun points"),
            "Does a part of a percentage point count in proportion, not at all, or as a whole one?",
            "Crown Commercial Service Call-Off Schedule 6: target less actual (cases/public_slas.json)",
        ),
        "several_levels": Construction(
            ("all", "the highest"),
            "When one incident misses several levels, is each credited, or only the highest?",
            "PRACTICE §8; US state contract (cases/public_slas.json, state_pick_one)",
        ),
        "count_after_credit": Construction(
            ("goes on", "starts again"),
            "Do misses that have earned a credit count towards the next?",
            "PRACTICE §8 (window resets after a credit or not)",
        ),
        **OF_LEVELS,
    }
    wording = "If {service level} in a month is below {target} the Provider shall credit {credit} of that month's charges, up to {at risk} of them."
    source = "PRACTICE §8; public SLAs (cases/public_slas.json); closed form `tiered_credit`"
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
decimals: 1
```

## 8.2 Service credits

Below 99.9 % the Provider shall credit 5 % of the monthly charges, below 99 % it shall credit 12 % and below 95 % it shall credit 25 %.
Credits shall not exceed 15 % of the monthly charges, and 10 % of the charges of any 12 months.

```terms
kind: service_credit
service level: 8.1
tiers:
  - {below: 99.9 %, credit: 5 %}
  - {below: 99 %, credit: 12 %}
  - {below: 95 %, credit: 25 %}
at risk: 15 %
yearly cap: {limit: 10 %, over: any 12 months, first year: GBP 5 000 000}
invoice: of the next month
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return (terms.service_level,)

    @classmethod
    def of_next_month(cls, terms: Any) -> bool:
        return bool(terms.percentage_of == "next month")

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        return {
            "boundary": bool(terms.tiers) or any(one.below is not None for one in terms.triggers),
            "part_points": terms.per_point is not None,
            "several_levels": terms.together_with is not None,
            "count_after_credit": bool(terms.triggers),
        }.get(name, super().arises(name, terms, provisions))

    def prepare(self) -> None:
        terms = self.terms
        (self.part,) = self.parts
        self.cause = self.part.cause
        self.inclusive = self.choice("boundary") == "inclusive"
        self.table = TierTable(terms.tiers, inclusive=self.inclusive)
        self.counts = [
            MissCounter(str(i), one.misses, one.window, self.choice("count_after_credit") == "starts again") for i, one in enumerate(terms.triggers)
        ]
        self.floors = [None if one.below is None else one.below.num / one.below.den for one in terms.triggers]
        self.rates, self.den = common([one.credit for one in terms.triggers]) if terms.triggers else ([], 1)
        if terms.credit:
            self.rates, self.den = [terms.credit.num], terms.credit.den
        elif terms.tiers:
            self.den = self.table.den
        self.below, self.slope = Fraction(1), Fraction(terms.times_downtime or 0)
        if terms.per_point:
            self.below = Fraction(terms.per_point.below.num, terms.per_point.below.den)
            self.slope = Fraction(terms.per_point.credit.num, terms.per_point.credit.den) / POINT
        steep = self.slope / self.below.denominator
        self.steep, self.flat = steep.numerator, steep.denominator
        self.hundredth = self.slope * POINT  # credited for each whole percentage point

    def in_place_of(self) -> str:
        return str(self.terms.together_with) if self.terms.together_with and self.choice("several_levels") == "the highest" else ""

    def schedule(self, level: str) -> Schedule | None:
        terms = self.terms
        if level != terms.service_level:
            return None
        steps = [CreditStep(None, fraction(terms.credit), figure=("credit",))] if terms.credit else []
        steps += [tier.step(("tiers", i)) for i, tier in enumerate(terms.tiers)]
        for i, one in enumerate(terms.triggers):
            where: Path = ("triggers", i)
            below = fraction(one.below) if one.below else None
            edge = (*where, "below") if one.below else ()
            count: tuple[Path, Path] = ((*where, "misses"), (*where, "window"))
            steps.append(CreditStep(below, fraction(one.credit), None, one.misses, one.window.months, edge, figure=(*where, "credit"), count=count))
        slopes: tuple[Slope, ...] = ()
        if terms.per_point:
            points = {"begun points": "begun", "complete points": "complete"}.get(self.choice("part_points"), "in proportion")
            slopes = (Slope(self.below, self.slope, points, edge=("per point", "below"), figure=("per point", "credit")),)
        elif terms.times_downtime:
            slopes = (Slope(WHOLE, self.slope, on_miss=True),)
        return Schedule(level, tuple(steps), slopes, self.inclusive, **self.limits)

    def needs(self) -> tuple[tuple[str, str], ...]:
        level = self.terms.service_level
        needs = [(level, "attainment"), (level, "missed")]
        if self.slope:
            needs += [(level, "part"), (level, "whole")]
        if self.terms.together_with:
            needs.append((self.terms.together_with, "credit"))
        return (*needs, *self.window_needs())

    def states(self) -> dict[str, State]:
        states = super().states()
        for count in self.counts:
            states |= count.states()
        if self.terms.percentage_of == "next month":
            states["rate"] = State()
        return states

    def rate(self, month: MonthEnd) -> Value:
        """Numerator of the rate earned by this month's level, over `den`."""
        v, level = month.v, self.terms.service_level
        if self.terms.tiers:
            return self.table.rate(v, month.measure(level, "attainment"))
        if self.terms.credit:
            return v.where(month.measure(level, "missed"), self.rates[0], 0)
        rate: Value = 0
        for count, floor, numerator in zip(self.counts, self.floors, self.rates, strict=True):
            missed = month.measure(level, "missed")
            if floor is not None:
                missed = below_edge(month.measure(level, "attainment"), floor, inclusive=self.inclusive)
            rate = v.maximum(rate, v.where(count.complete(month, missed), numerator, 0))
        return rate

    def in_proportion(self, month: MonthEnd, charges: Value) -> Value:
        """So much of the charges as the level lies below the target, times the slope."""
        v, level = month.v, self.terms.service_level
        whole = month.measure(level, "whole")
        short = v.maximum(self.below.numerator * whole - self.below.denominator * month.measure(level, "part"), 0)
        if self.terms.times_downtime:
            short = v.where(month.measure(level, "missed"), short, 0)
        elif self.choice("part_points") != "in proportion":
            begun = self.below.denominator * whole - 1 if self.choice("part_points") == "begun points" else 0
            points = v.proportion(100 * short + begun, 1, self.below.denominator * whole)
            return v.share(charges, points * self.hundredth.numerator, self.hundredth.denominator)
        # Half-up: twice the amount rounded down, and one, halved.
        return v.whole(v.proportion(2 * charges, short * self.steep, whole * self.flat) + 1, 2)

    @property
    def takes_what_is_left(self) -> bool:
        return self.choice("at_risk_base") == "charges net of credits"

    def on_month_end(self, month: MonthEnd) -> None:
        v, terms = month.v, self.terms
        gross = self.charges(month)
        charges = gross
        if self.choice("at_risk_base") == "charges net of credits":
            charges = v.maximum(gross - month.due(frozenset({CREDITS}), self.payer, self.payee), 0)
        if self.slope:
            earned = self.in_proportion(month, charges)
        else:
            rate = self.rate(month)
            if terms.percentage_of == "next month":
                before = month.state("rate")
                month.keep("rate", rate)
                month.publish("rate earned", rate)
                if self.choice("last_invoice") == "paid in cash":  # of the last month the next one's charges are not known: its own are taken
                    before = before + v.where(month.ending, rate, 0)
                rate = before
            earned = v.share(charges, rate, self.den)
        if terms.least:
            enough = v.where(earned >= terms.least.minor, earned, 0)
            month.withhold(CREDITS, self.payer, self.payee, earned - enough, self.cause, TOO_LITTLE)
            earned = enough
        if terms.together_with and self.choice("several_levels") == "the highest":
            more = v.maximum(earned - month.measure(terms.together_with, "credit"), 0)
            month.withhold(CREDITS, self.payer, self.payee, earned - more, self.cause, SAME_INCIDENT.beside(terms.together_with))
            earned = more
        self.settle(month, [earned], charges)

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" or (event == "shortage" and self.setting.provisions.sees_shortage(self.levels())):
            # A percentage of next month's charges is earned now and credited then.
            paid = row.of(month.measure(self.number, "rate earned" if self.terms.percentage_of == "next month" else "credit")) > 0
            yield "pay", paid
            yield "remedy", paid
            if event == "outage" and (self.terms.at_risk or self.terms.yearly_cap):
                yield "limit", True
