"""Laws as people know them: what was written is what is drawn, in whole quanta, and a law that cannot be is refused in words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from scipy.stats import beta

from wargame.core.problem import BadValue
from wargame.core.quantities import Money
from wargame.core.streams import stream
from wargame.world.distribution import AmountD, Distribution, LengthD, MoveD, SizeD, read_distribution

HOUR = 3600
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
