"""Taxes on an invoice of GBP 120,000, who bears them, and what each party is left with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.desk_of import charge, play_case, terms


@pytest.mark.parametrize(
    ("words", "client", "provider"),
    [
        ("rate: 20 %", 0, 0),
        ("rate: 20 %\nrecovered: 0 %", -24_000_00, 0),
        ("rate: 20 %\nrecovered: 40 %", -14_400_00, 0),
        ("rate: 20 %\namounts: including tax", 20_000_00, -20_000_00),
        ("rate: 20 %\namounts: including tax\nrecovered: 0 %", 0, -20_000_00),
        ("withholding: 20 %", 0, -24_000_00),
        ("withholding: 20 %\nwithheld: grossed up", -30_000_00, 0),
    ],
)
def test_who_bears_a_tax(tmp_path: Path, words: str, client: int, provider: int) -> None:
    found = play_case(tmp_path, charge("GBP 120 000") + terms("6.5", f"kind: tax\n{words}"), months=1)
    paid = {head: amount for (clause, head, _), amount in found.paid.items() if clause == "6.5"}
    assert paid.get("tax recovered", 0) - paid.get("tax not recovered", 0) - (paid.get("tax withheld", 0) if "grossed" in words else 0) == client
    assert -paid.get("tax included", 0) - (0 if "grossed" in words else paid.get("tax withheld", 0)) == provider
