"""The default law relied on: which of its rules stood behind the draft, what each paid a life, and where the draft stands on each question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wargame.contract.rules.default_law import MONEY_QUESTIONS, NO_BREACH, LawRule, law_number, pack_of, standing
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.citation import cite
from wargame.core.money import mean
from wargame.core.party import PartyWords
from wargame.simulation.desk.coverage import Coverage

if TYPE_CHECKING:
    from wargame.simulation.run.results import RunResult


def default_law_rows(run: RunResult, money: Callable[[int], Any]) -> list[dict[str, Any]]:
    """One row for each scenario and rule of default law behind the current draft, and one for each rule that is off or has no room."""
    rows: list[dict[str, Any]] = []
    for one in run.cells:
        if not one.coverage.rows:
            continue
        here = [clause for clause in one.rules.clauses if isinstance(clause, LawRule)]
        words = one.rules.draft.party_words
        for rule in here:
            paid = sum(total.sum for account, total in one.paid.items() if account.clause == rule.number)
            kept = sum(total.sum for (account, why), total in one.withheld.items() if rule.number in (account.clause, why.clause))
            rows.append(_row(one.cell.scenario, rule.number, rule, words, True, money(mean(paid, one.n)), money(mean(kept, one.n))))
        pack = pack_of(one.rules.draft.front.law)
        idle = [rule for rule in (pack.rules if pack else ()) if rule.name not in {other.name for other in here}]
        rows += [_row(one.cell.scenario, law_number(rule), rule, words, False, 0, 0) for rule in idle]
    return rows


def _row(scenario: str, number: str, rule: LawRule | type[LawRule], words: PartyWords, on: bool, paid: Any, kept: Any) -> dict[str, Any]:
    assumes = [{"what": one.what, "value": words.fit(one.value), "source": cite(one.source)} for one in rule.assumes]
    said = {"title": rule.title, "says": words.fit(rule.says), "source": cite(rule.source), "plays": rule.plays, "assumes": assumes}
    return {"scenario": scenario, "clause": number, "on": on, "paid_mean": paid, "withheld_mean": kept, **said}


def position_of(rules: Rulebook, coverage: Coverage, event: str, question: str) -> str:
    """The letter of PRACTICE §1 for a question of an event that occurred: A no duty, B a duty without stated remedy, C an exclusive remedy, D a
    cumulative one; "" where it did not occur, or where a question that moves no money is answered, or one of an event that is nobody's
    breach."""
    if not coverage.rows[event]:
        return ""
    found = standing(rules.clauses, event)
    answered = any((asked, name) == (event, question) for asked, name, _ in coverage.answered)
    if event in NO_BREACH:
        return "" if answered else "A"
    if not answered:
        return "B" if found.duties else "A"
    if question not in MONEY_QUESTIONS:
        return ""
    return "C" if found.exclusive else "D"
