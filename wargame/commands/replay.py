"""`wargame replay`: one life of a run event by event, or many compared with what the run wrote."""

from __future__ import annotations

import json

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
    from wargame.studies.replay import replay, verify

    first, last = _range(futures)
    if first != last:
        found = verify(directory, first, last, scenario, variant, reading)
        for row in () if as_json else found.rows:
            cell = " / ".join((row["scenario"], row["variant"], row["reading"]))
            click.echo(f"{cell}: {row['futures']} lives, {row['differences']} differing numbers")
        if as_json:
            click.echo(json.dumps(found.rows, indent=1))
        return 3 if found.differences else 0
    life = replay(directory, first, scenario, variant, reading)
    click.echo(json.dumps(life.data(), indent=1, ensure_ascii=False) if as_json else life.text)
    return 3 if life.differences else 0


def _range(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    named = [first, *([last] if dash else [])]
    if not all(word.isdecimal() and len(word) < 10 for word in named) or (dash and int(last) < int(first)):
        raise click.UsageError(f"'{text[:60]}' is neither a future (17) nor a range of futures (0-199)")
    return int(first), int(last) if dash else int(first)
