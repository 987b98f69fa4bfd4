"""The worst life: told in order, with the clause's own words once, and nothing left out unsaid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wargame.analysis.lives.story import LONGEST, MEDIAN, ONE_IN_20, WORST, Tale, _condensed, notable, notable_lives
from wargame.simulation.life.happening import Did, Happening
from wargame.simulation.run.results import RunResult


def worst_life(run: RunResult, scenario: str = "rough") -> Tale:
    """The client's worst life of a scenario."""
    return notable_lives(run, "client", scenario)[WORST]


@pytest.mark.parametrize("n", [1, 2, 19, 20, 21, 100, 8192])
def test_notable_lives_stand_where_their_names_say(n: int) -> None:
    losses = np.random.default_rng(n).permutation(n).astype(np.int64) * 3
    places = notable(losses)
    below = {rank: int((losses < losses[place]).sum()) for rank, place in places.items()}
    assert below == {MEDIAN: (n - 1) // 2, ONE_IN_20: -(-19 * n // 20) - 1, WORST: n - 1}
    assert notable(np.zeros(5, np.int64)) == {MEDIAN: 2, ONE_IN_20: 4, WORST: 0} and notable(losses[:0]) == {}


def test_the_worst_life_is_the_worst_of_its_base_cell(run: RunResult) -> None:
    tale = worst_life(run)
    assert tale.is_worst
    worst = max(int(one.losses["client"].max()) for one in run.cells if one.cell.variant == "base" and one.cell.scenario == "rough")
    assert tale.loss == worst and tale.cell.variant == "base"
    one = next(one for one in run.cells if one.cell == tale.cell)
    assert int(one.losses["client"][tale.future]) == worst
    assert tale.ending == "the agreement runs its full term, to 2028-01-01"


def test_lines_are_in_order_and_amounts_are_those_of_the_books(run: RunResult) -> None:
    tale = worst_life(run)
    told = next(life for life in run.told[tale.cell] if life.future == tale.future)
    lines = [line for chapter in tale.chapters for line in chapter.lines]
    assert [line.instant for line in lines] == sorted(line.instant for line in lines)
    paid = [posting.amount for posting in told.postings if posting.account.clause != "economics" and posting.account.head != "charges"]
    assert sorted(line.amount for line in lines if line.kind == "paid" and line.amount is not None) == sorted(paid)
    assert sum(line.amount or 0 for line in lines if line.kind == "withheld") == sum(one.amount for one in told.withheld) > 0
    # What a party paid less what it received is all there: charges, own account, and the lines between the parties.
    between = sum(p.amount * ((p.account.payer == "client") - (p.account.payee == "client")) for p in told.postings if p.amount in paid)
    assert sum(chapter.charges + chapter.own for chapter in tale.chapters) + between == -told.net("client")


def test_a_clause_is_quoted_once_in_its_own_words(run: RunResult) -> None:
    tale = worst_life(run)
    quotes = {line.clause: line.quote for chapter in tale.chapters for line in chapter.lines if line.quote}
    count = sum(bool(line.quote) for chapter in tale.chapters for line in chapter.lines)
    assert quotes["9.1"] == "The Provider shall pay <b>GBP 9,000</b> & costs for each hour of lateness."
    assert count == len(quotes)


def test_outages_are_told_or_counted(run: RunResult) -> None:
    tale = worst_life(run)
    told = next(life for life in run.told[tale.cell] if life.future == tale.future)
    ended = sum(line.kind == "outage" and line.did in ("ends", "is cut") for line in told.story)
    shown = sum(line.words == "platform is down" for chapter in tale.chapters for line in chapter.lines)
    assert 0 < shown <= LONGEST
    assert shown + sum(chapter.untold for chapter in tale.chapters) == ended


def test_planned_and_short_outages_are_counted_not_told() -> None:
    def line(hour: int, did: Did, of: str, lasted: int = 0, planned: bool = False) -> Happening:
        return Happening(hour * 3600, "outage", did, of, size=lasted * 3600, planned=planned)

    def response(hour: int, of: str) -> Happening:
        return Happening(hour * 3600, "response", "is answered", of, "escalated to x", clause="10.1")

    story = [
        line(0, "begins", "a", planned=True), line(9, "ends", "a", 9, planned=True),
        line(20, "begins", "a"), line(21, "begins", "b"), response(22, "b"), line(22, "ends", "b", 1), response(23, "a"), line(24, "ends", "a", 4),
        Happening(30 * 3600, "right", text="a right"),
    ]  # fmt: skip
    kept, untold = _condensed(story)
    assert [one.plain for one in kept] == ["a is down", "a: escalated to x", "a is restored after 4 h", "a right"]
    assert sorted(untold) == [0, 21 * 3600]


def test_overlapping_outages_of_one_component_are_told_apart_by_their_incident() -> None:
    def line(hour: int, did: Did, incident: int, lasted: int = 0) -> Happening:
        return Happening(hour * 3600, "outage", did, "a", size=lasted * 3600, source="x", incident=incident)

    # The second begins later and ends first: it lasts 1 h and is not told, the first lasts 9 h and is.
    story = [line(0, "begins", 5), line(1, "begins", 8), line(2, "ends", 8, 1), line(9, "ends", 5, 9)]
    kept, untold = _condensed(story)
    assert [one.plain for one in kept] == ["a is down", "a is restored after 9 h"] and untold == [3600]
    # Without numbers the first to begin is taken for the first to end: 2 h and 8 h.
    assert [one.instant // 3600 for one in _condensed([replace(one, incident=-1) for one in story])[0]] == [0, 1, 2, 9]


def test_a_worst_life_that_was_not_told_is_not_called_the_worst(run: RunResult) -> None:
    one = next(one for one in run.cells if one.cell.variant == "base" and one.cell.scenario == "rough")
    lives = run.told[one.cell]
    assert len(lives) > 1
    rest = [life for life in lives if life.future != worst_life(run).future]
    tale = worst_life(replace(run, told={one.cell: rest}))
    assert not tale.is_worst and tale.loss < worst_life(run).loss
    assert notable_lives(replace(run, told={}), "client", "rough") == {}
    assert notable_lives(run, "client", "no such scenario") == {}


def test_median_one_in_twenty_and_worst_are_told_with_their_losses(run: RunResult) -> None:
    tales = notable_lives(run, "client", "rough")
    assert list(tales) == [MEDIAN, ONE_IN_20, WORST]
    assert tales[MEDIAN].loss < tales[ONE_IN_20].loss < tales[WORST].loss
    assert [tale.is_worst for tale in tales.values()] == [False, False, True]
