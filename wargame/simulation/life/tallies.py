"""Events that are over, added up for one life: what clauses and the economics make of them in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wargame.contract.rules.clause import Clause
from wargame.simulation.desk.concerns import concerns
from wargame.simulation.desk.rows import OneRow
from wargame.world.sampled.incidents import Source
from wargame.world.scenario.economics import Economics

if TYPE_CHECKING:
    from wargame.simulation.life.driver import LifeDriver


class Over(NamedTuple):
    """An event that is over, the source of one that is an incident, and whether the agreement lived to see its end."""

    row: OneRow
    source: Source | None = None
    lived: bool = True


def tally(life: LifeDriver) -> None:
    """Sum the month's numbers of every listener."""
    for over in life.over:
        for listener in _listeners(life, over):
            for name, value in listener.on_event(over.row).items():
                key = (listener.number, name)
                life.desk.tallies[key] = life.desk.tallies.get(key, 0) + value


def _listeners(life: LifeDriver, over: Over) -> list[Clause | Economics]:
    """The clauses that want to hear of it, then the economics."""
    event = over.row.event
    clauses = [clause for clause in life.rules.clauses if event in clause.listens and over.lived]
    if over.source is not None:
        lasted, source = over.row.column("duration"), over.source
        clauses = [clause for clause in clauses if lasted > clause.concerned.longer_than and concerns(clause, source)]
    return [*clauses, life.economics] if event in life.economics.listens else [*clauses]
