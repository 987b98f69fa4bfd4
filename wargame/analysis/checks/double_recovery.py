"""Looks for one failure paid twice: credits and damages for the same outage without set-off, or two clauses that both price it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import extend
from wargame.analysis.words.wording import sentences
from wargame.contract.rules.roles import Role
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.words import joined

_SET = re.compile(
    r"\bset (?:off )?against\b|\bcredited against\b|\bless (?:what|any|the|such)\b|\b(?:reduced|diminished) by\b|\bdeducted\b|\bin place of\b"
    r"|\binstead of\b|\btaken into account\b|\bnot (?:both|twice|in addition)\b|\bonly (?:once|one of)\b|\bsole remedy\b",
    re.I,
)


class DoubleRecoveryCheck(Check):
    """The same loss paid for by two clauses."""

    kind = "double-recovery"
    why = "A provider that pays twice for one outage prices the risk twice, or refuses the second claim and litigates."
    example = "8.2 credits 10 % for a bad month; 9.1 pays damages for the same outage `in addition`."
    redraft = "Credits for a month are set against damages for the same failure."

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        known = evidence.rules.provisions
        # An outage is missed as down-time and as work that waits; work done wrong is another failure.
        credits = [clause for clause in evidence.playing(Role.CREDIT) if set(known.causes_of(clause.number)) - {"errors"}]
        by_service: dict[str, list[int]] = {}
        for i, one in enumerate(credits):
            for service in set(one.services()):
                by_service.setdefault(service, []).append(i)
        for clause in evidence.rules.clauses:
            if "credits" not in clause.constructions or clause.choice("credits") != "in addition":
                continue
            others = tuple(credits[i].number for i in sorted({i for service in clause.services() for i in by_service.get(service, ())}))
            if others:
                yield self.finding(
                    evidence, "Medium", clause.number, drafted("pays for the same outage as {other}, in addition", other=joined(others)),
                    f"Are the credits of {joined(others)} meant to be paid on top of these damages?", also=others, event="outage", asks="pay",
                    patch=extend(evidence.draft.provision(clause.number), self.redraft, credits="set against damages"),
                )  # fmt: skip
        yield from self._twice(evidence)

    def _twice(self, evidence: Evidence) -> Iterator[Finding]:
        """Two clauses that each give a sum for one outage of one service, and no word of how they stand to each other."""
        giving = [one for one in evidence.rules.compiled if Role.DAMAGES in one.roles_of(one.terms) and "outage" in one.listens and one.services()]
        by_service: dict[str, list[int]] = {}
        for i, one in enumerate(giving):
            for service in set(one.services()):
                by_service.setdefault(service, []).append(i)
        pairs = ((i, j) for i, one in enumerate(giving) for j in sorted({j for name in one.services() for j in by_service[name] if j > i}))
        reckons = {one.number: _reckons(evidence, evidence.draft.provision(one.number)) for one in giving}
        for i, j in pairs:
            mine, theirs = giving[i], giving[j]
            a, b = evidence.draft.provision(mine.number), evidence.draft.provision(theirs.number)
            if b.number in reckons[a.number] or a.number in reckons[b.number]:
                continue
            # Of two kinds the one that says nothing of credits, and so of no other sum, is the one to be told.
            late = a if type(mine) is not type(theirs) and "credits" in theirs.constructions else b
            other = a if late is b else b
            words = f"What is due under clause {other.number} for the same Outage is set against it."
            yield self.finding(
                evidence, "Medium", late.number, drafted("pays for the same outage as {other}, and neither is set against the "
                "other", other=other.number),
                f"Is what {other.number} gives for an outage meant to be paid on top?", also=(other.number,), event="outage", asks="pay",
                proposal=words, patch=extend(late, words),
            )  # fmt: skip


def _reckons(evidence: Evidence, one: Provision) -> set[str]:
    """The clauses that a provision names in a sentence that says how its own sum stands to another."""
    said = [sentence for sentence in sentences(" ".join(one.text.split())) if _SET.search(sentence)]
    return {number for sentence in said for number in evidence.mentions.named_in(sentence)}
