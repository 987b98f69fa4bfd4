"""End of life: more faults from a day on, until the component is replaced."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.world.shocks.common import Z999, costs_of, day, effects, near, of_lane, refused
from wargame.core.values import DAY
from wargame.world.shock_base.effects import Effects

MONTH = 2_629_800
FIXED = """
out of support:
  kind: technology_end_of_life
  component: platform
  arrives: {date: 2027-07-01}
  faults: 2 per month
  repair: 90 minutes
  replaced after: 200 days
  replacement: {provider: GBP 900, client: GBP 50}
"""


def faults(found: Effects) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lane, days since the end of support, and length of each fault."""
    ((component, lane, when, length),) = found.incidents
    assert component == "platform"
    return lane, (when - day("2027-07-01") * DAY) / DAY, length


def test_rows_of_a_fixed_law(tmp_path: Path) -> None:
    found = effects(tmp_path, FIXED)
    start = day("2027-07-01")
    rows = of_lane(found, 9)
    assert rows["costs"] == [
        ("client", "technology refresh", (start + 200) * DAY, 5_000), ("provider", "technology refresh", (start + 200) * DAY, 90_000),
    ]  # fmt: skip
    assert rows["happenings"] == [("change", start * DAY)]
    lane, since, length = faults(found)
    assert set(length) == {90 * 60} and since.min() >= 0 and since.max() <= 200
    assert np.all(np.diff(lane) >= 0)


def test_faults_come_at_their_rate_until_the_replacement(tmp_path: Path) -> None:
    lane, since, _ = faults(effects(tmp_path, FIXED))
    expected = 2 * 200 * DAY / MONTH
    counts = np.bincount(lane, minlength=1024)
    assert near(counts, expected) and abs(counts.var() / expected - 1) < Z999 * np.sqrt(2 / 1024) * 1.1  # as in a Poisson process
    assert near(since, 100)


def test_a_ramp_has_half_as_many_and_most_at_the_end(tmp_path: Path) -> None:
    lane, since, _ = faults(effects(tmp_path, FIXED + "  shape: ramp\n"))
    assert near(np.bincount(lane, minlength=1024), 200 * DAY / MONTH) and near(since, 200 * 2 / 3)
    # Of the first half of the while a quarter of all.
    assert near((since < 100).astype(float), 0.25)


def test_a_replacement_after_the_term_leaves_the_rate_as_it_is_until_then(tmp_path: Path) -> None:
    """The term ends 550 days after the end of support: a ramp over 1,100 days has come half of the way, and a quarter of its faults fall within."""
    text = FIXED.replace("200 days", "1100 days")
    for shape, share, mean in (("step", 0.5, 550 / 2), ("ramp", 0.125, 550 * 2 / 3)):
        lane, since, _ = faults(effects(tmp_path, f"{text}  shape: {shape}\n"))
        assert near(np.bincount(lane, minlength=1024), share * 2 * 1100 * DAY / MONTH) and near(since, mean) and since.max() <= 550


def test_one_that_is_long_over_does_nothing(tmp_path: Path) -> None:
    found = effects(tmp_path, FIXED.replace("2027-07-01", "2029-07-01"))
    assert found.incidents[0][1].size == 0


def test_means(tmp_path: Path) -> None:
    text = FIXED.replace("{date: 2027-07-01}", "{rate: 1 per year}").replace("90 minutes", "{mean: 4 hours}")
    found = effects(tmp_path, text.replace("GBP 900", "{low: GBP 500, high: GBP 700}"))
    assert near(found.incidents[0][3], 4 * 3600) and near(costs_of(found, "provider", "technology refresh"), 60_000)


def test_refusals(tmp_path: Path) -> None:
    for rate in ("0 per month", "5 000 per month", "2 per day"):
        refused(tmp_path, FIXED.replace("2 per month", rate), rate.split(" per")[1])
    refused(tmp_path, FIXED.replace("component: platform", "component: mainframe"), "the component 'mainframe' is not described")
    refused(tmp_path, FIXED + "  shape: decay\n", "shape")
