"""Tables as people have them: read by the words of their columns, folded, counted; and refused with row and column where they cannot be."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.world.fitting.conftest import Fit, Refused
from wargame.world.fitting.fitted import Wishes

WEEKS = [f"2026-{1 + day // 28:02d}-{1 + day % 28:02d}" for day in range(56)]
ROWS = [f"{day},{100 + n % 7}" for n, day in enumerate(f"2026-01-{d:02d}" for d in range(1, 32))]


def incidents(n: int = 40, apart: float = 20.0, lasts: float = 2.0) -> list[tuple[dt.datetime, dt.datetime]]:
    """Incidents with lengths of an exponential law."""
    rng = np.random.default_rng(3)
    start = dt.datetime(2026, 3, 1, 8) + np.cumsum(rng.exponential(apart, n)) * dt.timedelta(hours=1)
    return [(one.replace(microsecond=0), (one + dt.timedelta(hours=h)).replace(microsecond=0)) for one, h in zip(start, rng.exponential(lasts, n))]  # noqa: B905


def rows(how: str = "%Y-%m-%d %H:%M:%S") -> list[str]:
    """The incidents as rows."""
    return [f"{start:{how}},{end:{how}}" for start, end in incidents()]


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("Date,Volume", "2026-01-{:02d},{}", "volumes"),
        ("ds;y", "2026-01-{:02d};{}", "volumes"),
        ("Timestamp\tCalls", "2026-01-{:02d} 00:00\t{}", "volumes"),
        ("day,offered", "{:02d}/01/2026,{}", "volumes"),
        ("day,offered", "{:02d}.01.2026,1 00{}", "volumes"),
        ('"date","volume"', '"2026-01-{:02d}","1,00{}"', "volumes"),
        ("date,volume", "2026-01-{:02d}T00:00:00+01:00,{}", "volumes"),
    ],
)
def test_a_table_is_known_by_its_columns(header: str, cells: str, kind: str, fit: Fit) -> None:
    one = fit([header, *(cells.format(day, day % 7) for day in range(1, 32))])
    assert (one.columns.kind, one.rows, one.period) == (kind, 31, "2026-01-01 to 2026-01-31")


@pytest.mark.parametrize("how", ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y %H:%M:%S"])
def test_times_are_read_as_they_are_written(how: str, fit: Fit) -> None:
    one = fit(["opened_at,resolved_at", *rows(how)])
    (each,) = one.repairs
    assert each.group.start[0] == (incidents()[0][0] - dt.datetime(1970, 1, 1)).total_seconds()
    assert sorted(each.group.lengths.ended) == sorted((end - start).total_seconds() for start, end in incidents())


def test_an_event_log_is_folded(fit: Fit) -> None:
    log = []
    for n, (start, end) in enumerate(incidents()):
        log += [f"INC{n},New,{start},?,3", f"INC{n},Active,{start},?,2", f"INC{n},Closed,{start},{end},2"]
    one = fit(["number,state,opened_at,resolved_at,priority", *log])
    (each,) = one.repairs
    assert (one.rows, each.arrivals.count, each.group.name, each.group.lengths.ended.size) == (120, 40, "priority 2", 40)
    assert any("an event log: 120 rows with 40 different values of number" in words for words in one.assumed)


def test_rows_without_an_end_are_open_where_the_file_says_so(fit: Fit) -> None:
    table = [
        f"{start},{'' if n in (3, 4, 5) else end},{'Open' if n == 3 else 'Closed' if n == 4 else 'P'}" for n, (start, end) in enumerate(incidents())
    ]
    one = fit(["start,end,status", *table])
    (each,) = one.repairs
    assert (each.arrivals.count, each.group.lengths.ended.size, each.group.lengths.open.size) == (40, 37, 1)
    last = max(end for n, (_, end) in enumerate(incidents()) if n not in (3, 4, 5))
    assert each.group.lengths.open[0] == (max(last, incidents()[-1][0]) - incidents()[3][0]).total_seconds()
    assert {(left.count, left.examples) for left in one.left_out} == {(1, ("row 6",)), (1, ("row 7",))}
    told = fit(["start,end", *(f"{start},{'' if n == 3 else end}" for n, (start, end) in enumerate(incidents()))], Wishes(open_ended=True))
    assert told.repairs[0].group.lengths.open.size == 1


def test_what_was_not_used_is_counted_with_its_rows(fit: Fit) -> None:
    start, end = incidents()[0]
    more = [f"{end},{start},no", f"{start},{end},no", "?,2026-03-04 10:00:00,no", f"{start},{end},yes", f"{start},{start},no"]
    one = fit(["start,end,planned", *(f"{a},{b},no" for a, b in incidents()), *more])
    said = {left.why.split(" (")[0]: (left.count, left.examples) for left in one.left_out}
    assert said == {
        "says the same as an earlier row": (1, ("row 43",)),
        "no start": (1, ("row 44",)),
        "planned work, which is no outage": (1, ("row 45",)),
        "ends before it begins": (1, ("row 42",)),
    }
    assert any("1 of length 0" in words for words in one.assumed)


def test_volumes_said_twice_count_once_and_parts_are_added_up(fit: Fit, refused: Refused) -> None:
    once = fit(["date,volume", *ROWS])
    twice = fit(["date,volume", *ROWS, *ROWS[:4]])
    assert twice.services[0].demand.totals.tolist() == once.services[0].demand.totals.tolist()
    assert twice.services[0].left_out[0].count == 4 and twice.services[0].left_out[0].examples[0] == "row 33"
    found = refused(["date,volume", *ROWS, "2026-01-05,7"])
    assert (found.code, found.place.line) == ("T008", 33) and "where row 6, otherwise the same, says" in found.message and "--add-up" in found.hint
    doubled = fit(["date,volume", *ROWS, *ROWS], Wishes(add_up=True))
    assert doubled.services[0].demand.totals.tolist() == [2 * total for total in once.services[0].demand.totals]
    parts = fit(["date,region,volume", *(f"{row.split(',')[0]},{region},{row.split(',')[1]}" for row in ROWS for region in ("north", "south"))])
    assert parts.services[0].demand.totals.tolist() == [2 * total for total in once.services[0].demand.totals]


def test_rows_in_disorder_are_put_in_order(fit: Fit) -> None:
    once, shuffled = fit(["date,volume", *ROWS]), fit(["date,volume", *sorted(ROWS, key=lambda row: row[::-1])])
    assert shuffled.services[0].demand.totals.tolist() == once.services[0].demand.totals.tolist()
    assert any("come before the row above them" in words for words in shuffled.services[0].assumed)


def test_a_day_cut_off_at_the_end_of_the_file_is_left_out(fit: Fit) -> None:
    hours = [dt.datetime(2026, 1, 1, 15) + dt.timedelta(hours=n) for n in range(24 * 40)]
    one = fit(["time,calls", *(f"{hour:%Y-%m-%d %H:%M},10" for hour in hours[: 24 * 40 - 5])])
    assert (one.services[0].first, one.services[0].last) == (dt.date(2026, 1, 2), dt.date(2026, 2, 9))
    assert [left.examples for left in one.services[0].left_out] == [("2026-01-01",), ("2026-02-10",)] or len(one.services[0].left_out) == 1


@pytest.mark.parametrize(
    ("lines", "code", "line", "says"),
    [
        (b"", "F006", 0, "the file is empty"),
        (b"\x7fELF\x02\x01\x00", "F005", 1, "NUL byte (byte offset 6)"),
        ("date,volume\n".encode("utf-16")[:-1], "F005", 1, "is not in UTF-16"),
        ("date,volume\n2026-01-01,5\n2026-01-02,5 caf\xe9\n".encode("latin-1"), "F005", 3, "offset 41 is not UTF-8"),
        (["volume", "5"], "T001", 1, "names at least two columns"),
        (["date,volume"], "T001", 1, "no row with a volume"),
        (["2026-01-01,5", "2026-01-02,5"], "T001", 1, "so it is no header"),
        (["date,volume,volume", "2026-01-01,5,5"], "T001", 1, "stands twice"),
        (["date,volume", *ROWS, "2026-02-01"], "T002", 33, "has 1 cells under 2 columns"),
        (["date,volume", *ROWS, "2026-02-01,1,234"], "T002", 33, "has 3 cells under 2 columns"),
        (["date,volume", *ROWS, '2026-02-01,"5'], "T001", 33, "not a row of separated values"),
        (["date,calsl", *ROWS], "T003", 1, "neither a column of volumes"),
        (["dtae,volume", *ROWS], "T003", 1, "need a column for the time"),
        (["date,volume", *ROWS, "2026-02-30,5"], "T004", 33, "day is out of range for month"),
        (["date,volume", *ROWS, "46054,5"], "T004", 33, "date: '46054' is no date"),
        (["date,volume", *ROWS, "01.02.26,5"], "T004", 33, "is no date"),
        (["date,volume", *ROWS, "01.02.2026,5"], "T004", 33, "written otherwise than the dates before it"),
        (["date,volume", "05-03-2026,5", "06-03-2026,5"], "T005", 2, "day first or month first"),
        (["date,volume", *(f"{d}/1/2026,5" for d in range(1, 32)), "2/14/2026,5"], "T004", 33, "read day first"),
        (["date,volume", *(f"2026-01-{d:02d}T00:00Z,5" for d in range(1, 32)), "2026-02-01T00:00+01:00,5"], "T006", 33, "has the offset +01:00"),
        (["date,volume", *ROWS, "2026-02-01T00:00Z,5"], "T006", 33, "and the times before it have no offset"),
        (["date,volume", *ROWS, "2026-02-01,-5"], "T007", 33, "is negative"),
        (["date,volume", *ROWS, "2026-02-01,five"], "T007", 33, "volume: 'five' is no number"),
        (["date;volume", *(row.replace(",", ";") for row in ROWS), "2026-02-01;1.234,5.6"], "T007", 33, "is no number"),
        (["date;volume", *(row.replace(",", ";") for row in ROWS), "2026-02-01;3.275"], "T012", 33, "'3.275' could be 3.275 or 3275"),
        (
            ["date;volume", *(row.replace(",", ";") for row in ROWS), "2026-02-01;3.275", "2026-02-02;4,5", "2026-02-03;4.5"],
            "T012",
            35,
            "another mark",
        ),
        (["date;volume", *(row.replace(",", ";") for row in ROWS), "2026-02-01;0,5", "2026-02-02;1,234.567"], "T012", 34, "than '0,5' in row 33"),
        (["date,volume", *ROWS, "1/Feb/26,5"], "T004", 33, "its year has two digits"),
        (["date,volume", "46054,5", "46055,6", "2026-02-03,7"], "T004", 4, "is no day number of a spreadsheet, as the times before it are"),
        (["date,volume", "1767225600,5", "46055,6"], "T004", 3, "nor a number of seconds since 1970"),
        (["start,end,duration", *(f"{a},,90" for a, b in incidents())], "T013", 2, "nobody can tell the unit"),
        (["start,duration_min", *(f"{a},ninety" for a, b in incidents())], "T013", 2, "'ninety' is no number"),
        (["start,duration_min", *(f"{a},-5" for a, b in incidents())], "T013", 2, "a length cannot be"),
        (["date,volume", *ROWS, "2026-02-01,1e999"], "T007", 33, "is no number"),
        (["date,volume", *ROWS, "2026-02-01,9999999999999"], "T007", 33, "above the limit"),
        (["date,volume", *ROWS, "2026-02-01," + "7" * 2000], "T007", 33, "a cell of 2,000 characters"),
        (["date,volume", *ROWS, "9999-12-31,5"], "T004", 1, "more than a hundred years"),
        (["date,volume", *ROWS, "2026-06-01,5"], "T009", 1, "have no row, the first 2026-02-01"),
        (["start,end", *(f"{b},{a}" for a, b in (row.split(",") for row in rows()))], "T010", 2, "end before they begin"),
        (["start,end", *rows(), "2026-02-30 10:00:00,2026-03-30 10:00:00"], "T004", 42, "start: '2026-02-30 10:00:00' is no date"),
        (["start,end", *rows(), "2026-02-20 10:00:00,2026-03-30 10:00:00Z"], "T006", 42, "end: "),
        (["start,end", ",", "?,?"], "T001", 1, "no row of the table is an incident"),
        (["end,priority", *rows()], "T003", 1, "need a column for the time, such as 'start'"),
        (["date,queue,volume", *(f"2026-01-01,q{n},5" for n in range(300))], "T003", 202, "more than 200 different values"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(lines: list[str] | bytes, code: str, line: int, says: str, refused: Refused) -> None:
    found = refused(lines)
    assert (found.code, found.place.line) == (code, line), found
    assert says in found.message and found.hint


def test_every_bad_row_is_told_up_to_twenty(refused: Refused, fit: Fit) -> None:
    from wargame.core.problem import BadInput

    with pytest.raises(BadInput) as caught:
        fit(["date,volume", *(f"2026-01-{d:02d},x" for d in range(1, 32))])
    assert [problem.place.line for problem in caught.value.problems] == list(range(2, 22))


def test_a_misnamed_column_is_suggested(refused: Refused) -> None:
    assert 'did you mean "calls"?' in refused(["date,calls", *ROWS], Wishes(columns={"volume": "cals"})).hint
    assert 'did you mean "volume" by "volum"?' in refused(["date,volum", *ROWS]).hint
    assert 'did you mean "date" by "dtae"?' in refused(["dtae,volume", *ROWS]).hint


def test_the_period_asked_for_is_kept_to(fit: Fit) -> None:
    wishes = Wishes(period=(dt.date(2026, 1, 5), dt.date(2026, 1, 25)))
    one = fit(["date,volume", *ROWS], wishes)
    assert one.period == "2026-01-05 to 2026-01-25" and one.services[0].left_out[0].count == 10
    cases = fit(["start,end", *rows()], Wishes(period=(dt.date(2026, 3, 1), dt.date(2026, 3, 31))))
    assert cases.period == "2026-03-01 to 2026-03-31" and cases.days == 31 and cases.repairs[0].rate.value is not None


def test_the_unclear_order_of_a_date_can_be_told(fit: Fit) -> None:
    lines = ["date,volume", *(f"{d:02d}-{m:02d}-2026,5" for m in range(1, 9) for d in range(1, 13))]
    assert fit(lines, Wishes(order="day", period=(dt.date(2026, 1, 1), dt.date(2026, 1, 12)))).days == 12
    assert fit(lines, Wishes(order="month", period=(dt.date(2026, 1, 1), dt.date(2026, 1, 8)))).days == 8
