"""Shipped rules, played by cohorts of 8,192, against results that can be worked out on paper: inside 99.9 % intervals, at a fixed seed."""

from __future__ import annotations

from math import exp, factorial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import gammainc

from tests.closed_forms.paper import CHARGE, FUTURES, HOUR, column, near, played, spread


def test_the_right_to_leave_after_3_misses_of_a_rolling_6(known: dict[str, Any], tmp_path: Path) -> None:
    """A month is missed when it has an outage: rate -ln 0.9, probability 0.1. In the last month of a term nobody leaves, so 36 need 37."""
    draft = """
## 8.1 Availability
```terms
kind: service_level
service: voice
target: 100 %
```

## 15.1 Chronic failure
```terms
kind: termination_chronic
service level: 8.1
misses: 3
window: 6 months
notice: 1 day
fee: GBP 1
```
"""
    world = "components: {platform: {outages: 0.105360515658 per month, repair: 1 minute}}\n"
    world += "behaviour: {rights: {terminate for chronic failure: {exercised: always}}}\n"
    left = np.concatenate([column(outcome, "termination fee") > 0 for outcome in played(tmp_path, 37, draft, world)])
    assert left.size == FUTURES
    near(left.astype(float), known["right_after_3_of_rolling_6"])


def test_the_mean_applied_move_of_a_collared_index(known: dict[str, Any], tmp_path: Path) -> None:
    """Charges of the second year over those of the first are the applied move: volume is the same in every month."""
    draft = (
        CHARGE.replace("]\n```", "]\nindex: 5.2\n```")
        + """
## 5.2 Indexation
```terms
kind: indexation
series: CPI
floor: 0 %
ceiling: 5 %
```
"""
    )
    world = "components: {platform: {}}\nindices: {CPI: {yearly move: {mean: 3 %, sd: 2 %}}}\n"
    year = 12 * 1_000_000 * 100
    moves = np.concatenate([(column(outcome, "charges") - 2 * year) / year for outcome in played(tmp_path, 24, draft, world)])
    near(moves, known["collared_index"])
    assert moves.min() > -1e-6 and moves.max() < 0.05 + 1e-6


RATE, MEAN = 0.5, 2 * HOUR
TIERS = ((0.001, 0.05), (0.005, 0.10), (0.02, 0.25))  # share of the month down, credit


def on_paper(month: float) -> list[float]:
    """P(no credit), P(5 %), P(10 %), P(25 %): down-time is a Poisson number of exponential repairs, n of which last Gamma(n)."""

    def at_most(down: float) -> float:
        return exp(-RATE) * (1 + sum(RATE**n / factorial(n) * float(gammainc(n, down / MEAN)) for n in range(1, 40)))

    below = [at_most(month * share) for share, _ in TIERS]
    return [below[0], below[1] - below[0], below[2] - below[1], 1 - below[2]]


def to_the_second(month: int) -> list[float]:
    """The same with repairs as they are drawn and cut: whole seconds, at least 60, and ended by the end of the month.

    By the Fourier transform of a compound Poisson law: pmf = F⁻¹ exp(RATE · (F severity - 1)), on a grid of seconds.
    """
    grid = 2**20
    seconds = np.arange(grid)
    longer = np.where(seconds < 60, 1.0, np.exp(-(seconds + 0.5) / MEAN)) * np.maximum(month - seconds, 0) / month  # P(cut repair > seconds)
    severity = np.concatenate(([1 - longer[0]], -np.diff(longer)))
    pmf = np.fft.irfft(np.exp(RATE * (np.fft.rfft(severity) - 1)), grid)
    below = [float(pmf[: int(month * share) + 1].sum()) for share, _ in TIERS]
    return [below[0], below[1] - below[0], below[2] - below[1], 1 - below[2]]


def mean_credit(chances: list[float]) -> float:
    """Expected credit as a share of charges."""
    return sum(chance * credit for chance, credit in zip(chances[1:], (credit for _, credit in TIERS), strict=True))


def test_the_formula_is_the_one_of_the_closed_form(known: dict[str, Any]) -> None:
    assert on_paper(730 * HOUR) == pytest.approx(known["tiered_credit"]["tiers"], abs=1e-12)
    assert mean_credit(on_paper(730 * HOUR)) == pytest.approx(known["tiered_credit"]["mean"], abs=1e-12)
    assert to_the_second(744 * HOUR) == pytest.approx(on_paper(744 * HOUR), abs=1e-3)


def test_tiered_credits(tmp_path: Path) -> None:
    """January has 744 hours, not 730. Repairs that overlap are added, as on paper."""
    draft = (
        CHARGE
        + """
## 8.1 Availability
```terms
kind: service_level
service: voice
target: 99.9 %
overlapping outages: added
```

## 8.2 Credits
```terms
kind: service_credit
service level: 8.1
tiers: [{below: 99.9 %, credit: 5 %}, {below: 99.5 %, credit: 10 %}, {below: 98 %, credit: 25 %}]
```
"""
    )
    world = "components: {platform: {outages: 0.5 per month, repair: {mean: 2 hours}}}\n"
    parts = [column(outcome, "service credits") / column(outcome, "charges") for outcome in played(tmp_path, 1, draft, world)]
    credits = np.round(np.concatenate(parts), 6)
    chances = to_the_second(744 * HOUR)
    near(credits, mean_credit(chances))
    for credit, chance in zip((0.0, *(credit for _, credit in TIERS)), chances, strict=True):
        near((credits == credit).astype(float), chance)


def test_an_annual_cap_on_credits(known: dict[str, Any], tmp_path: Path) -> None:
    """Four outages a year, each half an hour late and worth one unit; a cap of three units a contract year."""
    draft = """
## 9.1 Late restoration
```terms
kind: liquidated_damages
service: voice
restore within: 1 minute
amount: GBP 100
per: 1 hour
```

## 12.1 Cap
```terms
kind: liability_cap
cap: GBP 300
resets: each contract year
```
"""
    world = "components: {platform: {outages: 4 per year, repair: 31 minutes}}\n"
    paid, kept = [], []
    for outcome in played(tmp_path, 12, draft, world):
        paid.append(column(outcome, "liquidated damages") / 10_000)
        kept.append(column(outcome, "liquidated damages", withheld=True) / 10_000)
    units, withheld = np.concatenate(paid), np.concatenate(kept)
    assert set(units) == {0.0, 1.0, 2.0, 3.0}
    near(units, known["annual_cap_on_credits"]["paid"])
    near(withheld, known["annual_cap_on_credits"]["withheld"])
    near((withheld > 0).astype(float), known["annual_cap_on_credits"]["binds"])


def late(restore: str, amount: str, more: str = "") -> str:
    """A provision that pays so much for each hour by which an outage outlasts a time, to the second."""
    return f"""
## 9.1 Late restoration
```terms
kind: liquidated_damages
service: voice
restore within: {restore}
amount: {amount}
per: 1 hour
part periods: pro rata
{more}
```
"""


def test_a_layer_of_a_compound_poisson_loss(known: dict[str, Any], tmp_path: Path) -> None:
    """Two hours are 100,000: what an outage costs beyond 50,000, up to 200,000. Of 12 hours that reach over the end of the year none is told."""
    draft = late("1 hour", "GBP 50 000", "limit: GBP 200 000")
    world = "components: {platform: {outages: 3 per year, repair: {mean: 2 hours}}}\n"
    paid = np.concatenate([column(outcome, "liquidated damages") for outcome in played(tmp_path, 12, draft, world)]) / 100
    assert paid.size == FUTURES
    near(paid, known["layer_poisson_exponential"]["mean"])
    spread(paid, known["layer_poisson_exponential"]["sd"])


def test_an_annual_cap_on_losses(known: dict[str, Any], tmp_path: Path) -> None:
    """An hour is one unit. Whatever lasts is paid for from its first second, up to three units a contract year."""
    draft = (
        late("0 hours", "GBP 1 000")
        + """
## 12.1 Cap
```terms
kind: liability_cap
cap: GBP 3 000
resets: each contract year
```
"""
    )
    world = "components: {platform: {outages: 2 per year, repair: {mean: 1 hour}}}\n"
    outcomes = list(played(tmp_path, 12, draft, world))
    paid = np.concatenate([column(outcome, "liquidated damages") for outcome in outcomes]) / 100_000
    withheld = np.concatenate([column(outcome, "liquidated damages", withheld=True) for outcome in outcomes]) / 100_000
    near(paid, known["annual_cap_on_losses"]["paid"])
    near((withheld > 0).astype(float), known["annual_cap_on_losses"]["exceeds"])
    near(paid + withheld, 2.0)  # the rate times the mean: nothing is lost between paid and withheld
    assert paid.max() == 3.0


def test_take_or_pay(known: dict[str, Any], tmp_path: Path) -> None:
    """History takes the plan's 100 units away for the month, and a lognormal surge stands in their place: volume is 1,000,000 times it."""
    (tmp_path / "gone.csv").write_text("start,end,event,service,size\n2027-01-01T00:00,2027-02-01T00:00,slump,voice,100 %\n", encoding="utf-8")
    draft = (
        CHARGE
        + """
## 5.6 Minimum
```terms
kind: minimum_commitment
minimum: GBP 900 000
per: month
```
"""
    )
    world = """
components: {platform: {}}
history: gone.csv
shocks:
  demand:
    kind: volume_surge
    service: voice
    arrives: {date: 2027-01-01}
    size: {law: lognormal, mean: 1 000 000 %, sd: 300 000 %}
    lasts: 31 days
"""
    outcomes = list(played(tmp_path, 1, draft, world, level="100 per month"))
    charges = np.concatenate([column(outcome, "charges") for outcome in outcomes]) / 1_000_000
    shortfall = np.concatenate([column(outcome, "minimum commitment") for outcome in outcomes]) / 1_000_000
    near(charges, 100.0)
    spread(charges, 30.0)
    near(charges + shortfall, known["take_or_pay"]["billed"])
    near(shortfall, known["take_or_pay"]["shortfall"])
    assert (charges + shortfall).min() == 90.0
