"""Which outages a level counts, and for how long: figures worked by hand, and random months against a plain count of minutes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from tests.contract.clauses.desk_of import Played, play_case
from wargame.core.calendar import Calendar
from wargame.core.hours import ServiceHours
from wargame.core.problem import BadInput

JANUARY = 744  # hours, from Friday 1 January 2027
CREDIT = """
## 5.1 Charge

```terms
kind: fixed_charge
amount: GBP 10 000
per: month
```

## 8.2 Credit

```terms
kind: service_credit
service level: 8.1
per point: {below: 100 %, credit: 100 %}
part points: in proportion
```
"""
WORLD = """name: A case
services: {voice: {demand: {level: 1 000 per day}, needs: [platform, network]}}
components:
  platform: {severity: P1, detection: 10 minutes, report: 30 minutes, notice: 3 days}
  network: {severity: P2, notice: 10 days}
"""


def level(**terms: str) -> str:
    """A level of 100 % with some terms more, and a credit of 100 % for each point."""
    said = "".join(f"{name.replace('_', ' ')}: {value}\n" for name, value in terms.items())
    return f"## 8.1 Level\n\n```terms\nkind: service_level\nservice: voice\ntarget: 100 %\n{said}```\n{CREDIT}"


def played(tmp_path: Path, outages: list[str], months: int = 1, **terms: str) -> Played:
    """Outages (`start,end,component`, `!` before one that is planned) against a level."""
    rows = tuple(f"{one.lstrip('!')},{'yes' if one.startswith('!') else 'no'}" for one in outages)
    return play_case(tmp_path, level(**terms), months=months, world=WORLD, outages=rows, columns="start,end,component,planned")


def down(tmp_path: Path, outages: list[str], **terms: str) -> tuple[float, float]:
    """Hours down, and hours of service, of the month."""
    measures = played(tmp_path, outages, **terms).measures
    part, whole = (int(measures["8.1", name]) for name in ("part", "whole"))
    return (whole - part) / 3600, whole / 3600


PLANNED = ["!2027-01-05T00:00,2027-01-05T06:00,platform", "2027-01-05T02:00,2027-01-05T04:00,platform"]


@pytest.mark.parametrize(
    ("terms", "hours", "paid"),
    [
        # Two hours of 744 are 0.2688 points: 2,688.17.
        ({}, (2, JANUARY), 268_817),
        ({"planned_work": "outages"}, (2, JANUARY), 268_817),
        ({"planned_work": "hours"}, (0, JANUARY - 6), 0),
        ({"planned_work": "hours", "overlapping_outages": "added"}, (0, JANUARY - 6), 0),
    ],
)
def test_planned_outages_or_planned_hours(tmp_path: Path, terms: dict[str, str], hours: tuple[int, int], paid: int) -> None:
    found = played(tmp_path, PLANNED, excluding="[planned]", **terms)
    assert found.total("service credits") == paid
    assert down(tmp_path, PLANNED, excluding="[planned]", **terms) == hours


def test_what_overruns_a_window_counts(tmp_path: Path) -> None:
    """Sundays are 3, 10, 17, 24 and 31 January: the window is 20 hours of the month."""
    work = ["!2027-01-10T02:00,2027-01-10T07:30,platform", "2027-01-17T03:00,2027-01-17T05:00,network"]
    window = {"excluding": "[planned]", "maintenance_window": "Sun 02:00-06:00"}
    # The overrun of an hour and a half, and the two hours in the window that nobody planned.
    assert down(tmp_path, work, **window) == (3.5, JANUARY)
    # Left out as hours: nothing counts in the window.
    assert down(tmp_path, work, planned_work="hours", **window) == (1.5, JANUARY - 20)
    # In service hours from 05:00 the window has an hour on five Sundays: 31 x 15 - 5.
    assert down(tmp_path, work, planned_work="hours", hours="05:00-20:00", **window) == (1.5, 31 * 15 - 5)
    assert down(tmp_path, work, hours="05:00-20:00", **window) == (1.5, 31 * 15)


def test_an_allowance_of_planned_work_on_notice(tmp_path: Path) -> None:
    """Platform work is announced 3 days before, work on the network 10 days."""
    work = [
        "!2027-01-05T00:00,2027-01-05T06:00,platform",
        "!2027-01-12T00:00,2027-01-12T06:00,platform",
        "!2027-01-12T05:00,2027-01-12T09:00,network",
    ]
    assert down(tmp_path, work, excluding="[planned]") == (0, JANUARY)
    # Of 15 hours, those of the 12th from midnight to nine together, eight are allowed: two of the second night.
    assert down(tmp_path, work, excluding="[planned]", planned_allowance="8 hours") == (7, JANUARY)
    # Announced five days before: the network's alone, all four hours of which are left out; from five to six the platform is down as well.
    assert down(tmp_path, work, excluding="[planned]", planned_notice="5 days") == (12, JANUARY)
    assert down(tmp_path, work, excluding="[planned]", planned_notice="3 days") == (0, JANUARY)
    # Both: of the network's four hours three are allowed, from five to eight; the platform's twelve and the hour from eight to nine count.
    assert down(tmp_path, work, excluding="[planned]", planned_notice="5 days", planned_allowance="3 hours") == (13, JANUARY)
    # The hours of the allowance are left out, whatever else is down in them: of the platform's from five to six on the 12th.
    hours = down(tmp_path, work, excluding="[planned]", planned_notice="5 days", planned_allowance="3 hours", planned_work="hours")
    assert hours == (12, JANUARY - 3)
    # In a window each night from midnight to four: eight hours of work in it, six allowed; two at the end of it on the 12th, then what overran it.
    window = {"excluding": "[planned]", "maintenance_window": "00:00-04:00", "planned_allowance": "6 hours"}
    assert down(tmp_path, work, **window) == (2 + (2 + 5), JANUARY)


def test_the_shortest_outage_that_counts(tmp_path: Path) -> None:
    short = ["2027-01-05T00:00,2027-01-05T00:04,platform", "2027-01-06T00:00,2027-01-06T00:04,platform", "2027-01-06T00:03,2027-01-06T00:09,network"]

    def minutes(**terms: str) -> float:
        return down(tmp_path, short, **terms)[0] * 60

    assert minutes() == pytest.approx(4 + 9)
    # United, the second and the third are one of nine minutes; alone the second is too short.
    assert minutes(shortest_outage="5 minutes") == pytest.approx(9)
    assert minutes(shortest_outage="5 minutes", overlapping_outages="added") == pytest.approx(6)
    assert minutes(shortest_outage="9 minutes") == pytest.approx(9)
    assert minutes(shortest_outage="10 minutes") == 0
    assert minutes(shortest_outage="5 minutes", longer_outages="count beyond it") == pytest.approx(4)
    # And of each no more than the longest: four minutes and seven; with the short ones left out seven, or the two beyond five.
    assert minutes(longest_outage="7 minutes") == pytest.approx(4 + 7)
    assert minutes(longest_outage="7 minutes", shortest_outage="5 minutes") == pytest.approx(7)
    assert minutes(longest_outage="7 minutes", shortest_outage="5 minutes", longer_outages="count beyond it") == pytest.approx(2)


def test_outages_near_each_other_are_one(tmp_path: Path) -> None:
    blips = [f"2027-01-05T{hour:02d}:{minute:02d},2027-01-05T{hour:02d}:{minute + 3:02d},platform" for hour, minute in ((8, 0), (8, 30), (9, 40))]

    def minutes(**terms: str) -> float:
        return down(tmp_path, blips, shortest_outage="5 minutes", **terms)[0] * 60

    assert minutes() == 0
    assert minutes(joined_within="27 minutes") == pytest.approx(6)  # from 08:03 to 08:30
    assert minutes(joined_within="26 minutes") == 0
    assert minutes(joined_within="2 hours") == pytest.approx(9)
    assert minutes(joined_within="2 hours", longer_outages="count beyond it") == pytest.approx(4)
    assert minutes(joined_within="2 hours", longest_outage="7 minutes") == pytest.approx(7)


def test_severities_and_the_clock_from_the_report(tmp_path: Path) -> None:
    outages = ["2027-01-05T00:00,2027-01-05T01:00,network", "2027-01-06T00:00,2027-01-06T02:00,platform"]
    assert down(tmp_path, outages) == (3, JANUARY)
    assert down(tmp_path, outages, severities="[p1]") == (2, JANUARY)
    assert down(tmp_path, outages, severities="[P2]") == (1, JANUARY)
    # The platform's are reported after half an hour; of the network nothing is said: it is reported when it is detected, at once.
    assert down(tmp_path, outages, clock="report") == (2.5, JANUARY)


def test_a_month_end_cuts_no_outage_short(tmp_path: Path) -> None:
    """Of an outage of eight minutes two fall into January, too short as they stand then; its six minutes of February count, for it lasted eight."""
    one = ["2027-01-31T23:58,2027-02-01T00:06,platform"]
    for longer, minutes in (("count whole", 6), ("count beyond it", 3)):
        credit = played(tmp_path, one, months=2, shortest_outage="5 minutes", longer_outages=longer).total("service credits")
        assert credit == round(1_000_000 * 100 * minutes / (28 * 1440))


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"planned_allowance": "8 hours"}, "write `excluding: \\[planned\\]`"),
        ({"joined_within": "1 hour"}, "say the `shortest outage` or `longest outage`"),
        ({"shortest_outage": "0 minutes"}, "of nothing changes nothing"),
        ({"shortest_outage": "1 month"}, "timed by the clock"),
        (
            {"excluding": "[planned]", "planned_work": "hours", "maintenance_window": "Sun 02:00-06:00", "planned_notice": "5 days"},
            "leave allowance and notice out",
        ),
        ({"hours": "Mon-Fri 08:00-20:00, Fri 19:00-22:00"}, "overlap on Fri"),
        ({"excluding": "[planned]", "maintenance_window": "[Sun 02:00-06:00, Sat 22:00-03:00]"}, "overlap on Sun"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, terms: dict[str, str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        played(tmp_path, [], **terms)


def random_months(draw: Random) -> tuple[list[str], list[tuple[int, int, bool]]]:
    """Outages of January, planned or not, as rows and in minutes."""
    rows, found = [], []
    for number in range(draw.randint(2, 9)):
        begin = draw.randrange(0, 31 * 1440 - 3000)
        end = begin + draw.choice((1, 4, 7, 60, 360, 1500)) * draw.randint(1, 2)
        planned = draw.random() < 0.5
        at = [f"2027-01-{minute // 1440 + 1:02d}T{minute % 1440 // 60:02d}:{minute % 60:02d}" for minute in (begin, end)]
        rows.append(f"{'!' if planned else ''}{at[0]},{at[1]},{'network' if number % 2 else 'platform'}")
        found.append((begin, end, planned))
    return rows, found


def reckoned(outages: list[tuple[int, int, bool]], window: list[bool], allowance: int | None, hours: list[bool], by_hours: bool) -> tuple[int, int]:
    """Minutes down and minutes of service, minute by minute: united outages, and planned work in its window up to an allowance."""
    down_, planned = [False] * len(hours), [False] * len(hours)
    for begin, end, of_plan in outages:
        for minute in range(begin, end):
            (planned if of_plan else down_)[minute] = True
    left, used = [False] * len(hours), 0
    for minute in range(len(hours)):
        if planned[minute] and window[minute] and (allowance is None or used < allowance):
            left[minute], used = True, used + 1
    counted = [(is_down or (work and not out)) for is_down, work, out in zip(down_, planned, left, strict=True)]
    service = [open_ and not (by_hours and out) for open_, out in zip(hours, left, strict=True)]
    return sum(a and b for a, b in zip(counted, service, strict=True)), sum(service)


def test_random_months_come_to_what_a_count_of_minutes_says(tmp_path: Path) -> None:
    draw, calendar = Random(7), Calendar(dt.date(2027, 1, 1))
    for _ in range(25):
        rows, outages = random_months(draw)
        window, hours = (
            draw.choice(("", "Mon-Fri 22:00-06:00", "daily 00:00-04:00, Sun 12:00-20:00")),
            draw.choice(("", "Mon-Sat 06:00-12:00, 13:00-22:30")),
        )
        allowance = draw.choice((None, 5, 200, 600))
        by_hours = not window and draw.random() < 0.5
        grids = []
        for text in (window, hours):
            laid = ServiceHours(text or "24x7", calendar, 31 * 86_400)
            grids.append([laid.before(60 * minute + 60) > laid.before(60 * minute) for minute in range(31 * 1440)])
        terms = {"excluding": "[planned]", "planned_work": "hours" if by_hours else "outages", "overlapping_outages": "united"}
        terms |= ({"maintenance_window": window} if window else {}) | ({"hours": hours} if hours else {})
        terms |= {"planned_allowance": f"{allowance} minutes"} if allowance else {}
        minutes = [round(60 * one) for one in down(tmp_path, rows, **terms)]
        assert minutes == list(reckoned(outages, grids[0], allowance, grids[1], by_hours)), (rows, terms)
