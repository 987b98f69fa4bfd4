"""Whoever keeps money back is known by the books: every clause that withholds is credited for it, whatever its words say.

What a clause withholds is noted here at the desk, while it acts, and compared with what the books, the findings, the waterfall and the knock-outs say
of it later. None of these may know a clause by anything but the reason's own `clause`; corrupted on purpose, the law fails.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.laws.workshop import COMBINED, KINDS, WORLDS, Workshop, example_of, second_choices
from wargame.analysis.figures.clause_totals import by_clause
from wargame.analysis.figures.waterfall import waterfall
from wargame.analysis.findings.evidence import Evidence
from wargame.contract.rules.readings import BASE_READING
from wargame.contract.text.draft import Draft
from wargame.contract.text.variant import BASE_NAME
from wargame.core.account import Reason
from wargame.core.ledger import Ledger
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.counterfactuals.leave_one_out import targets
from wargame.simulation.desk.desk import Desk
from wargame.simulation.run.results import Cell, CellResult, Total

LANES = 256
# Kinds that have a reason to keep money back and do so in no world of the laws, by their examples: seen in a test of their own.
ELSEWHERE = {
    "escalation": "its example gives no remedy that could be excused; tests/contract/clauses/test_escalation.py, and the combined draft below",
    "exit_assistance": "only where a right is used that its terms name; tests/stories/exit_assistance.md",
    "unit_charge": "its example has no ceiling; tests/contract/clauses/test_volume_prices.py",
}


@contextmanager
def noted() -> Iterator[Counter[str]]:
    """What each clause keeps back while it acts, in minor units over all lanes: the sums withheld after its call at the desk, less those before."""
    kept: Counter[str] = Counter()
    before = {name: getattr(Desk, name) for name in ("withhold", "cut", "limit")}

    def noting(name: str) -> Any:
        def call(desk: Any, *args: Any) -> Any:
            was = _sum(desk.driver.ledger)
            found = before[name](desk, *args)
            kept[desk.clause] += 0 if desk.driver.futures.calm else _sum(desk.driver.ledger) - was  # the reference case is another pass
            return found

        return call

    try:
        for name in before:
            setattr(Desk, name, noting(name))
        yield kept
    finally:
        for name, method in before.items():
            setattr(Desk, name, method)


def _sum(ledger: Ledger) -> int:
    return sum(int(column.sum()) for column in ledger.withheld.values())


def played(workshop: Workshop, draft: str | Draft, world: str, choices: Any = None) -> tuple[CellResult, Counter[str]]:
    """A draft in a world as a cell of a run, and what each of its clauses was seen to keep back."""
    rules, scenario = workshop.rules(draft, WORLDS[world], choices), workshop.scenario(WORLDS[world])
    with noted() as kept:
        outcome = CohortDriver(rules, workshop.futures(WORLDS[world], "month", rules.term_months, LANES)).run()

    def total(column: Any) -> Total:
        return Total(int(column.sum()), int(np.count_nonzero(column)))

    losses = {party: -outcome.ledger.net(party) for party in rules.parties}
    cell = CellResult(Cell(scenario.key, BASE_NAME, BASE_READING), rules, scenario, dict.fromkeys(rules.parties, 0), losses)
    cell.paid = {account: total(column) for account, column in outcome.ledger.paid.items()}
    cell.withheld = {pair: total(column) for pair, column in outcome.ledger.withheld.items()}
    return cell, kept


def unlike(cell: CellResult, kept: Counter[str]) -> list[str]:
    """Where what is said of a clause is not what it was seen to keep back."""
    found: list[str] = []
    rows = {row.clause: row for row in by_clause(cell)}
    ready: Any = SimpleNamespace(rules=[[cell.rules]], scenarios=[cell.scenario])
    struck = {target.key for target in targets(ready, 0, cell) if target.by == "clause"}
    evidence = Evidence(cell.rules, (cell,))
    for number, amount in kept.items():
        booked = sum(total.sum for (_, why), total in cell.withheld.items() if why.clause == number)
        if booked != amount:
            found.append(f"{number} kept back {amount}, and {booked} is booked as kept by it")
        if amount and not rows[number].fired:
            found.append(f"{number} is not among what fired in the waterfall by clause")
        if amount and evidence.fired(number) != rows[number].fired:
            found.append(f"{number} fired {evidence.fired(number)} times for the findings, {rows[number].fired} in the waterfall")
        if amount and rows[number].withheld_mean * cell.n < amount - cell.n:
            found.append(f"{number} kept back {amount}, and {rows[number].withheld_mean} a life is shown")
        if amount and number not in struck:
            found.append(f"{number} is not among the knock-outs")
    client = cell.rules.parties[0]
    shown = sum(step.amount for step in waterfall(cell) if step.step == "withheld")
    due = sum(total.sum for (account, _), total in cell.withheld.items() if account.payee == client)
    if abs(shown * cell.n - due) > cell.n * len(cell.withheld):
        found.append(f"{due} was kept from the {client}, and {shown} a life is shown")
    return found


def withholds(kind: str) -> bool:
    """Whether a kind has a reason to keep money back, written down in its module or in one of its bases'."""
    modules = [sys.modules[base.__module__] for base in KINDS[kind].__mro__ if base.__module__.startswith("wargame.contract.")]
    return any(isinstance(value, Reason) for module in modules for value in vars(module).values())


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_keeps_money_back_is_credited_for_it(workshop: Workshop, kind: str) -> None:
    draft = workshop.draft(example_of(kind))
    seen: set[str] = set()
    for world in WORLDS:
        for choices in (None, second_choices(draft)):
            cell, kept = played(workshop, draft, world, choices)
            assert unlike(cell, kept) == []
            seen |= {cell.rules.clause(number).kind for number, amount in kept.items() if amount}
    assert (kind in seen) == (withholds(kind) and kind not in ELSEWHERE), (
        f"{kind} has a reason to keep money back, and keeps none back in its example: show it there, or name in ELSEWHERE the test in which it does"
        if kind not in seen
        else f"{kind} keeps money back for a reason that does not stand in its module"
    )


@pytest.mark.parametrize("world", WORLDS)
def test_of_many_clauses_each_is_credited_with_its_own(workshop: Workshop, world: str) -> None:
    for choices in (None, second_choices(workshop.draft(COMBINED))):
        cell, kept = played(workshop, COMBINED, world, choices)
        assert unlike(cell, kept) == []


@pytest.mark.parametrize("wrong", ["", "8.1"])
def test_a_reason_with_another_clause_is_found_out(workshop: Workshop, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reason, "by", lambda self, clause: Reason(self.keeps, self.template, wrong, self.other))
    for kind in ("force_majeure", "liability_cap", "sole_remedy"):
        cell, kept = played(workshop, example_of(kind), "people")
        assert unlike(cell, kept)


def test_words_say_nothing_of_whose_a_reason_is(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reason, "words", property(lambda self: "kept back"))
    for kind in ("force_majeure", "liability_cap", "sole_remedy", "notice"):
        cell, kept = played(workshop, example_of(kind), "people")
        assert any(kept.values()) and unlike(cell, kept) == []
