"""A law: how often one yearly price is invoiced, and whether in advance or in arrears, moves no credit, fee, cap or minimum; only the dates on which
it is paid, and what depends on an invoice.

Every kind's example is played beside a charge of one yearly price in every rhythm. What works on an invoice is named, with the reason, and proved to
move somewhere, so that nothing is let off that obeys the law.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.laws.workshop import KINDS, PEOPLE, PRESSURE, STORM, Workshop, example_of
from wargame.core.account import Account
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome

CHARGE = "5.90"
RHYTHMS = {
    "per month": "amount: GBP 60 000\nper: month",
    "per month, in advance": "amount: GBP 60 000\nper: month\ninvoiced: in advance",
    "per quarter": "amount: GBP 180 000\nper: quarter",
    "per quarter, in advance": "amount: GBP 180 000\nper: quarter\ninvoiced: in advance",
    "per year": "amount: GBP 720 000\nper: year",
    "per year, in advance": "amount: GBP 720 000\nper: year\ninvoiced: in advance",
    "per year, by months": "amount: GBP 720 000\nper: year\ninstalments: monthly",
    "per year, by quarters in advance": "amount: GBP 720 000\nper: year\ninstalments: quarterly\ninvoiced: in advance",
}
# Head to why it may move. Whatever is owed under another head, by whichever kind, may not.
ON_INVOICES = {
    "interest": "runs on an invoice that is paid late",
}
# Kinds beside which other amounts may move too.
SETTLING = {
    "set_off": "a claim that is set off against an invoice is neither disputed nor uncollected",
    "credit_excess": "a credit that exceeds its invoice waits for one, or is lost",
}
WORLDS = {"storm": STORM, "pressure": PRESSURE, "people": PEOPLE}
LANES = 128


def played(workshop: Workshop, kind: str, world: str, rhythm: str, lanes: int = LANES) -> Outcome:
    """A kind's example beside a charge of GBP 720,000 a year in a rhythm."""
    draft = f"{example_of(kind)}\n## {CHARGE} Standing charge\n\n```terms\nkind: fixed_charge\n{RHYTHMS[rhythm]}\n```\n"
    return CohortDriver(workshop.rules(draft, WORLDS[world]), workshop.futures(WORLDS[world], "month", 24, lanes)).run()


def moved(one: Outcome, other: Outcome) -> dict[Account, Any]:
    """Accounts beside the charge itself whose sums, paid or kept back, are not the same in every life."""
    found: dict[Account, Any] = {}
    for mine, theirs in ((one.ledger.paid, other.ledger.paid), (one.ledger.withheld, other.ledger.withheld)):
        for key in {**mine, **theirs}:
            account = key if isinstance(key, Account) else key[0]
            a, b = mine.get(key, 0), theirs.get(key, 0)
            if account.clause != CHARGE and np.any(a != b):
                found[account] = (a, b)
    return found


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_rhythm_of_billing_moves_no_money_but_the_invoices_own(workshop: Workshop, kind: str, world: str) -> None:
    first, *others = (played(workshop, kind, world, rhythm) for rhythm in RHYTHMS)
    for rhythm, one in zip(list(RHYTHMS)[1:], others, strict=True):
        assert np.array_equal(first.exit, one.exit), rhythm
        wrong = {account: pair for account, pair in moved(first, one).items() if account.head not in ON_INVOICES}
        assert not wrong or kind in SETTLING, (
            rhythm,
            {account: [(a.tolist()[:4], b.tolist()[:4]) for a, b in [pair]] for account, pair in wrong.items()},
        )


@pytest.mark.parametrize("kind", SETTLING)
def test_a_kind_that_is_let_off_moves_money(workshop: Workshop, kind: str) -> None:
    assert any(moved(played(workshop, kind, world, "per month"), played(workshop, kind, world, "per year")) for world in WORLDS)


@pytest.mark.parametrize("head", ON_INVOICES)
def test_what_works_on_an_invoice_moves_with_it(workshop: Workshop, head: str) -> None:
    some = [kind for kind in KINDS if head in KINDS[kind].heads]
    assert any(
        account.head == head for kind in some for account in moved(*(played(workshop, kind, "people", one) for one in ("per month", "per year")))
    )


def test_the_charge_itself_comes_to_the_same_in_every_rhythm(workshop: Workshop) -> None:
    """… refunds included, but for a unit in each period that an exit cuts."""
    sums = [
        sum(paid for account, paid in played(workshop, "termination_convenience", "pressure", one).ledger.paid.items() if account.clause == CHARGE)
        for one in RHYTHMS
    ]
    assert all(np.all(np.abs(one - sums[0]) <= 1) for one in sums)


def test_a_credit_on_what_is_invoiced_breaks_the_law(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted breach: credits that read the invoice."""
    from wargame.simulation.desk.desk import Desk

    monkeypatch.setattr(Desk, "accrued", lambda desk, payer, payee, clauses=None, services=None: desk.due(frozenset({"charges"}), payer, payee))
    with pytest.raises(AssertionError):
        test_a_rhythm_of_billing_moves_no_money_but_the_invoices_own(workshop, "service_credit", "storm")
