"""Down-time of one life where a clause says more of how it counts (`core.facts.Counted`): plainly, from a list of the month's outages.

This is the twin of `cohort.counting`, which does the same to columns of many lives; neither knows of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wargame.core.facts import FactRequest
from wargame.core.hours import LocalHours, ServiceHours
from wargame.simulation.desk.rows import OneInterruption
from wargame.world.sampled.incidents import Source

_NEVER = 2**40
Outage = tuple[Source, int, int]  # with the instants at which its clock began, and at which it ended or will
Span = tuple[int, int]


@dataclass
class Piece:
    """Time down: when it really began, the part of it in the month, and whether it goes on after that."""

    real: int
    begin: int
    end: int
    open: bool


@dataclass
class Month:
    """A month, and how service hours are laid over it."""

    first: int
    last: int
    lay: Callable[[str], ServiceHours | LocalHours]


class Count:
    """What a reading comes to in a month: groups of pieces, each one incident, and the planned hours that are left out."""

    def __init__(self, read: FactRequest, outages: Iterable[Outage], month: Month) -> None:
        assert read.counted is not None
        self.read, self.how, self.month = read, read.counted, month
        rows, planned, back = self._sorted_out(outages)
        until = self._leave_out(planned)
        pieces = [self._piece(begun, ended) for begun, ended in rows + [span for begun, ended in back for span in self._beyond(begun, ended, until)]]
        pieces = sorted((one for one in pieces if one.begin < one.end), key=lambda one: one.begin)
        self.groups = self._groups(united(pieces) if read.overlap == "united" else pieces)

    def _sorted_out(self, outages: Iterable[Outage]) -> tuple[list[Span], list[Span], list[Span]]:
        """What counts; planned work that does not; and that part of it that counts where it goes beyond what is allowed."""
        rows, planned, back = [], [], []
        for source, begun, ended in outages:
            out, early = source.causes & self.read.excluded, source.noticed is None or source.noticed >= self.how.notice
            if "planned" in out and early:
                planned.append((begun, ended))
                back += [(begun, ended)] if out == {"planned"} else []
            elif not out - {"planned"}:
                rows.append((begun, ended))
        return rows, planned, back

    def _window(self) -> list[Span]:
        if not self.how.window:
            return [(0, _NEVER)]
        window = self.month.lay(self.how.window)
        return window.spans()

    def _leave_out(self, planned: list[Span]) -> int:
        """Note the planned time that is left out; returns the instant from which none is."""
        first, last = self.month.first, self.month.last
        spans = [(max(a, c, first), min(b, d, last)) for a, b in planned for c, d in self._window()]
        worked = united([Piece(a, a, b, False) for a, b in sorted(spans) if a < b])
        room = _NEVER if self.how.allowance is None else self.how.allowance
        self.left: list[Span] = []
        for one in worked:
            taken = min(room, one.end - one.begin)
            self.left.append((one.begin, one.begin + taken))
            room -= taken
            if not room:
                return one.begin + taken
        return _NEVER

    def _beyond(self, begun: int, ended: int, until: int) -> list[Span]:
        """The parts of planned work outside the window, and beyond the allowance."""
        edges = [0, *(edge for span in self._window() for edge in span), _NEVER]
        outside = [(max(begun, opens), min(ended, closes, until)) for opens, closes in zip(edges[::2], edges[1::2], strict=True)]
        return [*outside, (max(begun, until), ended)]

    def _piece(self, begun: int, ended: int) -> Piece:
        return Piece(begun, max(begun, self.month.first), min(ended, self.month.last), ended > self.month.last)

    def _groups(self, pieces: list[Piece]) -> list[list[Piece]]:
        """Pieces that are one incident, each without those that are too short."""
        groups: list[list[Piece]] = []
        reached = -_NEVER
        for one in pieces:
            if self.how.joined is not None and one.begin <= reached + self.how.joined:
                groups[-1].append(one)
            else:
                groups.append([one])
            reached = max(reached, one.end)
        whole = self.how.shorter == "whole"
        if whole:
            groups = [group for group in groups if sum(one.end - one.real for one in group) >= self.how.shortest]
        for group in groups:
            short, room = 0 if whole else self.how.shortest, _NEVER if self.how.longest is None else self.how.longest
            for one in group:
                lasted = one.end - one.real
                cut, kept = min(short, lasted), min(room, lasted)
                short, room = short - cut, room - kept
                one.begin, one.end = max(one.begin, one.real + cut), one.real + kept
        return groups

    def _measure(self, begin: int, end: int) -> int:
        """Seconds that count between two instants."""
        hours = self.month.lay(self.read.hours) if self.read.hours else None

        def seconds(a: int, b: int) -> int:
            return 0 if b <= a else b - a if hours is None else hours.before(b) - hours.before(a)

        left = self.left if self.how.planned == "hours" and self.how.gives == "down" else []
        return seconds(begin, end) - sum(seconds(max(begin, a), min(end, b)) for a, b in left)

    def total(self) -> int:
        """Seconds down, or of planned hours that are left out."""
        if self.how.gives == "left out":
            return sum(self._measure(begin, end) for begin, end in self.left)
        return sum(self._measure(one.begin, one.end) for group in self.groups for one in group)

    def interruptions(self) -> list[OneInterruption]:
        """One row for each incident."""
        return [
            OneInterruption(
                {
                    "seconds": sum(self._measure(one.begin, one.end) for one in group),
                    "goes on": any(one.real < self.month.first for one in group),
                    "open": any(one.open for one in group),
                },
                "interruption",
            )
            for group in self.groups
        ]


def united(pieces: list[Piece]) -> list[Piece]:
    """Pieces that overlap as one; those that only meet are two."""
    found: list[Piece] = []
    for one in pieces:
        if found and one.begin < found[-1].end:
            last = found[-1]
            found[-1] = Piece(min(last.real, one.real), last.begin, max(last.end, one.end), last.open or one.open)
        else:
            found.append(one)
    return found
