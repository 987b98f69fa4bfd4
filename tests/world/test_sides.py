"""A scenario's client and provider are the first and the second party of the agreement it is played with, whatever that calls them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from wargame.core.calendar import Calendar
from wargame.core.problem import Problem
from wargame.world.sampled.futures import draw_futures
from wargame.world.scenario.file import Scenario, load_scenario
from wargame.world.scenario.sides import between

CALENDAR = Calendar(dt.date(2027, 1, 1))
WORLD = """name: Plain
services:
  voice: {demand: {level: 1 000 per month}, capacity: {level: 1 200 per month}}
economics:
  tolerances: [{party: provider, loss: GBP 1 000}]
  discount: {client: 3 %, provider: 8 %}
behaviour:
  payment: {client: {by: {low: 2 days, high: 40 days}, probability: 50 %}}
  claims: {provider: {disputed: 40 %}}
  default: {client: {rate: 0.1 per year}}
  escalation: {provider: {late: 1 hour}}
shocks:
  short: {kind: client_non_payment, arrives: {rate: 1 per year}, lasts: 3 months, days: 30 days, fails: 50 %}
  broke: {kind: provider_insolvency, service: voice, arrives: {rate: 1 per year}, distress: 1 month, insolvency: 50 %, kept: 50 %}
  argued: {kind: disputed_payment, arrives: {rate: 1 per year}, lasts: 3 months, days: 30 days, part: 10 %}
"""


def read(folder: Path, text: str = WORLD) -> Scenario:
    """A scenario, for no agreement in particular."""
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "world.yaml", "GBP", CALENDAR.instant)


def played(scenario: Scenario, *parties: str) -> Scenario:
    """The scenario in an agreement between these parties."""
    problems: list[Problem] = []
    found = between(scenario, parties, problems)
    assert problems == []
    return found


def test_both_sides_are_called_as_the_agreement_calls_them(tmp_path: Path) -> None:
    one = played(read(tmp_path), "buyer", "seller")
    behaviour, economics = one.inputs.behaviour, one.inputs.economics
    assert [list(habit) for habit in (behaviour.payment, behaviour.claims, behaviour.default, behaviour.escalation)] == [
        ["buyer"], ["seller"], ["buyer"], ["seller"],
    ]  # fmt: skip
    assert [one.party for one in economics.tolerances] == ["seller"] and list(economics.discount) == ["buyer", "seller"]
    assert [sorted(shock.failing() | shock.paying_late()) for shock in one.shocks] == [["buyer"], ["seller"], ["buyer"]]
    assert one.late_payers == ("buyer",) and list(one.recovers) == ["buyer", "seller"]


def test_roles_may_be_written_as_well_and_nothing_moves_where_they_are_called_so(tmp_path: Path) -> None:
    plain = read(tmp_path)
    assert played(plain, "client", "provider", "guarantor") is plain
    roles = plain.inputs.behaviour.model_copy(update={"payment": {"buyer": plain.inputs.behaviour.payment["client"]}})
    named = read(tmp_path, WORLD.replace("payment: {client:", "payment: {buyer:"))
    assert played(named, "buyer", "seller").inputs.behaviour.payment == roles.payment


def test_a_role_that_is_called_as_a_side_is_that_role(tmp_path: Path) -> None:
    """A third party called client pays late then, not the buyer; and shares the buyer's luck in nothing."""
    one = played(read(tmp_path), "buyer", "seller", "client")
    assert list(one.inputs.behaviour.payment) == ["client"] and list(one.inputs.behaviour.claims) == ["seller"]
    assert [one.side_of(party) for party in ("buyer", "seller", "client")] == ["client", "provider", "third party client"]


def test_luck_does_not_hang_on_a_name(tmp_path: Path) -> None:
    plain = read(tmp_path)
    here, there = (draw_futures(one, CALENDAR, 12, 1, 0, 64) for one in (plain, played(plain, "buyer", "seller")))
    for what in ("payment", "notice", "escalation"):
        for role, side in (("buyer", "client"), ("seller", "provider")):
            assert np.array_equal(there.delay(role, what), here.delay(side, what))
    assert here.delay("client", "payment").any()
    assert np.array_equal(there.decision("buyer", "terminate"), here.decision("client", "terminate"))
    assert np.array_equal(there.shock_effects.failures["seller"], here.shock_effects.failures["provider"])


def test_one_party_of_which_two_things_are_said_is_refused(tmp_path: Path) -> None:
    said = read(tmp_path, WORLD.replace("payment: {client: {by:", "payment: {buyer: {by: 3 days}, client: {by:"))
    problems: list[Problem] = []
    between(said, ("buyer", "seller"), problems)
    assert [(one.code, one.place.line) for one in problems] == [("X008", 8)]
    assert "`buyer` and `client` are one party of this agreement" in problems[0].message
