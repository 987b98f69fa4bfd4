"""Terms that end inside a month, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.clauses.worked import CHARGE, FRONT, KINDS, WORLD, lived
from wargame.contract.text.draft import load_draft
from wargame.core.problem import BadInput

QUARTERLY = """
## 5.2 Fee
```terms
kind: fixed_charge
amount: GBP 3 000
per: quarter
```
"""
LEAVING = """
## 15.1 Convenience
```terms
kind: termination_convenience
party: client
notice: 10 days
fee table: [{each month left: 100 %}]
```
"""


@pytest.fixture(autouse=True)
def _dated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.contract.clauses.worked.FRONT", FRONT.replace("term: TERM", "TERM"))


def paid(folder: Path, provisions: str, day: str, world: str = WORLD) -> list[tuple[int, str, int]]:
    told = lived(folder, provisions, world, term=f"last day: {day}")
    return [(one.month, one.account.head, one.amount) for one in told.postings if one.account.payee in ("client", "provider")]


def test_charges_of_the_last_month_are_of_its_days(tmp_path: Path) -> None:
    """Five months from 1 January, the last of them to 15 May. A quarter of 3,000 is 1,000 a month; of May 15 days of 31. Calls: 1,000 a day."""
    found = paid(tmp_path, QUARTERLY + CHARGE, "2027-05-15")
    assert [(month, amount) for month, _, amount in found if month == 4] == [(4, 148_387), (4, 1_500_000)]
    assert [amount for month, _, amount in found if month == 2] == [300_000, 3_100_000]


def test_unexpired_months_are_whole(tmp_path: Path) -> None:
    """Notice on the last of January, 10 days: of a term to 15 December ten whole months are left, February to November; of one to the 31st eleven."""
    leaves = WORLD + "behaviour: {rights: {terminate for convenience: {exercised: always}}}\n"
    for day, months in (("2027-12-15", 10), ("2027-12-31", 11)):
        found = paid(tmp_path, CHARGE + LEAVING, day, leaves)
        assert [amount for _, head, amount in found if head == "termination fee"] == [months * 3_100_000]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("last day: 2026-12-31", "the `last day` 2026-12-31 is before the effective date 2027-01-01"),
        ("last day: 2027-05-15\nterm: 5 months", "the agreement has a `term`, 5 months, and a `last day`, 2027-05-15: give one of them"),
        ("draft: second", 'the term "term" is missing'),
        ("last day: 15/05/2027", "15/05/2027"),
    ],
)
def test_a_term_is_said_once(tmp_path: Path, said: str, told: str) -> None:
    (tmp_path / "draft.md").write_text(FRONT.replace("term: TERM", said) + CHARGE, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_draft(tmp_path / "draft.md", KINDS)
    assert told in str(caught.value)
