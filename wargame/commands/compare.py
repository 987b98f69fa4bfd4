"""`wargame compare`: which wording is better for whom, on the same futures."""

from __future__ import annotations

import json
import os

import click

from wargame.commands._console import side_by_side


@click.command()
@click.argument("draft")
@click.option("-v", "--variants", "variants_file", required=True, help="A file of variants; all are played unless --variant names some.")
@click.option("--variant", "variants", multiple=True, help="Play only this variant beside the base (may be given again).")
@click.option("-s", "--scenario", "scenarios", multiple=True, required=True, help="A scenario (may be given again).")
@click.option("--futures", type=click.IntRange(1, 1_000_000), default=2048, show_default=True, help="How many futures.")
@click.option("--seed", type=click.IntRange(0, 2**63), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes; default: one for each processor.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON, with differences of VaR, TVaR and worst too.")
def command(
    draft: str,
    variants_file: str,
    variants: tuple[str, ...],
    scenarios: tuple[str, ...],
    futures: int,
    seed: int,
    workers: int | None,
    as_json: bool,
) -> int:
    """How much more or less each party loses under every variant than under the draft as it stands, with 95 % intervals, and the regret of each."""
    from wargame.analysis.paired import differences, regrets
    from wargame.core.money import Money, currency
    from wargame.report.side_by_side import aligned, line_of, row_of
    from wargame.simulation.prepare import RunSpec

    ready, nets = side_by_side(RunSpec(draft, scenarios, variants_file, variants, futures, seed), workers or os.cpu_count() or 1)
    code = ready.draft.front.currency
    digits = currency(code).digits
    regret = regrets(nets)
    if as_json:
        told = [
            {"variant": wording, "party": party, "scenario": scenario, "regret": round(amount) / 10**digits}
            for (wording, party, scenario), amount in regret.items()
        ]
        rows = [row_of(one, digits) for one in differences(nets)]
        click.echo(json.dumps({"currency": code, "futures": futures, "compare": rows, "regret": told}, indent=1, ensure_ascii=False))
        return 0
    lines = [("variant", "scenario", "party", "mean loss, against the draft", "95 % interval", "")]
    lines += [(one.wording, one.scenario, one.party, *line_of(one, code)) for one in differences(nets, ("mean",))]
    click.echo("\n".join(aligned(lines)))
    click.echo("\nlargest regret over the scenarios: how much less the best wording would have lost a party, mean a life")
    worst = {}
    for (wording, party, scenario), amount in regret.items():
        worst[wording, party] = max(worst.get((wording, party), (amount, scenario)), (amount, scenario))
    shown = [("variant", "scenario", "party", "regret")]
    shown += [(wording, where, party, str(Money(round(amount), code))) for (wording, party), (amount, where) in worst.items()]
    click.echo("\n".join(aligned(shown)))
    return 0
