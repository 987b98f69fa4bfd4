"""Agreements composed of every kind of clause there is: what each kind shows in its own example, many of them in one draft, under random readings,
in a random world. Caps meet caps, rights meet rights, and the two drivers still agree to the last bit.

A failing seed is its own reproduction: `composed(seed)` makes the same draft, world and readings again.
"""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

from tests.laws.compare import differences
from tests.laws.workshop import FRONT, KINDS, ROLES, WORLDS, Workshop
from wargame.contract.rules.roles import Role
from wargame.core.party import OUTSIDE
from wargame.simulation.cohort.driver import CohortDriver

SEEDS, LANES, LIVES = 200, 16, 3
MONTHS = (3, 12, 13, 24, 36)
LONGER_THAN = {"renewal": 9}
"""The months that an agreement must run beyond for a kind's example to be written in it: a first term of nine months renews in none of three."""
_HEADING = re.compile(r"^## (\S+) ", re.MULTILINE)


def renumbered(example: str, chapter: int) -> str:
    """An example with its clause numbers put under a chapter of their own, references included; percentages stay what they are."""
    for number in sorted(set(_HEADING.findall(example)), key=len, reverse=True):
        example = re.sub(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)(?!\s*%)", f"{chapter}.{number}", example)
    return example


def composed(seed: int) -> tuple[str, str, str, int]:
    """(draft, name of the world, step, months) of a seed: every kind in turn is sure to be among them, beside up to eleven others."""
    pick = random.Random(f"composed {seed}")
    kinds = sorted(KINDS)
    chosen = [kinds[seed % len(kinds)], *pick.sample(kinds, pick.randint(2, min(11, len(kinds))))]
    chosen = [kind for i, kind in enumerate(chosen) if not (KINDS[kind].only_one and kind in chosen[:i])]
    months = pick.choice([months for months in MONTHS if all(months > LONGER_THAN.get(kind, 0) for kind in chosen)])
    body = "\n".join(renumbered(KINDS[kind].example, 20 + place) for place, kind in enumerate(chosen))
    return FRONT.replace("24 months", f"{months} months") + body, pick.choice(sorted(WORLDS)), pick.choice(("day", "month")), months


def holds(workshop: Workshop, seed: int) -> None:
    """The law of the two drivers and the conservation of money, in one composed agreement under random readings."""
    text, world, step, months = composed(seed)
    draft = workshop.draft(text)
    pick = random.Random(f"readings {seed}")
    options = {(p.number, name): c.options for p in draft.provisions if p.kind for name, c in KINDS[p.kind].constructions.items()}
    rules = workshop.rules(draft, WORLDS[world], {key: pick.choice(value) for key, value in options.items()})
    futures = workshop.futures(WORLDS[world], step, months, LANES)
    assert differences(rules, futures, LIVES) == [], seed
    ledger = CohortDriver(rules, futures).run().ledger
    assert np.all(np.sum([ledger.net(party) for party in (*ROLES, OUTSIDE)], axis=0) == 0)
    assert all(np.all(column >= 0) for column in ledger.withheld.values())


@pytest.mark.parametrize("part", range(8))
def test_200_agreements_composed_of_all_kinds(workshop: Workshop, part: int) -> None:
    for seed in range(part, SEEDS, 8):
        holds(workshop, seed)


def test_every_kind_is_among_them() -> None:
    kinds = sorted(KINDS)
    for kind in kinds:
        texts = [composed(seed)[0] for seed in range(SEEDS) if kinds[seed % len(kinds)] == kind]
        assert texts and all(f"kind: {kind}" in text for text in texts)


def test_numbers_move_to_their_chapter_and_percentages_stay() -> None:
    moved = renumbered("\n## 8.1 Level\n\nbelow 8.1 %\n\n## 8.2 Credit\n\nservice level: 8.1\nsteps: [8.1, 8.10]\n", 21)
    assert moved == "\n## 21.8.1 Level\n\nbelow 8.1 %\n\n## 21.8.2 Credit\n\nservice level: 21.8.1\nsteps: [21.8.1, 8.10]\n"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_construction_that_does_not_arise_moves_nothing(workshop: Workshop, part: int) -> None:
    """What is left undecided and is said to be no open question there: each other option that the words may mean pays the same. Left out is what
    would be no reading of the words: a credit that is a share of the charges for a service that has none would be nothing, and charges mean those of
    the month itself where each is invoiced as it accrues."""
    tried = 0
    for seed in range(part, len(KINDS), 4):
        text, world, step, months = composed(seed)
        draft, futures = workshop.draft(text), workshop.futures(WORLDS[world], step, months, LANES)
        base = workshop.rules(draft, WORLDS[world])
        books = CohortDriver(base, futures).run().ledger
        for provision in (one for one in draft.provisions if one.kind):
            credits = Role.CREDIT in KINDS[provision.kind or ""].roles
            for name, construction in KINDS[provision.kind or ""].constructions.items():
                no_reading = name == "basis" or (credits and name == "charges_of")
                if no_reading or getattr(provision.terms, name) is not None or (provision.number, name) in base.open_choices:
                    continue
                for option in construction.arguable[1:]:
                    rules = workshop.rules(draft, WORLDS[world], {(provision.number, name): option})
                    other = CohortDriver(rules, futures).run().ledger
                    assert all(np.array_equal(other.net(party), books.net(party)) for party in ROLES), (seed, provision.number, name, option)
                    tried += 1
    assert tried > 10
