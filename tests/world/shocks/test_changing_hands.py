"""Customers who take another way, parts of a business that are sold, parties that are bought, invoices that are disputed: exact rows and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.shocks.block import DAY, STARTS, daily, day, effects, inputs_of, levels, within
from wargame.core.problem import BadInput
from wargame.world.shock_base.effects import NEVER

AT = "arrives: {date: 2027-02-01}\n"
START = day(2027, 2, 1)
END = STARTS[-1] // DAY


def test_what_leaves_one_service_comes_to_the_other() -> None:
    """A tenth of 1,000 calls a day becomes 80 letters, two fifths of the 200 that are usual."""
    found = effects("channel_shift", AT + "service: voice\nto: letters\nsize: 10 %\ntakes: 4 days\nbecomes: 80 %\nbuild: {client: GBP 10}")
    fallen, risen = daily(found, "demand", "voice"), daily(found, "demand", "letters")
    assert [fallen[START + i] for i in range(5)] == [-25_000, -50_000, -75_000, -100_000, -100_000]
    assert [risen[START + i] for i in range(5)] == [100_000, 200_000, 300_000, 400_000, 400_000]
    assert fallen[END - 1] == -100_000 and risen[END - 1] == 400_000
    ((party, head, _, instant, amount),) = found.costs
    assert (party, head, set(instant), set(amount)) == ("client", "transition", {START * DAY}, {1_000})
    assert found.happenings[0][0] == "change"


def test_who_stays_a_while_goes_back() -> None:
    found = effects("channel_shift", AT + "service: voice\nto: letters\nsize: 10 %\ntakes: 1 day\nstays: 3 days")
    assert daily(found, "demand", "voice") == {START + i: -100_000 for i in range(4)}
    assert daily(found, "demand", "letters") == {START + i: 500_000 for i in range(4)}


def test_a_part_that_is_sold_is_served_for_a_while_and_then_gone() -> None:
    text = "services: [voice, letters]\ncompletes after: 36 hours\nserved for: 10 days\nsize: 15 %\nseparation: {client: GBP 7}\n"
    found = effects("divestiture", AT + text + "stranded: {provider: GBP 9}")
    gone = START + 2 + 10
    for service in ("voice", "letters"):
        assert levels(found, "demand", service) == [(gone, NEVER, -150_000)]
    spent = {(party, head): (set(instant), set(amount)) for party, head, _, instant, amount in found.costs}
    assert spent == {("client", "transition"): ({(START + 2) * DAY}, {700}), ("provider", "stranded charges"): ({gone * DAY}, {900})}
    assert (found.happenings[0][0], set(found.happenings[0][2])) == ("control", {START * DAY})


def test_a_sale_without_delay_is_felt_at_once() -> None:
    found = effects("divestiture", AT + "service: voice\nsize: {low: 10 %, high: 50 %}")
    assert {(first, last) for first, last, _ in levels(found, "demand", "voice")} == {(START, NEVER)}
    assert within(-found.levels[0][5], 300_000) and not found.costs


def test_whoever_is_bought_is_distracted_and_then_moved() -> None:
    text = "service: voice\nlasts: 30 days\ncapacity: 4 %\nerrors: 1 %\nstaff: agents\nleaving: 5 %\nvolume: -20 %\nintegration: {provider: GBP 3}"
    found = effects("change_of_control", AT + text)
    assert levels(found, "capacity", "voice") == [(START, START + 30, -40_000)]
    assert levels(found, "errors", "voice") == [(START, START + 30, 10_000)]
    assert levels(found, "demand", "voice") == [(START + 30, NEVER, -200_000)]
    ((staff, _, when, share),) = found.leavers
    assert (staff, set(when), set(share)) == ("agents", {START * DAY}, {50_000})
    ((party, head, _, instant, amount),) = found.costs
    assert (party, head, set(instant), set(amount)) == ("provider", "internal staff", {START * DAY}, {300})
    assert found.happenings[0][0] == "control"


def test_volume_may_come_or_go_but_no_more_than_there_is() -> None:
    found = effects("change_of_control", AT + "service: voice\nlasts: 1 day\nvolume: {mean: -20 %, sd: 60 %}")
    size = found.levels[0][5]
    assert size.min() == -1_000_000 and size.max() > 0


@pytest.mark.parametrize(("part", "days"), [("", 40), ("part: 30 %\n", 12), ("part: 31 %\n", 13)])
def test_a_disputed_part_is_told_as_the_lateness_of_the_whole(part: str, days: int) -> None:
    found = effects("disputed_payment", AT + f"lasts: 60 days\ndays: 40 days\n{part}arguing: {{client: GBP 5}}")
    ((party, _, first, last, late),) = found.late
    assert (party, set(first), set(last), set(late)) == ("client", {START * DAY}, {(START + 60) * DAY}, {days})
    assert [(one[0], one[1], set(one[4])) for one in found.costs] == [("client", "internal staff", {500})]
    assert not found.happenings, "its questions are those of each late invoice"


def test_a_mean_dispute() -> None:
    found = effects("disputed_payment", AT + "lasts: 60 days\ndays: {low: 10 days, high: 50 days}")
    assert within(found.late[0][4], 30.5) and np.all(found.late[0][4] > 0)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("channel_shift", "service: voice\nto: voice\nsize: 10 %\ntakes: 2 days", "cannot go over to it"),
        ("channel_shift", "service: voice\nto: letters\nsize: 120 %\ntakes: 2 days", "more than the whole"),
        ("divestiture", "service: voice\nsize: 120 %", "more than the whole"),
        ("divestiture", "size: 20 %", "say what it befalls"),
        ("change_of_control", "service: voice\nlasts: 2 days\nleaving: 3 %", "without `staff`"),
        ("change_of_control", "service: voice\nlasts: 2 days\ncapacity: 120 %", "part of a whole"),
        ("disputed_payment", "lasts: 2 days\ndays: 3 days\npart: 120 %", "part of a whole"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        inputs_of(kind, AT + text)
