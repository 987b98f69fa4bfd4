"""Published index adjustments, through published levels of a series, and collars over three years worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.clauses.published import life, paid, provision
from wargame.core.problem import BadInput
from wargame.simulation.life.trace import LifeTrace


@pytest.fixture
def published(shared: Path) -> dict[str, Any]:
    """The expected result of each case."""
    return {case["id"]: case["expected"] for case in json.loads((shared / "cases" / "worked_examples.json").read_text(encoding="utf-8"))}


def indexed(folder: Path, months: int, amount: str, terms: str, levels: str) -> LifeTrace:
    """A monthly charge of this amount that moves with published levels."""
    draft = provision("5.1", f"kind: fixed_charge\namount: GBP {amount}\nindex: 5.2") + provision("5.2", f"kind: indexation\nseries: CPI\n{terms}")
    return life(folder, months, draft, world=f"indices: {{CPI: {{levels: [{levels}]}}}}\n")


def yearly(told: LifeTrace) -> list[int]:
    """The charge of the first month of each year, in pence."""
    return [one.amount for one in told.postings if one.month % 12 == 0]


def test_a_change_to_one_decimal_of_a_percent(published: dict[str, Any], tmp_path: Path) -> None:
    told = indexed(tmp_path, 13, "1 000", "decimals: 1", "129.9, 136.0")
    assert told.inputs[11, "5.2"]["move"] == published["idx_nysogs"]


def test_a_tenth_of_a_price_follows_fuel(published: dict[str, Any], tmp_path: Path) -> None:
    expected = published["idx_va_1"]
    told = indexed(tmp_path, 13, "2.10", "decimals: 2\nshare: 10 %", "1.559, 2.129")
    assert told.inputs[11, "5.2"]["move"] == expected["pct"]
    assert yearly(told)[1] == round(100 * expected["new"])
    # Ten thousand units at a price of four decimals: 2.1768 each.
    draft = provision("5.1", "kind: unit_charge\nservice: work\nbands: [{price: GBP 2.10}]\nindex: 5.2\nprice decimals: 4")
    draft += provision("5.2", "kind: indexation\nseries: fuel\ndecimals: 2\nshare: 10 %")
    told = life(tmp_path, 13, draft, volume="10 000 per month", world="indices: {fuel: {levels: [1.559, 2.129]}}\n")
    assert yearly(told)[1] == round(1_000_000 * expected["unrounded"])
    assert yearly(told)[1] - yearly(told)[0] == round(1_000_000 * expected["adj"])


@pytest.mark.parametrize(("case", "level"), [("idx_base_y1", "110.5"), ("idx_base_y2", "114.25")])
def test_an_amount_over_its_base_index(case: str, level: str, published: dict[str, Any], tmp_path: Path) -> None:
    told = indexed(tmp_path, 13, "1 000", "method: from base", f"105.65, {level}")
    assert yearly(told)[1] == round(100 * published[case])


def test_the_second_year_is_taken_from_the_base_too(published: dict[str, Any], tmp_path: Path) -> None:
    told = indexed(tmp_path, 25, "1 000", "method: from base", "105.65, 110.5, 114.25")
    assert yearly(told)[1:] == [round(100 * published[case]) for case in ("idx_base_y1", "idx_base_y2")]


@pytest.mark.parametrize(
    ("method", "limit", "factors"),
    [
        # 8 % is cut to 5; 1 % and 2 % lie inside: 1.05 × 1.01 × 1.02.
        ("chained", "each year", [1.0, 1.05, 1.0605, 1.08171]),
        # 1.08, 1.0908 and 1.112616 against 1.05, 1.10 and 1.15.
        ("chained", "cumulatively", [1.0, 1.05, 1.0908, 1.112616]),
        # The price follows 1.08, 1.0908, 1.112616, by no more than 5 points a year.
        ("from base", "each year", [1.0, 1.05, 1.0908, 1.112616]),
        ("from base", "cumulatively", [1.0, 1.05, 1.0908, 1.112616]),
    ],
)
def test_a_ceiling_of_5_percent_over_three_years(method: str, limit: str, factors: list[float], tmp_path: Path) -> None:
    told = indexed(tmp_path, 37, "10 000", f"ceiling: 5 %\nmethod: {method}\nlimit applies: {limit}", "100, 108, 109.08, 111.2616")
    assert yearly(told) == [round(1_000_000 * factor) for factor in factors]


def test_a_quiet_year_lets_a_cumulative_limit_catch_up_and_a_yearly_one_not(tmp_path: Path) -> None:
    """CPI stands still, then rises by 9 %. Cumulatively 10 % are allowed by then; each year 5 %, in points of the base as of the price."""
    for method, limit, last in (
        ("chained", "each year", 1.05), ("chained", "cumulatively", 1.09), ("from base", "each year", 1.05), ("from base", "cumulatively", 1.09),
    ):  # fmt: skip
        told = indexed(tmp_path, 25, "10 000", f"ceiling: 5 %\nmethod: {method}\nlimit applies: {limit}", "100, 100, 109")
        assert yearly(told) == [1_000_000, 1_000_000, round(1_000_000 * last)], (method, limit)


def test_a_small_move_waits_and_is_counted_with_the_next(tmp_path: Path) -> None:
    """0.6 % is below 1 % and waits; over two years it is 1.2 %."""
    for method in ("chained", "from base"):
        assert yearly(indexed(tmp_path, 25, "10 000", f"threshold: 1 %\nmethod: {method}", "1 000, 1 006, 1 012")) == [
            1_000_000,
            1_000_000,
            1_012_000,
        ]


def test_a_publication_lag_reads_an_older_figure(tmp_path: Path) -> None:
    """The level stands still through each contract year: three months before the first anniversary it is still the base."""
    assert yearly(indexed(tmp_path, 25, "10 000", "lag: 3", "100, 103, 110")) == [1_000_000, 1_000_000, 1_030_000]
    assert yearly(indexed(tmp_path, 25, "10 000", "", "100, 103, 110")) == [1_000_000, 1_030_000, 1_100_000]


def test_a_series_stays_where_its_last_figure_was_or_moves_on(tmp_path: Path) -> None:
    assert yearly(indexed(tmp_path, 37, "10 000", "", "100, 103")) == [1_000_000, 1_030_000, 1_030_000, 1_030_000]
    draft = provision("5.1", "kind: fixed_charge\namount: GBP 10 000\nindex: 5.2") + provision("5.2", "kind: indexation\nseries: CPI")
    told = life(tmp_path, 25, draft, world="indices: {CPI: {levels: [100, 103], yearly move: 10 %}}\n")
    assert yearly(told) == [1_000_000, 1_030_000, 1_133_000]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("decimals: 9", "8 are the most"),
        ("rounding: [{of: factor, decimals: 2}, {of: change, decimals: 2}]", "in the order in which it is done"),
        ("lag: 25", "24 months old"),
    ],
)
def test_terms_beyond_reason_are_refused(terms: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        indexed(tmp_path, 13, "1 000", terms, "100, 101")


def test_charges_add_up_over_the_years(tmp_path: Path) -> None:
    assert paid(indexed(tmp_path, 24, "1 000", "", "100, 110"), "charges") == 12 * 100_000 + 12 * 110_000
