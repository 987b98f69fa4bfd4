"""What happened: dated outages, volumes by day, published levels by contract year, a milestone's delay, an invoice's lateness."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class Outage:
    """One row of a history: a component is down from an instant to another, perhaps for planned work."""

    start: datetime
    end: datetime
    component: str
    planned: bool = False


@dataclass(frozen=True)
class Component:
    """A component: whose fault its outages are and how grave, seconds until one is detected or reported, and how early planned work is known."""

    fault: str = "provider"
    detection: int = 0
    report: int | None = None
    severity: str = ""
    notice: int | None = None


@dataclass(frozen=True)
class History:
    """Everything that an agreement can meet in one life. A level of a series stands from its anniversary on, the first from the beginning."""

    outages: tuple[Outage, ...] = ()
    volumes: dict[str, dict[date, int]] = field(default_factory=dict)
    levels: dict[str, list[str]] = field(default_factory=dict)
    milestones: dict[str, tuple[date, int]] = field(default_factory=dict)
    components: dict[str, Component] = field(default_factory=dict)
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    late: int = 0
    rights: tuple[str, ...] = ()

    def units(self, service: str, start: datetime, end: datetime) -> int:
        """Units of a service on the days from one midnight to another."""
        days = self.volumes.get(service, {})
        return sum(units for day, units in days.items() if start.date() <= day < end.date())

    def level(self, series: str, months: int) -> Fraction:
        """The level of a series so many whole months after the effective date."""
        levels = self.levels[series]
        return Fraction(levels[max(0, min(months // 12, len(levels) - 1))])

    def of_service(self, service: str, excluding: tuple[str, ...]) -> list[Outage]:
        """The outages of a service that count: planned work, and faults of the client or a third party, may be excluded."""
        return [
            row
            for row in self.outages
            if row.component in self.needs.get(service, ())
            and not (row.planned and "planned" in excluding)
            and self.components[row.component].fault not in excluding
        ]

    def begins(self, row: Outage, clock: str) -> datetime:
        """From when an outage counts: from its occurrence, from its detection, or from its report. Planned work is known at once."""
        component = self.components[row.component]
        wait = {"occurrence": 0, "detection": component.detection, "report": component.report or component.detection}[clock]
        return min(row.end, row.start + timedelta(seconds=0 if row.planned else wait))
