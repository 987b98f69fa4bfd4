"""Service points: each missed level scores points by bands, a repeat scores more, and the points of a period become money.

Points of all levels become money together. What a level's points earn is set off against damages for its own service alone, and stands in the books
under what the level measures; where the charges are those of the service, each level's share of the points is taken of its own service's charges.
Before the first row of a table stands one of no points and no credit, so that half a point is as far from it as from the first.
Rounding: points are whole numbers, or halves where a period is averaged with the one before; the rate they come to is applied to the charges and
rounded once, half-up; of several services' charges, once for each.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from wargame.contract.parts.credits import OF_LEVELS, PUBLISHED, Credit, LevelCreditTerms
from wargame.contract.parts.tiers import common
from wargame.contract.rules.clause import ClauseTerms, Construction, MonthEnd, Row, State
from wargame.contract.rules.neighbours import Neighbours
from wargame.contract.rules.schedule import CreditStep, Path, Schedule, fraction
from wargame.core.quantities import Ref, ShareT, WholeT
from wargame.core.vocabulary import SCALAR, Backend, Value, portions


class PointsBand(ClauseTerms):
    """A level below `below` (and, if given, at least `at_least`) scores `points`."""

    below: ShareT
    at_least: ShareT | None = None
    points: WholeT


class Scored(ClauseTerms):
    """A service level and the points its misses score."""

    service_level: Ref
    bands: list[PointsBand]


class CreditRow(ClauseTerms):
    """From `points` points on the credit is `credit`."""

    points: WholeT
    credit: ShareT


class ServicePoints(Credit):
    """Credits by points."""

    kind = "service_points"
    publishes = PUBLISHED | {"points", "rate earned"}

    class Terms(LevelCreditTerms):
        """`levels` score points; a repeat multiplies them by `repeat_multiplies_by`. Points earn `credit_per_point`, or what `table` says.

        `percentage_of` names the month whose charges count; `averaged` takes the mean of this month's points and the last's.
        """

        levels: list[Scored]
        repeat_multiplies_by: WholeT = 1
        credit_per_point: ShareT | None = None
        table: list[CreditRow] = []
        averaged: Literal["no", "with the month before"] = "no"
        percentage_of: Literal["this month", "next month"] = "this month"
        repeat: Literal["any miss in the next month", "a miss at least as grave"] | None = None
        between_rows: Literal["the row reached", "the row above", "in proportion"] | None = None

        @model_validator(mode="after")
        def _one_way(self) -> Self:
            if (self.credit_per_point is None) == (not self.table):
                raise ValueError("points become money in one way: by `credit per point`, or by a `table` of points and credits")
            if not self.levels or not all(level.bands for level in self.levels):
                raise ValueError(
                    "points need at least one level with its bands: write `levels: [{service level: 8.1, bands: [{below: 99 %, points: 1}]}]`"
                )
            rows = [step.points for step in self.table]
            if rows != sorted(set(rows)):
                raise ValueError("the `points` of the table must rise from row to row")
            if self.percentage_of == "next month" and self.invoice == "of the next month":
                raise ValueError("a percentage of next month's charges is on next month's invoice already: leave `invoice` out")
            return self

    constructions: ClassVar = {
        "repeat": Construction(
            ("any miss in the next month", "a miss at least as grave"),
            "Is any miss in the month after a miss a repeat, or only one that scores at least as much?",
            "UK Model Services Contract: 96.5, 98.5, 96.5 score 3, 2, 6 (PRACTICE §8)",
        ),
        "between_rows": Construction(
            ("the row reached", "the row above", "in proportion"),
            "What do points earn that lie between two rows of the table?",
            "PRACTICE §8 (TELUS: 12 points is undefined)",
        ),
        **OF_LEVELS,
    }
    wording = (
        "A level below {below} scores {points} service points, doubled where it was missed in the month before. "
        "For each point the Provider shall credit {credit per point} of the month's charges."
    )
    source = "UK Model Services Contract and TELUS (PRACTICE §8)"
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

Voice shall be available for at least 99.9 % of each month, stated to one decimal.

```terms
kind: service_level
service: voice
target: 99.9 %
decimals: 1
```

## 8.2 Service points

Availability below 99.9 % scores 1 point, below 99 % 2 and below 97 % 4, doubled where it was missed in the month before. From 1 point on the Provider
shall credit 1 % of the month's charges, from 4 points 6 % and from 8 points 14 %; but not more than 12 % in a month and 5 % of a year's charges.

```terms
kind: service_points
levels:
  - service level: 8.1
    bands:
      - {below: 99.9 %, points: 1}
      - {below: 99 %, points: 2}
      - {below: 97 %, points: 4}
repeat multiplies by: 2
table:
  - {points: 1, credit: 1 %}
  - {points: 4, credit: 6 %}
  - {points: 8, credit: 14 %}
at risk: 12 %
yearly cap: {limit: 5 %, over: each contract year, first year: GBP 5 000 000}
invoice: of the next month
```
"""

    @classmethod
    def names_levels(cls, terms: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cls.listed(terms)))

    @classmethod
    def listed(cls, terms: Any) -> tuple[str, ...]:
        return tuple(level.service_level for level in terms.levels)

    @classmethod
    def of_next_month(cls, terms: Any) -> bool:
        return bool(terms.percentage_of == "next month")

    @classmethod
    def arises(cls, name: str, terms: Any, provisions: Neighbours) -> bool:
        open_where: dict[str, bool] = {"repeat": terms.repeat_multiplies_by > 1, "between_rows": bool(terms.table)}
        return open_where.get(name, super().arises(name, terms, provisions))

    def prepare(self) -> None:
        self.half = 2 if self.terms.averaged == "with the month before" else 1  # points are counted in halves where they are averaged
        self.bands = []
        for level in self.terms.levels:
            falling = sorted(level.bands, key=lambda band: -band.below.num / band.below.den)
            edges = [(b.below.num / b.below.den, None if b.at_least is None else b.at_least.num / b.at_least.den, b.points) for b in falling]
            self.bands.append((level.service_level, edges))
        if self.terms.table:
            rates, den = common([step.credit for step in self.terms.table])
            rows = [step.points * self.half for step in self.terms.table]
            self.rows = list(zip(rows, rates, strict=True))
            self.spans = [high - low for low, high in zip([0, *rows], rows, strict=False)]
            self.scale = 1
            if self.choice("between_rows") == "in proportion":
                for span in self.spans:
                    self.scale *= max(span, 1)
            self.den = den * self.scale
        else:
            per = self.terms.credit_per_point
            self.rate_per_point, self.den = per.num, per.den * self.half

    def schedule(self, level: str) -> Schedule | None:
        scored = [(i, one) for i, one in enumerate(self.terms.levels) if one.service_level == level]
        steps = []
        for i, one in scored:
            for j, band in enumerate(one.bands):
                where: Path = ("levels", i, "bands", j)
                low = fraction(band.at_least) if band.at_least else None
                share = Fraction(int(self.rate_of(SCALAR, band.points)), self.den)  # in halves where two months are averaged: the other has none
                figure: Path = ("credit per point",) if not self.terms.table else ("table", self.row_of(band.points), "credit")
                scored_by: tuple[Path, int] = ((*where, "points"), band.points)
                edge, floor = (*where, "below"), (*where, "at least")
                steps.append(CreditStep(fraction(band.below), share, low, edge=edge, floor=floor, figure=figure, points=scored_by))
        return Schedule(level, tuple(steps), repeats=max(self.terms.repeat_multiplies_by, 1), **self.limits) if steps else None

    def worst_of(self, schedules: list[Schedule], deep: Fraction, misses: int) -> Fraction | None:
        """Points of all levels are added up before they become money."""
        levels = {one.level for one in schedules}
        most = sum(max(band.points for band in level.bands) for level in self.terms.levels if level.service_level in levels)
        most *= max(self.terms.repeat_multiplies_by, 1) if misses > 1 else 1
        return Fraction(int(self.rate_of(SCALAR, most * self.half)), self.den)

    def row_of(self, points: int) -> int:
        """Which row of the table decides what so many points earn."""
        reached = [i for i, step in enumerate(self.terms.table) if step.points <= points]
        return reached[-1] if reached else 0

    def needs(self) -> tuple[tuple[str, str], ...]:
        return (*((number, name) for number, _ in self.bands for name in ("attainment", "measured")), *self.window_needs())

    def states(self) -> dict[str, State]:
        states = super().states()
        for number, _ in self.bands:
            states[f"scored {number}"] = State()  # points of the last month that was measured, before any multiple
        if self.half == 2:
            states |= {name: State() for name in self.each("points")}
        if self.terms.percentage_of == "next month":
            states["rate"] = State()
            states |= {name: State() for name in self.each("behind")} if self.shared else {}
        return states

    @property
    def shared(self) -> bool:
        """Several parts share one credit."""
        return len(self.parts) > 1

    def scored(self, month: MonthEnd, number: str, edges: list[tuple[float, float | None, int]]) -> Value:
        """The points of one level this month."""
        v = month.v
        level = month.measure(number, "attainment")
        points: Value = 0
        for below, at_least, scores in edges:
            holds = level < below if at_least is None else v.both(level < below, level >= at_least)
            points = v.where(holds, scores, points)
        before = month.state(f"scored {number}")
        # A month that is not measured is passed over: what follows it may still be a repeat.
        month.keep(f"scored {number}", v.where(month.measure(number, "measured"), points, before))
        repeated = before > 0 if self.choice("repeat") == "any miss in the next month" else v.both(before > 0, points >= before)
        return v.where(repeated, points * self.terms.repeat_multiplies_by, points)

    def rate_of(self, v: Backend, points: Value) -> Value:
        """Numerator over `den` of the credit for so many points (in halves where they are averaged)."""
        rate: Value
        if not self.terms.table:
            rate = points * self.rate_per_point
            return rate
        rate = 0
        if self.choice("between_rows") == "the row reached":
            for row, numerator in self.rows:
                rate = v.where(points >= row, numerator, rate)
            return rate
        reached, paid = 0, 0
        for (row, numerator), span in zip(self.rows, self.spans, strict=True):
            if self.choice("between_rows") == "the row above":
                rate = v.where(points > reached, numerator, rate)
            elif span:
                inside = v.minimum(v.maximum(points - reached, 0), span)
                rate = rate + v.share(inside, (numerator - paid) * self.scale, span)
            else:
                rate = rate + numerator * self.scale
            reached, paid = row, numerator
        return rate

    def on_month_end(self, month: MonthEnd) -> None:
        v = month.v
        scored = self.by_part([self.scored(month, number, edges) for number, edges in self.bands], v)
        month.publish("points", v.total(scored))
        if self.half == 2:
            scored = [this + self.last(month, name, this) for name, this in zip(self.each("points"), scored, strict=True)]
        rate = self.rate_of(v, v.total(scored))
        if self.terms.percentage_of == "next month":
            month.publish("rate earned", rate)
            rate, scored = self.earned_before(month, rate, scored)
        self.settle(month, self.credited(month, rate, scored), self.charges(month))

    def last(self, month: MonthEnd, name: str, value: Value) -> Value:
        """What was remembered under a name; remembers this month's."""
        before = month.state(name)
        month.keep(name, value)
        return before

    def earned_before(self, month: MonthEnd, rate: Value, scored: list[Value]) -> tuple[Value, list[Value]]:
        """The rate of the month before, and the points behind it; of the agreement's last month its own too, for the next one's charges are not
        known."""
        v = month.v
        before = self.last(month, "rate", rate)
        behind = [self.last(month, name, points) for name, points in zip(self.each("behind"), scored, strict=True)] if self.shared else scored
        if self.choice("last_invoice") == "paid in cash":
            before = before + v.where(month.ending, rate, 0)
            behind = [one + v.where(month.ending, points, 0) for one, points in zip(behind, scored, strict=True)] if self.shared else scored
        return before, behind

    def credited(self, month: MonthEnd, rate: Value, scored: list[Value]) -> list[Value]:
        """What each part earns: its share by points of the credit, each of its own service's charges where they are those of the service."""
        v = month.v
        points = v.total(scored)
        services = {part.service for part in self.parts}
        if len(services) == 1 or self.choice("charges_of") == "the agreement":
            return portions(v, scored, v.share(self.charges(month), rate, self.den), points, self.parts)
        # Half-up: twice the amount rounded down, and one, halved.
        own = [2 * self.charges(month, part.service) for part in self.parts]
        return [v.whole(v.proportion(amount, rate * mine, self.den * points) + 1, 2) for amount, mine in zip(own, scored, strict=True)]

    def answers(self, event: str, row: Row, month: MonthEnd) -> Iterator[tuple[str, Value]]:
        if event == "outage" or (event == "shortage" and self.setting.provisions.sees_shortage(self.levels())):
            # A percentage of next month's charges is earned now and credited then.
            paid = row.of(month.measure(self.number, "rate earned" if self.terms.percentage_of == "next month" else "credit")) > 0
            yield "pay", paid
            yield "remedy", paid
            if event == "outage" and (self.terms.at_risk or self.terms.yearly_cap):
                yield "limit", True
