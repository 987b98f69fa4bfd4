"""Variants, or two drafts, on the same futures: which is better for whom, and which change moved how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from wargame.analysis.figures.amounts import MajorUnits
from wargame.analysis.figures.paired import Nets, Paired, differences, regrets, remainder
from wargame.analysis.tables.exposure import RegretRow
from wargame.contract.rules.changes import ALL, ClauseChange
from wargame.contract.text.draft import Draft
from wargame.report.console.heard import Heard
from wargame.report.console.side_by_side import row_of
from wargame.report.files.comparison import COLUMNS, check_free, write_comparison
from wargame.simulation.counterfactuals.paired import play_side_by_side
from wargame.simulation.run.prepare import Prepared, RunSpec, prepare, today
from wargame.simulation.run.worker_pool import worker_pool
from wargame.studies.inputs import Progress, Source, as_read, listener, name_of, names_of, processes

if TYPE_CHECKING:
    import pandas as pd
    from pydantic import JsonValue

WORTH_A_PROCESS = 8_192  # lives below which a second process, which takes a second to start, is not started


class CompareOptions(TypedDict, total=False):
    """What else may be said of a comparison: how many `futures` of each scenario, the `seed`, how many processes (`workers`), whom to tell how it
    goes on (`progress`, called with what, done, total), and what the manifest says it was made by (`command`)."""

    futures: int
    seed: int
    workers: int | None
    progress: Progress | Heard | None
    command: Sequence[str]


@dataclass(frozen=True, repr=False)
class Comparison:
    """What each party has under every variant in every future, side by side: differences are a party's loss less its loss under the current draft, so
    that less than 0 is better for it. `nets` and `rows` are in minor units, tables and data in major ones."""

    prepared: Prepared
    nets: Nets
    began: dt.datetime
    workers: int
    command: tuple[str, ...]

    @property
    def currency(self) -> str:
        """The code of the currency that all amounts are in."""
        return self.prepared.draft.front.currency

    @cached_property
    def means(self) -> tuple[Paired, ...]:
        """The differences of mean losses, with their intervals."""
        return tuple(differences(self.nets, ("mean",)))

    @cached_property
    def rows(self) -> tuple[Paired, ...]:
        """All differences."""
        return self.means

    @cached_property
    def table(self) -> pd.DataFrame:
        """variant, scenario, party, measure, value, low, high (95 %), verdict, note; amounts in major units."""
        import pandas as pd

        return pd.DataFrame(self.compared(), columns=list(COLUMNS))

    def compared(self) -> list[dict[str, JsonValue]]:
        """The rows as data."""
        money = MajorUnits(self.currency)
        return [row_of(one, money).data() for one in self.rows]

    def data(self) -> dict[str, object]:
        """As the command prints it with --json."""
        return {"currency": self.currency, "futures": self.prepared.spec.futures, "compare": self.compared()}

    def write(self, directory: str | Path) -> Path:
        """Write comparison.json, comparison.csv and manifest.json into a directory. BadInput (X053) where a run lies there, Unwritable for the
        system's refusals."""
        place = Path(directory)
        check_free(place)
        write_comparison(place, self.prepared, self.data(), self.command, self.began, self.workers)
        return place

    def __repr__(self) -> str:
        spec = self.prepared.spec
        return (
            f"<{len(self.prepared.variants) - 1} beside {spec.draft}: {spec.futures:,} futures of {len(spec.scenarios)} scenarios, seed {spec.seed}>"
        )

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        said = f"Mean loss in {self.currency}, less that under the current draft; less than 0 is better for the party."
        return page_of([said], self.table[self.table["measure"] == "mean"])


@dataclass(frozen=True, repr=False)
class VariantsCompared(Comparison):
    """Variants beside the current draft, and what each would be regretted by."""

    @cached_property
    def rows(self) -> tuple[Paired, ...]:
        """The differences of every measure: mean, VaR, TVaR and worst."""
        return tuple(differences(self.nets))

    @cached_property
    def regret(self) -> dict[tuple[str, str, str], Fraction]:
        """(variant, party, scenario) to how much more the party loses there on average than under whichever variant is best for it, minor units."""
        return regrets(self.nets)

    @cached_property
    def regrets(self) -> pd.DataFrame:
        """The same as a table: variant, party, scenario, value in major units."""
        import pandas as pd

        return pd.DataFrame(self._regretted(), columns=["variant", "party", "scenario", "value"])

    def data(self) -> dict[str, object]:
        """As `wargame compare --json` prints it."""
        return {**super().data(), "regret": self._regretted()}

    def _regretted(self) -> list[dict[str, JsonValue]]:
        money = MajorUnits(self.currency)
        rows = [RegretRow(variant=v, party=p, scenario=s, value=money(amount)) for (v, p, s), amount in self.regret.items()]
        return [row.data() for row in rows]


@dataclass(frozen=True, repr=False)
class DraftsCompared(Comparison):
    """Two drafts: which words changed, and what each change moves, alone and together."""

    @property
    def changes(self) -> tuple[ClauseChange, ...]:
        """Every clause whose words or terms differ."""
        return self.prepared.changes

    @property
    def alone(self) -> tuple[str, ...]:
        """The clauses whose change could be played alone."""
        return tuple(one.clause for one in self.changes if one.alone is not None)

    @cached_property
    def rows(self) -> tuple[Paired, ...]:
        """The differences of mean losses: each change alone, all together, and what they do beyond the sum of each."""
        return (*self.means, *remainder(self.nets, self.alone, ALL))

    def data(self) -> dict[str, object]:
        """As `wargame diff --json` prints it."""
        told = [
            {"clause": one.clause, "title": one.title, "what": one.what, "lines": one.lines, "moves": one.moves, "why": one.why}
            for one in self.changes
        ]
        said = super().data()
        return {"currency": said.pop("currency"), "futures": said.pop("futures"), "changes": told, **said}


def compare(
    draft: Source | Draft, variants: Source, scenarios: Source | Iterable[Source], *, only: Iterable[str] = (), **options: Unpack[CompareOptions]
) -> VariantsCompared:
    """Play variants (all of a file, or `only` some) beside the current draft on the same futures, without a report: much sooner than `run`."""
    spec = RunSpec(name_of(draft), names_of(scenarios), name_of(variants), tuple(only), options.get("futures", 2048), options.get("seed", 1))
    return VariantsCompared(*_side_by_side(spec, (draft,), options))


def diff(draft: Source | Draft, second: Source | Draft, scenarios: Source | Iterable[Source], **options: Unpack[CompareOptions]) -> DraftsCompared:
    """Which words changed from one draft to another, and how much more each party loses by each change alone, by all together, and by what they do to
    each other."""
    spec = RunSpec(name_of(draft), names_of(scenarios), futures=options.get("futures", 2048), seed=options.get("seed", 1), against=name_of(second))
    return DraftsCompared(*_side_by_side(spec, (draft, second), options))


def _side_by_side(
    spec: RunSpec, given: Sequence[Source | Draft], options: CompareOptions
) -> tuple[Prepared, Nets, dt.datetime, int, tuple[str, ...]]:
    """What a comparison holds."""
    began = today()
    ready, heard, workers = prepare(spec), listener(options.get("progress")), processes(options.get("workers"))
    for one, now in zip(given, (ready.draft, ready.drafts[-1]), strict=False):
        as_read(now, one)
    total = spec.futures * len(ready.scenarios) * len(ready.plays)
    played = 0

    def lived(count: int) -> None:
        nonlocal played
        played += count
        heard.tick("running simulations", played, total)

    with worker_pool(ready, workers if total > WORTH_A_PROCESS else 1) as team:
        return ready, play_side_by_side(ready, team, lived), began, workers, tuple(options.get("command", ()))
