"""Empirical: what was measured, drawn again as it stands: a column of a CSV file."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.world.sizes.base import LIMIT, Distribution, Given
from wargame.world.sizes.column import read_column


@dataclass(frozen=True)
class Empirical(Distribution):
    """Every row of the column is as likely as any other, and nothing else ever happens: no size beyond the largest measured. For a tail beyond the
    data fit a law. The path is sought from the scenario's folder; cells are plain numbers of `unit`. Empty cells and bad rows are refused.
    """

    kind = "empirical"
    bare = (("from", "column"),)
    perhaps = ("unit",)
    source = "the empirical distribution function: the quantile at p is the smallest measured size that a share p of the rows does not exceed"
    example = "{from: repairs.csv, column: minutes, unit: minutes}"

    rows: bytes = b""  # the column in quanta, int64, rising

    @classmethod
    def read(cls, given: Given) -> Distribution:
        name, column = given.text("from"), given.text("column")
        unit = given.text("unit") if "unit" in given else ""
        rows = read_column(given.folder / name, name, column, unit, given.number, given.signed)
        said = f"{rows.size:,} rows of {name}, column '{column}'{f' in {unit}' if unit else ''}"
        return cls((), said, rows=rows.tobytes())

    def _sizes(self) -> Ints:
        return np.frombuffer(self.rows, np.int64)

    def sample(self, generator: np.random.Generator, count: int) -> Floats:
        sizes = self._sizes()
        return sizes[generator.integers(0, sizes.size, count)].astype(np.float64)

    def below(self, size: float) -> float:
        sizes = self._sizes()
        return float(np.searchsorted(sizes, size, side="right")) / sizes.size

    def inverse(self, p: float) -> float:
        sizes = self._sizes()
        return float(sizes[max(math.ceil(p * sizes.size - 1e-9) - 1, 0)])

    def average(self) -> float:
        return self.mean_between(None, None)

    def mean_between(self, low: float | None, high: float | None) -> float:
        sizes = np.clip(self._sizes(), -LIMIT if low is None else int(low), LIMIT if high is None else int(high))
        # Whole numbers in two halves: their sums stay within 64 bits and are exact.
        return (int((sizes >> 25).sum()) * 2**25 + int((sizes & (2**25 - 1)).sum())) / sizes.size
