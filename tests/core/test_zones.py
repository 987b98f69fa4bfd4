"""Time zones: what really goes by over a change of the clocks, and service hours by the clocks of their place, against the zone database itself."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from wargame.core.calendar import Calendar
from wargame.core.hours import LocalHours
from wargame.core.problem import BadValue
from wargame.core.zones.clocks import Clocks, clocks_of, known_zone

YEAR = 366 * 86_400
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "UTC")


def real(clocks: Clocks, when: dt.datetime) -> int:
    """Seconds since the effective midnight, as the zone database has them."""
    return round((when.astimezone(dt.UTC) - clocks.midnight).total_seconds())


@pytest.mark.parametrize("effective", [dt.date(2027, 1, 1), dt.date(2027, 7, 1)])
@pytest.mark.parametrize("zone", ZONES)
def test_every_half_hour_of_a_year_and_back(zone: str, effective: dt.date) -> None:
    clocks = clocks_of(zone, effective)
    instants, seconds = np.arange(-86_400, YEAR, 1800), np.arange(-86_400, YEAR, 1800)
    assert clocks.real(instants).tolist() == [clocks.real(int(one)) for one in instants]
    assert clocks.civil(seconds).tolist() == [clocks.civil(int(one)) for one in seconds]
    assert (clocks.real(clocks.civil(seconds)) == seconds).all()
    for second in seconds.tolist()[48:]:
        when = (clocks.midnight + dt.timedelta(seconds=second)).astimezone(ZoneInfo(zone))
        assert clocks.real(clocks.instant(when.replace(tzinfo=None))) == second  # `fold` says which of two
        assert clocks.real(clocks.instant(when)) == second == real(clocks, when)


def test_a_month_has_the_hours_that_it_has() -> None:
    """March of London has 743 hours, October 745; of New York March too, and November 721."""
    for zone, month, hours in (("Europe/London", 3, 743), ("Europe/London", 10, 745), ("America/New_York", 3, 743), ("America/New_York", 11, 721)):
        calendar = Calendar(dt.date(2027, 1, 1), zone=zone)
        starts = calendar.month_starts(12)
        whole = LocalHours("", calendar, starts[-1])
        assert whole.before(starts[month]) - whole.before(starts[month - 1]) == hours * 3600
        assert starts[month] % 86_400 == 0  # months and days stay those of the calendar


@pytest.mark.parametrize("home", ["Europe/London", "Asia/Kolkata"])
@pytest.mark.parametrize("of", ["", "America/New_York", "Australia/Sydney"])
def test_service_hours_are_those_of_the_clock_on_the_wall(home: str, of: str) -> None:
    """Against each quarter of an hour of the year, asked of the zone database: Saturdays and Sundays from midnight to six, through every change."""
    text, zone = "Sat-Sun 00:00-06:00", ZoneInfo(of or home)
    calendar = Calendar(dt.date(2027, 1, 1), zone=home)
    hours = LocalHours(f"{text}@{of}" if of else text, calendar, YEAR - 86_400)
    clocks, quarters = calendar.clocks, 0
    assert clocks is not None
    ends, expected = [], []
    for second in range(0, YEAR - 2 * 86_400, 900):
        ends.append(clocks.civil(second))
        expected.append(quarters * 900)
        when = (clocks.midnight + dt.timedelta(seconds=second)).astimezone(zone)
        quarters += when.weekday() >= 5 and when.hour < 6
    assert [hours.before(one) for one in ends] == expected
    assert hours.before(np.array(ends)).tolist() == expected


def test_a_time_that_never_is_and_one_that_is_twice() -> None:
    clocks = clocks_of("Europe/London", dt.date(2027, 1, 1))
    with pytest.raises(BadValue, match="2027-03-28 01:30 never was in Europe/London"):
        clocks.instant(dt.datetime(2027, 3, 28, 1, 30))
    first, second = (clocks.real(clocks.instant(dt.datetime(2027, 10, 31, 1, 30, fold=fold))) for fold in (0, 1))
    assert second - first == 3600


@pytest.mark.parametrize(
    ("name", "near"), [("Europe/Lodnon", "Europe/London"), ("Europe", ""), ("../UTC", ""), ("localtime", ""), ("/etc/passwd", "")]
)
def test_a_zone_that_nobody_knows_is_refused_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(BadValue) as refused:
        known_zone(name)
    assert f'no time zone "{name}"' in refused.value.message and near in refused.value.hint and "Europe/London" in refused.value.hint
    assert known_zone("Europe/Paris") == "Europe/Paris"
