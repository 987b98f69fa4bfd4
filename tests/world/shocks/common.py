"""One shock tried by itself: drawn for some futures of a small world, its rows as plain lists, and its means against its laws."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import indent
from typing import Any

import numpy as np
import pytest

from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput
from wargame.core.values import DAY
from wargame.world.sampled.futures import Futures, draw_futures, effects_of, span_of
from wargame.world.scenario.file import Scenario, load_scenario
from wargame.world.shock_base.effects import Effects

CALENDAR = Calendar(dt.date(2027, 1, 1))
MONTHS = 24
Z999 = 3.2905  # 99.9 %, two-sided
NOON = DAY // 2
WORLD = """
name: A world
services:
  voice: {demand: {level: 1 000 per day}, capacity: {level: 1 100 per day}, quality: {errors: 1 %}, needs: [platform, network]}
  letters: {demand: {level: 200 per day}, capacity: {level: 1 000 per day}, needs: [platform]}
components:
  platform: {}
  network: {fault: third party}
economics: {provider: {unit cost: {voice: GBP 2, letters: GBP 3}}}
milestones: {go-live: {due: 2027-05-01, late: 10 days}}
shocks:
"""


def scenario(folder: Path, shock: str) -> Scenario:
    """The small world with a shock in it."""
    path = folder / "world.yaml"
    path.write_text(WORLD + indent(shock.strip(), "  ") + "\n", encoding="utf-8")
    return load_scenario(path, "GBP", CALENDAR.instant)


def effects(folder: Path, shock: str, block: int = 0) -> Effects:
    """What the shock does in one block of 1,024 futures."""
    starts = CALENDAR.month_starts(MONTHS)
    (found,) = effects_of(scenario(folder, shock), span_of(CALENDAR, starts, 11, block), block).values()
    return found


def futures(folder: Path, shock: str, count: int = 1024) -> Futures:
    """Whole futures of that world."""
    return draw_futures(scenario(folder, shock), CALENDAR, MONTHS, 11, 0, count)


def day(text: str) -> int:
    """Whole days from the effective date to a date."""
    return CALENDAR.instant(dt.date.fromisoformat(text)) // DAY


def of_lane(found: Effects, lane: int = 0) -> dict[str, list[Any]]:
    """The rows of one lane, by what they do."""
    tables = {
        "levels": found.levels, "incidents": found.incidents, "costs": found.costs, "slips": found.slips, "happenings": found.happenings,
        "laws": found.law_changes, "moves": found.moves, "stops": found.stops, "ends": found.ends,
    }  # fmt: skip
    return {name: [row for table in rows for row in _rows(table, lane)] for name, rows in tables.items() if rows}


def _rows(table: tuple[Any, ...], lane: int) -> list[tuple[Any, ...]]:
    words = [part for part in table if isinstance(part, str)]
    columns = [part for part in table if isinstance(part, np.ndarray)]
    return [(*words, *(int(column[i]) for column in columns[1:])) for i in np.flatnonzero(columns[0] == lane)]


def near(sample: np.ndarray, mean: float) -> bool:
    """Whether the mean of draws lies within 99.9 % of what it should be."""
    assert sample.size > 500
    return bool(abs(sample.mean() - mean) <= Z999 * sample.std() / np.sqrt(sample.size))


def costs_of(found: Effects, party: str, head: str) -> np.ndarray:
    """Amounts that a party spends under a head, row by row."""
    return np.concatenate([amount for one, name, _, _, amount in found.costs if (one, name) == (party, head)])


def refused(folder: Path, shock: str, words: str) -> None:
    """The shock is refused at its place, in these words."""
    with pytest.raises(BadInput) as caught:
        scenario(folder, shock)
    told = [f"{problem.message} {problem.hint}" for problem in caught.value.problems]
    assert any(words in one for one in told), told
    assert all(problem.place.line > 10 for problem in caught.value.problems)


def outages(whole: Futures) -> np.ndarray:
    """Rows of incidents in which a component is down: all but late milestones."""
    down = np.array([source.event == "outage" for source in whole.sources])
    return np.flatnonzero(down[whole.incidents.source])
