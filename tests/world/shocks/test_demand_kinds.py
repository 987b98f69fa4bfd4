"""Demand that falls for a while or for good, forecasts that are off, and a client that does not pay: exact rows, means and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, daily, day, effects, inputs_of, levels, within
from wargame.core.problem import BadInput

AT = "arrives: {date: 2027-02-01}\n"


def test_a_slump_is_a_step_down_for_whole_days_begun() -> None:
    start = day(2027, 2, 1)
    found = effects("slump", AT + "service: voice\nsize: 30 %\nlasts: 36 hours")
    assert levels(found, "demand", "voice") == [(start, start + 2, -300_000)]
    assert [row[0] for row in found.happenings] == ["slump"] and set(found.happenings[0][2]) == {start * DAY}


def test_means_of_a_slump() -> None:
    found = effects("slump", AT + "service: voice\nsize: {low: 10 %, high: 50 %}\nlasts: 20 days")
    assert within(-found.levels[0][5], 300_000)


def test_automation_climbs_and_stays() -> None:
    start = day(2027, 2, 1)
    found = effects("automation", AT + "service: voice\nsize: 40 %\ntakes: 8 days\nfewer errors: 1 %\nbuild: {provider: GBP 10}")
    fallen = daily(found, "demand", "voice")
    assert [fallen[start + i] for i in range(10)] == [-50_000 * (i + 1) for i in range(8)] + [-400_000] * 2
    assert set(list(fallen.values())[8:]) == {-400_000}
    assert list(daily(found, "errors", "voice").values())[-1] == -10_000
    ((party, head, _, instant, amount),) = found.costs
    assert (party, head, set(instant), set(amount)) == ("provider", "transition", {start * DAY}, {1_000})


def test_a_client_pays_late_then_fails_with_its_probability() -> None:
    start = day(2027, 2, 1) * DAY
    found = effects("client_non_payment", AT + "lasts: 60 days\ndays: 30 days\nfails: 25 %")
    ((party, _, first, last, days),) = found.late
    assert (party, set(first), set(last), set(days)) == ("client", {start}, {start + 60 * DAY}, {30})
    ((failing, lanes, when),) = found.failures
    assert failing == "client" and set(when) == {start + 60 * DAY}
    assert within(np.isin(np.arange(1024), lanes).astype(float), 0.25)
    assert not effects("client_non_payment", AT + "lasts: 60 days\ndays: 30 days").failures


@pytest.mark.parametrize(("says", "size", "event"), [("too high", 200_000, "slump"), ("too low", -200_000, "surge")])
def test_a_forecast_is_off_and_demand_is_not(says: str, size: int, event: str) -> None:
    start = day(2027, 2, 1)
    found = effects("forecast_error", AT + f"service: voice\nsays: {says}\nsize: 20 %\nlasts: 10 days")
    assert levels(found, "forecast", "voice") == [(start, start + 10, size)] and not levels(found, "demand", "voice")
    assert found.happenings[0][0] == event


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("slump", "service: voice\nsize: 120 %\nlasts: 2 days"),
        ("automation", "service: voice\nsize: 120 %\ntakes: 2 days"),
        ("forecast_error", "service: voice\nsays: too low\nsize: 120 %\nlasts: 2 days"),
    ],
)
def test_no_more_than_the_whole_falls_away(kind: str, text: str) -> None:
    with pytest.raises(BadInput, match="more than the whole"):
        inputs_of(kind, AT + text)
