"""`wargame compare`: which variant is better for whom, on the same futures."""

from __future__ import annotations

from fractions import Fraction
from typing import Unpack

import click

from wargame.commands._comparing import Given, finish, listening


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
def command(draft: str, variants_file: str, scenarios: tuple[str, ...], variants: tuple[str, ...], **given: Unpack[Given]) -> int:
    """How much more (+) or less (−) each party loses under every variant than under the current draft, with 95 % intervals, and the regret of
    each: less than 0 is better for that party."""
    from wargame.core.money import Money
    from wargame.report.console.side_by_side import aligned, line_of
    from wargame.studies.compare import compare

    with listening(given) as options:
        found = compare(draft, variants_file, scenarios, only=variants, **options)
    if finish(found, given):
        return 0
    code = found.currency
    lines = [("variant", "scenario", "party", "mean loss, against the current draft", "95 % interval", "")]
    lines += [(one.variant, one.scenario, one.party, *line_of(one, code)) for one in found.means]
    click.echo("\n".join(aligned(lines)))
    click.echo("\nlargest regret over the scenarios: how much less the best variant would have lost a party, mean a life")
    worst: dict[tuple[str, str], tuple[Fraction, str]] = {}
    for (variant, party, scenario), amount in found.regret.items():
        worst[variant, party] = max(worst.get((variant, party), (amount, scenario)), (amount, scenario))
    shown = [("variant", "scenario", "party", "regret")]
    shown += [(variant, where, party, str(Money(round(amount), code))) for (variant, party), (amount, where) in worst.items()]
    click.echo("\n".join(aligned(shown)))
    return 0
