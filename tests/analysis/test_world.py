"""The tables of the world: rounded figures of what was watched, units in words, and what a party keeps to itself."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analysis.small_run import Small, small_run
from wargame.analysis.summary import summarise, world_csv
from wargame.analysis.tables.summary import Summary
from wargame.analysis.world import is_private, several, unit_of, witnesses
from wargame.core.calendar import Calendar
from wargame.simulation.run.results import MonthlyBand, RunResult
from wargame.world.scenario.file import load_scenario


def test_every_scenario_measure_and_month_is_a_row_of_rounded_figures(run: RunResult, summary: Summary) -> None:
    rows = iter(summary.world)
    for watched in run.watched:
        for band in watched.bands:
            digits = 2 if band.measure == "downtime" else 1
            for month, edges in enumerate(band.quantiles):
                row = next(rows)
                assert (row.scenario, row.name, row.measure, row.month) == (watched.scenario, band.name, band.measure, month + 1)
                assert list(row.edges) == [round(edge, digits) for edge in edges if edge is not None]
                assert (row.plan, row.n) == (round(band.plan[month], digits), watched.counted[month])
    assert next(rows, None) is None
    assert {row.unit for row in summary.world} == {"calls a month", "calls", "hours a month"}
    assert summary.world[0].label == "2027-01" and summary.world[11].label == "2027-12"


def test_the_witness_is_the_worst_life_and_its_events_stand_in_their_months(run: RunResult, summary: Summary) -> None:
    base = [one for one in run.cells if one.cell.variant == "base"]
    worst = {one.cell.scenario: int(one.losses["client"].argmax()) for one in base}
    assert witnesses(run.cells, "client") == worst
    events = summary.world_events
    assert {row.scenario for row in events} == set(worst) and all(row.future == worst[row.scenario] for row in events)
    for row in events:
        assert int(row.at) + 1 == row.month == int(row.date[5:7]) and row.kind == "outage" and row.size >= 1.0
    down = {(row.scenario, row.month): row.witness for row in summary.world if row.measure == "downtime"}
    longest = max(events, key=lambda row: row.size)
    assert down[longest.scenario, longest.month] >= min(longest.size, 1.0)


def test_the_file_holds_the_same_and_runs_nothing(summary: Summary) -> None:
    found = list(csv.DictReader(io.StringIO(world_csv(summary))))
    assert len(found) == len(summary.world) and "private" not in found[0]
    assert [float(row["p50"]) for row in found] == [row.p50 for row in summary.world]
    odd = replace(summary.world[0], name="=1+1", p5=None)
    (row,) = csv.DictReader(io.StringIO(world_csv(replace(summary, world=(odd,)))))
    assert row["name"] == "'=1+1" and row["p5"] == ""


def test_a_run_that_nobody_watched_has_no_rows(tmp_path: Path) -> None:
    run, findings = small_run(tmp_path, Small(futures=20, variants=False))
    run.watched.clear()
    assert summarise(run, findings).world == summarise(run, findings).world_events == ()


def test_units_are_said_in_words() -> None:
    def band(measure: str) -> MonthlyBand:
        return MonthlyBand("service", "voice", measure, (), (), ())

    assert [unit_of(band(m), "query") for m in ("demand", "backlog", "answered in time", "downtime")] == [
        "queries a month", "queries", "share", "hours a month",
    ]  # fmt: skip
    assert [several(unit) for unit in ("call", "switch", "day", "業務", "GB", "TB-months", "case file")] == [
        "calls", "switches", "days", "業務", "GB", "TB-months", "case files",
    ]  # fmt: skip


WORLD = """name: World
services:
  voice:
    demand: {level: 100 000 per month}
    capacity: {level: 108 000 per month}
    needs: [platform]
    staff: desk
    MINE
staff:
  desk:
    people: 100
    THEIRS
components:
  platform: {outages: 2 per month, repair: {median: 42 minutes, p95: 8 hours}DOWN}
shocks:
  rush: {kind: volume_surge, service: voice, arrives: {rate: 1 per year}, size: {low: 10 %, mode: 20 %, high: 30 %}, lasts: 9 days SHOCK}
"""
ALL = {"demand", "capacity", "backlog", "downtime", "headcount"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, {"demand", "downtime"}),
        ({"MINE": "private: no"}, {"demand", "downtime"}),
        ({"THEIRS": "private: no"}, {"demand", "downtime", "headcount"}),
        ({"MINE": "private: no", "THEIRS": "private: no"}, ALL),
        ({"MINE": "private: yes", "THEIRS": "private: no"}, set()),
        ({"MINE": "private: no", "THEIRS": "private: no", "DOWN": ", private: yes"}, {"demand", "headcount"}),
        ({"MINE": "private: no", "THEIRS": "private: no", "SHOCK": ", private: yes"}, set()),
    ],
)
def test_how_a_service_is_staffed_is_the_providers_own(said: dict[str, str], shown: set[str], tmp_path: Path) -> None:
    text = WORLD
    for word in ("MINE", "THEIRS", "DOWN", "SHOCK"):
        text = text.replace(word, said.get(word, ""))
    (tmp_path / "world.yaml").write_text(text, encoding="utf-8")
    scenario = load_scenario(tmp_path / "world.yaml", "GBP", Calendar(dt.date(2027, 1, 1)).instant)
    bands = [MonthlyBand("staff", "desk", m, (), (), ()) if m == "headcount" else MonthlyBand("service", "voice", m, (), (), ()) for m in sorted(ALL)]
    assert {band.measure for band in bands if not is_private(scenario, band)} == shown
