"""What a service has done in a month: one record of the same fields for one life (numbers) and for lanes (an array by lane)."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from wargame.core.arrays import Floats

Always = TypeVar("Always")
Perhaps = TypeVar("Perhaps")


class MonthSums(NamedTuple, Generic[Always, Perhaps]):
    """Units of a month, or of what has passed of it. What `Perhaps` holds is None in lanes whose service does not keep it."""

    volume: Always  # done
    demand: Always  # arrived
    waiting: Always  # waited over a night, night by night; of live work, lost
    backlog: Always  # waiting at the end
    in_time: Perhaps  # of live work: answered within the threshold
    lost: Perhaps  # of live work: not answered
    overtime: Perhaps  # done beyond capacity, where somebody pays for it
    room: Perhaps  # could have been done, where somebody watches; 0 in one life


LifeSums = MonthSums[float, float]
LaneSums = MonthSums[Floats, Floats | None]

COLUMNS = MonthSums._fields
FIELD = {name: number for number, name in enumerate(COLUMNS)}  # where each fact stands that is counted by month: `sums[FIELD[fact]]`
CUT = tuple(FIELD[name] for name in ("volume", "waiting", "backlog", "in_time", "lost", "overtime"))  # end with the agreement; demand goes on
PART = tuple(FIELD[name] for name in ("volume", "waiting", "in_time", "lost", "overtime"))  # of which, at month step, the served part counts
