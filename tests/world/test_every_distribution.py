"""Every distribution: its draws are what its mean and quantiles say, its quantiles what was written, its formula that of scipy.stats; bounds."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world.written import OTHER, REPAIRS, WRITTEN, Z999, N, drawn, length, quantile_missed, written
from wargame.core.problem import BadValue
from wargame.core.streams import stream
from wargame.core.values import HOUR
from wargame.world.sizes.quantiles import QUANTILES
from wargame.world.sizes.read import Distribution, distribution_kinds

EVERY = (*WRITTEN, *OTHER)
PS = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the measured repairs lie."""
    home = tmp_path_factory.mktemp("measured")
    (home / "repairs.csv").write_text(REPAIRS, encoding="utf-8")
    return home


def test_every_kind_is_tried_and_its_example_can_be_drawn(folder: Path) -> None:
    assert {length(text, folder).kind for text in EVERY} == set(distribution_kinds())
    for kind in distribution_kinds().values():
        law = length(kind.example, folder)
        assert law.kind == kind.kind and law.source and kind.__doc__
        assert law.draw(stream(1, "x", 0), 64).min() >= 0 and law.typical > 0


@pytest.mark.parametrize("text", EVERY)
def test_draws_have_the_mean_and_the_quantiles_of_the_law(text: str, folder: Path) -> None:
    law = length(text, folder)
    sample = drawn(law)
    assert sample.dtype == np.int64 and sample[0] >= 0
    assert abs(sample.mean() - law.mean) <= Z999 * sample.std() / np.sqrt(N) + 0.5
    assert [missed for p in PS if (missed := quantile_missed(sample, law, p))] == []
    assert law.quantile(0) <= sample[0] and sample[-1] <= law.quantile(1)
    # The distribution function is the other way round: what it says of a size is the share of draws up to it.
    for p in (0.2, 0.6, 0.95):
        size = law.quantile(p)
        share = np.searchsorted(sample, size, side="right") / N
        assert abs(law.cdf(size + 0.5) - share) <= Z999 * np.sqrt(0.25 / N) + 1e-9


@pytest.mark.parametrize("text", WRITTEN)
def test_the_formula_is_that_of_scipy(text: str) -> None:
    law, known = length(text), WRITTEN[text]
    assert law.mean == pytest.approx(known.mean() * HOUR, rel=1e-9)
    for p in (0.001, *PS, 0.999):
        assert law.inverse(p) == pytest.approx(known.ppf(p) * HOUR, rel=1e-9)
        assert law.below(known.ppf(p) * HOUR) == pytest.approx(p, rel=1e-9, abs=1e-10)
        assert law.quantile(p) == round(law.inverse(p))


@pytest.mark.parametrize("text", [text for text in EVERY if "p90:" in text or "p95:" in text])
def test_quantiles_that_were_written_are_met(text: str, folder: Path) -> None:
    law = length(text, folder)
    if law.kind == "mixture":
        return
    points = {QUANTILES[key]: float(value.split()[0]) * HOUR for key, value in written(text).items() if key in QUANTILES}
    nearest = "law" in written(text) and len(points) > 2
    for p, size in points.items():
        assert law.inverse(p) == pytest.approx(size, rel=0.1 if nearest else 1e-9)
    assert ("nearest law, within" in law.words) is nearest


@pytest.mark.parametrize("text", EVERY)
def test_draws_are_the_same_every_time_and_in_another_process(text: str, folder: Path) -> None:
    law = length(text, folder)
    again = pickle.loads(pickle.dumps(law))
    assert again == law == length(text, folder) and hash(again) == hash(law)
    assert np.array_equal(law.draw(stream(3, "a", 1), 500), again.draw(stream(3, "a", 1), 500))
    if law.kind != "fixed":
        assert not np.array_equal(law.draw(stream(3, "a", 1), 500), law.draw(stream(3, "b", 1), 500))
    assert all(float(f"{one:.11e}") == one for one in law.parameters) or law.kind in ("lognormal", "mixture")


@pytest.mark.parametrize("text", WRITTEN)
def test_bounds_move_what_lies_beyond_to_them_and_nothing_else(text: str) -> None:
    free = length(text)
    low, high = free.quantile(0.3), free.quantile(0.85)
    bounded = length(text[:-1] + f", at least: {low} seconds, at most: {high} seconds}}")
    assert np.array_equal(np.clip(free.draw(stream(2, "x", 0), 5_000), low, high), bounded.draw(stream(2, "x", 0), 5_000))
    assert bounded.outside == pytest.approx((0.3, 0.15), abs=1e-3)
    assert bounded.words.endswith(
        f"at least {low} seconds, at most {high} seconds; 30.0 % of draws are cut to the least; 15.0 % of draws are cut to the most"
    )
    assert (bounded.least, bounded.most) == (low, high) == (bounded.quantile(0.1), bounded.quantile(0.9))
    assert (bounded.cdf(low - 1), bounded.cdf(high)) == (0, 1)
    # The mean against a sum over a fine grid of the law of scipy.
    grid = (np.arange(200_000) + 0.5) / 200_000
    assert bounded.mean == pytest.approx(np.clip(WRITTEN[text].ppf(grid) * HOUR, low, high).mean(), rel=1e-6)


def test_a_mean_with_a_cut_at_zero_is_that_of_the_draws() -> None:
    law = length("{mean: 2 hours, sd: 3 hours}")
    z = 2 / 3
    exact = HOUR * (2 * 0.7475074624530771 + 3 * np.exp(-z * z / 2) / np.sqrt(2 * np.pi))  # E[max(X, 0)] = m Φ(m/s) + s φ(m/s)
    assert law.mean == pytest.approx(exact, rel=1e-9)
    assert "25.2 % of draws are cut to 0" in law.words


def test_what_a_mixture_says_follows_from_its_parts() -> None:
    text = "{mixture: [{share: 90 %, median: 1 hour, p95: 4 hours}, {share: 10 %, median: 20 hours, p95: 90 hours, at most: 10 days}]}"
    law, often, rarely = length(text), length("{median: 1 hour, p95: 4 hours}"), length("{median: 20 hours, p95: 90 hours, at most: 10 days}")
    assert law.mean == pytest.approx(0.9 * often.mean + 0.1 * rarely.mean)
    for p in (0.3, 0.9, 0.97, 0.999):
        size = law.quantile(p)
        assert 0.9 * often.cdf(size + 0.5) + 0.1 * rarely.cdf(size + 0.5) >= p > 0.9 * often.cdf(size - 0.5) + 0.1 * rarely.cdf(size - 0.5)
    assert law.words == f"90 % ({often.words}) or 10 % ({rarely.words})"
    assert law.quantile(1) == 2**50 and rarely.quantile(1) == 240 * HOUR  # the first part has no bound


def test_no_draw_is_beyond_what_sums_can_hold() -> None:
    law = length("{p10: 1 second, p50: 2 seconds, p90: 50 years}")
    sample = drawn(law)
    assert sample[0] >= 0 and sample[-1] == 2**50 == law.quantile(1 - 1e-9)


SIZES = st.integers(1, 10**7)


def _tried(parts: dict[str, str]) -> Distribution | None:
    """The law, or nothing where it is refused in words."""
    try:
        return length("{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}")
    except BadValue as error:
        assert error.message
        return None


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["gamma", "weibull", "lognormal", "lomax", "pareto", "normal", ""]), SIZES, SIZES, SIZES, st.sampled_from([2, 3]))
def test_any_quantiles_are_met_or_refused(name: str, a: int, b: int, c: int, many: int) -> None:
    low, middle, high = sorted((a, b, c))
    parts = {"p10": f"{low} seconds", "p50": f"{middle} seconds", "p90": f"{high} seconds"}
    if name and many == 2:
        del parts["p50"]
    law = _tried({**({"law": name} if name else {}), **parts})
    if law is None:
        return
    for key, text in parts.items():
        asked = int(text.split()[0])
        nearest = bool(name) and len(parts) == 3
        rel, of_distance = (0.26 if nearest and name != "normal" else 1e-6), (0.11 if nearest else 1e-6)
        assert law.inverse(QUANTILES[key]) == pytest.approx(asked, rel=rel, abs=of_distance * (high - low) if name in ("normal", "") else 1e-6)
    assert law.draw(stream(1, "x", 0), 50).min() >= 0


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["gamma", "weibull", "lognormal"]), SIZES, SIZES)
def test_any_mean_and_standard_deviation_are_met_or_refused(name: str, mean: int, sd: int) -> None:
    law: Any = _tried({"law": name, "mean": f"{mean} seconds", "sd": f"{sd} seconds"})
    if law is not None:
        assert law.mean == pytest.approx(mean, rel=1e-6)
        if name == "gamma":
            assert law.parameters[0] * law.parameters[1] ** 2 == pytest.approx(sd**2, rel=1e-9)
