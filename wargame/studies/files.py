"""The files of a run, from results that are there."""

from __future__ import annotations

import shutil
from pathlib import Path

from wargame.analysis.summary import exposure_csv, summarise, world_csv
from wargame.analysis.tables.summary import Summary
from wargame.report.files.manifest import manifest
from wargame.report.files.outputs import Audience, write_report
from wargame.report.files.staging import keep_partial
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import INTERRUPTED, MANIFEST, Unwritable, write_json, write_postings, write_text
from wargame.studies.underway import Underway


def write_files(job: Underway, summary: Summary, folder: Path, stage: Path, who: Audience, *, png: bool = False) -> None:
    """Write into `stage` the report of what was played, for its readers, the charts as pictures too if `png`. futures.parquet lies in `folder`, which
    may be the same."""
    name = Path(job.ready.spec.draft).name
    write_tables(job, stage, summary)
    if job.share:
        write_report(stage, ReportContext(summary, None, shared=True), name, who, png=png)
        return
    if folder != stage:
        shutil.copyfile(folder / "futures.parquet", stage / "futures.parquet")
    write_report(stage, ReportContext(summary, job.run), name, who, png=png)
    write_json(stage / MANIFEST, manifest(job.ready, job.command, job.began, job.workers))


def keep_finished(job: Underway, stage: Path, directory: Path) -> str:
    """Keep what was finished when the run was interrupted: the tables of what was played so far. Returns where it lies, in words."""
    try:
        write_tables(job, stage, summarise(job.result, job.findings))
        said = manifest(job.ready, job.command, job.began, job.workers)
        write_json(stage / MANIFEST, {**said, INTERRUPTED: job.doing, "futures": job.result.futures})
        return f"what was finished is in {keep_partial(stage, directory)}"
    except (OSError, Unwritable) as error:
        return f"what was finished could not be kept: {error}"


def write_tables(job: Underway, stage: Path, summary: Summary) -> None:
    """Write summary.json and, of a run that is not to be shared, its tables."""
    write_json(stage / "summary.json", summary.data())
    if job.share:
        return
    write_text(stage / "exposure.csv", exposure_csv(summary))
    if job.posted:  # of an interrupted run not all may be there
        write_postings(stage / "postings.parquet", job.posted, job.ready.rules[0][0].calendar.label)
    if job.result.watched:
        write_text(stage / "world.csv", world_csv(summary))
