"""What a staff is planned to be, before anything is drawn: people, what they are worth while they learn, and how many the forecast will need."""

from __future__ import annotations

import math
from dataclasses import dataclass

from wargame.world.scenario.inputs import Staff


@dataclass(frozen=True)
class StaffPlan:
    """Constants of one staff. Rates are shares a month, delays whole months; `worth` is what one of the 1st, 2nd, … month is worth."""

    name: str
    people: float
    attrition: float
    delay: int
    most: float  # hired a month
    worth: tuple[float, ...]
    services: tuple[str, ...]
    follows: tuple[float, ...]  # share of today's people that the plan needs in each month of the term, and on
    flexible: float
    stays: float = 1.0  # of those present the share that the planners expect to be there still when people hired now arrive

    def need(self, month: int) -> float:
        """Share of the first month's people needed in a month; beyond the term that of its last month."""
        return self.follows[min(month, len(self.follows) - 1)]


def plan_staff(name: str, staff: Staff, services: tuple[str, ...], forecasts: list[tuple[int, ...]]) -> StaffPlan:
    """The plan of a staff: people for the forecasts of its services together, in the proportion of the first month; constant where it says so."""
    learning = staff.learning
    months = learning.months if learning else 0
    start = learning.starts_at.num / learning.starts_at.den if learning else 1.0
    worth = tuple(start + (1.0 - start) * k / months for k in range(months))
    totals = [float(sum(month)) for month in zip(*forecasts, strict=True)]
    follows = tuple(total / totals[0] if staff.follows == "forecast" and totals[0] else 1.0 for total in totals)
    hiring = staff.hiring
    attrition = staff.attrition.num / staff.attrition.den if staff.attrition else 0.0
    delay = hiring.delay.months if hiring else 0
    return StaffPlan(
        name, staff.people.num / staff.people.den, attrition, delay,
        0.0 if hiring is None else hiring.at_most.num / hiring.at_most.den if hiring.at_most else 1e12,
        worth, services, follows, staff.flexible.num / staff.flexible.den, math.prod([1.0 - attrition] * delay),
    )  # fmt: skip
