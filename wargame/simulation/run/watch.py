"""The world as it is lived under the draft as it stands: what arrives, what can be done, what waits or is lost, what is down, who is there.

The first futures of every scenario are played while somebody watches (`simulation.first_look`); kept are bands by month, the plan's own line,
and that of one life chosen by its number, the witness. A future counts in a month if its agreement stood to the end of it. A band's edges are
order statistics: p % is the ⌈p · n ÷ 100⌉-th smallest of n, told where that leaves at least one future on either side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.arrays import Floats, Ints
from wargame.core.facts import FactRequest
from wargame.core.streams import BLOCK
from wargame.core.values import HOUR
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.cohort.parallel import ParallelBook
from wargame.simulation.run.passes import MeasureKey, MonthlyLine, PlanLine, Seen
from wargame.simulation.run.prepare import Prepared
from wargame.simulation.run.results import MonthlyBand, Watched
from wargame.world.operations.month_sums import FIELD
from wargame.world.sampled.futures import Futures

MOST = 1024  # futures of each scenario: an edge at 5 % rests on 51 of them
PERCENT = (5, 25, 50, 75, 95)


class WatchedCohort(CohortDriver):
    """A cohort that notes the down-time of every service, whether or not a clause asks for it."""

    def __init__(self, rules: Rulebook, futures: Futures, *, ask: bool = False, shadows: list[ParallelBook] | None = None) -> None:
        super().__init__(rules, futures, ask=ask, shadows=shadows, watch=True)
        self.noted: list[dict[str, Ints]] = []  # month -> service -> seconds down by lane

    def _month_end(self, month: int, first: int, last: int) -> None:
        parts = {name: self.scenario.components_of(name) for name in self.futures.plans}
        self.noted.append({name: self.down.seconds(FactRequest("downtime", name), needs) for name, needs in parts.items() if needs})
        super()._month_end(month, first, last)


def watch(
    ready: Prepared, seen: Mapping[str, Seen], witnesses: Mapping[str, int], plans: Mapping[str, Mapping[MeasureKey, PlanLine]]
) -> Iterator[Watched]:
    """Every scenario, in their order: what was `seen` in its first futures, `witnesses` the number of the future whose own line is kept, and `plans`
    the lines of the plan, each by scenario."""
    for i, scenario in enumerate(ready.scenarios):
        yield _bands(ready, i, seen[scenario.key], witnesses.get(scenario.key), plans[scenario.key])


def _bands(ready: Prepared, i: int, seen: Seen, witness: int | None, plan: Mapping[MeasureKey, PlanLine]) -> Watched:
    rules, scenario = ready.rules[i][0], ready.scenarios[i]
    lines, stood = seen
    own, lane = (lines, stood), witness
    if witness is not None and witness >= stood[0].size:  # its lane is not among those watched
        block = witness // BLOCK * BLOCK
        own, lane = lived(rules, ready.draw(i, block, witness - block + 1).take(np.array([witness - block]))), 0
    bands = []
    for key, line in lines.items():
        quantiles = tuple(order_statistics(month[still]) for month, still in zip(line, stood, strict=True))
        alone: tuple[float | None, ...] = (None,) * len(line)
        if lane is not None:
            alone = tuple(float(month[lane]) if still[lane] else None for month, still in zip(own[0][key], own[1], strict=True))
        bands.append(MonthlyBand(*key, quantiles, plan[key], alone))
    return Watched(scenario.key, witness, tuple(int(np.count_nonzero(still)) for still in stood), tuple(bands))


def lived(rules: Rulebook, futures: Futures) -> Seen:
    """What there is to see of each service and staff by month, a number a future (units, hours, people, shares of 1); and in which futures the
    agreement stood to the end of each month."""
    cohort = WatchedCohort(rules, futures)
    return seen_in(cohort, cohort.run())


def seen_in(cohort: WatchedCohort, outcome: Outcome) -> Seen:
    """The same of a pass that is over."""
    return lines_of(cohort, outcome), [outcome.exit >= end for end in cohort.futures.starts[1:]]


def lines_of(cohort: WatchedCohort, outcome: Outcome) -> dict[MeasureKey, MonthlyLine]:
    """What there was to see in a pass that is over."""
    assert outcome.physical is not None
    futures, months = cohort.futures, outcome.physical.sums
    found: dict[MeasureKey, MonthlyLine] = {}
    for name, plan in futures.plans.items():

        def seen(column: str, name: str = name) -> MonthlyLine:
            return [one for month in months if (one := month[name][FIELD[column]]) is not None]  # all are kept while somebody watches

        found["service", name, "demand"] = seen("demand")
        if plan.capacity is not None:
            found["service", name, "volume"] = seen("volume")
            found["service", name, "capacity"] = seen("room")
            if plan.live is None:
                found["service", name, "backlog"] = seen("backlog")
            else:
                found["service", name, "lost"] = seen("lost")
                found["service", name, "answered in time"] = [_share(a, b) for a, b in zip(seen("in_time"), seen("demand"), strict=True)]
        if name in cohort.noted[0]:
            found["service", name, "downtime"] = [month[name] / HOUR for month in cohort.noted]
    for name in futures.staffs:
        found["staff", name, "headcount"] = [month[name] for month in outcome.physical.people]
    return found


def _share(part: Floats, whole: Floats) -> Floats:
    """A month in which nobody calls counts as one in which all are answered in time."""
    return np.divide(part, whole, out=np.ones_like(whole), where=whole > 0.0)


def order_statistics(values: Floats) -> tuple[float | None, ...]:
    """The quantiles of PERCENT of some values, each a value that occurs; None where fewer than one future in all would lie beyond it."""
    ranked = np.sort(values)
    n = ranked.size
    return tuple(float(ranked[-(-p * n // 100) - 1]) if n * min(p, 100 - p) >= 100 else None for p in PERCENT)
