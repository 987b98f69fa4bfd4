"""One figure that was fitted, or the reason why it could not be: what every estimator here hands over.

Thresholds. Below them a figure would be noise with a name, so it is "not estimable", with what there was and what is needed:

| figure | needs |
|---|---|
| level | 4 complete weeks (or 4 months of monthly figures) |
| weights of weekdays | 8 complete weeks, each within one month |
| noise | 12 complete weeks (or months) |
| persistence of noise | 26 complete weeks (or 24 months) |
| growth, weights of months | 730 days: each month of the year seen twice |
| rate of arrivals | 28 days, and 5 arrivals |
| weights of weekdays of arrivals | 56 days, and 50 arrivals |
| weights of months of arrivals | 730 days, and 120 arrivals |
| distribution of repair | 10 repairs that ended, of 3 different lengths |

"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

LEVEL_PERIODS = 4
WEEKDAY_WEEKS = 8
NOISE_PERIODS = 12
PERSISTENCE_PERIODS = {"day": 26, "month": 24}
YEARLY_DAYS = 730
RATE_DAYS, RATE_COUNT = 28, 5
ARRIVAL_WEEK_DAYS, ARRIVAL_WEEK_COUNT = 56, 50
ARRIVAL_YEAR_DAYS, ARRIVAL_YEAR_COUNT = 730, 120
LENGTH_COUNT = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval in `unit`; `value` is None where it is not estimable, and `why` says so."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    why: str = ""

    def data(self) -> dict[str, Any]:
        """Plain data, for `--json`."""
        return asdict(self)


def missing(name: str, had: str, needs: str, unit: str = "") -> Estimate:
    """A figure that is not estimable: `had` is what there was (`3 days`), `needs` what it would take."""
    return Estimate(name, None, unit=unit, why=f"not estimable ({had}); needs {needs}")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows or days that were not used: how many, why, and the first of them (row numbers of the file, or dates)."""

    count: int
    why: str
    examples: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """Plain data, for `--json`."""
        return {"count": self.count, "why": self.why, "first": list(self.examples)}
