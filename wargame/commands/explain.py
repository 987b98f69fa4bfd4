"""`wargame explain`: one amount down to its sentence; one code, clause kind, shock, distribution or check in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click


@click.command()
@click.argument("words", nargs=-1, metavar="RUN POSTING | CODE | KIND")
@click.option("--json", "as_json", is_flag=True)
def command(words: tuple[str, ...], as_json: bool) -> int:
    """One posting of a run down to its sentence (RUN SCENARIO/VARIANT/READING/FUTURE/SEQUENCE), or one code, clause kind, shock, distribution,
    check, governing law or rule of default law in words. Alone: the list of all that has a page."""
    from wargame.report.console.reference import index, page_of
    from wargame.report.console.terminal import show_explanation
    from wargame.simulation.run.replays import explain_one

    if len(words) == 2:
        cell, explanation, currency = explain_one(Path(words[0]), words[1])
        click.echo(show_explanation(cell, explanation, currency, as_json=as_json))
        return 0
    if len(words) > 2:
        raise click.UsageError("explain takes RUN and POSTING, or one word")
    page = page_of(words[0]) if words else index()
    page = re.sub(r"\[([^]]+)\]\((?:[\w-]+/)*([\w-]+)\.md\)", r"\1 (`wargame explain \2`)", page)  # a terminal has no links
    click.echo(json.dumps({"name": words[0] if words else "", "text": page}, ensure_ascii=False) if as_json else page)
    return 0
