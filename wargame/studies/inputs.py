"""What a study is given: paths, or documents that lie in no file, or a draft that has been read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from wargame.contract.rules.kinds import clause_kinds
from wargame.contract.text.draft import Draft, load_draft
from wargame.core.problem import BadInput, Place, Problem
from wargame.core.source import Text
from wargame.report.console.heard import Heard

Source = str | os.PathLike[str] | Text
Progress = Callable[[str, int, int], None]


def read_draft(path: Source | None = None, *, text: str | None = None, name: str = "draft.md") -> Draft:
    """The draft at a path (a Markdown file, or a folder with a `master.md`), or the one that a `text` is.

    `name` is what messages call a text. BadInput holds every problem, each with its place; ValueError where neither or both are given.
    """
    if (path is None) == (text is None):
        raise ValueError("give the path of a draft, or its text=, and not both")
    return load_draft(Text(text, name) if text is not None else _named(path), clause_kinds())


def name_of(source: Source | Draft) -> str:
    """A source as the engine takes it: a path as a string, a text as it is."""
    return _named(source.path if isinstance(source, Draft) else source)


def names_of(sources: Source | Iterable[Source]) -> tuple[str, ...]:
    """Sources as the engine takes them; one alone need not be in a list."""
    return (_named(sources),) if isinstance(sources, str | os.PathLike) else tuple(_named(one) for one in sources)


def drafts_of(drafts: Source | Draft | Iterable[Source | Draft]) -> tuple[str, ...]:
    """Drafts as the engine takes them; one alone need not be in a list."""
    several = (drafts,) if isinstance(drafts, str | os.PathLike | Draft) else drafts
    return tuple(name_of(one) for one in several)


def as_read(now: Draft, given: Source | Draft) -> None:
    """BadInput (X001) where the file of a draft that was given as read has changed since."""
    if isinstance(given, Draft) and given.digest != now.digest:
        message = "has changed since the draft was read"
        raise BadInput([Problem("X001", Place(str(given.path), 0, 0), message, "read the draft again, or bring back the file as it was")])


class Reporting(Heard):
    """Tells a function of the caller what is going on."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def tick(self, what: str, done: int, total: int) -> None:
        self._progress(what, done, total)


def listener(progress: Progress | Heard | None) -> Heard:
    """Who is told how a study goes on: whoever listens already, a function, or nobody."""
    if isinstance(progress, Heard):
        return progress
    return Heard() if progress is None else Reporting(progress)


def processes(workers: int | None) -> int:
    """How many processes work on a study: as many as are asked for, or one for each processor. ValueError for fewer than one."""
    if workers is not None and workers < 1:
        raise ValueError(f"workers={workers}: at least one process is needed")
    return workers or os.cpu_count() or 1


def _named(path: Source | None) -> str:
    if path is None or isinstance(path, str):
        return path or ""
    return os.fspath(path)
