"""Availability against renewal theory, through the down-time that the economics of the client are booked by, to the second.

Outages of a component arrive at a Poisson rate whether or not it is down, and the component is down while any of them is under repair. That is the
M/G/∞ queue that begins empty: P(up at t) = exp(−∫₀ᵗ λ(s) · P(repair > t − s) ds), whatever the law of repairs (Takács 1962), and exp(−λ · E[repair])
once the beginning is forgotten. Where outages hardly ever overlap this is the alternating renewal process, in which the next outage is only waited
for once the last is repaired: MTBF ÷ (MTBF + MTTR), and from a fresh start 1 / (λ + μ) · (μ + λ e^(−(λ + μ) t)) (Barlow and Proschan 1965).
"""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.closed_forms.paper import CHARGE, DAY, FUTURES, HOUR, near, played

MONTHS = (31 * DAY, 28 * DAY, 31 * DAY)  # January to March 2027
LOSS = "economics: {client losses: [{head: customer redress, amount: GBP 36, per: hour of outage, service: voice}]}\n"  # a penny a second


def up(folder: Path, months: int, world: str) -> NDArray[np.float64]:
    """(lives, months): the share of each month during which the service ran."""
    found = []
    for outcome in played(folder, months, CHARGE, world + LOSS, keep=True):
        assert outcome.physical is not None
        down = np.stack([sum(month.values(), np.zeros(outcome.ledger.lanes)) for month in outcome.physical.down], axis=1)
        booked = sum(column for account, column in outcome.ledger.paid.items() if account.head == "customer redress")
        assert np.array_equal(booked, down.sum(axis=1))
        found.append(1 - down / np.array(MONTHS[:months]))
    return np.concatenate(found)


def idle(parts: list[tuple[float, Any]], months: tuple[int, ...]) -> list[float]:
    """Mean availability of each month: for each of the parts so many outages begin in a month, evenly, and last more than u seconds with the chance
    `longer(u)`. By convolution on a grid of minutes."""
    grid, busy = 60, 0.0
    edges = np.arange(0, sum(months) + 1, grid)
    for rate, longer in parts:
        survive = longer((edges[:-1] + edges[1:]) / 2) * grid
        begin = np.repeat([rate / month for month in months], [month // grid for month in months])
        load = np.fft.irfft(np.fft.rfft(begin, 2 * begin.size) * np.fft.rfft(survive, 2 * begin.size))[: begin.size]
        busy = busy + np.concatenate(([0.0], load))
    at = np.exp(-np.asarray(busy))
    steps = (at[:-1] + at[1:]) / 2
    return [float(part.mean()) for part in np.split(steps, np.cumsum([month // grid for month in months])[:-1])]


@pytest.mark.parametrize(
    ("repair", "longer"),
    [
        ("{mean: 10 days}", lambda u: np.exp(-u / (10 * DAY))),
        ("{low: 1 day, high: 19 days}", lambda u: np.clip((19 * DAY - u) / (18 * DAY), 0, 1)),
        ("10 days", lambda u: (u < 10 * DAY) * 1.0),
    ],
)
def test_repairs_that_overlap_are_one_outage(repair: str, longer: Any, tmp_path: Path) -> None:
    """Four outages a month of ten days each: the service runs a quarter of the time, where up and down in turn would have it run nearly half."""
    share = up(tmp_path, 3, f"components: {{platform: {{outages: 4 per month, repair: {repair}}}}}\n")
    assert share.shape == (FUTURES, 3)
    months = idle([(4.0, longer)], MONTHS)
    for month, expected in enumerate(months):
        near(share[:, month], expected)
    # The beginning is forgotten in March, and far from what an alternating process would do.
    rho = 4 * 10 / 30.4
    assert months[2] == pytest.approx(exp(-rho), abs=0.03) and abs(months[2] - 1 / (1 + rho)) > 0.1


def test_two_components_must_both_be_up(tmp_path: Path) -> None:
    """A component that needs another is down with it: their loads add up, and their availabilities multiply at every instant."""
    world = "components: {platform: {outages: 2 per month, repair: {mean: 5 days}, needs: [power]}, power: {outages: 1 per month, repair: 3 days}}\n"
    share = up(tmp_path, 2, world)
    parts = [(2.0, lambda u: np.exp(-u / (5 * DAY))), (1.0, lambda u: (u < 3 * DAY) * 1.0)]
    for month, expected in enumerate(idle(parts, MONTHS[:2])):
        near(share[:, month], expected)


def test_alternating_renewal_where_outages_hardly_ever_overlap(tmp_path: Path) -> None:
    """One outage a month of an hour: two overlap once in seven hundred, which changes availability by a millionth."""
    share = up(tmp_path, 3, "components: {platform: {outages: 1 per month, repair: {mean: 1 hour}}}\n")
    for month, length in enumerate(MONTHS):
        between, repair = float(length), float(HOUR)
        rate = 1 / between + 1 / repair
        settled = between / (between + repair)
        fresh = (1 - settled) * (1 - exp(-rate * length)) / (rate * length) if month == 0 else 0.0  # only January begins repaired
        near(share[:, month], settled + fresh)
        assert abs(settled - exp(-repair / between)) < 2e-6
