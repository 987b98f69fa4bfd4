"""A table of credit tiers at its edges."""

from __future__ import annotations

from wargame.contract.parts.tiers import Tier, TierTable
from wargame.core.values import Rate
from wargame.core.vocabulary import SCALAR


def table(*edges: tuple[int, int], inclusive: bool) -> TierTable:
    """Tiers below so many percent that credit so many percent."""
    return TierTable(
        [Tier.model_construct(below=Rate(below, 100), at_least=None, credit=Rate(credit, 100)) for below, credit in edges], inclusive=inclusive
    )


def test_an_edge_that_is_taken_in_lies_in_the_deeper_tier() -> None:
    assert table((95, 10), (90, 20), inclusive=False).rate(SCALAR, 0.9) == 10
    assert table((95, 10), (90, 20), inclusive=True).rate(SCALAR, 0.9) == 20


def test_a_perfect_month_falls_into_no_tier_however_edges_are_read() -> None:
    for inclusive in (False, True):
        assert table((100, 10), (95, 20), inclusive=inclusive).rate(SCALAR, 1.0) == 0
        assert table((100, 10), (95, 20), inclusive=inclusive).rate(SCALAR, 0.99) == 10
