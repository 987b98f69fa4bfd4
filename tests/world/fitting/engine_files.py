"""Files as the engine would write them: volumes and incidents of its own futures, whose true figures are those of the scenario."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from wargame.core.calendar import Calendar
from wargame.core.values import DAY
from wargame.world.operations.service import ServiceLanes
from wargame.world.sampled.futures import Futures, draw_futures
from wargame.world.scenario.file import load_scenario

CALENDAR = Calendar(dt.date(2027, 1, 1))
MONTHS = 36
WORLD = """
name: A known world
services:
  voice:
    demand:
      level: 100 000 per month
      growth: 3 %
      season: {week: [22, 18, 17, 17, 16, 7, 3], year: [110, 102, 103, 100, 97, 96, 96, 94, 99, 101, 103, 99]}
      noise: {weekly: 5 %, persists: 60 %}
    needs: [telephony, identity]
components:
  telephony: {outages: 3 per month, repair: {median: 30 minutes, p95: 3 hours}}
  identity: {outages: 2 per month, repair: {law: weibull, shape: 0.7, scale: 2 hours}}
"""
TRUE = {"level": 100_000.0, "level of the last year": 100_000 * 1.03**2, "growth": 3.0, "noise": 5.0, "persistence": 60.0, "January": 110.0}


def engine_futures(folder: Path, lanes: int, seed: int = 11, world: str = WORLD, months: int = MONTHS) -> Futures:
    """Futures of a world."""
    path = folder / "known-world.yaml"
    path.write_text(world, encoding="utf-8")
    return draw_futures(load_scenario(path, "GBP", CALENDAR.instant), CALENDAR, months, seed, 0, lanes)


def daily_volumes(futures: Futures, service: str = "voice") -> np.ndarray:
    """(days, lanes) of demand, as the engine's own service steps through it."""
    lanes = ServiceLanes(futures.plans[service], futures)
    rows = []
    for day in range(futures.starts[-1] // DAY):
        lanes.arrive_day(day, None, None)
        rows.append(lanes.arrivals.copy())
        lanes.finish(1)
    return np.array(rows)


def write_volumes(path: Path, volumes: np.ndarray, first: dt.date = CALENDAR.effective) -> Path:
    """One lane's volumes as a file, rounded to whole units."""
    rows = ((first + dt.timedelta(days=day), round(volume)) for day, volume in enumerate(volumes))
    return write_rows(path, ("date", "volume"), rows)


def write_incidents(path: Path, futures: Futures, lane: int, component: str | None = None) -> Path:
    """One lane's incidents as a file."""
    rows = []
    table = futures.incidents
    for row in np.flatnonzero(table.lane == lane):
        name = futures.sources[int(table.source[row])].component
        if component in (None, name):
            start = dt.datetime.combine(CALENDAR.effective, dt.time()) + dt.timedelta(seconds=int(table.start[row]))
            rows.append((start, start + dt.timedelta(seconds=int(table.raw[row])), name))
    return write_rows(path, ("start", "end", "component"), sorted(rows))


def write_rows(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    """A file of separated values."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path
