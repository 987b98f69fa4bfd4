"""What is decided by a file as a whole, and said beside what is fitted to it: its separator, its marks, its clock."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.problem import BadInput, Problem
from wargame.world.fitting.files import NOTHING, DataFile
from wargame.world.tables.clock import Clock, cells_of
from wargame.world.tables.encoded import NAMES
from wargame.world.tables.figures import Marks, UnclearFigure, decide_marks


def marks_of(table: DataFile, figures: tuple[int, ...], dates: tuple[int, ...]) -> Marks:
    """The marks of the figures in some columns. BadInput (T012) where they contradict each other, or nobody can tell."""
    if table.separator == "," and not table.quoted:
        return Marks()  # a comma in a cell would have to be quoted
    held = ((row, cells[at]) for row, cells in table.rows() for at in figures if cells[at] and cells[at].casefold() not in NOTHING)
    try:
        return decide_marks(held, cells_of(table.rows(), dates), table.separator)
    except UnclearFigure as error:
        raise BadInput([Problem("T012", table.place(error.row), error.message, error.hint)]) from None


def of_table(table: DataFile, marks: Marks) -> Iterator[str]:
    """What else than commas and points was read, and why."""
    if table.separator != "," or marks.decimal == "comma":
        yield f"cells are separated by {NAMES[table.separator]}, and the {marks.decimal} is the mark of decimals"
    if marks.why:
        yield marks.why


def of_clock(clock: Clock) -> Iterator[str]:
    """How times were read."""
    if clock.numbers:
        yield f"a time is the {clock.numbers}"
    if clock.clocks is not None:
        yield f"times without an offset are local in {clock.clocks.zone.key}, and those with one are brought to it"
    elif clock.offset:
        yield f"times carry the offset {clock.offset}; taken as the agreement's local time"
