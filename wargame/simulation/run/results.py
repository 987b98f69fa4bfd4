"""What a run comes to: for each cell (scenario, variant, reading) the loss of each party in every future, and totals by account.

A loss is measured against the plan: the draft as it stands, in the base reading, in the same scenario without noise, outages or shocks
(`world.futures.calm_future`). Variants and readings have the same plan, so that a dearer price or a dearer meaning is a loss. It is what a party
received less what it paid and spent in the plan, less the same in the future; more than planned is a loss above 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wargame.contract.rules.relief import RELIEVED
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import Account, Reason
from wargame.core.quantities import Rate
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.life.trace import LifeTrace
from wargame.world.scenario.file import Scenario

Columns = NDArray[np.int64]
NO_NOTICE = ("", "")  # what ends an agreement by no notice: the order of an authority


class Cell(NamedTuple):
    """One combination that is played on the same futures as every other."""

    scenario: str
    variant: str
    reading: str


@dataclass
class Total:
    """Sum over all futures in minor units, and in how many futures the amount was not 0."""

    sum: int = 0
    fired: int = 0


@dataclass
class CellResult:
    """What one cell came to. A single reading is played for the first futures only, and without totals by account."""

    cell: Cell
    rules: Rulebook
    scenario: Scenario
    plan: dict[str, int]  # party -> net in the scenario's plan: the draft as it stands, in the base reading; minor units
    losses: dict[str, Columns]  # party -> loss in each future, minor units, in the order of futures
    planned: dict[Account, int] = field(default_factory=dict)  # what each account pays in that plan
    paid: dict[Account, Total] = field(default_factory=dict)
    withheld: dict[tuple[Account, Reason], Total] = field(default_factory=dict)
    exits: int = 0
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)  # of these, by the notice that ended them: its clause and party, or NO_NOTICE
    coverage: Coverage = field(default_factory=Coverage)  # asked of the base variant only; empty for the others
    failed: tuple[int, ...] = ()  # numbers of futures that failed; they are in no statistic
    by_month: dict[Account, list[int]] = field(default_factory=dict)  # sums over all futures by month of payment; the last takes the rest
    longest: dict[str, Columns] = field(default_factory=dict)  # service -> seconds of its longest outage in each future
    value: dict[tuple[str, str], Columns] = field(
        default_factory=dict
    )  # (party, measure) of `simulation.cohort.valuation` -> minor units in each future

    @property
    def n(self) -> int:
        """Futures that count."""
        return next(iter(self.losses.values())).size

    def excused(self, number: str) -> int:
        """Futures in which a clause excused a month of a level; 0 where that was not asked, as for variants."""
        return self.coverage.lives[number, RELIEVED] if number in self.rules.excusing else 0

    def add_months(self, more: dict[Account, list[int]]) -> None:
        """Add another cohort's sums by month."""
        for account, months in more.items():
            before = self.by_month.get(account, [0] * len(months))
            self.by_month[account] = [a + b for a, b in zip(before, months, strict=True)]


@dataclass
class LeftOneOut:
    """A scenario of the draft as it stands without one clause (`by` is clause, `key` its number) or without one shock (by its name): how much more
    each party nets with it than without it, one number a future in minor units. `beside` are the clauses that went with a clause because they read
    it, or the shocks that went with a shock because they follow it."""

    scenario: str
    by: Literal["clause", "shock"]
    key: str
    beside: tuple[str, ...]
    worth: dict[str, Columns]


@dataclass
class Effort:
    """What each party nets, one number a future in minor units, when the provider makes so much of the effort it has promised."""

    scenario: str
    variant: str
    effort: Rate
    net: dict[str, Columns]


Whose = Literal["service", "staff"]


@dataclass(frozen=True)
class MonthlyBand:
    """One measure of one service or staff by month: the quantiles of `watch.PERCENT` (None where there are too few futures), the plan, and the
    witness (None from the month in which its agreement has ended)."""

    whose: Whose
    name: str
    measure: str
    quantiles: tuple[tuple[float | None, ...], ...]
    plan: tuple[float, ...]
    witness: tuple[float | None, ...]


@dataclass(frozen=True)
class Watched:
    """The world of a scenario: the number of the future that is its witness, None for no witness; by month how many futures count; and the bands."""

    scenario: str
    witness: int | None
    counted: tuple[int, ...]
    bands: tuple[MonthlyBand, ...]


@dataclass
class RunResult:
    """A whole run, ready for analysis. `cells` are in the base reading; `readings` are the draft as it stands in the adverse readings, then each open
    construction alone, scenario by scenario. `told` holds the lives that were played event by event (samples and witnesses), by cell."""

    draft_path: str
    title: str
    currency: str
    parties: tuple[str, ...]
    names: dict[str, str]  # party role -> name
    seed: int
    futures: int
    cells: list[CellResult]
    told: dict[Cell, list[LifeTrace]]
    provenance: dict[str, object]
    readings: list[CellResult] = field(default_factory=list)
    sums: Callable[[Cell, Columns], dict[Account, int]] | None = None  # what each account came to over some futures of a cell; None where not kept
    left_one_out: list[LeftOneOut] = field(default_factory=list)
    efforts: list[Effort] = field(default_factory=list)  # of scenarios in which the provider's effort follows money
    watched: list[Watched] = field(default_factory=list)  # the world of each scenario under the draft as it stands
