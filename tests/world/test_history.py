"""Dated outages are replayed as they happened; rows that cannot be are refused, each with its number."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest

from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput, Problem
from wargame.core.source import read_yaml
from wargame.world.history.events import PastEvent
from wargame.world.history.replayed import History, Moved, read_histories, read_history
from wargame.world.history.rows import MOST_PROBLEMS

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


def test_a_row_may_say_whose_fault_it_is_and_when_it_was_detected(tmp_path: Path) -> None:
    rows = (
        "2027-01-02T00:00,2027-01-02T05:00,platform,client,20 minutes",
        "2027-01-03T00:00,2027-01-03T05:00,platform,,2027-01-03T01:00",
        "2027-01-04T00:00,2027-01-04T05:00,platform,,",
    )
    history, problems = read(tmp_path, "start,end,component,fault,detected\n" + "\n".join(rows))
    assert problems == [] and history is not None
    assert [(one.fault, one.detected) for one in history.outages] == [("client", 1200), ("", 3600), ("", None)]


@pytest.mark.parametrize(
    ("fault", "detected", "code", "says"),
    [
        ("provder", "", "H003", "did you mean"),
        ("", "soon", "H002", "`detected` is 'soon'"),
        ("", "2 months", "H011", "2027-01-02T02:00"),
        ("", "2027-01-02T01:59", "H011", "no time or length by the clock from the start"),
        ("", "2027-01-02T03:00Z", "H011", "with an offset where that has one"),
    ],
)
def test_a_fault_or_detection_that_cannot_be_is_refused_with_its_row(tmp_path: Path, fault: str, detected: str, code: str, says: str) -> None:
    text = f"start,end,component,fault,detected\n2027-01-02T02:00,2027-01-02T05:00,platform,{fault},{detected}\n"
    history, problems = read(tmp_path, text)
    assert history is None and [(one.code, one.place.line) for one in problems] == [(code, 2)]
    assert says in f"{problems[0].message} {problems[0].hint}"


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


@pytest.mark.parametrize("text", ["begin,end,component\n", "start;end\n", "sep=;\n", "a text\n"])
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


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffstart,end,component\r\n2027-01-02T00:00,2027-01-02T01:00,platform\r\n",
        "Start , END,\tComponent\n 2027-01-02T00:00 , 2027-01-02T01:00 , platform \n",
        "start;end;component\n2027-01-02T00:00;2027-01-02T01:00;platform\n",
        "start\tend\tcomponent\n2027-01-02 00:00\t2027-01-02 01:00\tplatform\n",
        '"start","end","component"\n"2027-01-02T00:00","2027-01-02T01:00","platform"\n',
        "\n\nstart,end,component,,\n2027-01-02T00:00,2027-01-02T01:00,platform,,\n ,, ,,\n,,,,\n",
    ],
)
def test_a_table_as_programs_write_it_says_the_same(tmp_path: Path, text: str) -> None:
    history, problems = read(tmp_path, text)
    assert problems == [] and history is not None
    assert [(one.component, one.start, one.length) for one in history.outages] == [("platform", 86_400, 3600)]


def test_rows_are_numbered_by_the_lines_of_the_file(tmp_path: Path) -> None:
    text = 'start,end,component,note\n2027-01-02T00:00,2027-01-02T01:00,platform,"two\nlines"\n\n2027-01-03T00:00,x,platform,\n'
    history, (problem,) = read(tmp_path, text)
    assert history is None and problem.place.line == 5 and "row 5" in problem.message


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('2027-01-02T00:00,2027-01-02T01:00,platform,"never closed', "never closed"),
        ("2027-01-02T00:00,2027-01-02T01:00,platform,a note, with a comma", "quote what holds a comma"),
    ],
)
def test_a_row_that_would_swallow_others_or_lose_words_is_refused(tmp_path: Path, row: str, says: str) -> None:
    """Of a quotation mark that is never closed all rows that follow would become a note."""
    history, (problem,) = read(tmp_path, f"start,end,component,note\n{row}\n2027-01-03T00:00,2027-01-03T01:00,network,\n")
    assert history is None and (problem.code, problem.place.line) == ("H001", 2) and says in problem.hint


def test_a_row_that_is_there_twice_is_refused_unless_a_note_tells_them_apart(tmp_path: Path) -> None:
    rows = [
        "2027-01-02T00:00,2027-01-02T01:00,platform,",
        "2027-01-03T00:00,2027-01-03T01:00,network,",
        "2027-01-02T00:00,2027-01-02T01:00,platform,",
    ]
    history, (problem,) = read(tmp_path, "start,end,component,note\n" + "\n".join(rows))
    assert history is None and (problem.code, problem.place.line) == ("H009", 4) and "row 2" in problem.message
    history, problems = read(tmp_path, "start,end,component,note\n" + "\n".join(rows) + "the second of two")
    assert problems == [] and history is not None and len(history.outages) == 3


@pytest.mark.parametrize(
    ("start", "end", "first", "days"),
    [
        ("2027-01-04T10:36", "2027-01-07T00:00", 3, 3),  # from the day on which it begins to the one before the end
        ("2027-01-04T09:00", "2027-01-04T17:00", 3, 1),
        ("2027-01-04T00:00", "2027-01-06T23:59", 3, 3),
        ("2027-01-04T00:00-05:00", "2027-01-07T00:00-05:00", 3, 3),  # a day is one of the calendar it was written by
        ("2027-01-04T00:00+09:00", "2027-01-07T00:00+09:00", 3, 3),
    ],
)
def test_a_surge_holds_on_the_days_that_it_touches(tmp_path: Path, start: str, end: str, first: int, days: int) -> None:
    (tmp_path / "events.csv").write_text(f"start,end,event,service,size\n{start},{end},surge,voice,25 %\n", encoding="utf-8")
    problems: list[Problem] = []
    history = read_history(tmp_path / "events.csv", CALENDAR.instant, (), problems, {"voice"})
    assert problems == [] and history is not None
    assert [(one.first, one.days, one.size) for one in history.moved] == [(first, days, 250_000)]


def test_of_a_file_that_is_wrong_throughout_the_first_rows_are_told(tmp_path: Path) -> None:
    history, problems = read(tmp_path, "start,end,component\n" + "".join(f"x{i},y,platform\n" for i in range(5_000)))
    assert history is None and len(problems) == MOST_PROBLEMS + 1
    assert "9,980 more" in problems[-1].message  # two a row


def test_what_lies_outside_the_term_is_counted_apart() -> None:
    """A term of ten days: an outage that begins before it, one on its last second, one after it; a surge that reaches into it."""
    end = 10 * 86_400
    outages = tuple(PastEvent("platform", start, 3600) for start in (-1, end - 1, end))
    moved = tuple(Moved("voice", first, 3, 1) for first in (-3, -2, 9, 10))
    history = History(outages, "", moved, {"voice": {-1: 5, 0: 5, 9: 5}, "post": {10: 1}})
    assert history.within(end) == {"events": (4, 7), "volumes": (2, 4)}
    assert history.cut(end) == (1, 1)


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


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("2027-01-03,4,120", "H001", "4 cells under 3 columns"),  # 4,120 without quotes
        ("2027-01-03,4", "H001", "was the file cut off here"),
        ("03/01/2027,4,5", "H002", "'03/01/2027', not a date"),
    ],
)
def test_a_row_of_volumes_that_could_be_read_wrongly_is_refused(tmp_path: Path, row: str, code: str, says: str) -> None:
    row = row + ",7" if row.endswith("120") else row
    history, (problem,) = volumes(tmp_path, f"date,voice,post\n{row}\n")
    assert history is None and (problem.code, problem.place.line) == (code, 2) and says in problem.message + problem.hint


def test_volumes_in_a_table_as_programs_write_it(tmp_path: Path) -> None:
    history, problems = volumes(tmp_path, '\ufeffDate; voice ;post;\r\n"2027-01-03";" 5 ";0;\r\n\r\n2027-01-04;;7;\r\n')
    assert problems == [] and history is not None and history.volumes == {"voice": {2: 5}, "post": {2: 0, 3: 7}}


def test_a_column_that_is_no_service_is_told_once(tmp_path: Path) -> None:
    history, (problem,) = volumes(tmp_path, "date,voice,pots\n2027-01-03,5,1\n2027-01-04,5,1\n")
    assert history is None and (problem.code, problem.place.line) == ("H003", 1) and "post" in problem.hint


WAYS = {
    "German": "start;end;component\n10.01.2027 9:05;10.01.2027 11:05;platform\n03.02.2027 00:00;03.02.2027 1:30;network\n",
    "American": "start,end,component\n1/10/2027 9:05 AM,1/10/2027 11:05 AM,platform\n2/3/2027 12:00 AM,2/3/2027 1:30 AM,network\n",
    "a separator that is named": "sep=;\nstart;end;component\n2027-01-10T09:05;2027-01-10 11:05;platform\n2027-02-03 0:00;2027-02-03 1:30;network\n",
    "minutes": "start,duration_min,component\n2027-01-10T09:05,120,platform\n2027-02-03T00:00,90,network\n",
    "hours": "start;Duration (hours);component\n2027-01-10T09:05;2,0;platform\n2027-02-03T00:00;1,5;network\n",
    "a clock": "start,length,component\n2027-01-10T09:05,2:00,platform\n2027-02-03T00:00,1:30,network\n",
    "either": "start,end,duration_min,component\n2027-01-10T09:05,2027-01-10T11:05,,platform\n2027-02-03T00:00,,90,network\n",
    "days of a spreadsheet": "start,end,component\n46397.378472222,46397.461805556,platform\n46421,46421.0625,network\n",
    "seconds": "start,end,component\n1799571900,1799579100,platform\n1801612800,1801618200,network\n",
    "milliseconds": "start,end,component\n1799571900000,1799579100000,platform\n1801612800000,1801618200000,network\n",
    "names of months": "start,end,component\n10 Jan 2027 09:05,10/Jan/2027 11:05 AM,platform\n3 Feb 2027 0:00,February 3, 2027 01:30,network\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_outages_however_a_tool_writes_them(tmp_path: Path, way: str) -> None:
    text = WAYS[way]
    if way == "American":  # a day above twelve shows which number it is
        text += "3/14/2027 12:00 AM,3/14/2027 1:00 AM,network\n"
    text = text.replace("February 3, 2027 01:30", '"February 3, 2027 01:30"')
    history, problems = read(tmp_path, text)
    assert problems == [] and history is not None
    found = [(one.component, one.start, one.length) for one in history.outages if one.start < 60 * 86_400]
    assert found == [("platform", 9 * 86_400 + 32_700, 7200), ("network", 33 * 86_400, 5400)]
    (tmp_path / "outages.csv").write_bytes(text.encode("utf-16"))
    again = read_history(tmp_path / "outages.csv", CALENDAR.instant, COMPONENTS, [])
    assert again is not None and again.outages == history.outages


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("start,end,component\n10.01.27 09:05,10.01.27 11:05,platform\n", "H002", 2, "its year has two digits"),
        ("start,end,component\n05/03/2027 09:05,05/03/2027 11:05,platform\n", "H002", 2, "day or month first"),
        ("start,duration,component\n2027-01-10T09:05,120,platform\n", "H012", 2, "nobody can tell the unit"),
        ("start,duration_min,component\n2027-01-10T09:05,-5,platform\n", "H012", 2, "a length cannot be"),
        ("start;duration_min;component\n2027-01-10T09:05;1.500;platform\n", "H012", 2, "'1.500' could be 1.5 or 1500"),
        ("start,component\n2027-01-10T09:05,platform\n", "H001", 1, "or a length, such as duration_min"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(tmp_path: Path, text: str, code: str, line: int, says: str) -> None:
    history, problems = read(tmp_path, text)
    assert history is None and {(one.code, one.place.line) for one in problems} == {(code, line)}
    assert says in problems[0].message and problems[0].hint


def test_an_outage_without_length_counts_as_in_a_fit_and_the_history_says_so(tmp_path: Path) -> None:
    history, problems = read(
        tmp_path, "start,end,component\n2027-01-02T01:00,2027-01-02T01:00,platform\n2027-01-03T01:00,2027-01-03T02:00,platform\n"
    )
    assert problems == [] and history is not None
    assert [one.length for one in history.outages] == [30, 3600] and history.said == {"events": ("1 of length 0 count as 30 seconds",)}


def test_what_each_column_was_read_as_is_said(tmp_path: Path) -> None:
    events, _ = read(tmp_path, "start;duration_min;component;note\n05.03.2027 09:05;20;platform;x\n")
    assert events is not None and events.columns["events"] == (
        "the columns start and component are what their names say",
        "`duration_min` is how long an event lasts where its row names no end",
        "`note` is for people",
        "times are local",
    )
    assert events.said["events"] == ("cells separated by semicolons", "dates are day first")
    wide, _ = volumes(tmp_path, "date;voice;post;note\n28.02.2027;3.275;980;\n01.03.2027;1.234.567;12;Monday\n")
    assert wide is not None and wide.columns["volumes"] == (
        "`voice` is what arrives of the service voice that day",
        "`post` is what arrives of the service post that day",
        "`note` is for people",
    )
    assert wide.said["volumes"][:2] == ("cells separated by semicolons", "dates are day first")
    long, _ = volumes(tmp_path, "date,service,volume\n2027-01-03,voice,5\n")
    assert long is not None and long.columns["volumes"] == ("`volume` is what arrives of the `service` of the row that day",)


def test_volumes_with_marks_and_dates_of_their_country(tmp_path: Path) -> None:
    history, problems = volumes(tmp_path, "date;voice;post\n28.02.2027;3.275;980\n01.03.2027;1.234.567;12\n")
    assert problems == [] and history is not None
    assert history.volumes == {"voice": {58: 3275, 59: 1_234_567}, "post": {58: 980, 59: 12}}
    history, problems = volumes(tmp_path, "date;voice\n2027-02-28;3.275\n")
    assert history is None and [(one.code, one.place.line) for one in problems] == [("H007", 2)] and "3.275 or 3275" in problems[0].message
