"""`wargame fit`: from tables of what happened to a scenario, and a page that shows how well it fits."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

DATE = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@click.option("-o", "--out", type=click.Path(), default=None, help="The scenario to write; default: FILE.fit.yaml, here.")
@click.option("--page", type=click.Path(), default=None, help="The page to write; default: beside the scenario, .html.")
@click.option("--kind", type=click.Choice(["volumes", "incidents"]), default=None, help="What the files hold; default: as their columns say.")
@click.option("--when", help="Column of the date or time: of a volume, or of the start of an incident.")
@click.option("--end", "--resolved", "end", help="Column of the end of an incident.")
@click.option("--volume", help="Column of the volume.")
@click.option("--service", help="Column of the service.")
@click.option("--component", help="Column of the component that an incident is of.")
@click.option("--severity", help="Column of the severity or priority.")
@click.option("--id", "id_", help="Column of the incident's number; rows of one number are one incident.")
@click.option("--state", help="Column that says whether an incident is open or closed.")
@click.option("--day-first", "order", flag_value="day", default=None, help="05-03-2027 is 5 March.")
@click.option("--month-first", "order", flag_value="month", help="05-03-2027 is 3 May.")
@click.option("--from", "from_", type=DATE, default=None, help="First day of the period that the files cover.")
@click.option("--to", type=DATE, default=None, help="Last day of that period.")
@click.option("--add-up", is_flag=True, help="Rows of one moment are parts of one volume.")
@click.option("--open", "open_ended", is_flag=True, help="Incidents without an end are still open, though the file does not say so.")
@click.option("--rate", default=None, metavar="COUNT", help="Judged rate (`2 per month`) of incidents whose own is not estimable.")
@click.option("--based-on", type=click.Path(), default=None, help="A scenario that gives everything else, such as services for a file of incidents.")
@click.option("--name", default=None, help="Name of the scenario; default: from the files.")
@click.option("--json", "as_json", is_flag=True, help="Every figure as JSON.")
def command(
    files: tuple[str, ...], out: str | None, page: str | None, kind: Any, order: Any, from_: dt.datetime | None, to: dt.datetime | None, add_up: bool,
    open_ended: bool, rate: str | None, based_on: str | None, name: str | None, as_json: bool, id_: str | None, **columns: str | None,
) -> int:  # fmt: skip
    """Fit a scenario to files of volumes (a date and a volume) or incidents (a start and an end, or an event log): level, growth, season and noise of
    each service; rate of arrival and law of repair by component and severity. Writes the scenario, and a page that shows how well each figure fits,
    what was left out and what is not estimable."""
    from wargame.core.quantities import is_blank, normalise
    from wargame.report.fit.page import fit_page, headlines, remarks
    from wargame.simulation.run.archive import write_text
    from wargame.world.fitting.base import base_of
    from wargame.world.fitting.fitted import Wishes, fit_files
    from wargame.world.fitting.scenario_file import NO_BASE, scenario_text

    if from_ and to and to < from_:
        raise click.UsageError("--from must not lie after --to")
    target = Path(out) if out else Path(f"{Path(files[0]).stem}.fit.yaml")
    if not target.name:
        raise click.UsageError(f"--out {out} names a folder; name the file to write, such as ours.yaml")
    shown = Path(page) if page else target.with_suffix(".html")
    if name is not None and is_blank(normalise(name)):
        raise click.UsageError("--name is blank; leave it out, or say what the scenario is to be called")
    base = base_of(based_on) if based_on is not None else NO_BASE  # refused here in words, and not when the scenario is run
    if shown == target:
        raise click.UsageError("the scenario and the page need two names: give --page another")
    for path in (target, shown):
        _keep_others(path)
    given = {role: column for role, column in {**columns, "id": id_}.items() if column is not None}
    period = (from_.date() if from_ else None, to.date() if to else None)
    fits = fit_files(files, Wishes(kind, given, order, period, add_up, open_ended))
    title = name or f"Fitted to {', '.join(one.name for one in fits)}"
    text, whole_page = scenario_text(fits, title, _relative(based_on, target), _checked(rate), base), fit_page(fits, title)
    write_text(target, text)
    write_text(shown, whole_page)
    if as_json:
        click.echo(json.dumps({"scenario": str(target), "page": str(shown), "files": [one.data() for one in fits]}, indent=1, ensure_ascii=False))
        return 0
    for line in (*headlines(fits), *remarks(fits)):
        click.echo(line)
    click.echo(str(target))
    click.echo(str(shown))
    return 0


def _keep_others(path: Path) -> None:
    """BadInput (X070) where the file to write is there and was not written by this command."""
    from wargame.core.problem import BadInput, Place, Problem

    try:
        if not (path.exists() or path.is_symlink()):
            return
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise BadInput([Problem("X070", Place(str(path)[:100], 0, 0), f"cannot be the name of a file: {said}", "name another file")]) from None
    try:
        with path.open("rb") as file:
            ours = b"ritten by `wargame fit`" in (head := file.read(400)) or b"Written by wargame fit" in head
    except OSError:
        ours = False
    if not ours:
        hint = "name another file with --out or --page"
        raise BadInput(
            [Problem("X070", Place(str(path), 0, 0), "is there already and was not written by `wargame fit`; nothing is written over it", hint)]
        )


def _relative(based_on: str | None, target: Path) -> str | None:
    """The base as the scenario must name it: from the folder that the scenario is written to."""
    import os

    return None if based_on is None else Path(os.path.relpath(based_on, target.parent)).as_posix()


def _checked(rate: str | None) -> str | None:
    """A judged rate, if it is one."""
    from wargame.core.problem import BadInput, BadValue, Place, Problem
    from wargame.core.quantities import parse_count

    if rate is None:
        return None
    try:
        count = parse_count(rate)
    except BadValue as error:
        raise BadInput([Problem("X071", Place("--rate", 0, 0), error.message, error.hint)]) from None
    if count.per not in ("month", "quarter", "year") or not count.num:
        raise BadInput([Problem("X071", Place("--rate", 0, 0), f"'{rate}' is no rate of arrival", "write 2 per month, per quarter or per year")])
    return " ".join(rate.split())
