"""A run from its first future to its summary: what is played, in which order, and what is said on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from wargame.analysis.findings.check import look_over, ranked
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.left_over import left_over
from wargame.analysis.findings.pricing import price
from wargame.analysis.lives.story import WORST, notable_futures
from wargame.analysis.summary import first_figures, summarise
from wargame.analysis.tables.summary import Summary
from wargame.analysis.verdict import first_lines
from wargame.analysis.world import witnesses
from wargame.contract.rules.readings import ADVERSE, BASE, BASE_READING
from wargame.contract.text.variant import BASE_NAME
from wargame.core.finding import Finding
from wargame.core.money import mean
from wargame.core.streams import BLOCK
from wargame.core.words import many
from wargame.report.console.heard import Heard
from wargame.report.files.manifest import provenance
from wargame.report.files.share import found_by_all, shareable
from wargame.simulation.counterfactuals.efforts import play_efforts
from wargame.simulation.counterfactuals.leave_one_out import leave_one_out
from wargame.simulation.counterfactuals.readings import explore, single_results
from wargame.simulation.counterfactuals.what_if import WhatIf, what_ifs
from wargame.simulation.first_look import first_look
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.archive import FuturesTable, Written, whole
from wargame.simulation.run.cells import Layout, cells, lay_out, run_cells
from wargame.simulation.run.postings import Postings, Wanted, post_lives
from wargame.simulation.run.prepare import Prepared, today
from wargame.simulation.run.results import Cell, CellResult, RunResult
from wargame.simulation.run.watch import watch
from wargame.simulation.run.worker_pool import WorkerPool, worker_pool

T = TypeVar("T")


@dataclass
class Underway:
    """A run under way: what it is, and what of it is finished. `share` says that it is for the other party too."""

    ready: Prepared
    workers: int
    postings: int
    share: bool = False
    heard: Heard = field(default_factory=Heard)
    command: Sequence[str] = ()
    began: dt.datetime = field(default_factory=today)
    doing: str = ""
    run: RunResult | None = None
    findings: list[Finding] = field(default_factory=list)
    posted: dict[Cell, Postings] = field(default_factory=dict)

    @property
    def result(self) -> RunResult:
        """What was played so far; there is something."""
        assert self.run is not None
        return self.run

    def each(self, what: str, items: Iterable[T], total: int = 0) -> Iterator[T]:
        """The items of a stage of the run, each told as it is done."""
        self.tick(what, 0, total)
        for done, item in enumerate(items, 1):
            yield item
            self.tick(what, done, total)

    def tick(self, what: str, done: int, total: int) -> None:
        """Note and tell what is going on."""
        self.doing = what
        self.heard.tick(what, done, total)


def play(job: Underway, folder: Path) -> Summary:
    """Play everything and return the summary, stripped of what is private where it is to be shared.

    `job` holds all results then, and futures.parquet lies in `folder`, unless the run is to be shared: a shared copy has no futures.
    """
    table, layout = _play(job, folder)
    job.tick("writing the report", 0, 0)
    if job.share:
        (folder / "futures.parquet").unlink()
        return shareable(summarise(job.result, job.findings), [rules for books in job.ready.rules for rules in books])
    job.result.sums = Written(folder / "futures.parquet", tuple(table.groups), layout.paid).sums
    return summarise(job.result, job.findings)


def _play(job: Underway, stage: Path) -> tuple[FuturesTable, Layout]:
    ready, spec, share = job.ready, job.ready.spec, job.share
    adverse = 0 if spec.readings == "base" or not ready.open else len(ADVERSE)
    total = spec.futures * (len(cells(ready)) + adverse * len(ready.scenarios)) + sum(one.futures for one in ready.singles) * len(ready.scenarios)
    played = 0

    def lived(count: int) -> None:
        nonlocal played
        played += count
        job.tick("running simulations", played, total)

    # A second process costs a second to start: worth it only for some thousands of lives.
    workers = job.workers if total > 4 * BLOCK else 1
    job.tick("making the first figures", 0, 0)
    first = first_look(ready, workers)  # before others start, which would slow it down
    if not share:
        _say_first(job, first.results)
    with worker_pool(ready, workers) as team, whole(stage / "futures.parquet") as part:
        job.tick("interpreting open points", 0, 0)
        ready, alone = explore(ready, team, lived)
        layout = lay_out(ready, WorkerPool(ready, 1))  # here: the plans have been played for the first figures
        table = FuturesTable(part, layout, ready.parties)
        try:
            results = run_cells(ready, layout, team, table.add, lived)
        except KeyboardInterrupt:
            table.close()
            if table.groups:
                part.replace(stage / "futures.parquet")
            raise
        table.close()
        base = [one for one in results if one.cell.reading == BASE_READING]
        readings = [one for one in results if one.cell.reading != BASE_READING] + single_results(ready, layout, alone)
        job.ready, job.run = ready, _result(ready, base, readings)
        evidence = Evidence(ready.rules[0][0], (*base, *readings))
        if share:
            job.findings = found_by_all(evidence, [rules for books in ready.rules for rules in books])
        else:
            job.findings = look_over(evidence)
            job.findings = ranked(price(job.findings, evidence, partial(_priced, job, team), spec.futures))
        if not share:  # a copy to be shared holds neither lives nor postings
            job.run.told, job.posted = _tell(job, results, team, job.postings)
        job.run.watched = list(watch(ready, first.seen, {} if share else witnesses(base, ready.parties[0]), layout.lines))
        if not share:
            job.run.efforts = list(job.each("varying the effort", play_efforts(team)))
            job.run.left_one_out = (
                [] if spec.readings == "base" else list(job.each("leaving out clauses and shocks", leave_one_out(ready, team, base)))
            )
        job.run.provenance |= left_over(ready, job.findings, base)
    return table, layout


def _say_first(job: Underway, base: list[CellResult]) -> None:
    """Say what can be said of the current draft before anything else is played, and what is still to come."""
    ready, spec = job.ready, job.ready.spec
    job.run = replace(_result(ready, base, []), futures=base[0].n)
    of = "" if len(base) == 1 else " of each scenario"
    some = f" of {spec.futures:,}" if base[0].n < spec.futures else ""
    lines = [f"First figures: {base[0].n:,}{some} simulations{of}, open points as usually interpreted.", *first_lines(first_figures(job.run))]
    coming = [] if spec.readings == "base" or not ready.tried else [f"{many(len(ready.tried), 'open point')} interpreted otherwise"]
    coming += ["all simulations"] if some else []
    coming += [many(len(ready.variants) - 1, "variant")] if len(ready.variants) > 1 else []
    job.heard.say([*lines, f"Still to come: {', '.join([*coming, 'what each finding is worth, and the report'])}."])


def _result(ready: Prepared, base: list[CellResult], readings: list[CellResult]) -> RunResult:
    """A run as far as its cells are played."""
    front, spec = ready.draft.front, ready.spec
    names = {role: party.name for role, party in front.parties.items()}
    return RunResult(
        spec.draft, front.title, front.currency, ready.parties, names, spec.seed, spec.futures, base, {}, provenance(ready), readings
    )  # fmt: skip


def _priced(job: Underway, team: WorkerPool, texts: list[str], count: int) -> list[WhatIf]:
    job.tick("pricing findings", 0, 0)
    return what_ifs(team, texts, count)


def _tell(job: Underway, results: list[CellResult], team: WorkerPool, postings: int) -> tuple[dict[Cell, list[LifeTrace]], dict[Cell, Postings]]:
    """Tell event by event the client's worst life in each scenario under the current draft, and its median and 1-in-20 life where its mean loss is
    largest: what the report tells. Post these lives, those of the provider, the worst life of each party in every other cell, the witnesses of silent
    questions and of findings, and of the base reading a sample of the first futures."""
    ready = job.ready
    client = ready.parties[0]
    hardest = max((one for one in results if _base(one.cell)), key=lambda one: mean(int(one.losses[client].sum()), one.n))
    jobs: dict[int, list[Wanted]] = {}
    sampled = sum(result.cell.reading == BASE_READING for result in results)
    each = min(-(-postings // sampled), ready.spec.futures) if postings else 0
    for (i, one, _), result in zip(cells(ready), results, strict=True):
        notable = {party: notable_futures(result, party) for party in ready.parties}
        wanted = [number for ranks in notable.values() for rank, number in ranks.items() if rank == WORST or _base(result.cell)]
        mine = notable[client] if _base(result.cell) else {}
        stories = list(dict.fromkeys(number for rank, number in mine.items() if rank == WORST or result is hardest))
        wanted += sorted(set(result.coverage.witness.values()))
        shown = [finding.witness for finding in job.findings if finding.witness and _base(result.cell)]
        wanted += sorted({witness.future for witness in shown if witness.scenario == result.cell.scenario})
        wanted += range(each) if one.reading == BASE else ()
        jobs.setdefault(i, []).append(Wanted(one, list(dict.fromkeys(wanted)), stories))
    found = job.each("telling simulations", team.each(post_lives, jobs.items()), len(jobs))
    told: dict[Cell, list[LifeTrace]] = {}
    posted: dict[Cell, Postings] = {}
    for (_, _, cell), (lives, rows) in zip(cells(ready), chain.from_iterable(found), strict=True):
        told[cell], posted[cell] = lives, rows
    return told, posted


def _base(cell: Cell) -> bool:
    return (cell.variant, cell.reading) == (BASE_NAME, BASE_READING)
