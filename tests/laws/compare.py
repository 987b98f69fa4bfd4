"""Puts a life played event by event beside its lane of a cohort, and names every number that is not the same."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from wargame.contract.rules.rulebook import Rulebook
from wargame.core.values import DAY
from wargame.simulation.cohort.driver import CohortDriver
from wargame.simulation.cohort.outcome import Outcome
from wargame.simulation.desk.coverage import Coverage
from wargame.simulation.life.driver import play
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.postings import NotingCohort, Postings, join, of_told
from wargame.world.sampled.futures import Futures


def telling_lanes(outcome: Outcome, futures: Futures, count: int) -> NDArray[np.int64]:
    """`count` lanes in rising order: every lane with an exit or with instants that fall together, up to that number, then the first ones."""
    exits = np.flatnonzero(outcome.exit < outcome.term_end)
    ties = tied_lanes(futures)
    # Half of the places at most go to exits, so that ties and ordinary lives are seen too.
    wanted = np.concatenate((exits[: count // 2], ties[: count // 4], np.setdiff1d(exits, exits[: count // 2]), ties, np.arange(futures.lanes)))
    _, first_at = np.unique(wanted, return_index=True)
    return np.sort(wanted[np.sort(first_at)][:count])


def tied_lanes(futures: Futures) -> NDArray[np.int64]:
    """Lanes in which two incidents begin at one second, one ends as another begins, or one begins or ends at a midnight."""
    table = futures.incidents
    begin, end = table.start, table.start + table.raw
    # Lane and second in one number, which is sorted many times faster than pairs are.
    span = int(end.max(initial=0)) + 1
    instants = np.sort(np.concatenate((table.lane * span + begin, table.lane * span + end)))
    together = instants[1:][instants[1:] == instants[:-1]] // span
    midnight = table.lane[(begin % DAY == 0) | (end % DAY == 0)]
    return np.unique(np.concatenate((together, midnight)))


def differences_of(told: LifeTrace, outcome: Outcome, lane: int) -> list[str]:
    """Every account, withheld amount and exit in which a life and lane `lane` of a cohort differ."""
    found = []
    for mine, theirs in ((told.paid(), outcome.ledger.paid), (told.kept_back(), outcome.ledger.withheld)):
        for account in {**mine, **theirs}:
            one, many = mine.get(account, 0), int(theirs[account][lane]) if account in theirs else 0
            if one != many:
                found.append(f"lane {lane}: {account}: play {one}, cohort {many}")
    if told.exit != outcome.exit[lane]:
        found.append(f"lane {lane}: exit: play {told.exit}, cohort {outcome.exit[lane]}")
    if told.ground != outcome.ground[lane]:
        found.append(f"lane {lane}: ground of its end: play {told.ground}, cohort {outcome.ground[lane]}")
    return found


def differences(rules: Rulebook, futures: Futures, lanes: Iterable[int] | int) -> list[str]:
    """Play some lanes (or so many telling ones) and compare them with the whole cohort, and with a cohort of just these, questions included."""
    whole = CohortDriver(rules, futures).run()
    chosen = telling_lanes(whole, futures, lanes) if isinstance(lanes, int) else np.asarray(list(lanes), np.int64)
    few = futures.take(chosen)
    noting = NotingCohort(rules, few, ask=True)
    part = noting.run()
    found: list[str] = []
    asked = Coverage()
    lives = []
    for place, lane in enumerate(chosen.tolist()):
        lives.append(told := play(rules, few, place))
        found += differences_of(told, part, place)
        found += differences_of(told, whole, lane)
        asked.add(told.coverage, place)
    return found + differences_in_postings(lives, noting.postings()) + differences_in_coverage(asked, part.coverage)


def differences_in_postings(lives: list[LifeTrace], noted: Postings) -> list[str]:
    """Every life whose postings a pass has noted otherwise: their order, instants, accounts or amounts. `noted` holds these lives, in their order."""
    told = join(map(of_told, lives))
    if told.future.size != noted.future.size:
        return [f"{told.future.size} postings told, {noted.future.size} noted by a pass"]
    unlike = np.array([told.accounts[i] != noted.accounts[j] for i, j in zip(told.account.tolist(), noted.account.tolist(), strict=True)], bool)
    for name in ("future", "sequence", "instant", "amount"):
        unlike |= getattr(told, name) != getattr(noted, name)
    return [f"future {number}: the postings noted by a pass are not those of the life told" for number in np.unique(told.future[unlike]).tolist()]


def differences_in_coverage(asked: Coverage, expected: Coverage | None) -> list[str]:
    """Every count of rows, answers and silence, and every witness, that differs."""
    assert expected is not None
    found = []
    for what in ("rows", "answered", "silent", "witness"):
        mine, theirs = getattr(asked, what), getattr(expected, what)
        found += [f"{what} {key}: play {mine.get(key)}, cohort {theirs.get(key)}" for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
    return found


def same_books(a: Outcome, b: Outcome, lanes: NDArray[np.int64] | slice = slice(None)) -> list[str]:
    """Accounts, withheld amounts and exits in which two outcomes differ; `b` holds only `lanes` of `a` where these are given."""
    found = []
    for mine, theirs in ((a.ledger.paid, b.ledger.paid), (a.ledger.withheld, b.ledger.withheld)):
        for key in {**mine, **theirs}:
            one = mine[key][lanes] if key in mine else 0
            other = theirs.get(key, 0)
            if np.any(one != other):
                found.append(str(key))
    if np.any(a.exit[lanes] != b.exit):
        found.append("exit")
    if np.any(a.ground[lanes] != b.ground):
        found.append("ground of the end")
    return found
