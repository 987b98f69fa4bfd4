"""A rulebook: every clause of a draft, compiled, in the order in which a month end runs them.

The order is the stages of `core.events`; within a stage a clause comes after those whose measures it reads, then by clause number, so that the order
of provisions in the file changes nothing. A circle of references is reported with its members; a clause that reads what the scenario does not provide
is left out, with everything that depends on it, and reported as unmeasured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from wargame.contract.rules.clause import Clause, Setting
from wargame.contract.rules.default_law import Around, DefaultLawPack, law_constructions, law_rules, pack_of
from wargame.contract.rules.neighbours import Neighbour, Neighbours
from wargame.contract.rules.order import Unmeasured, check_needs, measurable, number_key, ordered, rank
from wargame.contract.rules.relief import RELIEVED
from wargame.contract.rules.take_over import reaching, taken_over
from wargame.contract.rules.units import BadTerm, check_currency, check_units
from wargame.contract.text.draft import Draft, Provision
from wargame.contract.text.due_dates import check_due_dates
from wargame.core.calendar import Calendar
from wargame.core.events import Stage
from wargame.core.facts import ANY
from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.core.source import locate

__all__ = ["Act", "Rulebook", "Unmeasured", "check_choices", "compile_rules", "number_key"]


class Act(NamedTuple):
    """What one clause does at one stage of a month end."""

    stage: Stage
    clause: str
    run: Callable[[Any], None]
    again: bool = False  # the clause's second


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
    compiled: tuple[Clause, ...] = ()  # every provision with terms as a rule, those too that cannot be measured, in the order of the draft
    provisions: Neighbours = field(default_factory=Neighbours)  # every provision with terms, and what its kind declares of it
    asked: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (clause number, construction) -> the option that the run decided on

    @cached_property
    def term_end(self) -> int:
        """The instant at which the term ends, perhaps inside its last month."""
        return self.calendar.term_end(self.term_months)

    @cached_property
    def choices(self) -> Mapping[tuple[str, str], str]:
        """(Clause number, construction) to the option in force."""
        return {(clause.number, name): option for clause in self.compiled for name, option in clause.setting.choices.items()}

    @cached_property
    def open_choices(self) -> tuple[tuple[str, str], ...]:
        """The constructions that neither draft nor run decided and whose words may mean several things, in the order of the draft."""
        return tuple(
            (clause.number, name)
            for clause in self.compiled
            for name, construction in clause.constructions.items()
            if not self.asked.get((clause.number, name)) and clause.terms.term(name) is None
            and len(construction.arguable) > 1 and clause.arises(name, clause.terms, self.provisions)
        )  # fmt: skip

    @cached_property
    def open(self) -> frozenset[tuple[str, str]]:
        """The same, to ask whether one is among them."""
        return frozenset(self.open_choices)

    def unlike(self, other: Rulebook) -> dict[tuple[str, str], str]:
        """(Clause number, construction) to the option in force here, where it is another one than in a rulebook of the same provisions."""
        pairs = zip(self.compiled, other.compiled, strict=True)
        return {
            (mine.number, name): option
            for mine, theirs in pairs
            if mine is not theirs
            for name, option in mine.setting.choices.items()
            if theirs.setting.choices[name] != option
        }

    @cached_property
    def services(self) -> Mapping[str, str]:
        """Clause number to the one service that the clause is about; "" where it is about none, or several."""
        found = {clause.number: clause.services() for clause in self.clauses}
        return {number: services[0] if len(services) == 1 else "" for number, services in found.items()}

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """Service to the clauses that may take it out of the agreement."""
        found: dict[str, tuple[str, ...]] = {}
        for clause in self.clauses:
            service = clause.takes_out(clause.terms)
            if service:
                found[service] = (*found.get(service, ()), clause.number)
        return found

    @cached_property
    def within(self) -> Mapping[str, str]:
        """Clause number to the service with which the clause leaves, of those that may be taken out. A right to leave stays."""
        staying = {clause.number for clause in self.clauses if clause.ways_out() or clause.takes_out(clause.terms)}
        return {number: service for number, service in self.services.items() if service in self.parts and number not in staying}

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
        second = [Act(again, clause.number, clause.on_later, True) for clause in self.clauses if (again := clause.again) is not None]
        return tuple(sorted([*first, *second], key=lambda act: act.stage))

    @cached_property
    def grounds(self) -> Mapping[str, int]:
        """The clauses under which the agreement may end, and which of them it is where several would on one morning: one for a fault first, then
        by the words of their titles and texts. Never by a number."""
        able = [clause for clause in self.clauses if clause.ways_out()]
        words = sorted(able, key=lambda clause: (not clause.for_fault, clause.setting.title, clause.setting.quote))
        return {clause.number: rank for rank, clause in enumerate(words)}

    def ground(self, clause: str, party: str) -> int:
        """A notice of a party under a clause, as one number; the least comes first."""
        return self.grounds[clause] * len(self.parties) + self.parties.index(party)

    def notice_of(self, ground: int) -> tuple[str, str]:
        """The clause under which a notice was given, and by whom: what `ground` made one number."""
        rank, place = divmod(ground, len(self.parties))
        return list(self.grounds)[rank], self.parties[place]

    @cached_property
    def exchanges(self) -> Mapping[str, tuple[str, str, str]]:
        """Clauses whose amounts are in another currency; the clause that converts what they book, and the measures by which it does."""
        names = {True: ("num of the rest", "den of the rest"), False: ("num", "den")}
        return {clause.number: (clause.exchange, *names[clause.converts_parts]) for clause in self.clauses if clause.exchange}

    @cached_property
    def answering(self) -> tuple[Clause, ...]:
        """The clauses that answer questions at all; most only say what is owed."""
        return tuple(clause for clause in self.clauses if type(clause).answers is not Clause.answers)

    def clause(self, number: str) -> Clause:
        """The clause of that number; KeyError where the provision has no rule."""
        return self._by_number[number]

    @cached_property
    def _by_number(self) -> Mapping[str, Clause]:
        return {clause.number: clause for clause in self.clauses}

    @cached_property
    def by_number(self) -> Mapping[str, Clause]:
        """Every provision with terms as a rule, by its number."""
        return {clause.number: clause for clause in self.compiled}

    @cached_property
    def due(self) -> Mapping[str, dt.date]:
        """Milestones to the dates on which they are due, where provisions say so."""
        return {milestone: date for one in self.provisions.values() for milestone, date in one.kind.due_dates(one.terms).items()}

    @property
    def common(self) -> Mapping[str, Any]:
        """What the settings of all clauses share beside their neighbours."""
        one = self.compiled[0].setting
        return {
            "parties": one.parties, "term_months": one.term_months, "currency": one.currency, "components": one.components, "heads": one.heads,
            "calendar": one.calendar, "part_month": one.part_month,
        }  # fmt: skip

    @cached_property
    def reached_by(self) -> Mapping[str, frozenset[str]]:
        """Number of a provision to the clauses that may depend on its terms."""
        return reaching(self.compiled, self.provisions)


def compile_rules(
    draft: Draft,
    kinds: Mapping[str, type[Any]],
    *,
    components: Mapping[str, frozenset[str]] | None = None,
    provides: Iterable[tuple[str, str]] | None = None,
    choices: Mapping[tuple[str, str], str] | None = None,
    law: type[DefaultLawPack] | None = None,
    law_off: frozenset[str] = frozenset(),
    beside: Rulebook | None = None,
) -> Rulebook:
    """Compile `draft`. `components` maps services to what their running needs; `provides` lists (fact, key) of a scenario, None meaning everything.

    `choices` decides open constructions: (clause number, construction) to option. `law` is the default law that stands behind the clauses, but for
    the rules named in `law_off`; None: none. `beside` is the rulebook of a like draft in the same world: clauses that neither a patch nor a choice
    can reach are taken from it. BadInput (C001 …) where terms cannot be a rule, or references are of the wrong kind.
    """
    problems: list[Problem] = []
    asked = _by_option(draft, kinds, choices or {})
    parties = tuple(draft.front.parties)
    calendar = draft.front.calendar
    known = None if provides is None else provides if isinstance(provides, frozenset) else frozenset(provides)
    common: dict[str, Any] = {
        "parties": parties,
        "term_months": draft.front.term.months,
        "currency": draft.front.currency,
        "components": components or {},
        "heads": tuple(sorted({key for fact, key in known or () if fact == "loss" and key not in ("", ANY)})),
        "calendar": calendar,
        "part_month": draft.front.part_month,
    }
    kept = taken_over(draft, kinds, common, asked, beside)
    neighbours = kept.neighbours if kept.neighbours is not None else Neighbours(_neighbours(draft, kinds, parties, kept.known), draft.front.effective)
    common["provisions"] = neighbours
    standing = kept.clauses(neighbours)
    units = {name: service.unit for name, service in draft.front.services.items()}
    built: dict[str, Clause] = {}
    for provision in draft.provisions:
        if provision.kind is None or provision.terms is None:
            continue
        if provision.number in standing:
            built[provision.number] = standing[provision.number]
            continue
        kind = kinds[provision.kind]
        chosen = _choose(provision, kind, asked, problems)
        setting = Setting(number=provision.number, title=provision.title, quote=provision.text, choices=chosen, **common)
        terms = neighbours[provision.number].terms
        try:
            paying = _paying(terms)
            if paying["payer"] and paying["payer"] == paying["payee"]:
                raise ValueError(f"`payer` and `payee` are both {paying['payer']}: nobody pays itself")
            check_units(terms, neighbours[provision.number].named_services, units)
            built[provision.number] = kind(setting, terms)
            check_currency(built[provision.number], [name for name, one in kinds.items() if one.in_any_currency])
        except BadTerm as error:
            place = provision.place if provision.node is None else locate(provision.node, error.path)
            problems.append(Problem("C001", place, f"{provision.number} {provision.title}: {error.message}", error.hint))
        except ValueError as error:
            problems.append(Problem("C001", provision.place, f"{provision.number} {provision.title}: {error}"))
        except OverflowError:
            message = f"{provision.number} {provision.title}: its figures come to more than is computed exactly"
            problems.append(Problem("C001", provision.place, message, "check the zeros of its amounts, prices and quantities"))
    check_due_dates(draft, kinds, problems)
    check_needs(draft, built, [clause for number, clause in built.items() if number not in standing], problems)
    if problems:
        raise BadInput(problems)
    compiled = tuple(built.values())
    if law is not None:
        built.update({rule.number: rule for rule in law_rules(law, Around(dict(built), neighbours), common, asked, law_off)})
    if beside is not None and standing and _runs_as(built, beside):
        clauses, unmeasured = tuple(built[clause.number] for clause in beside.clauses), beside.unmeasured
    else:
        measured, unmeasured = measurable(built, known)
        unmeasured = tuple(one for one in unmeasured if not built[one.clause].of_law)  # a scenario without, say, late payment leaves a default idle
        clauses = ordered(draft, measured)
    front = draft.front
    return Rulebook(draft, clauses, unmeasured, parties, front.currency, front.term.months, calendar, compiled, neighbours, dict(asked))


def _runs_as(built: Mapping[str, Clause], beside: Rulebook) -> bool:
    """Whether clauses are measured, and follow one another, as those of the rulebook beside them: each reads what the one in its place reads."""
    known = {**beside.by_number, **{clause.number: clause for clause in beside.clauses if clause.of_law}}
    if built.keys() != known.keys():
        return False
    pairs = ((clause, known[number]) for number, clause in built.items())
    return all(a is b or (rank(a), a.needs(), a.reads()) == (rank(b), b.needs(), b.reads()) for a, b in pairs)


def _neighbours(draft: Draft, kinds: Mapping[str, type[Any]], parties: tuple[str, ...], known: Mapping[str, Neighbour]) -> Iterator[Neighbour]:
    for one in draft.provisions:
        if one.kind is not None and one.terms is not None:
            yield known.get(one.number) or Neighbour(one.number, kinds[one.kind], _between(one.terms, parties))


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
    """A problem (C005) for each choice of a clause or construction that neither the draft nor the law behind it has, and (C003) for each option that
    a rule of that law does not have."""
    pack = pack_of(draft.front.law)
    of_law = law_constructions(pack, draft.front.services) if pack else {}
    known = {*of_law, *((p.number, name) for p in draft.provisions if p.kind for name in kinds[p.kind].constructions)}
    problems = []
    for key in sorted(choices.keys() & of_law.keys()):
        if choices[key] not in of_law[key].options:
            problems.append(_no_option(Place(draft.path, 0, 0), key, choices[key], of_law[key].options))
    for number, name in sorted(set(choices) - known):
        said = f"{number}:{name.replace('_', ' ')}"
        hint = suggest(said, [f"{clause}:{term.replace('_', ' ')}" for clause, term in known])
        message = f"clause {number} leaves no choice called `{name.replace('_', ' ')}`"
        problems.append(Problem("C005", Place(draft.path, 0, 0), message, hint or "`wargame explain KIND` lists the constructions of a kind"))
    return problems


def _by_option(draft: Draft, kinds: Mapping[str, type[Any]], choices: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The choices of a run with each option by its own name, where they have it as agreements word it."""
    of = {provision.number: kinds[provision.kind].constructions for provision in draft.provisions if provision.kind}
    return {(n, name): of[n][name].also.get(option, option) if name in of.get(n, {}) else option for (n, name), option in choices.items()}


def _choose(provision: Provision, kind: type[Any], choices: Mapping[tuple[str, str], str], problems: list[Problem]) -> dict[str, str]:
    """The option of every construction of a provision: that of the run, of the draft, or usual practice."""
    chosen: dict[str, str] = {}
    terms: Any = provision.terms
    for name, construction in kind.constructions.items():
        asked = choices.get((provision.number, name)) or terms.term(name)
        if asked is not None and asked not in construction.options:
            problems.append(_no_option(provision.place, (provision.number, name), asked, construction.options))
        chosen[name] = asked or construction.options[0]
    return chosen


def _no_option(place: Place, key: tuple[str, str], asked: str, options: tuple[str, ...]) -> Problem:
    """The refusal (C003) of an option that a construction does not have."""
    message = f'{key[0]}: "{asked}" is not an option of `{key[1].replace("_", " ")}`; the options are {", ".join(options)}'
    return Problem("C003", place, message, suggest(asked, options))
