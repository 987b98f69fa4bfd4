"""Benchmarks and rate resets against prices worked by hand: which way, from when, on top of what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, WORLD, lived, paid
from wargame.core.problem import BadInput

MARKET = WORLD + "indices: {market prices: {yearly move: MOVE %}, CPI: {yearly move: 5 %}}\n"
ALWAYS = "behaviour: {rights: {benchmark the charges: {exercised: always}, reset the rates: {exercised: always}}}\n"
BENCHMARK = "\n## 5.8 Benchmark\n```terms\nkind: benchmarking\nseries: market prices\nearliest: 12 months\nevery: 12 months\nMORE\n```\n"


@pytest.mark.parametrize(
    ("move", "more", "expected"),
    [
        # January 2028 is the month after the benchmark: 31,000 at the level of the market.
        ("-10", "", [("2028-02-01", 310_000)]),
        ("-10", "limit: 4 %", [("2028-02-01", 124_000)]),
        ("-10", "effect: from the month benchmarked", [("2028-01-01", 310_000), ("2028-02-01", 310_000)]),
        ("10", "", []),
        ("10", "direction: either way", [("2028-02-01", 310_000)]),
        ("10", "direction: either way\nlimit: 4 %", [("2028-02-01", 124_000)]),
    ],
)
def test_a_benchmark_brings_charges_to_the_market(tmp_path: Path, move: str, more: str, expected: list[tuple[str, int]]) -> None:
    told = lived(tmp_path, CHARGE + BENCHMARK.replace("MORE", more), MARKET.replace("MOVE", move) + ALWAYS, "13 months")
    assert paid(told, "5.8") == expected
    payer = "client" if "either way" in more else "provider"
    assert all(one.account.payer == payer for one in told.postings if one.account.clause == "5.8")


def test_an_index_that_ran_ahead_of_the_market_is_taken_back(tmp_path: Path) -> None:
    """Charges have risen by 5 %, the market has not moved: 1 / 1.05 is 95.2380 % of them. 4.7620 % of February's 30,450.00 are 1,450.029."""
    charge = CHARGE.replace("bands: [{price: GBP 1.00}]", "bands: [{price: GBP 1.00}]\nindex: 5.2")
    indexation = "\n## 5.2 Indexation\n```terms\nkind: indexation\nseries: CPI\n```\n"
    told = lived(tmp_path, charge + indexation + BENCHMARK.replace("MORE", "index: 5.2"), MARKET.replace("MOVE", "0") + ALWAYS, "13 months")
    assert paid(told, "5.1")[-1] == ("2028-02-01", 3_255_000)
    # The index moves with the thirteenth month, the benchmark looks at the twelfth: nothing is out of line yet.
    assert paid(told, "5.8") == []
    later = BENCHMARK.replace("earliest: 12 months", "earliest: 13 months").replace("MORE", "index: 5.2")
    told = lived(tmp_path, charge + indexation + later, MARKET.replace("MOVE", "0") + ALWAYS, "14 months")
    assert paid(told, "5.8") == [("2028-03-01", 145_003)]


RESET = "\n## 5.9 Reset\n```terms\nkind: rate_reset\nearliest: 1 month\nevery: 1 month\nnotice: 1 month\nceiling: 10 %\nMORE\n```\n"


@pytest.mark.parametrize(
    ("more", "percents"),
    [
        ("", ["10", "21", "33.1"]),
        ("raises: are of the first charges", ["10", "20", "30"]),
        ("ceiling a year: 15 %", ["10", "15", "15"]),
    ],
)
def test_raises_compound_or_do_not(tmp_path: Path, more: str, percents: list[str]) -> None:
    told = lived(tmp_path, CHARGE + RESET.replace("MORE", more), WORLD + ALWAYS, "5 months")
    # Noticed at the ends of January, February, March; effective from March, April, May.
    days = (31, 30, 31)
    assert [amount for _, amount in paid(told, "5.9")] == [round(day * 1_000 * float(percent)) for day, percent in zip(days, percents, strict=True)]


LEAVING = "\n## 15.3 Convenience\n```terms\nkind: termination_convenience\nparty: client\nnotice: 4 months\nfee table: [{fee: GBP 1}]\n```\n"


def test_charges_may_be_raised_while_notice_of_termination_runs(tmp_path: Path) -> None:
    """Notice at the end of January ends the agreement with the first morning after 31 May; raises are noticed from January on, the last of April."""
    world = WORLD + ALWAYS.replace("{rights: {", "{rights: {terminate for convenience: {exercised: always}, ")
    told = lived(tmp_path, CHARGE + LEAVING + RESET.replace("MORE", "raises: are of the first charges"), world, "12 months")
    assert paid(told, "5.9")[:3] == [("2027-04-01", 310_000), ("2027-05-01", 600_000), ("2027-06-01", 930_000)]
    assert told.exit < told.term_end


@pytest.mark.parametrize(
    ("provisions", "said"),
    [
        (BENCHMARK.replace("every: 12 months", "every: 365 days").replace("MORE", ""), "every: 12 months"),
        (RESET.replace("notice: 1 month", "notice: 2 months").replace("MORE", ""), "let `notice` be the shorter"),
    ],
)
def test_dates_that_cannot_be_kept_are_refused(tmp_path: Path, provisions: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        lived(tmp_path, CHARGE + provisions, MARKET.replace("MOVE", "0"))
