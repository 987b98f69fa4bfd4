"""What happens in a life is counted before it is drawn, and what would not fit is refused where it is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from wargame.core.calendar import Calendar
from wargame.core.streams import BLOCK
from wargame.simulation.run.cells import ROWS, cohort_width
from wargame.world.sampled.futures import effects_of, span_of
from wargame.world.scenario.crowding import MOST_A_LIFE, arriving, happening, too_much
from wargame.world.scenario.file import Scenario, load_scenario

CALENDAR = Calendar(dt.date(2027, 1, 1))
MONTHS = 36
WORLD = """name: Crowded
services: {voice: {demand: {level: 1 000 per month}, needs: [platform]}}
components:
  platform: {outages: 2 per month, repair: 1 hour, planned work: {rate: 3 per quarter, lasts: 1 hour}}
"""
SURGE = "kind: volume_surge, service: voice, size: 10 %, lasts: 1 day"

World = Callable[[str], Scenario]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Reads a world."""

    def read(text: str) -> Scenario:
        (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
        return load_scenario(tmp_path / "world.yaml", "GBP", CALENDAR.instant)

    return read


def test_everything_that_happens_is_counted(world: World, tmp_path: Path) -> None:
    assert happening(world(WORLD), MONTHS) == 36 * 2 + 36
    (tmp_path / "h.csv").write_text(
        "start,end,event,component,service,size\n2027-01-01T00:00,2027-01-02T00:00,outage,platform,,\n"
        "2027-01-01T00:00,2027-01-02T00:00,surge,,voice,5 %\n"
    )
    assert happening(world(WORLD + "history: h.csv\n"), MONTHS) == 36 * 3 + 2


def test_shocks_are_counted_with_what_they_follow_and_what_raises_them(world: World) -> None:
    shocks = f"""shocks:
  first: {{{SURGE}, arrives: {{rate: 2 per year}}}}
  second: {{{SURGE}, arrives: {{rate: 1 per year, raised by: {{first: {{by: 600 %, lasts: 2 months}}}}}}}}
  third: {{{SURGE}, arrives: {{after: {{shock: second, delay: 1 day, probability: 50 %}}}}}}
  once: {{{SURGE}, arrives: {{date: 2027-03-01, probability: 25 %}}}}
"""
    scenario = world(WORLD + shocks)
    counted = arriving(scenario, MONTHS)
    assert counted["first"] == 6 and counted["once"] == 0.25
    assert counted["second"] == pytest.approx(3 + 6 * 6 * 2 / 12, rel=0.002) and counted["third"] == counted["second"] / 2
    # As often as they are drawn, but for what is raised beyond the end of the term.
    blocks = [effects_of(scenario, span_of(CALENDAR, CALENDAR.month_starts(MONTHS), 5, block), block) for block in range(8)]
    for name, mean in counted.items():
        drawn = np.concatenate([np.bincount(one[name].arrived[0], minlength=BLOCK) for one in blocks])
        assert mean * 0.93 - 4 * drawn.std() / np.sqrt(drawn.size) < drawn.mean() < mean + 4 * drawn.std() / np.sqrt(drawn.size), name


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (WORLD.replace("2 per month", "1 000 per month"), 4, "'platform' has 36,000 of them"),
        (WORLD.replace("3 per quarter", "999 per quarter"), 4, "'platform' has 11,988 of them"),
        (
            WORLD + f"shocks:\n  a: {{{SURGE}, arrives: {{rate: 90 per month}}}}\n"
            f"  b: {{{SURGE}, arrives: {{rate: 5 per month, raised by: {{a: {{by: 100 %, lasts: 100 years}}}}}}}}\n",
            7,
            "the shock 'b' arrives about",
        ),
        (WORLD + "shocks:\n" + "".join(f"  s{i}: {{{SURGE}, arrives: {{rate: {i} per month}}}}\n" for i in range(90, 94)), 9, "3,348 times"),
    ],
)  # fmt: skip
def test_more_than_a_life_can_hold_is_refused_where_it_is_said(world: World, text: str, line: int, words: str) -> None:
    (problem,) = too_much(world(text), MONTHS)
    assert problem.code == "X016" and problem.place.line == line and problem.place.column > 1
    assert words in problem.message and problem.hint


def test_what_a_life_can_hold_is_not_refused(world: World) -> None:
    assert too_much(world(WORLD.replace("2 per month", "270 per month")), MONTHS) == []


def test_cohorts_of_crowded_lives_are_narrow() -> None:
    assert cohort_width(32 * BLOCK, 1, 1) == cohort_width(32 * BLOCK, 1, 1, rows=100) == 32 * BLOCK
    assert cohort_width(32 * BLOCK, 1, 1, rows=MOST_A_LIFE) == BLOCK
    for rows in (200, 1_000, 3_000):
        assert ROWS / 4 <= cohort_width(32 * BLOCK, 1, 1, rows=rows) * rows <= ROWS
