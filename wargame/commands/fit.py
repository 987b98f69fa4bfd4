"""`wargame fit`: from tables of what happened to a scenario, and a page that shows how well it fits."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Literal, TypedDict, Unpack

import click

DATE = click.DateTime(["%Y-%m-%d"])


class _Given(TypedDict):
    """The options, as click gives them."""

    out: str | None
    page: str | None
    kind: Literal["volumes", "incidents"] | None
    when: str | None
    end: str | None
    length: str | None
    volume: str | None
    service: str | None
    component: str | None
    severity: str | None
    id_: str | None
    state: str | None
    order: Literal["day", "month"] | None
    from_: dt.datetime | None
    to: dt.datetime | None
    add_up: bool
    open_ended: bool
    time_zone: str | None
    rate: str | None
    based_on: str | None
    name: str | None
    as_json: bool


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@click.option("-o", "--out", type=click.Path(), default=None, help="The scenario to write; default: FILE.fit.yaml, here.")
@click.option("--page", type=click.Path(), default=None, help="The page to write; default: beside the scenario, .html.")
@click.option("--kind", type=click.Choice(["volumes", "incidents"]), default=None, help="What the files hold; default: as their columns say.")
@click.option("--when", help="Column of the date or time: of a volume, or of the start of an incident.")
@click.option("--end", "--resolved", "end", help="Column of the end of an incident.")
@click.option("--length", help="Column of how long an incident lasted, where it has no end; its name says the unit (duration_min).")
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
@click.option("--time-zone", default=None, metavar="ZONE", help="The agreement's time zone (Europe/London): times with an offset are brought to it.")
@click.option("--rate", default=None, metavar="COUNT", help="Judged rate (`2 per month`) of incidents whose own is not estimable.")
@click.option("--based-on", type=click.Path(), default=None, help="A scenario that gives everything else, such as services for a file of incidents.")
@click.option("--name", default=None, help="Name of the scenario; default: from the files.")
@click.option("--json", "as_json", is_flag=True, help="Every figure as JSON.")
def command(files: tuple[str, ...], **given: Unpack[_Given]) -> int:
    """Fit a scenario to files of volumes (a date and a volume) or incidents (a start and an end, or an event log): level, growth, season and noise of
    each service; rate of arrival and law of repair by component and severity. Writes the scenario, and a page that shows how well each figure fits,
    what was left out and what is not estimable."""
    from wargame.core.quantities import is_blank, normalise
    from wargame.studies.fit import fit, keep_others

    first, last, out, page, name = given["from_"], given["to"], given["out"], given["page"], given["name"]
    if first and last and last < first:
        raise click.UsageError("--from must not lie after --to")
    target = Path(out) if out else Path(f"{Path(files[0]).stem}.fit.yaml")
    if not target.name:
        raise click.UsageError(f"--out {out} names a folder; name the file to write, such as ours.yaml")
    shown = Path(page) if page else target.with_suffix(".html")
    if name is not None and is_blank(normalise(name)):
        raise click.UsageError("--name is blank; leave it out, or say what the scenario is to be called")
    if shown == target:
        raise click.UsageError("the scenario and the page need two names: give --page another")
    for path in (target, shown):
        keep_others(path)  # refused before anything is read
    columns = {
        "when": given["when"], "end": given["end"], "length": given["length"], "volume": given["volume"], "service": given["service"],
        "component": given["component"], "severity": given["severity"], "id": given["id_"], "state": given["state"],
    }  # fmt: skip
    found = fit(
        files,
        kind=given["kind"],
        columns={role: column for role, column in columns.items() if column is not None},
        order=given["order"],
        first=first.date() if first else None,
        last=last.date() if last else None,
        add_up=given["add_up"],
        open_ended=given["open_ended"],
        time_zone=given["time_zone"],
        rate=given["rate"],
        based_on=given["based_on"],
        name=name,
    )
    found.write(target, shown)
    if given["as_json"]:
        click.echo(json.dumps({"scenario": str(target), "page": str(shown), "files": found.data()}, indent=1, ensure_ascii=False))
        return 0
    for line in found.headlines:
        click.echo(line)
    click.echo(str(target))
    click.echo(str(shown))
    return 0
