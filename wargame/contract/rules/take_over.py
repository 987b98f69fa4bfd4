"""What a rulebook can take over from that of a like draft in the same world: the clauses that no change reaches.

A patch changes a clause or two of hundreds, a reading one choice. A clause depends on its own provision and choices, and on the provisions that it
consults (`Clause.consults`, held to by a law) and what these are about. Where none of these has changed the clause is the one that stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wargame.contract.rules.neighbours import Neighbour, Neighbours
from wargame.contract.text.draft import Draft

if TYPE_CHECKING:
    from wargame.contract.rules.clause import Clause
    from wargame.contract.rules.rulebook import Rulebook


@dataclass
class TakenOver:
    """The rulebook that stands beside, the neighbours that are the same, and the numbers of provisions that have changed, come or gone."""

    beside: Rulebook | None = None
    known: Mapping[str, Neighbour] = field(default_factory=dict)
    neighbours: Neighbours | None = None  # all of them, where none has changed
    moved: frozenset[str] = frozenset()
    anew: frozenset[str] = frozenset()  # numbers of clauses that are read otherwise, or are to have another title or other words

    def clauses(self, neighbours: Neighbours) -> Mapping[str, Clause]:
        """The clauses that can be taken as they are, by number."""
        if self.beside is None:
            return {}
        reached = set(self.anew) | self.moved
        for number in self.moved:
            reached |= self.beside.reached_by.get(number, frozenset())
        if self.moved:
            # Whom a kind consults may hang on what all others do: a limit on the pots beside it.
            reached |= {clause.number for clause in self.beside.compiled if clause.looks_around()}
        return {number: clause for number, clause in self.beside.by_number.items() if number not in reached}


def taken_over(
    draft: Draft, kinds: Mapping[str, type[Any]], common: Mapping[str, Any], asked: Mapping[tuple[str, str], str], beside: Rulebook | None
) -> TakenOver:
    """What a compilation of `draft`, with what its settings have in `common` and the run's choices, may take from the rulebook beside it."""
    if beside is None or not beside.compiled or beside.common != {name: value for name, value in common.items() if name != "provisions"}:
        return TakenOver()
    anew = {number for number, _ in asked.keys() ^ beside.asked.keys()} | {key[0] for key, option in asked.items() if beside.asked.get(key) != option}
    if draft is beside.draft:
        return TakenOver(beside, neighbours=beside.provisions, anew=frozenset(anew))
    before, now = ({one.number: one for one in each.provisions if one.kind is not None and one.terms is not None} for each in (beside.draft, draft))
    same = {number for number, one in now.items() if one is before.get(number) and beside.provisions[number].kind is kinds[str(one.kind)]}
    for number, one in now.items():
        if number not in same and number in before and (one.kind, one.terms) == (before[number].kind, before[number].terms):
            same.add(number)  # its words alone are others
            anew.add(number)
    moved = frozenset((before.keys() | now.keys()) - same)
    known = {number: beside.provisions[number] for number in same}
    whole = beside.provisions if not moved else None
    return TakenOver(beside, known, whole, moved, frozenset(anew))


def reaching(clauses: tuple[Clause, ...], provisions: Neighbours) -> Mapping[str, frozenset[str]]:
    """Number of a provision to the clauses that may depend on it: they are it, consult it, or are about it, be it by others."""
    found: dict[str, set[str]] = {}
    for clause in clauses:
        seen: set[str] = set()
        waiting = [clause.number, *clause.consults(), *(number for number, _ in clause.needs())]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                found.setdefault(one, set()).add(clause.number)
                waiting += provisions[one].about if one in provisions else ()
    return {number: frozenset(numbers) for number, numbers in found.items()}
