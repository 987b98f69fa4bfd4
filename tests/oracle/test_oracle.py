"""Every posting of drawn agreements in drawn histories, from the program and from the second evaluator: the same, to the penny and the day.

Each feature of tests/oracle/features.py is drawn by itself: what the pages left open, or the program did otherwise, when the evaluator was written.
"""

from __future__ import annotations

import pytest

from tests.oracle.agreements import AGREEMENTS
from tests.oracle.door import compare
from tests.oracle.features import FEATURES

QUICK, ALL, EACH = 8, 100, 6
SINGLY = [
    pytest.param(name, feature, seed, id=f"{feature}-{name}-{seed}")
    for feature, said in FEATURES.items()
    for name in said.where
    for seed in range(EACH)
]


def told(name: str, seed: int, feature: str = "") -> None:
    """Compare, and fail with the first rows that differ."""
    count, differences = compare(name, seed, feature)
    rows = "\n".join(str(row) for row in differences[:8])
    assert count > 0, "nothing was posted on either side"
    assert not differences, f"{name}, history {seed}: {len(differences)} of {count} postings differ\n{rows}"


@pytest.mark.parametrize("seed", range(QUICK))
@pytest.mark.parametrize("name", sorted(AGREEMENTS))
def test_what_is_built_agrees_to_the_penny(name: str, seed: int) -> None:
    """A few histories, for every run of the tests."""
    told(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(QUICK, ALL))
@pytest.mark.parametrize("name", sorted(AGREEMENTS))
def test_what_is_built_agrees_in_a_hundred_histories(name: str, seed: int) -> None:
    """The rest of a hundred."""
    told(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "feature", "seed"), SINGLY)
def test_a_feature_that_is_disputed_or_not_built(name: str, feature: str, seed: int) -> None:
    """One thing more than what is clear and built."""
    told(name, seed, feature)
