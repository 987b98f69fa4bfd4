"""Where the files of a run are made: in a hidden folder within its directory, and moved up together when all of them are whole.

So a run that fails or is interrupted leaves an earlier report as it was, and never a report of which half is old. What an interrupted run had
finished is put into a directory of its own, OUT.partial, that can neither be taken for a run nor lie over one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wargame.simulation.run.archive import INTERRUPTED, MANIFEST, Unwritable
from wargame.simulation.run.worker_pool import deaf

MANY = 100  # interrupted runs of one directory that are told apart


@contextmanager
def staged(directory: Path, sweep: Callable[[Path, Path], None]) -> Iterator[Path]:
    """A hidden folder for the files of a run, moved up into `directory` when the block ends well and removed otherwise; `sweep` is given it and the
    directory before, to remove there what an earlier run has left. Unwritable when the system refuses, with the place where a file was to be."""
    folder: Path | None = None
    try:
        directory.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".unfinished.", dir=directory))
        yield folder
        with deaf(signal.SIGINT, signal.SIGTERM):  # it takes a moment, and half of it would be a report of two runs
            sweep(folder, directory)
            _move_up(folder, directory)
    except Unwritable as error:
        raise Unwritable(str(error).replace(str(folder), str(directory))) from error
    except OSError as error:
        raise Unwritable.at(error.filename or directory, error) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _move_up(folder: Path, directory: Path) -> None:
    """Every file to where it belongs, the manifest last: with it a directory is a run."""
    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: (path.name == MANIFEST, path))
    for path in files:
        place = directory / path.relative_to(folder)
        place.parent.mkdir(exist_ok=True)
        path.replace(place)


def partial_of(directory: Path) -> Iterator[Path]:
    """Where what was finished of an interrupted run may lie, the best place first: OUT.partial, or OUT.partial-2 and so on where that is something
    else than what an earlier interrupted run has left; and within OUT, where beside it nothing can be written."""
    whole = directory if directory.name not in ("", "..") else directory.resolve()
    for count in range(1, MANY):
        place = whole.with_name(f"{whole.name}.partial" + (f"-{count}" if count > 1 else ""))
        if not os.path.lexists(place) or _left_by_an_interrupted_run(place):
            yield place
            break
    yield whole / "partial"


def _left_by_an_interrupted_run(place: Path) -> bool:
    try:
        return not place.is_symlink() and INTERRUPTED in json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def keep_partial(folder: Path, directory: Path) -> Path:
    """Move what lies in the hidden folder to where it belongs; returns that place. OSError where there is none."""
    trouble = OSError(f"nothing can be written beside {directory} or in it")
    for place in partial_of(directory):
        try:
            if os.path.lexists(place):
                shutil.rmtree(place)  # of an earlier interrupted run
            shutil.move(folder, place)
            place.chmod(0o755)
            return place
        except OSError as error:
            trouble = error
    raise trouble
