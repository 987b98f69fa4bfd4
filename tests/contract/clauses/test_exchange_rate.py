"""Amounts in another currency, worked by hand: converted when they are booked, once, at the rate of the day that the words say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contract.clauses.desk_of import FRONT, KINDS, WORLD, play_case, terms
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import load_draft
from wargame.core.problem import BadInput

RATES = "indices: {rate: {levels: {2027-01-01: FIRST, 2027-02-01: SECOND}}}\n"
MONTH = "day of rate: the month end"


def played(tmp_path: Path, priced: str, said: str, levels: tuple[str, str] = ("0.85", "0.86"), **more: Any) -> int:
    """What a charge comes to in the books, in January, whose end sees the second figure."""
    rate = terms("5.9", f"kind: exchange_rate\nseries: rate\n{said}")
    world = WORLD + RATES.replace("FIRST", levels[0]).replace("SECOND", levels[1])
    return play_case(tmp_path, terms("5.8", priced) + rate, world=world, **more).total("charges")


@pytest.mark.parametrize(
    ("said", "levels", "pence"),
    [
        (f"currency: EUR\n{MONTH}", ("0.85", "0.86"), 860_00),
        ("currency: EUR\nday of rate: the average of the month", ("0.85", "0.86"), 855_00),
        ("currency: EUR\nday of rate: the preceding month end", ("0.85", "0.86"), 850_00),
        ("currency: EUR\nday of rate: fixed at the effective date", ("0.85", "0.86"), 850_00),
        (f"currency: EUR\nrate: 0.80\n{MONTH}", ("100", "110"), 880_00),  # an index of the rate, and the rate agreed
        (f"currency: EUR\nquoted: foreign currency per unit of the home\n{MONTH}", ("1.20", "1.25"), 800_00),
        (f"currency: EUR\nquoted: foreign currency per unit of the home\n{MONTH}", ("1.20", "1.17"), 854_70),  # 1,000 / 1.17
    ],
)
def test_a_charge_is_converted_at_the_rate_of_its_day(tmp_path: Path, said: str, levels: tuple[str, str], pence: int) -> None:
    assert played(tmp_path, "kind: fixed_charge\namount: EUR 1 000", said, levels) == pence


@pytest.mark.parametrize(
    ("day", "more", "pence"),
    [
        ("the month end", "", 900_00 + 1_000_00 + 1_100_00),
        ("the average of the month", "", 850_00 + 950_00 + 1_050_00),
        ("the preceding month end", "", 800_00 + 900_00 + 1_000_00),
        ("fixed at the effective date", "", 2_400_00),
        ("the invoice day", "", 3_300_00),
        ("the month end", "invoiced: in advance", 900_00 + 1_000_00 + 1_100_00),  # 2,700 at first, and the last month settles 300
        ("the invoice day", "invoiced: in advance", 2_700_00),
    ],
)
def test_each_month_of_a_quarter_has_its_rate_unless_the_invoice_has(tmp_path: Path, day: str, more: str, pence: int) -> None:
    """EUR 3,000 a quarter; 0.80 at first, then 0.90, 1.00 and 1.10 at the ends of its months."""
    world = WORLD + "indices: {rate: {moves: monthly, levels: [0.80, 0.90, 1.00, 1.10]}}\n"
    draft = terms("5.8", f"kind: fixed_charge\namount: EUR 3 000\nper: quarter\n{more}")
    draft += terms("5.9", f"kind: exchange_rate\ncurrency: EUR\nseries: rate\nday of rate: {day}")
    assert play_case(tmp_path, draft, world=world, months=3).total("charges") == pence


@pytest.mark.parametrize(
    ("priced", "pence"),
    [
        ("kind: unit_charge\nservice: voice\nbands: [{price: EUR 0.10}]", 2_666_00),  # 31,000 calls are EUR 3,100
        ("kind: unit_charge\nservice: voice\nbands: [{price: EUR 0.10}]\nceiling: EUR 1 000", 860_00),
        ("kind: fixed_charge\namount: EUR 1 000\npercentage: 50 %", 430_00),
    ],
)
def test_prices_in_euro(tmp_path: Path, priced: str, pence: int) -> None:
    assert played(tmp_path, priced, f"currency: EUR\n{MONTH}") == pence


@pytest.mark.parametrize(
    ("draft", "says", "way"),
    [
        (terms("5.8", "kind: fixed_charge\namount: EUR 1 000"), "no provision says how EUR is converted into GBP", "kind: exchange_rate"),
        (terms("12.1", "kind: liability_cap\ncap: EUR 1 000"), "an amount of a liability_cap is in EUR", "state it in GBP"),
        (
            terms("5.8", "kind: unit_charge\nservice: voice\nbands: [{price: EUR 0.10}]\nceiling: GBP 5"),
            "its amounts are in EUR and in GBP",
            "one currency",
        ),
        (terms("5.8", "kind: fixed_charge\namount: USD 1 000"), '"USD 1 000" is in USD', "list USD"),
        (terms("5.9", "kind: exchange_rate\nseries: rate\ncurrency: GBP"), "which is the agreement's own", ""),
        (terms("5.9", "kind: exchange_rate\nseries: rate\ncurrency: EUR\nrate: 0.85 per year"), "0.85 per year is more than a number", "rate: 0.85"),
        (
            terms("5.9", "kind: exchange_rate\nseries: rate\ncurrency: EUR") + terms("5.8", "kind: exchange_rate\nseries: other\ncurrency: EUR"),
            "5.8 A provision: EUR is converted by 5.9 already",
            "one provision",
        ),
    ],
)
def test_what_cannot_be_converted_is_refused_at_its_place(tmp_path: Path, draft: str, says: str, way: str) -> None:
    with pytest.raises(BadInput) as caught:
        play_case(tmp_path, draft)
    assert says in str(caught.value) and way in str(caught.value)


def test_without_a_published_figure_there_is_no_rate(tmp_path: Path) -> None:
    """A series that only moves has no figure to convert by: the rate, and charges in that currency, are not measured, and that is said."""
    draft = terms("5.8", "kind: fixed_charge\namount: EUR 1 000") + terms("5.9", "kind: exchange_rate\nseries: rate\ncurrency: EUR")
    (tmp_path / "draft.md").write_text(FRONT.replace("TERM", "1") + draft, encoding="utf-8")
    provides = {("index", "rate"), *((fact, "voice") for fact in ("volume", "downtime"))}
    rules = compile_rules(load_draft(tmp_path / "draft.md", KINDS), KINDS, provides=provides)
    assert [(one.clause, one.words) for one in rules.unmeasured] == [("5.9", "published figure of rate"), ("5.8", "clause 5.9")]
