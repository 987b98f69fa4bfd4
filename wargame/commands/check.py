"""`wargame check`: everything that needs no simulation."""

from __future__ import annotations

import json

import click

from wargame.commands._console import FailOn, show_problems


@click.command()
@click.argument("drafts", nargs=-1, required=True)
@click.option("-s", "--scenario", "scenarios", multiple=True, help="Check against this scenario too (may be given again).")
@click.option("-v", "--variants", "variants_file", help="A file of variants to check with the draft.")
@click.option("--fail-on", type=FailOn(), default="Medium", show_default=True, help="Exit 1 at findings of this severity or a higher one.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def command(drafts: tuple[str, ...], scenarios: tuple[str, ...], variants_file: str | None, fail_on: str, as_json: bool) -> int:
    """Everything that needs no simulation: problems with their places, and findings in the words."""
    from wargame.analysis.findings.check import look_over
    from wargame.analysis.findings.evidence import Evidence
    from wargame.core.finding import SEVERITIES, at_least
    from wargame.simulation.drafts import check_drafts

    problems, books = check_drafts(drafts, scenarios, variants_file)
    findings = list(dict.fromkeys(finding for rules in books for finding in look_over(Evidence(rules))))  # a variant repeats what the draft has
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
    if problems and fail_on != "never" and SEVERITIES.index(fail_on) <= SEVERITIES.index("Medium"):
        return 1
    return 1 if fail_on != "never" and at_least(findings, fail_on) else 0
