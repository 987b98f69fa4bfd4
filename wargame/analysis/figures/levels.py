"""What each party stands to lose in every cell, as rows, and how many agreements end early there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.analysis.figures.amounts import Money, known
from wargame.analysis.figures.exposure import measures
from wargame.analysis.figures.intervals import Sample
from wargame.analysis.tables.clauses import EndRow, ExitRow
from wargame.analysis.tables.exposure import ExposureRow
from wargame.contract.rules.readings import ADVERSE
from wargame.contract.rules.rulebook import number_key
from wargame.simulation.run.results import NO_NOTICE, Cell, CellResult, RunResult


class Samples(Mapping[tuple[Cell, str], Sample]):
    """The losses of each cell and party, sorted when asked for and not kept: a sorted copy of every column would double a large run's memory."""

    def __init__(self, run: RunResult) -> None:
        self._losses = {(one.cell, party): one.losses[party] for one in (*run.cells, *run.readings) for party in run.parties}

    def __getitem__(self, key: tuple[Cell, str]) -> Sample:
        return Sample(self._losses[key])

    def __iter__(self) -> Iterator[tuple[Cell, str]]:
        return iter(self._losses)

    def __len__(self) -> int:
        return len(self._losses)


def exposure_rows(run: RunResult, samples: Samples, money: Money) -> Iterator[ExposureRow]:
    """Every measure of each party's loss in every cell, and in the two adverse readings; single readings are told by their fans alone."""
    for one in (*run.cells, *(other for other in run.readings if other.cell.reading in ADVERSE)):
        for party in run.parties:
            for found in measures(samples[one.cell, party]):
                yield ExposureRow(
                    **one.cell._asdict(), party=party, measure=found.name, value=known(money, found.value), low=known(money, found.low),
                    high=known(money, found.high), note=found.note,
                )  # fmt: skip


def exit_rows(run: RunResult) -> Iterator[ExitRow]:
    """How many agreements of each cell end early, and how many futures failed there."""
    for one in run.cells:
        yield ExitRow(**one.cell._asdict(), exits=one.exits, share=share_of(one.exits, one.n), failed=len(one.failed))


def end_rows(run: RunResult) -> Iterator[EndRow]:
    """By which notice the agreements of each cell end early, every right that could end them included; then those that end by none."""
    for one in run.cells:
        for clause in sorted((one.rules.clause(number) for number in one.rules.grounds), key=lambda clause: number_key(clause.number)):
            given = {party: one.ends[clause.number, party] for party in run.parties}
            for party in [party for party, count in given.items() if count] or clause.who:
                yield _end(one, given[party], clause.number, " or ".join(sorted(clause.ways_out())), party)
        if one.ends[NO_NOTICE]:
            yield _end(one, one.ends[NO_NOTICE])


def _end(one: CellResult, count: int, clause: str = "", right: str = "", party: str = "") -> EndRow:
    return EndRow(**one.cell._asdict(), clause=clause, right=right, party=party, futures=count, share=share_of(count, one.n))


def share_of(part: int, whole: int) -> float:
    """A part of a whole; 0 of nothing."""
    return part / whole if whole else 0.0
