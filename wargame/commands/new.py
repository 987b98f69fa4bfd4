"""`wargame new`: start a draft, a scenario, or a piece of an open room, from a working template."""

from __future__ import annotations

import click


@click.command()
@click.argument("what", type=click.Choice(["draft", "scenario", "clause", "shock", "check"]))
@click.argument("name")
def command(what: str, name: str) -> int:
    """Start a new draft, scenario, clause kind, shock kind or check from a working template."""
    from wargame.report.console.template import start

    for path in start(what, name):
        click.echo(f"wrote {path}")
    return 0
