"""Live work (calls, chats): from the load of a day to the share that is answered, by a table built once.

`live_curve` folds the profile of a day into one table by x, the arrivals of the day ÷ the units that the staff on duty could handle that day if they
were never idle. Each interval of the day is a queue of its own (`erlang`: Erlang A with patience, Erlang C without), in its stationary state; shares
are averaged over the intervals, weighted by arrivals. What this neglects: a service keeps the scale of its plan (twice the staff meeting twice the
calls would do better than the table says), queues do not carry over from one interval to the next, and who gave up does not call again.

Tables hold the bits of every processor: they are made of + − × ÷ alone.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from wargame.core.arrays import Floats
from wargame.core.problem import BadValue
from wargame.core.values import HOUR
from wargame.world.queueing.curve import Curve, drawn
from wargame.world.queueing.erlang import impatient, patient

STEP, END = 256, 4  # steps of the table per unit of x, and its last x


def roster(planned: float, handling: float, profile: tuple[float, ...], hours: float = 24.0) -> tuple[int, ...]:
    """Agents of each interval of the day, in proportion to what arrives in it, in whole agents, at least one wherever anything arrives.

    `planned` units a day are what all of them could handle if never idle. Fractions are rounded so that the day's total of agents over all intervals
    is the whole number nearest to the plan's (or one for each interval, if that is more): those furthest short of their part get the next agent.
    """
    _check(planned, handling, profile, hours)
    busy = [number for number, weight in enumerate(profile) if weight > 0]
    wanted = planned * handling / (hours * HOUR / len(profile))  # agents, added over the intervals
    sum_of = math.fsum(profile)
    part = [wanted * (weight / sum_of) for weight in profile]
    agents = [max(math.floor(one), 1) if weight > 0 else 0 for one, weight in zip(part, profile, strict=True)]
    total = max(math.floor(wanted + 0.5), len(busy))
    while sum(agents) < total:
        agents[max(busy, key=lambda number: part[number] - agents[number])] += 1
    while sum(agents) > total:
        agents[min((number for number in busy if agents[number] > 1), key=lambda number: part[number] - agents[number])] -= 1
    return tuple(agents)


@functools.cache
def live_curve(planned: float, handling: float, patience: float | None, threshold: float, profile: tuple[float, ...], hours: float = 24.0) -> Curve:
    """The table of a service that plans to handle `planned` units a day of `handling` seconds each, open `hours` a day.

    `profile` holds the weights of arrivals in intervals of equal length that fill those hours; agents follow it (`roster`). At x the load of an
    interval is x × its weight × the agents of the day, so that x = 1 is just what the whole roster could do, after rounding too.
    Without `patience` nobody gives up: all are answered that day as far as there are hands, the share 1 ÷ x beyond x = 1; within the threshold is
    what Erlang C says, and nobody in an interval with more load than agents.
    """
    agents = roster(planned, handling, profile, hours)
    if not 0 <= threshold < math.inf:
        raise BadValue(f"the threshold is a time, 0 or more, not {threshold} seconds", "write 20 seconds")
    if patience is not None and not 0 <= patience < math.inf:
        raise BadValue(f"patience is a time, 0 or more, not {patience} seconds", "leave it out if nobody ever gives up")
    return drawn(functools.partial(_shares, agents, handling, patience, threshold, profile), STEP, END)


def _shares(
    agents: tuple[int, ...], handling: float, patience: float | None, threshold: float, profile: tuple[float, ...], x: Floats
) -> tuple[Floats, Floats]:
    """(answered, answered within the threshold) of a day, at x in rising order from 0."""
    sum_of = math.fsum(profile)
    answered, within = np.zeros_like(x), np.zeros_like(x)
    known: dict[tuple[int, float], tuple[Floats, Floats]] = {}  # many profiles repeat themselves
    for weight, staff in zip(profile, agents, strict=True):
        if weight == 0:
            continue
        share = weight / sum_of
        if (staff, share) not in known:
            known[staff, share] = _interval(staff, x * (share * sum(agents)), handling, patience, threshold)
        one = known[staff, share]
        answered += share * one[0]
        within += share * one[1]
    within /= answered[0]  # at x = 0 all are answered at once, so this is the sum of the shares, 1 but for its last bit
    answered /= answered[0]
    if patience is None:
        answered = 1.0 / np.maximum(x, 1.0)
    answered = np.minimum.accumulate(np.minimum(answered, 1.0))
    return answered, np.minimum(np.minimum.accumulate(within), answered)


def _interval(agents: int, loads: Floats, handling: float, patience: float | None, threshold: float) -> tuple[Floats, Floats]:
    """(answered, answered within the threshold) of one interval, at each load."""
    if patience is not None:
        return impatient(agents, loads, handling, patience, threshold)
    return agents / np.maximum(loads, agents), patient(agents, loads, handling, threshold)


def _check(planned: float, handling: float, profile: tuple[float, ...], hours: float) -> None:
    if not 0 < planned < math.inf:
        raise BadValue(f"a live service plans to handle more than 0 units a day, not {planned}", "give it a capacity")
    if not 0 < handling < math.inf:
        raise BadValue(f"handling takes more than 0 seconds, not {handling}", "write 6 minutes")
    if not 0 < hours <= 24:
        raise BadValue(f"a day has more than 0 and up to 24 hours of service, not {hours}", "write 24 for round the clock")
    for number, weight in enumerate(profile, 1):
        if not 0 <= weight < math.inf:
            raise BadValue(f"the profile's weight of interval {number} is {weight}", "weights are numbers, 0 or more")
    if not any(profile):
        raise BadValue(
            "the profile of the day says when nothing arrives, and never when anything does", "give one weight for each hour, as 24 numbers"
        )
