"""What replay and explain print: a life as a dated story, a posting down to its sentence."""

from __future__ import annotations

import json

from wargame.analysis.figures.amounts import MajorUnits
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.money import Money
from wargame.core.problem import BadInput
from wargame.simulation.life.explain import Explanation
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.results import Cell


def show_life(cell: Cell, rules: Rulebook, told: LifeTrace, differences: int | None, *, as_json: bool) -> str:
    """The story and the postings of one life in the order of time, each clause quoted the first time it acts."""
    label = rules.calendar.label
    lines: list[tuple[int, int, str, str]] = [(h.instant, 0, h.words, h.clause) for h in told.story]
    for sequence, posting in enumerate(told.postings):
        account = posting.account
        amount = Money(posting.amount, rules.currency)
        lines.append(
            (posting.instant, 1, f"{account.payer} pays {account.payee} {amount} ({account.head}, {account.cause}) [{sequence}]", account.clause)
        )
    lines.sort(key=lambda line: line[:2])
    if as_json:
        rows = [{"date": label(instant), "instant": instant, "words": words, "clause": clause} for instant, _, words, clause in lines]
        return json.dumps({**cell._asdict(), "future": told.future, "differences": differences, "events": rows}, indent=1, ensure_ascii=False)
    shown = [f"{cell.scenario} / {cell.variant} / {cell.reading}, future {told.future}"]
    quoted: set[str] = set()
    for instant, _, words, clause in lines:
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


def show_explanation(cell: Cell, explanation: Explanation, currency: str, *, as_json: bool) -> str:
    """One posting: amount, parties, clause, words, choices made, and the numbers the rule read."""
    posting, account = explanation.posting, explanation.posting.account
    numbers = {name: _plain(value) for name, value in explanation.numbers.items()}
    if as_json:
        amount = MajorUnits(currency)(posting.amount)
        said = {"date": explanation.date, "amount": amount, "currency": currency, "quote": explanation.quote, "changed": explanation.changed}
        data = {**cell._asdict(), **account._asdict(), **said, "choices": explanation.choices, "read": numbers}
        return json.dumps(data, indent=1, ensure_ascii=False)
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


def _plain(value: object) -> int | float | bool | str:
    return value if isinstance(value, int | float | bool) else str(value)
