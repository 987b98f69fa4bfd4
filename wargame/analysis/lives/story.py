"""A life as a dated story – the worst, the median, one in twenty: what happened, which clause answered in which words, what was paid and kept back.

A life of three years holds hundreds of lines. Told are: everything that is not an outage; the longest unplanned outages with what the contract
did to them; every amount between the parties other than the charges. The rest is counted month by month, so that nothing is left out unsaid.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from wargame.analysis.figures.waterfall import CHARGES
from wargame.analysis.lives.happened import stepped
from wargame.contract.text.variant import BASE_NAME
from wargame.core.calendar import Calendar, time_of
from wargame.core.party import OUTSIDE
from wargame.core.values import DAY
from wargame.simulation.life.happening import Happening
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.results import Cell, CellResult, RunResult

LONGEST = 12  # outages told one by one
MEDIAN, ONE_IN_20, WORST = "median", "1 in 20", "worst"
SHORT = 2 * 3600  # none shorter than this is, in seconds


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One dated line. `quote` is the clause's wording where it appears first; `amount` minor units, or None."""

    instant: int
    date: str
    kind: str
    words: str
    clause: str = ""
    quote: str = ""
    amount: int | None = None


@dataclass
class Chapter:
    """A contract month, or several in which nothing is told, to `last`: its lines, how many outages are not told, and totals in minor units: charges,
    and what the party spent and lost on its own account."""

    month: str
    last: str = ""
    lines: list[StoryLine] = field(default_factory=list)
    untold: int = 0
    charges: int = 0
    own: int = 0

    @property
    def title(self) -> str:
        """`January 2027`, `January 2027 to March 2027`."""
        return f"{self.month} to {self.last}" if self.last else self.month


@dataclass
class Tale:
    """A life told: whose worst it is, in which cell and future, what it lost in minor units, and how the agreement ended."""

    cell: Cell
    future: int
    party: str
    loss: int
    is_worst: bool
    ending: str
    chapters: list[Chapter]


def notable(losses: NDArray[np.int64]) -> dict[str, int]:
    """Where in a column of losses the median, the 1-in-20 (VaR 95) and the worst life stand; of equal losses the first. Empty for no lives."""
    n = losses.size
    if not n:
        return {}
    order = np.argsort(losses, kind="stable")
    found = {MEDIAN: int(order[(n - 1) // 2]), ONE_IN_20: int(order[-(-19 * n // 20) - 1])}
    return {**found, WORST: int(np.argmax(losses))}


def notable_futures(one: CellResult, party: str) -> dict[str, int]:
    """The numbers of a cell's notable futures for a party, failed ones not counted."""
    places = notable(one.losses[party])
    numbers = [k for k in range(one.n + len(one.failed)) if k not in one.failed] if one.failed else range(one.n)
    return {rank: numbers[place] for rank, place in places.items()}


def notable_lives(run: RunResult, party: str, scenario: str) -> dict[str, Tale]:
    """The notable lives of a party in the base reading of the current draft, as far as they were played event by event; in place of a worst life
    that was not, the worst that was."""
    one = next((one for one in run.cells if (one.cell.scenario, one.cell.variant, one.cell.reading) == (scenario, BASE_NAME, "base")), None)
    lives = {told.future: told for told in run.told.get(one.cell, ())} if one is not None else {}
    if one is None or not one.n or not lives:
        return {}
    numbers = [k for k in range(run.futures) if k not in one.failed] if one.failed else range(run.futures)
    known = {number: int(one.losses[party][numbers.index(number)]) for number in lives if number in numbers}
    wanted = notable_futures(one, party)
    found = {rank: number for rank, number in wanted.items() if number in known}
    if known:
        found.setdefault(WORST, max(known, key=lambda number: known[number]))
    most = int(one.losses[party].max())
    return {
        rank: Tale(one.cell, number, party, known[number], known[number] == most, _ending(one, lives[number]), _chapters(one, lives[number], party))
        for rank, number in found.items()
    }


def _when(calendar: Calendar, instant: int) -> str:
    """`4 Mar 09:37`; midnight, at which books are closed, is left out."""
    day = calendar.date_of(instant)
    return f"{day.day} {day:%b} {time_of(instant)}" if instant % DAY >= 60 else f"{day.day} {day:%b}"


def _ending(one: CellResult, told: LifeTrace) -> str:
    day = one.rules.calendar.date_of(told.exit)
    return f"the agreement ends early, on {day}" if told.exit < told.term_end else f"the agreement runs its full term, to {day}"


def _chapters(one: CellResult, told: LifeTrace, party: str) -> list[Chapter]:
    calendar, months = one.rules.calendar, one.rules.term_months
    starts = calendar.month_starts(months)
    last = max([starts[-1], *(posting.instant for posting in told.postings)])
    while starts[-1] <= last:
        months += 1
        starts = calendar.month_starts(months)
    chapters = [Chapter(f"{calendar.date_of(start):%B %Y}") for start in starts[:-1]]

    def chapter(instant: int) -> Chapter:
        return chapters[bisect_right(starts, instant) - 1]

    kept, untold = _condensed(stepped(told.story))
    for instant in untold:
        chapter(instant).untold += 1
    lines = [StoryLine(one_line.instant, _when(calendar, one_line.instant), one_line.kind, one_line.plain, one_line.clause) for one_line in kept]
    for posting in told.postings:
        account = posting.account
        month = chapter(posting.instant - 1)  # a month is invoiced at its end, the first instant of the next
        if account.head == CHARGES:
            month.charges += posting.amount * ((account.payer == party) - (account.payee == party))
        elif OUTSIDE in (account.payer, account.payee):
            month.own += posting.amount * ((account.payer == party) - (account.payee == party))
        else:
            words = f"the {account.payer} pays the {account.payee}: {account.head}"
            lines.append(StoryLine(posting.instant, _when(calendar, posting.instant), "paid", words, account.clause, "", posting.amount))
    for one_kept in told.withheld:
        account = one_kept.account
        words = f"kept from the {account.payee}: {account.head}, {one_kept.why.words}"
        lines.append(StoryLine(one_kept.instant, _when(calendar, one_kept.instant), "withheld", words, account.clause, "", one_kept.amount))
    lines.sort(key=lambda line: line.instant)
    for line in _quoted(one, lines):
        money = line.kind in ("paid", "withheld")
        chapter(line.instant - 1 if money else line.instant).lines.append(line)
    while chapters and not (chapters[-1].lines or chapters[-1].untold or chapters[-1].charges or chapters[-1].own):
        chapters.pop()
    return _together(chapters)


def _together(chapters: list[Chapter]) -> list[Chapter]:
    """Months in which nothing is told, run together."""
    found: list[Chapter] = []
    for month in chapters:
        if found and not month.lines and not found[-1].lines:
            before = found[-1]
            found[-1] = replace(
                before, last=month.month, untold=before.untold + month.untold, charges=before.charges + month.charges, own=before.own + month.own
            )
        else:
            found.append(month)
    return found


def _quoted(one: CellResult, lines: list[StoryLine]) -> Iterator[StoryLine]:
    """The same lines, each clause's words beside the first that names it."""
    seen: set[str] = set()
    for line in lines:
        if line.clause in seen or line.clause not in one.rules.draft.numbers:
            yield line
            continue
        seen.add(line.clause)
        words = " ".join(one.rules.draft.provision(line.clause).text.split())
        yield StoryLine(line.instant, line.date, line.kind, line.words, line.clause, words, line.amount)


def _condensed(story: list[Happening]) -> tuple[list[Happening], list[int]]:
    """What is told, and the instants of outages that are not. The two lines of an outage carry the number of its incident; where they carry none,
    the first of its component to begin is the first to end. What is done to it stands between its two lines."""
    spells: list[tuple[int, int, int, str]] = []  # length, first line, last line, component
    open_since: dict[str, list[int]] = {}
    for number, line in enumerate(story):
        if line.kind != "outage":
            continue
        if line.did == "begins":
            open_since.setdefault(line.of, []).append(number)
        elif open_since.get(line.of):
            waiting = open_since[line.of]
            first = next((begun for begun in waiting if story[begun].incident == line.incident), waiting[0])
            waiting.remove(first)
            spells.append((line.instant - story[first].instant, first, number, line.of))
    unplanned = [spell for spell in spells if not story[spell[1]].planned]
    told = {spell[1:] for spell in sorted(unplanned, key=lambda spell: (-spell[0], spell[1]))[:LONGEST] if spell[0] >= SHORT}
    outages = {number for _, first, last, _ in spells for number in (first, last)}
    shown = {number for first, last, _ in told for number in (first, last)}
    for first, last, component in told:
        shown |= {number for number in range(first, last) if story[number].kind == "response" and story[number].of == component}
    kept = [line for number, line in enumerate(story) if number in shown or (number not in outages and line.kind != "response")]
    return kept, [story[first].instant for _, first, last, component in spells if (first, last, component) not in told]
