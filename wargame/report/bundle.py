"""A run from the first file read to the last file written.

The directory ends up with report.html, issues.docx, results.xlsx, charts, findings.csv, summary.json, exposure.csv, world.csv, futures.parquet,
postings.parquet and manifest.json, each whole or absent. All but the manifest depend on the inputs and the seed alone. A copy to be shared holds the
first six only, stripped of what is private.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from wargame.analysis.check import look_over, ranked
from wargame.analysis.evidence import Evidence
from wargame.analysis.left_over import left_over
from wargame.analysis.pricing import price
from wargame.analysis.story import WORST, notable_futures
from wargame.analysis.summary import exposure_csv, summarise, world_csv
from wargame.analysis.world import witnesses
from wargame.contract.readings import ADVERSE, BASE, BASE_READING
from wargame.contract.variant import BASE_NAME
from wargame.core.finding import Finding
from wargame.core.streams import BLOCK
from wargame.report.manifest import manifest, provenance
from wargame.report.material import Material
from wargame.report.outputs import EVERYONE, Audience, check_packages, check_room, write_report
from wargame.report.share import found_by_all, shareable
from wargame.simulation.archive import MANIFEST, FuturesTable, Written, whole, write_json, write_postings, write_text
from wargame.simulation.crew import Crew, crew
from wargame.simulation.efforts import play_efforts
from wargame.simulation.knockouts import knock_out
from wargame.simulation.prepare import Play, Prepared, RunSpec, prepare, today
from wargame.simulation.readings import explore, single_results
from wargame.simulation.results import Cell, CellResult, RunResult
from wargame.simulation.runs import cells, lay_out, play_lives, run_cells
from wargame.simulation.told import Told
from wargame.simulation.watch import watch
from wargame.simulation.whatif import what_ifs

Tick = Callable[[str, int, int], None]


def produce(
    spec: RunSpec, directory: Path, workers: int, postings: int, command: list[str], tick: Tick, who: Audience = EVERYONE
) -> tuple[dict[str, Any], list[Finding]]:
    """Run and write everything; returns the summary, stripped where it is to be shared, and the findings of the draft. BadInput before anything is
    played, Unwritable for the system's refusals."""
    began = today()
    check_packages()
    check_room(directory, who.share)
    spec = replace(spec, shared=who.share)
    ready = prepare(spec)
    adverse = 0 if spec.readings == "base" or not ready.open else len(ADVERSE)
    total = spec.futures * (len(cells(ready)) + adverse * len(ready.scenarios)) + sum(one.futures for one in ready.singles) * len(ready.scenarios)
    played = 0
    # A second process costs a second to start: worth it only for some thousands of lives, or some dozens told one by one.
    with crew(ready, workers if total > 4 * BLOCK or postings > 50 else 1) as team, _futures(directory, who.share) as part:

        def lived(count: int) -> None:
            nonlocal played
            played += count
            tick("playing lives", played, total)

        ready, alone = explore(ready, team, lived)
        layout = lay_out(ready, team)
        table = FuturesTable(part, layout, ready.parties)
        results = run_cells(ready, layout, team, table.add, lived)
        table.close()
        base = [one for one in results if one.cell.reading == BASE_READING]
        readings = [one for one in results if one.cell.reading != BASE_READING] + single_results(ready, layout, alone)
        evidence = Evidence(ready.rules[0][0], (*base, *readings))
        if who.share:
            findings = found_by_all(evidence, [rules for books in ready.rules for rules in books])
        else:
            findings = ranked(price(look_over(evidence), evidence, partial(what_ifs, team), spec.futures))
        told = _tell(ready, results, findings, team, postings, tick)
        watched = list(watch(team, {} if who.share else witnesses(base, ready.parties[0])))
        efforts = [] if who.share else list(play_efforts(team))
        knock_outs = [] if who.share or spec.readings == "base" else list(knock_out(ready, team, base))
    written = None if who.share else Written(directory / "futures.parquet", tuple(table.groups), layout.paid)
    run = RunResult(
        spec.draft, ready.draft.front.title, ready.draft.front.currency, ready.parties,
        {role: party.name for role, party in ready.draft.front.parties.items()}, spec.seed, spec.futures, base, told,
        {**provenance(ready), **left_over(ready, findings, base)}, readings, written and written.sums, knock_outs, efforts, watched,
    )  # fmt: skip
    tick("writing the report", total, total)
    summary = summarise(run, findings)
    name = Path(spec.draft).name
    if who.share:
        summary = shareable(summary, [rules for books in ready.rules for rules in books])
        write_json(directory / "summary.json", summary)
        write_report(directory, Material(summary, None, shared=True), name, who)
        return summary, findings
    write_postings(directory / "postings.parquet", told, ready.rules[0][0].calendar.label)
    write_json(directory / "summary.json", summary)
    write_text(directory / "exposure.csv", exposure_csv(summary))
    write_text(directory / "world.csv", world_csv(summary))
    write_report(directory, Material(summary, run), name, who)
    write_json(directory / MANIFEST, manifest(ready, command, began, workers))
    return summary, findings


@contextmanager
def _futures(directory: Path, share: bool) -> Iterator[Path]:
    """Where the table of futures is written; for a shared copy, where it is thrown away afterwards."""
    if not share:
        with whole(directory / "futures.parquet") as part:
            yield part
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "futures.parquet"


def _tell(ready: Prepared, results: list[CellResult], findings: list[Finding], team: Crew, postings: int, tick: Tick) -> dict[Cell, list[Told]]:
    """Play event by event the worst life of each party in each cell, its median and 1-in-20 life under the current draft, the witnesses of
    silent questions and of findings, and of the base reading a sample of the first futures."""
    jobs: list[tuple[int, Play, list[int]]] = []
    sampled = sum(result.cell.reading == BASE_READING for result in results)
    each = min(-(-postings // sampled), ready.spec.futures) if postings else 0
    for (i, one, _), result in zip(cells(ready), results, strict=True):
        wanted = [number for party in ready.parties for rank, number in notable_futures(result, party).items() if rank == WORST or _base(result.cell)]
        wanted += sorted(set(result.coverage.witness.values()))
        shown = [finding.witness for finding in findings if finding.witness and _base(result.cell)]
        wanted += sorted({witness.future for witness in shown if witness.scenario == result.cell.scenario})
        wanted += range(each) if one.reading == BASE else ()
        jobs.append((i, one, list(dict.fromkeys(wanted))))
    told: dict[Cell, list[Told]] = {}
    for (_, _, cell), lives in zip(cells(ready), team.each(play_lives, jobs), strict=True):
        told[cell] = lives
        tick("telling lives", len(told), len(jobs))
    return told


def _base(cell: Cell) -> bool:
    return (cell.variant, cell.reading) == (BASE_NAME, BASE_READING)
