"""The files of a run, from results that are there: its postings, the formats that were asked for (`report/exports/`), and its manifest."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from wargame.analysis.summary import summarise
from wargame.analysis.tables.summary import Summary
from wargame.report.files.export import Asked
from wargame.report.files.manifest import manifest
from wargame.report.files.outputs import Exports, chosen, write_exports
from wargame.report.files.staging import keep_partial
from wargame.report.page.context import ReportContext
from wargame.simulation.run.archive import INTERRUPTED, MANIFEST, Unwritable, write_json, write_postings
from wargame.studies.underway import Underway


@dataclass(frozen=True)
class Written:
    """How a run is to be written: in which formats, for which kinds of reader (all where none is named), and whether charts are to be pictures
    too."""

    exports: Exports
    readers: tuple[str, ...] = ()
    png: bool = False


def write_files(job: Underway, summary: Summary, folder: Path, stage: Path, how: Written) -> None:
    """Write into `stage` what was played. futures.parquet lies in `folder`, which may be the same; a copy to be shared has none, no postings and no
    manifest."""
    if job.share:
        _export(job, stage, ReportContext(summary, None, shared=True), how)
        return
    if folder != stage:
        shutil.copyfile(folder / "futures.parquet", stage / "futures.parquet")
    write_kept_postings(job, stage)
    left_out = frozenset(file for one in chosen() if one not in how.exports for file in one.files)
    _export(job, stage, ReportContext(summary, job.run, left_out=left_out), how)
    write_json(stage / MANIFEST, manifest(job.ready, job.command, job.began, job.workers, [one.kind for one in how.exports]))


def write_kept_postings(job: Underway, stage: Path) -> None:
    """Write the postings that were kept; of an interrupted run there may be none."""
    if job.posted:
        write_postings(stage / "postings.parquet", job.posted, job.ready.rules[0][0].calendar.label)


def keep_finished(job: Underway, stage: Path, directory: Path, how: Written) -> str:
    """Keep what was finished when the run was interrupted: the tables of what was played so far. Returns where it lies, in words."""
    finished = Written(tuple(one for one in how.exports if one.partial), how.readers, how.png)
    try:
        write_kept_postings(job, stage)
        _export(job, stage, ReportContext(summarise(job.result, job.findings), job.run), finished)
        said = manifest(job.ready, job.command, job.began, job.workers, [one.kind for one in finished.exports])
        write_json(stage / MANIFEST, {**said, INTERRUPTED: job.doing, "futures": job.result.futures})
        return f"what was finished is in {keep_partial(stage, directory)}"
    except (OSError, Unwritable) as error:
        return f"what was finished could not be kept: {error}"


def _export(job: Underway, stage: Path, context: ReportContext, how: Written) -> None:
    write_exports(stage, context, Asked(Path(job.ready.spec.draft).name, how.readers, how.png), how.exports)
