"""Indices, raises and rates of exchange, worked by hand (docs/money.md, "Indices", "Rates of exchange")."""

from __future__ import annotations

import pytest

from tests.contract.clauses.desk import Said, story
from wargame.core.problem import BadInput

INDEXED = """## 5.1 Price
```terms
kind: unit_charge
service: voice
bands: [{price: GBP 10 000}]
index: 5.2
```

## 5.2 Adjustment
```terms
kind: indexation
series: CPI
MORE
```
"""
WORLD = "name: W\nservices: {voice: {demand: {level: 1 per month}}}\nindices: {CPI: {LEVELS}}\nstep: month\n"


def charged(said: Said, more: str, levels: str, months: int = 37) -> list[int]:
    """The charge of each month, in minor units."""
    books = story(INDEXED.replace("MORE", more), WORLD.replace("LEVELS", levels), said, months=months)
    return [books.paid("charges", month) for month in range(months)]


@pytest.mark.parametrize(
    ("more", "amount"),
    [
        ("share: 75 %", 1_004_838),
        ("share: 75 %\ndecimals: 2", 1_004_875),
        ("share: 75 %\nrounding: [{of: change, decimals: 2}]", 1_004_875),
        ("share: 75 %\nrounding: [{of: change passed on, decimals: 2}]", 1_004_800),
        ("share: 75 %\nrounding: [{of: change passed on, decimals: 2, mode: up}]", 1_004_900),
        ("share: 75 %\nrounding: [{of: factor, decimals: 3}]", 1_005_000),
        ("share: 75 %\nrounding: [{of: change, decimals: 2, mode: down}, {of: change passed on, decimals: 1}]", 1_005_000),  # 0.64 → 0.48 → 0.5 %
    ],
)
def test_points_of_rounding(more: str, amount: int, said: Said) -> None:
    """200 to 201.29 is a change of 0.645 %, of which 75 % are 0.48375 %."""
    assert charged(said, more, "levels: [200, 201.29]", 13)[12] == amount


@pytest.mark.parametrize(
    ("falls", "later"),
    [
        ("follow", [900_000, 990_000]),
        ("hold, from the last level", [1_000_000, 1_000_000]),  # 99 is still below 100
        ("hold, from the trough", [1_000_000, 1_100_000]),
    ],
)
def test_a_fall_and_the_rise_after_it(falls: str, later: list[int], said: Said) -> None:
    months = charged(said, f"falls: {falls}", "levels: [100, 90, 99]")
    assert [months[12], months[24]] == later


@pytest.mark.parametrize("falls", ["follow", "hold, from the last level", "hold, from the trough"])
@pytest.mark.parametrize("more", ["", "share: 60 %\nthreshold: 4 %"])
def test_a_cumulative_ceiling_that_never_binds_changes_nothing(falls: str, more: str, said: Said) -> None:
    """A fall that is held is counted once: by neither limit does it lessen a later rise."""
    levels = "levels: [100, 90, 110, 105, 120]"
    plain, limited = (charged(said, f"falls: {falls}\n{more}{limit}", levels, 60) for limit in ("", "\nceiling: 500 %\nlimit applies: cumulatively"))
    assert limited == plain
    if not more and falls != "follow":
        assert [plain[12 * year] for year in range(5)] == {
            "hold, from the last level": [1_000_000, 1_000_000, 1_100_000, 1_100_000, 1_200_000],
            "hold, from the trough": [1_000_000, 1_000_000, 1_222_222, 1_222_222, 1_396_825],
        }[falls]


def test_moves_that_nothing_limits_cancel(said: Said) -> None:
    """Three years of chained moves are the last figure over the first, as from base."""
    levels = "levels: [104.2, 107.0, 109.3, 115.1]"
    chained, from_base = (charged(said, f"method: {method}", levels, 37)[36] for method in ("chained", "from base"))
    assert chained == from_base == 1_104_607  # 10,000 × 115.1 ÷ 104.2


def test_prices_may_follow_a_series_month_by_month(said: Said) -> None:
    months = charged(said, "every: 1", "levels: [100, 101, 102], moves: monthly", 4)
    assert months == [1_000_000, 1_010_000, 1_020_000, 1_020_000]
    dated = charged(said, "every: 1", "levels: {2027-01-01: 100, 2027-02-10: 103}", 4)
    assert dated == [1_000_000, 1_000_000, 1_030_000, 1_030_000]


@pytest.mark.parametrize(("lasts", "months"), [("", [1_111_000, 1_133_000, 1_144_000]), (", lasts: 40 days", [1_111_000, 1_030_000, 1_040_000])])
@pytest.mark.parametrize(
    "levels", ["moves: monthly, levels: [100, 101, 103, 104]", "levels: {2027-01-01: 100, 2027-02-01: 101, 2027-03-01: 103, 2027-04-01: 104}"]
)
def test_a_shock_moves_prices_as_long_as_it_lasts_though_figures_are_published(levels: str, lasts: str, months: list[int], said: Said) -> None:
    """10 % from 10 January on; after 40 days the price is that of the published figure."""
    world = (
        WORLD.replace("LEVELS", levels) + f"shocks: {{up: {{kind: currency_move, series: CPI, move: 10 %, arrives: {{date: 2027-01-10}}{lasts}}}}}\n"
    )
    books = story(INDEXED.replace("MORE", "every: 1"), world, said, months=4)
    assert [books.paid("charges", month) for month in range(1, 4)] == months


@pytest.mark.parametrize(
    "levels",
    [
        "levels: {2027-01-01: 130, 2027-07-01: 131.5, 2028-01-01: 100.8}, rebased: {2028-01-01: {old base: 131.5, new base: 100}}",
        "levels: {2027-01-01: 130, 2028-01-01: 100.8}, rebased: {2027-11-05: {old base: 131.5, new base: 100}}",
        "levels: [130, 100.8], rebased: {2027-11-05: {old base: 131.5, new base: 100}}",
        "levels: [130, 201.6], rebased: {2028-01-01: {old base: 263, new base: 400}}",
        "levels: [130, 5.04], rebased: {2027-03-01: {old base: 131.5, new base: 10}, 2027-09-01: {old base: 10, new base: 5}}",
    ],
)
def test_the_change_runs_over_a_new_base(levels: str, said: Said) -> None:
    """100.8 on a base on which 100 is 131.5 of the old one is 132.552 of it: 10,000 times 132.552 over 130 is 10,196.31."""
    assert charged(said, "", levels, 13)[11:] == [1_000_000, 1_019_631]


def test_factors_of_a_new_base_are_exact(said: Said) -> None:
    """The old figure is 100 times 97.3 over 102.7 of the new: back at it, the price is to the penny what it was."""
    levels = "levels: [100, 105.549845, 100], rebased: {2028-01-01: {old base: 97.3, new base: 102.7}}"
    assert charged(said, "", levels.replace("105.549845", "102.7"), 13)[12] == 973_000
    assert charged(said, "", levels.replace("105.549845", "205.4"), 13)[12] == 1_946_000


@pytest.mark.parametrize(
    ("series", "more", "later"),
    [
        # 2.6871 % and 2.1495 %, as published 2.7 % and 2.1 %; 1.027 times 1.021 is 1.048567.
        ("levels: [104.2, 107.0, 109.3]", "", [1_027_000, 1_048_567]),
        ("levels: [104.2, 107.0, 109.3]", "method: from base", [1_027_000, 1_048_567]),
        # As the office says them; the second is not said.
        ("levels: [104.2, 107.0, 109.3], rates: [3 %, 2.6 %]", "", [1_026_000, 1_047_546]),
        ("levels: {2027-01-01: 104.2, 2027-12-15: 107, 2028-12-15: 109.3}, rates: {2027-12-15: 2.6 %}", "", [1_026_000, 1_047_546]),
        ("levels: [100, 99.25, 99.25]", "", [992_000, 992_000]),  # 0.75 % down is published as 0.8 %
        # 2 % waits, and 2 % more are 4.04 % together.
        ("levels: [100, 102, 104]", "threshold: 3 %", [1_000_000, 1_040_400]),
        ("levels: [100, 90, 99]", "falls: hold, from the last level", [1_000_000, 1_000_000]),
        ("levels: [100, 90, 99]", "falls: hold, from the trough", [1_000_000, 1_100_000]),
        # The rate published ten months on, as it is said, or else 103 over 100.
        ("moves: monthly, levels: [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 103]", "lag: 2", [1_030_000, 1_030_000]),
        ("levels: {2027-01-01: 100, 2027-11-01: 103}, rates: {2027-11-01: 3.4 %}", "lag: 2", [1_034_000, 1_034_000]),
    ],
)
def test_the_change_may_be_the_rate_that_is_published(series: str, more: str, later: list[int], said: Said) -> None:
    months = charged(said, f"change taken from: the published rate\n{more}", series)
    assert [months[12], months[24]] == later


def test_a_shock_moves_the_published_rate_as_it_moves_the_levels(said: Said) -> None:
    """10 % on 102 and 104: 12.2 % on the year before, and then 2 % (1.96 %), though the office was to say 2.5 %."""
    world = WORLD.replace("LEVELS", "levels: [100, 102, 104], rates: [0 %, 2.5 %, 2.5 %]")
    draft = INDEXED.replace("MORE", "change taken from: the published rate")
    plain = story(draft, world, said, months=25)
    assert [plain.paid("charges", month) for month in (12, 24)] == [1_025_000, 1_050_625]
    books = story(draft, world + "shocks: {up: {kind: currency_move, series: CPI, move: 10 %, arrives: {date: 2027-06-01}}}\n", said, months=25)
    assert [books.paid("charges", month) for month in (12, 24)] == [1_122_000, 1_144_440]


def test_a_published_rate_is_of_twelve_months(said: Said) -> None:
    with pytest.raises(BadInput, match="of twelve months, and `every` is 6"):
        charged(said, "change taken from: the published rate\nevery: 6", "levels: [100]", 13)


FOREIGN = """## 5.1 Billing
```terms
kind: fixed_charge
amount: GBP 1 000 000
```

## 5.7 Exchange
```terms
kind: currency_adjustment
series: rate
share: 60 %
MORE
```
"""


@pytest.mark.parametrize(
    ("more", "lines"),
    [
        # ((1.3 / 1.377) − 1) × 60 % of 1,000,000, from the invoice for March, which is raised on 1 April.
        ("quoted: foreign currency per unit of the home", [0, 0, -3_355_120, -3_355_120]),
        ("quoted: foreign currency per unit of the home\nday of rate: the preceding month end", [0, 0, 0, -3_355_120]),
        ("quoted: foreign currency per unit of the home\nday of rate: the average of the month", [0, 0, -1_725_812, -3_355_120]),
        ("quoted: foreign currency per unit of the home\nday of rate: fixed at the effective date", [0, 0, 0, 0]),
        ("", [0, 0, 3_553_846, 3_553_846]),  # 1.377 ÷ 1.3 − 1
    ],
)
def test_a_rate_of_exchange_either_way_round(more: str, lines: list[int], said: Said) -> None:
    world = WORLD.replace("CPI: {LEVELS}", "rate: {levels: {2027-01-01: 1.3, 2027-03-10: 1.377}}")
    books = story(FOREIGN.replace("MORE", more), world, said, months=4)
    found = []
    for month in range(4):
        end = books.rules.calendar.month_starts(month + 1)[-1]
        rows = [one for one in books.life.postings if one.account.head == "currency adjustment" and one.instant == end]
        found.append(sum(one.amount if one.account.payer == "client" else -one.amount for one in rows))
    assert found == lines


@pytest.mark.parametrize(
    ("more", "extra"),
    [
        ("raises: compound", [0, 1_000, 2_100, 3_310]),
        ("raises: are of the first charges", [0, 1_000, 2_000, 3_000]),
    ],
)
def test_a_ceiling_a_year_is_of_the_rate_at_the_start_of_the_year(more: str, extra: list[int], said: Said) -> None:
    """10 % a year on GBP 10,000, each January noticed, from February on."""
    draft = "## 1 Fee\n```terms\nkind: fixed_charge\namount: GBP 10 000\n```\n\n## 2 Reset\n```terms\nkind: rate_reset\nearliest: 12 months\n"
    draft += f"every: 12 months\nnotice: 1 month\nceiling: 10 %\nceiling a year: 10 %\n{more}\n```\n"
    world = WORLD.replace("indices: {CPI: {LEVELS}}\n", "behaviour: {rights: {reset the rates: {exercised: always}}}\n")
    books = story(draft, world, said, months=48)
    assert [books.paid("rate reset", 12 * year + 2) // 100 for year in range(4)] == extra
