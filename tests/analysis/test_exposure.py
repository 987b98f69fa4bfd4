"""Measures of a distribution: known distributions, exactness, coverage of the intervals, and what n cannot support."""

from __future__ import annotations

import itertools
import json
import math
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.analysis.figures.exposure import DIFFERENCES, MEASURES, Measure, difference, exceedance, loss_at, measures
from wargame.analysis.figures.intervals import Sample, binomial_ranks, student

UNIT = 1_000_000  # minor units of what is 1 in a standard distribution
Column = np.ndarray[tuple[int], np.dtype[np.int64]]


def draw(name: str, n: int, seed: int) -> Column:
    """Standard normal, exponential with mean 1, or lognormal with sigma 1, in whole minor units."""
    generator = np.random.default_rng(seed)
    values = {
        "normal": generator.standard_normal,
        "exponential": generator.standard_exponential,
        "lognormal": lambda n: generator.lognormal(0, 1, n),
    }[name](n)
    return np.rint(np.asarray(values) * UNIT).astype(np.int64)


def found(losses: Column | list[int], weights: list[int] | None = None) -> dict[str, Measure]:
    """Measures by name."""
    return {one.name: one for one in measures(losses, weights)}


def test_var_is_an_order_statistic_and_tvar_takes_the_fraction_that_belongs_to_it() -> None:
    # n = 130: rank ceil(123.5) = 124; the worst 5 % are 6.5 losses, of which the 124th counts half.
    figures = found(list(range(1, 131)))
    assert figures["var95"].value == 124
    assert figures["tvar95"].value == (Fraction(124) / 2 + sum(range(125, 131))) / Fraction(13, 2)
    assert figures["mean"].value == Fraction(131, 2)
    assert figures["worst"].value == 130


@pytest.mark.parametrize(("case", "name"), [("var_tvar_normal", "normal"), ("var_tvar_exponential", "exponential")])
def test_known_distributions_lie_inside_the_intervals(shared: Path, case: str, name: str) -> None:
    cases = {one["id"]: one for one in json.loads((shared / "cases" / "closed_forms.json").read_text(encoding="utf-8"))}
    figures = found(draw(name, 50_000, 12))
    for measure, truth in cases[case]["expected"].items():
        one = figures[measure]
        assert one.low is not None and one.high is not None and one.value is not None
        assert one.low <= truth * UNIT <= one.high
        assert abs(one.value - Fraction(truth * UNIT)) < Fraction(UNIT, 25)


TRUE = {
    "normal": {"mean": 0.0, "var95": 1.6448536269514722, "tvar95": 2.0627128075074275},
    "lognormal": {"mean": math.exp(0.5), "var95": math.exp(1.6448536269514722), "tvar95": math.exp(0.5) * 0.2594951 / 0.05},
}


@pytest.mark.parametrize("name", ["normal", "lognormal"])
def test_intervals_cover_the_truth_as_often_as_they_say(name: str) -> None:
    hits = dict.fromkeys(TRUE[name], 0)
    for seed in range(300):
        figures = found(draw(name, 2000, seed))
        for measure, truth in TRUE[name].items():
            one = figures[measure]
            assert one.low is not None and one.high is not None
            hits[measure] += one.low <= truth * UNIT <= one.high
    assert {measure: count for measure, count in hits.items() if not 0.92 * 300 <= count <= 0.98 * 300} == {}


def test_rare_losses_are_covered_where_student_alone_fails() -> None:
    """Two lives in a hundred lose anything: t leaves the truth outside its interval in one run in five."""
    missed = {"hall": 0, "student": 0}
    truth = 0.02 * math.exp(0.5) * UNIT
    for seed in range(200):
        generator = np.random.default_rng(seed)
        losses = np.rint(generator.lognormal(0, 1, 200) * (generator.random(200) < 0.02) * UNIT).astype(np.int64)
        one = found(losses)["mean"]
        assert one.low is not None and one.high is not None
        missed["hall"] += not one.low <= truth <= one.high
        missed["student"] += abs(losses.mean() - truth) > 1.972 * losses.std(ddof=1) / math.sqrt(200)
    assert missed["hall"] <= 0.12 * 200 < 0.2 * 200 <= missed["student"]


def test_too_few_futures_are_said_to_be_too_few() -> None:
    figures = found(draw("normal", 20, 1))
    for name in ("var95", "tvar95", "var99", "tvar99"):
        assert (figures[name].value, figures[name].note) == (None, "not estimable (n = 20)")
    assert figures["mean"].low is not None and figures["sd"].low is not None
    assert figures["worst"].high is None and "no upper bound" in figures["worst"].note


@pytest.mark.parametrize("n", range(12))
def test_any_small_number_of_futures_gives_a_figure_or_a_reason(n: int) -> None:
    figures = measures(list(range(n)))
    assert [one.name for one in figures] == list(MEASURES)
    for one in figures:
        assert one.value is not None or "not estimable" in one.note
        assert (one.low is not None and one.high is not None) or one.note


def test_no_variance_is_an_interval_of_width_0() -> None:
    for value in (0, -7, 10**15):
        for one in measures([value] * 2000):
            assert one.value == (0 if one.name == "sd" else value)
            assert one.low == one.value
            assert one.high == (None if one.name == "worst" else one.value)


def test_sums_beyond_64_bits_stay_exact() -> None:
    losses = [4 * 10**18, 4 * 10**18 + 1, 4 * 10**18 + 2] * 400
    assert found(losses)["mean"].value == 4 * 10**18 + 1
    assert found(losses)["tvar95"].value == 4 * 10**18 + 2


def test_losses_that_are_not_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="whole minor units"):
        measures(np.array([1.5, 2.0]))  # type: ignore[arg-type]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=120), st.randoms(use_true_random=False))
def test_the_order_of_futures_does_not_matter_and_figures_are_in_order(losses: list[int], shuffle: random.Random) -> None:
    figures = found(losses)
    other = list(losses)
    shuffle.shuffle(other)
    assert measures(other) == list(figures.values())
    for one in figures.values():
        if one.value is not None and one.low is not None:
            assert one.low <= one.value
            assert one.high is None or one.value <= one.high
    if figures["var95"].value is not None:
        assert figures["var95"].value <= figures["tvar95"].value <= figures["worst"].value  # type: ignore[operator]


@given(st.lists(st.integers(-1000, 1000), min_size=100, max_size=150), st.integers(-(10**6), 10**6))
def test_moving_all_losses_moves_every_figure_but_the_spread(losses: list[int], by: int) -> None:
    before, after = found(losses), found([loss + by for loss in losses])
    assert before["sd"].value == after["sd"].value
    for name in ("mean", "var95", "tvar95", "worst"):
        assert after[name].value - before[name].value == by  # type: ignore[operator]


def test_equal_weights_change_nothing_and_weights_count() -> None:
    losses = draw("lognormal", 400, 3)
    assert measures(losses, [3] * 400) == measures(losses)
    assert found([1, 5], [3, 1])["mean"].value == 2
    doubled = found(np.concatenate([losses, losses[:200]]))
    weighted = found(losses, [2] * 200 + [1] * 200)
    assert [weighted[name].value for name in ("mean", "var95", "tvar95", "worst")] == [
        doubled[name].value for name in ("mean", "var95", "tvar95", "worst")
    ]
    with pytest.raises(ValueError, match="as many weights"):
        measures(losses, [1])


def test_ranks_hold_the_quantile_at_95_percent() -> None:
    from scipy.stats import binom

    for n in (72, 73, 300, 2000, 100_000):
        ranks = binomial_ranks(n, Fraction(95, 100))
        assert ranks is not None
        low, high = ranks
        assert binom.cdf(low - 1, n, 0.95) <= 0.025 < binom.cdf(low, n, 0.95)
        assert binom.cdf(high - 2, n, 0.95) < 0.975 <= binom.cdf(high - 1, n, 0.95)
    assert binomial_ranks(71, Fraction(95, 100)) is None
    assert binomial_ranks(367, Fraction(99, 100)) is None
    assert binomial_ranks(368, Fraction(99, 100)) is not None


def test_student_agrees_with_its_tables() -> None:
    from scipy.stats import t

    for df in (9, 10, 15, 30, 99, 1999):
        assert abs(float(student(df)) - float(t.ppf(0.975, df))) < 2e-5


def test_a_paired_difference_sees_what_two_intervals_cannot() -> None:
    base = draw("lognormal", 2000, 5)
    better = base - 1000 - (np.arange(2000) % 7) * 100
    for name in DIFFERENCES:
        one = difference(better, base, name)
        assert one.value is not None and one.value < 0
        if name != "worst":
            assert one.low is not None and one.high is not None
            assert one.low <= one.value <= one.high < 0
    overlap = found(better)["mean"].high, found(base)["mean"].low
    assert overlap[0] is not None and overlap[1] is not None and overlap[0] > overlap[1]


def test_no_difference_is_0_with_no_width() -> None:
    losses = draw("lognormal", 2000, 5)
    for name in DIFFERENCES:
        one = difference(losses, losses.copy(), name)
        assert one.value == 0
        assert (one.low, one.high) == ((None, None) if name == "worst" else (0, 0))
    with pytest.raises(ValueError, match="the same futures"):
        difference(losses, losses[:7])
    assert difference(losses[:20], losses[:20], "var99").note == "not estimable (n = 20)"


def test_differences_of_independent_samples_cover_0() -> None:
    hits = dict.fromkeys(("mean", "var95", "tvar95"), 0)
    for seed in range(150):
        a, b = Sample(draw("lognormal", 1000, 2 * seed)), Sample(draw("lognormal", 1000, 2 * seed + 1))
        for name in hits:
            one = difference(a, b, name)
            assert one.low is not None and one.high is not None
            hits[name] += one.low <= 0 <= one.high
    assert {name: count for name, count in hits.items() if count < 0.9 * 150} == {}


def test_the_exceedance_curve_falls_from_all_to_the_worst() -> None:
    losses = draw("lognormal", 5000, 2)
    points = exceedance(losses)
    assert len(points) <= 200
    assert points[0] == (int(losses.min()), 1.0) and points[-1] == (int(losses.max()), 1 / 5000)
    for (a, p), (b, q) in itertools.pairwise(points):
        assert a < b and p > q
    for loss, often in points[::20]:
        assert often == np.count_nonzero(losses >= loss) / 5000
    assert exceedance([]) == [] and exceedance([4, 4, 4]) == [(4, 1.0)]
    assert len(exceedance(losses, 30)) <= 30
    assert loss_at(losses)[3] == found(losses)["var95"].value
    assert loss_at(losses[:30])[0] is not None and loss_at(losses[:30])[-1] is None
