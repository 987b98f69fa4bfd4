"""Dates to seconds and back: months clamp and never drift, business days skip weekends and holidays, centuries end."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.core.calendar import Calendar, add_months
from wargame.core.problem import BadValue
from wargame.core.quantities import Duration
from wargame.core.values import DAY


def dates(effective: str, months: int) -> list[str]:
    calendar = Calendar(dt.date.fromisoformat(effective))
    return [str(calendar.date_of(instant)) for instant in calendar.month_starts(months)]


def test_contract_months_clamp_and_never_drift() -> None:
    assert dates("2027-01-31", 4) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


def test_an_agreement_effective_on_29_february() -> None:
    assert dates("2028-02-29", 12)[-1] == "2029-02-28"
    assert dates("2028-02-29", 48)[-1] == "2032-02-29"


def test_instants_are_seconds_since_the_effective_date() -> None:
    calendar = Calendar(dt.date(2027, 1, 1))
    assert calendar.instant(dt.date(2027, 1, 2)) == DAY
    assert calendar.instant(dt.datetime(2026, 12, 31, 23, 59, 59)) == -1
    assert calendar.date_of(-1) == dt.date(2026, 12, 31)
    assert calendar.label(calendar.instant(dt.datetime(2027, 3, 1, 9, 37))) == "2027-03-01 09:37"
    assert calendar.label(-1) == "2026-12-31 23:59:59"
    with pytest.raises(BadValue, match="civil time"):
        calendar.instant(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))


def test_the_clocks_never_change() -> None:
    calendar = Calendar(dt.date(2027, 1, 1))
    before, after = calendar.instant(dt.date(2027, 3, 28)), calendar.instant(dt.date(2027, 3, 29))
    assert after - before == DAY


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2027-01-01", 1, "2027-01-04"),
        ("2027-01-02", 1, "2027-01-04"),
        ("2027-01-04", 5, "2027-01-11"),
        ("2027-03-24", 2, "2027-03-30"),
        ("2027-01-05", 0, "2027-01-05"),
    ],
)
def test_business_days_skip_weekends_and_holidays(start: str, days: int, end: str) -> None:
    calendar = Calendar(dt.date(2027, 1, 1), frozenset({dt.date(2027, 3, 26), dt.date(2027, 3, 29)}))
    at = calendar.instant(dt.date.fromisoformat(start)) + 9 * 3600
    # Easter: from Wednesday 24 March, Thursday is the first day and Tuesday the second.
    assert calendar.label(calendar.add(at, Duration(business_days=days))) == f"{end} 09:00"


def test_months_are_added_by_the_calendar_and_keep_the_time_of_day() -> None:
    calendar = Calendar(dt.date(2027, 1, 1))
    at = calendar.instant(dt.datetime(2027, 1, 31, 8, 30))
    assert calendar.label(calendar.add(at, Duration(months=1))) == "2027-02-28 08:30"
    assert calendar.add(at, Duration(seconds=90)) == at + 90


def test_the_calendar_ends_in_words() -> None:
    with pytest.raises(BadValue, match="year 9999"):
        Calendar(dt.date(9999, 1, 1))
    with pytest.raises(BadValue, match="9998"):
        Calendar(dt.date(9998, 6, 1)).month_starts(12)
    late = Calendar(dt.date(9998, 12, 1))
    for duration in (Duration(seconds=60 * DAY), Duration(business_days=60), Duration(months=2)):
        with pytest.raises(BadValue, match="9998"):
            late.add(0, duration)
    with pytest.raises(BadValue, match="9998"):
        late.date_of(10**15)
    with pytest.raises(BadValue, match="cannot run for -1 months"):
        late.month_starts(-1)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.integers(-1000, 1000))
def test_adding_months_lands_in_the_right_month_on_the_day_or_the_last(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)
