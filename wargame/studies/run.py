"""A run: a draft played through scenarios, and what each party stands to lose."""

from __future__ import annotations

import shutil
import signal
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from wargame.contract.rules.default_law import no_rule_of
from wargame.contract.text.draft import Draft
from wargame.report.console.heard import Heard
from wargame.report.files.outputs import audience, check_packages, check_room, chosen, remove_old
from wargame.report.files.staging import staged
from wargame.simulation.run.prepare import Prepared, RunSpec, prepare
from wargame.simulation.run.worker_pool import deaf
from wargame.studies.files import Written, keep_finished, write_files, write_kept_postings
from wargame.studies.inputs import Progress, Source, as_read, listener, name_of, names_of, processes
from wargame.studies.underway import Underway, play

if TYPE_CHECKING:
    import pandas as pd

    from wargame.analysis.tables.summary import Summary
    from wargame.core.finding import Finding
    from wargame.studies.replay import Explained, LifePlayed

Choices = Mapping[tuple[str, str], str]  # (clause number, construction) -> option


class RunOptions(TypedDict, total=False):
    """What else may be said of a run.

    `only`: names of variants, of which no others are played. `choices`: options of open constructions that are decided for this run. `readings`: the
    draft as usual practice reads it (`base`), with the two adverse readings (`adverse`), or with each open construction alone too (`all`, the
    default). `default_law`: whether what the governing law says where the draft is silent is played; `law_off`: rules of it that are not.
    `price_all`: play every patch, interpretation and knock-out of an agreement of very many terms. `postings`: how many simulations have their
    postings kept, over all cells. `share`: for the other party too, without either party's own costs, losses, behaviour and limits. `readers`: for
    whom the report is (`director`, `risk`, `lawyer`, `supplier`, or a party). `exports`: formats to be written, by name; the usual ones where none is
    named. `png`: charts as pictures too. `progress`: called with (what, done, total) meanwhile. `command`: what the manifest says the run was made
    by."""

    only: Iterable[str]
    choices: Choices
    readings: Literal["all", "adverse", "base"]
    default_law: bool
    law_off: Iterable[str]
    price_all: bool
    postings: int
    share: bool
    readers: Iterable[str]
    exports: Iterable[str]
    png: bool
    progress: Progress | Heard | None
    command: Sequence[str]


class Run:
    """What was played and what it came to. Tables are pandas frames whose columns and units `docs/api.md` gives."""

    def __init__(self, job: Underway, summary: Summary, folder: Path, *, passing: bool = False) -> None:
        self._job, self._folder, self.summary = job, folder, summary
        if passing:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @property
    def folder(self) -> Path:
        """Where the files of the run lie; it goes with the run where nothing was written."""
        return self._folder

    @property
    def prepared(self) -> Prepared:
        """The draft, its variants and the scenarios as they were compiled."""
        return self._job.ready

    @property
    def register(self) -> tuple[Finding, ...]:
        """The findings, the most severe first."""
        return tuple(self._job.findings)

    @cached_property
    def verdict(self) -> tuple[str, ...]:
        """What a reader should know first, in sentences; of a run to be shared nothing, for it holds no losses to speak of."""
        from wargame.analysis.verdict import verdict

        return tuple(verdict(self.summary)) if self.summary.exposure else ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that `table` gives."""
        from wargame.studies.frames import table_names

        return table_names(self.summary)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the summary as a frame, amounts in major units. ValueError where there is none."""
        from wargame.studies.frames import table

        return table(self.summary, name)

    @cached_property
    def exposure(self) -> pd.DataFrame:
        """Each party's loss against the plan by scenario, variant and reading: mean, sd, VaR, TVaR and worst, with 95 % intervals."""
        return self.table("exposure")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """The gap register: what was found, what to ask, what it costs the client, and proposed words."""
        return self.table("findings")

    @cached_property
    def clauses(self) -> pd.DataFrame:
        """What each clause does: how often it fires, what it pays, and what it keeps from being paid."""
        return self.table("clauses")

    @cached_property
    def futures(self) -> pd.DataFrame:
        """Every future of every cell: exit, each party's cost and loss, and every account, in whole minor units. ValueError for a shared copy."""
        from wargame.studies.frames import parquet

        return parquet(self._folder / "futures.parquet")

    @cached_property
    def postings(self) -> pd.DataFrame:
        """The postings that were kept, in whole minor units; `id` is what `explain` takes. ValueError for a shared copy."""
        from wargame.studies.frames import parquet

        return parquet(self._folder / "postings.parquet")

    def life(self, future: int, scenario: str | None = None, variant: str | None = None, reading: str | None = None) -> LifePlayed:
        """One simulation told event by event, of the first cell that is so named."""
        from wargame.studies.replay import replay

        return replay(self, future, scenario, variant, reading)

    def explain(self, posting: str) -> Explained:
        """One posting down to its sentence."""
        from wargame.studies.replay import explain

        return explain(self, posting)

    def write(self, directory: str | Path, *, readers: Iterable[str] = (), exports: Iterable[str] = (), png: bool = False) -> Path:
        """Write the report and everything beside it into a directory, all of it or nothing; returns the page, or the directory where it is not among
        the `exports` (formats by name; the usual ones where none is named). BadInput where something lies there that must not be written over,
        Unwritable for the system's refusals."""
        place, how = Path(directory), _written(self._job.share, readers, exports, png)
        check_packages(how.exports, png)
        check_room(place, self._job.share)
        with staged(place, remove_old) as stage:
            write_files(self._job, self.summary, self._folder, stage, how)
        page = place / "report.html"
        return page if page.exists() else place

    def __repr__(self) -> str:
        spec = self.prepared.spec
        scenarios = ", ".join(one.key for one in self.prepared.scenarios)
        return f"<run of {spec.draft} through {scenarios}: {spec.futures:,} simulations each, seed {spec.seed}>"

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        return page_of(self.verdict or (repr(self)), self.exposure if self.verdict else None)


def run(
    draft: Source | Draft,
    scenarios: Source | Iterable[Source],
    *,
    variants: Source | None = None,
    futures: int = 8192,
    seed: int = 1,
    workers: int | None = None,
    out: str | Path | None = None,
    **options: Unpack[RunOptions],
) -> Run:
    """Play a draft through scenarios, under its variants too, and return what each party stands to lose.

    The same inputs and `seed` give the same result to the last bit, whatever the number of `workers` (processes; one for each processor by default).
    With `out` everything is written into that directory too, as it is played; otherwise `write` does it. BadInput holds every problem of every file,
    before anything is played.
    """
    share = options.get("share", False)
    spec = replace(spec_of(draft, scenarios, variants, futures, seed, **options), shared=share)
    how = _written(share, options.get("readers", ()), options.get("exports", ()), options.get("png", False))
    if out is not None:
        check_packages(how.exports, how.png)
        check_room(Path(out), share)
    ready = prepare(spec)
    as_read(ready.draft, draft)
    if said := no_rule_of(ready.draft.front.law, spec.law_off):
        raise ValueError(f"law_off: {said}")
    heard = listener(options.get("progress"))
    job = Underway(ready, processes(workers), options.get("postings", 200), share, heard, tuple(options.get("command", ())))
    if out is not None:
        return _produce(job, Path(out), how)
    folder = Path(tempfile.mkdtemp(prefix="wargame-"))
    try:
        summary = play(job, folder)
        write_kept_postings(job, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Run(job, summary, folder, passing=True)


def spec_of(
    draft: Source | Draft, scenarios: Source | Iterable[Source], variants: Source | None, futures: int, seed: int, **options: Unpack[RunOptions]
) -> RunSpec:
    """What to run, as the engine takes it. ValueError for numbers that no run can have."""
    if not 1 <= futures <= 10_000_000:
        raise ValueError(f"futures={futures}: a run has 1 to 10,000,000")
    if not 0 <= seed <= 2**63:
        raise ValueError(f"seed={seed}: write a whole number from 0 to 2^63")
    choices = tuple((clause, name.replace(" ", "_"), option) for (clause, name), option in options.get("choices", {}).items())
    return RunSpec(
        name_of(draft),
        names_of(scenarios),
        None if variants is None else name_of(variants),
        tuple(options.get("only", ())),
        futures,
        seed,
        choices,
        options.get("readings", "all"),
        default_law=options.get("default_law", True),
        law_off=tuple(options.get("law_off", ())),
        price_all=options.get("price_all", False),
    )


def _written(share: bool, readers: Iterable[str], exports: Iterable[str], png: bool) -> Written:
    return Written(chosen(tuple(exports), share=share), audience(readers, share).readers, png)


def _produce(job: Underway, directory: Path, how: Written) -> Run:
    """Play and write into a directory; of an interrupted run what was finished is kept beside it."""
    with staged(directory, remove_old) as stage:
        try:
            summary = play(job, stage)
            write_files(job, summary, stage, stage, how)
        except KeyboardInterrupt:
            if job.share or job.run is None:
                raise
            with deaf(signal.SIGINT, signal.SIGTERM):  # who asks twice is not in more of a hurry than this takes
                raise KeyboardInterrupt(keep_finished(job, stage, directory, how)) from None
    return Run(job, summary, directory)
