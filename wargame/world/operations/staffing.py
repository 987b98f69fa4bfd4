"""People: a staff that leaves and is hired, learns, and follows the forecast with a delay. It turns into the capacity of the services it serves.

A month begins: a share leaves (attrition, and what shocks add), those hired some months ago arrive, and as many are hired as the forecast of the
month in which they will arrive needs beyond those who will still be there and those on their way, at most so many. New people are worth less than
one until they have learned. Capacity follows the people present, as a share of those the plan counts on; a staff that serves several services lends
idle hours from one to another, as far as people can do both.

Written twice, for one life and for lanes, with the same operations in the same order.
"""

from __future__ import annotations

import numpy as np

from wargame.core.arrays import Floats, Ints
from wargame.world.sampled.staff_plan import StaffPlan
from wargame.world.sizes.read import MILLION


class StaffLife:
    """One staff in one life."""

    def __init__(self, plan: StaffPlan) -> None:
        self.plan = plan
        self.skilled = plan.people
        self.novices = [0.0] * len(plan.worth)  # by months since they came
        self.coming = [0.0] * plan.delay  # by months until they come
        self.people = self.able = 0.0

    def month(self, number: int, leavers: int, wanted: float) -> None:
        """A month begins. `leavers` is the share that shocks make leave (millionths), `wanted` the forecast over that planned, for the month in which
        people hired now arrive."""
        plan = self.plan
        stay = 1.0 - min(plan.attrition + leavers / MILLION, 1.0)
        self.skilled = self.skilled * stay
        for k in range(len(self.novices)):
            self.novices[k] = self.novices[k] * stay
        present = self.skilled
        for novices in self.novices:
            present = present + novices
        on_the_way = 0.0
        for coming in self.coming:
            on_the_way = on_the_way + coming
        target = plan.people * (plan.need(number + plan.delay) * wanted)
        hired = min(max(target - (present * plan.stays + on_the_way), 0.0), plan.most)
        self.coming.append(hired)
        arrive = self.coming.pop(0)
        if self.novices:
            self.skilled = self.skilled + self.novices.pop()
            self.novices.insert(0, arrive)
        else:
            self.skilled = self.skilled + arrive
        self.people = present + arrive
        useful = self.skilled
        for worth, novices in zip(plan.worth, self.novices, strict=True):
            useful = useful + worth * novices
        self.able = useful / plan.people


class StaffLanes:
    """One staff in all lanes of a cohort."""

    def __init__(self, plan: StaffPlan, lanes: int) -> None:
        self.plan = plan
        self.skilled: Floats = np.full(lanes, plan.people)
        self.novices: list[Floats] = [np.zeros(lanes) for _ in plan.worth]
        self.coming: list[Floats] = [np.zeros(lanes) for _ in range(plan.delay)]
        self.people: Floats = np.zeros(lanes)
        self.able: Floats = np.zeros(lanes)

    def month(self, number: int, leavers: int | Ints, wanted: float | Floats) -> None:
        """A month begins, in all lanes; see `StaffLife.month`."""
        plan = self.plan
        stay = 1.0 - np.minimum(plan.attrition + leavers / MILLION, 1.0)
        self.skilled = self.skilled * stay
        self.novices = [novices * stay for novices in self.novices]
        present = self.skilled
        for novices in self.novices:
            present = present + novices
        on_the_way: float | Floats = 0.0
        for coming in self.coming:
            on_the_way = on_the_way + coming
        target = plan.people * (plan.need(number + plan.delay) * wanted)
        hired = np.minimum(np.maximum(target - (present * plan.stays + on_the_way), 0.0), plan.most)
        self.coming.append(hired)
        arrive = self.coming.pop(0)
        if self.novices:
            self.skilled = self.skilled + self.novices.pop()
            self.novices.insert(0, arrive)
        else:
            self.skilled = self.skilled + arrive
        self.people = present + arrive
        useful = self.skilled
        for worth, novices in zip(plan.worth, self.novices, strict=True):
            useful = useful + worth * novices
        self.able = useful / plan.people


def lend_one(works: list[float], rooms: list[float], ups: list[float], hours: list[float], flexible: float) -> list[float]:
    """Rooms of the services of one staff once idle hours are lent: `hours` is what a unit takes in each; never less than a service's own room.

    Of what a service lacks, people can do the share `ups` of the step during which it ran: nobody answers on a telephone that is down.
    """
    spare = lack = 0.0
    for work, room, up, takes in zip(works, rooms, ups, hours, strict=True):
        gap = (work - room) * takes
        lack = lack + max(gap, 0.0) * up
        spare = spare + max(-gap, 0.0)
    lent = min(spare * flexible, lack)
    part = lent / lack if lack > 0.0 else 0.0
    return [room + max(work - room, 0.0) * up * part for work, room, up in zip(works, rooms, ups, strict=True)]


def lend_lanes(works: list[Floats], rooms: list[Floats], ups: list[float | Floats], hours: list[float], flexible: float) -> list[Floats]:
    """The same in all lanes."""
    spare = lack = np.zeros_like(works[0])
    for work, room, up, takes in zip(works, rooms, ups, hours, strict=True):
        gap = (work - room) * takes
        lack = lack + np.maximum(gap, 0.0) * up
        spare = spare + np.maximum(-gap, 0.0)
    lent = np.minimum(spare * flexible, lack)
    part = np.divide(lent, lack, out=np.zeros_like(lack), where=lack > 0.0)
    return [room + np.maximum(work - room, 0.0) * up * part for work, room, up in zip(works, rooms, ups, strict=True)]
