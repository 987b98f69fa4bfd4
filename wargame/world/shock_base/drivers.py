"""Drivers: what demand, shocks and series have in common. One standard normal number a week and life; what goes by months or years takes their sum.

A month's number is the sum of its weeks' over the square root of how many they are, and a year's likewise: standard normal again, so that noise drawn
week by week, counts drawn year by year and yearly moves of a series hang together by one and the same driver. A yearly number in every week would
multiply the variance of a year's noise forty-fold. Weeks belong to the mean month or year in which they begin (365.25 days), whatever the calendar:
a driver is the same for every term, step and effective date.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.streams import BLOCK, stream

WEEK, YEAR = 28, 1461  # quarters of a day: of a week, and of a mean year
MONTHS = 12


@lru_cache(maxsize=32)
def weekly(seed: int, name: str, years: int, block: int) -> Floats:
    """(weeks, lanes) of one driver in one block: all that begin within so many years, and one more, for years with a leap day are longer than the
    mean. A longer term begins with the weeks of a shorter one."""
    weeks = -(-YEAR * years // WEEK) + 1
    drawn = stream(seed, f"driver/{name}", block).standard_normal((weeks, BLOCK))
    drawn.flags.writeable = False
    return drawn


def monthly(seed: int, name: str, years: int, block: int) -> Floats:
    """(months, lanes): normalised sums of the weeks of each month."""
    return _summed(weekly(seed, name, years, block)[:-1], MONTHS)


@lru_cache(maxsize=32)
def yearly(seed: int, name: str, years: int, block: int) -> Floats:
    """(years, lanes): the same of each year."""
    return _summed(weekly(seed, name, years, block)[:-1], 1)


def _summed(weeks: Floats, a_year: int) -> Floats:
    """Sums of the weeks of each of so many parts of a year, each over the square root of how many weeks it has; row by row, so that every processor
    adds in one order."""
    whose = [a_year * WEEK * week // YEAR for week in range(len(weeks))]
    total = np.zeros((whose[-1] + 1, weeks.shape[1]))
    for row, to in enumerate(whose):
        total[to] += weeks[row]
    counts = np.bincount(whose)
    total /= np.sqrt(counts)[:, None]
    total.flags.writeable = False
    return total
