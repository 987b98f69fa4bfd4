"""Simulations of a run played again: told event by event, compared with what was written, explained posting by posting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wargame.contract.rules.rulebook import Rulebook
from wargame.report.console.terminal import explanation_data, explanation_text, life_data, life_text
from wargame.simulation.life.explain import Explanation
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.prepare import Prepared
from wargame.simulation.run.replays import Compared, compare_lives, explain_one, one_life, reopen
from wargame.simulation.run.results import Cell

if TYPE_CHECKING:
    import pandas as pd


class Played(Protocol):
    """A run that can be opened again: a `Run`."""

    @property
    def prepared(self) -> Prepared:
        """Its compiled inputs."""

    @property
    def folder(self) -> Path:
        """Where its files lie."""


@dataclass(frozen=True, repr=False)
class LifePlayed:
    """One simulation of a cell, played event by event. `differences` is how many of its numbers differ from what the run wrote; None where no future
    of its reading is written."""

    cell: Cell
    rules: Rulebook
    trace: LifeTrace
    differences: int | None

    def data(self) -> dict[str, object]:
        """As `wargame replay --json` prints it."""
        return life_data(self.cell, self.rules, self.trace, self.differences)

    @cached_property
    def events(self) -> pd.DataFrame:
        """What happened and what was paid, in the order of time: date, instant (seconds since the effective date), words, clause."""
        import pandas as pd

        return pd.DataFrame(life_data(self.cell, self.rules, self.trace, self.differences)["events"], columns=["date", "instant", "words", "clause"])

    @property
    def text(self) -> str:
        """The story as `wargame replay` prints it, each clause quoted where it first acts."""
        return life_text(self.cell, self.rules, self.trace, self.differences)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<future {self.trace.future} of {' / '.join(self.cell)}: {len(self.trace.story)} events, {len(self.trace.postings)} postings>"

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        lines = self.text.splitlines()
        nets = [line for line in lines if any(line.startswith(f"{party}: net") for party in self.rules.parties)]
        return page_of([lines[0], *nets, lines[-1]], self.events[["date", "words", "clause"]])


@dataclass(frozen=True, repr=False)
class Explained:
    """One posting down to its sentence: the words of its clause, the choices made for it, and the numbers its rule had in hand."""

    cell: Cell
    explanation: Explanation
    currency: str

    def data(self) -> dict[str, object]:
        """As `wargame explain --json` prints it."""
        return explanation_data(self.cell, self.explanation, self.currency)

    @property
    def text(self) -> str:
        """As `wargame explain` prints it."""
        return explanation_text(self.cell, self.explanation, self.currency)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<{self.text.splitlines()[0]}>"

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        return page_of(self.text.splitlines(), None)


@dataclass(frozen=True)
class Verified:
    """How many numbers of some futures differ between the event-by-event driver and what a run wrote, a row for each cell."""

    rows: tuple[Compared, ...]

    @property
    def differences(self) -> int:
        """In all cells together; 0 in a run that is whole."""
        return sum(row["differences"] for row in self.rows)

    @cached_property
    def table(self) -> pd.DataFrame:
        """scenario, variant, reading, futures (how many were compared), differences (numbers that differ)."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=[*Cell._fields, "futures", "differences"])

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        return page_of([f"{self.differences} differing numbers"], self.table)


def replay(run: str | Path | Played, future: int, scenario: str | None = None, variant: str | None = None, reading: str | None = None) -> LifePlayed:
    """Future number `future` of a run, played event by event in the first cell that is so named. BadInput (X010 … X013) where the run has none such,
    or a file of its inputs has changed since."""
    ready, folder = opened(run)
    return LifePlayed(*one_life(ready, folder, future, (scenario, variant, reading)))


def verify(
    run: str | Path | Played, first: int, last: int, scenario: str | None = None, variant: str | None = None, reading: str | None = None
) -> Verified:
    """Play futures first … last of a run again, event by event, and compare every number with what was written."""
    ready, folder = opened(run)
    return Verified(tuple(compare_lives(ready, folder, first, last, (scenario, variant, reading))))


def explain(run: str | Path | Played, posting: str) -> Explained:
    """A posting by its name, scenario/variant/reading/future/sequence, as the table of postings has it. BadInput (X014) where there is none."""
    ready, folder = opened(run)
    return Explained(*explain_one(ready, folder, posting))


def opened(run: str | Path | Played) -> tuple[Prepared, Path]:
    """A run's compiled inputs, and the folder of its files."""
    if isinstance(run, str | Path):
        return reopen(Path(run)), Path(run)
    return run.prepared, run.folder
