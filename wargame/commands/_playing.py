"""What commands share that play lives: how it goes on, and the verdict."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wargame.report.console.heard import Heard

if TYPE_CHECKING:
    from wargame.studies.run import Run

EVERY = 10.0  # seconds between two lines where there is no terminal


def print_verdict(run: Run, directory: Path, as_json: bool) -> None:
    """The result on stdout: the verdict and where the report lies, or the whole summary as JSON."""
    if as_json:
        click.echo(json.dumps(run.summary.data(), indent=1, sort_keys=True, ensure_ascii=False))
        return
    for line in run.verdict:
        click.echo(line)
    report = directory / "report.html"
    click.echo(str(report if report.exists() else directory))  # not every run is asked for the page


@contextmanager
def progress() -> Iterator[Heard]:
    """On a terminal a bar, elsewhere a line every ten seconds; both on stderr."""
    heard = _Bar() if sys.stderr is not None and sys.stderr.isatty() else _Lines()
    with heard:
        yield heard


class _Bar(Heard):
    """A bar for what is going on, and above it what is said."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> None:
        self._bar.start()

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def say(self, lines: list[str]) -> None:
        for line in lines:
            self._bar.console.print(line, markup=False, highlight=False)

    def tick(self, what: str, done: int, total: int) -> None:
        self._bar.update(self._task, description=what, completed=done, total=total or None)


class _Lines(Heard):
    """What is going on, a line every ten seconds from a thread of its own: between two ticks a quarter of an hour may pass."""

    def __init__(self) -> None:
        self._began, self._now, self._over = time.monotonic(), "", threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def say(self, lines: list[str]) -> None:
        # Nobody may be there to read it, or no room: that is no reason to end a run.
        with suppress(OSError, ValueError, AttributeError):
            for line in lines:
                click.echo(line, err=True)

    def tick(self, what: str, done: int, total: int) -> None:
        self._now = f"{what}, {done:,} of {total:,}" if total > 1 else what

    def _go_on(self) -> None:
        while not self._over.wait(EVERY):
            if self._now:
                self.say([f"{time.monotonic() - self._began:.0f} s: {self._now}"])
