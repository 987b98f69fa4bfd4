"""Every event puts questions to the contract; here they are asked in one life, as `cohort.questions` asks them in all lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.core.events import EVENTS
from wargame.simulation.desk.concerns import spoken_of
from wargame.simulation.desk.rows import OneRow

if TYPE_CHECKING:
    from wargame.simulation.life.driver import LifeDriver


def ask_one(life: LifeDriver, row: OneRow) -> None:
    """Put the questions of one event in one life."""
    coverage, event = life.told.coverage, row.event
    coverage.rows[event] += 1
    said: set[str] = set()
    for clause in life.rules.answering:
        covered = spoken_of(clause, event)
        if covered is not None and row.component not in covered:
            continue
        mine = {question for question, answer in clause.answers(event, row, life.desk) if answer}
        for question in mine:
            coverage.answered[event, question, clause.number] += 1
        said |= mine
    for question in EVENTS[event].asks:
        if question not in said:
            coverage.silent[event, question] += 1
            coverage.witness[event, question] = 0
