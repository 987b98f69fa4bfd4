"""What prices and orders do to a provider's money: dearer units, lasting costs, volume that a stop takes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.workshop import FRONT, Workshop
from wargame.core.problem import BadInput
from wargame.simulation.life.driver import play

DRAFT = FRONT + "\n## 5.1 Call charge\n```terms\nkind: unit_charge\nservice: voice\nbands:\n  - {price: GBP 4}\n```\n"
PLAIN = """
name: Plain
services: {voice: {demand: {level: 1 000 per month}, capacity: {level: 2 000 per month}}}
economics: {provider: {unit cost: {voice: GBP 2}}}
"""
WAGES = "{kind: wage_rise, services: [voice], arrives: {date: 2027-01-01}, rise: 10 %, wages: 50 %}"
MOVE = "lead time: 0 days, work: 10 days, cost: GBP 300, lasting cost: GBP 0.10"
MOVING = f"{{kind: data_residency_order, service: voice, arrives: {{date: 2027-01-01}}, {MOVE}}}"
STOP = "{kind: supervisory_stop, services: [voice], arrives: {date: 2027-01-01}, lasts: 3 years, may not be served: 25 %}"
ORDER = "{kind: regulator_orders_exit, arrives: {date: 2027-01-01}, notice: 365 days}"


def nets(folder: Path, shock: str, step: str) -> dict[str, int]:
    """What each party nets in two years, in minor units; 24,000 units if nothing happens."""
    workshop = Workshop(folder)
    world = PLAIN + (f"shocks:\n  it: {shock}\n" if shock else "")
    rules = workshop.rules(DRAFT, world)
    ledger = workshop.outcome(rules, workshop.futures(world, step, 24, 2)).ledger
    return {party: int(ledger.net(party)[0]) for party in rules.parties}


@pytest.mark.parametrize("step", ["day", "month"])
@pytest.mark.parametrize(
    ("shock", "provider"),
    [
        ("", 24_000 * 200), (WAGES, 24_000 * (200 - 10)), (MOVING, 24_000 * (200 - 10) - 30_000), (STOP, 18_000 * 200), (ORDER, 12_000 * 200),
    ],
)  # fmt: skip
def test_what_it_costs_a_provider(tmp_path: Path, shock: str, provider: int, step: str) -> None:
    assert nets(tmp_path, shock, step)["provider"] == provider


def test_a_service_without_a_unit_cost_cannot_become_dearer(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no unit cost that could move"):
        Workshop(tmp_path).scenario(PLAIN.replace("economics: {provider: {unit cost: {voice: GBP 2}}}", f"shocks: {{it: {WAGES}}}"))


def test_a_story_names_the_shock_behind_an_event(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    world = PLAIN + f"shocks:\n  letter: {STOP}\n  wage order: {WAGES}\n"
    told = play(workshop.rules(DRAFT, world), workshop.futures(world, "day", 24, 2), 1)
    lines = {(line.kind, line.words) for line in told.story}
    assert ("price", "wages rise (wage order)") in lines
    assert ("order", "an authority stops a service, or part of it (letter)") in lines


def test_an_order_to_move_is_asked_about_once_as_law(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    world = PLAIN + f"shocks:\n  rule: {MOVING}\n"
    told = play(workshop.rules(DRAFT, world), workshop.futures(world, "day", 24, 2), 1)
    assert [line.words for line in told.story if line.kind == "regulation"] == [
        "a new rule for voice is announced (rule)", "the new rule for voice is in force (rule)", "voice complies with the new rule (rule)",
    ]  # fmt: skip
    assert told.coverage.rows["regulation"] == 1 and told.coverage.rows["order"] == 0


def test_an_order_is_said_to_be_what_ended_the_agreement_and_no_rule_is_news_after_it(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    late = MOVING.replace("2027-01-01", "2028-03-01")
    world = PLAIN + f"shocks:\n  letter: {ORDER}\n  rule: {late}\n"
    told = play(workshop.rules(DRAFT, world), workshop.futures(world, "day", 24, 2), 1)
    assert told.story[-1].words == "the agreement ends early, by order" and not [one for one in told.story if one.kind == "regulation"]


def test_a_provider_in_distress_that_fails_is_said_to_be_insolvent(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    fails = "{kind: provider_insolvency, services: [voice], arrives: {date: 2027-02-01}, distress: 60 days, insolvency: 100 %, kept: 70 %}"
    world = PLAIN + f"shocks:\n  auditors: {fails}\n"
    told = play(workshop.rules(DRAFT, world), workshop.futures(world, "day", 24, 2), 1)
    distress = [line.words for line in told.story if line.kind == "distress"]
    assert distress == ["the provider is in distress (auditors)", "the provider is insolvent (auditors)"]


@pytest.mark.parametrize("says", ["too high", "too low"])
def test_a_forecast_that_is_off_is_told_though_no_level_moves(tmp_path: Path, says: str) -> None:
    workshop = Workshop(tmp_path)
    plain = PLAIN.replace("level: 1 000 per month}", "level: 1 000 per month, forecast: {error: 0 %}}")
    off = f"{{kind: forecast_error, service: voice, arrives: {{date: 2027-02-01}}, says: {says}, size: 10 %, lasts: 60 days}}"
    world = plain + f"shocks:\n  budget round: {off}\n"
    told = play(workshop.rules(DRAFT, world), workshop.futures(world, "day", 24, 2), 1)
    assert [line.words for line in told.story if line.kind in ("surge", "slump")] == ["the forecast begins to be off (budget round)"]


def test_a_level_is_not_laid_at_the_door_of_a_shock_that_cannot_move_it(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    shift = "{kind: volume_surge, service: voice, arrives: {date: 2027-01-01}, size: 16 %, lasts: 320 days, shape: ramp}"
    slow = "{kind: strike, services: [voice], arrives: {date: 2027-02-10}, size: 10 %, lasts: 3 days}"  # on the morning of the second step
    world = PLAIN + f"shocks:\n  more and more: {shift}\n  walk-out: {slow}\n"
    told = play(workshop.rules(DRAFT, world), workshop.futures(world, "day", 24, 2), 1)
    rises = [line for line in told.story if line.words.startswith("demand of voice rises")]
    assert {line.instant for line in rises} & {line.instant for line in told.story if line.kind == "shortage"}
    assert [line.words.endswith("(more and more)") for line in rises] == [True, *[False] * 7]


def test_what_decays_begins_as_one_line_and_ends_in_steps(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    world = PLAIN + f"shocks:\n  letter: {STOP.replace('3 years', '80 days, shape: decay')}\n"
    told = play(workshop.rules(DRAFT, world), workshop.futures(world, "day", 24, 2), 1)
    words = [line.words for line in told.story if line.kind == "surge"]
    assert words == ["demand of voice falls by 25.0 % of its normal level (letter)", *["demand of voice recovers by 3.1 % of its normal level"] * 8]


def test_a_wave_climbs_once_and_names_its_shock_where_it_begins(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    ill = "{kind: pandemic, services: [voice], arrives: {date: 2027-01-01}, absence: 16 %, lasts: 32 days}"
    told = play(workshop.rules(DRAFT, PLAIN + f"shocks:\n  flu: {ill}\n"), workshop.futures(PLAIN + f"shocks:\n  flu: {ill}\n", "day", 24, 2), 1)
    words = [line.words for line in told.story if line.kind == "shortage"]
    falls = "capacity of voice falls by 2.0 % of its normal level"
    assert words == ["people fall ill (flu)", f"{falls} (flu)", *[falls] * 7, *["capacity of voice recovers by 2.0 % of its normal level"] * 8]
