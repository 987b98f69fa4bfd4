"""`wargame schema`: what a draft, a scenario, variants or one kind may say, as JSON Schema for editors."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("name", metavar="draft|scenario|variants|summary|KIND")
def command(name: str) -> int:
    """The JSON Schema of what people write (draft: its front matter, and the terms of its clauses under `#/$defs/terms`; scenario; variants; the
    terms of one clause kind; the inputs of one shock), or of summary.json.

    Editors know a file by its first line: # yaml-language-server: $schema=scenario.schema.json
    """
    from wargame.studies.schema import schema

    click.echo(json.dumps(schema(name), indent=1, ensure_ascii=False))
    return 0
