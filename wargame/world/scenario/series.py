"""Published series in a scenario: figures published so far, as a list or by date, and how a series moves from then on."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, lcm, prod
from typing import Literal

from pydantic import field_validator, model_validator

from wargame.core.calendar import Calendar
from wargame.core.quantities import Count, DateT, Rate, RateT
from wargame.world.scenario.figures import LevelsD, RatesD, Rebased, check_bases, check_rates
from wargame.world.shock_base.arrival import check_drivers
from wargame.world.sizes.base import Distribution
from wargame.world.sizes.inputs import Sourced
from wargame.world.sizes.read import MILLION, MoveD

EVERY = {"yearly": 12, "half-yearly": 6, "quarterly": 3, "monthly": 1}  # months
FARTHEST = 1_000_000  # times the first figure
DIGITS = 12  # of a level in its unit, at most


class Index(Sourced):
    """A published series: figures already published, and its move from then on: `yearly move`, or `move`, each time that it `moves`; without one it
    stays where it is. `levels` lists figures, the first at the effective date, then one each time it moves; or gives them by date, each in force from
    its day on, and it moves by its law after the last; or names a CSV file with the columns `date` and `level`. `rates` are the changes on the year
    before that are published with levels, given as these are (in a file, percents in a column `rate`). From a day on which it is `rebased` levels are
    on a new base; a level on both says how to link them. However far it falls, a level is never less than one of the unit in which the first is a
    million or more, and however far it rises, a few million times the first is the most."""

    yearly_move: MoveD | None = None
    move: MoveD | None = None
    moves: Literal["yearly", "half-yearly", "quarterly", "monthly"] = "yearly"
    levels: LevelsD = []
    rates: RatesD = []
    rebased: dict[DateT, Rebased] = {}
    driven_by: dict[str, RateT] = {}

    @field_validator("levels")
    @classmethod
    def _levels(cls, levels: list[Count] | dict[dt.date, Count]) -> list[Count] | dict[dt.date, Count]:
        if isinstance(levels, dict) and list(levels) != sorted(levels):
            raise ValueError("figures by date are listed in the order of their dates")
        figures = list(levels.values()) if isinstance(levels, dict) else levels
        for one in figures:
            if one.num == 0:
                raise ValueError("a published level of 0 is no index figure; leave the figure out")
            ratio = Fraction(one.num * figures[0].den, one.den * figures[0].num)
            if not Fraction(1, FARTHEST) <= ratio <= FARTHEST:
                far = "more than a million times" if ratio > 1 else "less than a millionth of"
                raise ValueError(f"{one} is {far} the first figure, {figures[0]}: check the zeros of both")
        return levels

    @model_validator(mode="after")
    def _moves(self) -> Index:
        if self.rates and not self.levels:
            raise ValueError("`rates` are published with `levels`: give these too")
        if self.rates:
            check_rates(self.rates, self.levels)
        check_bases(self.rebased, self.levels)
        if self.yearly_move is None and self.move is None and not self.levels:
            raise ValueError("a series needs its `yearly move`, or the `levels` published so far, or both")
        if self.yearly_move is not None and (self.move is not None or self.moves != "yearly"):
            raise ValueError(f"`yearly move` is of a series that moves once a year: write `move` beside `moves: {self.moves}`, and not both")
        if self.driven_by and self.moves != "yearly":
            raise ValueError("a common driver has one number a contract year: a series that is driven moves yearly")
        check_drivers(self.driven_by)
        if self.driven_by and (self.yearly_move is None or self.yearly_move.kind != "normal"):
            raise ValueError("only a yearly move with a `mean` and `sd` can be driven: a normal law has correlations that can be stated")
        return self

    @property
    def figures(self) -> list[Count]:
        """The published figures in their order."""
        return list(self.levels.values()) if isinstance(self.levels, dict) else self.levels

    @property
    def first_date(self) -> dt.date | None:
        """The day of the first figure, of figures by date."""
        return next(iter(self.levels), None) if isinstance(self.levels, dict) else None

    @property
    def law(self) -> Distribution | None:
        """Of how much it moves each time."""
        return self.move if self.yearly_move is None else self.yearly_move

    @property
    def months(self) -> int:
        """Months from one figure to the next; figures by date are looked at each month."""
        return 1 if isinstance(self.levels, dict) else EVERY[self.moves]

    def moves_at(self, figure: int, published: int) -> bool:
        """Whether its law moves it at a figure (0: at the effective date), of which so many are published: each time that it `moves`, from the last
        that is published on."""
        return (figure - published + 1) * self.months % EVERY[self.moves] == 0

    def seen(self, begins: Sequence[int], calendar: Calendar) -> list[tuple[Count, Rate | None, int]]:
        """The figures published, each with the rate published with it and the instant from which on it is in force: one each time the series moves.
        Of figures by date, those in force at the instants `begins` until all are seen."""
        if not isinstance(self.levels, dict):
            rates = self.rates if isinstance(self.rates, list) else []
            days = [begins[min(k * self.months, len(begins) - 1)] for k in range(len(self.levels))]
            return [(level, rates[k] if k < len(rates) else None, days[k]) for k, level in enumerate(self.levels)]
        dates = [calendar.instant(day) for day in self.levels]
        if not dates:
            return []
        if dates[0] > 0:
            raise ValueError(f"the first of its `levels` is of {next(iter(self.levels))}: give the one in force at the effective date too")
        said = self.rates if isinstance(self.rates, dict) else {}
        rows = [(level, said.get(day), instant) for (day, level), instant in zip(self.levels.items(), dates, strict=True)]
        return [rows[bisect_right(dates, start) - 1] for start in begins[: bisect_left(begins, dates[-1]) + 1]]

    def published(self, begins: Sequence[int], calendar: Calendar) -> list[int]:
        """The published levels as whole numbers of one unit, in which the first is at least a million, so that ratios of them are those of the
        figures printed, linked where the series was rebased; rounded half-up where that takes more than twelve digits. One each time it moves."""
        seen = self.seen(begins, calendar)
        if not seen:
            return [MILLION]
        new = [(calendar.instant(day), Fraction(*_over(one.old_base, one.new_base))) for day, one in self.rebased.items()]
        exact = [Fraction(level.num, level.den) * prod(link for day, link in new if day <= instant) for level, _, instant in seen]
        finest = max(figure.den for figure in self.figures)
        unit = Fraction(lcm(finest, *(level.denominator for level in exact)) if new else finest)
        while exact[0] * unit < MILLION:
            unit *= 10
        if max(exact) * unit > 10**DIGITS:
            unit = Fraction(10) ** (DIGITS - len(str(ceil(max(exact)))))
        return [max(floor(level * unit + Fraction(1, 2)), 1) for level in exact]

    def printed(self, begins: Sequence[int], calendar: Calendar) -> list[int | None]:
        """The rates published with the same figures, in millionths; None where none is said."""
        return [None if rate is None else rate.num * MILLION // rate.den for _, rate, _ in self.seen(begins, calendar)]


def _over(a: Count, b: Count) -> tuple[int, int]:
    """One count over another."""
    return a.num * b.den, a.den * b.num
