"""`wargame diff`: which words changed between two drafts, and how much each change moved."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wargame.commands._playing import side_by_side

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
def command(draft: str, second: str, scenarios: tuple[str, ...], futures: int, seed: int, workers: int | None, out: str | None, as_json: bool) -> int:
    """Which words changed from DRAFT to SECOND, and how much more (+) or less (−) each party loses by each change alone, by all together, and by
    what they do to each other: less than 0 is better for that party."""
    from wargame.analysis.figures.amounts import MajorUnits
    from wargame.analysis.figures.paired import differences, remainder
    from wargame.contract.rules.changes import ALL
    from wargame.report.console.side_by_side import row_of
    from wargame.report.files import comparison
    from wargame.simulation.run.prepare import RunSpec, today

    began, count = today(), workers or os.cpu_count() or 1
    if out is not None:
        comparison.check_free(Path(out))
    ready, nets = side_by_side(RunSpec(draft, scenarios, futures=futures, seed=seed, against=second), count)
    code = ready.draft.front.currency
    alone = [change.clause for change in ready.changes if change.alone is not None]
    found = differences(nets, ("mean",))
    found += remainder(nets, alone, ALL)
    if as_json or out is not None:
        told = [
            {"clause": one.clause, "title": one.title, "what": one.what, "lines": one.lines, "moves": one.moves, "why": one.why}
            for one in ready.changes
        ]
        data = {"currency": code, "futures": futures, "changes": told, "compare": [row_of(one, MajorUnits(code)).data() for one in found]}
        if out is not None:
            comparison.write_comparison(Path(out), ready, data, sys.argv[1:], began, count)
        if as_json:
            click.echo(comparison.as_json(data))
            return 0
    if not ready.changes:
        click.echo("no words and no terms differ")
        return 0
    for change in ready.changes:
        click.echo(f"{change.clause} {change.title}".strip() + f": {change.what}")
        for line in change.lines:
            click.echo(f"  {line}")
        if not change.moves:
            click.echo("  words only: no term changed, so that nothing played differs")
        elif change.alone is None:
            click.echo(f"  not played alone: {change.why}")
        _show([one for one in found if one.variant == change.clause], code)
    click.echo("all changes together")
    _show([one for one in found if one.variant == ALL], code)
    if len(alone) > 1:
        click.echo("together beyond the sum of each alone")
        _show([one for one in found if one.variant not in (ALL, *alone)], code)
    return 0


def _show(rows: list[Paired], code: str) -> None:
    from wargame.report.console.side_by_side import aligned, line_of

    if rows:
        click.echo("\n".join(f"  {line}" for line in aligned([("", one.scenario, one.party, *line_of(one, code)) for one in rows])))
