"""Dated outages are replayed as they happened; rows that cannot be are refused, each with its number."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest

from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput, Problem
from wargame.core.source import read_yaml
from wargame.world.history import History, read_histories, read_history

CALENDAR = Calendar(dt.date(2027, 1, 1))
COMPONENTS = frozenset({"platform", "network"})


def read(tmp_path: Path, text: str) -> tuple[History | None, list[Problem]]:
    """A history, and its problems."""
    path = tmp_path / "outages.csv"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    return read_history(path, CALENDAR.instant, COMPONENTS, problems), problems


def test_rows_in_any_order_overlapping_or_not(tmp_path: Path) -> None:
    text = (
        "start,end,component,planned,note\n2027-01-02T00:00,2027-01-02T01:30,platform,yes,patch\n\n2027-01-01T23:00:01,2027-01-03T00:00,network,,\n"
    )
    history, problems = read(tmp_path, text)
    assert problems == [] and history is not None
    first, second = history.outages
    assert (first.component, first.start, first.length, first.planned) == ("network", 23 * 3600 + 1, 25 * 3600 - 1, False)
    assert (second.component, second.start, second.length, second.planned, second.note) == ("platform", 86_400, 5400, True, "patch")


def test_times_with_an_offset_are_brought_to_one_zone(tmp_path: Path) -> None:
    text = "start,end,component\n2027-01-02T02:00+02:00,2027-01-02T01:00Z,platform\n2027-01-02T00:00+00:00,2027-01-02T01:00+00:00,network\n"
    history, problems = read(tmp_path, text)
    assert problems == [] and history is not None
    assert {(one.start, one.length) for one in history.outages} == {(86_400, 3600)}


def test_before_the_effective_date_is_a_negative_instant(tmp_path: Path) -> None:
    history, _ = read(tmp_path, "start,end,component\n2026-12-31T23:00,2027-01-01T01:00,platform\n")
    assert history is not None and history.outages[0].start == -3600


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("2027-01-02T00:00,2027-01-02T01:00,plattform", "H003", "row 3: the component 'plattform'"),
        ("2027-01-02T00:00,2027-01-02T01:00", "H003", "row 3: the component ''"),
        ("2nd of January,2027-01-02T01:00,platform", "H002", "row 3: `start` is '2nd of January'"),
        ("2027-01-02,2027-01-02T01:00,platform", "H002", "without a clock time"),
        ("2027-01-02T00:00,,platform", "H002", "row 3: `end` is ''"),
        ("2027-02-30T00:00,2027-03-02T01:00,platform", "H002", "row 3: `start`"),
        ("2027-01-02T01:00,2027-01-02T00:00,platform", "H005", "row 3: ends at"),
        ("2027-01-02T01:00,2027-01-02T01:00,platform", "H005", "not after its start"),
        ("2027-01-02T01:00Z,2027-01-02T02:00Z,platform", "H004", "some times carry a zone and some do not"),
        ("2027-01-02T01:00,2027-01-02T02:00Z,platform", "H004", "some times carry a zone"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_number(tmp_path: Path, row: str, code: str, says: str) -> None:
    history, problems = read(tmp_path, f"start,end,component\n2027-01-01T00:00,2027-01-01T01:00,network\n{row}\n")
    assert history is None
    assert [(one.code, one.place.line) for one in problems] == [(code, 3)]
    assert says in problems[0].message


def test_all_bad_rows_are_named_at_once(tmp_path: Path) -> None:
    text = (
        "start,end,component,planned\nx,2027-01-02T01:00,platform,no\n2027-01-02T00:00,2027-01-02T01:00,disk,perhaps\n2027-01-03T00:00,y,network,no\n"
    )
    history, problems = read(tmp_path, text)
    assert history is None
    assert [(one.code, one.place.line) for one in problems] == [("H002", 2), ("H003", 3), ("H003", 3), ("H002", 4)]


@pytest.mark.parametrize("text", ["begin,end,component\n", "start;end;component\n"])
def test_a_file_without_the_columns_says_which(tmp_path: Path, text: str) -> None:
    history, problems = read(tmp_path, text)
    assert history is None and problems[0].code == "H001" and "start, end, component" in problems[0].message


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="empty"):
        read(tmp_path, "")


def test_an_unknown_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    history, problems = read(tmp_path, "start,end,component,plannd\n2027-01-01T00:00,2027-01-01T01:00,network,no\n")
    assert history is None and "plannd" in problems[0].message and "planned" in problems[0].hint


@pytest.mark.parametrize("row", ["0001-01-01T00:30+01:00,2027-01-02T01:00Z,platform", "9999-12-31T23:00,9999-12-31T23:30,platform"])
def test_a_date_at_the_edge_of_the_calendar_is_a_problem_and_never_a_crash(tmp_path: Path, row: str) -> None:
    history, problems = read(tmp_path, f"start,end,component\n{row}\n")
    assert history is not None or [one.place.line for one in problems] == [2]


def volumes(tmp_path: Path, text: str, services: frozenset[str] = frozenset({"voice", "post"})) -> tuple[History | None, list[Problem]]:
    """Dated volumes, and their problems."""
    (tmp_path / "volumes.csv").write_text(text, encoding="utf-8")
    node = read_yaml("volumes: volumes.csv\n", str(tmp_path / "world.yaml"))
    inputs = SimpleNamespace(history=SimpleNamespace(events=None, volumes="volumes.csv"), services=services, components=())
    problems: list[Problem] = []
    return read_histories(node, inputs, lambda when: (when - dt.datetime(2027, 1, 1)).days * 86_400, problems), problems


@pytest.mark.parametrize("cell", ["4²", "④", "4120.5", "-5", "many", "9" * 13])
def test_a_volume_that_is_no_whole_number_of_units_is_refused_with_its_row(tmp_path: Path, cell: str) -> None:
    history, problems = volumes(tmp_path, f"date,voice\n2027-03-01,{cell}\n")
    assert history is None
    assert [(one.code, one.place.line) for one in problems] == [("H007", 2)] and cell in problems[0].message


def test_volumes_go_day_after_day_and_say_where_they_know_nothing(tmp_path: Path) -> None:
    wide, problems = volumes(tmp_path, "date,voice,post\n2027-01-03,5,0\n2027-01-04,,7\n2027-01-05,6,8\n")
    assert problems == [] and wide is not None
    assert wide.volumes == {"voice": {2: 5, 4: 6}, "post": {2: 0, 3: 7, 4: 8}}
    rows = "2027-01-03,voice,5\n2027-01-03,post,0\n2027-01-04,post,7\n2027-01-04,voice,\n2027-01-05,voice,6\n2027-01-05,post,8\n"
    long, problems = volumes(tmp_path, "date,service,volume\n" + rows)
    assert problems == [] and long is not None and long.volumes == wide.volumes
    # One service may be told by the month and the other by the day: each goes by itself.
    apart, problems = volumes(tmp_path, "date,service,volume\n2027-01-03,voice,5\n2027-01-04,voice,6\n2027-01-01,post,1\n2027-01-02,post,1\n")
    assert problems == [] and apart is not None and apart.volumes == {"voice": {2: 5, 3: 6}, "post": {0: 1, 1: 1}}


@pytest.mark.parametrize(
    ("text", "rows", "says"),
    [
        ("date,voice\n2027-01-03,5\n2027-01-05,5\n", [3], "row 3: 1 day missing between 2027-01-03 and 2027-01-05"),
        ("date,voice\n2027-01-03,5\n\n2027-01-07,5\n", [4], "row 4: 3 days missing between 2027-01-03 and 2027-01-07"),
        ("date,voice\n2027-01-04,5\n2027-01-03,5\n2027-01-05,5\n", [3], "row 3: 2027-01-03 comes after 2027-01-04"),
        ("date,voice\n2027-01-04,5\n2027-01-04,6\n", [3], "told twice"),
        ("date,service,volume\n2027-01-03,voice,5\n2027-01-03,post,5\n2027-01-04,voice,5\n2027-01-05,post,5\n", [5], "2027-01-05 of 'post'"),
        ("date,service,volume\n2027-01-04,voice,5\n2027-01-03,voice,5\n", [3], "row 3: 2027-01-03 of 'voice' comes after 2027-01-04"),
    ],
)
def test_a_gap_or_disorder_of_dates_is_refused_with_its_row(tmp_path: Path, text: str, rows: list[int], says: str) -> None:
    history, problems = volumes(tmp_path, text)
    assert history is None
    assert [one.place.line for one in problems] == rows and says in problems[0].message and problems[0].hint
