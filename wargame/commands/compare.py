"""`wargame compare`: which variant is better for whom, on the same futures."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wargame.commands._playing import side_by_side

if TYPE_CHECKING:
    from fractions import Fraction


@click.command()
@click.argument("draft")
@click.option("-v", "--variants", "variants_file", required=True, help="A file of variants; all are played unless --variant names some.")
@click.option("--variant", "variants", multiple=True, help="Play only this variant beside the current draft (may be given again).")
@click.option("-s", "--scenario", "scenarios", multiple=True, required=True, help="A scenario (may be given again).")
@click.option("--futures", type=click.IntRange(1, 1_000_000), default=2048, show_default=True, help="How many futures.")
@click.option("--seed", type=click.IntRange(0, 2**63), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes; default: one for each processor.")
@click.option("--out", type=click.Path(), default=None, help="Write comparison.json, comparison.csv and manifest.json into this directory too.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON, with differences of VaR, TVaR and worst too.")
def command(
    draft: str,
    variants_file: str,
    variants: tuple[str, ...],
    scenarios: tuple[str, ...],
    futures: int,
    seed: int,
    workers: int | None,
    out: str | None,
    as_json: bool,
) -> int:
    """How much more (+) or less (−) each party loses under every variant than under the current draft, with 95 % intervals, and the regret of
    each: less than 0 is better for that party."""
    from wargame.analysis.figures.amounts import MajorUnits
    from wargame.analysis.figures.paired import differences, regrets
    from wargame.core.money import Money
    from wargame.report.console.side_by_side import aligned, line_of, row_of
    from wargame.report.files import comparison
    from wargame.simulation.run.prepare import RunSpec, today

    began, count = today(), workers or os.cpu_count() or 1
    if out is not None:
        comparison.check_free(Path(out))
    ready, nets = side_by_side(RunSpec(draft, scenarios, variants_file, variants, futures, seed), count)
    code = ready.draft.front.currency
    money, regret = MajorUnits(code), regrets(nets)
    if as_json or out is not None:
        told = [
            {"variant": variant, "party": party, "scenario": scenario, "value": money(amount)}
            for (variant, party, scenario), amount in regret.items()
        ]
        data = {"currency": code, "futures": futures, "compare": [row_of(one, money) for one in differences(nets)], "regret": told}
        if out is not None:
            comparison.write_comparison(Path(out), ready, data, sys.argv[1:], began, count)
        if as_json:
            click.echo(comparison.as_json(data))
            return 0
    lines = [("variant", "scenario", "party", "mean loss, against the current draft", "95 % interval", "")]
    lines += [(one.variant, one.scenario, one.party, *line_of(one, code)) for one in differences(nets, ("mean",))]
    click.echo("\n".join(aligned(lines)))
    click.echo("\nlargest regret over the scenarios: how much less the best variant would have lost a party, mean a life")
    worst: dict[tuple[str, str], tuple[Fraction, str]] = {}
    for (variant, party, scenario), amount in regret.items():
        worst[variant, party] = max(worst.get((variant, party), (amount, scenario)), (amount, scenario))
    shown = [("variant", "scenario", "party", "regret")]
    shown += [(variant, where, party, str(Money(round(amount), code))) for (variant, party), (amount, where) in worst.items()]
    click.echo("\n".join(aligned(shown)))
    return 0
