"""Capacity that works for another customer: how much, more in the season, for how long, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, MONTHS, STARTS, N, daily, day, effects, inputs_of, levels, within
from wargame.core.problem import BadInput

FIXED = "service: voice\narrives: {date: 2027-11-20}\nsize: 13 %\nlasts: 40 days\n"
SEASON = "season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]\n"  # the mean weight is 13/12


def test_a_share_of_capacity_is_missing_for_whole_days() -> None:
    found = effects("provider_favours_another", FIXED)
    assert levels(found, "capacity", "voice") == [(day(2027, 11, 20), day(2027, 12, 30), -130_000)]
    assert {what for what, *_ in found.levels} == {"capacity"} and found.happenings[0][0] == "shortage"


def test_more_is_missing_when_the_season_is_high() -> None:
    found = effects("provider_favours_another", FIXED + SEASON + "errors: 1 %\n")
    assert levels(found, "capacity", "voice") == [
        (day(2027, 11, 20), day(2027, 12, 1), -120_000),  # 13 % · 12/13
        (day(2027, 12, 1), day(2027, 12, 30), -240_000),
    ]
    assert levels(found, "errors", "voice") == [(day(2027, 11, 20), day(2027, 12, 30), 10_000)]


def test_no_more_is_missing_than_there_is() -> None:
    found = effects("provider_favours_another", FIXED.replace("13 %", "60 %") + SEASON)
    assert levels(found, "capacity", "voice")[-1][-1] == -1_000_000


def test_it_is_the_providers_fault_unless_it_says_otherwise() -> None:
    assert inputs_of("provider_favours_another", FIXED).fault == "provider"
    assert inputs_of("provider_favours_another", FIXED + "fault: third party\n").fault == "third party"


def test_the_mean_by_calendar_month_is_that_of_the_season() -> None:
    law = "service: voice\narrives: {rate: 12 per year}\nsize: {low: 1 %, high: 5 %}\nlasts: 30 days\n" + SEASON
    inputs, found = inputs_of("provider_favours_another", law), effects("provider_favours_another", law)
    missing: dict[int, list[np.ndarray]] = {}
    for _, _, _, first, _, size in found.levels:
        month = int(np.searchsorted(np.array(STARTS), first[0] * DAY, side="right")) - 1
        missing.setdefault(MONTHS[month], []).append(-size)
    for month, weight in ((6, 12 / 13), (12, 24 / 13)):
        assert within(np.concatenate(missing[month]), inputs.size.mean * weight)


def test_the_season_moves_no_draw() -> None:
    law = FIXED.replace("13 %", "{low: 5 %, high: 20 %}").replace("40 days", "{median: 5 days, p95: 9 days}")
    plain, seasonal = (effects("provider_favours_another", text) for text in (law, law + "season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"))
    assert all(daily(plain, "capacity", "voice", lane) == daily(seasonal, "capacity", "voice", lane) for lane in range(0, N, 100))


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("size: 13 %", "size: 113 %", "above 100 %"),
        ("lasts: 40 days", "lasts: 40 days\nseason: [1, 2]", "twelve weights"),
        ("lasts: 40 days", "lasts: 40 days\nseason: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]", "twelve weights"),
        ("service: voice\n", "", "either"),
    ],
)
def test_what_cannot_be_is_refused(was: str, now: str, says: str) -> None:
    assert was in FIXED
    with pytest.raises(BadInput, match=says):
        inputs_of("provider_favours_another", FIXED.replace(was, now))
