"""Everything a run needs, read and compiled: the draft under each variant, against each scenario.

A worker prepares for itself from the same files, and refuses if one of them has changed since the run began.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from wargame.contract.rules.default_law import pack_of
from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.rules.readings import BASE, Choice, OpenConstruction, Reading, open_constructions, single_readings
from wargame.contract.rules.rulebook import Rulebook, check_choices, compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.contract.text.variant import BASE as DRAFT
from wargame.contract.text.variant import Variant, apply, load_variants
from wargame.core.calendar import Calendar
from wargame.core.problem import BadInput, Place, Problem, suggest
from wargame.simulation.run.budget import PLAYS_OF_A_READING, READ, plays
from wargame.simulation.run.on_its_dates import check_dates, on_its_dates

if TYPE_CHECKING:
    from wargame.contract.rules.changes import ClauseChange
    from wargame.contract.rules.clause import Clause
    from wargame.simulation.run.passes import CalmPass, FirstPass
    from wargame.world.sampled.futures import Futures, Reference
    from wargame.world.scenario.file import Scenario

KEPT, KEPT_ROWS = 6, 3_000_000  # blocks of futures that are kept, some 5 MB each; and rows of outages and shocks in all of them, 35 bytes each
SINGLE_FUTURES = 1024  # futures of a reading that changes one construction: a wider cohort costs half as much again (measured)
BOOKS = 512  # rulebooks of readings that are kept

NOT_WRITTEN = "shared"  # the one part of a RunSpec that no manifest holds: a shared copy has none


@dataclass(frozen=True)
class RunSpec:
    """What to run: files, how many futures, the seed. `variants` are names in `variants_file`; empty means all of them, and the base comes first
    always. `readings`: `base` alone, with the two adverse ones, or `all` with each open construction alone."""

    draft: str
    scenarios: tuple[str, ...]
    variants_file: str | None = None
    variants: tuple[str, ...] = ()
    futures: int = 8192
    seed: int = 1
    choices: tuple[tuple[str, str, str], ...] = ()  # clause number, construction, option
    readings: Literal["all", "adverse", "base"] = "base"
    adverse: tuple[tuple[str, tuple[Choice, ...]], ...] = ()  # the adverse readings as found; empty until they are
    against: str | None = None  # a second draft: its changes, each alone and all together, are the variants
    digests: tuple[str, ...] = ()  # of draft, variants and scenarios when the run began; empty when it begins now
    default_law: bool = True  # what the law of `law:` says where the draft is silent is played too, if there is a pack for it
    law_off: tuple[str, ...] = ()  # rules of it that are not
    price_all: bool = False  # leave nothing for the sake of a budget (`simulation.run.budget`)
    shared: bool = False  # for a copy that is given away: parties' behaviour, which is their own, is left out of the lives


class Play(NamedTuple):
    """What is played in every scenario: a variant, by its index, in a reading, for so many futures, which are the first ones."""

    variant: int
    reading: Reading
    futures: int


@dataclass
class Prepared:
    """The compiled run. `rules[i][j]` is the rulebook of variant j in scenario i in the base reading."""

    spec: RunSpec
    draft: Draft
    variants: tuple[Variant, ...]
    drafts: tuple[Draft, ...]
    scenarios: tuple[Scenario, ...]
    rules: list[list[Rulebook]]
    digests: tuple[str, ...] = field(default=())
    changes: tuple[ClauseChange, ...] = ()
    patched: dict[str, Draft | None] = field(default_factory=dict, repr=False)  # drafts under patches that were tried, by the patch's text
    calm: dict[int, CalmPass] = field(default_factory=dict, repr=False)  # scenario -> its plan, once played
    first: dict[int, FirstPass] = field(default_factory=dict, repr=False)  # scenario -> the first look at it, for whoever wants that pass next
    drawn: dict[tuple[int, int, Calendar, int], Futures] = field(default_factory=dict, repr=False)  # blocks of futures, the oldest first
    references: dict[int, Reference] = field(default_factory=dict, repr=False)
    _books: dict[tuple[int, int, tuple[Choice, ...]], Rulebook] = field(default_factory=dict, repr=False)

    @cached_property
    def open(self) -> tuple[OpenConstruction, ...]:
        """What the draft as it stands leaves open, of the clauses that some scenario plays."""
        return open_constructions(books[0] for books in self.rules)

    @cached_property
    def tried(self) -> tuple[OpenConstruction, ...]:
        """Those of them that are played otherwise too: all, or, where these are more than the budget reaches, the first in the order of clauses."""
        room = plays(self, READ // PLAYS_OF_A_READING)
        if room is None:
            return self.open
        return tuple(one for one, so_far in zip(self.open, accumulate(len(one.others) for one in self.open), strict=True) if so_far <= room)

    @property
    def plays(self) -> tuple[Play, ...]:
        """What is written future by future: the draft in the base reading, in the adverse ones as far as they are found, and every variant."""
        n = self.spec.futures
        adverse = [Play(0, Reading(name, choices), n) for name, choices in self.spec.adverse]
        return (Play(0, BASE, n), *adverse, *(Play(j, BASE, n) for j in range(1, len(self.variants))))

    @property
    def singles(self) -> tuple[Play, ...]:
        """Each open construction alone, if the run asks for all readings."""
        n = min(self.spec.futures, SINGLE_FUTURES)
        return tuple(Play(0, reading, n) for reading in single_readings(self.tried)) if self.spec.readings == "all" else ()

    def book(self, i: int, play: Play) -> Rulebook:
        """The rulebook of a play in scenario i; a reading is compiled when it is first asked for."""
        choices = play.reading.choices
        if not choices:
            return self.rules[i][play.variant]
        key = (i, play.variant, choices)
        if key not in self._books:
            beside = self.rules[i][play.variant]
            made = (*self.spec.choices, *choices)
            book = compiled(self.drafts[play.variant], clause_kinds(), self.scenarios[i], made, self.spec, beside)
            while len(self._books) >= BOOKS:  # the oldest goes: it is compiled again should it be asked for
                self._books.pop(next(iter(self._books)))
            self._books[key] = book
        return self._books[key]

    @property
    def parties(self) -> tuple[str, ...]:
        """The roles of the agreement, in its order."""
        return self.rules[0][0].parties

    def reference(self, i: int) -> Reference | None:
        """The reference case of scenario i, month by month, where somebody leaves when it pays: of the draft as it stands, for all that is played."""
        rights = self.scenarios[i].inputs.behaviour.rights.values()
        if i not in self.references and any(right.exercised == "when it pays" for right in rights):
            from wargame.simulation.cohort.driver import reference_case  # here, as below

            self.references[i] = reference_case(self.rules[i][0], self.scenarios[i])
        return self.references.get(i)

    def draw(self, i: int, first: int, count: int, rules: Rulebook | None = None) -> Futures:
        """Futures first … first + count - 1 of scenario i, `first` a multiple of 1,024, over the term of the current draft or of other `rules`.

        Blocks drawn last are kept, and parts of a block are cut from it: one pass after the other asks for the same ones, and drawing a block takes a
        third of what a pass over it takes (measured)."""
        from wargame.core.streams import BLOCK  # only here, both: a draft alone is checked without numpy
        from wargame.world.sampled.futures import draw_futures

        rules = rules or self.rules[i][0]
        scenario, seed = self.scenarios[i], self.spec.seed
        if count > BLOCK:
            return replace(draw_futures(scenario, rules.calendar, rules.term_months, seed, first, count), reference=self.reference(i))
        key = (i, first, rules.calendar, rules.term_months)
        drawn = self.drawn.get(key)
        if drawn is None:
            drawn = draw_futures(scenario, rules.calendar, rules.term_months, seed, first, BLOCK)
            drawn = self.drawn[key] = replace(drawn, reference=self.reference(i))
            while len(self.drawn) > KEPT or sum(one.rows for one in self.drawn.values()) > KEPT_ROWS:
                del self.drawn[next(iter(self.drawn))]
        return drawn.beginning(count)


def prepare(spec: RunSpec) -> Prepared:
    """Read and compile everything. BadInput with the problems of all files that could be read."""
    problems: list[Problem] = []
    kinds = clause_kinds()
    draft: Draft | None = None
    drafts: list[Draft] = []
    variants: list[Variant] = [DRAFT]
    try:
        draft = load_draft(spec.draft, kinds)
    except BadInput as error:
        problems += error.problems
    try:
        variants += _wanted(spec)
    except BadInput as error:
        problems += error.problems
    scenarios: list[Scenario] = []
    found: tuple[ClauseChange, ...] = ()
    second: Draft | None = None
    if draft is not None and spec.against is not None:
        from wargame.contract.rules.changes import changes  # only two drafts are compared line by line

        try:
            second = load_draft(spec.against, kinds)
            found = changes(draft, second, kinds)
        except BadInput as error:
            problems += error.problems
    if draft is not None:
        for variant in variants:
            try:
                drafts.append(apply(draft, variant, kinds))
            except BadInput as error:
                problems += error.problems
        for one in (change for change in found if change.alone is not None):
            variants.append(Variant(one.clause, f"{one.clause} {one.title}: {one.what}", Place(str(spec.against), 0, 0)))
            drafts += [one.alone] if one.alone is not None else []
        if second is not None:
            from wargame.contract.rules.changes import ALL

            variants.append(Variant(ALL, "the second draft", Place(str(spec.against), 0, 0)))
            drafts.append(second)
        scenarios = load_scenarios(spec, draft, problems)
        for scenario in scenarios:
            beside = zip(variants[1:], drafts[1:], strict=False)
            check_dates(scenario, [(f"the variant '{variant.name}'", other) for variant, other in beside], kinds, problems)
        problems += check_choices(draft, kinds, {(number, name): option for number, name, option in spec.choices})
    if problems or draft is None:
        raise BadInput(problems)
    _names_are_distinct(scenarios)
    digests = (draft.digest, *(one.digest for one in drafts[1:]), *(one.digest for one in scenarios))
    if spec.digests and spec.digests != digests:
        changed = [
            name
            for name, was, now in zip([spec.draft, *(v.name for v in variants[1:]), *spec.scenarios], spec.digests, digests, strict=False)
            if was != now
        ]
        raise BadInput(
            [
                Problem("X001", Place(name, 0, 0), "has changed since the run began", "run again, or bring back the file as it was")
                for name in changed or [spec.draft]
            ]
        )
    rules = [[compiled(one, kinds, scenario, spec.choices, spec) for one in drafts] for scenario in scenarios]
    return Prepared(spec, draft, tuple(variants), tuple(drafts), tuple(scenarios), rules, digests, found)


def compiled(
    draft: Draft,
    kinds: Mapping[str, type[Clause]],
    scenario: Scenario,
    choices: tuple[Choice, ...] = (),
    spec: RunSpec | None = None,
    beside: Rulebook | None = None,
) -> Rulebook:
    """The rulebook of a draft in a scenario, with these choices made for it, and default law behind it where a run's `spec` has it; what no change
    reaches is taken from the rulebook `beside` it, of a like draft in the same scenario."""
    components = {name: scenario.components_of(name) for name in scenario.inputs.services}
    made = {(number, name): option for number, name, option in choices}
    law = pack_of(draft.front.law) if spec is not None and spec.default_law else None
    off = frozenset(spec.law_off if spec is not None else ())
    return compile_rules(draft, kinds, components=components, provides=scenario.provides, choices=made, law=law, law_off=off, beside=beside)


def _wanted(spec: RunSpec) -> list[Variant]:
    if spec.variants_file is None:
        return []
    found = {variant.name: variant for variant in load_variants(spec.variants_file)}
    missing = [name for name in spec.variants if name not in found]
    if missing:
        where = Place(spec.variants_file, 0, 0)
        raise BadInput(
            [Problem("X002", where, f"no variant is called '{name}'; it has {', '.join(found)}", suggest(name, found)) for name in missing]
        )
    return [found[name] for name in spec.variants] if spec.variants else list(found.values())


def load_scenarios(spec: RunSpec, draft: Draft, problems: list[Problem]) -> list[Scenario]:
    """The scenarios of a run, held against its draft; everything wrong with them is added to `problems`."""
    calendar = draft.front.calendar
    found: list[Scenario] = []
    kinds = clause_kinds()
    from wargame.world.scenario.behaviour import (
        Behaviour,  # only here, all three: without numpy, which they need, whatever else is here is read sooner
    )
    from wargame.world.scenario.crowding import too_much
    from wargame.world.scenario.file import load_scenario
    from wargame.world.scenario.sides import between

    for path in spec.scenarios:
        try:
            scenario = between(load_scenario(path, draft.front.currency, calendar.instant, calendar.clocks), tuple(draft.front.parties), problems)
        except BadInput as error:
            problems += error.problems
            continue
        scenario = on_its_dates(scenario, draft, kinds, problems)
        problems += _out_of_reach(scenario, calendar, draft)
        problems += too_much(scenario, draft.front.term.months)
        if spec.shared:
            scenario = replace(scenario, inputs=scenario.inputs.model_copy(update={"behaviour": Behaviour()}))
        found.append(scenario)
        for name in draft.front.services:
            if name not in scenario.inputs.services:
                has = ", ".join(scenario.inputs.services)
                problems.append(
                    Problem(
                        "X003",
                        Place(path, 1, 1),
                        f"the draft's service '{name}' is not in this scenario; it has {has}",
                        suggest(name, scenario.inputs.services),
                    )
                )
    return found


def _out_of_reach(scenario: Scenario, calendar: Calendar, draft: Draft) -> list[Problem]:
    """Shocks and histories outside the term, rights that no kind of clause gives, and roles that no party has."""
    problems = []
    end = draft.front.term_end
    for shock in scenario.shocks:
        arrives = getattr(shock.inputs, "arrives", None)
        first = arrives and (arrives.date or arrives.earliest)
        if first and calendar.instant(first) >= end:
            message = f"the shock '{shock.name}' arrives on {first}, when the agreement has ended ({calendar.label(end)})"
            problems.append(Problem("X006", scenario.place("shocks", shock.name, "arrives"), message, "give a date within the term"))
    for file, (inside, rows) in (scenario.history.within(end) if scenario.history else {}).items():
        if not inside and getattr(scenario.inputs.history, file) is not None:
            last = calendar.date_of(end - 1)
            has = f"none of it falls into the term, {calendar.effective} to {last}" if rows else "it has no row below its header"
            message = f"the history of {file} would replay nothing: {has}"
            hint = "move its dates by whole years into the term, or leave the history out" if rows else "check the file, or leave the history out"
            problems.append(Problem("H010", scenario.place("history", file), message, hint))
    problems += _figures_out_of_reach(scenario, calendar)
    rights = {right for kind in clause_kinds().values() for right in kind.rights}
    for right in scenario.inputs.behaviour.rights:
        if right not in rights:
            message = f"no clause gives a right called '{right}'; rights are: {', '.join(sorted(rights))}"
            problems.append(Problem("X007", scenario.place("behaviour", "rights", right), message, suggest(right, rights)))
    behaviour = scenario.inputs.behaviour
    bears = [one.party for one in scenario.inputs.economics.tolerances]
    habits: dict[tuple[str, ...], Iterable[str]] = {
        ("behaviour", name): getattr(behaviour, name) for name in ("payment", "claims", "default", "escalation")
    }
    habits |= {("shocks", shock.name): shock.failing() | shock.paying_late() for shock in scenario.shocks}
    habits |= {("economics", "providers"): list(scenario.inputs.economics.providers)}
    habits |= {("economics", "tolerances"): bears, ("economics", "discount"): scenario.inputs.economics.discount}
    for habit, parties in habits.items():
        for party in parties:
            if party not in draft.front.parties:
                message = f"{', '.join(habit)}: the agreement has no party in the role '{party}'; it has {', '.join(draft.front.parties)}"
                problems.append(Problem("X008", scenario.place(*habit, party), message, suggest(party, draft.front.parties)))
    return problems


def _figures_out_of_reach(scenario: Scenario, calendar: Calendar) -> list[Problem]:
    """Series without a level at the effective date, or without one on each base."""
    problems = []
    for name, series in scenario.inputs.indices.items():
        first = series.first_date
        if first is not None and calendar.instant(first) > 0:
            message = f"the first level of '{name}' is of {first}, and the agreement begins on {calendar.effective}: before that it has none"
            hint = f"give the level in force on {calendar.effective} too, with the day from which on it was"
            problems.append(Problem("X015", scenario.place("indices", name, "levels"), message, hint))
        listed = [] if isinstance(series.levels, dict) else calendar.month_starts(len(series.levels) * series.months)[:: series.months][:-1]
        for day in series.rebased if listed else ():
            if not 0 < calendar.instant(day) <= listed[-1]:
                message = f"'{name}' is rebased on {day}, and its listed levels are those from {calendar.effective} to {calendar.date_of(listed[-1])}"
                problems.append(
                    Problem("X017", scenario.place("indices", name, "rebased"), message, "list a level on each base, or leave `rebased` out")
                )
    return problems


def _names_are_distinct(scenarios: list[Scenario]) -> None:
    keys = [scenario.key for scenario in scenarios]
    for scenario in scenarios:
        if keys.count(scenario.key) > 1:
            raise BadInput(
                [
                    Problem(
                        "X004",
                        Place(scenario.path, 0, 0),
                        f"two scenario files are called '{scenario.key}'; results are kept by that name",
                        "rename one of them",
                    )
                ]
            )


def today() -> dt.datetime:
    """The wall clock, for the manifest only."""
    return dt.datetime.now(dt.UTC)
