"""Looks for service credits in an agreement that does not say whether they are the only remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import insert
from wargame.core.finding import Finding

_SAID = re.compile(
    r"\b(sole (?:and exclusive )?(?:financial )?remed|exclusive remed|only remed|without prejudice|in addition to (?:any|all) other|not (?:limit"
    r"|exclude|affect|prejudice)\w* (?:any|the|its) (?:other )?(?:right|remed)"
    r"|no other remed|cumulative|full and final|any other right or remedy|other rights? (?:and|or) remed)",
    re.I,
)
CREDITS = ("service_credit", "points", "service_points", "credit_pool")


class ExclusivityUnstatedCheck(Check):
    """Credits, and nothing else? The agreement does not say."""

    kind = "exclusivity-unstated"
    why = "Credits that are the only remedy limit the claim to a few percent of charges; others leave damages beside them. Silence invites both."
    example = "8.2 gives credits; no clause says `sole remedy` or `without prejudice`."
    redraft = "Service Credits are without prejudice to any other right or remedy, and are taken into account in any damages for the same failure."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        credits = evidence.clauses(*CREDITS)
        stated = [clause for clause in evidence.rules.clauses if "sole_remedy" in clause.kind]
        if not credits or stated or any(_SAID.search(" ".join(one.text.split())) for one in evidence.draft.provisions):
            return
        first = credits[0].number
        yield self.finding(
            evidence, "warning", first, "does not say whether credits are the client's only remedy", "Are credits the only remedy for the "
            "failure, or one of several?",
            also=tuple(clause.number for clause in credits[1:]), event="outage", asks="remedy",
            patch=insert(evidence.draft, first, "Nature of Service Credits", self.redraft, {"terms": "none"}),
        )  # fmt: skip
