"""Looks for words that limit several credits together, where no term does: each then has the whole of the limit for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.wording import sentences
from wargame.contract.rules.roles import Role
from wargame.core.finding import Finding

_CREDITS = r"(?:service |service level )?(?:credits?|deductions?|rebates?)"
_TOGETHER = r"(?:together|in (?:the )?aggregate|aggregate|combined|in total|total|cumulative(?:ly)?|sum of|all)"
_LIMITED = r"(?:exceed|more than|greater than|limited to|capped at|up to a maximum|maximum of|no more than)"
_JOINT = re.compile(rf"(?:\b{_TOGETHER}\b[^.;]*\b{_CREDITS}\b|\b{_CREDITS}\b[^.;]*\b{_TOGETHER}\b)[^.;]*\b{_LIMITED}\b", re.I)
_LEADS = ("exceed", "more than", "greater than", "limited to", "capped at", "maximum")


class JointCap(Check):
    """Words limit several credits together; terms limit each for itself."""

    kind = "joint-cap"
    why = "A limit that each credit has for itself lets through as many times as much as there are credits."
    example = "`All credits of a month together shall not exceed 20 % of the Charges`, and each of two clauses has `at risk: 20 %`."
    redraft = (
        "The service credits of a month under all Clauses together shall not exceed the stated share of its Charges; each is reduced in proportion."
    )

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        known = evidence.rules.provisions
        credits = {one.number for one in known.playing(Role.CREDIT)}
        if len(credits) < 2:
            return
        said = {number for clause in evidence.rules.compiled if clause.joins() for number in (clause.number, *clause.joins())}
        for provision in evidence.provisions:
            if provision.number in said:
                continue
            for sentence in sentences(provision.text):
                flat = " ".join(sentence.split())
                if any(lead in flat.casefold() for lead in _LEADS) and (match := _JOINT.search(flat)):
                    yield self.finding(
                        evidence,
                        "Medium",
                        provision.number,
                        f"the words limit several credits together (“{match.group()}”), and no term does: each is limited for itself",
                        "Is the limit one for all credits together, and how is what exceeds it cut?",
                        sentence,
                    )
                    break
