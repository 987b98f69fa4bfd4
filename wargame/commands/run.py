"""`wargame run`: a draft through scenarios, and the report of what each party stands to lose."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import click

from wargame.commands._console import FailOn, choice_of
from wargame.commands._playing import play, print_verdict


@click.command()
@click.argument("draft")
@click.option("-s", "--scenario", "scenarios", multiple=True, required=True, help="A scenario (may be given again).")
@click.option("-v", "--variants", "variants_file", help="A file of variants; all are played unless --variant names some.")
@click.option("--variant", "variants", multiple=True, help="Play only this variant beside the base (may be given again).")
@click.option("--choose", multiple=True, metavar="CLAUSE:TERM=OPTION", help="Decide an open construction for this run (may be given again).")
@click.option(
    "--readings",
    type=click.Choice(["all", "adverse", "base"]),
    default="all",
    show_default=True,
    help="The draft as usual practice reads it, with the two adverse readings, or with each open construction alone too.",
)
@click.option("--no-default-law", is_flag=True, help="Leave out what the governing law says where the draft is silent.")
@click.option("--law-off", multiple=True, metavar="RULE", help="Leave out one rule of it, such as damages (may be given again).")
@click.option("--futures", type=click.IntRange(1, 10_000_000), default=8192, show_default=True, help="How many futures.")
@click.option("--seed", type=click.IntRange(0, 2**63), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes; default: one for each processor.")
@click.option(
    "--postings", type=click.IntRange(0, 100_000), default=200, show_default=True, help="Simulations whose postings are written, over all cells."
)
@click.option(
    "--price-all", is_flag=True, help="Play every patch, interpretation and knock-out of an agreement of very many terms; the run says what it left."
)
@click.option("--out", type=click.Path(), default=None, help="Directory for the results; default: reports/DRAFT.")
@click.option("--for", "audience_words", multiple=True, metavar="READER", help="Only for director, risk, lawyer, supplier; or client, provider.")
@click.option("--share", is_flag=True, help="A copy for the other party: without either party's own costs, losses, behaviour and limits.")
@click.option("--export", "formats", multiple=True, metavar="KIND", help="Only this format (may be given again), such as page, issues or markdown.")
@click.option("--png", is_flag=True, help="Write the charts as PNG pictures too, beside the SVG files (needs matplotlib).")
@click.option("--fail-on", type=FailOn(), default="never", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print summary.json instead of the verdict.")
def command(
    draft: str,
    scenarios: tuple[str, ...],
    variants_file: str | None,
    variants: tuple[str, ...],
    choose: tuple[str, ...],
    readings: Literal["all", "adverse", "base"],
    no_default_law: bool,
    law_off: tuple[str, ...],
    futures: int,
    seed: int,
    workers: int | None,
    postings: int,
    price_all: bool,
    out: str | None,
    audience_words: tuple[str, ...],
    share: bool,
    formats: tuple[str, ...],
    png: bool,
    fail_on: str,
    as_json: bool,
) -> int:
    """Play a draft through scenarios and write a report of what each party stands to lose."""
    from wargame.core.finding import at_least
    from wargame.report.files.outputs import audience, chosen
    from wargame.simulation.run.prepare import RunSpec

    if variants and not variants_file:
        raise click.UsageError("--variant needs --variants FILE")
    if law_off:
        _check_rules(draft, law_off)
    spec = RunSpec(
        draft,
        scenarios,
        variants_file,
        variants,
        futures,
        seed,
        tuple(choice_of(text) for text in choose),
        readings,
        default_law=not no_default_law,
        law_off=law_off,
        price_all=price_all,
    )
    directory = Path(out) if out else Path("reports") / (Path(draft.rstrip("/")).stem + ("-shared" if share else ""))
    who, exports = audience(audience_words, share), chosen(formats, share=share)
    if png and not any(one.for_pictures for one in exports):
        raise click.UsageError("--png paints the charts of the page: ask for that too, with --export page")
    summary, findings = play(spec, directory, workers or os.cpu_count() or 1, postings, who, png=png, exports=exports)
    print_verdict(summary, directory, as_json)
    return 1 if fail_on != "never" and at_least(findings, fail_on) else 0


def _check_rules(path: str, named: tuple[str, ...]) -> None:
    """UsageError where something named is no rule of the law that stands behind the draft; BadInput where the draft cannot be read."""
    from wargame.contract.rules.default_law import law_packs, pack_of
    from wargame.contract.rules.kinds import clause_kinds
    from wargame.contract.text.draft import load_draft

    law = load_draft(path, clause_kinds()).front.law
    pack = pack_of(law)
    if pack is None:
        of = f"its `law:` is {law}" if law else "it names no `law:`"
        raise click.UsageError(f"--law-off {named[0]}: no default law stands behind the draft: {of}; there is one for {', '.join(law_packs())}")
    if unknown := sorted(set(named) - set(pack.names())):
        raise click.UsageError(f"--law-off {unknown[0]}: no rule of default law is called so; rules are {', '.join(pack.names())}")
