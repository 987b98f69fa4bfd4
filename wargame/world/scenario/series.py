"""Published series in a scenario: figures published so far, as a list or by date, and how a series moves from then on."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.core.calendar import Calendar
from wargame.core.quantities import Count, CountT, DateT, RateT
from wargame.world.shock_base.arrival import check_drivers
from wargame.world.sizes.base import Distribution
from wargame.world.sizes.inputs import Sourced
from wargame.world.sizes.read import MILLION, MoveD

EVERY = {"yearly": 12, "half-yearly": 6, "quarterly": 3, "monthly": 1}  # months


class Index(Sourced):
    """A published series: figures already published, and its move from then on: `yearly move`, or `move`, each time that it `moves`; without one it
    stays where it is. `levels` lists figures, the first at the effective date, then one each time it moves; or gives them by date, each in force from
    its day on, and it moves by its law after the last. However far it falls, a level is never less than one of the unit in which the first is a
    million or more."""

    yearly_move: MoveD | None = None
    move: MoveD | None = None
    moves: Literal["yearly", "half-yearly", "quarterly", "monthly"] = "yearly"
    levels: Annotated[list[CountT], Field(max_length=1200)] | dict[DateT, CountT] = []
    driven_by: dict[str, RateT] = {}

    @model_validator(mode="after")
    def _moves(self) -> Index:
        if self.yearly_move is None and self.move is None and not self.levels:
            raise ValueError("a series needs its `yearly move`, or the `levels` published so far, or both")
        if self.yearly_move is not None and (self.move is not None or self.moves != "yearly"):
            raise ValueError(f"`yearly move` is of a series that moves once a year: write `move` beside `moves: {self.moves}`, and not both")
        if isinstance(self.levels, dict) and (list(self.levels) != sorted(self.levels)):
            raise ValueError("`levels` by date are listed in the order of their dates")
        if self.driven_by and self.moves != "yearly":
            raise ValueError("a common driver has one number a contract year: a series that is driven moves yearly")
        check_drivers(self.driven_by)
        if self.driven_by and (self.yearly_move is None or self.yearly_move.kind != "normal"):
            raise ValueError("only a yearly move with a `mean` and `sd` can be driven: a normal law has correlations that can be stated")
        if any(level.num == 0 for level in self.figures):
            raise ValueError("a published level of 0 is no index figure; leave the figure out")
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

    def published(self, begins: Sequence[int] = (), calendar: Calendar | None = None) -> list[int]:
        """The published levels as whole numbers of one unit, in which the first is at least a million, so that ratios of them are those of the
        figures printed: one each time the series moves. Of figures by date, those in force at the instants `begins` until all are seen."""
        figures = self.figures
        if isinstance(self.levels, dict) and calendar is not None:
            dates = [calendar.instant(day) for day in self.levels]
            if dates[0] > 0:
                raise ValueError(f"the first of its `levels` is of {next(iter(self.levels))}: give the one in force at the effective date too")
            looked_at = begins[: bisect_left(begins, dates[-1]) + 1]  # as far as the first look that sees the last figure
            figures = [figures[bisect_right(dates, start) - 1] for start in looked_at]
        if not figures:
            return [MILLION]
        unit = max(figure.den for figure in self.figures)
        while figures[0].num * unit < MILLION * figures[0].den:
            unit *= 10
        return [figure.num * unit // figure.den for figure in figures]
