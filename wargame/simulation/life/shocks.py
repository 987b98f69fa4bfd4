"""Shocks in one life, each thing they do at its own instant: levels that rise and fall, orders, events, changes of law in force and complied with."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from wargame.core.events import EVENTS, Order
from wargame.core.values import DAY
from wargame.simulation.desk.clock import at
from wargame.simulation.desk.rows import OneRow
from wargame.simulation.life.happening import Did
from wargame.simulation.life.tallies import Over
from wargame.world.shock_base.base import Shock
from wargame.world.sizes.read import MILLION

if TYPE_CHECKING:
    from wargame.simulation.life.driver import LifeDriver

OF_DEMAND = frozenset({"surge", "slump"})
TOLD = MILLION // 2000  # of the normal level: what is smaller would be told as 0.0 %


def schedule_shocks(life: LifeDriver) -> None:
    """Put what shocks do to levels, to the agreement's end, and the events they stand for, on the life's clock."""
    futures, env, lane = life.futures, life.env, life.lane
    shocks = futures.scenario.shocks
    failed = {(party, int(first[lane])) for party, first in futures.shock_effects.failures.items()}
    untold = set(failed)
    for event, table in futures.shock_effects.happenings.items():
        for row in (table.lane == lane).nonzero()[0].tolist():
            instant = int(table.instant[row])
            if instant < life.term_end:
                number = int(table.amount[row])
                if event == "distress":  # of a failure that is an event of its own the shock's own line speaks
                    untold -= {(party, instant) for party in shocks[number].failing()}
                text = _text(event, instant, shocks[number], failed) if number < len(shocks) else EVENTS[event].words
                text = life.rules.draft.party_words.fit(text)
                shock = shocks[number].name if number < len(shocks) else ""
                at(env, instant, Order.SHOCK, partial(_happens, life, event, instant, text, shock, life.scenario.series_touched[number]))
    for party, instant in sorted(untold):
        if 0 <= instant < life.term_end:
            at(env, instant, Order.SHOCK, partial(_fails, life, party))
    for what, tables in (("demand", futures.levels), ("capacity", futures.shock_effects.able)):
        for name, levels in tables.items():
            # The parts of what decays begin together, and are told as one; so is what climbs in steps and begins to fall from where it has come to.
            moves: Counter[tuple[int, bool]] = Counter()  # (instant, up or down) -> what begins less what ends
            for row in (levels.lane == lane).nonzero()[0].tolist():
                size = int(levels.size[row])
                moves[int(levels.first[row]) * DAY, size > 0] += size
                moves[int(levels.last[row]) * DAY, size > 0] -= size
            for (instant, up), size in moves.items():
                begins = (size > 0) == up
                cause = _behind(life, what, name, instant) if begins else ""
                at(env, instant, Order.SHOCK, partial(_level, life, what, name, size, begins, cause))
    if futures.shock_effects.ends is not None:
        for row in (futures.shock_effects.ends.lane == lane).nonzero()[0].tolist():
            at(env, int(futures.shock_effects.ends.instant[row]), Order.SHOCK, partial(_ordered, life, int(futures.shock_effects.ends.amount[row])))


def _fails(life: LifeDriver, party: str) -> None:
    if life.now < life.exit:
        life.say("distress", text=f"the {party} is insolvent")


def _text(event: str, instant: int, shock: Shock, failed: set[tuple[str, int]]) -> str:
    """What has happened; "" where the level that the shock moves says it. `failed` has the parties that fail, and when."""
    words = shock.told if event == shock.event or {event, shock.event} <= OF_DEMAND else ""
    if event == "distress":
        words = next((f"the {party} is insolvent" for party in sorted(shock.failing()) if (party, instant) in failed), words)
    if not words and event in OF_DEMAND:
        return ""
    return str(words or EVENTS[event].words)


def _behind(life: LifeDriver, what: str, service: str, instant: int) -> str:
    """The shock that moves a level of a service from a morning on: of those that may, the one that has struck since the morning before; "" if there
    are several, or none."""
    found = set()
    shocks = life.futures.scenario.shocks
    for table in life.futures.shock_effects.happenings.values():
        rows = table.between(instant - DAY + 1, instant + 1)
        numbers = table.amount[rows][table.lane[rows] == life.lane].tolist()
        found |= {shocks[number].name for number in numbers if number < len(shocks) and _moves(shocks[number], what, service)}
    return found.pop() if len(found) == 1 else ""


def _moves(shock: Shock, what: str, service: str) -> bool:
    return service in (shock.services_losing_capacity() if what == "capacity" else shock.services() if "demand" in shock.writes else ())


def _level(life: LifeDriver, what: str, name: str, size: int, begins: bool, cause: str) -> None:
    service = life.services[name]
    if what == "demand":
        service.surge += size
    else:
        service.fall += size
    if abs(size) >= TOLD and life.now < life.exit and life.now < life.term_end:
        rises = (size > 0) == begins
        way: Did = ("rises" if rises else "falls") if begins else ("falls back" if size < 0 else "recovers")
        life.say("surge" if what == "demand" else "shortage", way, name, size=abs(size), shock=cause)


def _ordered(life: LifeDriver, morning: int) -> None:
    """An authority has ordered that the agreement be over by a morning."""
    if life.now < life.exit and morning < life.exit:
        life.say("order", text=f"by order the agreement is over on {life.rules.calendar.date_of(morning)}")
        life.end_on(morning, "by order")


def _happens(life: LifeDriver, event: str, instant: int, text: str, shock: str, touched: frozenset[str]) -> None:
    if instant < life.exit:
        if text:
            life.say(event, text=text, shock=shock)
        life.asked.append(OneRow({"start": instant}, event, touched=touched))


def late_payments(life: LifeDriver, month: int) -> None:
    """Tell, and ask about, the invoices of a month that are paid late."""
    for party in life.scenario.late_payers:
        days = int(life.futures.delay(party, "payment")[month, life.lane])
        if days:
            life.say("payment", text=f"the {party} pays the month's invoice {days} day{'s' if days > 1 else ''} late")
            life.asked.append(OneRow({"days": days}, "late payment"))


def schedule_law_change(life: LifeDriver, row: int) -> None:
    """Put one change of law on the life's clock."""
    laws, env = life.futures.law_changes, life.env
    name, cause = laws.service[int(laws.which[row])], laws.shock[int(laws.of[row])]
    announced, force, ready = int(laws.announced[row]), int(laws.force[row]), int(laws.ready[row])
    numbers = {"cost": int(laws.cost[row]), "fine": int(laws.fine[row]), "announced": announced}

    def costs_more() -> None:
        life.extra[name] += int(laws.lasting[row])

    def tell(did: Did) -> None:
        if env.now < life.exit:
            life.say("regulation", did, name, shock=cause)

    if announced >= 0:
        at(env, announced, Order.SHOCK, partial(tell, "is announced"))
    if 0 <= force < life.term_end:
        at(env, force, Order.SHOCK, partial(tell, "is in force"))
    # Units cost more in the months that begin with the rule in force; a month end on that instant still belongs to the month before.
    begins = bisect_left(life.starts, force)
    if begins < len(life.starts):
        at(env, life.starts[begins], Order.DEADLINE, costs_more)
    if 0 < ready <= life.term_end:
        at(env, ready, Order.INCIDENT_ENDS, lambda: _complied(life, name, cause, ready, numbers))


def _complied(life: LifeDriver, name: str, cause: str, ready: int, numbers: dict[str, int]) -> None:
    lived = ready <= life.exit
    if lived:
        life.say("regulation", "is complied with" if ready < life.term_end else "is given up", name, shock=cause)
    row = OneRow({**numbers, "lived": lived}, "regulation", touched=frozenset({name}))
    life.over.append(Over(row, lived=lived))
    if lived:
        life.asked.append(row)
