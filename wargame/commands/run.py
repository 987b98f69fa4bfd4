"""`wargame run`: a draft through scenarios, and the report of what each party stands to lose."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, TypedDict, Unpack

import click

from wargame.commands._console import FailOn, choice_of
from wargame.commands._playing import print_verdict, progress


class _Given(TypedDict):
    """The options, as click gives them."""

    scenarios: tuple[str, ...]
    variants_file: str | None
    variants: tuple[str, ...]
    choose: tuple[str, ...]
    readings: Literal["all", "adverse", "base"]
    no_default_law: bool
    law_off: tuple[str, ...]
    futures: int
    seed: int
    workers: int | None
    postings: int
    price_all: bool
    out: str | None
    audience_words: tuple[str, ...]
    share: bool
    formats: tuple[str, ...]
    png: bool
    fail_on: str
    as_json: bool


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
def command(draft: str, **given: Unpack[_Given]) -> int:
    """Play a draft through scenarios and write a report of what each party stands to lose."""
    from wargame.contract.rules.default_law import no_rule_of
    from wargame.core.finding import at_least
    from wargame.report.files.outputs import chosen
    from wargame.studies.inputs import read_draft
    from wargame.studies.run import run

    if given["variants"] and not given["variants_file"]:
        raise click.UsageError("--variant needs --variants FILE")
    if given["law_off"] and (said := no_rule_of(read_draft(draft).front.law, given["law_off"])):
        raise click.UsageError(f"--law-off {said}")
    if given["png"] and not any(one.for_pictures for one in chosen(given["formats"], share=given["share"])):
        raise click.UsageError("--png paints the charts of the page: ask for that too, with --export page")
    choices = [choice_of(text) for text in given["choose"]]
    folder = Path(draft.rstrip("/")).stem + ("-shared" if given["share"] else "")
    directory = Path(given["out"]) if given["out"] else Path("reports") / folder
    with progress() as heard:
        played = run(
            draft,
            given["scenarios"],
            variants=given["variants_file"],
            futures=given["futures"],
            seed=given["seed"],
            workers=given["workers"],
            out=directory,
            only=given["variants"],
            choices={(clause, name): option for clause, name, option in choices},
            readings=given["readings"],
            default_law=not given["no_default_law"],
            law_off=given["law_off"],
            price_all=given["price_all"],
            postings=given["postings"],
            share=given["share"],
            readers=given["audience_words"],
            exports=given["formats"],
            png=given["png"],
            progress=heard,
            command=sys.argv[1:],
        )
    print_verdict(played, directory, given["as_json"])
    return 1 if given["fail_on"] != "never" and at_least(played.register, given["fail_on"]) else 0
