"""The command line: `wargame demo | check | run | replay | explain | new`.

stdout is the result (`--json` everywhere), stderr the progress and the problems. Exit codes: 0 fine · 1 a finding at or above --fail-on · 2 bad input
· 3 a result that could not be finished or written · 130 interrupted.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from wargame.core.problem import BadInput, Place, Problem, render


def main() -> None:
    """Entry point: turns every expected trouble into words and an exit code."""
    code = 3
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        code = 130
    sys.exit(code)


def _interrupted(*_: object) -> None:
    """A polite request to end is treated as Ctrl-C: finished files stay, unfinished ones go, workers are sent home."""
    raise KeyboardInterrupt


def _run(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character gets a question mark, not a traceback
    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    try:
        result = cli.main(args=arguments, prog_name="wargame", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except BadInput as error:
        show_problems(error.problems, as_json="--json" in arguments)
        return 2
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except OverflowError as error:
        if debug:
            raise
        click.echo(f"wargame: a figure of the draft or the scenario is too large to be exact: {error}", err=True)
        return 2
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"wargame: {error}"
            if type(error).__name__ == "Unwritable"
            else f"wargame: something failed that should not: {type(error).__name__}: {error}\nrun again with --debug to see where",
            err=True,
        )
        return 3


def show_problems(problems: tuple[Problem, ...], *, as_json: bool = False) -> None:
    """All problems, each with its source line and caret, on stderr; as data on stdout with --json."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        file = problem.place.file
        if file not in lines:
            try:
                lines[file] = Path(file).read_text(encoding="utf-8-sig").splitlines() if problem.place.line else []
            except (OSError, ValueError):
                lines[file] = []
        click.echo(render(problem, lines[file]), err=True)
    click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)
    if as_json:
        click.echo(json.dumps({"problems": [problem.data() for problem in problems]}, indent=1, ensure_ascii=False))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="wargame")
def cli() -> None:
    """Play thousands of contract lives against a draft agreement, and see where its words fail and what that costs each party."""


@cli.command()
@click.argument("drafts", nargs=-1, required=True)
@click.option("-s", "--scenario", "scenarios", multiple=True, help="Check against this scenario too (may be given again).")
@click.option("-v", "--variants", "variants_file", help="A file of variants to check with the draft.")
@click.option(
    "--fail-on", type=click.Choice(["note", "warning", "grave", "never"]), default="warning", show_default=True, help="Exit 1 at findings this grave."
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def check(drafts: tuple[str, ...], scenarios: tuple[str, ...], variants_file: str | None, fail_on: str, as_json: bool) -> int:
    """Everything that needs no simulation: problems with their places, and findings in the words."""
    from wargame.analysis.check import look_over
    from wargame.core.finding import at_least
    from wargame.simulation.prepare import check_drafts

    problems, books = check_drafts(drafts, scenarios, variants_file)
    findings = list(dict.fromkeys(finding for rules in books for finding in look_over(rules)))  # a variant repeats what the draft has
    if problems:
        show_problems(problems)
    if as_json:
        shown = {"problems": [problem.data() for problem in problems], "findings": [finding.data() for finding in findings]}
        click.echo(json.dumps(shown, indent=1, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{finding}\n  ask: {finding.question}\n  words: {finding.proposal}")
        if not problems:
            clauses = sum(len(rules.clauses) for rules in books)
            click.echo(
                f"{len(drafts)} draft{'s' if len(drafts) != 1 else ''}, {clauses} rules, {len(findings)} finding{'s' if len(findings) != 1 else ''}"
            )
    if any(problem.severity == "error" for problem in problems):
        return 2
    if problems and fail_on in ("note", "warning"):
        return 1
    return 1 if fail_on != "never" and at_least(findings, fail_on) else 0


@cli.command()
@click.argument("draft")
@click.option("-s", "--scenario", "scenarios", multiple=True, required=True, help="A scenario (may be given again).")
@click.option("-v", "--variants", "variants_file", help="A file of variants; all are played unless --variant names some.")
@click.option("--variant", "variants", multiple=True, help="Play only this variant beside the base (may be given again).")
@click.option("--choose", multiple=True, metavar="CLAUSE:TERM=OPTION", help="Decide an open construction for this run (may be given again).")
@click.option("--futures", type=click.IntRange(1, 10_000_000), default=8192, show_default=True, help="How many futures.")
@click.option("--seed", type=click.IntRange(0, 2**63), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes; default: one for each processor.")
@click.option("--postings", type=click.IntRange(0, 100_000), default=200, show_default=True, help="Lives told posting by posting, over all cells.")
@click.option("--out", type=click.Path(), default=None, help="Directory for the results; default: reports/DRAFT.")
@click.option("--fail-on", type=click.Choice(["note", "warning", "grave", "never"]), default="never", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print summary.json instead of the verdict.")
def run(
    draft: str,
    scenarios: tuple[str, ...],
    variants_file: str | None,
    variants: tuple[str, ...],
    choose: tuple[str, ...],
    futures: int,
    seed: int,
    workers: int | None,
    postings: int,
    out: str | None,
    fail_on: str,
    as_json: bool,
) -> int:
    """Play a draft through scenarios and write a report of what each party stands to lose."""
    from wargame.core.finding import at_least
    from wargame.simulation.prepare import RunSpec

    if variants and not variants_file:
        raise click.UsageError("--variant needs --variants FILE")
    spec = RunSpec(draft, scenarios, variants_file, variants, futures, seed, tuple(_choice(text) for text in choose))
    directory = Path(out) if out else Path("reports") / Path(draft.rstrip("/")).stem
    summary, findings = _play(spec, directory, workers or os.cpu_count() or 1, postings)
    _print_verdict(summary, directory, as_json)
    return 1 if fail_on != "never" and at_least(findings, fail_on) else 0


@cli.command()
@click.option("--futures", type=click.IntRange(1, 1_000_000), default=2048, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=None)
@click.option("--out", type=click.Path(), default=str(Path("reports") / "demo"), show_default=True)
@click.option("--json", "as_json", is_flag=True)
def demo(futures: int, workers: int | None, out: str, as_json: bool) -> int:
    """The whole job on the sample agreement, in under a minute."""
    from wargame.simulation.prepare import RunSpec

    here = Path(__file__).resolve().parent.parent
    home = Path() if Path("contracts/customer-care.md").is_file() else here
    names = ("baseline", "peak-surge", "platform-outage", "new-regulation", "perfect-storm")
    draft = home / "contracts" / "customer-care.md"
    if not draft.is_file():
        raise BadInput([Problem("X020", Place(str(draft), 0, 0), "the sample agreement is not here", "run `wargame demo` in a clone of the project")])
    spec = RunSpec(
        str(draft),
        tuple(str(home / "scenarios" / f"{name}.yaml") for name in names),
        str(home / "contracts" / "customer-care.variants.yaml"),
        (),
        futures,
    )
    summary, _ = _play(spec, Path(out), workers or os.cpu_count() or 1, 100)
    _print_verdict(summary, Path(out), as_json)
    return 0


@cli.command()
@click.argument("directory", type=click.Path())
@click.argument("futures")
@click.option("-s", "--scenario", help="Only this scenario.")
@click.option("--variant", help="Only this variant.")
@click.option("--json", "as_json", is_flag=True)
def replay(directory: str, futures: str, scenario: str | None, variant: str | None, as_json: bool) -> int:
    """One life of a run event by event (FUTURE), or many (FIRST-LAST) compared with what the run wrote, to the last minor unit."""
    from wargame.report.terminal import show_life
    from wargame.simulation.replays import compare_lives, one_life

    first, last = _range(futures)
    if first != last:
        outcome = compare_lives(Path(directory), first, last, scenario, variant)
        click.echo(
            json.dumps(outcome, indent=1)
            if as_json
            else "\n".join(f"{row['scenario']} / {row['variant']}: {row['lives']} lives, {row['differences']} differing numbers" for row in outcome)
        )
        return 3 if any(row["differences"] for row in outcome) else 0
    cell, rules, told, differences = one_life(Path(directory), first, scenario, variant)
    click.echo(show_life(cell, rules, told, differences, as_json=as_json))
    return 3 if differences else 0


@cli.command()
@click.argument("words", nargs=-1, required=True, metavar="RUN POSTING | CODE | KIND")
@click.option("--json", "as_json", is_flag=True)
def explain(words: tuple[str, ...], as_json: bool) -> int:
    """One posting of a run down to its sentence (RUN SCENARIO/VARIANT/READING/FUTURE/SEQUENCE), or one code, clause kind, shock or check in words."""
    from wargame.report.reference import page_of
    from wargame.report.terminal import show_explanation
    from wargame.simulation.replays import explain_one

    if len(words) == 2:
        cell, explanation, currency = explain_one(Path(words[0]), words[1])
        click.echo(show_explanation(cell, explanation, currency, as_json=as_json))
        return 0
    if len(words) > 2:
        raise click.UsageError("explain takes RUN and POSTING, or one word")
    page = page_of(words[0])
    click.echo(json.dumps({"name": words[0], "text": page}, ensure_ascii=False) if as_json else page)
    return 0


@cli.command()
@click.argument("what", type=click.Choice(["draft", "scenario", "clause", "shock", "check"]))
@click.argument("name")
def new(what: str, name: str) -> int:
    """Start a new draft, scenario, clause kind, shock kind or check from a working template."""
    from wargame.report.template import start

    click.echo(f"wrote {start(what, name)}")
    return 0


def _play(spec: Any, directory: Path, workers: int, postings: int) -> tuple[dict[str, Any], list[Any]]:
    from wargame.report.bundle import produce

    with _progress() as tick:
        return produce(spec, directory, workers, postings, sys.argv[1:], tick)


def _print_verdict(summary: dict[str, Any], directory: Path, as_json: bool) -> None:
    from wargame.analysis.verdict import verdict

    if as_json:
        click.echo(json.dumps(summary, indent=1, sort_keys=True, ensure_ascii=False))
        return
    for line in verdict(summary):
        click.echo(line)
    click.echo(str(directory / "report.html"))


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, silence elsewhere. The callable takes (what is going on, done, of how many)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what, done, total: None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _range(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not first.isdigit() or (dash and not last.isdigit()) or (dash and int(last) < int(first)):
        raise click.UsageError(f"'{text}' is neither a future (17) nor a range of futures (0-199)")
    return int(first), int(last) if dash else int(first)


def _choice(text: str) -> tuple[str, str, str]:
    clause, colon, rest = text.partition(":")
    name, equals, option = rest.partition("=")
    if not colon or not equals:
        raise click.UsageError(f"--choose {text}: write CLAUSE:TERM=OPTION, such as `8.1:overlapping outages=added`")
    return clause.strip(), name.strip().replace(" ", "_"), option.strip()
