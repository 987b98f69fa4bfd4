"""A law: an outage over a month end, and two outages of one component that meet there, are the same down-time, so the same money.

It holds of every kind that reads down-time, or what follows from it, by the month, in both readings, at both steps and in both drivers. Kinds that
count outages, and kinds that shorten an outage once it has lasted, are listed with what they do (tests/laws/month_ends.py) and proved to move.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.laws import month_ends
from tests.laws.compare import differences, same_books
from tests.laws.further import further
from tests.laws.month_ends import EACH_OCCURRENCE, EACH_OUTAGE, SHORTENED, by_months, choices_by_month, in_two, kinds_by_month, worlds
from tests.laws.workshop import CALM, COMBINED, KINDS, PEOPLE, PRESSURE, Workshop, example_of, number_of
from wargame.contract.text.draft import Draft
from wargame.simulation.cohort.downtime import Downtime
from wargame.simulation.life.driver import play

BASES = {"calm": CALM, "pressure": PRESSURE, "people": PEOPLE}
STEPS = ("day", "month")
LANES = 64


def unlike(workshop: Workshop, draft: Draft | str, base: str, step: str, choices: dict[tuple[str, str], str] | None = None) -> list[str]:
    """What differs between the two worlds in the books of a cohort and in the postings, with their dates, of a life."""
    rules = [workshop.rules(draft, world, choices) for world in worlds(workshop, base)]
    futures = [workshop.futures(world, step, 24, LANES) for world in worlds(workshop, base)]
    found = same_books(*(workshop.outcome(one, drawn) for one, drawn in zip(rules, futures, strict=True)))
    told = [play(one, drawn, 0).postings for one, drawn in zip(rules, futures, strict=True)]
    return found + ([] if told[0] == told[1] else ["postings"])


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("kind", kinds_by_month())
def test_down_time_over_a_month_end_is_that_of_two_outages_that_meet_there(workshop: Workshop, kind: str, base: str) -> None:
    for place, text in enumerate((example_of(kind), *further().get(kind, ()))):
        draft = by_months(workshop, text, worlds(workshop, BASES[base])[0])
        assert kind in {p.kind for p in draft.provisions}
        for step in STEPS if place == 0 else STEPS[:1]:
            assert unlike(workshop, draft, BASES[base], step) == []
            assert unlike(workshop, draft, BASES[base], step, choices_by_month(draft)) == []


def test_each_kind_that_hears_of_outages_is_listed() -> None:
    hears = {kind for kind, cls in KINDS.items() if "outage" in cls.listens}
    assert hears <= {*EACH_OUTAGE, *SHORTENED, *(kind for kind, _ in EACH_OCCURRENCE)}
    assert {*EACH_OUTAGE, *SHORTENED} <= set(KINDS)


@pytest.mark.parametrize("kind", EACH_OUTAGE)
def test_a_kind_that_counts_outages_moves(workshop: Workshop, kind: str) -> None:
    """… by its own money, and by nothing beside it."""
    number = number_of(workshop.draft(example_of(kind)), kind)
    found = unlike(workshop, example_of(kind), PRESSURE, "month")
    assert found and all(f"clause='{number}'" in one or one.startswith(f"{number} |") or one == "postings" for one in found), found


@pytest.mark.parametrize("kind", SHORTENED)
def test_a_kind_that_shortens_outages_moves_the_down_time_itself(workshop: Workshop, kind: str) -> None:
    assert any("economics | customer redress" in one for one in unlike(workshop, example_of(kind), PEOPLE, "month"))


@pytest.mark.parametrize(("kind", "name"), EACH_OCCURRENCE)
def test_an_option_that_counts_outages_moves(workshop: Workshop, kind: str, name: str) -> None:
    text, option = example_of(kind), EACH_OCCURRENCE[kind, name]
    assert unlike(workshop, text, CALM, "month", {(number_of(workshop.draft(text), kind), name): option})


@pytest.mark.parametrize("step", STEPS)
def test_both_drivers_play_both_worlds_alike(workshop: Workshop, step: str) -> None:
    for world in worlds(workshop, PEOPLE):
        assert differences(workshop.rules(COMBINED, world), workshop.futures(world, step, 24, LANES), 6) == []


def test_the_outages_are_felt_in_months_on_either_side(workshop: Workshop) -> None:
    """The law would hold of a world without outages; this one misses levels in many months, and earns credits by them."""
    draft = by_months(workshop, example_of("service_credit"), worlds(workshop, CALM)[0])
    world = worlds(workshop, CALM)[0]
    told = play(workshop.rules(draft, world), workshop.futures(world, "month", 24, LANES), 0)
    assert len({p.month for p in told.postings if p.account.head == "service credits" and p.amount}) >= 12
    assert np.unique([p.month for p in told.postings]).size == 24


def test_an_outage_that_a_month_counts_from_its_own_beginning_breaks_the_law(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted breach: what ran into the month is not cut at its beginning."""
    begin = Downtime.__init__
    monkeypatch.setattr(Downtime, "__init__", lambda self, readings, rows, first, last, known=None: begin(self, readings, rows, 0, last, known))
    with pytest.raises(AssertionError):
        test_down_time_over_a_month_end_is_that_of_two_outages_that_meet_there(workshop, "service_credit", "calm")


def test_a_minute_between_the_two_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a workshop of its own, as a world is known by its words and not by the history that it names."""
    apart = Workshop(tmp_path)
    monkeypatch.setattr(month_ends, "in_two", lambda row: "-01T00:01,".join(in_two(row).rsplit("-01T00:00,", 1)))
    assert unlike(apart, by_months(apart, example_of("indemnity"), worlds(apart, CALM)[0]), CALM, "day")
