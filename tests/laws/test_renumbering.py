"""Two laws: numbering moves no money, nor does the order of the file where nothing gives precedence. Provisions under other numbers, references and
precedence carried along, or in another order pay the same, and the agreement ends on the same day."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from tests.laws.test_random_compositions import composed
from tests.laws.workshop import KINDS, WORLDS, Workshop
from wargame.contract.rules import order
from wargame.contract.rules.default_law import pack_of
from wargame.contract.rules.rulebook import Rulebook, compile_rules
from wargame.contract.text.draft import Draft, load_draft
from wargame.core.calendar import Calendar
from wargame.core.quantities import Ref
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.world.sampled.futures import Futures, draw_futures
from wargame.world.scenario.file import Scenario, load_scenario

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "customer-care": ("perfect-storm", "regulators-year", "ordered-exit"),
    "customer-care-repaired": ("perfect-storm", "insolvency"),
    "network-management": ("network-years",),
    "it-services": (),
    "object-storage-sla": ("published-outages",),
}
SEEDS, LANES = 200, 24


def other_numbers(draft: Draft, seed: int) -> dict[str, str]:
    """Each number of a draft, and another: the same ones dealt out anew."""
    numbers = [one.number for one in draft.provisions if one.number]
    dealt = [f"{1 + i // 7}.{1 + i % 7}" for i in range(len(numbers))]
    random.Random(f"renumbered {seed}").shuffle(dealt)
    return dict(zip(numbers, dealt, strict=True))


def under(value: Any, numbers: Mapping[str, str]) -> Any:
    """Terms, or a part of them, that name clauses by other numbers."""
    if isinstance(value, Ref):
        return Ref(numbers.get(value, value))
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: under(inner, numbers) for name, inner in value.__dict__.items()})
    if isinstance(value, list):
        return [under(one, numbers) for one in value]
    if isinstance(value, tuple) and hasattr(value, "_replace"):
        return value._replace(**{name: under(getattr(value, name), numbers) for name in value._fields})
    return tuple(under(one, numbers) for one in value) if isinstance(value, tuple) else value


def renumbered(draft: Draft, numbers: Mapping[str, str]) -> Draft:
    """The draft with its provisions under other numbers."""
    provisions = tuple(
        replace(
            one,
            number=numbers.get(one.number, ""),
            terms=under(one.terms, numbers),
            subject_to=tuple(numbers.get(other, other) for other in one.subject_to),
            notwithstanding=tuple(numbers.get(other, other) for other in one.notwithstanding),
        )
        for one in draft.provisions
    )
    front = draft.front.model_copy(update={"precedence": tuple(numbers.get(one, one) for one in draft.front.precedence)})
    return replace(draft, front=front, provisions=provisions)


def reordered(draft: Draft, seed: int) -> Draft:
    """The draft with its provisions in another order; an agreement in layers keeps the order that gives precedence."""
    provisions = list(draft.provisions)
    random.Random(f"reordered {seed}").shuffle(provisions)
    return replace(draft, provisions=tuple(provisions))


def books(rules: Rulebook, one: Outcome) -> dict[tuple[str, ...], Any]:
    """What was paid and withheld, by the words of the provision, its head and parties: two provisions of the same words are one here."""
    words = {clause.number: f"{clause.kind}: {clause.setting.title}\n{clause.setting.quote}" for clause in rules.clauses}
    found: dict[tuple[str, ...], Any] = defaultdict(int)
    for account, column in one.ledger.paid.items():
        found["paid", words.get(account.clause, account.clause), account.head, account.payer, account.payee] += column
    for (account, why), column in one.ledger.withheld.items():
        key = (words.get(account.clause, account.clause), account.head, account.payer, why.keeps, words.get(why.clause, why.clause))
        found["withheld", *key] += column
    return {key: column for key, column in found.items() if np.any(column)}


def unlike(first: Rulebook, second: Rulebook, futures: Futures) -> list[object]:
    """Accounts and exits in which two rulebooks of one agreement differ."""
    a, b = (CohortDriver(rules, futures).run() for rules in (first, second))
    mine, theirs = books(first, a), books(second, b)
    wrong: list[object] = [key for key in {**mine, **theirs} if np.any(mine.get(key, 0) != theirs.get(key, 0))]
    return wrong + (["exit"] if np.any(a.exit != b.exit) else [])


def compiled(draft: Draft, scenario: Scenario) -> Rulebook:
    """The rules of a shipped draft in a scenario, its law behind them."""
    components = {service: scenario.components_of(service) for service in scenario.inputs.services}
    return compile_rules(draft, KINDS, components=components, provides=scenario.provides, law=pack_of(draft.front.law))


def shipped(name: str, world: str) -> tuple[Draft, Scenario, Futures]:
    """A shipped draft, a scenario of the library, and some of its futures."""
    draft = load_draft(ROOT / "contracts" / f"{name}.md", KINDS)
    calendar = Calendar(draft.front.effective, frozenset(draft.front.holidays))
    scenario = load_scenario(ROOT / "scenarios" / f"{world}.yaml", draft.front.currency, calendar.instant)
    return draft, scenario, draw_futures(scenario, calendar, draft.front.term.months, 1, 0, 128)


@pytest.mark.parametrize(("name", "world"), [(name, world) for name, worlds in SHIPPED.items() for world in worlds])
def test_numbering_and_order_move_no_money_of_a_shipped_draft(name: str, world: str) -> None:
    draft, scenario, futures = shipped(name, world)
    for seed in range(2):
        first = compiled(draft, scenario)
        for other in (renumbered(draft, other_numbers(draft, seed)), reordered(draft, seed)):
            assert unlike(first, compiled(other, scenario), futures) == []


def test_an_order_by_number_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted breach: clauses of a stage in the order of their numbers."""
    monkeypatch.setattr(order, "rank", lambda clause: (clause.stage, clause.of_law, order.number_key(clause.number)))
    draft, scenario, futures = shipped("customer-care", "perfect-storm")
    assert unlike(compiled(draft, scenario), compiled(renumbered(draft, other_numbers(draft, 0)), scenario), futures)


@pytest.mark.parametrize("part", range(4))
def test_numbering_and_order_move_no_money_of_composed_agreements(workshop: Workshop, part: int) -> None:
    for seed in range(part, SEEDS, 4):
        text, world, _, months = composed(seed)
        # Titles of their own: two provisions of the same words, of which one is excused, are told apart by nothing but their numbers.
        draft = workshop.draft(re.sub(r"^## (\d+)(\S+) (.*)$", r"## \1\2 \3 (\1)", text, flags=re.MULTILINE))
        futures = workshop.futures(WORLDS[world], "month", months, LANES)
        first = workshop.rules(draft, WORLDS[world])
        for other in (renumbered(draft, other_numbers(draft, seed)), reordered(draft, seed)):
            assert unlike(first, workshop.rules(other, WORLDS[world]), futures) == [], seed
