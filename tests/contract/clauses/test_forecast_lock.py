"""A locked forecast, worked by hand: 1,000 units a month are planned, a campaign brings a fifth more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.published import life, paid, provision
from wargame.core.problem import BadInput
from wargame.simulation.life.trace import LifeTrace

LOCK = "kind: forecast_lock\nservice: work\nlocked: 2 months\ntolerance: 10 %\nsurcharge: GBP 3\nrelieves: [8.1]"
LEVEL = provision("8.1", "kind: service_level\nservice: work\ntarget: 99 %\nrelieved by: 6.2")
CAMPAIGN = "shocks:\n  campaign: {{kind: volume_surge, service: work, arrives: {{date: 2027-02-01}}, size: {size} %, lasts: {days} days}}\n"


def locked(folder: Path, terms: str = "", *, months: int = 4, size: int = 20, days: int = 28, more: str = "") -> LifeTrace:
    """The life of a lock in a world with a campaign from February."""
    text = CAMPAIGN.format(size=size, days=days) + more
    return life(folder, months, provision("6.2", f"{LOCK}\n{terms}") + LEVEL, volume="1 000 per month", world=text)


def seen(told: LifeTrace, name: str, months: int) -> list[int]:
    """What the lock published, month by month."""
    return [int(told.inputs[month, "6.2"][name]) for month in range(months)]


def test_units_above_the_tolerance_cost_a_surcharge_and_relieve_the_month(tmp_path: Path) -> None:
    told = locked(tmp_path)
    assert seen(told, "locked forecast", 4) == [1_000] * 4
    assert seen(told, "above", 4) == [0, 100, 0, 0]
    assert seen(told, "relieved", 4) == [0, 1, 0, 0]
    assert [(one.month, one.amount) for one in told.postings] == [(1, 100 * 300)]


def test_exactly_the_tolerance_is_tolerated(tmp_path: Path) -> None:
    told = locked(tmp_path, size=10)
    assert seen(told, "relieved", 4) == [0] * 4 and not told.postings


def test_relief_may_span_the_next_month(tmp_path: Path) -> None:
    assert seen(locked(tmp_path, "relief spans: the month and the next"), "relieved", 4) == [0, 1, 1, 0]


def test_a_forecast_for_planning_only_excuses_but_costs_nothing(tmp_path: Path) -> None:
    told = locked(tmp_path, "forecast: is for planning only\nfloor: {of: 100 %, price: GBP 9}")
    assert seen(told, "relieved", 4) == [0, 1, 0, 0] and not told.postings


def test_a_relieved_month_is_met_whatever_happened(tmp_path: Path) -> None:
    """The platform is down for a day of January and of February; only February is relieved."""
    history = "2027-01-10T00:00,2027-01-11T00:00,platform\n2027-02-10T00:00,2027-02-11T00:00,platform\n"
    draft = provision("6.2", LOCK) + LEVEL
    told = life(tmp_path, 2, draft, volume="1 000 per month", world=CAMPAIGN.format(size=20, days=28), history=history)
    assert [told.inputs[month, "8.1"]["missed"] for month in range(2)] == [True, False]


def test_months_outside_the_tolerance_move_the_forecast_that_is_not_locked_yet(tmp_path: Path) -> None:
    """February and March bring 1,200. At the end of March April and May are locked, so June is the first forecast at 1,200; 1,000 is then below
    it, and at the end of July, two months later, October is forecast at 1,000 again. From June to September 1,152 are owed for at least: 152 short
    a month, at 2."""
    told = locked(tmp_path, "rebaseline after: 2\nfloor: {of: 96 %, price: GBP 2}", months=11, days=59)
    assert seen(told, "locked forecast", 11) == [1_000] * 5 + [1_200] * 4 + [1_000] * 2
    assert seen(told, "below", 11) == [0] * 5 + [152] * 4 + [0] * 2
    assert paid(told, "minimum commitment") == 4 * 152 * 200
    assert paid(told, "surcharge") == 2 * 100 * 300


def test_the_forecast_may_be_of_units_handled(tmp_path: Path) -> None:
    """1,200 arrive and 1,050 can be handled: what is handled stays inside the tolerance, what arrives does not."""
    world = CAMPAIGN.format(size=20, days=28)
    for reading, relieved in (("units that arrive", 1), ("units handled", 0)):
        draft = provision("6.2", f"{LOCK}\nunit of the forecast: {reading}") + LEVEL
        text = world + "based on: base.yaml\n"
        base = "services: {work: {capacity: {level: 1 050 per month}}}\nname: Base\n"
        (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
        told = life(tmp_path, 2, draft, volume="1 000 per month", world=text)
        assert seen(told, "relieved", 2) == [0, relieved]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("locked: 2 months", "locked: 20 days", "by the month"),
        ("locked: 2 months", "locked: 13 months", "at most 12"),
        ("relieves: [8.1]", "rebaseline after: 0", "least"),
    ],
)
def test_terms_that_cannot_be_are_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        life(tmp_path, 1, provision("6.2", LOCK.replace(old, new)) + LEVEL)
