"""`wargame check`: everything that needs no simulation."""

from __future__ import annotations

import json

import click

from wargame.commands._console import FailOn, show_problems


@click.command()
@click.argument("drafts", nargs=-1, required=True)
@click.option("-s", "--scenario", "scenarios", multiple=True, help="Check against this scenario too (may be given again).")
@click.option("-v", "--variants", "variants_file", help="A file of variants to check with the draft.")
@click.option("--fail-on", type=FailOn(), default="Medium", show_default=True, help="Exit 1 at findings of this severity or a higher one.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def command(drafts: tuple[str, ...], scenarios: tuple[str, ...], variants_file: str | None, fail_on: str, as_json: bool) -> int:
    """Everything that needs no simulation: problems with their places, and findings in the words."""
    from wargame.core.finding import SEVERITIES, at_least
    from wargame.core.words import many
    from wargame.studies.check import check

    seen = check(drafts, scenarios, variants_file, errors="return")
    if seen.problems:
        show_problems(seen.problems)
    if as_json:
        click.echo(json.dumps(seen.data(), indent=1, ensure_ascii=False))
    else:
        for finding in seen.register:
            click.echo(f"{finding}\n  ask: {finding.question}\n  words: {finding.proposal}")
        if not seen.problems:
            click.echo(f"{many(len(drafts), 'draft')}, {seen.rules} rules, {many(len(seen.register), 'finding')}")
    if seen.errors:
        return 2
    if seen.problems and fail_on != "never" and SEVERITIES.index(fail_on) <= SEVERITIES.index("Medium"):
        return 1
    return 1 if fail_on != "never" and at_least(seen.register, fail_on) else 0
