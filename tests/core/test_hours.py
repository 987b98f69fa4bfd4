"""Service hours: how they are written, and what they come to on a calendar, against a plain reckoning minute by minute."""

from __future__ import annotations

import datetime as dt
from random import Random

import numpy as np
import pytest

from wargame.core.calendar import Calendar
from wargame.core.hours import DAYS, ServiceHours, normal_hours, within, without
from wargame.core.problem import BadValue
from wargame.core.values import DAY

MONDAY = dt.date(2027, 1, 4)
HOLIDAYS = frozenset({MONDAY + dt.timedelta(days=days) for days in (-1, 2, 5, 9)})
Written = tuple[list[int], str, int, int]  # weekdays, what holidays do, first and last minute


def week(text: str, day: int = 0, days: int = 7) -> float:
    """Hours of some days from Monday 4 January 2027, of which nothing is a holiday."""
    hours = ServiceHours(text, Calendar(MONDAY), 14 * DAY)
    return (hours.before((day + days) * DAY) - hours.before(day * DAY)) / 3600


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mon-Fri 08:00-20:00, Sat 09:00-13:00", 64),  # 5 x 12 + 4
        ("Mon-Fri 08:00-12:00 and 13:00-20:00, Sat 09:00-13:00", 59),  # an hour less on five days
        ("22:00-06:00", 56),  # 7 x 8
        ("Mon-Fri 22:00-06:00", 40),
        ("Sat and Sun 09:00-13:00", 8),
        ("Fri-Mon 12:00-24:00", 48),
        ("daily 00:00-24:00", 168),
        ("business days 09:00-17:00, holidays 10:00-12:00", 40),
        ("Mon to Fri 8:00 to 18:00", 50),
    ],
)
def test_a_week(text: str, hours: int) -> None:
    assert week(text) == hours


def test_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    assert week("Fri 22:00-06:00", day=4, days=1) == 2
    assert week("Fri 22:00-06:00", day=5, days=1) == 6
    friday_off = Calendar(MONDAY, frozenset({MONDAY + dt.timedelta(days=4)}))
    assert ServiceHours("Fri 22:00-06:00 except holidays", friday_off, 7 * DAY).before(7 * DAY) == 0
    # The night that began before the agreement did goes on into its first day.
    assert ServiceHours("Sun 22:00-06:00", Calendar(MONDAY), DAY).before(DAY) == 6 * 3600


def test_holidays() -> None:
    off = Calendar(MONDAY, frozenset({MONDAY, MONDAY + dt.timedelta(days=5)}))  # a Monday and a Saturday

    def of(text: str) -> float:
        return ServiceHours(text, off, 7 * DAY).before(7 * DAY) / 3600

    assert of("Mon-Fri 08:00-20:00, Sat 09:00-13:00") == 64  # as other days
    assert of("Mon-Fri 08:00-20:00, Sat 09:00-13:00 except holidays") == 48  # of all ranges before the words
    assert of("Mon-Fri 08:00-20:00 except holidays, Sat 09:00-13:00") == 52
    assert of("Mon-Fri 08:00-20:00; Sat 09:00-13:00 except holidays") == 60  # of its own item of a list
    assert of("Mon-Fri 08:00-20:00; Sat 09:00-13:00; except holidays") == 48
    assert of("business days 08:00-20:00, holidays 10:00-12:00") == 52


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Mon-Fri 08:00-20:00, Fri 19:00-22:00", 'the hours "Mon-Fri 08:00-20:00" and "Fri 19:00-22:00" overlap on Fri'),
        ("Mon-Sat 22:00-06:00, Sun 05:00-07:00", 'the hours "Mon-Sat 22:00-06:00" and "Sun 05:00-07:00" overlap on Sun'),
        ("Mon-Fri 08:00-20:00, holidays 10:00-12:00", 'the hours "Mon-Fri 08:00-20:00" and "holidays 10:00-12:00" overlap on a holiday'),
        ("Mon 08:00-08:00", 'the hours "Mon 08:00-08:00" end when they begin'),
        ("Mon-Fri", '"Mon-Fri" has no hours'),
        ("Xyz 08:00-09:00", "names no days of the week"),
        ("Mon 08:00-24:30", '"24:30" is no time of day'),
        ("24x7, Mon 08:00-09:00", "are no service hours"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, message: str) -> None:
    with pytest.raises(BadValue) as refused:
        normal_hours(text)
    assert message in str(refused.value)


def test_ranges_that_meet_do_not_overlap() -> None:
    assert normal_hours("Mon–Fri 08:00-12:00, 12:00-20:00") == "Mon-Fri 08:00-12:00, 12:00-20:00"
    assert normal_hours("24/7") == ""


def random_ranges(draw: Random) -> tuple[str, list[Written]]:
    """Some ranges as they are written, and the same as numbers."""
    said, found = [], []
    for _ in range(draw.randint(1, 3)):
        first, length, holidays = draw.randrange(7), draw.randint(1, 7), draw.choice(("", " except holidays"))
        opens, minutes = 15 * draw.randrange(96), 15 * draw.randint(1, 80)
        closes = opens + minutes
        name = f"{DAYS[first]}-{DAYS[(first + length - 1) % 7]}"
        end = closes if closes <= 1440 else closes - 1440
        said.append(f"{name} {opens // 60:02d}:{opens % 60:02d}-{end // 60:02d}:{end % 60:02d}{holidays}")
        found.append(([(first + k) % 7 for k in range(length)], holidays, opens, closes))
    return "; ".join(said), found


def plainly(ranges: list[Written], days: int) -> list[int]:
    """How many ranges are open in each minute."""
    open_ = [0] * (days * 1440)
    for day in range(-1, days):
        date = MONDAY + dt.timedelta(days=day)
        for weekdays, holidays, opens, closes in ranges:
            if date.weekday() in weekdays and not (holidays and date in HOLIDAYS):
                for minute in range(day * 1440 + opens, day * 1440 + closes):
                    if 0 <= minute < len(open_):
                        open_[minute] += 1
    return open_


def test_hours_come_to_what_a_count_of_minutes_says() -> None:
    draw, read = Random(13), 0
    for _ in range(300):
        (text, ranges), days = random_ranges(draw), 15
        open_ = plainly(ranges, days)
        # Whether any of the fortnight's nights overlap: on days that are holidays here they may not, and are refused all the same.
        try:
            normal_hours(text)
        except BadValue:
            continue
        read += 1
        assert max(open_) <= 1, text
        hours = ServiceHours(text, Calendar(MONDAY, HOLIDAYS), days * DAY)
        instants = [draw.randrange(days * DAY) for _ in range(40)] + [0, days * DAY]
        expected = [60 * sum(open_[: at // 60]) + (at % 60 * open_[at // 60] if at < days * DAY else 0) for at in instants]
        assert [hours.before(at) for at in instants] == expected, text
        assert hours.before(np.array(instants)).tolist() == expected, text
    assert read > 100


def test_hours_and_a_window_of_them_make_the_whole() -> None:
    hours, window, calendar = "Mon-Fri 08:00-12:00 and 13:00-20:00, Sun 22:00-06:00", "Mon 02:00-10:00, Wed 12:30-13:30", Calendar(MONDAY, HOLIDAYS)
    whole, inside, outside = (ServiceHours(text, calendar, 14 * DAY) for text in (hours, within(hours, window), without(hours, window)))
    for at in range(0, 14 * DAY, 1800):
        assert inside.before(at) + outside.before(at) == whole.before(at)
    # A week: Monday 02:00-06:00 of the night and 08:00-10:00, Wednesday 13:00-13:30.
    assert inside.before(7 * DAY) == 6.5 * 3600
    assert ServiceHours(without("", window), calendar, 14 * DAY).before(7 * DAY) == (168 - 9) * 3600
