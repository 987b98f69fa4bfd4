"""Distributions of repair: the likeliest ones, held to scipy's own fits; open lengths; the choice; and p-values that are uniform where one holds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from wargame.world.fitting.choice import choose, kaplan_meier
from wargame.world.fitting.families import FAMILIES, FittedDistribution, Lengths, fit_distribution
from wargame.world.fitting.goodness import goodness
from wargame.world.fitting.intervals import intervals

NONE = np.zeros(0)
TRUE = {"lognormal": (1_800.0, 1.1), "gamma": (3_600.0, 0.7), "weibull": (3_600.0, 0.6), "exponential": (3_600.0, 1.0)}


def drawn(name: str, n: int, seed: int) -> np.ndarray:
    """Lengths of a law."""
    return np.asarray(FittedDistribution(name, *TRUE[name], 0.0).quantile(np.random.default_rng(seed).random(n)))


def frozen(law: FittedDistribution) -> stats.rv_continuous:
    """The law as scipy has it."""
    if law.name == "lognormal":
        return stats.lognorm(law.shape, scale=law.scale)
    if law.name == "gamma":
        return stats.gamma(law.shape, scale=law.scale)
    return stats.weibull_min(law.shape, scale=law.scale) if law.name == "weibull" else stats.expon(scale=law.scale)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_fitted_law_is_the_likeliest(name: str) -> None:
    x = drawn("weibull", 200, 1)
    law = fit_distribution(name, Lengths(x, NONE))
    theirs = {
        "lognormal": lambda: stats.lognorm.fit(x, floc=0), "gamma": lambda: stats.gamma.fit(x, floc=0),
        "weibull": lambda: stats.weibull_min.fit(x, floc=0), "exponential": lambda: (1.0, *stats.expon.fit(x, floc=0)),
    }[name]()  # fmt: skip
    assert (law.shape, law.scale) == pytest.approx((theirs[0], theirs[-1]), rel=2e-3)
    assert law.log_likelihood == pytest.approx(frozen(law).logpdf(x).sum(), rel=1e-9)
    assert law.log_likelihood >= frozen(FittedDistribution(name, theirs[-1], theirs[0], 0)).logpdf(x).sum() - 1e-6
    assert (law.mean, law.sd) == pytest.approx((frozen(law).mean(), frozen(law).std()), rel=1e-6)
    assert law.quantile(0.95) == pytest.approx(frozen(law).ppf(0.95), rel=1e-9)
    assert law.below(x) == pytest.approx(frozen(law).cdf(x), rel=1e-9)


@pytest.mark.parametrize("name", FAMILIES)
def test_open_lengths_count_as_longer_than_seen(name: str) -> None:
    x, limit = drawn(name, 4_000, 2), float(FittedDistribution(name, *TRUE[name], 0).quantile(0.7))
    ended, still = x[x <= limit], np.full(int((x > limit).sum()), limit)
    law = fit_distribution(name, Lengths(ended, still))
    assert law.scale == pytest.approx(TRUE[name][0], rel=0.12) and law.shape == pytest.approx(TRUE[name][1], rel=0.1)
    assert fit_distribution(name, Lengths(ended, NONE)).mean < 0.75 * law.mean
    expected = frozen(law).logpdf(ended).sum() + frozen(law).logsf(still).sum()
    assert law.log_likelihood == pytest.approx(expected, rel=1e-9)


def test_exact_intervals_of_a_lognormal_law_are_those_of_the_textbook() -> None:
    x = np.exp(np.array([1.0, 2, 2.5, 3, 4, 4.5, 5, 6]))
    median, p95, _, shape = intervals(fit_distribution("lognormal", Lengths(x, NONE)), Lengths(x, NONE))
    mean, s = np.log(x).mean(), np.log(x).std(ddof=1)
    assert (median.low, median.high) == pytest.approx(tuple(np.exp(stats.t.interval(0.95, 7, mean, s / np.sqrt(8)))))
    assert (shape.low, shape.high) == pytest.approx(tuple(s * np.sqrt(7 / stats.chi2.ppf([0.975, 0.025], 7))))
    tolerance = stats.nct.ppf([0.025, 0.975], 7, 1.6448536269514722 * np.sqrt(8))
    assert (p95.low, p95.high) == pytest.approx(tuple(np.exp(mean + tolerance * s / np.sqrt(8))), rel=1e-6)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_true_law_is_chosen_from_many_lengths(name: str) -> None:
    found = [choose(Lengths(drawn(name, 1_000, seed), NONE)) for seed in range(3)]
    assert sum(one.distribution.name == name for one in found) >= 2
    assert all(abs(sum(each.weight for each in one.candidates) - 1) < 1e-12 for one in found)


def test_an_interval_owns_up_to_the_choice_of_the_law() -> None:
    data = Lengths(drawn("gamma", 30, 5), NONE)
    found = choose(data)
    own = intervals(found.distribution, data)[1]
    assert found.candidates[0].weight < 0.9 and found.p95.low is not None and own.low is not None
    assert found.p95.low < own.low or (found.p95.high or 0) > (own.high or 0)
    many = Lengths(drawn("lognormal", 2_000, 5), NONE)
    assert choose(many).p95 == intervals(fit_distribution("lognormal", many), many)[1]


def test_kaplan_and_meier_without_open_lengths_are_the_ranks() -> None:
    times, places = kaplan_meier(Lengths(np.array([3.0, 1, 2, 4]), NONE))
    assert times.tolist() == [1, 2, 3, 4] and places == pytest.approx([0.125, 0.375, 0.625, 0.875])
    _, places = kaplan_meier(Lengths(np.array([1.0, 4]), np.array([2.0, 2.5])))
    assert places == pytest.approx([0.125, 0.625])


def test_p_values_are_uniform_where_the_law_holds_and_small_where_it_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.world.fitting.goodness.DRAWS", 39)
    p = []
    for seed in range(120):
        data = Lengths(drawn("lognormal", 40, seed), NONE)
        p.append(goodness(fit_distribution("lognormal", data), data).p_ad)
    assert all(one is not None for one in p)
    assert stats.kstest(np.array(p, float), "uniform").pvalue > 0.01
    # The table for laws given beforehand would find too good a fit almost always.
    naive = [stats.kstest(np.log(x := drawn("lognormal", 40, seed)), "norm", (np.log(x).mean(), np.log(x).std())).pvalue for seed in range(120)]
    assert stats.kstest(naive, "uniform").pvalue < 1e-6
    data = Lengths(drawn("weibull", 400, 1), NONE)
    assert (goodness(fit_distribution("exponential", data), data).p_ks or 0) < 0.05


def test_no_p_value_is_made_up_where_lengths_are_open() -> None:
    data = Lengths(drawn("gamma", 40, 1), np.array([100.0, 200.0]))
    found = goodness(fit_distribution("gamma", data), data)
    assert found.p_ks is None and found.p_ad is None and found.why.startswith("n/a: 2 lengths are still open")
