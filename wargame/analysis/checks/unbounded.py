"""Looks for claims without a limit: damages that no liability cap covers, damages for delay that run on for ever, an indemnity that no limit reaches,
points or doublings that nothing stops, and a cap of nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wargame.analysis.findings.check import Check
from wargame.analysis.findings.evidence import Evidence
from wargame.analysis.words.patches import TO_AGREE, amend, extend, insert
from wargame.analysis.words.wording import sentence_with
from wargame.contract.rules.clause import Clause
from wargame.contract.rules.neighbours import Neighbour
from wargame.contract.rules.roles import Role
from wargame.contract.text.draft import Provision
from wargame.core.finding import Finding
from wargame.core.message import drafted
from wargame.core.money import Money

_UNLIMITED = re.compile(
    r",?\s*\b(?:without (?:any )?(?:limit|limitation)(?: (?:of|in|as to) (?:amount|money|sum))?|unlimited(?:ly)?|uncapped)\b", re.I
)
REDRAFT = f"The Provider's total liability in each contract year shall not exceed 150 % {TO_AGREE} of annual charges."


class UnboundedCheck(Check):
    """No cap is not a cap of 0: one leaves liability unlimited, the other leaves the client without any."""

    kind = "unbounded"
    why = "Without a cap a single incident can cost more than the agreement earns; with a cap of 0 no promise is worth anything."
    example = "9.1 gives liquidated damages; no provision limits liability."
    redraft = REDRAFT

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        limits = {clause: clause.limit_of(clause.terms) for clause in evidence.rules.clauses}
        caps = {clause: limit for clause, limit in limits.items() if limit is not None and limit.figure}
        for cap, limit in caps.items():
            if limit.nothing:
                yield self.finding(
                    evidence, "High", cap.number, "the cap is 0: no claim is ever paid",
                    evidence.fitted("Is the provider meant to bear no liability at all?"),
                    patch=amend(cap.number, cap="150 % of annual charges", text=evidence.fitted(REDRAFT)),
                )  # fmt: skip
        claims = [clause for clause in evidence.playing(Role.DAMAGES) if not clause.bounded(clause.terms)]
        if claims and not caps:
            numbers, first = ", ".join(clause.number for clause in claims), claims[0].number
            terms = {"kind": "liability_cap", "cap": "150 % of annual charges", "resets": "each contract year"}
            yield self.finding(
                evidence, "Medium", first, drafted("nothing limits what is claimed under {numbers}", numbers=numbers),
                "Up to what limit, and for which period?",
                also=tuple(clause.number for clause in claims[1:]),
                patch=insert(evidence.draft, first, "Limit of liability", evidence.fitted(REDRAFT), terms),
            )  # fmt: skip
        told = {clause.number for clause in claims} if not caps else set()
        limited = any(_reaches(one, "indemnity") for one in evidence.rules.provisions.values())
        for clause in evidence.rules.compiled:
            if clause.number not in told:
                yield from self._open_ended(evidence, clause, limited)
        for clause in evidence.playing(Role.CREDIT):
            schedules = evidence.schedules_of(clause)
            repeats = any(one.repeats > 1 and one.at_risk is None and one.yearly is None for one in schedules)
            if repeats or clause.adds_up():
                why = "repeats multiply what is due" if repeats else "every incident adds to what is due"
                yield self.finding(
                    evidence, "Medium", clause.number, f"{why}, and nothing limits the total",
                    "Up to what share of a month's charges may this grow?", proposal=f"Credits for a month shall not exceed 15 % {TO_AGREE} of "
                    f"its Charges.",
                    patch=amend(clause.number, at_risk="15 %"),
                )  # fmt: skip

    def _open_ended(self, evidence: Evidence, clause: Clause, limited: bool) -> Iterator[Finding]:
        """Damages for delay that run for as long as the delay does, and an indemnity that no limit reaches; `limited`: one reaches all of them."""
        provision, bound = evidence.draft.provision(clause.number), clause.would_bound()
        if bound is not None:
            term, value = bound
            limit = evidence.written(value.minor) if isinstance(value, Money) else str(value)
            said = limit if isinstance(value, Money) else f"{limit} of the value"
            words = f"What is due under this clause shall not exceed {said} {TO_AGREE}."
            yield self.finding(
                evidence, "Medium", provision.number, "runs on for as long as the delay does, without a limit of its own and without a date at "
                "which it ends",
                "Up to what sum, or until when, do these damages run?", event="delay", asks="limit", proposal=words,
                patch=extend(provision, words, **{term: limit}),
            )  # fmt: skip
        elif Role.INDEMNITY in clause.roles:
            said_so = _UNLIMITED.search(provision.text)
            if said_so or not (limited or clause.bounded(clause.terms)):
                yield self._indemnity(evidence, provision, said_so)

    def _indemnity(self, evidence: Evidence, provision: Provision, said: re.Match[str] | None) -> Finding:
        known = evidence.rules.provisions.playing(Role.CAP)
        caps = [one for one in known if one.limit is not None and one.limit.protects in (None, evidence.provider)]
        cap = next((one for one in caps if one.limit is not None and "damages" in one.limit.heads), caps[0] if caps else None)
        changes: dict[str, Any] = {}
        if cap is not None and cap.limit is not None:
            words = f"What is due under this clause counts towards the limit of clause {cap.number} {TO_AGREE}."
            covers = list(cap.limit.heads)
            changes = {cap.number: {"covers": list(dict.fromkeys([*covers, "indemnity"])), "indemnities": "erode the cap"}}
        else:
            words = f"What is due under this clause shall not exceed 150 % {TO_AGREE} of the Charges of a contract year."
        text = provision.text.strip()
        if said:
            text = text.replace(said.group(), "")
        return self.finding(
            evidence, "Medium", provision.number, "indemnifies without a limit of amount" if said else "indemnifies, and no limit reaches it",
            "Up to what sum is this indemnity given?", sentence_with(provision.text, said.group()) if said else "", proposal=words,
            also=(cap.number,) if cap is not None else (),
            patch=self._new_cap(evidence, provision, text) if cap is None else {"patch": {provision.number: {"text": f"{text} {words}"}, **changes}},
        )  # fmt: skip

    def _new_cap(self, evidence: Evidence, provision: Provision, text: str) -> dict[str, Any]:
        """A limit for the indemnity where the agreement has none at all."""
        terms = {"kind": "liability_cap", "cap": "150 % of annual charges", "covers": ["indemnity"], "resets": "each contract year"}
        added = insert(evidence.draft, provision.number, "Limit of liability", evidence.fitted(REDRAFT), terms)
        return {**added, "patch": {provision.number: {"text": text}}}


def _reaches(one: Neighbour, head: str) -> bool:
    """Whether a limit reaches the claims of a head: a cap those that it lists, a pot beside the caps all where it lists none."""
    limit = one.limit
    if limit is None or not limit.figure:
        return False
    return head in limit.heads or (Role.OWN_POT in one.roles and not limit.heads)
