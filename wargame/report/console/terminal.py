"""What replay and explain print: a life as a dated story, a posting down to its sentence."""

from __future__ import annotations

from typing import Any

from wargame.analysis.figures.amounts import MajorUnits
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.money import Money
from wargame.core.problem import BadInput
from wargame.simulation.life.explain import Explanation
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.results import Cell


def life_data(cell: Cell, rules: Rulebook, told: LifeTrace, differences: int | None) -> dict[str, Any]:
    """The story and the postings of one life in the order of time, as data."""
    label = rules.calendar.label
    rows = [{"date": label(instant), "instant": instant, "words": words, "clause": clause} for instant, words, clause in _lines(rules, told)]
    return {**cell._asdict(), "future": told.future, "differences": differences, "events": rows}


def _lines(rules: Rulebook, told: LifeTrace) -> list[tuple[int, str, str]]:
    """(instant, words, clause) of all that happened and was paid; at one instant what happened comes first."""
    lines: list[tuple[int, int, str, str]] = [(h.instant, 0, h.words, h.clause) for h in told.story]
    for sequence, posting in enumerate(told.postings):
        account = posting.account
        amount = Money(posting.amount, rules.currency)
        lines.append(
            (posting.instant, 1, f"{account.payer} pays {account.payee} {amount} ({account.head}, {account.cause}) [{sequence}]", account.clause)
        )
    lines.sort(key=lambda line: line[:2])
    return [(instant, words, clause) for instant, _, words, clause in lines]


def life_text(cell: Cell, rules: Rulebook, told: LifeTrace, differences: int | None) -> str:
    """The same as it is printed, each clause quoted the first time it acts."""
    label = rules.calendar.label
    shown = [f"{cell.scenario} / {cell.variant} / {cell.reading}, future {told.future}"]
    quoted: set[str] = set()
    for instant, words, clause in _lines(rules, told):
        shown.append(f"{label(instant)}  {words}" + (f"  — {clause}" if clause and clause != "economics" else ""))
        if clause not in quoted and clause not in ("", "economics"):
            quoted.add(clause)
            shown += [f"{'':18}| {line}" for line in quote(rules, clause).splitlines() if line.strip()]
    for party in rules.parties:
        shown.append(f"{party}: net {Money(told.net(party), rules.currency)}")
    compared = "not compared: no future of this reading is written"
    shown.append(compared if differences is None else f"compared with futures.parquet: {differences} differing numbers")
    return "\n".join(shown)


def quote(rules: Rulebook, clause: str) -> str:
    """The words of a provision; nothing for one that has gone."""
    try:
        return rules.draft.provision(clause).text.strip()
    except (KeyError, BadInput):
        return ""


def explanation_data(cell: Cell, explanation: Explanation, currency: str) -> dict[str, Any]:
    """One posting: amount, parties, clause, words, choices made, and the numbers the rule read, as data."""
    posting = explanation.posting
    said = {"date": explanation.date, "amount": MajorUnits(currency)(posting.amount), "currency": currency, "quote": explanation.quote}
    made = {"changed": explanation.changed, "choices": explanation.choices, "read": _numbers(explanation)}
    return {**cell._asdict(), **posting.account._asdict(), **said, **made}


def explanation_text(cell: Cell, explanation: Explanation, currency: str) -> str:
    """The same as it is printed."""
    posting, account, numbers = explanation.posting, explanation.posting.account, _numbers(explanation)
    lines = [
        f"{explanation.date}  {account.payer} pays {account.payee} {Money(posting.amount, currency)}",
        f"head: {account.head}   cause: {account.cause}   clause: {explanation.title}",
    ]
    lines += [f"  | {line}" for line in explanation.quote.splitlines() if line.strip()]
    if explanation.changed:
        lines.append(f"  the variant {cell.variant!r} has changed the terms of this clause to: {explanation.changed}")
    if explanation.choices:
        lines.append("read as: " + "; ".join(f"{name}: {option}" for name, option in explanation.choices.items()))
    if numbers:
        lines.append(f"in contract month {explanation.month + 1} the rule had in hand:")
        lines += [f"  {name} = {value}" for name, value in numbers.items()]
    return "\n".join(lines)


def _numbers(explanation: Explanation) -> dict[str, int | float | str]:
    return {name: value if isinstance(value, int | float) else str(value) for name, value in explanation.numbers.items()}
