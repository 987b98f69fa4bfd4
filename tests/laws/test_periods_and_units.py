"""A law: a period, or a unit, of a quantity in any kind's terms is honoured or refused, never dropped."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any, get_args

import numpy as np
import pytest
from pydantic import BaseModel

from tests.laws.compare import same_books
from tests.laws.further import further
from tests.laws.workshop import KINDS, PRESSURE, Workshop, example_of
from wargame.core.problem import BadInput
from wargame.core.quantities import QuantityReader
from wargame.core.values import Count
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome

PERIODS = ("day", "week", "month", "quarter", "year")


def quantities(terms: type[BaseModel]) -> set[str]:
    """The terms of a model, and of those within it, that take a quantity of work."""
    found: set[str] = set()

    def look(what: Any, metadata: Any, name: str) -> None:
        if any(isinstance(one, QuantityReader) and one.type is Count for one in metadata):
            found.add(name)
        for inner in get_args(what):
            look(inner, getattr(inner, "__metadata__", ()), name)
        if isinstance(what, type) and issubclass(what, BaseModel):
            for key, field in what.model_fields.items():
                look(field.annotation, field.metadata, key.replace("_", " "))

    look(terms, (), "")
    return found


TERMS = re.compile(r"```terms\n.*?```", re.DOTALL)


def places() -> dict[tuple[str, str], list[str]]:
    """(Kind, term) to the drafts, of examples and further drafts of the kind, that state such a quantity."""
    return {
        (kind, term): [text for text in (example_of(kind), *further().get(kind, ())) if said(text, term, "month") != said(text, term, "year")]
        for kind, cls in KINDS.items()
        for term in sorted(quantities(cls.Terms))
    }


def said(text: str, term: str, period: str, unit: str = "") -> str:
    """The draft with every quantity under a term given a period, and perhaps a unit."""
    given = rf"\g<1>\g<2>{unit and ' ' + unit} per {period}"
    return TERMS.sub(lambda block: re.sub(rf"(\b{term}: )([\d ]*\d(?:\.\d+)?)(?: per \w+)?", given, block[0]), text)


PLAIN = {("exchange_rate", "rate")}  # numbers that are no quantity of work: they have neither period nor unit
PLACES = {place: texts for place, texts in places().items() if place not in PLAIN}


def played(workshop: Workshop, text: str) -> Outcome | None:
    """The draft's books, or None where it is refused."""
    try:
        rules = workshop.rules(text, PRESSURE)
    except BadInput:
        return None
    return CohortDriver(rules, workshop.futures(PRESSURE, "month", 24, 128)).run()


def test_every_kind_that_takes_a_quantity_is_tried() -> None:
    bare = [place for place, texts in PLACES.items() if not texts]
    assert not bare and len(PLACES) >= 4, f"no example says a figure for {bare}: add one to tests/laws/further.py"


@pytest.mark.parametrize(("kind", "term"), PLACES)
def test_a_period_is_honoured_or_refused(workshop: Workshop, kind: str, term: str) -> None:
    books = [{period: played(workshop, said(text, term, period)) for period in PERIODS} for text in PLACES[kind, term]]
    honoured = [period for period in PERIODS if books[0][period] is not None]
    assert "month" in honoured and len(honoured) < len(PERIODS)
    for a, b in combinations(honoured, 2):
        pairs = [(one[a], one[b]) for one in books]
        assert any(x is None or y is None or same_books(x, y) for x, y in pairs), f"`{term}` of {kind} per {a} is played as per {b}"


@pytest.mark.parametrize(("kind", "term"), sorted(PLAIN))
def test_a_plain_number_has_neither(workshop: Workshop, kind: str, term: str) -> None:
    for text in places()[kind, term]:
        assert played(workshop, text) is not None
        assert not any(played(workshop, said(text, term, period, unit)) for period in PERIODS for unit in ("", "calls"))


@pytest.mark.parametrize(("kind", "term"), PLACES)
def test_a_unit_is_that_of_the_service_or_refused(workshop: Workshop, kind: str, term: str) -> None:
    for text in PLACES[kind, term]:
        plain, own, other = (played(workshop, said(text, term, "month", unit)) for unit in ("", "calls", "tickets"))
        assert plain is not None and own is not None and other is None
        assert not same_books(plain, own) and np.array_equal(plain.exit, own.exit)
