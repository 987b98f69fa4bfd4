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
from wargame.simulation.run.replays import Compared, OneLife, compare_lives, explain_one, one_life, reopen
from wargame.simulation.run.results import Cell
from wargame.studies.arguments import MOST_NUMBER, whole

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
    """One simulation of a cell, played event by event."""

    life: OneLife

    @property
    def cell(self) -> Cell:
        """Its scenario, variant and reading."""
        return self.life.cell

    @property
    def rules(self) -> Rulebook:
        """The rules by which it was played."""
        return self.life.rules

    @property
    def trace(self) -> LifeTrace:
        """All that is known of it."""
        return self.life.trace

    @property
    def differences(self) -> int | None:
        """How many of its numbers differ from what the run wrote; None where no future of its reading is written."""
        return self.life.differences

    def data(self) -> dict[str, object]:
        """As `wargame replay --json` prints it."""
        return life_data(self.life)

    @cached_property
    def events(self) -> pd.DataFrame:
        """What happened, was measured, paid and kept back, in the order of time: date, instant (seconds since the effective date), kind, words,
        clause."""
        import pandas as pd

        return pd.DataFrame(life_data(self.life)["events"], columns=["date", "instant", "kind", "words", "clause"])

    @cached_property
    def losses(self) -> pd.DataFrame:
        """Each party's net, its net in the plan, and its loss, which is the one less the other: party, net, plan, loss; major units."""
        import pandas as pd

        return pd.DataFrame(life_data(self.life)["losses"], columns=["party", "net", "plan", "loss"])

    @property
    def text(self) -> str:
        """The story as `wargame replay` prints it, each clause quoted where it first acts."""
        return life_text(self.life)

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
    future = whole("future", future, 0, MOST_NUMBER)
    return LifePlayed(one_life(ready, folder, future, (scenario, variant, reading)))


def verify(
    run: str | Path | Played, first: int, last: int, scenario: str | None = None, variant: str | None = None, reading: str | None = None
) -> Verified:
    """Play futures first … last of a run again, event by event, and compare every number with what was written."""
    ready, folder = opened(run)
    first, last = whole("first", first, 0, MOST_NUMBER), whole("last", last, 0, MOST_NUMBER)
    if last < first:
        raise ValueError(f"futures {first} to {last} are none: the last comes before the first")
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
