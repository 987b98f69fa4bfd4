"""The default law relied on: which of its rules stood behind the draft, what each paid a life, and where the draft stands on each question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wargame.analysis.figures.amounts import Money
from wargame.analysis.tables.row import Amount
from wargame.analysis.tables.words import DefaultLawRow, LawAssumptionRow, Position
from wargame.contract.rules.default_law import MONEY_QUESTIONS, NO_BREACH, LawRule, law_number, pack_of, standing
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.citation import cite
from wargame.core.money import mean
from wargame.core.party import PartyWords
from wargame.simulation.desk.coverage import Coverage

if TYPE_CHECKING:
    from wargame.simulation.run.results import RunResult


def default_law_rows(run: RunResult, money: Money) -> Iterator[DefaultLawRow]:
    """One row for each scenario and rule of default law behind the current draft, and one for each rule that is off or has no room."""
    for one in run.cells:
        if not one.coverage.rows:
            continue
        here = [clause for clause in one.rules.clauses if isinstance(clause, LawRule)]
        words = one.rules.draft.party_words
        for rule in here:
            paid = sum(total.sum for account, total in one.paid.items() if account.clause == rule.number)
            kept = sum(total.sum for (account, why), total in one.withheld.items() if rule.number in (account.clause, why.clause))
            yield _row(one.cell.scenario, rule.number, rule, words, on=True, moved=(money(mean(paid, one.n)), money(mean(kept, one.n))))
        pack = pack_of(one.rules.draft.front.law)
        idle = [rule for rule in (pack.rules if pack else ()) if rule.name not in {other.name for other in here}]
        yield from (_row(one.cell.scenario, law_number(rule), rule, words, on=False, moved=(0, 0)) for rule in idle)


def _row(scenario: str, number: str, rule: LawRule | type[LawRule], words: PartyWords, *, on: bool, moved: tuple[Amount, Amount]) -> DefaultLawRow:
    assumes = tuple(LawAssumptionRow(what=one.what, value=words.fit(one.value), source=cite(one.source)) for one in rule.assumes)
    return DefaultLawRow(
        scenario=scenario, clause=number, on=on, paid_mean=moved[0], withheld_mean=moved[1], title=rule.title, says=words.fit(rule.says),
        source=cite(rule.source), plays=rule.plays, assumes=assumes,
    )  # fmt: skip


def position_of(rules: Rulebook, coverage: Coverage, event: str, question: str) -> Position:
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
