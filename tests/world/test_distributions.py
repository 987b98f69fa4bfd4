"""Laws as people know them: what was written is what is drawn, in whole quanta, and a law that cannot be is refused in words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from scipy.stats import beta

from wargame.core.problem import BadValue
from wargame.core.quantities import Money
from wargame.core.streams import stream
from wargame.core.values import HOUR
from wargame.world.sizes.read import AmountD, CountD, Distribution, LengthD, MoveD, SizeD, _count, _millionths, _seconds, read_distribution

N = 100_000


def length(value: object) -> Distribution:
    """A length in seconds, as a scenario states it."""
    return TypeAdapter(LengthD).validate_python(value)


def drawn(law: Distribution, name: str = "x") -> np.ndarray:
    """Many draws."""
    return law.draw(stream(7, name, 0), N)


def test_a_fixed_size_draws_nothing() -> None:
    generator = stream(1, "x", 0)
    assert length("4 hours").draw(generator, 3).tolist() == [4 * HOUR] * 3
    assert generator.random() == stream(1, "x", 0).random()


@pytest.mark.parametrize(
    ("value", "quantiles"),
    [
        ({"median": "1 hour", "p95": "8 hours"}, {0.5: HOUR, 0.95: 8 * HOUR}),
        ({"mean": "2 hours"}, {0.5: 2 * HOUR * np.log(2), 0.95: 2 * HOUR * np.log(20)}),
        ({"low": "1 hour", "high": "3 hours"}, {0.25: 1.5 * HOUR, 0.5: 2 * HOUR, 0.95: 2.9 * HOUR}),
        ({"low": "0 hours", "mode": "1 hour", "high": "10 hours"}, {q: 36_000 * beta.ppf(q, 1.4, 4.6) for q in (0.25, 0.5, 0.95)}),
    ],
)
def test_quantiles_are_those_that_were_written(value: Mapping[str, str], quantiles: dict[float, float]) -> None:
    sample = np.sort(drawn(length(value)))
    assert sample.dtype == np.int64
    for q, expected in quantiles.items():
        # Between the order statistics that bracket the quantile in 99.9 % of samples.
        margin = 3.29 * np.sqrt(q * (1 - q) * N)
        assert sample[int(q * N - margin)] - 1 <= expected <= sample[int(q * N + margin)] + 1


def test_a_normal_move_may_be_negative() -> None:
    sample = drawn(TypeAdapter(MoveD).validate_python({"mean": "3 %", "sd": "2 %"}))
    assert abs(sample.mean() - 30_000) < 3.29 * 20_000 / np.sqrt(N)
    assert abs(sample.std() - 20_000) < 3.29 * 20_000 / np.sqrt(2 * N)
    assert sample.min() < 0
    assert TypeAdapter(MoveD).validate_python("-2 %").parameters == (-20_000,)


def test_a_limit_is_where_longer_draws_are_put() -> None:
    free, limited = length({"median": "6 hours", "p95": "72 hours"}), length({"median": "6 hours", "p95": "72 hours", "at most": "14 days"})
    assert np.array_equal(np.minimum(drawn(free), 14 * 24 * HOUR), drawn(limited))
    assert (drawn(limited) == 14 * 24 * HOUR).any()


def test_amounts_are_in_minor_units_and_sizes_in_millionths() -> None:
    amount = TypeAdapter(AmountD).validate_python({"low": "GBP 10", "high": "GBP 20"}, context={"currencies": ("GBP",)})
    assert amount.parameters == (1000, 2000)
    assert TypeAdapter(SizeD).validate_python("25 %").parameters == (250_000,)
    assert str(Money(int(drawn(amount).max()), "GBP")) == "GBP 20.00"


@pytest.mark.parametrize(
    ("value", "typical"),
    [
        ("2 hours", 2),
        ({"low": "1 hours", "high": "3 hours"}, 2),
        ({"low": "1 hours", "mode": "2 hours", "high": "9 hours"}, 2),
        ({"median": "2 hours", "p95": "9 hours"}, 2),
        ({"mean": "2 hours"}, 2),
        ({"mean": "2 hours", "sd": "1 hours"}, 2),
    ],
)
def test_the_typical_size_is_the_middle(value: object, typical: int) -> None:
    assert length(value).typical == typical * HOUR


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({}, "no law is given by nothing"),
        ({"median": "1 hour"}, "no law is given by median"),
        ({"median": "1 hour", "p95": "1 hour"}, "median` must be above 0 and below"),
        ({"low": "3 hours", "high": "3 hours"}, "`low` must lie below `high`"),
        ({"low": "3 hours", "high": "1 hours"}, "`low` must lie below `high`"),
        ({"low": "1 hour", "mode": "9 hours", "high": "3 hours"}, "`mode` must lie between"),
        ({"mean": "0 hours"}, "`mean` must be above 0"),
        ({"mean": ["1 hour"]}, "each part of a law is one quantity"),
        (["1 hour"], "a size is one quantity"),
        ("3 business days", "depends on the date it starts from"),
        ("15 %", "a duration"),
        ({"mean": "2 hours", "sd": "0 hours"}, "`sd` is 0, so there is no spread"),
        ({"low": "1 hour", "hihg": "3 hours"}, "no law is given by hihg, low"),
        ({"low": "1 hour", "high": "soon"}, "`high`: "),
        ({"median": "1 hour", "p95": "9 hours", "at most": "soon"}, "`at most`: "),
        ({"p10": "3 hours", "p50": "1 hour", "p90": "9 hours"}, "`p10` must lie below `p50`"),
        ({"p10": "1 hour", "p50": "1 hour", "p90": "9 hours"}, "`p10` must lie below `p50`"),
        ({"p10": "1 hour", "p90": "9 hours"}, "no law is given by p10, p90"),
        ({"law": "gama", "mean": "1 hour", "sd": "1 hour"}, "no law is called 'gama'"),
        ({"law": ["gamma"], "mean": "1 hour"}, "no law is called '['gamma']'"),
        ({"law": "mixture", "mean": "1 hour"}, "no law is called 'mixture'"),
        ({"law": "gamma"}, "the gamma law is not given by nothing"),
        ({"law": "gamma", "mean": "1 hour", "ds": "1 hour"}, "the gamma law is not given by ds, mean"),
        ({"law": "gamma", "p10": "1 hour"}, "the gamma law is not given by p10"),
        ({"law": "gamma", "p10": "9 hours", "p90": "1 hour"}, "`p10` must lie below `p90`"),
        ({"law": "gamma", "p50": "1 hour", "median": "2 hours"}, "`p50` and `median` are the same quantile"),
        ({"law": "gamma", "p10": "0 hours", "p90": "1 hour"}, "the quantiles of this law must be above 0"),
        ({"law": "gamma", "p10": "1 hour", "p50": "90 hours", "p90": "91 hours"}, "no gamma law comes near these quantiles: the nearest misses"),
        ({"law": "lognormal", "p10": "1 hour", "p50": "90 hours", "p90": "91 hours"}, "no lognormal law comes near these quantiles"),
        ({"law": "gamma", "p49": "87 600 hours", "p50": "315 360 001 seconds"}, "no gamma law has quantiles so close together"),
        ({"law": "gamma", "shape": "2 hours", "scale": "1 hour"}, '`shape`: "2 hours" is a duration (hours) where a plain number is due'),
        ({"law": "gamma", "shape": "0", "scale": "1 hour"}, "`shape` must be above 0"),
        ({"law": "weibull", "shape": "2", "scale": "0 hours"}, "`scale` must be above 0"),
        ({"law": "weibull", "mean": "87 600 hours", "sd": "1 second"}, "no Weibull law has such a standard deviation"),
        ({"law": "lognormal", "mean": "1 hour", "sd": "0 hours"}, "`sd` is 0"),
        ({"law": "lomax", "p50": "1 hour", "p90": "3 hours"}, "closer together than those of any Lomax law"),
        ({"law": "lomax", "shape": "1", "mean": "3 hours"}, "a Lomax law of shape 1 or less has no mean"),
        ({"law": "lomax", "shape": "1", "scale": "3 hours"}, "a Lomax law of shape 1 has no mean"),
        ({"law": "weibull", "shape": "0.001", "scale": "3 hours"}, "sizes beyond all measure"),
        ({"law": "pareto", "shape": "0.8", "minimum": "3 hours"}, "a Pareto law of shape 0.8 has no mean"),
        ({"law": "beta", "low": "3 hours", "high": "1 hour", "alpha": "2", "beta": "2"}, "`low` must lie below `high`"),
        ({"law": "beta", "low": "0 hours", "high": "9 hours", "mean": "9 hours", "sd": "1 hour"}, "`mean` must lie between `low` and `high`"),
        ({"law": "beta", "low": "0 hours", "high": "9 hours", "mean": "3 hours", "sd": "8 hours"}, "`sd` is too large"),
        ({"law": "beta", "low": "2 hours", "high": "9 hours", "p10": "1 hour", "p90": "8 hours"}, "the quantiles must lie between `low` and `high`"),
        ({"law": "triangular", "low": "1 hour", "mode": "9 hours", "high": "3 hours"}, "`mode` must lie between"),
        ({"law": "triangular", "low": "3 hours", "mode": "3 hours", "high": "3 hours"}, "`low` must lie below `high`"),
        ({"law": "poisson", "mean": "3"}, "a Poisson law counts: say how much `each` is"),
        ({"law": "poisson", "mean": "3 hours", "each": "1 hour"}, "`mean`: "),
        ({"law": "poisson", "mean": "3 000 000 000", "each": "1 hour"}, "above the limit"),
        ({"law": "exponential", "p10": "1 hour", "p90": "9 hours"}, "the exponential law is not given by p10, p90"),
        ({"median": "1 hour", "p95": "9 hours", "at most": "30 minutes"}, "`at most`, and at most half may"),
        ({"median": "1 hour", "p95": "9 hours", "at least": "2 hours"}, "of the law lies below `at least`, and at most half may"),
        (
            {"low": "0 hours", "high": "9 hours", "at least": "3 hours", "at most": "6 hours"},
            "66.7 % of the law lies below `at least` or 0 and above `at most`",
        ),
        ({"law": "normal", "p10": "1 hour", "p50": "9 hours", "p90": "9.5 hours"}, "no normal law comes near"),
        ({"law": "pareto", "p10": "1 hour", "p50": "9 hours", "p90": "9.5 hours"}, "no Pareto law comes near"),
        ({"law": "lomax", "p10": "1 hour", "p50": "9 hours", "p90": "9.5 hours"}, "no Lomax law comes near"),
        ({"low": "1 hour", "high": "3 hours", "at most": "1 hour"}, "the whole of the law lies above `at most`"),
        ({"low": "1 hour", "high": "3 hours", "at least": "3 hours"}, "the whole of the law lies below `at least`"),
        ({"mean": "2 hours", "at least": "2 hours", "at most": "2 hours"}, "`at least` must lie below `at most`"),
        ({"mixture": "1 hour"}, "a mixture is a list of two or more laws"),
        ({"mixture": [{"share": "100 %", "size": "1 hour"}]}, "a mixture is a list of two or more laws"),
        ({"mixture": [{"share": "90 %", "size": "1 hour"}, {"share": "11 %", "size": "2 hours"}]}, "the shares of the mixture sum to 101 %"),
        ({"mixture": [{"share": "90 %", "size": "1 hour"}, {"size": "2 hours"}]}, "part 2 of the mixture has no `share`"),
        ({"mixture": [{"share": "0 %", "size": "1 hour"}, {"share": "100 %", "size": "2 hours"}]}, "part 1 of the mixture has a share of 0 %"),
        ({"mixture": [{"share": "9", "size": "1 hour"}, {"share": "91 %", "size": "2 hours"}]}, "part 1 of the mixture: `share`: "),
        ({"mixture": [{"share": "50 %", "size": "1 hour"}, {"share": "50 %", "mean": "0 hours"}]}, "part 2 of the mixture: `mean` must be above 0"),
        ({"mixture": [{"share": "50 %", "size": "1 hour"}, {"share": "50 %"}]}, "part 2 of the mixture: no law is given by nothing"),
        ("NaN", "not a finite number"),
        ("1e400 hours", "hours"),
    ],
)
def test_a_law_that_cannot_be_is_refused_in_words(value: object, says: str) -> None:
    class Model(BaseModel):
        lasts: LengthD

    with pytest.raises((BadValue, ValidationError)) as caught:
        Model(lasts=value)  # type: ignore[arg-type]
    assert says.lower() in str(caught.value).lower()


def test_a_negative_size_is_refused_and_a_negative_move_is_not() -> None:
    with pytest.raises(BadValue, match="cannot be negative"):
        read_distribution({"low": "-5", "high": "3"}, int)
    assert read_distribution({"low": "-5", "high": "3"}, int, signed=True).parameters == (-5, 3)
    with pytest.raises(BadValue, match="`sd` cannot be negative"):
        read_distribution({"mean": "1", "sd": "-1"}, int, signed=True)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ({"low": "1 hour", "hihg": "3 hours"}, 'did you mean "high"?'),
        ({"law": "gama", "mean": "1 hour", "sd": "1 hour"}, 'did you mean "gamma"?'),
        ({"law": "gamma", "mean": "1 hour", "ds": "1 hour"}, 'did you mean "sd"?'),
        ({"law": "gamma"}, "law: gamma, mean, sd; law: gamma, shape, scale; law: gamma, two or three quantiles"),
        ({"median": "1 hour"}, "median, p95"),
    ],
)
def test_the_way_out_is_named(value: object, hint: str) -> None:
    with pytest.raises(BadValue) as caught:
        read_distribution(value, _seconds)
    assert hint in caught.value.hint


def test_a_move_of_three_quantiles_may_fall_below_zero_and_other_sizes_are_cut_there() -> None:
    value = {"p10": "-5 %", "p50": "1 %", "p90": "9 %"}
    law = TypeAdapter(MoveD).validate_python(value)
    sample = np.sort(drawn(law))
    for p, size in ((0.1, -50_000), (0.5, 10_000), (0.9, 90_000)):
        assert law.quantile(p) == size
        assert sample[int(N * p - 320)] <= size <= sample[int(N * p + 320)]
    assert abs(sample.mean() - law.mean) < 3.29 * sample.std() / np.sqrt(N)
    bounded = TypeAdapter(MoveD).validate_python({**value, "at least": "-6 %", "at most": "8 %"})
    clipped = np.clip(sample, -60_000, 80_000)
    assert np.array_equal(np.sort(drawn(bounded)), clipped) and abs(clipped.mean() - bounded.mean) < 3.29 * clipped.std() / np.sqrt(N)
    nearest = TypeAdapter(MoveD).validate_python({"law": "normal", "p10": "-5 %", "p50": "0 %", "p90": "6 %"})
    assert nearest.words == "normal: p10 -5 %, p50 0 %, p90 6 %, nearest law, within 3.0 % of their distance"
    with pytest.raises(BadValue, match="cannot be negative: `p10` is -5 %"):
        read_distribution(value, _millionths)


def test_numbers_are_whole_and_their_laws_need_not_be_given_in_whole_ones() -> None:
    read = TypeAdapter(CountD).validate_python
    assert read("12").draw(stream(1, "x", 0), 2).tolist() == [12, 12]
    assert read({"mean": "2.5", "sd": "0.5"}).mean == pytest.approx(2.5, rel=1e-6)
    poisson = read({"law": "poisson", "mean": "2.5"})
    assert abs(drawn(poisson).mean() - 2.5) < 3.29 * np.sqrt(2.5 / N) and poisson.mean == pytest.approx(2.5)
    for value, says in (
        ("2.5", "not a whole number"),
        ("3 per month", "says more than a number"),
        ({"mean": "2", "at most": "3.5"}, "a bound is a whole number"),
    ):
        with pytest.raises(BadValue, match=says):
            read_distribution(value, _count)


def test_a_scenario_of_everyday_laws_is_read_without_scipy() -> None:
    code = (
        "import sys; from wargame.world.scenario.file import load_scenario; load_scenario('scenarios/baseline.yaml', 'GBP', lambda when: 0); "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'scipy', 'pandas', 'matplotlib'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"
