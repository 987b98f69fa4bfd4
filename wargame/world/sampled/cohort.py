"""The cohort that is drawn: which futures, over which months. Every table of it is drawn in whole blocks and cut to its lanes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Ints
from wargame.core.calendar import Calendar
from wargame.core.streams import BLOCK, blocks


@dataclass(frozen=True)
class Cohort:
    """Futures first … first + lanes - 1 of a seed. `starts` are the first instants of the term's months and its end; `blocks` the numbers of the
    blocks of 1,024 futures that they lie in."""

    calendar: Calendar
    starts: tuple[int, ...]
    seed: int
    lanes: int
    blocks: tuple[int, ...]

    @classmethod
    def of(cls, calendar: Calendar, term_months: int, seed: int, first: int, lanes: int) -> Cohort:
        """`first` is a multiple of 1,024."""
        return cls(calendar, calendar.month_starts(term_months), seed, lanes, tuple(blocks(first, lanes)))

    @property
    def months(self) -> int:
        """Months of the term."""
        return len(self.starts) - 1

    @property
    def years(self) -> int:
        """Contract years of the term, the last of which may be cut short."""
        return -(-self.months // 12)

    @property
    def drawn(self) -> int:
        """How wide the blocks are together, before they are cut to the lanes."""
        return len(self.blocks) * BLOCK

    def everyone(self) -> Ints:
        """The numbers of all lanes of the blocks."""
        return np.arange(self.drawn, dtype=np.int64)
