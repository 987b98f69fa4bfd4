"""Changes of law in one life: announced, in force, complied with, each at its own instant."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from wargame.core.events import Order
from wargame.simulation.clock import at
from wargame.simulation.rows import OneRow


def schedule_law(life: Any, row: int) -> None:
    """Put one change of law on the life's clock."""
    laws, env = life.futures.laws, life.env
    name = laws.service[int(laws.which[row])]
    announced, force, ready = int(laws.announced[row]), int(laws.force[row]), int(laws.ready[row])
    numbers = {"cost": int(laws.cost[row]), "fine": int(laws.fine[row]), "announced": announced}

    def costs_more() -> None:
        life.extra[name] += int(laws.lasting[row])

    if announced >= 0:
        at(env, announced, Order.SHOCK, lambda: life.say("regulation", f"a new rule for {name} is announced"))
    if 0 <= force < life.term_end:
        at(env, force, Order.SHOCK, lambda: life.say("regulation", f"the new rule for {name} is in force"))
    # Units cost more in the months that begin with the rule in force; a month end on that instant still belongs to the month before.
    begins = bisect_left(life.starts, force)
    if begins < len(life.starts):
        at(env, life.starts[begins], Order.DEADLINE, costs_more)
    if 0 < ready <= life.term_end:
        at(env, ready, Order.INCIDENT_ENDS, lambda: _complied(life, name, ready, numbers))


def _complied(life: Any, name: str, ready: int, numbers: dict[str, Any]) -> None:
    lived = ready <= life.exit
    done = f"{name} complies with the new rule" if ready < life.term_end else f"the work on {name} is paid for as far as it has come"
    life.say("regulation", done)
    row = OneRow({**numbers, "lived": lived}, "regulation")
    life.events.append(("regulation", row, lived))
    if lived:
        life.asked.append(("regulation", row))
