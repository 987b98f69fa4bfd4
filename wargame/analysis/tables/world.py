"""The world of a run by month, and what happens in the life that is its witness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from wargame.analysis.tables.row import Count, Figure, MonthNumber, NotNegative, ScenarioKey, SummaryRow
from wargame.simulation.run.results import Whose

WorldMeasure = Literal["demand", "volume", "capacity", "backlog", "lost", "answered in time", "downtime", "headcount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldRow(SummaryRow):
    """The world by month under the current draft, in the base reading, on the first futures of each scenario, 1,024 at most: order statistics (p % is
    the ceil(p n / 100)-th smallest of n; null where fewer than one future would lie beyond), the plan, and the worst life of the first party (null
    once its agreement has ended)."""

    scenario: ScenarioKey
    whose: Whose
    name: Annotated[str, Field(description="Name of the service or staff.")]
    measure: WorldMeasure
    unit: Annotated[str, Field(description="What a number counts: calls a month, calls, share (of 1), hours a month, people.")]
    private: Annotated[bool, Field(description="Left out of a copy that is shared.")]
    month: MonthNumber
    label: Annotated[str, Field(description="The year and month in which the contract month begins.")]
    n: Annotated[Count, Field(description="Futures whose agreement stood to the end of the month.")]
    p5: Figure | None
    p25: Figure | None
    p50: Figure | None
    p75: Figure | None
    p95: Figure | None
    plan: Figure
    witness: Figure | None

    @property
    def edges(self) -> tuple[Figure | None, Figure | None, Figure | None, Figure | None, Figure | None]:
        """The edges of its bands, from the lowest."""
        return self.p5, self.p25, self.p50, self.p75, self.p95


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldEventRow(SummaryRow):
    """What happens to the services in the witness of each scenario: unplanned outages of an hour and more, levels that rise and fall, orders, prices,
    changes of law, milestones delivered late, an early end."""

    scenario: ScenarioKey
    future: Annotated[Count, Field(description="Number of the witness.")]
    month: MonthNumber
    at: Annotated[NotNegative, Field(description="Contract months since the effective date.")]
    date: Annotated[str, Field(description="The date.")]
    kind: Annotated[str, Field(description="Kind of event.")]
    words: Annotated[str, Field(description="The event in words.")]
    size: Figure | None
    unit: Annotated[str, Field(description="What its size counts: hours down, days late, % of the normal level; empty for no size.")]
    weight: Annotated[NotNegative, Field(description="How much it matters where there is no room for all.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DependenceRow(SummaryRow):
    """How much two things that a driver moves, or one and the driver, hang together: correlations over the first futures of a scenario, 8,192 at
    most, and its whole contract years."""

    scenario: ScenarioKey
    one: Annotated[str, Field(description="Demand of a service (a year's noise), a series (its yearly move), or a shock (how often it arrives).")]
    other: Annotated[str, Field(description="Another, or the driver.")]
    stated: Annotated[Figure, Field(description="Correlation of the normal numbers behind them, as the scenario states it.")]
    achieved: Annotated[Figure | None, Field(description="Correlation over the lives; null where one of the two never varies.")]
    low: Annotated[Figure | None, Field(description="Lower end of its 95 % interval (Fisher).")]
    high: Annotated[Figure | None, Field(description="Upper end of its 95 % interval.")]
    attainable: Annotated[Figure | None, Field(description="What two that hung on one number altogether would reach; null where one never varies.")]
    n: Annotated[Count, Field(description="Lives times years.")]
