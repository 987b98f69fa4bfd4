"""Looks for rights that can never be had: more misses than the window has months, periods longer than the agreement lasts."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import reword
from wargame.analysis.wording import sentence_with
from wargame.contract.clause import Clause
from wargame.core.finding import Finding
from wargame.core.values import Duration

MONTH = 30.4375 * 86_400


class UnreachableCheck(Check):
    """A right out of reach."""

    kind = "unreachable"
    why = "A right that cannot arise protects nobody, and its holder has paid for it in the negotiation."
    example = "`missed in 7 months of any 6`; a right that arises after 48 months of a term of 36."
    redraft = "Bring the trigger within reach of the window and the term."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        for clause in evidence.rules.clauses:
            if clause.number not in evidence.draft.numbers:
                continue
            yield from self._window(evidence, clause)
            yield from self._term(evidence, clause)

    def _window(self, evidence: Evidence, clause: Clause) -> Iterator[Finding]:
        for terms in (clause.terms, *(getattr(clause.terms, "triggers", None) or ())):
            misses, window = getattr(terms, "misses", None), getattr(terms, "window", None)
            if not isinstance(misses, int) or not isinstance(window, Duration) or not window.months:
                continue
            provision = evidence.draft.provision(clause.number)
            reach = min(window.months, evidence.rules.term_months)
            if misses > reach and terms is clause.terms:
                yield self.finding(
                    evidence, "warning", clause.number, f"{misses} misses are asked for in {window} of a term of {evidence.rules.term_months}: "
                    f"the right can never arise",
                    "How many misses, in how many months, are meant?", sentence_with(provision.text, str(misses)),
                    patch=reword(provision, str(misses), str(reach), misses=str(reach)),
                )  # fmt: skip

    def _term(self, evidence: Evidence, clause: Clause) -> Iterator[Finding]:
        term = evidence.rules.term_months
        for name in type(clause.terms).model_fields:
            value = getattr(clause.terms, name)
            if not clause.gives() or name in ("window", "cap", "lasts") or not isinstance(value, Duration) or _months(value) <= term:
                continue
            provision = evidence.draft.provision(clause.number)
            half = f"{max(term // 2, 1)} months"
            yield self.finding(
                evidence, "warning", clause.number, f"{name.replace('_', ' ')} is {value}, longer than the term of {term} months: the right never "
                f"bites",
                "Within what time is this right meant to be had?", sentence_with(provision.text, str(value)),
                patch=reword(provision, str(value), half, **{name: half}),
            )  # fmt: skip


def _months(value: Duration) -> float:
    return value.months + value.seconds / MONTH + value.business_days / 21
