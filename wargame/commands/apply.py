"""`wargame apply`: what findings propose, as a variant to be played, and whether it mends what was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from wargame.studies.remedy import Remedied


@click.command()
@click.argument("source", metavar="RUN|DRAFT", type=click.Path())
@click.argument("findings", nargs=-1, required=True, metavar="FINDING…")
@click.option("-s", "--scenario", "scenarios", multiple=True, help="For a draft: look it over in this scenario too (may be given again).")
@click.option("-o", "--out", type=click.Path(), default=None, help="The variants file to write; default: SOURCE.patches.yaml.")
@click.option("--check/--no-check", "checked", default=True, show_default=True, help="Apply each patch, look again and say what came of it.")
@click.option("--futures", type=click.IntRange(1, 2048), default=512, show_default=True, help="Futures a scenario for looking again.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def command(source: str, findings: tuple[str, ...], scenarios: tuple[str, ...], out: str | None, checked: bool, futures: int, as_json: bool) -> int:
    """Write the patches of findings (by the names the register shows) as a variants file for `wargame run -v`."""
    from wargame.studies.apply import apply, keep_others

    path = Path(source)
    target = Path(out) if out is not None else path.with_name(f"{path.stem}.patches.yaml")
    keep_others(target)  # refused before anything is played
    found = apply(source, findings, scenarios, check=checked, futures=futures)
    found.write(target)
    if as_json:
        click.echo(json.dumps({"variants_file": str(target), "currency": found.currency, "applied": found.applied()}, indent=1, ensure_ascii=False))
    else:
        for one in found.remedies:
            click.echo(_said(one, found.currency))
        click.echo(str(target))
    return 0 if found.mended else 1


def _said(one: Remedied, code: str) -> str:
    from wargame.core.money import currency

    unit = 10 ** currency(code).digits
    words = [f"{one.finding.id}: {'gone' if one.gone else 'still there'}"]
    words.append("no new finding of equal or greater severity" if not one.come else f"new, and as severe: {', '.join(each.id for each in one.come)}")
    for party, spread in one.change.items():
        between = "" if spread.low is None else f" ({spread.low / unit:+,.0f} to {spread.high / unit:+,.0f})"
        words.append(f"mean loss of the {party} {spread.mean / unit:+,.0f} {code}{between}")
    return "; ".join(words)
