"""A strike: when work stops, how much of it, what each day costs, and what cannot be."""

from __future__ import annotations

import pytest

from tests.world.shocks.block import DAY, STARTS, N, daily, day, effects, inputs_of, levels, within
from wargame.core.problem import BadInput

FIXED = "services: [voice, letters]\narrives: {date: 2027-03-01}\nnotice: 14 days\nsize: 60 %\nlasts: 3 days\n"
COSTS = "cover: GBP 5 000\nwork around: GBP 2 000\n"


@pytest.mark.parametrize("service", ["voice", "letters"])
def test_work_stops_after_the_notice_for_whole_days(service: str) -> None:
    found = effects("strike", FIXED)
    assert levels(found, "capacity", service) == [(day(2027, 3, 15), day(2027, 3, 18), -600_000)]
    ((event, lane, instant),) = found.happenings
    assert event == "shortage" and lane.size == N and set(instant) == {day(2027, 3, 15) * DAY}
    assert found.costs == []


def test_without_notice_work_stops_on_the_next_morning() -> None:
    found = effects("strike", FIXED.replace("notice: 14 days\n", "").replace("{date: 2027-03-01}", "{rate: 2 per year}"))
    _, instant = found.arrived
    assert all(first == -(-when // DAY) for first, when in zip(found.levels[0][3], instant, strict=True))


def test_each_day_costs_the_provider_cover_and_the_client_its_own() -> None:
    found = effects("strike", FIXED + COSTS)
    assert [(party, head, set(instant), set(amount)) for party, head, _, instant, amount in found.costs] == [
        ("provider", "temporary staff", {day(2027, 3, 18) * DAY - 1}, {1_500_000}),
        ("client", "work-around", {day(2027, 3, 18) * DAY - 1}, {600_000}),
    ]


@pytest.mark.parametrize(("called", "lost"), [("2028-12-16", 2), ("2028-12-18", 0), ("2026-12-16", 1), ("2026-12-01", 0)])
def test_only_days_within_the_agreement_count(called: str, lost: int) -> None:
    """Of three days, two before its last evening; or one after its first morning."""
    found = effects("strike", FIXED.replace("2027-03-01", called) + COSTS)
    assert set(found.costs[0][-1]) == {lost * 500_000} and len(daily(found, "capacity", "voice")) == lost
    assert found.happenings[0][1].size == (0 if called == "2026-12-01" else N)
    assert max(found.costs[0][3]) < STARTS[-1]


def test_the_means_are_those_of_the_laws() -> None:
    law = FIXED.replace("size: 60 %", "size: {low: 20 %, mode: 60 %, high: 100 %}").replace("lasts: 3 days", "lasts: {low: 1 day, high: 9 days}")
    inputs, found = inputs_of("strike", law + "cover: {median: GBP 6 000, p95: GBP 20 000}\n"), effects("strike", law)
    _, _, _, first, last, size = found.levels[0]
    assert within(-size, inputs.size.mean)
    assert within(last - first, inputs.lasts.mean / DAY + 0.5)  # days begun
    paid = effects("strike", law + "cover: {median: GBP 6 000, p95: GBP 20 000}\n").costs[0][-1]
    assert within(paid, inputs.cover.mean * (inputs.lasts.mean / DAY + 0.5))


def test_a_cost_moves_no_other_draw() -> None:
    law = (
        FIXED.replace("60 %", "{low: 20 %, high: 90 %}")
        .replace("3 days", "{median: 2 days, p95: 9 days}")
        .replace("14 days", "{low: 7 days, high: 30 days}")
    )
    assert [levels(effects("strike", text), "capacity", "voice", lane) for text in (law, law + COSTS) for lane in range(9)] == 2 * [
        levels(effects("strike", law), "capacity", "voice", lane) for lane in range(9)
    ]


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("size: 60 %", "size: 160 %", "above 100 %"),
        ("services: [voice, letters]\n", "", "either"),
        ("lasts: 3 days", "lasts: {p10: 9 days, p50: 3 days, p90: 20 days}", "p10"),
        ("notice: 14 days", "notice: 10 business days", "depends on the date"),
    ],
)
def test_what_cannot_be_is_refused(was: str, now: str, says: str) -> None:
    assert was in FIXED
    with pytest.raises(BadInput, match=says):
        inputs_of("strike", FIXED.replace(was, now))
