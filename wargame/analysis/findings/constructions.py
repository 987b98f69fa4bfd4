"""What was read into words that can be read in more than one way: each construction with the option in force, and each reading that was played."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.tables.facts import ChoiceRow, ReadingRow
from wargame.analysis.tables.words import ConstructionRow, DecidedBy
from wargame.contract.rules.readings import Reading
from wargame.core.citation import cite
from wargame.simulation.run.results import CellResult, RunResult


def construction_rows(run: RunResult) -> Iterator[ConstructionRow]:
    """What the base reads into all open words; for variants, only what they read differently. What nobody has decided and what cannot matter beside
    these terms is not told."""
    first = run.cells[0]
    seen: set[str] = set()
    for one in run.cells:
        if one.cell.variant in seen:
            continue
        seen.add(one.cell.variant)
        words = one.rules.draft.party_words
        rules = {clause.number: clause for clause in one.rules.clauses}
        for (number, name), option in one.rules.choices.items():
            left_open = (number, name) in one.rules.open_choices
            there = first.rules.choices.get((number, name)), (number, name) in first.rules.open_choices
            same = one is not first and there == (option, left_open)
            matters = left_open or (number, name) in one.rules.asked or one.rules.provisions[number].terms.term(name) is not None
            if number in rules and matters and not same:
                construction = rules[number].constructions[name]
                yield ConstructionRow(
                    variant=one.cell.variant, clause=number, construction=name.replace("_", " "), option=option,
                    options=tuple(dict.fromkeys((*construction.arguable, option))),
                    open=left_open, decided_by=_decided_by(one, first, number, name),
                    ask=words.fit(construction.asks), source=cite(construction.source),
                )  # fmt: skip


def _decided_by(one: CellResult, first: CellResult, number: str, name: str) -> DecidedBy:
    """Who decided a construction: terms that hold the option in force did, unless there are none; then the run chose it."""
    if (number, name) in one.rules.open_choices:
        return "usual practice"
    now, before = one.rules.provisions[number], first.rules.provisions.get(number)
    said = now.terms.term(name)
    if said != one.rules.choices[number, name]:
        return "this run"
    return "the draft" if before is not None and before.kind is now.kind and before.terms.term(name) == said else "the variant"


def reading_rows(run: RunResult) -> Iterator[ReadingRow]:
    """Every reading played, once, with the choices by which it differs from the base, and how many futures it was given."""
    first = run.cells[0]
    names = dict.fromkeys([first.cell.reading, *(one.cell.reading for one in run.readings)])
    cells = {one.cell.reading: one for one in reversed([first, *run.readings])}
    for name in names:
        one = cells[name]
        choices = {key: option for key, option in one.rules.choices.items() if first.rules.choices.get(key) != option}
        yield ReadingRow(
            reading=name, words=Reading(name).words(first.rules.draft.party_words), futures=one.n,
            choices=tuple(ChoiceRow(clause=c, construction=k.replace("_", " "), option=option) for (c, k), option in choices.items()),
        )  # fmt: skip
