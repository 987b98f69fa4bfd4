"""`wargame explain`: one amount down to its sentence; one code, clause kind, shock, distribution or check in words."""

from __future__ import annotations

import json
import re

import click


@click.command()
@click.argument("words", nargs=-1, metavar="RUN POSTING | CODE | KIND")
@click.option("--json", "as_json", is_flag=True)
def command(words: tuple[str, ...], as_json: bool) -> int:
    """One posting of a run down to its sentence (RUN SCENARIO/VARIANT/READING/FUTURE/SEQUENCE), or one code, clause kind, shock, distribution,
    check, governing law or rule of default law in words. Alone: the list of all that has a page."""
    from wargame.report.console.reference import index, page_of
    from wargame.studies.replay import explain

    if len(words) == 2:
        found = explain(words[0], words[1])
        click.echo(json.dumps(found.data(), indent=1, ensure_ascii=False) if as_json else found.text)
        return 0
    if len(words) > 2:
        raise click.UsageError("explain takes RUN and POSTING, or one word")
    page = page_of(words[0]) if words else index()
    page = re.sub(r"\[([^]]+)\]\((?:[\w-]+/)*([\w-]+)\.md\)", r"\1 (`wargame explain \2`)", page)  # a terminal has no links
    click.echo(json.dumps({"name": words[0] if words else "", "text": page}, ensure_ascii=False) if as_json else page)
    return 0
