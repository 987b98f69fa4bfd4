"""A run from the first file read to the last file written.

The directory ends up with futures.parquet, postings.parquet, manifest.json and the files of the formats that were asked for (`report/exports/`: the
page, the issues list, tables), all of it or nothing. All but the manifest depends on the inputs and the seed alone. A copy to be shared holds only
formats that may be, stripped of what is private.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from wargame.analysis.findings.check import look_over, ranked
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.findings.left_over import left_over
from wargame.analysis.findings.pricing import price
from wargame.analysis.lives.story import WORST, notable_futures
from wargame.analysis.summary import summarise
from wargame.analysis.verdict import FIRST, first_lines
from wargame.analysis.world import witnesses
from wargame.contract.rules.readings import ADVERSE, BASE, BASE_READING
from wargame.contract.text.variant import BASE_NAME
from wargame.core.finding import Finding
from wargame.core.money import mean
from wargame.core.streams import BLOCK
from wargame.core.words import many
from wargame.report.console.heard import Heard
from wargame.report.files.export import Asked
from wargame.report.files.manifest import manifest, provenance
from wargame.report.files.outputs import EVERYONE, Audience, Exports, check_packages, check_room, chosen, remove_old, write_exports
from wargame.report.files.share import found_by_all, shareable
from wargame.report.files.staging import keep_partial, staged
from wargame.report.page.context import ReportContext
from wargame.simulation.counterfactuals.efforts import play_efforts
from wargame.simulation.counterfactuals.leave_one_out import leave_one_out
from wargame.simulation.counterfactuals.readings import explore, single_results
from wargame.simulation.counterfactuals.what_if import WhatIf, what_ifs
from wargame.simulation.first_look import first_look
from wargame.simulation.life.trace import LifeTrace
from wargame.simulation.run.archive import INTERRUPTED, MANIFEST, FuturesTable, Unwritable, Written, whole, write_json, write_postings
from wargame.simulation.run.cells import Layout, cells, lay_out, run_cells
from wargame.simulation.run.postings import Postings, Wanted, post_lives
from wargame.simulation.run.prepare import Prepared, RunSpec, prepare, today
from wargame.simulation.run.results import Cell, CellResult, RunResult
from wargame.simulation.run.watch import watch
from wargame.simulation.run.worker_pool import WorkerPool, deaf, worker_pool

T = TypeVar("T")


@dataclass
class Underway:
    """A run under way: what it is, and what of it is finished."""

    ready: Prepared
    directory: Path
    who: Audience
    heard: Heard
    command: list[str]
    workers: int
    png: bool
    exports: Exports
    began: Any = field(default_factory=today)
    doing: str = ""
    run: RunResult | None = None
    findings: list[Finding] = field(default_factory=list)
    posted: dict[Cell, Postings] = field(default_factory=dict)

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


def produce(
    spec: RunSpec,
    directory: Path,
    workers: int,
    postings: int,
    command: list[str],
    heard: Heard,
    who: Audience = EVERYONE,
    *,
    png: bool = False,
    exports: Exports | None = None,
) -> tuple[dict[str, Any], list[Finding]]:
    """Run and write everything in some formats (None: the usual ones), the charts as pictures too if `png`; returns the summary, stripped where it is
    to be shared, and the findings of the draft. BadInput before anything is played, Unwritable for the system's refusals; of an interrupted run what
    was finished is kept aside."""
    exports = chosen(share=who.share) if exports is None else exports
    check_packages(exports, png)
    check_room(directory, who.share)
    job = Underway(prepare(replace(spec, shared=who.share)), directory, who, heard, command, workers, png, exports)
    with staged(directory, remove_old) as stage:
        try:
            table, layout = _play(job, stage, postings)
            return _write(job, stage, table, layout)
        except KeyboardInterrupt:
            if who.share or job.run is None:
                raise
            with deaf(signal.SIGINT, signal.SIGTERM):  # who asks twice is not in more of a hurry than this takes
                raise KeyboardInterrupt(_finished(job, stage)) from None


def _play(job: Underway, stage: Path, postings: int) -> tuple[FuturesTable, Layout]:
    """Play everything; futures.parquet is whole when this returns, and `job` holds all results."""
    ready, spec, share = job.ready, job.ready.spec, job.who.share
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
                os.replace(part, stage / "futures.parquet")
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
            job.run.told, job.posted = _tell(job, results, team, postings)
        job.run.watched = list(watch(ready, first.seen, {} if share else witnesses(base, ready.parties[0]), layout.lines))
        if not share:
            job.run.efforts = list(job.each("varying the effort", play_efforts(team)))
            job.run.left_one_out = (
                [] if spec.readings == "base" else list(job.each("leaving out clauses and shocks", leave_one_out(ready, team, base)))
            )
        job.run.provenance |= left_over(ready, job.findings, base)
    return table, layout


def _write(job: Underway, stage: Path, table: FuturesTable, layout: Layout) -> tuple[dict[str, Any], list[Finding]]:
    """Write the report of what was played."""
    assert job.run is not None
    job.tick("writing the report", 0, 0)
    ready, run = job.ready, job.run
    if job.who.share:
        (stage / "futures.parquet").unlink()
        summary = shareable(summarise(run, job.findings), [rules for books in ready.rules for rules in books])
        _export(job, stage, ReportContext(summary, None, shared=True), job.exports)
        return summary, job.findings
    run.sums = Written(stage / "futures.parquet", tuple(table.groups), layout.paid).sums
    summary = summarise(run, job.findings)
    _write_postings(job, stage)
    _export(job, stage, ReportContext(summary, run, left_out=_left_out(job.exports)), job.exports)
    write_json(stage / MANIFEST, manifest(ready, job.command, job.began, job.workers, [one.kind for one in job.exports]))
    return summary, job.findings


def _export(job: Underway, stage: Path, context: ReportContext, exports: Exports) -> None:
    write_exports(stage, context, Asked(Path(job.ready.spec.draft).name, job.who.readers, job.png), exports)


def _left_out(exports: Exports) -> frozenset[str]:
    return frozenset(file for one in chosen() if one not in exports for file in one.files)


def _write_postings(job: Underway, stage: Path) -> None:
    if job.posted:  # of an interrupted run not all may be there
        write_postings(stage / "postings.parquet", job.posted, job.ready.rules[0][0].calendar.label)


def _finished(job: Underway, stage: Path) -> str:
    """Keep what was finished when the run was interrupted: the tables of what was played so far. Returns where it lies, in words."""
    assert job.run is not None
    try:
        finished = tuple(one for one in job.exports if one.partial)
        _write_postings(job, stage)
        _export(job, stage, ReportContext(summarise(job.run, job.findings), job.run), finished)
        said = manifest(job.ready, job.command, job.began, job.workers, [one.kind for one in finished])
        write_json(stage / MANIFEST, {**said, INTERRUPTED: job.doing, "futures": job.run.futures})
        return f"what was finished is in {keep_partial(stage, job.directory)}"
    except (OSError, Unwritable) as error:
        return f"what was finished could not be kept: {error}"


def _say_first(job: Underway, base: list[CellResult]) -> None:
    """Say what can be said of the current draft before anything else is played, and what is still to come."""
    ready, spec = job.ready, job.ready.spec
    job.run = replace(_result(ready, base, []), futures=base[0].n)
    of = "" if len(base) == 1 else " of each scenario"
    some = f" of {spec.futures:,}" if base[0].n < spec.futures else ""
    lines = [f"First figures: {base[0].n:,}{some} simulations{of}, open points as usually interpreted.", *first_lines(summarise(job.run, (), FIRST))]
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
