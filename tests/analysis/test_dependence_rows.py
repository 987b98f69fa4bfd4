"""What common drivers move together, as the report tells it: what can be attained at all, and what is found."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import wargame as wg
from tests.contract.clauses.worked import CHARGE, FRONT
from wargame.analysis.figures.dependence import attainable
from wargame.world.shock_base.arrival import count_edges

WORLD = """
name: Driven
step: month
drivers: {economy: {}}
services: {voice: {demand: {level: 1 000 per day, noise: {weekly: 8 %, driven by: {economy: 90 %}}}, needs: [platform]}}
components: {platform: {}}
indices: {wages: {yearly move: {mean: 4 %, sd: 1 %}, driven by: {economy: 60 %}}}
shocks:
  rush: {kind: volume_surge, service: voice, size: 10 %, lasts: 1 day, arrives: {rate: 2 per year, driven by: {economy: -60 %}}}
  never: {kind: volume_surge, service: voice, size: 10 %, lasts: 1 day, arrives: {rate: 0 per year, driven by: {economy: 30 %}}}
"""


def edges(mean: float) -> tuple[float, ...]:
    return tuple(edge / 1_000_000 for edge in count_edges(mean))


def test_of_an_event_of_one_in_two_thousand_little_can_be_seen() -> None:
    """φ(3.2905) ÷ √(0.0005 × 0.9995) = 0.0795."""
    rare = (float(stats.norm.isf(0.0005)),)
    assert attainable(None, rare) == pytest.approx(0.0795, abs=5e-5)
    assert attainable(rare, None, against=True) == pytest.approx(-0.0795, abs=5e-5)
    assert attainable(None, None) == 1.0


@pytest.mark.parametrize(("one", "other"), [(0.3, 0.3), (0.3, 2.0), (5.0, 40.0)])
def test_what_two_counts_can_attain_is_what_counts_of_one_normal_number_have(one: float, other: float) -> None:
    z = stats.norm.ppf((np.arange(400_000) + 0.5) / 400_000)
    a, b, c = (stats.poisson.ppf(stats.norm.cdf(x), mean) for x, mean in ((z, one), (z, other), (-z, other)))
    assert attainable(edges(one), edges(other)) == pytest.approx(float(np.corrcoef(a, b)[0, 1]), abs=2e-3)
    assert attainable(edges(one), edges(other), against=True) == pytest.approx(float(np.corrcoef(a, c)[0, 1]), abs=2e-3)
    assert attainable(edges(one), None) == pytest.approx(float(np.corrcoef(a, z)[0, 1]), abs=2e-3)


def test_the_rows_of_a_run(tmp_path: Path) -> None:
    draft, world = tmp_path / "draft.md", tmp_path / "world.yaml"
    draft.write_text(FRONT.replace("TERM", "30 months") + CHARGE, encoding="utf-8")
    world.write_text(WORLD, encoding="utf-8")
    rows = {(row.one, row.other): row for row in wg.run(draft, [world], futures=2048, workers=1, out=tmp_path / "out").summary.dependence}
    assert len(rows) == 10  # each with the driver, and each with each
    normal = rows["demand of voice", "the driver economy"]
    assert normal.stated == 0.9 and normal.achieved == pytest.approx(0.9, abs=0.03) and normal.attainable == 1.0 and normal.n == 2 * 2048
    assert rows["demand of voice", "wages"].stated == pytest.approx(0.54)
    count = rows["rush", "the driver economy"]
    most = math.fsum(stats.norm.pdf(edges(2.0))) / math.sqrt(2)
    assert count.attainable == pytest.approx(-most, abs=1e-6)
    assert count.low is not None and count.high is not None and count.low < -0.6 * most < count.high
    still = rows["never", "the driver economy"]
    assert (still.achieved, still.low, still.high, still.n) == (None, None, None, 0)
    assert "not estimable" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
