"""Looks for claims without a limit: damages that no liability cap covers, damages for delay that run on for ever, an indemnity that no limit reaches,
points or doublings that nothing stops, and a cap of nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wargame.analysis.check import Check
from wargame.analysis.evidence import Evidence
from wargame.analysis.patches import TO_AGREE, amend, extend, insert
from wargame.analysis.wording import sentence_with
from wargame.contract.clause import Clause
from wargame.contract.draft import Provision
from wargame.core.events import Stage
from wargame.core.finding import Finding
from wargame.core.message import drafted

CLAIMS = ("liquidated_damages", "late_delivery", "delay_damages", "disaster_recovery")
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
        caps = [clause for clause in evidence.rules.clauses if clause.stage == Stage.CAP and hasattr(clause.terms, "cap")]
        for cap in caps:
            if _is_nothing(cap):
                yield self.finding(
                    evidence, "High", cap.number, "the cap is 0: no claim is ever paid", "Is the provider meant to bear no liability at all?",
                    patch=amend(cap.number, cap="150 % of annual charges", text=REDRAFT),
                )  # fmt: skip
        claims = [clause for clause in evidence.rules.clauses if clause.kind in CLAIMS and not _limited(clause)]
        if claims and not caps:
            numbers, first = ", ".join(clause.number for clause in claims), claims[0].number
            terms = {"kind": "liability_cap", "cap": "150 % of annual charges", "resets": "each contract year"}
            yield self.finding(
                evidence, "Medium", first, drafted("nothing limits what is claimed under {numbers}", numbers=numbers),
                "Up to what limit, and for which period?",
                also=tuple(clause.number for clause in claims[1:]), patch=insert(evidence.draft, first, "Limit of liability", REDRAFT, terms),
            )  # fmt: skip
        for provision in evidence.provisions:
            yield from self._open_ended(evidence, provision, claims if claims and not caps else [])
        for clause in evidence.rules.clauses:
            if _compounds(clause) and not getattr(clause.terms, "at_risk", None) and not getattr(clause.terms, "yearly_cap", None):
                yield self.finding(
                    evidence, "Medium", clause.number, "repeats multiply what is due, and nothing limits the total",
                    "Up to what share of a month's charges may this grow?", proposal=f"Credits for a month shall not exceed 15 % {TO_AGREE} of "
                    f"its Charges.",
                    patch=amend(clause.number, at_risk="15 %"),
                )  # fmt: skip

    def _open_ended(self, evidence: Evidence, provision: Provision, told: list[Clause]) -> Iterator[Finding]:
        """Damages for delay that run for as long as the delay does, and an indemnity that no limit reaches."""
        if provision.number in [clause.number for clause in told]:
            return
        terms = provision.terms
        if provision.kind == "liquidated_damages" and getattr(terms, "milestone", None):
            if not any(getattr(terms, name, None) for name in ("limit", "limit_rate", "longstop")):
                amount = getattr(terms, "amount", None)
                limit = evidence.written(60 * amount.minor) if hasattr(amount, "minor") else None
                words = f"What is due under this clause shall not exceed {limit or '10 % of the value'} {TO_AGREE}."
                yield self.finding(
                    evidence, "Medium", provision.number, "runs on for as long as the delay does, without a limit of its own and without a date at "
                    "which it ends",
                    "Up to what sum, or until when, do these damages run?", event="delay", asks="limit", proposal=words,
                    patch=extend(provision, words, **({"limit": limit} if limit else {"limit_rate": "10 %"})),
                )  # fmt: skip
        elif provision.kind == "indemnity":
            said = _UNLIMITED.search(provision.text)
            if said or not any("indemnity" in _covered(cap) for cap in evidence.provisions):
                yield self._indemnity(evidence, provision, said)

    def _indemnity(self, evidence: Evidence, provision: Provision, said: re.Match[str] | None) -> Finding:
        caps = [
            one for one in evidence.provisions if one.kind == "liability_cap" and getattr(one.terms, "protects", None) in (None, evidence.provider)
        ]
        cap = next((one for one in caps if "damages" in getattr(one.terms, "covers", ())), caps[0] if caps else None)
        changes: dict[str, Any] = {}
        if cap is not None:
            words = f"What is due under this clause counts towards the limit of clause {cap.number} {TO_AGREE}."
            covers = [*getattr(cap.terms, "covers", ())]
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
        return {**insert(evidence.draft, provision.number, "Limit of liability", REDRAFT, terms), "patch": {provision.number: {"text": text}}}


def _covered(provision: Provision) -> tuple[str, ...]:
    """The heads of claim, or by their losses the indemnities, that a limit reaches."""
    if provision.kind == "liability_cap":
        outside = getattr(provision.terms, "indemnities", None) == "outside the cap"
        return tuple(head for head in getattr(provision.terms, "covers", ()) if head != "indemnity" or not outside)
    if provision.kind == "super_cap":
        terms: Any = provision.terms
        return ("indemnity",) if not terms.heads or "indemnity" in terms.heads else ()
    return ()


def _is_nothing(cap: Clause) -> bool:
    amount, percent = (getattr(cap.terms.cap, name, None) for name in ("amount", "percent"))
    if amount is None and percent is None:
        return False
    return (amount is None or amount.minor == 0) and (percent is None or percent.num == 0)


def _limited(clause: Clause) -> bool:
    """A clause whose own limit bounds everything it may claim over the term, not only one incident."""
    return getattr(clause.terms, "total_limit", None) is not None


def _compounds(clause: Clause) -> bool:
    """Whether a later miss counts for more than an earlier one."""
    return any(getattr(clause.terms, name, None) for name in ("repeats", "repeat", "multiplier", "doubles"))
