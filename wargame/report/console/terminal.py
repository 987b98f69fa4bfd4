"""What replay and explain print: a life as a dated story, a posting down to its sentence."""

from __future__ import annotations

from typing import Any, NamedTuple

from wargame.analysis.figures.amounts import MajorUnits
from wargame.analysis.lives.books import LOSS, book_lines, ending, kept_back, losses
from wargame.contract.rules.rulebook import Rulebook
from wargame.core.money import Money
from wargame.core.problem import BadInput
from wargame.simulation.life.explain import Explanation
from wargame.simulation.run.replays import OneLife
from wargame.simulation.run.results import Cell
from wargame.world.scenario.file import Scenario


def life_data(life: OneLife) -> dict[str, Any]:
    """The story, the books and the postings of one life in the order of time, as data; amounts in major units."""
    rules, told = life.rules, life.trace
    label, money = rules.calendar.label, MajorUnits(rules.currency)
    rows = [
        {"date": label(line.instant), "instant": line.instant, "kind": line.kind, "words": line.words, "clause": line.clause} for line in _lines(life)
    ]
    kept = [{**one.account._asdict(), "why": one.why.words, "by": one.why.clause, "amount": money(one.amount)} for one in kept_back(told)]
    lost = [{"party": one.party, "net": money(one.net), "plan": money(one.plan), "loss": money(one.loss)} for one in losses(rules, told, life.plan)]
    said = {"history": history_read(life.scenario, rules), "ending": ending(rules, told), "losses": lost, "kept_back": kept}
    return {**life.cell._asdict(), "future": told.future, "differences": life.differences, **said, "events": rows}


class Line(NamedTuple):
    """One line of a life: its instant, its place among those of one instant, what it tells of, in words, and the clause."""

    instant: int
    place: int
    kind: str
    words: str
    clause: str


def _lines(life: OneLife) -> list[Line]:
    """All that happened, was measured, moved, was paid and was kept back; at one instant in this order."""
    rules, told = life.rules, life.trace
    lines = [Line(h.instant, 0, h.kind, h.words, h.clause) for h in told.story]
    lines += [Line(one.instant, 1 if one.kind in ("level", "price") else 3, one.kind, one.words, one.clause) for one in book_lines(rules, told)]
    starts = rules.calendar.month_starts(rules.term_months)
    for sequence, posting in enumerate(told.postings):
        account = posting.account
        amount = Money(posting.amount, rules.currency)
        of = f", of {rules.calendar.date_of(starts[posting.month]):%B %Y}" if posting.instant > starts[posting.month + 1] else ""
        words = f"{account.payer} pays {account.payee} {amount} ({account.head}, {account.cause}{of}) [{sequence}]"
        lines.append(Line(posting.instant, 2, "paid", words, account.clause))
    return sorted(lines, key=lambda line: line[:2])


def history_read(scenario: Scenario, rules: Rulebook) -> list[str]:
    """How the files of a history were read, a line each; nothing where there is none."""
    history, named = scenario.history, scenario.inputs.history
    lines: list[str] = []
    if history is None or named is None:
        return lines
    for file, name in (("events", named.events), ("volumes", named.volumes)):
        if name:
            told = tuple(history.volumes) if file == "volumes" else ()
            units = [f"a unit of {one} is a {rules.draft.front.services[one].unit}" for one in told if one in rules.draft.front.services]
            inside, rows = history.within(rules.term_end)[file]
            count = f"{inside:,} of {rows:,} {'rows' if file == 'events' else 'volumes'} fall into the term"
            said = [count, *history.columns.get(file, ()), *units, *history.said.get(file, ())]
            lines.append(f"{name}, dated {file}: {'; '.join(said)}")
    return lines


def life_text(life: OneLife) -> str:
    """The same as it is printed, each clause quoted the first time it acts."""
    cell, rules, told = life.cell, life.rules, life.trace
    label = rules.calendar.label
    shown = [f"{cell.scenario} / {cell.variant} / {cell.reading}, future {told.future}"]
    shown += [f"read from {line}" for line in history_read(life.scenario, rules)]
    quoted: set[str] = set()
    for instant, _, _, words, clause in _lines(life):
        shown.append(f"{label(instant)}  {words}" + (f"  — {clause}" if clause and clause != "economics" else ""))
        if clause not in quoted and clause not in ("", "economics"):
            quoted.add(clause)
            shown += [f"{'':18}| {line}" for line in quote(rules, clause).splitlines() if line.strip()]
    shown += ["", *ending(rules, told)]
    if kept := kept_back(told):
        shown.append("kept back in all:")
    for one in kept:
        words = f"{Money(one.amount, rules.currency)} from the {one.account.payee}: {one.account.head}, {one.account.cause}: {one.why.words}"
        shown.append(f"  {words}  — {one.account.clause}")
    for lost in losses(rules, told, life.plan):
        net, plan, loss = (Money(amount, rules.currency) for amount in (lost.net, lost.plan, lost.loss))
        shown.append(f"{lost.party}: net {net}; in the plan {plan}; loss {loss}")
    shown.append(LOSS)
    compared = "not compared: no future of this reading is written"
    shown.append(compared if life.differences is None else f"compared with futures.parquet: {life.differences} differing numbers")
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
