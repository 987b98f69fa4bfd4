"""`wargame diff`: which words changed between two drafts, and how much each change moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from wargame.commands._comparing import Given, finish, listening

if TYPE_CHECKING:
    from wargame.analysis.figures.paired import Paired


@click.command()
@click.argument("draft")
@click.argument("second")
@click.option("-s", "--scenario", "scenarios", multiple=True, required=True, help="A scenario (may be given again).")
@click.option("--futures", type=click.IntRange(1, 1_000_000), default=2048, show_default=True, help="How many futures.")
@click.option("--seed", type=click.IntRange(0, 2**63), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes; default: one for each processor.")
@click.option("--out", type=click.Path(), default=None, help="Write comparison.json, comparison.csv and manifest.json into this directory too.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def command(draft: str, second: str, scenarios: tuple[str, ...], **given: Unpack[Given]) -> int:
    """Which words changed from DRAFT to SECOND, and how much more (+) or less (−) each party loses by each change alone, by all together, and by
    what they do to each other: less than 0 is better for that party."""
    from wargame.contract.rules.changes import ALL
    from wargame.studies.compare import diff

    with listening(given) as options:
        found = diff(draft, second, scenarios, **options)
    if finish(found, given):
        return 0
    if not found.changes:
        click.echo("no words and no terms differ")
        return 0
    for change in found.changes:
        click.echo(f"{change.clause} {change.title}".strip() + f": {change.what}")
        for line in change.lines:
            click.echo(f"  {line}")
        if not change.moves:
            click.echo("  words only: no term changed, so that nothing played differs")
        elif change.alone is None:
            click.echo(f"  not played alone: {change.why}")
        _show([one for one in found.rows if one.variant == change.clause], found.currency)
    click.echo("all changes together")
    _show([one for one in found.rows if one.variant == ALL], found.currency)
    if len(found.alone) > 1:
        click.echo("together beyond the sum of each alone")
        _show([one for one in found.rows if one.variant not in (ALL, *found.alone)], found.currency)
    return 0


def _show(rows: list[Paired], code: str) -> None:
    from wargame.report.console.side_by_side import aligned, line_of

    if rows:
        click.echo("\n".join(f"  {line}" for line in aligned([("", one.scenario, one.party, *line_of(one, code)) for one in rows])))
