"""The clock of both drivers: SimPy's, in whole seconds since the effective date, with ties settled by `core.events.Order`.

Instants are cast to Python ints at this door: a numpy integer given to `timeout` would turn the whole clock into numpy.
"""

from __future__ import annotations

from collections.abc import Callable

import simpy

from wargame.core.events import Order
from wargame.core.values import DAY

_ROWS = 2**32


def at(env: simpy.Environment, instant: int, order: Order, act: Callable[[], None], row: int = 0) -> None:
    """Have `act` called at `instant`; several things at one instant go by `order`, then by `row`, then by the order in which they were asked for."""
    event = simpy.Event(env)
    event._ok = True
    event._value = None
    event.callbacks.append(lambda _: act())
    env.schedule(event, priority=int(order) * _ROWS + row, delay=int(instant) - env.now)  # type: ignore[arg-type]  # its stubs know of two priorities


def morning_after(instant: int) -> int:
    """The first morning strictly after an instant, at which a notice given at that instant is delivered."""
    return (int(instant) // DAY + 1) * DAY
