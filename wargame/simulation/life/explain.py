"""Why: one posting of one life down to the sentence it comes from and the numbers its rule read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.account import ECONOMICS, Posting
from wargame.core.vocabulary import Value
from wargame.simulation.life.trace import LifeTrace


@dataclass(frozen=True)
class Explanation:
    """A posting, the words of its clause, the choices that were made for it, and what the rule read and published in the months concerned."""

    posting: Posting
    date: str
    title: str
    quote: str
    choices: dict[str, str]
    numbers: Mapping[str, Value]
    month: int
    changed: str = ""  # what a variant has made of the terms, where it changes the clause


def explain_posting(rules: Rulebook, told: LifeTrace, sequence: int) -> Explanation:
    """The explanation of the posting of that number; IndexError where the life has fewer."""
    posting = told.postings[sequence]
    number = posting.account.clause
    month = posting.month  # claims are paid later than they accrue
    if number == ECONOMICS:
        return Explanation(posting, rules.calendar.label(posting.instant), posting.account.head, "", {}, told.inputs.get((month, number), {}), month)
    setting = rules.clause(number).setting
    choices = {name.replace("_", " "): option for (clause, name), option in rules.choices.items() if clause == number}
    return Explanation(
        posting,
        rules.calendar.label(posting.instant),
        f"{number} {setting.title}",
        setting.quote.strip(),
        choices,
        told.inputs.get((month, number), {}),
        month,
    )
