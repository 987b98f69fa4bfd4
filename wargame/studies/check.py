"""Everything that needs no simulation: problems with their places, and findings in the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from wargame.analysis.findings.check import look_over
from wargame.analysis.findings.evidence import Evidence
from wargame.contract.text.draft import Draft
from wargame.core.finding import Finding
from wargame.core.problem import BadInput, Problem
from wargame.simulation.drafts import check_drafts
from wargame.studies.inputs import Source, drafts_of, name_of, names_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Checked:
    """What was seen in drafts without playing them: what is wrong with the files, what was found in the words, and how many rules they hold."""

    drafts: tuple[str, ...]
    problems: tuple[Problem, ...]
    register: tuple[Finding, ...]
    rules: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep a draft from being played; the others are warnings."""
        return errors_in(self.problems)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """A row for each finding: check, severity, clause, message, ask, proposal, quote, file, line."""
        from wargame.studies.frames import register_frame

        return register_frame(self.register)

    def data(self) -> dict[str, object]:
        """As `wargame check --json` prints it."""
        return {"problems": [one.data() for one in self.problems], "findings": [one.data() for one in self.register]}

    def __repr__(self) -> str:
        return f"<{', '.join(self.drafts)}: {self.rules} rules, {len(self.register)} findings, {len(self.problems)} problems>"

    def _repr_html_(self) -> str:
        from wargame.studies.html import page_of

        return page_of([repr(self)[1:-1], *(str(one) for one in self.problems)], self.findings)


def check(
    drafts: Source | Draft | Iterable[Source | Draft],
    scenarios: Source | Iterable[Source] = (),
    variants: Source | None = None,
    *,
    errors: Literal["raise", "return"] = "raise",
) -> Checked:
    """Look over drafts, with variants and against scenarios if these are given.

    BadInput holds every error of every file, each with its place; with `errors="return"` they are among the problems, and what could be read is
    looked over all the same.
    """
    names = drafts_of(drafts)
    problems, books = check_drafts(names, names_of(scenarios), None if variants is None else name_of(variants))
    if errors == "raise" and (wrong := errors_in(problems)):
        raise BadInput(wrong)
    register = dict.fromkeys(finding for rules in books for finding in look_over(Evidence(rules)))  # a variant repeats what the draft has
    return Checked(names, problems, tuple(register), sum(len(rules.clauses) for rules in books))


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that are no mere warnings."""
    return tuple(one for one in problems if one.severity == "error")
