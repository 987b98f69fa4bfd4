"""Published price tables, as postings of a month."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.clauses.published import life, paid, provision
from wargame.core.problem import BadInput

EDGES = ("up to: 250, ", "up to: 500, ", "")
SLABS = [f"{{{edge}amount: GBP {amount}}}" for edge, amount in zip(EDGES, (10, 20, 30), strict=True)]
UNITS = [f"{{{edge}price: GBP {price}}}" for edge, price in zip(EDGES, (1, 2, 3), strict=True)]
USAGE = ["{up to: 100, price: GBP 0.10}", "{up to: 1 000, price: GBP 0.08}", "{price: GBP 0.05}"]
CASES: dict[str, tuple[str, list[str], str, str]] = {
    "vol_slab_flat": ("1 000", SLABS, "marginally", ""),
    "vol_slab_unit": ("1 000", UNITS, "marginally", ""),
    "vol_var_flat": ("1 000", SLABS, "to all units", ""),
    "vol_toptier": ("500", USAGE, "to all units", ""),
    "vol_toptier_pct": ("200", USAGE, "to all units", ""),  # each pound is a unit, and costs so many pence
    "vol_seats": ("12", ["{up to: 10, price: GBP 10}", "{up to: 50, price: GBP 9}", "{price: GBP 8}"], "to all units", ""),
    "vol_graduated": (
        "3 000", ["{up to: 1 000, price: GBP 0.01}", "{up to: 5 000, price: GBP 0.008}", "{price: GBP 0.005}"], "marginally", "",
    ),
    "max_bill": ("600", ["{price: GBP 1}"], "marginally", "\nceiling: GBP 500"),
}  # fmt: skip


@pytest.fixture
def published(shared: Path) -> dict[str, Any]:
    """The expected result of each case."""
    return {case["id"]: case["expected"] for case in json.loads((shared / "cases" / "worked_examples.json").read_text(encoding="utf-8"))}


def terms(bands: list[str], apply: str, more: str = "") -> str:
    """A unit charge."""
    return f"kind: unit_charge\nservice: work\nbands: [{', '.join(bands)}]\nbands apply: {apply}{more}"


@pytest.mark.parametrize("case", CASES)
def test_a_published_month(case: str, published: dict[str, Any], tmp_path: Path) -> None:
    volume, bands, apply, more = CASES[case]
    told = life(tmp_path, 1, provision("5.1", terms(bands, apply, more)), volume=f"{volume} per month")
    assert paid(told, "charges") == round(published[case] * 100)


def test_a_rate_that_falls_with_the_year_s_volume(published: dict[str, Any], tmp_path: Path) -> None:
    """0.4 million of card turnover: the first band's 3.0 %, three pence a pound."""
    bands = ["{up to: 1 000 000, price: GBP 0.03}", "{up to: 10 000 000, price: GBP 0.029}", "{price: GBP 0.028}"]
    told = life(tmp_path, 1, provision("5.1", terms(bands, "to all units")), volume="400 000 per month")
    assert told.inputs[0, "5.1"]["price"] == published["vol_card_discount"] == 3.0


def test_what_a_ceiling_keeps_back_is_withheld(tmp_path: Path) -> None:
    told = life(tmp_path, 1, provision("5.1", terms(["{price: GBP 1}"], "marginally", "\nceiling: GBP 500")), volume="600 per month")
    assert [(one.amount, one.why.words) for one in told.withheld] == [(10_000, "above the monthly ceiling")]


def test_cumulative_flat_fees(tmp_path: Path) -> None:
    """Eight and a half units reach the third band; so do nine, which is what whole units make of them: 0 + 200 + 100."""
    bands = ["{up to: 5, price: GBP 0}", "{up to: 7, amount: GBP 200}", "{up to: 9, amount: GBP 100}", "{price: GBP 75}"]
    for volume, due in ((5, 0), (7, 20_000), (9, 30_000), (11, 30_000 + 2 * 7_500)):
        assert paid(life(tmp_path, 1, provision("5.1", terms(bands, "marginally")), volume=f"{volume} per month"), "charges") == due


def test_included_units_are_free(tmp_path: Path) -> None:
    for volume, due in ((90, 0), (100, 0), (130, 3_000)):
        draft = provision("5.1", terms(["{price: GBP 1}"], "marginally", "\nincluded: 100"))
        assert paid(life(tmp_path, 1, draft, volume=f"{volume} per month"), "charges") == due


def test_prices_are_indexed_first_where_the_price_list_has_decimals(tmp_path: Path) -> None:
    """10,000 units at 2.10, 3.656 % more: 2.176776 each is 21,767.76; as 2.1768 it is 21,768.00, as 2.18 it is 21,800.00."""
    for more, due in (("", 2_176_776), ("\nprice decimals: 4", 2_176_800), ("\nprice decimals: 2", 2_180_000)):
        draft = provision("5.1", terms(["{price: GBP 2.10}"], "marginally", "\nindex: 5.2" + more)) + provision(
            "5.2", "kind: indexation\nseries: fuel"
        )
        told = life(tmp_path, 13, draft, volume="10 000 per month", world="indices: {fuel: {yearly move: 3.656 %}}\n")
        assert [one.amount for one in told.postings][-1] == due


def test_a_band_without_price_or_amount_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="neither `price` nor `amount`"):
        life(tmp_path, 1, provision("5.1", terms(["{up to: 5}", "{price: GBP 1}"], "marginally")))


def test_decimals_finer_than_the_engine_or_coarser_than_the_coin_are_refused(tmp_path: Path) -> None:
    for decimals in (1, 7):
        more = f"\nindex: 5.2\nprice decimals: {decimals}"
        draft = provision("5.1", terms(["{price: GBP 2.10}"], "marginally", more)) + provision("5.2", "kind: indexation\nseries: fuel")
        with pytest.raises(BadInput, match="price decimals"):
            life(tmp_path, 1, draft, world="indices: {fuel: {yearly move: 3 %}}\n")
