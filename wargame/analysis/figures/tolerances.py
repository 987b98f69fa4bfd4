"""How likely it is that what a party can bear is passed: a loss over the term, or the length of one outage."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from wargame.analysis.tables.exposure import ToleranceRow
from wargame.contract.text.variant import BASE_NAME
from wargame.core.money import currency
from wargame.simulation.run.results import RunResult

Z = 1.959963984540054  # the 97.5 % point of the normal distribution


def tolerance_rows(run: RunResult) -> Iterator[ToleranceRow]:
    """How likely each tolerance of a scenario is passed, with Wilson's interval (1927) at 95 %."""
    unit = 10 ** currency(run.currency).digits
    for one in (each for each in run.cells if each.cell.variant == BASE_NAME):
        for bears in one.scenario.inputs.economics.tolerances:
            if bears.loss is not None:
                passed = one.losses[bears.party] > bears.loss.minor
                most, measure, of = bears.loss.minor / unit, "of loss over the term", run.currency
            elif bears.outage is not None and bears.service is not None:
                longest = one.longest.get(bears.service)
                passed = np.zeros(one.n, bool) if longest is None else longest > bears.outage.seconds
                most, measure, of = bears.outage.seconds / 3600, f"of one outage of {bears.service}", "hours"
            else:
                continue  # no scenario says neither: that is refused when it is read
            hits = int(np.count_nonzero(passed))
            low, high = wilson(hits, one.n)
            yield ToleranceRow(
                scenario=one.cell.scenario, party=bears.party, tolerance=most, measure=measure, unit=of,
                probability=hits / one.n if one.n else None, low=low, high=high,
            )  # fmt: skip


def wilson(hits: int, n: int) -> tuple[float | None, float | None]:
    """The 95 % score interval of a proportion; (None, None) of no futures."""
    if not n:
        return None, None
    share, square = hits / n, Z * Z / n
    middle = (share + square / 2) / (1 + square)
    reach = Z / (1 + square) * math.sqrt(share * (1 - share) / n + square / n / 4)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
