"""The law of formats: a table says the same however a tool has written it, in three national formats and a few more, and so does its fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.world.fitting.conftest import Fit
from tests.world.fitting.test_readers import incidents
from wargame.world.fitting.fitted import FileFit, Wishes

DAYS = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(420)]
FIGURES = [round(float(one), 1) for one in np.random.default_rng(7).gamma(40, 70, len(DAYS))]
WHOLE = [round(one) for one in FIGURES]
Write = Callable[[dt.date, float], str]


def point(value: float) -> str:
    return f"{value:,.1f}"


def comma(value: float) -> str:
    return point(value).translate(str.maketrans(",.", ".,"))


NATIONAL: dict[str, tuple[str, Write]] = {
    "United Kingdom": ("date,volume", lambda day, value: f'{day:%d/%m/%Y},"{point(value)}"'),
    "Germany": ("date;volume", lambda day, value: f"{day:%d.%m.%Y};{comma(value)}"),
    "United States": ("date,volume", lambda day, value: f'{day.month}/{day.day}/{day.year},"{point(value)}"'),
    "France": ("date;volume", lambda day, value: f"{day:%d/%m/%Y};{comma(value).replace('.', chr(0x202F))}"),
    "Switzerland": ("date;volume", lambda day, value: f"{day:%d.%m.%Y};{point(value).replace(',', chr(0x2019))}"),
    "ISO": ("date,volume", lambda day, value: f"{day},{value}"),
    "a spreadsheet's days": ("date\tvolume", lambda day, value: f"{(day - dt.date(1899, 12, 30)).days}\t{value}"),
    "months by name": ("date;volume", lambda day, value: f"{day:%d %b %Y};{value}"),
}


def told(one: FileFit) -> Any:
    """Everything that was fitted, without where it comes from."""
    data = one.data()
    return [data["services"], data["incidents"], data["rows"], data["period"]]


def without_words(fit: Any) -> Any:
    """The same without what was assumed of a file."""
    if isinstance(fit, dict):
        return {key: without_words(value) for key, value in fit.items() if key not in ("assumed", "left out")}
    return [without_words(one) for one in fit] if isinstance(fit, list) else fit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("nation", NATIONAL)
def test_the_same_volumes_in_any_format_give_the_same_fit(nation: str, encoding: str, fit: Fit) -> None:
    header, write = NATIONAL[nation]
    lines = [header, *(write(day, value) for day, value in zip(DAYS, FIGURES, strict=True))]
    usual = ["date,volume", *(f"{day},{value}" for day, value in zip(DAYS, FIGURES, strict=True))]
    assert without_words(told(fit("\r\n".join(lines).encode(encoding)))) == without_words(told(fit(usual)))


def test_whole_figures_grouped_by_points_are_thousands_and_the_file_says_so(fit: Fit) -> None:
    """Nothing but `3.275` and `980` in a file of semicolons and of dates with points: what could be three is three thousand, and the fit tells."""
    lines = ["date;volume", *(f"{day:%d.%m.%Y};{value:,}".replace(",", ".") for day, value in zip(DAYS, WHOLE, strict=True))]
    usual = ["date,volume", *(f"{day},{value}" for day, value in zip(DAYS, WHOLE, strict=True))]
    one = fit(lines)
    assert without_words(told(one)) == without_words(told(fit(usual)))
    assert any("cells are separated by semicolons, and the comma is the mark of decimals" in words for words in one.services[0].assumed)
    assert any(f"is read as {WHOLE[0]}" in words for words in one.services[0].assumed)


def test_a_first_line_that_names_the_separator_is_no_row(fit: Fit) -> None:
    usual = ["date;volume", *(f"{day};{value}" for day, value in zip(DAYS, WHOLE, strict=True))]
    one = fit(["sep=;", *usual])
    assert without_words(told(one)) == without_words(told(fit(usual)))
    named = ["sep=;", "date, of arrival;volume", *usual[1:]]  # the names hold commas
    assert fit(named, Wishes(columns={"when": "date, of arrival"})).rows == len(DAYS)


def test_a_column_for_each_service_is_the_long_table(fit: Fit) -> None:
    other = [value // 3 for value in WHOLE]
    long = ["date,service,volume", *(f"{day},{s},{v}" for day, a, b in zip(DAYS, WHOLE, other, strict=True) for s, v in (("voice", a), ("post", b)))]
    wide = ["date,voice,post,total,comment", *(f"{day},{a},{b},{a + b},quiet" for day, a, b in zip(DAYS, WHOLE, other, strict=True))]
    one = fit(wide)
    assert without_words(told(one)[0]) == without_words(told(fit(long))[0])
    assert any(words == "a column for each service: voice, post" for words in one.services[0].assumed)


def as_sheet(when: dt.datetime) -> str:
    return f"{(when - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1):.8f}"


def epoch(when: dt.datetime) -> int:
    return round(when.replace(tzinfo=dt.UTC).timestamp())


OF_INCIDENTS: dict[str, tuple[str, Callable[[dt.datetime, dt.datetime], str]]] = {
    "German": ("start;end", lambda a, b: f"{a:%d.%m.%Y %H:%M:%S};{b:%d.%m.%Y %H:%M:%S}"),
    "American": ("start,end", lambda a, b: f"{a:%m/%d/%Y %I:%M:%S %p},{b:%m/%d/%Y %I:%M:%S %p}"),
    "hours of one digit": ("start,end", lambda a, b: f"{a:%Y-%m-%d} {a.hour}:{a:%M:%S},{b:%Y-%m-%d} {b.hour}:{b:%M:%S}"),
    "a spreadsheet's days": ("start;end", lambda a, b: f"{as_sheet(a)};{as_sheet(b)}".replace(".", ",")),
    "seconds since 1970": ("start,end", lambda a, b: f"{epoch(a)},{epoch(b)}"),
    "milliseconds since 1970": ("start,end", lambda a, b: f"{epoch(a)}000,{epoch(b)}000"),
    "seconds of length": ("started_at,duration_seconds", lambda a, b: f"{a},{int((b - a).total_seconds())}"),
    "minutes of length, decimal comma": ("start;duration (min)", lambda a, b: f"{a};{(b - a).total_seconds() / 60:.4f}".replace(".", ",")),
    "hours of length": ("start,Time to resolve (hours)", lambda a, b: f"{a},{(b - a).total_seconds() / 3600:.6f}"),
    "a clock of length": ("start,duration", lambda a, b: f"{a},{(b - a) // dt.timedelta(days=1)} {dt.datetime(2000, 1, 1) + (b - a):%H:%M:%S}"),
    "ISO lengths": ("start,duration", lambda a, b: f"{a},PT{int((b - a).total_seconds()) // 60}M{int((b - a).total_seconds()) % 60}S"),
}


@pytest.mark.parametrize("way", OF_INCIDENTS)
def test_the_same_incidents_in_any_format_give_the_same_fit(way: str, fit: Fit) -> None:
    header, write = OF_INCIDENTS[way]
    usual = fit(["start,end", *(f"{a},{b}" for a, b in incidents())])
    assert without_words(told(fit([header, *(write(a, b) for a, b in incidents())]))) == without_words(told(usual))


def test_an_end_that_is_missing_is_told_by_the_length(fit: Fit) -> None:
    table = [f"{a},{'' if n % 2 else b},{int((b - a).total_seconds())}" for n, (a, b) in enumerate(incidents())]
    one = fit(["start,end,duration_s", *table])
    assert without_words(told(one)) == without_words(told(fit(["start,end", *(f"{a},{b}" for a, b in incidents())])))
    assert any("for its duration_s, where there is no end" in words for words in one.assumed)


def test_times_with_an_offset_are_brought_to_the_agreements_zone(fit: Fit) -> None:
    """A summer's night in two ways of telling it, and lengths over the Sunday on which clocks change as they really were."""
    zone = Wishes(zone="Europe/London")
    summer = [(a + dt.timedelta(days=90), b + dt.timedelta(days=90)) for a, b in incidents()]
    local = fit(["start,end", *(f"{a},{b}" for a, b in summer)], zone)
    hour = dt.timedelta(hours=1)
    told_in_utc = fit(["start,end", *(f"{a - hour}Z,{b + hour}+02:00" for a, b in summer)], zone)
    assert without_words(told(local)) == without_words(told(told_in_utc))
    assert any("local in Europe/London, and those with one are brought to it" in words for words in local.assumed)
    over = [*((a, b) for a, b in incidents() if a.month == 3 and a.day < 20), (dt.datetime(2026, 3, 29, 0), dt.datetime(2026, 3, 29, 3))]
    lengths = fit(["start,end", *(f"{a},{b}" for a, b in over)], zone).repairs[0].group.lengths.ended
    assert 2 * 3600 in lengths and 3 * 3600 not in lengths
    assert replace(zone, zone="").zone == ""
