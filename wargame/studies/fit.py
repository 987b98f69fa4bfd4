"""From tables of what happened to a scenario, and a page that shows how well it fits."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from wargame.core.problem import BadInput, BadValue, Place, Problem
from wargame.core.quantities import is_blank, normalise, parse_count
from wargame.core.zones.clocks import known_zone
from wargame.report.fit.page import fit_page, headlines, remarks
from wargame.simulation.run.archive import write_text
from wargame.studies.arguments import known, some
from wargame.world.fitting.base import Base, base_of
from wargame.world.fitting.fitted import FileFit, Wishes, fit_files
from wargame.world.fitting.scenario_file import NO_BASE, scenario_text

if TYPE_CHECKING:
    import pandas as pd


class FitOptions(TypedDict, total=False):
    """How files are to be read where they do not say it themselves, and what the scenario is to be called.

    `kind` is what the files hold, `columns` names a column for each role (when, end, length, volume, service, component, severity, id, state),
    `order` is how 05-03-2027 is meant (`day` first or `month` first), `first` and `last` are the period that the files cover, `add_up` says that rows
    of one moment are parts of one volume, `open_ended` that incidents without an end are still open. `time_zone` is the agreement's
    (`Europe/London`): times with an offset are brought to it, others are local there. `rate` is a judged rate of incidents whose own is not estimable
    (`2 per month`), `based_on` a scenario that gives everything else, `name` that of the scenario."""

    kind: Literal["volumes", "incidents"] | None
    columns: Mapping[str, str]
    order: Literal["day", "month"] | None
    first: dt.date | None
    last: dt.date | None
    add_up: bool
    open_ended: bool
    time_zone: str | None
    rate: str | None
    based_on: str | None
    name: str | None


@dataclass(frozen=True, repr=False)
class Fitted:
    """What was fitted to some files, and what the scenario leans on."""

    files: tuple[FileFit, ...]
    title: str
    rate: str | None
    based_on: str | None
    base: Base

    @property
    def headlines(self) -> tuple[str, ...]:
        """What was found, a line for each service and source of incidents, then what a reader should know."""
        return (*headlines(self.files), *remarks(self.files))

    def scenario(self, folder: str | Path = ".") -> str:
        """The scenario as text, for a file of that folder: what it is based on is named from there."""
        relative = None if self.based_on is None else Path(os.path.relpath(self.based_on, folder)).as_posix()
        return scenario_text(self.files, self.title, relative, self.rate, self.base)

    @cached_property
    def page(self) -> str:
        """The page that shows how well each figure fits, as HTML without anything from elsewhere."""
        return fit_page(self.files, self.title)

    def data(self) -> list[dict[str, object]]:
        """Every figure, file by file."""
        return [one.data() for one in self.files]

    def write(self, path: str | Path, page: str | Path | None = None) -> tuple[Path, Path]:
        """Write the scenario, and its page beside it or where `page` says; returns both. BadInput (X070) where a file lies there that this did not
        write."""
        target = Path(path)
        shown = Path(page) if page is not None else target.with_suffix(".html")
        for one in (target, shown):
            keep_others(one)
        text, whole_page = self.scenario(target.parent), self.page
        write_text(target, text)
        write_text(shown, whole_page)
        return target, shown

    @cached_property
    def table(self) -> pd.DataFrame:
        """file, rows, period: what each figure was fitted to."""
        import pandas as pd

        return pd.DataFrame([{"file": one.name, "rows": one.rows, "period": one.period} for one in self.files], columns=["file", "rows", "period"])

    def __repr__(self) -> str:
        return f"<{self.title}>"

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        return page_of([self.title, *self.headlines], self.table)


def fit(files: str | Path | Iterable[str | Path], **options: Unpack[FitOptions]) -> Fitted:
    """Fit a scenario to files of volumes (a date and a volume) or incidents (a start and an end, or an event log).

    BadInput as the readers have it, X071 for a `rate` that is none; ValueError for a period that ends before it begins, or a blank `name`.
    """
    paths = [str(files)] if isinstance(files, str | Path) else [str(one) for one in files]
    known("fit", options, FitOptions)
    some("files", tuple(paths))
    first, last, name = options.get("first"), options.get("last"), options.get("name")
    if first and last and last < first:
        raise ValueError(f"the period ends on {last}, before it begins on {first}")
    if name is not None and is_blank(normalise(name)):
        raise ValueError("the name is blank; leave it out, or say what the scenario is to be called")
    based_on = options.get("based_on")
    base = base_of(based_on) if based_on is not None else NO_BASE  # refused here in words, and not when the scenario is run
    wishes = Wishes(
        options.get("kind"),
        options.get("columns", {}),
        options.get("order"),
        (first, last),
        options.get("add_up", False),
        options.get("open_ended", False),
        _zone(options.get("time_zone")),
    )
    fits = fit_files(paths, wishes)
    title = name or f"Fitted to {', '.join(one.name for one in fits)}"
    return Fitted(tuple(fits), title, _rate(options.get("rate")), based_on, base)


def _zone(name: str | None) -> str:
    """The time zone asked for; BadInput (T014) for one that nobody knows."""
    try:
        return known_zone(name) if name is not None else ""
    except BadValue as error:
        raise BadInput([Problem("T014", Place("--time-zone", 0, 0), error.message, error.hint)]) from None


def keep_others(path: Path) -> None:
    """BadInput (X070) where the file to write is there and was not written by a fit."""
    try:
        if not (path.exists() or path.is_symlink()):
            return
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput([Problem("X070", Place(str(path)[:100], 0, 0), f"cannot be the name of a file: {said}", "name another file")]) from None
    try:
        with path.open("rb") as file:
            ours = b"ritten by `wargame fit`" in (head := file.read(400)) or b"Written by wargame fit" in head
    except OSError:
        ours = False
    if not ours:
        message = "is there already and was not written by `wargame fit`; nothing is written over it"
        raise BadInput([Problem("X070", Place(str(path), 0, 0), message, "name another file with --out or --page")])


def _rate(rate: str | None) -> str | None:
    """A judged rate, if it is one."""
    if rate is None:
        return None
    try:
        count = parse_count(rate)
    except BadValue as error:
        raise BadInput([Problem("X071", Place("--rate", 0, 0), error.message, error.hint)]) from None
    if count.per not in ("month", "quarter", "year") or not count.num:
        raise BadInput([Problem("X071", Place("--rate", 0, 0), f"'{rate}' is no rate of arrival", "write 2 per month, per quarter or per year")])
    return " ".join(rate.split())
