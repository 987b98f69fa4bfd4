"""Charts of a fit: volumes with what was fitted to them, quantile plots, arrivals by month. Points come ready; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wargame.report.drawing.colours import COLOURS, RULE
from wargame.report.drawing.plot import WIDE, Axis, Band, ColumnBars, Dots, Line, Mark, Plot
from wargame.report.drawing.scale import deviation, duration, plain
from wargame.report.drawing.svg import Chart, draw
from wargame.report.drawing.text import short

Points = Sequence[float] | NDArray[np.float64]
# Lengths that people have names for, in seconds; a factor of five to ten apart.
TICKS = (1, 10, 60, 600, 3_600, 18_000, 86_400, 864_000, 8_640_000, 86_400_000)
HALF, HIGH = 350, 240  # units across one of two charts side by side, and up its field


@dataclass(frozen=True)
class LevelSeries:
    """What arrived in each period from `dates` on, the level fitted to it, and the band that should hold 95 % of periods."""

    dates: Sequence[str]
    seen: Points
    fitted: Points
    low: Points
    high: Points


@dataclass(frozen=True)
class Quantiles:
    """What a law expects at the places of what was seen, in rising order, and the band that holds 95 % of simulated plots, where there is one."""

    expected: Points
    seen: Points
    low: Points = ()
    high: Points = ()


def level_chart(level: LevelSeries, *, title: str, unit: str, name: str) -> Chart:
    """What arrived in each period, the fitted level, and the band in which 95 % of periods should lie."""
    places = range(len(level.dates))
    marks: list[Mark] = [
        Band(list(zip(places, level.low, level.high, strict=True)), COLOURS[0], "95 % of periods", "mid"),
        Line(list(zip(places, level.fitted, strict=True)), COLOURS[0], "fitted", step="mid", width=1.6),
        Dots(list(zip(places, level.seen, strict=True)), COLOURS[1], 2.4, "seen"),
    ]
    described = f"{title}: what was seen in each period, the fitted level, and a band that should hold 95 % of periods."
    up = Axis(short(unit), plain, least=0.0)
    return draw(Plot(Axis(names=level.dates, grid=False), up, marks, WIDE, 180), title=title, described=described, name=name)


def quantile_chart(points: Quantiles, *, title: str, name: str, across: str, up: str, log: bool = False) -> Chart:
    """A quantile plot: what was seen against what the law expects at the same place; points on the line mean that the law holds."""
    expected, seen = points.expected, points.seen
    ends = min((*expected, *seen)), max((*expected, *seen))
    marks: list[Mark] = [Line([(end, end) for end in ends], RULE, width=1.4)]
    if len(points.low):
        marks.append(Band(list(zip(expected, points.low, points.high, strict=True)), COLOURS[0]))
    marks.append(Dots(list(zip(expected, seen, strict=True)), COLOURS[0]))
    along, upwards = (Axis(label, duration, log=True, at=TICKS) if log else Axis(label, plain) for label in (across, up))
    described = f"{title}: quantile plot. Points on the line mean that the law holds; those above it at the right are longer than it expects."
    return draw(Plot(along, upwards, marks, HALF, HIGH), title=title, described=described, name=name)


def lag_chart(before: Points, after: Points, persists: float | None, *, title: str, name: str, every: str) -> Chart:
    """The deviation of each period against that of the period before; the line has the slope of what persists."""
    marks: list[Mark] = [Dots(list(zip(before, after, strict=True)), COLOURS[0])]
    if persists is not None:
        marks.append(Line([(end, persists * end) for end in (min(before), max(before))], COLOURS[1], width=1.6))
    along, up = (Axis(label, deviation, zero=True) for label in (f"deviation of a {every}", "and of the next"))
    described = f"{title}. The steeper the cloud, the more of a deviation persists."
    return draw(Plot(along, up, marks, HALF, HIGH), title=title, described=described, name=name)


def counts_chart(counts: Sequence[tuple[str, int]], *, title: str, name: str, up: str, alone: bool = False) -> Chart:
    """Arrivals by month or day as bars; `alone` it is as wide as the page, so that it is no higher there than beside another."""
    along = Axis(names=[label for label, _ in counts], grid=False)
    marks = [ColumnBars([count for _, count in counts], COLOURS[0])]
    size = (WIDE, 180) if alone else (HALF, HIGH)
    return draw(Plot(along, Axis(up, plain, whole=True, least=0.0), marks, *size), title=title, described=f"{title}, one bar for each.", name=name)
