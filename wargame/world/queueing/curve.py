"""A table of two shares by x, read along straight lines: even steps, and within those in which a line would stray, finer ones.

With n agents all that happens between "answered at once" and "not at all" happens within about 1 ÷ √n of full load, and where nobody gives up in as
little as 1 ÷ n of it. So each step is halved until the line at its middle is within `TOLERANCE` of the figure itself. Steps that need none have the
bits that a table of even steps gives.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Floats, Ints

TOLERANCE = 2.5e-4  # of a share, at the middle of a step
FINEST = 2048  # parts of a step

Shares = Callable[[Floats], tuple[Floats, Floats]]  # (answered, within) at x in rising order


@dataclass(frozen=True)
class Curve:
    """Shares of the arrivals of a day, by x = number ÷ `step`. Between two numbers a straight line; `at` and `lanes` agree to the last bit.

    Beyond the table no more is answered than at its end, in units, so both shares fall as 1 ÷ x.
    x is 0 or more; where there is no capacity at all the caller gives the end of the table. `parts` says into how many equal parts each step is cut,
    powers of two; empty: none is.
    """

    step: int
    answered: tuple[float, ...]  # share answered at last
    within: tuple[float, ...]  # share answered within the threshold, of all who call
    parts: tuple[int, ...] = ()

    @property
    def end(self) -> float:
        """The last x of the table."""
        return self.steps / self.step

    @property
    def steps(self) -> int:
        """How many there are."""
        return len(self.parts) or len(self.answered) - 1

    def at(self, x: float) -> tuple[float, float]:
        """(answered, answered within the threshold) at one x."""
        end = self.end
        if x >= end:
            return self.answered[-1] * end / x, self.within[-1] * end / x
        position = x * self.step
        cell = int(position)
        part = position - cell
        if self.parts:
            part *= self.parts[cell]
            inside = int(part)
            cell, part = int(self._first[cell]) + inside, part - inside
        return self._line(self.answered, cell, part), self._line(self.within, cell, part)

    def lanes(self, x: Floats) -> tuple[Floats, Floats]:
        """`at`, for the x of many lanes."""
        cell, part = self._cells(x)
        beyond, end = x >= self.end, self.end
        answered, within = (self._lines(table, cell, part) for table in self._tables)
        if beyond.any():
            far = np.where(beyond, x, end)
            answered = np.where(beyond, self.answered[-1] * end / far, answered)
            within = np.where(beyond, self.within[-1] * end / far, within)
        return answered, within

    def _line(self, table: tuple[float, ...], cell: int, part: float) -> float:
        low = table[cell]
        return low + (table[cell + 1] - low) * part

    def _cells(self, x: Floats) -> tuple[Ints, Floats]:
        position = np.minimum(x, self.end) * self.step
        cell = np.minimum(position.astype(np.int64), self.steps - 1)
        part = position - cell
        if self.parts:
            part = part * np.take(self._parts, cell)
            inside = np.minimum(part.astype(np.int64), np.take(self._parts, cell) - 1)
            cell, part = np.take(self._first, cell) + inside, part - inside
        return cell, part

    def _lines(self, table: Floats, cell: Ints, part: Floats) -> Floats:
        low = np.take(table, cell)
        return low + (np.take(table, cell + 1) - low) * part

    @functools.cached_property
    def _tables(self) -> tuple[Floats, Floats]:
        return np.array(self.answered), np.array(self.within)

    @functools.cached_property
    def _parts(self) -> Ints:
        return np.array(self.parts, np.int64)

    @functools.cached_property
    def _first(self) -> Ints:
        """Where in the tables each step begins."""
        return np.cumsum(self._parts) - self._parts


def drawn(shares: Shares, step: int, end: int) -> Curve:
    """The table of two shares that fall as x rises, from 0 to `end`, fine enough everywhere."""
    parts = np.ones(end * step, np.int64)
    strays = np.ones(parts.size, bool)
    while strays.any():
        first = np.cumsum(parts) - parts
        strays[:] = False
        for fine in shares(_points(2 * parts, step)):
            off = np.abs(fine[1::2] - (fine[:-1:2] + fine[2::2]) / 2) > TOLERANCE
            strays |= np.logical_or.reduceat(off, first)
        strays &= parts < FINEST
        parts[strays] *= 2
    answered, within = (tuple(table.tolist()) for table in shares(_points(parts, step)))
    return Curve(step, answered, within, tuple(parts.tolist()) if (parts > 1).any() else ())


def _points(parts: Ints, step: int) -> Floats:
    """The x of a table whose steps are cut into parts, the end included."""
    cell = np.repeat(np.arange(parts.size), parts)
    inside = np.arange(cell.size) - np.repeat(np.cumsum(parts) - parts, parts)
    return np.append((cell + inside / np.repeat(parts, parts)) / step, parts.size / step)
