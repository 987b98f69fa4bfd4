"""Figures as they are printed."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from wargame.report.page.table import TableCell, amount, figure, share, signed, spanned


class Range(NamedTuple):
    """A figure with its interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


@pytest.mark.parametrize(("value", "text"), [(1234567.4, "1,234,567"), (-890.6, "−891"), (0.2, "0"), (-0.2, "0"), (0, "0"), (None, "–")])
def test_amounts_have_separators_and_a_true_minus(value: float | None, text: str) -> None:
    assert amount(value) == text


def test_differences_show_their_sign_and_shares_never_look_like_none() -> None:
    assert [signed(value) for value in (5, -5, 0, 0.3, None)] == ["+5", "−5", "0", "0", "–"]
    assert [share(value) for value in (0, 0.0004, 0.125, 1, None)] == ["0.0 %", "< 0.1 %", "12.5 %", "100.0 %", "–"]


def test_a_figure_has_its_interval_or_says_why_not() -> None:
    assert figure(Range(1000, 900, 1100)) == TableCell("1,000", "900 to 1,100")
    assert figure(Range(None), "not estimable (n = 20)") == TableCell("–", "not estimable (n = 20)", look="missing")
    assert figure(Range(7, 7), "no upper bound: the worst of 9 futures").small == "no upper bound"
    assert figure(Range(7, 1, 9), difference=True) == TableCell("+7", "+1 to +9")


def test_a_group_heads_all_its_rows() -> None:
    rows = spanned([("a", [(TableCell("1"),), (TableCell("2"),)]), ("b", [(TableCell("3"),)]), ("empty", [])])
    assert rows == ((TableCell("a", heads=True, span=2), TableCell("1")), (TableCell("2"),), (TableCell("b", heads=True), TableCell("3")))
