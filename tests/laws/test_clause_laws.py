"""Laws that every kind of clause obeys, tried on its own example; a kind dropped into the folder is tried without a line being changed here."""

from __future__ import annotations

import random
from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from tests.laws import idle
from tests.laws.compare import differences, same_books
from tests.laws.further import further
from tests.laws.workshop import COMBINED, KINDS, PEOPLE, PRESSURE, ROLES, STORM, TIES, WORLDS, Workshop, example_of, number_of, second_choices
from wargame.contract.clauses.liability_cap import ABOVE
from wargame.contract.rules.rulebook import compile_rules
from wargame.contract.text.draft import Draft
from wargame.core.party import OUTSIDE
from wargame.core.problem import BadInput
from wargame.core.quantities import Count, Duration, Money, Price, Rate
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.desk.desk import Desk
from wargame.simulation.life.driver import play
from wargame.world.sampled.futures import Futures

LANES = 256
CONSTRUCTIONS = [(kind, name) for kind, cls in KINDS.items() for name in cls.constructions]
FURTHER = further()
OPTIONS = [(kind, name, option) for kind, name in CONSTRUCTIONS for option in KINDS[kind].constructions[name].options]


def outcome(workshop: Workshop, draft: str | Draft, world: str, *, choices: Any = None, ask: bool = False, months: int = 24) -> Outcome:
    """A draft played by a cohort in a world."""
    return CohortDriver(workshop.rules(draft, world, choices), workshop.futures(world, "month", months, LANES), ask=ask).run()


def differs(a: Outcome, b: Outcome) -> bool:
    """Some money, exit, answer or silence is another."""
    said = [None if one.coverage is None else (one.coverage.answered, one.coverage.silent) for one in (a, b)]
    return bool(same_books(a, b)) or said[0] != said[1]


def without(draft: Draft, number: str) -> Draft:
    """The draft with a provision left out."""
    return replace(draft, provisions=tuple(p for p in draft.provisions if p.number != number))


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("kind", KINDS)
def test_money_is_neither_made_nor_lost_and_always_has_a_clause_and_a_cause(workshop: Workshop, kind: str, world: str) -> None:
    draft = workshop.draft(example_of(kind))
    result = outcome(workshop, draft, WORLDS[world])
    assert np.all(np.sum([result.ledger.net(party) for party in (*ROLES, OUTSIDE)], axis=0) == 0)
    for account in [*result.ledger.paid, *(account for account, _ in result.ledger.withheld)]:
        assert account.clause in (*draft.numbers, "economics") and account.head and account.cause
        assert {account.payer, account.payee} <= {*ROLES, OUTSIDE} and account.payer != account.payee
        assert (OUTSIDE in account) == (account.clause == "economics" or account.head in KINDS[kind].outside)
    assert {why.clause for _, why in result.ledger.withheld} <= {"", *draft.numbers}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_declares_by_which_of_its_rights_the_agreement_ends(workshop: Workshop, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gives notice of termination has asked for a right before, at the same desk, and declares that right among `ends`; nobody else does."""
    asked: dict[str, str] = {}
    ending: set[tuple[str, str]] = set()
    exercised, notify = Desk.exercised, Desk.notify

    def asks(desk: Desk, right: str, *args: Any, **more: Any) -> Any:
        asked[desk.clause] = right
        return exercised(desk, right, *args, **more)

    def notes(desk: Desk, notice: Any, when: Any) -> None:
        if notice.kind == "termination":
            ending.add((desk.clause, asked[desk.clause]))
        notify(desk, notice, when)

    monkeypatch.setattr(Desk, "exercised", asks)
    monkeypatch.setattr(Desk, "notify", notes)
    given: set[str] = set()
    for text in (example_of(kind), *FURTHER.get(kind, ())):
        ending.clear()
        outcome(workshop, text, PEOPLE)
        clauses = [clause for clause in workshop.rules(text, PEOPLE).clauses if clause.kind == kind]
        ways = {right for one in clauses for right in one.ways_out()}
        assert {right for number, right in ending if number in [one.number for one in clauses]} == ways
        given |= ways
    assert given == KINDS[kind].ends <= KINDS[kind].rights


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_money(workshop: Workshop, kind: str) -> None:
    assert not differs(*(outcome(workshop, example_of(kind), PRESSURE, ask=True) for _ in range(2)))


@pytest.mark.parametrize("kind", ["combined", *KINDS])
def test_the_order_of_provisions_in_the_file_changes_nothing(workshop: Workshop, kind: str) -> None:
    draft = workshop.draft(COMBINED if kind == "combined" else example_of(kind))
    before = outcome(workshop, draft, PRESSURE, ask=True)
    for seed in range(3):
        provisions = list(draft.provisions)
        random.Random(seed).shuffle(provisions)
        shuffled = replace(draft, provisions=tuple(provisions))
        assert [c.number for c in workshop.rules(shuffled, PRESSURE).clauses] == [c.number for c in workshop.rules(draft, PRESSURE).clauses]
        assert not differs(before, outcome(workshop, shuffled, PRESSURE, ask=True))


@pytest.mark.parametrize("world", ["storm", "ties", "pressure"])
@pytest.mark.parametrize("base", ["combined", "liability_cap"])
def test_a_cap_never_raises_a_payment(workshop: Workshop, base: str, world: str) -> None:
    draft = workshop.draft(COMBINED if base == "combined" else example_of(base))
    number = number_of(draft, "liability_cap")
    heads = frozenset(draft.provision(number).terms.covers)  # type: ignore[union-attr]
    capped, free = (outcome(workshop, one, WORLDS[world]) for one in (draft, without(draft, number)))
    assert np.array_equal(capped.exit, free.exit)
    accounts = [account for account in free.ledger.paid if account.head in heads and account.payer == "provider"]
    assert accounts
    for account in accounts:
        assert np.all(capped.ledger.paid[account] <= free.ledger.paid[account])
        kept = capped.ledger.withheld.get((account, ABOVE.by(number)), 0)
        assert np.all(capped.ledger.paid[account] + kept == free.ledger.paid[account])
    assert any(why == ABOVE.by(number) and column.any() for (_, why), column in capped.ledger.withheld.items())


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_clause_a_result_or_an_answer_is_another(workshop: Workshop, kind: str) -> None:
    draft = workshop.draft(example_of(kind))
    gone = {number_of(draft, kind)}
    while True:  # what refers to a clause that is gone goes too: a draft with dangling references is refused
        more = {c.number for c in workshop.rules(draft, PRESSURE).clauses for number, _ in c.needs() if number in gone} - gone
        if not more:
            break
        gone |= more
    poorer = replace(draft, provisions=tuple(p for p in draft.provisions if p.number not in gone))
    assert any(differs(*(outcome(workshop, one, world, ask=True) for one in (draft, poorer))) for world in (PRESSURE, PEOPLE)), (
        f"leaving the example's {kind} out changes no money, no exit and no answer: give it an example in which it does something"
    )


def scalars(terms: Any, path: str = "") -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """(path, function that gives the terms with that scalar replaced by another) for every scalar that the terms hold."""
    for name in type(terms).model_fields:  # the class's: pydantic warns of the instance's
        value = getattr(terms, name)
        here = f"{path}{name.replace('_', ' ')}"
        if isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    for inner, change in scalars(item, f"{here}.{i}."):
                        yield inner, lambda t, name=name, i=i, change=change: _with(t, name, _with_item(getattr(t, name), i, change))
                elif len(value) > 1:  # one of several heads, causes or steps is left out
                    yield here, lambda t, name=name, i=i: _with(t, name, [one for k, one in enumerate(getattr(t, name)) if k != i])
            continue
        if isinstance(value, BaseModel):
            for inner, change in scalars(value, f"{here}."):
                yield inner, lambda t, name=name, change=change: _with(t, name, change(getattr(t, name)))
            continue
        for other in others(value):
            yield here, lambda t, name=name, other=other: _with(t, name, other)


def _with(terms: Any, name: str, value: Any) -> Any:
    other = {"payer": "payee", "payee": "payer"}.get(name)
    if other and value is not None and getattr(terms, other, None) == value:  # nobody pays itself: both change places
        return terms.model_copy(update={name: value, other: getattr(terms, name)})
    return terms.model_copy(update={name: value})


def _with_item(items: list[Any], i: int, change: Callable[[Any], Any]) -> list[Any]:
    return [*items[:i], change(items[i]), *items[i + 1 :]]


def others(value: Any) -> Iterator[Any]:
    """Values unlike this one, of the same kind: twice and half as much, a little more or less of a percentage."""
    if isinstance(value, Money):
        yield from (replace(value, minor=value.minor * 2), replace(value, minor=value.minor // 2))
    elif isinstance(value, Price):
        yield replace(value, num=value.num * 2)
    elif isinstance(value, Rate):
        # Near 100 % the distance to it is what counts.
        yield from (Rate(value.num + value.den, 2 * value.den), Rate(value.num, 2 * value.den), Rate(3 * value.num + 2 * value.den, 5 * value.den))
    elif isinstance(value, Duration):
        yield replace(value, seconds=2 * value.seconds, months=2 * value.months, business_days=2 * value.business_days)
        yield replace(value, seconds=value.seconds // 2, months=max(value.months // 2, bool(value.months)), business_days=value.business_days // 2)
    elif isinstance(value, Count):
        yield from (replace(value, num=value.num * 2), replace(value, num=value.num // 2))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from (value + 1, max(value - 1, 1))
    elif isinstance(value, tuple) and hasattr(value, "_replace"):  # a term of several parts, such as a cap
        for name in value._fields:
            for other in others(getattr(value, name)):
                yield value._replace(**{name: other})
    elif value in ROLES:
        yield from (role for role in ROLES if role != value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_term_changes_something_for_some_facts(workshop: Workshop, kind: str) -> None:
    example = workshop.draft(example_of(kind))
    perturbed = dict.fromkeys(path for path, _ in scalars(example.provision(number_of(example, kind)).terms))
    assert perturbed
    # A clause may be read by nobody in its example; in the combined draft, if that has one, somebody reads it.
    combined = workshop.draft(COMBINED)
    drafts = [example, combined] if any(p.kind == kind for p in combined.provisions) else [example]
    for draft in drafts:
        for path in moving(workshop, draft, number_of(draft, kind), perturbed):
            del perturbed[path]
    assert {path for path in perturbed if (kind, path) not in idle.TERMS} == set(), (
        f"these terms of {kind} change nothing in its example, whatever they are: give `example` what they need to work on (a neighbour, another "
        "figure), or say in tests/laws/idle.py why they move no money"
    )


def moving(workshop: Workshop, draft: Draft, number: str, wanted: Container[str]) -> set[str]:
    """Those terms of a clause, of the wanted ones, whose change shows in some world."""
    terms = draft.provision(number).terms
    worlds = (PRESSURE, TIES, STORM, WORLDS["people"])
    before = {world: outcome(workshop, draft, world, ask=True) for world in worlds}
    found: set[str] = set()
    for path, change in scalars(terms):
        if path not in wanted or path in found:
            continue
        changed = replace(draft, provisions=tuple(replace(p, terms=change(terms)) if p.number == number else p for p in draft.provisions))
        for world in worlds:
            try:
                after = outcome(workshop, changed, world, ask=True)
            except BadInput:
                break  # a value that the kind refuses teaches nothing; another is tried
            if differs(before[world], after):
                found.add(path)
                break
    return found


def test_when_damages_are_payable_is_seen_in_the_postings_of_a_life(workshop: Workshop) -> None:
    futures = workshop.futures(STORM, "month", 24, 7)
    dates = []
    for days in (45, 90):
        told = play(workshop.rules(example_of("liquidated_damages").replace("45 days", f"{days} days"), STORM), futures, 0)
        dates.append([posting.instant for posting in told.postings if posting.account.head == "liquidated damages"])
    assert dates[0] and [instant + 45 * 86_400 for instant in dates[0]] == dates[1]


@pytest.mark.parametrize(("kind", "name", "option"), OPTIONS)
def test_every_option_of_every_construction_plays_the_same_in_both_drivers(workshop: Workshop, kind: str, name: str, option: str) -> None:
    worlds = (STORM, TIES, PEOPLE)
    turn = KINDS[kind].constructions[name].options.index(option)
    for place, text in enumerate((example_of(kind), *FURTHER.get(kind, ()))):
        draft = workshop.draft(text)
        # The example meets all three worlds; of the further drafts each meets one, the options of a construction taking turns.
        for world in (worlds[(place + turn) % 3],) if place else worlds:
            rules = workshop.rules(draft, world, {(number_of(draft, kind), name): option})
            assert rules.choices[number_of(draft, kind), name] == option
            assert differences(rules, workshop.futures(world, "month", 24, 64), 3) == []


@pytest.mark.parametrize(("kind", "name"), [pair for pair in CONSTRUCTIONS if pair not in idle.CONSTRUCTIONS])
def test_a_construction_is_worth_money_in_some_world(workshop: Workshop, kind: str, name: str) -> None:
    options = KINDS[kind].constructions[name].options
    # A clause may be read by nobody in its example; in the combined draft somebody reads it.
    combined = [(COMBINED, 36)] if f"kind: {kind}\n" in COMBINED else []
    for text, months in ((example_of(kind), 24), *((text, 24) for text in FURTHER.get(kind, ())), *combined):
        number = number_of(workshop.draft(text), kind)
        for world in WORLDS.values():
            first, *rest = (outcome(workshop, text, world, choices={(number, name): option}, months=months) for option in options)
            if any(same_books(first, other) for other in rest):
                return
    pytest.fail(
        f"no option of {kind}'s {name} moves other money than another: give `example` what it needs to matter, or list it in tests/laws/idle.py"
    )


def test_credits_set_against_damages_lower_them(workshop: Workshop) -> None:
    options = ("set against damages", "in addition")
    books = [outcome(workshop, COMBINED, STORM, choices={("9.1", "credits"): option}, months=36).ledger for option in options]
    due = [
        sum(column for account, column in [*one.paid.items(), *((a, c) for (a, _), c in one.withheld.items())] if account.clause == "9.1")
        for one in books
    ]
    assert np.all(due[0] <= due[1]) and np.any(due[0] < due[1])


def test_a_second_credit_clause_may_be_taken_of_what_the_first_left(workshop: Workshop) -> None:
    second = example_of("service_credit").split("## 8.2")[1].replace(" Service credits", "## 8.3 Further credits", 1)
    draft = workshop.draft(example_of("service_credit") + "\n" + second)
    options = KINDS["service_credit"].constructions["at_risk_base"].options
    books = [outcome(workshop, draft, STORM, choices={("8.3", "at_risk_base"): option}) for option in options]
    further = [sum(c for a, c in one.ledger.paid.items() if a.clause == "8.3") for one in books]
    assert np.all(further[1] <= further[0]) and np.any(further[1] < further[0])


def drop(text: str, *beginnings: str) -> str:
    """A world's text without the lines that begin so."""
    return "".join(line + "\n" for line in text.splitlines() if not line.startswith(beginnings))


def worse(futures: Futures) -> Futures:
    """The same worlds with every repair twice as long; any row may now meet the one before it."""
    table = futures.incidents
    outage = np.array([source.event == "outage" for source in futures.sources])[table.source]
    return replace(futures, incidents=replace(table, raw=np.where(outage, table.raw * 2, table.raw), meets=np.arange(table.lane.size)))


def owed_by_provider(one: Outcome) -> Any:
    """What the provider owes the client, lane by lane: paid, or withheld (a later end may move a claim into a year whose cap has less room)."""
    owed = np.zeros(one.ledger.lanes, np.int64)
    for account, column in [*one.ledger.paid.items(), *((account, column) for (account, _), column in one.ledger.withheld.items())]:
        if (account.payer, account.payee) == ("provider", "client"):
            owed += column
    return owed


# No capacity, so that volume and charges do not follow outages; no behaviour, so that nobody leaves. (Live work has a capacity or is none.)
STEADY = {name: drop(text, "    capacity:", "behaviour:") for name, text in WORLDS.items() if name not in ("pressure", "people", "staffed")}


# Where a longer repair ends in another month, and that month's charges are lower.
PAID_LATER = {("incident_response", "ties"): "an incident that ends in the next month is credited on the charges of that month"}


@pytest.mark.parametrize("world", STEADY)
@pytest.mark.parametrize("kind", KINDS)
def test_a_worse_level_never_pays_the_provider_more(workshop: Workshop, kind: str, world: str) -> None:
    """When every repair takes twice as long, what the provider owes for failure falls in no life."""
    if (kind, world) in PAID_LATER:
        pytest.skip(PAID_LATER[kind, world])
    rules, futures = workshop.rules(example_of(kind), STEADY[world]), workshop.futures(STEADY[world], "month", 24, LANES)
    before, after = CohortDriver(rules, futures).run(), CohortDriver(rules, worse(futures)).run()
    assert np.all(before.exit == before.term_end) and np.all(after.exit == after.term_end)
    for account, column in before.ledger.paid.items():
        assert account.head != "charges" or np.array_equal(column, after.ledger.paid[account])
    assert np.all(owed_by_provider(before) <= owed_by_provider(after))


@pytest.mark.parametrize("kind", ["service_credit", "liquidated_damages", "escalation", "liability_cap"])
def test_kinds_that_pay_for_outages_pay_more_when_they_are_worse(workshop: Workshop, kind: str) -> None:
    """The law above would hold of clauses that never pay; these do."""
    rules, futures = workshop.rules(example_of(kind), STEADY["calm"]), workshop.futures(STEADY["calm"], "month", 24, LANES)
    before, after = CohortDriver(rules, futures).run(), CohortDriver(rules, worse(futures)).run()
    assert (owed_by_provider(before) < owed_by_provider(after)).mean() > 0.02


def test_two_clauses_of_one_kind_stand_side_by_side(workshop: Workshop) -> None:
    """Nothing in a kind is shared between its instances: a second charge on the same service pays as much as the first."""
    for kind in ("unit_charge", "change_in_law"):
        draft = workshop.draft(example_of(kind))
        only = draft.provisions[-1]
        twice = replace(draft, provisions=(*draft.provisions, replace(only, number="99.1")))
        books = outcome(workshop, twice, PRESSURE).ledger.paid
        for account in [account for account in books if account.clause == only.number]:
            assert np.array_equal(books[account], books[account._replace(clause="99.1")])


def test_a_reading_may_be_chosen_for_the_whole_draft(workshop: Workshop) -> None:
    choices = second_choices(workshop.draft(COMBINED))
    rules = workshop.rules(COMBINED, PRESSURE, choices)
    assert dict(rules.choices) == choices and rules.open_choices == ()
    assert compile_rules(workshop.draft(COMBINED), KINDS, choices={("9.1", "clock"): "detection"}).choices["9.1", "clock"] == "detection"


@pytest.mark.parametrize("kind", [kind for kind, cls in KINDS.items() if "outage" in cls.listens])
def test_a_clause_hears_only_of_outages_of_its_own_service(workshop: Workshop, kind: str) -> None:
    """A second service needs no component, so no outage stops it, and a clause about it is never paid upon."""
    world = STORM.replace("services:\n", "services:\n  mail: {demand: {level: 100 per month}}\n")
    draft = example_of(kind).replace("services:\n", "services:\n  mail: {unit: letter}\n")
    about_mail = draft.replace("service: voice", "service: mail")
    assert any(
        (account.payer == "provider" or account.clause == number_of(workshop.draft(draft), kind)) and column.any()
        for account, column in outcome(workshop, draft, world).ledger.paid.items()
        if account.clause != "economics"
    )
    for account, column in outcome(workshop, about_mail, world).ledger.paid.items():
        assert account.clause == "economics" or account.head == "charges" or not column.any()
