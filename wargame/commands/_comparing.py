"""What `compare` and `diff` share: their options, and what becomes of the result."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from wargame.commands._playing import progress

if TYPE_CHECKING:
    from wargame.studies.compare import CompareOptions, Comparison


class Given(TypedDict):
    """The options that both have, as click gives them."""

    futures: int
    seed: int
    workers: int | None
    out: str | None
    as_json: bool


@contextmanager
def listening(given: Given) -> Iterator[CompareOptions]:
    """How to compare, while somebody is told how it goes on. A directory that may not be written to is refused before anything is played."""
    from wargame.report.files.comparison import check_free

    if given["out"] is not None:
        check_free(Path(given["out"]))
    with progress() as heard:
        yield {"futures": given["futures"], "seed": given["seed"], "workers": given["workers"], "progress": heard, "command": sys.argv[1:]}


def finish(found: Comparison, given: Given) -> bool:
    """Write what was found where it is asked for, and print it as JSON if that is asked for; whether it was printed."""
    from wargame.report.files.comparison import as_json

    if given["out"] is not None:
        found.write(given["out"])
    if given["as_json"]:
        click.echo(as_json(found.data()))
    return given["as_json"]
