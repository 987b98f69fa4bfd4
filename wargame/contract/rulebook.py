"""A rulebook: every clause of a draft, compiled, in the order in which a month end runs them.

The order is the stages of `core.events`; within a stage a clause comes after those whose measures it reads, then by clause number, so that the order
of provisions in the file changes nothing. A circle of references is reported with its members; a clause that reads what the scenario does not provide
is left out, with everything that depends on it, and reported as unmeasured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import Any, NamedTuple

from wargame.contract.clause import Clause, Setting
from wargame.contract.default_law import Around, DefaultLawPack, is_law, law_rules
from wargame.contract.draft import Draft, Provision
from wargame.contract.neighbours import Neighbour, Neighbours
from wargame.contract.relief import RELIEVED
from wargame.core.calendar import Calendar
from wargame.core.events import Stage
from wargame.core.facts import ANY
from wargame.core.problem import BadInput, Place, Problem, suggest


@dataclass(frozen=True)
class Unmeasured:
    """A clause that cannot be run in a scenario, the facts (each of a service, a series …, or of nothing) and the clauses that it lacks."""

    clause: str
    facts: tuple[tuple[str, str], ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it lacks, in words."""
        facts = [fact.replace("_", " ") + (f" of {key}" if key else "") for fact, key in self.facts]
        return ", ".join([*facts, *(f"clause {number}" for number in self.clauses)])


class Act(NamedTuple):
    """What one clause does at one stage of a month end."""

    stage: Stage
    clause: str
    run: Callable[[Any], None]


@dataclass(frozen=True)
class Rulebook:
    """Compiled clauses in running order, and what drivers need to know of the agreement."""

    draft: Draft
    clauses: tuple[Clause, ...]
    unmeasured: tuple[Unmeasured, ...]
    parties: tuple[str, ...]
    currency: str
    term_months: int
    calendar: Calendar
    choices: Mapping[tuple[str, str], str]  # (clause number, construction) -> option in force
    open_choices: tuple[tuple[str, str], ...]  # those that neither draft nor run decided
    compiled: tuple[Clause, ...] = ()  # every provision with terms as a rule, those too that cannot be measured, in the order of the draft

    @property
    def provisions(self) -> Neighbours:
        """Every provision with terms, and what its kind declares of it."""
        return self.compiled[0].setting.provisions if self.compiled else Neighbours()

    @cached_property
    def services(self) -> Mapping[str, str]:
        """Clause number to the one service that the clause is about; "" where it is about none, or several."""
        found = {clause.number: clause.services() for clause in self.clauses}
        return {number: services[0] if len(services) == 1 else "" for number, services in found.items()}

    @cached_property
    def excusing(self) -> Mapping[str, tuple[str, ...]]:
        """Clause number to the levels whose months it may excuse: it keeps no claim back there, for none arises."""
        found: dict[str, list[str]] = {}
        for clause in self.clauses:
            for number, measure in clause.needs():
                if measure == RELIEVED:
                    found.setdefault(number, []).append(clause.number)
        return {number: tuple(levels) for number, levels in found.items()}

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """What a month end runs, in order: every clause at its stage, then, after the others of that stage, those that act a second time."""
        first = [Act(clause.stage, clause.number, clause.on_month_end) for clause in self.clauses]
        second = [Act(clause.later, clause.number, clause.on_later) for clause in self.clauses if clause.later is not None]
        return tuple(sorted([*first, *sorted(second, key=lambda act: number_key(act.clause))], key=lambda act: act.stage))

    @cached_property
    def answering(self) -> tuple[Clause, ...]:
        """The clauses that answer questions at all; most only say what is owed."""
        return tuple(clause for clause in self.clauses if type(clause).answers is not Clause.answers)

    def clause(self, number: str) -> Clause:
        """The clause of that number; KeyError where the provision has no rule."""
        return self._by_number[number]

    @cached_property
    def _by_number(self) -> Mapping[str, Clause]:
        return {clause.number: clause for clause in reversed(self.clauses)}


def number_key(number: str) -> tuple[Any, ...]:
    """Sort key of clause numbers: 5.2 before 5.10, numbers before words."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"[.\s]+", number) if part)


def compile_rules(
    draft: Draft,
    kinds: Mapping[str, type[Any]],
    *,
    components: Mapping[str, frozenset[str]] | None = None,
    provides: Iterable[tuple[str, str]] | None = None,
    choices: Mapping[tuple[str, str], str] | None = None,
    law: type[DefaultLawPack] | None = None,
    law_off: frozenset[str] = frozenset(),
) -> Rulebook:
    """Compile `draft`. `components` maps services to what their running needs; `provides` lists (fact, key) of a scenario, None meaning everything.

    `choices` decides open constructions: (clause number, construction) to option. `law` is the default law that stands behind the clauses, but for
    the rules named in `law_off`; None: none. BadInput (C001 …) where terms cannot be a rule, or references are of the wrong kind.
    """
    problems: list[Problem] = []
    built: dict[str, Clause] = {}
    decided: dict[tuple[str, str], str] = {}
    undecided: list[tuple[str, str]] = []
    parties = tuple(draft.front.parties)
    calendar = Calendar(draft.front.effective, frozenset(draft.front.holidays))
    ruled = [(one.number, kinds[one.kind], one.terms) for one in draft.provisions if one.kind is not None and one.terms is not None]
    neighbours = Neighbours(Neighbour(number, kind, _between(terms, parties)) for number, kind, terms in ruled)
    known = None if provides is None else set(provides)
    heads = tuple(sorted({key for fact, key in known or () if fact == "loss" and key not in ("", ANY)}))
    common: dict[str, Any] = {
        "parties": parties,
        "term_months": draft.front.term.months,
        "currency": draft.front.currency,
        "components": components or {},
        "provisions": neighbours,
        "heads": heads,
        "calendar": calendar,
    }
    for provision in draft.provisions:
        if provision.kind is None or provision.terms is None:
            continue
        kind = kinds[provision.kind]
        chosen, left_open = _choose(provision, kind, choices or {}, neighbours, problems)
        decided.update({(provision.number, name): option for name, option in chosen.items()})
        undecided += [(provision.number, name) for name in left_open]
        setting = Setting(number=provision.number, title=provision.title, quote=provision.text, choices=chosen, **common)
        terms = neighbours[provision.number].terms
        try:
            paying = _paying(terms)
            if paying["payer"] and paying["payer"] == paying["payee"]:
                raise ValueError(f"`payer` and `payee` are both {paying['payer']}: nobody pays itself")
            built[provision.number] = kind(setting, terms)
        except ValueError as error:
            problems.append(Problem("C001", provision.place, f"{provision.number} {provision.title}: {error}"))
    _check_needs(draft, built, problems)
    if problems:
        raise BadInput(problems)
    compiled = tuple(built.values())
    if law is not None:
        built.update({rule.number: rule for rule in law_rules(law, Around(dict(built), neighbours), common, choices or {}, law_off)})
    clauses, unmeasured = _measurable(built, known)
    unmeasured = tuple(one for one in unmeasured if not is_law(one.clause))  # a scenario without, say, late payment leaves a default idle
    front, open_choices = draft.front, tuple(undecided)
    return Rulebook(
        draft, _ordered(draft, clauses), unmeasured, parties, front.currency, front.term.months, calendar, decided, open_choices, compiled
    )


def _between(terms: Any, parties: tuple[str, ...]) -> Any:
    """Terms that name only the payer, or only the payee, of two parties: the other one is the other."""
    said = _paying(terms)
    given = [name for name, party in said.items() if party]
    if len(given) != 1 or len(parties) != 2:
        return terms
    (name,) = given
    other = parties[1] if said[name] == parties[0] else parties[0]
    return terms.model_copy(update={"payee" if name == "payer" else "payer": other})


def _paying(terms: Any) -> dict[str, str | None]:
    """Who pays whom, as terms say it that may say it; nothing for others."""
    fields = type(terms).model_fields
    return {name: terms.term(name) if "payer" in fields and "payee" in fields else None for name in ("payer", "payee")}


def check_choices(draft: Draft, kinds: Mapping[str, type[Any]], choices: Mapping[tuple[str, str], str]) -> list[Problem]:
    """A problem (C005) for each choice of a clause or construction that the draft does not have."""
    known = {(p.number, name) for p in draft.provisions if p.kind for name in kinds[p.kind].constructions}
    problems = []
    for number, name in sorted(one for one in set(choices) - known if not is_law(one[0])):
        said = f"{number}:{name.replace('_', ' ')}"
        hint = suggest(said, [f"{clause}:{term.replace('_', ' ')}" for clause, term in known])
        message = f"clause {number} leaves no choice called `{name.replace('_', ' ')}`"
        problems.append(Problem("C005", Place(draft.path, 0, 0), message, hint or "`wargame explain KIND` lists the constructions of a kind"))
    return problems


def _choose(
    provision: Provision,
    kind: type[Any],
    choices: Mapping[tuple[str, str], str],
    neighbours: Neighbours,
    problems: list[Problem],
) -> tuple[dict[str, str], list[str]]:
    """The option of every construction of a provision, and the names of those left to usual practice."""
    chosen: dict[str, str] = {}
    left_open: list[str] = []
    terms: Any = provision.terms
    for name, construction in kind.constructions.items():
        asked = choices.get((provision.number, name)) or terms.term(name)
        if asked is None:
            if kind.arises(name, terms, neighbours):
                left_open.append(name)
        elif asked not in construction.options:
            message = (
                f'{provision.number}: "{asked}" is not an option of `{name.replace("_", " ")}`; the options are {", ".join(construction.options)}'
            )
            problems.append(Problem("C003", provision.place, message, suggest(asked, construction.options)))
        chosen[name] = asked or construction.options[0]
    return chosen, left_open


def _check_needs(draft: Draft, built: Mapping[str, Clause], problems: list[Problem]) -> None:
    for clause in built.values():
        for term, stage in clause.names.items():
            for number in clause.terms.term(term):
                other = built.get(number)
                if other is not None and (other.stage != stage or number == clause.number):
                    able = sorted(n for n, c in built.items() if c.stage == stage and n != clause.number)
                    message = f"{clause.number} {clause.setting.title}: `{term.replace('_', ' ')}` names {number}, which is a {other.kind}"
                    hint = f"clauses that can be named: {', '.join(able)}" if able else "leave the term out: there is no clause that it could name"
                    problems.append(Problem("C002", draft.provision(clause.number).place, message, hint))
        for number, measure in clause.needs():
            target = built.get(number)
            if target is None or measure not in target.publishes:
                what = f"is a {target.kind}" if target else "has no terms"
                able = sorted(n for n, c in built.items() if measure in c.publishes)
                message = f"{clause.number} {clause.setting.title}: refers to {number} for its {measure}, but {number} {what} and gives none"
                hint = f"clauses that give one: {', '.join(able)}" if able else f"add a provision that gives the {measure}"
                problems.append(Problem("C002", draft.provision(clause.number).place, message, hint))


def _measurable(built: Mapping[str, Clause], provides: set[tuple[str, str]] | None) -> tuple[dict[str, Clause], tuple[Unmeasured, ...]]:
    """Clauses whose facts exist, leaving out also those that read a clause left out."""
    kept = dict(built)
    if provides is None:
        return kept, ()
    missing: list[Unmeasured] = []
    lacking = {number: facts for number, clause in built.items() if (facts := _lacking(clause, provides))}
    # Who looks again: in the first round all, then those that read a clause that has gone since.
    readers: dict[str, list[str]] = {}
    for number, clause in built.items():
        for other, _ in clause.needs():
            readers.setdefault(other, []).append(number)
    place = {number: i for i, number in enumerate(built)}
    gone = {other for other in readers if other not in built}
    waiting = sorted({*lacking, *(number for other in gone for number in readers[other])}, key=place.__getitem__)
    while waiting:
        # One round goes through the clauses in their order: who comes after one that goes sees it gone in the same round, who comes before in the next.
        later: set[str] = set()
        here = [(place[number], number) for number in waiting]
        heapify(here)
        while here:
            at, number = heappop(here)
            if number not in kept:
                continue
            others = tuple(dict.fromkeys(other for other, _ in built[number].needs() if other not in kept))
            missing.append(Unmeasured(number, lacking.get(number, ()), others))
            del kept[number]
            for reader in readers.get(number, ()):
                if place[reader] > at:
                    heappush(here, (place[reader], reader))
                else:
                    later.add(reader)
        waiting = sorted(later & kept.keys(), key=place.__getitem__)
    return kept, tuple(missing)


def _lacking(clause: Clause, provides: set[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The facts that a clause reads and that nobody provides."""
    facts = ((read.fact, read.key) for read in clause.reads() if (read.fact, read.key) not in provides and (read.fact, ANY) not in provides)
    return tuple(dict.fromkeys(facts))


def _ordered(draft: Draft, clauses: Mapping[str, Clause]) -> tuple[Clause, ...]:
    """Topological order inside (stage, clause number); BadInput C004 names a circle."""
    ranked = sorted(clauses.values(), key=lambda clause: (clause.stage, is_law(clause.number), number_key(clause.number)))
    place = {clause.number: i for i, clause in enumerate(ranked)}
    blocks: dict[str, list[str]] = {}  # clause to those that wait for it: it is of their stage or a later one
    waits: dict[str, int] = {}
    for clause in ranked:
        before = {number for number, _ in clause.needs() if clauses[number].stage >= clause.stage}
        waits[clause.number] = len(before)
        for number in before:
            blocks.setdefault(number, []).append(clause.number)
    ready = [place[number] for number, count in waits.items() if not count]
    heapify(ready)
    done: dict[str, Clause] = {}
    left = [sum(1 for _ in group) for _, group in groupby(ranked, key=lambda clause: clause.stage)]
    stages = list(dict.fromkeys(clause.stage for clause in ranked))
    while len(done) < len(ranked):
        waiting = [clause for clause in ranked if clause.number not in done] if not ready else ()
        if not ready:
            circle = " → ".join(clause.number for clause in waiting)
            message, hint = f"these clauses wait for each other: {circle}", "let one of them stop referring to the others"
            raise BadInput([Problem("C004", draft.provision(waiting[0].number).place, message, hint)])
        clause = ranked[heappop(ready)]
        # Stages come first: a clause of a later stage is never run while one of an earlier stage waits.
        first = next(i for i, count in enumerate(left) if count)
        if clause.stage > stages[first]:
            blocked = [one.number for one in ranked if one.number not in done and one.stage == stages[first]]
            message = f"{', '.join(blocked)} read measures of a later stage of the month end"
            raise BadInput([Problem("C004", draft.provision(blocked[0]).place, message, "refer to a clause that is settled earlier")])
        done[clause.number] = clause
        left[stages.index(clause.stage)] -= 1
        for number in blocks.get(clause.number, ()):
            waits[number] -= 1
            if not waits[number]:
                heappush(ready, place[number])
    return tuple(done.values())
