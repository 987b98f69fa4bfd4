"""What commands share: problems on stderr, and choices as people type them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wargame.core.finding import SEVERITIES
from wargame.core.problem import Problem, render

NEVER = "never"
FORMER = {"note": "For information", "warning": "Medium", "grave": "High"}  # severities as earlier versions named them: still understood


if TYPE_CHECKING:  # newer versions of click have it say what is typed and what is given; 8.1, with which we work too, has not
    _TypeOfText = click.ParamType[str, str]
else:
    _TypeOfText = click.ParamType


class FailOn(_TypeOfText):
    """A severity as people type it, in any case, or `never`; gives it as findings have it."""

    name = "severity"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join([*(one.lower() for one in reversed(SEVERITIES)), NEVER])}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        wanted = value.strip().lower().replace("-", " ")
        known = {one.lower(): one for one in (*SEVERITIES, NEVER)} | FORMER
        if wanted not in known:
            self.fail(f'"{value}" is not a severity: write high, medium, low, "for information", or never', param, ctx)
        return known[wanted]


def show_problems(problems: tuple[Problem, ...], *, as_json: bool = False) -> None:
    """All problems, each with its source line and caret, on stderr; as data on stdout with --json."""
    from wargame.core.source import SIZE_LIMIT

    lines: dict[str, list[str]] = {}
    for problem in problems:
        file = problem.place.file
        if file not in lines:
            try:
                # A table of millions of rows is not read again for the sake of one line.
                small = problem.place.line and Path(file).stat().st_size <= SIZE_LIMIT
                lines[file] = Path(file).read_text(encoding="utf-8-sig").splitlines() if small else []
            except (OSError, ValueError):
                lines[file] = []
        click.echo(render(problem, lines[file]), err=True)
    click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)
    if as_json:
        click.echo(json.dumps({"problems": [problem.data() for problem in problems]}, indent=1, ensure_ascii=False))


def choice_of(text: str) -> tuple[str, str, str]:
    """(clause, construction, option) of CLAUSE:TERM=OPTION; UsageError where it is not of that form."""
    place, equals, option = text.partition("=")
    clause, colon, name = place.rpartition(":")  # a rule of law has a colon in its number: default law: damages (voice)
    if not colon or not equals:
        raise click.UsageError(f"--choose {text}: write CLAUSE:TERM=OPTION, such as `8.1:overlapping outages=added`")
    return clause.strip(), name.strip().replace(" ", "_"), option.strip()
