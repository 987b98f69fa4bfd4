"""`wargame replay`: one life of a run event by event, or many compared with what the run wrote."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("directory", type=click.Path())
@click.argument("futures")
@click.option("-s", "--scenario", help="Only this scenario.")
@click.option("--variant", help="Only this variant.")
@click.option("--reading", help="Only this reading: base, client-adverse, provider-adverse, or a single one such as `8.1 clock = detection`.")
@click.option("--json", "as_json", is_flag=True)
def command(directory: str, futures: str, scenario: str | None, variant: str | None, reading: str | None, as_json: bool) -> int:
    """One life of a run event by event (FUTURE), or many (FIRST-LAST) compared with what the run wrote, to the last minor unit."""
    from wargame.report.console.terminal import show_life
    from wargame.simulation.run.replays import compare_lives, one_life

    first, last = _range(futures)
    if first != last:
        outcome = compare_lives(Path(directory), first, last, scenario, variant, reading)
        lines = [f"{' / '.join((row['scenario'], row['variant'], row['reading']))}: {row['futures']} lives, " for row in outcome]
        lines = [f"{line}{row['differences']} differing numbers" for line, row in zip(lines, outcome, strict=True)]
        click.echo(json.dumps(outcome, indent=1) if as_json else "\n".join(lines))
        return 3 if any(row["differences"] for row in outcome) else 0
    cell, rules, told, differences = one_life(Path(directory), first, scenario, variant, reading)
    click.echo(show_life(cell, rules, told, differences, as_json=as_json))
    return 3 if differences else 0


def _range(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    named = [first, *([last] if dash else [])]
    if not all(word.isdecimal() and len(word) < 10 for word in named) or (dash and int(last) < int(first)):
        raise click.UsageError(f"'{text[:60]}' is neither a future (17) nor a range of futures (0-199)")
    return int(first), int(last) if dash else int(first)
